"""A window that serves one applicant after the other by keyboard and writes down what it showed: run to be killed.

Each line on standard input is a JSON order and starts a window in a process of its own, forked from here so that it
need not import everything again. On standard output come `pid N`, one `.` for each line written down, and `dead`.
What was shown goes to a side file of its own, flushed to the disk line by line, as JSON:

    {"at": wall clock in ms, "what": "draft", "id": …, "step": …, "application": {…}}    captured, on the screen
    {"at": …, "what": "kept", "id": …, "kept_at": ms}      the foot says that the draft was saved as of that moment
    {"at": …, "what": "saved", "id": …, "number": …, "application": {…}}    the slip page shows the case's number
    {"at": …, "what": "dying", "name": …}                   a moment at which it was ordered to die
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import cv2
from sqlalchemy import event

import tests.support.qt  # noqa: F401  (before any application of Qt is made)
from app.domain.plain import to_plain
from app.presenters.intake.session import StepName
from devices.simulators.paper import sample_page
from tests.support.steps import ApplicantStep, MaterialsStep, SignIn
from tests.support.window import opened_place

CARDS = ("resident", "moved", "hmt_permit", "rare_name")
ITEM = ("gljt", "高龄津贴申领")
MOMENTS = (
    "card laid",
    "typed",
    "item chosen",
    "page dropped",
    "page stored",
    "aside",
    "confirmed",
    "before commit",
    "after commit",
    "slip shown",
    "printed",
)


@dataclass
class SideFile:
    """What the window showed, on the disk before the window goes on."""

    file: int
    die_at: str
    die_after: int

    def write(self, what: str, **facts: Any) -> None:
        """One line; flushed before this returns."""
        line = json.dumps({"at": time.time_ns() // 1_000_000, "what": what, **facts}, ensure_ascii=False)
        os.write(self.file, line.encode() + b"\n")
        os.fsync(self.file)
        say(".")

    def moment(self, name: str) -> None:
        """A moment has come; die here if so ordered, the n-th time."""
        assert name in MOMENTS
        if name == self.die_at:
            self.die_after -= 1
            if self.die_after <= 0:
                self.write("dying", name=name)
                os.kill(os.getpid(), signal.SIGKILL)


class Clerk:
    """Serves one applicant after the other until killed."""

    def __init__(self, desk: SignIn, side: SideFile, paper: Path) -> None:
        self._desk, self._side, self._paper = desk, side, paper
        self._terminal = desk.terminal
        self._last: tuple[object, ...] = ()
        self._terminal.intake.session.listen(self._write_down)
        event.listen(self._terminal.store.database.engine, "commit", self._committing)
        event.listen(self._terminal.store.database.engine, "checkin", self._committed)
        self._kept: tuple[str, int] | None = None
        self._confirming = False

    def serve_for_ever(self) -> None:
        """Alternate: every third applicant is put aside half way and resumed."""
        applicant = self._desk.sign_in()
        say("ready")
        for turn in count():
            materials = self._up_to_materials(applicant, CARDS[turn % len(CARDS)])
            if turn % 3 == 2:
                materials = self._aside_and_back(materials)
            applicant = self._save(materials)

    def _up_to_materials(self, applicant: ApplicantStep, card: str) -> MaterialsStep:
        self._side.moment("card laid")
        applicant.lay_card(card).person_matches()
        applicant.fill("phone", "1380")
        self._side.moment("typed")
        applicant.driver.type("0000000")
        item = applicant.next().take(*ITEM)
        self._side.moment("item chosen")
        materials = item.next()
        before = materials.pages()
        materials.drop(self._paper)
        self._side.moment("page dropped")
        materials.page_came(before)
        self._side.moment("page stored")
        return materials.take_everything()

    def _aside_and_back(self, materials: MaterialsStep) -> MaterialsStep:
        applicant = materials.put_aside().reads("取回上次没做完的件")
        self._side.moment("aside")
        applicant.resume()
        return materials

    def _save(self, materials: MaterialsStep) -> ApplicantStep:
        review = materials.next().accept_doubts()
        draft = self._terminal.intake.session.draft
        self._confirming = True
        slip = review.confirm(on_press=lambda: self._side.moment("confirmed"))
        self._confirming = False
        self._side.write("saved", id=draft.id, number=slip.number, application=to_plain(draft.application))
        self._side.moment("slip shown")
        slip.at_rest()
        self._side.moment("printed")
        return slip.next_applicant()

    def _write_down(self) -> None:
        session = self._terminal.intake.session
        draft = session.draft
        now = (draft.id, draft.step, draft.application)
        if now != self._last and not session.empty and session.step is not StepName.SLIP:
            self._last = now
            application = to_plain(draft.application)
            self._side.write("draft", id=draft.id, step=draft.step, application=application)
        if session.saved_at is not None and session.step is not StepName.SLIP:
            kept = round(session.saved_at.timestamp() * 1000)
            if (draft.id, kept) != self._kept:
                self._kept = (draft.id, kept)
                self._side.write("kept", id=draft.id, kept_at=kept)

    def _committing(self, _connection: object) -> None:
        if self._confirming:
            self._side.moment("before commit")

    def _committed(self, *_: object) -> None:
        if self._confirming:
            self._side.moment("after commit")


def make_paper(folder: Path) -> Path:
    """A small picture of a paper, to be imported as a page."""
    file = folder / "paper.png"
    if not file.exists():
        assert cv2.imwrite(str(file), cv2.resize(sample_page(1), None, fx=0.5, fy=0.5))
    return file


def main(order: dict[str, Any]) -> None:
    """One window, until killed; or, where the order says so, only until the central has confirmed everything."""
    folder = Path(order["folder"])
    side = SideFile(
        os.open(folder / "shown.jsonl", os.O_CREAT | os.O_WRONLY | os.O_APPEND), order["die_at"], order["die_after"]
    )
    place = opened_place(folder / "window", folder, central=order["central"], token=order["token"])
    with place as desk:
        if order["only_deliver"]:
            desk.all_delivered()
        else:
            Clerk(desk, side, make_paper(folder)).serve_for_ever()


def live_and_exit(order: dict[str, Any]) -> None:
    """A forked process must end here, whatever happens."""
    code = 1
    try:
        main(order)
        code = 0
    except BaseException:
        traceback.print_exc()
    os._exit(code)


def say(line: str) -> None:
    """One write a line, so that a kill cannot halve it."""
    os.write(1, f"{line}\n".encode())


def serve() -> None:
    """Start one window after the other, as ordered."""
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            live_and_exit(order)
        say(f"pid {pid}")
        _, status = os.waitpid(pid, 0)
        say(f"dead {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    serve()
