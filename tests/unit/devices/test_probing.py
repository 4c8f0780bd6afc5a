"""No question of the search does anything to a device of another family: from the tables, and on every simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest

from devices.displays import led_a090
from devices.finding import Sure, ask_port
from devices.lockers import eight_a, wkly, yt_plus
from devices.lockers.profile import Family
from devices.plugged import SeenPort
from devices.ports import Role
from devices.probing import PROBES, Probe
from devices.rating import ff68
from devices.simulators.card_reader import SimulatedSam
from devices.simulators.code_scanner import HandScanner
from devices.simulators.counter_bus import CounterBusMachine
from devices.simulators.escpos_machine import EscposMachine
from devices.simulators.led_display import LedBoard
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.lock_board import LockBoards

COMMAND_HEADS: dict[str, tuple[bytes, ...]] = {
    "printer": (b"\x1b", b"\x1d", b"\x1c", b"\x10\x14", b"\x10\x05"),  # everything that prints, cuts, opens or resets
    "reader": (b"\xaa\xaa\xaa\x96\x69",),
    "lockers_8a": tuple(eight_a.HEADS.values()),
    "lockers_wkly": tuple(wkly.HEADS.values()),
    "lockers_yt": tuple(yt_plus.HEADS.values()),
    "counter_bus": ff68.COMMAND_HEADS,
    "display": led_a090.COMMAND_HEADS,
    "modem": (b"AT",),
}
"""How every command of a family begins; a device of it takes a question that holds none of these for noise."""

MACHINES: dict[str, Callable[[], Any]] = {
    "printer": EscposMachine,
    "reader": SimulatedSam,
    "lockers_8a": lambda: LockBoards(Family.EIGHT_A),
    "lockers_wkly": lambda: LockBoards(Family.WKLY),
    "lockers_yt": lambda: LockBoards(Family.YT_PLUS),
    "counter_bus": CounterBusMachine,
    "display": LedBoard,
    "code_gun": HandScanner,
}


def of(family: str) -> list[Probe]:
    return [probe for probe in PROBES if probe.name == family]


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_no_question_begins_or_holds_a_command_of_another_family(probe: Probe) -> None:
    for family, heads in COMMAND_HEADS.items():
        if family == probe.name:
            continue
        held = [head for head in heads for question in probe.questions if head in question]
        if family == "lockers_8a":  # heads of one byte may stand in any question: what follows must not check out
            held = [head for head in held if any(_holds_an_8a_frame(question) for question in probe.questions)]
        assert held == [], f"{probe.name}'s question holds a command of {family}"


def _holds_an_8a_frame(query: bytes) -> bool:
    pieces = (query[start:end] for start, end in combinations(range(len(query) + 1), 2) if end - start >= 5)
    return any(eight_a.is_sealed(piece) and piece[:1] in eight_a.HEADS.values() for piece in pieces)


@pytest.mark.parametrize("family", MACHINES)
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_no_question_does_anything_to_a_device(probe: Probe, family: str) -> None:
    for question in probe.questions:
        machine = MACHINES[family]()
        before = _state(machine)
        answer = machine.answer(question)
        assert _state(machine) == before
        if family == probe.name:
            assert probe.recognise(answer) is not None, "its own family answers"
        else:
            assert not answer or probe.recognise(answer) is None, "nobody else's answer is taken for it"


def _state(machine: Any) -> dict[str, object]:
    """What a person would see of it: paper, doors, lights, sounds."""
    seen = ("slips", "opened", "open_cells", "shown", "told", "ticket", "waiting", "beeps", "invitations", "stars")
    return {name: str(getattr(machine, name)) for name in seen if hasattr(machine, name)}


def test_the_state_that_is_looked_at_changes_when_something_is_done() -> None:
    board, bus = LockBoards(Family.EIGHT_A), CounterBusMachine()
    before = _state(board), _state(bus)
    board.answer(eight_a.EightA(24).unlock(1, 1))
    bus.answer(ff68.beep(1))
    assert _state(board) != before[0]
    assert _state(bus) != before[1]


def test_a_printer_is_asked_first_and_with_the_one_question_that_prints_nothing() -> None:
    assert PROBES[0].query == bytes([0x10, 0x04, 0x01])


@pytest.fixture(params=[name for name in MACHINES if of(name)])
def plugged_in(request: pytest.FixtureRequest) -> Iterator[tuple[str, SimulatedDevice]]:
    baud = of(request.param)[0].bauds[-1]
    with SimulatedDevice(MACHINES[request.param](), baud=baud) as device:
        yield request.param, device


def test_a_device_on_an_unknown_port_is_named_with_its_speed(plugged_in: tuple[str, SimulatedDevice]) -> None:
    name, device = plugged_in
    found = ask_port(SeenPort(device.port), patience=0.1)
    assert (found.what, found.sure) == (name, Sure.CERTAIN)
    assert found.facts["baud"] == str(device.baud)
    assert found.setting is not None
    assert found.setting.address == f"serial:{device.port}?baud={device.baud}"
    assert found.setting.role is of(name)[0].role


def test_a_reader_is_found_with_its_number_so_that_it_can_be_followed_to_another_port() -> None:
    with SimulatedDevice(SimulatedSam(number=(5, 3, 20150101, 7, 8)), baud=115200) as device:
        found = ask_port(SeenPort(device.port), patience=0.1)
    assert found.setting is not None
    assert found.setting.identity == found.identity == "05.03-20150101-0000000007-0000000008"


def test_what_cannot_be_asked_is_not_guessed() -> None:
    with SimulatedDevice(CounterBusMachine(), baud=9600) as device:
        found = ask_port(SeenPort(device.port), patience=0.05)
    assert (found.what, found.sure, found.setting, found.advice) == ("port", Sure.UNKNOWN, None, "silent")


def test_a_port_that_another_program_holds_is_said() -> None:
    found = ask_port(SeenPort("/nowhere/ttyUSB9"))
    assert (found.sure, found.advice) == (Sure.UNKNOWN, "busy")
    assert found.facts["detail"]


def test_every_role_that_can_be_asked_is_found_by_a_question() -> None:
    assert {probe.role for probe in PROBES} == {
        Role.SLIP_PRINTER, Role.CARD_READER, Role.LOCK_BANK, Role.MESSAGE_SENDER,
    }  # fmt: skip
