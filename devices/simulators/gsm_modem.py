"""A GSM modem made of software: AT commands in, text messages out.

    with SimulatedDevice(SimulatedModem(), over="pty", baud=115200) as modem:
        ... open modem.address ...
        modem.machine.delivered

It takes PDUs apart by itself, so that what arrives is what a telephone would show.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from enum import Enum

_UNASKED = b'\r\nRING\r\n\r\n+CMTI: "SM",3\r\n\r\n+CREG: 2\r\n\r\n+CLIP: "+8613800138000",145\r\n'
_CONCATENATED = bytes([5, 0, 3])


class Fault(Enum):
    """What can be wrong with a modem, its card and the network."""

    NO_SIM = "no_sim"
    ASKS_FOR_PIN = "asks_for_pin"
    NO_NETWORK = "no_network"
    REFUSES = "refuses"  # the network does not take the message
    REFUSES_SECOND_PART = "refuses_second_part"
    NETWORK_TIMEOUT = "network_timeout"
    NO_PROMPT = "no_prompt"  # it never asks for the PDU
    SILENT_AFTER_PDU = "silent_after_pdu"  # sent, but no word of it comes back
    CHATTERING = "chattering"  # it speaks unasked between everything
    PLAIN_ERRORS = "plain_errors"  # an old model that says ERROR and no number


class SimulatedModem:
    """The modem. `delivered` are the whole messages as (number, text), `pdus` all PDUs it took, oldest first.

    `on_delivered` is told number and text of each, from the line's thread.
    """

    def __init__(self, *, echo: bool = True, signal: int = 21) -> None:
        self.delivered: list[tuple[str, str]] = []
        self.pdus: list[str] = []
        self.on_delivered: Callable[[str, str], None] = lambda _number, _text: None
        self._echo, self._signal = echo, signal
        self._faults: set[Fault] = set()
        self._line = b""
        self._awaited: int | None = None  # octets of the PDU it was promised
        self._parts: dict[tuple[str, int], dict[int, str]] = {}
        self._is_numbering_errors = False
        self._lock = threading.Lock()

    def play(self, *faults: Fault) -> None:
        """Be faulty until healed."""
        with self._lock:
            self._faults |= set(faults)

    def heal(self) -> None:
        """Be rid of all faults."""
        with self._lock:
            self._faults.clear()

    def answer(self, data: bytes) -> bytes:
        """Take these bytes of the computer; the bytes sent back for them."""
        with self._lock:
            return b"".join(self._take(bytes([byte])) for byte in data)

    def _take(self, byte: bytes) -> bytes:
        echoed = byte if self._echo and byte not in b"\x1a\x1b" else b""
        if byte == b"\x1b":
            was_waiting, self._awaited, self._line = self._awaited is not None, None, b""
            return b"\r\nOK\r\n" if was_waiting else b""
        if self._awaited is None and byte == b"\r":
            command, self._line = self._line.decode("ascii", "replace").strip(), b""
            return echoed + self._chatter() + self._obey(command)
        if self._awaited is not None and byte == b"\x1a":
            text, self._line = self._line.decode("ascii", "replace").strip(), b""
            octets, self._awaited = self._awaited, None
            return echoed + self._chatter() + self._submit(text, octets)
        self._line += byte
        return echoed

    def _chatter(self) -> bytes:
        return _UNASKED if Fault.CHATTERING in self._faults else b""

    def _obey(self, command: str) -> bytes:
        match command:
            case "AT" | "AT+CMGF=0":
                return _ok()
            case "ATE0" | "ATE1":
                self._echo = command == "ATE1"
                return _ok()
            case "AT+CMEE=1":
                self._is_numbering_errors = Fault.PLAIN_ERRORS not in self._faults
                return _ok()
            case "AT+CPIN?":
                return self._card_state()
            case "AT+CREG?":
                return _ok(f"+CREG: 0,{2 if Fault.NO_NETWORK in self._faults else 1}")
            case "AT+CSQ":
                return _ok(f"+CSQ: {99 if Fault.NO_NETWORK in self._faults else self._signal},0")
            case _ if found := re.fullmatch(r"AT\+CMGS=(\d+)", command):
                if Fault.NO_PROMPT in self._faults:
                    return b""
                self._awaited = int(found[1])
                return b"\r\n> "
            case "":
                return b""
            case _:
                return self._error("CME", 100)

    def _card_state(self) -> bytes:
        if Fault.NO_SIM in self._faults:
            return self._error("CME", 10)
        return _ok("+CPIN: SIM PIN" if Fault.ASKS_FOR_PIN in self._faults else "+CPIN: READY")

    def _submit(self, text: str, octets: int) -> bytes:
        try:
            pdu = bytes.fromhex(text)
            number, part, place = _taken_apart(pdu)
        except (ValueError, IndexError):
            return self._error("CMS", 304)
        if len(pdu) - 1 - pdu[0] != octets:
            return self._error("CMS", 304)
        is_later_part = place is not None and place[2] > 1
        if Fault.REFUSES in self._faults or (is_later_part and Fault.REFUSES_SECOND_PART in self._faults):
            return self._error("CMS", 500)
        if Fault.NO_NETWORK in self._faults:
            return self._error("CMS", 331)
        self.pdus.append(text)
        self._deliver(number, part, place)
        if Fault.SILENT_AFTER_PDU in self._faults:
            return b""
        if Fault.NETWORK_TIMEOUT in self._faults:
            return self._error("CMS", 332)
        return _ok(f"+CMGS: {len(self.pdus) % 256}")

    def _deliver(self, number: str, part: str, place: tuple[int, int, int] | None) -> None:
        if place is None:
            self._arrived(number, part)
            return
        reference, count, this = place
        parts = self._parts.setdefault((number, reference), {})
        parts[this] = part
        if len(parts) == count:
            del self._parts[number, reference]
            self._arrived(number, "".join(parts[each] for each in sorted(parts)))

    def _arrived(self, number: str, text: str) -> None:
        self.delivered.append((number, text))
        self.on_delivered(number, text)

    def _error(self, kind: str, number: int) -> bytes:
        return b"\r\n+%s ERROR: %d\r\n" % (kind.encode(), number) if self._is_numbering_errors else b"\r\nERROR\r\n"


def _ok(line: str = "") -> bytes:
    return (f"\r\n{line}\r\n" if line else "").encode() + b"\r\nOK\r\n"


def _taken_apart(pdu: bytes) -> tuple[str, str, tuple[int, int, int] | None]:
    """Number, text, and of a part its reference, their count and its place. Raises ValueError, IndexError."""
    at = 1 + pdu[0]
    first, digits = pdu[at], pdu[at + 2]
    at += 4
    size = (digits + 1) // 2
    number = "".join(f"{byte & 0xF:X}{byte >> 4:X}" for byte in pdu[at : at + size])[:digits]
    at += size
    if pdu[at + 1] != 0x08 or first & 0x18 != 0x10:
        raise ValueError("only UCS2 with a relative validity is known here")
    body = pdu[at + 4 :]
    if len(body) != pdu[at + 3]:
        raise ValueError("more or less text than it says")
    place = None
    if first & 0x40:
        header, body = body[: 1 + body[0]], body[1 + body[0] :]
        if header[:3] != _CONCATENATED:
            raise ValueError("an unknown header")
        place = (header[3], header[4], header[5])
    return "+" + number, body.decode("utf-16-be"), place  # half a character in a part is an error
