"""An applicant comes back: with what a supplement notice listed, with what was allowed to follow, or to withdraw."""

from __future__ import annotations

from app.domain.case import CaseState, MoveKind
from app.presenters.session import StepName
from tests.support.place import CTRL, Key
from tests.support.steps import FindPage, MaterialsStep, ReviewStep, SignIn, SlipStep

OLD_AGE, FOOD = ("gljt", "高龄津贴申领"), ("spjyxk", "食品经营许可（新办）")


def kinds(slip: SlipStep) -> list[MoveKind]:
    return [event.kind for event in slip.terminal.store.cases.open(slip.kept_case().id)[1]]


def found(slip: SlipStep) -> FindPage:
    """The case just saved, found again by the next applicant's clerk."""
    number = slip.number
    return slip.next_applicant().find_page().search(number).opened(number)


def taken_up_again(page: FindPage, number: str) -> MaterialsStep:
    page.press(Key.Key_G, CTRL)
    session = page.terminal.intake.session
    page.driver.until("the case on the desk", lambda: session.draft.ticket == number)
    return MaterialsStep(page.place)


def confirmed(review: ReviewStep) -> SlipStep:
    """Saved under the number that the case has already."""
    review.press(Key.Key_Return, CTRL)
    session = review.terminal.intake.session
    review.driver.until("a saved case", lambda: session.step is StepName.SLIP)
    return SlipStep(review.place).at_rest()


def test_a_supplement_is_brought_to_the_same_case_under_the_same_number(desk: SignIn) -> None:
    first = desk.sign_in().serve().take(*OLD_AGE).next().go_to(0).take_paper()
    slip = first.next().accept_doubts().decide(2).confirm().at_rest()
    number, before = slip.number, slip.kept_case()
    assert before.state is CaseState.AWAITING_SUPPLEMENT
    materials = taken_up_again(found(slip).shot("found"), number).shot("again")
    review = materials.next().shot("too-little").reads("还有材料没有补齐")
    review.press(Key.Key_3, CTRL)
    whole = materials.take_everything().next().accept_doubts().shot("review")
    again = confirmed(whole).shot("received")
    assert (again.number, again.kept_case().id) == (number, before.id)
    assert again.kept_case().state is CaseState.RECEIVED
    assert kinds(again) == [MoveKind.ASK_SUPPLEMENT, MoveKind.RESUBMIT]
    again.reads("收件凭证").all_delivered()


def test_what_was_allowed_to_follow_is_brought_later(desk: SignIn) -> None:
    first = desk.sign_in().serve().take(*FOOD).next().take_everything(but=("可容缺",))
    slip = first.next().accept_doubts().decide(4).confirm().at_rest()
    number = slip.number
    assert slip.kept_case().life.owed
    materials = taken_up_again(found(slip), number)
    again = confirmed(materials.take_everything().next().accept_doubts()).shot("brought")
    assert (again.number, again.kept_case().life.owed) == (number, ())
    assert kinds(again) == [MoveKind.ACCEPT_CONDITIONALLY, MoveKind.BRING]
    again.all_delivered()


def test_who_comes_back_and_is_put_aside_is_taken_up_again_as_the_same_case(desk: SignIn) -> None:
    slip = desk.sign_in().serve().take(*OLD_AGE).next().go_to(0).take_paper().next().accept_doubts().decide(2).confirm()
    number = slip.at_rest().number
    materials = taken_up_again(found(slip), number).take_everything()
    applicant = materials.put_aside().reads("取回上次没做完的件")
    applicant.resume()
    session = materials.terminal.intake.session
    assert session.case is not None and session.case.number == number


def test_an_application_is_withdrawn_with_its_reason(desk: SignIn) -> None:
    slip = desk.sign_in().serve().take(*OLD_AGE).next().take_everything().next().accept_doubts().confirm().at_rest()
    page = found(slip)
    page.press(Key.Key_W, CTRL)
    page.reads("撤回原因")
    page.driver.type("申请人另选时间办理")
    page.shot("asked").press(Key.Key_Return)
    page.reads("已按申请人要求撤回").shot("withdrawn")
    [row] = [row for row in page.terminal.everybody.find.state().rows if row.current]
    case, events = page.terminal.store.cases.open(row.case_id)
    assert (case.state, events[-1].reason) == (CaseState.WITHDRAWN, "申请人另选时间办理")
    page.all_delivered()
