"""What a driver asks of the line to its device, be it serial, TCP or a replayed conversation. No I/O."""

from __future__ import annotations

from typing import Protocol

from devices.wires.ring import BABBLE, FrameRing


class Wire(Protocol):
    """A two-way line for bytes, used from one thread.

    `where` names it for people (a port, an address), `baud` is the speed in bits a second or None where
    bytes arrive at once, and `ring` holds the last frames, redacted.
    Every call but `close` may raise DeviceLost, `open` DeviceAbsent.
    """

    where: str
    baud: int | None
    ring: FrameRing

    def open(self) -> None: ...
    def close(self) -> None:
        """Give the line back; harmless when it is not open."""
        ...

    def write(self, data: bytes) -> None: ...
    def read(self, timeout: float) -> bytes:
        """What has arrived, at least one byte; b"" when nothing came for `timeout` seconds."""
        ...

    def drain(self, quiet: float = 0.0) -> int:
        """Throw away what arrives until `quiet` seconds bring nothing; answers how many bytes that were.

        A device that never falls silent is left after `BABBLE` bytes.
        """
        count = 0
        while count < BABBLE and (data := self.read(quiet)):
            count += len(data)
        return count
