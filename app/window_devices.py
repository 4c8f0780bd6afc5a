"""The devices of this window: each in its bay, each place they are plugged into on a lane of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from app import paths
from app.config import Counter, load_counter
from app.device_book import DeviceBook
from app.domain.calendar import HALL_TIME
from app.domain.errors import SettingsInvalid
from app.lanes import Home, Lane, ThreadLane
from app.presenters.devices.guide import Run
from app.refused_tables import refusing_tables
from app.settings_file import add_device, move_devices
from devices.bay import Bay, Health
from devices.calibrations import calibration_of
from devices.catalogue import FAMILIES, KEYBOARD, DeviceMaker
from devices.checks import check_of
from devices.code_scanners.wedge import WedgeProfile
from devices.diagnosis import follow
from devices.errors import DeviceAbsent, WrongDevice
from devices.finding import FINDERS, Found, find_devices, moved_to, named, unbound_ports
from devices.guide import Guide
from devices.plugged import Plugged, SeenPort
from devices.ports import Role
from devices.profiles import Profiles
from devices.setting import DeviceSetting

log = logging.getLogger("devices")

WIDE = 576

HANGS_SECONDS = 180.0
"""Longer than the longest slip at 9600 baud: a lane that has not come back by then may hang in its driver."""

CLOSE_SECONDS = 20.0
"""For a card, a page or a slip to be finished when the program ends; what takes longer is left where it stands."""

InProcess = Mapping[str, Callable[[], Any]]
"""Devices that no address leads to, such as a simulated camera: the address in the settings → how to make it."""


def load_profiles(settings: Counter) -> Profiles:
    """The makes of device known here: ours, and the site's over them. Raises `SettingsInvalid`."""
    folders = [paths.resources() / "devices", *([Path(settings.profiles)] if settings.profiles else [])]
    with refusing_tables():
        return Profiles(FAMILIES, folders)


def plugged_at(settings: Counter) -> Plugged:
    """What is plugged in here, or in the simulated hall of the settings."""
    return Plugged(Path(settings.simulated_hall) if settings.simulated_hall else None)


