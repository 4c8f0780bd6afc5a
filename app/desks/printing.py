"""Printing the documents of a case where their kind belongs, as many copies as their kind has."""

from __future__ import annotations

from collections.abc import Callable

from app.desks.foundations import Foundations
from app.domain.documents import Paper
from app.domain.slips import SlipDocument
from app.services.print_slip import Printed, print_a4, print_slip, save_a4
from devices.bay import Bay
from devices.ports import DocumentPrinter, SlipPrinter
from devices.ports import Role as Device


def print_stored(
    on: Foundations,
    slip_id: int,
    document: SlipDocument,
    tell: Callable[[str], None],
    troubled: Callable[[str], None],
) -> None:
    """Letters go on A4 where there is such a printer, everything else on the roll; one of the two is told of it."""
    office = on.outlet(Device.DOCUMENT_PRINTER, 0)

    def printed(_: Printed) -> None:
        tell(on.wording("slip.printed"))

    def failed(error: Exception) -> None:
        troubled(on.wording.error(error))

    if office is not None and on.document_kinds[document.kind].papers[0] is Paper.A4:
        printer: Bay[DocumentPrinter] = office.printer
        folder = on.settings.data_folder / "a4"

        def on_paper() -> Printed:
            file = save_a4(slip_id, on.store, on.documents, folder)
            at, actor = on.now(), on.seat.id
            return print_a4(slip_id, file, on.store, printer, at=at, actor=actor, kinds=on.document_kinds)

        office.lane.run(on_paper, printed, failed)
        return
    roll: Bay[SlipPrinter] | None = on.devices.first(Device.SLIP_PRINTER)

    def on_roll() -> Printed:
        at, actor = on.now(), on.seat.id
        return print_slip(slip_id, on.store, on.documents, roll, at=at, actor=actor, kinds=on.document_kinds)

    on.devices.lane(Device.SLIP_PRINTER).run(on_roll, printed, failed)
