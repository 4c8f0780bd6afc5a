"""The driver of a card reader behind a vendor's library, which runs in a process of its own (`bridge.md`).

A library may be 32-bit, may hang and may crash: it takes none of this program with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from devices.cards import bridge_lines
from devices.cards.bridge_lines import BridgeAnswer, LineDecoder, LineTooLong
from devices.cards.sam_reader import ROLE
from devices.errors import CardError, DeviceError, DeviceSilent, LineFault, WrongDevice
from devices.ports import Card
from devices.wires.wire import Wire

SECONDS = {"hello": 10.0, "open": 10.0, "identity": 5.0, "read": 10.0, "close": 2.0}
"""How long a bridge may take, before patience."""

MOST_BYTES = 4 * bridge_lines.LONGEST_LINE
"""More than any answer with what a library prints of its own accord."""


class ProgramWire(Wire, Protocol):
    """A wire to a program that can be ended, and cleaned up after."""

    def kill(self) -> None: ...
    def wipe(self) -> None: ...


class BridgeCardReader:
    """A `CardReader`. A bridge that hangs, babbles or ends is killed; `open` starts another one.

    `expected`, unless empty, is the number the reader must have. `on_card_found` is called when the bridge tells so.
    """

    def __init__(
        self,
        wire: ProgramWire,
        *,
        expected: str = "",
        on_card_found: Callable[[], None] | None = None,
        patience: float = 1.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.wire = wire
        self._expected = expected
        self._on_card_found = on_card_found
        self._patience = patience
        self._now = now
        self._lines = LineDecoder()
        self._asked = 0
        self._is_open = False

    def open(self) -> None:
        """Start the bridge and let it open its reader. Raises DeviceAbsent, WrongDevice, and what the bridge says."""
        self.close()
        self._lines = LineDecoder()
        self.wire.open()
        try:
            spoken = self._ask("hello", protocol=bridge_lines.PROTOCOL).get("protocol")
            if spoken != bridge_lines.PROTOCOL:
                known = f"protocol {bridge_lines.PROTOCOL}"
                raise WrongDevice(known, f"protocol {spoken}"[:40], role=ROLE, where=self.wire.where)
            self._ask("open")
            self._is_open = True
            if self._expected and (found := self.identity()) != self._expected:
                raise WrongDevice(self._expected, found, role=ROLE, where=self.wire.where)
        except DeviceError:
            self.close()
            raise

    def close(self) -> None:
        is_open, self._is_open = self._is_open, False
        if is_open:
            with suppress(DeviceError):  # it is ended anyway
                self._ask("close")
        self.wire.close()

    def identity(self) -> str:
        """The number the bridge knows its reader by, that of the SAM if it can."""
        found = self._ask("identity").get("identity")
        if not isinstance(found, str) or len(found) > 80:
            raise self._error(LineFault, "an identity that is none")
        return found

    def read(self) -> Card:
        """Read the card on the reader. Raises what the bridge says, DeviceSilent, DeviceLost, LineFault."""
        try:
            return bridge_lines.read_card(self._ask("read"))
        except CardError as error:
            error.role, error.where = ROLE, self.wire.where
            raise
        except (ValueError, TypeError) as error:
            self.wire.ring.tally.bad += 1
            raise self._error(LineFault, "a card that is none") from error
        finally:
            self.wire.wipe()

    def _ask(self, do: str, **details: Any) -> dict[str, Any]:
        """Ask, and wait for the answer. A bridge that gives none is ended, so that it cannot answer later."""
        self._asked += 1
        try:
            self.wire.write(bridge_lines.question(self._asked, do, **details))
            answer = self._answer(SECONDS[do] * self._patience)
        except DeviceError:
            self.wire.kill()
            raise
        self.wire.ring.tally.good += 1
        if answer.ok is None:
            error = bridge_lines.condition(answer.error or {}, told=do != "read")
            error.role, error.where = ROLE, self.wire.where
            raise error
        return answer.ok

    def _answer(self, seconds: float) -> BridgeAnswer:
        deadline, count = self._now() + seconds, 0
        while (left := deadline - self._now()) > 0:
            data = self.wire.read(left)
            count += len(data)
            try:
                lines = self._lines.feed(data)
            except LineTooLong:
                raise self._error(LineFault, "an endless line") from None
            if count > MOST_BYTES:
                raise self._error(LineFault, "babble")
            for line in lines:
                if (answer := self._heard(line)) is not None:
                    return answer
        raise DeviceSilent("no answer", seconds=seconds, role=ROLE, where=self.wire.where)

    def _heard(self, line: bytes) -> BridgeAnswer | None:
        answer = bridge_lines.read_answer(line)
        if answer is None or answer.id != self._asked:
            self.wire.ring.tally.bad += 1  # what its library prints, or an answer to something else
            return None
        if not answer.event:
            return answer
        if answer.event == bridge_lines.CARD_FOUND and self._on_card_found is not None:
            self._on_card_found()
        return None

    def _error(self, kind: type[DeviceError], detail: str) -> DeviceError:
        return kind(detail, role=ROLE, where=self.wire.where)
