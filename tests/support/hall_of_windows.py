"""A hall of several windows in one process: their central, and each with a store, devices and somebody of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.central.central import Options
from app.central.server import EmbeddedCentral
from app.config import CentralLink, Counter
from app.device_book import remember
from app.domain.account import Account
from app.domain.case import Role
from app.domain.notices import QuietHours
from app.message_file import shipped_message_book
from app.training.accounts import MARKET_REGULATION, TRAINING_ACCOUNTS
from devices.simulators.hall import CALIBRATED, SimulatedHall
from sync.relay import CuttableLine
from tests.support.central_ops import QUICK_PASSWORDS
from tests.support.command_line import told_by
from tests.support.place import Page, Place
from tests.support.steps import SignIn
from widgets.program import application, opened_window
from widgets.simulated.driver import Driver

INTAKE, OFFICER, EXAMINER, ISSUER, SUPERVISOR, ADMINISTRATOR = TRAINING_ACCOUNTS
OTHER_INTAKE = Account("0318", "钱某某", frozenset({Role.INTAKE}))
OTHER_OFFICER = Account("0523", "赵某某", frozenset({Role.BACK_OFFICE}), frozenset({MARKET_REGULATION}))

OLD_MONITOR = (1280, 1024)
"""The narrowest that a hall still has; one window by itself is tried at `widgets.simulated.driver.SIZE`."""

NEVER_QUIET = replace(shipped_message_book(), quiet=QuietHours(time(0), time(0)))
"""The journeys go on at night too."""


@dataclass
class OneOfSeveral(Driver):
    """Its window comes to the front when it is used; `counted` numbers the pictures of all of them."""

    counted: Iterator[int] = field(default_factory=count)

    def focus(self) -> QWidget:
        if not self.window.isActiveWindow():
            self.window.raise_()
            self.window.activateWindow()
            self.app.processEvents()
        return super().focus()

    def picture(self, name: str) -> None:
        self.pictures = next(self.counted)
        self.focus()
        super().picture(f"{self.window.terminal.settings.window.number}-{name}")


class HallOfWindows:
    """Runs from its making on, until it is closed."""

    def __init__(self, folder: Path, pictures: Path) -> None:
        """`folder` is for data, `pictures` for what the windows look like."""
        self._folder, self._pictures, self._counted = folder, pictures, count()
        self._settings = Counter()
        self._app = application(self._settings)
        self._closing = ExitStack()
        options = Options(
            data_folder=folder / "central", catalogue=load_catalogue(self._settings.catalogue_folder),
            calendar=load_calendar(paths.resources() / "calendars"), message_book=NEVER_QUIET,
            listen="127.0.0.1:0", accounts=(*TRAINING_ACCOUNTS, OTHER_INTAKE, OTHER_OFFICER), passwords=QUICK_PASSWORDS,
        )  # fmt: skip
        self.central = self._closing.enter_context(EmbeddedCentral(options))

    def window(self, number: str, *devices: str) -> SignIn:
        """Open a window that has these devices of the simulated hall; nobody sits there yet."""
        hall = self._closing.enter_context(SimulatedHall(only=devices))
        line = self._closing.enter_context(CuttableLine(self.central.url))
        device_id = f"window-{number}"
        settings = replace(
            self._settings,
            data=str(self._folder / device_id),
            window=replace(self._settings.window, device_id=device_id, number=number),
            central=CentralLink(line.url, self.central.central.directory.enrol(device_id, number)),
            device=hall.settings,
            simulated_hall=str(hall.folder),
        )
        remember({name: found for name, found in CALIBRATED.items() if name in devices}, settings.data_folder)
        window = self._closing.enter_context(opened_window(settings, in_process=hall.in_process))
        window.resize(*OLD_MONITOR)
        window.show()
        return SignIn(Place(OneOfSeveral(self._app, window, self._pictures, counted=self._counted), hall, line))

    def told(self, capsys: pytest.CaptureFixture[str], number: str) -> Any:
        """What `yichuang case show` says of that case from the central's data."""
        return told_by(capsys, "case", "show", number, "--central", self._folder / "central", "--json").json

    def messages_sent(self, sender: Page, count: int) -> list[str]:
        """Let a window send what is due; the texts that arrived, read back from its modem, once there are so many."""
        modem = sender.hall.devices["modem"].device
        sender.terminal.messages.tick()
        sender.driver.until(f"{count} messages", lambda: len(modem.delivered) >= count)
        return [text for _, text in modem.delivered]

    def close(self) -> None:
        """Close the windows, then the central."""
        self._closing.close()
