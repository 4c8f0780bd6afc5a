"""Joins the bench panel to the simulated hall: what a visitor does with cards, papers, cables and the network."""

from __future__ import annotations

from collections.abc import Sequence

from app.wording import Wording
from devices.ports import Raster
from devices.simulators.hall import ROLES, SimulatedHall
from devices.simulators.paper import SAMPLE_TITLES
from sync.relay import CuttableLine
from widgets.gui_thread import GuiThread
from widgets.hall_panel import HallPanel


class HallBench:
    """The far end of `HallPanel`; the names of cards and devices are in the window's language."""

    def __init__(self, hall: SimulatedHall, line: CuttableLine, say: Wording) -> None:
        self._hall, self._line, self._say = hall, line, say
        self._home = GuiThread()
        self.panel = HallPanel(self)

    def slip_came(self, raster: Raster) -> None:
        """The printer cut a slip off; may be called from its thread."""
        self._home(lambda: self.panel.slip_printed(raster))

    @property
    def cards(self) -> Sequence[tuple[str, str]]:
        return [(name, self._say(f"sample_card.{name}")) for name in self._hall.cards]

    @property
    def papers(self) -> Sequence[str]:
        return SAMPLE_TITLES

    @property
    def devices(self) -> Sequence[tuple[str, str]]:
        return [(role, self._say(f"role.{role}")) for role in ROLES]

    def lay(self, key: str) -> None:
        self._hall.lay_card(key)

    def lift(self) -> None:
        self._hall.lift_card()

    def put_page(self, index: int) -> None:
        self._hall.put_page(index)

    def clear_desk(self) -> None:
        self._hall.clear_desk()

    def printer_fault(self, name: str) -> None:
        self._hall.break_printer(name)

    def unplug(self, role: str) -> None:
        self._hall.unplug(role)

    def plug(self, role: str) -> None:
        self._hall.plug(role)

    def network(self, connected: bool) -> None:
        if connected:
            self._line.join()
        else:
            self._line.cut()
