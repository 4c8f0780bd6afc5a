"""What a roll printer does with ESC/POS bytes, apart from any line: it answers, prints, cuts and kicks a drawer open.

A printer is as its faults make it: NO_DLE_EOT and NO_GS_R together leave a model that only reports of its own accord.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from devices.ports import Raster


class Fault(Enum):
    """What can be wrong with a printer."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    SILENT = "silent"  # prints, but gives no read-back
    NO_DLE_EOT = "no_dle_eot"  # an old model: answers GS r, when all before it is printed
    NO_GS_R = "no_gs_r"  # never says that a slip is on paper
    LYING_PAPER = "lying_paper"  # off line for want of paper, of which it says that there is some
    STUCK = "stuck"  # says that all is well, and prints nothing
    HASTY = "hasty"  # answers GS r at once, whatever is still to be printed


_STOPPING = {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OFFLINE, Fault.LYING_PAPER, Fault.STUCK}
_TOLD_OF = _STOPPING - {Fault.STUCK}
_FIXED_BITS = 0x12
_TEXT_ROWS = 30  # dots that a line of text takes, of which only the words are kept

# Length of each command we can skip, by its first two bytes; all others of ESC, FS and GS count as two.
_LENGTHS = {
    **dict.fromkeys((b"\x1b" + bytes([op]) for op in b"adJ3tR!E-MG{V rcU=S%e"), 3),
    **dict.fromkeys((b"\x1d" + bytes([op]) for op in b"ra!IBhwHfb"), 3),
    **dict.fromkeys((b"\x1c" + bytes([op]) for op in b"!W-C"), 3),
    **dict.fromkeys((b"\x1d" + bytes([op]) for op in b"LWP"), 4),
    **dict.fromkeys((b"\x1b\x24", b"\x1b\x5c", b"\x1cS"), 4),
    b"\x1bp": 5,
    b"\x10\x04": 3,
    b"\x10\x05": 3,
}


