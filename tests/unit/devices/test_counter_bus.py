"""The conversation on a keypad bus, byte for byte."""

from __future__ import annotations

import pytest

from devices.errors import DeviceAbsent, DeviceLost, LineFault
from devices.ports import CallerKey, Level, PadRating
from devices.rating import ff68
from devices.rating.bus import ECHO_SECONDS, KEPT_SECONDS, CounterBus
from devices.rating.caller import BusCaller, CallerProfile
from devices.rating.ff68 import Acknowledgement, Frame
from devices.rating.rating_pad import BusRatingPad, RatingPadProfile, UnknownRating
from devices.wires.ring import FrameRing, show_all
from tests.support.counter_vectors import BUS


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


class OverheardWire:
    """A line on which devices speak unasked: each read gives the next of `said`, and silence takes its time."""

    where, baud = "overheard", 9600

    def __init__(self, clock: Clock) -> None:
        self.ring = FrameRing(show_all)
        self.said: list[bytes] = []
        self.later: list[tuple[float, bytes]] = []  # what is said at a time of the clock
        self.heard: list[bytes] = []
        self.echoes = False
        self.is_open = False
        self._clock = clock

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def write(self, data: bytes) -> None:
        if not self.is_open:
            raise DeviceLost("closed")
        self.heard.append(data)
        if self.echoes:
            self.said.insert(0, data)

    def read(self, timeout: float) -> bytes:
        if not self.is_open:
            raise DeviceLost("closed")
        if self.said:
            return self.said.pop(0)
        if self.later and self.later[0][0] <= self._clock.at + timeout:
            at, said = self.later.pop(0)
            self._clock.at = max(at, self._clock.at)
            return said
        self._clock.at += max(0.0, timeout)
        return b""

    def drain(self, quiet: float = 0.0) -> int:
        return 0


class Place:
    """A bus with a caller and a pad on it, both open."""

    def __init__(self, pad: RatingPadProfile | None = None, caller: CallerProfile | None = None) -> None:
        self.clock = Clock()
        self.wire = OverheardWire(self.clock)
        self.bus = CounterBus(self.wire, now=self.clock)
        self.caller = BusCaller(self.bus, caller)
        self.pad = BusRatingPad(self.bus, pad)
        self.caller.open()
        self.pad.open()

    def say(self, *said: bytes) -> None:
        self.wire.said += said


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_key_is_heard_and_echoed(place: Place) -> None:
    place.say(BUS["call_next_from_1"])
    assert place.caller.pressed(1) is CallerKey.NEXT
    assert place.wire.heard == [BUS["call_next_from_1"]]


def test_a_rating_is_heard_with_its_code_and_scheme_and_acknowledged(place: Place) -> None:
    place.say(BUS["evaluator_rating_2"])
    assert place.pad.rating(1) == PadRating(2, "1-2-3-4-5", Level.SATISFIED)
    assert place.wire.heard == [BUS["host_ack_rating_2"]]


@pytest.mark.parametrize("form", Acknowledgement)
def test_the_form_of_the_acknowledgement_is_the_profiles(form: Acknowledgement) -> None:
    place = Place(RatingPadProfile(acknowledgement=form), CallerProfile(acknowledgement=form))
    place.say(ff68.rated(1, 5), ff68.press(1, CallerKey.START))
    assert place.pad.rating(1) is not None
    assert place.caller.pressed(1) is CallerKey.START
    frames = [Frame(0x81, ff68.RATED, b"\x05"), Frame(1, ff68.KEY, b"\x0a")]
    assert place.wire.heard == [ff68.acknowledge(frame, form) for frame in frames]


def test_what_the_caller_is_told_to_show_is_what_goes_out(place: Place) -> None:
    place.caller.show(ticket=23)
    place.caller.show(waiting=7)
    place.caller.beep()
    place.pad.invite()
    expected = ("display_ticket_023", "display_waiting_007", "beep", "evaluator_start")
    assert place.wire.heard == [BUS[name] for name in expected]


def test_what_one_device_says_while_the_other_is_listened_to_is_kept_for_it(place: Place) -> None:
    place.say(ff68.rated(1, 1), ff68.press(1, 4), ff68.press(1, CallerKey.NEXT), ff68.rated(1, 3))
    assert place.caller.pressed(1) == 4
    assert place.caller.pressed(1) is CallerKey.NEXT
    assert [place.pad.raw_press(1), place.pad.raw_press(1), place.pad.raw_press(1)] == [1, 3, None]
    assert len(place.wire.heard) == 4  # each was acknowledged when it came


