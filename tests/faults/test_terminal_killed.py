"""The window is killed with kill -9 at random and at named moments: nothing it showed as saved is lost or doubled.

A child process serves one applicant after the other in the real window, with a simulated hall and a central in a
process of its own, and writes what it showed into a side file outside the product. YICHUANG_KILLS says how often it
is killed (6 when not given), YICHUANG_SEED repeats the draws of a run (not the instants: those are the machine's).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.central.central import open_central
from app.central.tables import case_pages, events, pages
from app.domain.case import CaseState
from app.domain.plain import to_plain
from app.store.drafts import Draft
from app.store.search import CaseQuery
from app.store.store import Store
from sync.entry import EntryState
from tests.support import central_ops
from tests.support.central_process import CentralProcess, enrol
from tests.support.serving_child import MOMENTS

KILLS = int(os.environ.get("YICHUANG_KILLS", "6"))
SEED = int(os.environ.get("YICHUANG_SEED", "0")) or random.randrange(1 << 32)
ROOT = Path(__file__).resolve().parents[2]
DEVICE = "window-03"
MOST_LOST_MS = 2_000
EVERYTHING = CaseQuery(limit=1_000_000)
ONE_STORY = 45  # lines a whole story writes, about
SLIPS = 2
NEWEST = 10  # cases opened after each kill

Json = dict[str, Any]


@dataclass
class Shown:
    """What the window showed in all its lives, by case."""

    saved: dict[str, Json] = field(default_factory=dict)
    drafts: dict[str, list[Json]] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    killed_at: dict[str, int] = field(default_factory=dict)  # ms, by draft: the kill after its last line
    read_to: int = 0
    dying: Counter[str] = field(default_factory=Counter)

    def read(self, file: Path, killed_ms: int) -> None:
        """Read on in the side file of a window killed at `killed_ms`."""
        lines = file.read_text(encoding="utf-8").split("\n")[:-1] if file.exists() else []
        fresh, self.read_to = [json.loads(line) for line in lines[self.read_to :]], len(lines)
        for line in fresh:
            match line["what"]:
                case "draft":
                    self.drafts.setdefault(line["id"], []).append(line)
                    self.killed_at[line["id"]] = killed_ms
                case "kept":
                    self.kept[line["id"]] = line["kept_at"]
                case "saved":
                    assert line["id"] not in self.saved, "shown as saved twice"
                    self.saved[line["id"]] = line
                case "dying":
                    self.dying[line["name"]] += 1


class Windows:
    """Starts windows one after the other, and kills them."""

    def __init__(self, process: subprocess.Popen[str], order: Json) -> None:
        self._process, self._order = process, order

    def kill_one(self, dice: random.Random) -> int:
        """Start a window and have it die; the last moment, in ms, at which it surely lived."""
        if dice.random() < 0.35:
            self._start(die_at=dice.choice(MOMENTS), die_after=dice.randint(1, 2))
            return self._until_dead()
        pid, left = self._start(), dice.randint(0, 3 * ONE_STORY // 2)
        for line in self._lines():
            left -= line == "."
            if left <= 0 or line.startswith("dead"):
                break
        # not a wait for something: the instant of the kill itself is drawn, up to within a start of the program
        time.sleep(dice.uniform(0, 0.03 if left < 0 else 1.0))
        alive_ms = time.time_ns() // 1_000_000
        os.kill(pid, signal.SIGKILL)
        self._until_dead()
        return alive_ms

    def deliver(self) -> None:
        """Start a window that only brings everything to the central."""
        self._start(only_deliver=True)
        assert [line for line in self._lines() if line.startswith("dead")] == ["dead 0"]

    def _start(self, *, die_at: str = "", die_after: int = 1, only_deliver: bool = False) -> int:
        order = self._order | {"die_at": die_at, "die_after": die_after, "only_deliver": only_deliver}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        return next(int(line.split()[1]) for line in self._lines() if line.startswith("pid"))

    def _until_dead(self) -> int:
        [died] = [line for line in self._lines() if line.startswith("dead")]
        assert died == f"dead -{signal.SIGKILL.value}", f"the window ended by itself: {died}"
        return time.time_ns() // 1_000_000

    def _lines(self) -> Iterator[str]:
        """What it says, up to its death."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.rstrip()
            if line.startswith("dead"):
                return


@pytest.mark.timeout(120 + 15 * KILLS)
def test_however_often_the_window_is_killed_what_it_showed_as_saved_is_there_once(tmp_path: Path) -> None:
    print(f"seed {SEED}")
    dice, shown = random.Random(SEED), Shown()
    token = enrol(tmp_path / "central", f"{DEVICE}=03")[DEVICE]
    central = CentralProcess(tmp_path / "central")
    try:
        with _windows(tmp_path, central.url, token) as windows:
            for kill in range(KILLS):
                alive_ms = windows.kill_one(dice)
                shown.read(tmp_path / "shown.jsonl", alive_ms)
                _look(tmp_path, shown, f"seed {SEED}, kill {kill}")
            windows.deliver()
            _look(tmp_path, shown, f"seed {SEED}, at the end", newest=None)
    finally:
        assert central.stop() == 0
    print(f"{len(shown.saved)} saved, {len(shown.drafts)} drafts, died at {dict(shown.dying)}")
    with _store(tmp_path) as store:
        _check_central(tmp_path / "central", store)
    assert len(shown.saved) >= KILLS // 8 and len(shown.drafts) >= KILLS // 3, "hardly anything was done"


