"""What every rating pad keeps to, shown on a simulated one behind a real line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Literal, get_args

import pytest

from devices.errors import DeviceAbsent, DeviceError, DeviceLost
from devices.ports import Level, PadRating, RatingPad
from devices.rating.ff68 import Acknowledgement
from devices.rating.rating_pad import RatingPadProfile, UnknownRating
from devices.rating.scheme import KNOWN, Scheme
from devices.simulators.counter_bus import BusFault
from devices.simulators.line_end import LineFault as Fault
from tests.support.counter_bus import BusPlace, bus_place

Over = Literal["pty", "tcp"]
TURN = 0.4  # seconds to wait for a press that has been made


@pytest.fixture(params=get_args(Over))
def place(request: pytest.FixtureRequest) -> Iterator[BusPlace]:
    with bus_place(request.param) as place:
        yield place


def test_it_keeps_to_the_port(place: BusPlace) -> None:
    pad: RatingPad = place.pad
    assert pad.rating(0) is None


def test_it_asks_for_a_rating_and_hears_it(place: BusPlace) -> None:
    place.pad.invite()
    place.wait_for(lambda: place.machine.invitations == 1)
    place.device.say(place.machine.rate(2))
    assert place.pad.rating(TURN) == PadRating(2, "1-2-3-4-5", Level.SATISFIED)
    place.wait_for(lambda: place.machine.is_acknowledged)


@pytest.mark.parametrize("form", Acknowledgement)
def test_it_is_answered_in_the_form_its_make_wants(form: Acknowledgement) -> None:
    with bus_place("pty", RatingPadProfile(acknowledgement=form)) as place:
        place.device.say(place.machine.rate(1))
        assert place.pad.rating(TURN) is not None
        place.wait_for(lambda: place.machine.is_acknowledged)


def test_an_answer_in_another_form_is_not_taken_by_the_machine() -> None:
    """The simulator is as strict as the hardware: else the test above would prove nothing."""
    with bus_place("pty", pad_wants=Acknowledgement.BARE) as place:
        place.device.say(place.machine.rate(1))
        assert place.pad.rating(TURN) is not None
        assert place.pad.rating(0.1) is None
        assert not place.machine.is_acknowledged


@pytest.mark.parametrize("scheme", KNOWN[:4], ids=lambda scheme: scheme.name)
def test_every_level_of_its_scheme_is_told(scheme: Scheme) -> None:
    five = dict(
        zip(("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied"), scheme.codes, strict=True)
    )
    with bus_place("pty", RatingPadProfile(**five)) as place:
        for level in Level:
            raw = scheme.code(level)
            assert raw is not None
            place.device.say(place.machine.rate(raw))
            assert place.pad.rating(TURN) == PadRating(raw, scheme.name, level)


def test_a_press_whose_answer_was_lost_counts_once(place: BusPlace) -> None:
    place.machine.play(BusFault.LOST_ACKNOWLEDGEMENT, times=3)
    place.device.say(place.machine.rate(5))
    assert place.pad.rating(TURN) is not None
    assert place.pad.rating(TURN) is None
    place.wait_for(lambda: place.machine.is_acknowledged)


def test_a_garbled_press_is_no_rating_and_the_repeated_one_is(place: BusPlace) -> None:
    place.machine.play(BusFault.WRONG_CHECK, times=1)
    place.device.say(place.machine.rate(3))
    assert place.pad.rating(TURN) is None
    assert not place.machine.is_acknowledged
    place.device.say(place.machine.repeat())
    assert place.pad.rating(TURN) == PadRating(3, "1-2-3-4-5", Level.FAIR)


def test_a_crackle_before_a_press_does_no_harm(place: BusPlace) -> None:
    place.machine.play(BusFault.NOISE)
    place.device.say(place.machine.rate(4))
    assert place.pad.rating(TURN) == PadRating(4, "1-2-3-4-5", Level.DISSATISFIED)


def test_a_pad_that_hears_nothing_goes_on_saying_its_press_which_counts_once(place: BusPlace) -> None:
    place.machine.play(BusFault.DEAF)
    place.device.say(place.machine.rate(1))
    assert place.pad.rating(TURN) is not None
    place.device.say(place.machine.repeat())
    assert place.pad.rating(TURN) is None
    assert not place.machine.is_acknowledged


def test_a_key_that_means_nothing_is_said_and_acknowledged(place: BusPlace) -> None:
    place.device.say(place.machine.rate(0))
    with pytest.raises(UnknownRating) as said:
        place.pad.rating(TURN)
    assert said.value.code == 0
    place.wait_for(lambda: place.machine.is_acknowledged)


@pytest.mark.parametrize("fault", Fault)
def test_no_fault_of_the_line_hangs_it_or_makes_up_a_rating(fault: Fault, place: BusPlace) -> None:
    place.device.play(fault)
    place.machine.play(BusFault.LOST_ACKNOWLEDGEMENT, times=2)  # so that it says its press again, over the faulty line
    started = time.monotonic()
    place.pad.invite()
    heard = []
    place.device.say(place.machine.rate(2))
    for _ in range(3):
        try:
            heard.append(place.pad.rating(0.5))
        except DeviceError as error:
            assert error.role == "rating_pad"
    assert time.monotonic() - started < 6
    assert [rating for rating in heard if rating] in ([], [PadRating(2, "1-2-3-4-5", Level.SATISFIED)])


def test_after_a_fault_of_the_line_it_works_again(place: BusPlace) -> None:
    place.device.play(Fault.FLOOD, times=1)
    place.pad.invite()
    for _ in range(100):
        try:
            if place.pad.rating(0.2) is None:
                break
        except DeviceError:
            pass
    place.device.say(place.machine.rate(2))
    assert place.pad.rating(TURN) == PadRating(2, "1-2-3-4-5", Level.SATISFIED)


def test_it_is_lost_when_unplugged_and_found_at_another_port() -> None:
    with bus_place("pty") as place:
        place.device.unplug()
        with pytest.raises(DeviceLost):
            place.pad.rating(TURN)
        with pytest.raises(DeviceAbsent):
            place.pad.open()
        place.device.plug_in(elsewhere=True)
        place.pad.open()
        place.device.say(place.machine.rate(5))
        assert place.pad.rating(TURN) is not None


def test_closing_twice_is_harmless_and_nothing_is_heard_afterwards(place: BusPlace) -> None:
    place.pad.close()
    place.pad.close()
    with pytest.raises(DeviceLost):
        place.pad.rating(0)
    place.pad.open()
    assert place.pad.rating(0) is None
