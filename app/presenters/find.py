"""Find a case of this window again: by number, name, ID number, item, state or date; see it whole; reprint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Protocol

from app.documents import Documents
from app.domain.calendar import HALL_TIME
from app.domain.case import CaseState, Event, MoveKind, Role
from app.domain.catalogue import Catalogue
from app.domain.clock_words import day_text
from app.domain.life import Case
from app.domain.masking import mask_name, mask_number, mask_phone
from app.domain.moves import possible
from app.lanes import Lane
from app.presenters.applicant import Earlier
from app.presenters.marks import Mark, Tone
from app.services.come_back import waits_for_applicant
from app.services.scan_page import thumb_of
from app.store.search import CaseQuery, CaseRow
from app.store.slips import SlipRow
from app.store.store import Store
from app.wording import Wording
from devices.ports import Raster
from sync.entry import EntryState


class Since(Enum):
    """How far back to look."""

    TODAY = "today"
    WEEK = "week"
    ALL = "all"


STATE_MARKS = {
    CaseState.AWAITING_SUPPLEMENT: Mark.DOUBTFUL,
    CaseState.REFUSED: Mark.ABSENT,
    CaseState.HANDED_OUT: Mark.DONE,
    CaseState.CLOSED: Mark.DONE,
}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One case in the list; names are masked."""

    case_id: str
    mark: Mark
    title: str
    second: str
    right: str
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline."""

    at: str
    what: str
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page, as a thumbnail (PNG)."""

    material: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class KeptSlipRow:
    """One slip of the case, and how often it was printed."""

    id: int
    title: str
    printed: str
    current: bool


@dataclass(frozen=True, slots=True)
class FindState:
    """The page: the list at the left, one case at the right."""

    query: str = ""
    since: Since = Since.TODAY
    count: str = ""
    rows: tuple[FoundRow, ...] = ()
    empty: str = ""
    number: str = ""
    title: str = ""
    state: str = ""
    state_mark: Mark = Mark.DONE
    central: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    timeline: tuple[Happened, ...] = ()
    pages: tuple[KeptPage, ...] = ()
    slips: tuple[KeptSlipRow, ...] = ()
    raster: Raster | None = None
    dots: int = 576
    note: str = ""
    note_tone: Tone = Tone.INK2
    can_come_back: bool = False
    can_withdraw: bool = False
    withdrawing: bool = False  # the reason is being asked for


class FindView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: FindState) -> None: ...


@dataclass(frozen=True, slots=True)
class _Opened:
    case: Case
    events: tuple[Event, ...]
    pages: tuple[KeptPage, ...]
    slips: tuple[SlipRow, ...]


