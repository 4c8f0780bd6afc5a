"""What every card reader keeps to, shown on simulators behind real ports, sockets, a USB bus and a process."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.cards.readers import ReaderProfile, find_baud, find_reader, open_card_reader
from devices.cards.sam_reader import Reread, SamCardReader
from devices.errors import (
    CardRemoved,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoCard,
    WrongDevice,
)
from devices.plugged import PLUGGED_FILE, Plugged
from devices.ports import CardReader
from devices.simulators import sample_cards
from devices.simulators.card_reader import Fault, SimulatedCardReader
from devices.simulators.line_end import LineFault as Line
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.wires.serial_wire import SerialWire
from tests.support.reader_rigs import EVERY_WAY, ON_A_WIRE, QUICK, Rig, WireRig, rig

NUMBER = "05.03-20150101-0000000123-0000004567"
OTHER_NUMBER = "05.01-20200606-0000000007-0000000042"
OTHER_SAM = (5, 1, 20200606, 7, 42)
BOUNDED = 20.0
"""Seconds within which any call ends on a line that floods or drips, at the patience used here."""


@pytest.fixture(params=EVERY_WAY)
def any_rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with rig(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=ON_A_WIRE)
def wired(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WireRig]:
    with rig(request.param, tmp_path) as made:
        assert isinstance(made, WireRig)
        yield made


@pytest.fixture
def reader(any_rig: Rig) -> Iterator[CardReader]:
    reader = any_rig.reader()
    reader.open()
    yield reader
    reader.close()


@pytest.fixture
def wired_reader(wired: WireRig) -> Iterator[CardReader]:
    reader = wired.reader()
    reader.open()
    yield reader
    reader.close()


@pytest.fixture
def device() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as device:
        yield device


def test_every_kind_of_card_is_read_whole_with_nothing_left_of_the_one_before(any_rig: Rig, reader: CardReader) -> None:
    read = []
    for card in SAMPLE_CARDS.values():
        any_rig.lay(card)
        read.append(reader.read())
        any_rig.lift()
        with pytest.raises(NoCard):
            reader.read()
    assert read == list(SAMPLE_CARDS.values())


def test_an_empty_reader_says_so(reader: CardReader) -> None:
    with pytest.raises(NoCard) as none:
        reader.read()
    assert not none.value.already_read
    assert none.value.role == "card_reader"
    assert none.value.where


def test_a_card_is_read_once_until_it_is_lifted_and_laid_again(any_rig: Rig, reader: CardReader) -> None:
    any_rig.lay(sample_cards.RESIDENT)
    reader.read()
    with pytest.raises(NoCard) as none:
        reader.read()
    assert none.value.already_read
    any_rig.lift()
    with pytest.raises(NoCard) as gone:
        reader.read()
    assert not gone.value.already_read
    any_rig.lay(sample_cards.RESIDENT)
    assert reader.read() == sample_cards.RESIDENT


def test_a_card_found_is_told_before_it_is_read(any_rig: Rig) -> None:
    found: list[str] = []
    reader = any_rig.reader(on_card_found=lambda: found.append("found"))
    reader.open()
    with pytest.raises(NoCard):
        reader.read()
    assert found == []
    any_rig.lay(sample_cards.RESIDENT)
    reader.read()
    reader.close()
    assert found == ["found"]


def test_closing_twice_or_before_opening_is_harmless_and_what_is_closed_is_lost(any_rig: Rig) -> None:
    reader = any_rig.reader()
    reader.close()
    reader.open()
    reader.close()
    reader.close()
    with pytest.raises(DeviceLost):
        reader.read()


def test_a_reader_opened_again_is_the_same_one(any_rig: Rig, reader: CardReader) -> None:
    before = reader.identity()
    reader.open()
    assert reader.identity() == before == NUMBER


def test_a_reader_that_was_bound_to_its_place_is_told_from_another_one(any_rig: Rig) -> None:
    joint = "&" if "?" in any_rig.address else "?"
    right = any_rig.reader(f"{any_rig.address}{joint}identity={NUMBER}")
    right.open()
    right.close()
    wrong = any_rig.reader(f"{any_rig.address}{joint}identity={OTHER_NUMBER}")
    with pytest.raises(WrongDevice) as said:
        wrong.open()
    assert (said.value.expected, said.value.found) == (OTHER_NUMBER, NUMBER)
    with pytest.raises(DeviceLost):
        wrong.read()


@pytest.mark.parametrize(
    ("fault", "condition"),
    [
        (Fault.NO_CARD, NoCard),
        (Fault.REMOVED_HALF_WAY, CardRemoved),
        (Fault.BAD_CHECKSUM, LineFault),
        (Fault.HALF_FRAME_THEN_SILENCE, DeviceSilent),
        (Fault.UNAUTHORISED, DeviceRefused),
        (Fault.SILENT, DeviceSilent),
    ],
)
def test_each_fault_ends_in_its_own_error_and_the_reader_recovers(
    fault: Fault, condition: type[DeviceError], wired: WireRig, wired_reader: CardReader
) -> None:
    wired.sam.play(fault)
    wired.lay(sample_cards.RESIDENT)
    with pytest.raises(DeviceError) as said:
        wired_reader.read()
    assert type(said.value) is condition
    assert said.value.role == "card_reader"
    assert said.value.where
    wired.sam.heal()
    wired.lay(sample_cards.MOVED)
    assert wired_reader.read() == sample_cards.MOVED


@pytest.mark.parametrize("fault", Line)
def test_a_faulty_line_never_hangs_a_reading_nor_makes_a_card_of_it(
    fault: Line, wired: WireRig, wired_reader: CardReader
) -> None:
    wired.play_line(fault, None)
    began = time.monotonic()
    for card in (sample_cards.RESIDENT, sample_cards.MOVED):
        wired.lay(card)
        try:
            read = wired_reader.read()
        except DeviceError as error:
            assert error.role == "card_reader"
        else:
            assert read == card
    assert time.monotonic() - began < BOUNDED
    wired.play_line(None, None)
    wired.lay(sample_cards.HMT_PERMIT)
    assert patiently_read(wired_reader) == sample_cards.HMT_PERMIT


def patiently_read(reader: CardReader) -> object:
    """As a window does: what a faulty line still had to say may spoil a first reading after it, never a later one."""
    for _ in range(5):
        try:
            return reader.read()
        except DeviceError:
            continue
    return None


@pytest.mark.parametrize("fault", [Line.FLIPPED, Line.HALF_FRAME, Line.ECHO, Line.NOISE])
def test_an_answer_spoilt_once_costs_no_card(fault: Line, wired: WireRig, wired_reader: CardReader) -> None:
    wired.lay(sample_cards.HMT_PERMIT)
    wired.play_line(fault, 1)
    assert wired_reader.read() == sample_cards.HMT_PERMIT


@pytest.mark.parametrize("way", ["pty", "tcp", "one-pipe", "hid"])
@pytest.mark.parametrize("fault", [Line.ECHO, Line.NOISE])
def test_a_line_that_echoes_or_crackles_all_the_time_still_reads(fault: Line, way: str, tmp_path: Path) -> None:
    with rig(way, tmp_path) as made:
        assert isinstance(made, WireRig)
        made.play_line(fault, None)
        made.lay(sample_cards.RARE_NAME)
        reader = made.reader()
        reader.open()
        assert reader.read() == sample_cards.RARE_NAME
        reader.close()


@pytest.mark.parametrize("fault", [Fault.BAD_CHECKSUM, Fault.HALF_FRAME_THEN_SILENCE])
def test_a_reply_spoilt_once_costs_no_card(fault: Fault, wired: WireRig, wired_reader: CardReader) -> None:
    wired.sam.play(fault, times=1)
    wired.lay(sample_cards.HMT_PERMIT)
    assert wired_reader.read() == sample_cards.HMT_PERMIT


@pytest.mark.parametrize(("fault", "condition"), [(Fault.UNAUTHORISED, DeviceRefused), (Fault.SILENT, DeviceSilent)])
def test_a_reader_that_is_not_well_does_not_open(fault: Fault, condition: type[DeviceError], wired: WireRig) -> None:
    wired.sam.play(fault)
    reader = wired.reader()
    with pytest.raises(condition):
        reader.open()
    wired.sam.heal()
    reader.open()  # the port was given back
    reader.close()


def test_a_reader_pulled_out_is_lost_and_works_again_when_plugged_in_elsewhere(
    wired: WireRig, wired_reader: CardReader
) -> None:
    wired.unplug()
    with pytest.raises(DeviceLost):
        wired_reader.read()
    with pytest.raises(DeviceAbsent):
        wired_reader.open()
    wired.plug_in_elsewhere()
    wired.lay(sample_cards.FOREIGN_2023)
    wired_reader.open()
    assert wired_reader.read() == sample_cards.FOREIGN_2023


def test_a_reader_pulled_out_while_a_card_is_read_is_lost(wired: WireRig) -> None:
    reader = wired.reader(on_card_found=wired.unplug)
    reader.open()
    wired.lay(sample_cards.RESIDENT)
    with pytest.raises(DeviceLost):
        reader.read()
    reader.close()


def test_a_reader_that_reads_freely_reads_a_card_again_and_again() -> None:
    with SimulatedCardReader(reread=Reread.FREE) as device:
        reader = open_card_reader(device.address, ReaderProfile(reread=Reread.FREE, patience=0.4))
        reader.open()
        device.lay(sample_cards.MOVED)
        assert reader.read() == reader.read() == sample_cards.MOVED
        device.lift()
        with pytest.raises(NoCard) as none:
            reader.read()
        assert not none.value.already_read
        reader.close()


def test_a_second_program_on_the_reader_is_told(tmp_path: Path) -> None:
    for way in ("pty", "two-pipe", "hid"):
        home = tmp_path / way
        home.mkdir()
        with rig(way, home) as made:
            first, second = made.reader(), made.reader()
            first.open()
            with pytest.raises(DeviceAbsent, match="another program"):
                second.open()
            assert first.identity() == NUMBER
            first.close()
            second.open()
            second.close()


def test_a_port_that_is_not_there_is_absent() -> None:
    reader = open_card_reader("serial:/dev/no-such-port")
    with pytest.raises(DeviceAbsent, match="No such file"):
        reader.open()


def test_a_network_address_nobody_listens_on_is_absent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DeviceAbsent):
        open_card_reader(f"tcp://127.0.0.1:{port}").open()


def test_the_conversation_is_counted(device: SimulatedCardReader) -> None:
    wire = SerialWire(device.port)
    reader = SamCardReader(wire, patience=QUICK.patience)
    reader.open()
    device.lay(sample_cards.MOVED)
    device.play(Fault.BAD_CHECKSUM, times=1)
    reader.read()
    reader.close()
    assert (wire.ring.tally.good, wire.ring.tally.bad, wire.ring.tally.retries) == (5, 1, 1)


def test_a_slow_reader_is_found_by_its_speed_and_read() -> None:
    with SimulatedCardReader(baud=9600) as device:
        baud = find_baud(device.port, patience=QUICK.patience)
        device.lay(sample_cards.MOVED)
        reader = open_card_reader(f"serial:{device.port}?baud={baud}", QUICK)
        reader.open()
        assert baud == 9600
        assert reader.read() == sample_cards.MOVED
        reader.close()


def test_at_the_wrong_speed_nothing_is_heard() -> None:
    with SimulatedCardReader(baud=9600) as device:
        reader = open_card_reader(f"{device.port}?baud=115200", QUICK)
        with pytest.raises(DeviceSilent):
            reader.open()


def test_the_first_speed_of_a_make_is_taken_where_the_address_says_none() -> None:
    with SimulatedCardReader(baud=9600) as device:
        reader = open_card_reader(device.port, ReaderProfile(bauds=(9600, 115200), patience=0.4))
        reader.open()
        assert reader.identity() == NUMBER
        reader.close()


def test_a_silent_port_has_no_speed(device: SimulatedCardReader) -> None:
    device.fault = Fault.SILENT
    assert find_baud(device.port, patience=0.1) is None


def test_a_reader_that_is_not_authorised_still_tells_its_speed(device: SimulatedCardReader) -> None:
    device.fault = Fault.UNAUTHORISED
    assert find_baud(device.port, patience=QUICK.patience) == 115200


def ports_listed(home: Path, *devices: tuple[SimulatedCardReader, str]) -> Plugged:
    """A hall in which each reader's adapter has the given serial number, or none."""
    entries = [
        {"port": device.port, "vendor": 0x1A86, "product": 0x7523, "serial": serial, "socket": f"1-{place}", "name": ""}
        for place, (device, serial) in enumerate(devices, start=1)
    ]
    (home / PLUGGED_FILE).write_text(json.dumps({"ports": entries}), encoding="utf-8")
    return Plugged(home)


