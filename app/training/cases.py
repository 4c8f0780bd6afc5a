"""The cases that a training hall begins with: one or two of every kind that somebody has something to do with.

They were taken in and moved on by the same services as any other, at a window of their own, in the days before today,
so that some are overdue, some due today, some soon and some stopped. All people are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.applicant import Applicant, Delivery, Person
from app.domain.calendar import WorkCalendar
from app.domain.case import Application, Decision, MoveKind, Page, Role, Taken, TakenMaterial
from app.domain.catalogue import Catalogue, Item, Necessity
from app.domain.documents import DocumentKinds, all_series
from app.domain.facts import (
    SIGNED_RECEIPT,
    Asking,
    Call,
    Certificate,
    Closing,
    Deciding,
    Demand,
    HandingOut,
    HandingOver,
    Holder,
    Identity,
    ProcedureEnd,
    ProcedureStart,
    TakingOver,
    Way,
)
from app.domain.review import review
from app.domain.rules import Rules
from app.domain.slips import Hall
from app.ids import new_id
from app.services.finish_at_once import finish_at_once
from app.services.move_case import Opened, Saying, hand_over_cases, move_case
from app.services.submit_case import Desk, submit_case
from app.store.numbers import Leasing
from app.store.store import Store
from app.training.accounts import TRAINING_ACCOUNTS
from sync.engine import Engine
from sync.transport import Transport

DEVICE, WINDOW = "window-07", "07"
FOOD, DRUGS, LIFTS, COMPANY, BATHS, ALLOWANCE, TAXES = (
    "食品经营许可（新办）", "药品零售经营许可（新办）", "特种设备使用登记", "有限责任公司设立登记",
    "公共场所卫生许可（新办）", "高龄津贴申领", "开具税收完税证明",
)  # fmt: skip
_NAMES = ("李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十", "欧阳㐀", "冯十一", "陈十二", "褚十三", "卫十四")

Step = Callable[["_Life"], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cases are laid out: the central's line, and what its hall goes by."""

    connect: Callable[[], Transport]
    hall: Hall
    catalogue: Catalogue
    calendar: WorkCalendar
    rules: Rules
    kinds: DocumentKinds
    page: tuple[bytes, str] = (b"", "")  # an encoded page that lies in every case, and its media type
    page_size: tuple[int, int] = (0, 0)
    issuing: str = WINDOW  # the window that results have come to, and which alone gives them out


def lay_out_cases(folder: Path, place: Place, now: datetime) -> int:
    """Have the central know them; how many there are. `folder` keeps the window that took them in.

    Items that the catalogue does not have are left out. Raises `SyncError`, `StoreUnavailable`.
    """
    store = Store.open(folder, reserve_bytes=0)
    line = place.connect()
    try:
        leasing = Leasing(store.numbers, store.settings, DEVICE, series=all_series(place.kinds))
        engine = Engine(device_id=DEVICE, outbox=store.outbox, central=line, page_bytes=store.page_bytes,
                        numbers=leasing)  # fmt: skip
        clock = _Clock(engine, store)
        clock.send()
        made = 0
        for number, plan in enumerate(PLANS):
            item = next((each for each in place.catalogue.items if each.name == plan.item), None)
            if item is not None:
                _Life(store, place, plan, item, now, number).whole()
                clock.send()  # and new numbers come in return
                made += 1
    finally:
        line.close()
        store.close()
    return made


@dataclass(frozen=True, slots=True)
class _Plan:
    """A case that was taken in so many working days ago, and what has been done with it since."""

    item: str
    days_ago: int
    steps: tuple[Step, ...] = ()
    delivery: Delivery = Delivery.WINDOW
    decision: Decision = Decision.RECEIVE


@dataclass(slots=True)
class _Clock:
    """Lets everything go to the central that may go."""

    engine: Engine
    store: Store
    now_ms: int = field(default=1_790_000_000_000)

    def send(self) -> None:
        self.engine.hurry()
        for _ in range(400):
            after = self.engine.step(self.now_ms)
            counts = self.store.outbox.counts()
            if after > self.now_ms and not counts.ready and not counts.pages:
                return
            self.now_ms = max(after, self.now_ms + 1)


