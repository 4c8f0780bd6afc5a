"""Frames of callers, rating pads and window displays that were verified elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

_VECTORS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))

BUS = {name: bytes.fromhex(frame) for name, frame in _VECTORS["caller_evaluator_FF68"].items()}
LED_A1 = bytes.fromhex(_VECTORS["led_A090_A1hao_color0"])
"""A1号 in colour 0 for address 1."""
