"""Work lists and whole cases of a window that has no central: all that there is was taken in here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.calendar import WorkCalendar
from app.domain.case import CaseState, Role
from app.domain.catalogue import Catalogue
from app.domain.errors import NotFound
from app.domain.life import Case, Life
from app.domain.masking import mask_name
from app.domain.moments import milliseconds
from app.domain.plain import to_plain
from app.domain.rules import Rules
from app.domain.timetable import owed_until, timetable
from app.services.open_case import file_event
from app.store.search import CaseQuery
from app.store.store import Store
from sync.wire import CaseFile, FilePage, WorkGroups, WorkList, WorkQuery, WorkRow

_MOST = 500


class LocalCases:
    """The window's own store, asked as a central is."""

    def __init__(
        self,
        store: Store,
        catalogue: Callable[[], Catalogue],
        calendar: Callable[[], WorkCalendar],
        rules: Callable[[], Rules],
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._catalogue = store, catalogue
        self._calendar, self._rules, self._now = calendar, rules, now

    def work(self, query: WorkQuery) -> WorkList:
        """The cases that fit, most urgent first."""
        now = self._now()
        cases = [case for case in self._kept() if case.life.open]
        rows = [(work_row(case, self._calendar(), self._rules(), now), _numbers(case.life)) for case in cases]
        fitting = [row for row, numbers in rows if _fits(row, query, numbers)]
        fitting.sort(key=lambda row: (row.due_ms is None, row.due_ms or 0))
        return WorkList(
            rows=tuple(fitting[: query.limit]), total=len(fitting), groups=_groups(fitting, now),
            departments=(), as_of_ms=milliseconds(now),
        )  # fmt: skip

    def file(self, case_id: str) -> CaseFile:
        """A whole case. Raises `NotFound`, also where the catalogue has its item no more."""
        case, events = self._store.cases.open(case_id)
        names = {account.login: account.name for account in self._store.accounts.list()}
        told = [file_event(each, place, names.get(each.actor, "")) for place, each in enumerate(events, start=1)]
        item = self._catalogue().item(case.life.item.code)
        if item is None:
            raise NotFound(case.life.item.code)
        pages = tuple(
            FilePage(material=material, sha256=page.sha256, media_type=page.media_type)
            for material, taken in case.application.taken.items()
            for page in taken.pages
        )
        return CaseFile(
            case_id=case.id,
            number=case.number,
            version=case.version,
            due_printed=case.due,
            life=to_plain(case.life),
            application=to_plain(case.application),
            item=to_plain(item),
            events=tuple(told),
            documents=tuple(to_plain(slip.document) for slip in self._store.slips.of(case_id)),
            pages=pages,
        )

    def page(self, case_id: str, sha256: str) -> bytes:
        """A page of it. Raises `NotFound`."""
        return self._store.pages.get(case_id, sha256)

    def _kept(self) -> list[Case]:
        cases = self._store.cases
        return [cases.open(row.id)[0] for row in cases.find(CaseQuery(limit=_MOST))]


def work_row(case: Case, calendar: WorkCalendar, rules: Rules, now: datetime) -> WorkRow:
    """A case of this window as a work list has it."""
    life, times = case.life, timetable(case.life, calendar, rules, now)
    owed = owed_until(life, calendar, rules, now)
    return WorkRow(
        case_id=case.id,
        number=case.number,
        item_code=life.item.code,
        item_name=life.item.name,
        department=life.item.department,
        applicant=mask_name(life.applicant),
        state=life.state.value,
        desk_role=life.assigned.role.value,
        desk_name=life.assigned.name,
        batch=life.transit.batch if life.transit else "",
        clock=times.clock.value if times.clock else "",
        due_ms=milliseconds(times.due) if times.due else None,
        warn_ms=milliseconds(times.warns) if times.warns else None,
        yellow_ms=milliseconds(times.yellow) if times.yellow else None,
        stopped=times.stopped,
        owed=len(life.owed) if owed else 0,
        owed_ms=milliseconds(owed) if owed else None,
        window=life.window,
        version=life.version,
        changed_ms=milliseconds(life.changed_at),
    )


def _numbers(life: Life) -> str:
    """What a bar code may say of a case besides its own number: a batch, a certificate."""
    batches = (lot.transit.batch for lot in life.lots if lot.transit)
    return " ".join((*batches, *(each.number for each in life.certificates)))


def _fits(row: WorkRow, query: WorkQuery, numbers: str) -> bool:
    exact = (
        (query.department, row.department), (query.item, row.item_code), (query.state, row.state),
        (query.desk_role, row.desk_role), (query.desk_name, row.desk_name), (query.batch, row.batch),
    )  # fmt: skip
    if not query.at_issuing and row.state == CaseState.CLOSED.value and row.desk_role != Role.BACK_OFFICE.value:
        return False
    text = query.text.strip().lower()
    words = f"{row.number} {row.applicant} {row.item_name} {numbers}".lower()
    return all(not wanted or wanted == found for wanted, found in exact) and text in words


def _groups(rows: list[WorkRow], now: datetime) -> WorkGroups:
    """How urgent, counted as the central counts."""
    midnight = milliseconds(now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1))
    bounds = (milliseconds(now), midnight, midnight + 3 * 86_400_000)
    counts = [0, 0, 0, 0, 0]
    for row in rows:
        place = 4 if row.due_ms is None else sum(row.due_ms >= bound for bound in bounds)
        counts[place] += 1
    return WorkGroups(**dict(zip(WorkGroups.model_fields, counts, strict=True)))
