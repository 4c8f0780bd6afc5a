"""A code is scanned: the case whose slip it stands on is found, whatever page is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.lanes import Lane
from devices.bay import Bay
from devices.errors import DeviceError

LISTEN_SECONDS = 0.2


class CodesPresenter:
    """Listens to the hand scanner in short turns. `query_url` is what stands before a number in a slip's QR code."""

    def __init__(
        self, scanner: Bay[Any] | None, lane: Lane, *, query_url: str, on_number: Callable[[str], None]
    ) -> None:
        self._scanner, self._lane, self._query_url = scanner, lane, query_url
        self._on_number = on_number
        self._listening = False

    def tick(self) -> None:
        """Twice a second: hear what was scanned meanwhile."""
        scanner = self._scanner
        if scanner is None or self._listening:
            return
        self._listening = True

        def listen() -> str | None:
            found: str | None = scanner.use(lambda each: each.scanned(LISTEN_SECONDS), patient=True, counted=False)
            return found

        self._lane.run(listen, self._heard, self._failed)

    def came(self, code: str) -> None:
        """A code came, from this scanner or from one that types."""
        number = code.strip().removeprefix(self._query_url)
        if number:
            self._on_number(number)

    def _heard(self, code: str | None) -> None:
        self._listening = False
        if code is not None:
            self.came(code)

    def _failed(self, error: Exception) -> None:
        self._listening = False
        if not isinstance(error, DeviceError):  # its health has its trouble
            raise error
