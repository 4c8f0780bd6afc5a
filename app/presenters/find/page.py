"""Find a case of the hall again: by number, name, ID number, item or date; see it whole; reprint; take it up again."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.documents.typesetting import Documents
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.case import CaseState, MoveKind, Role
from app.domain.catalogue import Catalogue, Item
from app.domain.clock_words import day_text
from app.domain.life import Case
from app.domain.masking import mask_name, mask_number, mask_phone
from app.domain.moves import possible
from app.domain.rules import Rules
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.cases.open_cases import OpenCases
from app.presenters.find.found_case import FoundCase, found_here, newest, timeline
from app.presenters.find.hall_search import HallCases, HallSearch
from app.presenters.find.state import STATE_MARKS, FindState, FindView, FoundRow, KeptPage, KeptSlipRow, Since
from app.presenters.intake.applicant_state import Earlier
from app.presenters.marks import Mark
from app.presenters.owed import deposit_of, owed_in_list, owed_of
from app.presenters.sign_back import SignBackPresenter
from app.services.come_back import waits_for_applicant
from app.store.search import CaseQuery, CaseRow
from app.store.slips import SlipRow
from app.store.store import Store
from app.wording import Wording
from devices.ports import Raster
from sync.entry import EntryState
from sync.wire import WorkRow

PrintDocument = Callable[[str, SlipDocument, Callable[[str], None]], None]
"""Prints a document of a case, whichever window made it."""


class FindPresenter:
    """Searches the local store and, where there is a central, the whole hall; a case is shown as it stands newest.

    `hall` is None for a window that works alone. `print_document` prints what another window gave out.
    """

    def __init__(
        self,
        *,
        wording: Wording,
        store: Store,
        catalogue: Callable[[], Catalogue],
        documents: Documents,
        lane: Lane,
        store_lane: Lane,
        ask_lane: Lane,
        print_slip: Callable[[int, Callable[[str], None]], None],
        print_document: PrintDocument,
        ask_central: Callable[[str, Callable[[str], None]], None],
        now: Callable[[], datetime],
        dots: int,
        may_take_in: Callable[[], bool],
        withdraw: Callable[[Case, Item | None, str, Callable[[str], None]], None],
        sign_back: SignBackPresenter,
        calendar: Callable[[], WorkCalendar],
        rules: Callable[[], Rules],
        hall: HallCases | None = None,
    ) -> None:
        self._say, self._store, self._catalogue, self._documents = wording, store, catalogue, documents
        self._lane, self._store_lane = lane, store_lane
        self._print, self._print_document, self._ask_central = print_slip, print_document, ask_central
        self._now, self._dots = now, dots
        self._calendar, self._rules = calendar, rules
        self._may_take_in, self._withdraw, self.sign_back = may_take_in, withdraw, sign_back
        self._search = HallSearch(hall, lane=ask_lane) if hall else None
        self._hall = OpenCases(hall, store, lane=ask_lane, changed=self._hall_said) if hall else None
        if self._search:
            self._search.on_found = self._list
        self._view: FindView | None = None
        self._query, self._since = "", Since.TODAY
        self._cases: list[CaseRow] = []
        self._rows: tuple[FoundRow, ...] = ()
        self._index = 0
        self._here: FoundCase | None = None  # as this window's store has it
        self._opened: FoundCase | None = None
        self._pages: tuple[KeptPage, ...] = ()
        self._slip = 0
        self._drawn: tuple[SlipDocument, Raster] | None = None
        self._central = ""
        self._note, self._withdrawing = "", False
        self.on_come_back: Callable[[Case, Item | None], None] = lambda _case, _item: None

    def show(self, view: FindView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.refresh()

    def forget(self) -> None:
        """Somebody else sits here: nothing of what the last one looked at is shown."""
        if self._hall:
            self._hall.forget()
        self.search("")

    def search(self, query: str) -> None:
        """The clerk typed in the search field."""
        self._query, self._index = query, 0
        self.refresh()

    def choose_since(self, since: Since) -> None:
        """How far back to look among the cases of this window."""
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
            document, own = self._opened.slips[self._slip]
            if own is not None:
                self._print(own.id, self._reprinted)
            else:
                self._print_document(self._opened.case.id, document, self._reprinted)

    def come_back(self) -> None:
        """Ctrl+G: the applicant is here with what was missing of the open case."""
        if self._opened and self._acts(self._opened.case)[0]:
            self.on_come_back(self._opened.case, self._opened.item)

    def ask_to_withdraw(self, asked: bool = True) -> None:
        """Ctrl+W: ask why the application is taken back; once more, or Esc, and nothing has happened."""
        if self._opened and self._acts(self._opened.case)[1]:
            self._withdrawing = asked and not self._withdrawing
            self._present()

    def withdraw(self, reason: str) -> None:
        """Take the application back."""
        if self._opened and self._withdrawing and reason.strip():
            self._withdrawing = False
            self._withdraw(self._opened.case, self._opened.item, reason.strip(), self._reprinted)

    def _acts(self, case: Case) -> tuple[bool, bool]:
        """Whether its applicant may bring something, and may take it back, at this window and of this clerk.

        What the central has refused of it is settled first, on the page of the outbox.
        """
        if self._is_parked(case.id) or not self._may_take_in():
            return False, False
        return waits_for_applicant(case), MoveKind.WITHDRAW in possible(case.life, Role.INTAKE)

    def refresh(self) -> None:
        """Search anew with the same words."""
        query = CaseQuery(text=self._query.strip(), since=self._first_moment())
        self._lane.run(lambda: self._store.cases.find(query), self._found)
        if self._search:
            self._search.look(self._query.strip())

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
        self._cases = cases
        self._list()

    def _list(self) -> None:
        """The cases of this window, then what else the central has found; the open one stays open."""
        hall = {row.case_id: row for row in self._search.rows} if self._search else {}
        here = {row.id for row in self._cases}
        self._rows = (
            *(self._row(row, hall.get(row.id)) for row in self._cases),
            *(self._hall_row(row) for row in hall.values() if row.case_id not in here),
        )
        self._index = min(self._index, max(0, len(self._rows) - 1))
        if self._rows:
            self._open(self._rows[self._index].case_id)
        else:
            self._here = self._opened = self._drawn = None
            self.sign_back.open(None, None, ())
        self._present()

    def _row(self, row: CaseRow, told: WorkRow | None) -> FoundRow:
        pending = row.sync is not EntryState.SENT
        mark = Mark.PARKED if row.sync is EntryState.PARKED else Mark.WAITING if pending else Mark.DONE
        state = CaseState(told.state) if told and told.version > row.version else row.state
        return FoundRow(
            case_id=row.id,
            mark=mark if pending else STATE_MARKS.get(state, Mark.DONE),
            title=row.item_name,
            second=f"{row.number}　{mask_name(row.applicant)}",
            right=self._owed(told) or row.received_at.astimezone(HALL_TIME).strftime("%m-%d %H:%M"),
            word=self._say("find.pending") if pending else self._say(f"state.{state.value}"),
            current=False,
        )

    def _hall_row(self, row: WorkRow) -> FoundRow:
        elsewhere, owed = self._say("find.elsewhere", window=row.window), self._owed(row)
        return FoundRow(
            case_id=row.case_id,
            mark=STATE_MARKS.get(CaseState(row.state), Mark.DONE),
            title=row.item_name,
            second=f"{row.number}　{row.applicant}",
            right=owed or elsewhere,
            word=elsewhere if owed else self._say(f"state.{row.state}"),
            current=False,
        )

    def _owed(self, told: WorkRow | None) -> str:
        """How many materials are still to follow, and until when; of this window's cases once the central says so."""
        return owed_in_list(told, self._say, self._now(), self._calendar()) if told else ""

    def _open(self, case_id: str) -> None:
        if self._opened and self._opened.case.id != case_id:
            self._here = self._opened = self._drawn = None
        if any(row.id == case_id for row in self._cases):
            self._lane.run(lambda: found_here(self._store, self._catalogue(), case_id), self._loaded)
        elif self._opened is None:
            self._central = self._say("find.asking_central")
        if self._hall:
            self._hall.fetch(case_id)

    def _loaded(self, found: FoundCase) -> None:
        if not self._is_current(found.case.id):
            return
        if self._opened is None:
            self._slip, self._central = 0, self._say("find.asking_central")
        self._here = found
        self._ask_central(found.case.id, self._central_said)
        self._settle(found.case.id)

    def _hall_said(self, case_id: str) -> None:
        """The central has told the case, or a page of it, or why it does not."""
        if self._hall and self._is_current(case_id):
            trouble = self._hall.trouble(case_id)
            if trouble is not None and self._here is None:
                self._central = self._say.error(trouble)
            self._settle(case_id)

    def _settle(self, case_id: str) -> None:
        told = self._hall.get(case_id) if self._hall else None
        before, self._opened = self._opened, newest(self._here, told)
        found = self._opened
        if found is None:
            self._present()
            return
        if before is None or before.case.id != case_id:
            self._slip = 0
        self._slip = min(self._slip, max(0, len(found.slips) - 1))
        if self._here is None:
            self._central = at_central(found.case, self._say)
        fetched = self._hall.thumbs if self._hall else {}
        pages = tuple(
            KeptPage(name, found.thumbs.get(sha256) or fetched.get(sha256, b"")) for name, sha256 in found.pages
        )
        if pages != self._pages:
            self._pages = pages
        if self._hall and told and not all(page.picture for page in pages):
            self._hall.fetch_pages(told, 0)
        item = None if self._is_parked(case_id) else found.item
        self.sign_back.open(found.case, item, [document for document, _ in found.slips])
        self._draw()

    def _is_current(self, case_id: str) -> bool:
        return self._index < len(self._rows) and self._rows[self._index].case_id == case_id

    def _is_parked(self, case_id: str) -> bool:
        """Whether the central has refused something of it that nobody has settled yet."""
        return any(row.id == case_id and row.sync is EntryState.PARKED for row in self._cases)

    def _central_said(self, sentence: str) -> None:
        self._central = sentence
        self._present()

    def _draw(self) -> None:
        self._present()
        if self._opened and self._opened.slips:
            document, _ = self._opened.slips[self._slip]
            if self._drawn is None or self._drawn[0] != document:
                self._lane.run(lambda: (document, self._documents.raster(document, self._dots)), self._has_been_drawn)

    def _has_been_drawn(self, drawn: tuple[SlipDocument, Raster]) -> None:
        self._drawn = drawn
        self._present()

    def _reprinted(self, sentence: str) -> None:
        """Something was done with the open case: it is read anew, with its words of what was done."""
        self._note = sentence
        self.refresh()

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
            hall=self._say("find.hall_away") if self._search and self._search.trouble else "",
            dots=self._dots,
        )
        if self._opened is None:
            return replace(listing, central=self._central if rows else "")
        return self._with_case(listing, self._opened)

    def _with_case(self, listing: FindState, opened: FoundCase) -> FindState:
        case, applicant, drawn = opened.case, opened.case.application.applicant, self._drawn
        facts = (
            ("applicant", mask_name(applicant.display_name)),
            ("id_number", mask_number(applicant.person.id_number)),
            ("phone", mask_phone(applicant.phone)),
            ("received", case.life.received_at.astimezone(HALL_TIME).strftime("%Y-%m-%d %H:%M")),
            ("due", day_text(date.fromisoformat(case.due)) if case.due else ""),
            ("owed", owed_of(case.life, self._say, self._now(), self._calendar(), self._rules())),
            ("deposit", deposit_of(case.life, self._say)),
        )
        can_come_back, can_withdraw = self._acts(case)
        unsigned = {document.number for document in self.sign_back.waiting}
        return replace(
            listing,
            number=case.number,
            title=case.life.item.name,
            state=self._say(f"state.{case.state.value}"),
            state_mark=STATE_MARKS.get(case.state, Mark.DONE),
            central=self._central,
            facts=tuple((self._say(f"case_fact.{label}"), value) for label, value in facts if value),
            timeline=timeline(opened, self._say),
            pages=self._pages,
            slips=tuple(
                KeptSlipRow(index, document.title, self._printed(document, own, unsigned), index == self._slip)
                for index, (document, own) in enumerate(opened.slips)
            ),
            raster=drawn[1] if drawn and opened.slips and drawn[0] == opened.slips[self._slip][0] else None,
            note=self._note,
            can_come_back=can_come_back,
            can_withdraw=can_withdraw,
            withdrawing=self._withdrawing,
        )

    def _printed(self, document: SlipDocument, own: SlipRow | None, unsigned: AbstractSet[str]) -> str:
        if document.bar_code and document.number in unsigned and (own is None or own.printed_at is not None):
            return self._say("sign_back.awaited")
        if own is None:
            return self._say("cases.window", window=document.window)
        if own.printed_at is None:
            return self._say("find.not_printed")
        return self._say("find.printed", count=1 + own.reprints)


def at_central(found: Case, say: Wording) -> str:
    """How a case stands that only the central has; the last day of one that is settled is of no use any more."""
    state = say(f"state.{found.state.value}")
    if not found.due:
        return say("find.at_central_undated", state=state)
    return say("find.at_central", state=state, due=day_text(date.fromisoformat(found.due)))
