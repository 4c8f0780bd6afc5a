"""Widgets are tested without a display, in the light theme, with English words."""

import pytest
from PySide6.QtWidgets import QApplication

import tests.support.qt  # noqa: F401  (first: it chooses the platform)
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> QApplication:
    apply_theme(qapp, LIGHT)
    return qapp
