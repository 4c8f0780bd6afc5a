"""Widgets are tested without a display, in the light theme, with English words."""

import tests.support.qt  # noqa: F401, I001  (first: it chooses the platform)

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, LIGHT)
    yield qapp
    # Without a running event loop Qt keeps deleted widgets, and each change of theme would style them all again.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
