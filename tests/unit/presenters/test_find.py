"""What is told of a case that was found."""

from __future__ import annotations

from dataclasses import replace

from app import paths
from app.domain.life import Case
from app.presenters.find.page import at_central
from app.wording import Wording
from tests.support.lives import READY, lived

SAY = Wording(paths.resources() / "i18n", "zh_CN")


def test_a_case_without_a_last_day_is_told_without_one() -> None:
    opened = lived(*READY)
    found = Case(opened.case_id, opened.application, opened.life)
    assert at_central(replace(found, due=""), SAY) == "中心端：已办结"
    assert at_central(replace(found, due="2026-10-12"), SAY).startswith("中心端：已办结，最迟 10 月 12 日")
