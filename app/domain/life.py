"""The life of a case so far: everything its events have made of it, as one value that all pages and rules read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.case import Application, CaseState, MoveKind, Role
from app.domain.facts import (
    Asking,
    Attaching,
    Bringing,
    Call,
    Certificate,
    Closing,
    Deciding,
    Demand,
    Difference,
    Extending,
    HandingOut,
    HandingOver,
    Holder,
    ItemFacts,
    LockerPlace,
    Opening,
    ProcedureEnd,
    ProcedureStart,
    Resubmitting,
    TakingOver,
    VoidingDocument,
)
from app.domain.lots import Lot, Transit, differing, goes_in, lot_leaving, together


@dataclass(frozen=True, slots=True)
class Deed:
    """A move as the rules see it: who did what, where, when, and the facts of `app.domain.facts` that belong to it."""

    kind: MoveKind
    at: datetime
    actor: str
    role: Role
    window: str = ""
    reason: str = ""
    facts: object = None
    legal_basis: str = ""  # as somebody has written it; what else a document cites, its item and kind say
    documents: tuple[str, ...] = ()  # numbers of the documents that it gives out


@dataclass(frozen=True, slots=True)
class Supplement:
    """One supplement notice: what it listed, until it was answered."""

    asked_at: datetime
    demands: tuple[Demand, ...]
    days: int
    calls: int = 0  # telephone calls, of which one reached somebody if `told`
    told: bool = False
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """One special procedure, running while `ended_at` is None."""

    start: ProcedureStart
    begun_at: datetime
    ended_at: datetime | None = None
    passed: bool = False
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """The one extension of the limit."""

    days: int
    approved_by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A material that may follow, counted in working days from `since`."""

    demand: Demand
    since: datetime
    came_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deposit:
    """A cell kept for what the applicant brings; it lies there since `came_at`."""

    place: LockerPlace
    came_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decision on a case."""

    approved: bool
    at: datetime
    by: str
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """A case as its events leave it. `version` counts them; moments never run backwards, whatever a clock said."""

    state: CaseState
    version: int
    number: str
    item: ItemFacts
    changed_at: datetime
    received_at: datetime
    received_by: str
    window: str
    assigned: Holder  # whose turn it is
    papers: Holder  # where the case's own papers are, or were before they went under way
    applicant: str = ""
    phone: str = ""
    delivery: str = "window"
    taken_in_by: tuple[str, ...] = ()  # who took in besides what was missing at first
    complete_at: datetime | None = None  # since when nothing is lacking; None while a supplement is awaited
    accepted_at: datetime | None = None
    conditional: bool = False
    supplements: tuple[Supplement, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    extension: Extension | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    transit: Transit | None = None
    sheets: int = 0  # of the case's own papers; 0 where nobody has counted them
    apart: tuple[Lot, ...] = ()  # what came later, and has not come to the case's own papers yet
    signed: tuple[str, ...] = ()  # kinds of documents that came back signed
    documents: tuple[str, ...] = ()  # numbers of those given out that have one of their own
    void_documents: tuple[str, ...] = ()  # and of these, which do not count any more
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    certificates: tuple[Certificate, ...] = ()
    locker: LockerPlace | None = None
    deposit: Deposit | None = None
    hand_out: HandingOut | None = None
    reason: str = ""  # of the last move that gave one

    @property
    def lots(self) -> tuple[Lot, ...]:
        """Where all papers are: the case's own first, with which its turn goes. Once it is closed these are the result.

        The application stays where it was decided.
        """
        sheets = max(1, len(self.certificates)) if self.to_hand_out else self.sheets
        return (Lot(self.papers, sheets, (), self.transit), *self.apart)

    @property
    def running_procedure(self) -> Procedure | None:
        """The special procedure under way."""
        return next((each for each in self.procedures if each.ended_at is None), None)

    @property
    def owed(self) -> tuple[FollowUp, ...]:
        """What may follow and has not come yet."""
        return tuple(each for each in self.follow_ups if each.came_at is None)

    @property
    def to_hand_out(self) -> bool:
        """Whether something waits to leave the hall: certificates, or a decision that says no."""
        refused = self.outcome is not None and not self.outcome.approved
        return self.state is CaseState.CLOSED and (bool(self.certificates) or refused)

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.ended_at is None and (self.state is not CaseState.CLOSED or self.to_hand_out)

    def demanded_before(self) -> frozenset[str]:
        """Codes of all materials that supplement notices have listed so far."""
        return frozenset(demand.code for each in self.supplements for demand in each.demands)


@dataclass(frozen=True, slots=True)
class Case:
    """A case: what was captured, and its life so far. `due` is the promise as printed (YYYY-MM-DD), "" without one."""

    id: str
    application: Application
    life: Life
    due: str = ""

    @property
    def number(self) -> str:
        """The printed number."""
        return self.life.number

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        return self.life.state

    @property
    def version(self) -> int:
        """How many events it has had."""
        return self.life.version


_ENDS = frozenset({CaseState.HANDED_OUT, CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.VOIDED, CaseState.RETURNED})
_TAKE_IN = frozenset({MoveKind.RESUBMIT, MoveKind.BRING})
ISSUING = Holder(Role.ISSUING)
OTHERWISE_DAYS = 15
"""Working days within which what is missing is to be brought, where nothing says otherwise."""


def opened(deed: Deed, then: CaseState) -> Life:
    """The life that a first move begins."""
    says = deed.facts
    assert isinstance(says, Opening)
    lacks = deed.kind is MoveKind.ASK_SUPPLEMENT
    follows = deed.kind is MoveKind.ACCEPT_CONDITIONALLY
    return Life(
        state=then,
        version=1,
        number=says.number,
        item=says.item,
        changed_at=deed.at,
        received_at=deed.at,
        received_by=deed.actor,
        window=deed.window,
        assigned=Holder(Role.BACK_OFFICE, says.item.department),
        papers=Holder(Role.INTAKE, deed.window),
        sheets=says.sheets,
        applicant=says.applicant,
        phone=says.phone,
        delivery=says.delivery,
        complete_at=None if lacks or then in _ENDS else deed.at,
        accepted_at=deed.at if follows else None,
        conditional=follows,
        supplements=(Supplement(deed.at, says.demands, _longest(says.demands), told=True),) if lacks else (),
        follow_ups=tuple(FollowUp(demand, deed.at) for demand in says.demands) if follows else (),
        ended_at=deed.at if then in _ENDS else None,
        documents=_own_numbers(deed, says.number),
        reason=deed.reason,
    )


def _own_numbers(deed: Deed, of_case: str) -> tuple[str, ...]:
    """A receipt and the like go by the number of their case, which no document of its own can void."""
    return tuple(number for number in deed.documents if number not in ("", of_case))


def _longest(demands: Iterable[Demand]) -> int:
    return max((demand.days for demand in demands if demand.days), default=OTHERWISE_DAYS)


def lived(life: Life, deed: Deed, then: CaseState) -> Life:
    """`life` after a move that the rules allow, now in state `then`."""
    at = max(deed.at, life.changed_at)  # a clock that was set back makes no case go back
    after = _changed(replace(life, state=then, version=life.version + 1, changed_at=at), deed, at)
    if deed.reason:
        after = replace(after, reason=deed.reason)
    if deed.documents:
        after = replace(after, documents=(*after.documents, *_own_numbers(deed, life.number)))
    if deed.kind in _TAKE_IN:
        after = _laid_by(replace(after, taken_in_by=(*after.taken_in_by, deed.actor)), deed)
    return replace(after, ended_at=life.ended_at or at) if then in _ENDS else after


def _changed(life: Life, deed: Deed, at: datetime) -> Life:
    match deed.facts:
        case Asking(demands, days):
            return replace(life, supplements=(*life.supplements, Supplement(at, demands, days)), complete_at=None)
        case Call(reached=reached):
            return _last_supplement(life, lambda each: replace(each, calls=each.calls + 1, told=each.told or reached))
        case Bringing(material):
            came = tuple(
                replace(each, came_at=at) if each.demand.code == material and each.came_at is None else each
                for each in life.follow_ups
            )
            return replace(life, follow_ups=came)
        case ProcedureStart() as start:
            return replace(life, procedures=(*life.procedures, Procedure(start, at)))
        case ProcedureEnd(passed, conclusion):
            return _ended_procedure(life, lambda each: replace(each, ended_at=at, passed=passed, conclusion=conclusion))
        case Extending(days, approved_by):
            return replace(life, extension=Extension(days, approved_by, at, deed.reason))
        case Deciding(approved, number):
            return replace(life, outcome=Outcome(approved, at, deed.actor, number, deed.reason))
        case Closing(certificates):
            return _closed(replace(life, closed_at=at, certificates=certificates))
        case HandingOver() | TakingOver() | Difference():
            return _carried(life, deed, at)
        case LockerPlace() as place if deed.kind is MoveKind.KEEP_CELL:
            return replace(life, deposit=Deposit(place))
        case LockerPlace() as place:
            return replace(life, locker=place)
        case HandingOut() as handed_out:
            return replace(life, hand_out=handed_out, locker=None)
        case Attaching(kind=kind):
            return replace(life, signed=(*life.signed, kind))
        case VoidingDocument(number=number):
            return replace(life, void_documents=(*life.void_documents, number))
    return _plainly_changed(life, deed, at)


def _plainly_changed(life: Life, deed: Deed, at: datetime) -> Life:
    """What moves without facts do."""
    match deed.kind:
        case MoveKind.ACCEPT:
            return replace(life, accepted_at=at)
        case MoveKind.RESUBMIT:
            answered = _last_supplement(life, lambda each: replace(each, answered_at=at))
            return replace(answered, complete_at=at)
        case MoveKind.DEPOSIT:
            assert life.deposit is not None
            return replace(life, deposit=replace(life.deposit, came_at=at))
        case MoveKind.FETCH | MoveKind.GIVE_UP_CELL:
            return replace(life, deposit=None)
        case MoveKind.TAKE_BACK:
            return replace(life, locker=None)
    return life


def _closed(life: Life) -> Life:
    """What was finished where the applicant stands is given out there; else the turn goes on with the result."""
    return replace(life, assigned=life.papers) if life.item.at_once and life.to_hand_out else life


def _laid_by(life: Life, deed: Deed) -> Life:
    """What an applicant brought lies at the window where it came in, and goes from there to the case's own papers."""
    match deed.facts:
        case Resubmitting(what, sheets) if sheets:
            return _with_lots(life, (*life.lots, Lot(Holder(Role.INTAKE, deed.window), sheets, what)))
        case Bringing(material, sheets) if sheets:
            what = tuple(each.demand.name for each in life.follow_ups if each.demand.code == material)
            return _with_lots(life, (*life.lots, Lot(Holder(Role.INTAKE, deed.window), sheets, what)))
    return life  # on no paper, or taken in by a program that did not say


