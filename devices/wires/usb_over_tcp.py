"""A USB bus at the far end of a TCP connection, as a backend of pyusb: how a simulated hall's devices are reached.

    →  {"do": "read", "device": 3, "endpoint": 129, "size": 64, "milliseconds": 500}
    ←  {"data": "AAAAAA96690004"}      or {"errno": 110}

One line of JSON a question and an answer; a connection for each opened device, and a short one for a look round.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from array import array
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

GRACE_SECONDS = 2.0
"""More than a question may take: then the far end is gone."""


class _Line:
    """One connection to the bus; with a device, that device opened."""

    def __init__(self, place: str, device: int = 0) -> None:
        host, _, port = place.rpartition(":")
        self._device = device
        try:
            self._socket = socket.create_connection((host, int(port)), GRACE_SECONDS)
        except OSError as error:
            raise _failed(errno.ENODEV) from error
        self._answers = self._socket.makefile("rb")

    def ask(self, do: str, *, milliseconds: int = 0, **details: Any) -> dict[str, Any]:
        question = {"do": do, "device": self._device, "milliseconds": milliseconds, **details}
        try:
            self._socket.settimeout(milliseconds / 1000 + GRACE_SECONDS)
            self._socket.sendall(json.dumps(question).encode() + b"\n")
            answer: dict[str, Any] = json.loads(self._answers.readline())
        except (OSError, ValueError) as error:
            raise _failed(errno.ENODEV) from error
        if "errno" in answer:
            raise _failed(answer["errno"])
        return answer

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


class UsbOverTcp(usb.backend.IBackend):  # type: ignore[misc]
    """What pyusb asks of a backend. `place` is host:port; where nobody listens, nothing is plugged in."""

    def __init__(self, place: str) -> None:
        self._place = place

    def enumerate_devices(self) -> Iterator[dict[str, Any]]:
        try:
            line = _Line(self._place)
        except usb.core.USBError:
            return
        try:
            yield from line.ask("list")["devices"]
        finally:
            line.close()

    def get_parent(self, dev: Any) -> None:
        return None

    def get_device_descriptor(self, dev: dict[str, Any]) -> SimpleNamespace:
        return SimpleNamespace(**dev["device"] | {"port_numbers": tuple(dev["device"]["port_numbers"])})

    def get_configuration_descriptor(self, dev: dict[str, Any], config: int) -> SimpleNamespace:
        return SimpleNamespace(**dev["configuration"])

    def get_interface_descriptor(self, dev: dict[str, Any], intf: int, alt: int, config: int) -> SimpleNamespace:
        if alt:
            raise IndexError("no such interface")
        return SimpleNamespace(**dev["interfaces"][intf])

    def get_endpoint_descriptor(
        self, dev: dict[str, Any], ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        return SimpleNamespace(**dev["endpoints"][intf][ep])

    def open_device(self, dev: dict[str, Any]) -> _Line:
        line = _Line(self._place, dev["number"])
        try:
            line.ask("open")
        except usb.core.USBError:
            line.close()
            raise
        return line

    def close_device(self, dev_handle: _Line) -> None:
        dev_handle.close()

    def set_configuration(self, dev_handle: _Line, config_value: int) -> None:
        dev_handle.ask("configure")

    def get_configuration(self, dev_handle: _Line) -> int:
        return 1

    def claim_interface(self, dev_handle: _Line, intf: int) -> None:
        dev_handle.ask("claim")

    def release_interface(self, dev_handle: _Line, intf: int) -> None:
        dev_handle.ask("release")

    def is_kernel_driver_active(self, dev_handle: _Line, intf: int) -> bool:
        return bool(dev_handle.ask("has_kernel_driver")["value"])

    def detach_kernel_driver(self, dev_handle: _Line, intf: int) -> None:
        dev_handle.ask("detach_kernel_driver")

    def clear_halt(self, dev_handle: _Line, ep: int) -> None:
        dev_handle.ask("clear_halt", endpoint=ep)

    def bulk_write(self, dev_handle: _Line, ep: int, intf: int, data: Any, timeout: int) -> int:
        answer = dev_handle.ask("write", endpoint=ep, data=data.tobytes().hex(), milliseconds=timeout)
        return int(answer["taken"])

    def bulk_read(self, dev_handle: _Line, ep: int, intf: int, buff: Any, timeout: int) -> int:
        answer = dev_handle.ask("read", endpoint=ep, size=len(buff), milliseconds=timeout)
        return _filled(buff, bytes.fromhex(answer["data"]))

    intr_write = bulk_write
    intr_read = bulk_read

    def ctrl_transfer(
        self, dev_handle: _Line, bmRequestType: int, bRequest: int, wValue: int, wIndex: int, data: Any, timeout: int
    ) -> int:
        answer = dev_handle.ask("control", request=[bmRequestType, bRequest, wValue, wIndex, len(data)])
        return _filled(data, bytes.fromhex(answer["data"]))


def _filled(buffer: Any, data: bytes) -> int:
    buffer[: len(data)] = array("B", data)
    return len(data)


def _failed(number: int) -> usb.core.USBError:
    kind = usb.core.USBTimeoutError if number == errno.ETIMEDOUT else usb.core.USBError
    return kind(os.strerror(number), None, number)
