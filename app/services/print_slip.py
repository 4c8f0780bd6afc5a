"""Print a slip on the roll, or say why not; what cannot be printed waits in a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.documents import Documents
from app.domain.errors import CounterError
from app.domain.slips import SlipDocument
from app.store.store import Store
from devices.bay import Bay
from devices.ports import Readiness, SlipPrinter


class GlyphsMissing(CounterError):
    """No font here draws these characters: printed as boxes they would be wrong, so nothing was printed."""

    def __init__(self, glyphs: str) -> None:
        super().__init__(glyphs)
        self.glyphs = glyphs


class NoPrinter(CounterError):
    """This window has no slip printer."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the printer said afterwards; UNKNOWN means that a person must look."""

    slip_id: str
    readiness: Readiness


def print_slip(
    slip_id: str, store: Store, documents: Documents, printer: Bay[SlipPrinter] | None
) -> Printed:
    """Print a stored slip; anything after its first printing is marked as a reprint and counted.

    Raises a `DeviceError`, `GlyphsMissing` or `NoPrinter`; the slip then stays in the waiting list.
    """
    kept = store.slips.get(slip_id)
    document = replace(kept.document, reprint=kept.printed)
    if glyphs := documents.missing_glyphs(document):
        raise GlyphsMissing(glyphs)
    if printer is None:
        raise NoPrinter
    readiness = printer.use(lambda device: device.print(documents.raster(document, device.dots)))
    store.slips.mark_printed(slip_id)
    return Printed(slip_id, readiness)


def save_a4(document: SlipDocument, documents: Documents, folder: Path) -> Path:
    """The slip as an A4 PDF in `folder`, named by number and kind. Raises `OSError` where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{document.number}-{document.kind.value}.pdf"
    file.write_bytes(documents.pdf(document))
    return file
