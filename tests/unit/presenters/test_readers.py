"""A card may be laid on any of a window's readers, and a reader that is broken is passed over."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from app.domain.applicant import Person
from app.lanes import InlineLane
from app.presenters.readers import UNWATCHED_SECONDS, CardReaders
from devices.bay import Bay
from devices.cards.readers import open_card_reader
from devices.cards.sam_reader import Reread
from devices.errors import DeviceError, NoCard
from devices.ports import CardKind, CardReader, Role
from devices.setting import DeviceSetting
from devices.simulators.card_reader import Fault, SimulatedCardReader
from devices.simulators.sample_cards import HMT_PERMIT, RESIDENT


class Counter:
    """Two readers, and what they said."""

    def __init__(self, devices: list[SimulatedCardReader]) -> None:
        self.told_found = 0
        self.bays: list[Bay[CardReader]] = [
            Bay(
                DeviceSetting(f"reader-{place}", Role.CARD_READER, device.address),
                lambda device=device: open_card_reader(device.address, on_card_found=self.card_found),  # type: ignore[misc]
            )
            for place, device in enumerate(devices)
        ]
        self.later = 0.0  # seconds by which the readers' clock is ahead
        self.readers = CardReaders(
            [(bay, InlineLane()) for bay in self.bays], clock=lambda: time.monotonic() + self.later
        )
        self.read: list[Person] = []
        self.errors: list[Exception] = []

    def done(self, answer: tuple[Person, CardKind]) -> None:
        self.read.append(answer[0])

    def card_found(self) -> None:
        self.readers.found(self.tell_found)

    def tell_found(self) -> None:
        self.told_found += 1

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


@pytest.fixture
def rereading() -> Iterator[tuple[Counter, SimulatedCardReader]]:
    """A reader that finds a lying card again and again, which nobody told of it."""
    with SimulatedCardReader(reread=Reread.FREE) as device:
        counter = Counter([device])
        yield counter, device
        counter.bays[0].close()


def test_a_card_that_lies_there_is_brought_once_and_not_told_again(
    rereading: tuple[Counter, SimulatedCardReader],
) -> None:
    counter, device = rereading
    device.lay(RESIDENT)
    for _ in range(3):
        counter.look()
    assert [person.name for person in counter.read] == [RESIDENT.name]
    assert [isinstance(error, NoCard) and error.already_read for error in counter.errors] == [True, True]
    assert counter.told_found == 1


def test_a_card_that_lies_there_is_read_again_for_who_asks(rereading: tuple[Counter, SimulatedCardReader]) -> None:
    counter, device = rereading
    device.lay(RESIDENT)
    counter.look()
    counter.ask()
    assert [person.name for person in counter.read] == [RESIDENT.name] * 2
    assert counter.told_found == 2
    counter.look()
    assert len(counter.read) == 2


def test_a_card_that_was_lifted_meanwhile_is_brought_again(rereading: tuple[Counter, SimulatedCardReader]) -> None:
    counter, device = rereading
    device.lay(RESIDENT)
    counter.look()
    device.lift()
    counter.look()
    device.lay(RESIDENT)
    counter.look()
    assert [person.name for person in counter.read] == [RESIDENT.name] * 2


def test_the_same_card_laid_anew_after_nobody_looked_for_a_while_is_brought_again(
    rereading: tuple[Counter, SimulatedCardReader],
) -> None:
    """The same person's next matter; of this reader nobody knows yet that it would find a lying card again."""
    counter, device = rereading
    device.lay(RESIDENT)
    counter.look()
    counter.later = UNWATCHED_SECONDS
    device.lay(RESIDENT)
    counter.look()
    assert len(counter.read) == 2


def test_a_card_forgotten_on_a_reader_that_finds_it_again_is_not_brought_to_the_next_case(
    rereading: tuple[Counter, SimulatedCardReader],
) -> None:
    counter, device = rereading
    device.lay(RESIDENT)
    counter.look()
    counter.look()
    counter.later = UNWATCHED_SECONDS
    counter.look()
    assert len(counter.read) == 1


def test_another_card_laid_at_once_is_brought(rereading: tuple[Counter, SimulatedCardReader]) -> None:
    counter, device = rereading
    for card in (RESIDENT, HMT_PERMIT, RESIDENT):
        device.lay(card)
        counter.look()
    assert [person.id_number for person in counter.read] == [RESIDENT.number, HMT_PERMIT.number, RESIDENT.number]


def test_a_reader_that_itself_waits_for_the_lifting_is_believed(
    counter: Counter, devices: list[SimulatedCardReader]
) -> None:
    """An agent's next case: the card was lifted and laid again while nobody looked."""
    devices[0].lay(RESIDENT)
    for _ in range(6):
        counter.look()
    devices[0].lay(RESIDENT)
    counter.look()
    counter.look()
    assert [person.name for person in counter.read] == [RESIDENT.name] * 2


@pytest.mark.parametrize("place", [0, 1])
def test_who_asks_for_a_card_that_was_read_hears_that_it_lies_there_whatever_the_other_reader_says(
    counter: Counter, devices: list[SimulatedCardReader], place: int
) -> None:
    devices[place].lay(RESIDENT)
    counter.look()
    counter.look()
    counter.errors.clear()
    counter.ask()
    (error,) = counter.errors
    assert isinstance(error, NoCard) and error.already_read
