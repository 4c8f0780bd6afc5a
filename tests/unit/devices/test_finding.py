"""What is plugged in and not set up, told apart from its twins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.finding import Found, find_devices, moved_to, on_a_port
from devices.plugged import PLUGGED_FILE, Plugged, UsbQuirk
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.simulators.card_reader import usb_card_reader
from devices.simulators.usb_bus import SimulatedUsbBus

READER = UsbQuirk(Role.CARD_READER, "usb", "reader")


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[SimulatedUsbBus]:
    with SimulatedUsbBus() as bus:
        (tmp_path / PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
        yield bus


def found(folder: Path, *addresses: str) -> list[Found]:
    """What is found of the hall where devices are set up at these addresses."""
    known = [DeviceSetting(f"reader-{place}", Role.CARD_READER, each) for place, each in enumerate(addresses)]
    everything = find_devices(Plugged(folder), known, {"0400:c35a": READER})
    return [each for each in everything if each.what == "usb"]


def addresses(finds: list[Found]) -> list[str]:
    return [each.setting.address for each in finds if each.setting is not None]


def test_two_alike_are_both_offered_each_by_its_socket_and_each_address_leads_to_one(
    tmp_path: Path, bus: SimulatedUsbBus
) -> None:
    for socket in ("1-1.2", "1-1.3"):
        bus.plug_in(usb_card_reader(serial="")[0], socket=socket)
    offered = addresses(found(tmp_path))
    assert offered == ["usb:at-1-1.2", "usb:at-1-1.3"]
    assert [Plugged(tmp_path).find_usb(each.removeprefix("usb:")).idProduct for each in offered] == [0xC35A, 0xC35A]
    assert addresses(found(tmp_path, offered[0])) == [offered[1]]
    assert addresses(found(tmp_path, *offered)) == []
    assert addresses(found(tmp_path, "usb:0400:c35a")) == offered, "an address that fits both leads to neither"


def test_a_second_one_is_offered_though_its_make_is_set_up(tmp_path: Path, bus: SimulatedUsbBus) -> None:
    for serial, socket in (("S1", "1-1.2"), ("S2", "1-1.3")):
        bus.plug_in(usb_card_reader(serial=serial)[0], socket=socket)
    assert addresses(found(tmp_path, "usb:0400:C35A:S1")) == ["usb:0400:c35a:S2"]


def test_the_only_one_of_its_make_is_named_by_its_make(tmp_path: Path, bus: SimulatedUsbBus) -> None:
    bus.plug_in(usb_card_reader(serial="")[0], socket="1-1.2")
    assert addresses(found(tmp_path)) == ["usb:0400:c35a"]
    assert addresses(found(tmp_path, "usb:0400:c35a")) == []
    assert addresses(found(tmp_path, "usb:at-1-1.2")) == []


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("serial:usb-0403-6001-A1?baud=9600", True),
        ("/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", True),
        ("COM3?baud=9600", True),
        ("tcp://10.0.0.9:4001", False),
        ("camera:0", False),
        ("usb:0400:c35a", False),
        ("cups:office", False),
        ("keyboard:", False),
    ],
)
def test_only_what_hangs_on_a_serial_port_can_be_moved_to_another(address: str, is_one: bool) -> None:
    assert on_a_port(DeviceSetting("it", Role.CARD_READER, address)) == is_one


def test_a_moved_device_keeps_what_else_its_address_says() -> None:
    bare = DeviceSetting("it", Role.CALLER, "COM3?baud=9600&number=2")
    assert moved_to("at-1-1", bare).address == "serial:at-1-1?baud=9600&number=2"
    assert moved_to("COM4", DeviceSetting("it", Role.CALLER, "COM3")).address == "serial:COM4"
