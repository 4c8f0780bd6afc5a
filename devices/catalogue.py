"""Which driver serves which device: the only place that knows them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode

from devices.bay import Answer
from devices.cards.readers import ReaderProfile, open_card_reader
from devices.code_scanners.keyboard import KeyboardScanner
from devices.code_scanners.lines import ScannerProfile
from devices.code_scanners.serial_scanner import SerialCodeScanner
from devices.code_scanners.serial_scanner import redact as redact_code
from devices.code_scanners.wedge import WedgeProfile
from devices.displays.led_display import DisplayProfile, LedDisplay
from devices.errors import CoverOpen, CutterJammed, DeviceSilent, FeederEmpty, PaperOut, PrinterError, PrinterOffline
from devices.lockers.door_watch import DoorWatch
from devices.lockers.lock_bank import BoardLockBank
from devices.lockers.profile import LockProfile
from devices.messaging.at import redact as redact_message
from devices.messaging.gsm_modem import GsmModem, ModemProfile
from devices.messaging.http_gateway import GatewayProfile, HttpGateway
from devices.plugged import Plugged, UsbQuirk
from devices.ports import CardReader, DocumentPrinter, PageFeeder, PageSource, Readiness, Role, SlipPrinter
from devices.printing.address import slip_printer_at
from devices.printing.document_printer import document_printer_at
from devices.printing.profile import PrinterProfile
from devices.printing.roll_printer import RollPrinter
from devices.profiles import Profiles
from devices.rating.bus import CounterBus
from devices.rating.caller import BusCaller, CallerProfile
from devices.rating.rating_pad import BusRatingPad, RatingPadProfile
from devices.scanning.feeders import open_page_feeder
from devices.scanning.sources import CameraSource, FolderSource, ImageSource, VideoSource
from devices.setting import DeviceSetting
from devices.wires.address import parse_address, wire_at
from devices.wires.ring import Redactor, show_all
from devices.wires.wire import Wire

FAMILIES: Mapping[str, type[Any]] = {
    "reader": ReaderProfile,
    "printer": PrinterProfile,
    "lock": LockProfile,
    "rating_pad": RatingPadProfile,
    "caller": CallerProfile,
    "window_display": DisplayProfile,
    "code_scanner": ScannerProfile,
    "keyboard_scanner": WedgeProfile,
    "modem": ModemProfile,
    "gateway": GatewayProfile,
    "usb": UsbQuirk,
}
"""What a profile may say, by family: the first word of its heading in a TOML file."""

_FAMILY_OF: Mapping[Role, str] = {
    Role.CARD_READER: "reader",
    Role.SLIP_PRINTER: "printer",
    Role.LOCK_BANK: "lock",
    Role.RATING_PAD: "rating_pad",
    Role.CALLER: "caller",
    Role.WINDOW_DISPLAY: "window_display",
    Role.CODE_SCANNER: "code_scanner",
}

KEYBOARD = "keyboard:"
"""The address of a scanner that types."""

GATEWAY = "gateway:"
"""The address of a gateway for messages: its profile says where it is, and what follows here where its secret is."""

NOT_READY: dict[Readiness, type[PrinterError]] = {
    Readiness.PAPER_OUT: PaperOut,
    Readiness.COVER_OPEN: CoverOpen,
    Readiness.CUTTER_JAMMED: CutterJammed,
    Readiness.OFFLINE: PrinterOffline,
}

DOOR_SECONDS = 60.0
"""How long a locker's door may stand open before somebody is told."""

P = TypeVar("P")


class Listener(Protocol):
    """A device that speaks unasked, or is only spoken to."""

    def look(self) -> None:
        """Raises DeviceLost when its line has gone."""
        ...