class EscposMachine:
    """Bytes of the computer in, bytes of the printer out; a slip is finished by a cut, or fed out and torn off.

    While a stopping fault lasts, everything but real-time commands waits, as in a real printer. `slips` are dots,
    `texts` the words of each as this printer's font reads its bytes, `kicks` how often the drawer was kicked open.
    `on_slip` is called from the thread that feeds the machine; `speak` takes what it says unasked, `on_unplug` is
    called when it loses its cable by `unplug_after`.
    """

    def __init__(self, dots: int = 576, on_slip: Callable[[Raster], None] | None = None) -> None:
        self.dots = dots
        self.slips: list[Raster] = []
        self.texts: list[tuple[str, ...]] = []
        self.kicks = 0
        self.starts_chinese = True
        self.is_unplugged = False
        self.speak: Callable[[bytes], None] = lambda _: None
        self.on_unplug: Callable[[], None] = lambda: None
        self._on_slip = on_slip
        self._lock = threading.RLock()
        self._faults: set[Fault] = set()
        self._bands_until: tuple[int, Fault | None] | None = None
        self._unread = b""
        self._waiting: list[bytes] = []
        self._paper: list[NDArray[np.bool_]] = []
        self._words: list[str] = []
        self._line = b""  # of text, so far
        self._chinese = True
        self._align = 0
        self._reports = False
        self._reported = b""
        self._pass: NDArray[np.bool_] | None = None  # what ESC * has put on the line so far

    @property
    def waiting(self) -> int:
        """How many commands wait for trouble to be put right."""
        with self._lock:
            return len(self._waiting)

    def play(self, fault: Fault) -> None:
        """Be faulty until `heal`."""
        with self._lock:
            self._faults.add(fault)
            report = self._report_of_change()
        if report:
            self.speak(report)

    def heal(self, fault: Fault | None = None) -> None:
        """Be rid of one fault, or of all, and go on with what waited. Answers nothing that was asked meanwhile."""
        with self._lock:
            self._faults -= {fault} if fault else set(Fault)
            self.is_unplugged = False
            report = self._report_of_change()
            self._run()
        if report:
            self.speak(report)

    def play_after(self, bands: int, fault: Fault) -> None:
        """Become faulty when so many more bands are on paper."""
        with self._lock:
            self._bands_until = (bands, fault)

    def unplug_after(self, bands: int) -> None:
        """Lose the line when so many more bands are on paper."""
        with self._lock:
            self._bands_until = (bands, None)

    def lose_line(self) -> None:
        """Forget a command that was cut off half way."""
        with self._lock:
            self._unread = b""

    def answer(self, data: bytes) -> bytes:
        """Take these bytes; the bytes sent back for them, often none."""
        with self._lock:
            self._unread += data
            said = []
            while not self.is_unplugged and (length := self._command_length()) is not None:
                command, self._unread = self._unread[:length], self._unread[length:]
                said.append(self._take(command))
                said.append(self._report_of_change())
            return b"" if Fault.SILENT in self._faults else b"".join(said)

    def _take(self, command: bytes) -> bytes:
        if command[:1] == b"\x10":
            return self._real_time(command)
        self._waiting.append(command)
        return self._run()

    def _run(self) -> bytes:
        said = b""
        if Fault.HASTY in self._faults and self._waiting[-1:] and self._waiting[-1][:2] == b"\x1dr":
            said += self._execute(self._waiting.pop())
        while self._waiting and not self.is_unplugged and not self._faults & _STOPPING:
            said += self._execute(self._waiting.pop(0))
        return said

    def _report_of_change(self) -> bytes:
        """What it says of its own accord, if it was told to and there is anything new."""
        if not self._reports or self._reported == self._report():
            return b""
        self._reported = self._report()
        return b"" if Fault.SILENT in self._faults else self._reported

    def _report(self) -> bytes:
        has = self._faults.__contains__
        out = has(Fault.PAPER_OUT)
        return bytes(
            (
                0x10 | 0x08 * bool(self._faults & _TOLD_OF) | 0x20 * has(Fault.COVER_OPEN),
                0x08 * has(Fault.CUTTER),
                0x0C * out | 0x03 * (out or has(Fault.NEAR_END)),
                0,
            )
        )

    def _real_time(self, command: bytes) -> bytes:
        if command[:2] == b"\x10\x04" and Fault.NO_DLE_EOT not in self._faults:
            status = self._status(command[2])
            return bytes([status]) if status is not None else b""
        if command[:3] == b"\x10\x14\x08":
            self._waiting.clear()
            self._tear()  # what had been printed goes with the old roll
        return b""

    def _status(self, query: int) -> int | None:
        has = self._faults.__contains__
        match query:
            case 1:
                bits = 0x08 if self._faults & _TOLD_OF else 0
            case 2:
                bits = 0x04 * has(Fault.COVER_OPEN) | 0x20 * has(Fault.PAPER_OUT) | 0x40 * has(Fault.CUTTER)
            case 3:
                bits = 0x08 * has(Fault.CUTTER)
            case 4:
                out = has(Fault.PAPER_OUT)
                bits = 0x60 * out | 0x0C * (out or has(Fault.NEAR_END))
            case _:
                return None
        return _FIXED_BITS | bits

    def _execute(self, command: bytes) -> bytes:
        match command[:2]:
            case b"\x1dv":
                self._print_raster(command)
            case b"\x1b*":
                self._place_columns(command)
            case b"\n":
                self._feed_line()
            case b"\x1b@":
                self._chinese, self._align, self._reports, self._line = self.starts_chinese, 0, False, b""
            case b"\x1ba":
                self._align = command[2]
            case b"\x1c&" | b"\x1c.":
                self._chinese = command == b"\x1c&"
            case b"\x1dV" | b"\x1bd":
                self._cut()
            case b"\x1bp":
                self.kicks += 1
            case b"\x1da":
                self._reports, self._reported = command[2] != 0, self._report()
                return self._reported if self._reports else b""
            case b"\x1dr" if Fault.NO_GS_R not in self._faults:
                paper = 0x0C * (Fault.PAPER_OUT in self._faults) | 0x03 * (Fault.NEAR_END in self._faults)
                return bytes([paper])
            case _ if len(command) == 1:
                self._line += command
            case _:
                pass
        return b""

    def _print_raster(self, command: bytes) -> None:
        stride, rows = (int.from_bytes(command[at : at + 2], "little") for at in (4, 6))
        bits = np.unpackbits(np.frombuffer(command[8:], np.uint8).reshape(rows, stride), axis=1)
        self._put(bits.astype(np.bool_))
        self._count_band()

    def _place_columns(self, command: bytes) -> None:
        high = 3 if command[2] in (32, 33) else 1
        columns = np.frombuffer(command[5:], np.uint8).reshape(-1, high)
        self._pass = np.unpackbits(columns, axis=1).T.astype(np.bool_)

    def _feed_line(self) -> None:
        if self._pass is not None:
            self._put(self._pass)
            self._pass = None
        else:
            self._words.append(read_by_font(self._line) if self._chinese else self._line.decode("cp437"))
            self._line = b""
            self._put(np.zeros((_TEXT_ROWS, 1), np.bool_))
        self._count_band()

    def _put(self, rows: NDArray[np.bool_]) -> None:
        """Lay rows on the paper, where they were told to stand; what lies beyond the head is lost."""
        across = np.zeros((rows.shape[0], self.dots), np.bool_)
        width = min(rows.shape[1], self.dots)
        left = (self.dots - width) * self._align // 2 // 8 * 8
        across[:, left : left + width] = rows[:, :width]
        self._paper.append(across)

    def _count_band(self) -> None:
        if self._bands_until is None:
            return
        left, fault = self._bands_until[0] - 1, self._bands_until[1]
        self._bands_until = (left, fault) if left > 0 else None
        if left > 0:
            return
        if fault is None:
            self.is_unplugged = True
            self.on_unplug()
        else:
            self._faults.add(fault)

    def _cut(self) -> None:
        if not self._paper:
            return
        ink = np.concatenate(self._paper)
        slip = Raster(self.dots, ink.shape[0], np.packbits(ink, axis=1).tobytes())
        self.slips.append(slip)
        self.texts.append(tuple(self._words))
        self._tear()
        if self._on_slip is not None:
            self._on_slip(slip)

    def _tear(self) -> None:
        self._paper.clear()
        self._words.clear()
        self._line, self._pass = b"", None

    def _command_length(self) -> int | None:
        """How long the first command of `_unread` is; None while it is not all there."""
        length = self._wanted(self._unread)
        return length if length is not None and length <= len(self._unread) else None

    @staticmethod
    def _wanted(data: bytes) -> int | None:
        if not data or data[:1] not in b"\x10\x1b\x1c\x1d":
            return 1 if data else None  # text is let pass; a line feed prints the line
        head = data[:2]
        if len(head) < 2:
            return None
        match head:
            case b"\x1dv":
                fixed, count = 8, _little(data, 4) * _little(data, 6)
            case b"\x1b*":
                fixed, count = 5, _little(data, 3) * (3 if data[2:3] in (b"\x20", b"\x21") else 1)
            case b"\x1d(":
                fixed, count = 5, _little(data, 3)
            case b"\x1dV":
                fixed, count = 3, int(data[2:3] in (b"A", b"B", b"a", b"b"))
            case b"\x10\x14":
                fixed, count = 3, {b"\x08": 7, b"\x01": 2, b"\x02": 2}.get(data[2:3], 0)
            case _:
                fixed, count = _LENGTHS.get(head, 2), 0
        return fixed + count if len(data) >= fixed else None


def read_by_font(line: bytes) -> str:
    """A line of text as a font of the two-byte areas of GB 18030 shows it: rubbish for codes of four bytes."""
    text, at = "", 0
    while at < len(line):
        wide = 2 if line[at] >= 0x81 else 1
        text += line[at : at + wide].decode("gb18030", errors="replace")
        at += wide
    return text


class SmallBuffer:
    """A slow printer whose flow control nobody heeds: it prints so many bytes a second, and what finds no room is lost.

    Time is that of `now`, in seconds.
    """

    def __init__(
        self, machine: EscposMachine, size: int, bytes_a_second: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.lost = 0
        self._machine, self._size, self._pace, self._now = machine, size, bytes_a_second, now
        self._held = 0.0
        self._at = now()

    def answer(self, data: bytes) -> bytes:
        """As the machine's, for what there is room for."""
        at = self._now()
        self._held = max(0.0, self._held - (at - self._at) * self._pace)
        self._at = at
        room = max(0, int(self._size - self._held))
        self._held += min(room, len(data))
        self.lost += max(0, len(data) - room)
        return self._machine.answer(data[:room])


def _little(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
