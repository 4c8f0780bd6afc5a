"""ID cards through a PC/SC reader that shows a card's content as plain memory.

This has never met hardware. It follows one public program's account of such readers: an ID card's ATR has 9000 about
its 26th hexadecimal digit, and `FF B0 page 00 00` gives 256 bytes of a memory that holds 4 bytes of head, 256 of text
and 1024 of photo. The appended address is not in there. pyscard is used where it is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from devices.cards import chip
from devices.cards.sam_reader import ROLE
from devices.errors import CardError, CardRemoved, CardUnreadable, DeviceAbsent, DeviceLost, NoCard
from devices.ports import Card

PAGES = range(6)
_TEXT, _PHOTO = slice(4, 260), slice(260, 1284)
_DONE = b"\x90\x00"
_ATR_MARK = slice(25, 31)
_MUTE = frozenset({0x80100066, 0x80100067, 0x8010000F})
"""What the system's service says of a card that lies there but does not speak: unresponsive, unpowered, no protocol."""


class Slot(Protocol):
    """Where a card is laid. Every call may raise a `DeviceError`."""

    name: str

    def open(self) -> None: ...
    def look(self) -> None:
        """Raises DeviceLost when the slot is not there any more."""
        ...

    def connect(self) -> bytes:
        """Reach the card: its ATR. Raises NoCard, CardUnreadable, DeviceLost."""
        ...

    def transmit(self, apdu: bytes) -> bytes:
        """Raises CardRemoved."""
        ...

    def close(self) -> None: ...


class PcscCardReader:
    """A `CardReader` on a PC/SC slot. It reads a card again and again while it lies there."""

    def __init__(self, slot: Slot, *, on_card_found: Callable[[], None] | None = None) -> None:
        self._slot, self._on_card_found = slot, on_card_found

    def open(self) -> None:
        """Raises DeviceAbsent."""
        self._slot.open()

    def close(self) -> None:
        self._slot.close()

    def identity(self) -> str:
        """The slot's name: such readers have no number to tell. Raises DeviceLost."""
        self._slot.look()
        return self._slot.name

    def read(self) -> Card:
        """Raises NoCard, CardRemoved, CardUnreadable, UnknownCardKind, DeviceLost."""
        try:
            if "9000" not in self._slot.connect().hex()[_ATR_MARK]:
                raise CardUnreadable("no ID card by its ATR")
            if self._on_card_found is not None:
                self._on_card_found()
            memory = b"".join(self._page(page) for page in PAGES)
            return chip.decode_card(memory[_TEXT], photo=memory[_PHOTO])
        except CardError as error:
            error.role, error.where = ROLE, self._slot.name
            raise

    def _page(self, page: int) -> bytes:
        reply = self._slot.transmit(bytes([0xFF, 0xB0, page, 0x00, 0x00]))
        if reply[-2:] != _DONE or len(reply) != 258:
            raise CardUnreadable("a page of its memory is missing", code=int.from_bytes(reply[-2:]))
        return reply[:-2]


class PyscardSlot:
    """A slot of this computer, through pyscard: the first whose name contains `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._reader: Any = None
        self._card: Any = None

    def open(self) -> None:
        try:
            self._reader = next((each for each in _readers() if self.name in str(each)), None)
        except Exception as error:  # pyscard raises what the system's service does, and ImportError where it is not
            raise DeviceAbsent(str(error)[:80], role=ROLE, where=self.name) from error
        if self._reader is None:
            raise DeviceAbsent("no PC/SC reader of this name", role=ROLE, where=self.name)

    def look(self) -> None:
        try:
            is_there = self._reader is not None and str(self._reader) in [str(each) for each in _readers()]
        except Exception as error:  # the service itself has stopped
            raise self._lost(error) from error
        if not is_there:
            raise DeviceLost("no longer among the PC/SC readers", role=ROLE, where=self.name)

    def connect(self) -> bytes:
        if self._reader is None:
            raise DeviceLost("not open", role=ROLE, where=self.name)
        no_card: type[Exception] = import_module("smartcard.Exceptions").NoCardException
        try:
            card: Any = self._reader.createConnection()
            card.connect()
            self._card = card
            return bytes(card.getATR())
        except no_card as error:
            raise NoCard("no card") from error
        except Exception as error:  # a class by version, and the service's number where it is one
            number = getattr(error, "hresult", 0)
            if isinstance(number, int) and number & 0xFFFFFFFF in _MUTE:
                raise CardUnreadable("the card does not speak", code=number & 0xFFFFFFFF) from error
            raise self._lost(error) from error

    def transmit(self, apdu: bytes) -> bytes:
        try:
            data, *status = self._card.transmit(list(apdu))
        except Exception as error:
            raise CardRemoved("the card does not answer") from error
        return bytes(data) + bytes(status)

    def close(self) -> None:
        self._reader = self._card = None

    def _lost(self, error: Exception) -> DeviceLost:
        return DeviceLost(str(error)[:80], role=ROLE, where=self.name)


def _readers() -> list[Any]:
    readers: list[Any] = import_module("smartcard.System").readers()
    return readers
