"""`yichuang case show`: how a case stands, what its clocks say and why, and everything that was done with it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    """Add `case` to the program's commands."""
    case = commands.add_parser("case", help="look at one case").add_subparsers(dest="what", required=True)
    show = case.add_parser("show", help="how it stands, its clocks with their trace, and its events")
    show.add_argument("number", metavar="NUMBER", help="as printed: YC26-03-00417")
    show.add_argument("--central", type=Path, metavar="FOLDER", help="the central's data; else this window's own store")
    show.add_argument("--database", default="", metavar="URL", help="the central's database, where it has one")
    show.add_argument("--hall", default="YC")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from app.commands.case_told import show_case  # the central's modules take a second that no other command needs

    return show_case(given)
