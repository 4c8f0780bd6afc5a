"""A conversation known beforehand: a driver's test is the list of what is sent and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from devices.wires.ring import FrameRing, Redactor, withhold

Pair = tuple[bytes, bytes]
"""What the driver has to send, and what comes back at once (b"" is silence)."""


class ReplayMismatch(AssertionError):
    """The driver did not keep to the conversation."""


class ReplayWire:
    """Answers as written down; as a context manager it fails when part of the conversation is left over.

    Answers come in pieces of `piece` bytes (at once if None), so that no driver relies on their borders.
    """

    def __init__(
        self,
        pairs: Sequence[Pair],
        *,
        piece: int | None = None,
        baud: int | None = None,
        redact: Redactor = withhold,
    ) -> None:
        self.where = "replay"
        self.baud = baud
        self.ring = FrameRing(redact)
        self._left = list(pairs)
        self._piece = piece
        self._answer = b""
        self._is_open = False

    def __enter__(self) -> ReplayWire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._left:
            raise ReplayMismatch(f"never sent: {', '.join(sent.hex(' ') for sent, _ in self._left)}")

    def open(self) -> None:
        self._is_open = True

    def close(self) -> None:
        self._is_open = False

    def write(self, data: bytes) -> None:
        if not self._is_open:
            raise ReplayMismatch("written to before it was opened")
        expected, answer = self._left.pop(0) if self._left else (b"", b"")
        if data != expected:
            raise ReplayMismatch(f"sent {data.hex(' ')}, expected {expected.hex(' ') or 'nothing more'}")
        self.ring.sent(data)
        self._answer += answer

    def read(self, timeout: float) -> bytes:
        data, self._answer = self._answer[: self._piece], self._answer[self._piece or len(self._answer) :]
        self.ring.received(data)
        return data

    def drain(self, quiet: float = 0.0) -> int:
        count, self._answer = len(self._answer), b""
        return count
