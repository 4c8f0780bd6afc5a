"""What follows from each failure."""

import pytest

from sync import wire
from sync.errors import (
    Busy,
    CentralFault,
    ForeignRedirect,
    NotOurCentral,
    PageLost,
    Refused,
    SignInNeeded,
    SyncError,
    Unreachable,
    UpgradeNeeded,
)
from sync.link import Link, LinkState
from sync.policy import Hold, HoldAll, Park, Retry, full_jitter_ms, judge, judge_refusal


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Unreachable("ConnectTimeout"), Hold.OFFLINE),
        (Busy(503), Hold.OFFLINE),
        (NotOurCentral("no receipt"), Hold.STRANGER),
        (ForeignRedirect("portal"), Hold.STRANGER),
        (SignInNeeded("401"), Hold.SIGN_IN),
        (Refused(403, "not_your_window"), Hold.SIGN_IN),
        (UpgradeNeeded("426"), Hold.UPGRADE),
    ],
)
def test_trouble_with_the_link_holds_everything_and_parks_nothing(error: SyncError, why: Hold) -> None:
    verdict = judge(error, 3, 0.5)
    assert isinstance(verdict, HoldAll)
    assert verdict.why is why
    assert verdict.after_ms > 0


def test_the_central_says_how_long_to_wait_and_is_obeyed_within_reason() -> None:
    assert judge(Busy(503, 90), 0, 0.1) == HoldAll(Hold.OFFLINE, 90_000, "status 503")
    assert judge(Busy(503, 1e9), 0, 0.1) == HoldAll(Hold.OFFLINE, 900_000, "status 503")


def test_a_fault_at_the_central_is_retried_and_a_no_is_parked() -> None:
    assert judge(CentralFault(500), 2, 0.5) == Retry(2_000, "status 500")
    assert judge(Refused(400, "chunk_corrupt"), 0, 0.5) == Retry(500, "chunk_corrupt")
    assert judge(Refused(422, "invalid", {"places": ["a"]}), 0, 0.5) == Park("invalid", {"places": ["a"]})
    assert judge(PageLost("page_damaged"), 0, 0.5) == Park("page_damaged")


def test_delays_grow_to_a_minute_and_never_further() -> None:
    longest = [full_jitter_ms(tries, 1.0) for tries in range(8)]
    assert longest == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
    assert full_jitter_ms(10_000, 1.0) == 60_000
    assert full_jitter_ms(5, 0.0) == 0


@pytest.mark.parametrize(
    ("code", "kind"),
    [("wait_previous", Retry), ("upgrade", HoldAll), ("number_taken", Park), ("never_heard_of", Park)],
)
def test_a_refused_op_waits_or_is_parked_by_its_code(code: str, kind: type) -> None:
    result = wire.OpResult(op_id="1", verdict="refused", code=code, current_version=4)
    assert isinstance(judge_refusal(result, 0, 0.5), kind)


def test_a_link_remembers_since_when_and_when_to_knock() -> None:
    down = Link().failed(LinkState.OFFLINE, 1_000, 500, "x").failed(LinkState.OFFLINE, 2_000, 500, "y")
    assert (down.since_ms, down.failures, down.retry_ms, down.reason) == (1_000, 2, 2_500, "y")
    assert [down.due(now) for now in (2_499, 2_500)] == [False, True]
    assert down.due(-10_000_000)  # the clock was set back by hours
    assert down.hurried().due(2_001)
    up = down.answered(3_000, 12.5)
    assert up.online
    assert (up.since_ms, up.failures, up.round_trip_ms) == (3_000, 0, 12.5)
    assert up.answered(4_000, 1).since_ms == 3_000
