"""Frames of lock boards and PDUs of text messages that were verified elsewhere; number and texts are invented."""

from __future__ import annotations

import json
from pathlib import Path

_VECTORS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))

EIGHT_A = {name: bytes.fromhex(frame) for name, frame in _VECTORS["lock_8A"].items()}
WKLY = {name: bytes.fromhex(frame) for name, frame in _VECTORS["lock_WKLY"].items()}
YT_PLUS: dict[str, str] = _VECTORS["lock_YT_crc16_modbus"]
PDUS = [(entry["cmgs"], entry["pdu"]) for entry in _VECTORS["sms_pdu"]]
