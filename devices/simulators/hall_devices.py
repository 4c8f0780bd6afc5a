"""The devices of the simulated hall, family by family, as an old hall has them.

Two card readers on their own, one that the window has set up with a wrong speed, one on the USB; two cameras and a
scanner in the network; printers, one without paper; a caller and a rating pad on one bus; lockers of three families,
one with its feedback switches reversed; a window display, a hand scanner and a modem; and a reader and a lock board
that are plugged in without anybody having told the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from devices.lockers.profile import Family
from devices.plugged import Identity
from devices.ports import Raster, Role
from devices.setting import DeviceSetting
from devices.simulators import (
    camera_stream,
    card_reader,
    code_scanner,
    counter_bus,
    escl_scanner,
    escpos_machine,
    gsm_modem,
    led_display,
    lock_board,
    paper,
)
from devices.simulators.card_reader import SimulatedCardReader, usb_card_reader
from devices.simulators.desk import Desk, SimulatedCamera
from devices.simulators.hall_device import OTHER_PORT, UNPLUGGED, HallDevice, on_a_line
from devices.simulators.line_end import LineFault, SimulatedDevice
from devices.simulators.slip_printer import SimulatedSlipPrinter
from devices.simulators.usb_bus import SimulatedUsbBus

ADAPTER, OTHER_ADAPTER = (0x1A86, 0x7523), (0x0403, 0x6001)
IN_PROCESS = "simulated:"
"""Begins the address of a camera that has none: whoever has the hall in its own process opens the camera itself."""


def readers(home: Path) -> Iterator[HallDevice]:
    """Card readers on serial lines."""
    for name, serial, number, baud, told in (
        ("reader", "R1", (5, 3, 20150101, 123, 4567), 115200, 115200),
        ("reader-2", "R2", (5, 1, 20230711, 1, 234), 9600, 115200),  # set up with a speed it does not have
        ("reader-3", "R3", (5, 9, 20190305, 77, 88), 115200, 0),  # nobody has told the window of it
    ):
        reader = SimulatedCardReader(baud=baud, sam_number=number, usb=_who(ADAPTER, serial), home=home, name=name)
        yield on_a_line(
            _set_up(name, Role.CARD_READER, ADAPTER, serial, told or baud),
            reader.line,
            faults={fault.value: partial(reader.play, fault) for fault in card_reader.Fault},
            heal=partial(reader.play, None),
            device=reader,
            set_up=bool(told),
        )


def usb_readers(bus: SimulatedUsbBus) -> Iterator[HallDevice]:
    """A card reader on the USB itself."""
    device, inside = usb_card_reader(serial="U1", sam_number=(5, 2, 20210908, 5, 678))

    def move() -> None:
        bus.unplug(device)
        bus.plug_in(device, socket="1-4")

    def heal() -> None:
        inside.play(None)
        inside.sam.play(None)

    faults = {fault.value: partial(inside.sam.play, fault) for fault in card_reader.Fault}
    line_faults = {fault.value: partial(inside.play, fault) for fault in LineFault}
    yield HallDevice(
        "reader-usb",
        Role.CARD_READER,
        DeviceSetting("reader-usb", Role.CARD_READER, "usb:0400:c35a:U1"),
        inside.sam,
        plug=lambda: None if device.socket else bus.plug_in(device, socket="1-3"),
        unplug=lambda: bus.unplug(device) if device.socket else None,
        close=lambda: None,
        breaks={
            **line_faults, **faults, UNPLUGGED: lambda: bus.unplug(device), OTHER_PORT: move,
        },
        heal=heal,
        listens=lambda: "usb:0400:c35a:U1",
    )  # fmt: skip


def cameras(desk: SimulatedCamera, *, in_process: bool) -> Iterator[HallDevice]:
    """The document camera, and the one that looks at faces; as streams where another process is to see them."""
    for name, camera in (("camera", desk), ("camera-2", SimulatedCamera("face camera", seed=11, desk=Desk.WOOD))):
        if in_process:
            yield HallDevice(
                name,
                Role.PAGE_SOURCE,
                DeviceSetting(name, Role.PAGE_SOURCE, f"{IN_PROCESS}{name}"),
                camera,
                plug=camera.plug,
                unplug=camera.unplug,
                close=camera.close,
                breaks={UNPLUGGED: camera.unplug},
                heal=camera.plug,
                listens=partial(str, f"{IN_PROCESS}{name}"),
            )
        else:
            yield _streamed(name, camera)


def _streamed(name: str, camera: SimulatedCamera) -> HallDevice:
    stream = camera_stream.CameraStream(camera)
    stream.plug_in()
    return HallDevice(
        name,
        Role.PAGE_SOURCE,
        DeviceSetting(name, Role.PAGE_SOURCE, f"camera:{stream.url}"),
        stream,
        plug=stream.plug_in,
        unplug=stream.unplug,
        close=stream.unplug,
        breaks={**_faults(stream, camera_stream.StreamFault), UNPLUGGED: stream.unplug},
        heal=stream.heal,
        listens=partial(str, stream.url),
    )


def scanners() -> Iterator[HallDevice]:
    """A scanner in the network with three papers in its feeder."""
    scanner = escl_scanner.EsclScanner([paper.sample_page(number) for number in range(3)])
    scanner.__enter__()
    yield HallDevice(
        "scanner",
        Role.PAGE_FEEDER,
        DeviceSetting("scanner", Role.PAGE_FEEDER, scanner.address),
        scanner,
        plug=lambda: None,
        unplug=lambda: None,
        close=scanner.stop,
        breaks=_faults(scanner, escl_scanner.EsclFault),
        heal=scanner.heal,
        listens=partial(str, scanner.address),
    )


def printers(home: Path, on_slip: Callable[[Raster], None]) -> Iterator[HallDevice]:
    """A printer in the network, and one on a serial line that has run out of paper."""
    in_network = SimulatedSlipPrinter("tcp", on_slip=on_slip, home=home, name="printer")
    in_network.plug_in()
    yield _printer(in_network, DeviceSetting("printer", Role.SLIP_PRINTER, in_network.address, "generic-80"))
    on_a_port = SimulatedSlipPrinter(
        "pty", dots=384, on_slip=on_slip, usb=_who(OTHER_ADAPTER, "P2"), home=home, name="printer-2"
    )
    yield _printer(on_a_port, _set_up("printer-2", Role.SLIP_PRINTER, OTHER_ADAPTER, "P2", 115200, "generic-58"))


def _printer(printer: SimulatedSlipPrinter, setting: DeviceSetting) -> HallDevice:
    device = on_a_line(
        setting,
        printer.line,
        faults=_faults(printer.machine, escpos_machine.Fault),
        heal=printer.machine.heal,
        device=printer,
    )
    return replace(device, plug=printer.plug_in, unplug=printer.unplug, close=printer.close)


def counters(home: Path) -> Iterator[HallDevice]:
    """What lies on a counter: caller and pad on one bus, a display over the window, a hand scanner, a modem."""
    bus = counter_bus.CounterBusMachine()
    yield _plain(home, "pad", Role.RATING_PAD, bus, counter_bus.BusFault, "B1")
    display = led_display.LedBoard()
    yield _plain(home, "display", Role.WINDOW_DISPLAY, display, led_display.LedFault, "D1")
    gun = code_scanner.HandScanner()
    yield _plain(home, "code-gun", Role.CODE_SCANNER, gun, code_scanner.ScannerFault, "G1")
    modem = gsm_modem.SimulatedModem()
    yield _plain(home, "modem", Role.MESSAGE_SENDER, modem, gsm_modem.Fault, "M1", baud=115200)


def callers(pad: HallDevice) -> Iterator[HallDevice]:
    """The caller shares its bus, and so its cable, with the pad."""
    assert pad.setting is not None
    setting = replace(pad.setting, name="caller", role=Role.CALLER)
    cable = HallDevice(
        "caller", Role.CALLER, setting, pad.device, _nothing, _nothing, _nothing, breaks={}, heal=_nothing
    )  # fmt: skip
    yield replace(cable, line=pad.line, listens=pad.listens)


def lockers(home: Path) -> Iterator[HallDevice]:
    """Lockers of three families, and a board that nobody has told the window of."""
    for name, family, profile, serial in (
        ("lockers", Family.EIGHT_A, "generic", "L1"),
        ("lockers-2", Family.WKLY, "wkly-24", "L2"),
        ("lockers-3", Family.YT_PLUS, "yt-24", "L3"),
        ("lockers-4", Family.WKLY, "wkly-24", ""),
    ):
        boards = lock_board.LockBoards(family)
        yield _plain(
            home, name, Role.LOCK_BANK, boards, lock_board.Fault, serial or "L4", profile=profile, set_up=bool(serial)
        )


def _nothing() -> None:
    """What a device does that shares its cable with another."""


def _plain(
    home: Path,
    name: str,
    role: Role,
    machine: Any,
    faults: type[Enum],
    serial: str,
    *,
    baud: int = 9600,
    profile: str = "generic",
    set_up: bool = True,
) -> HallDevice:
    """A machine on a serial line of its own."""
    line = SimulatedDevice(machine, baud=baud, usb=_who(OTHER_ADAPTER, serial), home=home, name=name)
    return on_a_line(
        _set_up(name, role, OTHER_ADAPTER, serial, baud, profile),
        line,
        faults=_faults(machine, faults),
        heal=machine.heal,
        device=machine,
        set_up=set_up,
    )


def _faults(machine: Any, faults: type[Enum]) -> dict[str, Callable[[], None]]:
    return {fault.value: partial(machine.play, fault) for fault in faults}


def _who(make: tuple[int, int], serial: str) -> Identity:
    return Identity(*make, serial, f"1-1.{ord(serial[0]) % 8}.{serial[1:]}", "simulated adapter")


def _set_up(
    name: str, role: Role, make: tuple[int, int], serial: str, baud: int, profile: str = "generic"
) -> DeviceSetting:
    vendor, product = make
    return DeviceSetting(name, role, f"serial:usb-{vendor:04x}-{product:04x}-{serial}?baud={baud}", profile)
