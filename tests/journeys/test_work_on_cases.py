"""A back-office clerk works through cases by keyboard, at a training window that is its own whole hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.case import Application, Decision, MoveKind, Page, Role, Taken, TakenMaterial
from app.domain.catalogue import Handling, Item
from app.domain.facts import HandingOver, Holder, TakingOver
from app.domain.review import review
from app.presenters.cases.state import CasesState, CaseState
from app.services.move_case import Opened, Saying, hand_over_cases, move_case
from app.services.submit_case import submit_case
from devices.simulators.paper import render_page
from tests.support.items import applicant
from tests.support.place import CTRL, Key
from tests.support.steps import SignIn
from tests.support.window import fresh, opened_place, speak_english_again
from widgets.pages.cases import CasesPage

PICTURES = Path(__file__).resolve().parents[2] / "build" / "journeys" / "work_on_cases"
DEPARTMENT = "SCJG"


@pytest.fixture
def office(qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    """A window at which two cases lie that its intake has handed over; the back office's clerk signs in."""
    with opened_place(tmp_path / "window", fresh(PICTURES)) as place:
        office = Office(place)
        office.lay_two_cases()
        office.sign_in()
        yield office
    speak_english_again(qapp)


class Office:
    """The page of cases, by keys."""

    def __init__(self, place: SignIn) -> None:
        self.place, self.terminal = place, place.terminal

    @property
    def state(self) -> CasesState:
        return self.terminal.back_office.cases.state()

    @property
    def case(self) -> CaseState:
        assert self.state.case is not None
        return self.state.case

    def lay_two_cases(self) -> None:
        items = self.terminal._on.catalogue().items
        promised = [each for each in items if each.department.code == DEPARTMENT and each.handling is Handling.PROMISED]
        for n, item in enumerate(promised[:2]):
            self._lay(item, days_ago=2 * n)

    def sign_in(self) -> None:
        self.terminal.everybody.sign_in.choose("0522")
        self.place.press(Key.Key_Return)
        self.until("the pages of a case", lambda: self.state.case is not None and bool(self.state.case.picture))

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        self.place.driver.until(what, holds)

    def press(self, key: Key) -> None:
        self.place.press(key)

    def confirm(self) -> None:
        """Ctrl+Enter opens what is expected, or does what is prepared."""
        self.place.press(Key.Key_Return, CTRL)

    def write(self, label: str, text: str) -> None:
        """Tab to an entry by what stands over it, and type."""
        entries = self.place.driver.window.page(CasesPage).findChildren(QLineEdit)
        self.place.tab_to(next(each for each in entries if each.accessibleName() == label))
        self.place.driver.type(text)

    def panel(self, act: str, shot: str) -> None:
        self.until(f"the panel of {act}", lambda: self.state.panel is not None and self.state.panel.act == act)
        self.place.shot(shot)

    def done(self, word: str) -> None:
        self.until(f"a case that is {word}", lambda: self.state.panel is None and self.case.word == word)

    def _lay(self, item: Item, *, days_ago: int) -> None:
        on, case_id = self.terminal._on, self.terminal._on.new_id()
        answers: dict[str, str] = {}
        while questions := item.unanswered(answers):
            answers[questions[0].code] = questions[0].options[0].code
        materials = item.materials_for(answers)
        taken = {each.code: TakenMaterial(Taken.SCANNED, (self._page(case_id, each.name),)) for each in materials}
        application = Application(applicant(), item.code, on.catalogue().version, answers, taken)
        at = on.now() - timedelta(days=days_ago, hours=1)
        intake = replace(on.desk(), clerk_id="0317", clerk_name="周某某")
        submitted = submit_case(
            on.store, intake, draft_id=case_id, event_id=on.new_id(), application=application, item=item,
            reviewed=review(item, application, at.date()), decision=Decision.RECEIVE, reason="", at=at,
        )  # fmt: skip
        to = Holder(Role.BACK_OFFICE, DEPARTMENT)
        [moved], _ = hand_over_cases(
            on.store,
            intake,
            Role.INTAKE,
            [(Opened(submitted.case, item), HandingOver("", to, 5))],
            at=at,
            new_id=on.new_id,
        )
        transit = moved.case.life.transit
        assert transit is not None
        came = Saying(MoveKind.TAKE_OVER, TakingOver(transit.batch))
        here = replace(on.desk(), clerk_id="0522", clerk_name="吴某某")
        move_case(on.store, here, Role.BACK_OFFICE, Opened(moved.case, item), [came], at=at, new_id=on.new_id)

    def _page(self, case_id: str, title: str) -> Page:
        frame = render_page(title, ("本申请人所提交的申请材料内容真实、合法、有效，复印件与原件一致。",))
        picture = BytesIO()
        Image.fromarray(frame[:, :, ::-1]).save(picture, "JPEG")
        height, width = frame.shape[:2]
        return Page(self.terminal.store.pages.put(case_id, picture.getvalue()), "image/jpeg", width, height)


def test_a_case_is_accepted_and_decided_by_keyboard_and_its_documents_are_printed(office: Office) -> None:
    office.place.reads("受办分离：您可办此件", "待受理").shot("the list")
    office.confirm()
    office.panel("accept_case", "accepting")
    office.confirm()
    office.done("已受理")
    first = office.case.id
    office.place.shot("accepted")
    office.press(Key.Key_E)
    office.panel("extend", "extending")
    office.press(Key.Key_Escape)
    office.until("the panel closed", lambda: office.state.panel is None)
    office.confirm()
    office.panel("decide", "deciding")
    office.write("证件编号", "JY24306000000001")
    office.confirm()
    office.until("a closed case", lambda: office.state.panel is None and "办结" in office.case.word)
    assert office.case.id == first
    office.press(Key.Key_2)
    office.until("printed documents", lambda: [each.word for each in office.case.documents[:2]] == ["已打 1 次"] * 2)
    office.place.shot("documents")


def test_a_supplement_is_asked_for_and_the_call_about_it_recorded_by_keyboard(office: Office) -> None:
    office.press(Key.Key_B)
    office.panel("supplement", "a supplement")
    office.press(Key.Key_Space)
    office.confirm()
    office.done("待补正")
    office.confirm()
    office.panel("record_call", "a call")
    office.confirm()
    office.until("a recorded call", lambda: office.state.panel is None)
    office.press(Key.Key_3)
    office.place.reads("已告知到人").shot("dealings")


def test_two_cases_marked_with_space_are_accepted_at_once(office: Office) -> None:
    ids = [line.id for group in office.state.list.groups for line in group.lines]
    office.press(Key.Key_Space)
    office.press(Key.Key_Down)
    office.until("the second case", lambda: office.state.case is not None and office.state.case.id == ids[1])
    office.press(Key.Key_Space)
    office.confirm()
    office.panel("accept_case", "two at once")
    office.confirm()
    office.until("two results", lambda: office.state.panel is not None and len(office.state.panel.results) == 2)
    office.place.reads("已受理，出受理通知书").shot("results")
