"""A window in a process of its own, as a terminal is: says when it is usable, serves an applicant, says its memory.

`python -m tests.bench.counter_child SETTINGS`. What a visitor does in the hall it asks for on stdout, a line each.
"""

from __future__ import annotations

# ruff: noqa: E402
from app.__main__ import parser

parser()  # imports what the program has imported when it comes to its window, and to Qt

# isort: split

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer

from app.commands.settings import settings_of
from app.config import Counter
from widgets.program import application, opened_window
from widgets.simulated.driver import SIZE, Driver

if TYPE_CHECKING:
    from devices.simulators.hall import SimulatedHall

USABLE, MEMORY = "usable", "memory"
MEBIBYTE = 1024  # of the kibibytes that the system counts in


class HallByLetter:
    """The hall stands in another process, which does what these lines ask for."""

    def lay_card(self, name: str) -> None:
        say("lay_card", name)

    def lift_card(self) -> None:
        say("lift_card")

    def put_page(self, number: int) -> None:
        say("put_page", number)

    def clear_desk(self) -> None:
        say("clear_desk")


def run(settings: Counter) -> None:
    """Open the window; on a line from stdin serve one applicant, on its end stop."""
    app = application(settings)
    with opened_window(settings) as window:
        window.resize(*SIZE)
        window.show()
        driver = Driver(app, window, settings.data_folder)
        driver.until("the password field's focus", lambda: app.focusWidget() is not None)
        answered: list[bool] = []
        QTimer.singleShot(0, lambda: answered.append(True))  # after what the first showing has left to do
        driver.until("an answer to an event", lambda: bool(answered))
        say(USABLE)
        if sys.stdin.readline().strip():
            serve(driver)
            say(MEMORY, resident_mebibytes("VmRSS"), resident_mebibytes("VmHWM"))


def serve(driver: Driver) -> None:
    """One applicant, from the password to the printed slip; everything delivered to the central."""
    from tests.support.place import Place
    from tests.support.steps import SignIn

    place = Place(driver, cast("SimulatedHall", HallByLetter()), None)
    materials = SignIn(place).sign_in().serve().take("spjyxk", "食品经营许可（新办）").next()
    for page in range(3):
        materials.go_to(page).scan(page)
    review = materials.take_everything().next().accept_doubts()
    review.decide(1).confirm().at_rest().all_delivered()
    reader = driver.window.terminal.text_reader
    driver.until("the heads of the pages read, and their reader let go", lambda: reader.process_id is None)


def resident_mebibytes(line: str) -> float:
    """What the system counts as this process's memory: VmRSS now, VmHWM at the highest."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    [kibibytes] = [each.split()[1] for each in told.splitlines() if each.startswith(f"{line}:")]
    return int(kibibytes) / MEBIBYTE


def say(*words: object) -> None:
    """One line to the process that started this one."""
    print(*words, flush=True)


if __name__ == "__main__":
    run(settings_of(Path(sys.argv[1])))
