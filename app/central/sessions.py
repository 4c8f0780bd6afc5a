"""Who acts behind a request: the session a person was given at sign-in, at the window it was given to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, select

from app.central.accounts import Standing, standings
from app.central.directory import Window
from app.central.errors import NotSignedIn, NotYours
from app.central.store import Store
from app.central.tables import sessions
from app.domain.account import Account
from app.domain.case import Role

LASTS_MS = 12 * 3600_000
REMEMBERED_MS = 24 * 3600_000  # after its end, to be told from one that never was


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody signed in at a window. `roles` are those of the account that the window allows."""

    account: Account
    window: Window
    roles: frozenset[Role]

    def may_see(self, department: str, section: str = "") -> bool:
        """Whether cases of that department and section are theirs to see."""
        return self.account.may_see(department, section)

    def need(self, *roles: Role) -> None:
        """Go on only under one of `roles`. Raises `NotYours` with code `not_your_role`."""
        if not self.roles.intersection(roles):
            raise NotYours("not_your_role", "This account may not do this at this window.")


class Sessions:
    """Opens and ends the sessions of one hall; tokens are kept as hashes only."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store, self._clock = store, clock

    def open(self, standing: Standing, window: Window) -> tuple[str, int]:
        """A new token, good at `window` only, and when it ends (UTC ms)."""
        token, now = secrets.token_urlsafe(32), self._clock()
        forgotten = and_(sessions.c.hall == self._store.hall, sessions.c.expires_at_ms < now - REMEMBERED_MS)
        with self._store.writing() as connection:
            connection.execute(delete(sessions).where(forgotten))
            connection.execute(
                insert(sessions).values(
                    hall=self._store.hall,
                    token_sha256=_hashed(token),
                    login=standing.account.login,
                    device_id=window.device_id,
                    expires_at_ms=now + LASTS_MS,
                )
            )
        return token, now + LASTS_MS

    def end(self, token: str) -> None:
        """End the session, if there is one."""
        with self._store.writing() as connection:
            connection.execute(
                delete(sessions).where(sessions.c.hall == self._store.hall, sessions.c.token_sha256 == _hashed(token))
            )

    def acting(self, token: str, window: Window) -> Acting:
        """Who acts with `token` at `window`, with the rights of this moment.

        Raises `NotSignedIn` (`no_session`, `session_expired`), and `NotYours` (`not_your_role`) where the window
        allows none of the account's roles.
        """
        known = select(sessions.c.login, sessions.c.expires_at_ms).where(
            sessions.c.hall == self._store.hall,
            sessions.c.token_sha256 == _hashed(token),
            sessions.c.device_id == window.device_id,
        )
        with self._store.reading() as connection:
            row = connection.execute(known).one_or_none()
            standing = standings(connection, self._store.hall, [row.login]).get(row.login) if row else None
        if row is None or standing is None or standing.disabled_at_ms:
            raise NotSignedIn("no_session", "Sign in first.")
        if self._clock() >= row.expires_at_ms:
            raise NotSignedIn("session_expired", "The session has run out; sign in again.")
        roles = standing.account.roles.intersection(window.roles)
        if not roles:
            raise NotYours("not_your_role", "This window is for none of the account's roles.")
        return Acting(standing.account, window, roles)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
