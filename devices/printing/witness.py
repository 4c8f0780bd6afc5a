"""What a printer says of itself, each kind asked in its own way; and whether its word can be believed.

Its answers are single bytes without a sum and without a name. So each question waits for the line to be empty, an
answer must come alone, trouble must be said twice, and good news is believed only from a line known to be in step:
after a question without an answer, the next answer may be that one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from devices.errors import DeviceSilent, LineFault
from devices.ports import Readiness
from devices.printing import replies
from devices.printing.escpos import INIT
from devices.printing.line import ROLE, PrinterLine
from devices.printing.profile import StatusBy
from devices.printing.replies import ASK_WHEN_DONE, REPORT_ALL, Heard, Query, sort
from devices.wires.ring import BABBLE

WELL = (Readiness.READY, Readiness.NEAR_END)
QUIET = 0.05
"""Seconds without a byte after which a garbled answer is taken to be over."""
SETTLE = 0.003
"""Seconds in which whatever belongs to an answer has followed it; the time of two bytes comes on top."""


class Witness(Protocol):
    """How one kind of printer testifies. Every call but `opening` may raise DeviceLost, LineFault or DeviceSilent."""

    opening: bytes
    """What a slip begins with."""

    def ask(self) -> Readiness:
        """How it is, nothing being on its way to it; UNKNOWN when it does not say."""
        ...

    def confirms(self) -> bool:
        """Whether it will say when a slip is on paper; asked just before one."""
        ...

    def look(self, on_the_way: float) -> Readiness:
        """How it is in the midst of a slip, whose last piece needs that many seconds more to get there."""
        ...

    def word(self) -> Readiness | None:
        """How it is now that all that was sent is on paper; None while it does not say so."""
        ...


def witness_for(line: PrinterLine, status: StatusBy, patience: float) -> Witness:
    """The witness for a model that tells its state by `status`, over this line."""
    if not line.answers:
        return NoWitness(line)
    match status:
        case StatusBy.DLE_EOT:
            return RealTimeWitness(line, patience)
        case StatusBy.GS_R:
            return PaperWitness(line, patience)
        case StatusBy.ASB:
            return ReportWitness(line, patience)
        case StatusBy.NONE:
            return NoWitness(line)


class NoWitness:
    """Says nothing; at most the system knows that nothing gets to the printer."""

    opening = INIT

    def __init__(self, line: PrinterLine) -> None:
        self._line = line

    def ask(self) -> Readiness:
        return self._line.readiness()

    def confirms(self) -> bool:
        return False

    def look(self, on_the_way: float) -> Readiness:
        return Readiness.UNKNOWN

    def word(self) -> Readiness | None:
        return None


class Questions:
    """Asks for single bytes, on a line that may garble them or bring them late."""

    def __init__(self, line: PrinterLine, patience: float) -> None:
        self._line, self._patience = line, patience

    def status(self, query: Query, on_the_way: float = 0.0) -> int | None:
        """The answer to a DLE EOT; None when none came. Raises LineFault when it is garbled twice."""
        return self._ask(query.command, lambda heard: heard.statuses, self._patience + on_the_way)

    def done(self) -> int | None:
        """The answer to a GS r, which waits for the paper; None when none came yet. Raises LineFault."""
        return self._ask(ASK_WHEN_DONE, lambda heard: heard.dones[-1:], self._patience)

    def _ask(self, command: bytes, wanted: Callable[[Heard], list[int]], patience: float) -> int | None:
        tally = self._line.ring.tally
        for attempt in range(2):
            tally.retries += attempt
            self._line.drain(QUIET if attempt else 0.0)
            self._line.send(command)
            heard = self._hear(wanted, patience)
            found = wanted(heard)
            if not (found or heard.strays):
                return None
            if len(found) == 1 and not heard.strays:
                tally.good += 1
                return found[0]
            tally.bad += 1
        raise LineFault("the printer's answers are garbled", role=ROLE, where=self._line.where)

    def _hear(self, wanted: Callable[[Heard], list[int]], patience: float) -> Heard:
        """All that comes until the answer is there and has settled, or patience ends."""
        data = b""
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0 and not sort(data).strays:
            data += self._line.receive(left)
            if wanted(sort(data)):
                settle = SETTLE + (20 / self._line.baud if self._line.baud else 0.0)
                return sort(data + self._line.receive(settle))
        return sort(data)


class RealTimeWitness:
    """Answers DLE EOT at once, printing or not; and GS r once all is on paper, which some do not know."""

    opening = INIT

    def __init__(self, line: PrinterLine, patience: float) -> None:
        self._line, self._patience = line, patience
        self._questions = Questions(line, patience)
        self._in_step = True

    def ask(self) -> Readiness:
        state = self._state(0.0)
        if state in WELL and not self._in_step:
            self._in_step = self._questions.done() is not None  # of another kind: no late answer passes for it
        return state if state not in WELL or self._in_step else Readiness.UNKNOWN

    def confirms(self) -> bool:
        return self._questions.done() is not None

    def look(self, on_the_way: float) -> Readiness:
        state = self._state(on_the_way)
        if state is Readiness.UNKNOWN:
            raise DeviceSilent("it stopped answering", seconds=self._patience, role=ROLE, where=self._line.where)
        return state

    def word(self) -> Readiness | None:
        return self.look(0.0) if self._questions.done() is not None else None

    def _state(self, on_the_way: float) -> Readiness:
        state = self._said(on_the_way)
        trouble = state not in WELL and state is not Readiness.UNKNOWN
        return self._said_twice(state, on_the_way) if trouble else state

    def _said_twice(self, state: Readiness, on_the_way: float) -> Readiness:
        """Trouble counts when it is said twice: one wrong bit is enough to make it up."""
        for _ in range(3):
            again = self._said(on_the_way)
            if again is state:
                return state
            self._line.ring.tally.bad += 1
            state = again
        raise LineFault("the printer contradicts itself", role=ROLE, where=self._line.where)

    def _said(self, on_the_way: float) -> Readiness:
        answers: dict[Query, int] = {}
        for query in (Query.OFFLINE_CAUSE, Query.PAPER, Query.PRINTER, Query.ERROR_CAUSE):
            if query is Query.ERROR_CAUSE and not answers[Query.OFFLINE_CAUSE] & 0x40:
                break
            byte = self._questions.status(query, on_the_way)
            if byte is None:
                self._in_step = False
                return Readiness.UNKNOWN
            answers[query] = byte
        return replies.readiness_of(answers)


class PaperWitness:
    """An old model: answers GS r alone, of its paper, and only once all before it is on paper."""

    opening = INIT

    def __init__(self, line: PrinterLine, patience: float) -> None:
        self._questions = Questions(line, patience)

    def ask(self) -> Readiness:
        byte = self._questions.done()
        return Readiness.UNKNOWN if byte is None else replies.readiness_when_done(byte)

    def confirms(self) -> bool:
        return True

    def look(self, on_the_way: float) -> Readiness:
        return Readiness.UNKNOWN  # it would answer only after the piece that is on its way

    def word(self) -> Readiness | None:
        """Given twice: the first answer may be a late one to what was asked before the slip."""
        for _ in range(2):
            said = self.ask()
            if said is Readiness.UNKNOWN:
                return None
        return said


class ReportWitness:
    """Reports of its own accord (GS a) when something changes, and once when it is told to, in its turn.

    A report of its own accord differs from the one before it. So, after the last dot, one that is the same again can
    only answer to being told: the proof that everything before is on paper. Two are waited for, lest one be late.
    """

    opening = INIT + REPORT_ALL  # ESC @ ends the reports

    def __init__(self, line: PrinterLine, patience: float) -> None:
        self._line, self._patience = line, patience
        self._unread = b""
        self._last = b""
        self._repeats = 0
        self._proofs = 0  # how many repeats prove that all is on paper; 0 before the end of a slip

    def ask(self) -> Readiness:
        """Tell it to report. Where it is stopped it cannot, but what it reported when it stopped still holds."""
        self._listen(0.0)
        before, self._last = self._last, b""
        self._line.send(REPORT_ALL)
        self._listen(self._patience, until=lambda: self._last != b"")
        self._repeats = self._proofs = 0
        if self._last:
            return replies.readiness_reported(self._last)
        self._last = before
        known = replies.readiness_reported(before)
        return Readiness.UNKNOWN if known in WELL else known

    def confirms(self) -> bool:
        return True

    def look(self, on_the_way: float) -> Readiness:
        self._listen(0.0)
        return replies.readiness_reported(self._last)

    def word(self) -> Readiness | None:
        if not self._proofs:
            self._listen(0.0)
            self._proofs, self._repeats = 3 - min(self._repeats, 1), 0  # the report of `opening` may still be coming
        while self._repeats < self._proofs:
            before = self._repeats
            self._line.send(REPORT_ALL)
            self._listen(self._patience, until=lambda: self._repeats > before)  # noqa: B023
            if self._repeats == before:
                return None
        return replies.readiness_reported(self._last)

    def _listen(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Take in what comes for so long. Raises LineFault for what is no report, or too much of it."""
        deadline, count = time.monotonic() + seconds, 0
        while not until():
            data = self._line.receive(max(0.0, deadline - time.monotonic()))
            count += len(data)
            heard = sort(self._unread + data)
            self._unread = heard.rest
            if heard.strays or heard.statuses or heard.dones or count > BABBLE:
                self._refuse_babble()
            for report in heard.reports:
                self._line.ring.tally.good += 1
                self._repeats += report == self._last
                self._last = report
            if not data and time.monotonic() >= deadline:
                return

    def _refuse_babble(self) -> None:
        self._line.ring.tally.bad += 1
        self._unread = b""
        self._line.drain(QUIET)
        raise LineFault("the printer's reports are garbled", role=ROLE, where=self._line.where)
