"""The hint at a wrong title: asked for once a page, told when it comes, and never missed."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from app import paths
from app.domain.case import Page
from app.domain.catalogue import Material
from app.lanes import InlineLane
from app.presenters.intake.materials_state import checks_of
from app.presenters.intake.titles import TitleHints
from app.presenters.marks import Mark
from app.store.blobs import PageDamaged
from app.wording import Wording
from devices.reading.errors import ReaderCrashed
from devices.reading.text import line_of
from devices.reading.title import Likeness
from tests.support.items import LICENCE
from tests.support.lanes import HeldLane
from tests.support.text_reader import ToldReader, rows

SAY = Wording(paths.resources() / "i18n", "zh_CN")
PAGE = Page("ab" * 32, "image/png", 1000, 1400, sharpness=0.8)
HEADED = (line_of("授权委托书", 300, 100, 800, 200), *rows(("委托人", "张三"), ("受托人", "李四"), top=400))


class Pages:
    """The page store with one white page, or a damaged one."""

    def __init__(self) -> None:
        self.damaged = False

    def get(self, case_id: str, sha256: str) -> bytes:
        if self.damaged:
            raise PageDamaged(sha256)
        return cv2.imencode(".png", np.full((1400, 1000, 3), 255, np.uint8))[1].tobytes()

    def put(self, case_id: str, data: bytes) -> str:
        raise AssertionError("a hint keeps nothing")


def named(name: str, code: str = "form") -> Material:
    return replace(LICENCE.materials[0], code=code, name=name)


def test_a_page_is_looked_at_once_for_each_material() -> None:
    reader, told = ToldReader(HEADED), []
    hints = TitleHints(reader, InlineLane(), Pages())
    for material in (named("授权委托书"), named("授权委托书"), named("承诺书", "promise")):
        hints.ask("case", material, PAGE, lambda: told.append(1))
    assert (reader.pictures, len(told)) == (2, 2)
    like, unlike = hints.of(named("授权委托书"), PAGE), hints.of(named("承诺书", "promise"), PAGE)
    assert like is not None and like.likeness is Likeness.LIKE
    assert unlike is not None and unlike.likeness is Likeness.UNLIKE


@pytest.mark.parametrize(
    ("material", "mark", "text"),
    [
        ("授权委托书", Mark.DONE, "标题与材料相符"),
        ("承诺书", Mark.HINT, "标题像是“授权委托书”，看是否放错了材料"),
    ],
)
def test_a_title_is_a_hint_among_the_checks(material: str, mark: Mark, text: str) -> None:
    hints = TitleHints(ToldReader(HEADED), InlineLane(), Pages())
    hints.ask("case", named(material), PAGE, lambda: None)
    checks = checks_of(SAY, PAGE, 0, title=hints.of(named(material), PAGE))
    assert (mark, text) in [(check.mark, check.text) for check in checks]


def test_the_next_case_keeps_nothing_of_the_hints_of_the_last() -> None:
    hints = TitleHints(ToldReader(HEADED), InlineLane(), Pages())
    hints.ask("case", named("承诺书"), PAGE, lambda: None)
    hints.forget()
    assert hints.of(named("承诺书"), PAGE) is None


def test_a_page_whose_applicant_has_gone_is_not_looked_at() -> None:
    reader, lane, told = ToldReader(HEADED), HeldLane(), []
    hints = TitleHints(reader, lane, Pages())
    hints.ask("case", named("承诺书"), PAGE, lambda: told.append(1))
    hints.forget()
    lane.go()
    assert (reader.pictures, told, hints.of(named("承诺书"), PAGE)) == (0, [], None)


def test_a_page_without_a_title_is_not_spoken_of() -> None:
    hints = TitleHints(ToldReader(), InlineLane(), Pages())
    hints.ask("case", named("承诺书"), PAGE, lambda: None)
    assert checks_of(SAY, PAGE, 0, title=hints.of(named("承诺书"), PAGE)) == checks_of(SAY, PAGE, 0)


@pytest.mark.parametrize("damaged", [True, False])
def test_a_reader_that_fails_or_a_damaged_page_gives_no_hint_and_no_trouble(damaged: bool) -> None:
    pages, told = Pages(), []
    pages.damaged = damaged
    hints = TitleHints(ToldReader(trouble=ReaderCrashed()), InlineLane(), pages)
    hints.ask("case", named("承诺书"), PAGE, lambda: told.append(1))
    assert hints.of(named("承诺书"), PAGE) is None
    assert told == []
