"""`yichuang hall` runs on its own: another process finds its devices, cameras and USB among them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app import paths

ROOT = paths.resources().parent


@contextmanager
def hall(folder: Path, *words: str) -> Iterator[tuple[list[dict[str, str]], Path]]:
    """The rows a hall prints, and the settings it writes."""
    command = [sys.executable, "-m", "app", "hall", "--folder", str(folder), "--json", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            said = ""
            for line in running.stdout:
                if line.startswith("# settings: "):
                    break
                said += line
            yield json.loads(said), Path(line.removeprefix("# settings: ").strip())
        finally:
            running.send_signal(signal.SIGINT)
    assert running.returncode == 0


def doctor(config: Path) -> dict[str, dict[str, Any]]:
    """The doctor's rows of devices that are set up, by name."""
    command = [sys.executable, "-m", "app", "--config", str(config), "doctor", "--json", "--no-search"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert told.stderr == ""
    return {row["name"]: row for row in json.loads(told.stdout) if row["kind"] == "device"}


def test_another_process_names_every_device_of_the_hall(tmp_path: Path) -> None:
    with hall(tmp_path / "hall", "--break", "display=unplugged", "--break", "scanner=cover_open") as (rows, config):
        listed = {row["name"]: row for row in rows}
        assert listed["printer-2"]["broken"] == "paper_out"
        assert listed["reader-3"]["set_up"] == "", "nobody has told the window of it"
        found = doctor(config)
    well = {name for name, row in found.items() if row["well"]}
    assert well == {
        "reader", "reader-usb", "camera", "camera-2", "printer", "pad", "caller", "code-gun", "modem",
        "lockers-2", "lockers-3",
    }  # fmt: skip
    assert found.keys() - well == {"reader-2", "printer-2", "lockers", "display", "scanner"}
    assert found["reader-usb"]["identity"].startswith("05.02-")
    assert "盖子" in found["scanner"]["said"]


def test_a_fault_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "hall", "--folder", str(tmp_path), "--break", "printer=fax"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 2
    assert "paper_out" in told.stderr
