"""Page objects over the real window: each is driven by keys alone, and each act returns the page it leads to.

What is asserted is what can be read on the screen: `words` gathers it from the widgets in sight.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QTranslator, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.bootstrap import Terminal
from app.config import CentralLink, Counter
from app.domain.case import Case
from app.presenters.marks import Mark
from app.store.search import CaseQuery
from app.store.slips import SlipRow
from devices.ports import Raster
from devices.simulators.hall import SimulatedHall
from sync.relay import CuttableLine
from widgets.driver import SIZE, Driver
from widgets.program import application, opened_window
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT
from widgets.window import CounterWindow

PASSWORD = "yichuang"
MOST_TABS = 60
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key

P = TypeVar("P", bound="Page")


@dataclass(frozen=True, slots=True)
class Place:
    """A window with all that stands round it. `line` is None where the window works alone."""

    driver: Driver
    hall: SimulatedHall
    line: CuttableLine | None

    @property
    def window(self) -> CounterWindow:
        return self.driver.window

    @property
    def terminal(self) -> Terminal:
        return self.driver.window.terminal


@contextmanager
def opened_place(
    folder: Path,
    pictures: Path,
    *,
    central: str = "",
    token: str = "",
    device_id: str = "window-03",
    cut: bool = False,
    card_reader: str = "",
) -> Iterator[SignIn]:
    """A window with its data in `folder`, a simulated hall, and a line to the central, if any, that can be cut.

    `cut` has the line cut from the start; `card_reader` is another reader's address than the hall's.
    """
    settings = Counter()
    app = application(settings)
    pictures.mkdir(parents=True, exist_ok=True)
    with SimulatedHall() as hall, _line_to(central, cut) as line:
        settings = replace(
            settings,
            data=str(folder),
            window=replace(settings.window, device_id=device_id, number=device_id.rpartition("-")[2]),
            central=CentralLink(line.url, token) if line else CentralLink(),
            devices=replace(
                settings.devices,
                card_reader=card_reader or hall.addresses["card_reader"],
                slip_printer=hall.addresses["slip_printer"],
            ),
        )
        with opened_window(settings, page_source=lambda: hall.camera) as window:
            window.resize(*SIZE)
            window.show()
            yield SignIn(Place(Driver(app, window, pictures), hall, line))


@contextmanager
def _line_to(central: str, cut: bool) -> Iterator[CuttableLine | None]:
    if not central:
        yield None
        return
    with CuttableLine(central) as line:
        if cut:
            line.cut()
        yield line


def speak_english_again(app: QApplication) -> None:
    """Take away what a window changed for the whole program: translation and theme."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    apply_theme(app, LIGHT)


def fresh(folder: Path) -> Path:
    """`folder`, emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def words(widget: QWidget) -> str:
    """Everything that can be read in `widget` now, one text a line; passwords not."""
    return "\n".join(
        text for each in (widget, *widget.findChildren(QWidget)) if each.isVisible() for text in _texts(each) if text
    )


def _texts(widget: QWidget) -> list[str]:
    match widget:
        case QLineEdit():
            return [widget.displayText()]
        case QLabel():
            return [widget.text()]
        case QAbstractButton():
            return [widget.text(), widget.accessibleName()]
        case QAbstractItemView():
            model = widget.model()
            return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        case _:
            return [widget.accessibleName(), widget.accessibleDescription()]


class Page:
    """What every page has in common: the frame round it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.driver, self.hall, self.terminal = place.driver, place.hall, place.terminal

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.driver.press(key, modifier)

    def words(self) -> str:
        """All that can be read on the window now."""
        return words(self.place.window)

    def reads(self: P, *wanted: str) -> P:
        """Wait until all of these can be read on the window."""
        for each in wanted:
            self.driver.until(f"“{each}” on the screen", lambda each=each: each in self.words())  # type: ignore[misc]
        return self

    def reads_no_more(self: P, unwanted: str) -> P:
        """Wait until this cannot be read any more."""
        self.driver.until(f"“{unwanted}” off the screen", lambda: unwanted not in self.words())
        return self

    def shot(self: P, name: str) -> P:
        """Keep a picture."""
        self.driver.picture(name)
        return self

    def tab_to(self: P, widget: QWidget, *, key: Key = Key.Key_Tab) -> P:
        """Press Tab until `widget` has the focus: a widget that cannot be reached so fails the test."""
        for _ in range(MOST_TABS):
            if self.driver.focus() is widget:
                return self
            self.press(key)
        raise AssertionError(f"{MOST_TABS} Tabs do not lead to {widget.accessibleName() or type(widget).__name__}")

    def find_page(self) -> FindPage:
        """F3."""
        self.press(Key.Key_F3)
        return FindPage(self.place)

    def sync_page(self) -> SyncPage:
        """Alt+3."""
        self.press(Key.Key_3, ALT)
        return SyncPage(self.place)

    def put_aside(self) -> ApplicantStep:
        """Esc."""
        left = self.terminal.session.draft.id
        self.press(Key.Key_Escape)
        self.driver.until("an empty case", lambda: self.terminal.session.draft.id != left)
        return ApplicantStep(self.place)

    def resume(self) -> None:
        """Ctrl+B: go on with the case put aside last; it opens at the step where it was left."""
        left = self.terminal.session.draft.id
        self.press(Key.Key_B, CTRL)
        self.driver.until("the case put aside", lambda: self.terminal.session.draft.id != left)

    def cut_line(self: P) -> P:
        """Cut the line to the central."""
        assert self.place.line is not None
        self.place.line.cut()
        return self

    def join_line(self: P) -> P:
        """Join it again."""
        assert self.place.line is not None
        self.place.line.join()
        return self

    def numbers_left(self) -> int:
        """How many case numbers the window has in hand."""
        return self.terminal.store.numbers.left("case", self.terminal.now().year)

    def all_delivered(self: P) -> P:
        """Wait until the central has confirmed every form and page."""

        def nothing_left() -> bool:
            counts = self.terminal.store.outbox.counts()
            return counts.ready == counts.parked == counts.pages == 0

        self.driver.until("receipts for forms and pages", nothing_left)
        return self


