"""The driver of a GSM modem: text messages in PDU mode, each handed over once.

From the moment the PDU is handed over, silence means that nobody knows: the network may have it. Then it is never sent
again by itself, and `MessageUnsure` says so.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from devices.errors import (
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    MessageRefused,
    MessageUnsure,
    NoSignal,
    SimTrouble,
)
from devices.messaging import at, pdu
from devices.messaging.at import End, LineReader
from devices.messaging.pdu import Pdu
from devices.ports import SentMessage
from devices.tables import Between
from devices.wires.ring import BABBLE
from devices.wires.wire import Wire

ROLE = "message_sender"

_HAND_OVER, _GIVE_UP = b"\x1a", b"\x1b"
_READY = "READY"
_REGISTERED = frozenset({"1", "5", "6", "7", "9", "10"})
"""At home and roaming; the same for text messages only (on 4G), and where calls would rather not fall back to 2G."""
_REGISTRATION = re.compile(r"\d,(\d{1,2})(?:,.*)?")  # one number alone is the modem speaking unasked
_SIGNAL = re.compile(r"(\d{1,2}),\d{1,2}")
_UNKNOWN_SIGNAL = 99
_NO_SIM = re.compile(r"CME (?:10|11|12|13|15)|CMS (?:310|311|312|313|316)|.*SIM.*")
_NO_NETWORK = re.compile(r"CME (?:30|32)|CMS 331")
_NETWORK_TIMEOUT = frozenset({"CMS 332", "CME 31"})  # the network fell silent, as we may see it: nobody knows
_QUIET = 0.05


@dataclass(frozen=True, slots=True)
class ModemProfile:
    """A make of modem: `resources/devices/messages.toml`, family `modem`. Seconds beyond those on the wire."""

    baud: Annotated[int, Between(1_200, 921_600)] = 115_200
    answer_seconds: Annotated[float, Between(0.05, 30)] = 3.0  # a command; asking a card for its state is slowest
    prompt_seconds: Annotated[float, Between(0.05, 30)] = 5.0  # from the command until it takes the PDU
    send_seconds: Annotated[float, Between(0.05, 180)] = 60.0  # 27.005 allows the network that much
    most_parts: Annotated[int, Between(1, pdu.MOST_PARTS)] = 5  # a longer text is refused, not sent dearly
    validity: Annotated[int, Between(0, 255)] = pdu.DAY  # how long the network goes on trying, as TS 23.040 codes it


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came back: the lines before the end, and how it ended; None when nothing more came in time."""

    lines: list[str]
    end: End | None
    code: str
    arrived: int


