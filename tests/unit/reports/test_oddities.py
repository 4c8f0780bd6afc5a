"""Whatever a device does unlike the generic make of its family is said in a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.reports.oddities import BOOKKEEPING, KEYS, NOBODYS_TO_READ, Oddity, oddities
from app.wording import Wording
from devices.catalogue import FAMILIES, KEYBOARD, family_of
from devices.ports import Role
from devices.profiles import Profiles
from devices.setting import DeviceSetting
from tests.support.reports import CHINESE

ENGLISH = Wording(paths.resources() / "i18n", "en")


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    return Profiles(FAMILIES, [paths.resources() / "devices"])


def odd(profiles: Profiles, role: Role, profile: str = "generic", address: str = "tcp://a:1", **more: Any) -> list[str]:
    setting = DeviceSetting("it", role, address, profile)
    note = more.pop("note", "")
    return list(oddities(setting, profiles, more, CHINESE, note=note))


def test_a_generic_device_has_none_but_what_is_always_said(profiles: Profiles) -> None:
    for role in Role:
        expected = ["读过的卡要拿起再放，才能再读"] if role is Role.CARD_READER else []
        assert odd(profiles, role) == expected, role
    assert odd(profiles, Role.CODE_SCANNER, address=KEYBOARD) == []


def test_reversed_polarity_is_said_as_found_by_calibration(profiles: Profiles) -> None:
    said = odd(profiles, Role.LOCK_BANK, "8a-24", closed_value=0, calibrated=True)
    assert said == ["门反馈开关接法与档案相反，已校准：关门时为 0"]
    assert odd(profiles, Role.LOCK_BANK, "8a-24", closed_value=1, calibrated=True) == []


def test_an_echo_that_was_found_is_said(profiles: Profiles) -> None:
    assert "回声" in odd(profiles, Role.LOCK_BANK, echo=True)[0]


def test_another_speed_than_the_profiles_is_said_wherever_it_comes_from(profiles: Profiles) -> None:
    in_the_address = odd(profiles, Role.SLIP_PRINTER, address="serial:/dev/ttyS0?baud=19200")
    found = odd(profiles, Role.SLIP_PRINTER, address="serial:/dev/ttyS0?baud=9600", baud=19200)
    assert in_the_address == found == ["波特率为 19200，不是档案里的 9600"]
    assert odd(profiles, Role.SLIP_PRINTER, address="serial:/dev/ttyS0?baud=9600") == []
    assert odd(profiles, Role.CALLER, address="serial:/dev/ttyS0?baud=2400") == ["波特率为 2400，不是档案里的 9600"]


def test_reading_a_card_again_without_lifting_it_is_said(profiles: Profiles) -> None:
    free = "读过的卡不拿开也能再读"
    assert odd(profiles, Role.CARD_READER, "generic-reread") == [free]
    assert odd(profiles, Role.CARD_READER, address="tcp://a:1?reread=free") == [free]


def test_a_printer_that_does_not_report_its_status_is_said_once(profiles: Profiles) -> None:
    silent = "不回报状态，单据打没打出要人看"
    assert odd(profiles, Role.SLIP_PRINTER, note="unknown") == [silent]
    assert odd(profiles, Role.SLIP_PRINTER, status="none", note="unknown").count(silent) <= 1


def test_the_keys_of_a_pad_are_one_sentence(profiles: Profiles) -> None:
    assert odd(profiles, Role.RATING_PAD, "five-is-best") == [
        "按键的键值与通用不同：非常满意 5、满意 4、基本满意 3、不满意 2、非常不满意 1"
    ]
    three = odd(profiles, Role.RATING_PAD, "three-keys")
    assert "非常" not in three[0] and "满意 1" in three[0]


def test_a_profile_that_is_not_there_is_said(profiles: Profiles) -> None:
    assert odd(profiles, Role.SLIP_PRINTER, "acme-3000") == ["型号档案里没有 acme-3000，设置有误"]


def test_what_a_gateway_is_told_is_in_no_report(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[gateway.ours]\nurl = "https://example.org/?key=SECRET"\n', encoding="utf-8")
    own = Profiles(FAMILIES, [paths.resources() / "devices", tmp_path])
    assert odd(own, Role.MESSAGE_SENDER, "ours", address="gateway:") == []


def test_a_role_without_profiles_has_no_oddities(profiles: Profiles) -> None:
    assert odd(profiles, Role.PAGE_SOURCE) == []


def test_calibration_may_hold_what_no_profile_knows(profiles: Profiles) -> None:
    assert odd(profiles, Role.LOCK_BANK, aeon="x", closed_value=1) == []


def _changed(value: Any) -> Iterator[Any]:
    match value:
        case Enum():
            yield from (each for each in type(value) if each is not value)
        case bool():
            yield not value
        case int() | float():
            yield value + 1
        case str():
            yield value + "x"
        case tuple():
            yield (*value, *value)


SETTINGS = [
    *(DeviceSetting("it", role, "tcp://a:1") for role in Role),
    DeviceSetting("it", Role.CODE_SCANNER, KEYBOARD),
]
EVERY_CHANGE = [
    (setting, field.name, change)
    for setting in SETTINGS
    if (family := family_of(setting)) and family not in NOBODYS_TO_READ
    for field in dataclasses.fields(FAMILIES[family])
    if field.name not in BOOKKEEPING | {*KEYS, "baud"}
    for change in _changed(getattr(FAMILIES[family](), field.name))
]


@pytest.mark.parametrize("say", [CHINESE, ENGLISH], ids=["zh_CN", "en"])
@pytest.mark.parametrize(("setting", "field", "change"), EVERY_CHANGE, ids=lambda given: getattr(given, "role", given))
def test_every_field_of_every_profile_has_a_sentence_of_its_own_words(
    say: Wording, setting: DeviceSetting, field: str, change: Any, profiles: Profiles
) -> None:
    said = oddities(setting, profiles, {field: change}, say)
    assert len(said) == 1 + (setting.role is Role.CARD_READER and field != "reread")
    bare = tuple(f"{field}{verb}" for verb in ("为", "实测", " is", " was"))
    assert not any(each.startswith(bare) for each in said), f"{said}: give report.field.{field} a word"
    if say is CHINESE:
        assert any("\u4e00" <= char < "\u9fff" for char in said[-1])


def test_a_field_of_a_make_to_come_is_said_by_its_name() -> None:
    said = Oddity("warp", "9", "1").sentence(CHINESE)
    assert said == "warp为 9（通用为 1）"
    assert Oddity("warp", "9", "1", found=True).sentence(CHINESE) == "warp实测为 9（档案为 1）"


def test_a_sites_own_make_is_compared_with_the_generic_one(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[printer.old-epson]\nbased_on = "generic-80"\npicture = "columns"\npause_ms = 40\n', encoding="utf-8"
    )
    own = Profiles(FAMILIES, [paths.resources() / "devices", tmp_path])
    assert odd(own, Role.SLIP_PRINTER, "old-epson") == [
        "不认光栅图，逐列送图，打印较慢",
        "每段数据后要歇 40 毫秒，否则丢字节",
    ]