def test_what_nobody_asked_for_in_time_is_dropped(place: Place) -> None:
    place.say(ff68.press(1, CallerKey.NEXT))
    assert place.pad.rating(0.5) is None
    place.clock.at += KEPT_SECONDS
    assert place.caller.pressed(0) is None


def test_a_rating_pressed_before_the_invitation_is_nobodys(place: Place) -> None:
    place.say(ff68.rated(1, 5), ff68.press(1, CallerKey.NEXT))
    place.pad.invite()
    assert place.pad.rating(1) is None
    assert place.caller.pressed(1) is CallerKey.NEXT


def test_a_code_that_means_nothing_is_acknowledged_and_said_but_no_rating(place: Place) -> None:
    place.say(ff68.rated(1, 9), ff68.rated(1, 1))
    with pytest.raises(UnknownRating) as said:
        place.pad.rating(1)
    assert (said.value.code, said.value.scheme, said.value.role) == (9, "1-2-3-4-5", "rating_pad")
    assert place.wire.heard == [ff68.acknowledge(Frame(0x81, ff68.RATED, b"\x09"), Acknowledgement.WITH_DATA)]
    assert place.pad.rating(1) == PadRating(1, "1-2-3-4-5", Level.VERY_SATISFIED)


def test_a_key_without_a_name_is_acknowledged_and_passed_over(place: Place) -> None:
    place.say(ff68.press(1, 0x12), ff68.press(1, 3))
    assert place.caller.pressed(1) is None
    assert place.caller.pressed(1) == 3
    assert len(place.wire.heard) == 2


def test_a_press_said_again_counts_once_and_is_acknowledged_each_time(place: Place) -> None:
    place.say(*[ff68.rated(1, 2)] * 3)
    assert place.pad.rating(1) is not None
    assert place.pad.rating(1) is None
    assert len(place.wire.heard) == 3
    assert place.wire.ring.tally.retries == 2


@pytest.mark.parametrize(
    ("key", "pause", "presses"),
    [(CallerKey.NEXT, 0.5, 1), (CallerKey.NEXT, 1.0, 2), (1, 0.05, 1), (1, 0.3, 2)],
)
def test_how_soon_the_same_key_is_another_press(key: CallerKey | int, pause: float, presses: int, place: Place) -> None:
    place.say(ff68.press(1, key))
    heard = [place.caller.pressed(0), place.caller.pressed(pause)]
    place.say(ff68.press(1, key))
    assert [*heard, place.caller.pressed(0)].count(key) == presses


def test_two_keys_one_upon_the_other_are_two_presses(place: Place) -> None:
    place.say(ff68.press(1, 1) + ff68.press(1, 2) + ff68.press(1, 1))
    assert [place.caller.pressed(0) for _ in range(4)] == [1, 2, 1, None]


def test_an_adapter_that_echoes_neither_adds_presses_nor_starts_a_loop(place: Place) -> None:
    place.wire.echoes = True
    place.say(ff68.press(1, CallerKey.NEXT))
    place.caller.show(ticket=8)
    assert place.caller.pressed(5) is CallerKey.NEXT
    assert place.caller.pressed(5) is None
    assert len(place.wire.heard) == 2


def test_an_echo_that_lies_in_the_line_for_long_is_still_an_echo(place: Place) -> None:
    place.wire.echoes = True
    place.say(ff68.press(1, CallerKey.NEXT))
    assert place.caller.pressed(0) is CallerKey.NEXT
    place.clock.at += 60
    assert place.caller.pressed(1) is None
    assert len(place.wire.heard) == 1


def test_the_same_key_pressed_later_is_no_echo(place: Place) -> None:
    place.say(ff68.press(1, CallerKey.NEXT))
    assert place.caller.pressed(0) is CallerKey.NEXT
    assert place.caller.pressed(ECHO_SECONDS * 2) is None
    place.clock.at += 1
    place.say(ff68.press(1, CallerKey.NEXT))
    assert place.caller.pressed(0) is CallerKey.NEXT


@pytest.mark.parametrize("pause", [0.15, 0.3, 0.8])
def test_the_second_of_two_equal_digits_counts_however_soon(pause: float, place: Place) -> None:
    place.caller.show(ticket=8)
    assert place.caller.pressed(ECHO_SECONDS * 2) is None  # the line repeats nothing, as is known from now on
    place.wire.later = [(at := place.clock.at + 1, ff68.press(1, 1)), (at + pause, ff68.press(1, 1))]
    assert [place.caller.pressed(2), place.caller.pressed(2), place.caller.pressed(2)] == [1, 1, None]


