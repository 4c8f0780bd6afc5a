"""`yichuang hall`: a simulated hall alone, for any program to be tried against it."""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.answer import GOOD, answering, show_rows
from app.config import Counter, save_counter
from app.device_book import remember

if TYPE_CHECKING:
    from devices.simulators.hall import SimulatedHall


def add_to(commands: Any) -> None:
    """Add `hall` to the program's commands."""
    hall = commands.add_parser("hall", help="只开模拟大厅，说出每台设备在哪个口")
    hall.add_argument("--folder", type=Path, metavar="FOLDER", help="放端口和设置的文件夹；不写就新建")
    hall.add_argument("--break", dest="broken", action="append", default=[], metavar="NAME=FAULT",
                      help="让一台设备一开始就坏着；名称=help 列出毛病")  # fmt: skip
    hall.add_argument("--json", action="store_true")
    hall.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        from devices.simulators.hall import CALIBRATED, SimulatedHall  # no other command, nor the window, needs it

        with ExitStack() as stack:
            folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yichuang-hall-")))
            folder.mkdir(parents=True, exist_ok=True)
            hall = stack.enter_context(SimulatedHall(folder, in_process=False))
            _break(hall, given.broken)
            settings = replace(Counter(), data=str(folder / "window"), simulated_hall=str(folder))
            config = folder / "counter.toml"
            save_counter(replace(settings, device=hall.settings), config)
            remember(CALIBRATED, settings.data_folder)
            show_rows([_row(hall, name) for name in hall.devices], as_json=given.json)
            print(f"# settings: {config}", flush=True)
            _until_interrupted()
        return GOOD

    return answering(work, as_json=given.json)


def _row(hall: SimulatedHall, name: str) -> dict[str, str]:
    device = hall.devices[name]
    return {
        "name": name,
        "role": device.role.value,
        "listens": device.listens(),
        "set_up": device.setting.address if device.setting else "",
        "broken": device.broken,
    }


def _break(hall: SimulatedHall, broken: Sequence[str]) -> None:
    for each in broken:
        name, mark, fault = each.partition("=")
        if not mark:
            raise ValueError(f"{each}: NAME=FAULT")
        hall.break_(name, fault)


def _until_interrupted() -> None:
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
