"""The devices page: trouble and cure first, then every device with its connection and health."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from app.presenters.marks import Mark
from app.presenters.shell import DevicePill
from app.wording import Wording
from devices import errors
from devices.bay import Bay, Health

WORDS = {
    errors.PaperOut: "paper_out",
    errors.CoverOpen: "cover_open",
    errors.CutterJammed: "cutter_jammed",
    errors.PrinterOffline: "offline",
    errors.DeviceAbsent: "lost",
    errors.DeviceLost: "lost",
    errors.DeviceSilent: "silent",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """What ails a device, and what to do."""

    role: str
    title: str
    cure: str


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device."""

    role: str
    icon: str
    name: str
    where: str
    mark: Mark
    word: str
    uses: int
    failures: int
    last: str
    current: bool


@dataclass(frozen=True, slots=True)
class DevicesState:
    """The page."""

    summary: str = ""
    issues: tuple[Issue, ...] = ()
    rows: tuple[DeviceRow, ...] = ()
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    checked: str = ""


class DevicesView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: DevicesState) -> None: ...


class DevicesPresenter:
    """Shows the bays of this window; `None` where a role has no device."""

    def __init__(
        self,
        bays: dict[str, Bay[Any] | None],
        *,
        wording: Wording,
        check: Callable[[str, Callable[[], None]], None],
    ) -> None:
        self._bays, self._say, self._check = bays, wording, check
        self._view: DevicesView | None = None
        self._index = 0
        self._checked = ""

    def show(self, view: DevicesView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.refresh()

    def choose(self, index: int) -> None:
        """Make a device the current one."""
        self._index = max(0, min(index, len(self._bays) - 1))
        self.refresh()

    def check(self) -> None:
        """J: try the current device now."""
        self._check(list(self._bays)[self._index], self.refresh)

    def refresh(self) -> None:
        """Show how the devices fare now."""
        if self._view is not None:
            self._view.present(self.state())

    def pills(self) -> tuple[DevicePill, ...]:
        """The devices as the header shows them; a role without a device has no pill."""
        return tuple(
            DevicePill(role, self._say(f"role_short.{role}"), self._mark(bay.health), self._trouble(bay.health))
            for role, bay in self._bays.items()
            if bay is not None
        )

    def state(self) -> DevicesState:
        """The page as of now."""
        rows = tuple(self._row(role, bay, index) for index, (role, bay) in enumerate(self._bays.items()))
        well = sum(row.mark is Mark.DONE for row in rows)
        current = list(self._bays.items())[self._index]
        return DevicesState(
            summary=self._say("devices.summary", all=len(rows), well=well),
            issues=tuple(
                self._issue(role, bay.health.trouble)
                for role, bay in self._bays.items()
                if bay is not None and bay.health.trouble is not None
            ),
            rows=rows,
            title=self._say(f"role.{current[0]}"),
            facts=self._facts(current[1]),
        )

    def _row(self, role: str, bay: Bay[Any] | None, index: int) -> DeviceRow:
        name, current = self._say(f"role.{role}"), index == self._index
        icon = {"card_reader": "card_reader", "page_source": "camera", "slip_printer": "printer"}[role]
        if bay is None:
            return DeviceRow(role, icon, name, "", Mark.ABSENT, self._say("pill.absent"), 0, 0, "", current)
        health = bay.health
        word = self._trouble(health) or self._say("devices.well")
        last = self._say.error(health.trouble) if health.trouble else ""
        return DeviceRow(role, icon, name, bay.where, self._mark(health), word, health.uses, health.failures, last,
                         current)  # fmt: skip

    def _facts(self, bay: Bay[Any] | None) -> tuple[tuple[str, str], ...]:
        if bay is None:
            return ()
        health = bay.health
        facts = {
            "where": bay.where,
            "uses": str(health.uses),
            "failures": str(health.failures),
            "seconds": f"{health.seconds:.2f}" if health.uses else "",
        }
        return tuple((self._say(f"device_fact.{label}"), value) for label, value in facts.items() if value)

    def _issue(self, role: str, trouble: errors.DeviceError) -> Issue:
        what, cure = self._say.what_and_cure(trouble)
        return Issue(role, what, cure)

    def _mark(self, health: Health) -> Mark:
        if health.trouble is not None:
            return Mark.WRONG
        return Mark.DOUBTFUL if health.note else Mark.DONE

    def _trouble(self, health: Health) -> str:
        if health.trouble is None:
            return self._say(f"pill.{health.note}") if health.note else ""
        word = next((WORDS[kind] for kind in type(health.trouble).__mro__ if kind in WORDS), "fault")
        return self._say(f"pill.{word}")
