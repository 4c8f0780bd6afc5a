"""The profiles we ship for pads, callers, window displays and hand scanners, and what a site may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from devices.code_scanners.lines import ScannerProfile
from devices.code_scanners.wedge import WedgeProfile
from devices.displays.led_display import DisplayProfile
from devices.profiles import Profiles
from devices.rating.caller import CallerProfile
from devices.rating.ff68 import Acknowledgement
from devices.rating.rating_pad import RatingPadProfile
from devices.tables import TableInvalid

OURS = Path(__file__).resolve().parents[3] / "resources" / "devices"
FAMILIES = {
    "rating_pad": RatingPadProfile,
    "caller": CallerProfile,
    "window_display": DisplayProfile,
    "code_scanner": ScannerProfile,
    "keyboard_scanner": WedgeProfile,
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    for name in ("rating_pads", "callers", "window_displays", "code_scanners"):
        shutil.copy(OURS / f"{name}.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("family", FAMILIES)
def test_what_the_generic_make_says_in_its_file_is_what_the_program_takes_without_one(
    family: str, shipped: Path
) -> None:
    of = FAMILIES[family]
    assert Profiles(FAMILIES, [shipped]).get(of, "generic") == of()


def test_each_kind_of_pad_has_a_scheme_of_its_own(shipped: Path) -> None:
    profiles = Profiles(FAMILIES, [shipped])
    schemes = {name: profiles.get(RatingPadProfile, name).scheme.name for name in profiles.names("rating_pad")}
    assert schemes == {
        "generic": "1-2-3-4-5",
        "five-is-best": "5-4-3-2-1",
        "zero-is-best": "0-1-2-3-4",
        "zero-is-worst": "4-3-2-1-0",
        "three-keys": "x-1-2-3-x",
        "bare-answer": "1-2-3-4-5",
    }


def test_a_site_adds_a_make_without_any_code(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    site = tmp_path_factory.mktemp("site")
    text = '[rating_pad.ours]\nbased_on = "three-keys"\nacknowledgement = "without_data"\n'
    (site / "ours.toml").write_text(text, encoding="utf-8")
    pad = Profiles(FAMILIES, [shipped, site]).get(RatingPadProfile, "ours")
    assert (pad.scheme.name, pad.acknowledgement) == ("x-1-2-3-x", Acknowledgement.WITHOUT_DATA)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[rating_pad.ours]\nfair = 256\n", "rating_pad.ours.fair"),
        ('[caller.ours]\nacknowledgement = "ack"\n', "caller.ours.acknowledgement"),
        ("[window_display.ours]\ncolumns = 0\n", "window_display.ours.columns"),
        ('[code_scanner.ours]\nends_with = "enter"\n', "code_scanner.ours.ends_with"),
        ("[keyboard_scanner.ours]\nshortest = 1\n", "keyboard_scanner.ours.shortest"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, key: str, shipped: Path) -> None:
    (shipped / "zz.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TableInvalid) as said:
        Profiles(FAMILIES, [shipped])
    assert said.value.key == key
