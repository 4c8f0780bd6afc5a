"""Look whether a scanned page is headed like the material it was scanned for: a hint for the clerk, never a block."""

from __future__ import annotations

import numpy as np

from devices.ports import Frame
from devices.reading.text import TextReader
from devices.reading.title import TitleHint, title_hint
from devices.scanning.pictures import decode_picture

TOP = 0.45  # of an upright page is read: titles stand there, and it takes half the time


def check_title(page: Frame | bytes, material: str, reader: TextReader) -> TitleHint:
    """Hold the head of `page` (flattened and upright, as a frame or as it is kept) against the `material`'s name.

    Raises what `TextReader.read` raises; the page is kept all the same.
    """
    frame = decode_picture(page) if isinstance(page, bytes) else page
    height, width = frame.shape[:2]
    head = np.ascontiguousarray(frame[: round(height * TOP)] if height > width else frame)
    del frame  # 12 MB that would wait for seconds with the rest of it
    return title_hint(reader.read(head), material, height=float(height))
