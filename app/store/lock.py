"""One program at a time: a lock on a file beside the database, which the system lets go of when the program
dies.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.domain.errors import StoreInUse

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ProgramLock:
    """Held from construction until `release`. Raises `StoreInUse` when another program holds it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._file)
            raise StoreInUse(str(path)) from error

    def release(self) -> None:
        """Let others in."""
        os.close(self._file)
