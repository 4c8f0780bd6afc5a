"""However a line doubles and reorders what windows send, each op is stored once and each case keeps its order."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.central.central import Central, open_central
from app.central.directory import Window
from app.central.incoming import read_push
from app.central.tables import events, feed
from sync.wire import canonical
from tests.support.central_ops import DEVICE, TO_THE_END, WindowPen, options

Op = dict[str, Any]


@st.composite
def bad_lines(draw: st.DrawFn) -> tuple[list[Op], list[list[Op]]]:
    """Some cases' ops, and the batches in which a bad line delivers them: doubled, reordered, some never."""
    pen = WindowPen()
    lengths = draw(st.lists(st.integers(0, len(TO_THE_END)), min_size=1, max_size=4))
    written = [op for length in lengths for op in pen.history(*TO_THE_END[:length])]
    batch = st.lists(st.sampled_from(written), min_size=1, max_size=6)
    return written, draw(st.lists(batch, max_size=8))


HALLS = count(1)  # each example is a hall of its own, in the one database that a test has


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(line=bad_lines())
def test_doubled_and_reordered_ops_are_each_stored_once_in_order(
    database_url: str, line: tuple[list[Op], list[list[Op]]]
) -> None:
    written, batches = line
    with TemporaryDirectory() as folder:
        central = open_central(options(Path(folder), database_url=database_url, hall=f"H{next(HALLS)}"))
        try:
            receipts: dict[str, set[str]] = {}
            # what the line swallowed is sent again at the end, in order, as a window does
            for batch in [*batches, written]:
                for result in central.ingest.push(
                    read_push(canonical({"device_id": DEVICE, "ops": batch}), Window(DEVICE, "03"))
                ):
                    assert result.code in ("", "wait_previous")
                    if result.receipt is not None:
                        receipts.setdefault(result.op_id, set()).add(result.receipt.signature)
            assert_stored_once_in_order(central, written)
            assert {op: len(signatures) for op, signatures in receipts.items()} == {op["op_id"]: 1 for op in written}
        finally:
            central.close()


def assert_stored_once_in_order(central: Central, written: list[Op]) -> None:
    """Every written op is an event once, at the version its window gave it; the feed has each once, densely."""
    with central.store.reading() as connection:
        events_here, feed_here = events.c.hall == central.hall, feed.c.hall == central.hall
        event = select(events.c.op_id, events.c.case_id, events.c.version, events.c.body)
        stored = connection.execute(event.where(events_here)).all()
        entry = select(feed.c.n, feed.c.case_id, feed.c.version).order_by(feed.c.n)
        told = connection.execute(entry.where(feed_here)).all()
    assert sorted(map(tuple, stored)) == sorted(
        (op["op_id"], op["case_id"], op["base_version"] + 1, canonical(op["body"]).decode()) for op in written
    )
    assert [row.n for row in told] == list(range(1, len(written) + 1))
    seen: dict[str, int] = {}
    for row in told:
        assert row.version == seen.get(row.case_id, 0) + 1
        seen[row.case_id] = row.version
