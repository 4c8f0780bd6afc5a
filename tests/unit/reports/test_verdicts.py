"""What becomes of a device follows from how it has worked, at exactly the limits that the report prints."""

from __future__ import annotations

import pytest

from app.reports import verdicts
from app.reports.verdicts import Work, judged, percent
from sync.wire import Verdict
from tests.support.reports import CHINESE

WELL = Work(uses=200, failures=2, good=9_990, bad=10, losses=1, hours=100)


@pytest.mark.parametrize(
    ("work", "verdict", "reason"),
    [
        (WELL, Verdict.KEEP, "good"),
        (Work(), Verdict.UNTRIED, "untried"),
        (Work(uses=4, good=49), Verdict.UNTRIED, "untried"),
        (Work(uses=5), Verdict.KEEP, "good"),
        (Work(good=50), Verdict.KEEP, "good"),
        (Work(uses=91, failures=9), Verdict.KEEP, "good"),
        (Work(uses=90, failures=10), Verdict.LOOK_AFTER, "failing"),
        (Work(uses=50, failures=50), Verdict.REPLACE, "failing"),
        (Work(failures=5), Verdict.REPLACE, "failing"),
        (Work(failures=4), Verdict.UNTRIED, "untried"),
        (Work(good=96, bad=4), Verdict.KEEP, "good"),
        (Work(good=95, bad=5), Verdict.LOOK_AFTER, "bad_frames"),
        (Work(good=80, bad=20), Verdict.REPLACE, "bad_frames"),
        (Work(bad=49), Verdict.UNTRIED, "untried"),
        (Work(uses=50, losses=4, hours=10), Verdict.KEEP, "good"),
        (Work(uses=50, losses=5, hours=10), Verdict.LOOK_AFTER, "losses"),
        (Work(uses=50, losses=40, hours=10), Verdict.REPLACE, "losses"),
        (Work(uses=50, losses=40, hours=0.5), Verdict.KEEP, "good"),
    ],
)
def test_a_device_is_judged_by_its_worst_rate_once_there_is_enough_to_judge(
    work: Work, verdict: Verdict, reason: str
) -> None:
    judgement = judged(work)
    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_what_is_broken_today_is_looked_after_and_not_replaced_for_it() -> None:
    assert judged(WELL, in_trouble=True).verdict is Verdict.LOOK_AFTER
    assert judged(Work(), in_trouble=True).verdict is Verdict.UNTRIED
    out_of_paper = judged(Work(uses=1, failures=99), in_trouble=True)
    assert (out_of_paper.verdict, out_of_paper.reason) == (Verdict.LOOK_AFTER, "trouble")


def test_a_bad_line_speaks_against_a_device_though_it_is_in_trouble() -> None:
    assert judged(Work(uses=99, good=60, bad=40), in_trouble=True).verdict is Verdict.REPLACE
    assert judged(Work(uses=99, losses=50, hours=10), in_trouble=True).reason == "losses"


def test_what_is_not_calibrated_is_looked_after() -> None:
    assert judged(WELL, uncalibrated=True).reason == "uncalibrated"
    assert judged(Work(), uncalibrated=True).verdict is Verdict.LOOK_AFTER


def test_the_sentence_has_the_figures_and_the_limit() -> None:
    judgement = judged(Work(uses=900, failures=300))
    said = CHINESE(f"report.why.{judgement.reason}", **judgement.facts)
    assert said == "1,200 次使用中出错 300 次，占 25%（限 10%）"


@pytest.mark.parametrize("share", [0.0, 1e-9, 0.0004, 0.001, 0.05, 0.123, 0.5, 0.994, 0.999, 1.0])
def test_a_share_is_never_said_to_be_nothing_or_all_when_it_is_not(share: float) -> None:
    said = percent(share)
    assert (said == "0%") == (share == 0)
    assert (said == "100%") == (share == 1)
    assert "e" not in said


def test_no_share_is_a_dash() -> None:
    assert percent(None) == "—"


def test_the_worst_limits_are_worse() -> None:
    assert verdicts.WORST_FAILING > verdicts.FAILING
    assert verdicts.WORST_BAD_FRAMES > verdicts.BAD_FRAMES
    assert verdicts.WORST_LOSSES_AN_HOUR > verdicts.LOSSES_AN_HOUR
