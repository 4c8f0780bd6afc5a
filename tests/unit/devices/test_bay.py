"""One device in its place: when it is tried again, what its health says, and how little goes to the log."""

from __future__ import annotations

import logging

import pytest

from devices.bay import Answer, Bay, Health
from devices.errors import (
    CardRemoved,
    CoverOpen,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceSilent,
    LineFault,
    NoCard,
    NoSignal,
    PaperOut,
)
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.wires.replay_wire import ReplayWire

SETTING = DeviceSetting("printer", Role.SLIP_PRINTER, "serial:COM3")


class Bell:
    """A device that rings, or does not."""

    def __init__(self) -> None:
        self.trouble: DeviceError | None = None  # of opening
        self.opens = 0
        self.closes = 0

    def open(self) -> None:
        self.opens += 1
        if self.trouble is not None:
            raise self.trouble

    def close(self) -> None:
        self.closes += 1


class Place:
    """A bay with a bell, a clock that is set by hand and the news it told."""

    def __init__(self) -> None:
        self.seconds, self.bell, self.news = 100.0, Bell(), list[Health]()
        self.bay = Bay(
            SETTING, lambda: self.bell, on_health=self.news.append, now=lambda: self.seconds, wall=lambda: 1e9
        )

    def fail(self, error: DeviceError) -> None:
        """Use the bell, which fails with `error`."""

        def work(_: Bell) -> None:
            raise error

        with pytest.raises(type(error)):
            self.bay.use(work)

    def opens_within(self, seconds: float) -> list[float]:
        """At which quarter seconds `watch` tries to open the device."""
        tried, began = list[float](), self.seconds
        while self.seconds < began + seconds:
            before = self.bell.opens
            self.bay.watch()
            if self.bell.opens > before:
                tried.append(self.seconds - began)
            self.seconds += 0.25
        return tried


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_device_is_opened_at_its_first_use_and_stays_open(place: Place) -> None:
    assert place.bell.opens == 0
    assert place.bay.use(lambda _: "rung") == "rung"
    assert place.bay.use(lambda _: "again") == "again"
    assert place.bell.opens == 1
    assert place.bay.health.opened


def test_health_counts_uses_and_failures_and_times_the_last_use(place: Place) -> None:
    def slow(_: Bell) -> None:
        place.seconds += 1.5

    place.bay.use(slow)
    place.fail(LineFault("garbled"))
    assert place.bay.health.uses == 1
    assert place.bay.health.failures == 1
    assert place.bay.health.seconds == 1.5


@pytest.mark.parametrize("kind", [DeviceLost, DeviceAbsent, DeviceSilent])
def test_a_device_that_went_away_is_closed_and_opened_anew(place: Place, kind: type[DeviceError]) -> None:
    place.bay.use(lambda _: None)
    place.fail(kind("gone"))
    assert place.bell.closes == 1
    assert not place.bay.health.opened
    place.bay.use(lambda _: None)
    assert place.bell.opens == 2
    assert place.bay.health.trouble is None


def test_trying_again_slows_down_but_never_so_far_that_a_device_is_not_back_within_three_seconds(place: Place) -> None:
    place.bell.trouble = DeviceAbsent("no such port")
    assert place.opens_within(8) == [0.0, 0.5, 1.5, 3.0, 4.5, 6.0, 7.5]


def test_a_device_that_came_back_is_tried_quickly_when_it_goes_again(place: Place) -> None:
    place.bell.trouble = DeviceAbsent("no such port")
    place.opens_within(10)
    place.bell.trouble = None
    place.opens_within(5)
    assert place.bay.health.opened
    place.fail(DeviceLost("pulled"))
    place.bell.trouble = DeviceAbsent("no such port")
    assert place.opens_within(2) == [0.5, 1.5]


def test_a_clerk_who_uses_it_does_not_wait_for_the_back_off(place: Place) -> None:
    place.fail(DeviceLost("pulled"))
    assert place.bay.use(lambda _: "rung") == "rung"


def test_a_check_opens_at_once_and_says_what_is_wrong(place: Place) -> None:
    place.bell.trouble = DeviceAbsent("no such port")
    place.bay.watch()
    with pytest.raises(DeviceAbsent):
        place.bay.check()
    assert place.bell.opens == 2


