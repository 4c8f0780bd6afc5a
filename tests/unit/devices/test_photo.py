"""The photo's decoder is a program that may be there or not, and may take its time or not."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from devices.cards.photo import decode_photo

WLT = b"WLf\n" + bytes(1020)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def decoder(folder: Path, body: str) -> str:
    file = folder / "decoder.py"
    file.write_text(f"import sys, time\nsource, target = sys.argv[1:]\n{body}\n", encoding="utf-8")
    return f"{sys.executable} {file}"


def test_the_picture_is_what_the_decoder_makes_of_the_bytes_and_nothing_is_left(
    tmp_path: Path, temporary: Path
) -> None:
    command = decoder(tmp_path, "open(target, 'wb').write(b'BM' + open(source, 'rb').read())")
    assert decode_photo(WLT, command, seconds=20.0) == b"BM" + WLT
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "body",
    ["sys.exit(1)", "pass", "open(target, 'wb').write(b'no picture')", "open(target, 'wb').write(b'BM' * 200_000)"],
)
def test_a_decoder_that_fails_gives_no_picture(body: str, tmp_path: Path, temporary: Path) -> None:
    assert decode_photo(WLT, decoder(tmp_path, body), seconds=20.0) is None
    assert list(temporary.iterdir()) == []


def test_a_decoder_that_is_slow_absent_or_has_nothing_to_do_gives_no_picture(tmp_path: Path, temporary: Path) -> None:
    assert decode_photo(WLT, decoder(tmp_path, "time.sleep(60)"), seconds=0.2) is None
    assert decode_photo(WLT, "/no/such/decoder") is None
    assert decode_photo(WLT, 'open "quote') is None
    assert decode_photo(bytes(1024), decoder(tmp_path, "open(target, 'wb').write(b'BM')")) is None
    assert list(temporary.iterdir()) == []
