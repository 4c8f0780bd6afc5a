"""A small disk that can be filled to the last byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A file system of its own at `folder`."""

    folder: Path

    def fill(self) -> None:
        """Leave not one block."""
        with open(self._filler(), "ab") as filler:
            while free := shutil.disk_usage(self.folder).free:
                try:
                    os.posix_fallocate(filler.fileno(), filler.seek(0, os.SEEK_END), free)
                except OSError:
                    return

    def make_room(self) -> None:
        """Delete what filled it."""
        self._filler().unlink()

    def _filler(self) -> Path:
        return self.folder / "filler"


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk in memory, mounted at `folder`; the test is skipped where mounting is not allowed."""
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(asked, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here: it takes root")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)
