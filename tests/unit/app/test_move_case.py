"""Moves made at a window: saved with their documents in one transaction, and taken by the central as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.calendar_files import load_calendar
from app.central.central import Central, open_central
from app.config import TRAINING_HALL
from app.documents.kinds_file import load_document_kinds
from app.domain.applicant import Applicant, Person
from app.domain.calendar import HALL_TIME
from app.domain.case import Application, Decision, MoveKind, Role, Taken, TakenMaterial
from app.domain.catalogue import Limit, Material
from app.domain.clocks import ClockKind
from app.domain.documents import all_series
from app.domain.errors import MoveRefused
from app.domain.facts import (
    Asking,
    Certificate,
    Closing,
    Deciding,
    Demand,
    Extending,
    HandingOut,
    HandingOver,
    Holder,
    Identity,
    LockerPlace,
    ProcedureEnd,
    ProcedureStart,
    TakingOver,
    Way,
)
from app.domain.moments import milliseconds
from app.domain.numbers import NumberBlock
from app.domain.review import review
from app.domain.rules import Rules
from app.domain.slips import SlipKind
from app.domain.timetable import clocks_of
from app.ids import new_id
from app.paths import resources
from app.services.move_case import Opened, Saying, hand_over_cases, move_case
from app.services.submit_case import Desk, Submitted, submit_case
from app.store.store import Store
from sync.wire import OpResult
from tests.support.central_ops import DEVICE, FOOD_LICENCE, options
from tests.support.counter import open_store
from tests.unit.central.conftest import push_to

K, R = MoveKind, Role
ITEM = replace(FOOD_LICENCE, materials=(Material("01", "申请书"), Material("02", "布局图", standard="标明面积")))
NOON_MS = milliseconds(datetime(2026, 9, 17, 12, 0, tzinfo=HALL_TIME))
"""Messages wait at night."""

CLERKS = {R.INTAKE: "c17", R.BACK_OFFICE: "c18", R.SECTION: "c18", R.ISSUING: "c18"}
REVIEW = ProcedureStart("expert_review", "专家评审", Limit(10), True, "《行政许可法》第 45 条")


@dataclass(slots=True)
class Counter:
    """A window at which everybody works in turn, and the central behind it."""

    store: Store
    central: Central
    opened: Opened
    now: datetime

    def desk(self, role: Role) -> Desk:
        calendar = load_calendar(resources() / "calendars")
        kinds = load_document_kinds(resources() / "slips")
        return Desk(TRAINING_HALL, "03", DEVICE, "吴某某", CLERKS[role], calendar, True, kinds)

    def do(self, role: Role, *says: Saying) -> Submitted:
        self.now += timedelta(minutes=10)
        done = move_case(self.store, self.desk(role), role, self.opened, says, at=self.now, new_id=new_id)
        self.opened = replace(self.opened, case=done.case)
        return done

    def hand_over(self, role: Role, to: Holder) -> str:
        self.now += timedelta(minutes=10)
        sent = [(self.opened, HandingOver("", to, 3))]
        (done,), slip = hand_over_cases(self.store, self.desk(role), role, sent, at=self.now, new_id=new_id)
        self.opened = replace(self.opened, case=done.case)
        return slip.number

    def push(self) -> list[OpResult]:
        """Everything that waits, one of a case after the other, as the engine does."""
        results: list[OpResult] = []
        while heads := self.store.outbox.heads(2**52):
            ops = [head.op(DEVICE).model_dump(mode="json") for head in heads]
            answered = push_to(self.central, *ops)
            receipts = {head.seq: each.receipt for head, each in zip(heads, answered, strict=True)}
            assert all(receipts.values()), answered
            self.store.outbox.acknowledge(receipts, 1)  # type: ignore[arg-type]
            results += answered
        return results


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    store, central = open_store(tmp_path / "window"), open_central(options(tmp_path / "central", clock=lambda: NOON_MS))
    kinds = load_document_kinds(resources() / "slips")
    for series in all_series(kinds):
        store.numbers.add_block(NumberBlock(series, "YC", 2026, 1, 100, 1))
    at = datetime(2026, 9, 17, 9, 0, tzinfo=HALL_TIME)
    taken = {code: TakenMaterial(Taken.ON_PAPER, count=1) for code in ("01", "02")}
    person = Applicant(person=Person(name="张𠮷", id_number="11010519491231002X"), phone="13800000000")
    application = Application(person, ITEM.code, "2026.test", taken=taken)
    desk = Counter(store, central, None, at).desk(R.INTAKE)  # type: ignore[arg-type]
    done = submit_case(
        store, desk, draft_id=new_id(), event_id=new_id(), application=application, item=ITEM,
        reviewed=review(ITEM, application, at.date()), decision=Decision.RECEIVE, reason="", at=at,
    )  # fmt: skip
    yield Counter(store, central, Opened(done.case, ITEM), at)
    central.close()
    store.close()


def test_a_whole_life_is_made_with_its_documents_and_taken_by_the_central(counter: Counter) -> None:
    back_office, section = Holder(R.BACK_OFFICE, "D1"), Holder(R.SECTION, "审批科")
    counter.do(R.BACK_OFFICE, Saying(K.ACCEPT))
    [notice] = counter.do(R.BACK_OFFICE, Saying(K.SUSPEND, REVIEW, reason="须专家评审")).slips
    assert (notice.kind, notice.number) == (SlipKind.SPECIAL_PROCEDURE, "YC26-03-T00001")
    assert counter.opened.case.life.procedures[0].start.notice == notice.number
    batch = counter.hand_over(R.INTAKE, section)
    counter.do(R.SECTION, Saying(K.TAKE_OVER, TakingOver(batch)), Saying(K.RESUME, ProcedureEnd(True, "通过")))
    batch = counter.hand_over(R.SECTION, back_office)
    counter.do(R.BACK_OFFICE, Saying(K.TAKE_OVER, TakingOver(batch)))
    counter.do(R.BACK_OFFICE, Saying(K.EXTEND, Extending(5, "局长"), reason="情况复杂"))
    [decision] = counter.do(R.BACK_OFFICE, Saying(K.DECIDE, Deciding(True))).slips
    outcome = counter.opened.case.life.outcome
    assert outcome is not None and outcome.number == decision.number
    counter.do(R.BACK_OFFICE, Saying(K.CLOSE, Closing((Certificate("食品经营许可证", "JY1"),))))
    batch = counter.hand_over(R.BACK_OFFICE, Holder(R.ISSUING))
    counter.do(R.ISSUING, Saying(K.TAKE_OVER, TakingOver(batch)))
    [pickup] = counter.do(R.ISSUING, Saying(K.PUT_IN_LOCKER, LockerPlace("A", 7, "481516", "2026-09-30"))).slips
    assert pickup.hand_out is not None and pickup.hand_out.code == "481516"
    counter.do(R.ISSUING, Saying(K.HAND_OUT, HandingOut(Way.LOCKER, Identity.CODE, proof="cell 7 opened")))
    assert {result.verdict for result in counter.push()} == {"accepted"}
    view = counter.central.views.by_number(counter.opened.case.number)
    assert (view.state, view.version) == ("handed_out", counter.opened.case.version)


def test_the_notice_of_a_procedure_says_the_day_that_its_clock_says(counter: Counter) -> None:
    counter.do(R.BACK_OFFICE, Saying(K.ACCEPT))
    [notice] = counter.do(R.BACK_OFFICE, Saying(K.SUSPEND, REVIEW)).slips
    calendar = load_calendar(resources() / "calendars")
    clocks = clocks_of(counter.opened.case.life, calendar, Rules(), counter.now)
    due = next(clock.due for clock in clocks if clock.kind is ClockKind.PROCEDURE)
    assert notice.procedure is not None and notice.procedure.until == f"{due.year}年{due.month}月{due.day}日"


def test_a_hand_over_slip_names_the_department_that_receives_not_its_code(counter: Counter) -> None:
    batch = counter.hand_over(R.INTAKE, Holder(R.BACK_OFFICE, "D1"))
    [sheet] = [slip.document for slip in counter.store.slips.of(counter.opened.case.id) if slip.number == batch]
    assert sheet.hand_over is not None and sheet.hand_over.receiver == "市场监管局后台"


def test_the_central_tells_by_message_what_the_moves_mean(counter: Counter) -> None:
    counter.do(R.BACK_OFFICE, Saying(K.ASK_SUPPLEMENT, Asking((Demand("02", "布局图", "标明面积"),), 15)))
    counter.push()
    [job] = counter.central.messages.lease(DEVICE, 10).messages
    assert "布局图" in job.text and counter.opened.case.number in job.text


def test_a_supplement_notice_lists_everything_and_has_a_number_of_its_own(counter: Counter) -> None:
    asked = Asking((Demand("02", "布局图", "标明面积"),), 15)
    [notice] = counter.do(R.BACK_OFFICE, Saying(K.ASK_SUPPLEMENT, asked, reason="缺比例尺")).slips
    assert [(line.name, line.note) for line in notice.missing] == [("布局图", "标明面积")]
    assert (notice.number, notice.case_number) == ("YC26-03-B00001", counter.opened.case.number)
    assert notice.supplement_by


def test_a_decision_made_together_with_the_closing_names_what_it_grants(counter: Counter) -> None:
    counter.do(R.BACK_OFFICE, Saying(K.ACCEPT))
    licence = Certificate("食品经营许可证", "JY1", "2031-10-08")
    [decision] = counter.do(R.BACK_OFFICE, Saying(K.DECIDE, Deciding(True)), Saying(K.CLOSE, Closing((licence,)))).slips
    assert [(each.name, each.number) for each in decision.certificates] == [("食品经营许可证", "JY1")]


def test_a_refused_move_uses_no_number_and_saves_nothing(counter: Counter) -> None:
    before, left = counter.opened.case, counter.store.numbers.left("z", 2026)
    with pytest.raises(MoveRefused):
        counter.do(R.BACK_OFFICE, Saying(K.ACCEPT), Saying(K.DECIDE, Deciding(True)), Saying(K.ACCEPT))
    assert counter.store.numbers.left("z", 2026) == left
    assert counter.store.cases.open(before.id)[0] == before


def test_a_move_upon_what_was_opened_before_another_goes_by_what_is_true_now(counter: Counter) -> None:
    stale = counter.opened
    counter.do(R.BACK_OFFICE, Saying(K.ACCEPT))
    counter.opened = stale
    with pytest.raises(MoveRefused) as refused:
        counter.do(R.BACK_OFFICE, Saying(K.ACCEPT))
    assert (refused.value.state, refused.value.why) == ("accepted", "not_from_here")
    counter.do(R.BACK_OFFICE, Saying(K.DECIDE, Deciding(True)))
    assert counter.opened.case.version == 3
