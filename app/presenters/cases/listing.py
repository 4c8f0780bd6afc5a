"""The work list as it is fetched: what is asked for, what came last, where the clerk is in it and what is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.calendar import WorkCalendar
from app.domain.case import CaseState, Role
from app.domain.moments import hall_time
from app.lanes import Lane
from app.presenters.cases.acts import Actor
from app.presenters.cases.groups import Unsettled, in_order, work_groups
from app.presenters.cases.state import Filter, WorkListState
from app.presenters.marks import Mark
from app.wording import Wording
from sync.entry import Row
from sync.errors import SyncError
from sync.wire import WorkGroups, WorkList, WorkQuery, WorkRow

_STATES = {
    Role.BACK_OFFICE: (
        CaseState.RECEIVED, CaseState.AWAITING_SUPPLEMENT, CaseState.ACCEPTED, CaseState.SUSPENDED, CaseState.DECIDED,
        CaseState.CLOSED,
    ),
    Role.SECTION: (CaseState.ACCEPTED, CaseState.SUSPENDED),
}  # fmt: skip


class WorkSource(Protocol):
    """Where work lists come from. Raises `SyncError`."""

    def work(self, query: WorkQuery) -> WorkList: ...


class OutboxRows(Protocol):
    """What this window did and the central may not have."""

    def rows(self, *, sent: int = 50) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    told: WorkList | SyncError
    unsettled: Unsettled
    refused: list[WorkRow]  # what the central refused of cases here, whether it still lists them or not


class WorkListing:
    """Asks for the list again and again without losing the place; `changed` is told when there is something new.

    Without an `outbox` what is done here is settled at once: there is no central. `here` is a row of a case as it
    stands at this window.
    """

    def __init__(
        self,
        source: WorkSource,
        outbox: OutboxRows | None,
        *,
        lane: Lane,
        wording: Wording,
        calendar: Callable[[], WorkCalendar],
        actor: Callable[[], Actor],
        now: Callable[[], datetime],
        department_name: Callable[[str], str],
        here: Callable[[str], WorkRow],
        changed: Callable[[], None],
    ) -> None:
        self._source, self._outbox, self._lane, self._say = source, outbox, lane, wording
        self._calendar, self._actor, self._now, self._changed = calendar, actor, now, changed
        self._department_name, self._here = department_name, here
        self._text, self._filters = "", {"figure": "", "department": "", "item": "", "state": ""}
        self._behind = WorkQuery()  # the figure that filter "figure" names
        self._last: WorkList | None = None
        self._items: dict[str, str] = {}
        self._departments: dict[str, str] = {}
        self._refused: list[WorkRow] = []
        self._trouble: Exception | None = None
        self._asking, self._again = False, False
        self._asked_for = 0  # counts up with each person, whose answers are nobody else's
        self._checked: tuple[str, ...] = ()
        self.unsettled = Unsettled()
        self.current = ""

    def forget(self) -> None:
        """Another person sits here: whose list it was is nobody's business any more."""
        self._last, self._checked, self.current, self._text = None, (), "", ""
        self._refused, self._trouble, self._items = [], None, {}
        self._asked_for += 1
        self._filters = dict.fromkeys(self._filters, "")

    def refresh(self) -> None:
        """Ask for the list, and how the outbox stands; while an answer is awaited, once more afterwards."""
        if self._asking:
            self._again = True
            return
        self._asking, query, asked_for = True, self._query(), self._asked_for
        self._lane.run(lambda: self._ask(query), lambda answer: self._came(answer, asked_for), self._failed)

    def search(self, text: str) -> None:
        """Show the cases whose number, name or initials have that text."""
        self._text = text
        self.refresh()

    def narrow(self, filter_id: str, value: str) -> None:
        """Show fewer cases, or all again for ""."""
        self._filters[filter_id] = value
        self.refresh()

    def show_behind(self, figure: str, query: WorkQuery) -> None:
        """Show the cases behind a figure of the dashboard and nothing else, until another filter value is taken."""
        self.forget()
        self._filters["figure"], self._behind = figure, query
        self.refresh()

    def mark(self) -> None:
        """Mark the current case, or unmark it, and go on to the next."""
        if not self.current:
            return
        if self.current in self._checked:
            self._checked = tuple(each for each in self._checked if each != self.current)
        else:
            self._checked = (*self._checked, self.current)

    def unmark_all(self) -> None:
        """Nothing is marked any more."""
        self._checked = ()

    @property
    def checked(self) -> tuple[str, ...]:
        """What is marked, in the order of marking, as far as it is still listed."""
        listed = {row.case_id for row in self.rows}
        return tuple(each for each in self._checked if each in listed)

    @property
    def rows(self) -> list[WorkRow]:
        """The cases as they stand on the page, the most urgent first."""
        told = self._last.rows if self._last else ()
        known = {row.case_id for row in told}
        here = [row for row in self._refused if row.case_id not in known]
        return in_order((*here, *told), self._now(), self.unsettled)

    @property
    def settled(self) -> bool:
        """Whether what is listed answers the last question, and none is on its way."""
        return not self._again

    @property
    def total(self) -> int:
        """How many cases there are, of which not all may have been sent."""
        return self._last.total if self._last else 0

    def to_do(self) -> str:
        """How much there is to do, as the frame says it."""
        groups = self._last.groups if self._last else WorkGroups()
        how = "to_do_late" if groups.overdue else "to_do"
        return self._say(f"cases.{how}", count=self.total, overdue=groups.overdue, today=groups.today)

    def state(self) -> WorkListState:
        """The list as of now."""
        say, rows, last = self._say, self.rows, self._last
        checked, actor = self.checked, self._actor()
        news = say("cases.as_of", at=f"{hall_time(last.as_of_ms):%H:%M}") if self._trouble and last else ""
        return WorkListState(
            title=actor.section if actor.role is Role.SECTION and actor.section else say("pages.cases"),
            note=say("cases.marked", count=len(checked)) if checked else say("cases.by_urgency"),
            query=self._text,
            filters=self._shown_filters(),
            groups=work_groups(
                rows, say=say, now=self._now(), calendar=self._calendar(), unsettled=self.unsettled,
                checked=frozenset(checked), counts=last.groups.model_dump() if last else {},
            ),
            current=self.current,
            empty=self._empty(rows),
            loading=say("cases.fetching") if last is None and self._trouble is None else "",
            news=news,
            news_mark=Mark.DOUBTFUL if news else None,
        )  # fmt: skip

    def _empty(self, rows: list[WorkRow]) -> str:
        if rows or (self._last is None and self._trouble is None):
            return ""
        if self._last is None and self._trouble is not None:
            return self._say.error(self._trouble)
        narrowed = self._text or any(self._filters.values())
        return self._say("cases.none_fit" if narrowed else "cases.none")

    def _query(self) -> WorkQuery:
        actor = self._actor()
        narrowed = {name: value for name, value in self._filters.items() if value and name != "figure"}
        if text := self._text.strip():
            narrowed["text"] = text
        if actor.role is Role.SECTION:
            narrowed |= {"desk_role": Role.SECTION.value, "desk_name": actor.section}
        if actor.role is Role.ISSUING:
            narrowed |= {"desk_role": Role.ISSUING.value}
        found_by = self._text.strip(), self._filters["state"], self._filters["figure"]
        at_issuing = actor.role is not Role.BACK_OFFICE or any(found_by)  # else nothing is left to do with them here
        behind = self._behind if self._filters["figure"] else WorkQuery(at_issuing=at_issuing)
        return behind.model_copy(update=narrowed)

    def _ask(self, query: WorkQuery) -> _Answer:
        unsettled = Unsettled.of(self._outbox.rows(sent=0) if self._outbox else ())
        refused = [self._here(case_id) for case_id in unsettled.first if unsettled.parked(case_id) is not None]
        try:
            return _Answer(self._source.work(query), unsettled, refused)
        except SyncError as error:
            return _Answer(error, unsettled, refused)

    def _came(self, answer: _Answer, asked_for: int) -> None:
        if asked_for != self._asked_for:  # of whoever sat here before
            self._again = True
            self._asked()
            return
        place = next((n for n, row in enumerate(self.rows) if row.case_id == self.current), 0)
        told, self.unsettled, self._refused = answer.told, answer.unsettled, answer.refused
        if isinstance(told, SyncError):
            self._trouble = told
        else:
            self._trouble, self._last = None, told
            self._items |= {row.item_code: row.item_name for row in told.rows}
            self._departments |= {code: self._department_name(code) for code, _ in told.departments}
            self._stay_in_place(place)
        self._asked()

    def _stay_in_place(self, place: int) -> None:
        """Where the current case has left the list, the one that has come to its place is current."""
        listed = [row.case_id for row in self.rows]
        if self.current not in listed:
            self.current = listed[min(place, len(listed) - 1)] if listed else ""

    def _failed(self, error: Exception) -> None:
        self._trouble = error
        self._asked()

    def _asked(self) -> None:
        self._asking = False
        self._changed()
        if self._again:
            self._again = False
            self.refresh()

    def _shown_filters(self) -> tuple[Filter, ...]:
        say, role = self._say, self._actor().role
        states = _STATES.get(role, tuple(CaseState))
        figure = self._filters["figure"]
        options = {
            "figure": ((figure, figure),) if figure else (),
            "department": tuple(self._departments.items()) if role is not Role.SECTION else (),
            "item": tuple(sorted(self._items.items(), key=lambda item: item[1])),
            "state": tuple((state.value, say(f"cases_state.{state.value}")) for state in states),
        }
        return tuple(
            Filter(name, say(f"cases_filter.{name}"), self._filters[name], options[name]) for name in self._filters
        )
