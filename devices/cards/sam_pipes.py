"""How a card reader on the USB lays the frames of its SAM on endpoints. Pure.

    two-pipe   the first seven bytes (preamble, length) to endpoint 02, the rest to 06; back on 81 and 85
    one-pipe   whole frames, one endpoint out and one in

Two-pipe is what the SAM_V document says of 0400:C35A; a model that has no endpoint 06 means one-pipe.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.cards import sam
from devices.wires.usb_bulk import OnePipe, Pipes

HEAD_BYTES = len(sam.PREAMBLE) + 2
HEAD_OUT, REST_OUT, HEAD_IN, REST_IN = 0x02, 0x06, 0x81, 0x85


class TwoPipe:
    """Heads and rests of frames travel apart."""

    def __init__(self) -> None:
        self._owed = 0  # bytes still to come of the rest of a frame whose head came

    def parts(self, frame: bytes) -> Sequence[tuple[int, bytes]]:
        self._owed = 0
        return [(HEAD_OUT, frame[:HEAD_BYTES]), (REST_OUT, frame[HEAD_BYTES:])]

    @property
    def sources(self) -> Sequence[int]:
        return (REST_IN, HEAD_IN) if self._owed else (HEAD_IN, REST_IN)

    def take(self, data: bytes) -> bytes:
        if self._owed:
            data = data[: self._owed]
            self._owed -= len(data)
        else:
            self._owed = sam.rest_after(data) or 0
        return data


def two_pipe_or_one(endpoints: Sequence[int]) -> Pipes:
    """Raises ValueError for a device that has neither."""
    return TwoPipe() if {HEAD_OUT, REST_OUT, HEAD_IN, REST_IN} <= {*endpoints} else OnePipe(endpoints)