def test_the_speed_is_found_at_an_adapter_by_its_name(tmp_path: Path) -> None:
    with SimulatedCardReader(baud=57600) as device:
        plugged = ports_listed(tmp_path, (device, "A1"))
        assert find_baud("usb-1a86-7523-A1", plugged=plugged, patience=QUICK.patience) == 57600
        with pytest.raises(DeviceAbsent, match="not plugged in"):
            find_baud("usb-1a86-7523-A2", plugged=plugged)


def own_ports() -> tuple[str, ...]:
    """This computer's: no test asks them."""
    return tuple(port.port for port in Plugged().ports())


def test_a_reader_is_found_by_its_number_whatever_port_it_is_plugged_into_now(tmp_path: Path) -> None:
    with SimulatedCardReader(sam_number=OTHER_SAM, baud=9600) as other, SimulatedCardReader() as ours:
        plugged = ports_listed(tmp_path, (other, ""), (ours, "A1"))
        profile = ReaderProfile(bauds=(115200, 9600), patience=0.4)
        find = {number: find_reader(number, plugged=plugged, profile=profile, bound=own_ports())
                for number in (NUMBER, OTHER_NUMBER, "05.03-1-0000000001-0000000001")}  # fmt: skip
        assert list(find.values()) == ["serial:usb-1a86-7523-A1?baud=115200", "serial:at-1-1?baud=9600", None]
        reader = open_card_reader(f"{find[OTHER_NUMBER]}&identity={OTHER_NUMBER}", profile, plugged=plugged)
        reader.open()
        reader.close()


