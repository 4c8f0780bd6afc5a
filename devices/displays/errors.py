"""What can go wrong with a text rather than with the display that is to show it."""

from __future__ import annotations

from devices.errors import DeviceError


class DisplayError(DeviceError):
    """A condition of the text."""


class CharactersNotShown(DisplayError):
    """The text is on the display, but with 〓 in place of these `characters`, which it has not got."""

    def __init__(self, characters: str, *, role: str = "", where: str = "") -> None:
        super().__init__(characters, role=role, where=where)
        self.characters = characters


class TextTooLong(DisplayError):
    """The text takes `columns` half-width columns, of which the display has `limit`. Nothing was sent."""

    def __init__(self, columns: int, limit: int, *, role: str = "", where: str = "") -> None:
        super().__init__(f"{columns} columns, {limit} at most", role=role, where=where)
        self.columns, self.limit = columns, limit
