"""The USB wire, byte for byte: what goes out on which endpoint through pyusb, and what a bad device makes of it."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.cards import sam
from devices.cards.readers import Framing, ReaderProfile, open_card_reader
from devices.cards.sam_pipes import TwoPipe, two_pipe_or_one
from devices.errors import DeviceAbsent, DeviceLost, DeviceSilent
from devices.plugged import PLUGGED_FILE, Identity, Plugged
from devices.simulators import sample_cards
from devices.simulators.card_reader import Framing as SimulatedFraming
from devices.simulators.card_reader import usb_card_reader
from devices.simulators.usb_bus import INTERRUPT, SimulatedUsbBus, SimulatedUsbDevice
from devices.wires.hid import Reports
from devices.wires.usb_bulk import OnePipe, UsbWire
from tests.support.sam_vectors import REQUESTS, RESPONSES

MAKE = Identity(0x0400, 0xC35A, "S1")
TWO_PIPES = (0x02, 0x06, 0x81, 0x85)


@dataclass
class Scripted:
    """Keeps what it is sent, and has something to say for each transfer."""

    says: deque[list[tuple[int, bytes]]] = field(default_factory=deque)
    heard: list[tuple[int, str]] = field(default_factory=list)

    def transfer(self, endpoint: int, data: bytes) -> list[tuple[int, bytes]]:
        self.heard.append((endpoint, data.hex(" ").upper()))
        return self.says.popleft() if self.says else []


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[SimulatedUsbBus]:
    with SimulatedUsbBus() as bus:
        (tmp_path / PLUGGED_FILE).write_text(json.dumps({"usb_bus": bus.place}), encoding="utf-8")
        yield bus


@pytest.fixture
def plugged(tmp_path: Path, bus: SimulatedUsbBus) -> Plugged:
    return Plugged(tmp_path)


def device_with(bus: SimulatedUsbBus, *says: list[tuple[int, bytes]], endpoints: tuple[int, ...] = TWO_PIPES,
                packet: int = 64) -> SimulatedUsbDevice:  # fmt: skip
    device = SimulatedUsbDevice(Scripted(deque(says)), MAKE, endpoints, packet=packet)
    bus.plug_in(device)
    return device


def heard_by(device: SimulatedUsbDevice) -> list[tuple[int, str]]:
    assert isinstance(device.machine, Scripted)
    return device.machine.heard


def opened(plugged: Plugged, lay: type[OnePipe] | object = two_pipe_or_one) -> UsbWire:
    wire = UsbWire("0400:c35a", plugged.find_usb, lay=lay, redact=sam.redact, role="card_reader")  # type: ignore[arg-type]
    wire.open()
    return wire


def read_all(wire: UsbWire) -> bytes:
    said = b""
    while data := wire.read(0.05):
        said += data
    return said


def test_head_and_rest_go_out_and_come_back_on_pipes_of_their_own(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    answer = RESPONSES["find_ok"]
    device = device_with(bus, [], [(0x81, answer[:7]), (0x85, answer[7:])])
    wire = opened(plugged)
    wire.write(REQUESTS["find"])
    assert read_all(wire) == answer
    wire.close()
    assert heard_by(device) == [(0x02, "AA AA AA 96 69 00 03"), (0x06, "20 01 22")]


def test_a_model_without_endpoint_06_gets_whole_frames(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    device = device_with(bus, [(0x82, RESPONSES["find_ok"])], endpoints=(0x01, 0x82))
    wire = opened(plugged)
    wire.write(REQUESTS["find"])
    assert read_all(wire) == RESPONSES["find_ok"]
    wire.close()
    assert heard_by(device) == [(0x01, "AA AA AA 96 69 00 03 20 01 22")]


def test_a_profile_can_ask_for_one_pipe_where_there_are_two(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    device = device_with(bus, [(0x81, RESPONSES["ok"])])
    reader = open_card_reader("usb:0400:c35a", ReaderProfile(framing=Framing.ONE_PIPE), plugged=plugged)
    reader.open()
    reader.close()
    assert heard_by(device) == [(0x02, "AA AA AA 96 69 00 03 11 FF ED")]


def test_reports_are_filled_up_with_zeros_and_a_long_frame_takes_several(
    bus: SimulatedUsbBus, plugged: Plugged
) -> None:
    device = device_with(bus, endpoints=(0x01, 0x81))
    device.kind = INTERRUPT
    wire = opened(plugged, Reports)
    long = sam.encode(sam.Command.SET_MAX_RF, bytes(range(70)))
    wire.write(REQUESTS["find"])
    wire.write(long)
    wire.close()
    sent = [bytes.fromhex(data) for _, data in heard_by(device)]
    assert [len(each) for each in sent] == [64, 64, 64]
    assert sent[0] == REQUESTS["find"] + bytes(54)
    assert sent[1] + sent[2] == long.ljust(128, b"\0")


@pytest.mark.parametrize("size", [1, 63, 64, 65, 128, 1288])
def test_an_answer_that_ends_with_a_full_packet_is_not_waited_for(
    size: int, bus: SimulatedUsbBus, plugged: Plugged
) -> None:
    answer = sam.frame(bytes(max(3, size - 1)))
    device_with(bus, [], [(0x81, answer[:7]), (0x85, answer[7:])])
    wire = opened(plugged)
    wire.write(REQUESTS["find"])
    said, began = b"", time.monotonic()
    while len(said) < len(answer):
        said += wire.read(5.0)
    assert said == answer
    assert time.monotonic() - began < 4.0
    wire.close()


def test_what_an_answer_left_in_the_pipes_is_gone_before_the_next_question(
    bus: SimulatedUsbBus, plugged: Plugged
) -> None:
    late, answer = RESPONSES["find_none"], RESPONSES["ok"]
    device = device_with(bus, [], [(0x85, b"orphan"), (0x81, late[:7]), (0x85, late[7:])],
                         [], [(0x81, answer[:7]), (0x85, answer[7:])])  # fmt: skip
    wire = opened(plugged)
    wire.write(REQUESTS["find"])
    assert wire.drain() == len(late) + len(b"orphan")
    wire.write(REQUESTS["status"])
    assert read_all(wire) == answer
    wire.close()
    assert len(heard_by(device)) == 4


def test_no_more_is_taken_of_a_rest_than_its_head_announced_and_the_next_head_is_due() -> None:
    pipes, whole = TwoPipe(), RESPONSES["ok"]
    assert pipes.take(whole[:7]) == whole[:7]
    assert pipes.take(whole[7:] + bytes(60)) == whole[7:]
    assert pipes.sources[0] == 0x81


def test_a_halted_pipe_is_cleared_and_works_the_next_time(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    answer = RESPONSES["ok"]
    device = device_with(bus, [], [(0x81, answer[:7]), (0x85, answer[7:])])
    wire = opened(plugged)
    device.halted.add(0x02)
    with pytest.raises(DeviceSilent):
        wire.write(REQUESTS["status"])
    wire.write(REQUESTS["status"])
    device.halted.add(0x81)
    assert wire.read(0.05) == b""
    assert read_all(wire) == answer
    wire.close()


def test_a_device_that_nobody_may_open_is_absent_with_the_reason(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    device = device_with(bus)
    device.refused = True
    with pytest.raises(DeviceAbsent) as absent:
        opened(plugged)
    assert (absent.value.detail, absent.value.role) == ("Permission denied", "card_reader")


def test_a_device_without_endpoints_both_ways_is_no_reader(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    for endpoints in ((0x81, 0x82), ()):
        device = device_with(bus, endpoints=endpoints)
        with pytest.raises(DeviceAbsent):
            opened(plugged)
        bus.unplug(device)


def test_the_kernels_own_driver_gives_way(bus: SimulatedUsbBus, plugged: Plugged) -> None:
    device = device_with(bus)
    device.kernel_driver = True
    wire = opened(plugged)
    assert not device.kernel_driver
    wire.close()


def test_a_wire_that_is_not_open_is_lost(plugged: Plugged) -> None:
    wire = UsbWire("0400:c35a", plugged.find_usb)
    wire.close()
    for call in (lambda: wire.write(b"x"), lambda: wire.read(0.0), lambda: wire.drain()):
        with pytest.raises(DeviceLost):
            call()


@pytest.mark.parametrize("framing", SimulatedFraming)
def test_what_a_card_says_never_reaches_the_ring(
    framing: SimulatedFraming, bus: SimulatedUsbBus, plugged: Plugged
) -> None:
    device, inside = usb_card_reader(framing)
    bus.plug_in(device)
    scheme = "hid" if framing is SimulatedFraming.HID else "usb"
    reader = open_card_reader(f"{scheme}:{device.usb.pair}", plugged=plugged)
    inside.sam.lay(sample_cards.MOVED)
    reader.open()
    assert reader.read() == sample_cards.MOVED
    shown = [passage.shown for passage in reader.wire.ring.passages()]  # type: ignore[attr-defined]
    reader.close()
    assert len(shown) == 10
    assert any(line.startswith("AA AA AA 96 69 05 08 00 00 90 +") for line in shown)
    assert max(map(len, shown)) < 50
