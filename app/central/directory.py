"""Which windows there are and the token each shows. Tokens are kept as hashes only."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, insert, select

from app.central.errors import NotSignedIn
from app.central.receipts import write_private
from app.central.store import Store
from app.central.tables import windows
from app.domain.case import Role

FIRST_WINDOW_FILE = "first-window.json"
ALL_ROLES: tuple[Role, ...] = tuple(Role)


@dataclass(frozen=True, slots=True)
class Window:
    """An enrolled window: the device, its number in the hall, and the roles that may act there."""

    device_id: str
    number: str
    roles: tuple[Role, ...] = ALL_ROLES


class Directory:
    """Enrols windows and recognises them."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock

    def enrol(self, device_id: str, number: str, roles: Iterable[Role] = ALL_ROLES) -> str:
        """A new token for the window, shown this once. Enrolling again ends the old token."""
        token = secrets.token_urlsafe(32)
        self._admit(device_id, number, roles, token)
        return token

    def dismiss(self, device_id: str) -> None:
        """End the window's token."""
        with self._store.writing() as connection:
            connection.execute(delete(windows).where(*self._is(device_id)))

    def window_of(self, token: str) -> Window:
        """The window that holds `token`. Raises `NotSignedIn`."""
        known = select(windows).where(windows.c.hall == self._store.hall, windows.c.token_sha256 == _hashed(token))
        with self._store.reading() as connection:
            row = connection.execute(known).one_or_none()
        if row is None:
            raise NotSignedIn("unknown_token", "This window is not enrolled at the central.")
        return Window(row.device_id, row.window, tuple(Role(role) for role in row.roles.split(",")))

    def enrol_first(self, folder: Path, device_id: str, number: str) -> None:
        """At the very first start enrol one window; its token is put in `folder` for the installer to take along."""
        count = select(func.count()).select_from(windows).where(windows.c.hall == self._store.hall)
        with self._store.reading() as connection:
            if connection.scalar(count):
                return
        # the file first: a central killed in between writes a new one at its next start
        token = secrets.token_urlsafe(32)
        told = {"device_id": device_id, "window": number, "token": token}
        write_private(folder / FIRST_WINDOW_FILE, json.dumps(told, indent=2).encode())
        self._admit(device_id, number, ALL_ROLES, token)

    def _admit(self, device_id: str, number: str, roles: Iterable[Role], token: str) -> None:
        with self._store.writing() as connection:
            connection.execute(delete(windows).where(*self._is(device_id)))
            connection.execute(
                insert(windows).values(
                    hall=self._store.hall,
                    device_id=device_id,
                    window=number,
                    roles=",".join(role.value for role in roles),
                    token_sha256=_hashed(token),
                    enrolled_at_ms=self._clock(),
                )
            )

    def _is(self, device_id: str) -> tuple[ColumnElement[bool], ...]:
        return windows.c.hall == self._store.hall, windows.c.device_id == device_id


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
