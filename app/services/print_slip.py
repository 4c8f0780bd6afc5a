"""Print a slip on the roll, or say why not; what cannot be printed waits in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.documents.slip_text import slip_text
from app.documents.typesetting import Documents
from app.domain.documents import DocumentKinds
from app.domain.errors import CounterError
from app.domain.slips import SlipDocument
from app.store.slips import SlipRow
from app.store.store import Store
from devices.bay import Bay
from devices.ports import DocumentPrinter, Readiness, SlipPrinter
from devices.printing.text_slip import TextPrinter


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

    slip_id: int
    readiness: Readiness

    @property
    def unsure(self) -> bool:
        """Whether the printer gives no word and a person must look."""
        return self.readiness is Readiness.UNKNOWN


def print_slip(
    slip_id: int,
    store: Store,
    documents: Documents,
    printer: Bay[SlipPrinter] | None,
    *,
    kinds: DocumentKinds,
    at: datetime,
    actor: str,
) -> Printed:
    """Print a stored slip: at first the copies of its kind, later one more each time, marked as a reprint and counted.

    Raises a `DeviceError`, `GlyphsMissing` or `NoPrinter`; the slip then stays in the waiting list.
    """
    row = store.slips.get(slip_id)
    document = row.to_print
    if glyphs := documents.missing_glyphs(document):
        raise GlyphsMissing(glyphs)
    if printer is None:
        raise NoPrinter
    readiness = Readiness.UNKNOWN
    for _ in range(_copies_due(row, kinds)):
        readiness = printer.use(lambda device: print_on(device, document, documents))
    store.slips.mark_printed(slip_id, at=at, actor=actor)
    return Printed(slip_id, readiness)


def _copies_due(row: SlipRow, kinds: DocumentKinds) -> int:
    """All copies of its kind come with the first printing; after that somebody asks for another one."""
    return 1 if row.printed_at else kinds[row.kind].copies


def print_on(device: SlipPrinter, document: SlipDocument, documents: Documents) -> Readiness:
    """Print as text where the printer has every character of it, which is much faster; else as a picture."""
    if isinstance(device, TextPrinter):
        text = slip_text(document, device.cells)
        if device.takes(text):
            return device.print_text(text)
    return device.print(documents.raster(document, device.dots))


def save_a4(slip_id: int, store: Store, documents: Documents, folder: Path) -> Path:
    """A stored slip as an A4 PDF in `folder`, named by number and kind; marked as a reprint once it was printed.

    Raises `OSError` where it cannot be written.
    """
    document = store.slips.get(slip_id).to_print
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{document.number}-{document.kind.value}.pdf"
    file.write_bytes(documents.pdf(document))
    return file


def print_a4(
    slip_id: int,
    file: Path,
    store: Store,
    printer: Bay[DocumentPrinter],
    *,
    kinds: DocumentKinds,
    at: datetime,
    actor: str,
) -> Printed:
    """Print a slip kept as A4 PDF through the system's queue, as often as `print_slip` does.

    Raises a `DeviceError`; the slip then still waits.
    """
    readiness = Readiness.UNKNOWN
    for _ in range(_copies_due(store.slips.get(slip_id), kinds)):
        readiness = printer.use(lambda device: device.print(file.read_bytes(), title=file.stem))
    store.slips.mark_printed(slip_id, at=at, actor=actor)
    return Printed(slip_id, readiness)
