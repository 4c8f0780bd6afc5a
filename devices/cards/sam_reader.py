"""The driver of a card reader with a SAM: find, select, read text and photo, then the appended address."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from devices.cards import chip, sam
from devices.cards.sam import Command, Reply
from devices.errors import (
    CardError,
    CardRemoved,
    CardUnreadable,
    DeviceError,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoCard,
    WrongDevice,
)
from devices.ports import Card, CardKind
from devices.wires.wire import Wire

ROLE = "card_reader"
Baud = Literal[115200, 57600, 38400, 19200, 9600]
BAUD_ORDER: tuple[Baud, ...] = (115200, 9600, 57600, 38400, 19200)
"""The speeds a SAM may have, likeliest first."""

QUIET = 0.05
"""Seconds without a byte after which a garbled reply is taken to be over."""

_PATIENCE = {
    Command.RESET: 2.5,
    Command.STATUS: 0.5,
    Command.SAM_ID: 0.5,
    Command.FIND: 1.0,
    Command.SELECT: 1.0,
    Command.READ_BASE: 2.5,
    Command.READ_NEW_ADDRESS: 1.5,
    Command.READ_MANAGEMENT: 1.5,
    Command.READ_BASE_FP: 3.5,
    Command.SET_MAX_RF: 0.5,
}  # seconds a SAM may think; the time on the wire comes on top
_WIRE_BYTES = {
    Command.SAM_ID: 27,
    Command.READ_BASE: 1295,
    Command.READ_NEW_ADDRESS: 81,
    Command.READ_MANAGEMENT: 39,
    Command.READ_BASE_FP: 2321,
}
_REQUEST_AND_SHORT_REPLY = 11 + 19
_BITS_A_BYTE = 10
_WIRE_MARGIN = 1.5

_GARBLED_ON_THE_WAY = frozenset({sam.CHECKSUM_ERROR, sam.LENGTH_ERROR, sam.COMMAND_ERROR})
_WORTH_REPEATING = _GARBLED_ON_THE_WAY | {sam.UNKNOWN_ERROR}
_CARD_FAULTS = frozenset({0x31, 0x32, 0x33, 0x37, 0x3F, 0x40, 0x47})
_HAS_ADDRESS = frozenset({CardKind.RESIDENT, CardKind.HMT_PERMIT})


class Reread(Enum):
    """Whether a model finds a card again which was read and not lifted since."""

    NEEDS_REMOVAL = "needs_removal"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class _Heard:
    """What came back to one question: a reply, or the reason why there is none."""

    reply: Reply | None
    arrived: int  # bytes
    faults: int
    half_a_frame: bool
    waited: float  # seconds allowed

    @property
    def is_worth_repeating(self) -> bool:
        if self.reply is None:
            return self.arrived > 0
        return self.reply.sw3 in _WORTH_REPEATING


class SamCardReader:
    """A `CardReader` on any wire. One thread at a time; nothing is sent but between `open` and `close`.

    `on_card_found` is called as soon as a card answers, about a second before its text is there.
    `patience` stretches the time a slow reader or network is given. `max_rf`, unless 0, is told to the SAM on
    opening: the most bytes it may send to a card at once. `expected`, unless empty, is the number its SAM must have.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        reread: Reread = Reread.NEEDS_REMOVAL,
        max_rf: int = 0,
        expected: str = "",
        on_card_found: Callable[[], None] | None = None,
        patience: float = 1.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.wire = wire
        self._reread = reread
        self._max_rf = max_rf
        self._expected = expected
        self._on_card_found = on_card_found
        self._patience = patience
        self._now = now
        self._may_still_lie = False

    def open(self) -> None:
        """Open the line and ask the SAM how it is. Raises DeviceAbsent, DeviceSilent, DeviceRefused, WrongDevice."""
        self._may_still_lie = False
        self.wire.open()
        try:
            self._ask_for(Command.STATUS)
            self._recognise()
            if self._max_rf:
                self._judge(self._hear(Command.SET_MAX_RF, bytes([self._max_rf])), (sam.OK,))
        except DeviceError:
            self.wire.close()
            raise

    def _recognise(self) -> None:
        """Is this the reader which was bound to this place, or another one plugged in there?"""
        if self._expected and (found := self.identity()) != self._expected:
            raise WrongDevice(self._expected, found, role=ROLE, where=self.wire.where)

    def close(self) -> None:
        self.wire.close()

    def identity(self) -> str:
        """The SAM's number as vendors print it; it stays the same on another port."""
        return sam.sam_id_text(self._ask_for(Command.SAM_ID).data)

    def read(self) -> Card:
        """Read the card on the reader.

        Raises NoCard, CardRemoved, CardUnreadable, UnknownCardKind for the card; DeviceSilent, DeviceLost,
        DeviceRefused, LineFault for the reader.
        """
        self._find()
        if self._on_card_found is not None:
            self._on_card_found()
        self._ask_while_lying(Command.SELECT)
        self._may_still_lie = True
        card = self._card()
        return replace(card, new_address=self._new_address()) if card.kind in _HAS_ADDRESS else card

    def _find(self) -> None:
        try:
            self._ask_for(Command.FIND, sam.FOUND)
        except NoCard:
            self._may_still_lie = self._may_still_lie and self._lies_there_still()
            if self._may_still_lie:
                raise NoCard("already read", already_read=True, role=ROLE, where=self.wire.where) from None
            raise
        self._may_still_lie = False

    def _lies_there_still(self) -> bool:
        """Tell "read already" from "gone": the appended address is known only while a card lies there."""
        if self._reread is Reread.FREE:
            return False
        heard = self._exchange(Command.READ_NEW_ADDRESS)
        return heard.reply is not None and heard.reply.sw3 in (sam.OK, sam.NO_CONTENT)

    def _card(self) -> Card:
        reply = self._ask_while_lying(Command.READ_BASE)
        try:
            content = sam.split_content(reply)
            return chip.decode_card(content.text, photo=content.photo)
        except CardError as error:
            error.role, error.where = ROLE, self.wire.where
            raise
        except ValueError as error:
            raise self._error(LineFault, str(error)) from error

    def _new_address(self) -> str:
        reply = self._ask_while_lying(Command.READ_NEW_ADDRESS, sam.OK, sam.NO_CONTENT)
        return chip.decode_new_address(reply.data)

    def _ask_while_lying(self, command: Command, *good: int) -> Reply:
        """Ask about the card. When the SAM falls silent but is well, it is the card that went."""
        heard = self._hear(command)
        if heard.reply is None and not heard.arrived and self._is_well():
            raise self._error(CardRemoved, f"silence after {command.name}")
        return self._judge(heard, good or (sam.OK,))

    def _is_well(self) -> bool:
        heard = self._exchange(Command.STATUS)
        return heard.reply is not None and heard.reply.sw3 == sam.OK

    def _ask_for(self, command: Command, good: int = sam.OK) -> Reply:
        return self._judge(self._hear(command), (good,))

    def _hear(self, command: Command, data: bytes = b"") -> _Heard:
        """Ask, and once more if the line garbled the question or the answer."""
        first = self._exchange(command, data)
        if not first.is_worth_repeating:
            return first
        self.wire.ring.tally.retries += 1
        self.wire.drain(QUIET)
        second = self._exchange(command, data)
        return second if second.arrived else first

    def _exchange(self, command: Command, data: bytes = b"") -> _Heard:
        heard = self._answer_to(command, data)
        if heard.reply is not None and heard.reply.sw3 not in _GARBLED_ON_THE_WAY:
            self.wire.ring.tally.good += 1
        elif heard.arrived:
            self.wire.ring.tally.bad += 1
        return heard

    def _answer_to(self, command: Command, data: bytes) -> _Heard:
        self.wire.drain()  # a late answer to the question before
        question = sam.encode(command, data)
        self.wire.write(question)
        allowed = self._time_for(command)
        deadline = self._now() + allowed
        decoder, arrived = sam.ReplyDecoder(command.value + data), 0
        while not decoder.faults and (left := deadline - self._now()) > 0:
            piece = self.wire.read(left)
            if not piece:
                break
            arrived += len(piece)
            replies = decoder.feed(piece)
            # After a fault, what looks like a reply may be photo data inside a damaged one.
            fitting = [reply for reply in replies if not decoder.faults and reply.answers(command)]
            if fitting:
                return _Heard(fitting[-1], arrived, 0, False, allowed)
        half_a_frame = decoder.is_open and not decoder.faults
        arrived -= decoder.echoes * len(question)
        return _Heard(None, arrived, decoder.faults, half_a_frame, allowed)

    def _time_for(self, command: Command) -> float:
        """Seconds: what the SAM may think, and one and a half times what the bytes need on the wire."""
        size = _REQUEST_AND_SHORT_REPLY + _WIRE_BYTES.get(command, 0)
        on_the_wire = size * _BITS_A_BYTE / self.wire.baud if self.wire.baud else 0.0
        return _PATIENCE[command] * self._patience + on_the_wire * _WIRE_MARGIN

    def _judge(self, heard: _Heard, good: tuple[int, ...]) -> Reply:
        if heard.reply is not None and heard.reply.sw3 in good:
            return heard.reply
        if heard.reply is not None:
            raise self._refusal(heard.reply)
        if heard.arrived and not heard.half_a_frame:
            raise self._error(LineFault, "wrong checksum" if heard.faults else "noise instead of a frame")
        detail = "half a frame" if heard.half_a_frame else "no answer"
        raise DeviceSilent(detail, seconds=heard.waited, role=ROLE, where=self.wire.where)

    def _refusal(self, reply: Reply) -> DeviceError:
        code, meaning, where = reply.sw3, reply.meaning, self.wire.where
        if code == sam.NOT_FOUND:
            return NoCard(meaning, role=ROLE, where=where)
        if code in (sam.READ_FAILED, sam.SELECT_FAILED):
            return CardRemoved(meaning, role=ROLE, where=where)
        if code in _CARD_FAULTS:
            return CardUnreadable(meaning, code=code, role=ROLE, where=where)
        if code in _GARBLED_ON_THE_WAY:
            return LineFault(meaning, role=ROLE, where=where)
        return DeviceRefused(meaning, code=code, role=ROLE, where=where)

    def _error(self, condition: type[DeviceError], detail: str) -> DeviceError:
        return condition(detail, role=ROLE, where=self.wire.where)
