"""Papers as a desk sees them: the central's truth, and over it what was done here and has not reached it yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from app.domain.case import Application, Event, MoveKind, Role
from app.domain.catalogue import Catalogue
from app.domain.custody import goes_to, is_at, may_be_passed_on
from app.domain.errors import NotFound
from app.domain.life import Case, Life
from app.domain.lots import Lot, Transit
from app.domain.plain import from_plain
from app.services.move_case import Opened
from app.services.open_case import opened_case
from app.store.search import CaseQuery
from app.store.store import Store
from sync.entry import EntryState
from sync.errors import SyncError, Unreachable
from sync.wire import Carriage, CarriageQuery, CarriedCase, CaseFile

MOST_KEPT_HERE = 300
"""Cases of this window's own store that are looked at while the central does not answer, the newest first."""

LOOK_BACK = timedelta(days=7)
"""Hand-overs of this window that are still listed once they are settled; older ones are found by their cases."""


class PaperSource(Protocol):
    """The central. Raises `SyncError`."""

    def carriage(self, query: CarriageQuery) -> Carriage: ...
    def file(self, case_id: str) -> CaseFile: ...


@dataclass(frozen=True, slots=True)
class Post:
    """As what somebody carries papers: the role, and the desks it is at (departments, a section, a window)."""

    role: Role
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paper:
    """A lot of the papers of one case. `pages` of its file were scanned, `pages_here` have come to the central.

    `apart` are papers that came later than the case's own.
    """

    case_id: str
    life: Life
    lot: Lot
    apart: bool = False
    pages: int = 0
    pages_here: int = 0
    sender: str = ""

    @property
    def id(self) -> str:
        """What tells it from every other lot there is."""
        if not self.apart:
            return self.case_id
        where = self.lot.transit.batch if self.lot.transit is not None else self.lot.desk.name
        return f"{self.case_id} {self.lot.desk.role.value} {where}"

    @property
    def number(self) -> str:
        """The printed number, which is also the bar code of its receipt."""
        return self.life.number

    @property
    def transit(self) -> Transit:
        """Between which desks it is; only for papers under way."""
        assert self.lot.transit is not None
        return self.lot.transit

    @property
    def whole(self) -> bool:
        """Whether nothing of the file is missing at the central."""
        return self.pages_here >= self.pages


@dataclass(frozen=True, slots=True)
class Papers:
    """What matters to one desk now. `trouble` is why the central could not be asked: then it is as known before."""

    to_send: tuple[Paper, ...] = ()
    passable: tuple[Paper, ...] = ()  # results that may lie here, and may be passed on
    to_me: tuple[Paper, ...] = ()
    by_me: tuple[Paper, ...] = ()
    others: tuple[Paper, ...] = ()  # between other desks, for a supervisor
    seen: frozenset[tuple[str, str]] = frozenset()  # (batch, number) of paper that was scanned here
    sent: tuple[Event, ...] = ()  # hand-overs made here in the last days
    taken: tuple[Event, ...] = ()
    issuing: tuple[str, ...] = ()  # numbers of the other windows that give results out
    trouble: SyncError | None = None

    @property
    def here(self) -> tuple[Paper, ...]:
        """Everything that may leave this desk."""
        return *self.to_send, *self.passable

    @property
    def under_way(self) -> tuple[Paper, ...]:
        """Everything between two desks that this one may know of."""
        return *self.to_me, *self.by_me, *self.others


