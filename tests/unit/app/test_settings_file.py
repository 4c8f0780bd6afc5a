"""A device is written into the settings, or moved, and every comment of the installer's stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import load_counter
from app.domain.errors import SettingsInvalid
from app.settings_file import add_device, move_device
from devices.ports import Role
from devices.setting import DeviceSetting

READER = DeviceSetting("reader", Role.CARD_READER, "serial:COM3?baud=9600", "generic", "05.03-1")
TEXT = """# 三楼东头，老张装的
data = "here"

[screen]
theme = "dark"  # 他眼睛不好
"""


def test_a_device_is_added_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    file.write_text(TEXT, encoding="utf-8")
    add_device(file, READER)
    assert file.read_text(encoding="utf-8").startswith(TEXT.rstrip())
    assert load_counter(file).device == (READER,)


def test_a_first_device_makes_the_file(tmp_path: Path) -> None:
    add_device(tmp_path / "new" / "counter.toml", READER)
    assert load_counter(tmp_path / "new" / "counter.toml").device == (READER,)


def test_a_device_is_moved_and_the_rest_stays(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    file.write_text(TEXT, encoding="utf-8")
    add_device(file, READER)
    add_device(file, DeviceSetting("printer", Role.SLIP_PRINTER, "COM9"))
    move_device(file, READER, "serial:COM7?baud=9600")
    assert [each.address for each in load_counter(file).device] == ["serial:COM7?baud=9600", "COM9"]
    assert "老张" in file.read_text(encoding="utf-8") and "眼睛" in file.read_text(encoding="utf-8")


def test_a_name_that_is_taken_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    add_device(file, READER)
    before = file.read_text(encoding="utf-8")
    with pytest.raises(SettingsInvalid):
        add_device(file, READER)
    assert file.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [file]


def test_an_address_that_is_not_there_cannot_be_moved(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    add_device(file, READER)
    with pytest.raises(SettingsInvalid):
        move_device(file, DeviceSetting("other", Role.CALLER, "COM1"), "COM2")
