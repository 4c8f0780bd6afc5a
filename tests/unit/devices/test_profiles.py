"""A make of device is a few lines of data: ours, a site's over them, and a sentence where they are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import pytest

from devices.profiles import Profiles
from devices.tables import Between, TableInvalid


class Colour(Enum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Bell:
    tone: str
    loudness: Annotated[int, Between(1, 10)] = 5
    colours: tuple[Colour, ...] = (Colour.RED,)


OURS = """
[bell.plain]
tone = "ding"

[bell.big]
based_on = "plain"
loudness = 9
"""


def read(folder: Path, *, site: str = "") -> Profiles:
    ours, theirs = folder / "ours", folder / "site"
    for place, text in ((ours, OURS), (theirs, site)):
        place.mkdir(exist_ok=True)
        (place / "bells.toml").write_text(text, encoding="utf-8")
    return Profiles({"bell": Bell}, (ours, theirs))


def test_a_make_is_as_the_one_it_is_based_on_but_for_what_it_says(tmp_path: Path) -> None:
    profiles = read(tmp_path)
    assert profiles.names("bell") == ("big", "plain")
    assert profiles.get(Bell, "big") == Bell("ding", 9)


def test_a_site_adds_a_make_without_any_code(tmp_path: Path) -> None:
    profiles = read(tmp_path, site='[bell.acme]\nbased_on = "big"\ncolours = ["green", "red"]\n')
    assert profiles.get(Bell, "acme") == Bell("ding", 9, (Colour.GREEN, Colour.RED))


def test_a_site_changes_one_value_of_a_make_of_ours_and_of_what_is_based_on_it(tmp_path: Path) -> None:
    profiles = read(tmp_path, site='[bell.plain]\ntone = "dong"\n')
    assert profiles.get(Bell, "plain") == Bell("dong", 5)
    assert profiles.get(Bell, "big") == Bell("dong", 9)
    assert profiles.files_of("bell", "plain") == ("bells.toml", "bells.toml")


def test_a_make_that_nobody_described_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="big, plain"):
        read(tmp_path).get(Bell, "tiny")


@pytest.mark.parametrize(
    ("site", "why", "key", "line"),
    [
        ('[bell.acme]\n\ntone = "x"\nlodness = 3\n', "unknown_key", "bell.acme.lodness", 4),
        ("# ours\n[bell.acme]\ntone = 7\n", "wrong_type", "bell.acme.tone", 3),
        ('[bell.acme]\ntone = "x"\nloudness = 11\n', "wrong_choice", "bell.acme.loudness", 3),
        ('[bell.acme]\ntone = "x"\ncolours = ["red", "blue"]\n', "wrong_choice", "bell.acme.colours.1", 3),
        ("[bell.acme]\nloudness = 3\n", "missing", "bell.acme.tone", 1),
        ('[bell.acme]\nbased_on = "tiny"\n', "wrong_choice", "bell.acme.based_on", 2),
        ('[bell.acme]\nbased_on = "acme"\n', "wrong_choice", "bell.acme.based_on", 2),
        ("[gong.acme]\ntone = 1\n", "unknown_key", "gong", 0),
        ("bell = 3\n", "not_a_table", "bell", 1),
        ('[bell."acme 24"]\ntone = [\n', "not_toml", "", 3),
    ],
)
def test_a_wrong_line_is_named_with_file_line_and_key(tmp_path: Path, site: str, why: str, key: str, line: int) -> None:
    with pytest.raises(TableInvalid) as wrong:
        read(tmp_path, site=site)
    told = wrong.value
    assert (told.why, told.key, told.line) == (why, key, line)
    assert Path(told.file).parent.name == "site"
