"""Lanes: one thread for one slow thing, and outcomes told at home only."""

from __future__ import annotations

import queue
import threading

import pytest

from app.lanes import InlineLane, Job, ThreadLane


class HomeThread:
    """The thread that owns the screen: jobs wait until it takes them."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[Job] = queue.Queue()

    def __call__(self, job: Job) -> None:
        self._jobs.put(job)

    def take(self) -> None:
        """Do the next job, on this thread."""
        self._jobs.get(timeout=10)()

    @property
    def empty(self) -> bool:
        return self._jobs.empty()


def test_work_is_done_on_the_lane_and_its_value_told_at_home() -> None:
    home, told = HomeThread(), list[tuple[str, str]]()
    lane = ThreadLane("card", home)
    lane.run(
        lambda: threading.current_thread().name,
        lambda worked_on: told.append((worked_on, threading.current_thread().name)),
    )
    home.take()
    lane.close()
    assert told == [("lane-card", threading.current_thread().name)]


def test_a_failure_is_told_at_home_as_an_exception() -> None:
    home, told = HomeThread(), list[Exception]()
    lane = ThreadLane("card", home)
    trouble = ValueError("no")

    def work() -> None:
        raise trouble

    lane.run(work, lambda _: pytest.fail("there is no value"), told.append)
    home.take()
    lane.close()
    assert told == [trouble]


@pytest.mark.expects_log
def test_a_failure_nobody_awaits_reaches_home_as_a_bug_and_the_log_by_its_kind_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = HomeThread()
    lane = ThreadLane("card", home)
    lane.run(lambda: dict[str, str]()["张三"])
    with pytest.raises(KeyError):
        home.take()
    lane.close()
    assert [record.getMessage() for record in caplog.records] == ["unforeseen failure on a lane: KeyError"]


def test_pieces_of_work_come_one_after_another_in_order() -> None:
    home, done = HomeThread(), list[int]()
    lane = ThreadLane("store", home)
    for number in range(100):
        lane.run(lambda number=number: done.append(number))  # type: ignore[misc]
    lane.close()
    assert done == list(range(100))


def test_closing_finishes_what_is_queued_and_joins_the_thread() -> None:
    home, gate, done = HomeThread(), threading.Event(), list[str]()
    lane = ThreadLane("printer", home)
    lane.run(lambda: gate.wait(10))
    lane.run(lambda: done.append("queued"))
    threading.Timer(0, gate.set).start()
    lane.close()
    assert done == ["queued"]
    assert "lane-printer" not in [thread.name for thread in threading.enumerate()]


def test_a_failure_does_not_stop_the_lane() -> None:
    home, told = HomeThread(), list[object]()
    lane = ThreadLane("card", home)
    lane.run(lambda: 1 // 0, None, told.append)
    lane.run(lambda: 7, told.append)
    home.take()
    home.take()
    lane.close()
    assert isinstance(told[0], ZeroDivisionError)
    assert told[1] == 7


def test_work_without_listeners_tells_nobody() -> None:
    home = HomeThread()
    lane = ThreadLane("card", home)
    lane.run(lambda: 1)
    lane.close()
    assert home.empty


def test_an_inline_lane_works_at_once_on_this_thread() -> None:
    told: list[object] = []
    lane = InlineLane()
    lane.run(lambda: threading.current_thread().name, told.append)
    lane.run(lambda: 1 // 0, told.append, lambda error: told.append(type(error)))
    lane.close()
    assert told == [threading.current_thread().name, ZeroDivisionError]


@pytest.mark.expects_log
def test_an_inline_lane_raises_a_failure_nobody_awaits() -> None:
    with pytest.raises(ZeroDivisionError):
        InlineLane().run(lambda: 1 // 0)


def test_a_failure_in_the_listener_is_not_taken_for_one_of_the_work() -> None:
    told: list[Exception] = []

    def listener(_: object) -> None:
        raise KeyError("in the listener")

    with pytest.raises(KeyError):
        InlineLane().run(lambda: 1, listener, told.append)
    assert told == []
