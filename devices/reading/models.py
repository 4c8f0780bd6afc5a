"""The model files of the text engine: part of the program, and never fetched."""

from __future__ import annotations

from pathlib import Path

from devices.model_files import model_file
from devices.reading.errors import ReaderMissing

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
LEAST_BYTES = {DETECTOR: 5_000_000, RECOGNISER: 15_000_000}  # a half-copied file is smaller


def require_models(files: dict[Path, int] | None = None) -> None:
    """Raises `ReaderMissing` naming each model that is not there or not whole."""
    wanted = {model_file(name): least for name, least in LEAST_BYTES.items()} if files is None else files
    lacking = [file.name for file, least in wanted.items() if not file.is_file() or file.stat().st_size < least]
    if lacking:
        raise ReaderMissing(", ".join(lacking))
