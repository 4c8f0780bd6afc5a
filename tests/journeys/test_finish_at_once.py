"""A done-at-once item is finished in the sitting in which it was taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.domain.case import CaseState, MoveKind
from app.domain.documents import all_series
from tests.journeys.conftest import PICTURES
from tests.support.place import CTRL, Key
from tests.support.steps import SignIn, SlipStep
from tests.support.window import opened_place, speak_english_again

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


def test_a_training_window_without_a_central_has_numbers_for_every_document(qapp: QApplication, tmp_path: Path) -> None:
    try:
        with opened_place(tmp_path / "window", PICTURES / "training_alone") as desk:
            slip = taken_in(desk)
            slip.tab_to(slip.finish_line().fields()[0])
            slip.driver.type("湘岳税证2026001")
            slip.press(Key.Key_Return)
            slip.reads("已当场办结，发出").at_rest().shot("finished-alone")
            store, year = slip.terminal.store, slip.terminal.now().year
            assert all(store.numbers.left(series, year) for series in all_series(slip.terminal.document_kinds))
            numbers = [kept.number for kept in slip.kept_slips()]
            assert numbers and all(number.startswith("TYC") for number in numbers), "no hall leases these"
            assert slip.kept_case().state is CaseState.HANDED_OUT
    finally:
        speak_english_again(qapp)