@dataclass(slots=True)
class _Life:
    """One case as it is lived: each step half an hour after the other, by whoever has its role."""

    store: Store
    place: Place
    plan: _Plan
    item: Item
    now: datetime
    number: int
    opened: Opened = field(init=False)
    at: datetime = field(init=False)
    batch: str = ""

    def whole(self) -> None:
        self.at = self._begun()
        self._take_in()
        for step in self.plan.steps:
            self.at = min(self.at + timedelta(minutes=30), self.now)
            step(self)

    def move(self, role: Role, kind: MoveKind, facts: object = None, *, reason: str = "") -> None:
        saying = Saying(kind, reason=reason) if facts is None else Saying(kind, facts, reason)
        moved = move_case(
            self.store, self.desk(role), role, self.opened, [saying], at=self.at, new_id=new_id
        )  # fmt: skip
        self.opened = replace(self.opened, case=moved.case)

    def send(self, role: Role, to: Holder, sheets: int) -> None:
        (moved,), slip = hand_over_cases(
            self.store, self.desk(role), role, [(self.opened, HandingOver("", to, sheets))], at=self.at, new_id=new_id
        )
        self.opened, self.batch = replace(self.opened, case=moved.case), slip.number

    def later(self, days: int) -> None:
        """So many working days pass."""
        for _ in range(days):
            self.at = min(_same_time(self.at, self.place.calendar.next_workday(self.at.date())), self.now)

    def desk(self, role: Role) -> Desk:
        who = next(account for account in TRAINING_ACCOUNTS if role in account.roles)
        place = self.place
        window = place.issuing if role is Role.ISSUING else WINDOW
        return Desk(place.hall, window, DEVICE, who.name, who.login, place.calendar, True, place.kinds, place.rules)

    def _begun(self) -> datetime:
        """In the course of a morning, so many working days before today."""
        day, calendar = self.now.date(), self.place.calendar
        for _ in range(self.plan.days_ago):
            day -= timedelta(days=1)
            while not calendar.kind(day).works:
                day -= timedelta(days=1)
        begun = calendar.opens(day) + timedelta(minutes=30 + 13 * self.number % 300)
        this_year = self.now.replace(month=1, day=1, hour=0)  # whose numbers there are
        return max(min(begun, self.now - timedelta(minutes=len(self.plan.steps) * 3 + 5)), this_year)

    def _take_in(self) -> None:
        item, case_id = self.item, new_id()
        answers: dict[str, str] = {}
        while questions := item.unanswered(answers):
            answers[questions[0].code] = questions[0].options[0].code
        conditional = self.plan.decision is Decision.CONDITIONAL
        taken = {
            each.code: TakenMaterial(Taken.ON_PAPER, count=each.copies)
            for each in item.materials_for(answers)
            if not (conditional and each.necessity is Necessity.MAY_FOLLOW)
        }
        first = next(iter(taken))
        picture, media_type = self.place.page
        if picture:
            page = Page(self.store.pages.put(case_id, picture), media_type, *self.place.page_size)
            taken[first] = TakenMaterial(Taken.SCANNED, (page,))
        if self.plan.decision is Decision.SUPPLEMENT:
            del taken[list(taken)[1]]
        application = Application(self._applicant(), item.code, self.place.catalogue.version, answers, taken)
        submitted = submit_case(
            self.store, self.desk(Role.INTAKE), draft_id=case_id, event_id=new_id(), application=application, item=item,
            reviewed=review(item, application, self.at.date()), decision=self.plan.decision, reason="", at=self.at,
        )  # fmt: skip
        self.opened = Opened(submitted.case, item)

    def _applicant(self) -> Applicant:
        person = Person(name=_NAMES[self.number % len(_NAMES)], id_number=_id_number(self.number))
        address = "岳阳市岳阳楼区某某路 9 号" if self.plan.delivery is Delivery.POST else ""
        return Applicant(person=person, phone=f"1380000{self.number:04d}", delivery=self.plan.delivery,
                         delivery_address=address, person_matches_card=True)  # fmt: skip


def _id_number(number: int) -> str:
    """An invented resident ID of the city, with its check character (GB 11643)."""
    body = f"430602{1950 + number}0101{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def _same_time(at: datetime, day: object) -> datetime:
    return datetime.combine(day, at.timetz())  # type: ignore[arg-type]


def _days(count: int) -> Step:
    return lambda life: life.later(count)


def _to_office(life: _Life) -> None:
    life.send(Role.INTAKE, Holder(Role.BACK_OFFICE, life.item.department.code), 6)


def _taken(role: Role) -> Step:
    return lambda life: life.move(role, MoveKind.TAKE_OVER, TakingOver(life.batch))


def _accept(life: _Life) -> None:
    life.move(Role.BACK_OFFICE, MoveKind.ACCEPT)


def _ask(life: _Life) -> None:
    material = life.item.materials[1]
    demand = Demand(material.code, material.name, material.standard)
    life.move(Role.BACK_OFFICE, MoveKind.ASK_SUPPLEMENT, Asking((demand,), life.place.rules.supplement.amount))


def _call(reached: bool) -> Step:
    spoken = "本人" if reached else ""
    return lambda life: life.move(Role.BACK_OFFICE, MoveKind.CALL, Call(reached, spoken))


