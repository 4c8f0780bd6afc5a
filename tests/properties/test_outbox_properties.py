"""Whatever the line does, each event reaches the central exactly once and in the order of its case."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.store.store import Store
from sync.engine import Engine
from sync.entry import Attachment, Entry, EntryState
from sync.errors import Busy, CentralFault, NotOurCentral, Refused, SyncError, Unreachable
from sync.outbox import add
from tests.support import counter
from tests.support.model_central import ModelCentral

CASES = ["a", "b", "c"]
FAULTS = st.sampled_from(
    [Unreachable("x"), NotOurCentral("x"), Busy(503), CentralFault(500), Refused(422, "invalid"), None]
)


class OutboxMachine(RuleBasedStateMachine):
    """A window that saves, a central that refuses some ops, a line that loses requests and answers."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store: Store = counter.open_store(Path(self.folder.name))
        self.central = ModelCentral()
        self.now = 1_000_000
        self.saved: dict[str, list[str]] = {case: [] for case in CASES}
        self.engine = self._engine()

    @rule(case=st.sampled_from(CASES), refused=st.booleans(), page=st.booleans())
    def save_an_event(self, case: str, refused: bool, page: bool) -> None:
        op_id = f"{case}{len(self.saved[case])}"
        pages: tuple[Attachment, ...] = ()
        if page:
            pages = (Attachment(self.store.pages.put(case, op_id.encode()), "image/png"),)
        with self.store.database.writing() as connection:
            version = len(self.saved[case])
            add(connection, Entry(op_id, case, version, "case.receive", {"n": op_id}, self.now, pages, case))
        self.saved[case].append(op_id)
        if refused:
            self.central.refuses[op_id] = "move_refused"

    @rule(before=st.lists(FAULTS, max_size=4), after=st.lists(FAULTS, max_size=4))
    def the_line_gets_bad(self, before: list[SyncError | None], after: list[SyncError | None]) -> None:
        self.central.before, self.central.after = list(before), list(after)

    @rule(seconds=st.integers(-100_000, 100_000))
    def time_passes_or_the_clock_is_set(self, seconds: int) -> None:
        self.now = max(0, self.now + seconds * 1000)

    @rule(steps=st.integers(1, 12))
    def the_engine_steps(self, steps: int) -> None:
        for _ in range(steps):
            self.now = max(self.now, self.engine.step(self.now))

    @rule()
    def the_program_dies_and_starts_again(self) -> None:
        self.store.close()
        self.store = counter.open_store(Path(self.folder.name))
        self.engine = self._engine()

    @precondition(lambda self: self.store.outbox.counts().parked)
    @rule(mended=st.booleans())
    def a_person_retries_what_is_parked(self, mended: bool) -> None:
        for row in self.store.outbox.rows():
            if row.state is EntryState.PARKED and not row.is_page:
                if mended:
                    self.central.refuses.pop(self.store.outbox.export(row.id)["op_id"], None)
                self.store.outbox.retry(row.id)
            elif row.state is EntryState.PARKED:
                self.store.outbox.retry_page(row.id)

    @invariant()
    def the_central_has_each_event_once_and_in_order(self) -> None:
        for case in CASES:
            arrived = [op.op_id for op in self.central.log if op.case_id == case]
            assert arrived == self.saved[case][: len(arrived)]

    @invariant()
    def nothing_is_called_sent_that_is_not_there(self) -> None:
        rows = [row for row in self.store.outbox.rows(sent=1000) if not row.is_page]
        assert len(rows) == sum(map(len, self.saved.values()))
        sent = {row.id for row in rows if row.state is EntryState.SENT}
        assert {self.store.outbox.export(seq)["op_id"] for seq in sent} <= set(self.central.ops)

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        self.central.before, self.central.after = [], []
        self._until_nothing_moves()
        rows = self.store.outbox.rows(sent=1000)
        cases_parked = {row.case_id for row in rows if row.state is EntryState.PARKED and not row.is_page}
        for case in set(CASES) - cases_parked:
            assert [op.op_id for op in self.central.log if op.case_id == case] == self.saved[case]
        assert not [row for row in rows if row.state is EntryState.READY]
        self.central.refuses.clear()
        self.a_person_retries_what_is_parked(mended=True)
        self._until_nothing_moves()
        self.the_central_has_each_event_once_and_in_order()
        assert len(self.central.log) == sum(map(len, self.saved.values()))
        assert self.store.outbox.counts().pages == self.store.outbox.counts().parked == 0
        self.store.close()
        self.folder.cleanup()

    def _until_nothing_moves(self) -> None:
        for _ in range(40 + 12 * sum(map(len, self.saved.values()))):
            self.now = max(self.now + 1, self.engine.step(self.now))

    def _engine(self) -> Engine:
        store = self.store
        return Engine(
            device_id="t-03",
            outbox=store.outbox,
            central=self.central,
            page_bytes=store.page_bytes,
            roll=lambda: 0.5,
        )


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