def test_watching_a_device_that_is_open_leaves_it_alone(place: Place) -> None:
    place.bay.use(lambda _: None)
    assert place.opens_within(10) == []


@pytest.mark.parametrize("kind", [PaperOut, CoverOpen])
def test_a_printers_own_trouble_stays_until_it_says_itself_that_it_is_over(kind: type[DeviceError]) -> None:
    place = Place()
    trouble: list[DeviceError] = []

    def probe(_: Bell) -> Answer:
        if trouble:
            raise trouble[0]
        return Answer("near_end")

    place.bay = Bay(SETTING, lambda: place.bell, probe=probe, now=lambda: place.seconds)
    place.bay.use(lambda _: None)
    trouble.append(kind())
    place.fail(trouble[0])
    place.opens_within(10)
    assert isinstance(place.bay.health.trouble, kind)
    assert place.bay.health.opened
    assert (place.bell.opens, place.bell.closes) == (1, 0)
    trouble.clear()
    place.opens_within(4)
    assert place.bay.health.trouble is None
    assert place.bay.health.note == "near_end"


def test_patient_work_waits_for_the_back_off_of_a_device_that_is_away(place: Place) -> None:
    place.bell.trouble = DeviceAbsent("no such port")
    with pytest.raises(DeviceAbsent):
        place.bay.use(lambda _: None, patient=True)
    with pytest.raises(DeviceAbsent):
        place.bay.use(lambda _: None, patient=True)
    assert place.bell.opens == 1


@pytest.mark.parametrize("error", [NoCard(), CardRemoved()])
def test_a_trouble_of_the_card_is_none_of_the_reader(place: Place, error: DeviceError) -> None:
    place.fail(error)
    assert place.bay.health.trouble is None
    assert place.bay.health.failures == 0
    assert place.bay.health.opened


def test_an_error_is_told_where_it_happened_unless_it_knows_better(place: Place) -> None:
    nameless = PaperOut()
    place.fail(nameless)
    assert (nameless.role, nameless.where) == ("slip_printer", "serial:COM3")
    named = PaperOut(role="card_reader", where="tcp://reader")
    place.fail(named)
    assert (named.role, named.where) == ("card_reader", "tcp://reader")


def test_a_loss_and_a_return_are_each_logged_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "devices")
    place.bay.use(lambda _: None)
    place.fail(DeviceLost("pulled"))
    place.bell.trouble = DeviceAbsent("no such port")
    place.opens_within(30)
    place.bell.trouble = None
    place.opens_within(5)
    place.bay.use(lambda _: None)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "printer: DeviceLost"),
        ("INFO", "printer: back"),
    ]


def test_news_is_told_when_health_changes_and_not_at_every_use(place: Place) -> None:
    place.bay.use(lambda _: None)
    place.bay.use(lambda _: None)
    place.fail(PaperOut())
    place.fail(PaperOut())
    place.bay.use(lambda _: None)
    assert [(health.opened, type(health.trouble)) for health in place.news] == [
        (True, type(None)),
        (True, PaperOut),
        (True, type(None)),
    ]


def test_closing_closes_the_device_once(place: Place) -> None:
    place.bay.use(lambda _: None)
    place.bay.close()
    place.bay.close()
    assert place.bell.closes == 1


def test_a_device_never_used_is_not_opened_to_be_closed(place: Place) -> None:
    place.bay.close()
    assert (place.bell.opens, place.bell.closes) == (0, 0)


def test_trouble_while_closing_is_logged_and_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    class Stuck(Bell):
        def close(self) -> None:
            raise DeviceLost("gone already")

    caplog.set_level(logging.INFO, "devices")
    bay = Bay(SETTING, Stuck)
    bay.use(lambda _: None)
    bay.close()
    assert caplog.messages == ["printer: closing: DeviceLost"]


def test_the_last_trouble_is_remembered_after_it_is_over_but_an_empty_reader_is_none(place: Place) -> None:
    place.fail(PaperOut())
    place.bay.use(lambda _: None)
    place.fail(NoCard())
    last = place.bay.health.last
    assert last is not None
    assert (last.at, type(last.error)) == (1e9, PaperOut)


