"""What a modem says to AT commands (3GPP TS 27.005 and 27.007), taken apart without any I/O, and made presentable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

LONGEST_LINE = 1024
"""Longer than any line of a modem: what goes on beyond is noise."""

_PROMPT, _BLANK = b">", b" \t\r\n\x00"
_FAILURE = re.compile(r"\+CM([SE]) ERROR: ?(.{1,40})")
_SHOWN = re.compile(
    rb"OK|ERROR|>|\+CM[SE] ERROR: ?[\w ]{1,40}"
    rb"|\+CPIN: ?[A-Z0-9 -]{1,16}|\+CREG: ?\d,\d{1,2}|\+CSQ: ?\d{1,2},\d{1,2}|\+CMGS: ?\d{1,3}"
    rb"|AT(?:E0|\+CMEE=1|\+CPIN\?|\+CMGF=0|\+CREG\?|\+CSQ|\+CMGS=\d{1,3})?"
)


class End(Enum):
    """How an answer ends."""

    OK = "ok"
    FAILED = "failed"
    PROMPT = "prompt"  # not an end: the modem waits for the PDU


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `end` where it ends an answer, with the modem's `code` and whether that is of the network (CMS)."""

    text: str
    end: End | None = None
    code: str = ""


class LineReader:
    """Turns bytes, in pieces of any size, into lines; the prompt `>` comes without an end of line."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> list[Line]:
        """The lines which these bytes complete. Empty ones are left out."""
        self._buffer += data
        lines: list[Line] = []
        while True:
            self._buffer = self._buffer.lstrip(_BLANK)
            if self._buffer.startswith(_PROMPT):
                self._buffer = self._buffer[1:]
                lines.append(Line(">", End.PROMPT))
                continue
            found = re.search(rb"[\r\n]", self._buffer)
            if found is None:
                self._buffer = self._buffer[-LONGEST_LINE:]
                return lines
            lines.append(_line(self._buffer[: found.start()].rstrip(_BLANK).decode("ascii", "replace")))
            self._buffer = self._buffer[found.end() :]


def _line(text: str) -> Line:
    if text == "OK":
        return Line(text, End.OK)
    if text == "ERROR":
        return Line(text, End.FAILED, "ERROR")
    if found := _FAILURE.fullmatch(text):
        return Line(text, End.FAILED, f"CM{found[1]} {found[2]}")
    return Line(text)


def after(prefix: str, lines: list[str]) -> str | None:
    """What the last line that begins with `prefix` says behind it; None where there is none."""
    said = [line.removeprefix(prefix).strip() for line in lines if line.startswith(prefix)]
    return said[-1] if said else None


def redact(data: bytes) -> str:
    """Commands and plain answers as they are; of all else, which may be numbers or texts, only how much it is."""
    shown, hidden = [], 0
    for line in re.split(rb"[\r\n\x1a\x1b ]*[\r\n\x1a\x1b][\r\n\x1a\x1b ]*|(?<=>) ", data):
        if _SHOWN.fullmatch(line):
            shown.append(line.decode("ascii"))
        else:
            hidden += len(line)
    return " ".join(shown + [f"+{hidden} B"] * (hidden > 0))
