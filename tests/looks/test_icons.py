"""Marks and icons draw something, each its own shape."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.presenters.marks import Mark
from widgets.theme.current import Theme
from widgets.theme.icons import draw_icon
from widgets.theme.marks import draw_mark
from widgets.theme.tokens import DARK, LIGHT

WANTED = {
    *("intake", "find", "cases", "hand_over", "hand_out", "sync", "devices", "settings", "flag", "chart"),
    *("chip", "keyboard", "scan", "qr", "eye", "eye_off", "lock", "rotate", "crop", "clock"),
    *("card_reader", "camera", "printer", "star", "screen", "locker"),
}


def blank() -> QImage:
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0xFFFFFFFF)
    return image


def shape_of(mark: Mark) -> bytes:
    """The mark in black and white, one byte a dot."""
    image = blank()
    painter = QPainter(image)
    draw_mark(painter, Theme(LIGHT), QRectF(0, 0, 64, 64), mark)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(value < 200 for value in bytes(grey.constBits()))


def test_every_mark_has_a_shape_of_its_own_without_colour() -> None:
    assert len({shape_of(mark) for mark in Mark}) == len(Mark)


@pytest.mark.parametrize("name", sorted(WANTED))
def test_an_icon_is_drawn_in_the_colour_of_the_theme(name: str) -> None:
    pictures = []
    for tokens in (LIGHT, DARK):
        image = blank()
        painter = QPainter(image)
        draw_icon(painter, Theme(tokens), QRectF(0, 0, 64, 64), name)
        painter.end()
        pictures.append(bytes(image.constBits()))
    assert set(pictures[0]) != {0xFF}
    assert pictures[0] != pictures[1]
