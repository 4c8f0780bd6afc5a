"""No key typed is lost, moved or held for long, and no code is broken, whoever shares the keyboard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devices.code_scanners.wedge import KEY_GAP, PATIENCE, PAUSE, WedgeJudge, WedgeProfile
from tests.support.typists import Key, Outcome, judged

TEXTS = st.text(st.sampled_from("abcxyz 0123456789-,.'\r\b"), min_size=1, max_size=40)
PINYIN = st.lists(st.sampled_from(["zhang", "san", "shi", "chang ", "lu1", "xiang2", "\r"]), min_size=1, max_size=12)
CODES = st.text(st.sampled_from("0123456789ABCDEF-:/."), min_size=6, max_size=40)
HAND = st.floats(0.030, 0.120)
SCANNER = st.floats(0.001, 0.015)
REST = st.floats(PAUSE + 0.001, 2.0)


@st.composite
def by_hand(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> list[Key]:
    """A text typed with 30 to 120 ms between keys."""
    at, keys = 0.0, []
    for text in draw(texts):
        keys.append((text, at))
        at += draw(HAND)
    return keys


@st.composite
def by_scanner(draw: st.DrawFn) -> list[Key]:
    """A code and its Enter with 1 to 15 ms between keys."""
    at, keys = 0.0, []
    for text in draw(CODES) + "\r":
        keys.append((text, at))
        at += draw(SCANNER)
    return keys


@st.composite
def in_turns(draw: st.DrawFn) -> tuple[list[Key], str]:
    """Typing and scans, with a pause between them; and what should become of it."""
    at, keys, wanted = 1.0, [], ""
    for _ in range(draw(st.integers(1, 5))):
        is_scan = draw(st.booleans())
        turn = draw(by_scanner() if is_scan else by_hand())
        keys += [(text, at + since) for text, since in turn]
        text = "".join(text for text, _ in turn)
        wanted += f"⟨{text[:-1]}⟩" if is_scan else text
        at = keys[-1][1] + draw(REST)
    return keys, wanted


@given(st.one_of(by_hand(), by_hand(PINYIN.map("".join))))
def test_whatever_a_hand_types_is_typing_at_once(keys: list[Key]) -> None:
    outcome = judged(keys)
    assert (outcome.codes, outcome.typed) == ((), "".join(text for text, _ in keys))
    assert max(outcome.delays) <= KEY_GAP + 1e-6 < PATIENCE


@given(by_scanner())
def test_every_scan_is_its_code_and_nothing_of_it_is_typed(keys: list[Key]) -> None:
    outcome = judged(keys)
    assert (outcome.codes, outcome.typed) == (("".join(text for text, _ in keys)[:-1],), "")


@given(in_turns())
def test_hand_and_scanner_in_turns_are_told_apart_in_their_order(turns: tuple[list[Key], str]) -> None:
    keys, wanted = turns
    assert judged(keys).order == wanted


@given(st.lists(st.tuples(TEXTS.map(lambda text: text[0]), st.floats(0, 0.2)), max_size=60))
def test_at_any_pace_whatever_no_key_is_lost_or_moved(strokes: list[tuple[str, float]]) -> None:
    at, keys = 0.0, []
    for text, gap in strokes:
        at += gap
        keys.append((text, at))
    outcome = judged(keys)
    everything = outcome.order.replace("⟨", "").replace("⟩", "\r")
    assert everything == "".join(text for text, _ in keys)


@given(by_scanner(), st.data())
def test_a_scan_with_a_hiccup_is_whole_or_typing_but_never_part_of_itself(keys: list[Key], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(keys) - 1))
    pause = data.draw(st.floats(0, PAUSE - 0.016))
    late = keys[:place] + [(text, at + pause) for text, at in keys[place:]]
    outcome: Outcome = judged(late)
    whole = "".join(text for text, _ in keys)
    assert outcome.order in (whole, f"⟨{whole[:-1]}⟩")


@given(st.lists(st.tuples(st.text(max_size=2), st.floats(allow_nan=False, allow_infinity=False))), st.booleans())
def test_no_keys_and_no_clock_whatever_break_the_judge(strokes: list[tuple[str, float]], framed: bool) -> None:
    judge = WedgeJudge(WedgeProfile(prefix="~", suffix="$") if framed else None)
    spoken = sum(verdict.count for text, at in strokes for verdict in judge.key(text, at))
    assert spoken + judge.held == len(strokes)
