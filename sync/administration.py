"""What an administrator asks of the central, as a part of `Transport`. Every call raises `SessionEnded`, `Refused`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote

import zstandard
from pydantic import BaseModel

from sync import wire

M = TypeVar("M", bound=BaseModel)


class AdministrationCalls(ABC):
    """Calls of the line to the central that need the role of an administrator."""

    def catalogue_versions(self) -> wire.CatalogueVersions:
        """Every version of the catalogue, the newest first."""
        return self._message(wire.CatalogueVersions, "GET", "/v1/catalogue/versions")

    def publish_catalogue(self, publication: wire.CataloguePublication) -> wire.CatalogueVersions:
        """Put a catalogue in force. `Refused`: catalogue_invalid, catalogue_changed, version_taken, version_name."""
        packed = zstandard.ZstdCompressor(level=3).compress(publication.model_dump_json().encode())
        headers = {"Content-Encoding": "zstd", "Content-Type": "application/json"}
        return self._message(wire.CatalogueVersions, "POST", "/v1/catalogue", packed, headers)

    def withdraw_catalogue(self, version: str) -> wire.CatalogueVersions:
        """Take no new cases under a version. `Refused`: not_found, last_version."""
        path = f"/v1/catalogue/versions/{quote(version, safe='')}/withdraw"
        return self._message(wire.CatalogueVersions, "POST", path)

    def publish_year(self, publication: wire.YearPublication) -> wire.CalendarInForce:
        """Put a year's days in force. `Refused`: calendar_invalid, calendar_changed, nothing_changed."""
        return self._send(wire.CalendarInForce, "POST", "/v1/calendar/years", publication)

    def publish_hours(self, publication: wire.HoursPublication) -> wire.CalendarInForce:
        """Put the hall's hours in force from a day on. `Refused` as a year is."""
        return self._send(wire.CalendarInForce, "POST", "/v1/calendar/hours", publication)

    def windows(self) -> wire.WindowList:
        """Every enrolled window."""
        return self._message(wire.WindowList, "GET", "/v1/windows")

    def enrol_window(self, asked: wire.WindowEnrolment) -> wire.WindowToken:
        """A window's token. `Refused`: window_known, own_window."""
        return self._send(wire.WindowToken, "POST", "/v1/windows", asked)

    def change_window(self, device_id: str, facts: wire.WindowFacts) -> wire.WindowFacts:
        """Another number or other roles. `Refused`: not_found, own_window."""
        return self._send(wire.WindowFacts, "PUT", f"/v1/windows/{quote(device_id, safe='')}", facts)

    def dismiss_window(self, device_id: str) -> wire.Dismissed:
        """End a window's token. `Refused`: not_found, own_window."""
        return self._message(wire.Dismissed, "DELETE", f"/v1/windows/{quote(device_id, safe='')}")

    @abstractmethod
    def _send(self, of: type[M], method: str, path: str, message: BaseModel) -> M: ...

    @abstractmethod
    def _message(
        self,
        of: type[M],
        method: str,
        path: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> M: ...
