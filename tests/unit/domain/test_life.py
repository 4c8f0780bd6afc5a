"""A case lives by its rules: what each move does, and what it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.case import CaseState, MoveKind, Role
from app.domain.catalogue import Limit
from app.domain.errors import MoveRefused
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
    DifferenceKind,
    Extending,
    HandingOut,
    HandingOver,
    Holder,
    Identity,
    LockerPlace,
    ProcedureEnd,
    ProcedureStart,
    Resubmitting,
    TakingOver,
    VoidingDocument,
    Way,
)
from app.domain.guards import Why
from app.domain.life import Deposit
from app.domain.moves import late_demands
from tests.support.diary import (
    BACK_OFFICE,
    CERTIFICATES,
    CLERK,
    ISSUING,
    ON_THE_SPOT,
    SECTION,
    Diary,
    accepted,
    opens,
    received,
)

M, R = MoveKind, Role
REVIEW = ProcedureStart("expert_review", "专家评审", Limit(10), True, "《行政许可法》第 45 条", "YC26-03-特00001")
COLLECTED = HandingOut(Way.LOCKER, Identity.CODE, proof="cell 7 opened")
SIGNED_FOR = HandingOut(Way.WINDOW, Identity.CARD, proof="a" * 64)


def refused(diary: Diary, why: Why, *move: object, **by: str) -> None:
    """The move is refused for that reason, and nothing has changed."""
    before = diary.life
    with pytest.raises(MoveRefused) as error:
        diary.do(*move, **by)  # type: ignore[arg-type]
    assert error.value.why == why.value
    assert diary.life == before


def with_section() -> Diary:
    """A case in expert review, its papers taken over by the section."""
    diary = received()
    diary.do(M.HAND_OVER, R.INTAKE, HandingOver("B-0", BACK_OFFICE, 8))
    diary.do(M.TAKE_OVER, R.BACK_OFFICE, TakingOver("B-0"))
    diary.do(M.ACCEPT, R.BACK_OFFICE)
    diary.do(M.SUSPEND, R.BACK_OFFICE, REVIEW)
    diary.do(M.HAND_OVER, R.BACK_OFFICE, HandingOver("B-1", SECTION, 8))
    diary.do(M.TAKE_OVER, R.SECTION, TakingOver("B-1"))
    return diary


def asked() -> Diary:
    """A case whose applicant has been asked for a supplement."""
    diary = received()
    diary.do(M.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((Demand("02", "布局图"),)))
    return diary


def at_the_issuing_desk() -> Diary:
    """A decided case, its certificate taken over by the issuing window."""
    diary = with_section()
    diary.do(M.RESUME, R.SECTION, ProcedureEnd(True, "评审通过"))
    diary.do(M.HAND_OVER, R.SECTION, HandingOver("B-2", BACK_OFFICE, 8))
    diary.do(M.TAKE_OVER, R.BACK_OFFICE, TakingOver("B-2"))
    diary.do(M.DECIDE, R.BACK_OFFICE, Deciding(True, "YC26-03-准00001"))
    diary.do(M.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))
    diary.do(M.HAND_OVER, R.BACK_OFFICE, HandingOver("B-3", ISSUING, 1))
    diary.do(M.TAKE_OVER, R.ISSUING, TakingOver("B-3"))
    return diary


def test_a_case_with_an_expert_review_goes_to_the_section_and_back_and_out_by_the_locker() -> None:
    diary = at_the_issuing_desk()
    diary.do(M.PUT_IN_LOCKER, R.ISSUING, LockerPlace("A", 7, "481516", "2026-09-30"))
    life = diary.do(M.HAND_OUT, R.ISSUING, COLLECTED)
    assert (life.state, life.open, life.locker) == (CaseState.HANDED_OUT, False, None)
    [review] = life.procedures
    assert review.ended_at is not None and review.passed and review.conclusion == "评审通过"
    assert life.version == len(diary.deeds)


def test_a_supplement_by_telephone_ends_with_the_applicant_coming_back() -> None:
    diary = received()
    asked = diary.do(M.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((Demand("02", "布局图", "标明面积"),), 15))
    assert (asked.state, asked.complete_at) == (CaseState.AWAITING_SUPPLEMENT, None)
    diary.do(M.CALL, R.BACK_OFFICE, Call(False, note="无人接听"))
    told = diary.do(M.CALL, R.BACK_OFFICE, Call(True, "本人"))
    assert (told.supplements[0].calls, told.supplements[0].told) == (2, True)
    back = diary.do(M.RESUBMIT, R.INTAKE, Resubmitting())
    assert (back.state, back.complete_at) == (CaseState.RECEIVED, diary.now)
    assert back.supplements[0].answered_at == diary.now


def test_what_a_second_notice_lists_for_the_first_time_could_have_been_told_once() -> None:
    diary = received()
    first, second = Demand("02", "布局图"), Demand("05", "租赁合同")
    assert late_demands(diary.life, (first, second)) == ()  # type: ignore[arg-type]
    diary.do(M.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((first,)))
    life = diary.do(M.RESUBMIT, R.INTAKE, Resubmitting())
    assert late_demands(life, (first, second)) == (second,)


def test_who_took_a_case_in_neither_accepts_nor_decides_it_under_any_hat() -> None:
    diary = received()
    refused(diary, Why.NOT_APART, M.ACCEPT, R.BACK_OFFICE, actor=CLERK)
    refused(diary, Why.ONLY_AT_ONCE, M.ACCEPT, R.INTAKE)
    diary.do(M.ACCEPT, R.BACK_OFFICE)
    refused(diary, Why.NOT_APART, M.DECIDE, R.BACK_OFFICE, Deciding(True), actor=CLERK)


def test_who_took_in_what_was_missing_does_not_judge_it_either() -> None:
    diary = received()
    diary.do(M.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((Demand("02", "布局图"),)))
    diary.do(M.RESUBMIT, R.INTAKE, Resubmitting(), actor="0901")
    refused(diary, Why.NOT_APART, M.ACCEPT, R.BACK_OFFICE, actor="0901")
    diary.do(M.ACCEPT, R.BACK_OFFICE)
    refused(diary, Why.NOT_APART, M.SUSPEND, R.BACK_OFFICE, REVIEW, actor=CLERK)
    refused(diary, Why.NOT_APART, M.EXTEND, R.BACK_OFFICE, Extending(5, "局长"), actor=CLERK)


def test_a_notice_or_a_procedure_without_an_end_is_refused() -> None:
    diary = received()
    some = (Demand("02", "布局图"),)
    for asking in (Asking(()), Asking(some, 0), Asking(some, 10**9)):
        refused(diary, Why.WRONG_FACTS, M.ASK_SUPPLEMENT, R.BACK_OFFICE, asking)
    diary.do(M.ACCEPT, R.BACK_OFFICE)
    refused(diary, Why.WRONG_FACTS, M.SUSPEND, R.BACK_OFFICE, replace(REVIEW, cap=Limit(10**9)))


def test_who_was_told_no_is_given_no_certificate() -> None:
    diary = accepted()
    diary.do(M.DECIDE, R.BACK_OFFICE, Deciding(False), reason="场所不符合要求")
    refused(diary, Why.WRONG_FACTS, M.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))


def test_an_intake_window_gives_nothing_out_that_was_not_done_there() -> None:
    diary = accepted()
    diary.do(M.DECIDE, R.BACK_OFFICE, Deciding(True))
    diary.do(M.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES))
    refused(diary, Why.WITH_ANOTHER_DESK, M.HAND_OUT, R.INTAKE, SIGNED_FOR)


def test_papers_go_to_a_desk_that_takes_papers_over() -> None:
    diary = received()
    for nowhere in (Holder(R.SUPERVISOR), diary.life.papers if diary.life else None):
        refused(diary, Why.WRONG_FACTS, M.HAND_OVER, R.INTAKE, HandingOver("B-1", nowhere, 1))  # type: ignore[arg-type]


def test_papers_under_way_come_although_their_case_was_withdrawn() -> None:
    diary = received()
    diary.do(M.HAND_OVER, R.INTAKE, HandingOver("B-1", BACK_OFFICE, 8))
    ended = diary.do(M.WITHDRAW, R.INTAKE, reason="申请人撤回")
    life = diary.do(M.TAKE_OVER, R.BACK_OFFICE, TakingOver("B-1"))
    assert (life.state, life.transit, life.papers) == (CaseState.WITHDRAWN, None, BACK_OFFICE)
    assert life.ended_at == ended.ended_at


def test_papers_that_never_came_are_taken_back_by_who_sent_them() -> None:
    diary = received()
    diary.do(M.HAND_OVER, R.INTAKE, HandingOver("B-1", Holder(R.SECTION, "无此科"), 8))
    refused(diary, Why.NO_DIFFERENCE, M.TAKE_OVER, R.INTAKE, TakingOver("B-1", back=True))
    diary.do(M.DIFFER, R.INTAKE, Difference("B-1", DifferenceKind.MISSING))
    life = diary.do(M.TAKE_OVER, R.INTAKE, TakingOver("B-1", back=True))
    assert (life.papers.role, life.assigned) == (R.INTAKE, BACK_OFFICE)


def test_what_is_done_at_once_is_finished_where_the_applicant_stands() -> None:
    diary = received(ON_THE_SPOT)
    diary.do(M.ACCEPT, R.INTAKE)
    diary.do(M.DECIDE, R.INTAKE, Deciding(True))
    diary.do(M.CLOSE, R.INTAKE, Closing(CERTIFICATES))
    assert diary.do(M.HAND_OUT, R.INTAKE, SIGNED_FOR).state is CaseState.HANDED_OUT


def test_a_case_without_a_certificate_is_over_when_it_is_closed_and_a_rejection_is_still_delivered() -> None:
    diary = accepted()
    diary.do(M.DECIDE, R.BACK_OFFICE, Deciding(True))
    assert not diary.do(M.CLOSE, R.BACK_OFFICE, Closing(none_issued=True)).open
    refused(diary, Why.NOTHING_TO_HAND_OUT, M.HAND_OUT, R.ISSUING, SIGNED_FOR)
    no = accepted()
    no.do(M.DECIDE, R.BACK_OFFICE, Deciding(False), reason="场所不符合要求")
    assert no.do(M.CLOSE, R.BACK_OFFICE, Closing()).to_hand_out


def test_a_conditional_acceptance_waits_for_what_may_follow_and_for_the_signed_commitment() -> None:
    diary = Diary()
    diary.do(M.ACCEPT_CONDITIONALLY, R.INTAKE, opens(demands=(Demand("05", "租赁合同", days=15),)))
    refused(diary, Why.STILL_OWED, M.DECIDE, R.BACK_OFFICE, Deciding(True))
    refused(diary, Why.NOT_OWED, M.BRING, R.INTAKE, Bringing("02"))
    life = diary.do(M.BRING, R.INTAKE, Bringing("05"))
    assert life.follow_ups[0].came_at == diary.now
    refused(diary, Why.NOT_SIGNED, M.DECIDE, R.BACK_OFFICE, Deciding(True))
    diary.do(M.ATTACH, R.INTAKE, Attaching("commitment"))
    assert diary.do(M.DECIDE, R.BACK_OFFICE, Deciding(True)).outcome is not None


def test_an_accepted_case_goes_back_only_when_what_was_promised_has_not_come() -> None:
    refused(accepted(), Why.NOT_OWED, M.RETURN, R.BACK_OFFICE)
    diary = Diary()
    diary.do(M.ACCEPT_CONDITIONALLY, R.INTAKE, opens(demands=(Demand("05", "租赁合同", days=15),)))
    diary.now += timedelta(days=14)
    refused(diary, Why.NOT_LATE_YET, M.RETURN, R.BACK_OFFICE)
    diary.now += timedelta(days=2)
    assert diary.do(M.RETURN, R.BACK_OFFICE).state is CaseState.RETURNED


def test_a_case_whose_applicant_never_comes_back_is_returned_once_the_time_is_over() -> None:
    diary = received()
    diary.do(M.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((Demand("02", "布局图"),), 5))
    refused(diary, Why.NOT_LATE_YET, M.RETURN, R.BACK_OFFICE)
    diary.now += timedelta(days=6)
    life = diary.do(M.RETURN, R.BACK_OFFICE)
    assert (life.state, life.open) == (CaseState.RETURNED, False)


def test_the_limit_is_made_longer_once_by_the_head_of_the_organ_and_within_the_law() -> None:
    diary = accepted()
    refused(diary, Why.TOO_LONG, M.EXTEND, R.BACK_OFFICE, Extending(16, "局长"))
    refused(diary, Why.TOO_LONG, M.EXTEND, R.BACK_OFFICE, Extending(10, ""))
    diary.do(M.EXTEND, R.BACK_OFFICE, Extending(10, "局长"), reason="须实地核查")
    refused(diary, Why.EXTENDED_ALREADY, M.EXTEND, R.BACK_OFFICE, Extending(1, "局长"))


def test_a_section_acts_only_upon_papers_that_it_has() -> None:
    diary = accepted()
    refused(diary, Why.WITH_ANOTHER_DESK, M.SUSPEND, R.SECTION, REVIEW)
    diary.do(M.SUSPEND, R.BACK_OFFICE, REVIEW)
    refused(diary, Why.PAPERS_NOT_HERE, M.HAND_OVER, R.BACK_OFFICE, HandingOver("B-1", SECTION))
    diary.do(M.HAND_OVER, R.INTAKE, HandingOver("B-1", SECTION))
    refused(diary, Why.PAPERS_NOT_HERE, M.RESUME, R.SECTION, ProcedureEnd(True, "通过"))
    refused(diary, Why.WITH_ANOTHER_DESK, M.RESUME, R.BACK_OFFICE, ProcedureEnd(True, "通过"))


def test_papers_leave_once_and_come_to_whom_the_slip_names() -> None:
    diary = received()
    diary.do(M.HAND_OVER, R.INTAKE, HandingOver("B-1", BACK_OFFICE, 8))
    refused(diary, Why.UNDER_WAY, M.HAND_OVER, R.INTAKE, HandingOver("B-2", BACK_OFFICE))
    refused(diary, Why.NOT_IN_BATCH, M.TAKE_OVER, R.BACK_OFFICE, TakingOver("B-2"))
    refused(diary, Why.NOT_FOR_YOU, M.TAKE_OVER, R.ISSUING, TakingOver("B-1"))
    life = diary.do(M.DIFFER, R.BACK_OFFICE, Difference("B-1", DifferenceKind.MISSING))
    assert life.transit is not None and life.transit.difference is DifferenceKind.MISSING
    life = diary.do(M.TAKE_OVER, R.BACK_OFFICE, TakingOver("B-1"))
    assert (life.transit, life.papers) == (None, BACK_OFFICE)


@pytest.mark.parametrize(
    ("way", "why"),
    [
        (HandingOut(Way.WINDOW, Identity.CARD, proof=""), Why.NO_PROOF),
        (HandingOut(Way.POST, Identity.ADDRESS, proof="label"), Why.NO_PROOF),
        (COLLECTED, Why.NOT_IN_LOCKER),
    ],
)
def test_every_way_out_has_its_proof(way: HandingOut, why: Why) -> None:
    refused(at_the_issuing_desk(), why, M.HAND_OUT, R.ISSUING, way)


def test_what_lies_in_a_locker_leaves_by_the_locker_or_comes_back() -> None:
    diary = at_the_issuing_desk()
    place = LockerPlace("A", 7, "481516", "2026-09-30")
    refused(diary, Why.NOT_IN_LOCKER, M.TAKE_BACK, R.ISSUING)
    diary.do(M.PUT_IN_LOCKER, R.ISSUING, place)
    refused(diary, Why.IN_LOCKER, M.PUT_IN_LOCKER, R.ISSUING, place)
    refused(diary, Why.IN_LOCKER, M.HAND_OUT, R.ISSUING, SIGNED_FOR)
    diary.do(M.TAKE_BACK, R.ISSUING)
    assert diary.do(M.HAND_OUT, R.ISSUING, SIGNED_FOR).state is CaseState.HANDED_OUT


def test_a_supplement_comes_by_locker_and_is_taken_out_whatever_became_of_the_case() -> None:
    diary, place = asked(), LockerPlace("A", 3, "481516", "2026-09-30")
    refused(diary, Why.NO_CELL_KEPT, M.DEPOSIT, R.ISSUING)
    life = diary.do(M.KEEP_CELL, R.ISSUING, place)
    assert life.deposit == Deposit(place) and life.locker is None
    refused(diary, Why.CELL_KEPT, M.KEEP_CELL, R.ISSUING, place)
    refused(diary, Why.NOTHING_LAID_IN, M.FETCH, R.ISSUING)
    life = diary.do(M.DEPOSIT, R.ISSUING)
    assert life.deposit is not None and life.deposit.came_at == life.changed_at
    refused(diary, Why.NO_CELL_KEPT, M.GIVE_UP_CELL, R.ISSUING)
    assert diary.do(M.WITHDRAW, R.INTAKE).state is CaseState.WITHDRAWN
    life = diary.do(M.FETCH, R.ISSUING)
    assert (life.deposit, life.state) == (None, CaseState.WITHDRAWN)


def test_a_kept_cell_is_given_up_and_another_kept() -> None:
    diary, place = asked(), LockerPlace("A", 3, "481516", "2026-09-30")
    diary.do(M.KEEP_CELL, R.ISSUING, place)
    assert diary.do(M.GIVE_UP_CELL, R.ISSUING).deposit is None
    assert diary.do(M.KEEP_CELL, R.ISSUING, place).deposit is not None


@pytest.mark.parametrize("step", [received, accepted, with_section, at_the_issuing_desk])
def test_a_repeated_or_early_move_is_refused_with_its_reason(step: Callable[[], Diary]) -> None:
    diary = step()
    assert diary.life is not None
    for kind in (M.RESUBMIT, M.RECEIVE):
        refused(diary, Why.NOT_FROM_HERE, kind, R.INTAKE)
    refused(diary, Why.NOT_BY_YOU, M.HAND_OVER, R.SUPERVISOR, HandingOver("B", SECTION))


def test_a_move_that_says_something_else_than_its_kind_is_refused() -> None:
    refused(accepted(), Why.WRONG_FACTS, M.EXTEND, R.BACK_OFFICE, Deciding(True))


def test_a_clock_set_back_a_day_makes_no_case_go_back() -> None:
    diary = received()
    before = diary.life
    diary.now -= timedelta(days=1)
    life = diary.do(M.ACCEPT, R.BACK_OFFICE)
    assert before is not None and life.accepted_at == before.received_at


@pytest.mark.parametrize(
    ("kind", "role", "facts", "basis"),
    [
        (M.REFUSE, R.BACK_OFFICE, None, True),
        (M.WITHDRAW, R.INTAKE, None, False),
        (M.VOID, R.SUPERVISOR, None, False),
        (M.VOID_DOCUMENT, R.INTAKE, VoidingDocument("acceptance", "N1"), False),
    ],
)
def test_what_ends_a_case_or_a_document_is_said_with_its_reason(
    kind: MoveKind, role: Role, facts: object, basis: bool
) -> None:
    refused(received(), Why.NO_REASON, kind, role, facts, reason=" ")
    if basis:
        refused(received(), Why.NO_BASIS, kind, role, facts, basis="")


def test_a_window_refuses_with_a_reason_and_by_law_too() -> None:
    refused(Diary(), Why.NO_REASON, M.REFUSE, R.INTAKE, opens(), reason="")
    refused(Diary(), Why.NO_BASIS, M.REFUSE, R.INTAKE, opens(), basis="")


def test_an_extension_a_rejection_a_return_and_a_procedure_say_why() -> None:
    diary = accepted()
    refused(diary, Why.NO_REASON, M.EXTEND, R.BACK_OFFICE, Extending(5, "局长"), reason="")
    refused(diary, Why.NO_REASON, M.DECIDE, R.BACK_OFFICE, Deciding(False), reason="")
    refused(diary, Why.NO_BASIS, M.SUSPEND, R.BACK_OFFICE, replace(REVIEW, legal_basis=""))
    refused(diary, Why.NO_REASON, M.RETURN, R.BACK_OFFICE, reason="")
    diary.do(M.SUSPEND, R.BACK_OFFICE, REVIEW)
    refused(diary, Why.WRONG_FACTS, M.RESUME, R.BACK_OFFICE, ProcedureEnd(True, " "))


@pytest.mark.parametrize(
    ("closing", "why"),
    [
        (Closing(), Why.NO_CERTIFICATE),
        (Closing((Certificate("食品经营许可证"),)), Why.NO_CERTIFICATE),
        (Closing(CERTIFICATES, none_issued=True), Why.WRONG_FACTS),
    ],
)
def test_what_the_item_issues_is_named_by_its_number_or_said_not_to_be_issued(closing: Closing, why: Why) -> None:
    diary = accepted()
    diary.do(M.DECIDE, R.BACK_OFFICE, Deciding(True))
    refused(diary, why, M.CLOSE, R.BACK_OFFICE, closing)


def test_a_document_is_made_void_once_and_only_one_of_this_case() -> None:
    diary = received()
    diary.do(M.ACCEPT, R.BACK_OFFICE, documents=("YC26-03-S00001", "YC26-03-00417"))
    for stranger in ("YC26-03-S00002", "YC26-03-00417", ""):
        refused(diary, Why.NO_SUCH_DOCUMENT, M.VOID_DOCUMENT, R.INTAKE, VoidingDocument("acceptance", stranger))
    void = VoidingDocument("acceptance", "YC26-03-S00001")
    assert diary.do(M.VOID_DOCUMENT, R.INTAKE, void).void_documents == ("YC26-03-S00001",)
    refused(diary, Why.VOID_ALREADY, M.VOID_DOCUMENT, R.INTAKE, void)
