"""`yichuang ocr`: read the fields off a photograph of a card or paper, or the lines of any page."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from app.commands.answer import answering, show, show_rows
from app.services.read_paper import read_lines, read_paper
from devices.ports import Frame
from devices.reading.papers.fields import PaperKind
from devices.reading.worker import WorkerReader
from devices.scanning.pictures import load_picture


def add_to(commands: Any) -> None:
    """Add `ocr` to the program's commands."""
    ocr = commands.add_parser("ocr", help="认出证件照片上的文字")
    ocr.add_argument("image", type=Path, metavar="IMAGE")
    ocr.add_argument("--as", dest="kind", choices=[kind.value for kind in PaperKind], default=PaperKind.PAGE.value)
    ocr.add_argument("--json", action="store_true")
    ocr.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        given.image.stat()  # a file that is not there is said as a file, not as a camera
        frame = load_picture(given.image)
        reader = WorkerReader()
        try:
            reader.open()
            return _shown(frame, PaperKind(given.kind), reader, as_json=given.json)
        finally:
            reader.close()

    return answering(work, as_json=given.json)


def _shown(frame: Frame, kind: PaperKind, reader: WorkerReader, *, as_json: bool) -> int:
    started = time.monotonic()
    if kind is PaperKind.PAGE:
        lines = read_lines(frame, reader)
        rows = [{"text": text, "certainty": sure} for text, sure in lines]
        return show({"as": kind.value, "lines": rows}, as_json=True) if as_json else show_rows(rows, as_json=False)
    paper = read_paper(frame, (kind,), reader)
    fields = {
        name: {
            "value": read.value,
            "certainty": read.certainty,
            "source": read.origin.value,
            "doubt": read.doubt.value if read.doubt else None,
        }
        for name, read in paper.fields.items()
    }
    if as_json:
        return show({"as": kind.value, "fields": fields, "seconds": _since(started)}, as_json=True)
    return show_rows([{"field": name, **read} for name, read in fields.items()], as_json=False)


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
