"""What is plugged in and not set up: each is asked, harmlessly and one port at a time, what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum

from devices.errors import DeviceError
from devices.plugged import Identity, Plugged, SeenPort, UsbQuirk, is_meant_by
from devices.ports import Role
from devices.probing import PROBES, Probe, Recognised
from devices.scanning.camera_places import CameraPlaces
from devices.scanning.find_escl import find_escl
from devices.scanning.sane import find_sane
from devices.scanning.wishes import FoundScanner
from devices.setting import DeviceSetting
from devices.wires.serial_wire import SerialWire

ANNOUNCE_SECONDS = 1.5
PATIENCE = 0.3  # seconds a device is given to answer one question


class Sure(Enum):
    """How sure it is what a device is."""

    CERTAIN = "certain"  # it said so itself
    LIKELY = "likely"  # known by its make
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """Something plugged in. `setting` is how it could be set up; None where it is not known what it is.

    `advice` is the id of a sentence; `facts` belong to it.
    """

    place: str  # the lasting name of where it is
    where: str  # the port it has today
    what: str  # id of what it is called
    sure: Sure
    advice: str
    setting: DeviceSetting | None = None
    name: str = ""  # what it calls itself on the USB
    identity: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def unbound_ports(plugged: Plugged, settings: Iterable[DeviceSetting]) -> tuple[SeenPort, ...]:
    """The serial ports that no device of the settings is plugged into."""
    taken = {_port_of(setting, plugged) for setting in settings}
    return tuple(port for port in plugged.ports() if port.port not in taken)


def unbound_devices(devices: Sequence[Identity], settings: Iterable[DeviceSetting]) -> tuple[Identity, ...]:
    """The USB devices that no address of the settings leads to; one that fits several leads to none of them."""
    taken: list[Identity] = []
    for setting in settings:
        scheme, _, place = setting.place.partition(":")
        meant = [device for device in devices if scheme in ("usb", "hid") and is_meant_by(place, device)]
        taken += meant if len(meant) == 1 else []
    return tuple(device for device in devices if device not in taken)


def find_devices(
    plugged: Plugged,
    settings: Iterable[DeviceSetting],
    quirks: Mapping[str, UsbQuirk],
    *,
    finders: Iterable[Callable[[], Iterable[Found]]] = (),
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Found]:
    """What is plugged in and not set up, as it is found. Ports in use are left alone.

    USB devices are known by their make alone (`quirks`, by vendor and product); serial ports are asked; what announces
    itself by other ways is found by `finders`, which take a few seconds each.
    """
    known = tuple(settings)
    devices = plugged.usb_devices()
    for device in unbound_devices(devices, known):
        quirk = quirks.get(device.pair)
        if quirk is not None and quirk.scheme != "serial":
            yield _known_by_make(device, quirk, devices)
    for port in unbound_ports(plugged, known):
        if cancelled():
            return
        yield ask_port(port)
    for find in finders:
        if cancelled():
            return
        yield from (each for each in find() if not _is_set_up(each, known))


def ask_port(port: SeenPort, probes: Iterable[Probe] = PROBES, *, patience: float = PATIENCE) -> Found:
    """Ask what is at a port, question by question, until it answers one of them."""
    busy: DeviceError | None = None
    for probe in probes:
        for baud in probe.bauds:
            wire = SerialWire(port.port, baud)
            try:
                wire.open()
                recognised = _heard(wire, probe.query, probe, patience)
                if recognised is not None and probe.number:
                    recognised = _heard(wire, probe.number, probe, 2 * patience) or recognised
            except DeviceError as error:
                busy = error
                break
            finally:
                wire.close()
            if recognised is not None:
                return _found(port, probe, baud, recognised)
    nothing = Found(port.place, port.port, "port", Sure.UNKNOWN, "silent", name=port.usb.name)
    return nothing if busy is None else replace(nothing, advice="busy", facts={"detail": busy.detail})


def on_a_port(setting: DeviceSetting) -> bool:
    """Whether a device hangs on a serial port, so that another port can be written into its address."""
    return setting.address.startswith(("serial:", "/")) or ":" not in setting.place


def moved_to(place: str, setting: DeviceSetting) -> DeviceSetting:
    """The setting of a device `on_a_port` at another one; what else its address says stays."""
    _, mark, query = setting.address.partition("?")
    return replace(setting, address=f"serial:{place}{mark}{query}")


def _heard(wire: SerialWire, question: bytes, probe: Probe, patience: float) -> Recognised | None:
    wire.drain()
    wire.write(question)
    said = b""
    while data := wire.read(patience + 60 * 10 / (wire.baud or 9600)):
        said += data
        if (recognised := probe.recognise(said)) is not None:
            return recognised
        if len(said) > 512:
            break
    return None


def _found(port: SeenPort, probe: Probe, baud: int, recognised: Recognised) -> Found:
    address = f"serial:{port.place}?baud={baud}"
    setting = DeviceSetting(probe.role.value.replace("_", "-"), probe.role, address, probe.profile, recognised.identity)
    return Found(
        port.place, port.port, probe.name, Sure.CERTAIN, "add", setting, port.usb.name, recognised.identity,
        {"baud": str(baud), **recognised.facts},
    )  # fmt: skip


def _known_by_make(device: Identity, quirk: UsbQuirk, devices: Sequence[Identity]) -> Found:
    place = f"{quirk.scheme}:{_lasting_name(device, devices)}"
    setting = DeviceSetting(quirk.role.value.replace("_", "-"), quirk.role, place, quirk.profile)
    facts = {"name": quirk.name}
    return Found(place, device.socket, "usb", Sure.LIKELY, "by_make", setting, quirk.name, facts=facts)


def _lasting_name(device: Identity, devices: Sequence[Identity]) -> str:
    """The name by which only this one is found: its numbers at whatever socket, or its socket where those are shared.

    One without a serial number is named by its make while it is the only one, for it may be plugged in elsewhere.
    """
    name = device.pair + (f":{device.serial}" if device.serial else "")
    alike = [each for each in devices if is_meant_by(name, each)]
    return f"at-{device.socket}" if len(alike) > 1 and device.socket else name


def cameras() -> Iterator[Found]:
    """The cameras of this computer."""
    for seen in CameraPlaces().ports():
        setting = DeviceSetting("camera", Role.PAGE_SOURCE, f"camera:{seen.place}")
        yield Found(seen.place, seen.port, "camera", Sure.LIKELY, "by_make", setting, seen.usb.name)


def scanners() -> Iterator[Found]:
    """The scanners behind SANE, and those that announce themselves in the network."""
    found: list[FoundScanner] = []
    with suppress(DeviceError):  # SANE is not installed
        found += find_sane()
    for each in (*found, *find_escl(ANNOUNCE_SECONDS)):
        setting = DeviceSetting("scanner", Role.PAGE_FEEDER, each.address)
        yield Found(each.address, each.address, "scanner", Sure.CERTAIN, "by_make", setting, each.name)


FINDERS = (cameras, scanners)
"""Other ways in which devices are found."""


def _is_set_up(found: Found, known: Iterable[DeviceSetting]) -> bool:
    return found.setting is not None and any(found.setting.place == each.place for each in known)


def _port_of(setting: DeviceSetting, plugged: Plugged) -> str:
    place = setting.place.removeprefix("serial:")
    try:
        return plugged.find_port(place)
    except DeviceError:
        return place


def named(setting: DeviceSetting, settings: Iterable[DeviceSetting]) -> DeviceSetting:
    """The setting under a name that no other has."""
    names, number, name = {each.name for each in settings}, 2, setting.name
    while name in names:
        name, number = f"{setting.name}-{number}", number + 1
    return replace(setting, name=name)
