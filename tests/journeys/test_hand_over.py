"""Papers travel between real windows, by keys and bar codes, their files by the central."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.bootstrap import Terminal
from app.central.server import EmbeddedCentral
from app.config import CentralLink, Counter
from app.domain.applicant import Applicant, Person
from app.domain.case import Application, Decision, MoveKind, Role, Taken, TakenMaterial
from app.domain.catalogue import Limit, Material
from app.domain.facts import Asking, Certificate, Closing, Deciding, Demand, Holder, ProcedureEnd, ProcedureStart
from app.domain.life import Life
from app.domain.review import review
from app.ids import new_id
from app.presenters.hand_over.state import HandOverState, Tab
from app.presenters.pages import HAND_OVER, pages_of
from app.services.central_cases import CentralCases
from app.services.come_back import save_draft
from app.services.move_case import Opened, Saying, move_case
from app.services.open_case import opened_case
from app.services.submit_case import submit_case
from app.training.accounts import TRAINING_PASSWORD
from sync.relay import CuttableLine
from tests.support.central_ops import CATALOGUE, FOOD_LICENCE, options
from tests.support.place import ALT, CTRL, Key, words
from tests.support.window import fresh, speak_english_again
from widgets.pages.hand_over import HandOverPage
from widgets.program import application, opened_window
from widgets.simulated.driver import SIZE, Driver, StepFailed

K = MoveKind
ITEM = replace(
    FOOD_LICENCE, department=replace(FOOD_LICENCE.department, code="SCJG"),
    materials=(Material("01", "申请书"), Material("02", "布局图")),
)  # fmt: skip
PICTURES = Path(__file__).resolve().parents[2] / "build" / "journeys" / "hand_over"
INTAKE, OFFICE, SECTION, ISSUING = "0317", "0522", "0610", "0705"
REVIEW = ProcedureStart("expert_review", "专家评审", Limit(10), stops=True, legal_basis="《行政许可法》第 45 条")


@dataclass(slots=True)
class Desk:
    """One window and who sits there, with the page of hand-overs open."""

    driver: Driver
    line: CuttableLine
    login: str

    @property
    def terminal(self) -> Terminal:
        return self.driver.window.terminal

    @property
    def state(self) -> HandOverState:
        return self.terminal.hand_over.papers.state()

    def open(self) -> Desk:
        """Sign in and open the page, by keys."""
        self.driver.until("the central", lambda: self.terminal.central.online is True)
        self.terminal.everybody.sign_in.sign_in(self.login, TRAINING_PASSWORD)
        try:
            self.driver.until("somebody signed in", lambda: self.terminal.seat.clerk is not None)
        except StepFailed as failed:
            raise AssertionError(words(self.driver.window)) from failed
        assert self.terminal.seat.clerk is not None
        pages = [page.id for page in pages_of(self.terminal.seat.clerk.roles)]
        self.press(Key(Key.Key_1 + pages.index(HAND_OVER)), ALT)
        self.until("the page", lambda: self.terminal.frame.page == HAND_OVER)
        return self

    def press(self, key: Key, *modifier: object) -> None:
        self.driver.press(key, *modifier)  # type: ignore[arg-type]

    def scan(self, code: str) -> None:
        """A code as the hand scanner says it."""
        self.terminal.everybody.codes.came(code)

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait; the page asks the central again by itself, here for every look at an idle page."""
        papers = self.terminal.hand_over.papers

        def again() -> bool:
            if not papers.asking:
                papers.refresh()
            return holds()

        try:
            self.driver.until(what, again)
        except StepFailed as failed:
            raise AssertionError(f"{failed} at {self.login}: {self.state}") from failed

    def lists(self, *numbers: str) -> None:
        """Wait until just these cases or batches are in the list."""

        def listed() -> bool:
            texts = [f"{line.title} {line.second}" for group in self.state.groups for line in group.lines]
            return len(texts) == len(numbers) and all(any(n in text for text in texts) for n in numbers)

        self.until(f"the list {numbers}", listed)

    def says(self, words: str) -> None:
        self.until(f"“{words}”", lambda: words in self.state.said + self.state.said_detail)

    def delivered(self) -> None:
        """Everything has reached the central."""
        self.terminal.central.wake(at_once=True)
        self.until("receipts", lambda: self.terminal.store.outbox.counts().ready == 0)

    def send(self, *numbers: str) -> str:
        """Scan the cases, send them off; the number of the slip."""
        self.press(Key.Key_1)
        for number in numbers:
            self.until(f"{number} to be sent", lambda n=number: any(  # type: ignore[misc]
                n in line.second for group in self.state.groups for line in group.lines))  # fmt: skip
            self.scan(number)
        self.press(Key.Key_Return, CTRL)
        self.says("已移出")
        return self.state.said.split()[0]

    def receive(self, batch: str, *numbers: str) -> None:
        """Scan the slip, then each case's paper, until all is taken over."""
        self.press(Key.Key_2)
        self.until("the batch", lambda: any(batch in group.title for group in self.state.groups))
        self.scan(batch)
        for number in numbers:
            self.scan(number)
        self.says("全部收妥")

    def life(self, case_id: str) -> Life:
        return self.terminal.store.cases.open(case_id)[0].life

    def act(self, case_id: str, role: Role, *says: Saying) -> None:
        """What the desk's other page does with a case that was taken over here."""
        on = self.terminal._on
        case, _ = on.store.cases.open(case_id)
        move_case(on.store, on.desk(), role, Opened(case, ITEM), says, at=on.now(), new_id=new_id)


