"""The PC/SC reader against a card that is played back; no such reader has been met."""

from __future__ import annotations

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
