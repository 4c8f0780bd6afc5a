"""Scanned pages on disk, encrypted, one file a page, named by case and SHA-256 of the page.

A file is a 46-byte header (magic, suite 1, segment size, salt, nonce prefix) and segments of 64 KiB, each
sealed with AES-256-GCM under a key derived for this file alone (HKDF-SHA-256 over the salt). Nonce = prefix ‖
counter ‖ last flag, so that segments cannot be cut off, doubled or swapped; header, case and page hash are
associated data, so that a file cannot stand in for another. Files appear whole or not at all: written aside,
flushed, renamed, folder flushed.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import CounterError, DiskFull, NotFound, StoreUnavailable
from app.whole_file import DRAFT, flush_folder, write_whole

SEGMENT = 64 << 10
TAG = 16
_HEADER = struct.Struct(">4sBH32s7s")  # magic, suite, segment KiB, salt, nonce prefix
_MAGIC, _SUITE = b"YCPG", 1
_CASE_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NO_ROOM = (28, 122, 27)  # ENOSPC, EDQUOT, EFBIG


class PageDamaged(CounterError):
    """The stored page is torn, altered or another's; what it holds is not given out."""


class Pages:
    """The page store in `folder`, under a 32-byte `key`."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.glob(f"*/*{DRAFT}"):  # a write that a crash cut off
            left_over.unlink(missing_ok=True)

    def put(self, case_id: str, page: bytes) -> str:
        """Store `page`; durable when this returns its SHA-256. Raises `DiskFull`, `StoreUnavailable`."""
        sha256 = hashlib.sha256(page).hexdigest()
        path = self._path(case_id, sha256)
        try:
            new_case = not path.parent.exists()
            path.parent.mkdir(exist_ok=True)
            write_whole(path, b"".join(self._sealed(case_id, sha256, page)))
            if new_case:
                flush_folder(self._folder)
        except OSError as error:
            raise not_written(error) from error
        return sha256

    def get(self, case_id: str, sha256: str) -> bytes:
        """The page. Raises `NotFound`, and `PageDamaged` for a file that is not exactly what was put."""
        try:
            stored = self._path(case_id, sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound(sha256) from None
        except OSError as error:
            raise StoreUnavailable(str(error.strerror)) from error
        page = self._opened(case_id, sha256, stored)
        if hashlib.sha256(page).hexdigest() != sha256:
            raise PageDamaged(sha256)
        return page

    def has(self, case_id: str, sha256: str) -> bool:
        """Whether the page is here."""
        return self._path(case_id, sha256).exists()

    def _path(self, case_id: str, sha256: str) -> Path:
        if not (_CASE_ID.fullmatch(case_id) and _SHA256.fullmatch(sha256)):
            raise ValueError("not the name of a page")
        return self._folder / case_id / f"{sha256}.page"

    def _cipher(self, salt: bytes) -> AESGCM:
        return AESGCM(HKDF(SHA256(), 32, salt, b"yichuang page 1").derive(self._key))

    def _sealed(self, case_id: str, sha256: str, page: bytes) -> Iterator[bytes]:
        salt, prefix = os.urandom(32), os.urandom(7)
        header = _HEADER.pack(_MAGIC, _SUITE, SEGMENT >> 10, salt, prefix)
        cipher, bound = self._cipher(salt), header + f"{case_id}\n{sha256}".encode()
        yield header
        count = max(1, -(-len(page) // SEGMENT))
        for n in range(count):
            segment = page[n * SEGMENT : (n + 1) * SEGMENT]
            yield cipher.encrypt(_nonce(prefix, n, n == count - 1), segment, bound)

    def _opened(self, case_id: str, sha256: str, stored: bytes) -> bytes:
        header, body = stored[: _HEADER.size], stored[_HEADER.size :]
        if len(header) < _HEADER.size or len(body) < TAG:
            raise PageDamaged(sha256)
        magic, suite, _, salt, prefix = _HEADER.unpack(header)
        if (magic, suite) != (_MAGIC, _SUITE):
            raise PageDamaged(sha256)
        cipher, bound = self._cipher(salt), header + f"{case_id}\n{sha256}".encode()
        sealed = [body[at : at + SEGMENT + TAG] for at in range(0, len(body), SEGMENT + TAG)]
        try:
            return b"".join(
                cipher.decrypt(_nonce(prefix, n, n == len(sealed) - 1), segment, bound)
                for n, segment in enumerate(sealed)
            )
        except InvalidTag:
            raise PageDamaged(sha256) from None


def _nonce(prefix: bytes, counter: int, last: bool) -> bytes:
    return prefix + struct.pack(">IB", counter, last)


def not_written(error: OSError) -> StoreUnavailable:
    """What is said where a file could not be written."""
    return (DiskFull if error.errno in _NO_ROOM else StoreUnavailable)(str(error.strerror))
