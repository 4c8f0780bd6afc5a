"""kill -9 at any moment: what was said to be saved is there, once, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.store.search import CaseQuery
from app.store.store import Store
from sync.entry import Row
from tests.support import counter

KILLS = int(os.environ.get("YICHUANG_KILLS", "6"))
SEED = int(os.environ.get("YICHUANG_SEED", "0")) or random.randrange(1 << 32)
EVERYTHING = CaseQuery(limit=1_000_000)
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Acknowledged:
    """What the child said before it died."""

    cases: list[str] = field(default_factory=list)
    draft: tuple[str, int] = ("", -1)

    def hear(self, line: str) -> None:
        match line.split():
            case ["case", case_id]:
                self.cases.append(case_id)
                self.draft = ("", -1)
            case ["draft", case_id, step]:
                self.draft = (case_id, int(step))


def test_after_every_kill_each_acknowledged_save_is_there_once(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    said = Acknowledged()
    command = [sys.executable, "-m", "tests.support.saving_child", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as windows:
        for kill in range(KILLS):
            _kill_one(windows, said, after_lines=moments.randint(1, 30), spin=moments.randint(0, 200_000))
            store = counter.open_store(tmp_path)
            try:
                _check(store, said)
            except AssertionError as error:
                pytest.fail(f"seed {SEED}, kill {kill}: {error}")
            finally:
                store.close()
    assert len(said.cases) >= KILLS // 6


def _kill_one(windows: subprocess.Popen[str], said: Acknowledged, *, after_lines: int, spin: int) -> None:
    """Start a window, kill it some instants after its n-th line, and hear all it had said until then."""
    assert windows.stdin is not None and windows.stdout is not None
    windows.stdin.write("go\n")
    lines = iter(windows.stdout.readline, "dead\n")
    pid, left = 0, after_lines
    for line in lines:
        if line.startswith("pid"):
            pid = int(line.split()[1])
        else:
            said.hear(line)
            left -= 1
        if pid and left <= 0:
            for _ in range(spin):  # from nothing to some milliseconds: lands anywhere inside a transaction
                pass
            os.kill(pid, signal.SIGKILL)
            break
    for line in lines:
        said.hear(line)


def _check(store: Store, said: Acknowledged) -> None:
    ids = [row.id for row in store.cases.find(EVERYTHING)]
    assert set(said.cases) <= set(ids), "an acknowledged case is missing"
    assert len(ids) == len(set(ids))
    numbers = Counter(row.number for row in store.cases.find(EVERYTHING))
    assert max(numbers.values(), default=1) == 1, "a number came twice"
    rows = [row for row in store.outbox.rows() if not row.is_page]
    assert sorted(row.case_id for row in rows) == sorted(ids), "case and outbox do not agree"
    assert store.audit.first_broken() is None
    slips = Counter(slip.case_id for slip in store.slips.waiting())
    assert slips == Counter(ids), "case and slip do not agree"
    for case_id in ids[:20]:
        _, events = store.cases.open(case_id)
        assert len(events) == 1
        for attachment, _ in store.outbox.export(_seq(rows, case_id))["attachments"]:
            assert len(store.pages.get(case_id, attachment)) == 3_000
    _check_draft(store, said, ids)


def _check_draft(store: Store, said: Acknowledged, ids: list[str]) -> None:
    drafts = {draft.id: int(draft.step) for draft in store.drafts.list()}
    assert not set(drafts) & set(ids), "a draft outlived its case"
    case_id, step = said.draft
    if case_id and case_id not in ids:
        assert drafts.get(case_id, -1) >= step, "a draft is older than was said"


def _seq(rows: list[Row], case_id: str) -> int:
    return next(row.id for row in rows if row.case_id == case_id)
