"""A scanner that types as a keyboard: there is no line to it, and the window itself hears what it types."""

from __future__ import annotations


class KeyboardScanner:
    """A `CodeScanner` in name. Whether it is plugged in cannot be told from a keyboard."""

    def open(self) -> None:
        """Nothing is opened."""

    def close(self) -> None:
        """Nothing is held."""

    def look(self) -> None:
        """Nothing can be lost."""

    def scanned(self, seconds: float) -> str | None:
        """None: what it types goes to the window."""
        return None
