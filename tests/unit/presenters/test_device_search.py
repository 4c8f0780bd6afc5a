"""Finding a port by pulling a cable out and plugging it in, and adding what was found: nothing is bound by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.config import load_counter
from tests.support.workshop import Workshop, workshop


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workshop]:
    with workshop(tmp_path, "reader", "pad", "caller", "display") as here:
        here.until("all well", lambda: here.word("pad") == here.word("display") == "正常", each=here.watch)
        yield here


def note(here: Workshop) -> str:
    return here.state.found.note if here.state.found else ""


def pull_out(here: Workshop, *names: str) -> None:
    """Pull devices out; a second passes, in which they are seen to be gone."""
    for name in names:
        here.hall.unplug(name)
    here.presenter.tick()


def plug_in(here: Workshop, name: str, serial: str, socket: str) -> None:
    """Put a device into another adapter."""
    line = here.hall.devices[name].line
    assert line is not None
    line.usb = replace(line.usb, serial=serial, socket=socket)
    line.plug_in(elsewhere=True)
    here.hall.plug(name)


def addresses(here: Workshop) -> dict[str, str]:
    """What the settings file has."""
    return {each.name: each.address for each in load_counter(here.file).device}


def test_what_hangs_on_the_same_cable_is_moved_with_it(here: Workshop) -> None:
    here.choose("pad")
    here.presenter.compare_by_plugging()
    pull_out(here, "pad")
    plug_in(here, "pad", "NEW", "1-1.7")
    here.presenter.tick()
    assert "找到了" in note(here)
    assert addresses(here)["pad"] == addresses(here)["caller"] == "serial:usb-0403-6001-NEW?baud=9600"
    here.until("both well", lambda: here.word("pad") == here.word("caller") == "正常", each=here.watch)


def test_a_file_that_cannot_be_changed_is_said_once_and_nothing_is_moved(here: Workshop) -> None:
    before = addresses(here)
    here.file.with_suffix(".new").mkdir()  # in the way of the draft
    here.choose("pad")
    here.presenter.compare_by_plugging()
    pull_out(here, "pad")
    plug_in(here, "pad", "NEW", "1-1.7")
    for _ in range(3):
        here.presenter.tick()
    assert "写不进" in note(here)
    assert addresses(here) == before
    assert here.devices.bays["pad"].setting.address == before["pad"]


def test_a_device_on_no_serial_port_has_no_port_to_change(tmp_path: Path) -> None:
    with workshop(tmp_path, "printer", "pad") as here:  # the printer is in the network
        before = addresses(here)
        here.choose("printer")
        here.presenter.compare_by_plugging()
        pull_out(here, "pad")
        plug_in(here, "pad", "NEW", "1-1.7")
        here.presenter.tick()
        assert "没有口可换" in note(here)
        assert addresses(here) == before
        assert here.presenter.leave() and here.state.found is None


def test_a_port_that_is_another_device_s_is_not_taken(here: Workshop) -> None:
    here.choose("pad")
    here.presenter.compare_by_plugging()
    pull_out(here, "pad", "display")
    here.hall.plug("display")  # a hub was pulled out: this one comes first
    here.presenter.tick()
    plug_in(here, "pad", "NEW", "1-1.7")
    here.presenter.tick()
    assert addresses(here)["pad"] == "serial:usb-0403-6001-NEW?baud=9600"
    assert addresses(here)["display"] == "serial:usb-0403-6001-D1?baud=9600"


def test_of_several_ports_that_come_at_once_none_is_taken_and_the_person_tries_again(here: Workshop) -> None:
    before = addresses(here)
    here.choose("pad")
    here.presenter.compare_by_plugging()
    pull_out(here, "pad", "display")
    plug_in(here, "pad", "NEW", "1-1.7")
    plug_in(here, "display", "OTHER", "1-1.8")
    here.presenter.tick()
    assert "分不清" in note(here)
    assert addresses(here) == before
    pull_out(here, "pad")
    here.hall.plug("pad")
    here.presenter.tick()
    assert addresses(here)["pad"] == "serial:usb-0403-6001-NEW?baud=9600"


def test_a_device_that_was_followed_meanwhile_is_kept_at_its_new_port(here: Workshop) -> None:
    here.choose("reader")
    here.presenter.compare_by_plugging()
    pull_out(here, "reader")
    plug_in(here, "reader", "NEW", "1-1.7")
    bay = here.devices.bays["reader"]
    bay.setting = replace(
        bay.setting, address="serial:usb-1a86-7523-NEW?baud=115200"
    )  # as the watch does by its number
    here.presenter.tick()
    assert addresses(here)["reader"] == "serial:usb-1a86-7523-NEW?baud=115200"


def test_what_is_plugged_in_after_the_page_was_left_is_not_taken(here: Workshop) -> None:
    before = addresses(here)
    here.choose("pad")
    here.presenter.compare_by_plugging()
    pull_out(here, "pad")
    here.presenter.page_left()
    plug_in(here, "pad", "NEW", "1-1.7")
    here.presenter.tick()
    assert addresses(here) == before
    assert here.state.found is None


def test_a_check_under_way_is_called_off_by_looking_for_a_port(here: Workshop) -> None:
    here.presenter.check()
    here.presenter.compare_by_plugging()
    assert here.state.guide is None and "拔下" in note(here)


def looked_for(here: Workshop) -> None:
    """Look for devices until one is found."""
    here.presenter.look_for_devices()
    here.until("a find", lambda: here.state.found is not None and bool(here.state.found.rows))


def test_a_find_that_cannot_be_written_is_said_and_can_be_tried_again(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader", "reader-3") as here:
        looked_for(here)
        draft = here.file.with_suffix(".new")
        draft.mkdir()
        here.presenter.answer(0)
        assert "写不进" in note(here)
        draft.rmdir()
        here.presenter.answer(0)
        assert "card-reader" in addresses(here)


def test_what_was_added_is_no_longer_free_and_the_next_gets_another_name(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader", "reader-3") as here:
        looked_for(here)
        here.presenter.answer(0)
        added = here.hall.devices["reader-3"].line
        assert added is not None
        assert added.port not in [port.port for port in here.devices.free_ports("reader")]
        plug_in(here, "reader-3", "R9", "1-1.9")
        looked_for(here)
        here.presenter.answer(0)
        assert list(addresses(here)) == ["reader", "card-reader", "card-reader-2"]
