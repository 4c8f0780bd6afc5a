"""A device is written into the settings, or moved, and every comment of the installer's stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import load_counter
from app.domain.errors import SettingsInvalid
from app.settings_file import add_device, move_devices
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
    move_devices(file, {"reader": "serial:COM7?baud=9600"})
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


def test_a_device_that_is_not_there_cannot_be_moved(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    add_device(file, READER)
    with pytest.raises(SettingsInvalid):
        move_devices(file, {"other": "COM2"})
    assert load_counter(file).device == (READER,)


WRITTEN_BY_HAND = """# 评价器原来在 "serial:COM3?baud=9600"
[[device]]  # 东窗
address = 'serial:COM3?baud=9600'   # 和叫号器同一根线
name = "pad"  # name = "caller"
role = "rating-pad"

[[device]]
name = 'caller'
role = "caller"
address = "serial:COM3?baud=9600"

[screen]
theme = "dark"
"""


def test_a_device_is_known_by_its_name_however_its_address_is_written(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    hand = WRITTEN_BY_HAND.replace("rating-pad", Role.RATING_PAD.value)
    file.write_text(hand, encoding="utf-8")
    move_devices(file, {"pad": "serial:COM7?baud=9600"})
    assert [each.address for each in load_counter(file).device] == ["serial:COM7?baud=9600", "serial:COM3?baud=9600"]
    move_devices(file, {"pad": "serial:COM8", "caller": "serial:COM8"})
    text = file.read_text(encoding="utf-8")
    assert [each.address for each in load_counter(file).device] == ["serial:COM8", "serial:COM8"]
    assert text == hand.replace("'serial:COM3?baud=9600'", '"serial:COM8"').replace(
        'address = "serial:COM3?baud=9600"', 'address = "serial:COM8"'
    )


def test_all_that_hang_on_a_cable_are_moved_or_none(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    add_device(file, READER)
    with pytest.raises(SettingsInvalid):
        move_devices(file, {"reader": "COM8", "nobody": "COM8"})
    assert load_counter(file).device == (READER,)


def test_a_folder_that_takes_nothing_is_said_of_the_file_and_leaves_no_draft(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    add_device(file, READER)
    (tmp_path / "counter.new").mkdir()  # in the way of the draft
    for change in (lambda: add_device(file, READER), lambda: move_devices(file, {"reader": "COM8"})):
        with pytest.raises(SettingsInvalid) as refused:
            change()
        assert (refused.value.file, refused.value.why) == (str(file), "unwritable")
    assert load_counter(file).device == (READER,)


def test_a_fault_that_was_in_the_file_already_is_said_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    file.write_text('[screen]\ntheme = "blue"\n', encoding="utf-8")
    with pytest.raises(SettingsInvalid) as refused:
        add_device(file, READER)
    assert refused.value.file == str(file)
