"""The questions by which an unknown device on a serial port is recognised, in the order in which they are asked.

A question must do nothing to whatever hears it: it is a query in its own family and no command in any other, which a
test proves from the families' tables and on their simulators. Printers come first, with the one query that an old
printer does not put on paper; who answers is asked at most which one it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from devices.cards import sam
from devices.cards.sam import Command
from devices.cards.sam_reader import BAUD_ORDER
from devices.lockers import eight_a, wkly, yt_plus
from devices.lockers.board import Codec, Kind
from devices.ports import Role
from devices.printing import replies
from devices.printing.replies import Query


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an answer told of a device."""

    identity: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Probe:
    """One question: `name` is what the device is called, `recognise` looks whether an answer is the expected one.

    `number` is asked of who has answered: which one of its kind it is. `recognise` takes that answer too.
    """

    name: str
    role: Role
    profile: str
    query: bytes
    bauds: tuple[int, ...]
    recognise: Callable[[bytes], Recognised | None]
    number: bytes = b""

    @property
    def questions(self) -> tuple[bytes, ...]:
        """All that may be sent to a port where nobody knows what hears it."""
        return (self.query, self.number) if self.number else (self.query,)


def _is_sam(said: bytes) -> Recognised | None:
    """Whether the security module of a card reader has said how it is, or its number."""
    replies = sam.ReplyDecoder().feed(said)
    numbers = [sam.sam_id_text(reply.data) for reply in replies if reply.sw3 == sam.OK and len(reply.data) == 16]
    return Recognised(identity="".join(numbers[:1])) if replies else None


def _is_printer(said: bytes) -> Recognised | None:
    return Recognised() if len(said) == 1 and replies.is_status(said[0]) else None


def _is_board(codec: Codec) -> Callable[[bytes], Recognised | None]:
    """Whether a lock board of the codec's family has said who it is, or how its locks are."""

    def recognise(said: bytes) -> Recognised | None:
        heard = codec.decode(said)
        told = [word for word in heard.words if word.kind in (Kind.HERE, Kind.SENSORS)]
        return Recognised(facts={"board": str(told[0].board)}) if told and not heard.faults else None

    return recognise


def _is_modem(said: bytes) -> Recognised | None:
    return Recognised() if b"\r\nOK\r\n" in said else None


PROBES: tuple[Probe, ...] = (
    Probe("printer", Role.SLIP_PRINTER, "generic", Query.PRINTER.command, (9600, 19200, 38400, 115200), _is_printer),
    Probe(
        "reader",
        Role.CARD_READER,
        "generic",
        sam.encode(Command.STATUS),
        BAUD_ORDER,
        _is_sam,
        number=sam.encode(Command.SAM_ID),
    ),
    Probe("lockers_yt", Role.LOCK_BANK, "yt-24", yt_plus.PROBE, (9600,), _is_board(yt_plus.YtPlus(24))),
    Probe("lockers_wkly", Role.LOCK_BANK, "wkly-24", wkly.PROBE, (9600,), _is_board(wkly.Wkly(24))),
    Probe("lockers_8a", Role.LOCK_BANK, "generic", eight_a.PROBE, (9600,), _is_board(eight_a.EightA(24))),
    Probe("modem", Role.MESSAGE_SENDER, "generic", b"AT\r", (115200, 9600), _is_modem),
)
