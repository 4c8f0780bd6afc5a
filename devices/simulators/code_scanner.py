"""A hand scanner made of software: it speaks when a code is scanned, and listens to nobody.

machine = HandScanner(ScannerProfile())
with SimulatedDevice(machine, baud=9600) as device:
    device.say(machine.scan("YC26-03-00416"))
"""

from __future__ import annotations

from enum import Enum

from devices.code_scanners.lines import ENDS, ScannerProfile


class ScannerFault(Enum):
    """What can be wrong with what it says."""

    HALF_CODE = "half_code"  # the trigger was let go, the cable is loose: the end is missing
    GARBAGE = "garbage"  # bytes that are text in no encoding
    CONTROL = "control"  # a wrong speed: control characters in between
    ENDLESS = "endless"  # far more than a code, and no end


class HandScanner:
    """Speaks as `profile` says it was set up."""

    def __init__(self, profile: ScannerProfile | None = None) -> None:
        self.profile = profile or ScannerProfile()
        self._fault: ScannerFault | None = None
        self._times: int | None = None

    def play(self, fault: ScannerFault | None, times: int | None = None) -> None:
        """Be faulty until told otherwise, or so many times."""
        self._fault, self._times = fault, times

    def heal(self) -> None:
        self.play(None)

    def answer(self, data: bytes) -> bytes:
        return b""

    def scan(self, code: str) -> bytes:
        """A code is scanned: the bytes it says."""
        end = ENDS[self.profile.ends_with]
        said = f"{self.profile.prefix}{code}{self.profile.suffix}".encode(self.profile.encoding)
        fault = self._fault if self._times != 0 else None
        if self._times:
            self._times -= 1
        match fault:
            case ScannerFault.HALF_CODE:
                return said[: len(said) // 2]
            case ScannerFault.GARBAGE:
                return b"\xff\xfe" + said + b"\xff" + end
            case ScannerFault.CONTROL:
                return said[:2] + b"\x00\x07" + said[2:] + end
            case ScannerFault.ENDLESS:
                return b"9" * (8 * self.profile.longest)
            case _:
                return said + end
