"""`yichuang device …`: try one device at a time, without the window."""

from __future__ import annotations

import argparse
import dataclasses
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from app import paths
from app.commands import scan, set_up
from app.commands.answer import answering, show
from app.commands.settings import settings_of
from app.documents.slip_file import read_slip_file
from app.documents.typesetting import Documents
from app.domain.slips import SlipKind
from app.window_devices import load_profiles
from devices.cards.readers import open_card_reader
from devices.errors import DeviceError
from devices.printing.address import slip_printer_at
from devices.printing.profile import PrinterProfile
from devices.scanning.find_page import find_page
from devices.scanning.pictures import load_picture
from devices.scanning.scan import scan_page


def add_to(commands: Any) -> None:
    """Add `device` and its verbs to the program's commands."""
    device = commands.add_parser("device", help="试一台设备，或设置文件里的设备")
    verbs = device.add_subparsers(dest="verb", required=True)
    set_up.add_to(verbs)
    scan.add_to(verbs)
    read = verbs.add_parser("read-card", help="读读卡器上的卡")
    read.add_argument("--port", required=True, metavar="/dev/ttyUSB0|tcp://HOST:PORT")
    read.add_argument("--baud", type=int, metavar="N")
    read.add_argument("--json", action="store_true")
    read.set_defaults(run=_read_card)
    find = verbs.add_parser("find-page", help="在照片里找出页面")
    find.add_argument("photo", type=Path)
    find.add_argument("--out", type=Path, metavar="FILE", help="理好的页写到哪里")
    find.add_argument("--json", action="store_true")
    find.set_defaults(run=_find_page)
    slip = verbs.add_parser("print-slip", help="打印一张单据，办件写在 JSON 里")
    slip.add_argument("--to", required=True, metavar="ADDRESS",
                      help="如 tcp://HOST:9100、serial:/dev/ttyS0?baud=9600, file:PATH, usb:VID:PID")  # fmt: skip
    slip.add_argument("--width", type=int, choices=(58, 80), default=80, help="卷纸宽，毫米")
    slip.add_argument("--profile", default="", metavar="NAME", help="型号，见 resources/devices/printers.toml")
    slip.add_argument("--kind", choices=[kind.value for kind in SlipKind], default=SlipKind.RECEIPT.value)
    slip.add_argument("--case", type=Path, default=paths.resources() / "slips" / "sample_case.json", metavar="FILE")
    slip.add_argument("--json", action="store_true")
    slip.set_defaults(run=_print_slip)


def _read_card(given: argparse.Namespace) -> int:
    def work() -> int:
        reader = open_card_reader(_with_baud(given.port, given.baud))
        started = time.monotonic()
        try:
            reader.open()
            card = reader.read()
        except DeviceError as error:
            error.role, error.where = error.role or "card_reader", error.where or given.port
            raise
        finally:
            reader.close()
        facts = {field.name: getattr(card, field.name) for field in dataclasses.fields(card)}
        facts["kind"] = card.kind.value
        facts["photo_wlt"] = f"{len(card.photo_wlt)} bytes"
        return show(facts | {"seconds": round(time.monotonic() - started, 3)}, as_json=given.json)

    return answering(work, as_json=given.json)


def _with_baud(port: str, baud: int | None) -> str:
    if baud is None:
        return port
    return f"{port}{'&' if '?' in port else '?'}{urlencode({'baud': baud})}"


def _find_page(given: argparse.Namespace) -> int:
    def work() -> int:
        given.photo.stat()  # a file that is not there is said as a file, not as a camera
        frame = load_picture(given.photo)
        find_page(frame)  # the first call loads tables; the figure is of a warm one
        started = time.perf_counter()
        found = find_page(frame)
        milliseconds = (time.perf_counter() - started) * 1000
        if given.out:
            scan.write_page(scan_page(frame, corners=found.corners), given.out)
        facts = {
            "corners": [[round(x, 1), round(y, 1)] for x, y in found.corners],
            "confidence": round(found.confidence, 3),
            "milliseconds": round(milliseconds, 1),
            "width": frame.shape[1],
            "height": frame.shape[0],
        }
        return show(facts, as_json=given.json)

    return answering(work, as_json=given.json)


def _print_slip(given: argparse.Namespace) -> int:
    def work() -> int:
        document = read_slip_file(given.case, SlipKind(given.kind))
        make = given.profile or f"generic-{given.width}"
        profile = load_profiles(settings_of(given.config)).get(PrinterProfile, make)
        documents = Documents(paths.resources() / "slips", paths.font_folders())
        printer = slip_printer_at(given.to, profile)
        raster = documents.raster(document, printer.dots)
        try:
            printer.open()
            readiness = printer.print(raster)
        except DeviceError as error:
            error.role, error.where = error.role or "slip_printer", error.where or given.to
            raise
        finally:
            printer.close()
        facts = {
            "kind": given.kind,
            "to": given.to,
            "dots": f"{raster.width}x{raster.height}",
            "answer": readiness.value,
        }
        return show(facts, as_json=given.json)

    return answering(work, as_json=given.json)
