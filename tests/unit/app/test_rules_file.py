"""The hall's rules and hours as files: what is shipped is what the program knows, and what is wrong is named."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from app import paths
from app.calendar_files import load_calendar, load_hours
from app.domain.calendar import HALL_TIME, OFFICE_HOURS, HallHours
from app.domain.catalogue import Limit, LimitUnit
from app.domain.errors import SettingsInvalid
from app.domain.rules import ConditionalClock, PromiseFrom, Rules
from app.rules_file import load_rules
from app.wording import Wording

KIND = '[[procedure]]\ncode = "survey"\nname = "勘验"\n'
SAY = Wording(paths.resources() / "i18n", "zh_CN")


def test_the_shipped_rules_are_those_the_program_knows_without_a_file() -> None:
    assert load_rules(paths.resources() / "rules.toml") == Rules()


def test_a_hall_says_only_what_is_different(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(
        'version = "岳阳 2"\nacceptance = "24H"\nlocker = "5N"\npromise_from = "acceptance"\n'
        'conditional = "when_complete"\nwarning_days = 2\nyellow_share = 0.8\n'
        f'{KIND}stops = true\ncap = "3W"\nlegal_basis = "本地条例"\n',
        encoding="utf-8",
    )
    rules = load_rules(file)
    assert (rules.acceptance, rules.locker) == (Limit(24, LimitUnit.HOUR), Limit(5, LimitUnit.NATURAL_DAY))
    assert (rules.promise_from, rules.conditional) == (PromiseFrom.ACCEPTANCE, ConditionalClock.WHEN_COMPLETE)
    assert (rules.warning_days, rules.yellow_share, rules.delivery) == (2, 0.8, Limit(10))
    survey = rules.procedure("勘验")
    assert survey is rules.procedure("survey")
    assert survey is not None
    assert (survey.stops, survey.cap) == (True, Limit(3))
    assert rules.procedure("听证") is None


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("acceptance = ", "", "not_toml"),
        ("acceptence = '1W'", "acceptence", "unknown_key"),
        ("acceptance = 1", "acceptance", "wrong_type"),
        ("acceptance = '1D'", "acceptance", "wrong_type"),
        ("acceptance = '9999W'", "acceptance", "wrong_type"),
        ("promise_from = 'birth'", "promise_from", "wrong_choice"),
        ("yellow_share = 9.0", "yellow_share", "wrong_choice"),
        ("warning_days = -1", "warning_days", "wrong_choice"),
        ("procedure = 1", "procedure", "wrong_type"),
        ("procedure = [1]", "procedure.0", "not_a_table"),
        (KIND, "procedure.0.stops", "missing"),
        (f"{KIND}stops = true\ncap = 10", "procedure.0.cap", "wrong_type"),
        (f"{KIND}stops = true\n{KIND}stops = true", "procedure.1.code", "wrong_choice"),
    ],
)
def test_a_wrong_rule_is_named_with_its_file_and_key(tmp_path: Path, text: str, key: str, why: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_rules(file)
    assert (caught.value.file, caught.value.key, caught.value.why) == (str(file), key, why)
    assert "rules.toml" in SAY.error(caught.value)


def test_without_the_file_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="unreadable"):
        load_rules(tmp_path / "rules.toml")


def test_hours_change_on_a_day(tmp_path: Path) -> None:
    """Winter hours, seven and a half; from May on six: what was counted before stays as it was."""
    (tmp_path / "hours.toml").write_text(
        '[[hours]]\nsince = 2026-01-01\nspans = [["08:30", "12:00"], ["13:30", "17:30"]]\n'
        '[[hours]]\nsince = 2026-05-01\nspans = [["09:00", "12:00"], ["14:00", "17:00"]]\n'
    )
    calendar = load_calendar(tmp_path)
    assert calendar.closes(date(2026, 4, 30)).time() == time(17, 30)
    assert calendar.closes(date(2026, 5, 6)).time() == time(17)
    assert calendar.opens(date(2025, 1, 6)).time() == time(8, 30), "before the first its own hold"
    thursday, friday = (datetime(2026, 4, 30, 12, tzinfo=HALL_TIME), datetime(2026, 5, 1, 12, tzinfo=HALL_TIME))
    assert calendar.working_seconds(thursday, friday) == 4 * 3600 + 3 * 3600  # no year here, so no Labour Day either


def test_a_calendar_without_hours_has_office_hours(tmp_path: Path) -> None:
    assert load_hours(tmp_path / "hours.toml") == (OFFICE_HOURS,)


def test_the_shipped_hours_are_read() -> None:
    assert load_hours(paths.resources() / "calendars" / "hours.toml") == (
        HallHours(date(2019, 1, 1), OFFICE_HOURS.spans),
    )


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("", "hours", "missing"),
        ("hours = [1]", "hours.0", "not_a_table"),
        ("[[hours]]\nspans = [['08:30', '12:00']]", "hours.0.since", "missing"),
        ("[[hours]]\nsince = 2026-01-01\nspan = 1", "hours.0.span", "unknown_key"),
        ("[[hours]]\nsince = '2026'\nspans = [['08:30', '12:00']]", "hours.0.since", "wrong_type"),
        ("[[hours]]\nsince = 2026-01-01\nspans = []", "hours.0.spans", "wrong_type"),
        ("[[hours]]\nsince = 2026-01-01\nspans = [['8:30', '12:00']]", "hours.0.spans", "wrong_type"),
        ("[[hours]]\nsince = 2026-01-01\nspans = [['12:00', '08:30']]", "hours.0.spans", "wrong_type"),
        (
            "[[hours]]\nsince = 2026-01-01\nspans = [['08:00', '12:00']]\n"
            "[[hours]]\nsince = 2025-01-01\nspans = [['08:00', '12:00']]",
            "hours.1.since",
            "wrong_type",
        ),
    ],
)
def test_wrong_hours_are_named_with_their_file_and_key(tmp_path: Path, text: str, key: str, why: str) -> None:
    file = tmp_path / "hours.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_hours(file)
    assert (caught.value.file, caught.value.key, caught.value.why) == (str(file), key, why)
