"""Page objects over the real window: each is driven by keys alone, and each act returns the page it leads to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QFileDialog, QLineEdit, QWidget

from app.domain.life import Case
from app.presenters.intake.session import StepName
from app.presenters.marks import Mark
from app.store.search import CaseQuery
from app.store.slips import SlipRow
from app.training.accounts import TRAINING_PASSWORD
from devices.ports import Raster
from tests.support.drops import drop_files
from tests.support.place import ALT, CTRL, MOST_TABS, Key, Page
from widgets.pages.applicant import ApplicantPage
from widgets.pages.materials import MaterialsPage
from widgets.pages.sign_in import SignInPage
from widgets.pages.slip import SlipPage
from widgets.parts.finish_line import FinishLine


class Step(Page):
    """A page of somebody signed in, from which others can be opened."""

    def find_page(self) -> FindPage:
        """F3."""
        self.press(Key.Key_F3)
        return FindPage(self.place)

    def sync_page(self) -> Step:
        """Alt+4."""
        self.press(Key.Key_4, ALT)
        return Step(self.place)

    def open_page(self, id: str) -> None:
        """Alt and its place in the rail."""
        place = [entry.id for entry in self.terminal.frame.state().rail].index(id)
        self.press(Key(Key.Key_1 + place), ALT)
        self.driver.until(f"the page {id}", lambda: self.terminal.frame.page == id)

    def choose_file(self, file: Path) -> None:
        """Ctrl+O, the path, Enter."""
        poll = QTimer()

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog):
                poll.stop()
                line = dialog.findChild(QLineEdit)
                assert isinstance(line, QLineEdit)
                line.setText(str(file))
                QTest.keyClick(line, Key.Key_Return)

        poll.timeout.connect(answer)
        poll.start(10)
        self.press(Key.Key_O, CTRL)
        poll.stop()

    def papers(self, number: str, count: int) -> list[str]:
        """The titles of that case's documents as they came out of this window's printer, read from its bytes.

        Waits until so many sheets have come out altogether; one that is none of that case's is "".
        """
        printer = self.hall.printer
        self.driver.until(f"{count} sheets of paper", lambda: len(printer.slips) >= count)
        [case] = [row for row in self.terminal.store.cases.find(CaseQuery(text=number)) if row.number == number]
        kept = [row.document for row in self.terminal.store.slips.of(case.id)]
        titles = [(self.terminal.documents.raster(document, printer.machine.dots), document.title) for document in kept]
        return [next((title for drawn, title in titles if drawn == sheet), "") for sheet in printer.slips]

    def put_aside(self) -> ApplicantStep:
        """Esc."""
        left = self.terminal.intake.session.draft.id
        self.press(Key.Key_Escape)
        self.driver.until("an empty case", lambda: self.terminal.intake.session.draft.id != left)
        return ApplicantStep(self.place)


class SignIn(Page):
    """The first page."""

    def sign_in(self) -> ApplicantStep:
        """The first of the training accounts is the intake clerk's; Enter."""
        self.press(Key.Key_Return)
        self.driver.until("somebody signed in", lambda: self.terminal.seat.clerk is not None)
        return ApplicantStep(self.place)

    def signed_in_as(self, login: str, password: str = TRAINING_PASSWORD) -> None:
        """The number and the password typed, Enter."""
        number, word, *_ = self.place.window.page(SignInPage).findChildren(QLineEdit)
        for entry, text in ((number, login), (word, password)):
            self.tab_to(entry)
            self.press(Key.Key_A, CTRL)
            self.driver.type(text)
        self.press(Key.Key_Return)
        self.driver.until(f"{login} signed in", lambda: self.terminal.seat.id == login)

    def refused(self, password: str) -> SignIn:
        """Enter with a wrong password."""
        fields = self.place.window.page(SignInPage).findChildren(QLineEdit)
        self.tab_to(next(each for each in fields if each.echoMode() is QLineEdit.EchoMode.Password))
        self.driver.type(password)
        self.press(Key.Key_Return)
        return self.reads("口令不对")


