"""Drives a real window by its keys, without a screen: what the tour and the journeys share."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from widgets.window import CounterWindow

SIZE = (1440, 900)
PATIENCE = 30.0  # seconds that anything may take before it has failed
LOOK_AGAIN = 0.02
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class StepFailed(Exception):
    """What was waited for did not come about."""


@dataclass
class Driver:
    """Keys into `window`, where the focus is; numbered pictures of it into `out`."""

    app: QApplication
    window: CounterWindow
    out: Path
    pictures: int = 0

    def type(self, text: str) -> None:
        """Type into whatever has the focus; what is not ASCII comes from an input method, as it does at a desk."""
        if text.isascii():
            QTest.keyClicks(self.focus(), text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            self.app.sendEvent(self.focus(), composed)
        self.app.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press one key."""
        QTest.keyClick(self.focus(), key, modifier)
        self.app.processEvents()

    def focus(self) -> QWidget:
        """The widget that has the focus, or the window."""
        return self.window.focusWidget() or self.window

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Go on when `holds`; raise `StepFailed` when it never does."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise StepFailed(f"waited {PATIENCE:.0f} s for {what}")
            self.wait(LOOK_AGAIN)

    def wait(self, seconds: float) -> None:
        """Let the window go on. `QTest.qWait` would keep Python's lock meanwhile and starve the lanes."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def picture(self, name: str) -> None:
        """Keep what the window shows now."""
        self.pictures += 1
        self.wait(0.1)
        self.window.grab().save(str(self.out / f"{self.pictures:02d}-{name}.png"))
