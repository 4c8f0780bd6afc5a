"""A USB bus made of software: devices with descriptors and endpoints, behind a loopback TCP port.

    with SimulatedUsbBus() as bus:
        bus.plug_in(device, socket="1-1.2")
        ... find it through `Plugged`, whose hall says where the bus is: {"usb_bus": bus.place} ...
        bus.unplug(device)

`devices.wires.usb_over_tcp` is the computer's end, so that a program in another process sees the same bus.
"""

from __future__ import annotations

import errno
import json
import math
import selectors
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol

from devices.plugged import Identity

BULK, INTERRUPT = 2, 3
_VENDOR_CLASS, _HID_CLASS = 0xFF, 0x03
_OTHER_ENDPOINTS = (0x01, 0x82)
_GET_DESCRIPTOR, _STRING = 6, 3
_LINE = 1 << 20


class UsbMachine(Protocol):
    """A device apart from its bus."""

    def transfer(self, endpoint: int, data: bytes) -> Iterable[tuple[int, bytes]]:
        """Take what was written to `endpoint`; what the device then has to say, by endpoint."""
        ...


@dataclass(eq=False)
class SimulatedUsbDevice:
    """One device. `packet` is the size of its packets; what it says waits, packet by packet, to be fetched.

    `other_class` is that of its interface, where that is not what `kind` says; it then has another one in front of it.
    `holds` is how many bytes it has room for in one transfer; more is not taken within the time for it.
    `refused` lets nobody open it (no udev rule); `kernel_driver` keeps others out until it is detached; endpoints in
    `halted` refuse until the halt is cleared.
    """

    machine: UsbMachine
    usb: Identity
    endpoints: tuple[int, ...]
    kind: int = BULK
    packet: int = 64
    other_class: int | None = None
    holds: int | None = None
    refused: bool = False
    kernel_driver: bool = False
    halted: set[int] = field(default_factory=set)
    socket: str = ""  # where it is plugged in now; "" when it is not
    number: int = 0
    owner: int = 0  # the connection that claimed its interface
    waiting: dict[int, deque[bytes]] = field(default_factory=lambda: defaultdict(deque))

    def say(self, endpoint: int, data: bytes) -> None:
        for at in range(0, len(data), self.packet):
            self.waiting[endpoint].append(data[at : at + self.packet])

    def described(self) -> dict[str, Any]:
        """What the computer learns of it before it is opened."""
        bus, _, ports = self.socket.partition("-")
        usual = _HID_CLASS if self.kind == INTERRUPT else _VENDOR_CLASS
        interfaces = [(usual, self.endpoints)]
        if self.other_class is not None:
            interfaces = [(usual, _OTHER_ENDPOINTS), (self.other_class, self.endpoints)]
        return {
            "number": self.number,
            "device": {
                "bLength": 18, "bDescriptorType": 1, "bcdUSB": 0x0200, "bDeviceClass": 0, "bDeviceSubClass": 0,
                "bDeviceProtocol": 0, "bMaxPacketSize0": 64, "idVendor": self.usb.vendor, "idProduct": self.usb.product,
                "bcdDevice": 0x0100, "iManufacturer": 0, "iProduct": 1 if self.usb.name else 0,
                "iSerialNumber": 2 if self.usb.serial else 0, "bNumConfigurations": 1, "bus": int(bus),
                "address": self.number, "port_number": int(ports.rpartition(".")[2]),
                "port_numbers": [int(each) for each in ports.split(".")], "speed": 2,
            },
            "configuration": {
                "bLength": 9, "bDescriptorType": 2, "bNumInterfaces": len(interfaces),
                "wTotalLength": 9 + sum(9 + 7 * len(ends) for _, ends in interfaces), "bConfigurationValue": 1,
                "iConfiguration": 0, "bmAttributes": 0x80, "bMaxPower": 100,
                "extra_descriptors": [],
            },
            "interfaces": [
                {"bLength": 9, "bDescriptorType": 4, "bInterfaceNumber": number, "bAlternateSetting": 0,
                 "bNumEndpoints": len(ends), "bInterfaceClass": kind, "bInterfaceSubClass": 0, "bInterfaceProtocol": 0,
                 "iInterface": 0, "extra_descriptors": []}
                for number, (kind, ends) in enumerate(interfaces)
            ],
            "endpoints": [
                [{"bLength": 7, "bDescriptorType": 5, "bEndpointAddress": endpoint, "bmAttributes": self.kind,
                  "wMaxPacketSize": self.packet, "bInterval": 1, "bRefresh": 0, "bSynchAddress": 0,
                  "extra_descriptors": []} for endpoint in ends]
                for _, ends in interfaces
            ],
        }  # fmt: skip

    def control(self, request: list[int]) -> bytes:
        """String descriptors; nothing else is asked of such devices."""
        _, code, value, _, length = request
        if code != _GET_DESCRIPTOR or value >> 8 != _STRING:
            raise _UsbTrouble(errno.EPIPE)
        text = {1: self.usb.name, 2: self.usb.serial}.get(value & 0xFF, "")
        content = text.encode("utf-16-le") if value & 0xFF else bytes.fromhex("0904")
        return (bytes([2 + len(content), _STRING]) + content)[:length]


