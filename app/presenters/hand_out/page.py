"""Handing results out: what waits, who takes it and how that is known, and by which way it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from app.domain.calendar import WorkCalendar
from app.domain.case import CaseState as Stands
from app.domain.errors import CounterError
from app.domain.facts import Way
from app.domain.lockers import NothingAwaited, Sight, is_code
from app.domain.rules import Rules
from app.lanes import Lane
from app.presenters.cases.acts import Actor
from app.presenters.cases.listing import OutboxRows, WorkListing, WorkSource
from app.presenters.cases.open_cases import FileSource, OpenCases
from app.presenters.cases.state import CaseState, Dealing, WorkListState
from app.presenters.cases.view import Looking, Setting, case_state
from app.presenters.frame import Told
from app.presenters.hand_out.about import About
from app.presenters.hand_out.cabinet import CELL, cabinet_state, groups_of, place_text
from app.presenters.hand_out.doing import HandOutDoing
from app.presenters.hand_out.locker_work import LockerWork
from app.presenters.hand_out.panels import Shown, shown
from app.presenters.hand_out.state import CabinetState, HandOutState
from app.presenters.hand_out.words import certificate_lines, recipient_lines
from app.presenters.readers import CardReaders
from app.services.local_cases import work_row
from app.services.locker import Locker
from app.services.moves_here import Done
from app.services.open_case import OpenedCase
from app.services.submit_case import Desk, Submitted
from app.store.store import Store
from app.wording import Wording
from devices.errors import DeviceError
from sync.wire import WorkQuery, WorkRow

REFRESH_SECONDS = 30

T = TypeVar("T")


class Source(WorkSource, FileSource, Protocol):
    """Where lists and whole cases come from."""


class HandOutView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: HandOutState) -> None: ...


class HandOutPresenter:
    """`after` makes of a saved move the case as it is now, with its slips; `on_done` is told to print and send."""

    def __init__(
        self,
        source: Source,
        outbox: OutboxRows | None,
        *,
        wording: Wording,
        store: Store,
        calendar: Callable[[], WorkCalendar],
        rules: Callable[[], Rules],
        ask_lane: Lane,
        store_lane: Lane,
        actor: Callable[[], Actor],
        desk: Callable[[], Desk],
        after: Callable[[OpenedCase, Submitted], Done],
        locker: tuple[Locker, Lane] | None,
        readers: CardReaders,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        may_take_in: Callable[[], bool],
    ) -> None:
        self._say, self._store, self._calendar, self._rules = wording, store, calendar, rules
        self._store_lane, self._actor, self._after, self._now = store_lane, actor, after, now
        self._source, self._ask_lane, self._may_take_in = source, ask_lane, may_take_in
        self._has_central = outbox is not None
        self._view: HandOutView | None = None
        self.listing = WorkListing(
            source, outbox, lane=ask_lane, wording=wording, calendar=calendar, actor=actor, now=now,
            department_name=str, here=self._row_here, changed=self._list_came,
        )  # fmt: skip
        self._open = OpenCases(source, store, lane=ask_lane, changed=lambda _: self._present())
        self._locker: LockerWork | None = None
        if locker is not None:
            self._locker = LockerWork(
                *locker, wording=wording, now=now, changed=self._present,
                left_after=lambda: timedelta(seconds=rules().locker_door_seconds),
            )  # fmt: skip
        self.doing = HandOutDoing(
            store=store, wording=wording, lane=store_lane, locker=self._locker, readers=readers, actor=actor,
            desk=desk, now=now, new_id=new_id, opened=lambda: self._opened, shown=self._shown,
            changed=self._present, moved=self._moved, seek=self._seek,
        )  # fmt: skip
        self._case_id, self._seconds, self._code, self._wanted = "", 0, "", ""
        self._code_refused: Exception | None = None
        self._revealed = False
        self.on_done: Callable[[Done], None] = lambda _: None

    def show(self, view: HandOutView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def clerk_came(self) -> None:
        """Somebody else sits here now."""
        self.listing.forget()
        self._open.forget()
        self._wanted = self._code = ""
        self._code_refused = None
        self._leave_case()
        self._present()

    def refresh(self) -> None:
        """The page is opened: ask for the list and look at the locker."""
        self._seconds = 0
        self.listing.refresh()
        if self._locker is not None:
            self._locker.look()

    def tick(self) -> None:
        """Once a second while the page is open."""
        self._seconds += 1
        if self._seconds >= REFRESH_SECONDS:
            self.refresh()
        if self._locker is not None:
            self._locker.tick()
        self.tick_card()

    def tick_card(self) -> None:
        """Read the card that lies there, if one is wanted."""
        if self.doing.wants_card:
            self.doing.read_card(asked=False)

    def search(self, text: str) -> None:
        """F3: part of a number, a name, or pinyin initials."""
        self.listing.search(text)
        self._present()

    def scanned(self, text: str) -> None:
        """A bar code: a pickup code opens its cell, a label's is its waybill; any other number opens its case."""
        panel = self._shown().panel
        if is_code(text):
            self.enter_code(text)
            return
        if panel is not None and panel.act == "seek":
            self.doing.write("supplement", text)
            self.doing.confirm()
            return
        if panel is not None and panel.act == "post" and "-" not in text:  # numbers of the hall have hyphens
            self.doing.write("waybill", text)
            return
        self.look_up(text)

    def look_up(self, text: str) -> None:
        """Enter behind F3: open what is found by it."""
        self._wanted = text
        self.listing.search(text)
        self._present()

    def choose(self, row: str) -> None:
        """Another line of the list."""
        if row.startswith(CELL):
            self.choose_cell(int(row.removeprefix(CELL)))
            return
        self.listing.current = row
        self._open_case(row)
        cell = self._locker.cell_of(row) if self._locker is not None else None
        if self._locker is not None:
            self._locker.current = cell.number if cell else 0
        self._present()

    def choose_cell(self, number: int) -> None:
        """Another cell of the cabinet; what lies in it is opened."""
        if self._locker is None:
            return
        self._locker.current = number
        cell = self._locker.cell
        self._open_case(cell.case_id if cell else "")
        self._present()

    def type_code(self, code: str) -> None:
        """What stands in the field for pickup codes."""
        self._code, self._code_refused = code, None
        self._present()

    def enter_code(self, code: str) -> None:
        """A pickup code was typed or scanned; another number is looked for."""
        code = code.strip()
        if not is_code(code):
            if code:
                self._code = ""
                self.scanned(code)
            return
        if self._locker is None or self.doing.form.busy:
            return
        self._code = code
        self.doing.busy()
        self._locker.open_by_code(code, self._opened_by_code, self._code_failed)

    def reveal(self) -> None:
        """Ctrl+R: show the masked facts, which is audited, or hide them again."""
        opened = self._opened
        if opened is not None and not self._revealed:
            actor, at, case_id = self._actor().login, self._now(), opened.case_id

            def note() -> None:
                with self._store.saving() as work:
                    work.audit(at=at, actor=actor, action="case.revealed", subject=case_id, facts={"why": "hand_out"})

            self._store_lane.run(note)
        self._revealed = not self._revealed
        self._present()

    def leave(self) -> None:
        """Esc: what is being done is left as it is, then the search."""
        if self.doing.form.busy:
            return
        if self.listing.state().query:
            self.listing.search("")
        self.doing.leave()
        self._code, self._code_refused = "", None
        if self._opened is not None and self._opened.life.ended_at is not None:
            self._leave_case()  # it is done with: the next one of the list
            self._list_came()
        if self._locker is not None and (self._locker.cell_of(self._case_id) is None):
            self._locker.current = 0
        self._present()

    def told(self, _: bool) -> Told:
        """What the frame says of this page."""
        return Told(subject=self._say("pages.hand_out"), note=self.listing.to_do())

    def state(self) -> HandOutState:
        """The page as of now."""
        opened, made = self._opened, self._shown()
        return HandOutState(
            list=self._list(),
            cabinet=self._cabinet(),
            case=self._case(opened) if opened is not None else None,
            opening=self._opening() if opened is None else "",
            certificates=certificate_lines(opened, self._say) if opened is not None else (),
            recipient=self._recipient(opened, made.way) if opened is not None else (),
            way=made.way,
            panel=made.panel,
            acts=made.acts,
            signs=made.signs,
            brings=opened is not None and opened.life.state is Stands.AWAITING_SUPPLEMENT,
            signing=f"{self._case_id} {self.doing.signing}",
        )

    def _recipient(self, opened: OpenedCase, way: str) -> tuple[Dealing, ...]:
        return recipient_lines(opened, self.doing.form, self._say, at_window=way == Way.WINDOW.value)

    @property
    def _opened(self) -> OpenedCase | None:
        return self._open.get(self._case_id)

    def _shown(self) -> Shown:
        locker, actor = self._locker, self._actor()
        trouble = locker.cabinet.trouble if locker is not None else None
        about = About(self._say, self._now(), actor.login, actor.window, locker.title if locker is not None else "",
                      self._say.error(trouble) if trouble is not None else "", self._may_take_in())  # fmt: skip
        cell, door = (locker.cell, locker.door) if locker is not None else (None, Sight.UNSEEN)
        return shown(self._opened, cell, door, self.doing.form, about)

    def _list(self) -> WorkListState:
        state, say = self.listing.state(), self._say
        groups = state.groups
        if self._locker is not None:
            on = self._locker.watching
            lying = {cell.case_id: place_text(on, cell) for cell in self._locker.cabinet.cells if cell.case_id}
            groups = tuple(
                replace(group, lines=tuple(replace(each, why=lying.get(each.id, each.why)) for each in group.lines))
                for group in groups
            )
            groups = (*groups_of(self._locker.cabinet, on), *groups)
        empty = say("hand_out.none") if state.empty == say("cases.none") and not groups else state.empty
        return replace(state, title=say("pages.hand_out"), filters=(), groups=groups, empty=empty,
                       current=self._case_id or state.current)  # fmt: skip

    def _cabinet(self) -> CabinetState | None:
        if self._locker is None:
            return None
        return cabinet_state(self._locker.cabinet, self._locker.watching, current=self._locker.current,
                             code=self._code, refused=self._code_refused)  # fmt: skip

    def _case(self, opened: OpenedCase) -> CaseState:
        on = Setting(self._say, self._calendar(), self._rules(), self._actor(), self._now())
        confirmed = self._open.confirmed(opened.case_id) if self._has_central else opened.version
        parked = self.listing.unsettled.parked(opened.case_id)
        looking = Looking(revealed=self._revealed)
        return replace(case_state(opened, looking, on, confirmed=confirmed, parked=parked), acts=(), ways_on=())

    def _opening(self) -> str:
        if not self._case_id:
            return ""
        trouble = self._open.trouble(self._case_id)
        return self._say.error(trouble) if trouble is not None else self._say("cases.opening")

    def _open_case(self, case_id: str) -> None:
        """Begin with another case; what was said of the one before is not this one's."""
        if case_id != self._case_id:
            self._leave_case()
            self._case_id = case_id
        opened = self._opened
        row = next((each for each in self.listing.rows if each.case_id == case_id), None)
        if case_id and (opened is None or (row is not None and row.version > opened.version)):
            self._open.fetch(case_id)

    def _seek(self, number: str) -> None:
        """Open the case that waits for a supplement and has that number, or ends with it."""
        query = WorkQuery(text=number, state=Stands.AWAITING_SUPPLEMENT.value, limit=2)

        def came(rows: tuple[WorkRow, ...]) -> None:
            if len(rows) != 1:
                self.doing.failed(NothingAwaited(number))
                return
            self._open_case(rows[0].case_id)
            if self._locker is not None:
                cell = self._locker.cell_of(rows[0].case_id)
                self._locker.current = cell.number if cell else 0
            self.doing.not_busy()

        self._ask_lane.run(lambda: self._source.work(query).rows, came, self.doing.failed)

    def _row_here(self, case_id: str) -> WorkRow:
        return work_row(self._store.cases.open(case_id)[0], self._calendar(), self._rules(), self._now())

    def _leave_case(self) -> None:
        self._case_id, self._revealed = "", False
        self.doing.begin()

    def _list_came(self) -> None:
        rows = self.listing.rows
        found = bool(self._wanted) and bool(rows) and self.listing.settled
        if self.listing.settled:
            self._wanted = ""
        if found or (not self._case_id and self.doing.form.supplement is None):
            self.choose(rows[0].case_id if rows else "")
        elif self._locker is None or not self._locker.current:
            self._open_case(self._case_id)
        self._present()

    def _opened_by_code(self) -> None:
        self._code, self._code_refused = "", None
        cell = self._locker.cell if self._locker is not None else None
        self._open_case(cell.case_id if cell else "")
        self.doing.not_busy()

    def _code_failed(self, error: Exception) -> None:
        self._code_refused = error
        self.doing.change(busy=False)
        if not isinstance(error, CounterError | DeviceError):
            raise error

    def _moved(self, submitted: Submitted) -> None:
        """A move was saved: the case is as it left it, its slips are printed, and the central is told."""
        opened = self._opened
        if opened is not None and submitted.case.id == opened.case_id:
            done = self._after(opened, submitted)
            self._open.keep(done.opened)
            self.on_done(done)
        self.listing.refresh()

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())
