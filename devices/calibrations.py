"""What only a person can see of a device, found out in a short conversation and kept with the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from devices.bay import Bay
from devices.cards.readers import find_baud
from devices.catalogue import DeviceMaker
from devices.checks import LOOK_SECONDS, SHOWN_TEXT
from devices.errors import DeviceError
from devices.guide import NO, YES, Ask, Failed, Guide, Told, watched
from devices.lockers.polarity import Calibrated, calibrate
from devices.ports import Level, Role
from devices.printing.self_test import HEADS, self_test_raster
from devices.rating.rating_pad import calibration as pad_calibration
from devices.rating.scheme import find_scheme
from devices.setting import DeviceSetting

Calibration = Callable[[Bay[Any]], Guide]
"""Made on the device's lane. It gets the bay, for a device may have to be calibrated before it can be opened."""

COLOURS = 4  # colour bytes of window displays that are tried


def calibration_of(setting: DeviceSetting, maker: DeviceMaker) -> Calibration | None:
    """The calibration for a device; None where there is nothing to find out."""
    match setting.role:
        case Role.CARD_READER if setting.address.startswith("serial:"):
            return lambda bay: find_speed(bay, maker)
        case Role.LOCK_BANK:
            return find_polarity
        case Role.RATING_PAD:
            return find_key_codes
        case Role.SLIP_PRINTER:
            return lambda bay: find_width(bay, maker)
        case Role.WINDOW_DISPLAY:
            return lambda bay: find_colour(bay, maker)
        case _:
            return None


def find_speed(bay: Bay[Any], maker: DeviceMaker) -> Guide:
    """At which speed does a card reader answer? Asks nothing but its status."""
    yield Told("calibrate.trying_speeds", good=None)
    bay.close()
    try:
        baud = find_baud(bay.setting.place.removeprefix("serial:"), plugged=maker.plugged)
    except DeviceError as error:
        yield Failed(error)
        return {}
    if baud is None:
        yield Told("calibrate.no_speed", good=False)
        return {}
    yield Told("calibrate.speed", {"baud": baud})
    return {"baud": baud}


def find_polarity(bay: Bay[Any]) -> Guide:
    """Which way round do the feedback switches of a lock bank tell? One door is opened, and its sensor looked at."""
    yield Ask("calibrate.shut_all")
    before = bay.use(lambda bank: bank.raw(), counted=False)
    yield Ask("calibrate.open_first")
    bay.use(lambda bank: bank.pulse(1), counted=False)
    if (yield Ask("calibrate.is_open", {"cell": 1}, (YES, NO))) != YES:
        yield Ask("calibrate.open_by_key", {"cell": 1})
    after = bay.use(lambda bank: bank.raw(), counted=False)
    found = calibrate(before, after, opened=1)
    if not isinstance(found, Calibrated):
        cells = "、".join(str(cell) for cell in found.moved) or "—"
        yield Told(f"calibrate.polarity_{found.why.value}", {"cells": cells}, good=False)
        return {}
    yield Told("calibrate.polarity", {"value": found.closed_value})
    return {"closed_value": found.closed_value, "calibrated": True}


def find_key_codes(bay: Bay[Any]) -> Guide:
    """Which code does each key of a rating pad send? Its best key tells, and another where two schemes fit."""
    wanted, pressed, best = Level.VERY_SATISFIED, dict[Level, int](), None
    for _ in Level:
        yield Told("calibrate.press", {"level": f"level.{wanted.value}"}, good=None)
        raw = yield from watched(lambda: bay.use(lambda pad: pad.raw_press(LOOK_SECONDS), counted=False))
        if raw is None:
            yield Told("check.nothing_came", good=False)
            return {}
        yield Told("calibrate.sent", {"level": f"level.{wanted.value}", "raw": raw})
        if best is None:
            best = raw
        else:
            pressed[wanted] = raw
        found = find_scheme(best, pressed)
        if found.scheme is not None:
            yield Told("calibrate.scheme", {"scheme": found.scheme.name})
            return dict(pad_calibration(found.scheme))
        if found.press is None:
            break
        wanted = found.press
    yield Told("calibrate.no_scheme", good=False)
    return {}


def find_width(bay: Bay[Any], maker: DeviceMaker) -> Guide:
    """How many dots are there across the paper? A ruler is printed for the widest head, and the last end on it read."""
    bay.close()
    try:
        _with_trial(maker.make(bay.setting, dots=HEADS[-1]), lambda printer: printer.print(self_test_raster(HEADS[-1])))
    except DeviceError as error:
        yield Failed(error)
        return {}
    dots = int((yield Ask("calibrate.read_ruler", choices=tuple(str(dots) for dots in HEADS))))
    yield Told("calibrate.width", {"dots": dots})
    return {"dots": dots}


def find_colour(bay: Bay[Any], maker: DeviceMaker) -> Guide:
    """What does each colour byte of a window display look like? The first that the person likes is kept."""
    for colour in range(COLOURS):
        bay.close()  # the watch opens it again while the person looks
        try:
            _with_trial(maker.make(bay.setting, colour=colour), lambda display: display.show(SHOWN_TEXT))
        except DeviceError as error:
            yield Failed(error)
            return {}
        if (yield Ask("calibrate.like_colour", {"colour": colour}, (YES, NO))) == YES:
            return {"colour": colour}
    yield Told("calibrate.no_colour", good=False)
    return {}


def _with_trial(device: Any, work: Callable[[Any], object]) -> None:
    """Work with a device made for a trial, which must not be open meanwhile."""
    device.open()
    try:
        work(device)
    finally:
        device.close()
