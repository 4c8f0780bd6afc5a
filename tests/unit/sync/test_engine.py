"""The engine, step by step, against a central in memory."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from app.domain.case import CaseState, Event, MoveKind
from app.store.numbers import Leasing
from app.store.store import Store
from sync import wire
from sync.engine import Engine, SyncStatus
from sync.entry import Counts, EntryState
from sync.errors import Busy, CentralFault, Refused, SignInNeeded, SyncError, Unreachable
from sync.link import LinkState
from sync.ports import Document, NumberSource
from sync.wire import Backlog
from tests.support import counter
from tests.support.model_central import ModelCentral

START = 1_000_000


@dataclass
class Shelf:
    """A mirror of one document."""

    tag: str = ""
    content: bytes = b""
    takes: bool = True

    def take(self, document: Document) -> bool:
        if self.takes:
            self.tag, self.content = document.tag, document.content
        return self.takes


def engine_of(store: Store, central: ModelCentral, **more: object) -> Engine:
    return Engine(
        device_id="t-03",
        outbox=store.outbox,
        central=central,
        page_bytes=store.page_bytes,
        roll=lambda: 0.5,
        **more,  # type: ignore[arg-type]
    )


def run(engine: Engine, now: int = START, steps: int = 30) -> int:
    for _ in range(steps):
        after = engine.step(now)
        if after > now:
            return after
    raise AssertionError("it never rests")


def states(store: Store) -> list[EntryState]:
    return [row.state for row in sorted(store.outbox.rows(), key=lambda row: row.id) if not row.is_page]


def withdraw(store: Store, case_id: str) -> None:
    case, _ = store.cases.open(case_id)
    later = replace(case, life=replace(case.life, state=CaseState.WITHDRAWN, version=case.version + 1))
    event = Event(f"w-{case_id}", case_id, MoveKind.WITHDRAW, counter.NOON, "li", "03")
    store.cases.save(event, later, body={"w": 1})


def test_forms_go_first_and_pages_follow(store: Store, central: ModelCentral) -> None:
    pages = tuple(counter.put_page(store, "case-1", os.urandom(10)) for _ in range(2))
    counter.save(store, "case-1", pages=pages)
    counter.save(store, "case-2")
    run(engine_of(store, central))
    assert central.calls[:2] == ["hello", "push 2"]
    assert set(central.pages) == {page.sha256 for page in pages}
    assert store.outbox.counts() == Counts()
    assert states(store) == [EntryState.SENT] * 2
    assert store.outbox.export(store.outbox.rows()[0].id)["receipt"]["version"] == 1


def test_nothing_is_asked_again_while_there_is_nothing_to_do(store: Store, central: ModelCentral) -> None:
    engine = engine_of(store, central)
    rests_until = run(engine)
    assert rests_until == START + 30_000
    run(engine, rests_until)
    assert central.calls == ["hello", "hello"]


def test_a_hello_tells_how_the_outbox_stands(store: Store, central: ModelCentral) -> None:
    counter.save(store, "case-1")
    recorded_ms = store.outbox.counts().oldest_ms or 0
    engine_of(store, central).step(recorded_ms + 90_500)
    assert central.backlog == Backlog(waiting=1, oldest_seconds=90)


@pytest.mark.parametrize("lost", ["before", "after"])
def test_a_push_whose_answer_is_lost_is_stored_once(store: Store, central: ModelCentral, lost: str) -> None:
    counter.save(store, "case-1")
    setattr(central, lost, [None, Unreachable("ReadTimeout")])
    engine = engine_of(store, central)
    again = run(engine)
    assert engine.status.link.state is LinkState.OFFLINE
    assert store.outbox.rows()[0].state is EntryState.READY
    run(engine, again)
    assert [op.case_id for op in central.log] == ["case-1"]
    assert states(store) == [EntryState.SENT]


def test_a_refused_op_is_parked_and_holds_back_its_own_case_only(store: Store, central: ModelCentral) -> None:
    for case_id in ("case-1", "case-2"):
        counter.save(store, case_id)
        withdraw(store, case_id)
    central.refuses["event-of-case-1"] = "number_taken"
    engine = engine_of(store, central)
    run(engine)
    assert states(store) == [EntryState.PARKED, EntryState.HELD, EntryState.SENT, EntryState.SENT]
    assert (engine.status.counts.parked, engine.status.counts.ready) == (1, 1)
    [parked] = [row for row in store.outbox.rows() if row.state is EntryState.PARKED]
    assert (parked.reason, parked.label, parked.tries) == ("number_taken", "YC26-03-00001", 1)
    central.refuses.clear()
    store.outbox.retry(parked.id)
    run(engine, START + 1)
    assert states(store) == [EntryState.SENT] * 4
    assert [op.kind for op in central.log if op.case_id == "case-1"] == ["case.receive", "case.withdraw"]


class Choking(ModelCentral):
    """A central that fails whenever `poison` is in the push, whatever else is."""

    poison, error = "event-of-case-2", CentralFault(500)

    def push(self, ops: Sequence[wire.Op]) -> wire.PushReply:
        if any(op.op_id == self.poison for op in ops):
            self.calls.append(f"choked on {len(ops)}")
            raise self.error
        return super().push(ops)


@pytest.mark.parametrize(
    ("error", "then"), [(CentralFault(500), EntryState.READY), (Refused(413, "too_large"), EntryState.PARKED)]
)
def test_an_op_that_upsets_the_central_hurts_no_other(store: Store, error: SyncError, then: EntryState) -> None:
    central = Choking()
    central.error = error  # type: ignore[assignment]
    for n in range(4):
        counter.save(store, f"case-{n}")
    engine, now = engine_of(store, central), START
    for _ in range(4):
        now = run(engine, now)
    assert len(central.log) == 3
    assert states(store).count(then) == 1
    assert engine.status.link.online


def test_401_pauses_everything_and_parks_nothing(store: Store, central: ModelCentral) -> None:
    counter.save(store, "case-1")
    central.before = [None, SignInNeeded("401")]
    engine = engine_of(store, central)
    again = run(engine)
    assert engine.status.link.state is LinkState.SIGN_IN
    assert (states(store), central.calls) == ([EntryState.READY], ["hello", "push 1"])
    assert engine.step(again - 1) == again
    engine.hurry()
    run(engine, START + 1)
    assert states(store) == [EntryState.SENT]


def test_retry_after_is_kept_to(store: Store, central: ModelCentral) -> None:
    counter.save(store, "case-1")
    central.before = [Busy(429, 45)]
    engine = engine_of(store, central)
    assert run(engine) == START + 45_000


def test_a_large_page_goes_on_where_it_was_cut(store: Store, central: ModelCentral) -> None:
    content = os.urandom(2 * wire.CHUNK + 5)
    counter.save(store, "case-1", pages=(counter.put_page(store, "case-1", content),))
    central.before = [None, None, None, None, Unreachable("x")]  # the second chunk is lost
    engine = engine_of(store, central)
    again = run(engine)
    assert engine.status.counts.pages == 1
    run(engine, again)
    sent = [call for call in central.calls if call.startswith("chunk")]
    assert sent == ["chunk 0", "chunk 1", "chunk 1", "chunk 2"]
    assert list(central.pages.values()) == [content]


def test_a_page_gives_way_to_a_form_after_its_chunk(store: Store, central: ModelCentral) -> None:
    pages = (counter.put_page(store, "case-1", os.urandom(3 * wire.CHUNK)),)
    counter.save(store, "case-1", pages=pages)
    engine = engine_of(store, central)
    put_chunk = central.put_chunk

    def put_and_save(sha256: str, n: int, chunk: bytes) -> None:
        put_chunk(sha256, n, chunk)
        if n == 0:
            counter.save(store, "case-2")
            engine.yield_soon()

    central.put_chunk = put_and_save  # type: ignore[method-assign]
    run(engine)
    order = [call for call in central.calls if call.startswith(("push", "chunk"))]
    assert order == ["push 1", "chunk 0", "push 1", "chunk 1", "chunk 2"]


def test_a_page_damaged_on_this_disk_is_parked_and_the_others_go(store: Store, central: ModelCentral) -> None:
    bad, good = (counter.put_page(store, "case-1", text) for text in (b"bad", b"good"))
    counter.save(store, "case-1", pages=(bad, good))
    store.pages._path("case-1", bad.sha256).unlink()
    run(engine_of(store, central))
    assert set(central.pages) == {good.sha256}
    [row] = [row for row in store.outbox.rows() if row.is_page]
    assert (row.state, row.reason) == (EntryState.PARKED, "page_missing")
    counter.put_page(store, "case-1", b"bad")
    store.outbox.retry_page(row.id)
    run(engine_of(store, central))
    assert len(central.pages) == 2


def test_numbers_are_leased_before_they_run_out(store: Store, central: ModelCentral) -> None:
    source: NumberSource = Leasing(
        store.numbers, store.settings, "t-03", series=("case", "receipt"), today=lambda: date(2026, 5, 1)
    )
    central.after = [None, Unreachable("x")]
    engine = engine_of(store, central, numbers=source)
    again = run(engine)
    run(engine, again)
    assert store.numbers.left("receipt", 2026) == 20
    assert len(central.leases) == 1  # the answer was lost, and the same block came again
    assert engine.status.troubles == {}


def test_a_lease_that_cannot_be_right_is_not_asked_for_in_a_circle(store: Store, central: ModelCentral) -> None:
    source = Leasing(store.numbers, store.settings, "t-03", today=lambda: date(2026, 5, 1), low=5_000)
    engine = engine_of(store, central, numbers=source)  # its block overlaps the one that is here
    run(engine)
    assert central.calls.count("lease") == 1
    assert "overlaps" in engine.status.troubles["numbers"]
    counter.save(store, "case-1")
    run(engine, START + 1)
    assert states(store) == [EntryState.SENT]


def test_documents_come_when_the_link_is_up_and_when_they_change(store: Store, central: ModelCentral) -> None:
    shelves = {"catalogue": Shelf(), "calendar": Shelf(takes=False), "rules": Shelf()}
    central.documents = {name: Document(b"{}", f"{name}-1") for name in shelves}
    engine = engine_of(store, central, mirrors=shelves)
    rests = run(engine)
    assert shelves["catalogue"].tag == "catalogue-1"
    assert engine.status.troubles == {"calendar": "not_taken"}
    run(engine, rests)
    assert central.calls.count("document catalogue") == 1
    central.catalogue_version, central.documents["catalogue"] = "2", Document(b"[]", "catalogue-2")
    run(engine, rests + 60_000)
    assert shelves["catalogue"].content == b"[]"
    central.rules_version, central.documents["rules"] = "2", Document(b"{}", "rules-2")
    run(engine, rests + 120_000)
    assert shelves["rules"].tag == "rules-2"


def test_the_screen_hears_of_every_change_and_of_nothing_else(store: Store, central: ModelCentral) -> None:
    heard: list[SyncStatus] = []
    counter.save(store, "case-1")
    engine = engine_of(store, central, on_change=heard.append)
    rests = run(engine)
    assert [(each.link.state.value, each.counts.ready, each.sending) for each in heard] == [
        ("online", 1, 0),
        ("online", 1, 1),
        ("online", 0, 0),
    ]
    run(engine, rests)
    assert len(heard) == 3


def test_a_clock_set_back_by_a_day_stops_nothing(store: Store, central: ModelCentral) -> None:
    counter.save(store, "case-1")
    central.before = [Unreachable("x")]
    engine = engine_of(store, central)
    run(engine)
    run(engine, START - int(timedelta(days=1).total_seconds()) * 1000)
    assert states(store) == [EntryState.SENT]


def test_an_entry_put_off_is_not_put_off_for_ever_by_a_clock_set_back(store: Store, central: ModelCentral) -> None:
    counter.save(store, "case-1")
    central.before = [None, CentralFault(500)]
    engine, late = engine_of(store, central), START + 86_400_000
    run(engine, late)
    assert states(store) == [EntryState.READY]
    run(engine, START)
    assert states(store) == [EntryState.SENT]


def test_acknowledged_entries_stay_as_evidence(store: Store, central: ModelCentral) -> None:
    counter.save(store, "case-1")
    run(engine_of(store, central))
    [row] = store.outbox.rows()
    kept = store.outbox.export(row.id)
    assert kept["receipt"]["body_sha256"] == kept["body_sha256"] == wire.sha256_of(kept["body"])
    assert store.outbox.rows(sent=0) == []
    with pytest.raises(KeyError):
        store.outbox.export(1)
