"""Opens the real window in a simulated hall, and clears away after it."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from app.config import CentralLink, Counter
from devices.simulators.hall import COUNTER, SimulatedHall
from sync.relay import CuttableLine
from tests.support.place import Place
from tests.support.steps import SignIn
from widgets.program import application, opened_window
from widgets.simulated.driver import SIZE, Driver
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT


@contextmanager
def opened_place(
    folder: Path,
    pictures: Path,
    *,
    central: str = "",
    token: str = "",
    device_id: str = "window-03",
    cut: bool = False,
    card_reader: str = "",
    devices: Collection[str] = COUNTER,
) -> Iterator[SignIn]:
    """A window with its data in `folder`, a simulated hall, and a line to the central, if any, that can be cut.

    `cut` has the line cut from the start; `card_reader` is another reader's address than the hall's.
    `devices` are those of the simulated hall that hang on the window.
    """
    settings = Counter()
    app = application(settings)
    pictures.mkdir(parents=True, exist_ok=True)
    with SimulatedHall(only=devices) as hall, _line_to(central, cut) as line:
        settings = replace(
            settings,
            data=str(folder),
            window=replace(settings.window, device_id=device_id, number=device_id.rpartition("-")[2]),
            central=CentralLink(line.url, token) if line else CentralLink(),
            device=tuple(
                replace(each, address=card_reader) if card_reader and each.name == "reader" else each
                for each in hall.settings
            ),
            simulated_hall=str(hall.folder),
        )
        with opened_window(settings, in_process=hall.in_process) as window:
            window.resize(*SIZE)
            window.show()
            yield SignIn(Place(Driver(app, window, pictures), hall, line))


@contextmanager
def _line_to(central: str, cut: bool) -> Iterator[CuttableLine | None]:
    if not central:
        yield None
        return
    with CuttableLine(central) as line:
        if cut:
            line.cut()
        yield line


def speak_english_again(app: QApplication) -> None:
    """Take away what a window changed for the whole program: translation and theme."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    apply_theme(app, LIGHT)


def fresh(folder: Path) -> Path:
    """`folder`, emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