class FindPresenter:
    """Searches the local store; asks the central how a case stands."""

    def __init__(
        self,
        *,
        wording: Wording,
        store: Store,
        catalogue: Callable[[], Catalogue],
        documents: Documents,
        lane: Lane,
        store_lane: Lane,
        print_slip: Callable[[int, Callable[[str], None]], None],
        ask_central: Callable[[str, Callable[[str], None]], None],
        now: Callable[[], datetime],
        dots: int,
        may_take_in: Callable[[], bool] = lambda: False,
        withdraw: Callable[[Case, str, Callable[[str], None]], None] = lambda _case, _reason, _tell: None,
    ) -> None:
        self._say, self._store, self._catalogue, self._documents = wording, store, catalogue, documents
        self._lane, self._store_lane = lane, store_lane
        self._print, self._ask_central = print_slip, ask_central
        self._now, self._dots = now, dots
        self._may_take_in, self._withdraw = may_take_in, withdraw
        self._view: FindView | None = None
        self._query, self._since = "", Since.TODAY
        self._rows: tuple[FoundRow, ...] = ()
        self._index = 0
        self._opened: _Opened | None = None
        self._slip = 0
        self._raster: Raster | None = None
        self._central = ""
        self._note, self._withdrawing = "", False
        self.on_come_back: Callable[[Case], None] = lambda _: None

    def show(self, view: FindView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.refresh()

    def search(self, query: str) -> None:
        """The clerk typed in the search field."""
        self._query, self._index = query, 0
        self.refresh()

    def choose_since(self, since: Since) -> None:
        """How far back to look."""
        self._since, self._index = since, 0
        self.refresh()

    def choose(self, index: int) -> None:
        """Make a row the current one and open its case."""
        if 0 <= index < len(self._rows):
            self._index, self._note, self._withdrawing = index, "", False
            self._open(self._rows[index].case_id)

    def choose_slip(self, index: int) -> None:
        """Look at another slip of the open case."""
        self._slip = index
        self._draw()

    def reprint(self) -> None:
        """Print the current slip again; the paper says so."""
        if self._opened and self._opened.slips:
            self._print(self._opened.slips[self._slip].id, self._reprinted)

    def come_back(self) -> None:
        """Ctrl+G: the applicant is here with what was missing of the open case."""
        if self._opened and self._acts(self._opened.case)[0]:
            self.on_come_back(self._opened.case)

    def ask_to_withdraw(self, asked: bool = True) -> None:
        """Ctrl+W: ask why the application is taken back; once more, or Esc, and nothing has happened."""
        if self._opened and self._acts(self._opened.case)[1]:
            self._withdrawing = asked and not self._withdrawing
            self._present()

    def withdraw(self, reason: str) -> None:
        """Take the application back."""
        if self._opened and self._withdrawing and reason.strip():
            self._withdrawing = False
            self._withdraw(self._opened.case, reason.strip(), self._withdrawn)

    def _withdrawn(self, sentence: str) -> None:
        self._note = sentence
        self.refresh()

    def _acts(self, case: Case) -> tuple[bool, bool]:
        """Whether its applicant may bring something, and may take it back, at this window and of this clerk."""
        if not self._may_take_in():
            return False, False
        return waits_for_applicant(case), MoveKind.WITHDRAW in possible(case.life, Role.INTAKE)

    def refresh(self) -> None:
        """Search anew with the same words."""
        query = CaseQuery(text=self._query.strip(), since=self._first_moment())
        self._lane.run(lambda: self._store.cases.find(query), self._found)

    def earlier(self, id_number: str, tell: Callable[[tuple[Earlier, ...]], None]) -> None:
        """The latest cases of a person at this window, for the applicant page; no drawing of slips holds it up."""

        def work() -> tuple[Earlier, ...]:
            return tuple(
                Earlier(
                    row.item_name,
                    row.received_at.astimezone(HALL_TIME).strftime("%Y-%m-%d"),
                    self._say(f"state.{row.state.value}"),
                )
                for row in self._store.cases.find(CaseQuery(text=id_number, limit=3))
            )

        self._store_lane.run(work, tell)

    def _first_moment(self) -> datetime | None:
        today = self._now().replace(hour=0, minute=0, second=0, microsecond=0)
        return {Since.TODAY: today, Since.WEEK: today - timedelta(days=6), Since.ALL: None}[self._since]

    def _found(self, cases: list[CaseRow]) -> None:
        self._rows = tuple(self._row(row) for row in cases)
        self._index = min(self._index, max(0, len(self._rows) - 1))
        self._present()
        if self._rows:
            self._open(self._rows[self._index].case_id)
        else:
            self._opened, self._raster = None, None
            self._present()

    def _row(self, row: CaseRow) -> FoundRow:
        pending = row.sync is not EntryState.SENT
        mark = Mark.PARKED if row.sync is EntryState.PARKED else Mark.WAITING if pending else Mark.DONE
        return FoundRow(
            case_id=row.id,
            mark=mark if pending else STATE_MARKS.get(row.state, Mark.DONE),
            title=row.item_name,
            second=f"{row.number}　{mask_name(row.applicant)}",
            right=row.received_at.astimezone(HALL_TIME).strftime("%m-%d %H:%M"),
            word=self._say("find.pending") if pending else self._say(f"state.{row.state.value}"),
            current=False,
        )

    def _open(self, case_id: str) -> None:
        self._lane.run(lambda: self._load(case_id), self._loaded)

    def _load(self, case_id: str) -> _Opened:
        case, events = self._store.cases.open(case_id)
        item = self._catalogue().item(case.application.item_code)
        names = {material.code: material.name for material in item.materials} if item else {}
        pages = tuple(
            KeptPage(names.get(code, code), thumb_of(page, case_id, self._store.pages))
            for code, taken in case.application.taken.items()
            for page in taken.pages
        )
        return _Opened(case, tuple(events), pages, tuple(self._store.slips.of(case_id)))

    def _loaded(self, opened: _Opened) -> None:
        self._opened, self._slip, self._raster = opened, 0, None
        self._central = self._say("find.asking_central")
        self._ask_central(opened.case.id, self._central_said)
        self._draw()

    def _central_said(self, sentence: str) -> None:
        self._central = sentence
        self._present()

    def _draw(self) -> None:
        self._present()
        if self._opened and self._opened.slips:
            document = self._opened.slips[self._slip].document
            self._lane.run(lambda: self._documents.raster(document, self._dots), self._drawn)

    def _drawn(self, raster: Raster) -> None:
        self._raster = raster
        self._present()

    def _reprinted(self, sentence: str) -> None:
        self._note = sentence
        if self._opened:
            self._lane.run(lambda: self._load(self._opened.case.id), self._reloaded)  # type: ignore[union-attr]

    def _reloaded(self, opened: _Opened) -> None:
        self._opened = opened
        self._present()

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> FindState:
        """The page as of now."""
        rows = tuple(replace(row, current=index == self._index) for index, row in enumerate(self._rows))
        listing = FindState(
            query=self._query,
            since=self._since,
            count=self._say("find.count", count=len(rows)),
            rows=rows,
            empty="" if rows else self._say("find.none"),
            dots=self._dots,
        )
        return listing if self._opened is None else self._with_case(listing, self._opened)

    def _with_case(self, listing: FindState, opened: _Opened) -> FindState:
        case, applicant = opened.case, opened.case.application.applicant
        item = self._catalogue().item(case.application.item_code)
        facts = (
            ("applicant", mask_name(applicant.display_name)),
            ("id_number", mask_number(applicant.person.id_number)),
            ("phone", mask_phone(applicant.phone)),
            ("received", case.life.received_at.astimezone(HALL_TIME).strftime("%Y-%m-%d %H:%M")),
            ("due", day_text(date.fromisoformat(case.due)) if case.due else ""),
        )
        return replace(
            listing,
            number=case.number,
            title=item.name if item else case.application.item_code,
            state=self._say(f"state.{case.state.value}"),
            state_mark=STATE_MARKS.get(case.state, Mark.DONE),
            central=self._central,
            facts=tuple((self._say(f"case_fact.{label}"), value) for label, value in facts if value),
            timeline=tuple(
                Happened(
                    event.at.astimezone(HALL_TIME).strftime("%m-%d %H:%M:%S"),
                    self._say(f"move.{event.kind.value}"),
                    self._say("find.by", actor=event.actor, window=event.window),
                    event.reason,
                )
                for event in opened.events
            ),
            pages=opened.pages,
            slips=tuple(
                KeptSlipRow(slip.id, slip.document.title, self._printed(slip), index == self._slip)
                for index, slip in enumerate(opened.slips)
            ),
            raster=self._raster,
            note=self._note,
            can_come_back=self._acts(case)[0],
            can_withdraw=self._acts(case)[1],
            withdrawing=self._withdrawing,
        )

    def _printed(self, slip: SlipRow) -> str:
        if slip.printed_at is None:
            return self._say("find.not_printed")
        return self._say("find.printed", count=1 + slip.reprints)
