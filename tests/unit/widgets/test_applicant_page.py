"""The applicant page, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.applicant import ApplicantKind, Delivery, IdKind
from app.presenters.fields import FieldState, Level, Source
from app.presenters.intake.applicant_state import ApplicantState, CardNews, Open
from app.presenters.marks import Mark
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.kit.button import Button
from widgets.pages.applicant import ApplicantPage

CARD = ApplicantState(
    document="居民身份证",
    fields={
        "person.name": FieldState("欧阳某某", Source.CHIP),
        "person.id_number": FieldState(source=Source.CHIP, masked="430602********1234", revealable=True),
        "person.address": FieldState("某某路 1 号", Source.CHIP),
    },
    card=CardNews(Mark.DONE, "已读取身份证", "居民身份证，1.2 秒", "10:41:52"),
    open=(Open("phone", "联系电话", Mark.MISSING, "请填写"),),
)
OFFER = "Photograph card or licence"
EMPTY = ApplicantState(open=(Open("person.name", "姓名", Mark.MISSING, "请填写"),))


@pytest.fixture
def page() -> ApplicantPage:
    return ApplicantPage()


def focused(page: ApplicantPage) -> str:
    """The accessible name of what has the focus."""
    focus = page.window().focusWidget()
    return focus.accessibleName() if focus is not None else ""


def test_typing_says_which_field_and_what(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(edited=page.edited)
    page.focus_field("phone")
    QTest.keyClicks(desk.shell.focusWidget(), "13")
    assert heard.said == [("edited", "phone", "1"), ("edited", "phone", "13")]


def test_presenting_does_not_move_the_caret(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    state = replace(EMPTY, fields={"phone": FieldState("13800001234", Source.TYPED)})
    page.present(state)
    entry = page.field("phone").entry
    page.focus_field("phone")
    entry.setCursorPosition(3)
    page.present(replace(state, card=CARD.card))
    assert (entry.cursorPosition(), entry.text()) == (3, "13800001234")


def test_a_number_put_into_capitals_keeps_the_caret(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    page.edited.connect(
        lambda name, text: page.present(replace(EMPTY, fields={name: FieldState(text.upper(), Source.TYPED)}))
    )
    page.focus_field("person.id_number")
    entry = page.field("person.id_number").entry
    QTest.keyClicks(entry, "99")
    entry.setCursorPosition(1)
    QTest.keyClicks(entry, "x")
    assert (entry.text(), entry.cursorPosition()) == ("9X9", 2)
    assert desk.shell.focusWidget() is entry


def test_presenting_says_nothing_and_leaves_the_focus(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    page.focus_field("remark")
    heard = Heard(
        edited=page.edited, kind=page.kind_chosen, agent=page.agent_chosen, way=page.delivery_chosen,
        document=page.id_kind_chosen, release=page.release_requested,
    )  # fmt: skip
    page.present(CARD)
    page.present(CARD)
    assert heard.said == []
    assert desk.shell.focusWidget() is page.field("remark").entry


def test_a_state_that_names_a_field_moves_the_focus_there(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(CARD, focus="phone"))
    assert desk.shell.focusWidget() is page.field("phone").entry


def test_tab_goes_as_one_reads(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    page.present(replace(EMPTY, delivery=Delivery.POST))
    page.focus_field("person.name")
    desk.press(Qt.Key.Key_Backtab)
    walked = [focused(page)]
    for _ in range(12):
        desk.press(Qt.Key.Key_Tab)
        walked.append(focused(page))
    assert walked == [
        "Document", "Name", "Sex", "Nation", "ID number", "Date of birth", "Valid until", "Home address",
        "Telephone", "Delivery，Post", "Remark", "Address for delivery", "Read card",
    ]  # fmt: skip


def test_enter_goes_on_past_what_the_chip_filled_in(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    page.present(CARD)
    page.focus_field("person.name")
    desk.press(Qt.Key.Key_Return)
    assert focused(page) == "Sex"
    page.focus_field("person.valid_to")
    desk.press(Qt.Key.Key_Return)
    assert focused(page) == "Telephone"
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    assert focused(page) == "Remark"


def test_a_masked_number_is_shown_when_it_is_revealed(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(reveal=page.reveal_requested)
    page.present(CARD)
    entry = page.field("person.id_number").entry
    assert entry.text() == "430602********1234"
    desk.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == [("reveal", "person.id_number")]
    shown = FieldState("430602198601011234", Source.CHIP, revealable=True)
    page.present(replace(CARD, fields={**CARD.fields, "person.id_number": shown}))
    assert entry.text() == "430602198601011234"
    assert entry.isReadOnly()


def test_ctrl_r_reveals_the_focused_number_of_two(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(reveal=page.reveal_requested)
    agent = {"agent.id_number": FieldState(source=Source.CHIP, masked="430602********0011", revealable=True)}
    page.present(replace(CARD, through_agent=True, fields={**CARD.fields, **agent}))
    page.focus_field("agent.id_number")
    desk.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == [("reveal", "agent.id_number")]


def test_alt_e_asks_to_edit_a_chip_value_and_nothing_else(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(release=page.release_requested)
    page.present(CARD)
    page.focus_field("remark")
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    page.focus_field("person.address")
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert heard.said == [("release", "person.address")]


def test_a_person_can_only_match_a_card_that_was_read(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(match=page.match_confirmed)
    page.present(EMPTY)
    desk.press(Qt.Key.Key_F9)
    page.present(CARD)
    desk.press(Qt.Key.Key_F9)
    page.present(replace(CARD, matches_card=True))
    desk.press(Qt.Key.Key_F9)
    assert heard.said == [("match",)]


def test_f4_reads_and_ctrl_enter_goes_on(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(read=page.read_requested, proceed=page.proceed_requested)
    desk.press(Qt.Key.Key_F4)
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == [("read",), ("proceed",)]


def test_a_foreign_card_shows_nationality_instead_of_nation(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    page.present(replace(CARD, id_kind=IdKind.FOREIGN_PERMANENT))
    assert page.field("person.nationality").isVisible()
    assert not page.field("person.nation").isVisible()
    page.present(CARD)
    assert page.field("person.nation").isVisible()


def test_sections_come_only_when_they_are_asked_for(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    names = ("organisation.name", "agent.name", "delivery_address")
    page.present(EMPTY)
    assert [page.field(name).isVisible() for name in names] == [False, False, False]
    page.present(replace(EMPTY, kind=ApplicantKind.ORGANISATION, through_agent=True, delivery=Delivery.POST))
    assert [page.field(name).isVisible() for name in names] == [True, True, True]


def test_choices_are_made_with_the_arrow_keys(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    heard = Heard(way=page.delivery_chosen, agent=page.agent_chosen, kind=page.kind_chosen)
    page.present(EMPTY)
    page.focus_field("phone")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Right)
    assert heard.said == [("way", Delivery.LOCKER)]


def test_the_first_focus_is_what_is_still_open(qtbot: QtBot, page: ApplicantPage) -> None:
    desk = Desk(qtbot, page)
    page.present(CARD)
    page.focus_first()
    assert desk.shell.focusWidget() is page.field("phone").entry


def test_an_error_stands_under_its_field_and_is_spoken(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    wrong = FieldState("1", Source.TYPED, message="校验位不符，请核对", level=Level.ERROR)
    page.present(replace(EMPTY, fields={"person.id_number": wrong}))
    assert "校验位不符" in page.field("person.id_number").entry.accessibleDescription()


def test_everything_a_keyboard_reaches_has_a_name(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    page.present(replace(CARD, kind=ApplicantKind.ORGANISATION, through_agent=True, delivery=Delivery.POST))
    assert unnamed(page) == []
    assert page.field("agent.name").entry.accessibleName() != page.field("person.name").entry.accessibleName()


def test_one_button_is_filled(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    page.present(CARD)
    assert filled_buttons(page) == ["Next: item and situation"]


def test_the_chip_values_take_no_input_method(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    page.present(CARD)
    enabled = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not page.field("person.name").entry.testAttribute(enabled)
    assert page.field("phone").entry.testAttribute(enabled)
    hints = page.field("person.id_number").entry.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhLatinOnly


def test_f6_and_the_button_ask_for_a_photograph(qtbot: QtBot, page: ApplicantPage) -> None:
    desk, heard = Desk(qtbot, page), Heard(photograph=page.photograph_requested)
    page.present(replace(EMPTY, may_photograph=True))
    page.focus_field("phone")
    QTest.keyClick(desk.shell.focusWidget(), Qt.Key.Key_F6)
    next(each for each in page.findChildren(Button) if each.text() == OFFER and each.isVisible()).click()
    assert heard.said == [("photograph",), ("photograph",)]


def test_without_a_camera_no_photograph_is_offered(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    page.present(EMPTY)
    assert [each for each in page.findChildren(Button) if each.text() == OFFER and each.isVisible()] == []


def test_a_reading_shows_its_percentage_and_one_that_failed_its_reason(qtbot: QtBot, page: ApplicantPage) -> None:
    Desk(qtbot, page)
    fields = {
        "person.name": FieldState("张三", Source.SCANNED, 83, "照片不够清楚，请核对", Level.WARN),
        "person.id_number": FieldState(message="校验位不符，照片读数未填入", level=Level.ERROR),
    }
    page.present(replace(EMPTY, fields=fields))
    assert page.field("person.name").entry.accessibleDescription() == "OCR 83%，照片不够清楚，请核对"
    assert not page.field("person.name").entry.isReadOnly()
    assert page.field("person.id_number").text == ""
    assert page.field("person.id_number").entry.accessibleDescription() == "校验位不符，照片读数未填入"
