"""`yichuang case show`: how a case stands, what its clocks say and why, and everything that was done with it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    """Add `case` to the program's commands."""
    case = commands.add_parser("case", help="看一个办件").add_subparsers(dest="what", required=True)
    show = case.add_parser("show", help="办到哪一步、各项时限和算法、经过")
    show.add_argument("number", metavar="NUMBER", help="印在凭证上的编号，如 YC26-03-00417")
    show.add_argument("--central", type=Path, metavar="FOLDER", help="中心端的数据文件夹；不写就看本窗口的数据")
    show.add_argument("--database", default="", metavar="URL", help="中心端用 PostgreSQL 时的数据库地址")
    show.add_argument("--hall", default="YC")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from app.commands.case_told import show_case  # the central's modules take a second that no other command needs

    return show_case(given)
