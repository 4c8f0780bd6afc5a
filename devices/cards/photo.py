"""The photo of a card through a decoder that a site has bought: a program called as `wlt-decode IN OUT`.

The format (WLT) is closed, and no decoder may be shipped: to have none is the normal state, and no case waits for one.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

SECONDS = 2.0
_LARGEST = 200_000
_PICTURES = (b"BM", b"\xff\xd8\xff", b"\x89PNG")


def decode_photo(wlt: bytes, command: str, *, seconds: float = SECONDS) -> bytes | None:
    """The picture (BMP, JPEG or PNG) in the 1024 bytes `wlt`; None when the program is absent, slow or fails.

    `command` gets two more arguments, the file to read and the file to write, in a private folder that is gone after.
    """
    if not wlt.strip(b"\0"):
        return None
    with tempfile.TemporaryDirectory(prefix="yichuang-photo-") as folder:
        source, target = Path(folder, "photo.wlt"), Path(folder, "photo.bmp")
        source.write_bytes(wlt)
        try:
            asked = [*shlex.split(command), str(source), str(target)]
            subprocess.run(
                asked, cwd=folder, timeout=seconds, check=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
            picture = target.read_bytes()[: _LARGEST + 1]
        except (OSError, subprocess.SubprocessError, ValueError):
            return None
    return picture if picture.startswith(_PICTURES) and len(picture) <= _LARGEST else None
