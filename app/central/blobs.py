"""Pages by SHA-256: chunks as they arrive, the whole once it was checked. Any S3-like store, or a folder."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from app.central.errors import BadRequest, TooLarge, Unavailable, Unknown, Unprocessable
from app.central.store import Store
from app.central.tables import case_pages, pages
from sync.wire import CHUNK, MAX_BLOB_BYTES, BlobComplete, BlobStatus

log = logging.getLogger("central")

MOST_CHUNKS = MAX_BLOB_BYTES // CHUNK
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,48}")


class Blobs:
    """One hall's pages. What `complete` has confirmed is on the disk and is what its name says."""

    def __init__(self, url: str, store: Store, clock: Callable[[], int]) -> None:
        """`url` is `file:///FOLDER`, `s3://BUCKET/PREFIX` or another that obstore knows."""
        self._objects = _open(url)
        self._store, self._clock = store, clock
        self._assembling = threading.Lock()  # one whole page (up to 64 MiB) in memory at a time

    def status(self, sha256: str) -> BlobStatus:
        """Which chunks there are; `complete` once the whole was checked."""
        if self._page(sha256) is not None:
            return BlobStatus(sha256=sha256, complete=True)
        return BlobStatus(sha256=sha256, chunks=tuple(sorted(self._chunks(sha256))))

    def put(self, sha256: str, n: int, content: bytes, chunk_sha256: str) -> BlobStatus:
        """Keep chunk `n` (from 0). Raises `BadRequest` if it was damaged on the way; repeating it is harmless."""
        if not 0 <= n < MOST_CHUNKS:
            raise Unprocessable("chunk_number", f"Chunks are numbered 0 to {MOST_CHUNKS - 1}.")
        if len(content) > CHUNK:
            raise TooLarge("too_large", f"A chunk has at most {CHUNK} bytes.", most=CHUNK)
        if hashlib.sha256(content).hexdigest() != chunk_sha256.lower():
            raise BadRequest("chunk_corrupt", "The chunk is not what X-Chunk-SHA256 says; send it again.")
        if self._page(sha256) is None:
            self._keep(self._chunk_name(sha256, n), content)
        return self.status(sha256)

    def complete(self, sha256: str, asked: BlobComplete) -> BlobStatus:
        """Put the chunks together. With chunks missing the answer is what there is, and not complete.

        Raises `Unprocessable` if all are there but are not that page; its chunks are dropped then, to be sent again.
        """
        if not MEDIA_TYPE.fullmatch(asked.media_type):
            raise Unprocessable("media_type", "That is not a media type.")
        with self._assembling:
            status = self.status(sha256)
            if status.complete or not set(range(asked.chunks)) <= set(status.chunks):
                return status
            whole = b"".join(self._read(self._chunk_name(sha256, n)) for n in range(asked.chunks))
            if len(whole) != asked.size or hashlib.sha256(whole).hexdigest() != sha256:
                self._drop_chunks(sha256)
                log.error("page %s: its chunks do not make it, dropped", sha256)
                raise Unprocessable("page_corrupt", "The chunks do not make up that page; they were dropped.")
            self._keep(self._name(sha256), whole)
            self._record(sha256, asked)
        self._drop_chunks(sha256)
        return BlobStatus(sha256=sha256, complete=True)

    def content(self, sha256: str) -> tuple[bytes, str]:
        """A complete page and its media type. Raises `Unknown`."""
        media_type = self._page(sha256)
        if media_type is None:
            raise Unknown("not_found", "This page is not here, or not complete yet.")
        return self._read(self._name(sha256)), media_type

    def missing_of(self, case_id: str) -> int:
        """How many pages that the case names have not come completely."""
        named = select(func.count()).select_from(
            case_pages.outerjoin(pages, (pages.c.hall == case_pages.c.hall) & (pages.c.sha256 == case_pages.c.sha256))
        )
        here = (case_pages.c.hall == self._store.hall, case_pages.c.case_id == case_id)
        with self._store.reading() as connection:
            return int(connection.scalar(named.where(*here, pages.c.sha256.is_(None))) or 0)

    def _page(self, sha256: str) -> str | None:
        this = select(pages.c.media_type).where(pages.c.hall == self._store.hall, pages.c.sha256 == sha256)
        with self._store.reading() as connection:
            found: str | None = connection.scalar(this)
        return found

    def _record(self, sha256: str, asked: BlobComplete) -> None:
        row = {
            "hall": self._store.hall,
            "sha256": sha256,
            "size": asked.size,
            "media_type": asked.media_type,
            "stored_at_ms": self._clock(),
        }
        try:
            with self._store.writing() as connection:
                connection.execute(insert(pages), [row])
        except IntegrityError:
            log.info("page %s was completed twice at once", sha256)

    def _chunks(self, sha256: str) -> list[int]:
        with _spoken():
            found = [each for batch in obstore.list(self._objects, self._folder(sha256)) for each in batch]
        return [int(each["path"].rsplit("/", 1)[1]) for each in found]

    def _drop_chunks(self, sha256: str) -> None:
        for n in self._chunks(sha256):
            with _spoken():
                try:
                    obstore.delete(self._objects, self._chunk_name(sha256, n))
                except FileNotFoundError:
                    continue  # dropped by another request for the same page

    def _read(self, name: str) -> bytes:
        with _spoken():
            return obstore.get(self._objects, name).bytes().to_bytes()

    def _keep(self, name: str, content: bytes) -> None:
        with _spoken():
            obstore.put(self._objects, name, content)
            if isinstance(self._objects, LocalStore) and self._objects.prefix is not None:
                _settle(Path(self._objects.prefix), name)

    def _folder(self, sha256: str) -> str:
        return f"chunks/{self._store.hall}/{sha256}"

    def _chunk_name(self, sha256: str, n: int) -> str:
        return f"{self._folder(sha256)}/{n:04d}"

    def _name(self, sha256: str) -> str:
        return f"pages/{self._store.hall}/{sha256[:2]}/{sha256}"


def _open(url: str) -> ObjectStore:
    if not url.startswith("file://"):
        return from_url(url)
    return LocalStore(url2pathname(urlsplit(url).path), mkdir=True)


def _settle(root: Path, name: str) -> None:
    """Wait until the file and the folders that name it are on the disk: a local object store only renames."""
    path = root / name
    for each in (path, *path.parents):
        _fsync(each)
        if each == root:
            return


def _fsync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows keeps no handle on a folder to flush
        return
    # Windows flushes only what is open for writing
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _spoken() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise Unavailable("page_storage", "Pages cannot be stored or read at the moment.") from error
