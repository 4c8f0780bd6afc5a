"""Starting the window as a program."""

from __future__ import annotations

from app.bootstrap import Terminal  # before Qt, which reads the source of all that is imported after it

# isort: split

import linecache
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import paths
from app.config import Counter
from app.logs import start_logging
from app.memory import keep_one_heap
from app.presenters.pages import ADMIN, CASES, DASHBOARD, HAND_OUT, HAND_OVER, MESSAGES
from app.window_devices import InProcess
from app.wording import Wording
from widgets.crash import install_crash_report
from widgets.desks import administration, back_office, dashboard, everybody, hand_out, hand_over, intake, messages
from widgets.gui_thread import GuiThread
from widgets.theme.fonts import use_fonts_of
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import THEMES
from widgets.translation import speak_chinese
from widgets.window import Connect, CounterWindow

DESKS: tuple[Connect, ...] = (everybody.connect, intake.connect)
"""Whose pages are put into the window at once."""

LATER: Mapping[str, Connect] = {
    CASES: back_office.connect,
    HAND_OUT: hand_out.connect,
    HAND_OVER: hand_over.connect,
    DASHBOARD: dashboard.connect,
    ADMIN: administration.connect,
    MESSAGES: messages.connect,
}
"""Whose page is made when somebody opens it first: most windows never see most of them."""


def application(settings: Counter) -> QApplication:
    """The Qt application in the language, theme and scale of the settings."""
    keep_one_heap()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("yichuang")
    if settings.screen.language == "zh_CN":
        speak_chinese(app)
    use_fonts_of(paths.resources() / "fonts")
    apply_theme(app, THEMES[settings.screen.theme], settings.screen.scale)
    return app


def run_window(settings: Counter, file: Path) -> int:
    """Open the window and stay until it is closed. Raises what `Terminal` raises."""
    start_logging(settings.data_folder / "logs")
    app = application(settings)
    install_crash_report(Wording(paths.resources() / "i18n", settings.screen.language))
    with opened_window(settings, file=file) as window:
        window.showMaximized()
        return app.exec()


@contextmanager
def opened_window(
    settings: Counter, *, file: Path | None = None, in_process: InProcess | None = None
) -> Iterator[CounterWindow]:
    """The window over its terminal, both closed in the right order at the end; `file` is where settings are kept."""
    home = GuiThread()
    terminal = Terminal(settings, home, file=file, in_process=in_process)
    try:
        window = CounterWindow(terminal, DESKS, LATER)
        linecache.clearcache()  # the source that Qt for Python read, 3 MB; now, while no lane imports anything
        terminal.start()
        try:
            yield window
        finally:
            window.close()
            home.shut()
            window.deleteLater()
    finally:
        terminal.close()
