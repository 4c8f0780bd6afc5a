"""A card reader made of software: a SAM, byte for byte, behind a pseudo-terminal.

    with SimulatedCardReader() as reader:
        reader.lay(sample_cards.RESIDENT)
        ... open reader.port as any serial port ...

POSIX only.
"""

from __future__ import annotations

import os
import pty
import select
import struct
import tempfile
import termios
import threading
import tty
from enum import Enum
from pathlib import Path
from types import TracebackType

from devices.cards import chip, sam
from devices.cards.sam import Command
from devices.ports import Card

_PIECE = 64
_BITS_A_BYTE = 10
_NOISE = bytes.fromhex("00 FF AA 55 96 69 AA")
_PHOTO_BYTES = 1024
_SPEEDS = {
    getattr(termios, f"B{baud}"): baud for baud in (9600, 19200, 38400, 57600, 115200)
}  # termios constant → bits a second

SamNumber = tuple[int, int, int, int, int]
SAM_NUMBER: SamNumber = (5, 3, 20150101, 123, 4567)


class Fault(Enum):
    """What can be wrong with a reader, a card or the line between."""

    NO_CARD = "no_card"
    REMOVED_HALF_WAY = "removed_half_way"
    BAD_CHECKSUM = "bad_checksum"
    HALF_FRAME_THEN_SILENCE = "half_frame_then_silence"
    NOISE_BEFORE_FRAME = "noise_before_frame"
    UNAUTHORISED = "unauthorised"
    SILENT = "silent"
    UNKNOWN_KIND = "unknown_kind"  # a card with a type flag that nobody has seen


