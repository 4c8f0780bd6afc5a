"""`yichuang doctor`: what this window needs, what is there, and what to do about the rest."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app import paths
from app.commands.answer import GOOD, TROUBLE, answering, show_rows
from app.commands.settings import settings_of
from app.config import Counter
from app.device_book import DeviceBook
from app.documents.typesetting import Documents
from app.domain.calendar import HALL_TIME
from app.domain.errors import CounterError
from app.hall_copies import calendar_here, catalogue_here, in_force, rules_here
from app.presenters.devices.words import QUIET_NOTES, DeviceWords
from app.store.keys import data_key
from app.store.store import Store
from app.window_devices import WindowDevices
from app.wording import Wording
from devices.bay import Bay
from devices.diagnosis import diagnose
from devices.errors import DeviceError
from devices.finding import Found
from devices.reading.models import require_models
from sync.errors import SyncError
from sync.transport import Transport

RARE = "岳𠮷㐀"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `kind` is system, device (one that is set up) or found (one that is not).

    `said` is how it is, `do` what to do; `name`, `role`, `where`, `identity` and `sure` belong to devices.
    """

    kind: str
    what: str
    well: bool
    said: str
    do: str = ""
    name: str = ""
    role: str = ""
    where: str = ""
    profile: str = ""
    identity: str = ""
    sure: str = ""


def add_to(commands: Any) -> None:
    """Add `doctor` to the program's commands."""
    doctor = commands.add_parser("doctor", help="检查设置、数据库、字体、中心端和设备")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--no-search", action="store_true", help="不找插着没登记的设备")
    doctor.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        settings = settings_of(given.config)
        say = Wording(paths.resources() / "i18n", settings.screen.language)
        findings = [*_system(settings, say), *_devices(settings, say, search=not given.no_search)]
        if given.json:
            show_rows([asdict(finding) for finding in findings], as_json=True)
        else:
            show_rows([_line(finding, say) for finding in findings], as_json=False)
        return GOOD if all(finding.well for finding in findings) else TROUBLE

    return answering(work, as_json=given.json)


def _line(finding: Finding, say: Wording) -> dict[str, str]:
    """A finding as a row of the table."""
    return {
        say("doctor.column_what"): finding.what,
        say("doctor.column_well"): "✓" if finding.well else "✗",
        say("doctor.column_said"): "。".join(part for part in (finding.said, finding.do) if part),
        say("doctor.column_where"): finding.where,
    }


def _system(settings: Counter, say: Wording) -> Iterator[Finding]:
    looks: list[tuple[str, Callable[[], str]]] = [
        ("store", lambda: _store(settings, say)),
        ("audit", lambda: _audit(settings, say)),
        ("numbers", lambda: _numbers(settings, say)),
        ("fonts", lambda: _fonts(say)),
        ("catalogue", lambda: _catalogue(settings, say)),
        ("calendar", lambda: _calendar(settings, say)),
        ("rules", lambda: in_force(rules_here(settings), say)),
        ("reading", lambda: _reading(say)),
        ("central", lambda: _central(settings, say)),
    ]
    for what, look in looks:
        yield _look(say(f"doctor.{what}"), look, say)


def _look(what: str, look: Callable[[], str], say: Wording) -> Finding:
    try:
        return Finding("system", what, True, look())
    except (CounterError, DeviceError, SyncError) as error:
        said, do = say.what_and_cure(error)
        return Finding("system", what, False, said, do)
    except (OSError, ValueError) as error:
        return Finding("system", what, False, str(error))


def _store(settings: Counter, say: Wording) -> str:
    with closing(Store.open(settings.data_folder)) as store:
        counts = store.outbox.counts()
    kept = data_key(settings.data_folder, may_create=False).place
    where = say(f"doctor.key_{kept.value}")
    waiting = say("pill.sync_ready", count=counts.ready)
    return f"{settings.data_folder}　{waiting}　{say('doctor.key')}：{where}"


def _audit(settings: Counter, say: Wording) -> str:
    with closing(Store.open(settings.data_folder)) as store:
        broken = store.audit.first_broken()
    if broken is not None:
        raise ValueError(say("doctor.audit_broken", row=broken))
    return say("doctor.audit_whole")


def _numbers(settings: Counter, say: Wording) -> str:
    with closing(Store.open(settings.data_folder)) as store:
        stands = store.numbers.stand(datetime.now(HALL_TIME).year)
    told = (say("doctor.series", series=each.series, left=each.left, gaps=each.gaps) for each in stands)
    return "，".join(told) or say("doctor.no_numbers")


def _fonts(say: Wording) -> str:
    missing = Documents(paths.resources() / "slips", paths.font_folders()).uncovered(RARE)
    if missing:
        raise ValueError(say("slip.glyphs", glyphs=missing))
    return say("doctor.ok")


def _catalogue(settings: Counter, say: Wording) -> str:
    here = catalogue_here(settings)
    return f"{in_force(here, say)}　{say('doctor.items', count=len(here.newest.items))}"


def _calendar(settings: Counter, say: Wording) -> str:
    here = calendar_here(settings)
    return f"{in_force(here, say)}　{', '.join(map(str, sorted(here.newest.years)))}"


def _reading(say: Wording) -> str:
    require_models()
    return say("doctor.ok")


def _central(settings: Counter, say: Wording) -> str:
    if not settings.central.url:
        return say("sync_page.alone")
    transport = Transport(settings.central.url, settings.central.token, device_id=settings.window.device_id)
    try:
        transport.hello()
        return f"{settings.central.url}　{say('sync_page.online', ms=round(transport.round_trip_ms))}"
    finally:
        transport.close()


def _devices(settings: Counter, say: Wording, *, search: bool) -> Iterator[Finding]:
    words = DeviceWords(say)
    with closing(WindowDevices(settings, lambda job: job(), book=DeviceBook(settings.data_folder))) as devices:
        everything = tuple(bay.setting for bay in devices.bays.values())
        for bay in devices.bays.values():
            yield _device(bay, words.name(bay.setting, everything), devices, say)
            bay.close()  # so that what is asked for next finds its port free
        if not everything:
            yield Finding("system", say("doctor.devices"), True, say("doctor.not_set"))
        if search:
            for found in devices.find(lambda: False):
                yield _found(found, say)


def _device(bay: Bay[Any], title: str, devices: WindowDevices, say: Wording) -> Finding:
    setting = bay.setting
    well, said, do = True, "", ""
    try:
        answer = bay.check()
        said = answer.detail or say("devices.well")
        if answer.note and answer.note not in QUIET_NOTES:
            said, _, do = say(f"note.{answer.note}", name=title, detail=answer.detail).partition("。")
            well = False
        elif answer.note:
            said = say(f"pill.{answer.note}")
    except DeviceError as error:
        well = False
        said, do = say.what_and_cure(error)
        advice = diagnose(setting, error, devices.maker)
        if advice is not None:
            do = say(f"diagnosis.{advice.message}", **advice.facts)
    return Finding(
        "device", title, well, said, do, setting.name, setting.role.value, bay.health.where, setting.profile,
        bay.health.answer.identity,
    )  # fmt: skip


def _found(found: Found, say: Wording) -> Finding:
    facts = {"name": found.name, "identity": found.identity, **found.facts}
    role = found.setting.role.value if found.setting else ""
    profile = found.setting.profile if found.setting else ""
    return Finding(
        "found", say(f"found.{found.what}"), True, say("doctor.not_set_up"), say(f"advice.{found.advice}", **facts),
        found.name, role, found.where, profile, found.identity, found.sure.value,
    )  # fmt: skip
