"""The engine: what to do next for the outbox, one step at a time. No threads, no sleeping, no clock of its
own.

Order of a step: meet the central, push forms, lease numbers, refresh documents, send one page. A step makes
at most one of these and says when it wants to be called again.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sync import policy, wire
from sync.entry import Counts, Queued
from sync.errors import LinkTrouble, SyncError
from sync.link import Link, LinkState
from sync.outbox import Outbox
from sync.policy import HoldAll, Park, Retry, Verdict
from sync.ports import Central, Mirror, NumberSource, PageBytes
from sync.uploads import send_page
from sync.wire import Backlog

log = logging.getLogger("sync")

HEARTBEAT_MS = 30_000
ASK_AGAIN_MS = 60_000
SHORTEST_REST_MS = 250


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the screen shows. `sending` events are under way now; `troubles` says what else fails, by its
    name.
    """

    link: Link = field(default_factory=Link)
    counts: Counts = field(default_factory=Counts)
    sending: int = 0
    troubles: Mapping[str, str] = field(default_factory=dict)


class Engine:
    """Brings the outbox of one window to the central.

    `on_change` is called, in the thread that steps, with every new status.
    """

    def __init__(
        self,
        *,
        device_id: str,
        outbox: Outbox,
        central: Central,
        page_bytes: PageBytes,
        numbers: NumberSource | None = None,
        mirrors: Mapping[str, Mirror] | None = None,
        on_change: Callable[[SyncStatus], None] = lambda status: None,
        roll: Callable[[], float] = random.random,
    ) -> None:
        self.status = SyncStatus()
        self._device_id, self._outbox, self._central = device_id, outbox, central
        self._page_bytes, self._numbers, self._mirrors = page_bytes, numbers, dict(mirrors or {})
        self._on_change, self._roll = on_change, roll
        self._link = Link()
        self._troubles: dict[str, str] = {}
        self._versions: tuple[str, ...] = ()
        self._stale: set[str] = set()
        self._met_ms = self._lease_ms = self._gaps_ms = 0
        self._hurry = self._yielding = False

    def step(self, now_ms: int) -> int:
        """Do the next thing, if there is one; returns when to call again (UTC ms)."""
        if self._hurry:
            self._hurry, self._link = False, self._link.hurried()
        self._yielding = False
        if not self._link.due(now_ms):
            self._publish()
            return self._link.retry_ms
        try:
            worked = self._work(now_ms)
        except LinkTrouble as trouble:
            self._obey(policy.judge(trouble, self._link.failures, self._roll()), now_ms)
            worked = False
        self._publish()
        return now_ms if worked and self._link.online else self._rest_until(now_ms)

    def hurry(self) -> None:
        """Knock at once at the next step, however long the delay was; from any thread."""
        self._hurry = True

    def yield_soon(self) -> None:
        """Leave a page that is being sent after its present chunk; from any thread."""
        self._yielding = True

    def _work(self, now_ms: int) -> bool:
        return (
            self._meet(now_ms)
            or self._push(now_ms)
            or self._tell_gaps(now_ms)
            or self._lease(now_ms)
            or self._refresh()
            or self._send_page(now_ms)
        )

    def _meet(self, now_ms: int) -> bool:
        if self._link.online and 0 <= now_ms - self._met_ms < HEARTBEAT_MS:
            return False
        try:
            hello = self._central.hello(_backlog(self._outbox.counts(), now_ms))
        except LinkTrouble:
            raise
        except SyncError as error:
            after = policy.full_jitter_ms(self._link.failures, self._roll())
            self._obey(HoldAll(policy.Hold.OFFLINE, after, str(error)), now_ms)
            return True
        versions = (
            hello.epoch, hello.catalogue_version, hello.calendar_version, hello.rules_version, hello.accounts_version
        )  # fmt: skip
        if not self._link.online or versions != self._versions:
            self._stale = set(self._mirrors)
        self._versions, self._met_ms = versions, now_ms
        self._link = self._link.answered(now_ms, self._central.round_trip_ms).heard(hello.server_time_ms, now_ms)
        return True

    def _push(self, now_ms: int) -> bool:
        batch = _batch(self._outbox.heads(now_ms))
        if not batch:
            return False
        self._publish(sending=len(batch))
        try:
            reply = self._central.push([queued.op(self._device_id) for queued in batch])
        except LinkTrouble:
            raise
        except SyncError as error:
            self._push_failed(batch, error, now_ms)
            return True
        self._link = self._link.answered(now_ms, self._central.round_trip_ms)
        self._settle(batch, reply, now_ms)
        return True

    def _push_failed(self, batch: Sequence[Queued], error: SyncError, now_ms: int) -> None:
        log.warning("push of %d failed: %s", len(batch), error)
        for queued in batch:
            verdict = policy.judge(error, queued.tries, self._roll())
            if isinstance(verdict, Park) and len(batch) > 1:
                verdict = Retry(0, verdict.code)  # nobody said which one it was: each goes again alone
            self._obey(verdict, now_ms, queued)

    def _settle(self, batch: Sequence[Queued], reply: wire.PushReply, now_ms: int) -> None:
        pairs = list(zip(batch, reply.results, strict=True))
        receipts = {queued.seq: result.receipt for queued, result in pairs if result.receipt}
        if receipts:
            self._outbox.acknowledge(receipts, now_ms)
        for queued, result in pairs:
            if queued.seq not in receipts:
                log.warning("op %s refused: %s", result.op_id, result.code)
                verdict = policy.judge_refusal(result, queued.tries, self._roll())
                self._obey(verdict, now_ms, queued)

    def _obey(self, verdict: Verdict, now_ms: int, queued: Queued | None = None) -> None:
        match verdict:
            case HoldAll(why=why, after_ms=after, reason=reason):
                self._link = self._link.failed(LinkState(why.value), now_ms, after, reason)
                log.info("link %s: %s", why.value, reason)
            case Retry(after_ms=after, reason=reason) if queued:
                self._outbox.postpone([queued.seq], reason, now_ms + after)
            case Park(code=code, facts=facts) if queued:
                self._outbox.park(queued.seq, code, facts, now_ms)

    def _tell_gaps(self, now_ms: int) -> bool:
        if self._numbers is None or now_ms < self._gaps_ms <= now_ms + policy.LONGEST_WAIT_MS:
            return False
        gaps = self._numbers.gaps()
        if gaps is None:
            return False
        self._gaps_ms = 0
        try:
            self._central.tell_gaps(gaps)
            self._numbers.told(gaps)
        except LinkTrouble:
            raise
        except SyncError as error:  # a central that knows no register: they are kept here and told later
            self._gaps_ms = now_ms + ASK_AGAIN_MS
            log.warning("number gaps not told: %s", error)
        return True

    def _lease(self, now_ms: int) -> bool:
        if self._numbers is None or now_ms < self._lease_ms <= now_ms + policy.LONGEST_WAIT_MS:
            return False
        asked = self._numbers.wanted()
        if asked is None:
            return False
        self._lease_ms = 0
        try:
            self._numbers.take(self._central.lease(asked))
            self._troubles.pop("numbers", None)
            if self._numbers.wanted() == asked:  # a block that helps nothing is not asked for in a circle
                self._lease_ms = now_ms + ASK_AGAIN_MS
        except LinkTrouble:
            raise
        except (SyncError, ValueError) as error:
            self._lease_ms = now_ms + ASK_AGAIN_MS
            self._troubles["numbers"] = str(error)
            log.warning("no numbers leased: %s", error)
        return True

    def _refresh(self) -> bool:
        if not self._stale:
            return False
        name = min(self._stale)
        mirror = self._mirrors[name]
        try:
            document = self._central.document(name, mirror.tag)
            taken = document is None or mirror.take(document)
            self._troubles.pop(name, None)
            if not taken:
                self._troubles[name] = "not_taken"
        except LinkTrouble:
            raise
        except SyncError as error:
            self._troubles[name] = str(error)
            log.warning("%s not refreshed: %s", name, error)
        self._stale.discard(name)
        return True

    def _send_page(self, now_ms: int) -> bool:
        queued = self._outbox.next_page(now_ms)
        if queued is None:
            return False
        try:
            content = self._page_bytes(queued.case_id, queued.page.sha256)
            if send_page(self._central, queued.page, content, lambda: not self._yielding):
                self._outbox.page_done(queued.id, now_ms)
        except LinkTrouble:
            raise
        except SyncError as error:
            log.warning("page %s not sent: %s", queued.page.sha256, error)
            match policy.judge(error, queued.tries, self._roll()):
                case Retry(after_ms=after, reason=reason):
                    self._outbox.postpone_page(queued.id, reason, now_ms + after)
                case Park(code=code):
                    self._outbox.park_page(queued.id, code, now_ms)
                case hold:
                    self._obey(hold, now_ms)
        return True

    def _rest_until(self, now_ms: int) -> int:
        if not self._link.online:
            return max(self._link.retry_ms, now_ms + SHORTEST_REST_MS)
        due = self._outbox.next_due_ms()
        heartbeat = self._met_ms + HEARTBEAT_MS
        return max(min(heartbeat, due if due is not None else heartbeat), now_ms + SHORTEST_REST_MS)

    def _publish(self, sending: int = 0) -> None:
        status = SyncStatus(self._link, self._outbox.counts(), sending, dict(self._troubles))
        if status != self.status:
            self.status = status
            self._on_change(status)


def _backlog(counts: Counts, now_ms: int) -> Backlog:
    """What the central is told of the outbox; an age survives a wrong clock, a moment would not."""
    oldest = max(0, now_ms - counts.oldest_ms) // 1000 if counts.oldest_ms is not None else 0
    return Backlog(waiting=counts.ready, parked=counts.parked, oldest_seconds=min(oldest, 2**31 - 1))


def _batch(heads: Sequence[Queued]) -> Sequence[Queued]:
    """What goes in one push. An entry that failed before goes alone, so that it can hurt no other."""
    if heads and heads[0].tries:
        return heads[:1]
    batch: list[Queued] = []
    for queued in heads:
        size = sum(each.size for each in batch) + queued.size
        if queued.tries or (batch and size > wire.MAX_BATCH_BYTES):
            break
        batch.append(queued)
    return batch
