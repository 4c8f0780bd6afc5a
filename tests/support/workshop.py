"""The devices page without a screen, over a simulated hall: its presenter, its devices and their lanes."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app import paths
from app.config import Counter, save_counter
from app.device_book import DeviceBook
from app.presenters.devices.page import DevicesPresenter
from app.presenters.devices.search import SearchPresenter
from app.presenters.devices.state import DevicesState
from app.window_devices import WindowDevices
from app.wording import Wording
from devices.simulators.hall import SimulatedHall

PATIENCE = 20.0


class Workshop:
    """Keeps what was last presented; jobs for the screen's thread are done by `until`."""

    def __init__(self, hall: SimulatedHall, folder: Path) -> None:
        self.hall, self.file = hall, folder / "counter.toml"
        self.later = 0.0  # seconds by which the watch's clock is ahead
        self.settings = replace(
            Counter(), data=str(folder / "data"), simulated_hall=str(hall.folder), device=hall.settings
        )
        save_counter(self.settings, self.file)
        self.book = DeviceBook(self.settings.data_folder)
        self.say = Wording(paths.resources() / "i18n", "zh_CN")
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.devices = WindowDevices(
            self.settings,
            self._jobs.put,
            book=self.book,
            file=self.file,
            in_process=hall.in_process,
            on_health=lambda: self.presenter.refresh(),
            clock=lambda: time.monotonic() + self.later,
        )
        search = SearchPresenter(
            self.devices, wording=self.say, run=self.devices.run(next(iter(self.devices.bays))), clock=lambda: "11:05"
        )
        self.presenter = DevicesPresenter(
            self.devices, wording=self.say, book=self.book, search=search, print_a4=lambda: None
        )
        self.state = DevicesState()
        self.presenter.show(self)

    def present(self, state: DevicesState) -> None:
        self.state = state

    def until(self, what: str, holds: Callable[[], bool], *, each: Callable[[], None] = lambda: None) -> None:
        """Go on when `holds`, doing `each` between looks; fail when it never does."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s for {what}; {self.state}"
            each()
            try:
                self._jobs.get(timeout=0.05)()
            except queue.Empty:
                continue

    def watch(self) -> None:
        """What the window does every second."""
        self.devices.watch()
        self.presenter.tick()

    def word(self, device: str) -> str:
        """What the page says of a device now."""
        return next(row.word for row in self.state.rows if row.device == device)

    def choose(self, device: str) -> None:
        """Make a device the current one."""
        self.presenter.choose(list(self.devices.bays).index(device))

    def told(self) -> list[str]:
        """The lines of the guide so far."""
        return [line.text for line in self.state.guide.lines] if self.state.guide else []

    def asked(self) -> str:
        """What the guide asks now."""
        return self.state.guide.question if self.state.guide else ""

    def answer(self, choice: int = 0) -> None:
        """Wait for the guide's question and answer it."""
        self.until("a question", lambda: bool(self.asked()))
        self.presenter.answer(choice)


@contextmanager
def workshop(folder: Path, *only: str) -> Iterator[Workshop]:
    """A workshop over a hall with these devices."""
    names: Collection[str] = only
    with SimulatedHall(only=names) as hall:
        here = Workshop(hall, folder)
        try:
            yield here
        finally:
            here.devices.close()
