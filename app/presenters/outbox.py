"""The sync page: what waits, what is parked and why, what the central has acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.lanes import Lane
from app.presenters.dispatches import DispatchGroup, DispatchRow
from app.presenters.marks import Mark
from app.wording import Wording
from sync.entry import Counts, EntryState, Row
from sync.link import Link

PAGE_TROUBLES = {"page_missing", "page_damaged", "page_unreadable"}
ACTOR_TROUBLES = {"unknown_actor", "actor_disabled", "not_your_role"}
REFUSALS = PAGE_TROUBLES | {
    "invalid",
    "corrupt",
    "reused",
    "upgrade",
    "wait_previous",
    "version_conflict",
    "move_refused",
    "number_taken",
    "not_your_window",
}


class OutboxRows(Protocol):
    """What the page reads and may do."""

    def rows(self, *, sent: int = 50) -> list[Row]: ...
    def counts(self) -> Counts: ...
    def retry(self, seq: int) -> None: ...
    def retry_page(self, page_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class OutboxState:
    """The page."""

    link: str = ""
    rules: str = ""
    link_mark: Mark = Mark.DONE
    ready: int = 0
    pages: int = 0
    parked: int = 0
    oldest: str = ""
    groups: tuple[DispatchGroup, ...] = ()
    empty: str = ""
    title: str = ""
    detail: str = ""
    mark: Mark = Mark.HINT
    word: str = ""
    reason: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    can_retry: bool = False


class OutboxView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: OutboxState) -> None: ...


MARKS = {
    EntryState.PARKED: Mark.PARKED,
    EntryState.READY: Mark.WAITING,
    EntryState.HELD: Mark.WAITING,
    EntryState.SENT: Mark.DONE,
    EntryState.TAKEN_BACK: Mark.ABSENT,
}
WORDS = {
    EntryState.PARKED: "parked",
    EntryState.READY: "queued",
    EntryState.HELD: "held",
    EntryState.SENT: "sent",
    EntryState.TAKEN_BACK: "taken_back",
}
GROUPS = (
    ("parked", (EntryState.PARKED,)),
    ("waiting", (EntryState.READY, EntryState.HELD)),
    ("sent", (EntryState.SENT, EntryState.TAKEN_BACK)),
)


class OutboxPresenter:
    """Reads the outbox; lets a person send a parked entry again."""

    def __init__(
        self,
        outbox: OutboxRows,
        *,
        wording: Wording,
        lane: Lane,
        link: Callable[[], Link | None],
        wake: Callable[[], None],
        now_ms: Callable[[], int],
        rules: Callable[[], str],
    ) -> None:
        self._outbox, self._say, self._lane = outbox, wording, lane
        self._link, self._wake, self._now_ms, self._rules = link, wake, now_ms, rules
        self._view: OutboxView | None = None
        self._rows: list[Row] = []
        self._counts = Counts()
        self._index = 0

    def show(self, view: OutboxView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.refresh()

    def refresh(self) -> None:
        """Read the outbox again."""
        self._lane.run(lambda: (self._outbox.counts(), self._outbox.rows()), self._read)

    def choose(self, index: int) -> None:
        """Make a row the current one, counted over all groups."""
        self._index = max(0, min(index, len(self._rows) - 1))
        self._present()

    def retry(self) -> None:
        """R: send the current parked entry again."""
        ordered = self._ordered()
        if not ordered or ordered[self._index].state is not EntryState.PARKED:
            return
        row = ordered[self._index]
        again = self._outbox.retry_page if row.is_page else self._outbox.retry

        def done(_: None) -> None:
            self._wake()
            self.refresh()

        self._lane.run(lambda: again(row.id), done)

    def _read(self, answer: tuple[Counts, list[Row]]) -> None:
        self._counts, self._rows = answer
        self._index = min(self._index, max(0, len(self._rows) - 1))
        self._present()

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def _ordered(self) -> list[Row]:
        return [row for _, states in GROUPS for row in self._rows if row.state in states]

    def state(self) -> OutboxState:
        """The page as of now."""
        ordered, link = self._ordered(), self._link()
        current = ordered[self._index] if ordered else None
        oldest = self._counts.oldest_ms
        return OutboxState(
            link=self._link_sentence(link),
            link_mark=Mark.HINT if link is None else Mark.DONE if link.online else Mark.DOUBTFUL,
            rules=self._say("sync_page.rules", version=self._rules()),
            ready=self._counts.ready,
            pages=self._counts.pages,
            parked=self._counts.parked,
            oldest=self._age(oldest) if oldest is not None else "—",
            groups=tuple(
                DispatchGroup(
                    self._say(f"outbox_group.{name}"), len(rows), tuple(self._row(row, current) for row in rows)
                )
                for name, states in GROUPS
                if (rows := [row for row in self._rows if row.state in states])
            ),
            empty="" if ordered else self._say("sync_page.clear"),
            title=self._title(current) if current else "",
            detail=self._second(current) if current else "",
            mark=MARKS[current.state] if current else Mark.HINT,
            word=self._word(current) if current else "",
            reason=self._reason(current) if current else "",
            facts=self._facts(current) if current else (),
            can_retry=bool(current and current.state is EntryState.PARKED),
        )

    def _link_sentence(self, link: Link | None) -> str:
        if link is None:
            return self._say("sync_page.alone")
        return (
            self._say("sync_page.online", ms=round(link.round_trip_ms))
            if link.online
            else self._say("sync_page.offline")
        )

    def _row(self, row: Row, current: Row | None) -> DispatchRow:
        return DispatchRow(self._title(row), row.label, self._word(row), self._age(row.recorded_ms), MARKS[row.state],
                           row is current)  # fmt: skip

    def _word(self, row: Row) -> str:
        if row.state is EntryState.READY and row.is_page:
            return self._say("sync_page.pages")
        return self._say(f"sync_page.{WORDS[row.state]}")

    def _title(self, row: Row) -> str:
        if row.is_page:
            return self._say("sync_page.page")
        return self._say(f"move.{row.kind.removeprefix('case.')}")

    def _second(self, row: Row) -> str:
        return f"{row.label}　{self._age(row.recorded_ms)}"

    def _reason(self, row: Row) -> str:
        if row.state is not EntryState.PARKED:
            return row.reason
        if (why := row.facts.get("why")) in ACTOR_TROUBLES:
            return self._say(f"refused.{why}")
        if row.reason in REFUSALS:
            return self._say(f"refused.{row.reason}", current_version=row.facts.get("current_version", ""))
        return self._say("refused.other", code=row.reason)

    def _facts(self, row: Row) -> tuple[tuple[str, str], ...]:
        facts = {"tries": str(row.tries), "state": self._say(f"entry_state.{row.state.value}")}
        return tuple((self._say(f"outbox_fact.{label}"), value) for label, value in facts.items())

    def _age(self, since_ms: int) -> str:
        minutes = max(0, self._now_ms() - since_ms) // 60_000
        if minutes < 1:
            return self._say("age.now")
        if minutes < 60:
            return self._say("age.minutes", count=minutes)
        return self._say("age.hours", count=minutes // 60)
