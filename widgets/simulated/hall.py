"""A whole hall, simulated, round the real window: what `make run` opens, and the tour drives."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.central.central import Options
from app.central.server import EmbeddedCentral
from app.config import CentralLink, Counter
from app.device_book import remember
from app.documents.kinds_file import load_document_kinds
from app.domain.calendar import HALL_TIME
from app.domain.notices import QuietHours
from app.message_file import shipped_message_book
from app.training.accounts import TRAINING_ACCOUNTS
from app.training.cases import DEVICE, WINDOW, Place, lay_out_cases
from app.window_devices import InProcess
from app.wording import Wording
from devices.scanning.clean import Look
from devices.scanning.encode import encode_page
from devices.simulators.hall import CALIBRATED, SimulatedHall
from devices.simulators.paper import sample_page
from sync.relay import CuttableLine
from sync.transport import Transport
from widgets.crash import install_crash_report
from widgets.program import application, opened_window
from widgets.simulated.bench import HallBench

PANEL_WIDTH = 640
SMALLEST_WIDTH = 1280


@dataclass(frozen=True, slots=True)
class SimulatedCity:
    """A simulated hall, its central, the line between them that can be cut, and the settings that lead there."""

    settings: Counter
    hall: SimulatedHall
    central: EmbeddedCentral
    line: CuttableLine

    @property
    def in_process(self) -> InProcess:
        """The devices that only this process can open."""
        return self.hall.in_process

    @contextmanager
    def filling(self, folder: Path) -> Iterator[threading.Thread]:
        """Lay the cases out meanwhile: nobody waits for them."""
        thread = threading.Thread(target=self.lay_out_cases, args=(folder,), name="training-cases")
        thread.start()
        try:
            yield thread
        finally:
            thread.join()

    def lay_out_cases(self, folder: Path) -> None:
        """Have the hall some thirty cases of the last days, for every role to work at; `folder` is for their window."""
        central = self.central.central
        token = central.directory.enrol(DEVICE, WINDOW)
        drawn = sample_page(0)
        place = Place(
            connect=lambda: Transport(self.central.url, token, device_id=DEVICE),
            hall=self.settings.hall,
            catalogue=central.catalogue,
            calendar=central.calendar,
            rules=central.rules,
            kinds=load_document_kinds(paths.resources() / "slips"),
            page=encode_page(drawn, Look.COLOUR),
            page_size=(drawn.shape[1], drawn.shape[0]),
            issuing=self.settings.window.number,
        )
        lay_out_cases(folder, place, datetime.now(HALL_TIME))


@contextmanager
def simulated(settings: Counter, folder: Path) -> Iterator[SimulatedCity]:
    """Everything round one window, simulated, with its data in `folder`. Its people get messages at night too."""
    options = Options(
        data_folder=folder / "central",
        catalogue=load_catalogue(settings.catalogue_folder),
        calendar=load_calendar(paths.resources() / "calendars"),
        message_book=replace(shipped_message_book(), quiet=QuietHours(time(0), time(0))),
        hall=settings.hall.code,
        listen="127.0.0.1:0",
        accounts=TRAINING_ACCOUNTS,
    )
    with SimulatedHall() as hall, EmbeddedCentral(options) as central, CuttableLine(central.url) as line:
        token = central.central.directory.enrol(settings.window.device_id, settings.window.number)
        inside = replace(
            settings,
            central=CentralLink(line.url, token),
            device=hall.settings,
            simulated_hall=str(hall.folder),
            data=str(folder / "window"),
        )
        remember(CALIBRATED, inside.data_folder)
        yield SimulatedCity(inside, hall, central, line)


def run_in_simulated_hall(settings: Counter) -> int:
    """`make run` with a screen: the window, the simulated hall and its bench panel."""
    app = application(settings)
    say = Wording(paths.resources() / "i18n", settings.screen.language)
    install_crash_report(say)
    with tempfile.TemporaryDirectory(prefix="yichuang-hall-") as folder, simulated(settings, Path(folder)) as city:
        bench = HallBench(city.hall, city.line, say)
        city.hall.on_slip = bench.slip_came
        city.hall.devices["modem"].device.on_delivered = bench.message_came
        with (
            city.filling(Path(folder) / "cases"),
            opened_window(city.settings, in_process=city.in_process) as window,
        ):
            _side_by_side(window, bench.panel, app.primaryScreen().availableGeometry())
            # clicking on the bench must not take the keyboard away from the counter
            bench.panel.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
            window.show()
            bench.panel.show()
            return app.exec()


def _side_by_side(window: QWidget, panel: QWidget, room: QRect) -> None:
    """The counter at the left, the bench at the right; on a small screen the bench lies over the counter's edge."""
    left = max(room.width() - PANEL_WIDTH, min(SMALLEST_WIDTH, room.width()))
    window.setGeometry(room.x(), room.y(), left, room.height())
    panel.setGeometry(room.right() + 1 - PANEL_WIDTH, room.y(), PANEL_WIDTH, room.height())