class ApplicantStep(Step):
    """Step 1."""

    def lay_card(self, name: str) -> ApplicantStep:
        """Lay a sample card down; it is read by itself."""
        self.hall.lift_card()
        before = self.terminal.intake.session.application.applicant
        self.hall.lay_card(name)
        self.driver.until("the card's fields", lambda: self.terminal.intake.session.application.applicant != before)
        return self

    def fill(self, field: str, value: str) -> ApplicantStep:
        """Tab to a field, by its dotted name, and type."""
        self.tab_to(self.place.window.page(ApplicantPage).field(field).entry)
        self.press(Key.Key_A, CTRL)
        self.driver.type(value)
        return self

    def choose(self, option: str) -> ApplicantStep:
        """Tab to a choice by the words of the option, and arrow to it."""
        page = self.place.window.page(ApplicantPage)
        wanted = next(each for each in page.findChildren(QAbstractButton) if each.text() == option)
        segments = wanted.parentWidget()
        assert segments is not None
        for _ in range(MOST_TABS):
            if segments.isAncestorOf(self.driver.focus()):
                break
            self.press(Key.Key_Tab)
        for _ in range(3):
            if wanted.isChecked():
                return self
            self.press(Key.Key_Right)
        raise AssertionError(f"the arrow keys do not choose {option}")

    def person_matches(self) -> ApplicantStep:
        """F9."""
        self.press(Key.Key_F9)
        return self

    def read_card(self) -> ApplicantStep:
        """F4."""
        self.press(Key.Key_F4)
        return self

    def serve(self, card: str = "resident", phone: str = "13800000000") -> ItemStep:
        """A natural person with a card, from laying it down to the next step."""
        return self.lay_card(card).go_on(phone)

    def go_on(self, phone: str = "13800000000") -> ItemStep:
        """The person compared with the card, the telephone typed, on to the next step."""
        return self.person_matches().fill("phone", phone).next()

    def next(self) -> ItemStep:
        """Ctrl+Enter, when nothing is open any more."""
        self.driver.until("a complete applicant", lambda: not self.terminal.intake.applicant.state().open)
        self.press(Key.Key_Return, CTRL)
        return ItemStep(self.place)


class ItemStep(Step):
    """Step 2."""

    def take(self, query: str, name: str) -> ItemStep:
        """Type `query`, go down to `name`, Enter, and answer each question with 1."""
        self.press(Key.Key_F2)
        self.driver.type(query)
        item = self.terminal.intake.item
        self.driver.until(f"“{name}” among the hits", lambda: any(row.name == name for row in item.state().rows))
        names = [row.name for row in item.state().rows]
        for _ in range(names.index(name)):
            self.press(Key.Key_Down)
        self.press(Key.Key_Return)
        self.driver.until("the item", lambda: item.state().name == name)
        while not item.state().complete:
            answered = len(self.terminal.intake.session.application.answers)
            self.press(Key.Key_1)
            assert len(self.terminal.intake.session.application.answers) > answered, "a digit answered no question"
        return self

    def next(self) -> MaterialsStep:
        """Ctrl+Enter."""
        self.press(Key.Key_Return, CTRL)
        self.driver.until("the materials", lambda: bool(self.terminal.intake.materials.state().groups))
        return MaterialsStep(self.place)


class MaterialsStep(Step):
    """Step 3. Materials go by their place in the list, from 0."""

    def go_to(self, place: int) -> MaterialsStep:
        """Up and Down in the checklist."""
        codes = self._codes()
        while (here := codes.index(self.terminal.intake.materials.state().current)) != place:
            self.press(Key.Key_Down if here < place else Key.Key_Up)
        return self

    def take_paper(self) -> MaterialsStep:
        """Space."""
        self.press(Key.Key_Space)
        return self

    def mark_missing(self) -> MaterialsStep:
        """Q."""
        self.press(Key.Key_Q)
        return self

    def take_everything(self, *, but: tuple[str, ...] = ()) -> MaterialsStep:
        """Take the paper of all that is not here yet, group by group; groups named in `but` are left."""
        place = 0
        for group in self.terminal.intake.materials.state().groups:
            for row in group.rows:
                if group.title not in but and row.mark in (Mark.MISSING, Mark.RUNNING):
                    self.go_to(place).take_paper()
                place += 1
        return self

    def scan(self, number: int) -> MaterialsStep:
        """Put a sample paper under the camera; it is taken by itself when it lies still."""
        before = self.pages()
        self.hall.clear_desk()
        self.driver.until("an empty desk", lambda: self.terminal.intake.materials.status == "looking")
        self.hall.put_page(number)
        return self.page_came(before)

    def drop(self, file: Path) -> MaterialsStep:
        """Drop a file on the page, as from a folder: the one act here that takes a mouse."""
        drop_files(self.place.window.page(MaterialsPage), str(file))
        return self

    def import_file(self, file: Path) -> MaterialsStep:
        """Ctrl+O, the path, Enter; then wait for the page."""
        before = self.pages()
        return self.open_file(file).page_came(before)

    def open_file(self, file: Path) -> MaterialsStep:
        """Ctrl+O, the path, Enter; whatever comes of it."""
        self.choose_file(file)
        return self

    def next(self) -> ReviewStep:
        """Ctrl+Enter."""
        self.press(Key.Key_Return, CTRL)
        self.driver.until("the slip's preview", lambda: bool(self.terminal.intake.review.state().slips))
        return ReviewStep(self.place)

    def page_came(self, before: int) -> MaterialsStep:
        """Wait until there are more pages than `before`, and no more are on their way: Esc would stop those."""
        busy = self.terminal.intake.materials.state
        self.driver.until("a page taken", lambda: self.pages() > before and not busy().busy)
        return self

    def pages(self) -> int:
        """How many pages the case has."""
        return sum(len(taken.pages) for taken in self.terminal.intake.session.application.taken.values())

    def _codes(self) -> list[str]:
        return [row.code for group in self.terminal.intake.materials.state().groups for row in group.rows]


