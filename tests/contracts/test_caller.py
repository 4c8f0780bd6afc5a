"""What every caller keeps to, shown on a simulated one behind a real line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Literal

import pytest

from devices.errors import DeviceAbsent, DeviceError, DeviceLost
from devices.ports import Caller, CallerKey, Level, PadRating
from devices.rating.caller import CallerProfile
from devices.rating.ff68 import Acknowledgement
from devices.simulators.counter_bus import BusFault
from devices.simulators.line_end import LineFault as Fault
from tests.support.counter_bus import BusPlace, bus_place

TURN = 0.4  # seconds to wait for a press that has been made


@pytest.fixture(params=["pty", "tcp"])
def place(request: pytest.FixtureRequest) -> Iterator[BusPlace]:
    with bus_place(request.param) as place:
        yield place


def test_it_keeps_to_the_port(place: BusPlace) -> None:
    caller: Caller = place.caller
    assert caller.pressed(0) is None


@pytest.mark.parametrize("key", [*CallerKey, 0, 7])
def test_every_key_is_heard_and_acknowledged(key: CallerKey | int) -> None:
    with bus_place("pty") as place:
        place.device.say(place.machine.press(key))
        assert place.caller.pressed(TURN) == key
        place.wait_for(lambda: place.machine.is_acknowledged)


@pytest.mark.parametrize("form", Acknowledgement)
def test_it_is_answered_in_the_form_its_make_wants(form: Acknowledgement) -> None:
    with bus_place("pty", caller=CallerProfile(acknowledgement=form)) as place:
        place.device.say(place.machine.press(CallerKey.NEXT))
        assert place.caller.pressed(TURN) is CallerKey.NEXT
        place.wait_for(lambda: place.machine.is_acknowledged)


def test_it_shows_who_waits_and_who_is_called(place: BusPlace) -> None:
    place.caller.show(waiting=7)
    place.wait_for(lambda: (place.machine.waiting, place.machine.ticket) == ("007", "   "))
    place.caller.show(ticket=23)
    place.wait_for(lambda: (place.machine.waiting, place.machine.ticket) == ("   ", "023"))
    place.caller.show()
    place.wait_for(lambda: (place.machine.waiting, place.machine.ticket) == ("   ", "   "))


def test_it_beeps(place: BusPlace) -> None:
    before = place.machine.beeps
    place.caller.beep()
    place.wait_for(lambda: place.machine.beeps == before + 1)


def test_caller_and_pad_pressed_at_once_are_both_heard(place: BusPlace) -> None:
    place.device.say(place.machine.rate(1) + place.machine.press(CallerKey.NEXT) + place.machine.press(4))
    assert place.caller.pressed(TURN) is CallerKey.NEXT
    assert place.caller.pressed(TURN) == 4
    assert place.pad.rating(TURN) == PadRating(1, "1-2-3-4-5", Level.VERY_SATISFIED)
    place.wait_for(lambda: place.machine.is_acknowledged)


@pytest.mark.parametrize("over", ["pty", "tcp"])
def test_a_press_whose_answer_was_lost_calls_one_ticket(over: Literal["pty", "tcp"]) -> None:
    with bus_place(over, caller=CallerProfile(same_key_ms=5000)) as place:
        place.machine.play(BusFault.LOST_ACKNOWLEDGEMENT, times=2)
        place.device.say(place.machine.press(CallerKey.NEXT))
        heard = [place.caller.pressed(TURN)]
        for _ in range(3):  # what comes back at once may be an echo; what comes after a while is the key, said again
            heard.append(place.caller.pressed(TURN))
            place.device.say(place.machine.repeat())
        assert [*heard, place.caller.pressed(TURN)] == [CallerKey.NEXT, None, None, None, None]
        place.wait_for(lambda: place.machine.is_acknowledged)


@pytest.mark.parametrize("fault", [BusFault.WRONG_CHECK, BusFault.NOISE, BusFault.DEAF])
def test_no_fault_of_the_bus_makes_up_a_key(fault: BusFault, place: BusPlace) -> None:
    place.machine.play(fault)
    place.device.say(place.machine.press(CallerKey.RECALL))
    heard = [place.caller.pressed(TURN), place.caller.pressed(TURN)]
    assert heard == ([None, None] if fault is BusFault.WRONG_CHECK else [CallerKey.RECALL, None])
    place.machine.heal()
    place.device.say(place.machine.press(3))
    assert place.caller.pressed(TURN) == 3


@pytest.mark.parametrize("fault", Fault)
def test_no_fault_of_the_line_hangs_it_or_makes_up_a_key(fault: Fault, place: BusPlace) -> None:
    place.device.play(fault)
    place.machine.play(BusFault.LOST_ACKNOWLEDGEMENT, times=2)  # so that it says the key again, over the faulty line
    started, heard = time.monotonic(), []
    place.caller.show(ticket=11)
    place.device.say(place.machine.press(CallerKey.NEXT))
    for _ in range(3):
        try:
            heard.append(place.caller.pressed(0.5))
        except DeviceError as error:
            assert error.role == "caller"
    assert time.monotonic() - started < 6
    assert [key for key in heard if key is not None] in ([], [CallerKey.NEXT])


def test_an_echoing_adapter_makes_no_second_press_and_no_endless_talk(place: BusPlace) -> None:
    place.device.play(Fault.ECHO)
    place.device.say(place.machine.press(CallerKey.NEXT))
    assert [place.caller.pressed(TURN) for _ in range(3)] == [CallerKey.NEXT, None, None]
    assert place.machine.is_acknowledged


def test_it_is_lost_when_unplugged_and_found_at_another_port() -> None:
    with bus_place("pty") as place:
        place.device.unplug()
        with pytest.raises(DeviceLost):
            place.caller.pressed(TURN)
        with pytest.raises(DeviceAbsent):
            place.caller.open()
        place.device.plug_in(elsewhere=True)
        place.caller.open()
        place.device.say(place.machine.press(CallerKey.NEXT))
        assert place.caller.pressed(TURN) is CallerKey.NEXT
        place.device.say(place.machine.rate(1))
        assert place.pad.rating(TURN) is not None  # the pad's line is the caller's


def test_a_hung_up_connection_is_lost_and_comes_back() -> None:
    with bus_place("tcp") as place:
        place.device.unplug()
        with pytest.raises(DeviceLost):
            place.caller.pressed(TURN)
        place.device.plug_in()
        place.caller.open()
        before = place.machine.beeps
        place.caller.beep()
        place.wait_for(lambda: place.machine.beeps == before + 1)


def test_closing_twice_is_harmless(place: BusPlace) -> None:
    place.caller.close()
    place.caller.close()
    with pytest.raises(DeviceLost):
        place.caller.beep()
