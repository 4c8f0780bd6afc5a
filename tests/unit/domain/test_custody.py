"""Where papers go next, until when they may be under way, and how they come back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.domain.case import MoveKind as K
from app.domain.case import Role as R
from app.domain.catalogue import Limit
from app.domain.custody import goes_to, is_at, late_from
from app.domain.errors import MoveRefused
from app.domain.facts import (
    Closing,
    Deciding,
    Difference,
    DifferenceKind,
    HandingOver,
    Holder,
    ProcedureEnd,
    ProcedureStart,
    TakingOver,
)
from app.domain.life import Life
from app.domain.lots import Transit
from app.paths import resources
from tests.support.diary import BACK_OFFICE, CERTIFICATES, ISSUING, ON_THE_SPOT, SECTION, Diary, received

REVIEW = ProcedureStart("expert_review", "专家评审", Limit(10), stops=True, legal_basis="《行政许可法》第 45 条")


def goal(life: Life) -> Holder | None:
    """Where the case's own papers go next."""
    return goes_to(life, life.lots[0])


def carried(diary: Diary, by: R, to: Holder, batch: str) -> Life:
    diary.do(K.HAND_OVER, by, HandingOver(batch, to, 3))
    return diary.do(K.TAKE_OVER, to.role, TakingOver(batch))


def test_papers_go_from_desk_to_desk_as_the_case_does() -> None:
    diary = received()
    assert goal(diary.so_far) == BACK_OFFICE
    diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J1", BACK_OFFICE, 3))
    assert goal(diary.so_far) is None, "they are under way"
    assert goal(diary.do(K.TAKE_OVER, R.BACK_OFFICE, TakingOver("J1"))) is None, "they are where they belong"
    diary.do(K.ACCEPT, R.BACK_OFFICE)
    assert goal(diary.do(K.SUSPEND, R.BACK_OFFICE, REVIEW)) == Holder(R.SECTION)
    assert goal(carried(diary, R.BACK_OFFICE, SECTION, "J2")) is None
    assert goal(diary.do(K.RESUME, R.SECTION, ProcedureEnd(True, "通过"))) == BACK_OFFICE
    assert goal(carried(diary, R.SECTION, BACK_OFFICE, "J3")) is None
    diary.do(K.DECIDE, R.BACK_OFFICE, Deciding(True))
    assert goal(diary.do(K.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))) == ISSUING
    assert goal(carried(diary, R.BACK_OFFICE, ISSUING, "J4")) is None


def test_what_is_done_where_the_applicant_stands_stays_there() -> None:
    diary = received(ON_THE_SPOT)
    diary.do(K.ACCEPT, R.INTAKE)
    diary.do(K.DECIDE, R.INTAKE, Deciding(True))
    assert goal(diary.do(K.CLOSE, R.INTAKE, Closing(CERTIFICATES))) is None


def test_the_sender_takes_back_only_after_a_difference_and_may_send_again() -> None:
    diary = received()
    diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J1", BACK_OFFICE, 3))
    with pytest.raises(MoveRefused) as refused:
        diary.do(K.TAKE_OVER, R.INTAKE, TakingOver("J1", back=True))
    assert refused.value.why == "no_difference"
    diary.do(K.DIFFER, R.BACK_OFFICE, Difference("J1", DifferenceKind.WRONG_COUNT))
    with pytest.raises(MoveRefused):
        diary.do(K.TAKE_OVER, R.ISSUING, TakingOver("J1", back=True))
    life = diary.do(K.TAKE_OVER, R.INTAKE, TakingOver("J1", back=True))
    assert (life.transit, life.papers.role, life.assigned) == (None, R.INTAKE, BACK_OFFICE)
    assert goal(life) == BACK_OFFICE
    assert carried(diary, R.INTAKE, BACK_OFFICE, "J2").papers == BACK_OFFICE


def test_papers_are_asked_after_when_so_many_working_hours_have_gone_by() -> None:
    calendar = load_calendar(Path(resources() / "calendars"))
    friday = datetime(2026, 9, 11, 16, 0, tzinfo=HALL_TIME)
    late = late_from(Transit("J1", BACK_OFFICE, ISSUING, "0522", friday), 4, calendar)
    assert late.date().isoformat() == "2026-09-14", "not while nobody works"
    assert calendar.working_seconds(friday, late) == 4 * 3600


def test_a_desk_without_names_is_every_desk_of_its_role() -> None:
    assert is_at(BACK_OFFICE, R.BACK_OFFICE, frozenset())
    assert is_at(BACK_OFFICE, R.BACK_OFFICE, frozenset({"SCJG", "ZRZY"}))
    assert not is_at(BACK_OFFICE, R.BACK_OFFICE, frozenset({"ZRZY"}))
    assert not is_at(BACK_OFFICE, R.SECTION, frozenset())
