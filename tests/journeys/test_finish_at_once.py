"""A done-at-once item is finished in the sitting in which it was taken in."""

from __future__ import annotations

from app.domain.case import CaseState, MoveKind
from tests.support.place import CTRL, Key
from tests.support.steps import SignIn, SlipStep

TAX_CERTIFICATE = ("kjssws", "开具税收完税证明")


def taken_in(desk: SignIn) -> SlipStep:
    """The item taken in whole, its slips printed."""
    materials = desk.sign_in().serve().take(*TAX_CERTIFICATE).next().take_everything()
    return materials.next().accept_doubts().decide(1).confirm().at_rest()


def test_a_certificate_is_handed_out_at_once_and_its_receipt_printed(desk: SignIn) -> None:
    slip = taken_in(desk).shot("offered")
    printed = len(slip.hall.printer.slips)
    line = slip.finish_line()
    slip.tab_to(line.fields()[0])
    slip.driver.type("湘岳税证2026001")
    slip.press(Key.Key_Return)
    slip.reads("已当场办结，发出", "湘岳税证2026001", "送达回执").at_rest().shot("finished")
    assert len(slip.hall.printer.slips) == printed + 1
    case = slip.kept_case()
    assert (case.state, case.version) == (CaseState.HANDED_OUT, 5)
    assert case.life.hand_out is not None and case.life.hand_out.proof == "YC26-01-D00001"
    kinds = [event.kind for event in slip.terminal.store.cases.open(case.id)[1]]
    assert kinds == [MoveKind.RECEIVE, MoveKind.ACCEPT, MoveKind.DECIDE, MoveKind.CLOSE, MoveKind.HAND_OUT]
    slip.all_delivered()
    slip.press(Key.Key_Return, CTRL)
    slip.reads_no_more("湘岳税证2026001")


def test_without_a_certificate_the_case_ends_closed(desk: SignIn) -> None:
    slip = taken_in(desk)
    slip.press(Key.Key_D)
    slip.reads("已当场办结，无证照").shot("finished")
    assert slip.kept_case().state is CaseState.CLOSED
    slip.press(Key.Key_D)
    slip.all_delivered()
    assert slip.kept_case().version == 4, "finished once"


def test_a_promised_item_is_not_finished_at_the_window(desk: SignIn) -> None:
    materials = desk.sign_in().serve().take("gljt", "高龄津贴申领").next().take_everything()
    slip = materials.next().accept_doubts().confirm().at_rest()
    slip.press(Key.Key_D)
    assert not slip.finish_line().isVisible()
    assert slip.kept_case().state is CaseState.RECEIVED
