"""Faults in the real window: Qt without a display, and afterwards nothing left of it."""

import tests.support.qt  # noqa: F401, I001  (first: it chooses the platform)

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.window import speak_english_again


@pytest.fixture
def screen(qapp: QApplication) -> Iterator[None]:
    """For windows opened by the test itself."""
    yield
    speak_english_again(qapp)
