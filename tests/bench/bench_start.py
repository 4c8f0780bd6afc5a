"""How long until a window is usable, and how much memory it holds: beside a bare Qt window, each in its own process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2

from app.config import CentralLink, Counter, save_counter
from devices.simulators.hall import COUNTER, SimulatedHall
from tests.bench.counter_child import MEMORY, USABLE
from tests.support.central_process import CentralProcess, enrol

ROUNDS = 5
START_SECONDS, MEMORY_MEBIBYTES = 2.5, 350.0
DEVICE = "window-03"
WINDOW = (sys.executable, "-m", "tests.bench.counter_child")
BARE_QT = (
    sys.executable,
    "-c",
    "from pathlib import Path\n"
    "from PySide6.QtWidgets import QApplication, QWidget\n"
    "app = QApplication([])\n"
    "window = QWidget()\n"
    "window.show()\n"
    "app.processEvents()\n"
    f"print('{USABLE}', flush=True)\n"
    "input()\n"
    "told = dict(line.split(':', 1) for line in Path('/proc/self/status').read_text().splitlines())\n"
    f"print('{MEMORY}', *(int(told[name].split()[0]) / 1024 for name in ('VmRSS', 'VmHWM')))\n",
)


@dataclass(frozen=True, slots=True)
class Run:
    """One life of a process: seconds until it was usable, and its memory at the end and at the highest in MiB."""

    seconds: float
    memory: float
    highest: float


def measure() -> list[dict[str, Any]]:
    """Rows {name, value, unit, baseline, ratio, target, holds}. Both sides take turns."""
    with tempfile.TemporaryDirectory(prefix="yichuang-bench-") as folder, _hall(Path(folder)) as (hall, settings):
        desk = Desk(hall, Path(folder) / "desk")
        window = (*WINDOW, str(settings))
        _run(window, desk)  # the very first start compiles the program and makes the database
        served = _run(window, desk, go_on="serve")
        windows, bare = [], []
        for _ in range(ROUNDS):
            bare.append(_run(BARE_QT, desk, go_on="go"))
            windows.append(_run(window, desk))
    starts = statistics.median(each.seconds for each in windows)
    bare_starts = statistics.median(each.seconds for each in bare)
    bare_memory = statistics.median(each.memory for each in bare)
    return [
        _row("start to usable window (median)", starts, "s", bare_starts, START_SECONDS),
        _row("memory after serving an applicant", served.memory, "MiB", bare_memory, MEMORY_MEBIBYTES),
    ]


class Desk:
    """The hall as a window in another process needs it: papers come as photographs into a folder."""

    def __init__(self, hall: SimulatedHall, folder: Path) -> None:
        self.folder = folder
        self._hall, self._pictures = hall, 0
        self.clear_desk()

    def obey(self, act: str, given: Sequence[str]) -> None:
        """Do what a line of the window asks for."""
        match act, *given:
            case "lay_card", name:
                self._hall.lay_card(name)
            case ("lift_card",):
                self._hall.lift_card()
            case "put_page", number:
                self._hall.put_page(int(number))
                self._photograph()
            case ("clear_desk",):
                self.clear_desk()
            case _:
                raise ValueError(f"the window said {act}")

    def clear_desk(self) -> None:
        """Take the paper away."""
        self._hall.clear_desk()
        self._photograph()

    def _photograph(self) -> None:
        for _ in range(self._hall.camera.HAND_FRAMES):
            self._hall.camera.frame()
        self._pictures += 1
        _, photograph = cv2.imencode(".jpg", self._hall.camera.frame())
        part = self.folder / "part"
        part.write_bytes(photograph.tobytes())
        part.rename(self.folder / f"{self._pictures:03}.jpg")


@contextmanager
def _hall(folder: Path) -> Iterator[tuple[SimulatedHall, Path]]:
    """A simulated hall, a central in its own process, and the settings that lead a window to both."""
    (folder / "desk").mkdir()
    settings = Counter()
    token = enrol(folder / "central", f"{DEVICE}=03")[DEVICE]
    central = CentralProcess(folder / "central")
    try:
        with SimulatedHall(only=COUNTER) as hall:
            inside = replace(
                settings,
                data=str(folder / "window"),
                central=CentralLink(central.url, token),
                simulated_hall=str(hall.folder),
                device=tuple(
                    replace(each, address=f"folder:{folder / 'desk'}") if each.name == "camera" else each
                    for each in hall.settings
                ),
            )
            save_counter(inside, folder / "counter.toml")
            yield hall, folder / "counter.toml"
    finally:
        central.stop()


def _run(command: Sequence[str], desk: Desk, *, go_on: str = "") -> Run:
    """Start a process, wait until it is usable, let it go on, and hear its memory."""
    # compiled once and kept, as an installed program is, whatever this one was told
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(desk.folder.parent / "compiled")}
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
    environment = os.environ | compiled | offscreen
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
        if line.strip() != USABLE:
            raise RuntimeError(f"no usable window: {line}")
        print(go_on, file=process.stdin, flush=True)
        memory, highest = 0.0, 0.0
        for line in process.stdout:
            act, *given = line.split()
            if act == MEMORY:
                memory, highest = (float(each) for each in given)
            else:
                desk.obey(act, given)
    if process.returncode or (go_on and not memory):
        raise RuntimeError(f"{command[-1]} ended with {process.returncode}")
    return Run(seconds, memory, highest)


def _row(name: str, value: float, unit: str, baseline: float, target: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 2),
        "target": f"≤ {target:g} {unit}",
        "holds": value <= target,
    }


if __name__ == "__main__":
    for row in measure():
        print(row)
