"""Pictures as other layers have them, turned into QImage."""

from dataclasses import dataclass

from numpy import ascontiguousarray, uint8
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb


@dataclass(frozen=True, slots=True)
class Raster:
    """A 1-bit picture as a roll printer takes it: rows of whole bytes, leftmost dot in the high bit, 1 = black."""

    width: int
    height: int
    data: bytes


def image_from_raster(raster: Raster) -> QImage:
    """Raises ValueError when there are fewer bytes than width and height ask for."""
    stride = (raster.width + 7) // 8
    if len(raster.data) < stride * raster.height:
        raise ValueError(f"{len(raster.data)} bytes are too few for {raster.width}×{raster.height} dots")
    image = QImage(raster.data, raster.width, raster.height, stride, QImage.Format.Format_Mono)
    image.setColorTable([qRgb(255, 255, 255), qRgb(0, 0, 0)])
    # The bytes belong to the raster; the copy outlives it.
    return image.copy()


def image_from_bgr(frame: NDArray[uint8]) -> QImage:
    """A camera frame, shape (height, width, 3), blue first."""
    whole = ascontiguousarray(frame)
    height, width = whole.shape[:2]
    return QImage(whole.data, width, height, width * 3, QImage.Format.Format_BGR888).copy()