def test_the_second_of_two_equal_digits_counts_before_anything_was_shown(place: Place) -> None:
    place.wire.later = [(place.clock.at, ff68.press(1, 1)), (place.clock.at + 0.4, ff68.press(1, 1))]
    assert [place.caller.pressed(2), place.caller.pressed(2), place.caller.pressed(2)] == [1, 1, None]


def test_a_line_that_repeats_is_known_again_though_an_echo_was_lost_before(place: Place) -> None:
    place.caller.show(ticket=8)
    assert place.caller.pressed(ECHO_SECONDS * 2) is None
    place.wire.echoes = True
    place.caller.show(ticket=9)
    place.say(ff68.press(1, CallerKey.NEXT))
    assert place.caller.pressed(5) is CallerKey.NEXT
    assert place.caller.pressed(5) is None
    assert len(place.wire.heard) == 3


def test_a_frame_in_pieces_with_noise_before_it_is_heard(place: Place) -> None:
    whole = ff68.rated(1, 4)
    place.say(b"\x00\x68", whole[:3], whole[3:7], whole[7:])
    assert place.pad.raw_press(1) == 4


def test_a_frame_behind_a_false_start_is_heard_once_the_line_is_quiet(place: Place) -> None:
    place.say(bytes.fromhex("68 1E 1E 68") + ff68.press(1, CallerKey.CANCEL))
    assert place.caller.pressed(1) is CallerKey.CANCEL


def test_other_windows_on_the_bus_are_neither_heard_nor_answered(place: Place) -> None:
    place.say(ff68.press(2, CallerKey.NEXT), ff68.rated(2, 1), ff68.show(1, ticket=5))
    assert place.caller.pressed(1) is None
    assert place.pad.rating(1) is None
    assert place.wire.heard == []


def test_noise_without_end_is_a_fault_and_the_next_press_is_heard(place: Place) -> None:
    place.say(b"\x5a" * 400)
    with pytest.raises(LineFault) as said:
        place.caller.pressed(1)
    assert (said.value.role, said.value.where) == ("caller", "overheard")
    place.say(ff68.press(1, CallerKey.NEXT))
    assert place.caller.pressed(1) is CallerKey.NEXT


def test_a_crackle_now_and_then_is_counted_and_no_more(place: Place) -> None:
    for _ in range(300):
        place.say(b"\x00\x5a")
        assert place.caller.pressed(0.2) is None
    assert place.wire.ring.tally.bad == 300


def test_the_line_is_open_as_long_as_one_of_the_two_is(place: Place) -> None:
    place.pad.close()
    assert place.wire.is_open
    with pytest.raises(DeviceLost) as said:
        place.pad.rating(1)
    assert said.value.role == "rating_pad"
    place.caller.close()
    place.caller.close()
    assert not place.wire.is_open


def test_a_line_lost_by_one_is_opened_by_the_first_that_comes_back(place: Place) -> None:
    place.wire.is_open = False
    with pytest.raises(DeviceLost):
        place.pad.rating(1)
    with pytest.raises(DeviceLost):
        place.caller.beep()
    place.pad.close()
    place.pad.open()
    place.caller.beep()
    assert place.wire.heard == [ff68.beep(1)]


def test_a_press_of_a_device_that_is_not_open_is_not_acknowledged(place: Place) -> None:
    place.pad.close()
    place.say(ff68.rated(1, 1))
    assert place.caller.pressed(1) is None
    assert place.wire.heard == []
    place.pad.open()
    assert place.pad.rating(1) is None


def test_two_open_devices_with_one_number_are_refused(place: Place) -> None:
    with pytest.raises(DeviceAbsent, match="same number") as said:
        BusRatingPad(place.bus).open()
    assert said.value.role == "rating_pad"
    BusRatingPad(place.bus, number=2).open()


def test_a_driver_made_anew_takes_the_place_of_the_one_that_was_closed(place: Place) -> None:
    place.pad.close()
    again = BusRatingPad(place.bus)
    again.open()
    place.pad.close()
    place.say(ff68.rated(1, 1))
    assert again.raw_press(1) == 1


def test_a_look_at_the_line_keeps_what_is_said_meanwhile(place: Place) -> None:
    place.say(ff68.press(1, CallerKey.NEXT), ff68.rated(1, 2))
    place.pad.look()
    place.caller.look()
    assert place.caller.pressed(0) is CallerKey.NEXT
    assert place.pad.raw_press(0) == 2
    place.wire.is_open = False
    with pytest.raises(DeviceLost):
        place.pad.look()


@pytest.mark.parametrize("number", [0, 128])
def test_a_number_that_no_device_can_have_is_refused(number: int, place: Place) -> None:
    with pytest.raises(ValueError):
        BusCaller(place.bus, number=number)
