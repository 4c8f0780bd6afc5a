"""The commands round the devices of the settings, tried in the simulated hall as an installer would."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.config import Counter, load_counter, save_counter
from app.device_book import DeviceBook
from devices.simulators.hall import SimulatedHall
from devices.simulators.lock_board import LockBoards
from tests.support.command_line import Command, Told, told_by

OLD_HALL = ("reader", "reader-2", "reader-3", "printer", "printer-2", "pad", "lockers", "lockers-2", "lockers-4")


@pytest.fixture
def hall() -> Iterator[SimulatedHall]:
    with SimulatedHall(only=OLD_HALL) as hall:
        yield hall


@pytest.fixture
def config(hall: SimulatedHall, tmp_path: Path) -> Path:
    file = tmp_path / "counter.toml"
    settings = replace(Counter(), data=str(tmp_path / "data"), simulated_hall=str(hall.folder), device=hall.settings)
    save_counter(settings, file)
    return file


@pytest.fixture
def yichuang(config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line in this process; `typed` is what the person types."""

    def run(*words: object, typed: str = "") -> Told:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return told_by(capsys, "--config", config, *words)

    return run


def test_the_doctor_names_every_device_of_an_old_hall(yichuang: Command) -> None:
    told = yichuang("doctor", "--json")
    rows = {row["name"]: row for row in told.json if row["kind"] == "device"}
    assert told.code == 1, "not all is well"
    assert rows.keys() == {"reader", "reader-2", "printer", "printer-2", "pad", "lockers", "lockers-2"}
    assert rows["reader"]["well"] and rows["reader"]["identity"] == "05.03-20150101-0000000123-0000004567"
    assert "9600" in rows["reader-2"]["do"] and "115200" in rows["reader-2"]["do"]
    assert rows["printer"]["well"]
    assert "缺纸" in rows["printer-2"]["said"] and "热敏纸" in rows["printer-2"]["do"]
    assert "反" in rows["lockers"]["said"] and "校准" in rows["lockers"]["do"]
    found = {row["where"].rpartition("/")[2]: row for row in told.json if row["kind"] == "found"}
    assert found.keys() == {"reader-3", "lockers-4"}
    assert (found["reader-3"]["role"], found["reader-3"]["sure"]) == ("card_reader", "certain")
    assert (found["lockers-4"]["role"], found["lockers-4"]["profile"]) == ("lock_bank", "wkly-24")


def test_all_devices_are_listed_with_how_they_fare(yichuang: Command, hall: SimulatedHall) -> None:
    told = yichuang("device", "list", "--json")
    states = {row["name"]: (row["well"], row["state"]) for row in told.json}
    assert told.code == 0
    assert states["printer-2"] == (False, "缺纸")
    assert states["reader"] == (True, "正常")
    where = {row["name"]: row["where"] for row in told.json}
    assert where["lockers"] == hall.devices["lockers"].line.port  # type: ignore[union-attr]


def test_a_reader_is_checked_with_a_card(yichuang: Command, hall: SimulatedHall) -> None:
    hall.lay_card("resident")
    told = yichuang("device", "check", "reader")
    assert told.code == 0
    assert "05.03-20150101" in told.out and "读到居民身份证" in told.out


def test_a_check_that_a_person_denies_is_no_good(yichuang: Command, hall: SimulatedHall) -> None:
    assert yichuang("device", "check", "printer", typed="1\n").code == 0
    assert yichuang("device", "check", "printer", typed="nonsense\n2\n").code == 1
    assert len(hall.printer.slips) == 2


def test_a_cell_is_not_opened_by_a_check_without_consent(yichuang: Command, hall: SimulatedHall) -> None:
    boards: LockBoards = hall.devices["lockers-2"].device
    yichuang("device", "check", "lockers-2", typed="2\n")
    assert boards.opened == []
    yichuang("device", "check", "lockers-2", typed="")
    assert boards.opened == [], "an end of input is no consent"


def test_a_reversed_lock_bank_is_calibrated_and_then_believed(
    yichuang: Command, hall: SimulatedHall, config: Path
) -> None:
    told = yichuang("device", "calibrate", "lockers", typed="\n\n1\n")
    assert told.code == 0, told
    assert DeviceBook(load_counter(config).data_folder).calibration("lockers") == {
        "closed_value": 0,
        "calibrated": True,
    }
    hall.shut_door(1)
    again = {row["name"]: row for row in yichuang("doctor", "--json", "--no-search").json}
    assert again["lockers"]["well"]