class DeviceMaker:
    """Makes drivers from settings, by role. `calibration` says what was found out of a device beyond its profile."""

    def __init__(
        self,
        plugged: Plugged,
        profiles: Profiles,
        *,
        calibration: Callable[[str], Mapping[str, Any]] = lambda _: {},
        on_card_found: Callable[[], None] | None = None,
    ) -> None:
        self.plugged, self.profiles = plugged, profiles
        self._calibration, self._on_card_found = calibration, on_card_found
        self._buses: dict[str, CounterBus] = {}

    def make(self, setting: DeviceSetting, **trial: Any) -> Any:
        """The driver for `setting`, not opened; `trial` tries values of its profile that are not kept.

        Raises ValueError for an address or a profile that makes no sense.
        """
        found = {**self._calibration(setting.name), **trial}
        setting = _at_speed(setting, found)
        match setting.role:
            case Role.CARD_READER:
                profile = self._profile(ReaderProfile, setting, found)
                address = _with(setting.address, identity=setting.identity)
                return open_card_reader(address, profile, plugged=self.plugged, on_card_found=self._on_card_found)
            case Role.PAGE_SOURCE:
                return open_page_source(setting.address)
            case Role.SLIP_PRINTER:
                printer = self._profile(PrinterProfile, setting, found)
                find_port, find_usb = self.plugged.find_port, self.plugged.find_usb
                return slip_printer_at(setting.address, printer, find_port=find_port, find_usb=find_usb)
            case Role.DOCUMENT_PRINTER:
                return document_printer_at(setting.address)
            case Role.RATING_PAD:
                pad = self._profile(RatingPadProfile, setting, found)
                return BusRatingPad(self._bus(setting), pad, number=_number(setting))
            case Role.CALLER:
                caller = self._profile(CallerProfile, setting, found)
                return BusCaller(self._bus(setting), caller, number=_number(setting))
            case Role.LOCK_BANK:
                bank = self._profile(LockProfile, setting, found)
                return BoardLockBank(self._wire(setting, "baud", baud=bank.baud, redact=show_all), bank)
            case Role.WINDOW_DISPLAY:
                return LedDisplay(self._wire(setting, "baud"), self._profile(DisplayProfile, setting, found))
            case Role.CODE_SCANNER if setting.address == KEYBOARD:
                return KeyboardScanner()
            case Role.CODE_SCANNER:
                scanner = self._profile(ScannerProfile, setting, found)
                return SerialCodeScanner(self._wire(setting, "baud", redact=redact_code), scanner)
            case Role.MESSAGE_SENDER if setting.address.startswith(GATEWAY):
                gateway = self._profile(GatewayProfile, setting, found)
                return HttpGateway(gateway, secret=setting.address.removeprefix(GATEWAY))
            case Role.MESSAGE_SENDER:
                modem = self._profile(ModemProfile, setting, found)
                return GsmModem(self._wire(setting, "baud", baud=modem.baud, redact=redact_message), modem)
            case Role.PAGE_FEEDER:
                return open_page_feeder(setting.address)
            case _:
                raise ValueError(f"{setting.role.value} has no driver")

    def usb_quirks(self) -> Mapping[str, UsbQuirk]:
        """What USB devices of known makes are, by vendor and product as in 0400:c35a."""
        return {pair: self.profiles.get(UsbQuirk, pair) for pair in self.profiles.names("usb")}

    def slip_dots(self, setting: DeviceSetting) -> int:
        """How many dots a slip printer prints across. Raises ValueError for a profile that is not there."""
        return self._profile(PrinterProfile, setting, self._calibration(setting.name)).dots

    def keyboard_profile(self, setting: DeviceSetting) -> WedgeProfile:
        """How a scanner that types has been set up. Raises ValueError for a profile that is not there."""
        return self._profile(WedgeProfile, setting, self._calibration(setting.name))

    def profile_files(self, setting: DeviceSetting) -> tuple[str, ...]:
        """The files in which the make of this device is described."""
        return self.profiles.files_of(family_of(setting), setting.profile)

    def probe(self, role: Role) -> Callable[[Any], Answer]:
        """How one device of this role is asked, harmlessly, how it is; a probe may remember what it heard."""
        return REMEMBERING[role]() if role in REMEMBERING else PROBES.get(role, lambda _: Answer())

    def _profile(self, of: type[P], setting: DeviceSetting, found: Mapping[str, Any]) -> P:
        """The device's profile with what was found out of it; what is no longer known there is left out."""
        profile = self.profiles.get(of, setting.profile)
        known = {each.name for each in fields(profile)}  # type: ignore[arg-type]
        return replace(profile, **{key: value for key, value in found.items() if key in known})  # type: ignore[type-var]

    def _wire(self, setting: DeviceSetting, *known: str, baud: int = 9600, redact: Redactor = show_all) -> Wire:
        place = parse_address(setting.address)
        place.refuse_unknown(*known)
        return wire_at(place, baud=baud, find_port=self.plugged.find_port, redact=redact, role=setting.role.value)

    def _bus(self, setting: DeviceSetting) -> CounterBus:
        """The bus at the device's place: its devices share it, as they share their lane."""
        if setting.place not in self._buses:
            self._buses[setting.place] = CounterBus(self._wire(setting, "baud", "number"))
        return self._buses[setting.place]


def family_of(setting: DeviceSetting) -> str:
    """The family that the profile of this device belongs to; "" for a role without profiles."""
    if setting.role is Role.MESSAGE_SENDER:
        return "gateway" if setting.address.startswith(GATEWAY) else "modem"
    return "keyboard_scanner" if setting.address == KEYBOARD else _FAMILY_OF.get(setting.role, "")


def open_page_source(address: str) -> PageSource:
    """The page source at `address`; its `open` is still to be called.

        camera:0?size=2592x1944     a document camera, by index or by path (/dev/v4l/by-id/...)
        folder:PATH                 the newest picture in a folder
        image:PATH   video:PATH     one file

    Raises ValueError for an address that makes no sense.
    """
    kind, _, rest = address.partition(":")
    if not rest:
        raise ValueError(f"{address}: expected camera:0, folder:PATH, image:PATH or video:PATH")
    match kind:
        case "camera":
            return _camera(rest)
        case "folder":
            return FolderSource(rest)
        case "image":
            return ImageSource(rest)
        case "video":
            return VideoSource(rest)
        case _:
            raise ValueError(f"{address}: {kind} is no page source (camera, folder, image, video)")


