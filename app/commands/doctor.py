"""`yichuang doctor`: what this window needs, what is there, and what to do about the rest."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.commands.answer import GOOD, TROUBLE, answering, show_rows
from app.commands.settings import settings_of
from app.config import Counter
from app.documents import Documents
from app.domain.errors import CounterError
from app.store.keys import data_key
from app.store.store import Store
from app.wording import Wording
from devices.catalogue import open_card_reader, open_page_source, open_slip_printer
from devices.errors import DeviceError
from sync.errors import SyncError
from sync.transport import Transport

RARE = "岳𠮷㐀"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence."""

    what: str
    well: bool
    said: str


def add_to(commands: Any) -> None:
    """Add `doctor` to the program's commands."""
    doctor = commands.add_parser("doctor", help="look at settings, database, fonts, central and devices")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        settings = settings_of(given.config)
        findings = list(_findings(settings, Wording(paths.resources() / "i18n", settings.screen.language)))
        show_rows([asdict(finding) for finding in findings], as_json=given.json)
        return GOOD if all(finding.well for finding in findings) else TROUBLE

    return answering(work, as_json=given.json)


def _findings(settings: Counter, say: Wording) -> Iterator[Finding]:
    looks: list[tuple[str, Callable[[], str]]] = [
        ("store", lambda: _store(settings, say)),
        ("fonts", lambda: _fonts(say)),
        ("catalogue", lambda: _catalogue(settings)),
        ("calendar", lambda: ", ".join(str(y) for y in sorted(load_calendar(paths.resources() / "calendars").years))),
        ("central", lambda: _central(settings, say)),
    ]
    for what, look in looks:
        yield _look(say(f"doctor.{what}"), look, say)
    yield from _devices(settings, say)


def _look(what: str, look: Callable[[], str], say: Wording) -> Finding:
    try:
        return Finding(what, True, look())
    except (CounterError, DeviceError, SyncError) as error:
        return Finding(what, False, say.error(error))
    except (OSError, ValueError) as error:
        return Finding(what, False, str(error))


def _store(settings: Counter, say: Wording) -> str:
    store = Store.open(settings.data_folder)
    try:
        counts = store.outbox.counts()
        kept = data_key(settings.data_folder, may_create=False).place
        where = say(f"doctor.key_{kept.value}")
        waiting = say("pill.sync_ready", count=counts.ready)
        return f"{settings.data_folder}　{waiting}　{say('doctor.key')}：{where}"
    finally:
        store.close()


def _fonts(say: Wording) -> str:
    missing = Documents(paths.resources() / "slips", paths.font_folders()).uncovered(RARE)
    if missing:
        raise ValueError(say("slip.glyphs", glyphs=missing))
    return say("doctor.ok")


def _catalogue(settings: Counter) -> str:
    catalogue = load_catalogue(settings.catalogue_folder)
    return f"{catalogue.version}　{len(catalogue.items)}"


def _central(settings: Counter, say: Wording) -> str:
    if not settings.central.url:
        return say("sync_page.alone")
    transport = Transport(settings.central.url, settings.central.token, device_id=settings.window.device_id)
    try:
        transport.hello()
        return f"{settings.central.url}　{say('sync_page.online', ms=round(transport.round_trip_ms))}"
    finally:
        transport.close()


def _devices(settings: Counter, say: Wording) -> Iterator[Finding]:
    devices = settings.devices
    makers: dict[str, tuple[str, Callable[[], Any]]] = {
        "card_reader": (devices.card_reader, lambda: open_card_reader(devices.card_reader)),
        "page_source": (devices.page_source, lambda: open_page_source(devices.page_source)),
        "slip_printer": (
            devices.slip_printer,
            lambda: open_slip_printer(devices.slip_printer, width=devices.slip_width),
        ),
    }
    for role, (address, make) in makers.items():
        if not address:
            yield Finding(say(f"role.{role}"), True, say("doctor.not_set"))
            continue
        yield _look(say(f"role.{role}"), partial(_device, role, address, make, say), say)


def _device(role: str, address: str, make: Callable[[], Any], say: Wording) -> str:
    try:
        device = make()
    except ValueError as error:
        raise ValueError(say("doctor.address", why=error)) from error
    try:
        device.open()
        detail = ""
        if role == "card_reader":
            detail = device.identity()
        elif role == "slip_printer":
            detail = say(f"printer_state.{device.readiness().value}")
        else:
            height, width = device.frame().shape[:2]
            detail = f"{width}×{height}"
        return f"{address}　{detail}"
    except DeviceError as error:
        error.role, error.where = error.role or role, error.where or address
        raise
    finally:
        device.close()