@contextmanager
def _windows(folder: Path, central: str, token: str) -> Iterator[Windows]:
    order = {"folder": str(folder), "central": central, "token": token}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.serving_child"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        yield Windows(process, order)


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    store = Store.open(folder / "window", reserve_bytes=0)
    try:
        yield store
    finally:
        store.close()


def _look(folder: Path, shown: Shown, when: str, *, newest: int | None = NEWEST) -> None:
    """After a kill all cases are counted and the newest opened, at the end every one: else it grows with each kill."""
    with _store(folder) as store:
        try:
            _check_cases(store, shown, newest)
            _check_drafts(store, shown)
        except AssertionError as error:
            pytest.fail(f"{when}: {error}")


def _check_cases(store: Store, shown: Shown, newest: int | None) -> None:
    rows = store.cases.find(EVERYTHING)
    ids = [row.id for row in rows]
    assert set(shown.saved) <= set(ids), "a case shown as saved is missing"
    assert len(ids) == len(set(ids)) == len({row.number for row in rows}), "a case or a number came twice"
    sent = Counter(row.case_id for row in store.outbox.rows(sent=1_000_000) if not row.is_page)
    assert sent == Counter(ids), "cases and outbox do not agree"
    assert not any(row.state is EntryState.PARKED for row in store.outbox.rows(sent=0)), "something is parked"
    assert store.audit.first_broken() is None
    for row in rows[:newest]:
        case, history = store.cases.open(row.id)
        assert len(history) == 1 and case.state is CaseState.RECEIVED
        assert len(store.slips.of(row.id)) == SLIPS
        application = to_plain(case.application)
        assert application == shown.drafts[row.id][-1]["application"], "a case is not what was captured"
        if row.id in shown.saved:
            assert (case.number, application) == (shown.saved[row.id]["number"], shown.saved[row.id]["application"])
        for taken in case.application.taken.values():
            for page in taken.pages:
                assert store.pages.get(row.id, page.sha256)


def _check_drafts(store: Store, shown: Shown) -> None:
    kept = {draft.id: draft for draft in store.drafts.list()}
    cases = {row.id for row in store.cases.find(EVERYTHING)}
    assert not kept.keys() & cases, "a draft outlived its case"
    for draft_id in shown.drafts.keys() - cases:
        captured = shown.drafts[draft_id]
        due = [line for line in captured if line["at"] <= shown.killed_at[draft_id] - MOST_LOST_MS]
        due += [line for line in captured if line["at"] < shown.kept.get(draft_id, 0)]
        if due:
            assert draft_id in kept, "a draft is missing"
            newest_due = max(captured.index(line) for line in due)
            assert _place_of(kept[draft_id], captured) >= newest_due, "a draft is older than it may be"


def _place_of(draft: Draft, captured: list[Json]) -> int:
    """Which of the captured states is on the disk; the end, when it is newer than all that could be written down."""
    plain = to_plain(draft.application)
    places = [
        place for place, line in enumerate(captured) if (line["step"], line["application"]) == (draft.step, plain)
    ]
    newer = draft.updated_at.timestamp() * 1000 >= captured[-1]["at"]
    return max(places) if places else len(captured) if newer else -1


def _check_central(folder: Path, store: Store) -> None:
    """The central has each case once, with the very body that the window kept, and every page, byte for byte."""
    here = [row for row in store.outbox.rows(sent=1_000_000) if not row.is_page]
    assert all(row.state is EntryState.SENT for row in here)
    ours = Counter((plain["case_id"], plain["op_id"], plain["body_sha256"]) for plain in _exported(store, here))
    central = open_central(central_ops.options(folder))
    try:
        with central.store.reading() as connection:
            theirs = Counter(
                (row.case_id, row.op_id, row.body_sha256) for row in connection.execute(select(events)).all()
            )
            named = {(row.case_id, row.sha256) for row in connection.execute(select(case_pages)).all()}
            there = set(connection.scalars(select(pages.c.sha256)))
        assert theirs == ours, "the central has other cases, or another body"
        wanted = {(p["case_id"], sha256) for p in _exported(store, here) for sha256, _ in p["attachments"]}
        assert named == wanted and there == {sha256 for _, sha256 in wanted}
        for case_id, sha256 in wanted:
            assert central.blobs.content(sha256)[0] == store.pages.get(case_id, sha256)
    finally:
        central.close()


def _exported(store: Store, rows: list[Any]) -> list[Json]:
    return [store.outbox.export(row.id) for row in rows]
