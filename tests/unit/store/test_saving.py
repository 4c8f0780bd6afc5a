"""One transaction: all of it or nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import exc
from sqlcipher3 import dbapi2

from app.domain.case import CaseState, Event, MoveKind, Page
from app.domain.errors import NotFound, NumbersExhausted
from app.store.drafts import Draft
from app.store.store import Store
from sync.entry import EntryState
from tests.support import counter


def test_a_saved_case_is_there_again_after_closing(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    store.numbers.add_block(counter.block())
    saved = counter.save(store, "case-1")
    store.close()
    again = counter.open_store(tmp_path)
    assert again.cases.open("case-1") == (saved, [counter.received(saved)])
    again.close()


def test_case_event_outbox_audit_slip_and_draft_change_together(store: Store) -> None:
    store.drafts.put(Draft("case-1", counter.person(), counter.NOON, "A012", "materials"))
    case = counter.case("case-1", "YC26-03-00077")
    ids = store.cases.save(
        counter.received(case),
        case,
        body={"a": 1},
        slips=[counter.slip()],
        item_name="食品",
        draft_id="case-1",
    )
    [row] = store.outbox.rows()
    assert (row.label, row.kind, row.state) == ("YC26-03-00077", "case.receive", EntryState.READY)
    assert store.outbox.export(row.id)["body"] == {"a": 1}
    assert [each.action for each in store.audit.of("case-1")] == ["case.receive"]
    assert [each.id for each in store.slips.of("case-1")] == list(ids)
    assert store.drafts.list() == []


def test_a_failed_save_leaves_nothing_and_gives_its_number_back(store: Store) -> None:
    store.drafts.put(Draft("case-1", counter.person(), counter.NOON))
    with pytest.raises(ZeroDivisionError), store.saving() as work:
        number = work.take_number(series="case", year=2026, window="03")
        case = counter.case("case-1", number)
        work.record(counter.received(case), case, body={})
        work.close_draft("case-1")
        raise ZeroDivisionError
    assert store.cases.count() == 0
    assert store.outbox.rows() == []
    assert store.audit.of("case-1") == []
    assert len(store.drafts.list()) == 1
    assert counter.save(store, "case-2").number == "YC26-03-00001"


def test_a_page_must_be_on_disk_before_its_case_is_saved(store: Store) -> None:
    with pytest.raises(NotFound):
        counter.save(store, "case-1", pages=(Page("ab" * 32, "image/jpeg", 1, 1),))
    assert store.cases.count() == 0


def test_the_same_event_or_draft_is_never_saved_twice(store: Store) -> None:
    first = counter.save(store, "case-1")
    for event_id in ("event-of-case-1", "another"):
        with pytest.raises(dbapi2.IntegrityError):
            store.cases.save(counter.received(first, event_id), first, body={})
    assert (store.cases.count(), len(store.outbox.rows())) == (1, 1)


def test_a_later_event_moves_the_case_and_keeps_its_history(store: Store) -> None:
    first = counter.save(store, "case-1")
    later = replace(first, life=replace(first.life, state=CaseState.WITHDRAWN, version=2))
    at = counter.NOON + timedelta(hours=1)
    store.cases.save(Event("e2", "case-1", MoveKind.WITHDRAW, at, "li", "03", {}, "改期"), later, body={})
    case, history = store.cases.open("case-1")
    assert (case, [each.kind for each in history]) == (later, [MoveKind.RECEIVE, MoveKind.WITHDRAW])
    assert store.cases.find()[0].item_name == "食品经营许可"
    assert [row.state for row in store.outbox.rows()] == [EntryState.READY, EntryState.HELD]


def test_numbers_run_from_block_to_block_and_then_out(store: Store) -> None:
    store.numbers.add_block(counter.block(1, 1, year=2027))
    store.numbers.add_block(counter.block(7, 7, year=2027))
    with store.saving() as work:
        taken = [work.take_number(series="case", year=2027, window="03") for _ in range(2)]
    assert taken == ["YC27-03-00001", "YC27-03-00007"]
    with pytest.raises(NumbersExhausted), store.saving() as work:
        work.take_number(series="case", year=2027, window="03")
    assert store.numbers.left("case", 2027) == 0


def test_a_block_that_comes_twice_is_kept_once_and_one_that_overlaps_is_refused(store: Store) -> None:
    counter.save(store, "case-1")
    store.numbers.add_block(counter.block())
    assert store.numbers.left("case", 2026) == 999
    with pytest.raises(ValueError, match="overlaps"):
        store.numbers.add_block(counter.block(500, 1500))


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(exc.StatementError, match="time zone"):
        store.drafts.put(Draft("case-1", counter.person(), datetime(2026, 9, 22)))
