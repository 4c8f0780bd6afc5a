"""A page that is known by its bar code: taken when it lies still, from the first picture in which the bars are read."""

from __future__ import annotations

import cv2
import numpy as np

from devices.ports import PageSource
from devices.scanning.codes import read_codes
from devices.scanning.scan import ScannedPage, scan_page

LOOKS = 8
_SMALL, _STILL = (64, 48), 24  # grey levels by which a hand differs from the desk, and noise does not


def scan_coded(source: PageSource) -> tuple[ScannedPage, tuple[str, ...]]:
    """The page, and what its codes say; of the last picture where no bar code is read in any. Raises as `source`.

    Narrow bars are lost where a page is straightened: they are looked for in the picture itself too, enlarged.
    """
    before, found, texts = None, None, tuple[str, ...]()
    for _ in range(LOOKS):
        frame = source.frame()
        small = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), _SMALL, interpolation=cv2.INTER_AREA)
        if before is not None and int(cv2.absdiff(small, before).max()) < _STILL:
            found = scan_page(frame)
            larger = cv2.resize(frame, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
            codes = (*found.codes, *read_codes(np.asarray(larger, dtype=np.uint8)))
            texts = tuple(dict.fromkeys(code.text for code in codes))
            if any(code.kind == "Code128" for code in codes):
                break
        before = small
    return (found, texts) if found else (scan_page(source.frame()), texts)
