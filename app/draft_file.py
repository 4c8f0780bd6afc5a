"""A file that keeps what somebody is still writing, anew at every change, so that a crash loses nothing of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from app.domain.plain import from_plain, to_plain
from app.whole_file import write_whole

T = TypeVar("T")

log = logging.getLogger("counter")


class DraftFile(Generic[T]):
    """Holds one value; nothing personal may be in it. A crash loses what `run` has not come to.

    `run` does what takes as long as the disk does, in the order given.
    """

    def __init__(self, file: Path, run: Callable[[Callable[[], None]], None]) -> None:
        self._file, self._run = file, run

    def read(self, of: type[T], otherwise: T) -> T:
        """What was kept last; `otherwise` when nothing was, or when it cannot be read."""
        try:
            return from_plain(of, json.loads(self._file.read_bytes()))
        except FileNotFoundError:
            pass
        except (OSError, ValueError, ValidationError) as error:
            log.warning("a kept draft is unreadable: %s", type(error).__name__)
        return otherwise

    def keep(self, value: T | None) -> None:
        """Keep `value` instead; None for nothing any more."""
        self._run(lambda: self._write(value))

    def _write(self, value: T | None) -> None:
        if value is None:
            self._file.unlink(missing_ok=True)
            return
        write_whole(self._file, json.dumps(to_plain(value), ensure_ascii=False).encode())
