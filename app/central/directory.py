"""Which windows there are and the token each shows. Tokens are kept as hashes only."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from app.central.errors import NotSignedIn, Reused, Unknown
from app.central.hall_log import THE_CENTRAL, By, log_change
from app.central.store import Store
from app.central.tables import windows
from app.domain.case import Role
from app.whole_file import write_whole

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

    def enrol(
        self,
        device_id: str,
        number: str,
        roles: Iterable[Role] = ALL_ROLES,
        *,
        only_new: bool = False,
        by: By = THE_CENTRAL,
    ) -> str:
        """A new token for the window, shown this once. Enrolling again ends the old token.

        With `only_new` it raises `Reused` (`window_known`) for a window that is enrolled.
        """
        token = secrets.token_urlsafe(32)
        self._admit(device_id, number, roles, token, only_new=only_new, by=by)
        return token

    def dismiss(self, device_id: str, *, by: By = THE_CENTRAL) -> None:
        """End the window's token. Raises `Unknown`."""
        with self._store.writing() as connection:
            if not connection.execute(delete(windows).where(*self._is(device_id))).rowcount:
                raise Unknown("not_found", "There is no such window.")
            log_change(connection, self._store.hall, self._clock, "window_dismissed", by, window=device_id)

    def list(self) -> tuple[Window, ...]:
        """Every enrolled window, by its number."""
        of_hall = select(windows).where(windows.c.hall == self._store.hall)
        with self._store.reading() as connection:
            rows = connection.execute(of_hall.order_by(windows.c.window, windows.c.device_id)).all()
        return tuple(_window(row) for row in rows)

    def allow(self, device_id: str, number: str, roles: Iterable[Role], *, by: By) -> Window:
        """Let these roles act at the window, and give it that number. Raises `Unknown`."""
        allowed = _joined(roles)
        with self._store.writing() as connection:
            changed = update(windows).where(*self._is(device_id)).values(roles=allowed, window=number)
            if not connection.execute(changed).rowcount:
                raise Unknown("not_found", "There is no such window.")
            facts = {"window": device_id, "number": number, "roles": allowed}
            log_change(connection, self._store.hall, self._clock, "window_changed", by, **facts)
            return _window(connection.execute(select(windows).where(*self._is(device_id))).one())

    def window_of(self, token: str) -> Window:
        """The window that holds `token`. Raises `NotSignedIn`."""
        known = select(windows).where(windows.c.hall == self._store.hall, windows.c.token_sha256 == _hashed(token))
        with self._store.reading() as connection:
            row = connection.execute(known).one_or_none()
        if row is None:
            raise NotSignedIn("unknown_token", "This window is not enrolled at the central.")
        return _window(row)

    def enrol_first(self, folder: Path, device_id: str, number: str) -> None:
        """At the very first start enrol one window; its token is put in `folder` for the installer to take along."""
        count = select(func.count()).select_from(windows).where(windows.c.hall == self._store.hall)
        with self._store.reading() as connection:
            if connection.scalar(count):
                return
        # the file first: a central killed in between writes a new one at its next start
        token = secrets.token_urlsafe(32)
        told = {"device_id": device_id, "window": number, "token": token}
        write_whole(folder / FIRST_WINDOW_FILE, json.dumps(told, indent=2).encode(), private=True)
        self._admit(device_id, number, ALL_ROLES, token)

    def _admit(
        self,
        device_id: str,
        number: str,
        roles: Iterable[Role],
        token: str,
        *,
        only_new: bool = False,
        by: By = THE_CENTRAL,
    ) -> None:
        allowed = _joined(roles)
        with self._store.writing() as connection:
            known = connection.execute(delete(windows).where(*self._is(device_id))).rowcount
            if known and only_new:
                raise Reused("window_known", "This window is enrolled already.")
            connection.execute(
                insert(windows).values(
                    hall=self._store.hall,
                    device_id=device_id,
                    window=number,
                    roles=allowed,
                    token_sha256=_hashed(token),
                    enrolled_at_ms=self._clock(),
                )
            )
            facts = {"window": device_id, "number": number, "roles": allowed, "again": bool(known)}
            log_change(connection, self._store.hall, self._clock, "window_enrolled", by, **facts)

    def _is(self, device_id: str) -> tuple[ColumnElement[bool], ...]:
        return windows.c.hall == self._store.hall, windows.c.device_id == device_id


def _window(row: Any) -> Window:
    return Window(row.device_id, row.window, tuple(Role(role) for role in row.roles.split(",")))


def _joined(roles: Iterable[Role]) -> str:
    asked = frozenset(roles)
    return ",".join(role.value for role in Role if role in asked)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
