"""The central's signed word that something is stored (Ed25519, RFC 8032)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.whole_file import write_whole
from sync.wire import Receipt

KEY_FILE = "receipt.key"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a receipt speaks of."""

    op_id: str
    case_id: str
    body_sha256: str
    version: int
    stored_at_ms: int


class ReceiptPress:
    """Signs receipts. The same `Stored` gives the same receipt for as long as the key is kept."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = b64encode(key.public_key().public_bytes_raw()).decode()

    def receipt(self, stored: Stored) -> Receipt:
        """A signed receipt; the signature is base64 of 64 bytes over `Receipt.signed_text`."""
        draft = Receipt(
            op_id=stored.op_id,
            case_id=stored.case_id,
            body_sha256=stored.body_sha256,
            version=stored.version,
            stored_at_ms=stored.stored_at_ms,
            signature="",
        )
        return draft.model_copy(update={"signature": b64encode(self._key.sign(draft.signed_text())).decode()})


def open_press(folder: Path) -> ReceiptPress:
    """The press with the key kept in `folder`; at the first start a key is made there, readable by us alone."""
    file = folder / KEY_FILE
    if not file.exists():
        _keep(file, Ed25519PrivateKey.generate())
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{file} does not hold an Ed25519 key")
    return ReceiptPress(key)


def _keep(file: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_whole(file, pem, private=True)
