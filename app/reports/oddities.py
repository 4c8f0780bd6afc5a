"""What is unlike the usual in a device: where its profile, its calibration or its address differ from `generic`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl

from app.wording import Wording
from devices.catalogue import FAMILIES, family_of
from devices.profiles import Profiles
from devices.setting import DeviceSetting

GENERIC = "generic"
USUAL_BAUD = 9600  # where a profile says nothing of it
BOOKKEEPING = frozenset({"calibrated"})
KEYS = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
"""Codes of a rating pad, which are said in one sentence."""

NOBODYS_TO_READ = frozenset({"gateway"})
"""Families of which each make is a site's own, with addresses and headers that may hold its secrets."""

ALWAYS_SAID = frozenset({"reread_needs_removal", "status_none"})
"""What a hall should know of a device though it is usual: `field_value`."""

SILENT_NOTE = "unknown"


@dataclass(frozen=True, slots=True)
class Oddity:
    """`field` is `value`, and usually `usual`; `found` at this very device, rather than written in its profile."""

    field: str
    value: str
    usual: str
    found: bool = False

    def sentence(self, say: Wording) -> str:
        """The sentence for this field and value, or for this field, or for any."""
        known = say.ids()
        value = re.sub(r"\W", "_", self.value)
        specific, general = f"{self.field}_{value}", self.field
        found = (f"found_{specific}", f"found_{general}", specific, "found_other")
        names = found if self.found else (specific, general, "other")
        id = next(id for id in (f"report.odd.{name}" for name in names) if id in known)
        word = f"report.field.{self.field}"
        return say(id, field=say(word) if word in known else self.field, value=self.value, usual=self.usual)


def oddities(
    setting: DeviceSetting, profiles: Profiles, found: Mapping[str, Any], say: Wording, *, note: str = ""
) -> tuple[str, ...]:
    """What is odd in this device, in sentences. `found` is its calibration, `note` what it last said of itself."""
    family = family_of(setting)
    makes = profiles.names(family)
    if not family:
        return ()
    if setting.profile not in makes:
        return (say("report.odd.no_profile", value=setting.profile),)
    if family in NOBODYS_TO_READ or GENERIC not in makes:
        return ()
    own, usual = profiles.get(FAMILIES[family], setting.profile), profiles.get(FAMILIES[family], GENERIC)
    odd = [*_keys(own, usual, found, say), *_fields(own, usual, found, _given(setting)), *_speed(own, setting, found)]
    sentences = [each.sentence(say) for each in odd]
    if note == SILENT_NOTE and not any(each.field == "status" and each.value == "none" for each in odd):
        sentences.append(say("report.odd.status_none"))
    return tuple(dict.fromkeys(sentences))


def _fields(own: Any, usual: Any, found: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[Oddity]:
    for name in (each.name for each in fields(usual)):
        if name in BOOKKEEPING or name in KEYS or name == "baud":
            continue
        written, general = _shown(getattr(own, name)), _shown(getattr(usual, name))
        value = _shown(found[name]) if name in found else given.get(name, written)
        if name in found and value != written:
            yield Oddity(name, value, written, found=True)
        elif value != general or f"{name}_{value}" in ALWAYS_SAID:
            yield Oddity(name, value, general)


def _keys(own: Any, usual: Any, found: Mapping[str, Any], say: Wording) -> Iterator[Oddity]:
    """The keys of a rating pad, together."""
    if not hasattr(usual, KEYS[0]):
        return
    codes = {key: found.get(key, getattr(own, key)) for key in KEYS}
    if codes != {key: getattr(usual, key) for key in KEYS}:
        words = (f"{say(f'report.field.{key}')} {code}" for key, code in codes.items() if int(code) >= 0)
        yield Oddity("keys", "、".join(words) if say.language == "zh_CN" else ", ".join(words), "")


def _speed(own: Any, setting: DeviceSetting, found: Mapping[str, Any]) -> Iterator[Oddity]:
    if not setting.address.startswith("serial:"):
        return
    bauds = getattr(own, "bauds", ()) or (getattr(own, "baud", USUAL_BAUD),)
    speed = _shown(found["baud"]) if "baud" in found else _given(setting).get("baud", _shown(bauds[0]))
    if speed != _shown(bauds[0]):
        yield Oddity("baud", speed, _shown(bauds[0]))


def _given(setting: DeviceSetting) -> dict[str, str]:
    return dict(parse_qsl(setting.address.partition("?")[2]))


def _shown(value: Any) -> str:
    """A value as TOML would have it, more or less."""
    match value:
        case Enum():
            return _shown(value.value)
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return ", ".join(_shown(each) for each in value)
        case float():
            return f"{value:g}"
        case _:
            return str(value)
