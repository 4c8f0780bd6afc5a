"""The simulated line behaves as lines do: speeds, cables pulled and plugged in elsewhere, and each of its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from devices.errors import DeviceAbsent, DeviceLost
from devices.simulators.line_end import FLOOD_BYTES, LineFault, SimulatedDevice
from devices.wires.address import parse_address, wire_at
from devices.wires.wire import Wire


class Parrot:
    """Says what it is told, in capitals."""

    def answer(self, data: bytes) -> bytes:
        return data.upper()


@pytest.fixture(params=["pty", "tcp"])
def parrot(request: pytest.FixtureRequest) -> Iterator[SimulatedDevice]:
    with SimulatedDevice(Parrot(), request.param, baud=115200) as device:
        yield device


@pytest.fixture
def wire(parrot: SimulatedDevice) -> Iterator[Wire]:
    wire = wire_at(parse_address(parrot.address.partition("?")[0]))
    wire.open()
    yield wire
    wire.close()


def heard(wire: Wire, question: bytes, *, quiet: float = 0.2) -> bytes:
    wire.write(question)
    said = b""
    while data := wire.read(quiet):
        said += data
    return said


def test_what_the_machine_answers_comes_back(wire: Wire) -> None:
    assert heard(wire, b"hello") == b"HELLO"


def bits_apart(one: bytes, other: bytes) -> int:
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("fault", "holds"),
    [
        (LineFault.SILENT, lambda said: said == b""),
        (LineFault.HALF_FRAME, lambda said: said == b"HE"),
        (LineFault.FLIPPED, lambda said: bits_apart(said, b"HELLO") == 1),
        (LineFault.NOISE, lambda said: len(said) == 10 and said.endswith(b"HELLO")),
        (LineFault.ECHO, lambda said: said == b"helloHELLO"),
        (LineFault.FLOOD, lambda said: len(said) == FLOOD_BYTES + 5),
    ],
    ids=lambda value: value.value if isinstance(value, LineFault) else "",
)  # fmt: skip
def test_a_fault_of_the_line_lasts_as_long_as_it_is_told(
    parrot: SimulatedDevice, wire: Wire, fault: LineFault, holds: Callable[[bytes], bool]
) -> None:
    parrot.play(fault, times=1)
    assert holds(heard(wire, b"hello"))
    assert heard(wire, b"again") == b"AGAIN"


def test_a_late_answer_comes_after_the_next_question(parrot: SimulatedDevice, wire: Wire) -> None:
    parrot.play(LineFault.LATE)
    assert heard(wire, b"one") == b""
    assert heard(wire, b"two") == b"ONE"


def test_what_the_device_says_unasked_is_heard(parrot: SimulatedDevice, wire: Wire) -> None:
    assert heard(wire, b"x") == b"X"
    parrot.say(b"a key")
    assert wire.read(1.0) == b"a key"


def test_a_pulled_cable_is_a_loss_and_another_port_another_address(parrot: SimulatedDevice, wire: Wire) -> None:
    before = parrot.address
    parrot.unplug()
    with pytest.raises(DeviceLost):
        heard(wire, b"hello")
    parrot.plug_in(elsewhere=True)
    assert parrot.address != before
    with pytest.raises(DeviceAbsent):
        wire.open()
    again = wire_at(parse_address(parrot.address.partition("?")[0]))
    again.open()
    assert heard(again, b"back") == b"BACK"
    again.close()


def test_who_comes_with_another_speed_hears_nothing() -> None:
    with SimulatedDevice(Parrot(), baud=9600) as device:
        wrong, right = (wire_at(parse_address(f"{device.port}?baud={baud}")) for baud in (115200, 9600))
        wrong.open()
        assert heard(wrong, b"hello") == b""
        wrong.close()
        right.open()
        assert heard(right, b"hello") == b"HELLO"
        right.close()