def _camera(rest: str) -> CameraSource:
    place, _, query = rest.partition("?")
    settings = dict(parse_qsl(query, keep_blank_values=True))
    width, _, height = settings.pop("size", "2592x1944").partition("x")
    if settings:
        raise ValueError(f"{', '.join(settings)} is no setting of a camera (known: size)")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise ValueError("size: width x height in pixels such as 2592x1944 is expected")
    return CameraSource(int(place) if place.isdigit() else place, (int(width), int(height)))


def probe_card_reader(reader: CardReader) -> Answer:
    """Whether the reader answers, and which it is. Raises its `DeviceError`."""
    return Answer(identity=reader.identity())


def probe_page_source(source: PageSource) -> Answer:
    """Whether the source gives a picture, and of what size. Raises its `DeviceError`."""
    height, width = source.frame().shape[:2]
    return Answer(detail=f"{width}×{height}")


class PrinterProbe:
    """Whether the printer could print, or that it does not say. One that has spoken and is still now is off, or cut off
    behind a port that is there; only of one that never spoke nothing is known."""

    def __init__(self) -> None:
        self._has_spoken = False

    def __call__(self, printer: SlipPrinter | DocumentPrinter) -> Answer:
        """Raises `PaperOut`, `CoverOpen` … or `DeviceSilent`."""
        readiness = printer.readiness()
        if readiness is Readiness.UNKNOWN and self._has_spoken:
            readiness = printer.readiness()  # one answer may have been lost on the way
            if readiness is Readiness.UNKNOWN:
                raise DeviceSilent("it stopped answering")
        self._has_spoken |= readiness is not Readiness.UNKNOWN and _answers_itself(printer)
        if readiness in NOT_READY:
            raise NOT_READY[readiness]()
        return Answer("" if readiness is Readiness.READY else readiness.value)


def _answers_itself(printer: SlipPrinter | DocumentPrinter) -> bool:
    """Whether what is said of it comes from the printer; a queue only says what it knows to be wrong."""
    return isinstance(printer, RollPrinter) and printer.wire.answers


class LockBankProbe:
    """What the doors say, and which have stood open for longer than anybody needs."""

    def __init__(self, *, seconds: float = DOOR_SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self._watch, self._now = DoorWatch(seconds), now

    def __call__(self, bank: BoardLockBank) -> Answer:
        doors = bank.doors()
        if bank.note:
            return Answer(bank.note, detail=_listed(bank.silent_boards))
        left = _listed(self._watch.see(doors, at=self._now()))
        return Answer("doors_open" if left else "", detail=left)


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def probe_line(device: Listener) -> Answer:
    """Whether the line of a device that cannot be asked is there. Raises DeviceLost."""
    device.look()
    return Answer(asked=False)


WEAK_SIGNAL = 10
"""Of 31 (27.007, +CSQ): below it messages are lost now and then."""


def probe_message_sender(sender: Any) -> Answer:
    """How strong a modem's signal is; a gateway is not asked, for that would be a message."""
    if not isinstance(sender, GsmModem):
        return Answer(asked=False)
    signal = sender.signal()
    if signal is None:
        return Answer()
    return Answer("weak_signal" if signal < WEAK_SIGNAL else "", detail=f"CSQ {signal}/31")


def probe_page_feeder(scanner: PageFeeder) -> Answer:
    """Whether the scanner is there and well. Raises its `DeviceError`; that no paper lies in it is no trouble."""
    with suppress(FeederEmpty):
        scanner.check()
    return Answer()


PROBES: Mapping[Role, Callable[[Any], Answer]] = {
    Role.CARD_READER: probe_card_reader,
    Role.PAGE_SOURCE: probe_page_source,
    Role.PAGE_FEEDER: probe_page_feeder,
    Role.RATING_PAD: probe_line,
    Role.CALLER: probe_line,
    Role.WINDOW_DISPLAY: probe_line,
    Role.CODE_SCANNER: probe_line,
    Role.MESSAGE_SENDER: probe_message_sender,
}

REMEMBERING: Mapping[Role, Callable[[], Callable[[Any], Answer]]] = {
    Role.LOCK_BANK: LockBankProbe,
    Role.SLIP_PRINTER: PrinterProbe,
    Role.DOCUMENT_PRINTER: PrinterProbe,
}


def _at_speed(setting: DeviceSetting, found: Mapping[str, Any]) -> DeviceSetting:
    """The setting at the speed that was found out, whatever its address says."""
    return replace(setting, address=_with(setting.address, baud=str(found["baud"]))) if "baud" in found else setting


def _with(address: str, **settings: str) -> str:
    """The address with these settings; an empty one changes nothing."""
    place, _, query = address.partition("?")
    merged = dict(parse_qsl(query)) | {key: value for key, value in settings.items() if value}
    return f"{place}?{urlencode(merged)}" if merged else place


def _number(setting: DeviceSetting) -> int:
    """Which device of its bus it is: `?number=` in its address, 1 by default."""
    number = parse_address(setting.address).settings.get("number", "1")
    if not (number.isascii() and number.isdigit()):
        raise ValueError(f"number={number}: a whole number such as 1 is expected")
    return int(number)