class SignIn(Page):
    """The first page."""

    def sign_in(self, password: str = PASSWORD) -> ApplicantStep:
        """The training account's number stands there already; Enter."""
        self.driver.type(password)
        self.press(Key.Key_Return)
        self.driver.until("somebody signed in", lambda: self.terminal.counter.clerk is not None)
        return ApplicantStep(self.place)

    def refused(self, password: str) -> SignIn:
        """Enter with a wrong password."""
        self.driver.type(password)
        self.press(Key.Key_Return)
        return self.reads("口令不对")


class ApplicantStep(Page):
    """Step 1."""

    def lay_card(self, name: str) -> ApplicantStep:
        """Lay a sample card down; it is read by itself."""
        self.hall.lift_card()
        before = self.terminal.session.application.applicant
        self.hall.lay_card(name)
        self.driver.until("the card's fields", lambda: self.terminal.session.application.applicant != before)
        return self

    def fill(self, field: str, value: str) -> ApplicantStep:
        """Tab to a field, by its dotted name, and type."""
        self.tab_to(self.place.window.applicant_page.field(field).entry)
        self.press(Key.Key_A, CTRL)
        self.driver.type(value)
        return self

    def choose(self, option: str) -> ApplicantStep:
        """Tab to a choice by the words of the option, and arrow to it."""
        page = self.place.window.applicant_page
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
        self.driver.until("a complete applicant", lambda: not self.terminal.applicant.state().open)
        self.press(Key.Key_Return, CTRL)
        return ItemStep(self.place)


class ItemStep(Page):
    """Step 2."""

    def take(self, query: str, name: str) -> ItemStep:
        """Type `query`, go down to `name`, Enter, and answer each question with 1."""
        self.press(Key.Key_F2)
        self.driver.type(query)
        item = self.terminal.item
        self.driver.until(f"“{name}” among the hits", lambda: any(row.name == name for row in item.state().rows))
        names = [row.name for row in item.state().rows]
        for _ in range(names.index(name)):
            self.press(Key.Key_Down)
        self.press(Key.Key_Return)
        self.driver.until("the item", lambda: item.state().name == name)
        while not item.state().complete:
            answered = len(self.terminal.session.application.answers)
            self.press(Key.Key_1)
            assert len(self.terminal.session.application.answers) > answered, "a digit answered no question"
        return self

    def next(self) -> MaterialsStep:
        """Ctrl+Enter."""
        self.press(Key.Key_Return, CTRL)
        self.driver.until("the materials", lambda: bool(self.terminal.materials.state().groups))
        return MaterialsStep(self.place)


