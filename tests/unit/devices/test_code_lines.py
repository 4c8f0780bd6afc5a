"""Where a scanner's codes end, and what is none."""

from __future__ import annotations

import pytest

from devices.code_scanners.lines import CodeSplitter, Garbled, ScannerProfile


def found(data: bytes, **profile: object) -> list[str | Garbled]:
    return CodeSplitter(ScannerProfile(**profile)).feed(data)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "profile", "codes"),
    [
        (b"YC26-03-00416\r", {}, ["YC26-03-00416"]),
        (b"one\rtwo\r", {}, ["one", "two"]),
        (b"one\r\ntwo\r\n", {}, ["one", "two"]),  # told to end with CR, it sends LF as well
        (b"one\r\ntwo\r\n", {"ends_with": "crlf"}, ["one", "two"]),
        (b"one\r\ntwo\r\n", {"ends_with": "lf"}, ["one", "two"]),
        (b"two words\t", {"ends_with": "tab"}, ["two words"]),
        (b"line one\nline two\r", {}, ["line one\nline two"]),
        (b"01\x1d17\r", {}, ["01\x1d17"]),
        ("某某餐饮店\r".encode(), {}, ["某某餐饮店"]),
        ("某某餐饮店\r".encode("gb18030"), {"encoding": "gb18030"}, ["某某餐饮店"]),
        (b"<one>\r", {"prefix": "<", "suffix": ">"}, ["one"]),
        (b"\r\r\n\r", {}, []),
        (b"123", {}, []),
    ],
)
def test_codes_are_parted_and_stripped(data: bytes, profile: dict[str, object], codes: list[str]) -> None:
    assert found(data, **profile) == codes


@pytest.mark.parametrize(
    ("data", "profile", "why"),
    [
        ("餐饮".encode("gb18030") + b"\r", {}, "undecodable"),
        (b"12\x0034\r", {}, "control"),
        (b"one>\r", {"prefix": "<", "suffix": ">"}, "unframed"),
        (b"<>\r", {"prefix": "<", "suffix": ">"}, "unframed"),
        (b"123456\r", {"longest": 5}, "too_long"),
        (b"1" * 500 + b"\r", {"longest": 5}, "too_long"),
    ],
)
def test_what_is_no_code_is_said_to_be_none(data: bytes, profile: dict[str, object], why: str) -> None:
    next_one = b"<ok>\r" if "prefix" in profile else b"ok\r"
    assert found(data + next_one, **profile) == [Garbled(len(data) - 1, why), "ok"]


def test_what_never_ends_is_skipped_to_its_end() -> None:
    splitter = CodeSplitter(ScannerProfile(longest=5))
    assert [splitter.feed(b"9" * 50) for _ in range(20)] == [[]] * 20
    assert splitter.is_open
    assert splitter.feed(b"9\rok\r") == [Garbled(1001, "endless"), "ok"]


def test_an_end_in_two_pieces_ends_what_is_endless() -> None:
    splitter = CodeSplitter(ScannerProfile(longest=5, ends_with="crlf"))
    splitter.feed(b"9" * 100 + b"\r")
    assert splitter.feed(b"\nok\r\n") == [Garbled(100, "endless"), "ok"]


def test_half_a_code_is_none_when_the_line_falls_quiet() -> None:
    splitter = CodeSplitter(ScannerProfile())
    assert splitter.feed(b"YC26-0") == []
    assert splitter.settle() == [Garbled(6, "endless")]
    assert splitter.feed(b"YC26-03\r") == ["YC26-03"]


def test_a_left_over_line_end_is_no_garbage() -> None:
    splitter = CodeSplitter(ScannerProfile())
    assert splitter.feed(b"one\r\n") == ["one"]
    assert splitter.settle() == []