class ReviewStep(Step):
    """Step 4."""

    def accept_doubts(self) -> ReviewStep:
        """Y on every doubtful row."""
        for row in range(len(self.terminal.intake.review.state().rows)):
            if self.terminal.intake.review.state().rows[row].can_accept:
                self.press(Key.Key_Y)
            self.press(Key.Key_Down)
        return self

    def decide(self, digit: int) -> ReviewStep:
        """1 receive, 2 supplement, 3 refuse, 4 conditional."""
        self.press(Key(Key.Key_0 + digit))
        state = self.terminal.intake.review.state
        self.driver.until("that decision", lambda: state().tiles[digit - 1].chosen)
        return self

    def give_reason(self, reason: str) -> ReviewStep:
        """Typed where the focus went by itself."""
        self.driver.type(reason)
        return self

    def confirm(self, *, on_press: Callable[[], None] = lambda: None) -> SlipStep:
        """Ctrl+Enter: saved, numbered. `on_press` is called when the key was pressed and nothing else done yet."""
        self.driver.until("a decision that can be confirmed", lambda: not self.terminal.intake.review.state().hold)
        before = self.terminal.intake.slip.state().number
        self.press(Key.Key_Return, CTRL)
        on_press()
        self.driver.until("a saved case", lambda: self.terminal.intake.slip.state().number not in ("", before))
        return SlipStep(self.place)

    def confirm_again(self) -> SlipStep:
        """Ctrl+Enter: saved under the number that the case has already."""
        self.driver.until("a decision that can be confirmed", lambda: not self.terminal.intake.review.state().hold)
        self.press(Key.Key_Return, CTRL)
        self.driver.until("a saved case", lambda: self.terminal.intake.session.step is StepName.SLIP)
        return SlipStep(self.place).at_rest()


class SlipStep(Step):
    """Step 5."""

    @property
    def number(self) -> str:
        """The case's number."""
        return self.terminal.intake.slip.state().number

    def finish_line(self) -> FinishLine:
        """Where a done-at-once item is finished."""
        return self.place.window.page(SlipPage).finish

    def kept_case(self) -> Case:
        """The case as the store has it."""
        [row] = self.terminal.store.cases.find(CaseQuery(text=self.number))
        return self.terminal.store.cases.open(row.id)[0]

    def kept_slips(self) -> list[SlipRow]:
        """The case's slips as the store has them."""
        return self.terminal.store.slips.of(self.kept_case().id)

    def paper(self, slip: SlipRow) -> Raster:
        """What the next print of `slip` looks like."""
        return self.terminal.documents.raster(slip.to_print, self.hall.printer.machine.dots)

    def printed(self, slips: int) -> SlipStep:
        """Wait until so many slips have come out of the printer altogether and it has said so."""
        self.driver.until(f"{slips} slips on paper", lambda: len(self.hall.printer.slips) >= slips)
        return self.at_rest()

    def at_rest(self) -> SlipStep:
        """Wait until nothing is being printed."""
        self.driver.until("the printer's word", lambda: not self.terminal.intake.slip.state().busy)
        return self

    def waiting_list(self) -> QWidget:
        """The list of other slips that wait."""
        return next(
            each
            for each in self.place.window.page(SlipPage).findChildren(QAbstractItemView)
            if each.accessibleName() == "其他办件等打印"
        )

    def print_again(self) -> SlipStep:
        """P."""
        self.press(Key.Key_P)
        return self

    def next_applicant(self) -> ApplicantStep:
        """Ctrl+Enter."""
        self.press(Key.Key_Return, CTRL)
        self.driver.until("an empty case", lambda: self.terminal.intake.session.empty)
        return ApplicantStep(self.place)


class FindPage(Step):
    """Alt+2."""

    def search(self, text: str) -> FindPage:
        """Type in the search field, which has the focus."""
        self.press(Key.Key_A, CTRL)
        self.driver.type(text)
        return self

    def opened(self, number: str) -> FindPage:
        """Wait until that case is open, its slip drawn."""
        state = self.terminal.everybody.find.state
        self.driver.until(f"{number} opened", lambda: state().number == number and state().raster is not None)
        return self

    def come_back(self, number: str) -> MaterialsStep:
        """Ctrl+G: the applicant of that case is here again; it lies on the desk."""
        self.driver.until("a case that may come back", lambda: self.terminal.everybody.find.state().can_come_back)
        self.press(Key.Key_G, CTRL)
        self.driver.until(f"{number} on the desk", lambda: self.terminal.intake.session.draft.ticket == number)
        return MaterialsStep(self.place)

    def withdraw(self, reason: str) -> FindPage:
        """Ctrl+W, the reason, Enter."""
        self.press(Key.Key_W, CTRL)
        self.reads("撤回原因")
        self.driver.type(reason)
        self.press(Key.Key_Return)
        return self.reads("已按申请人要求撤回")

    def reprint(self) -> FindPage:
        """Ctrl+P."""
        self.press(Key.Key_P, CTRL)
        return self

    def intake(self) -> None:
        """Alt+1."""
        self.press(Key.Key_1, ALT)