@dataclass(slots=True)
class Hall:
    """A central and the windows that were opened at it."""

    central: EmbeddedCentral
    folder: Path
    closing: ExitStack
    tokens: dict[str, str] = field(default_factory=dict)

    def desk(self, number: str, login: str) -> Desk:
        """Open that window; what it kept before is still there."""
        if number not in self.tokens:
            self.tokens[number] = self.central.central.directory.enrol(f"window-{number}", number)
        line = self.closing.enter_context(CuttableLine(self.central.url))
        settings = Counter()
        settings = replace(
            settings,
            data=str(self.folder / number),
            window=replace(settings.window, device_id=f"window-{number}", number=number),
            central=CentralLink(line.url, self.tokens[number]),
        )
        app = application(settings)
        window = self.closing.enter_context(opened_window(settings))
        window.resize(*SIZE)
        window.show()
        desk = Desk(Driver(app, window, PICTURES), line, login).open()
        desk.until("numbers", lambda: desk.terminal.store.numbers.left("j", desk.terminal.now().year) > 0)
        return desk


@pytest.fixture
def hall(qapp: QApplication, tmp_path: Path) -> Iterator[Hall]:
    fresh(PICTURES)
    catalogue = replace(CATALOGUE, items=(ITEM,))
    with EmbeddedCentral(options(tmp_path / "central", catalogue=catalogue)) as central, ExitStack() as closing:
        yield Hall(central, tmp_path, closing)
    speak_english_again(qapp)


def taken_in(desk: Desk, count: int = 1) -> list[tuple[str, str]]:
    """(id, number) of cases just received at the window."""
    found = []
    on = desk.terminal._on
    for _ in range(count):
        taken = {"01": TakenMaterial(Taken.ON_PAPER, count=3), "02": TakenMaterial(Taken.ON_PAPER, count=1)}
        person = Applicant(person=Person(name="张𠮷", id_number="11010519491231002X"), phone="13800000000")
        asks = Application(person, ITEM.code, "2026.test", taken=taken)
        done = submit_case(
            on.store, on.desk(), draft_id=new_id(), event_id=new_id(), application=asks, item=ITEM,
            reviewed=review(ITEM, asks, on.now().date()), decision=Decision.RECEIVE, reason="", at=on.now(),
        )  # fmt: skip
        found.append((done.case.id, done.case.number))
    desk.delivered()
    return found


