"""Whatever senders, clocks and people do, a message is sent once, and again only where a person said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.central.errors import CentralError
from app.central.messages import MINUTE_MS, Decided, JobState, Messages
from app.central.store import Store, sqlite_url
from app.domain.notices import Notice, QuietHours
from app.message_file import shipped_message_book
from sync.wire import LeasedMessage, MessageOutcome

FACTS = {"number": "1", "item": "证", "due": "5月18日"}
BEGIN = round(datetime.fromisoformat("2026-05-06T09:30:00+08:00").timestamp() * 1000)
DEVICES = ("window-03", "server")
CODES = ("CMS 42", "CMS 28", "DeviceAbsent")
STEPS, HISTORIES = 80, 60


class Messaging:
    """Two honest senders that may die, sleep or not get through at any moment; what the network has is known here.

    A sender keeps to the one rule it has: what it has not begun within the time of its lease it does not begin. One of
    them has a gateway that tells the truth when it is asked.
    """

    def __init__(self, store: Store, chance: Random) -> None:
        self.chance, self.now = chance, BEGIN
        book = replace(shipped_message_book(), quiet=QuietHours(time(0), time(0)))  # nights have tests of their own
        self.store, self.messages = store, Messages(store, book, lambda: self.now, chance=chance.random)
        self.events = 0
        self.held: list[tuple[LeasedMessage, int]] = []  # with the end of the lease
        self.said: list[tuple[str, MessageOutcome]] = []  # on their way, perhaps for ever
        self.network: dict[str, list[str]] = {}  # message → what each of its sendings was known as
        self.again: dict[str, int] = {}  # message → how often a person had it sent again

    def step(self) -> None:
        """Something happens."""
        self.chance.choice(
            (self.queue, self.lease, self.lease, self.work, self.work, self.word_arrives, self.time_passes,
             self.time_passes, self.a_person_decides)
        )()  # fmt: skip

    def queue(self) -> None:
        """An event is pushed, or one that was is pushed again."""
        self.events += self.events == 0 or self.chance.random() < 0.3
        with self.store.writing() as connection:
            self.messages.queue(
                connection, case_id="c", event=str(self.chance.randint(1, self.events)), notice=Notice.ACCEPTED,
                phone="13800138000", facts=FACTS,
            )  # fmt: skip

    def lease(self) -> None:
        device = self.chance.choice(DEVICES)
        lease = self.messages.lease(device, self.chance.randint(1, 3), can_ask=device == "server")
        self.held += [(leased, self.now + lease.seconds * 1000) for leased in lease.messages]

    def work(self) -> None:
        """A sender turns to one of its messages, and may die before, after or meanwhile."""
        if not self.held:
            return
        leased, until = self.held.pop(self.chance.randrange(len(self.held)))
        fate = self.chance.choice(("sent", "refused", "unsure", "unsure, not sent", "dies", "dies, not sent"))
        if leased.ask_only:
            known = leased.sent_as in self.network.get(leased.id, [])
            self._say(leased, "sent" if known else "refused", "" if known else "not_there")
        elif self.now >= until:
            self._say(leased, "refused", "lease_over")
        elif fate in ("sent", "unsure", "dies"):
            self.network.setdefault(leased.id, []).append(leased.sent_as)
            self._say(leased, fate)
        else:
            self._say(leased, fate.partition(",")[0], self.chance.choice(CODES) if fate == "refused" else "")

    def word_arrives(self) -> None:
        """A word gets through, in any order, perhaps twice."""
        if self.said:
            place = self.chance.randrange(len(self.said))
            id, told = self.said[place] if self.chance.random() < 0.3 else self.said.pop(place)
            self.messages.outcome(id, told)

    def time_passes(self) -> None:
        self.now += self.chance.choice((1, 9, 11, 60)) * MINUTE_MS

    def a_person_decides(self) -> None:
        lines = self.messages.listed([JobState.UNSURE, JobState.DEAD]).messages
        if not lines or self.chance.random() < 0.5:
            return
        line, decided = self.chance.choice(lines), self.chance.choice(list(Decided))
        try:
            self.messages.decide(line.id, decided, actor="s", reason="问过", phone="13900139000")
        except CentralError:
            return
        if decided is not Decided.COUNT_AS_SENT:
            self.again[line.id] = self.again.get(line.id, 0) + 1

    def _say(self, leased: LeasedMessage, outcome: Any, code: str = "") -> None:
        if outcome != "dies":
            self.said.append((leased.id, MessageOutcome(lease_id=leased.lease_id, outcome=outcome, code=code)))


@pytest.mark.parametrize("first", range(0, HISTORIES, 30))
def test_no_message_is_sent_twice_unless_a_person_said_so(first: int, tmp_path: Path) -> None:
    sendings = resendings = 0
    for seed in range(first, first + 30):
        store = Store(sqlite_url(tmp_path), f"H{seed}")
        history = Messaging(store, Random(seed))
        for _ in range(STEPS):
            history.step()
            for id, sent in history.network.items():
                assert len(sent) <= 1 + history.again.get(id, 0), f"seed {seed}"
        pushed = {each.id for each in history.messages.listed(list(JobState)).messages}
        assert len(pushed) <= history.events and pushed >= history.network.keys()
        sendings += len(history.network)
        resendings += sum(history.again.values())
        store.close()
    assert sendings > 20 and resendings > 5, "the histories must be about something"
