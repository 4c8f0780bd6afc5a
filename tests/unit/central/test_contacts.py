"""When a window was heard of last, and what it said of its outbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.server import EmbeddedCentral
from sync.transport import Transport
from sync.wire import Backlog, WindowContact
from tests.support.central_ops import DEVICE, options


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def central(settings: Options, clock: Clock) -> Central:
    return open_central(replace(settings, clock=clock))


def contact(central: Central, device_id: str) -> WindowContact:
    return next(each for each in central.contacts.list() if each.device_id == device_id)


def test_a_window_never_heard_of_is_listed_as_such(central: Central) -> None:
    central.directory.enrol("window-17", "17")
    assert contact(central, "window-17").seen_at_ms == 0
    central.close()


def test_what_it_said_last_counts_and_ages_are_told_by_the_clock_here(central: Central, clock: Clock) -> None:
    central.directory.enrol("window-17", "17")
    window = Window("window-17", "17")
    central.contacts.heard(window, Backlog(waiting=31, parked=1, oldest_seconds=120))
    told = contact(central, "window-17")
    assert (told.waiting, told.parked, told.oldest_ms) == (31, 1, clock.now - 120_000)
    clock.now += 30_000
    central.contacts.heard(window, Backlog())
    told = contact(central, "window-17")
    assert (told.seen_at_ms, told.waiting, told.parked, told.oldest_ms) == (clock.now, 0, 0, 0)
    central.close()


def test_windows_are_in_the_order_of_their_numbers_and_a_dismissed_one_is_gone(central: Central) -> None:
    for number in ("17", "09"):
        central.directory.enrol(f"window-{number}", number)
        central.contacts.heard(Window(f"window-{number}", number), Backlog())
    central.directory.dismiss("window-17")
    assert [each.window for each in central.contacts.list()] == ["03", "09"]
    central.close()


def test_a_hello_over_the_line_tells_how_the_outbox_stands(tmp_path: Path) -> None:
    with EmbeddedCentral(options(tmp_path)) as server:
        transport = Transport(server.url, server.central.directory.enrol(DEVICE, "03"))
        transport.hello(Backlog(waiting=2, parked=1, oldest_seconds=60))
        transport.close()
        told = contact(server.central, DEVICE)
        assert (told.waiting, told.parked) == (2, 1)
        assert told.seen_at_ms - told.oldest_ms == 60_000