def test_papers_travel_from_the_window_to_the_issuing_desk_with_their_files(hall: Hall) -> None:
    intake, office = hall.desk("03", INTAKE), hall.desk("12", OFFICE)
    section, issuing = hall.desk("13", SECTION), hall.desk("15", ISSUING)
    (one, number), (_, other) = taken_in(intake, 2)
    intake.lists(number, other)
    intake.driver.picture("to-send")
    batch = intake.send(number, other)
    transit = intake.life(one).transit
    assert transit is not None and transit.sheets == 4, "three of one material and one of the other"
    intake.delivered()
    office.driver.picture("to-receive")
    office.receive(batch, number, other)
    office.driver.picture("closed")
    assert office.life(one).papers.role is Role.BACK_OFFICE
    office.act(one, Role.BACK_OFFICE, Saying(K.ACCEPT), Saying(K.SUSPEND, REVIEW, reason="须专家评审"))
    office.delivered()
    batch = office.send(number)
    office.delivered()
    section.receive(batch, number)
    section.act(one, Role.SECTION, Saying(K.RESUME, ProcedureEnd(True, "通过")))
    section.delivered()
    batch = section.send(number)
    section.delivered()
    office.receive(batch, number)
    closing = Closing((Certificate("食品经营许可证", "JY1"),))
    office.act(one, Role.BACK_OFFICE, Saying(K.DECIDE, Deciding(True)), Saying(K.CLOSE, closing))
    office.delivered()
    batch = office.send(number)
    office.delivered()
    issuing.receive(batch, number)
    issuing.delivered()
    life = issuing.life(one)
    assert (life.papers.role, life.transit, life.to_hand_out) == (Role.ISSUING, None, True)
    assert hall.central.central.views.by_number(number).version == life.version


def test_a_wrong_paper_is_said_and_logged_and_a_difference_stays_until_it_is_settled(hall: Hall) -> None:
    intake, office = hall.desk("03", INTAKE), hall.desk("12", OFFICE)
    (one, number), (_, other), (_, stranger) = taken_in(intake, 3)
    batch = intake.send(number, other)
    intake.delivered()
    office.press(Key.Key_2)
    office.until("the batch", lambda: any(batch in group.title for group in office.state.groups))
    office.scan(batch)
    office.scan(stranger)
    office.says("不是这一批的")
    trail = office.terminal.store.audit
    office.until("the audit", lambda: "papers.wrong" in {row.action for row in trail.of(batch)})
    page = office.driver.window.page(HandOverPage)
    office.until("the first case", lambda: office.state.current == one)
    page.focus_first()
    office.press(Key.Key_N)
    office.says("张数不符")
    office.scan(other)
    office.lists(number)
    office.delivered()
    intake.press(Key.Key_3)
    intake.lists(batch, number)
    intake.until("the difference", lambda: any(line.id == one for group in intake.state.groups for line in group.lines))
    intake.terminal.hand_over.papers.choose(one)
    intake.press(Key.Key_K)
    intake.says("已收回")
    assert intake.life(one).papers.role is Role.INTAKE
    intake.delivered()
    again = intake.send(number)
    intake.delivered()
    office.receive(again, number)


def test_what_is_brought_to_another_window_follows_on_a_slip_of_its_own(hall: Hall) -> None:
    intake, office, other = hall.desk("03", INTAKE), hall.desk("12", OFFICE), hall.desk("04", INTAKE)
    ((one, number),) = taken_in(intake)
    batch = intake.send(number)
    intake.delivered()
    office.receive(batch, number)
    office.act(one, Role.BACK_OFFICE, Saying(K.ASK_SUPPLEMENT, Asking((Demand("02", "布局图"),))))
    office.delivered()
    bring(other, one)
    other.delivered()
    other.lists(number)
    other.driver.picture("later-to-send")
    assert "后补的布局图" in other.state.groups[0].lines[0].second
    batch = other.send(number)
    sent = next(slip.document for slip in other.terminal.store.slips.of(one) if slip.number == batch)
    assert sent.hand_over is not None
    [row] = sent.hand_over.rows
    assert (row.sheets, [line.name for line in row.papers]) == (2, ["布局图"])
    other.delivered()
    office.receive(batch, number)
    life = office.life(one)
    assert (life.papers.role, life.sheets, life.apart) == (Role.BACK_OFFICE, 6, ())


