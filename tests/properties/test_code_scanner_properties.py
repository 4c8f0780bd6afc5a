"""What holds for every code, however the line treats it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from devices.code_scanners.lines import ENDS, CodeSplitter, Garbled, ScannerProfile

CODES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=60)
PROFILES = st.builds(
    ScannerProfile,
    ends_with=st.sampled_from(sorted(ENDS)),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    prefix=st.sampled_from(["", "~", "]Q1"]),
    suffix=st.sampled_from(["", "$"]),
    longest=st.just(60),
)


def said(profile: ScannerProfile, code: str) -> bytes:
    return f"{profile.prefix}{code}{profile.suffix}".encode(profile.encoding) + ENDS[profile.ends_with]


@given(PROFILES, st.lists(CODES, max_size=5), st.lists(st.integers(0, 2000), max_size=10))
def test_codes_are_the_same_wherever_they_are_split(profile: ScannerProfile, codes: list[str], cuts: list[int]) -> None:
    stream = b"".join(said(profile, code) for code in codes)
    borders = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    splitter = CodeSplitter(profile)
    assert [code for start, end in pairwise(borders) for code in splitter.feed(stream[start:end])] == codes
    assert splitter.settle() == []


@given(PROFILES, CODES, st.data())
def test_half_a_code_is_never_a_code(profile: ScannerProfile, code: str, data: st.DataObject) -> None:
    whole = said(profile, code)
    splitter = CodeSplitter(profile)
    assert splitter.feed(whole[: data.draw(st.integers(0, len(whole) - len(ENDS[profile.ends_with])))]) == []
    assert all(isinstance(found, Garbled) for found in splitter.settle())
    assert splitter.feed(whole) == [code]


@given(PROFILES, st.binary(max_size=3000), CODES)
def test_after_bytes_whatever_and_a_quiet_moment_the_next_code_is_read(
    profile: ScannerProfile, junk: bytes, code: str
) -> None:
    splitter = CodeSplitter(profile)
    for found in splitter.feed(junk):
        assert isinstance(found, Garbled) or 0 < len(found) <= profile.longest
    splitter.settle()
    assert splitter.feed(said(profile, code)) == [code]


@given(PROFILES, st.lists(st.binary(min_size=1, max_size=400), max_size=30))
def test_a_flood_is_not_kept(profile: ScannerProfile, pieces: list[bytes]) -> None:
    splitter = CodeSplitter(profile)
    for piece in pieces:
        splitter.feed(piece.replace(ENDS[profile.ends_with], b""))
        assert len(splitter._buffer) <= 4 * profile.longest + 10
