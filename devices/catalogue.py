"""Which driver serves which device: the only place that knows them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from devices.cards import sam, sam_reader
from devices.errors import CoverOpen, CutterJammed, PaperOut, PrinterError, PrinterOffline
from devices.ports import CardReader, PageSource, Readiness, SlipPrinter
from devices.printing.address import line_at
from devices.printing.roll_printer import DOTS, RollPrinter
from devices.scanning.sources import CameraSource, FolderSource, ImageSource, VideoSource
from devices.wires.address import parse_address, wire_at

NOT_READY: dict[Readiness, type[PrinterError]] = {
    Readiness.PAPER_OUT: PaperOut,
    Readiness.COVER_OPEN: CoverOpen,
    Readiness.CUTTER_JAMMED: CutterJammed,
    Readiness.OFFLINE: PrinterOffline,
}


def open_card_reader(
    address: str, *, on_card_found: Callable[[], None] | None = None, patience: float = 1.0
) -> CardReader:
    """The card reader at `address`; its `open` is still to be called, and may be called again.

    Settings in the address: baud, and reread=free for models which read a card again without lifting it.
    Raises ValueError for an address that makes no sense.
    """
    place = parse_address(address)
    place.refuse_unknown("baud", "reread")
    wire = wire_at(place, redact=sam.redact, role=sam_reader.ROLE)
    reread = sam_reader.Reread(place.settings.get("reread", "needs_removal"))
    return sam_reader.SamCardReader(wire, reread=reread, on_card_found=on_card_found, patience=patience)


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


def open_slip_printer(address: str, *, width: int = 80) -> SlipPrinter:
    """The roll printer at `address`, for paper `width` mm wide (80 or 58); `open` is still to be called.

    Addresses are described in `devices.printing.address`. Raises ValueError for one that makes no sense.
    """
    if width not in DOTS:
        raise ValueError(f"paper {width} mm wide: this program prints on 80 and 58")
    line, picture = line_at(address)
    return RollPrinter(line, dots=DOTS[width], picture=picture)


def probe_card_reader(reader: CardReader) -> str:
    """Whether the reader answers. Raises its `DeviceError`."""
    reader.identity()
    return ""


def probe_page_source(source: PageSource) -> str:
    """Whether the source gives a picture. Raises its `DeviceError`."""
    source.frame()
    return ""


def probe_slip_printer(printer: SlipPrinter) -> str:
    """Whether the printer could print: "" or near_end. Raises `PaperOut`, `CoverOpen` … ; silence is no fault here."""
    readiness = printer.readiness()
    if readiness in NOT_READY:
        raise NOT_READY[readiness]()
    return "near_end" if readiness is Readiness.NEAR_END else ""
