"""The devices page: trouble and cure first, then every device with its connection and health."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from app.device_book import DeviceBook
from app.domain.calendar import HALL_TIME
from app.presenters.devices.guide import GuidePresenter, Run
from app.presenters.devices.search import SearchPresenter
from app.presenters.devices.state import (
    DeviceDetail,
    DeviceRow,
    DevicesState,
    DevicesView,
    Dot,
    FrameLine,
    Issue,
    IssueAct,
)
from app.presenters.devices.words import ICONS, DeviceWords
from app.presenters.marks import Mark
from app.presenters.shell import DevicePill
from app.wording import Wording
from devices.bay import Bay
from devices.guide import Guide
from devices.ports import Role
from devices.wires.ring import Passage

FRAMES_SHOWN = 8


class Workshop(Protocol):
    """What can be done with the devices of this window, each on its own lane."""

    @property
    def bays(self) -> Mapping[str, Bay[Any]]: ...

    def run(self, name: str) -> Run:
        """Where work with that device is done."""
        ...

    def check_guide(self, name: str) -> Callable[[], Guide]: ...
    def calibration_guide(self, name: str) -> Callable[[], Guide] | None: ...
    def keep_calibration(self, name: str, found: Mapping[str, Any]) -> None: ...
    def profile_files(self, name: str) -> tuple[str, ...]: ...


class DevicesPresenter:
    """Shows the bays of this window, leads through checks, and looks for new devices."""

    def __init__(
        self,
        workshop: Workshop,
        *,
        wording: Wording,
        book: DeviceBook,
        search: SearchPresenter,
        save_report: Callable[[Callable[[str], None]], None] = lambda _: None,
        print_a4: Callable[[], None] = lambda: None,
    ) -> None:
        self._workshop, self._say, self._book, self._search = workshop, wording, book, search
        self._save_report, self._print_a4 = save_report, print_a4
        self._bays = workshop.bays
        self._settings = tuple(bay.setting for bay in self._bays.values())
        self._words = DeviceWords(wording)
        self._guide = GuidePresenter(wording, self.refresh)
        self._view: DevicesView | None = None
        self._index = 0
        self._frames: tuple[Passage, ...] = ()
        self._note = ""
        self._put_aside: set[str] = set()  # the ids of issues that a person has seen and that still last
        search.on_news = self.refresh

    def show(self, view: DevicesView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.refresh()

    def choose(self, index: int) -> None:
        """Make a device the current one; with a search open, what was found."""
        if self._search.state is not None:
            self._search.choose(index)
        elif self._bays:
            self._index, self._frames = max(0, min(index, len(self._bays) - 1)), ()
            self.look()
        self.refresh()

    def tick(self) -> None:
        """Every second while the page is open."""
        self.look()
        self._search.look_again()

    def look(self) -> None:
        """Fetch the current device's last frames from its lane."""
        bay = self._current()
        if bay is not None:
            self._workshop.run(bay.name)(bay.passages, self._seen, lambda _: None)

    def retry(self, device: str) -> None:
        """Try a device now. Its trouble, if it stays, is in its health; one that cannot be asked is checked whole."""
        bay = self._bays[device]
        if bay.health.opened and bay.health.trouble is not None and not bay.health.answer.asked:
            self._index = list(self._bays).index(device)
            self.check()
            return
        self._workshop.run(device)(bay.check, lambda _: self.refresh(), lambda _: self.refresh())

    def check(self) -> None:
        """J: check the current device whole: within, outwardly, and together with the person."""
        bay = self._current()
        if bay is not None:
            title = self._say("guide.check_title", name=self._name(bay))
            start = self._workshop.check_guide(bay.name)
            self._guide.begin(title, start, self._workshop.run(bay.name), lambda _: self._checked(bay.name))

    def calibrate(self, device: str = "") -> None:
        """G: find out of a device what only a person can see."""
        bay = self._bays[device] if device else self._current()
        start = self._workshop.calibration_guide(bay.name) if bay is not None else None
        if bay is None or start is None:
            return
        self._index = list(self._bays).index(bay.name)
        title = self._say("guide.calibrate_title", name=self._name(bay))
        name = bay.name
        self._guide.begin(title, start, self._workshop.run(name), lambda found: self._calibrated(name, found))

    def answer(self, choice: int) -> None:
        """A digit or Enter answers what is asked; with a search open, Enter adds what was found."""
        if self._guide.state is not None and self._guide.state.over:
            self._guide.call_off()
        elif self._guide.state is not None:
            self._guide.answer(choice)
        elif self._search.state is not None:
            self._search.add_current()

    def look_for_devices(self) -> None:
        """N: look what is plugged in and not set up."""
        self._guide.call_off()
        self._search.begin()

    def compare_by_plugging(self) -> None:
        """P: find a device's port by pulling it out and plugging it in again."""
        bay = self._current()
        if bay is not None:
            self._guide.call_off()
            self._search.compare(bay.setting)

    def leave(self) -> bool:
        """Esc: end the guide or the search. False when neither was open."""
        return self._guide.call_off() or self._search.end()

    def page_left(self) -> None:
        """Another page was opened."""
        self._search.stop_comparing()

    def act(self, issue: str, act: IssueAct) -> None:
        """Do what an issue offers."""
        found = next((each for each in self.issues() if each.id == issue), None)
        if found is None:
            return
        match act:
            case IssueAct.RETRY:
                self.retry(found.device)
            case IssueAct.GUIDE:
                self.calibrate(found.device)
            case IssueAct.PRINT_A4:
                self._print_a4()
            case IssueAct.IGNORE:
                self._put_aside.add(issue)
                self.refresh()

    def report(self) -> None:
        """Ctrl+E: write the compatibility report of this window's devices."""
        self._tell(self._say("devices.report_busy"))
        self._save_report(self._tell)

    def refresh(self) -> None:
        """Show how the devices fare now. A note that is over is an issue again when it comes again."""
        self._put_aside &= {self._words.note_id(bay.setting, bay.health) for bay in self._bays.values()}
        if self._view is not None:
            self._view.present(self.state())

    def pills(self) -> tuple[DevicePill, ...]:
        """The devices as the header shows them."""
        return tuple(
            DevicePill(
                bay.name,
                self._words.short(bay.setting, self._settings),
                self._words.mark(bay.setting, bay.health, spare=self._is_spare(bay)),
                self._words.pill(bay.setting, bay.health, spare=self._is_spare(bay)),
            )
            for bay in self._bays.values()
        )

    def issues(self) -> tuple[Issue, ...]:
        """What ails the devices, the worst first; what a person has put aside is left out while it lasts."""
        found = []
        for bay in self._bays.values():
            at = _clock(bay.health.since)
            issue = self._words.issue(bay.setting, self._name(bay), bay.health, at, spare=self._is_spare(bay))
            if issue is not None and issue.id not in self._put_aside:
                found.append(issue)
        return tuple(sorted(found, key=lambda issue: issue.mark is not Mark.WRONG))

    def state(self) -> DevicesState:
        """The page as of now."""
        rows = tuple(self._row(bay, place) for place, bay in enumerate(self._bays.values()))
        well = sum(row.mark is Mark.DONE for row in rows)
        return DevicesState(
            summary=self._say("devices.summary", all=len(rows), well=well) if rows else self._say("devices.none"),
            issues=self.issues(),
            rows=rows,
            detail=self._detail(),
            guide=self._guide.state,
            found=self._search.state,
            note=self._note or self._search.note,
        )

    def _row(self, bay: Bay[Any], place: int) -> DeviceRow:
        health, setting = bay.health, bay.setting
        return DeviceRow(
            device=bay.name,
            icon=ICONS[bay.role],
            name=self._name(bay),
            kind=self._words.make(setting, health),
            where=self._words.where(setting, health),
            mark=self._words.mark(setting, health, spare=self._is_spare(bay)),
            word=self._words.state(health),
            last=self._last(bay),
            uses=health.uses,
            failures=health.failures,
            current=place == self._index,
        )

    def _detail(self) -> DeviceDetail | None:
        bay = self._current()
        if bay is None:
            return None
        work, health = bay.statistics(), bay.health
        figure = ""
        if work.median is not None and work.slowest is not None:
            figure = self._say("devices.figure", median=f"{work.median:.1f}", slowest=f"{work.slowest:.1f}")
        return DeviceDetail(
            title=self._name(bay),
            mark=self._words.mark(bay.setting, health, spare=self._is_spare(bay)),
            word=self._words.state(health),
            facts=self._facts(bay),
            dots=tuple(Dot(_minute(use.at), use.seconds, use.good) for use in list(bay.uses)),
            figure=figure,
            counts=self._counts(bay),
            frames=tuple(_frame(passage) for passage in self._frames[-FRAMES_SHOWN:]),
            frames_note=self._say("devices.redacted"),
            can_guide=self._workshop.calibration_guide(bay.name) is not None,
        )

    def _facts(self, bay: Bay[Any]) -> tuple[tuple[str, str], ...]:
        entry, health = self._book.entry(bay.name), bay.health
        total = entry.with_work(bay.statistics())
        files = ", ".join(dict.fromkeys(self._workshop.profile_files(bay.name)))
        calibrated = self._say("devices.calibrated_on", day=entry.calibrated_on) if entry.calibrated_on else ""
        facts = {
            "role": self._say(f"role.{bay.role.value}"),
            "where": self._words.where(bay.setting, health),
            "identity": health.answer.identity or entry.identity,
            "says": health.answer.detail,
            "profile": f"{bay.setting.profile}（{files}）" if files else bay.setting.profile,
            "hours": self._say("devices.hours", hours=f"{total.hours:,.1f}"),
            "calibration": calibrated,
        }
        return tuple((self._say(f"device_fact.{label}"), value) for label, value in facts.items() if value)

    def _counts(self, bay: Bay[Any]) -> tuple[tuple[str, str], ...]:
        work = bay.statistics()
        counts = {
            "frames": f"{work.good} / {work.bad}",
            "retries": self._say("devices.times", count=work.retries),
            "losses": self._say("devices.times", count=work.losses),
            "last": self._last(bay) or self._say("devices.never"),
        }
        return tuple((self._say(f"device_count.{label}"), value) for label, value in counts.items())

    def _last(self, bay: Bay[Any]) -> str:
        last = bay.health.last
        return f"{_clock(last.at)} {self._say.what_and_cure(last.error)[0]}" if last is not None else ""

    def _is_spare(self, bay: Bay[Any]) -> bool:
        """Whether another does this device's work meanwhile: any reader reads, and the first of other roles is used."""
        alike = [each for each in self._bays.values() if each.role is bay.role and each is not bay]
        if bay.role is not Role.CARD_READER:
            alike = [each for each in alike if each is self._first(bay.role)]
        return any(each.health.trouble is None for each in alike)

    def _first(self, role: Role) -> Bay[Any]:
        return next(each for each in self._bays.values() if each.role is role)

    def _name(self, bay: Bay[Any]) -> str:
        return self._words.name(bay.setting, self._settings)

    def _current(self) -> Bay[Any] | None:
        bays = list(self._bays.values())
        return bays[self._index] if bays else None

    def _seen(self, frames: tuple[Passage, ...]) -> None:
        if frames != self._frames:
            self._frames = frames
            self.refresh()

    def _checked(self, name: str) -> None:
        self._book.change(name, checked_on=datetime.now(HALL_TIME).date().isoformat())
        lines = self._guide.state.lines if self._guide.state else ()
        if all(line.mark is not Mark.WRONG for line in lines):
            self._workshop.run(name)(self._bays[name].seen_working, lambda _: self.refresh(), lambda _: self.refresh())

    def _calibrated(self, name: str, found: Mapping[str, Any]) -> None:
        if found:
            self._workshop.keep_calibration(name, found)
            self.refresh()

    def _tell(self, note: str) -> None:
        self._note = note
        self.refresh()


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, HALL_TIME).strftime("%H:%M")


def _minute(at: float) -> float:
    moment = datetime.fromtimestamp(at, HALL_TIME)
    return moment.hour * 60 + moment.minute + moment.second / 60


def _frame(passage: Passage) -> FrameLine:
    at = datetime.fromtimestamp(passage.at, HALL_TIME).strftime("%H:%M:%S")
    return FrameLine(at, passage.direction.value, passage.shown)
