"""Every part and page of the gallery can be drawn, and everything that takes the focus has a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from widgets.gallery.draw import Builder, shoot
from widgets.gallery.shots import PAGES, PARTS
from widgets.theme.tokens import HIGH_CONTRAST

SHOTS = [pytest.param(build, id=name) for name, build in (*PARTS, *PAGES)]


@pytest.fixture
def kept() -> Iterator[list[QWidget]]:
    """Widgets held until the test is over: a shown one that only a cycle holds may be collected while it is painted."""
    widgets: list[QWidget] = []
    yield widgets
    for widget in widgets:
        widget.close()
        widget.deleteLater()


@pytest.mark.parametrize("build", SHOTS)
def test_everything_that_takes_the_focus_has_an_accessible_name(build: Builder, kept: list[QWidget]) -> None:
    widget = build()
    kept.append(widget)
    focusable = [
        child
        for child in widget.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.objectName().startswith("qt_")
    ]
    nameless = [type(child).__name__ for child in focusable if not child.accessibleName()]
    assert nameless == []


def test_a_shot_is_saved_in_the_size_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    path = shoot(qapp, PAGES[0], tmp_path, HIGH_CONTRAST, (1440, 900), 1.5)
    assert path.name == "shell-high_contrast-1440x900-150.png"
    assert QImage(str(path)).size().toTuple() == (1440, 900)
