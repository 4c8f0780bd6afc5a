"""A reader's answer belongs to the applicant who laid the card down, and to nobody who sits down after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app import paths
from app.domain.catalogue import Catalogue
from app.ids import new_id
from app.lanes import InlineLane
from app.presenters.intake.applicant import ApplicantPresenter
from app.presenters.intake.applicant_state import ApplicantState, Earlier
from app.presenters.intake.session import Session
from app.presenters.marks import Mark
from app.presenters.readers import CardReaders
from app.wording import Wording
from devices.bay import Bay
from devices.cards.readers import open_card_reader
from devices.cards.sam_reader import Reread
from devices.ports import CardReader, Role
from devices.setting import DeviceSetting
from devices.simulators.card_reader import Fault, SimulatedCardReader
from devices.simulators.sample_cards import MOVED, RESIDENT
from tests.support.items import TUESDAY
from tests.unit.presenters.test_pictured import Nowhere


class SlowLane(InlineLane):
    """A lane whose answers come home when they are let go."""

    def __init__(self) -> None:
        self.answers: list[Callable[[], None]] = []

    def run(self, work: Callable, done: Callable | None = None, failed: Callable | None = None) -> None:  # type: ignore[type-arg]
        def keep(tell: Callable[[object], None] | None) -> Callable[[object], None]:
            return lambda said: self.answers.append(lambda: tell(said) if tell else None)

        InlineLane.run(self, work, keep(done), keep(failed))

    def let_go(self) -> None:
        answers, self.answers = self.answers, []
        for answer in answers:
            answer()


class Counter:
    """The applicant page over a card reader whose answers are late."""

    def __init__(self, device: SimulatedCardReader) -> None:
        self.lane = SlowLane()
        self.session = Session(
            drafts=Nowhere(), lane=InlineLane(), catalogue=lambda: Catalogue("2026", ()), now=lambda: TUESDAY,
            new_id=new_id,
        )  # fmt: skip
        self.bay: Bay[CardReader] = Bay(
            DeviceSetting("reader", Role.CARD_READER, device.address), lambda: open_card_reader(device.address)
        )
        self.earlier: list[Callable[[tuple[Earlier, ...]], None]] = []
        self.presenter = ApplicantPresenter(
            self.session,
            wording=Wording(paths.resources() / "i18n", "zh_CN"),
            readers=CardReaders([(self.bay, self.lane)]),
            earlier=lambda _number, tell: self.earlier.append(tell),
        )
        self.presenter.show(self)

    def present(self, state: ApplicantState) -> None:
        self.state = state

    @property
    def name(self) -> str:
        return self.session.application.applicant.person.name


@pytest.fixture
def device() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as device:
        yield device


@pytest.fixture
def counter(device: SimulatedCardReader) -> Iterator[Counter]:
    counter = Counter(device)
    yield counter
    counter.bay.close()


def test_a_card_that_is_read_fills_the_case_it_was_laid_down_for(counter: Counter, device: SimulatedCardReader) -> None:
    device.lay(RESIDENT)
    counter.presenter.read_requested()
    counter.lane.let_go()
    assert counter.name == RESIDENT.name
    counter.earlier[0]((Earlier("item", "2026-11-01", "done"),))
    assert len(counter.state.earlier) == 1


def test_a_card_read_too_late_is_nothing_to_the_next_applicant(counter: Counter, device: SimulatedCardReader) -> None:
    device.lay(RESIDENT)
    counter.presenter.read_requested()
    counter.session.start()
    counter.presenter.card_found()
    counter.lane.let_go()
    assert (counter.session.empty, counter.state.card.title, counter.earlier) == (True, "", [])
    device.lay(RESIDENT)
    counter.presenter.read_requested()
    counter.lane.let_go()
    assert counter.name == RESIDENT.name, "and the reader goes on for who sits here now"


def test_an_error_that_comes_too_late_is_not_said_to_the_next_applicant(counter: Counter) -> None:
    counter.presenter.read_requested()
    counter.session.start()
    counter.lane.let_go()
    assert counter.state.card.title == ""
    counter.presenter.read_requested()
    counter.lane.let_go()
    assert counter.state.card.mark is Mark.WRONG


def test_who_asks_while_the_last_applicants_card_is_read_is_answered_by_a_reading_of_their_own(
    counter: Counter, device: SimulatedCardReader
) -> None:
    counter.presenter.tick()
    counter.session.start()
    counter.presenter.read_requested()
    device.lay(RESIDENT)
    counter.lane.let_go()
    assert counter.session.empty
    counter.lane.let_go()
    assert counter.name == RESIDENT.name


def test_the_card_that_lies_there_is_read_once_more_for_f4_pressed_while_it_is_looked_at() -> None:
    with SimulatedCardReader(reread=Reread.FREE) as device:
        counter = Counter(device)
        device.lay(RESIDENT)
        counter.presenter.tick()
        counter.lane.let_go()
        counter.session.start()
        counter.presenter.tick()
        counter.presenter.read_requested()
        counter.lane.let_go()
        counter.lane.let_go()
        assert counter.name == RESIDENT.name
        counter.bay.close()


def test_earlier_cases_found_too_late_are_not_shown_to_the_next_applicant(
    counter: Counter, device: SimulatedCardReader
) -> None:
    device.lay(RESIDENT)
    counter.presenter.read_requested()
    counter.lane.let_go()
    counter.session.start()
    counter.earlier[0]((Earlier("item", "2026-11-01", "done"),))
    assert counter.state.earlier == ()


def test_a_card_that_cannot_be_read_is_said_though_it_took_the_place_of_another_unseen(
    counter: Counter, device: SimulatedCardReader
) -> None:
    device.lay(RESIDENT)
    counter.presenter.tick()
    counter.lane.let_go()
    device.lift()
    device.play(Fault.UNKNOWN_KIND)
    device.lay(MOVED)
    counter.presenter.tick()
    counter.lane.let_go()
    assert (counter.state.card.mark, counter.state.card.title) == (Mark.WRONG, "这张卡不是已知的证件种类（标志 Z）")
