"""What is told of a case that was found."""

from __future__ import annotations

from dataclasses import replace

from app import paths
from app.domain.life import Case
from app.presenters.find.found_case import FoundCase, timeline
from app.presenters.find.page import at_central
from app.wording import Wording
from sync.wire import FileEvent
from tests.support.lives import READY, lived

SAY = Wording(paths.resources() / "i18n", "zh_CN")


def test_a_case_without_a_last_day_is_told_without_one() -> None:
    opened = lived(*READY)
    found = Case(opened.case_id, opened.application, opened.life)
    assert at_central(replace(found, due=""), SAY) == "中心端：已办结"
    assert at_central(replace(found, due="2026-10-12"), SAY).startswith("中心端：已办结，最迟 10 月 12 日")


def test_what_happened_is_told_with_the_clerks_name_where_the_central_knows_it() -> None:
    opened = lived(*READY)
    named = FileEvent(version=1, kind="receive", at_ms=0, actor="0317", actor_name="周某某", window="03", role="intake")
    events = (named, named.model_copy(update={"actor_name": ""}))
    found = FoundCase(Case(opened.case_id, opened.application, opened.life), None, events, (), ())
    assert [each.who for each in timeline(found, SAY)] == ["周某某，03 窗口", "0317，03 窗口"]
