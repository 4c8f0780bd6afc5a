"""`yichuang catalogue …`: take items in from the province's library, and search them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from app import paths
from app.catalogue.files import load_catalogue
from app.catalogue.provincial import import_into
from app.catalogue.search import ItemSearch
from app.commands.answer import answering, show, show_rows
from app.domain.clock_words import limit_text

SHIPPED = paths.resources() / "catalogue"


def add_to(commands: Any) -> None:
    """Add `catalogue` and its verbs to the program's commands."""
    catalogue = commands.add_parser("catalogue", help="导入、检索事项")
    verbs = catalogue.add_subparsers(dest="verb", required=True)
    take = verbs.add_parser("import", help="导入省事项库的文件")
    take.add_argument("file", type=Path)
    take.add_argument("--into", type=Path, default=paths.data_folder() / "catalogue", metavar="FOLDER")
    take.add_argument("--json", action="store_true")
    take.set_defaults(run=_import)
    search = verbs.add_parser("search", help="和窗口一样检索")
    search.add_argument("words", nargs="*")
    search.add_argument("--catalogue", type=Path, default=SHIPPED, metavar="FOLDER")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=_search)


def _import(given: argparse.Namespace) -> int:
    def work() -> int:
        imported = import_into(given.into, given.file)
        facts = {
            "into": str(given.into),
            "items": len(imported.items),
            "notes": [str(note) for note in imported.notes] if given.json else len(imported.notes),
        }
        show(facts, as_json=given.json)
        if not given.json:
            print("\n".join(str(note) for note in imported.notes))
        return 0

    return answering(work, as_json=given.json)


def _search(given: argparse.Namespace) -> int:
    def work() -> int:
        hits = ItemSearch(load_catalogue(given.catalogue)).find(" ".join(given.words))
        rows = [
            {
                "code": hit.item.code,
                "name": hit.item.name,
                "department": hit.item.department.name,
                "limit": limit_text(hit.item.promised),
                "matched": hit.matched,
            }
            for hit in hits
        ]
        if not rows:
            print("没有找到这样的事项", file=sys.stderr)
        return show_rows(rows, as_json=given.json)

    return answering(work, as_json=given.json)
