"""Settings: the example lists exactly the fields, and every mistake is named with its file and key."""

from __future__ import annotations

import dataclasses
import stat
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.config import Counter, Screen, load_counter, save_counter
from app.domain.errors import SettingsInvalid
from app.domain.slips import NotificationMode
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.tables import to_toml

EXAMPLE = paths.resources() / "counter.example.toml"


def written(folder: Path, text: str) -> Path:
    file = folder / "counter.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(file: Path) -> SettingsInvalid:
    with pytest.raises(SettingsInvalid) as error:
        load_counter(file)
    assert error.value.file == str(file)
    return error.value


def _fields(settings: Any, prefix: str = "") -> Iterator[str]:
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        if dataclasses.is_dataclass(value):
            yield from _fields(value, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name


def _keys(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        yield from _keys(value, f"{prefix}{key}.") if isinstance(value, dict) else iter((prefix + key,))


def test_the_example_lists_exactly_the_fields_with_their_defaults() -> None:
    assert set(_keys(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")))) == set(_fields(Counter())) - {"device"}
    assert load_counter(EXAMPLE) == Counter()


def test_the_device_in_the_example_lists_every_field_of_a_device_and_is_one(tmp_path: Path) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").partition("# [[device]]\n")[2].splitlines()
    shown = [line.removeprefix("# ") for line in lines if " = " in line]
    keys = [line.partition(" =")[0] for line in shown]
    assert keys == [field.name for field in dataclasses.fields(DeviceSetting)]
    settings = load_counter(written(tmp_path, "\n".join(["[[device]]", *shown])))
    assert settings.devices_for(Role.CARD_READER) == settings.device != ()


def test_every_key_of_the_example_is_explained_but_those_that_speak_for_themselves() -> None:
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["]
    assert {line.split(" =")[0] for line in lines if "#" not in line} == {"name", "address", "hours"}


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    settings = load_counter(written(tmp_path, '[screen]\ntheme = "dark"\n'))
    assert settings == Counter(screen=Screen(theme="dark"))


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert load_counter(written(tmp_path, "")) == Counter()


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    hall = dataclasses.replace(Counter().hall, name='引号"与\\反斜线', notification_mode=NotificationMode.LISTS_MISSING)
    settings = dataclasses.replace(
        Counter(),
        hall=hall,
        screen=Screen("high_contrast", 1.25, "en"),
        data=r"D:\一窗",
        device=(DeviceSetting("a", Role.CALLER, "COM1"), DeviceSetting("b", Role.LOCK_BANK, "tcp://h:1", "acme", "7")),
    )
    save_counter(settings, tmp_path / "new" / "counter.toml")
    assert load_counter(tmp_path / "new" / "counter.toml") == settings
    assert list((tmp_path / "new").iterdir()) == [tmp_path / "new" / "counter.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions elsewhere")
def test_a_saved_file_with_a_token_is_for_its_owner_only(tmp_path: Path) -> None:
    save_counter(Counter(), tmp_path / "counter.toml")
    assert stat.S_IMODE((tmp_path / "counter.toml").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "key", "why", "found"),
    [
        ("colour = 1", "colour", "unknown_key", ""),
        ('[screen]\ncolour = "red"', "screen.colour", "unknown_key", ""),
        ('screen = "dark"', "screen", "not_a_table", '"dark"'),
        ("data = 3", "data", "wrong_type", "3"),
        ('[screen]\nscale = "1.5"', "screen.scale", "wrong_type", '"1.5"'),
        ("[window]\ntraining = 1", "window.training", "wrong_type", "1"),
        ('[[device]]\nname = true\nrole = "caller"', "device.0.name", "wrong_type", "true"),
        ('[[device]]\nrole = "caller"\naddress = "COM1"', "device.0.name", "missing", ""),
        ("[window]\nnumber = 2026-09-22", "window.number", "wrong_type", '"2026-09-22"'),
        ('[[device]]\nname = "a"\nrole = "fax"', "device.0.role", "wrong_choice", '"fax"'),
        ('[screen]\ntheme = "blue"', "screen.theme", "wrong_choice", '"blue"'),
        ("[screen]\nscale = 3", "screen.scale", "wrong_choice", "3.0"),
        ('[hall]\nname = "示例"', "hall.code", "missing", ""),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, text: str, key: str, why: str, found: str) -> None:
    error = refused(written(tmp_path, text))
    assert (error.key, error.why, error.found) == (key, why, found)


def test_what_could_be_chosen_is_told(tmp_path: Path) -> None:
    assert refused(written(tmp_path, '[screen]\ntheme = "blue"')).wanted == '"light", "dark", "high_contrast"'
    assert "theme" in refused(written(tmp_path, "[screen]\ncolour = 1")).wanted
    whole = to_toml(Counter()).replace('"after_pass"', '"never"')
    error = refused(written(tmp_path, whole))
    assert (error.key, error.why) == ("hall.notification_mode", "wrong_choice")
    assert error.wanted == '"after_pass", "lists_missing"'


@pytest.mark.parametrize(("text", "line"), [("data = ''\nwindow = [", 2), ("data = ''\n\n[screen\n", 3), ("=", 1)])
def test_broken_toml_is_named_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    error = refused(written(tmp_path, text))
    assert (error.key, error.why, error.where) == ("", "not_toml", line)


def test_a_file_that_is_not_utf_8_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    file.write_bytes('data = ""\n# 一窗\n'.encode("gbk"))
    error = refused(file)
    assert (error.why, error.where) == ("not_toml", 2)


def test_a_mark_in_front_as_windows_editors_put_it_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "counter.toml"
    file.write_bytes(EXAMPLE.read_text(encoding="utf-8").encode("utf-8-sig"))
    assert load_counter(file) == Counter()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path / "nowhere.toml")
    assert error.why == "unreadable"
    assert error.found


def test_folders_are_the_users_own_unless_named(tmp_path: Path) -> None:
    assert Counter().data_folder == paths.data_folder()
    assert Counter().catalogue_folder == paths.resources() / "catalogue"
    named = Counter(data=str(tmp_path), catalogue=str(tmp_path / "c"))
    assert (named.data_folder, named.catalogue_folder) == (tmp_path, tmp_path / "c")
