"""Starting the window as a program: for real, or in a simulated hall with an embedded central."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app import paths
from app.bootstrap import Terminal
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.central.central import Options
from app.central.server import EmbeddedCentral
from app.config import CentralLink, Counter
from app.logs import start_logging
from app.wording import Wording
from devices.ports import PageSource
from devices.simulators.hall import SimulatedHall
from sync.relay import CuttableLine
from widgets.crash import install_crash_report
from widgets.gui_thread import GuiThread
from widgets.hall_bench import HallBench
from widgets.theme.fonts import use_fonts_of
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import THEMES
from widgets.translation import speak_chinese
from widgets.window import CounterWindow

PANEL_WIDTH = 630
SMALLEST_WIDTH = 1280


def application(settings: Counter) -> QApplication:
    """The Qt application in the language, theme and scale of the settings."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("yichuang")
    if settings.screen.language == "zh_CN":
        speak_chinese(app)
    use_fonts_of(paths.resources() / "fonts")
    apply_theme(app, THEMES[settings.screen.theme], settings.screen.scale)
    return app


def run_window(settings: Counter) -> int:
    """Open the window and stay until it is closed. Raises what `Terminal` raises."""
    start_logging(settings.data_folder / "logs")
    app = application(settings)
    install_crash_report(Wording(paths.resources() / "i18n", settings.screen.language))
    with opened_window(settings) as window:
        window.showMaximized()
        return app.exec()


@contextmanager
def opened_window(settings: Counter, *, page_source: Callable[[], PageSource] | None = None) -> Iterator[CounterWindow]:
    """The window over its terminal, both closed in the right order at the end."""
    home = GuiThread()
    terminal = Terminal(settings, home, page_source=page_source)
    try:
        window = CounterWindow(terminal)
        terminal.start()
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
    finally:
        terminal.close()


@dataclass(frozen=True, slots=True)
class SimulatedCity:
    """A simulated hall, its central, the line between them that can be cut, and the settings that lead there."""

    settings: Counter
    hall: SimulatedHall
    central: EmbeddedCentral
    line: CuttableLine


@contextmanager
def simulated(settings: Counter, folder: Path) -> Iterator[SimulatedCity]:
    """Everything round one window, simulated, with its data in `folder`."""
    options = Options(
        data_folder=folder / "central",
        catalogue=load_catalogue(settings.catalogue_folder),
        calendar=load_calendar(paths.resources() / "calendars"),
        hall=settings.hall.code,
        listen="127.0.0.1:0",
    )
    with SimulatedHall() as hall, EmbeddedCentral(options) as central, CuttableLine(central.url) as line:
        token = central.central.directory.enrol(settings.window.device_id, settings.window.number)
        devices = replace(
            settings.devices,
            card_reader=hall.addresses["card_reader"],
            slip_printer=hall.addresses["slip_printer"],
            page_source="",
        )
        inside = replace(settings, central=CentralLink(line.url, token), devices=devices, data=str(folder / "window"))
        yield SimulatedCity(inside, hall, central, line)


def run_in_simulated_hall(settings: Counter) -> int:
    """`make run` with a screen: the window, the simulated hall and its bench panel."""
    app = application(settings)
    say = Wording(paths.resources() / "i18n", settings.screen.language)
    install_crash_report(say)
    with tempfile.TemporaryDirectory(prefix="yichuang-hall-") as folder, simulated(settings, Path(folder)) as city:
        bench = HallBench(city.hall, city.line, say)
        city.hall.on_slip = bench.slip_came
        with opened_window(city.settings, page_source=lambda: city.hall.camera) as window:
            _side_by_side(window, bench.panel, app.primaryScreen().availableGeometry())
            # clicking on the bench must not take the keyboard away from the counter
            bench.panel.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
            window.show()
            bench.panel.show()
            return app.exec()


def _side_by_side(window: QWidget, panel: QWidget, room: QRect) -> None:
    """The counter at the left, the bench at the right; on a small screen the bench lies over the counter's edge."""
    bench = min(PANEL_WIDTH, room.width() // 2)
    left = max(room.width() - bench, min(SMALLEST_WIDTH, room.width()))
    window.setGeometry(room.x(), room.y(), left, room.height())
    panel.setGeometry(room.right() + 1 - bench, room.y(), bench, room.height())
