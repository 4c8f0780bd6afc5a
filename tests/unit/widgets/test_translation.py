"""The Chinese is complete, and Qt finds it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from widgets.translation import CHINESE, TsTranslator, extract, fill, read_words, unfinished

SMALL = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN"><context><name>Sluice</name>
<message><source>Open</source><translation>开闸</translation></message>
<message><source>Shut</source><translation type="unfinished"></translation></message>
<message numerus="yes"><source>%n gates</source><translation><numerusform>%n 道闸</numerusform></translation></message>
</context></TS>"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.ts"
    path.write_text(SMALL, "utf-8")
    return path


def test_every_source_string_has_a_finished_translation(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    extract(fresh)
    wanted = set(unfinished(fresh))
    there = {identity[:2] for identity, text in read_words(CHINESE).items() if text}
    assert wanted - there == set(), "run: python -m widgets.translation --update, then translate"
    assert unfinished(CHINESE) == []


def test_qt_finds_the_words_by_context_and_puts_numbers_in(small: Path, qapp: QApplication) -> None:
    translator = TsTranslator(read_words(small))
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("Sluice", "Open") == "开闸"
        assert QCoreApplication.translate("Sluice", "%n gates", "", 3) == "3 道闸"
        assert QCoreApplication.translate("Sluice", "Shut") == "Shut"
        assert QCoreApplication.translate("Weir", "Open") == "Open"
    finally:
        qapp.removeTranslator(translator)


def test_a_word_without_a_finished_translation_is_named(small: Path) -> None:
    assert unfinished(small) == [("Sluice", "Shut")]


def test_filling_in_finishes_a_word_and_names_what_is_not_in_the_sources(small: Path) -> None:
    assert fill(small, {"Sluice": {"Shut": "关闸", "Lift": "起"}}) == [("Sluice", "Lift")]
    assert unfinished(small) == []
    assert read_words(small)["Sluice", "Open", ""] == "开闸"
