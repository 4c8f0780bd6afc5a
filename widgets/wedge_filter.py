"""Takes the codes of a scanner that types as a keyboard out of what is typed into one window."""

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from devices.code_scanners.wedge import Scanned, Verdict, WedgeJudge, WedgeProfile

_SILENT_KEYS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_INTERRUPTIONS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TabletPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.WindowDeactivate,
    }
)
_BUSY = 0.03  # seconds a timer may be late before the keys that came meanwhile are heard first
_CATCH_UP = 0.01  # seconds for those


class WedgeFilter(QObject):
    """Emits `code_scanned` for what a scanner types; what a person types goes on to the focus, in its order.

    Build it after the window's `KeyDispatcher`: the filter installed last sees keys first. An input method that is on
    takes keys before any program sees them, a scanner's too; such fields want it off, or a scanner on a serial line.
    """

    code_scanned = Signal(str)

    def __init__(
        self, window: QWidget, profile: WedgeProfile | None = None, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._window, self._now = window, now
        self._judge = WedgeJudge(profile)
        self._waiting: deque[QKeyEvent] = deque()  # presses the judge holds, and releases that came after them
        self._scanned_keys: list[int] = []  # keys of a scan that are still down
        self._is_handing_on = False
        self._last = self._due = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_quiet)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_handing_on or not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if event.type() in _INTERRUPTIONS:
            self._act(self._judge.release())
        elif watched is not self._focus():
            return False  # on its way from a focus that did not want it
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        elif event.type() is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._released(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        """True when the key is kept from the focus, for now or for good."""
        if event.key() in _SILENT_KEYS:
            return False
        is_text = not (event.isAutoRepeat() or event.modifiers() & _COMMANDING)
        self._last = event.timestamp() / 1000 or self._now()
        verdicts = self._judge.key(event.text() if is_text else "", self._last)
        if verdicts and not self._waiting and not self._judge.held:
            return False
        self._waiting.append(event.clone())
        self._act(verdicts)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() in self._scanned_keys and not event.isAutoRepeat():
            self._scanned_keys.remove(event.key())
            return True
        if any(_is_press(waiting) and waiting.key() == event.key() for waiting in self._waiting):
            self._waiting.append(event.clone())
            return True
        return False

    def _on_quiet(self) -> None:
        """No key came for long enough; unless the program was busy, and has not heard them yet."""
        if self._now() - self._due > _BUSY:
            self._arm(_CATCH_UP)
        else:
            self._act(self._judge.release())

    def _act(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            events = self._taken(verdict.count)
            if isinstance(verdict, Scanned):
                self._forget(events)
                self.code_scanned.emit(verdict.code)
            else:
                self._hand_on(events)
        if (due := self._judge.due) is not None:
            self._arm(due - self._last)
        else:
            self._timer.stop()

    def _arm(self, seconds: float) -> None:
        self._due = self._now() + seconds
        self._timer.start(round(seconds * 1000))

    def _taken(self, presses: int) -> list[QKeyEvent]:
        """The first so many presses that wait, and the releases among and right after them."""
        events: list[QKeyEvent] = []
        while self._waiting and (presses or not _is_press(self._waiting[0])):
            presses -= _is_press(self._waiting[0])
            events.append(self._waiting.popleft())
        return events

    def _forget(self, events: list[QKeyEvent]) -> None:
        """A scan's keys reach nobody; nor do the releases still to come."""
        down = [event.key() for event in events if _is_press(event)]
        for event in events:
            if not _is_press(event):
                down.remove(event.key())
        self._scanned_keys = down

    def _hand_on(self, events: list[QKeyEvent]) -> None:
        """To the focus as it is now: the key before may have moved it."""
        self._is_handing_on = True
        try:
            for event in events:
                QCoreApplication.sendEvent(self._focus(), event)
        finally:
            self._is_handing_on = False

    def _focus(self) -> QWidget:
        return self._window.focusWidget() or self._window


def _is_press(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress
