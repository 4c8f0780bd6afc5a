"""QR and Code 128 codes on a page."""

from __future__ import annotations

from dataclasses import dataclass

import zxingcpp

from devices.ports import Frame
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


def _corners(position: zxingcpp.Position) -> Corners:
    a, b, c, d = (
        (float(point.x), float(point.y))
        for point in (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    )
    return a, b, c, d
