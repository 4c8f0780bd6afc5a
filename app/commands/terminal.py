"""`yichuang`, `yichuang terminal`, `yichuang run`: the window, for real or with a simulated hall."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from app import paths
from app.commands.answer import GOOD, TROUBLE, answering
from app.commands.settings import settings_of
from app.config import Counter


def add_to(commands: Any) -> None:
    """Add `terminal` and `run` to the program's commands."""
    terminal = commands.add_parser("terminal", help="打开窗口（不写命令也是）")
    terminal.set_defaults(run=open_window)
    run = commands.add_parser("run", help="在模拟大厅里办一件；没有屏幕时按脚本办")
    run.add_argument("--out", type=Path, default=Path("build/tour"), metavar="FOLDER", help="截图放在哪里")
    run.set_defaults(run=_run)


def open_window(given: argparse.Namespace) -> int:
    """The window with the devices and the central of the settings."""

    def work() -> int:
        if not has_screen() and "QT_QPA_PLATFORM" not in os.environ:  # Qt would end the program without a word
            print("这里没有屏幕（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），窗口打不开。请在桌面上启动", file=sys.stderr)
            return TROUBLE
        from widgets.program import run_window

        return run_window(settings_of(given.config, create=True), given.config or paths.config_file())

    return answering(work)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        if has_screen():
            from widgets.simulated.hall import run_in_simulated_hall

            return run_in_simulated_hall(settings_of(given.config))
        code = tour(given.out)
        if code == GOOD:
            print(f"Pictures, slip and PDF are in {given.out}")
        return code

    return answering(work)


def self_test(_: argparse.Namespace) -> int:
    """Serve one applicant by script; used by the packaged program to show that it is whole."""
    with tempfile.TemporaryDirectory(prefix="yichuang-self-test-") as folder:
        return answering(lambda: _fonts() or tour(Path(folder)))


def _fonts() -> int:
    """A package without its fonts would serve, and show boxes."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from widgets.program import application
    from widgets.theme.fonts import missing_families

    _running = application(Counter())
    missing = missing_families()
    if missing:
        print(f"缺少字体：{'、'.join(missing)}", file=sys.stderr)
    return TROUBLE if missing else GOOD


def tour(out: Path) -> int:
    """One applicant, served by script through the real window without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from widgets.simulated.tour import serve_one_applicant

    return serve_one_applicant(out)


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
