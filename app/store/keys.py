"""The data key: 32 random bytes that open database and pages, kept by the system's key ring where there is
one.

Without a key ring it stands in a file that only its owner may read; `KeyPlace` says which, and so does the
doctor.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import keyring
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from app.domain.errors import StoreForeign
from app.whole_file import write_whole

SERVICE = "yichuang"
KEY_BYTES = 32


class KeyPlace(Enum):
    """Where the data key is kept."""

    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """The key and where it is kept; never shown."""

    key: bytes
    place: KeyPlace

    def for_use(self, purpose: str) -> bytes:
        """A key for one purpose, derived so that none tells another (HKDF-SHA-256)."""
        return HKDFExpand(SHA256(), KEY_BYTES, f"yichuang {purpose} 1".encode()).derive(self.key)


def data_key(folder: Path, *, may_create: bool, ring: KeyringBackend | None = None) -> DataKey:
    """The data key of the store in `folder`, made on first use where `may_create`.

    Raises `StoreForeign` when there is none and it must not be made, because a database stands there without
    it.
    """
    file, ring = folder / "data.key", ring or keyring.get_keyring()
    if file.exists():
        return DataKey(_decoded(file.read_text()), KeyPlace.FILE)
    account = str(folder.resolve())
    kept = _from_ring(ring, account)
    if kept:
        return DataKey(_decoded(kept), KeyPlace.KEYRING)
    if not may_create:
        raise StoreForeign("the data key is not here")
    key = os.urandom(KEY_BYTES)
    if _into_ring(ring, account, key.hex()):
        return DataKey(key, KeyPlace.KEYRING)
    write_whole(file, key.hex().encode(), private=True)
    return DataKey(key, KeyPlace.FILE)


def _decoded(text: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreForeign("the data key is damaged")
    return key


def _from_ring(ring: KeyringBackend, account: str) -> str:
    try:
        return ring.get_password(SERVICE, account) or "" if _is_real(ring) else ""
    except KeyringError:
        return ""


def _into_ring(ring: KeyringBackend, account: str, text: str) -> bool:
    if not _is_real(ring):
        return False
    try:
        ring.set_password(SERVICE, account, text)
    except KeyringError:
        return False
    return _from_ring(ring, account) == text  # some rings take a secret and forget it


def _is_real(ring: KeyringBackend) -> bool:
    """The fail and null rings have no positive priority: they are what is left when the system has none."""
    return float(ring.priority) > 0
