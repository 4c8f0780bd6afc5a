"""Printing the documents of a case where their kind belongs, as many copies as their kind has."""

from __future__ import annotations

from collections.abc import Callable

from app.desks.foundations import Foundations
from app.domain.documents import Paper
from app.domain.slips import SlipDocument
from app.services.print_slip import print_a4, print_slip, save_a4
from devices.bay import Bay
from devices.ports import DocumentPrinter, Readiness, SlipPrinter
from devices.ports import Role as Device


class SlipPrinting:
    """Letters go on A4 where there is such a printer, everything else on the roll."""

    def __init__(self, on: Foundations) -> None:
        self._on = on

    def print(self, slip_id: int, document: SlipDocument, tell: Callable[[str], None], *, copies: int = 1) -> None:
        """Print a stored document; `tell` hears in a sentence how that went."""
        on, office = self._on, self._on.outlet(Device.DOCUMENT_PRINTER, 0)
        if office is not None and on.document_kinds[document.kind].papers[0] is Paper.A4:
            printer: Bay[DocumentPrinter] = office.printer
            folder = on.settings.data_folder / "a4"

            def on_paper() -> Readiness:
                file = save_a4(slip_id, on.store, on.documents, folder)
                at, actor = on.now(), on.seat.id
                return print_a4(slip_id, file, on.store, printer, at=at, actor=actor, copies=copies).readiness

            office.lane.run(on_paper, lambda _: tell(on.wording("slip.printed")), lambda e: tell(on.wording.error(e)))
            return
        roll: Bay[SlipPrinter] | None = on.devices.first(Device.SLIP_PRINTER)
        on.devices.lane(Device.SLIP_PRINTER).run(
            lambda: print_slip(slip_id, on.store, on.documents, roll, at=on.now(), actor=on.seat.id, copies=copies),
            lambda _: tell(on.wording("slip.printed")),
            lambda error: tell(on.wording.error(error)),
        )
