"""A device bound by its USB identity is found whatever port it has today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from devices.errors import DeviceAbsent, NotPluggedIn, SeveralAlike
from devices.plugged import PLUGGED_FILE, Plugged
from devices.simulators.card_reader import Framing, usb_card_reader
from devices.simulators.usb_bus import SimulatedUsbBus


def hall(folder: Path, *ports: tuple[str, int, str, str]) -> Plugged:
    """A hall with ports of (path, product, serial, socket)."""
    entries = [
        {"port": port, "vendor": 0x0403, "product": product, "serial": serial, "socket": socket, "name": "adapter"}
        for port, product, serial, socket in ports
    ]
    (folder / PLUGGED_FILE).write_text(json.dumps({"ports": entries}), encoding="utf-8")
    return Plugged(folder)


def test_a_port_of_the_computer_is_called_by_its_own_name(tmp_path: Path) -> None:
    assert Plugged().find_port("/dev/ttyS0") == "/dev/ttyS0"
    assert hall(tmp_path).find_port("COM3") == "COM3"


def test_an_adapter_is_found_by_its_serial_number_on_whatever_port(tmp_path: Path) -> None:
    for port in ("/sim/a", "/sim/b"):
        seen = hall(tmp_path, (port, 0x6001, "A1", "1-1"), ("/sim/other", 0x6001, "A2", "1-2"))
        assert seen.find_port("usb-0403-6001-A1") == port


def test_an_adapter_without_serial_number_is_found_by_its_socket_or_by_being_the_only_one(tmp_path: Path) -> None:
    seen = hall(tmp_path, ("/sim/a", 0x6001, "", "1-1.2"), ("/sim/b", 0x7523, "", "1-1.3"))
    assert seen.find_port("at-1-1.2") == "/sim/a"
    assert seen.find_port("usb-0403-7523") == "/sim/b"


def test_what_is_not_there_or_there_twice_is_said(tmp_path: Path) -> None:
    seen = hall(tmp_path, ("/sim/a", 0x6001, "", "1-1"), ("/sim/b", 0x6001, "", "1-2"))
    with pytest.raises(DeviceAbsent) as absent:
        seen.find_port("usb-0403-9999")
    assert isinstance(absent.value, NotPluggedIn)
    assert absent.value.detail == "not plugged in"
    with pytest.raises(DeviceAbsent) as twice:
        seen.find_port("usb-0403-6001")
    assert isinstance(twice.value, SeveralAlike)
    assert twice.value.detail == "2 alike are plugged in"


def test_the_most_lasting_name_of_a_port_is_found_again(tmp_path: Path) -> None:
    seen = hall(tmp_path, ("/sim/a", 0x6001, "A1", "1-1"), ("/sim/b", 0x6001, "", "1-2"))
    theirs = [port for port in seen.ports() if port.port.startswith("/sim/")]
    assert [port.place for port in theirs] == ["usb-0403-6001-A1", "at-1-2"]
    assert [seen.find_port(port.place) for port in theirs] == ["/sim/a", "/sim/b"]


def test_adapters_whose_maker_numbered_them_all_alike_are_named_by_their_sockets(tmp_path: Path) -> None:
    one = ("/sim/a", 0xEA60, "0001", "1-1")
    (alone,) = [port for port in hall(tmp_path, one).ports() if port.port == "/sim/a"]
    seen = hall(tmp_path, one, ("/sim/b", 0xEA60, "0001", "1-2"))
    theirs = [port for port in seen.ports() if port.port.startswith("/sim/")]
    assert (alone.place, [port.place for port in theirs]) == ("usb-0403-ea60-0001", ["at-1-1", "at-1-2"])
    assert [seen.find_port(port.place) for port in theirs] == ["/sim/a", "/sim/b"]
    assert alone == theirs[0], "that another came changes nothing of the port itself"


def test_a_hall_that_was_closed_has_no_ports(tmp_path: Path) -> None:
    (tmp_path / PLUGGED_FILE).write_text("{", encoding="utf-8")
    assert Plugged(tmp_path).ports() == Plugged().ports()


@pytest.mark.parametrize(("stumbles", "listed"), [(1, ["/sim/own"]), (9, [])])
def test_an_adapter_pulled_while_ports_are_listed_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, stumbles: int, listed: list[str]
) -> None:
    left = [TypeError("int() can't convert non-string with explicit base")] * stumbles

    def comports() -> list[ListPortInfo]:
        if left:
            raise left.pop()
        port = ListPortInfo("/sim/own")
        port.vid, port.pid = 0x0403, 0x6001
        return [port]

    monkeypatch.setattr(list_ports, "comports", comports)
    assert [each.port for each in Plugged().ports()] == listed


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[SimulatedUsbBus]:
    with SimulatedUsbBus() as bus:
        (tmp_path / PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
        yield bus


def test_a_usb_device_is_found_by_serial_number_by_being_the_only_one_or_by_its_socket(
    tmp_path: Path, bus: SimulatedUsbBus
) -> None:
    (one, _), (other, _) = usb_card_reader(serial="S:1"), usb_card_reader(Framing.HID, serial="")
    bus.plug_in(one, socket="1-1.2")
    bus.plug_in(other, socket="2-3")
    plugged = Plugged(tmp_path)
    found = {place: plugged.find_usb(place) for place in ("0400:c35a:S:1", "0400:C35A", "2b8b:2721", "at-2-3")}
    assert [f"{each.idVendor:04x}" for each in found.values()] == ["0400", "0400", "2b8b", "2b8b"]


def test_usb_devices_of_the_hall_are_listed_with_what_they_say_of_themselves(
    tmp_path: Path, bus: SimulatedUsbBus
) -> None:
    device, _ = usb_card_reader(serial="S1")
    bus.plug_in(device, socket="1-1.2")
    (seen,) = [each for each in Plugged(tmp_path).usb_devices() if each.pair == "0400:c35a"]
    assert (seen.serial, seen.socket, seen.name) == ("S1", "1-1.2", "simulated card reader")


def test_a_usb_device_that_is_absent_doubled_or_may_not_be_asked_is_said(tmp_path: Path, bus: SimulatedUsbBus) -> None:
    plugged, said = Plugged(tmp_path), []
    (one, _), (other, _) = usb_card_reader(serial="S1"), usb_card_reader(serial="S2")
    for device, place in ((None, "0400:c35a"), (one, "0400:c35a:S3"), (other, "0400:c35a"), (None, "reader")):
        if device is not None:
            bus.plug_in(device)
        with pytest.raises(DeviceAbsent) as absent:
            plugged.find_usb(place)
        said.append(absent.value.detail)
    one.refused = True
    with pytest.raises(DeviceAbsent) as refused:
        plugged.find_usb("0400:c35a:S1")
    assert said == ["not plugged in", "not plugged in", "2 alike are plugged in", "no name of a USB device"]
    assert refused.value.detail == "Permission denied"


def test_a_bus_that_was_switched_off_has_no_devices(tmp_path: Path) -> None:
    with SimulatedUsbBus() as bus:
        (tmp_path / PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
    assert Plugged(tmp_path).usb_devices() == Plugged().usb_devices()
