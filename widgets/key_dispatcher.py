"""The one dispatcher of keys: an event filter that looks each press up in the table and does what is bound to it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from widgets.keys import TABLE, Act, Key, KeyTable, Scope


def takes_text(widget: QWidget | None) -> bool:
    """True where letters belong to the widget: Qt opens the input method only there."""
    return widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


class KeyDispatcher(QObject):
    """Turns key presses in one window into the acts bound to them."""

    pressed = Signal(str)

    def __init__(self, window: QWidget, table: KeyTable = TABLE) -> None:
        super().__init__(window)
        self._window = window
        self._table = table
        self._acts: dict[tuple[Scope, str], tuple[Act, Callable[[], bool]]] = {}
        self._covered: Callable[[], bool] = lambda: False
        self._uncover: Act = lambda: None
        self.scope = Scope.EVERYWHERE
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def bind(self, scope: Scope, key_id: str, act: Act, *, live: Callable[[], bool] = lambda: True) -> None:
        """While `scope` is shown, the key does `act`; a binding for EVERYWHERE is used where the scope has none.

        It does nothing, and the help does not show it, while it is not `live`: not everybody has every right.

        Raises KeyError for a key that `scope` does not have, ValueError when it is bound already or the focused
        widget acts on it.
        """
        if self._table.key(key_id, scope).by_focus:
            raise ValueError(f"{key_id} cannot be bound in {scope.value}")
        if (scope, key_id) in self._acts:
            raise ValueError(f"{key_id} is bound twice in {scope.value}")
        self._acts[scope, key_id] = act, live

    def cover(self, covered: Callable[[], bool], uncover: Act) -> None:
        """Under a sheet nobody acts unseen: Esc and F1 `uncover` the page, a jump does so first, all else rests."""
        self._covered, self._uncover = covered, uncover

    def act_for(self, key_id: str) -> Act | None:
        """What the key does now, or None."""
        bound = self._acts.get((self.scope, key_id)) or self._acts.get((Scope.EVERYWHERE, key_id))
        return bound[0] if bound is not None and bound[1]() else None

    def act_on(self, key_id: str) -> bool:
        """Do what the key does, as when its hint is clicked; False when nothing is bound."""
        act = self.act_for(key_id)
        if act is None:
            return False
        act()
        self.pressed.emit(key_id)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        key = self._table.pressed(self.scope, _combination(event))
        if self._covered():
            jumps = key is not None and key.id.startswith("page_")
            if key is not None and (jumps or key.id in ("help", "aside")):
                self._uncover()
            return not (key and jumps) or self.act_on(key.id)
        if key is None or key.by_focus or (key.quiet and self._focus_wants(key)):
            return False
        return event.isAutoRepeat() or self.act_on(key.id)

    def _focus_wants(self, key: Key) -> bool:
        focus = self._window.focusWidget()
        return takes_text(focus) or (key.sequence == "Space" and isinstance(focus, QAbstractButton))


def _combination(event: QKeyEvent) -> QKeyCombination:
    """The press without the keypad flag, and with Enter and Return as one key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    return QKeyCombination(modifiers, Qt.Key.Key_Return if key == Qt.Key.Key_Enter else key)
