"""Files that are there whole or as they were before, also after a power cut."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

DRAFT = ".new"
"""What the name of a file ends with while it is being written; after a crash such a one may lie about."""


def write_whole(file: Path, content: bytes, *, private: bool = False) -> None:
    """Write `content` beside `file`, then put it in its place; durable on return. `private` is for this user alone.

    Raises OSError; then `file` is as it was.
    """
    draft = file.with_name(file.name + DRAFT)
    mode = 0o600 if private else 0o666
    try:
        draft.unlink(missing_ok=True)  # one that a crash left may be open to others
        with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    flush_folder(file.parent)


def flush_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk."""
    if os.name == "nt":  # Windows has no handle on a folder to flush; NTFS journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