def test_a_port_that_a_device_is_bound_to_or_another_program_has_is_not_asked(tmp_path: Path) -> None:
    with SimulatedCardReader() as bound, SimulatedCardReader() as taken:
        plugged = ports_listed(tmp_path, (bound, "A1"), (taken, "A2"))
        other_program = SerialWire(taken.port)
        other_program.open()
        for place in (bound.port, "usb-1a86-7523-A1"):
            assert find_reader(NUMBER, plugged=plugged, bound=(*own_ports(), place), profile=QUICK) is None
        assert other_program.drain() == 0
        other_program.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1", "tcp://host:port"),
        ("http://127.0.0.1:80", "expected serial:PORT"),
        ("serial:", "expected serial:PORT"),
        ("/dev/ttyUSB0?baud=fast", "whole number"),
        ("/dev/ttyUSB0?speed=9600", "speed is no setting"),
        ("/dev/ttyUSB0?reread=never", "never"),
        ("usb:0400", "four hexadecimal digits"),
        ("hid:reader", "four hexadecimal digits"),
        ("usb:0400:c35a?baud=9600", "baud is no setting"),
        ("bridge:", "bridge:COMMAND"),
        ("bridge:reader.exe?speed=1", "identity as the only setting"),
        ('bridge:"reader.exe', "quotation"),
        ("pcsc:?identity=1", "no settings"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_and_named(address: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        open_card_reader(address)
