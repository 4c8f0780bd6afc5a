"""How long a citizen waits for one receipt by printer profile and line: bytes, and seconds beside bare wire time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

from app.documents.slip_file import read_slip_file
from app.documents.slip_text import slip_text
from app.documents.typesetting import Documents
from app.domain.slips import SlipKind
from app.paths import font_folders, resources
from devices.ports import Raster, Readiness
from devices.printing.address import slip_printer_at
from devices.printing.profile import PrinterProfile, Text
from devices.printing.text_slip import TextSlip
from devices.simulators.slip_printer import EscposMachine, SimulatedSlipPrinter
from tests.support.printers import shipped_profiles

SHARES = {
    "generic-80": 1.01,
    "generic-80-asb": 1.01,
    "generic-80-slow-line": 0.6,
    "old-columns": 1.01,
    "generic-58": 1.01,
    "generic-80-gb18030": 0.1,
}
"""Profile → how many bytes the same receipt may take, to a byte of its dots."""

BAUDS = (9600, 115200)
BITS_A_BYTE = 10
MOST_OVER_WIRE = 1.15  # a printer is asked how it is between pieces, and answers at the same pace
START_SECONDS = 0.5


class Counter:
    """Counts what reaches the printer."""

    bytes = 0

    def count(self, machine: EscposMachine) -> Counter:
        self._machine = machine
        return self

    def answer(self, data: bytes) -> bytes:
        self.bytes += len(data)
        return self._machine.answer(data)


def measure() -> list[dict[str, object]]:
    """Rows for `build/bench.json`. Each slip goes over a pseudo-terminal that takes bytes at the line's pace.

    All go at once: a slow line is waiting, not work, and the slowest alone takes two minutes.
    """
    documents = Documents(resources() / "slips", font_folders())
    slip = replace(read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT), applicant="王小明")
    profiles = {name: shipped_profiles().get(PrinterProfile, name) for name in SHARES}
    rasters = {dots: documents.raster(slip, dots) for dots in {profile.dots for profile in profiles.values()}}

    def rows_of(name: str, baud: int) -> Iterator[dict[str, object]]:
        profile = profiles[name]
        return _rows(name, baud, profile, slip_text(slip, profile.cells), rasters[profile.dots])

    jobs = list(product(SHARES, BAUDS))
    with ThreadPoolExecutor(len(jobs)) as lines:
        return [row for rows in lines.map(lambda job: list(rows_of(*job)), jobs) for row in rows]


def _rows(name: str, baud: int, profile: PrinterProfile, text: TextSlip, raster: Raster) -> Iterator[dict[str, object]]:
    counter = Counter()
    with SimulatedSlipPrinter("pty", dots=profile.dots, baud=baud, paced=True, before=counter.count) as simulated:
        printer = slip_printer_at(simulated.address, profile, patience=6.0, finish_patience=60.0)
        printer.open()
        start = time.perf_counter()
        said = printer.print_text(text) if printer.takes(text) else printer.print(raster)
        seconds = time.perf_counter() - start
        printer.close()
    way = "text" if profile.text is not Text.NONE else profile.picture.value
    label = f"receipt on {profile.paper} mm as {way}, {name}"
    if baud == BAUDS[0]:
        dots = len(raster.rows)
        yield _row(f"{label}: bytes", counter.bytes, "B", dots, round(dots * SHARES[name]))
    wire = counter.bytes * BITS_A_BYTE / baud
    limit = wire * MOST_OVER_WIRE + START_SECONDS
    row = _row(f"{label}: {baud} baud", round(seconds, 2), "s", round(wire, 2), round(limit, 2))
    yield row if said is Readiness.READY else row | {"holds": False}


def _row(name: str, value: float, unit: str, baseline: float, target: float) -> dict[str, object]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "baseline": baseline,  # for seconds the bare wire time of the same bytes; for bytes the dots themselves
        "ratio": round(value / baseline, 2),
        "target": target,
        "holds": value <= target,
    }


if __name__ == "__main__":
    for row in measure():
        sys.stdout.write(f"{row}\n")
