"""Pictures as other layers have them, turned into QImage."""

from numpy import ascontiguousarray, uint8
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb

from devices.ports import Raster

PICTURES = ("png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp", "pdf")
"""Endings of the files that pages can be taken from."""


def image_from_raster(raster: Raster) -> QImage:
    """A slip, one pixel a dot. Raises ValueError when there are fewer bytes than width and height ask for."""
    stride = (raster.width + 7) // 8
    if len(raster.rows) < stride * raster.height:
        raise ValueError(f"{len(raster.rows)} bytes are too few for {raster.width}×{raster.height} dots")
    image = QImage(raster.rows, raster.width, raster.height, stride, QImage.Format.Format_Mono)
    image.setColorTable([qRgb(255, 255, 255), qRgb(0, 0, 0)])
    # The bytes belong to the raster; the copy outlives it.
    return image.copy()


def image_from_bgr(frame: NDArray[uint8]) -> QImage:
    """A camera frame, shape (height, width, 3), blue first."""
    whole = ascontiguousarray(frame)
    height, width = whole.shape[:2]
    return QImage(whole.data, width, height, width * 3, QImage.Format.Format_BGR888).copy()
