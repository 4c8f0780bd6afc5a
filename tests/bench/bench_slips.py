"""How long a citizen waits for a slip to be set: the worst of the usual, on a warm compiler."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import typst

from app.documents.slip_file import read_slip_file
from app.documents.typesetting import DOTS_PER_INCH, Documents
from app.domain.slips import SlipDocument, SlipKind
from app.paths import font_folders, resources
from devices.printing import escpos

ROUNDS = 30
TARGET_MS = 80.0
EMPTY_PAGE = b"#set page(width: 72mm, height: 190mm, margin: 0pt)\n#sys.inputs.number"


def measure() -> list[dict[str, object]]:
    """Rows for `build/bench.json`. Every slip differs from the one before, as citizens do."""
    documents = Documents(resources() / "slips", font_folders())
    slip = read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT)
    slips = [
        replace(slip, number=f"YC26-03-{n:05}", applicant=f"某某{n}号店", query=f"{slip.query}{n}")
        for n in range(ROUNDS + 5)
    ]
    page = typst.Compiler()
    empty = _milliseconds(
        lambda n: page.compile(input=EMPTY_PAGE, format="png", ppi=DOTS_PER_INCH, sys_inputs={"number": str(n)})
    )
    return [
        _row("slip 80 mm set and rasterised, warm", _milliseconds(lambda n: documents.raster(slips[n], 576)), empty),
        _row("slip 58 mm set and rasterised, warm", _milliseconds(lambda n: documents.raster(slips[n], 384)), empty),
        _row("A4 notice set as PDF, warm", _milliseconds(lambda n: documents.pdf(slips[n])), empty),
        _row("slip 80 mm as ESC/POS bytes", _encoding(documents, slips[0]), empty, target=10.0),
    ]


def _encoding(documents: Documents, slip: SlipDocument) -> float:
    raster = documents.raster(slip)
    return _milliseconds(lambda _: b"".join(escpos.slip_bands(raster)))


def _milliseconds(work: Callable[[int], object]) -> float:
    """The median over ROUNDS, after five that do not count."""
    taken = []
    for n in range(ROUNDS + 5):
        start = time.perf_counter()
        work(n)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[5:])


def _row(name: str, value: float, baseline: float, *, target: float = TARGET_MS) -> dict[str, object]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "baseline": round(baseline, 2),  # an empty page of the same size by the same library
        "ratio": round(value / baseline, 2),
        "target": target,
        "holds": value <= target,
    }


if __name__ == "__main__":
    for row in measure():
        sys.stdout.write(f"{row}\n")
