"""What an applicant brings later lies where it was brought, and goes from there to the case's own papers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.domain.account import Account
from app.domain.case import CaseState, Role
from app.domain.case import MoveKind as K
from app.domain.custody import goes_to, may_move, receivers
from app.domain.errors import MoveRefused
from app.domain.facts import (
    Asking,
    Bringing,
    Closing,
    Deciding,
    Demand,
    Difference,
    DifferenceKind,
    HandingOut,
    HandingOver,
    Holder,
    Identity,
    LockerPlace,
    Resubmitting,
    TakingOver,
    Way,
)
from app.domain.life import Life
from app.domain.lots import Lot
from app.domain.moves import move_of, notice_of, recall
from app.domain.plain import from_json, to_json
from tests.support.diary import BACK_OFFICE, CERTIFICATES, ISSUING, SECTION, Diary, opens, received

R = Role
WINDOW, OTHER = Holder(R.INTAKE, "03"), Holder(R.INTAKE, "05")
PLAN = Demand("02", "布局图", "标明面积")
BROUGHT = Resubmitting(("布局图",), 2)


def asked() -> Diary:
    """The papers lie with the back office, and a plan is asked for."""
    diary = received()
    carried(diary, HandingOver("J1", BACK_OFFICE, 8))
    diary.do(K.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((PLAN,)))
    return diary


def brought() -> Diary:
    """It has come to another window."""
    diary = asked()
    diary.do(K.RESUBMIT, R.INTAKE, BROUGHT, window="05")
    return diary


def officer(department: str) -> Account:
    return Account("0522", "吴某某", frozenset({R.BACK_OFFICE}), frozenset({department}))


def carried(diary: Diary, says: HandingOver) -> Life:
    diary.do(K.HAND_OVER, says.by.role if says.by else R.INTAKE, says)
    return diary.do(K.TAKE_OVER, says.to.role, TakingOver(says.batch))


def test_a_supplement_brought_to_another_window_lies_there_and_is_handed_over_by_itself() -> None:
    diary = brought()
    own, came = diary.so_far.lots
    assert (own.desk, came) == (BACK_OFFICE, Lot(OTHER, 2, ("布局图",)))
    assert (goes_to(diary.so_far, own), goes_to(diary.so_far, came)) == (None, BACK_OFFICE)
    life = diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J2", BACK_OFFICE, 2, OTHER))
    assert (life.transit, life.assigned) == (None, BACK_OFFICE), "the case's own papers stay"
    assert life.apart[0].transit is not None and life.apart[0].transit.batch == "J2"
    life = diary.do(K.TAKE_OVER, R.BACK_OFFICE, TakingOver("J2"))
    assert (life.papers, life.apart, life.sheets) == (BACK_OFFICE, (), 10)


def test_what_is_brought_where_the_papers_still_lie_goes_with_them() -> None:
    diary = Diary()
    diary.do(K.ASK_SUPPLEMENT, R.INTAKE, opens(demands=(PLAN,), sheets=4))
    life = diary.do(K.RESUBMIT, R.INTAKE, BROUGHT)
    assert life.lots == (Lot(WINDOW, 6),)


def test_a_material_that_may_follow_travels_without_moving_the_turn_of_the_case() -> None:
    diary = Diary()
    diary.do(K.ACCEPT_CONDITIONALLY, R.INTAKE, opens(demands=(Demand("05", "租赁合同", days=15),)))
    carried(diary, HandingOver("J1", BACK_OFFICE, 8))
    carried(diary, HandingOver("J2", SECTION, 8, BACK_OFFICE))
    diary.do(K.BRING, R.INTAKE, Bringing("05", 3), window="05")
    assert goes_to(diary.so_far, diary.so_far.apart[0]) == BACK_OFFICE
    life = carried(diary, HandingOver("J3", BACK_OFFICE, 3, OTHER))
    assert (life.assigned, life.papers, life.apart) == (SECTION, SECTION, (Lot(BACK_OFFICE, 3, ("租赁合同",)),))
    assert goes_to(life, life.apart[0]) == SECTION, "the office sends it after the others"
    life = carried(diary, HandingOver("J4", SECTION, 3, BACK_OFFICE))
    assert life.lots == (Lot(SECTION, 11),)


def test_two_lots_are_under_way_at_once_and_each_slip_is_settled_by_itself() -> None:
    diary = Diary()
    diary.do(K.ASK_SUPPLEMENT, R.INTAKE, opens(demands=(PLAN,)))
    diary.do(K.RESUBMIT, R.INTAKE, BROUGHT, window="05")
    diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J1", BACK_OFFICE, 8, WINDOW))
    diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J2", BACK_OFFICE, 2, OTHER))
    life = diary.do(K.DIFFER, R.BACK_OFFICE, Difference("J2", DifferenceKind.WRONG_COUNT))
    assert [lot.transit and lot.transit.difference for lot in life.lots] == [None, DifferenceKind.WRONG_COUNT]
    life = diary.do(K.TAKE_OVER, R.BACK_OFFICE, TakingOver("J1"))
    assert (life.papers, life.assigned) == (BACK_OFFICE, BACK_OFFICE)
    life = diary.do(K.TAKE_OVER, R.INTAKE, TakingOver("J2", back=True), window="05")
    assert life.apart == (Lot(OTHER, 2, ("布局图",)),)


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (HandingOver("J2", SECTION, 1, WINDOW), "papers_not_here"),
        (HandingOver("J2", SECTION, 1, BACK_OFFICE), "papers_not_here"),  # whoever acts is at the window
        (HandingOver("J2", OTHER, 1, OTHER), "wrong_facts"),
    ],
)
def test_only_what_lies_at_a_desk_leaves_it(says: HandingOver, why: str) -> None:
    with pytest.raises(MoveRefused) as refused:
        brought().do(K.HAND_OVER, R.INTAKE, says)
    assert refused.value.why == why


def test_a_lot_leaves_once() -> None:
    diary = brought()
    diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J2", BACK_OFFICE, 2, OTHER))
    with pytest.raises(MoveRefused) as refused:
        diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J3", BACK_OFFICE, 2, OTHER))
    assert refused.value.why == "under_way"


def test_what_comes_after_the_decision_stays_with_the_department_and_is_no_part_of_the_result() -> None:
    diary = brought()
    diary.do(K.ACCEPT, R.BACK_OFFICE)
    diary.do(K.DECIDE, R.BACK_OFFICE, Deciding(True))
    diary.do(K.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))
    life = carried(diary, HandingOver("J2", BACK_OFFICE, 2, OTHER))
    own, came = life.lots
    assert (own, came) == (Lot(BACK_OFFICE, 1), Lot(BACK_OFFICE, 2, ("布局图",)))
    assert (goes_to(life, own), goes_to(life, came)) == (ISSUING, None)


def given_out() -> Diary:
    """The certificate has come to the issuing window 08."""
    diary = asked()
    diary.do(K.RESUBMIT, R.INTAKE, Resubmitting())
    diary.do(K.ACCEPT, R.BACK_OFFICE)
    diary.do(K.DECIDE, R.BACK_OFFICE, Deciding(True))
    diary.do(K.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))
    diary.do(K.HAND_OVER, R.BACK_OFFICE, HandingOver("J2", ISSUING, 1))
    diary.do(K.TAKE_OVER, R.ISSUING, TakingOver("J2"), window="08")
    return diary


def test_the_turn_stays_with_the_department_until_the_result_leaves_it() -> None:
    diary = asked()
    diary.do(K.RESUBMIT, R.INTAKE, Resubmitting())
    diary.do(K.ACCEPT, R.BACK_OFFICE)
    diary.do(K.DECIDE, R.BACK_OFFICE, Deciding(True))
    assert diary.do(K.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES)).assigned == BACK_OFFICE
    assert diary.do(K.HAND_OVER, R.BACK_OFFICE, HandingOver("J2", ISSUING, 1)).assigned == ISSUING


def test_a_result_goes_on_to_another_issuing_window_or_back_to_the_department() -> None:
    diary = given_out()
    [result] = diary.so_far.lots
    here, there = Holder(R.ISSUING, "08"), Holder(R.ISSUING, "09")
    assert (result, goes_to(diary.so_far, result)) == (Lot(here, 1), None)
    found = receivers(diary.so_far, result, sections=("审批科",), issuing=("08", "09"))
    assert found == (there, BACK_OFFICE)
    diary.do(K.HAND_OVER, R.ISSUING, HandingOver("J3", there, 1, here))
    life = diary.do(K.TAKE_OVER, R.ISSUING, TakingOver("J3"), window="09")
    assert (life.papers, life.assigned.role) == (there, R.ISSUING)
    life = carried(diary, HandingOver("J4", BACK_OFFICE, 1, there))
    assert (life.papers, life.assigned) == (BACK_OFFICE, BACK_OFFICE)
    assert goes_to(life, life.lots[0]) == ISSUING


def test_what_lies_in_a_locker_is_not_passed_on() -> None:
    diary = given_out()
    life = diary.do(K.PUT_IN_LOCKER, R.ISSUING, LockerPlace("A", 7, "481516", "2026-09-30"), window="08")
    assert receivers(life, life.lots[0], sections=(), issuing=("09",)) == ()
    with pytest.raises(MoveRefused) as refused:
        diary.do(K.HAND_OVER, R.ISSUING, HandingOver("J3", Holder(R.ISSUING, "09"), 1))
    assert refused.value.why == "in_locker"


def test_an_applicant_is_told_once_that_the_result_is_here() -> None:
    diary = given_out()
    before = diary.do(K.HAND_OVER, R.ISSUING, HandingOver("J3", Holder(R.ISSUING, "09"), 1))
    take_over = move_of(CaseState.CLOSED, K.TAKE_OVER, R.ISSUING)
    assert notice_of(take_over, before, diary.do(K.TAKE_OVER, R.ISSUING, TakingOver("J3"), window="09")) is None


def test_who_is_to_get_a_lot_may_move_its_case() -> None:
    diary = brought()
    life = diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J2", Holder(R.BACK_OFFICE, "GA"), 2, OTHER))
    assert may_move(life, officer("GA"), R.BACK_OFFICE)
    assert not may_move(life, officer("ZRZY"), R.BACK_OFFICE)


def test_events_of_before_fold_as_they_did_and_a_life_of_before_can_be_read() -> None:
    diary = asked()
    told = diary.deeds[-1]
    life = recall(diary.so_far, type(told)(K.RESUBMIT, diary.now, "0317", R.INTAKE, "05"))
    assert (life.state, life.lots) == (CaseState.RECEIVED, (Lot(BACK_OFFICE, 8),))
    plain = json.loads(to_json(life))
    assert from_json(Life, json.dumps({k: v for k, v in plain.items() if k not in ("apart", "sheets")})).apart == ()


def refused(diary: Diary, kind: K, says: object, *, window: str) -> str:
    with pytest.raises(MoveRefused) as why:
        diary.do(kind, R.ISSUING, says, window=window)
    return why.value.why


def test_a_result_is_given_out_where_it_lies_and_nowhere_else() -> None:
    diary, says = given_out(), HandingOut(Way.WINDOW, Identity.CARD, "a" * 64)
    cell = LockerPlace("A", 7, "481516", "2026-09-30")
    assert refused(diary, K.HAND_OUT, says, window="09") == "at_another_window"
    assert refused(diary, K.PUT_IN_LOCKER, cell, window="09") == "at_another_window"
    assert diary.do(K.HAND_OUT, R.ISSUING, says, window="08").state is CaseState.HANDED_OUT


def test_a_result_passed_on_to_a_window_is_taken_over_there() -> None:
    diary = given_out()
    diary.do(K.HAND_OVER, R.ISSUING, HandingOver("J3", Holder(R.ISSUING, "09"), 1))
    assert refused(diary, K.TAKE_OVER, TakingOver("J3"), window="10") == "not_for_you"
    assert diary.do(K.TAKE_OVER, R.ISSUING, TakingOver("J3"), window="09").papers == Holder(R.ISSUING, "09")


def test_a_result_that_came_before_windows_were_told_apart_is_given_out_anywhere() -> None:
    diary = given_out()
    diary.life = replace(diary.so_far, papers=ISSUING)
    says = HandingOut(Way.WINDOW, Identity.CARD, "a" * 64)
    assert diary.do(K.HAND_OUT, R.ISSUING, says, window="09").hand_out == says


def test_papers_that_came_later_arrive_although_the_result_was_given_out_meanwhile() -> None:
    diary = brought()
    diary.do(K.ACCEPT, R.BACK_OFFICE)
    diary.do(K.DECIDE, R.BACK_OFFICE, Deciding(True))
    diary.do(K.HAND_OVER, R.INTAKE, HandingOver("J2", BACK_OFFICE, 2, OTHER))
    diary.do(K.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))
    carried(diary, HandingOver("J3", ISSUING, 1, BACK_OFFICE))
    diary.do(K.HAND_OUT, R.ISSUING, HandingOut(Way.WINDOW, Identity.CARD, "a" * 64))
    diary.do(K.DIFFER, R.BACK_OFFICE, Difference("J2", DifferenceKind.WRONG_COUNT))
    life = diary.do(K.TAKE_OVER, R.BACK_OFFICE, TakingOver("J2"))
    assert (life.state, life.apart) == (CaseState.HANDED_OUT, (Lot(BACK_OFFICE, 2, ("布局图",)),))
