"""A window that is killed while a cell of its locker stands open has lost nothing."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from app.domain.lockers import Aim, CellState, Differs, differences
from tests.support.counter import open_store
from tests.support.locker_room import locker_room, ready


def test_a_window_killed_between_opening_and_confirming_leaves_the_cell_in_doubt(tmp_path: Path) -> None:
    with locker_room(tmp_path) as room:
        room.store.close()
        command = [sys.executable, "-m", "tests.support.locker_child", str(tmp_path), room.line.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None and child.stdout.readline() == "1\n"
            child.kill()
        room.store = open_store(tmp_path)
        assert room.machine.open_cells == {1}
        room.shut(room.cell(1))
        locker = room.locker()
        cabinet = locker.look()
        found = cabinet.cells[0]
        assert (found.state, found.aim, found.case_id) == (CellState.OPEN, Aim.LAY_IN, "c-1") and found.code
        unlike = differences(
            cabinet.cells, cabinet.doors, at_work=(), now=room.clock(), left_after=timedelta(minutes=1)
        )
        assert unlike == {1: Differs.IN_DOUBT}
        place = locker.laid_in(found, ready()).case.life.locker
        assert place is not None and place.code == found.code
        assert room.store.audit.first_broken() is None
