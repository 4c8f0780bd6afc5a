"""One device as a site has set it up: what it is called, what it is for, where it is and what make it is of."""

from __future__ import annotations

from dataclasses import dataclass

from devices.ports import Role


@dataclass(frozen=True, slots=True)
class DeviceSetting:
    """`identity` is the device's own number, where it has one: then no other device is taken for it at `address`."""

    name: str  # as commands call it: reader, camera-2
    role: Role
    address: str  # serial:usb-0403-6001-A50285BI, tcp://10.0.0.9:4001, camera:0, cups:office …
    profile: str = "generic"
    identity: str = ""  # such as a card reader's SAM number

    @property
    def place(self) -> str:
        """What it is plugged into: devices that share a place share one line, and so one lane."""
        return self.address.partition("?")[0]
