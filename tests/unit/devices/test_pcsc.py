"""The PC/SC reader against a card that is played back; no such reader has been met."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from devices.cards import chip
from devices.cards.pcsc import PcscCardReader, PyscardSlot
from devices.cards.readers import open_card_reader
from devices.errors import CardRemoved, CardUnreadable, DeviceAbsent, DeviceLost, NoCard
from devices.simulators.sample_cards import RESIDENT

ID_CARD = bytes.fromhex("3B 88 80 01 00 00 00 00 00 00 00 00 00 90 00 19")
BANK_CARD = bytes.fromhex("3B 6E 00 00 80 31 80 66 B1 84 0C 01 6E 01 83 00")
DONE = bytes.fromhex("90 00")


class PlayedSlot:
    """A slot with a card of this ATR and memory, taken away after so many pages."""

    name = "played"

    def __init__(self, atr: bytes = ID_CARD, memory: bytes = b"", pages: int = 6) -> None:
        self._atr, self._memory, self._pages = atr, memory.ljust(6 * 256, b"\0"), pages
        self.asked: list[str] = []

    def open(self) -> None: ...
    def close(self) -> None: ...
    def look(self) -> None: ...

    def connect(self) -> bytes:
        if not self._atr:
            raise NoCard("no card")
        return self._atr

    def transmit(self, apdu: bytes) -> bytes:
        self.asked.append(apdu.hex(" ").upper())
        if len(self.asked) > self._pages:
            raise CardRemoved("gone")
        return self._memory[apdu[2] * 256 : (apdu[2] + 1) * 256] + DONE


def memory() -> bytes:
    return b"head" + chip.encode_text(RESIDENT) + RESIDENT.photo_wlt


def test_a_card_is_read_page_by_page_from_its_memory() -> None:
    slot, found = PlayedSlot(memory=memory()), []
    reader = PcscCardReader(slot, on_card_found=lambda: found.append(len(slot.asked)))
    reader.open()
    assert reader.read() == RESIDENT
    assert slot.asked == [f"FF B0 0{page} 00 00" for page in range(6)]
    assert found == [0]
    assert reader.identity() == "played"


@pytest.mark.parametrize(
    ("slot", "condition"),
    [
        (PlayedSlot(atr=b""), NoCard),
        (PlayedSlot(atr=BANK_CARD), CardUnreadable),
        (PlayedSlot(memory=memory(), pages=3), CardRemoved),
    ],
)
def test_what_is_wrong_with_a_card_is_said(slot: PlayedSlot, condition: type[Exception]) -> None:
    with pytest.raises(condition) as said:
        PcscCardReader(slot).read()
    assert (said.value.role, said.value.where) == ("card_reader", "played")  # type: ignore[attr-defined]


def test_a_page_that_is_refused_or_short_is_no_card() -> None:
    for reply in (bytes.fromhex("6A 82"), bytes(256), b""):
        slot = PlayedSlot()
        slot.transmit = lambda apdu, reply=reply: reply  # type: ignore[method-assign,assignment,misc]
        with pytest.raises(CardUnreadable):
            PcscCardReader(slot).read()


def test_without_its_library_or_a_reader_it_is_absent() -> None:
    reader = open_card_reader("pcsc:no such reader")
    with pytest.raises(DeviceAbsent):
        reader.open()
    reader.close()
    with pytest.raises(DeviceLost):
        PyscardSlot("").connect()


class NoCardException(Exception):
    """As pyscard has it."""


class ConnectionException(Exception):
    def __init__(self, hresult: int) -> None:
        super().__init__("Unable to connect")
        self.hresult = hresult


class PlayedService:
    """The PC/SC service as pyscard shows it: the names of its readers, and what connecting to a card raises."""

    def __init__(self) -> None:
        self.names = ["ACME contactless 0"]
        self.connecting: Exception | None = None
        self.is_running = True

    def modules(self) -> dict[str, ModuleType]:
        system, exceptions = ModuleType("smartcard.System"), ModuleType("smartcard.Exceptions")
        system.readers = self.readers  # type: ignore[attr-defined]
        exceptions.NoCardException = NoCardException  # type: ignore[attr-defined]
        return {"smartcard": ModuleType("smartcard"), "smartcard.System": system, "smartcard.Exceptions": exceptions}

    def readers(self) -> list[PlayedReader]:
        if not self.is_running:
            raise RuntimeError("Failed to establish context: Service not available.")
        return [PlayedReader(self, name) for name in self.names]


class PlayedReader:
    def __init__(self, service: PlayedService, name: str) -> None:
        self._service, self._name = service, name

    def __str__(self) -> str:
        return self._name

    def createConnection(self) -> PlayedReader:
        return self

    def connect(self) -> None:
        if self._service.connecting is not None:
            raise self._service.connecting

    def getATR(self) -> list[int]:
        return list(ID_CARD)

    def transmit(self, apdu: list[int]) -> tuple[list[int], int, int]:
        page = memory().ljust(6 * 256, b"\0")[apdu[2] * 256 : (apdu[2] + 1) * 256]
        return list(page), 0x90, 0x00


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> PlayedService:
    service = PlayedService()
    for name, module in service.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    return service


def test_a_card_is_read_through_the_systems_service(service: PlayedService) -> None:
    reader = open_card_reader("pcsc:contactless")
    reader.open()
    assert reader.identity() == "contactless"
    assert reader.read() == RESIDENT


@pytest.mark.parametrize(
    ("raised", "condition"),
    [
        (NoCardException(), NoCard),
        (ConnectionException(0x80100066), CardUnreadable),
        (ConnectionException(0x80100066 - 2**32), CardUnreadable),  # some versions tell it with a sign
        (ConnectionException(0x80100017), DeviceLost),  # the reader is gone
        (ConnectionException(0x8010001E), DeviceLost),  # the service has stopped
        (RuntimeError("whatever"), DeviceLost),
    ],
)
def test_only_a_missing_card_is_no_card(service: PlayedService, raised: Exception, condition: type[Exception]) -> None:
    reader = open_card_reader("pcsc:contactless")
    reader.open()
    service.connecting = raised
    with pytest.raises(condition) as said:
        reader.read()
    assert (said.value.role, said.value.where) == ("card_reader", "contactless")  # type: ignore[attr-defined]


def test_a_reader_that_was_unplugged_is_lost_before_a_card_is_laid(service: PlayedService) -> None:
    reader = open_card_reader("pcsc:contactless")
    reader.open()
    service.names = []
    with pytest.raises(DeviceLost):
        reader.identity()
    service.is_running = False
    with pytest.raises(DeviceLost):
        reader.identity()
