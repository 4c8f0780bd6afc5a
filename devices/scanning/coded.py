"""A page that is known by its bar code: narrow bars are looked for more closely than a page is kept."""

from __future__ import annotations

import cv2

from devices.ports import Frame, PageSource
from devices.scanning.codes import read_codes
from devices.scanning.flatten import flatten
from devices.scanning.scan import ScannedPage, scan_page

LOOKS = 8
CLOSE_DPI = 500
_SMALL, _STILL = (64, 48), 24  # grey levels by which a hand differs from the desk, and noise does not


def scan_coded(source: PageSource) -> tuple[ScannedPage, tuple[str, ...]]:
    """The page that lies still, and what its codes say; of the last picture where no bar code is read in any.

    Raises as `source`.
    """
    before, found, texts = None, None, tuple[str, ...]()
    for _ in range(LOOKS):
        frame = source.frame()
        small = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), _SMALL, interpolation=cv2.INTER_AREA)
        if before is not None and int(cv2.absdiff(small, before).max()) < _STILL:
            found = scan_page(frame)
            texts, barred = codes_of(frame, found)
            if barred:
                break
        before = small
    return (found, texts) if found else (scan_page(source.frame()), texts)


def codes_of(frame: Frame, found: ScannedPage) -> tuple[tuple[str, ...], bool]:
    """What the codes of the page `found` in `frame` say, and whether a bar code is among them.

    Narrow bars are lost at the resolution at which a page is kept: then they are looked for in the picture enlarged.
    """
    codes = found.codes
    if not any(code.kind == "Code128" for code in codes):
        codes = (*codes, *read_codes(flatten(frame, found.corners, dpi=CLOSE_DPI)))
    return tuple(dict.fromkeys(code.text for code in codes)), any(code.kind == "Code128" for code in codes)
