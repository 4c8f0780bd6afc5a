"""A window that saves case after case and says so: run as a program, to be killed.

Each line on standard input starts a window in a process of its own. On standard output come `pid N`, then one
line an acknowledgement, `draft ID STEP` or `case ID`, written only after the store has returned, and `dead`
at the end.
"""

from __future__ import annotations

import itertools
import os
import sys
import uuid
from pathlib import Path

from app.store.drafts import Draft
from tests.support import counter


def main(folder: Path) -> None:
    """Take in applicants until killed."""
    store = counter.open_store(folder)
    if store.numbers.left("case", 2026) < 100:
        first = store.numbers.highest("case", 2026) + 1
        store.numbers.add_block(counter.block(first, first + 9_999))
    for turn in itertools.count():
        case_id = str(uuid.uuid4())
        page = counter.put_page(store, case_id, os.urandom(3_000))
        for step in range(2):
            store.drafts.put(Draft(case_id, counter.person(), counter.NOON, step=str(step)))
            say(f"draft {case_id} {step}")
        with store.saving() as work:
            number = work.take_number(series="case", year=2026, window="03")
            case = counter.case(case_id, number, minutes=turn)
            work.record(counter.received(case), case, body={"number": number}, attachments=(page,))
            work.add_slip(case_id, counter.slip(number), case.life.received_at)
            work.close_draft(case_id)
        say(f"case {case_id}")


def say(line: str) -> None:
    """One write a line, so that a kill cannot halve it."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def serve(folder: Path) -> None:
    """Start one window after the other, as asked. Forked from here they need not import everything again."""
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            main(folder)
        say(f"pid {pid}")
        os.waitpid(pid, 0)
        say("dead")


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