def test_a_trouble_that_goes_on_has_stood_since_it_began(place: Place) -> None:
    wall = iter(range(100, 200))
    place.bay = Bay(SETTING, lambda: place.bell, now=lambda: place.seconds, wall=lambda: float(next(wall)))
    place.fail(DeviceLost("pulled"))
    since = place.bay.health.since
    place.bell.trouble = DeviceAbsent("no such port")
    place.opens_within(5)
    assert place.bay.health.since == since
    assert isinstance(place.bay.health.trouble, DeviceAbsent)


def test_a_live_picture_is_no_use_in_the_statistics(place: Place) -> None:
    place.bay.use(lambda _: None, counted=False)
    place.bay.use(lambda _: None)
    assert place.bay.health.uses == 1
    assert len(place.bay.uses) == 1


def test_statistics_tell_hours_losses_and_the_time_of_a_use(place: Place) -> None:
    def ring(seconds: float) -> None:
        place.bay.use(lambda _: setattr(place, "seconds", place.seconds + seconds))

    for seconds in (1.0, 1.0, 3.0):
        ring(seconds)
    place.seconds += 3595
    place.fail(DeviceLost("pulled"))
    place.seconds += 1000
    told = place.bay.statistics()
    assert (told.losses, told.hours, told.median, told.slowest) == (1, 1.0, 1.0, 3.0)


def test_frames_are_counted_across_a_loss(place: Place) -> None:
    class Wired(Bell):
        def __init__(self) -> None:
            super().__init__()
            self.wire = ReplayWire([])

    def count(device: Wired) -> None:
        device.wire.ring.tally.good += 2

    bay = Bay(SETTING, Wired)
    bay.use(count)
    bay.close()
    bay.use(count)
    assert bay.statistics().good == 4
    assert bay.health.where == "replay"


class Mute:
    """A place with a device that cannot be asked: its probe sees only that the line is there, or raises `lost`."""

    def __init__(self) -> None:
        self.lost: DeviceError | None = None
        self.place = Place()
        self.place.bay = Bay(SETTING, lambda: self.place.bell, probe=self._probe, now=lambda: self.place.seconds)

    def _probe(self, _: Bell) -> Answer:
        if self.lost is not None:
            raise self.lost
        return Answer(asked=False)


@pytest.mark.parametrize("kind", [DeviceSilent, LineFault, NoSignal])
def test_what_the_use_of_a_device_met_that_cannot_be_asked_stands_until_a_use_succeeds(kind: type[DeviceError]) -> None:
    place = Mute().place
    place.fail(kind("no acknowledgement"))
    place.opens_within(10)
    place.bay.check()
    assert place.bay.health.opened
    assert isinstance(place.bay.health.trouble, kind)
    place.bay.use(lambda _: None)
    place.opens_within(10)
    assert place.bay.health.trouble is None


def test_a_lost_line_is_a_trouble_of_its_own_and_is_over_when_the_line_is_back() -> None:
    mute = Mute()
    mute.place.fail(LineFault("garbled"))
    mute.lost = DeviceLost("pulled")
    mute.place.opens_within(5)
    assert isinstance(mute.place.bay.health.trouble, DeviceLost)
    mute.lost = None
    mute.place.opens_within(5)
    assert mute.place.bay.health.trouble is None


def test_a_device_that_was_away_is_asked_before_it_is_used() -> None:
    place, silent, done = Place(), list[DeviceError](), list[Bell]()

    def probe(_: Bell) -> Answer:
        if silent:
            raise silent[0]
        return Answer()

    place.bay = Bay(SETTING, lambda: place.bell, probe=probe, now=lambda: place.seconds)
    silent.append(DeviceSilent("switched off"))
    with pytest.raises(DeviceSilent):
        place.bay.check()
    with pytest.raises(DeviceSilent):
        place.bay.use(done.append)
    assert not done
    silent.clear()
    place.bay.use(done.append)
    assert done == [place.bell]


def test_a_device_taken_in_hand_is_not_well_by_that(place: Place) -> None:
    place.fail(PaperOut())
    assert place.bay.at_hand() is place.bell
    assert isinstance(place.bay.health.trouble, PaperOut)
