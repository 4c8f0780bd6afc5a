"""Asking lock boards on one wire: echoes, late answers and garbled ones are kept apart from answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from devices.errors import DeviceSilent, LineFault
from devices.lockers.board import Codec, Kind, Word
from devices.lockers.profile import LockProfile
from devices.wires.ring import BABBLE
from devices.wires.wire import Wire

ROLE = "lock_bank"
QUIET = 0.03
"""Seconds without a byte after which an answer is over: what follows at once may still change how it is read."""
FORGET = 10.0
"""Seconds after which answers that never came are no longer waited for."""

_BITS_A_BYTE = 10
_WIRE_MARGIN = 1.5
_MOST_DUE = 2


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one board said to one question, and whether something that came made no sense."""

    words: tuple[Word, ...]
    is_damaged: bool


class BoardLine:
    """Questions and answers of one family on a wire.

    Answers do not name their question. So the line remembers how many answers each board still owes, and passes over
    as many before it believes one: a late "shut" must not be taken for how the door stands now.
    """

    def __init__(
        self, wire: Wire, codec: Codec, profile: LockProfile, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._wire, self._codec, self._profile, self._now = wire, codec, profile, now
        self._due: Counter[int] = Counter()  # by board
        self._due_since = 0.0
        self._echoes: bool | None = profile.echo or None  # None: nobody has said so

    def open(self) -> None:
        """Open the wire, with nothing remembered."""
        self._due.clear()
        self._echoes = self._profile.echo or None
        self._wire.open()

    def ask(self, question: bytes, board: int, kinds: Collection[Kind]) -> Word:
        """The answer to a question that does no harm when it is repeated, which it is once, or to get past late ones.

        Raises DeviceSilent, LineFault, DeviceLost.
        """
        if self._echoes is None and self._codec.decode(question).words:
            self._echoes = self._repeats(self._codec.identify(board))
        late = self._still_due(board)
        tries = 2 + late
        is_damaged = False
        for attempt in range(tries):
            self._wire.ring.tally.retries += attempt > 0
            heard = self._exchange(question, board)
            fitting = [word for word in heard.words[late:] if word.kind in kinds]
            if fitting and not heard.is_damaged:
                return fitting[-1]
            late = max(0, late - len(heard.words))
            is_damaged |= heard.is_damaged
        if is_damaged:
            raise LineFault(f"board {board}: nothing to be understood", role=ROLE, where=self._wire.where)
        seconds = tries * self._time_for(question)
        raise DeviceSilent(f"board {board}", seconds=seconds, role=ROLE, where=self._wire.where)

    def tell(self, command: bytes, board: int, lock: int) -> Word | None:
        """Send a command, once, and hear what the board says to it; None where that is nothing or unintelligible."""
        if not self._profile.answers_opening:
            self._wire.write(command)
            return None
        late = self._still_due(board)
        heard = self._exchange(command, board)
        kinds = (Kind.TAKEN, Kind.REFUSED)
        fitting = [word for word in heard.words[late:] if word.kind in kinds and word.lock in (0, lock)]
        return fitting[-1] if fitting and not heard.is_damaged else None

    def is_answered(self, question: bytes, kinds: Collection[Kind]) -> bool:
        """Whether a board, whatever its address, answers with a word of one of these kinds. Raises DeviceLost."""
        data = self._listen(question, lambda words: any(word.kind in kinds for word in words))
        return any(word.kind in kinds for word in self._codec.decode(data).words)

    def _exchange(self, question: bytes, board: int) -> _Heard:
        data = self._listen(question, lambda words: any(_is_answer_of(board, word) for word in words))
        heard = self._codec.decode(data)
        words = tuple(word for word in heard.words if _is_answer_of(board, word))
        is_damaged = bool(heard.faults or (data and not heard.words))
        self._count(board, len(words), is_damaged)
        return _Heard(words, is_damaged)

    def _listen(self, question: bytes, is_enough: Callable[[tuple[Word, ...]], bool]) -> bytes:
        """Send, and gather what comes, without the one echo that is known of, until it is enough."""
        self._wire.drain()
        self._wire.write(question)
        data, heard = b"", b""
        until = self._now() + self._time_for(question)
        while (left := until - self._now()) > 0 and len(data) < BABBLE:
            enough = is_enough(self._codec.decode(heard).words)
            piece = self._wire.read(min(QUIET, left) if enough else left)
            if not piece:
                break
            data += piece
            heard = data.replace(question, b"", 1) if self._echoes else data
        return heard

    def _repeats(self, probe: bytes) -> bool:
        """Whether the line gives back what it is sent. `probe` is a question that no board answers with its own bytes.

        Some questions have the bytes of an answer: then an echo would pass for how the doors stand.
        """
        return probe in self._listen(probe, lambda _: False)

    def _still_due(self, board: int) -> int:
        if self._now() - self._due_since > FORGET:
            self._due.clear()
        return self._due[board]

    def _count(self, board: int, words: int, is_damaged: bool) -> None:
        tally = self._wire.ring.tally
        tally.good += words > 0 and not is_damaged
        tally.bad += is_damaged
        if not self._due[board]:
            self._due_since = self._now()
        left = self._due[board] + 1 - words - is_damaged
        self._due[board] = min(_MOST_DUE, max(0, left))

    def _time_for(self, question: bytes) -> float:
        """Seconds: what a board may think, and one and a half times what the bytes need on the wire."""
        size = 2 * len(question) + 32 + 2 * self._profile.locks
        on_the_wire = size * _BITS_A_BYTE / self._wire.baud if self._wire.baud else 0.0
        return self._profile.answer_ms / 1000 + on_the_wire * _WIRE_MARGIN


def _is_answer_of(board: int, word: Word) -> bool:
    """Is this an answer of that board? What boards push unasked is none; in one family a wrong board says HERE."""
    return word.board == board and word.kind is not Kind.PUSHED
