"""A window's worth of simulated devices: what training, demonstration and tests plug in instead of hardware.

Two card readers on their own, one more that the window has set up with a wrong speed and one on the USB; two cameras;
printers, one without paper; a caller and a rating pad on one bus; lockers of three families, one with its feedback
switches reversed; a window display, a hand scanner, a modem, a scanner on the network; and a reader and a lock board
that are plugged in without anybody having told the window.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from devices.lockers.profile import Family
from devices.plugged import PLUGGED_FILE, Identity
from devices.ports import CallerKey, Raster, Role
from devices.setting import DeviceSetting
from devices.simulators import card_reader, code_scanner, counter_bus, escpos_machine, led_display, lock_board, paper
from devices.simulators.card_reader import SimulatedCardReader
from devices.simulators.desk import SimulatedCamera
from devices.simulators.hall_device import HallDevice, on_a_line
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.simulators.slip_printer import SimulatedSlipPrinter

CAMERA = "simulated:camera"
"""The address of a camera that has none: whoever has the hall in its own process opens `SimulatedHall.camera`."""

COUNTER = ("reader", "camera", "printer")
"""The devices without which nobody is served."""

BROKEN_AT_FIRST = {"printer-2": "paper_out", "lockers": "reversed"}
"""The hall is old; two of its faults are there from the beginning."""

ADAPTER, OTHER_ADAPTER = (0x1A86, 0x7523), (0x0403, 0x6001)


class SimulatedHall:
    """Everything is plugged in at first. `on_slip` is called, from the printer's thread, with every slip cut off.

    `folder` holds the list of what is plugged in (see `devices.plugged`), for this process and for others. `only` are
    the devices there are, all of them by default.
    """

    def __init__(self, folder: Path | None = None, *, only: Collection[str] = (), in_process: bool = True) -> None:
        self._own_folder = tempfile.TemporaryDirectory(prefix="simulated-hall-") if folder is None else None
        self.folder = folder or Path(self._own_folder.name)  # type: ignore[union-attr]
        self.on_slip: Callable[[Raster], None] = lambda _: None
        self._lock = threading.Lock()
        self.camera = SimulatedCamera()
        self.devices: dict[str, HallDevice] = {}
        for device in (*self._readers(), *self._pages(), *self._printers(), *self._counter(), *self._lockers()):
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
        """Press a key: next or recall on the caller, 1 to 5 on the rating pad; or scan a code with the hand scanner."""
        bus = self.devices["pad"].device
        if what.isdigit():
            self._line("pad").say(bus.rate(int(what)))
        elif what in {key.value for key in CallerKey}:
            self._line("pad").say(bus.press(CallerKey(what)))
        else:
            self._line("code-gun").say(self.devices["code-gun"].device.scan(what))

    def pull_door(self, cell: int, bank: str = "lockers") -> None:
        """Open a locker's door with the key."""
        self._line(bank).say(self.devices[bank].device.pull(cell))

    def shut_door(self, cell: int, bank: str = "lockers") -> None:
        """Push a locker's door shut."""
        self._line(bank).say(self.devices[bank].device.shut(cell))

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
        if self._own_folder is not None:
            self._own_folder.cleanup()

    def __enter__(self) -> SimulatedHall:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line(self, name: str) -> SimulatedDevice:
        line = self.devices[name].line
        assert line is not None, f"{name} is on no line"
        return line

    def _readers(self) -> Iterable[HallDevice]:
        for name, serial, number, baud, told in (
            ("reader", "R1", (5, 3, 20150101, 123, 4567), 115200, 115200),
            ("reader-2", "R2", (5, 1, 20230711, 1, 234), 9600, 115200),  # set up with a speed it does not have
            ("reader-3", "R3", (5, 9, 20190305, 77, 88), 115200, 0),  # nobody has told the window of it
        ):
            reader = SimulatedCardReader(
                baud=baud, sam_number=number, usb=_adapter(ADAPTER, serial), home=self.folder, name=name
            )
            yield on_a_line(
                _setting(name, Role.CARD_READER, ADAPTER, serial, told or baud),
                reader.line,
                faults={fault.value: partial(reader.play, fault) for fault in card_reader.Fault},
                heal=partial(reader.play, None),
                device=reader,
                set_up=bool(told),
            )

    def _pages(self) -> Iterable[HallDevice]:
        camera = self.camera
        yield HallDevice(
            "camera",
            Role.PAGE_SOURCE,
            DeviceSetting("camera", Role.PAGE_SOURCE, CAMERA),
            camera,
            plug=camera.plug,
            unplug=camera.unplug,
            close=camera.close,
            breaks={"unplugged": camera.unplug},
            heal=camera.plug,
            listens=lambda: CAMERA,
        )

    def _printers(self) -> Iterable[HallDevice]:
        for name, over, profile in (("printer", "tcp", "generic-80"), ("printer-2", "pty", "generic-58")):
            printer = SimulatedSlipPrinter(
                "tcp" if over == "tcp" else "pty",
                dots=576 if name == "printer" else 384,
                on_slip=lambda raster: self.on_slip(raster),
                usb=_adapter(OTHER_ADAPTER, "P2"),
                home=self.folder,
                name=name,
            )
            address = "serial:usb-0403-6001-P2?baud=115200"
            if over == "tcp":
                printer.plug_in()
                address = printer.address
            yield replace(
                on_a_line(
                    DeviceSetting(name, Role.SLIP_PRINTER, address, profile),
                    printer.line,
                    faults={fault.value: partial(printer.machine.play, fault) for fault in escpos_machine.Fault},
                    heal=printer.machine.heal,
                    device=printer,
                ),
                plug=printer.plug_in,
                unplug=printer.unplug,
                close=printer.close,
            )

    def _counter(self) -> Iterable[HallDevice]:
        bus = counter_bus.CounterBusMachine()
        yield self._plain("pad", Role.RATING_PAD, bus, counter_bus.BusFault, "B1", 9600)
        display = led_display.LedBoard()
        yield self._plain("display", Role.WINDOW_DISPLAY, display, led_display.LedFault, "D1", 9600)
        gun = code_scanner.HandScanner()
        yield self._plain("code-gun", Role.CODE_SCANNER, gun, code_scanner.ScannerFault, "G1", 9600)

    def _lockers(self) -> Iterable[HallDevice]:
        for name, family, profile, serial, set_up in (
            ("lockers", Family.EIGHT_A, "generic", "L1", True),
            ("lockers-2", Family.WKLY, "wkly-24", "L2", True),
            ("lockers-3", Family.YT_PLUS, "yt-24", "L3", True),
            ("lockers-4", Family.WKLY, "wkly-24", "L4", False),
        ):
            boards = lock_board.LockBoards(family)
            yield self._plain(
                name, Role.LOCK_BANK, boards, lock_board.Fault, serial, 9600, profile=profile, set_up=set_up
            )

    def _plain(
        self,
        name: str,
        role: Role,
        machine: Any,
        faults: Any,
        serial: str,
        baud: int,
        *,
        profile: str = "generic",
        set_up: bool = True,
    ) -> HallDevice:
        line = SimulatedDevice(machine, baud=baud, usb=_adapter(OTHER_ADAPTER, serial), home=self.folder, name=name)
        return on_a_line(
            _setting(name, role, OTHER_ADAPTER, serial, baud, profile),
            line,
            faults={fault.value: partial(machine.play, fault) for fault in faults},
            heal=machine.heal,
            device=machine,
            set_up=set_up,
        )

    def _list(self) -> None:
        """Write down what is plugged in."""
        with self._lock:
            seen = [port for device in self.devices.values() if (port := device.seen()) is not None]
            ports = [{"port": port.port, **_entry(port.usb)} for port in seen]
            draft = self.folder / f"{PLUGGED_FILE}.new"
            draft.write_text(json.dumps({"ports": ports, "usb": []}), encoding="utf-8")
            draft.replace(self.folder / PLUGGED_FILE)


def _adapter(make: tuple[int, int], serial: str) -> Identity:
    return Identity(*make, serial, f"1-1.{ord(serial[0]) % 8}.{serial[1:]}", "simulated adapter")


def _entry(usb: Identity) -> dict[str, object]:
    return {
        "vendor": usb.vendor, "product": usb.product, "serial": usb.serial, "socket": usb.socket, "name": usb.name
    }  # fmt: skip


def _setting(
    name: str, role: Role, make: tuple[int, int], serial: str, baud: int, profile: str = "generic"
) -> DeviceSetting:
    vendor, product = make
    return DeviceSetting(name, role, f"serial:usb-{vendor:04x}-{product:04x}-{serial}?baud={baud}", profile)
