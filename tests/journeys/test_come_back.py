"""An applicant comes back: with what a supplement notice listed, with what was allowed to follow, or to withdraw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.bodies import body_of
from app.domain.case import CaseState, MoveKind, Role
from app.domain.facts import Asking, Demand
from app.domain.life import Case, Deed
from app.domain.slips import SlipDocument, SlipKind
from app.ids import new_id
from app.presenters.intake.session import StepName
from devices.scanning.pictures import load_picture
from devices.simulators.hall import COUNTER
from devices.simulators.paper import render_page
from sync.transport import Transport
from sync.wire import Op, sha256_of
from tests.journeys.conftest import Opener
from tests.support.place import CTRL, Key
from tests.support.steps import ApplicantStep, FindPage, MaterialsStep, ReviewStep, SignIn, SlipStep, Step

OLD_AGE, FOOD = ("gljt", "高龄津贴申领"), ("spjyxk", "食品经营许可（新办）")


def kinds(slip: SlipStep) -> list[MoveKind]:
    return [event.kind for event in slip.terminal.store.cases.open(slip.kept_case().id)[1]]


def conditionally(begins: SignIn | ApplicantStep) -> SlipStep:
    """A case that was accepted although a material is still to come: a commitment is to be signed."""
    applicant = begins.sign_in() if isinstance(begins, SignIn) else begins
    first = applicant.serve().take(*FOOD).next().take_everything(but=("可容缺",))
    return first.next().accept_doubts().decide(4).confirm().at_rest()


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
    slip = conditionally(desk)
    number = slip.number
    assert slip.kept_case().life.owed
    page = found(slip.all_delivered()).reads("容缺欠 1 件，余", "容缺欠交").shot("owed")
    materials = taken_up_again(page, number)
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


def ask_in_the_back(desk: SignIn, token: str, case: Case, *demands: Demand) -> None:
    """The back office asks the applicant of a delivered case for more, at a window of its own."""
    deed = Deed(MoveKind.ASK_SUPPLEMENT, desk.terminal.now(), "0522", Role.BACK_OFFICE, "40", "", Asking(demands))
    body = body_of(deed)
    op = Op(op_id=new_id(), device_id="window-40", device_seq=1, case_id=case.id, base_version=case.version,
            kind="case.ask_supplement", body=body, body_sha256=sha256_of(body))  # fmt: skip
    line = Transport(desk.terminal.settings.central.url, token, device_id="window-40")
    try:
        line.hello()
        [result] = line.push([op]).results
    finally:
        line.close()
    assert result.verdict == "accepted", result


def test_an_applicant_comes_back_at_another_window_with_what_the_back_office_asked_for(
    windows: Callable[[str], Opener], tokens: tuple[Path, dict[str, str]]
) -> None:
    with windows("first")() as desk:
        step = desk.sign_in().serve().take(*FOOD).next().scan(0)
        slip = step.take_everything().next().accept_doubts().confirm().at_rest().all_delivered()
        number, case = slip.number, slip.kept_case()
        here = [code for code, taken in case.application.taken.items() if taken.pages]
        first_window = desk.terminal.settings.window.number
        asked = Demand(next(code for code in case.application.taken if code not in here), "布局图", "须标明比例尺")
        ask_in_the_back(desk, tokens[1]["window-40"], case, asked, Demand("extra", "消防意见", "一年以内"))
    with windows("other")() as desk:
        page = desk.sign_in().find_page().search(number).opened(number)
        page.reads(f"他窗 {first_window}", "待补正").shot("of-another-window")
        materials = taken_up_again(page, number)
        state = desk.terminal.intake.materials.state
        codes = [row.code for group in state().groups for row in group.rows]
        materials.go_to(codes.index(here[0]))  # the page may lie at any material: it is known by its title
        materials.driver.until("the page that was there", lambda: any(page.picture for page in state().pages))
        materials.shot("pages-there")
        lacking = {each.name for each in state().lacking}
        assert len(lacking) == 2 and "消防意见" in lacking, "only what was asked is asked again"
        codes = [row.code for group in state().groups for row in group.rows]
        materials.go_to(codes.index("extra")).reads("一年以内").shot("standard")
        again = confirmed(materials.take_everything().next().accept_doubts())
        kept = again.kept_case()
        assert (kept.id, kept.number, kept.state, kept.version) == (case.id, number, CaseState.RECEIVED, 3)
        again.all_delivered().shot("received")
        page = again.next_applicant().find_page().search(number).opened(number)
        page.reads("要求补正", "补正材料").shot("found-again")
        assert desk.terminal.everybody.find.state().can_withdraw


def test_who_comes_back_at_another_window_withdraws_there(windows: Callable[[str], Opener]) -> None:
    with windows("first")() as desk:
        first = desk.sign_in().serve().take(*OLD_AGE).next().take_everything().next().accept_doubts().confirm()
        number = first.at_rest().all_delivered().number
    with windows("other")() as desk:
        page = desk.sign_in().find_page().search(number).opened(number)
        page.press(Key.Key_W, CTRL)
        page.reads("撤回原因")
        page.driver.type("申请人改日再办")
        page.press(Key.Key_Return)
        page.reads("已按申请人要求撤回").all_delivered()
        state = desk.terminal.everybody.find.state
        page.driver.until("its new state", lambda: state().state == "撤回" and not state().can_withdraw)
        page.shot("withdrawn-elsewhere")


def test_without_the_central_the_find_page_says_that_it_looked_here_only(windows: Callable[[str], Opener]) -> None:
    with windows("alone")() as desk:
        page = desk.sign_in().find_page().cut_line().search("YC26")
        page.reads("中心没有应答，只找了本窗口的件").shot("central-away")


def printed_on_a4(step: Step, document: SlipDocument) -> Path:
    """The document as a PDF file."""
    file = step.place.driver.out / f"{document.number}.pdf"
    file.write_bytes(step.terminal.documents.pdf(document))
    return file


def lay_down(step: Step, document: SlipDocument) -> None:
    """Put the document, printed on A4, under the camera."""
    step.hall.camera.put(load_picture(printed_on_a4(step, document)))


def scanned_back(slip: SlipStep, document: SlipDocument) -> SlipStep:
    """The document under the camera, S; once more, laid down otherwise, when a hand shook and no code was read."""
    state = slip.terminal.intake.sign_back.state
    for _ in range(2):
        lay_down(slip, document)
        slip.press(Key.Key_S)
        slip.driver.until("the page looked at", lambda: not state().busy)
        if "没有读到条码" not in state().trouble:
            break
    return slip


def test_a_commitment_is_printed_signed_and_scanned_back(desk: SignIn) -> None:
    slip = conditionally(desk)
    [commitment] = [kept.document for kept in slip.kept_slips() if kept.kind is SlipKind.COMMITMENT]
    slip.reads(f"待签名扫回：容缺受理承诺书 {commitment.number}").shot("to-be-signed")
    other = replace(commitment, number="YC26-07-R00009", bar_code="YC26-07-R00009")
    scanned_back(slip, other).reads("这一页是 YC26-07-R00009 的").shot("of-another-case")
    assert not slip.kept_case().life.signed
    scanned_back(slip, commitment).reads(f"已扫回容缺受理承诺书 {commitment.number}")
    slip.reads_no_more("待签名扫回").shot("signed")
    assert slip.kept_case().life.signed == ("commitment",)
    slip.all_delivered()


def test_a_page_without_a_readable_code_is_taken_when_the_clerk_insists(desk: SignIn) -> None:
    slip = conditionally(desk)
    page = found(slip).reads("待签名扫回").shot("at-the-find-page")
    page.hall.camera.put(render_page("容缺受理承诺书"))
    page.press(Key.Key_S, CTRL)
    page.reads("没有读到条码").shot("no-code")
    page.press(Key.Key_S, CTRL)
    page.reads("已扫回").shot("taken")
    [row] = [row for row in page.terminal.everybody.find.state().rows if row.current]
    case, events = page.terminal.store.cases.open(row.case_id)
    assert case.life.signed == ("commitment",) and "核对" in events[-1].reason
    page.all_delivered()


def test_what_was_signed_comes_back_from_a_file_and_from_the_scanner(opened: Opener) -> None:
    with opened(devices=(*COUNTER, "scanner")) as desk:
        slip = conditionally(desk)
        [commitment] = [kept.document for kept in slip.kept_slips() if kept.kind is SlipKind.COMMITMENT]
        file = printed_on_a4(slip, commitment)
        slip.reads("用高拍仪", "从文件").shot("three-ways")
        slip.choose_file(file)
        slip.reads(f"已扫回容缺受理承诺书 {commitment.number}").reads_no_more("待签名扫回").shot("from-a-file")
        assert slip.kept_case().life.signed == ("commitment",)
        slip.all_delivered()
        slip = conditionally(slip.next_applicant())
        [commitment] = [kept.document for kept in slip.kept_slips() if kept.kind is SlipKind.COMMITMENT]
        slip.hall.devices["scanner"].device.load([load_picture(printed_on_a4(slip, commitment))])
        slip.press(Key.Key_S)
        slip.reads(f"已扫回容缺受理承诺书 {commitment.number}").shot("from-the-scanner")
        slip.all_delivered()
