"""One conversation with a device at a time, whatever a slow lane still brings of those that were called off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.presenters.devices.guide import GuidePresenter
from app.wording import Wording
from devices.errors import DeviceAbsent
from devices.guide import Ask, Guide, Step
from tests.support.workshop import workshop


@dataclass
class SlowLane:
    """Does its work only when it is told to."""

    jobs: list[Callable[[], None]] = field(default_factory=list)

    def run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        def job() -> None:
            try:
                value = work()
            except DeviceAbsent as error:
                failed(error)
            else:
                done(value)

        self.jobs.append(job)

    def catch_up(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()


@dataclass
class Driven:
    """A device that notes what a guide does to it, and what was found of it."""

    lane: SlowLane = field(default_factory=SlowLane)
    steps: list[str] = field(default_factory=list)
    kept: list[Mapping[str, Any]] = field(default_factory=list)

    def guide(self) -> Guide:
        self.steps.append("asked")
        try:
            yield from _question()
        finally:
            self.steps.append("let go")
        return {"dots": 576}

    def refuse(self) -> Guide:
        raise DeviceAbsent("not plugged in", role="caller")


def _question() -> Iterator[Step]:
    yield Ask("calibrate.shut_all")


@pytest.fixture
def presenter() -> GuidePresenter:
    return GuidePresenter(Wording(paths.resources() / "i18n", "zh_CN"), lambda: None)


def test_a_guide_that_starts_late_does_not_take_the_place_of_the_next(presenter: GuidePresenter) -> None:
    slow, other = Driven(), Driven()
    presenter.begin("慢的", slow.guide, slow.lane.run, slow.kept.append)
    presenter.begin("后来的", other.guide, other.lane.run, other.kept.append)
    other.lane.catch_up()
    slow.lane.catch_up()
    presenter.answer(0)
    other.lane.catch_up()
    slow.lane.catch_up()
    assert (slow.steps, slow.kept) == ([], [])
    assert (other.steps, other.kept) == (["asked", "let go"], [{"dots": 576}])
    assert presenter.state is not None and (presenter.state.title, presenter.state.over) == ("后来的", True)


def test_a_guide_called_off_before_it_starts_does_nothing(presenter: GuidePresenter) -> None:
    slow = Driven()
    presenter.begin("慢的", slow.guide, slow.lane.run, slow.kept.append)
    assert presenter.call_off()
    slow.lane.catch_up()
    assert slow.steps == [] and presenter.state is None


def test_what_a_guide_that_was_called_off_fails_with_does_not_end_the_next(presenter: GuidePresenter) -> None:
    slow, other = Driven(), Driven()
    presenter.begin("慢的", slow.refuse, slow.lane.run, slow.kept.append)
    presenter.call_off()
    presenter.begin("后来的", other.guide, other.lane.run, other.kept.append)
    other.lane.catch_up()
    slow.lane.catch_up()
    assert presenter.state is not None
    assert (presenter.state.lines, presenter.state.over) == ((), False)
    assert presenter.state.question


def test_a_guide_that_is_called_off_is_let_go_on_its_own_lane(presenter: GuidePresenter) -> None:
    driven = Driven()
    presenter.begin("标题", driven.guide, driven.lane.run, driven.kept.append)
    driven.lane.catch_up()
    presenter.call_off()
    assert driven.steps == ["asked"]
    driven.lane.catch_up()
    assert driven.steps == ["asked", "let go"]
    assert driven.kept == []


def test_the_colours_of_a_display_are_tried_though_it_is_looked_at_meanwhile(tmp_path: Path) -> None:
    with workshop(tmp_path, "display") as here:
        here.presenter.calibrate()
        for choice in (1, 1, 0):
            here.presenter.retry("display")  # as the watch does every second
            here.answer(choice)
        here.until("the end", lambda: here.state.guide is not None and here.state.guide.over)
        assert here.told() == []
        assert here.book.calibration("display") == {"colour": 2}