def test_a_guide_that_nobody_answers_ends_there_and_keeps_nothing(
    yichuang: Command, hall: SimulatedHall, config: Path
) -> None:
    lockers, printer = (yichuang("device", "calibrate", name) for name in ("lockers", "printer"))
    assert (lockers.code, printer.code) == (1, 1)
    assert "没有人回答" in lockers.err and "没有人回答" in printer.err
    assert hall.devices["lockers"].device.opened == []
    book = DeviceBook(load_counter(config).data_folder)
    assert (book.calibration("lockers"), book.calibration("printer")) == ({}, {})
    assert yichuang("device", "calibrate", "lockers", typed="\n").code == 1
    assert hall.devices["lockers"].device.opened == []


def test_the_speed_of_a_reader_is_found_and_used_from_then_on(yichuang: Command) -> None:
    assert "9600" in yichuang("device", "calibrate", "reader-2").out
    states = {row["name"]: row["well"] for row in yichuang("device", "list", "--json").json}
    assert states["reader-2"]


def test_a_cell_is_opened_and_seen_open(yichuang: Command, hall: SimulatedHall) -> None:
    told = yichuang("device", "open-cell", "lockers-2", 7, "--yes", "--json")
    assert (told.code, told.json["door"]) == (0, "open")
    assert hall.devices["lockers-2"].device.opened == [7]
    refused = yichuang("device", "open-cell", "lockers-2", 99, "--yes")
    assert refused.code == 1 and "没有 99 号格" in refused.err


def test_a_rating_that_nobody_gives_is_said(yichuang: Command) -> None:
    told = yichuang("device", "rate", "pad", "--seconds", 0.2)
    assert (told.code, told.out) == (1, "")
    assert "没有发生" in told.err


@pytest.mark.parametrize(
    "words", [("check", "nobody"), ("calibrate", "nobody"), ("open-cell", "reader", 1, "--yes"), ("rate", "printer")]
)
def test_a_device_that_is_not_there_is_named_with_those_that_are(yichuang: Command, words: tuple[object, ...]) -> None:
    told = yichuang("device", *words)
    assert told.code == 2
    assert "有：" in told.err


def test_a_profile_and_a_lock_board_of_a_site_work_without_any_code(
    yichuang: Command, hall: SimulatedHall, config: Path, tmp_path: Path
) -> None:
    """A new printer and a new lock board are a new file in the site's folder."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "ours.toml").write_text(
        '[printer.acme-72]\nbased_on = "generic-80"\ndots = 512\n\n'
        '[lock.acme-12]\nbased_on = "wkly-24"\nlocks = 12\ncalibrated = true\n',
        encoding="utf-8",
    )
    settings = load_counter(config)
    profiles = {"printer": "acme-72", "lockers-2": "acme-12"}
    devices = tuple(replace(each, profile=profiles.get(each.name, each.profile)) for each in settings.device)
    save_counter(replace(settings, profiles=str(site), device=devices), config)
    assert yichuang("device", "check", "printer", typed="1\n").code == 0
    assert yichuang("device", "open-cell", "lockers-2", 12, "--yes").code == 0
    assert hall.devices["lockers-2"].device.opened == [12]
    refused = yichuang("device", "open-cell", "lockers-2", 13, "--yes")
    assert refused.code == 1 and "没有 13 号格" in refused.err
    states = {row["name"]: row["well"] for row in yichuang("device", "list", "--json").json}
    assert states["lockers-2"], "it is calibrated, for its profile says so"


def test_a_wrong_line_in_a_sites_profile_is_named(yichuang: Command, config: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "ours.toml").write_text('[printer.acme]\nbased_on = "generic-80"\ndotz = 512\n', encoding="utf-8")
    save_counter(replace(load_counter(config), profiles=str(site)), config)
    told = yichuang("device", "list")
    assert told.code == 1
    assert "ours.toml" in told.err and "第 3 行" in told.err and "printer.acme.dotz" in told.err
