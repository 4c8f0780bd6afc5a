"""What holds for every device of the hall, whatever its family: it goes, comes back at another port, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.presenters.devices.words import ICONS
from devices.errors import DeviceError
from devices.ports import Role
from devices.simulators.hall import SimulatedHall
from devices.simulators.hall_device import OTHER_PORT, UNPLUGGED
from tests.support.workshop import Workshop, workshop

MOVABLE = ("reader", "reader-usb", "printer-2", "pad", "display", "code-gun", "modem", "lockers-2", "lockers-3")
FIXED = ("camera", "printer")  # told by their address, so they come back where they were


@pytest.fixture
def counter(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workshop]:
    with workshop(tmp_path, request.param) as here:
        yield here


def opened(counter: Workshop, name: str) -> bool:
    health = counter.devices.bays[name].health
    return health.opened and health.trouble is None


@pytest.mark.parametrize("counter", MOVABLE, indirect=True)
def test_a_device_plugged_in_at_another_port_is_found_there_by_itself(counter: Workshop) -> None:
    (name,) = counter.devices.bays
    counter.hall.break_(name, "")  # the printer has no paper at first
    counter.until("it opens", lambda: opened(counter, name), each=counter.watch)
    before = counter.devices.bays[name].health.where
    counter.hall.break_(name, OTHER_PORT)
    counter.until("it is missed", lambda: not opened(counter, name) or _has_moved(counter, name, before),
                  each=counter.watch)  # fmt: skip
    counter.until("it is back", lambda: opened(counter, name), each=counter.watch)
    assert counter.devices.bays[name].health.last is not None, "its loss is remembered"


def _has_moved(counter: Workshop, name: str, before: str) -> bool:
    return counter.devices.bays[name].health.where != before


@pytest.mark.parametrize("counter", FIXED, indirect=True)
def test_a_device_that_was_unplugged_is_back_by_itself(counter: Workshop) -> None:
    (name,) = counter.devices.bays
    counter.until("it opens", lambda: opened(counter, name), each=counter.watch)
    counter.hall.break_(name, UNPLUGGED)
    counter.until("it is missed", lambda: not opened(counter, name), each=counter.watch)
    counter.hall.break_(name, "")
    counter.until("it is back", lambda: opened(counter, name), each=counter.watch)


def test_the_hall_has_a_device_for_every_role_that_has_a_driver() -> None:
    with SimulatedHall() as hall:
        roles = {device.role for device in hall.devices.values()}
    assert roles == set(Role) - {Role.DOCUMENT_PRINTER, Role.SIGNATURE_PAD}


def test_every_role_has_its_icon() -> None:
    assert set(ICONS) == set(Role)


@pytest.mark.parametrize("counter", ["printer"], indirect=True)
def test_what_makes_no_sense_is_said_and_not_a_crash(counter: Workshop) -> None:
    bay = counter.devices.bays["printer"]
    bay.setting = type(bay.setting)("printer", Role.SLIP_PRINTER, "lpt:nonsense", "nobody")
    bay.close()
    with pytest.raises(DeviceError):
        bay.check()
