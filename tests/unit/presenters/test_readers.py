"""A card may be laid on any of a window's readers, and a reader that is broken is passed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.domain.applicant import Person
from app.lanes import InlineLane
from app.presenters.readers import CardReaders
from devices.bay import Bay
from devices.cards.readers import open_card_reader
from devices.errors import DeviceError, NoCard
from devices.ports import CardKind, CardReader, Role
from devices.setting import DeviceSetting
from devices.simulators.card_reader import Fault, SimulatedCardReader
from devices.simulators.sample_cards import RESIDENT


class Counter:
    """Two readers, and what they said."""

    def __init__(self, devices: list[SimulatedCardReader]) -> None:
        self.bays: list[Bay[CardReader]] = [
            Bay(
                DeviceSetting(f"reader-{place}", Role.CARD_READER, device.address),
                lambda device=device: open_card_reader(device.address),  # type: ignore[misc]
            )
            for place, device in enumerate(devices)
        ]
        self.readers = CardReaders([(bay, InlineLane()) for bay in self.bays])
        self.read: list[Person] = []
        self.errors: list[Exception] = []

    def done(self, answer: tuple[Person, CardKind]) -> None:
        self.read.append(answer[0])

    def look(self) -> None:
        self.readers.look(self.done, self.errors.append)

    def ask(self) -> None:
        self.readers.ask(self.done, self.errors.append)


@pytest.fixture
def devices() -> Iterator[list[SimulatedCardReader]]:
    with SimulatedCardReader() as first, SimulatedCardReader() as second:
        yield [first, second]


@pytest.fixture
def counter(devices: list[SimulatedCardReader]) -> Iterator[Counter]:
    counter = Counter(devices)
    yield counter
    for bay in counter.bays:
        bay.close()


@pytest.mark.parametrize("place", [0, 1])
def test_a_card_on_either_reader_is_seen_within_two_looks(
    counter: Counter, devices: list[SimulatedCardReader], place: int
) -> None:
    devices[place].lay(RESIDENT)
    counter.look()
    counter.look()
    assert [person.name for person in counter.read] == [RESIDENT.name]


@pytest.mark.parametrize("place", [0, 1])
def test_who_asks_hears_of_a_card_on_either_at_once(
    counter: Counter, devices: list[SimulatedCardReader], place: int
) -> None:
    devices[place].lay(RESIDENT)
    counter.ask()
    assert [person.name for person in counter.read] == [RESIDENT.name]
    assert counter.errors == []


def test_who_asks_without_a_card_hears_it_once(counter: Counter) -> None:
    counter.ask()
    (error,) = counter.errors
    assert isinstance(error, NoCard)


def test_a_broken_reader_is_passed_over(counter: Counter, devices: list[SimulatedCardReader]) -> None:
    devices[0].play(Fault.UNAUTHORISED)
    while not any(isinstance(error, DeviceError) and not isinstance(error, NoCard) for error in counter.errors):
        counter.look()
    counter.errors.clear()
    devices[1].lay(RESIDENT)
    counter.ask()
    assert [person.name for person in counter.read] == [RESIDENT.name]
    assert counter.errors == []


def test_a_window_without_a_reader_says_so() -> None:
    assert not CardReaders()