class MaterialsStep(Page):
    """Step 3. Materials go by their place in the list, from 0."""

    def go_to(self, place: int) -> MaterialsStep:
        """Up and Down in the checklist."""
        codes = self._codes()
        while (here := codes.index(self.terminal.materials.state().current)) != place:
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
        for group in self.terminal.materials.state().groups:
            for row in group.rows:
                if group.title not in but and row.mark in (Mark.MISSING, Mark.RUNNING):
                    self.go_to(place).take_paper()
                place += 1
        return self

    def scan(self, number: int) -> MaterialsStep:
        """Put a sample paper under the camera; it is taken by itself when it lies still."""
        before = self.pages()
        self.hall.clear_desk()
        self.driver.until("an empty desk", lambda: self.terminal.materials.status == "looking")
        self.hall.put_page(number)
        return self.page_came(before)

    def drop(self, file: Path) -> MaterialsStep:
        """Drop a file on the page, as from a folder: the one act here that takes a mouse."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        self.place.window.materials_page.dropEvent(
            QDropEvent(QPoint(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier)
        )
        return self

    def import_file(self, file: Path) -> MaterialsStep:
        """Ctrl+O, the path, Enter; then wait for the page."""
        before = self.pages()
        return self.open_file(file).page_came(before)

    def open_file(self, file: Path) -> MaterialsStep:
        """Ctrl+O, the path, Enter; whatever comes of it."""
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
        return self

    def next(self) -> ReviewStep:
        """Ctrl+Enter."""
        self.press(Key.Key_Return, CTRL)
        self.driver.until("the slip's preview", lambda: bool(self.terminal.review.state().slips))
        return ReviewStep(self.place)

    def page_came(self, before: int) -> MaterialsStep:
        """Wait until there are more pages than `before`."""
        self.driver.until("a page taken", lambda: self.pages() > before)
        return self

    def pages(self) -> int:
        """How many pages the case has."""
        return sum(len(taken.pages) for taken in self.terminal.session.application.taken.values())

    def _codes(self) -> list[str]:
        return [row.code for group in self.terminal.materials.state().groups for row in group.rows]


class ReviewStep(Page):
    """Step 4."""

    def accept_doubts(self) -> ReviewStep:
        """Y on every doubtful row."""
        for row in range(len(self.terminal.review.state().rows)):
            if self.terminal.review.state().rows[row].can_accept:
                self.press(Key.Key_Y)
            self.press(Key.Key_Down)
        return self

    def decide(self, digit: int) -> ReviewStep:
        """1 receive, 2 supplement, 3 refuse, 4 conditional."""
        self.press(Key(Key.Key_0 + digit))
        state = self.terminal.review.state
        self.driver.until("that decision", lambda: state().tiles[digit - 1].chosen)
        return self

    def give_reason(self, reason: str) -> ReviewStep:
        """Typed where the focus went by itself."""
        self.driver.type(reason)
        return self

    def confirm(self, *, on_press: Callable[[], None] = lambda: None) -> SlipStep:
        """Ctrl+Enter: saved, numbered. `on_press` is called when the key was pressed and nothing else done yet."""
        self.driver.until("a decision that can be confirmed", lambda: not self.terminal.review.state().hold)
        before = self.terminal.slip.state().number
        self.press(Key.Key_Return, CTRL)
        on_press()
        self.driver.until("a saved case", lambda: self.terminal.slip.state().number not in ("", before))
        return SlipStep(self.place)


class SlipStep(Page):
    """Step 5."""

    @property
    def number(self) -> str:
        """The case's number."""
        return self.terminal.slip.state().number

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
        self.driver.until("the printer's word", lambda: not self.terminal.slip.state().busy)
        return self

    def waiting_list(self) -> QWidget:
        """The list of other slips that wait."""
        return next(
            each
            for each in self.place.window.slip_page.findChildren(QAbstractItemView)
            if each.accessibleName() == "其他办件等打印"
        )

    def print_again(self) -> SlipStep:
        """P."""
        self.press(Key.Key_P)
        return self

    def next_applicant(self) -> ApplicantStep:
        """Ctrl+Enter."""
        self.press(Key.Key_Return, CTRL)
        self.driver.until("an empty case", lambda: self.terminal.session.empty)
        return ApplicantStep(self.place)


class FindPage(Page):
    """Alt+2."""

    def search(self, text: str) -> FindPage:
        """Type in the search field, which has the focus."""
        self.press(Key.Key_A, CTRL)
        self.driver.type(text)
        return self

    def opened(self, number: str) -> FindPage:
        """Wait until that case is open, its slip drawn."""
        state = self.terminal.find.state
        self.driver.until(f"{number} opened", lambda: state().number == number and state().raster is not None)
        return self

    def reprint(self) -> FindPage:
        """Ctrl+P."""
        self.press(Key.Key_P, CTRL)
        return self

    def intake(self) -> None:
        """Alt+1."""
        self.press(Key.Key_1, ALT)


class SyncPage(Page):
    """Alt+3."""
