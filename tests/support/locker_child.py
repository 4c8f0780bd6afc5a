"""A window that opens a cell for a case and is killed before anybody can say what became of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import SimpleNamespace

from tests.support.counter import open_store
from tests.support.locker_room import LockerRoom, ready


def main(folder: str, address: str) -> None:
    """Open a cell of the bank at `address`, say so, and wait to be killed."""
    line = SimpleNamespace(address=address)
    room = LockerRoom(Path(folder), None, line, open_store(Path(folder)))  # type: ignore[arg-type]
    print(room.locker().open_to_lay_in(ready()).number, flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
