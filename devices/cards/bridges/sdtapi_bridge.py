#!/usr/bin/env python3
"""A bridge to sdtapi.dll (or libsdtapi.so), the library that most makers of ID card readers deliver.

    python32 sdtapi_bridge.py --library C:\\reader\\sdtapi.dll --port 1001

Ports 1 to 16 are COM1 to COM16, 1001 to 1016 are USB. This file needs nothing but Python 3.8, of the same 32 or 64 bits
as the library; copy it wherever that Python is. The protocol is described in bridge.md; `serve` speaks it for any
object with `open`, `identity`, `read` and `close`, so that a bridge to another library needs only these four.
"""

from __future__ import annotations

import argparse
import base64
import ctypes
import json
import os
import struct
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, TextIO

PROTOCOL = 1

OK, NO_CONTENT, FOUND = 0x90, 0x91, 0x9F
CONDITIONS = {
    0x01: "DeviceAbsent",  # the port cannot be opened; 01 to 09 are the library's own, the rest are the SAM's
    0x02: "DeviceSilent",
    0x03: "DeviceLost",
    0x05: "DeviceAbsent",
    0x10: "LineFault",
    0x11: "LineFault",
    0x21: "LineFault",
    0x31: "CardUnreadable",
    0x32: "CardUnreadable",
    0x33: "CardUnreadable",
    0x37: "CardUnreadable",
    0x3F: "CardUnreadable",
    0x40: "CardUnreadable",
    0x41: "CardRemoved",
    0x47: "CardUnreadable",
    0x80: "NoCard",
    0x81: "CardRemoved",
}
"""By what a call returns; everything else is DeviceRefused."""

_ROOM = 4096  # bytes for whatever a call fills in: more than any version of the library writes


class Trouble(Exception):
    """Something for the answer's `error`."""

    def __init__(self, condition: str, detail: str = "", code: int = 0, already_read: bool = False) -> None:
        super().__init__(condition)
        self.told: dict[str, Any] = {"condition": condition, "detail": detail, "code": code}
        if already_read:
            self.told["already_read"] = True


class Sdtapi:
    """The library's calls in the order a reading needs them."""

    name = "sdtapi"

    def __init__(self, library: str, port: int) -> None:
        self._path, self._port = library, ctypes.c_int(port)
        self._library: Any = None
        self._may_still_lie = False

    def open(self) -> None:
        if self._library is None:
            load = getattr(ctypes, "WinDLL", ctypes.CDLL)  # stdcall where there is such a thing
            try:
                self._library = load(self._path)
            except OSError as error:
                raise Trouble("DeviceAbsent", f"{os.path.basename(self._path)}: {error}") from error
        self._demand(self._library.SDT_OpenPort(self._port))
        self._demand(self._library.SDT_GetSAMStatus(self._port, 0))

    def close(self) -> None:
        if self._library is not None:
            self._library.SDT_ClosePort(self._port)

    def identity(self) -> str:
        number = ctypes.create_string_buffer(_ROOM)
        self._demand(self._library.SDT_GetSAMID(self._port, number, 0))
        return "{:02d}.{:02d}-{:d}-{:010d}-{:010d}".format(*struct.unpack("<HHIII", number.raw[:16]))

    def read(self, card_found: Callable[[], None]) -> dict[str, str]:
        self._find()
        card_found()
        self._demand(self._library.SDT_SelectIDCard(self._port, ctypes.create_string_buffer(_ROOM), 0))
        self._may_still_lie = True
        text, photo = ctypes.create_string_buffer(_ROOM), ctypes.create_string_buffer(_ROOM)
        text_size, photo_size = ctypes.c_uint(_ROOM), ctypes.c_uint(_ROOM)
        self._demand(
            self._library.SDT_ReadBaseMsg(self._port, text, ctypes.byref(text_size), photo, ctypes.byref(photo_size), 0)
        )
        card = {"text": _base64(text, text_size), "photo": _base64(photo, photo_size)}
        address = self._new_address()
        return {**card, "new_address": address} if address else card

    def _find(self) -> None:
        code = self._library.SDT_StartFindIDCard(self._port, ctypes.create_string_buffer(_ROOM), 0)
        if code == 0x80:  # no card, or one that was read and not lifted: the appended address tells which
            self._may_still_lie = self._may_still_lie and self._address()[0] in (OK, NO_CONTENT)
            raise Trouble("NoCard", code=code, already_read=self._may_still_lie)
        self._demand(code, FOUND)
        self._may_still_lie = False

    def _new_address(self) -> str:
        code, address = self._address()
        return address if self._demand(code, OK, NO_CONTENT) == OK else ""

    def _address(self) -> Any:
        data, size = ctypes.create_string_buffer(_ROOM), ctypes.c_uint(_ROOM)
        code = self._library.SDT_ReadNewAppMsg(self._port, data, ctypes.byref(size), 0)
        return code, _base64(data, size) if code == OK else ""

    def _demand(self, code: int, *good: int) -> int:
        if code not in (good or (OK,)):
            raise Trouble(CONDITIONS.get(code, "DeviceRefused"), code=code)
        return code


def serve(reader: Any, lines: TextIO, out: TextIO) -> None:
    """Answer line by line until the input ends: then whoever asked has gone."""
    for line in lines:
        question = json.loads(line)
        tell = partial(_tell, out, question["id"])
        try:
            tell(ok=_done(reader, question["do"], partial(tell, event="card_found")))
        except Trouble as trouble:
            tell(error=trouble.told)


def _done(reader: Any, do: str, card_found: Callable[[], None]) -> dict[str, Any]:
    if do == "hello":
        return {"protocol": PROTOCOL, "name": reader.name, "bits": 8 * struct.calcsize("P")}
    if do == "identity":
        return {"identity": reader.identity()}
    if do == "read":
        card: dict[str, Any] = reader.read(card_found)
        return card
    if do not in ("open", "close"):
        raise Trouble("DeviceRefused", "unknown question")
    getattr(reader, do)()
    return {}


def _tell(out: TextIO, number: int, **said: Any) -> None:
    out.write(json.dumps({"id": number, **said}) + "\n")
    out.flush()


def own_output() -> TextIO:
    """The real output; what a library prints goes where nobody reads it, instead of between our lines."""
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return ours


def _base64(data: Any, size: ctypes.c_uint) -> str:
    return base64.b64encode(data.raw[: min(size.value, _ROOM)]).decode("ascii")


def main() -> None:
    asked = argparse.ArgumentParser(description="bridge to sdtapi for the counter program")
    asked.add_argument("--library", required=True, help="path of sdtapi.dll or libsdtapi.so")
    asked.add_argument("--port", type=int, default=1001, help="1 to 16 for COM, 1001 to 1016 for USB")
    given = asked.parse_args()
    serve(Sdtapi(given.library, given.port), sys.stdin, own_output())


if __name__ == "__main__":
    main()
