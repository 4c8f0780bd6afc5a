"""A window's worth of simulated devices: what training, demonstration and tests plug in instead of hardware."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from devices.ports import Raster
from devices.simulators import paper
from devices.simulators.card_reader import SimulatedCardReader
from devices.simulators.desk import SimulatedCamera
from devices.simulators.escpos_machine import Fault
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.simulators.slip_printer import SimulatedSlipPrinter

ROLES = ("card_reader", "page_source", "slip_printer")


class SimulatedHall:
    """A card reader on a pty, a camera over a desk, and a roll printer on a TCP port.

    `on_slip` is called, from the printer's thread, with every slip that is cut off.
    """

    def __init__(self) -> None:
        self.on_slip: Callable[[Raster], None] = lambda _: None
        self.reader = SimulatedCardReader()
        self.camera = SimulatedCamera()
        self.printer = SimulatedSlipPrinter(on_slip=lambda raster: self.on_slip(raster))
        for role in ROLES:
            self.plug(role)

    @property
    def addresses(self) -> dict[str, str]:
        """Where the reader and the printer are to be opened."""
        return {"card_reader": f"serial:{self.reader.port}", "slip_printer": self.printer.address}

    @property
    def cards(self) -> tuple[str, ...]:
        """The sample cards that can be laid down."""
        return tuple(SAMPLE_CARDS)

    def lay_card(self, name: str) -> None:
        """Lay a sample card on the reader."""
        self.reader.lay(SAMPLE_CARDS[name])

    def lift_card(self) -> None:
        """Take the card away."""
        self.reader.lift()

    def put_page(self, number: int) -> None:
        """Put a sample paper under the camera."""
        self.camera.put(paper.sample_page(number))

    def clear_desk(self) -> None:
        """Take the paper away."""
        self.camera.clear()

    def break_printer(self, fault: str) -> None:
        """Break the printer in the named way; "" puts it right."""
        machine = self.printer.machine
        machine.play(Fault(fault)) if fault else machine.heal()

    def unplug(self, role: str) -> None:
        """Pull a device's cable."""
        match role:
            case "card_reader":
                self.reader.unplug()
            case "page_source":
                self.camera.unplug()
            case "slip_printer":
                self.printer.unplug()

    def plug(self, role: str) -> None:
        """Plug a device in again."""
        match role:
            case "card_reader":
                self.reader.plug_in()
            case "page_source":
                self.camera.plug()
            case "slip_printer":
                self.printer.plug_in()

    def close(self) -> None:
        """Switch everything off."""
        self.reader.close()
        self.printer.close()

    def __enter__(self) -> SimulatedHall:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
