"""The item page, driven by the keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.presenters.intake.item import Fact, ItemRow, ItemState, Listed, OptionState, QuestionState
from tests.support.pages import Desk, Heard, filled_buttons, unnamed
from widgets.kit.question import Answer
from widgets.pages.item import ItemPage

CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = tuple(ItemRow(code, f"事项 {code}", "某局", "即办件") for code in "abc")


def question(code: str, chosen: int = 0) -> QuestionState:
    options = (OptionState(str(n), f"答 {n}", n == chosen, str(n)) for n in (1, 2, 3))
    return QuestionState(code, f"问 {code}？", tuple(options))


LISTED = ItemState(rows=ROWS)
CHOSEN = replace(
    LISTED,
    chosen="b",
    name="事项 b",
    facts=(Fact("收费", "不收费"),),
    questions=(question("place"), question("kind")),
    materials=(Listed("申请书", "原件 1 份", "必需"),),
)


class Bench:
    """The page with something that answers as the presenter does."""

    def __init__(self, qtbot: QtBot) -> None:
        self.page, self.state = ItemPage(), LISTED
        self.desk = Desk(qtbot, self.page)
        self.heard = Heard(
            searched=self.page.searched, chosen=self.page.item_chosen, answered=self.page.answered,
            pinned=self.page.pinned, proceed=self.page.proceed_requested,
        )  # fmt: skip
        self.page.item_chosen.connect(self._choose)
        self.page.answered.connect(self._answer)
        self.page.present(self.state)
        self.page.focus_first()

    @property
    def focus(self) -> str:
        focus = self.desk.shell.focusWidget()
        return focus.accessibleName() if focus is not None else ""

    def _choose(self, code: str) -> None:
        self.state = CHOSEN
        self.page.present(self.state)

    def _answer(self, code: str, option: str) -> None:
        questions = tuple(
            question(each.code, int(option)) if each.code == code else each for each in self.state.questions
        )
        complete = all(any(option.chosen for option in each.options) for each in questions)
        self.state = replace(self.state, questions=questions, complete=complete)
        self.page.present(self.state)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_typing_searches(bench: Bench) -> None:
    QTest.keyClicks(bench.desk.shell.focusWidget(), "sp")
    assert bench.heard.said == [("searched", "s"), ("searched", "sp")]


def test_presenting_while_one_types_does_not_move_the_caret(bench: Bench) -> None:
    entry = bench.desk.shell.focusWidget()
    assert isinstance(entry, QLineEdit)
    QTest.keyClicks(entry, "spxk")
    entry.setCursorPosition(2)
    bench.page.present(replace(LISTED, query="spxk", rows=ROWS[:1]))
    assert (entry.cursorPosition(), bench.desk.shell.focusWidget()) == (2, entry)


def test_down_moves_through_the_hits_and_enter_takes_one(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Down)
    assert bench.focus == "Find an item"
    bench.desk.press(Qt.Key.Key_Return)
    assert bench.heard.said == [("chosen", "b")]


def test_up_stays_at_the_first_hit(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Up)
    bench.desk.press(Qt.Key.Key_Return)
    assert bench.heard.said == [("chosen", "a")]


def test_a_new_search_starts_at_its_best_hit(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Down)
    bench.page.present(replace(LISTED, query="x", rows=ROWS))
    bench.desk.press(Qt.Key.Key_Return)
    assert bench.heard.said[-1] == ("chosen", "a")


def test_a_taken_item_puts_the_focus_on_its_first_question(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Return)
    assert bench.focus == "问 place？，1 答 1"


def test_an_item_taken_again_puts_the_focus_on_the_open_question_too(bench: Bench) -> None:
    bench.page.item_chosen.disconnect()
    bench.page.present(CHOSEN)
    bench.desk.press(Qt.Key.Key_Return)
    assert bench.focus == "问 place？，1 答 1"


def test_digits_answer_and_go_on_to_the_next_question(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Return)
    bench.desk.press(Qt.Key.Key_2)
    assert bench.heard.said[-1] == ("answered", "place", "2")
    assert bench.focus == "问 kind？，1 答 1"
    bench.desk.press(Qt.Key.Key_3)
    assert bench.heard.said[-1] == ("answered", "kind", "3")
    assert bench.focus == "Next: materials"


def test_a_digit_in_the_search_field_is_text(bench: Bench) -> None:
    bench.page.present(CHOSEN)
    bench.page.focus_first()
    QTest.keyClicks(bench.desk.shell.focusWidget(), "2")
    assert bench.heard.said == [("searched", "2")]


def test_arrows_move_between_answers_without_answering(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Return)
    bench.desk.press(Qt.Key.Key_Down)
    assert bench.focus == "问 place？，2 答 2"
    assert not any(said[0] == "answered" for said in bench.heard.said)
    bench.desk.press(Qt.Key.Key_Space)
    assert bench.heard.said[-1] == ("answered", "place", "2")


def test_a_digit_with_no_answer_does_nothing(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Return)
    bench.desk.press(Qt.Key.Key_9)
    assert not any(said[0] == "answered" for said in bench.heard.said)


def test_going_on_waits_for_the_last_answer(bench: Bench) -> None:
    bench.page.present(CHOSEN)
    bench.desk.press(Qt.Key.Key_Return, CONTROL)
    assert bench.heard.said == []
    bench.page.present(replace(CHOSEN, complete=True))
    bench.desk.press(Qt.Key.Key_Return, CONTROL)
    assert bench.heard.said == [("proceed",)]


def test_ctrl_d_keeps_the_current_hit_at_the_top(bench: Bench) -> None:
    bench.desk.press(Qt.Key.Key_Down)
    bench.desk.press(Qt.Key.Key_D, CONTROL)
    assert bench.heard.said == [("pinned", "b")]


def test_presenting_twice_says_nothing_and_keeps_the_answers(bench: Bench) -> None:
    answered = replace(CHOSEN, questions=(question("place", 2), question("kind")))
    bench.page.present(answered)
    bench.page.present(answered)
    assert bench.heard.said == []
    taken = [answer.accessibleName() for answer in bench.page.findChildren(Answer) if answer.isChecked()]
    assert taken == ["问 place？，2 答 2"]


def test_questions_that_are_no_longer_asked_are_gone(bench: Bench) -> None:
    bench.page.present(CHOSEN)
    bench.page.present(replace(CHOSEN, questions=(question("place"),)))
    shown = [answer for answer in bench.page.findChildren(Answer) if answer.isVisible()]
    assert len(shown) == 3


def test_everything_a_keyboard_reaches_has_a_name(bench: Bench) -> None:
    bench.page.present(replace(CHOSEN, complete=True))
    assert unnamed(bench.page) == []
    assert filled_buttons(bench.page) == ["Next: materials"]
