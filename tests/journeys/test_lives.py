"""The lives of cases, through several windows and a central: each from the first card to the end, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.presenters.pages import CASES, HAND_OUT
from tests.journeys.conftest import PICTURES
from tests.support.cases import CasesStep
from tests.support.hall_of_windows import EXAMINER, INTAKE, ISSUER, OFFICER, OTHER_INTAKE, OTHER_OFFICER, HallOfWindows
from tests.support.hand_out import HandOutStep
from tests.support.papers import HandOverStep
from tests.support.place import ALT, Key
from tests.support.steps import ApplicantStep, SlipStep
from tests.support.window import fresh, speak_english_again

FOOD = ("spjyxk", "食品经营许可（新办）")
DESK = ("reader", "camera", "printer")
PLAN = "经营场所布局图"
LOCKER = "lockers-2"

Said = pytest.CaptureFixture[str]


@pytest.fixture
def hall(qapp: QApplication, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HallOfWindows]:
    """A hall whose central has just begun."""
    hall = HallOfWindows(tmp_path, fresh(PICTURES / request.node.originalname.removeprefix("test_")))
    try:
        yield hall
    finally:
        hall.close()
        speak_english_again(qapp)


def taken_in(hall: HallOfWindows, *, way: str = "窗口") -> SlipStep:
    """A licence to deal in food, taken in whole at window 03; it is to be collected that `way`."""
    desk = hall.window("03", *DESK)
    desk.signed_in_as(INTAKE.login)
    step = ApplicantStep(desk.place).lay_card("resident").choose(way).shot("applicant").go_on()
    materials = step.take(*FOOD).next().scan(0).take_everything()
    slip = materials.shot("materials").next().accept_doubts().shot("review").decide(1).confirm().shot("received")
    assert slip.papers(slip.number, 2) == ["一次性告知单", "收件凭证"]
    return slip.all_delivered()


def office(hall: HallOfWindows, login: str = OFFICER.login, number: str = "12") -> CasesStep:
    """The back office's window, which also has the hall's modem."""
    window = hall.window(number, "printer", "modem", "code-gun")
    window.signed_in_as(login)
    return CasesStep(window.place)


def issuing(hall: HallOfWindows) -> HandOutStep:
    """The issuing window, with a locker."""
    window = hall.window("01", "printer", "reader", "code-gun", LOCKER)
    window.signed_in_as(ISSUER.login)
    return HandOutStep(window.place)


def to_the_back_office(slip: SlipStep, cases: CasesStep) -> None:
    """The papers go from the intake window to the back office."""
    batch = HandOverStep.of(slip).choose(slip.number).shot("to-send").send(slip.number)
    taking = HandOverStep.of(cases).receive(batch).shot("batch-here").take_over(slip.number).shot("taken-over")
    taking.open_page(CASES)


def to_issuing(cases: CasesStep, desk: HandOutStep, number: str) -> None:
    """The certificate goes from the back office to the issuing window."""
    batch = HandOverStep.of(cases).choose_by_code(number).shot("certificate-to-send").send(number)
    HandOverStep.of(desk).receive(batch).take_over(number).shot("certificate-taken-over").open_page(HAND_OUT)


def test_promised_with_a_supplement(hall: HallOfWindows, capsys: Said) -> None:
    received = taken_in(hall)
    number = received.number
    cases = office(hall).find(number).shot("found")
    to_the_back_office(received, cases)
    asked = cases.find(number).begin(Key.Key_B, "supplement").tick(PLAN).shot("asking").do().stands("待补正")
    call = asked.shot("asked").begin(Key.Key_C, "record_call").write("说了什么", "申请人明天来补").shot("calling").do()
    call.tab(3).reads("电话打通", "已告知到人").shot("called")
    [told] = hall.messages_sent(cases, 1)
    assert number in told and PLAN in told
    assert cases.papers(number, 2) == ["补正告知书"] * 2

    desk = hall.window("05", *DESK)
    desk.signed_in_as(OTHER_INTAKE.login)
    found = ApplicantStep(desk.place).find_page().search(number).reads("待补正", "03 窗口").shot("elsewhere")
    again = found.come_back(number).reads("还缺 1 件").shot("again").scan(1).shot("brought")
    back = again.next().accept_doubts().shot("review-again").confirm_again().shot("received-again").all_delivered()
    assert back.number == number and back.papers(number, 1) == ["收件凭证"]
    to_the_back_office(back, cases)  # on a slip of its own: the other papers lie there already

    accepting = cases.find(number).stands("待受理").shot("back").expected("accept_case").shot("accepting")
    accepted = accepting.do().stands("已受理").shot("accepted")
    deciding = accepted.expected("decide").write("证件编号", "JY24306000000001").shot("deciding")
    deciding.do().stands("已办结").shot("closed")
    assert cases.papers(number, 6)[2:] == ["受理通知书"] * 2 + ["准予决定书"] * 2

    hand_out = issuing(hall).shot("nothing-to-issue")
    to_issuing(cases, hand_out, number)
    given = hand_out.find(number).shot("to-issue").lay_card("resident").shot("card").sign().shot("signed").act("window")
    given.stands("done").shot("handed-out").all_delivered()
    assert hand_out.papers(number, 1) == ["送达回执"]
    messages = hall.messages_sent(cases, 4)
    assert len(messages) == len(set(messages)) == 4 and all(number in each for each in messages)
    show = hall.told(capsys, number)
    assert (show["state"], show["number"]) == ("handed_out", number)
    assert [event["move"] for event in show["events"]] == [
        "receive", "hand_over", "take_over", "ask_supplement", "call", "resubmit", "hand_over", "take_over", "accept",
        "decide", "close", "hand_over", "take_over", "hand_out",
    ]  # fmt: skip


def test_promised_with_an_expert_review(hall: HallOfWindows, capsys: Said) -> None:
    received = taken_in(hall, way="取件柜")
    number = received.number
    cases = office(hall)
    to_the_back_office(received, cases)
    accepted = cases.find(number).expected("accept_case").do().stands("已受理")
    review = accepted.begin(Key.Key_P, "special").choose("程序", "专家评审").shot("review-begins").do()
    review.stands("特别程序中").shot("stopped")
    assert cases.papers(number, 4) == ["受理通知书"] * 2 + ["特别程序期限告知书"] * 2
    assert hall.told(capsys, number)["state"] == "suspended"

    batch = HandOverStep.of(cases).choose_by_code(number).shot("to-the-section").send(number)
    window = hall.window("21", "printer", "code-gun")
    window.signed_in_as(EXAMINER.login)
    section = CasesStep(window.place)
    HandOverStep.of(section).receive(batch).take_over(number).open_page(CASES)
    result = section.find(number).expected("result").write("结论", "布局合理，符合要求").shot("result")
    result.do().stands("已受理").shot("result-recorded")
    back = HandOverStep.of(section).choose_by_code(number).shot("back-to-the-office").send(number)
    HandOverStep.of(cases).receive(back).take_over(number).open_page(CASES)

    deciding = cases.find(number).tab(3).reads("专家评审", "布局合理，符合要求").expected("decide")
    deciding.write("证件编号", "JY24306000000002").do().stands("已办结").shot("closed")
    hand_out = issuing(hall)
    to_issuing(cases, hand_out, number)
    laid_in = hand_out.find(number).by_locker().shot("cell-open").shut(LOCKER).shot("cell-shut").act("cell")
    laid_in.stands("full").shot("in-the-locker").all_delivered()
    messages = hall.messages_sent(cases, 4)
    [ready] = [text for text in messages if "取件码" in text]
    code = re.search(r"取件码(\d+)", ready)
    assert code and number in ready and len(set(messages)) == 4
    collecting = hand_out.pickup_code(code[1]).shot("cell-open-again").shut(LOCKER).act("cell")
    collecting.stands("done").shot("collected").all_delivered()
    show = hall.told(capsys, number)
    assert (show["state"], show["number"]) == ("handed_out", number)
    assert [event["move"] for event in show["events"]] == [
        "receive", "hand_over", "take_over", "accept", "suspend", "hand_over", "take_over", "resume", "hand_over",
        "take_over", "decide", "close", "hand_over", "take_over", "put_in_locker", "hand_out",
    ]  # fmt: skip
    assert len(hall.messages_sent(cases, 4)) == 4, "each told once"


def test_two_clerks_move_the_same_case_and_one_of_them_is_off_line(hall: HallOfWindows, capsys: Said) -> None:
    received = taken_in(hall)
    number = received.number
    cases = office(hall).find(number)
    other = office(hall, OTHER_OFFICER.login, "13").find(number).cut_line()
    other.expected("accept_case").do_off_line().stands("已受理").shot("accepted-off-line")
    asked = cases.begin(Key.Key_B, "supplement").tick(PLAN).do().stands("待补正")
    other.join_line().reads("受理没有生效").shot("refused")
    assert {act.id for act in other.case.ways_on} == {"take_back", "redo", "newest"}
    other.press(Key.Key_K)
    other.reads_no_more("受理没有生效").stands("待补正").shot("taken-back").all_delivered()
    call = other.begin(Key.Key_C, "record_call").write("说了什么", "申请人明天来补").do()
    call.tab(3).reads("电话打通").shot("going-on")
    show = hall.told(capsys, number)
    assert show["state"] == "awaiting_supplement"
    assert [(event["move"], event["actor"]) for event in show["events"]] == [
        ("receive", INTAKE.login), ("ask_supplement", OFFICER.login), ("call", OTHER_OFFICER.login),
    ]  # fmt: skip
    assert len(hall.messages_sent(asked, 1)) == 1, "of what was taken back nobody is told"


def test_withdrawn_half_way_by_an_applicant_who_could_not_be_reached(hall: HallOfWindows, capsys: Said) -> None:
    received = taken_in(hall)
    number = received.number
    cases = office(hall).find(number)
    asked = cases.begin(Key.Key_B, "supplement").tick(PLAN).do().stands("待补正")
    missed = asked.begin(Key.Key_C, "record_call").choose("打通了吗", "电话没打通").shot("not-reached").do()
    missed.tab(3).reads("电话没打通").shot("missed")
    found = received.next_applicant().find_page().search(number).reads("待补正").shot("found")
    found.withdraw("申请人另选时间办理").shot("withdrawn").all_delivered()
    missed.press(Key.Key_1, ALT)
    missed.gone(number).shot("off-the-list")
    show = hall.told(capsys, number)
    assert (show["state"], show["events"][-1]["reason"]) == ("withdrawn", "申请人另选时间办理")
    assert [clock["clock"] for clock in show["clocks"] if clock["state"] == "running"] == []
