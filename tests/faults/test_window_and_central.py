"""Both real ends over a real line: a window that was cut off, a central that comes back, nothing twice."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from app.central.server import EmbeddedCentral
from app.domain.case import Page
from app.store.numbers import Leasing
from app.store.store import Store
from sync import wire
from sync.engine import Engine
from sync.entry import EntryState
from sync.link import LinkState
from sync.transport import Transport
from tests.support import counter
from tests.support.central_ops import DEVICE, FOOD_LICENCE, options

START = 1_790_000_000_000


def test_what_was_taken_in_off_line_arrives_whole_and_once(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path / "window")
    central_folder = tmp_path / "central"
    with EmbeddedCentral(options(central_folder)) as central:
        token = central.central.directory.enrol(DEVICE, "03")
        transport, engine = _window(store, central.url, token)
        now = _run(engine, START)
        assert store.numbers.left("case", 2026) == 100
        transport.close()
    scans = [os.urandom(wire.CHUNK + 7), os.urandom(500)]
    number = _take_in(store, "case-1", scans)
    now = _run(engine, now + 60_000)
    assert engine.status.link.state is LinkState.OFFLINE
    assert store.outbox.counts().ready == 1
    with EmbeddedCentral(options(central_folder)) as central:
        transport, engine = _window(store, central.url, token)
        _run(engine, now)
        assert [row.state for row in store.outbox.rows()] == [EntryState.SENT]
        view = transport.case("case-1")
        assert (view.number, view.state, view.version, view.pages_missing) == (number, "received", 1, 0)
        assert transport.case_by_number(number) == view
        assert engine.status.counts.pages == 0
        assert store.numbers.left("case", 2026) == 99
        transport.close()
    store.close()


def test_a_case_that_the_central_refuses_is_parked_with_its_reason(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path / "window")
    with EmbeddedCentral(options(tmp_path / "central")) as central:
        token = central.central.directory.enrol(DEVICE, "03")
        transport, engine = _window(store, central.url, token)
        now = _run(engine, START)
        counter.save(store, "half-a-case")  # its body lacks nearly everything the central asks for
        _take_in(store, "case-2", [])
        _run(engine, now)
        states = {row.case_id: (row.state, row.reason) for row in store.outbox.rows()}
        assert states == {
            "half-a-case": (EntryState.PARKED, "invalid"),
            "case-2": (EntryState.SENT, ""),
        }
        transport.close()
    store.close()


def test_a_wrong_token_is_asked_about_and_parks_nothing(tmp_path: Path) -> None:
    store = counter.open_store(tmp_path / "window")
    store.numbers.add_block(counter.block())
    _take_in(store, "case-1", [])
    with EmbeddedCentral(options(tmp_path / "central")) as central:
        transport, engine = _window(store, central.url, "nobody's")
        _run(engine, START)
        assert engine.status.link.state is LinkState.SIGN_IN
        assert [row.state for row in store.outbox.rows()] == [EntryState.READY]
        transport.close()
    store.close()


def _window(store: Store, url: str, token: str) -> tuple[Transport, Engine]:
    key = store.settings.get("central_key", "")
    transport = Transport(url, token, public_key=key, on_pinned=lambda key: store.settings.put("central_key", key))
    leasing = Leasing(store.numbers, store.settings, DEVICE, today=lambda: date(2026, 9, 22))
    engine = Engine(
        device_id=DEVICE,
        outbox=store.outbox,
        central=transport,
        page_bytes=store.page_bytes,
        numbers=leasing,
        roll=lambda: 0.5,
    )
    return transport, engine


def _run(engine: Engine, now: int) -> int:
    """Step until it rests; returns when it wants to go on."""
    while (after := engine.step(now)) <= now:
        now = after
    return after


def _take_in(store: Store, case_id: str, scans: list[bytes]) -> str:
    pages: tuple[Page, ...] = tuple(counter.put_page(store, case_id, scan) for scan in scans)
    with store.saving() as work:
        number = work.take_number(series="case", year=2026, window="03")
        case = counter.case(case_id, number)
        body = {
            "number": number,
            "at": case.life.received_at.isoformat(),
            "actor": "li",
            "window": "03",
            "role": "intake",
            "due": "2026-10-10",
            "application": {},
            "item": {
                "code": FOOD_LICENCE.code,
                "name": FOOD_LICENCE.name,
                "handling": "2",
                "promised": {"amount": 8, "unit": "W"},
            },
        }
        work.record(counter.received(case), case, body=body, attachments=pages)
    return number