@dataclass(slots=True)
class PaperRound:
    """Asks where the papers are, and opens the cases that are to be moved; may be used from one lane at a time.

    `source` is None at a window without a central: everything there is was done here.
    """

    source: PaperSource | None
    store: Store
    catalogue: Callable[[], Catalogue]
    _last: dict[Role, Carriage] = field(default_factory=dict)

    def forget(self) -> None:
        """Somebody else sits here."""
        self._last.clear()

    def papers(self, posts: Sequence[Post], window: str, now: datetime) -> Papers:
        """Where the papers are that concern somebody at `posts`."""
        trouble: SyncError | None = None
        found: dict[str, _File] = {}
        issuing: set[str] = set()
        for post in posts:
            try:
                told = self._asked(post, window)
            except SyncError as error:
                trouble, told = error, self._last.get(post.role)
            if told is not None:
                found |= {each.case_id: _file(each, told.people) for each in (*told.here, *told.under_way)}
                issuing.update(told.issuing)
        found = self._overlaid(found, alone=trouble is not None or self.source is None)
        moves = self.store.cases.moves((MoveKind.HAND_OVER, MoveKind.TAKE_OVER), now - LOOK_BACK)
        return replace(
            _sorted((paper for file in found.values() for paper in file.papers()), posts),
            seen=self._seen(moves),
            sent=tuple(event for event in moves if event.kind is MoveKind.HAND_OVER),
            taken=tuple(event for event in moves if event.kind is MoveKind.TAKE_OVER),
            issuing=tuple(sorted(issuing - {window})),
            trouble=trouble,
        )

    def opened(self, paper: Paper) -> Opened:
        """The case as it stands, to be moved: from this window's store where that is as new, else from the central.

        Raises `SyncError` where it is neither here nor to be had.
        """
        if (here := self._here(paper)) is not None:
            return here
        if self.source is None:
            raise Unreachable("no central")
        file = opened_case(self.source.file(paper.case_id))
        return Opened(file.case, file.item)

    def _seen(self, moves: Iterable[Event]) -> frozenset[tuple[str, str]]:
        """Paper seen here; not of cases taken over, although the program ended before that was noted."""
        seen = self.store.papers.all()
        for event in moves if seen else ():
            if event.kind is MoveKind.TAKE_OVER:
                pair = batch_of(event), self.store.cases.open(event.case_id)[0].number
                if pair in seen:
                    self.store.papers.forget(*pair)
                    seen -= {pair}
        return seen

    def _here(self, paper: Paper) -> Opened | None:
        try:
            case, _ = self.store.cases.open(paper.case_id)
        except NotFound:
            return None
        item = self.catalogue().item(case.life.item.code)
        return Opened(case, item) if item is not None and case.version == paper.life.version else None

    def _asked(self, post: Post, window: str) -> Carriage | None:
        if self.source is None:
            return None
        self._last[post.role] = told = self.source.carriage(CarriageQuery(role=post.role.value, window=window))
        return told

    def _overlaid(self, found: dict[str, _File], *, alone: bool) -> dict[str, _File]:
        """With what was done here: of cases the central has not confirmed, or of all while it cannot be asked."""
        rows = [row for row in self.store.outbox.rows(sent=0) if not row.is_page and row.state is not EntryState.SENT]
        refused = {row.case_id for row in rows if row.state is EntryState.PARKED}
        mine = {row.case_id for row in rows} - refused  # what was refused stands as the central says
        if alone:
            mine |= {row.id for row in self.store.cases.find(CaseQuery(limit=MOST_KEPT_HERE))} - refused
        laid = dict(found)
        for case_id in mine:
            try:
                case, _ = self.store.cases.open(case_id)
            except NotFound:
                continue
            known = found.get(case_id)
            if known is None or case.version > known.life.version:
                laid[case_id] = self._of_this_window(case, known)
        return laid

    def _of_this_window(self, case: Case, known: _File | None) -> _File:
        if known is not None:
            return replace(known, life=case.life)
        pages = len(case.application.pages)
        return _File(case.id, case.life, pages, pages if self.source is None else 0)


def batch_of(event: Event) -> str:
    """The batch that a hand-over or a taking-over belongs to."""
    facts = event.body.get("facts")
    return str(facts.get("batch", "")) if isinstance(facts, dict) else ""


def sheets_of(lot: Lot, application: Application) -> int:
    """How many sheets of paper go along: all that was captured where nobody has counted them.

    At least one: an empty envelope is no hand-over.
    """
    return max(1, lot.sheets or application.sheets)


@dataclass(frozen=True, slots=True)
class _File:
    """What is known of one case; `people` are the names of who sent papers of it, by login."""

    case_id: str
    life: Life
    pages: int = 0
    pages_here: int = 0
    people: Mapping[str, str] = field(default_factory=dict)

    def papers(self) -> Iterator[Paper]:
        """Its papers, lot by lot."""
        for place, lot in enumerate(self.life.lots):
            actor = lot.transit.actor if lot.transit is not None else ""
            sender = self.people.get(actor, actor)
            yield Paper(self.case_id, self.life, lot, place > 0, self.pages, self.pages_here, sender)


def _file(told: CarriedCase, people: Mapping[str, str]) -> _File:
    return _File(told.case_id, from_plain(Life, told.life), told.pages, told.pages_here, people)


def _sorted(papers: Iterable[Paper], posts: Sequence[Post]) -> Papers:
    to_send: list[Paper] = []
    passable: list[Paper] = []
    to_me: list[Paper] = []
    by_me: list[Paper] = []
    others: list[Paper] = []
    for paper in sorted(papers, key=lambda each: each.number):
        transit = paper.lot.transit
        if transit is None:
            if not _is_here(paper.lot, posts):
                continue
            if goes_to(paper.life, paper.lot) is not None:
                to_send.append(paper)
            elif may_be_passed_on(paper.life, paper.lot):
                passable.append(paper)
        elif any(is_at(transit.to, post.role, post.names) for post in posts):
            to_me.append(paper)
        elif any(is_at(transit.by, post.role, post.names) for post in posts):
            by_me.append(paper)
        elif any(post.role is Role.SUPERVISOR for post in posts):
            others.append(paper)
    return Papers(tuple(to_send), tuple(passable), tuple(to_me), tuple(by_me), tuple(others))


def _is_here(lot: Lot, posts: Sequence[Post]) -> bool:
    return any(is_at(lot.desk, post.role, post.names) for post in posts)
