"""A whole life by script: the real window without a screen, driven by keys, its clerks changing, on real bytes."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler

from app.config import Counter
from app.domain.case import CaseState
from app.presenters.marks import Mark
from app.presenters.pages import ADMIN, DASHBOARD, DEVICES, FIND, INTAKE, SYNC
from sync.transport import Transport
from widgets.pages.applicant import ApplicantPage
from widgets.program import application, opened_window
from widgets.simulated.driver import SIZE, StepFailed
from widgets.simulated.hall import simulated
from widgets.simulated.tour_clerks import Clerks
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import DARK, HIGH_CONTRAST, THEMES

OFFICE, SECTION, ISSUING, SUPERVISOR, ADMINISTRATOR = range(2, 7)
"""Places of the training accounts on the sign-in page; the first is the intake clerk's."""


def serve_one_applicant(out: Path) -> int:
    """Serve one applicant, from card to certificate; screenshots, slips and PDFs go to `out`.

    Prints each step with its time; 1 if one fails.
    """
    qInstallMessageHandler(_say_but_for_size_hints)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    settings = Counter()
    app = application(settings)
    with tempfile.TemporaryDirectory(prefix="yichuang-tour-") as folder, simulated(settings, Path(folder)) as city:
        started = time.monotonic()
        with (
            city.filling(Path(folder) / "cases") as filling,
            opened_window(city.settings, in_process=city.in_process) as window,
        ):
            window.resize(*SIZE)
            window.show()
            tour = Tour(app, window, out, city=city, started=started, filling=filling)
            try:
                tour.whole()
            except StepFailed as failure:
                print(f"FAILED  {failure}")
                tour.picture("failed")
                return 1
    return 0


