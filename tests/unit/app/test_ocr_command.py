"""`yichuang ocr`, as an installer would try it."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest

from app.__main__ import main
from tests.support.papers_to_read import render_id_front, sample_person

PERSON = sample_person(2)


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ocr") / "card.png"
    cv2.imwrite(str(file), render_id_front(PERSON))
    return file


def test_a_card_is_told_field_by_field(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ocr", str(card), "--as", "id-card", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["as"] == "id-card"
    number = told["fields"]["id_number"]
    assert (number["value"], number["source"], number["doubt"]) == (PERSON.number, "ocr", None)
    assert 90 <= number["certainty"] <= 99
    assert told["seconds"] > 0


def test_any_page_is_told_line_by_line(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ocr", str(card), "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    assert {"text", "certainty"} == lines[0].keys()
    assert PERSON.number in {line["text"] for line in lines}


def test_another_paper_is_said_in_a_sentence(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ocr", str(card), "--as", "licence"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() == "这像是身份证。请换上营业执照再拍"


def test_what_is_no_picture_is_said_before_any_worker_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "card.jpg"
    broken.write_bytes(b"no picture")
    assert main(["ocr", str(broken), "--as", "id-card", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "PictureBroken"
    assert main(["ocr", str(tmp_path / "none.jpg"), "--as", "id-card"]) == 1
    assert "none.jpg" in capsys.readouterr().err
