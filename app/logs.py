"""Logs by topic, one fact a line, ids only: `counter`, `devices`, `sync`, `store`, `central`."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

MEGABYTE = 1 << 20


def start_logging(folder: Path) -> None:
    """Write the program's log to `folder`, at most five files of a megabyte."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "yichuang.log", maxBytes=MEGABYTE, backupCount=4, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(handler)
