"""Card readers made of software: a SAM, byte for byte, behind a pseudo-terminal, a TCP port or the USB.

    with SimulatedCardReader() as reader:
        reader.lay(sample_cards.RESIDENT)
        ... open reader.address as any reader ...
        reader.line.play(LineFault.LATE)

Over a pty it has a speed: who comes with another one hears nothing.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Literal

from devices.cards import chip, sam
from devices.cards.sam import Command
from devices.cards.sam_pipes import HEAD_BYTES, HEAD_IN, HEAD_OUT, REST_IN, REST_OUT
from devices.cards.sam_reader import Reread
from devices.plugged import Identity
from devices.ports import Card
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.usb_bus import BULK, INTERRUPT, SimulatedUsbDevice
from devices.simulators.way_back import WayBack
from devices.wires.hid import REPORT_BYTES

_BORDER = 64  # bytes; only replies of a card's data are longer
_NOISE = bytes.fromhex("00 FF AA 55 96 69 AA")
_PHOTO_BYTES = 1024

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
    `reread` says whether it finds a card again that was read and not lifted since.
    """

    def __init__(self, *, number: SamNumber = SAM_NUMBER, reread: Reread = Reread.NEEDS_REMOVAL) -> None:
        self._lock = threading.Lock()
        self._rereads = reread is Reread.FREE
        self.fault: Fault | None = None
        self.faults_left: int | None = None
        self._number = struct.pack("<HHIII", *number)
        self._frames = sam.FrameDecoder()
        self._card: Card | None = None
        self._was_read = False
        self._is_selected = False
        self._fell_silent = False

    def lay(self, card: Card) -> None:
        """Put a card on it."""
        with self._lock:
            self._card, self._was_read, self._is_selected = card, False, False

    def lift(self) -> None:
        """Take the card away."""
        with self._lock:
            self._card, self._was_read, self._is_selected = None, False, False

    def play(self, fault: Fault | None, times: int | None = None) -> None:
        """Be faulty until told otherwise, or for so many spoilt replies."""
        with self._lock:
            self.fault, self.faults_left, self._fell_silent = fault, times, False

    def heal(self) -> None:
        """Be well again."""
        self.play(None)

    def answer(self, data: bytes) -> bytes:
        """The bytes which these bytes of the host bring about, often none."""
        with self._lock:
            faults = self._frames.faults
            answers = [self._spoilt(body) for body in self._frames.feed(data)]
            if self._frames.faults > faults:
                answers.append(_status(sam.CHECKSUM_ERROR))
            return b"".join(answers)

    def _spoilt(self, request: bytes) -> bytes:
        fault = self.fault if self.faults_left != 0 else None
        reply = self._reply(request, fault)
        reads_card = request[:2] == Command.READ_BASE.value and len(reply) > _BORDER
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
                    self._card, self._was_read, self._is_selected = None, False, False
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
        self._was_read = not self._rereads
        text = bytearray(chip.encode_text(card))
        if fault is Fault.UNKNOWN_KIND:
            text[chip.FLAG] = "Z".encode("utf-16-le")
        content = sam.Content(bytes(text), card.photo_wlt.ljust(_PHOTO_BYTES, b"\0"))
        with_fingerprint = command is Command.READ_BASE_FP
        return _status(sam.OK, sam.join_content(content, with_fingerprint=with_fingerprint))


class SimulatedCardReader:
    """A `SimulatedSam` on a line: `line` is the line's end, with its faults and its cable."""

    def __init__(
        self,
        over: Literal["pty", "tcp"] = "pty",
        *,
        baud: int = 115200,
        sam_number: SamNumber = SAM_NUMBER,
        reread: Reread = Reread.NEEDS_REMOVAL,
        usb: Identity | None = None,
        home: Path | None = None,
        name: str = "simulated-card-reader",
    ) -> None:
        self.sam = SimulatedSam(number=sam_number, reread=reread)
        self.line = SimulatedDevice(self.sam, over, baud=baud, usb=usb, home=home, name=name)
        self.lay, self.lift, self.play = self.sam.lay, self.sam.lift, self.sam.play
        self.plug_in, self.unplug, self.close = self.line.plug_in, self.line.unplug, self.line.close

    @property
    def port(self) -> str:
        """A path that stays the same when the reader is unplugged and plugged in again, or host:port."""
        return self.line.port

    @property
    def address(self) -> str:
        """As an installer writes it."""
        return self.line.address

    @property
    def fault(self) -> Fault | None:
        return self.sam.fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        self.play(fault)

    def __enter__(self) -> SimulatedCardReader:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Framing(Enum):
    """How a reader on the USB takes and gives frames."""

    TWO_PIPE = "two-pipe"
    ONE_PIPE = "one-pipe"
    HID = "hid"


_ENDPOINTS = {
    Framing.TWO_PIPE: (HEAD_OUT, REST_OUT, HEAD_IN, REST_IN),
    Framing.ONE_PIPE: (0x01, 0x82),
    Framing.HID: (0x01, 0x81),
}
_MAKES = {Framing.HID: (0x2B8B, 0x2721)}
_STANDARD_MAKE = (0x0400, 0xC35A)


class UsbSam:
    """A `SimulatedSam` behind USB endpoints; `play` makes the way back faulty, as `SimulatedDevice` does for lines."""

    def __init__(self, sam_behind: SimulatedSam, framing: Framing) -> None:
        self.sam = sam_behind
        self._framing = framing
        self._way_back = WayBack(framing.value)
        self.play = self._way_back.play

    def transfer(self, endpoint: int, data: bytes) -> Sequence[tuple[int, bytes]]:
        answer = self._way_back.spoilt(data, self.sam.answer(data))
        if not answer:
            return ()
        if self._framing is Framing.TWO_PIPE:
            return [(HEAD_IN, answer[:HEAD_BYTES]), (REST_IN, answer[HEAD_BYTES:])]
        if self._framing is Framing.HID:
            answer = answer.ljust(-(-len(answer) // REPORT_BYTES) * REPORT_BYTES, b"\0")
        return [(_ENDPOINTS[self._framing][1], answer)]


def usb_card_reader(
    framing: Framing = Framing.TWO_PIPE,
    *,
    serial: str = "SIM-1",
    sam_number: SamNumber = SAM_NUMBER,
    reread: Reread = Reread.NEEDS_REMOVAL,
) -> tuple[SimulatedUsbDevice, UsbSam]:
    """A reader to plug into a `SimulatedUsbBus`, and what is in it."""
    vendor, product = _MAKES.get(framing, _STANDARD_MAKE)
    inside = UsbSam(SimulatedSam(number=sam_number, reread=reread), framing)
    device = SimulatedUsbDevice(
        inside,
        Identity(vendor, product, serial, name="simulated card reader"),
        _ENDPOINTS[framing],
        kind=INTERRUPT if framing is Framing.HID else BULK,
        kernel_driver=framing is Framing.HID,
    )
    return device, inside


def _status(sw3: int, data: bytes = b"") -> bytes:
    return sam.frame(bytes([0, 0, sw3]) + data)
