"""A page in its shell, driven by the keyboard alone."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.presenters.shell import ShellState
from widgets.keys import Scope
from widgets.kit.button import Button, Kind
from widgets.shell import Shell

_NONE = Qt.KeyboardModifier.NoModifier


class KeyedPage(Protocol):
    """What the window asks of every page."""

    SCOPE: Scope

    def acts(self) -> Mapping[str, Callable[[], object]]: ...
    def focus_first(self) -> None: ...


class Desk:
    """Shows one page with its keys bound, and presses keys where the focus is."""

    def __init__(self, qtbot: QtBot, page: KeyedPage) -> None:
        assert isinstance(page, QWidget)
        self.shell = Shell()
        qtbot.addWidget(self.shell, before_close_func=self._stay)
        self.shell.add_page("page", page, page.SCOPE)
        for key, act in page.acts().items():
            self.shell.keys.bind(page.SCOPE, key, act)
        self.shell.present(ShellState(page="page"))
        self.shell.resize(1440, 900)
        # Only in an active window does a widget learn that it has the focus.
        with qtbot.waitActive(self.shell):
            self.shell.show()
            self.shell.activateWindow()
        page.focus_first()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """One key, on the widget that has the focus in this window."""
        QTest.keyClick(self.shell.focusWidget() or self.shell, key, modifier)

    def names_by_tab(self, presses: int) -> list[str]:
        """Where the focus is now, and after each of so many presses of Tab."""
        names = []
        for press in range(presses + 1):
            focus = self.shell.focusWidget()
            assert focus is not None
            names.append(focus.accessibleName())
            if press < presses:
                self.press(Qt.Key.Key_Tab)
        return names

    def _stay(self, shell: QWidget) -> None:
        """Bound to this desk, it keeps the desk, and so the page's own window, alive until the test ends."""


class Heard:
    """What the signals of a page said, in order: (name, arguments)."""

    def __init__(self, **signals: SignalInstance) -> None:
        self.said: list[tuple[object, ...]] = []
        for name, signal in signals.items():
            signal.connect(lambda *words, name=name: self.said.append((name, *words)))


def unnamed(page: QWidget) -> list[str]:
    """The widgets a keyboard can reach that have no accessible name."""
    stops = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page)
    ]
    assert stops
    return [type(widget).__name__ for widget in stops if not widget.accessibleName()]


def filled_buttons(page: QWidget) -> list[str]:
    """The words of the buttons in sight that are filled with the accent: there is never more than one."""
    buttons = [button for button in page.findChildren(Button) if button.isVisibleTo(page) and button.isEnabled()]
    return [button.text() for button in buttons if button.kind is Kind.MAIN]
