"""QR and Code 128 codes on a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import zxingcpp

from devices.ports import Frame, Raster
from devices.scanning.quad import Corners

KINDS = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says, its `kind` (QRCode or Code128), and where it stands, in pixels of the frame."""

    text: str
    kind: str
    corners: Corners


def read_codes(frame: Frame) -> tuple[Code, ...]:
    """Every readable QR and Code 128 code in the picture, in the order found; at any angle for QR."""
    found = zxingcpp.read_barcodes(frame, formats=zxingcpp.BarcodeFormats(list(KINDS)))
    return tuple(Code(each.text, each.format.name, _corners(each.position)) for each in found if each.valid)


def codes_on(sheet: Raster) -> list[str]:
    """What the codes on a printed sheet say."""
    ink = np.unpackbits(np.frombuffer(sheet.rows, np.uint8).reshape(sheet.height, -1), axis=1)[:, : sheet.width]
    return [code.text for code in read_codes(np.where(ink, 0, 255).astype(np.uint8))]


def _corners(position: zxingcpp.Position) -> Corners:
    a, b, c, d = (
        (float(point.x), float(point.y))
        for point in (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    )
    return a, b, c, d
