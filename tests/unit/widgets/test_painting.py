"""A bug while painting is told, and does not take the program down."""

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.theme.paint import painted


class Broken(QWidget):
    """Has a bug after its painter was opened."""

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        painter.drawLine(0, 0, 9, 9)
        raise LookupError("no such mark")


def test_an_exception_while_painting_is_told_and_the_next_widget_can_be_painted(qtbot: QtBot) -> None:
    broken, sound = Broken(), QWidget()
    for widget in (broken, sound):
        qtbot.addWidget(widget)
    with pytest.raises(LookupError, match="no such mark"):
        broken.grab()
    assert not sound.grab().isNull()
