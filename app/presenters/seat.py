"""Who sits at the window."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.case import Role


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who signed in, with the rights the account has. `online`: the central knows and answers this person."""

    id: str
    name: str
    roles: frozenset[Role] = frozenset()
    departments: frozenset[str] = frozenset()
    section: str = ""
    online: bool = False


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

    def has(self, role: Role) -> bool:
        """Whether somebody sits here who has that role."""
        return self.clerk is not None and role in self.clerk.roles
