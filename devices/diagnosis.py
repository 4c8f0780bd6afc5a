"""Why a device that is set up does not answer: what can be found out without a person, harmlessly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from devices.cards.readers import find_baud, find_reader
from devices.catalogue import DeviceMaker
from devices.errors import DeviceAbsent, DeviceError, DeviceSilent, LineFault, WrongDevice
from devices.ports import Role
from devices.setting import DeviceSetting


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found: the id of a sentence, and its facts."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


def diagnose(setting: DeviceSetting, error: DeviceError, maker: DeviceMaker) -> Diagnosis | None:
    """Look why `setting` answers with `error`; None where nothing more than the error itself can be told."""
    if setting.role is not Role.CARD_READER or not setting.address.startswith("serial:"):
        return None
    try:
        match error:
            case DeviceSilent() | LineFault():
                return _other_speed(setting, maker)
            case DeviceAbsent() | WrongDevice() if (moved := follow(setting, maker)) is not None:
                return Diagnosis("other_place", {"address": moved.address})
    except DeviceError:
        pass
    return None


def _other_speed(setting: DeviceSetting, maker: DeviceMaker) -> Diagnosis | None:
    baud = find_baud(setting.place.removeprefix("serial:"), plugged=maker.plugged)
    told = dict(parse_qsl(setting.address.partition("?")[2])).get("baud", "")
    return Diagnosis("other_speed", {"baud": baud, "told": told}) if baud is not None else None


def follow(setting: DeviceSetting, maker: DeviceMaker, taken: Collection[str] = ()) -> DeviceSetting | None:
    """The setting where the card reader of its number is now; None where it is at no port that is not `taken`."""
    if setting.role is not Role.CARD_READER or not setting.identity:
        return None
    address = find_reader(setting.identity, plugged=maker.plugged, bound=taken)
    return replace(setting, address=address) if address is not None else None
