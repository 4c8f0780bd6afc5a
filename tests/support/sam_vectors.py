"""Frames and text blocks of the SAM protocol that were verified elsewhere; all cards in them are invented."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_VECTORS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class TextBlock:
    text: bytes
    header: bytes
    total: int
    check: int


REQUESTS = {name: bytes.fromhex(frame) for name, frame in _VECTORS["sam_request"].items()}
RESPONSES = {name: bytes.fromhex(frame) for name, frame in _VECTORS["sam_response"].items()}
BLOCKS = {
    name: TextBlock(
        bytes.fromhex(block["text256_hex"]),
        bytes.fromhex(block["header_hex"]),
        block["read_reply_zero_photo_total_len"],
        int(block["checksum"], 16),
    )
    for name, block in _VECTORS["id_text_blocks"].items()
}
