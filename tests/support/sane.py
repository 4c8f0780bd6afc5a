"""SANE's own `test` backend, for tests that scan through the real scanimage."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from devices.scanning.sane import SaneFeeder, parse_sane_address

FULL = 10
"""Pages in the feeder of the `test` backend."""

installed = pytest.mark.skipif(shutil.which("scanimage") is None, reason="scanimage (sane-utils) is not installed")


def use_test_backend(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SANE know its `test` backend only."""
    (folder / "dll.conf").write_text("test\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))


def sane_feeder(settings: str = "source=adf&resolution=75", *, patience: float = 20.0) -> SaneFeeder:
    """The first of its scanners."""
    return SaneFeeder(parse_sane_address(f"sane:test:0?{settings}"), patience=patience)


def running_scans() -> list[str]:
    """The command lines of scanimage processes of ours that are alive."""
    said = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "stat=,args="], capture_output=True, text=True, check=False
    )
    return [line for line in said.stdout.splitlines() if "scanimage" in line]
