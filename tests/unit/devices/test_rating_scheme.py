"""What a rating pad's codes mean, and how pressing its keys finds it out."""

from __future__ import annotations

import pytest

from devices.ports import Level
from devices.rating.rating_pad import RatingPadProfile, calibration
from devices.rating.scheme import KNOWN, Finding, Scheme, find_scheme


def test_a_scheme_is_named_by_all_it_says() -> None:
    assert [scheme.name for scheme in KNOWN[:2]] == ["1-2-3-4-5", "5-4-3-2-1"]
    assert Scheme((None, 1, 2, 3, None)).name == "x-1-2-3-x"


def test_a_code_means_one_level_or_nothing() -> None:
    scheme = Scheme((5, 4, 3, 2, 1))
    assert [scheme.level(raw) for raw in range(7)] == [None, *reversed(Level), None]


@pytest.mark.parametrize("codes", [(1, 1, 2, 3, 4), (None,) * 5])
def test_keys_that_cannot_be_told_apart_are_refused(codes: tuple[int | None, ...]) -> None:
    with pytest.raises(ValueError, match="a code of its own"):
        Scheme(codes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("best", "name"), [(5, "5-4-3-2-1"), (4, "4-3-2-1-0"), (3, "x-3-2-1-x"), (2, "x-2-1-0-x")])
def test_one_key_is_enough_where_one_scheme_fits(best: int, name: str) -> None:
    found = find_scheme(best).scheme
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("best", "worse", "name"),
    [(1, 4, "1-2-3-4-5"), (1, 3, "x-1-2-3-x"), (0, 3, "0-1-2-3-4"), (0, 2, "x-0-1-2-x")],
)
def test_a_second_key_is_asked_for_where_two_schemes_fit(best: int, worse: int, name: str) -> None:
    assert find_scheme(best) == Finding(press=Level.DISSATISFIED)
    found = find_scheme(best, {Level.DISSATISFIED: worse}).scheme
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("best", "others"), [(9, {}), (5, {Level.DISSATISFIED: 4}), (1, {Level.DISSATISFIED: 1})])
def test_nothing_is_proposed_where_none_fits(best: int, others: dict[Level, int]) -> None:
    assert find_scheme(best, others) == Finding()


def test_schemes_that_differ_in_another_key_only_are_parted_by_that_one() -> None:
    known = [Scheme((1, 2, 3, 4, 5)), Scheme((1, 3, 2, 4, 5))]
    assert find_scheme(1, known=known).press in (Level.SATISFIED, Level.FAIR)


@pytest.mark.parametrize("scheme", KNOWN)
def test_every_known_scheme_is_found_by_pressing_the_keys_asked_for(scheme: Scheme) -> None:
    best = scheme.code(scheme.best)
    assert best is not None
    pressed: dict[Level, int] = {}
    while (finding := find_scheme(best, pressed)).press is not None:
        code = scheme.code(finding.press)
        assert code is not None
        assert finding.press not in pressed
        pressed[finding.press] = code
    assert finding.scheme == scheme


@pytest.mark.parametrize("scheme", KNOWN)
def test_what_was_found_is_kept_as_fields_of_a_profile(scheme: Scheme) -> None:
    assert RatingPadProfile(**calibration(scheme)).scheme == scheme
