"""A bridge to no library at all: it reads the sample cards from a simulated SAM, as a pattern and for tests.

    bridge:python3 …/devices/simulators/card_bridge.py --card moved

It can misbehave in every way a vendor's library does (`--fault hangs`); `--after 2` lets it do so from the third
reading on. A card that is a file's content (`--card-file`) is laid and lifted by whoever writes that file.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run as a file, it is not in its package

from devices.cards import sam
from devices.cards.bridges.sdtapi_bridge import CONDITIONS, Trouble, own_output, serve
from devices.cards.sam import Command, Reply
from devices.ports import Card
from devices.simulators.card_reader import SAM_NUMBER, SimulatedSam
from devices.simulators.sample_cards import SAMPLE_CARDS


class BridgeFault(Enum):
    """What a bridge can be up to when it is asked to read a card."""

    HANGS = "hangs"  # answers nothing any more
    DIES = "dies"
    BABBLES = "babbles"  # prints without end
    LONG_LINE = "long_line"  # ten million bytes without an end
    GARBAGE = "garbage"  # answers with what is no card
    CHATTERS = "chatters"  # prints a little between its answers, and answers then
    LATE = "late"  # answers the question before first


class SampleReader:
    """The four calls of a bridge, on a simulated SAM."""

    name = "sample"

    def __init__(self, card: Callable[[], Card | None], number: tuple[int, int, int, int, int] = SAM_NUMBER) -> None:
        self._sam = SimulatedSam(number=number)
        self._card = card
        self._laid: Card | None = None

    def open(self) -> None:
        self._ask(Command.STATUS)

    def close(self) -> None:
        return None

    def identity(self) -> str:
        return sam.sam_id_text(self._ask(Command.SAM_ID).data)

    def read(self, card_found: Callable[[], None]) -> dict[str, str]:
        self._look()
        if self._sent(Command.FIND).sw3 != sam.FOUND:
            raise Trouble("NoCard", code=sam.NOT_FOUND, already_read=self._laid is not None)
        card_found()
        self._ask(Command.SELECT)
        content = sam.split_content(self._ask(Command.READ_BASE))
        Path("wz.txt").write_bytes(content.text)  # as the libraries that this stands for do
        card = {"text": _base64(content.text), "photo": _base64(content.photo)}
        address = self._sent(Command.READ_NEW_ADDRESS)
        return card | {"new_address": _base64(address.data)} if address.data else card

    def _look(self) -> None:
        card = self._card()
        if card != self._laid:
            self._laid = card
            self._sam.lift()
            if card is not None:
                self._sam.lay(card)

    def _sent(self, command: Command) -> Reply:
        (reply,) = sam.ReplyDecoder().feed(self._sam.answer(sam.encode(command)))
        return reply

    def _ask(self, command: Command) -> Reply:
        reply = self._sent(command)
        if reply.sw3 != sam.OK:
            raise Trouble(CONDITIONS.get(reply.sw3, "DeviceRefused"), code=reply.sw3)
        return reply


class Misbehaving:
    """A reader that plays `fault` after so many readings that go `well`; `out` is where its bridge speaks."""

    def __init__(self, reader: SampleReader, fault: BridgeFault, *, well: int, out: int) -> None:
        self._reader, self._fault, self._left, self._out = reader, fault, well, out
        self.name, self.open, self.close, self.identity = reader.name, reader.open, reader.close, reader.identity

    def read(self, card_found: Callable[[], None]) -> dict[str, Any]:
        self._left -= 1
        if self._left >= 0:
            return self._reader.read(card_found)
        match self._fault:
            case BridgeFault.HANGS:
                sys.stdin.read()  # until it is closed
            case BridgeFault.DIES:
                os._exit(3)
            case BridgeFault.BABBLES:
                while True:
                    self._print(b"device driver 1.0\n" * 1000)
            case BridgeFault.LONG_LINE:
                self._print(b"x" * 10_000_000)
            case BridgeFault.GARBAGE:
                return {"text": "not base64", "photo": 7}
            case BridgeFault.CHATTERS:
                self._print(b'\xff\xfe\x00device found\r\n{"id": "3"}\n[]\n{"id":1}\n')
            case BridgeFault.LATE:
                self._print(json.dumps({"id": 1, "ok": {"text": "", "photo": ""}}).encode() + b"\n")
        return self._reader.read(card_found)

    def _print(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._out, data) :]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def main() -> None:
    """Serve until the input ends."""
    asked = argparse.ArgumentParser(description="a bridge that reads sample cards")
    asked.add_argument("--card", choices=SAMPLE_CARDS)
    asked.add_argument("--card-file", type=Path, help="a file with the name of the card that lies there now, or none")
    asked.add_argument("--fault", type=BridgeFault, choices=list(BridgeFault))
    asked.add_argument("--after", type=int, default=0, help="readings that go well before the fault")
    given = asked.parse_args()

    def card() -> Card | None:
        name = given.card_file.read_text(encoding="utf-8").strip() if given.card_file else given.card
        return SAMPLE_CARDS[name] if name else None

    out, reader = own_output(), SampleReader(card)
    if given.fault:
        serve(Misbehaving(reader, given.fault, well=given.after, out=out.fileno()), sys.stdin, out)
    else:
        serve(reader, sys.stdin, out)


if __name__ == "__main__":
    main()
