"""The lives of cases, through several windows and a central: each from the first card to the end, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import PICTURES
from tests.support.cases import CasesStep
from tests.support.hall_of_windows import INTAKE, OFFICER, OTHER_INTAKE, HallOfWindows
from tests.support.place import Key
from tests.support.steps import ApplicantStep, SlipStep
from tests.support.window import fresh, speak_english_again

FOOD = ("spjyxk", "食品经营许可（新办）")
DESK = ("reader", "camera", "printer")
PLAN = "经营场所布局图"

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


def taken_in(hall: HallOfWindows) -> SlipStep:
    """A licence to deal in food, taken in whole at window 03."""
    desk = hall.window("03", *DESK)
    desk.signed_in_as(INTAKE.login)
    materials = ApplicantStep(desk.place).serve().shot("item").take(*FOOD).next().scan(0).take_everything()
    slip = materials.shot("materials").next().accept_doubts().shot("review").decide(1).confirm().shot("received")
    assert slip.papers(slip.number, 2) == ["一次性告知单", "收件凭证"]
    return slip.all_delivered()


def office(hall: HallOfWindows, login: str = OFFICER.login, number: str = "12") -> CasesStep:
    """The back office's window, which also has the hall's modem."""
    window = hall.window(number, "printer", "modem")
    window.signed_in_as(login)
    return CasesStep(window.place)


def test_promised_with_a_supplement(hall: HallOfWindows, capsys: Said) -> None:
    number = taken_in(hall).number
    cases = office(hall).find(number).shot("found")
    asked = cases.begin(Key.Key_B, "supplement").tick(PLAN).shot("asking").do().stands("待补正").shot("asked")
    call = asked.begin(Key.Key_C, "record_call").write("说了什么", "申请人明天来补").shot("calling").do()
    call.tab(3).reads("电话打通", "已告知到人").shot("called")
    [told] = hall.messages_sent(cases, 1)
    assert number in told and PLAN in told
    assert cases.papers(number, 1) == ["补正告知书"]

    desk = hall.window("05", *DESK)
    desk.signed_in_as(OTHER_INTAKE.login)
    found = ApplicantStep(desk.place).find_page().search(number).reads("待补正", "03 窗口接的件").shot("elsewhere")
    again = found.come_back(number).reads("还缺 1 件").shot("again").scan(1).shot("brought")
    back = again.next().accept_doubts().shot("review-again").confirm_again().shot("received-again").all_delivered()
    assert back.number == number and back.papers(number, 1) == ["收件凭证"]

    accepting = cases.find(number).stands("待受理").shot("back").expected("accept_case").shot("accepting")
    accepted = accepting.do().stands("已受理").shot("accepted")
    deciding = accepted.expected("decide").write("证件编号", "JY24306000000001").shot("deciding")
    deciding.do().stands("已办结").shot("closed")
    assert cases.papers(number, 3)[1:] == ["受理通知书", "准予决定书"]
    show = hall.told(capsys, number)
    assert (show["state"], show["number"]) == ("closed", number)
    assert [event["move"] for event in show["events"]] == [
        "receive", "ask_supplement", "call", "resubmit", "accept", "decide", "close",
    ]  # fmt: skip
    assert {event["actor"] for event in show["events"]} == {INTAKE.login, OFFICER.login, OTHER_INTAKE.login}
