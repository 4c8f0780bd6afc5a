"""`yichuang device list|check|calibrate|open-cell|rate|send-sms|report`: the devices of this window's settings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import paths
from app.commands.answer import GOOD, TROUBLE, answering, show, show_rows
from app.commands.settings import settings_of
from app.config import Counter
from app.device_book import DeviceBook
from app.documents.typesetting import Documents
from app.domain.calendar import HALL_TIME
from app.presenters.devices.words import DeviceWords
from app.reports.window import window_report
from app.services.save_report import save_report
from app.window_devices import WindowDevices
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceError
from devices.guide import NO, YES, Ask, Failed, Guide, Told, Waiting
from devices.ports import Role


@dataclass(frozen=True, slots=True)
class Here:
    """The devices of the settings, each used on the command's own thread."""

    settings: Counter
    devices: WindowDevices
    book: DeviceBook
    say: Wording

    def bay(self, name: str, *roles: Role) -> Bay[Any]:
        """The device called `name`. Raises ValueError naming those there are."""
        fitting = {key: bay for key, bay in self.devices.bays.items() if not roles or bay.role in roles}
        if name not in fitting:
            raise ValueError(f"没有叫 {name} 的设备（有：{', '.join(fitting) or '无'}）")
        return fitting[name]


def add_to(verbs: Any) -> None:
    """Add these verbs to `device`."""
    _verb(verbs, "list", _list, "设置了哪些设备，好不好用")
    check = _verb(verbs, "check", _check, "把一台设备整个检查一遍，有的要人看着")
    check.add_argument("name", metavar="NAME")
    calibrate = _verb(verbs, "calibrate", _calibrate, "校准：查明只有人看得见的，记下来")
    calibrate.add_argument("name", metavar="NAME")
    cell = _verb(verbs, "open-cell", _open_cell, "问过以后开智能柜的一格")
    cell.add_argument("bank", metavar="BANK")
    cell.add_argument("cell", type=int, metavar="CELL")
    cell.add_argument("--yes", action="store_true", help="不问，直接做")
    rate = _verb(verbs, "rate", _rate, "在评价器上请人评一次")
    rate.add_argument("pad", metavar="PAD")
    rate.add_argument("--seconds", type=float, default=20.0)
    send = _verb(verbs, "send-sms", _send, "发一条短信")
    send.add_argument("number", metavar="NUMBER")
    send.add_argument("text", metavar="TEXT")
    send.add_argument("--by", default="", metavar="NAME", help="用哪一台短信设备；不写为第一台")

    report = _verb(verbs, "report", _report, "写出兼容报告")
    report.add_argument("--out", type=Path, default=Path("."), metavar="FOLDER")


def _verb(verbs: Any, name: str, work: Callable[[argparse.Namespace, Here], int], help: str) -> Any:
    verb = verbs.add_parser(name, help=help)
    verb.add_argument("--json", action="store_true")

    def run(given: argparse.Namespace) -> int:
        def answer() -> int:
            settings = settings_of(given.config)
            book = DeviceBook(settings.data_folder)
            with closing(WindowDevices(settings, lambda job: job(), book=book)) as devices:
                return work(given, Here(settings, devices, book, Wording(paths.resources() / "i18n", "zh_CN")))

        return answering(answer, as_json=given.json)

    verb.set_defaults(run=run)
    return verb


def _list(given: argparse.Namespace, here: Here) -> int:
    words = DeviceWords(here.say)
    everything = tuple(bay.setting for bay in here.devices.bays.values())
    rows = []
    for bay in here.devices.bays.values():
        _look(bay)
        rows.append(
            {
                "name": bay.name,
                "role": bay.role.value,
                "title": words.name(bay.setting, everything),
                "address": bay.setting.address,
                "where": bay.health.where,
                "profile": bay.setting.profile,
                "identity": bay.health.answer.identity,
                "well": bay.health.trouble is None,
                "state": words.state(bay.health),
            }
        )
    return show_rows(rows, as_json=given.json)


def _look(bay: Bay[Any]) -> None:
    with suppress(DeviceError):  # its health has its trouble
        bay.check()


def _check(given: argparse.Namespace, here: Here) -> int:
    here.bay(given.name)
    return _led_through(here.devices.check_guide(given.name)(), here, lambda _: None)