class SimulatedSam:
    """The SAM itself: request bytes in, reply bytes out. Knows nothing of ports; good behind any wire.

    `fault` lasts until it is set to None; `faults_left` makes it pass by itself after so many replies.
    """

    def __init__(self, *, number: SamNumber = SAM_NUMBER) -> None:
        self.fault: Fault | None = None
        self.faults_left: int | None = None
        self._number = struct.pack("<HHIII", *number)
        self._frames = sam.FrameDecoder()
        self._card: Card | None = None
        self._was_read = False
        self._is_selected = False
        self._fell_silent = False

    def lay(self, card: Card) -> None:
        self._card, self._was_read, self._is_selected = card, False, False

    def lift(self) -> None:
        self._card, self._was_read, self._is_selected = None, False, False

    def play(self, fault: Fault | None, times: int | None = None) -> None:
        self.fault, self.faults_left, self._fell_silent = fault, times, False

    def answer(self, data: bytes) -> bytes:
        """The bytes which these bytes of the host bring about, often none."""
        faults = self._frames.faults
        answers = [self._spoilt(body) for body in self._frames.feed(data)]
        if self._frames.faults > faults:
            answers.append(_status(sam.CHECKSUM_ERROR))
        return b"".join(answers)

    def _spoilt(self, request: bytes) -> bytes:
        fault = self.fault if self.faults_left != 0 else None
        reply = self._reply(request, fault)
        reads_card = request[:2] == Command.READ_BASE.value and len(reply) > _PIECE
        if fault is Fault.SILENT or self._fell_silent:
            reply = b""
        elif fault is Fault.UNAUTHORISED:
            reply = _status(sam.UNAUTHORISED)
        elif fault is Fault.NOISE_BEFORE_FRAME:
            reply = _NOISE + reply
        elif fault is Fault.BAD_CHECKSUM and reads_card:
            reply = reply[:-1] + bytes([reply[-1] ^ 0xFF])
        elif fault is Fault.HALF_FRAME_THEN_SILENCE and reads_card:
            reply, self._fell_silent = reply[: len(reply) // 2], self.faults_left is None
        else:
            return reply
        if self.faults_left:
            self.faults_left -= 1
        return reply

    def _reply(self, request: bytes, fault: Fault | None) -> bytes:
        try:
            command = Command(request[:2])
        except ValueError:
            return _status(sam.COMMAND_ERROR)
        match command:
            case Command.STATUS | Command.RESET | Command.SET_MAX_RF:
                return _status(sam.OK)
            case Command.SAM_ID:
                return _status(sam.OK, self._number)
            case Command.FIND:
                return self._find(fault)
            case Command.SELECT:
                return self._select()
            case Command.READ_MANAGEMENT:
                return _status(sam.COMMAND_ERROR)
            case _:
                if fault is Fault.REMOVED_HALF_WAY:
                    self.lift()
                return self._read(command, fault)

    def _find(self, fault: Fault | None) -> bytes:
        self._is_selected = False
        if self._card is None or self._was_read or fault is Fault.NO_CARD:
            return _status(sam.NOT_FOUND)
        return _status(sam.FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._card is None or self._was_read:
            return _status(sam.SELECT_FAILED)
        self._is_selected = True
        return _status(sam.OK, bytes(8))

    def _read(self, command: Command, fault: Fault | None) -> bytes:
        card = self._card
        if card is None or not (self._is_selected or self._was_read):
            return _status(sam.READ_FAILED)
        if command is Command.READ_NEW_ADDRESS:
            address = chip.encode_new_address(card.new_address) if card.new_address else b""
            return _status(sam.OK if address else sam.NO_CONTENT, address)
        self._was_read = True
        text = bytearray(chip.encode_text(card))
        if fault is Fault.UNKNOWN_KIND:
            text[chip.FLAG] = "Z".encode("utf-16-le")
        content = sam.Content(bytes(text), card.photo_wlt.ljust(_PHOTO_BYTES, b"\0"))
        with_fingerprint = command is Command.READ_BASE_FP
        return _status(sam.OK, sam.join_content(content, with_fingerprint=with_fingerprint))


class SimulatedCardReader:
    """A `SimulatedSam` behind a pseudo-terminal. It has a speed: who comes with another one hears nothing.

    `port` is a path that stays the same when the reader is unplugged and plugged in again.
    """

    def __init__(self, *, baud: int = 115200, sam_number: tuple[int, int, int, int, int] | None = None) -> None:
        self.baud = baud
        self._sam = SimulatedSam(number=sam_number) if sam_number else SimulatedSam()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._home = tempfile.TemporaryDirectory(prefix="card-reader-")
        self._ends: tuple[int, int] | None = None
        self._wake: tuple[int, int] = (-1, -1)

    @property
    def port(self) -> str:
        return str(Path(self._home.name) / "port")

    @property
    def fault(self) -> Fault | None:
        return self._sam.fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        self.play(fault)

    def play(self, fault: Fault | None, times: int | None = None) -> None:
        """Be faulty until told otherwise, or for so many spoilt replies."""
        with self._lock:
            self._sam.play(fault, times)

    def lay(self, card: Card) -> None:
        with self._lock:
            self._sam.lay(card)

    def lift(self) -> None:
        with self._lock:
            self._sam.lift()

    def __enter__(self) -> SimulatedCardReader:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Unplug for good and wait for the thread."""
        self.unplug()
        self._home.cleanup()

    def plug_in(self) -> None:
        """Appear at `port`; a no-op when plugged in already."""
        if self._thread is not None:
            return
        computer_end, device_end = self._ends = pty.openpty()[::-1]
        tty.setraw(computer_end)
        os.symlink(os.ttyname(computer_end), self.port)
        self._wake = os.pipe()
        self._stopping.clear()
        self._thread = threading.Thread(
            target=self._serve, args=(device_end, self._wake[0]), name="simulated-card-reader"
        )
        self._thread.start()

    def unplug(self) -> None:
        """Vanish, as a pulled USB cable does: whoever has the port open loses it."""
        thread, self._thread = self._thread, None
        if thread is None or self._ends is None:
            return
        self._stopping.set()
        os.write(self._wake[1], b"x")
        thread.join()
        os.unlink(self.port)
        for end in (*self._ends, *self._wake):
            os.close(end)
        self._ends = None

    def _serve(self, device_end: int, wake: int) -> None:
        while not self._stopping.is_set():
            ready, _, _ = select.select([device_end, wake], [], [])
            if device_end not in ready:
                continue
            data = os.read(device_end, _PIECE)
            speed = termios.tcgetattr(device_end)[5]
            if _SPEEDS.get(speed) == self.baud:
                with self._lock:
                    answer = self._sam.answer(data)
                self._send(device_end, answer)

    def _send(self, device_end: int, answer: bytes) -> None:
        """Write at the pace of the line; stop at once when unplugged."""
        for at in range(0, len(answer), _PIECE):
            piece = answer[at : at + _PIECE]
            if self._stopping.wait(len(piece) * _BITS_A_BYTE / self.baud):
                return
            os.write(device_end, piece)


def _status(sw3: int, data: bytes = b"") -> bytes:
    return sam.frame(bytes([0, 0, sw3]) + data)
