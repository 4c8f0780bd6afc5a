"""Who typed: a scanner or a person."""

from __future__ import annotations

from random import Random

import pytest

from devices.code_scanners.wedge import KEY_GAP, PATIENCE, Scanned, Typed, WedgeJudge, WedgeProfile
from tests.support.typists import Key, hurried, judged, polled, scan, uniform

CODE = "YC26-03-00416"


def keys(text: str, gap: float, at: float = 0.0) -> list[Key]:
    return [(each, at + place * gap) for place, each in enumerate(text)]


@pytest.mark.parametrize("gap", [0.0, 0.001, 0.008, 0.015, 0.019])
def test_keys_faster_than_any_hand_and_an_enter_are_a_code(gap: float) -> None:
    outcome = judged(keys(CODE + "\r", gap))
    assert (outcome.codes, outcome.typed) == ((CODE,), "")


@pytest.mark.parametrize("gap", [0.026, 0.030, 0.120, 0.5])
def test_keys_as_a_hand_types_them_are_typing(gap: float) -> None:
    outcome = judged(keys(CODE + "\r", gap))
    assert (outcome.codes, outcome.typed) == ((), CODE + "\r")
    assert max(outcome.delays) <= KEY_GAP + 1e-6


@pytest.mark.parametrize("text", ["12345\r", CODE, "\r", "\r" * 7])
def test_what_is_too_short_or_has_no_end_is_typing(text: str) -> None:
    assert judged(keys(text, 0.005)).typed == text


def test_an_enter_pressed_by_hand_after_a_burst_is_typing() -> None:
    outcome = judged([*keys(CODE, 0.005), ("\r", 12 * 0.005 + 0.2)])
    assert (outcome.codes, outcome.typed) == ((), CODE + "\r")


def test_a_scanner_that_waits_a_little_before_its_enter_is_one_still() -> None:
    assert judged([*keys(CODE, 0.005), ("\r", 12 * 0.005 + 0.045)]).codes == (CODE,)


def test_two_codes_one_upon_the_other_are_two() -> None:
    assert judged(keys("123456\r654321\r", 0.008)).codes == ("123456", "654321")


def test_part_of_a_code_is_never_a_code() -> None:
    """A computer that is busy in the midst of a scan: all of it is given back, and nothing shorter is made of it."""
    for place in range(1, len(CODE)):
        whole = keys(CODE + "\r", 0.008)
        hiccup = whole[:place] + [(text, at + 0.06) for text, at in whole[place:]]
        assert judged(hiccup).codes == ()
        assert judged(hiccup).typed == CODE + "\r"


def test_a_code_scanned_right_after_typing_is_given_back_as_typing_and_whole() -> None:
    outcome = judged([("张", 0.0), *keys(CODE + "\r", 0.008, at=0.05)])
    assert (outcome.codes, outcome.typed) == ((), "张" + CODE + "\r")


def test_a_code_scanned_after_a_moment_is_told_from_the_typing_before_it() -> None:
    outcome = judged([*keys("ab", 0.3), *keys(CODE + "\r", 0.008, at=0.55), *keys("cd", 0.3, at=0.9)])
    assert outcome.order == f"ab⟨{CODE}⟩cd"


def test_a_key_that_writes_nothing_ends_a_burst() -> None:
    """An arrow, or Ctrl with a letter: no scanner sends one."""
    outcome = judged([*keys("123456", 0.005), ("", 0.035), ("\r", 0.04)])
    assert (outcome.codes, outcome.typed) == ((), "123456\r")


@pytest.mark.parametrize("other", ["\b", "\x1b", "\t", "\x7f"])
def test_a_key_that_no_code_holds_ends_a_burst(other: str) -> None:
    assert judged(keys("123456" + other + "\r", 0.005)).typed == "123456" + other + "\r"


def test_with_a_prefix_a_person_is_not_held_up_at_all() -> None:
    outcome = judged(keys("zhangsan\r", 0.3), WedgeProfile(prefix="~"))
    assert max(outcome.delays) == 0


def test_prefix_and_suffix_are_taken_off_and_without_them_it_is_typing() -> None:
    profile = WedgeProfile(prefix="~", suffix="$")
    assert judged(keys("~123456$\r", 0.005), profile).codes == ("123456",)
    for text in ("123456$\r", "~123456\r", "~1234$\r"):
        assert judged(keys(text, 0.005), profile).typed == text


def test_a_scanner_may_end_with_tab() -> None:
    profile = WedgeProfile(ends_with="tab")
    assert judged(keys("123456\t", 0.005), profile).codes == ("123456",)
    assert judged(keys("123456\r", 0.005), profile).typed == "123456\r"


def test_what_is_longer_than_any_code_is_given_back() -> None:
    text = "9" * 50 + "\r"
    outcome = judged(keys(text, 0.001), WedgeProfile(longest=20))
    assert (outcome.codes, outcome.typed) == ((), text)


def test_a_clock_that_is_set_back_swallows_nothing() -> None:
    outcome = judged([("a", 10.0), ("b", 5.0), ("c", 5.005), ("d", 20.0)])
    assert outcome.typed == "abcd"


def test_something_else_that_happens_gives_back_what_is_held() -> None:
    judge = WedgeJudge()
    assert judge.key("a", 0.0) == []
    assert judge.held == 1
    assert judge.release() == [Typed(1)]
    assert judge.due is None


def test_the_verdict_counts_the_keys_of_a_scan_with_its_enter() -> None:
    judge = WedgeJudge()
    verdicts = [verdict for text, at in keys("123456\r", 0.005) for verdict in judge.key(text, at)]
    assert verdicts == [Scanned(7, "123456")]


def test_a_thousand_scans_are_all_codes() -> None:
    chance = Random(1)
    for _ in range(1000):
        code = "".join(chance.choices("0123456789ABC-", k=chance.randint(6, 40)))
        assert judged(scan(code, 5.0, uniform(chance, 1, 15))).codes == (code,)


def test_an_hour_of_hurried_typing_makes_no_code_loses_no_key_and_is_hardly_held_up() -> None:
    """Every sixth key rolled into the one before: nobody types like that for long."""
    chance = Random(2)
    gaps, at, stream = hurried(chance), 0.0, []
    for _ in range(40_000):
        stream.append((chance.choice("abcdefghijklmnopqrstuvwxyz0123456789 \r"), at))
        at += next(gaps)
    outcome = judged(stream)
    assert outcome.codes == ()
    assert outcome.typed == "".join(text for text, _ in stream)
    assert sum(delay > PATIENCE for delay in outcome.delays) < 0.003 * len(stream)
    assert max(outcome.delays) < 0.1


@pytest.mark.parametrize("every", [0.001, 0.008, 0.0156])
def test_a_computer_that_looks_seldom_hears_scans_as_well(every: float) -> None:
    """USB looks every 1 to 10 ms, and the clock of Windows messages goes in steps of 15.6 ms."""
    chance, good = Random(3), 0
    for _ in range(300):
        good += judged(scan("6901234567892", 1.0, polled(uniform(chance, 1, 12), every))).codes == ("6901234567892",)
    assert good == 300
