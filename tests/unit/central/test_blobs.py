"""Pages arrive in chunks, are checked as a whole, and only then are there."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.central.blobs import Blobs
from app.central.central import Central
from app.central.errors import BadRequest, TooLarge, Unavailable, Unknown, Unprocessable
from sync.wire import CHUNK, BlobComplete
from tests.support.central_ops import WindowPen
from tests.unit.central.conftest import Push

PAGE = bytes(range(256)) * (CHUNK // 256) * 2 + b"the end"
NAME = hashlib.sha256(PAGE).hexdigest()
CHUNKS = [PAGE[start : start + CHUNK] for start in range(0, len(PAGE), CHUNK)]
WHOLE = BlobComplete(chunks=len(CHUNKS), size=len(PAGE), media_type="image/jpeg")


def put(blobs: Blobs, n: int, content: bytes, name: str = NAME) -> tuple[int, ...]:
    return blobs.put(name, n, content, hashlib.sha256(content).hexdigest()).chunks


def test_an_upload_goes_on_where_it_was_cut(central: Central) -> None:
    blobs = central.blobs
    assert blobs.status(NAME).chunks == ()
    assert put(blobs, 2, CHUNKS[2]) == (2,)
    assert put(blobs, 0, CHUNKS[0]) == (0, 2)
    cut = blobs.complete(NAME, WHOLE)
    assert (cut.complete, cut.chunks) == (False, (0, 2))
    put(blobs, 1, CHUNKS[1])
    assert blobs.complete(NAME, WHOLE).complete
    assert blobs.content(NAME) == (PAGE, "image/jpeg")


def test_everything_may_be_repeated(central: Central) -> None:
    for _ in range(2):
        for n, chunk in enumerate(CHUNKS):
            put(central.blobs, n, chunk)
            put(central.blobs, n, chunk)
        assert central.blobs.complete(NAME, WHOLE).complete
    assert central.blobs.status(NAME).complete


def test_a_chunk_damaged_on_the_way_is_not_kept(central: Central) -> None:
    with pytest.raises(BadRequest) as refused:
        central.blobs.put(NAME, 0, CHUNKS[0][:-1] + b"?", hashlib.sha256(CHUNKS[0]).hexdigest())
    assert refused.value.code == "chunk_corrupt"
    assert central.blobs.status(NAME).chunks == ()


@pytest.mark.expects_log
def test_chunks_that_do_not_make_the_page_are_dropped_and_said(central: Central) -> None:
    for n, chunk in enumerate(reversed(CHUNKS)):
        put(central.blobs, n, chunk)
    with pytest.raises(Unprocessable) as refused:
        central.blobs.complete(NAME, WHOLE)
    assert refused.value.code == "page_corrupt"
    assert central.blobs.status(NAME).chunks == ()
    with pytest.raises(Unknown):
        central.blobs.content(NAME)


@pytest.mark.expects_log
def test_a_page_of_another_size_than_said_is_refused(central: Central) -> None:
    for n, chunk in enumerate(CHUNKS):
        put(central.blobs, n, chunk)
    with pytest.raises(Unprocessable):
        central.blobs.complete(NAME, WHOLE.model_copy(update={"size": len(PAGE) + 1}))


@pytest.mark.parametrize("media_type", ["", "text", "image/jpeg\r\nX: y", "image/" + "j" * 99])
def test_a_media_type_that_is_none_is_refused(central: Central, media_type: str) -> None:
    with pytest.raises(Unprocessable):
        central.blobs.complete(NAME, WHOLE.model_copy(update={"media_type": media_type}))


def test_chunks_keep_to_their_size_and_numbers(central: Central) -> None:
    with pytest.raises(TooLarge):
        put(central.blobs, 0, b"x" * (CHUNK + 1))
    for n in (-1, 64):
        with pytest.raises(Unprocessable):
            put(central.blobs, n, b"x")


def test_two_windows_may_complete_the_same_page_at_once(central: Central) -> None:
    for n, chunk in enumerate(CHUNKS):
        put(central.blobs, n, chunk)
    with ThreadPoolExecutor(4) as windows:
        answers = list(windows.map(lambda _: central.blobs.complete(NAME, WHOLE), range(4)))
    assert all(answer.complete for answer in answers)
    assert central.blobs.content(NAME)[0] == PAGE


def test_a_case_says_how_many_of_its_pages_have_not_come(central: Central, push: Push, pen: WindowPen) -> None:
    other = "ab" * 32
    op = pen.receive() | {"attachments": [NAME, other, NAME]}
    push(op)
    assert central.views.by_id(op["case_id"]).pages_missing == 2
    for n, chunk in enumerate(CHUNKS):
        put(central.blobs, n, chunk)
    central.blobs.complete(NAME, WHOLE)
    assert central.views.by_id(op["case_id"]).pages_missing == 1


def test_nothing_is_left_of_the_chunks_of_a_complete_page(central: Central, tmp_path: Path) -> None:
    for n, chunk in enumerate(CHUNKS):
        put(central.blobs, n, chunk)
    central.blobs.complete(NAME, WHOLE)
    assert [file.name for file in (tmp_path / "blobs").rglob("*") if file.is_file()] == [NAME]


def test_a_folder_that_cannot_be_written_is_said_as_unavailable(central: Central, tmp_path: Path) -> None:
    (tmp_path / "blobs" / "chunks").write_text("a file where a folder should be")
    with pytest.raises(Unavailable):
        put(central.blobs, 0, CHUNKS[0])
