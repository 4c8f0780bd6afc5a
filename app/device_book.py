"""What is kept of each device between starts: what calibration found, how long and how well it has worked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from app.whole_file import write_whole
from devices.bay import Statistics

FILE = "devices.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One device."""

    calibration: Mapping[str, Any] = field(default_factory=dict)
    calibrated_on: str = ""  # YYYY-MM-DD
    checked_on: str = ""  # when its health was last checked whole
    hours: float = 0.0
    uses: int = 0
    failures: int = 0
    good: int = 0
    bad: int = 0
    retries: int = 0
    losses: int = 0
    identity: str = ""

    def with_work(self, work: Statistics) -> Entry:
        """The totals, with the work since the start added."""
        return replace(
            self,
            hours=round(self.hours + work.hours, 2),
            uses=self.uses + work.uses,
            failures=self.failures + work.failures,
            good=self.good + work.good,
            bad=self.bad + work.bad,
            retries=self.retries + work.retries,
            losses=self.losses + work.losses,
        )


class DeviceBook:
    """Entries by the devices' names, in one small file. A file that is damaged begins anew: nothing in it is a case's.

    Only what could not be found out again matters here, calibration, and that is asked for again when it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._entries = self._read()

    def entry(self, name: str) -> Entry:
        """What is known of a device; an empty entry where it is new."""
        return self._entries.get(name, Entry())

    def calibration(self, name: str) -> Mapping[str, Any]:
        """What calibration found of a device beyond its profile."""
        return self.entry(name).calibration

    def change(self, name: str, **changes: Any) -> None:
        """Keep new facts of a device. Raises OSError where they cannot be written."""
        self.put({name: replace(self.entry(name), **changes)})

    def put(self, entries: Mapping[str, Entry]) -> None:
        """Keep these entries, whole or not at all. Raises OSError."""
        self._entries = {**self._entries, **entries}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        plain = {name: asdict(entry) for name, entry in self._entries.items()}
        write_whole(self._file, json.dumps(plain, ensure_ascii=False, indent=1).encode())

    def picture(self, name: str) -> bytes:
        """The picture that a calibration kept of a device, b"" where there is none."""
        try:
            return self._picture_file(name).read_bytes()
        except OSError:
            return b""

    def keep_picture(self, name: str, png: bytes) -> None:
        """Keep a picture with a device, such as a camera's empty desk. Raises OSError."""
        file = self._picture_file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, png)

    def _picture_file(self, name: str) -> Path:
        return self._file.with_name(f"desk-{re.sub(r'[^A-Za-z0-9_-]', '_', name)}.png")

    def _read(self) -> dict[str, Entry]:
        known = {each.name for each in fields(Entry)}
        try:
            plain: dict[str, dict[str, Any]] = json.loads(self._file.read_text(encoding="utf-8"))
            return {
                name: Entry(**{key: _frozen(value) for key, value in entry.items() if key in known})
                for name, entry in plain.items()
            }
        except (OSError, ValueError, AttributeError, TypeError):
            return {}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def remember(found: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    """Keep what calibrations found before, in the book of `folder`."""
    book = DeviceBook(folder)
    book.put({name: replace(book.entry(name), calibration=each) for name, each in found.items()})
