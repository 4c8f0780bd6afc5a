"""The makes of card readers and the USB devices that we ship as data."""

from __future__ import annotations

from pathlib import Path

from devices.cards.readers import Framing, ReaderProfile, open_card_reader
from devices.cards.sam_reader import Reread
from devices.plugged import UsbQuirk
from devices.ports import Role
from devices.tables import read_table

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "devices"


def shipped(file: str, family: str, of: type) -> dict[str, object]:
    table = read_table(FOLDER / file)
    assert table.values.keys() == {family}
    return {name: table.fill(of, family, name) for name in table.values[family]}


def test_the_makes_of_readers_are_what_they_are_called() -> None:
    makes = shipped("readers.toml", "reader", ReaderProfile)
    assert makes == {
        "generic": ReaderProfile(),
        "generic-9600": ReaderProfile(bauds=(9600, 19200, 38400, 57600, 115200)),
        "generic-reread": ReaderProfile(reread=Reread.FREE),
        "generic-rf80": ReaderProfile(max_rf=80),
        "generic-one-pipe": ReaderProfile(framing=Framing.ONE_PIPE),
        "generic-network": ReaderProfile(patience=2.5),
    }


def test_every_reader_on_the_usb_is_of_a_make_and_at_an_address_that_there_is() -> None:
    makes = shipped("readers.toml", "reader", ReaderProfile)
    quirks = shipped("usb.toml", "usb", UsbQuirk)
    readers = {
        pair: quirk
        for pair, quirk in quirks.items()
        if isinstance(quirk, UsbQuirk) and quirk.role is Role.CARD_READER and quirk.scheme != "serial"
    }
    assert {pair: quirk.scheme for pair, quirk in readers.items()} == {"0400:c35a": "usb", "2b8b:2721": "hid"}
    for pair, quirk in readers.items():
        assert quirk.profile in makes
        open_card_reader(f"{quirk.scheme}:{pair}")
