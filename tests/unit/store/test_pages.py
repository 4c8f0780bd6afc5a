"""Pages on disk: exactly what was put, or an error."""

import os
import resource
import signal
from pathlib import Path

import pytest

from app.domain.errors import DiskFull, NotFound
from app.store.blobs import SEGMENT, PageDamaged, Pages
from app.store.store import Store
from sync.errors import PageLost
from tests.support import counter

KEY = bytes(range(32))


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path, KEY)


def file_of(folder: Path) -> Path:
    [file] = folder.rglob("*.page")
    return file


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT])
def test_a_page_of_any_size_comes_back_whole(pages: Pages, size: int) -> None:
    content = os.urandom(size)
    sha256 = pages.put("case-1", content)
    assert pages.put("case-1", content) == sha256
    assert pages.has("case-1", sha256)
    assert pages.get("case-1", sha256) == content


@pytest.mark.parametrize("at", [0, 4, 20, 45, 46, 46 + SEGMENT + 16, -1])
def test_a_page_with_one_bit_turned_is_an_error(pages: Pages, tmp_path: Path, at: int) -> None:
    sha256 = pages.put("case-1", bytes(2 * SEGMENT))
    torn = bytearray(file_of(tmp_path).read_bytes())
    torn[at] ^= 1
    file_of(tmp_path).write_bytes(torn)
    with pytest.raises(PageDamaged):
        pages.get("case-1", sha256)


@pytest.mark.parametrize("keep", [0, 10, 46, 61, 46 + SEGMENT + 16, 46 + 2 * (SEGMENT + 16), -1])
def test_a_torn_page_is_an_error(pages: Pages, tmp_path: Path, keep: int) -> None:
    sha256 = pages.put("case-1", bytes(3 * SEGMENT))
    file = file_of(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(PageDamaged):
        pages.get("case-1", sha256)


def test_segments_swapped_or_doubled_are_an_error(pages: Pages, tmp_path: Path) -> None:
    sha256 = pages.put("case-1", bytes(3 * SEGMENT))
    file, step = file_of(tmp_path), SEGMENT + 16
    whole = file.read_bytes()
    head, one, two, rest = whole[:46], whole[46 : 46 + step], whole[46 + step : 46 + 2 * step], whole[-step:]
    for forged in (head + two + one + rest, head + one + one + two + rest):
        file.write_bytes(forged)
        with pytest.raises(PageDamaged):
            pages.get("case-1", sha256)


def test_a_page_cannot_stand_in_for_that_of_another_case_or_key(pages: Pages, tmp_path: Path) -> None:
    sha256 = pages.put("case-1", b"page")
    (tmp_path / "case-2").mkdir()
    (tmp_path / "case-2" / f"{sha256}.page").write_bytes(file_of(tmp_path).read_bytes())
    with pytest.raises(PageDamaged):
        pages.get("case-2", sha256)
    with pytest.raises(PageDamaged):
        Pages(tmp_path, bytes(32)).get("case-1", sha256)


def test_a_page_that_is_not_here_and_a_name_that_is_none(pages: Pages) -> None:
    with pytest.raises(NotFound):
        pages.get("case-1", "ab" * 32)
    for case_id, sha256 in (("../x", "ab" * 32), ("case-1", "ab"), ("", "ab" * 32)):
        with pytest.raises(ValueError, match="name of a page"):
            pages.has(case_id, sha256)


def test_what_a_crash_left_half_written_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "case-1").mkdir()
    (tmp_path / "case-1" / f"{'ab' * 32}.page.new").write_bytes(b"half")
    Pages(tmp_path, KEY)
    assert list(tmp_path.rglob("*.new")) == []


def test_a_full_disk_is_said_and_leaves_no_half_page(pages: Pages, tmp_path: Path) -> None:
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(DiskFull):
            pages.put("case-1", bytes(SEGMENT))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_the_sync_engine_hears_in_its_own_words_why_a_page_cannot_go(store: Store, tmp_path: Path) -> None:
    page = counter.put_page(store, "case-1", b"page")
    file_of(tmp_path).write_bytes(b"garbage")
    with pytest.raises(PageLost, match="page_damaged"):
        store.page_bytes("case-1", page.sha256)
    file_of(tmp_path).unlink()
    with pytest.raises(PageLost, match="page_missing"):
        store.page_bytes("case-1", page.sha256)
