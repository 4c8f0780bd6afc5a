"""Looking for devices that are plugged in and not set up; finding a port by pulling a cable out and putting it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from app.domain.errors import CounterError
from app.presenters.devices.guide import Run
from app.presenters.devices.state import FoundRow, FoundState
from app.presenters.devices.words import ICONS
from app.presenters.marks import Mark
from app.wording import Wording
from devices.finding import Found, Sure, on_a_port
from devices.plugged import SeenPort
from devices.setting import DeviceSetting

MARKS = {Sure.CERTAIN: Mark.DONE, Sure.LIKELY: Mark.DOUBTFUL, Sure.UNKNOWN: Mark.HINT}


class Surroundings(Protocol):
    """What can be looked for around this window."""

    def find(self, cancelled: Callable[[], bool]) -> Iterator[Found]: ...
    def ports(self) -> tuple[SeenPort, ...]: ...
    def free_ports(self, name: str) -> tuple[SeenPort, ...]:
        """The ports that belong to no device but this one."""
        ...

    def add(self, setting: DeviceSetting) -> None:
        """Keep it in the settings; it is there at the next start. Raises `CounterError`."""
        ...

    def move(self, name: str, place: str) -> None:
        """Keep another place for a device that is set up already. Raises `CounterError`."""
        ...


class SearchPresenter:
    """`on_news` is called when there is something new to show."""

    def __init__(self, surroundings: Surroundings, *, wording: Wording, run: Run, clock: Callable[[], str]) -> None:
        self._surroundings, self._say, self._run, self._clock = surroundings, wording, run, clock
        self.on_news: Callable[[], None] = lambda: None
        self.note = ""
        self._found: list[Found] = []
        self._is_open = self._busy = False
        self._index = 0
        self._message = ""
        self._search: object = None
        self._compared: tuple[DeviceSetting, tuple[SeenPort, ...]] | None = None

    @property
    def state(self) -> FoundState | None:
        """What is shown; None while no search is open."""
        if not self._is_open:
            return None
        rows = tuple(self._row(found, place) for place, found in enumerate(self._found))
        return FoundState(self._message, rows, self._busy)

    def begin(self) -> None:
        """Look at one thing after the other, showing each as it is found."""
        self._is_open, self._busy, self._found, self._index = True, True, [], 0
        self._message, self._compared = self._say("search.looking"), None
        mine = self._search = object()
        self._next(self._surroundings.find(lambda: self._search is not mine), mine)
        self.on_news()

    def compare(self, setting: DeviceSetting) -> None:
        """Remember what is plugged in; from then on `look_again` sees which port comes."""
        self._is_open, self._busy, self._found, self._index = True, False, [], 0
        self._search = self._compared = None
        if on_a_port(setting):
            self._compared = setting, self._surroundings.ports()
            self._message = self._say("search.pull_and_plug")
        else:
            self._message = self._say("search.no_serial_port")
        self.on_news()

    def look_again(self) -> None:
        """Every second while the comparison is open: whether a port has come that is nobody else's."""
        if self._compared is None:
            return
        setting, before = self._compared
        now = self._surroundings.ports()
        # what has gone is forgotten, so that it counts as come when it is plugged in again
        self._compared = setting, now
        came = {port.port for port in now} - {port.port for port in before}
        free = [port for port in self._surroundings.free_ports(setting.name) if port.port in came] if came else []
        if len(free) == 1:
            self._move(setting, free[0])
        elif free:
            self._message = self._say("search.several_came", ports=self._say("between").join(p.port for p in free))
            self.on_news()

    def stop_comparing(self) -> None:
        """The page is left: what is plugged in from now on is meant for something else."""
        if self._compared is not None:
            self.end()

    def choose(self, index: int) -> None:
        """Make one of those found the current one."""
        self._index = max(0, min(index, len(self._found) - 1))

    def add_current(self) -> None:
        """Enter: keep the current one in the settings."""
        found = self._found[self._index] if self._found else None
        if found is None or found.setting is None:
            return
        try:
            self._surroundings.add(found.setting)
        except CounterError as error:
            self._message = self._say.error(error)
        else:
            del self._found[self._index]
            self._index = 0
            self._message = self._say("search.added", name=self._say(f"found.{found.what}"))
        self.on_news()

    def end(self) -> bool:
        """Close the search. False when there was none."""
        was_open, self._is_open, self._search, self._compared = self._is_open, False, None, None
        if was_open:
            self.on_news()
        return was_open

    def _move(self, setting: DeviceSetting, port: SeenPort) -> None:
        self._compared = None
        try:
            self._surroundings.move(setting.name, port.place)
            self._message = self._say("search.moved", place=port.port)
        except CounterError as error:
            self._message = self._say.error(error)
        self.on_news()

    def _next(self, search: Iterator[Found], mine: object) -> None:
        def came(found: Found | None) -> None:
            self._came(search, found, mine)

        self._run(lambda: next(search, None), came, lambda _: self._ended(mine))

    def _came(self, search: Iterator[Found], found: Found | None, mine: object) -> None:
        if self._search is not mine:
            return
        if found is None:
            self._ended(mine)
            return
        self._found.append(found)
        self._next(search, mine)
        self.on_news()

    def _ended(self, mine: object) -> None:
        if self._search is mine:
            self._busy = False
            self.note = self._say("search.last", time=self._clock())
            self._message = self._say("search.nothing" if not self._found else "search.found", count=len(self._found))
            self.on_news()

    def _row(self, found: Found, place: int) -> FoundRow:
        facts = {"name": found.name, "identity": found.identity, **found.facts}
        return FoundRow(
            id=found.place,
            icon=ICONS[found.setting.role] if found.setting else "link",
            name=self._say(f"found.{found.what}"),
            where=found.where,
            how_sure=self._say(f"sure.{found.sure.value}"),
            hint=self._say(f"advice.{found.advice}", **facts),
            mark=MARKS[found.sure],
            can_add=found.setting is not None,
            current=place == self._index,
        )
