"""A scanner's bytes into codes, without any I/O: where one ends, what belongs to it, and what cannot be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from devices.tables import Between

ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t"}
_WITHIN = "\n\t\x1d"
"""Control characters that a code may hold: lines of a QR text, and the GS between the parts of a GS1 code."""


@dataclass(frozen=True, slots=True)
class ScannerProfile:
    """How a scanner has been set up, with the bar codes in its manual.

    `ends_with` is what it sends after a code: cr, lf, crlf or tab. `encoding` is that of Chinese text in QR codes.
    `prefix` and `suffix` are what it puts round every code, to be taken off; a code without them is garbled.
    `longest` is the most characters that a code may have.
    """

    ends_with: Literal["cr", "lf", "crlf", "tab"] = "cr"
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    prefix: str = ""
    suffix: str = ""
    longest: Annotated[int, Between(1, 8000)] = 3000


@dataclass(frozen=True, slots=True)
class Garbled:
    """So many bytes that are no code, and why: endless, undecodable, control, unframed, too_long."""

    size: int
    why: str


class CodeSplitter:
    """Turns bytes, in pieces of any size, into codes, and says what was garbled in between."""

    def __init__(self, profile: ScannerProfile) -> None:
        self._profile = profile
        self._end = ENDS[profile.ends_with]
        self._buffer = bytearray()
        self._skipped = 0  # bytes of something endless, up to its end
        self._ceiling = 4 * profile.longest + len(profile.prefix.encode()) + len(profile.suffix.encode())

    @property
    def is_open(self) -> bool:
        """Something has come whose end has not."""
        return bool(self._buffer or self._skipped)

    def feed(self, data: bytes) -> list[str | Garbled]:
        """What these bytes complete."""
        found: list[str | Garbled] = []
        self._buffer += data
        while (at := self._buffer.find(self._end)) >= 0:
            line = bytes(self._buffer[:at])
            del self._buffer[: at + len(self._end)]
            if self._skipped:
                found.append(Garbled(self._skipped + len(line), "endless"))
                self._skipped = 0
            elif line.strip(b"\r\n"):
                found.append(self._read(line))
        if len(self._buffer) > self._ceiling or self._skipped:
            kept = len(self._end) - 1  # half an end may stand last
            self._skipped += len(self._buffer) - kept
            del self._buffer[: len(self._buffer) - kept]
        return found

    def settle(self) -> list[Garbled]:
        """The line has fallen quiet: what has no end by now is not a whole code."""
        size = self._skipped + len(self._buffer.strip(b"\r\n"))
        self._buffer.clear()
        self._skipped = 0
        return [Garbled(size, "endless")] if size else []

    def _read(self, line: bytes) -> str | Garbled:
        try:
            text = line.decode(self._profile.encoding).strip("\r\n")
        except UnicodeDecodeError:
            return Garbled(len(line), "undecodable")
        if not all(character.isprintable() or character in _WITHIN for character in text):
            return Garbled(len(line), "control")
        prefix, suffix = self._profile.prefix, self._profile.suffix
        if len(text) <= len(prefix + suffix) or not (text.startswith(prefix) and text.endswith(suffix)):
            return Garbled(len(line), "unframed")
        code = text.removeprefix(prefix).removesuffix(suffix)
        return code if len(code) <= self._profile.longest else Garbled(len(line), "too_long")