class WindowDevices:
    """Bays by the names of the devices, in the order of the settings. `close` joins the lanes, then closes the devices.

    `on_health` is told at home when a device fares otherwise than before, `on_card_found` when a card answers.
    `file` is where the settings are kept.
    """

    def __init__(
        self,
        settings: Counter,
        home: Home,
        *,
        book: DeviceBook,
        file: Path | None = None,
        in_process: InProcess | None = None,
        on_health: Callable[[], None] = lambda: None,
        on_card_found: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home, self._book, self._file, self._clock = home, book, file, clock
        self._in_process = in_process or {}
        self._lanes: dict[str, ThreadLane] = {}
        self._watched_since: dict[str, float] = {}
        self._stumbled_over: dict[str, type[Exception]] = {}
        self.profiles, self.plugged = load_profiles(settings), plugged_at(settings)
        self.maker = DeviceMaker(
            self.plugged, self.profiles, calibration=book.calibration, on_card_found=lambda: home(on_card_found)
        )
        self.bays: Mapping[str, Bay[Any]] = {
            setting.name: self._bay(setting, on_health=lambda _: home(on_health)) for setting in settings.device
        }
        self._lane_by_name = {name: self._lane(bay.setting.place, bay.role) for name, bay in self.bays.items()}

    def of_role(self, role: Role) -> list[Bay[Any]]:
        """The devices for `role`, the one that is used first of all."""
        return [bay for bay in self.bays.values() if bay.role is role]

    def first(self, role: Role) -> Bay[Any] | None:
        """The device that is used for `role`; None where the window has none."""
        return next(iter(self.of_role(role)), None)

    def lane(self, role: Role) -> Lane:
        """Where the work for `role` is done, be there a device for it or not."""
        bay = self.first(role)
        return self._lane_by_name[bay.name] if bay else self._lane(role.value, role)

    def lane_of(self, bay: Bay[Any]) -> Lane:
        """The lane of the place that this device is plugged into."""
        return self._lane_by_name[bay.name]

    def run(self, name: str) -> Run:
        """Where work with that device is done."""
        return self._lane_by_name[name].run

    @property
    def keyboard_scanner(self) -> WedgeProfile | None:
        """How the scanner that types has been set up; None where the window has none, and every key is a person's."""
        bay = next((bay for bay in self.bays.values() if bay.setting.address == KEYBOARD), None)
        return self.maker.keyboard_profile(bay.setting) if bay else None

    @property
    def slip_dots(self) -> int:
        """How wide the slips of this window are, in dots; as on 80 mm paper where it has no printer."""
        bay = self.first(Role.SLIP_PRINTER)
        return self.maker.slip_dots(bay.setting) if bay else WIDE

    def watch(self) -> None:
        """See how each device fares, on its lane; one still busy with the last look is left alone, or said to hang."""
        now = self._clock()
        for name, bay in self.bays.items():
            since = self._watched_since.get(name)
            if since is None:
                self._watched_since[name] = now
                looked, stumbled = partial(self._looked_at, name), partial(self._stumbled, name)
                self._lane_by_name[name].run(partial(self._look, bay), looked, stumbled)
            elif now - since >= HANGS_SECONDS:
                bay.hangs(now - since)

    def check_guide(self, name: str) -> Callable[[], Guide]:
        """How this device is checked whole; the guide is made on its lane."""
        bay = self.bays[name]
        make = check_of(bay.role)
        return lambda: make(bay.at_hand())

    def calibration_guide(self, name: str) -> Callable[[], Guide] | None:
        """How is found out of this device what only a person can see; None where there is nothing of the kind."""
        bay = self.bays[name]
        make = calibration_of(bay.setting, self.maker)
        return None if make is None else lambda: make(bay)

    def keep_calibration(self, name: str, found: Mapping[str, Any]) -> None:
        """From now on the device is made with what was found of it."""
        kept = {**self._book.calibration(name), **found}
        self._book.change(name, calibration=kept, calibrated_on=datetime.now(HALL_TIME).date().isoformat())
        self._renew(name)

    def profile_files(self, name: str) -> tuple[str, ...]:
        """The files in which this device's make is described."""
        return self.maker.profile_files(self.bays[name].setting)

    def find(self, cancelled: Callable[[], bool]) -> Iterator[Found]:
        """What is plugged in and not set up."""
        quirks = self.maker.usb_quirks()
        return find_devices(self.plugged, self._set_up(), quirks, finders=FINDERS, cancelled=cancelled)

    def ports(self) -> tuple[SeenPort, ...]:
        """The serial ports that are there now."""
        return self.plugged.ports()

    def free_ports(self, name: str) -> tuple[SeenPort, ...]:
        """The serial ports that are there now and belong to no device but those on this one's cable."""
        own = self.bays[name].setting.place
        return unbound_ports(self.plugged, [each for each in self._set_up() if each.place != own])

    def add(self, setting: DeviceSetting) -> None:
        """Keep a device in the settings, where it is from the next start on. Raises `SettingsInvalid`."""
        if self._file is not None:
            add_device(self._file, named(setting, self._set_up()))

    def move(self, name: str, place: str) -> None:
        """The device, and what hangs on its cable, is at another port from now on. Raises `SettingsInvalid`."""
        before = self.bays[name].setting.place
        moved = {
            each.name: moved_to(place, each.setting) for each in self.bays.values() if each.setting.place == before
        }
        if self._file is not None:
            move_devices(self._file, {name: setting.address for name, setting in moved.items()})
        for name, setting in moved.items():
            self.bays[name].setting = setting
            self._renew(name)

    def close(self) -> None:
        """Finish what is queued, close everything, and keep what each device has done.

        A device whose lane hangs is not touched: closing it would hang as well, and it ends with the program.
        """
        work = {name: self._book.entry(name).with_work(bay.statistics()) for name, bay in self.bays.items()}
        seen = {name: replace(entry, identity=self._identity(name)) for name, entry in work.items()}
        ended = self._lanes_ended()
        for bay in self.bays.values():
            if self.lane_of(bay) in ended:
                bay.close()
        with suppress(OSError):  # a disk that takes nothing has been said elsewhere; these are only figures
            self._book.put(seen)

    def _bay(self, setting: DeviceSetting, *, on_health: Callable[[Health], None]) -> Bay[Any]:
        bay: Bay[Any] = Bay(
            setting,
            partial(self._made, setting.name),
            probe=self.maker.probe(setting.role),
            on_health=on_health,
        )
        return bay

    def _lanes_ended(self) -> list[Lane]:
        """Ask every lane to end, and wait for them together."""
        for lane in self._lanes.values():
            lane.finish()
        until = self._clock() + CLOSE_SECONDS
        ended: list[Lane] = []
        for place, lane in self._lanes.items():
            if lane.has_ended(within=max(0.0, until - self._clock())):
                ended.append(lane)
            else:
                log.error("a lane has not ended: %s", place.partition(":")[0])
        return ended

    def _set_up(self) -> tuple[DeviceSetting, ...]:
        """The devices of this window, and those that were added to its settings since it started."""
        here = [bay.setting for bay in self.bays.values()]
        if self._file is None:
            return tuple(here)
        with suppress(SettingsInvalid):  # who then writes to the file is told
            return (*here, *(each for each in load_counter(self._file).device if each.name not in self.bays))
        return tuple(here)

    def _identity(self, name: str) -> str:
        return self.bays[name].health.answer.identity or self._book.entry(name).identity

    def _look(self, bay: Bay[Any]) -> None:
        """See how a device fares; one that is known by its number is looked for at other ports when it is missing."""
        bay.watch()
        number = bay.setting.identity or self._identity(bay.name)
        if number and isinstance(bay.health.trouble, DeviceAbsent | WrongDevice):
            moved = follow(replace(bay.setting, identity=number), self.maker, self._ports_of_others(bay))
            if moved is not None:
                bay.setting = replace(bay.setting, address=moved.address)
                bay.watch()

    def _ports_of_others(self, bay: Bay[Any]) -> set[str]:
        """The ports that belong to other devices, be they open or not."""
        free = unbound_ports(self.plugged, [each for each in self._set_up() if each.name != bay.name])
        return {each.port for each in self.plugged.ports() if each not in free}

    def _looked_at(self, name: str, _: None) -> None:
        del self._watched_since[name]
        self._stumbled_over.pop(name, None)

    def _stumbled(self, name: str, error: Exception) -> None:
        """A bug in a look is said once, not every second; and the device is watched on."""
        del self._watched_since[name]
        if self._stumbled_over.get(name) is not type(error):
            self._stumbled_over[name] = type(error)
            log.error("%s: unforeseen failure of a look: %s", name, type(error).__name__)
            raise error

    def _renew(self, name: str) -> None:
        """Close the device on its lane; at its next use it is made anew."""
        bay = self.bays[name]
        self._lane_by_name[name].run(bay.close, lambda _: None)

    def _lane(self, place: str, role: Role) -> Lane:
        if place not in self._lanes:
            self._lanes[place] = ThreadLane(role.value.replace("_", "-"), self._home)
        return self._lanes[place]

    def _made(self, name: str) -> Any:
        setting = self.bays[name].setting
        if make := self._in_process.get(setting.address):
            return make()
        try:
            return self.maker.make(setting)
        except ValueError as error:  # an address or profile of no sense is a device that cannot be there
            raise DeviceAbsent(str(error), role=setting.role.value, where=setting.address) from error
