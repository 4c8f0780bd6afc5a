"""A roll printer made of software: ESC/POS in, slips out, behind a TCP port or a pseudo-terminal.

with SimulatedSlipPrinter(on_slip=show) as printer:
    ... print to printer.address ...
    printer.machine.play(Fault.PAPER_OUT)
    printer.line.play(LineFault.FLIPPED)
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Literal

from devices.plugged import Identity
from devices.ports import Raster
from devices.simulators.escpos_machine import EscposMachine, Fault, SmallBuffer
from devices.simulators.line_end import Machine, SimulatedDevice

__all__ = ["EscposMachine", "Fault", "SimulatedSlipPrinter", "SmallBuffer"]


class SimulatedSlipPrinter:
    """An `EscposMachine` on a line. `address` is what to open; it stays the same when plugged in again.

    `paced` lets bytes to the printer take their time on a pseudo-terminal too, as those from it always do.
    `before` stands between line and machine, such as a buffer that is too small.
    """

    def __init__(
        self,
        over: Literal["tcp", "pty"] = "tcp",
        *,
        dots: int = 576,
        on_slip: Callable[[Raster], None] | None = None,
        baud: int = 115200,
        paced: bool = False,
        before: Callable[[EscposMachine], Machine] = lambda machine: machine,
        usb: Identity | None = None,
        home: Path | None = None,
        name: str = "simulated-slip-printer",
    ) -> None:
        self.machine = EscposMachine(dots, on_slip)
        behind = before(self.machine)
        self.line = SimulatedDevice(
            _Paced(behind, baud) if paced else behind, over, baud=baud, usb=usb, home=home, name=name
        )
        self.machine.speak = self.line.say
        self.machine.on_unplug = self._pull_the_cable
        self._pulling: threading.Thread | None = None

    @property
    def address(self) -> str:
        return self.line.address

    @property
    def slips(self) -> list[Raster]:
        """What has been cut off so far, oldest first."""
        return self.machine.slips

    def plug_in(self, *, elsewhere: bool = False) -> None:
        """Appear at `address`, another one if `elsewhere`; a no-op when plugged in already."""
        self._join()
        self.machine.is_unplugged = False
        self.line.plug_in(elsewhere=elsewhere)

    def unplug(self) -> None:
        """Vanish, as a pulled cable does."""
        self._join()
        self.line.unplug()
        self.machine.lose_line()

    def close(self) -> None:
        """Unplug for good."""
        self.unplug()
        self.line.close()

    def __enter__(self) -> SimulatedSlipPrinter:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pull_the_cable(self) -> None:
        """From the line's own thread, which cannot wait for its own end."""
        self._pulling = threading.Thread(target=self.line.unplug, name="cable-pulled")
        self._pulling.start()

    def _join(self) -> None:
        pulling, self._pulling = self._pulling, None
        if pulling is not None:
            pulling.join()


class _Paced:
    """Takes bytes no faster than a line brings them."""

    def __init__(self, machine: Machine, baud: int) -> None:
        self._machine, self._baud = machine, baud

    def answer(self, data: bytes) -> bytes:
        time.sleep(len(data) * 10 / self._baud)
        return self._machine.answer(data)
