"""A clerk of the issuing window hands results out by keyboard, with a real central behind: card, locker, post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from app.domain.applicant import Applicant, Delivery, Person
from app.domain.bodies import body_of, first_body, opening
from app.domain.case import Application, CaseState, MoveKind, Role
from app.domain.facts import (
    Asking,
    Certificate,
    Closing,
    Deciding,
    Demand,
    HandingOut,
    HandingOver,
    Holder,
    TakingOver,
    Way,
    item_facts,
)
from app.domain.life import Deed, Life
from app.domain.lockers import CellState
from app.ids import new_id
from app.presenters.hand_out.state import HandOutState
from app.training.accounts import TRAINING_PASSWORD
from devices.simulators.hall import COUNTER
from devices.simulators.sample_cards import RESIDENT
from sync.transport import Transport
from sync.wire import AccountChange, Op, sha256_of
from tests.journeys.conftest import Opener
from tests.support.place import CTRL, Key
from tests.support.steps import SignIn, Step
from widgets.pages.hand_out import HandOutPage

BANK = "lockers-3"
ADDRESS = "示例市示例区样本路 1 号"
_SEQUENCE = count(1)


class Issuing:
    """The page of the issuing window, by keys."""

    def __init__(self, place: SignIn) -> None:
        self.place, self.terminal = place, place.terminal

    @property
    def state(self) -> HandOutState:
        return self.terminal.hand_out.hand_out.state()

    def sign_in(self) -> Issuing:
        """The fourth of the training accounts is the issuing clerk's."""
        self.place.press(Key.Key_4)
        self.place.press(Key.Key_Return)
        self.until("a case that waits", lambda: self.state.case is not None)
        return self

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        self.place.driver.until(what, holds)

    def press(self, *keys: Key) -> Issuing:
        for key in keys:
            self.place.press(key)
        return self

    def confirm(self, when: str = "") -> Issuing:
        """Ctrl+Enter, once the act may be done."""
        self.until(when or "an act that may be done", lambda: self._ready())
        self.place.press(Key.Key_Return, CTRL)
        return self

    def panel(self, title: str) -> Issuing:
        self.until(f"“{title}”", lambda: self.state.panel is not None and title in self.state.panel.title)
        return self

    def life(self, case_id: str) -> Life:
        """The case as it is stored at this window."""
        return self.terminal.store.cases.open(case_id)[0].life

    def shut(self, cell: int) -> Issuing:
        """Push the door shut."""
        self.place.hall.shut_door(cell, BANK)
        return self

    def _ready(self) -> bool:
        panel = self.state.panel
        return panel is not None and bool(panel.button) and not panel.hold and not panel.busy


Past = tuple[MoveKind, str, Role, object]


def lay_a_case(desk: SignIn, token: str) -> str:
    """A case whose certificate has come to this issuing window, told to the central from another window; its id."""
    batch = f"J-{next(_SEQUENCE)}"
    return told_to_the_central(
        desk, token,
        (MoveKind.ACCEPT, "0522", Role.BACK_OFFICE, None),
        (MoveKind.DECIDE, "0522", Role.BACK_OFFICE, Deciding(True, "Z1")),
        (MoveKind.CLOSE, "0522", Role.BACK_OFFICE, Closing((Certificate("证书", f"JY-{batch}"),))),
        (MoveKind.HAND_OVER, "0317", Role.INTAKE, HandingOver(batch, Holder(Role.ISSUING), 1)),
        (MoveKind.TAKE_OVER, "0705", Role.ISSUING, TakingOver(batch)),
    )[0]  # fmt: skip


def told_to_the_central(desk: SignIn, token: str, *past: Past) -> tuple[str, str]:
    """A case that another window took in and of which this has become since; its id and number."""
    terminal, now = desk.terminal, desk.terminal.now()
    item = next(each for each in terminal._on.catalogue().items if each.department.code == "SCJG")
    person = Person(RESIDENT.name, id_number=RESIDENT.number)
    applicant = Applicant(person=person, phone="13800001234", delivery=Delivery.WINDOW, delivery_address=ADDRESS)
    application = Application(applicant, item.code, terminal._on.catalogue().version)
    number = f"YC26-40-{next(_SEQUENCE):05d}"
    says = opening(number, item_facts(item), application)
    moves: tuple[Past, ...] = ((MoveKind.RECEIVE, "0317", Role.INTAKE, says), *past)
    case_id = new_id()
    line = Transport(terminal.settings.central.url, token, device_id="window-40")
    try:
        line.hello()
        for version, (kind, actor, role, facts) in enumerate(moves):
            at = terminal.settings.window.number if role is Role.ISSUING else "40"
            deed = Deed(kind, now, actor, role, at, "", facts)
            body = body_of(deed) if version else first_body(deed, application, due="")
            op = Op(op_id=new_id(), device_id="window-40", device_seq=next(_SEQUENCE), case_id=case_id,
                    base_version=version, kind=f"case.{kind.value}", body=body,
                    body_sha256=sha256_of(body))  # fmt: skip
            [result] = line.push([op]).results
            assert result.verdict == "accepted", result
    finally:
        line.close()
    return case_id, number


@pytest.fixture
def issuing(opened: Opener, tokens: tuple[Path, dict[str, str]]) -> Iterator[tuple[Issuing, str]]:
    """The issuing clerk's page with one case that waits there, and its id."""
    with opened(devices=(*COUNTER, BANK)) as desk:
        case_id = lay_a_case(desk, tokens[1]["window-40"])
        page = Issuing(desk).sign_in()
        page.terminal.hand_out.hand_out.choose(case_id)
        page.until("that case", lambda: page.state.case is not None and page.state.case.id == case_id)
        yield page, case_id