class _UsbTrouble(Exception):
    def __init__(self, number: int) -> None:
        self.number = number


@dataclass
class _Visitor:
    """A connection, and the read it waits for: (device, endpoint, size, until); `fetched` is what it has of it."""

    line: socket.socket
    begun: bytes = b""
    awaits: tuple[int, int, int, float] | None = None
    fetched: bytes = b""


class SimulatedUsbBus:
    """Serves any number of programs from one thread."""

    def __init__(self) -> None:
        self._devices: dict[int, SimulatedUsbDevice] = {}
        self._count = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.place = "{}:{}".format(*self._listener.getsockname()[:2])
        self._visitors: dict[int, _Visitor] = {}
        self._wake = socket.socketpair()
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._listener, selectors.EVENT_READ)
        self._ready.register(self._wake[0], selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._serve, name="simulated-usb-bus")
        self._thread.start()

    @property
    def seen(self) -> tuple[Identity, ...]:
        """What is plugged in."""
        with self._lock:
            return tuple(device.usb for device in self._devices.values())

    def plug_in(self, device: SimulatedUsbDevice, *, socket: str = "1-1") -> None:
        """Appear at a socket such as 1-1.2, with a new number as on every bus."""
        with self._lock:
            self._count += 1
            device.number, device.socket = self._count, socket
            self._devices[device.number] = device

    def unplug(self, device: SimulatedUsbDevice) -> None:
        """Vanish: whoever has it open loses it, and whoever waits for it is told."""
        with self._lock:
            self._devices.pop(device.number, None)
            device.socket, device.owner = "", 0
            device.waiting.clear()
            device.halted.clear()
        self._wake[1].send(b"x")

    def close(self) -> None:
        """Switch off and wait for the thread."""
        self._wake[1].send(b"q")
        self._thread.join()
        self._ready.close()
        for end in (*self._wake, self._listener, *(each.line for each in self._visitors.values())):
            end.close()

    def __enter__(self) -> SimulatedUsbBus:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _serve(self) -> None:
        while True:
            ends = [each.awaits[3] for each in self._visitors.values() if each.awaits is not None]
            nearest = min(ends, default=math.inf)
            wait = max(0.0, nearest - time.monotonic()) if nearest < math.inf else None
            for key, _ in self._ready.select(wait):
                if key.fileobj is self._listener:
                    line = self._listener.accept()[0]
                    self._visitors[line.fileno()] = _Visitor(line)
                    self._ready.register(line, selectors.EVENT_READ)
                elif key.fileobj is self._wake[0]:
                    if b"q" in self._wake[0].recv(64):
                        return
                else:
                    self._hear(key.fd)
            for visitor in list(self._visitors.values()):
                self._serve_read(visitor)

    def _hear(self, who: int) -> None:
        visitor = self._visitors[who]
        try:
            data = visitor.line.recv(_LINE)
        except OSError:
            data = b""
        if not data:
            self._part_with(who)
            return
        *lines, visitor.begun = (visitor.begun + data).split(b"\n")
        for line in lines:
            try:
                with self._lock:
                    answer = self._answered(who, visitor, json.loads(line))
            except _UsbTrouble as trouble:
                answer = {"errno": trouble.number}
            if answer is not None:
                self._tell(visitor, answer)

    def _part_with(self, who: int) -> None:
        visitor = self._visitors.pop(who)
        self._ready.unregister(visitor.line)
        visitor.line.close()
        with self._lock:
            for device in self._devices.values():
                if device.owner == who:
                    device.owner = 0

    def _answered(self, who: int, visitor: _Visitor, question: dict[str, Any]) -> dict[str, Any] | None:
        if question["do"] == "list":
            return {"devices": [device.described() for device in self._devices.values()]}
        device = self._device(question["device"])
        match question["do"]:
            case "open" if device.refused:
                raise _UsbTrouble(errno.EACCES)
            case "claim":
                if device.kernel_driver or device.owner not in (0, who):
                    raise _UsbTrouble(errno.EBUSY)
                device.owner = who
            case "release":
                device.owner = 0
            case "has_kernel_driver":
                return {"value": device.kernel_driver}
            case "detach_kernel_driver":
                device.kernel_driver = False
            case "clear_halt":
                device.halted.discard(question["endpoint"])
            case "control":
                return {"data": device.control(question["request"]).hex()}
            case "write":
                self._owned(device, who, question["endpoint"])
                data = bytes.fromhex(question["data"])[: device.holds]
                for endpoint, said in device.machine.transfer(question["endpoint"], data):
                    device.say(endpoint, said)
                return {"taken": len(data)}
            case "read":
                self._owned(device, who, question["endpoint"])
                seconds = question["milliseconds"] / 1000 or math.inf  # as libusb understands 0
                until = time.monotonic() + seconds
                visitor.awaits = (device.number, question["endpoint"], question["size"], until)
                return None
        return {}

    def _owned(self, device: SimulatedUsbDevice, who: int, endpoint: int) -> None:
        if device.owner != who:
            raise _UsbTrouble(errno.EBUSY)
        if endpoint in device.halted:
            raise _UsbTrouble(errno.EPIPE)

    def _serve_read(self, visitor: _Visitor) -> None:
        if visitor.awaits is None:
            return
        number, endpoint, size, until = visitor.awaits
        with self._lock:
            try:
                answer = self._fetched(self._device(number), endpoint, size, visitor)
            except _UsbTrouble as trouble:
                answer = {"errno": trouble.number}
        if answer is None:
            if time.monotonic() < until:
                return
            answer = {"data": visitor.fetched.hex()} if visitor.fetched else {"errno": errno.ETIMEDOUT}
        visitor.awaits, visitor.fetched = None, b""
        self._tell(visitor, answer)

    def _fetched(
        self, device: SimulatedUsbDevice, endpoint: int, size: int, visitor: _Visitor
    ) -> dict[str, Any] | None:
        """As on any bus, a read is over when it is full or a packet was short; None as long as it is not."""
        packets = device.waiting[endpoint]
        while packets:
            packet = packets.popleft()
            visitor.fetched += packet
            if len(visitor.fetched) > size:
                raise _UsbTrouble(errno.EOVERFLOW)
            if len(packet) < device.packet or len(visitor.fetched) == size:
                return {"data": visitor.fetched.hex()}
        return None

    def _device(self, number: int) -> SimulatedUsbDevice:
        if number not in self._devices:
            raise _UsbTrouble(errno.ENODEV)
        return self._devices[number]

    def _tell(self, visitor: _Visitor, answer: dict[str, Any]) -> None:
        with suppress(OSError):  # one that has gone is parted with when that is heard
            visitor.line.sendall(json.dumps(answer).encode() + b"\n")
