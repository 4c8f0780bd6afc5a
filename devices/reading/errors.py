"""What can go wrong with reading a paper, beside the general `DeviceError`s.

DeviceError
└── ReadingError             role text_reader
    ├── ReaderMissing        the program's own reading models are not there (detail: which)
    ├── ReaderCrashed        the worker process died while it read; the next page gets a new one
    ├── ReaderTooLarge       it needed more memory than `limit_mb`, and was ended
    ├── ReaderTooSlow        it took more than `seconds`, and was ended
    └── NotThisPaper         what lies there is none of the `wanted`; it `seems` something else, or ""
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.errors import DeviceError

ROLE = "text_reader"


class ReadingError(DeviceError):
    """A condition of the text reader or of the paper before it."""

    def __init__(self, detail: str = "", *, role: str = ROLE, where: str = "") -> None:
        super().__init__(detail, role=role, where=where)


class ReaderMissing(ReadingError):
    """The models that read text are not on this computer; `detail` names the files."""


class ReaderCrashed(ReadingError):
    """The worker died in the middle of a page."""


class ReaderTooLarge(ReadingError):
    """The worker grew beyond `limit_mb` megabytes and was ended."""

    def __init__(self, limit_mb: int) -> None:
        super().__init__(f"{limit_mb} MB")
        self.limit_mb = limit_mb


class ReaderTooSlow(ReadingError):
    """The worker took more than `seconds` for one page and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds


class NotThisPaper(ReadingError):
    """The paper is none of those wanted. `wanted` and `seems` are values of `PaperKind`."""

    def __init__(self, wanted: Sequence[str], seems: str = "") -> None:
        super().__init__(f"{', '.join(wanted)}: {seems}")
        self.wanted = tuple(wanted)
        self.seems = seems