def _carried(life: Life, deed: Deed, at: datetime) -> Life:
    """A lot of papers leaves, comes, or comes otherwise than the slip says."""
    own, *_ = lots = life.lots
    match deed.facts:
        case HandingOver(batch, to, sheets, by):
            going = lot_leaving(lots, by) or own
            gone = replace(going, sheets=sheets, transit=Transit(batch, going.desk, to, deed.actor, at, sheets))
            after = _with_lots(life, (gone if lot is going else lot for lot in lots))
            return replace(after, assigned=to) if going is own else after
        case TakingOver(batch, back):
            after = _with_lots(life, (_came(lot, deed) if goes_in(lot, batch) else lot for lot in lots))
            return replace(after, assigned=_turn_after(life, own.desk)) if back and goes_in(own, batch) else after
        case Difference(batch, what):
            return _with_lots(life, (differing(lot, what) if goes_in(lot, batch) else lot for lot in lots))
    return life


def _came(lot: Lot, deed: Deed) -> Lot:
    """Back at the desk that sent it, or where it was to go; a result lies at the very window that took it over."""
    assert lot.transit is not None and isinstance(deed.facts, TakingOver)
    to = lot.desk if deed.facts.back else lot.transit.to
    return replace(lot, transit=None, desk=replace(to, name=deed.window) if to == ISSUING else to)


def _with_lots(life: Life, lots: Iterable[Lot]) -> Life:
    """What lies at the same desk goes together from now on; a result does not go back to papers that came too late."""
    own, *apart = lots
    if life.to_hand_out:
        apart = list(together(apart))
    else:
        own, *apart = together((own, *apart))
    return replace(life, papers=own.desk, transit=own.transit, sheets=own.sheets, apart=tuple(apart))


def _turn_after(life: Life, back_at: Holder) -> Holder:
    """Whose turn it is once papers are back where they came from; an intake window has no turn of its own."""
    return Holder(Role.BACK_OFFICE, life.item.department) if back_at.role is Role.INTAKE else back_at


def _last_supplement(life: Life, change: Callable[[Supplement], Supplement]) -> Life:
    # one that was asked for by a program before 0.3 is not told of
    *before, last = life.supplements or (Supplement(life.changed_at, (), _longest(())),)
    return replace(life, supplements=(*before, change(last)))


def _ended_procedure(life: Life, end: Callable[[Procedure], Procedure]) -> Life:
    if not life.procedures:  # it was begun by a program before 0.3
        return life
    *before, running = life.procedures
    return replace(life, procedures=(*before, end(running)))
