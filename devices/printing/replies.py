"""What a printer answers, as bytes: status, "done", and reports of its own accord; and what they mean. No I/O.

Sources: Epson's ESC/POS reference, pages dle_eot, gs_lr, gs_la. Answers carry no name and no sum; a few fixed bits tell
the kinds apart, and what fits none of them is a garbled line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from devices.ports import Readiness

ASK_WHEN_DONE = b"\x1dr\x01"  # paper sensor; answered only once everything before it has been printed
REPORT_ALL = b"\x1da\xff"  # report now, and from now on whenever anything changes; until ESC @
REPORT_BYTES = 4
_XON_XOFF = (0x11, 0x13)


class Query(IntEnum):
    """The n of DLE EOT n. The printer answers at once, printing or not, with one byte."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4

    @property
    def command(self) -> bytes:
        return bytes([0x10, 0x04, self])


def is_status(byte: int) -> bool:
    """Whether `byte` has the fixed bits of a DLE EOT answer: 0xx1xx10."""
    return byte & 0b1001_0011 == 0b0001_0010


def is_done(byte: int) -> bool:
    """Whether `byte` has the fixed bits of a GS r answer: 0xx0xxxx. So have the last three bytes of a report."""
    return byte & 0b1001_0000 == 0


def is_report_head(byte: int) -> bool:
    """Whether `byte` has the fixed bits of a report's first byte: 0xx1xx00."""
    return byte & 0b1001_0011 == 0b0001_0000


@dataclass(slots=True)
class Heard:
    """What arrived, by kind. `strays` is how many bytes fit no kind; `rest` is a report that has only begun."""

    statuses: list[int] = field(default_factory=list)
    dones: list[int] = field(default_factory=list)
    reports: list[bytes] = field(default_factory=list)
    strays: int = 0
    rest: bytes = b""


def sort(data: bytes) -> Heard:
    """Tell the answers in `data` apart. Flow control (XON, XOFF) is no answer and no stray."""
    heard = Heard()
    at = 0
    while at < len(data):
        byte, tail = data[at], data[at + 1 : at + REPORT_BYTES]
        at += 1
        if is_report_head(byte) and all(map(is_done, tail)):
            if len(tail) < REPORT_BYTES - 1:
                heard.rest = data[at - 1 :]
                break
            heard.reports.append(data[at - 1 : at - 1 + REPORT_BYTES])
            at += REPORT_BYTES - 1
        elif is_status(byte):
            heard.statuses.append(byte)
        elif is_done(byte):
            heard.dones.append(byte)
        elif byte not in _XON_XOFF:
            heard.strays += 1
    return heard


def readiness_of(answers: Mapping[Query, int]) -> Readiness:
    """What DLE EOT answers say together, the condition to be put right first.

    An open cover comes before lack of paper, because the paper sensor means nothing while it is open. Nothing is well
    unless the printer said that it is on line *and* has paper: there are printers that tell of paper while off line.
    """
    told = {query: byte for query, byte in answers.items() if is_status(byte)}
    printer, cause, error, paper = (told.get(query, 0) for query in Query)
    if cause & 0x04:
        return Readiness.COVER_OPEN
    if paper & 0x60 or cause & 0x20:
        return Readiness.PAPER_OUT
    if error & 0x08:
        return Readiness.CUTTER_JAMMED
    if printer & 0x08 or cause & 0x40 or error & 0x20:
        return Readiness.OFFLINE
    if not {Query.PRINTER, Query.PAPER} <= told.keys():
        return Readiness.UNKNOWN
    return Readiness.NEAR_END if paper & 0x0C else Readiness.READY


def readiness_when_done(byte: int) -> Readiness:
    """What a GS r answer says of the paper. READY here means no more than that there is paper."""
    if not is_done(byte):
        return Readiness.UNKNOWN
    if byte & 0x0C:
        return Readiness.PAPER_OUT
    return Readiness.NEAR_END if byte & 0x03 else Readiness.READY


def readiness_reported(report: bytes) -> Readiness:
    """What a report of its own accord says (GS a); UNKNOWN for bytes that are none."""
    heard = sort(report)
    if heard.reports != [report]:
        return Readiness.UNKNOWN
    printer, error, paper, _ = report
    if printer & 0x20:
        return Readiness.COVER_OPEN
    if paper & 0x0C:
        return Readiness.PAPER_OUT
    if error & 0x08:
        return Readiness.CUTTER_JAMMED
    if printer & 0x08 or error & 0x24:
        return Readiness.OFFLINE
    return Readiness.NEAR_END if paper & 0x03 else Readiness.READY
