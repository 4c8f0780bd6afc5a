"""A window with a modem sends the hall's messages by the clock; one without does nothing."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.bootstrap import Terminal
from app.central.messages import JobState
from app.central.server import EmbeddedCentral
from app.config import CentralLink, Counter
from app.domain.notices import Notice
from devices.simulators.gsm_modem import Fault, SimulatedModem
from devices.simulators.hall import SimulatedHall
from tests.support.central_ops import DEVICE, options

FACTS = {"number": "YC26-03-00001", "item": "食品经营许可", "due": "5月18日"}
MORNING_MS = 1_778_031_000_000  # 2026-05-06 09:30 in the hall


class Round:
    """A terminal whose home is this thread, and the central it belongs to."""

    def __init__(
        self, terminal: Terminal, server: EmbeddedCentral, jobs: queue.SimpleQueue[Callable[[], None]]
    ) -> None:
        self.terminal, self.central, self._jobs = terminal, server.central, jobs

    def queue(self, *events: str) -> None:
        with self.central.store.writing() as connection:
            for event in events:
                self.central.messages.queue(
                    connection, case_id="c", event=event, notice=Notice.ACCEPTED, phone="13874012345", facts=FACTS
                )

    def tick(self) -> None:
        """One tick of the clock, and all that comes of it."""
        rounds = self.terminal.messages
        rounds.tick()
        while rounds.busy:
            self._jobs.get(timeout=20)()

    def states(self) -> list[str]:
        return sorted(line.state for line in self.central.messages.listed(list(JobState)).messages)


@contextmanager
def opened(folder: Path, *, with_modem: bool = True) -> Iterator[tuple[Round, SimulatedModem]]:
    jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    with (
        SimulatedHall(only=("modem",)) as hall,
        EmbeddedCentral(options(folder / "central", clock=lambda: MORNING_MS)) as server,
    ):
        token = server.central.directory.enrol(DEVICE, "03")
        settings = Counter(
            data=str(folder / "window"),
            central=CentralLink(server.url, token),
            device=hall.settings if with_modem else (),
            simulated_hall=str(hall.folder),
        )
        settings = replace(settings, window=replace(settings.window, device_id=DEVICE))
        terminal = Terminal(settings, jobs.put, in_process=hall.in_process)
        machine = hall._line("modem").machine
        assert isinstance(machine, SimulatedModem)
        try:
            yield Round(terminal, server, jobs), machine
        finally:
            terminal.close()


def test_a_window_with_a_modem_sends_all_that_is_due_at_one_tick(tmp_path: Path) -> None:
    with opened(tmp_path) as (window, modem):
        window.queue("op-1", "op-2", "op-3")
        window.tick()
        assert window.states() == ["sent"] * 3
        assert [number for number, _ in modem.delivered] == ["+8613874012345"] * 3
        window.tick()
        assert len(modem.delivered) == 3


def test_a_modem_without_a_network_is_left_alone_and_tried_at_the_next_tick(tmp_path: Path) -> None:
    with opened(tmp_path) as (window, modem):
        window.queue("op-1")
        modem.play(Fault.NO_NETWORK)
        window.tick()
        assert window.states() == ["queued"]
        modem.heal()
        window.tick()
        assert window.states() == ["sent"] and len(modem.delivered) == 1


def test_a_window_without_a_sender_fetches_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, with_modem=False) as (window, modem):
        window.queue("op-1")
        window.tick()
        assert window.states() == ["queued"] and modem.delivered == []