class GsmModem:
    """A `MessageSender` on any wire. One thread at a time."""

    def __init__(
        self,
        wire: Wire,
        profile: ModemProfile | None = None,
        *,
        reference: int | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`reference` is that of the first long message; by chance, for parts of two must never be joined."""
        self.wire, self._profile, self._now = wire, profile or ModemProfile(), now
        self._reference = secrets.randbelow(256) if reference is None else reference

    def open(self) -> None:
        """Open the line and set the modem up.

        Raises DeviceAbsent, DeviceSilent, LineFault, DeviceRefused; SimTrouble.
        """
        self.wire.open()
        try:
            self.wire.write(_GIVE_UP)  # it may still wait for a PDU from before
            for command in ("AT", "ATE0", "AT+CMEE=1", "AT+CMGF=0"):
                self._ask(command)
            self._look_at_card()
        except DeviceError:
            self.wire.close()
            raise

    def close(self) -> None:
        self.wire.close()

    def check(self) -> None:
        """Whether it could send now. Raises SimTrouble, NoSignal, or what is wrong with the modem."""
        self._look_at_card()
        self._look_at_network()

    def signal(self) -> int | None:
        """How strong it hears the network, 0–31; None when it does not know."""
        found = _SIGNAL.fullmatch(self._asked_for("AT+CSQ", "+CSQ:", _SIGNAL))
        strength = int(found[1]) if found else _UNKNOWN_SIGNAL
        return None if strength == _UNKNOWN_SIGNAL else strength

    def send(self, number: str, text: str, *, id: str = "") -> SentMessage:
        """Send `text` to a mainland mobile number, in as many parts as it takes. The network takes no `id`.

        Raises MessageRefused (its code is number, text or too_long where nothing was sent), NoSignal, SimTrouble;
        MessageUnsure when it may have been sent, or a part of it was.
        """
        parts = self._parts(number, text)
        self._ask("AT")
        self.check()
        references: list[str] = []
        for part in parts:
            try:
                references.append(self._send_part(part))
            except DeviceError as error:
                if not references or isinstance(error, MessageUnsure):
                    raise
                said = f"{len(references)} of {len(parts)} parts went out, then: {type(error).__name__}"
                raise MessageUnsure(said, role=ROLE, where=self.wire.where) from error
        return SentMessage(tuple(references))

    def _parts(self, number: str, text: str) -> list[Pdu]:
        try:
            number = pdu.mainland_number(number)
        except ValueError:
            raise MessageRefused(code="number", role=ROLE, where=self.wire.where) from None
        try:
            parts = pdu.encode(number, text, reference=self._reference, validity=self._profile.validity)
        except ValueError:
            raise MessageRefused(code="text", role=ROLE, where=self.wire.where) from None
        if len(parts) > self._profile.most_parts:
            raise MessageRefused(code="too_long", role=ROLE, where=self.wire.where)
        self._reference = (self._reference + (len(parts) > 1)) % 256
        return parts

    def _send_part(self, part: Pdu) -> str:
        """Hand over one PDU; the network's reference to it."""
        self.wire.drain()
        self.wire.write(b"AT+CMGS=%d\r" % part.octets)
        prompt = self._hear(self._profile.prompt_seconds, (End.PROMPT, End.FAILED))
        if prompt.end is not End.PROMPT:
            self.wire.write(_GIVE_UP)  # nothing was handed over, and nothing must be left waiting
            self.wire.drain(_QUIET)
            raise self._failure(prompt, self._profile.prompt_seconds)
        try:
            self.wire.write(part.text.encode("ascii") + _HAND_OVER)
            answer = self._hear(self._profile.send_seconds, (End.OK, End.FAILED), wanted="+CMGS:")
        except (DeviceLost, DeviceSilent) as error:  # it went away, or stopped taking bytes: it may have them all
            raise MessageUnsure("the modem went away", role=ROLE, where=self.wire.where) from error
        reference = at.after("+CMGS:", answer.lines)
        if reference is not None:
            self.wire.ring.tally.good += 1
            return reference
        if answer.end is End.FAILED and answer.code not in _NETWORK_TIMEOUT:
            raise self._failure(answer, self._profile.send_seconds, refused=MessageRefused)
        raise MessageUnsure("no word from the network", role=ROLE, where=self.wire.where)

    def _look_at_card(self) -> None:
        state = self._asked_for("AT+CPIN?", "+CPIN:", re.compile(r"READY|[A-Z0-9-]*(?:SIM|PIN|PUK)[A-Z0-9 -]*"))
        if state != _READY:
            raise SimTrouble(state, role=ROLE, where=self.wire.where)

    def _look_at_network(self) -> None:
        found = _REGISTRATION.fullmatch(self._asked_for("AT+CREG?", "+CREG:", _REGISTRATION))
        if found is None or found[1] not in _REGISTERED:
            raise NoSignal(f"registration {found[1] if found else ''}", role=ROLE, where=self.wire.where)

    def _asked_for(self, command: str, prefix: str, form: re.Pattern[str]) -> str:
        """What the modem says behind `prefix`, of that form; LineFault when it says none even when asked again."""
        for _ in range(2):
            said = at.after(prefix, [line for line in self._ask(command).lines if _fits(line, prefix, form)])
            if said is not None:
                return said
            self.wire.ring.tally.retries += 1
        raise LineFault(f"no sensible {prefix}", role=ROLE, where=self.wire.where)

    def _ask(self, command: str) -> _Answer:
        """The answer to a command that may be repeated, which it is once."""
        answer = self._exchange(command)
        if answer.end is not End.OK and answer.code in ("", "ERROR"):
            self.wire.ring.tally.retries += 1
            answer = self._exchange(command)
        if answer.end is not End.OK:
            raise self._failure(answer, self._profile.answer_seconds)
        return answer

    def _exchange(self, command: str) -> _Answer:
        self.wire.drain()
        self.wire.write(command.encode("ascii") + b"\r")
        answer = self._hear(self._profile.answer_seconds, (End.OK, End.FAILED))
        self.wire.ring.tally.good += answer.end is not None
        self.wire.ring.tally.bad += answer.end is None and answer.arrived > 0
        return answer

    def _hear(self, seconds: float, ends: tuple[End, ...], *, wanted: str = "") -> _Answer:
        """Lines until one of the ends; a line that is `wanted` is enough, and what follows it is heard but shortly."""
        reader = LineReader()
        lines: list[str] = []
        arrived = 0
        until = self._now() + seconds
        while (left := until - self._now()) > 0 and arrived < BABBLE:
            data = self.wire.read(left)
            arrived += len(data)
            for line in reader.feed(data):
                if line.end in ends:
                    return _Answer(lines, line.end, line.code, arrived)
                lines.append(line.text)
                if wanted and line.text.startswith(wanted):
                    until = min(until, self._now() + _QUIET)
            if not data:
                break
        return _Answer(lines, None, "", arrived)

    def _failure(
        self, answer: _Answer, seconds: float, *, refused: type[DeviceRefused | MessageRefused] = DeviceRefused
    ) -> DeviceError:
        """Why there is no good answer; `refused` for an error of the modem's own."""
        where = self.wire.where
        if answer.end is None:
            if answer.arrived:
                return LineFault("nothing to be understood", role=ROLE, where=where)
            return DeviceSilent("no answer", seconds=seconds, role=ROLE, where=where)
        if _NO_SIM.fullmatch(answer.code):
            return SimTrouble(answer.code, role=ROLE, where=where)
        if _NO_NETWORK.fullmatch(answer.code):
            return NoSignal(answer.code, role=ROLE, where=where)
        if refused is MessageRefused:
            return MessageRefused(answer.code, code=answer.code, role=ROLE, where=where)
        return DeviceRefused(answer.code, role=ROLE, where=where)


def _fits(line: str, prefix: str, form: re.Pattern[str]) -> bool:
    return line.startswith(prefix) and form.fullmatch(line.removeprefix(prefix).strip()) is not None
