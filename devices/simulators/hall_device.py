"""One device of a simulated hall: what it is called, how it is set up, its cable, and all that can break about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from devices.plugged import Identity, SeenPort
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.simulators.line_end import LineFault, SimulatedDevice

UNPLUGGED, OTHER_PORT = "unplugged", "other_port"
"""What every device can suffer besides its own faults."""


@dataclass
class HallDevice:
    """`setting` is how the window has set it up, None where it is plugged in and nobody has told the window.

    `breaks` are the ways to break it by name; `heal` puts everything right but the cable.
    """

    name: str
    role: Role
    setting: DeviceSetting | None
    device: Any  # the simulator, to be played with
    plug: Callable[[], None]
    unplug: Callable[[], None]
    close: Callable[[], None]
    breaks: Mapping[str, Callable[[], None]]
    heal: Callable[[], None]
    seen: Callable[[], SeenPort | None] = lambda: None
    usb: Callable[[], Identity | None] = lambda: None
    line: SimulatedDevice | None = None
    broken: str = ""
    listens: Callable[[], str] = field(default=lambda: "")

    def break_(self, fault: str) -> None:
        """Break it in the named way; "" puts it right. Raises ValueError naming the ways there are."""
        if fault and fault not in self.breaks:
            raise ValueError(f"{self.name} has no fault {fault} (known: {', '.join(self.breaks)})")
        self.heal()
        self.plug()
        if fault:
            self.breaks[fault]()
        self.broken = fault


def on_a_line(
    setting: DeviceSetting,
    line: SimulatedDevice,
    *,
    faults: Mapping[str, Callable[[], None]],
    heal: Callable[[], None],
    device: Any = None,
    set_up: bool = True,
) -> HallDevice:
    """A device behind a serial line or a TCP port; the line's own faults are added to `faults`."""

    def move() -> None:
        line.unplug()
        line.plug_in(elsewhere=True)

    def heal_all() -> None:
        line.play(None)
        heal()

    line_faults = {fault.value: (lambda fault=fault: line.play(fault)) for fault in LineFault}
    cable = {UNPLUGGED: line.unplug, OTHER_PORT: move}
    return HallDevice(
        name=setting.name,
        role=setting.role,
        setting=setting if set_up else None,
        device=device if device is not None else line,
        plug=line.plug_in,
        unplug=line.unplug,
        close=line.close,
        breaks={**line_faults, **faults, **cable},
        heal=heal_all,
        seen=lambda: line.seen,
        line=line,
        listens=lambda: line.address,
    )