@dataclass(kw_only=True)
class Tour(Clerks):
    """The applicant's way through the window and the hall, step by step."""

    started: float
    filling: threading.Thread

    def whole(self) -> None:
        """Everything, in the order of a real morning."""
        terminal, session = self.window.terminal, self.window.terminal.intake.session
        self.say("window usable", self.started)
        with self.step("sign in"):
            self.picture("sign-in")
            self.press(Qt.Key.Key_Return)
            self.until("the applicant page", lambda: self.window.terminal.seat.clerk is not None)
        with self.step("card read"):
            self.city.hall.lay_card("resident")
            self.until("the card's fields", lambda: bool(session.application.applicant.person.id_number))
        with self.step("telephone typed, in organisation's name"):
            self.fill_applicant()
            self.picture("applicant")
        with self.step("item found by initials, situation answered"):
            self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.choose_item()
            self.picture("item")
        with self.step("three pages scanned by themselves"):
            self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.scan_three_pages()
            self.picture("materials")
        with self.step("the other papers taken"):
            self.take_the_rest()
            self.picture("materials-complete")
        with self.step("formal review"):
            self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.review()
            self.picture("review")
        with self.step("saved, numbered, printed"):
            self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.until("the slips on paper", lambda: len(self.city.hall.printer.slips) == 2)
            self.until("the printer's word", lambda: not terminal.intake.slip.state().busy)
            self.picture("slip")
        with self.step("A4 PDF kept"):
            self.keep_pdf()
        with self.step("the central has the case and its pages"):
            self.ask_central(CaseState.RECEIVED)
        with self.step("found again"):
            self.look_round()
        with self.step("the hall's other cases there"):
            self.filling.join()
        self.rest_of_its_life(terminal.intake.slip.state().number)
        with self.step("every sheet of paper kept"):
            self.keep_slips()

    def rest_of_its_life(self, number: str) -> None:
        """Back office, section, issuing window; then who looks on: one window, its clerks changing."""
        with self.step("papers handed over to the back office"):
            batch = self.send_papers(number, "papers")
            self.change_clerk(OFFICE)
            self.take_papers_over(batch, number, "papers")
        with self.step("accepted, an expert review begun, on to the section"):
            self.find_case(number)
            self.picture("case")
            self.expected("accept_case")
            self.do("accept")
            self.begin(Qt.Key.Key_P, "special")
            self.choose("程序", "专家评审")
            self.do("expert-review")
            batch = self.send_papers(number, "to-the-section")
        with self.step("the section's result, and back"):
            self.change_clerk(SECTION)
            self.take_papers_over(batch, number, "to-the-section")
            self.find_case(number)
            self.expected("result")
            self.write("结论", "布局合理，符合要求")
            self.do("result")
            batch = self.send_papers(number, "from-the-section")
        with self.step("decided and closed, the certificate on its way"):
            self.change_clerk(OFFICE)
            self.take_papers_over(batch, number, "from-the-section")
            self.find_case(number)
            self.expected("decide")
            self.write("证件编号", "JY24306000000001")
            self.do("decide")
            batch = self.send_papers(number, "certificate")
        with self.step("laid into the locker, collected with the code"):
            self.change_clerk(ISSUING)
            self.take_papers_over(batch, number, "certificate")
            self.collect(self.lay_into_locker(number))
            self.ask_central(CaseState.HANDED_OUT, number)
        with self.step("the supervisor and the administrator look on"):
            for account, page in ((SUPERVISOR, DASHBOARD), (ADMINISTRATOR, ADMIN)):
                self.change_clerk(account)
                self.open_page(page)
                self.wait(1.0)
                self.picture(page)

    def fill_applicant(self) -> None:
        """The clerk confirms the person, then types the telephone."""
        self.press(Qt.Key.Key_F9)
        self.window.page(ApplicantPage).focus_field("phone")
        self.type("13800000000")
        self.until("a complete applicant", lambda: not self.window.terminal.intake.applicant.state().open)

    def choose_item(self) -> None:
        """Search by pinyin initials, choose, and answer with digits."""
        item = self.window.terminal.intake.item
        self.type("spjyxk")
        self.until("hits", lambda: bool(item.state().rows))
        wanted = next(row.code for row in item.state().rows if row.name.startswith("食品经营许可（新办"))
        codes = [row.code for row in item.state().rows]
        for _ in range(codes.index(wanted)):
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)
        self.until("the item", lambda: item.state().chosen == wanted)
        while not item.state().complete:
            answered = dict(self.window.terminal.intake.session.application.answers)
            self.press(Qt.Key.Key_1)
            if dict(self.window.terminal.intake.session.application.answers) == answered:
                raise StepFailed("a digit answered no question")

    def scan_three_pages(self) -> None:
        """Put papers under the camera; each is taken by itself when it lies still."""
        terminal = self.window.terminal
        codes = [row.code for group in terminal.intake.materials.state().groups for row in group.rows]
        for number, code in enumerate(codes[:3]):
            self.city.hall.clear_desk()
            self.until("an empty desk", lambda: terminal.intake.materials.status == "looking")
            if number:
                self.press(Qt.Key.Key_Down)
            self.city.hall.put_page(number)
            self.until("a page taken", lambda code=code: bool(terminal.intake.session.taken(code).pages))  # type: ignore[misc]

    def take_the_rest(self) -> None:
        """Space takes the paper itself."""
        materials = self.window.terminal.intake.materials
        for group in materials.state().groups:
            for row in group.rows:
                if row.mark in (Mark.MISSING, Mark.RUNNING):
                    materials.choose(row.code)
                    self.press(Qt.Key.Key_Space)
        self.until("nothing left", lambda: self.window.terminal.intake.session.counts()[1] == 0)

    def review(self) -> None:
        """Accept what is doubtful, decide."""
        review = self.window.terminal.intake.review
        self.until("the slip's preview", lambda: bool(review.state().slips))
        for row in review.state().rows:
            if row.can_accept:
                review.accept_doubt(row.code)
        self.press(Qt.Key.Key_1)
        self.until("a decision that can be confirmed", lambda: not review.state().hold)
        self.until("the slip of that decision", lambda: len(review.state().slips) == 2)

    def keep_slips(self) -> None:
        """The dots that the printer received, as pictures."""
        for number, raster in enumerate(self.city.hall.printer.slips, start=1):
            (self.out / f"slip-{number:02d}.png").write_bytes(self.window.terminal.documents.png(raster))

    def keep_pdf(self) -> None:
        """The slip on A4."""
        terminal = self.window.terminal
        self.press(Qt.Key.Key_F8)
        folder = terminal.settings.data_folder / "a4"
        self.until("the PDF", lambda: bool(list(folder.glob("*.pdf"))) and bool(terminal.intake.slip.state().note))
        for file in folder.glob("*.pdf"):
            shutil.copy(file, self.out / file.name)

    def ask_central(self, state: CaseState, number: str = "") -> None:
        """Everything acknowledged; the central's own word on the case."""
        terminal = self.window.terminal
        number = number or terminal.intake.slip.state().number
        self.all_sent()
        link = terminal.settings.central
        transport = Transport(link.url, link.token, device_id=terminal.settings.window.device_id)
        try:
            transport.hello()
            view = transport.case_by_number(number)
        finally:
            transport.close()
        if view.state != state.value or view.pages_missing:
            raise StepFailed(f"the central says {view.state}, {view.pages_missing} pages missing")
        print(f"        central: {view.number} {view.state}, due {view.due}, {len(view.events)} event(s)")

    def look_round(self) -> None:
        """The other pages, and the themes."""
        find = self.window.terminal.everybody.find
        self.open_page(FIND)
        self.until("the case in the list, opened", lambda: find.state().raster is not None)
        self.picture("find")
        for page in (SYNC, DEVICES):
            self.open_page(page)
            self.wait(0.3)
            self.picture(page)
        self.open_page(INTAKE)
        for tokens in (DARK, HIGH_CONTRAST):
            apply_theme(self.app, tokens, 1.0)
            self.wait(0.2)
            self.picture(f"slip-{tokens.name}")
        apply_theme(self.app, THEMES["light"], 1.0)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Say a step and how long it took."""
        started = time.monotonic()
        yield
        self.say(name, started)

    def say(self, name: str, started: float) -> None:
        """One line: seconds and what was done."""
        print(f"{time.monotonic() - started:6.2f}s  {name}", flush=True)


def _say_but_for_size_hints(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's words go to stderr, except what the screenless platform says of every window that is shown."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)
