"""Scanners by their address.

A scanner is no `PageSource`: who looks through a camera twelve times a second must not scan twelve times a second.
"""

from __future__ import annotations

from devices.ports import PageFeeder
from devices.scanning.escl import EsclFeeder, parse_escl_address
from devices.scanning.sane import SaneFeeder, parse_sane_address
from devices.scanning.watch_folder import FolderFeeder


def is_feeder(address: str) -> bool:
    """Whether an address is that of a scanner, rather than of a camera or a picture."""
    return address.startswith(("sane:", "escl:", "escl+https:"))


def open_page_feeder(address: str) -> PageFeeder:
    """The scanner at `address`; its `open` is still to be called.

        sane:fujitsu:ScanSnap?source=duplex&resolution=300&mode=gray     behind SANE, its own options may follow
        escl://192.168.1.30/eSCL?source=adf                              in the network
        escl+https://192.168.1.30/eSCL?certificate=SHA256                the same over https
        folder:PATH                                                      files that a scanner puts into a folder

    Raises ValueError for an address that makes no sense.
    """
    kind = address.partition(":")[0]
    match kind:
        case "sane":
            return SaneFeeder(parse_sane_address(address))
        case "escl" | "escl+https":
            return EsclFeeder(parse_escl_address(address))
        case "folder":
            return FolderFeeder(address.partition(":")[2])
        case _:
            raise ValueError(f"{address}: {kind} is no scanner (sane, escl, escl+https, folder)")
