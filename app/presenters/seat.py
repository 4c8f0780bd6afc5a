"""Who sits at the window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who signed in."""

    id: str
    name: str


@dataclass(slots=True)
class Seat:
    """The window's one seat: everything that is done is done by whoever has it now."""

    clerk: Clerk | None = None

    @property
    def id(self) -> str:
        """The clerk's number, "" while nobody is signed in."""
        return self.clerk.id if self.clerk else ""

    @property
    def name(self) -> str:
        """The clerk's name, "" while nobody is signed in."""
        return self.clerk.name if self.clerk else ""
