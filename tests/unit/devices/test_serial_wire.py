"""Why a serial port cannot be opened, told apart by what is to be done about it."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path
from typing import Any

import pytest
import serial

from devices.errors import DeviceAbsent, NotPluggedIn, PortInUse
from devices.wires.serial_wire import SerialWire

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty and termios")


def test_a_port_that_is_not_there_is_not_plugged_in(tmp_path: Path) -> None:
    with pytest.raises(NotPluggedIn):
        SerialWire(str(tmp_path / "ttyUSB0")).open()


def test_a_port_that_another_has_is_in_use() -> None:
    ours, theirs = pty.openpty()
    first, second = SerialWire(os.ttyname(theirs)), SerialWire(os.ttyname(theirs))
    first.open()
    with pytest.raises(PortInUse):
        second.open()
    first.close()
    for end in (ours, theirs):
        os.close(end)


def test_a_port_that_goes_while_it_is_set_up_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    import termios

    def pulled(*_: Any, **__: Any) -> None:
        raise termios.error(5, "Input/output error")

    monkeypatch.setattr(serial, "Serial", pulled)
    with pytest.raises(DeviceAbsent) as absent:
        SerialWire("/dev/ttyUSB0").open()
    assert absent.value.detail == os.strerror(5)


def test_a_place_that_cannot_be_looked_up_is_absent() -> None:
    def find_port(_: str) -> str:
        raise OSError(5, "Input/output error")

    with pytest.raises(DeviceAbsent):
        SerialWire("at-1-1", find_port=find_port).open()