def _calibrate(given: argparse.Namespace, here: Here) -> int:
    here.bay(given.name)
    start = here.devices.calibration_guide(given.name)
    if start is None:
        raise ValueError(f"{given.name} 没有要校准的")
    return _led_through(start(), here, lambda found: here.devices.keep_calibration(given.name, found))


def _led_through(guide: Guide, here: Here, keep: Callable[[dict[str, Any]], None]) -> int:
    """Hold the guide's conversation in the terminal; good when nothing in it went wrong.

    Where nobody answers any more it ends there: nothing more is done to the device, and nothing kept.
    """
    good, answer = True, ""
    while True:
        try:
            step = guide.send(answer or None)  # type: ignore[arg-type]  # the first send must be None
        except StopIteration as end:
            if end.value:
                keep(dict(end.value))
            return GOOD if good else TROUBLE
        answer = ""
        match step:
            case Told(message, facts, is_good):
                good = good and is_good is not False
                print({True: "✓", False: "✗", None: "…"}[is_good], _said(here.say, message, facts), flush=True)
            case Failed(error):
                good = False
                print("✗", here.say.error(error), flush=True)
            case Ask(message, facts, choices):
                given = _asked(_said(here.say, message, facts), choices, here.say)
                if given is None:
                    guide.close()
                    print(here.say("guide.unanswered"), file=sys.stderr)
                    return TROUBLE
                answer = given
            case Waiting():
                pass


def _said(say: Wording, message: str, facts: Any) -> str:
    ids = say.ids()
    return say(f"guide.{message}", **{key: say(str(it)) if str(it) in ids else it for key, it in facts.items()})


def _asked(question: str, choices: tuple[str, ...], say: Wording) -> str | None:
    """One of the choices, by its number; with none, the person just goes on. None where there is no person."""
    words = [say(f"guide.{choice}") if choice in (YES, NO) else choice for choice in choices]
    offered = "　".join(f"{place}={word}" for place, word in enumerate(words, start=1))
    while True:
        print(f"? {question} {offered}", flush=True)
        typed = sys.stdin.readline()
        if not typed:
            return None
        if not choices:
            return ""
        if typed.strip().isdigit() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1]


def _report(given: argparse.Namespace, here: Here) -> int:
    for bay in here.devices.bays.values():
        _look(bay)
    report = window_report(here.devices, here.book, here.settings, here.say, at=datetime.now(HALL_TIME))
    documents = Documents(paths.resources() / "slips", paths.font_folders())
    saved = save_report(report, documents, given.out, here.say)
    print(saved.note, file=sys.stdout if saved.pdf else sys.stderr)
    return GOOD if saved.pdf else TROUBLE


def _open_cell(given: argparse.Namespace, here: Here) -> int:
    bay = here.bay(given.bank, Role.LOCK_BANK)
    if not given.yes and _asked(here.say("guide.check.may_open", cell=given.cell), (YES, NO), here.say) != YES:
        return GOOD
    bay.use(lambda bank: bank.unlock(given.cell))
    return show({"bank": given.bank, "cell": given.cell, "door": "open"}, as_json=given.json)


def _rate(given: argparse.Namespace, here: Here) -> int:
    bay = here.bay(given.pad, Role.RATING_PAD)

    def asked(pad: Any) -> Any:
        pad.invite()
        return pad.rating(given.seconds)

    rating = bay.use(asked)
    if rating is None:
        print(here.say("guide.check.nothing_came"), file=sys.stderr)
        return TROUBLE
    facts = {"level": rating.level.value, "words": here.say(f"level.{rating.level.value}"),
             "raw": rating.raw, "scheme": rating.scheme}  # fmt: skip
    return show(facts, as_json=given.json)


def _send(given: argparse.Namespace, here: Here) -> int:
    senders = [bay.name for bay in here.devices.bays.values() if bay.role is Role.MESSAGE_SENDER]
    bay = here.bay(given.by or (senders[0] if senders else ""), Role.MESSAGE_SENDER)
    sent = bay.use(lambda sender: sender.send(given.number, given.text))
    return show(
        {"by": bay.name, "parts": len(sent.references), "references": list(sent.references)}, as_json=given.json
    )
