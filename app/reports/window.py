"""The compatibility report of a window: which of its devices work, how well, and which the hall had better keep."""

from __future__ import annotations

import platform
from dataclasses import replace
from datetime import datetime
from typing import Any
from unicodedata import category

from app.config import Counter
from app.device_book import DeviceBook
from app.domain.calendar import HALL_TIME
from app.presenters.devices.words import CALIBRATED_AWAY, DeviceWords
from app.presenters.marks import Mark
from app.reports.oddities import oddities
from app.reports.verdicts import Judgement, Work, judged
from app.window_devices import WindowDevices
from app.wording import Wording
from devices.bay import Bay, Health
from devices.errors import DeviceError
from sync.wire import MAX_TEXT, DeviceReport, WindowReport


def window_report(
    devices: WindowDevices, book: DeviceBook, settings: Counter, say: Wording, *, at: datetime
) -> WindowReport:
    """The report as of `at`, from what the bays have seen; nothing is asked of a device."""
    window = settings.window
    return WindowReport(
        hall=_bounded(settings.hall.name),
        window=_bounded(window.number),
        title=_bounded(window.title),
        device_id=window.device_id[:64],
        made_at=at.replace(second=0, microsecond=0),
        system=_bounded(f"{platform.system()} {platform.release()} {platform.machine()}"),
        devices=tuple(_device_report(bay, devices, book, say) for bay in devices.bays.values()),
    )


def _device_report(bay: Bay[Any], devices: WindowDevices, book: DeviceBook, say: Wording) -> DeviceReport:
    words, setting, entry = DeviceWords(say), bay.setting, book.entry(bay.name)
    place = words.where(setting, bay.health)
    health = _told_to_others(bay.health, place)
    work = bay.statistics()
    total = entry.with_work(work)
    judgement = judged(
        Work(total.uses, total.failures, total.good, total.bad, total.losses, total.hours),
        in_trouble=health.trouble is not None,
        uncalibrated=health.note in CALIBRATED_AWAY,
    )
    why, advice = _said(judgement, health, say)
    texts = {
        "name": bay.name,
        "title": words.name(setting, tuple(each.setting for each in devices.bays.values())),
        "make": words.make(setting, Health()),
        "profile": setting.profile,
        "connection": place,
        "identity": health.answer.identity or entry.identity or setting.identity,
        "says": health.answer.detail,
        "state": words.state(health),
        "trouble": say.error(health.trouble) if health.trouble is not None else "",
        "why": why,
        "advice": advice,
        "last_trouble": _last(health, say),
        "calibrated_on": entry.calibrated_on,
        "checked_on": entry.checked_on,
    }
    odd = oddities(setting, devices.profiles, entry.calibration, say, note=health.note)
    return DeviceReport(
        **{name: _bounded(text) for name, text in texts.items()},
        role=setting.role.value,
        profile_files=tuple(_bounded(file) for file in dict.fromkeys(devices.profile_files(bay.name))),
        well=words.mark(setting, health) is Mark.DONE,
        oddities=tuple(_bounded(each) for each in odd),
        verdict=judgement.verdict,
        uses=total.uses,
        failures=total.failures,
        frames_good=total.good,
        frames_bad=total.bad,
        retries=total.retries,
        losses=total.losses,
        hours=total.hours,
        median_seconds=work.median,
        slowest_seconds=work.slowest,
    )


def _told_to_others(health: Health, place: str) -> Health:
    """Its troubles with the device's place for their own: that may be a file in a folder of scans, named after a
    person."""
    last = health.last
    return replace(
        health,
        trouble=_placed(health.trouble, place) if health.trouble is not None else None,
        last=replace(last, error=_placed(last.error, place)) if last is not None else None,
    )


def _placed(error: DeviceError, place: str) -> DeviceError:
    """The same error elsewhere. Not by its constructor, which is another in each kind."""
    told = type(error).__new__(type(error), *error.args)
    vars(told).update(vars(error), where=place)
    return told


def _said(judgement: Judgement, health: Health, say: Wording) -> tuple[str, str]:
    """Why, and what to do."""
    if judgement.reason == "trouble" and health.trouble is not None:
        return say.what_and_cure(health.trouble)
    why = say(f"report.why.{judgement.reason}", **judgement.facts)
    return why, say(f"report.advice.{judgement.verdict.value}_{judgement.reason}")


def _last(health: Health, say: Wording) -> str:
    if health.last is None:
        return ""
    at = datetime.fromtimestamp(health.last.at, HALL_TIME)
    return f"{at:%Y-%m-%d %H:%M} {say.what_and_cure(health.last.error)[0]}"


def _bounded(text: str) -> str:
    """As much of a text as a report takes, without control characters: some of it comes from devices."""
    plain = "".join(char for char in text if category(char) not in ("Cc", "Cs"))
    return plain if len(plain) <= MAX_TEXT else plain[: MAX_TEXT - 1] + "…"