def _procedure(code: str, role: Role = Role.BACK_OFFICE) -> Step:
    def begin(life: _Life) -> None:
        kind = life.place.rules.procedure(code)
        assert kind is not None and kind.cap is not None
        life.move(role, MoveKind.SUSPEND, ProcedureStart(kind.code, kind.name, kind.cap, kind.stops, kind.legal_basis))

    return begin


def _to_section(life: _Life) -> None:
    life.send(Role.BACK_OFFICE, Holder(Role.SECTION, life.place.rules.sections[0]), 6)


def _result(life: _Life) -> None:
    life.move(Role.SECTION, MoveKind.RESUME, ProcedureEnd(True, "符合要求"))


def _from_section(life: _Life) -> None:
    life.send(Role.SECTION, Holder(Role.BACK_OFFICE, life.item.department.code), 7)


def _decide(life: _Life) -> None:
    life.move(Role.BACK_OFFICE, MoveKind.DECIDE, Deciding(True))


def _close(life: _Life) -> None:
    certificate = Certificate(life.item.result, f"YC{life.now:%Y}{life.number:06d}")
    life.move(Role.BACK_OFFICE, MoveKind.CLOSE, Closing((certificate,)))


def _to_issuing(life: _Life) -> None:
    life.send(Role.BACK_OFFICE, Holder(Role.ISSUING), 1)


def _hand_out(life: _Life) -> None:
    life.move(Role.ISSUING, MoveKind.HAND_OUT, HandingOut(Way.WINDOW, Identity.CARD, SIGNED_RECEIPT))


def _at_once(life: _Life) -> None:
    done = finish_at_once(life.store, life.desk(Role.INTAKE), life.opened.case, item=life.item,
                          certificate=f"YC{life.now:%Y}{life.number:06d}", new_id=new_id, at=life.at)  # fmt: skip
    life.opened = replace(life.opened, case=done.case)


_AT_OFFICE: tuple[Step, ...] = (_to_office, _taken(Role.BACK_OFFICE))
_ACCEPTED = (*_AT_OFFICE, _accept)
_AT_SECTION = (*_ACCEPTED, _procedure("expert_review"), _to_section, _taken(Role.SECTION))
_DECIDED = (*_ACCEPTED, _days(2), _decide)
_CLOSED = (*_DECIDED, _close)
_AT_ISSUING = (*_CLOSED, _to_issuing, _taken(Role.ISSUING))

PLANS: Sequence[_Plan] = (
    _Plan(FOOD, 0, (_to_office,)),
    _Plan(DRUGS, 0, (_to_office,)),
    _Plan(FOOD, 1, _AT_OFFICE),  # acceptance is due today
    _Plan(COMPANY, 2, _AT_OFFICE),  # and this one's was yesterday
    _Plan(FOOD, 4, (*_AT_OFFICE, _ask, _call(False))),
    _Plan(DRUGS, 3, (*_AT_OFFICE, _ask, _call(True))),
    _Plan(LIFTS, 2, _ACCEPTED),
    _Plan(FOOD, 8, _ACCEPTED),  # due today
    _Plan(FOOD, 7, _ACCEPTED),
    _Plan(FOOD, 6, _ACCEPTED),
    _Plan(FOOD, 11, _ACCEPTED),  # overdue
    _Plan(FOOD, 3, _AT_OFFICE, decision=Decision.CONDITIONAL),
    _Plan(DRUGS, 5, (*_ACCEPTED, _procedure("expert_review"))),
    _Plan(FOOD, 6, _AT_SECTION),
    _Plan(LIFTS, 4, (*_ACCEPTED, _procedure("inspection"), _to_section)),
    _Plan(DRUGS, 9, (*_AT_SECTION, _days(4), _result)),
    _Plan(FOOD, 9, (*_AT_SECTION, _days(5), _result, _from_section)),
    _Plan(FOOD, 5, _DECIDED),
    _Plan(FOOD, 6, _CLOSED),
    _Plan(DRUGS, 6, (*_CLOSED, _to_issuing)),
    _Plan(FOOD, 7, _AT_ISSUING),
    _Plan(FOOD, 6, _AT_ISSUING, Delivery.LOCKER),
    _Plan(FOOD, 8, _AT_ISSUING, Delivery.POST),
    _Plan(FOOD, 9, (*_AT_ISSUING, _hand_out)),
    _Plan(DRUGS, 4, (*_AT_ISSUING, _hand_out)),
    _Plan(BATHS, 3, (_to_office,)),  # of another department: nobody here takes its papers over
    _Plan(ALLOWANCE, 1, decision=Decision.SUPPLEMENT),
    _Plan(TAXES, 0, (_at_once,)),
    _Plan(TAXES, 1, (_at_once,)),
    _Plan(FOOD, 2, (lambda life: life.move(Role.INTAKE, MoveKind.WITHDRAW, reason="申请人另选时间办理"),)),
)  # fmt: skip
"""In working days before today, so that lists show what is overdue, due today, soon, later and stopped."""
