"""Sample pictures of materials: public like the catalogue that names them, kept by SHA-256 at window and central."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from app.domain.errors import NotFound, StoreUnavailable
from app.store.blobs import not_written
from app.whole_file import write_whole
from devices.scanning.encode import encode_within
from devices.scanning.pictures import load_picture
from sync.entry import Attachment
from sync.transport import Transport
from sync.uploads import send_page

LONGEST_SIDE = 1800
"""Pixels: an A4 form can be read at that, and comes over a slow line."""

_NAME = re.compile(r"[0-9a-f]{64}")


def is_picture(name: str) -> bool:
    """Whether the sample of a material is a picture that the program keeps."""
    return _NAME.fullmatch(name) is not None


class SamplePictures:
    """Keeps them in `folder`; what is not there is asked of the central. `connect` is None for a window alone."""

    def __init__(self, folder: Path, connect: Callable[[], Transport] | None) -> None:
        self._folder, self._connect = folder, connect

    def take(self, file: str) -> str:
        """Keep the picture in a file, of a PDF the first page; by which name.

        Raises `DeviceError`s and `StoreUnavailable`.
        """
        return self._keep(encode_within(load_picture(file), LONGEST_SIDE))

    def picture(self, name: str) -> bytes:
        """The picture of that name. Raises `NotFound`, and `SyncError`s where the central must be asked."""
        if not is_picture(name):
            raise NotFound(name)
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            if self._connect is None:
                raise NotFound(name) from None
        line = self._connect()
        try:
            content = line.sample(name)
        finally:
            line.close()
        with suppress(StoreUnavailable):  # it can be seen, and is asked for again
            self._keep(content)
        return content

    def send(self, names: Iterable[str], line: Transport) -> None:
        """Have the central keep those of `names` that were taken here. Raises `SyncError`s."""
        for name in sorted(set(names)):
            if is_picture(name) and self._file(name).exists():
                content = self._file(name).read_bytes()
                media_type = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
                send_page(line, Attachment(name, media_type), content, lambda: True)

    def _keep(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._file(name), content)
        except OSError as error:
            raise not_written(error) from error
        return name

    def _file(self, name: str) -> Path:
        return self._folder / name