def test_a_result_goes_on_to_another_issuing_window(hall: Hall) -> None:
    office, first, second = hall.desk("12", OFFICE), hall.desk("15", ISSUING), hall.desk("16", ISSUING)
    intake = hall.desk("03", INTAKE)
    ((one, number),) = taken_in(intake)
    batch = intake.send(number)
    intake.delivered()
    office.receive(batch, number)
    closing = Closing((Certificate("食品经营许可证", "JY1"),))
    office.act(one, Role.BACK_OFFICE, Saying(K.ACCEPT), Saying(K.DECIDE, Deciding(True)), Saying(K.CLOSE, closing))
    office.delivered()
    batch = office.send(number)
    office.delivered()
    first.receive(batch, number)
    first.delivered()
    first.press(Key.Key_1)
    first.until("the result, which may be passed on", lambda: first.state.current == one)
    first.driver.window.page(HandOverPage).focus_first()
    desks = 5  # four other windows, and the department
    while desks and not any("出件窗口 16" in group.title for group in first.state.groups):
        desks -= 1
        first.press(Key.Key_G)
    assert desks
    first.driver.picture("passed-on")
    batch = first.send(number)
    first.delivered()
    second.receive(batch, number)
    assert second.life(one).papers == Holder(Role.ISSUING, "16")


def bring(desk: Desk, case_id: str) -> None:
    """The applicant is at another window with two sheets of what was asked for."""
    on = desk.terminal._on
    case = opened_case(CentralCases(on.central.transport).file(case_id)).case
    taken = dict(case.application.taken) | {"02": TakenMaterial(Taken.ON_PAPER, count=2)}
    asks = replace(case.application, taken=taken)
    save_draft(
        on.store, on.desk(), case, draft_id=case_id, new_id=on.new_id, application=asks, item=ITEM,
        reviewed=review(ITEM, asks, on.now().date()), decision=Decision.RECEIVE, reason="", at=on.now(),
    )  # fmt: skip


def test_off_line_papers_leave_and_are_scanned_and_the_files_follow(hall: Hall) -> None:
    intake, office = hall.desk("03", INTAKE), hall.desk("12", OFFICE)
    ((one, number),) = taken_in(intake)
    intake.lists(number)
    intake.line.cut()
    batch = intake.send(number)
    assert intake.life(one).transit is not None
    office.press(Key.Key_2)
    office.scan(batch)
    office.says("还没到中心端")
    office.scan(number)
    office.until("the paper seen", lambda: office.terminal.store.papers.all() == {(batch, number)})
    intake.line.join()
    intake.delivered()
    office.until("taken over", lambda: office.terminal.store.papers.all() == frozenset())
    assert office.life(one).papers.role is Role.BACK_OFFICE


def test_a_batch_half_received_goes_on_after_the_program_was_ended(hall: Hall) -> None:
    intake = hall.desk("03", INTAKE)
    (one, number), (_, other) = taken_in(intake, 2)
    batch = intake.send(number, other)
    with ExitStack() as first_life:
        office = replace_closing(hall, first_life).desk("12", OFFICE)
        office.press(Key.Key_2)
        office.scan(batch)
        office.line.cut()
        office.scan(number)
        office.until("the paper seen", lambda: office.terminal.store.papers.all() == {(batch, number)})
    intake.delivered()
    office = hall.desk("12", OFFICE)
    office.press(Key.Key_2)
    office.until("the first taken over", lambda: office.terminal.store.papers.all() == frozenset())
    assert office.life(one).papers.role is Role.BACK_OFFICE
    assert office.state.tab is Tab.RECEIVE
    office.scan(other)
    office.says("全部收妥")


def replace_closing(hall: Hall, closing: ExitStack) -> Hall:
    """The same hall, whose next window is closed with `closing`."""
    return Hall(hall.central, hall.folder, closing, hall.tokens)