def handed_out(page: Issuing, case_id: str) -> HandingOut:
    """How the case went, when the central has it too."""
    page.place.all_delivered()
    life = page.life(case_id)
    assert life.state is CaseState.HANDED_OUT and life.hand_out is not None
    return life.hand_out


def test_the_card_is_read_and_the_receipt_printed(issuing: tuple[Issuing, str]) -> None:
    page, case_id = issuing
    printed = len(page.place.hall.printer.slips)
    page.place.reads("先读身份证").shot("waiting")
    page.place.hall.lay_card("resident")
    page.place.reads("读卡一致")
    page.place.shot("card")
    page.confirm("the card read").panel("已出件")
    page.until("the receipt", lambda: len(page.place.hall.printer.slips) == printed + 1)
    assert handed_out(page, case_id).way is Way.WINDOW
    page.place.shot("done")


def test_somebody_elses_card_is_refused(issuing: tuple[Issuing, str]) -> None:
    page, case_id = issuing
    page.place.hall.lay_card("hmt_permit")
    page.place.reads("不是申请人或代办人本人").shot("refused")
    page.place.press(Key.Key_Return, CTRL)
    assert [row.action for row in page.terminal.store.audit.of(case_id)] == ["hand_out.wrong_person"]


def test_through_the_locker_with_its_code(issuing: tuple[Issuing, str]) -> None:
    page, case_id = issuing
    page.press(Key.Key_2).confirm().panel("1 号格开着")
    page.place.shot("open")
    page.shut(1).panel("1 号格已关上").confirm().panel("1 号格存着")
    place = page.life(case_id).locker
    assert place is not None
    page.place.all_delivered().shot("laid-in")
    page.press(Key.Key_C)
    page.place.driver.type(place.code)
    page.press(Key.Key_Return).panel("1 号格开着")
    page.shut(1).panel("1 号格已关上").confirm().panel("已出件")
    out = handed_out(page, case_id)
    assert out.way is Way.LOCKER and "1 号格" in out.proof
    [*_, cell] = page.terminal.store.lockers.cells(BANK, 1)
    assert cell.state is CellState.FREE


def test_by_post_with_the_line_cut_and_sent_later(issuing: tuple[Issuing, str]) -> None:
    page, case_id = issuing
    page.place.cut_line()
    page.press(Key.Key_3)
    page.place.reads(ADDRESS)
    widget = page.place.place.window.page(HandOutPage)
    page.place.tab_to(next(each for each in widget.findChildren(QLineEdit) if each.accessibleName() == "运单号"))
    page.place.driver.type("EA473124828CN")
    page.confirm()
    page.place.reads("校验码不对").shot("mistyped")
    page.press(Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace)
    page.place.driver.type("9CN")
    page.confirm().panel("已出件")
    page.place.join_line()
    assert handed_out(page, case_id).waybill == "EA473124829CN"


_FIRST_PASSWORD = "before-the-first"
BOTH = "0733"
"""The login of somebody who takes in and gives out."""


def made_both(desk: SignIn, token: str) -> None:
    """An administrator makes that account, and whose it is takes a password of their own."""
    session = ""
    for _ in range(2):
        line = Transport(desk.terminal.settings.central.url, token, device_id="window-40", session=session)
        try:
            line.hello()
            if session:
                roles = (Role.INTAKE.value, Role.ISSUING.value)
                line.put_account(AccountChange(login=BOTH, name="卫某某", roles=roles, password=_FIRST_PASSWORD))
                line.change_password(BOTH, _FIRST_PASSWORD, TRAINING_PASSWORD)
            else:
                session = line.sign_in("0001", TRAINING_PASSWORD).session
        finally:
            line.close()


def test_a_supplement_is_brought_by_locker_and_taken_up(opened: Opener, tokens: tuple[Path, dict[str, str]]) -> None:
    with opened(devices=(*COUNTER, BANK)) as desk:
        asked = MoveKind.ASK_SUPPLEMENT, "0522", Role.BACK_OFFICE, Asking((Demand("X9", "租赁合同", "在有效期内"),))
        case_id, number = told_to_the_central(desk, tokens[1]["window-40"], asked)
        made_both(desk, tokens[1]["window-40"])
        desk.signed_in_as(BOTH)
        Step(desk.place).open_page("hand_out")
        page = Issuing(desk)
        page.press(Key.Key_G)
        desk.driver.type(number)
        page.confirm().panel("为补正留一格")
        desk.reads("租赁合同", "谁来补交").shot("asked")
        page.confirm().panel("1 号格留着")
        desk.all_delivered().shot("kept")
        deposit = page.life(case_id).deposit
        assert deposit is not None
        page.press(Key.Key_C)
        desk.driver.type(deposit.place.code)
        page.press(Key.Key_Return).panel("1 号格开着")
        page.shut(1).panel("1 号格已关上").confirm().panel("1 号格存着")
        desk.reads("补正材料待取").all_delivered().shot("laid-in")
        page.confirm().panel("1 号格开着")
        page.shut(1).panel("1 号格已关上").confirm().panel("补正材料已取出")
        desk.all_delivered().shot("fetched")
        page.confirm()
        desk.driver.until("the case on the desk", lambda: page.terminal.intake.session.draft.ticket == number)
        desk.reads("租赁合同").shot("taken-up")
        [told] = [each for each in page.terminal.store.cases.open(case_id)[1] if each.kind is MoveKind.FETCH]
        assert told.actor == BOTH
