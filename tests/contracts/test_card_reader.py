"""What every card reader keeps to, shown on the simulator behind a real pseudo-terminal."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from devices.cards.sam_reader import find_baud
from devices.catalogue import open_card_reader
from devices.errors import (
    CardRemoved,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoCard,
)
from devices.ports import CardReader
from devices.simulators import sample_cards
from devices.simulators.card_reader import Fault, SimulatedCardReader, SimulatedSam
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.wires.serial_wire import SerialWire

PATIENCE = 0.4  # the simulator thinks no second


@pytest.fixture
def device() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as device:
        yield device


@pytest.fixture
def reader(device: SimulatedCardReader) -> Iterator[CardReader]:
    reader = open_card_reader(f"serial:{device.port}?baud=115200", patience=PATIENCE)
    reader.open()
    yield reader
    reader.close()


@pytest.mark.parametrize("name", SAMPLE_CARDS)
def test_every_kind_of_card_is_read_whole(name: str, device: SimulatedCardReader, reader: CardReader) -> None:
    device.lay(SAMPLE_CARDS[name])
    assert reader.read() == SAMPLE_CARDS[name]


def test_one_card_after_another_is_read_with_nothing_left_of_the_one_before(
    device: SimulatedCardReader, reader: CardReader
) -> None:
    read = []
    for card in SAMPLE_CARDS.values():
        device.lay(card)
        read.append(reader.read())
        device.lift()
    assert read == list(SAMPLE_CARDS.values())


def test_the_number_of_a_reader_stays_the_same(device: SimulatedCardReader, reader: CardReader) -> None:
    before = reader.identity()
    device.unplug()
    device.plug_in()
    reader.open()
    assert reader.identity() == before == "05.03-20150101-0000000123-0000004567"


def test_an_empty_reader_says_so(reader: CardReader) -> None:
    with pytest.raises(NoCard) as none:
        reader.read()
    assert not none.value.already_read


def test_a_card_is_read_once_until_it_is_lifted_and_laid_again(device: SimulatedCardReader, reader: CardReader) -> None:
    device.lay(sample_cards.RESIDENT)
    reader.read()
    with pytest.raises(NoCard) as none:
        reader.read()
    assert none.value.already_read
    device.lift()
    device.lay(sample_cards.RESIDENT)
    assert reader.read() == sample_cards.RESIDENT


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
    fault: Fault, condition: type[DeviceError], device: SimulatedCardReader, reader: CardReader
) -> None:
    device.fault = fault
    device.lay(sample_cards.RESIDENT)
    with pytest.raises(DeviceError) as said:
        reader.read()
    assert type(said.value) is condition
    assert (said.value.role, said.value.where) == ("card_reader", device.port)
    device.fault = None
    device.lay(sample_cards.MOVED)
    assert reader.read() == sample_cards.MOVED


def test_noise_before_a_frame_does_no_harm(device: SimulatedCardReader, reader: CardReader) -> None:
    device.fault = Fault.NOISE_BEFORE_FRAME
    device.lay(sample_cards.RARE_NAME)
    assert reader.read() == sample_cards.RARE_NAME


@pytest.mark.parametrize("fault", [Fault.BAD_CHECKSUM, Fault.HALF_FRAME_THEN_SILENCE])
def test_a_reply_spoilt_once_costs_no_card(fault: Fault, device: SimulatedCardReader, reader: CardReader) -> None:
    device.play(fault, times=1)
    device.lay(sample_cards.HMT_PERMIT)
    assert reader.read() == sample_cards.HMT_PERMIT


@pytest.mark.parametrize(("fault", "condition"), [(Fault.UNAUTHORISED, DeviceRefused), (Fault.SILENT, DeviceSilent)])
def test_a_reader_that_is_not_well_does_not_open(
    fault: Fault, condition: type[DeviceError], device: SimulatedCardReader
) -> None:
    device.fault = fault
    reader = open_card_reader(device.port, patience=PATIENCE)
    with pytest.raises(condition):
        reader.open()
    device.fault = None
    reader.open()  # the port was given back
    reader.close()


def test_a_reader_pulled_out_is_lost_and_works_again_when_plugged_in(
    device: SimulatedCardReader, reader: CardReader
) -> None:
    device.unplug()
    with pytest.raises(DeviceLost):
        reader.read()
    with pytest.raises(DeviceAbsent):
        reader.open()
    device.plug_in()
    device.lay(sample_cards.FOREIGN_2023)
    reader.open()
    assert reader.read() == sample_cards.FOREIGN_2023


def test_a_reader_pulled_out_while_a_card_is_read_is_lost(device: SimulatedCardReader) -> None:
    reader = open_card_reader(device.port, on_card_found=device.unplug, patience=PATIENCE)
    reader.open()
    device.lay(sample_cards.RESIDENT)
    with pytest.raises(DeviceLost):
        reader.read()
    reader.close()


def test_a_card_found_is_told_before_it_is_read(device: SimulatedCardReader) -> None:
    found: list[str] = []
    reader = open_card_reader(device.port, on_card_found=lambda: found.append("found"), patience=PATIENCE)
    reader.open()
    device.lay(sample_cards.RESIDENT)
    reader.read()
    reader.close()
    assert found == ["found"]


def test_a_second_program_on_the_port_is_told(device: SimulatedCardReader, reader: CardReader) -> None:
    with pytest.raises(DeviceAbsent, match="another program"):
        SerialWire(device.port).open()
    assert reader.identity()


def test_a_port_that_is_not_there_is_absent() -> None:
    reader = open_card_reader("serial:/dev/no-such-port")
    with pytest.raises(DeviceAbsent, match="No such file"):
        reader.open()


def test_closing_twice_or_before_opening_is_harmless(device: SimulatedCardReader) -> None:
    reader = open_card_reader(device.port)
    reader.close()
    reader.open()
    reader.close()
    reader.close()
    with pytest.raises(DeviceLost):
        reader.read()


def test_a_slow_reader_is_found_by_its_speed_and_read() -> None:
    with SimulatedCardReader(baud=9600) as device:
        baud = find_baud(device.port, patience=PATIENCE)
        device.lay(sample_cards.MOVED)
        reader = open_card_reader(f"serial:{device.port}?baud={baud}", patience=PATIENCE)
        reader.open()
        assert baud == 9600
        assert reader.read() == sample_cards.MOVED
        reader.close()


def test_at_the_wrong_speed_nothing_is_heard() -> None:
    with SimulatedCardReader(baud=9600) as device:
        reader = open_card_reader(f"{device.port}?baud=115200", patience=PATIENCE)
        with pytest.raises(DeviceSilent):
            reader.open()


def test_a_silent_port_has_no_speed(device: SimulatedCardReader) -> None:
    device.fault = Fault.SILENT
    assert find_baud(device.port, patience=0.1) is None


def test_a_reader_that_is_not_authorised_still_tells_its_speed(device: SimulatedCardReader) -> None:
    device.fault = Fault.UNAUTHORISED
    assert find_baud(device.port, patience=PATIENCE) == 115200


@pytest.fixture
def network_reader() -> Iterator[str]:
    """A SAM behind a serial-over-IP box, for one visitor."""
    device = SimulatedSam()
    device.lay(sample_cards.FOREIGN_2017)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                while data := line.recv(4096):
                    line.sendall(device.answer(data))

        thread = threading.Thread(target=serve, name="network-reader")
        thread.start()
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def test_a_reader_on_the_network_is_read_as_one_on_a_port(network_reader: str) -> None:
    reader = open_card_reader(network_reader, patience=PATIENCE)
    reader.open()
    assert reader.read() == sample_cards.FOREIGN_2017
    reader.close()


def test_a_network_address_nobody_listens_on_is_absent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DeviceAbsent):
        open_card_reader(f"tcp://127.0.0.1:{port}").open()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1", "tcp://host:port"),
        ("http://127.0.0.1:80", "expected serial:PORT"),
        ("serial:", "expected serial:PORT"),
        ("/dev/ttyUSB0?baud=fast", "whole number"),
        ("/dev/ttyUSB0?speed=9600", "speed is no setting"),
        ("/dev/ttyUSB0?reread=never", "never"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_and_named(address: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        open_card_reader(address)
