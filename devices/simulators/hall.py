"""A window's worth of simulated devices: what training, demonstration and tests plug in instead of hardware."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from devices.plugged import PLUGGED_FILE, Identity
from devices.ports import CallerKey, Raster, Role
from devices.setting import DeviceSetting
from devices.simulators import hall_devices, paper
from devices.simulators.card_reader import SimulatedCardReader
from devices.simulators.desk import SimulatedCamera
from devices.simulators.hall_device import HallDevice
from devices.simulators.hall_devices import IN_PROCESS
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.simulators.slip_printer import SimulatedSlipPrinter
from devices.simulators.usb_bus import SimulatedUsbBus

COUNTER = ("reader", "camera", "printer")
"""The devices without which nobody is served."""

BROKEN_AT_FIRST = {"printer-2": "paper_out", "lockers": "reversed"}
"""The hall is old; two of its faults are there from the beginning."""

CALIBRATED: Mapping[str, Mapping[str, Any]] = {
    "lockers-2": {"closed_value": 1, "calibrated": True},
    "lockers-3": {"closed_value": 0, "calibrated": True},
}
"""What has been found out of devices before: two of the lock banks were calibrated when they were put up."""


class SimulatedHall:
    """Everything is plugged in at first. `on_slip` is called, from the printer's thread, with every slip cut off.

    `folder` holds the list of what is plugged in (see `devices.plugged`), for this process and for others. `only` are
    the devices there are, all of them by default; with `in_process` the cameras are opened by whoever made the hall.
    """

    def __init__(self, folder: Path | None = None, *, only: Collection[str] = (), in_process: bool = True) -> None:
        self._own_folder = tempfile.TemporaryDirectory(prefix="simulated-hall-") if folder is None else None
        self.folder = folder or Path(self._own_folder.name)  # type: ignore[union-attr]
        self.on_slip: Callable[[Raster], None] = lambda _: None
        self._lock = threading.Lock()
        self._bus = SimulatedUsbBus()
        self.camera = SimulatedCamera()
        self.devices: dict[str, HallDevice] = {}
        for device in self._all(in_process):
            if not only or device.name in only:
                self.devices[device.name] = device
                device.plug()
            else:
                device.close()
        for name in BROKEN_AT_FIRST.keys() & self.devices.keys():
            self.devices[name].break_(BROKEN_AT_FIRST[name])
        self._list()

    @property
    def reader(self) -> SimulatedCardReader:
        """The card reader that visitors lay cards on."""
        reader: SimulatedCardReader = self.devices["reader"].device
        return reader

    @property
    def printer(self) -> SimulatedSlipPrinter:
        """The slip printer that works."""
        printer: SimulatedSlipPrinter = self.devices["printer"].device
        return printer

    @property
    def settings(self) -> tuple[DeviceSetting, ...]:
        """How the window has set its devices up."""
        return tuple(each.setting for each in self.devices.values() if each.setting is not None)

    @property
    def in_process(self) -> Mapping[str, Callable[[], Any]]:
        """By their addresses, the devices that only this process can open."""
        own = [each for each in self.devices.values() if each.setting and each.setting.address.startswith(IN_PROCESS)]
        return {f"{IN_PROCESS}{each.name}": partial(_itself, each.device) for each in own}

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

    def press(self, what: str) -> None:
        """Press a key: next or recall on the caller, 1 to 5 on the rating pad."""
        if what.isdigit():
            self._line("pad").say(self.devices["pad"].device.rate(int(what)))
        else:
            self._line("pad").say(self.devices["pad"].device.press(CallerKey(what)))

    def scan(self, code: str) -> None:
        """Scan a code with the hand scanner."""
        self._line("code-gun").say(self.devices["code-gun"].device.scan(code))

    def pull_door(self, cell: int, bank: str = "lockers") -> None:
        """Open a locker's door with the key."""
        self._line(bank).say(self.devices[bank].device.pull(cell))

    def shut_door(self, cell: int, bank: str = "lockers") -> None:
        """Push a locker's door shut."""
        self._line(bank).say(self.devices[bank].device.shut(cell))

    def shut_doors(self) -> None:
        """Push every door shut that stands open, in every bank."""
        for name, each in self.devices.items():
            if each.role is Role.LOCK_BANK:
                for cell in each.device.open_cells:
                    self.shut_door(cell, name)

    def break_(self, name: str, fault: str) -> None:
        """Break a device in the named way; "" puts it right. Raises ValueError where there is no such name or fault."""
        if name not in self.devices:
            raise ValueError(f"no device {name} (known: {', '.join(self.devices)})")
        self.devices[name].break_(fault)
        self._list()

    def unplug(self, name: str) -> None:
        """Pull a device's cable."""
        self.devices[name].unplug()
        self._list()

    def plug(self, name: str) -> None:
        """Plug a device in again."""
        self.devices[name].plug()
        self._list()

    def close(self) -> None:
        """Switch everything off."""
        for device in self.devices.values():
            device.close()
        self._bus.close()
        if self._own_folder is not None:
            self._own_folder.cleanup()

    def __enter__(self) -> SimulatedHall:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _all(self, in_process: bool) -> Iterator[HallDevice]:
        yield from hall_devices.readers(self.folder)
        yield from hall_devices.usb_readers(self._bus)
        yield from hall_devices.cameras(self.camera, in_process=in_process)
        yield from hall_devices.scanners()
        yield from hall_devices.printers(self.folder, lambda raster: self.on_slip(raster))
        for device in hall_devices.counters(self.folder):
            yield device
            if device.name == "pad":
                yield from hall_devices.callers(device)
        yield from hall_devices.lockers(self.folder)

    def _line(self, name: str) -> SimulatedDevice:
        line = self.devices[name].line
        assert line is not None, f"{name} is on no line"
        return line

    def _list(self) -> None:
        """Write down what is plugged in."""
        with self._lock:
            seen = [port for device in self.devices.values() if (port := device.seen()) is not None]
            ports = [{"port": port.port, **_entry(port.usb)} for port in seen]
            draft = self.folder / f"{PLUGGED_FILE}.new"
            plugged = {"ports": ports, "usb": [], "usb_bus": self._bus.place}
            draft.write_text(json.dumps(plugged), encoding="utf-8")
            draft.replace(self.folder / PLUGGED_FILE)


def _itself(device: Any) -> Any:
    return device


def _entry(usb: Identity) -> dict[str, object]:
    return {
        "vendor": usb.vendor, "product": usb.product, "serial": usb.serial, "socket": usb.socket, "name": usb.name
    }  # fmt: skip
