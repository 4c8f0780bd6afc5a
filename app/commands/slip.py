"""`yichuang slip render`: a slip as a picture or an A4 PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import paths
from app.commands.answer import answering, show
from app.documents.slip_file import read_slip_file
from app.documents.typesetting import Documents
from app.domain.slips import SlipKind
from devices.printing.roll_printer import DOTS


def add_to(commands: Any) -> None:
    """Add `slip` to the program's commands."""
    slip = commands.add_parser("slip", help="把单据排成 PNG 或 PDF")
    verbs = slip.add_subparsers(dest="verb", required=True)
    render = verbs.add_parser("render", help="排一张单据，办件写在 JSON 里")
    render.add_argument("--kind", choices=[kind.value for kind in SlipKind], default=SlipKind.RECEIPT.value)
    render.add_argument("--case", type=Path, default=paths.resources() / "slips" / "sample_case.json", metavar="FILE")
    render.add_argument("--width", type=int, choices=(58, 80), default=80, help="卷纸宽，毫米，排 PNG 用")
    render.add_argument("--out", type=Path, required=True, metavar="slip.png|notice.pdf")
    render.add_argument("--json", action="store_true")
    render.set_defaults(run=_render)


def _render(given: argparse.Namespace) -> int:
    def work() -> int:
        form = given.out.suffix.lower()
        if form not in (".png", ".pdf"):
            raise ValueError(f"--out {given.out}，扩展名应当是 .png 或 .pdf")
        document = read_slip_file(given.case, SlipKind(given.kind))
        documents = Documents(paths.resources() / "slips", paths.font_folders())
        if form == ".png":
            content = documents.png(documents.raster(document, DOTS[given.width]))
        else:
            content = documents.pdf(document)
        given.out.write_bytes(content)
        facts = {"out": str(given.out), "bytes": len(content), "missing_glyphs": documents.missing_glyphs(document)}
        return show(facts, as_json=given.json)

    return answering(work, as_json=given.json)
