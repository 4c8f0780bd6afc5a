"""Network scanners that announce themselves by multicast DNS (`_uscan._tcp`, over https `_uscans._tcp`).

What is announced comes from whoever is in the network: names are cut and cleaned, nothing is connected to.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from devices.scanning.wishes import FoundScanner

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

KINDS = {"_uscan._tcp.local.": "escl", "_uscans._tcp.local.": "escl+https"}
LONGEST_NAME = 80
MOST = 64  # scanners in one hall


def find_escl(seconds: float = 3.0, *, interfaces: list[str] | None = None) -> tuple[FoundScanner, ...]:
    """The scanners that announce themselves within `seconds`; none where there is no network.

    One that offers both ways is listed once, without https: an address with https still needs its certificate.
    `interfaces` are this computer's own addresses to look from, all by default.
    """
    from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, ServiceStateChange, Zeroconf

    try:
        network = Zeroconf(interfaces=interfaces or InterfaceChoice.All, ip_version=IPVersion.V4Only)
    except OSError:
        return ()
    names: set[tuple[str, str]] = set()

    def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            names.discard((service_type, name))
        elif len(names) < MOST:
            names.add((service_type, name))

    try:
        browser = ServiceBrowser(network, list(KINDS), handlers=[heard])
        time.sleep(seconds)
        browser.cancel()
        infos = [info for kind, name in sorted(names) if (info := _asked(network, kind, name)) is not None]
    finally:
        network.close()
    found: dict[str, FoundScanner] = {}
    for info in infos:
        if (scanner := _scanner(info)) is not None:
            found.setdefault(_property(info, "UUID") or scanner.address, scanner)
    return tuple(sorted(found.values(), key=lambda each: each.name))


def _asked(network: Zeroconf, kind: str, name: str) -> ServiceInfo | None:
    from zeroconf import BadTypeInNameException

    try:
        return network.get_service_info(kind, name, timeout=1000)
    except BadTypeInNameException:
        return None


def _scanner(info: ServiceInfo) -> FoundScanner | None:
    """None for an announcement that makes no sense."""
    places = info.parsed_addresses()
    folder = _property(info, "rs").strip("/") or "eSCL"
    if not places or not info.port or not re.fullmatch(r"[\w./~-]{1,60}", folder, re.ASCII):
        return None
    name = _property(info, "ty") or info.name.partition(".")[0]
    clean = "".join(char for char in name if char.isprintable())[:LONGEST_NAME].strip()
    return FoundScanner(f"{KINDS[info.type]}://{places[0]}:{info.port}/{folder}", clean)


def _property(info: ServiceInfo, key: str) -> str:
    return (info.decoded_properties.get(key) or "")[:200]
