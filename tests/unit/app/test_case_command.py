"""`yichuang case show`: a case from the window's own store or from the central's data, explained and masked."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from app.central.central import open_central
from tests.support.central_ops import NAME, WindowPen, options
from tests.support.command_line import Command, told_by
from tests.unit.central.conftest import push_to


@pytest.fixture
def yichuang(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""
    return partial(told_by, capsys)


@pytest.fixture
def hall(tmp_path: Path) -> tuple[Path, str]:
    """The data of a central with one accepted case, and its number."""
    central, pen = open_central(options(tmp_path)), WindowPen()
    ops = pen.history(("accept", "back_office"))
    push_to(central, *ops)
    central.close()
    return tmp_path, ops[0]["body"]["number"]


def test_a_case_at_the_central_is_told_with_its_clocks_trace_and_events(
    yichuang: Command, hall: tuple[Path, str]
) -> None:
    folder, number = hall
    told = yichuang("case", "show", number, "--central", folder, "--json").json
    assert (told["state"], [event["move"] for event in told["events"]]) == ("accepted", ["receive", "accept"])
    assert {clock["clock"] for clock in told["clocks"]} >= {"promise", "statutory", "supervision"}
    assert told["title"] and told["trace"][0][0] == "接件"
    assert NAME not in json.dumps(told, ensure_ascii=False)


def test_people_read_it_as_an_explanation(yichuang: Command, hall: tuple[Path, str]) -> None:
    folder, number = hall
    told = yichuang("case", "show", number, "--central", folder)
    assert told.code == 0
    for words in (number, "已受理", "接件", "调休", "承诺"):
        assert words in told.out


def test_a_number_that_is_not_there_gets_a_sentence(yichuang: Command, hall: tuple[Path, str]) -> None:
    assert "没有编号" in yichuang("case", "show", "YC26-03-99999", "--central", hall[0]).refused()


def test_data_that_cannot_be_read_gets_a_sentence(yichuang: Command, tmp_path: Path) -> None:
    (tmp_path / "central.db").write_bytes(b"not a database" * 100)
    assert "读不了" in yichuang("case", "show", "YC26-03-00001", "--central", tmp_path).refused()
