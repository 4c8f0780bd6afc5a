"""Accounts that may sign in at this window: Argon2id verifiers, locked for a while after five wrong
passwords.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.case import Role
from app.domain.errors import SignInRefused
from app.store import audit
from app.store.database import Database
from app.store.tables import accounts

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    login: str
    name: str
    roles: frozenset[Role]


class Accounts:
    """The accounts known to this window."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()  # Argon2id, RFC 9106 low-memory parameters

    def put(self, account: Account, password: str) -> None:
        """Add an account, or give it a new password, name and roles."""
        row = {
            "login": account.login,
            "name": account.name,
            "roles": sorted(role.value for role in account.roles),
            "verifier": self._hasher.hash(password),
            "failures": 0,
            "locked_until": None,
        }
        query = insert(accounts)
        changed = {name: query.excluded[name] for name in row if name != "login"}
        with self._database.writing() as connection:
            connection.execute(query.on_conflict_do_update(index_elements=["login"], set_=changed), row)

    def list(self) -> list[Account]:
        """All accounts, by login."""
        with self._database.reading() as connection:
            return [_account(row) for row in connection.execute(select(accounts).order_by("login")).mappings()]

    def sign_in(self, login: str, password: str, at: datetime) -> Account:
        """The account, if the password is its own.

        Raises `SignInRefused`; with no attempts left the account is locked for ten minutes. An unknown login
        takes as long and says the same as a wrong password. Both outcomes are audited.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.login == login)).mappings().first()
        if row is None:
            self._hasher.hash(password)  # takes as long as checking one
            raise SignInRefused(ATTEMPTS - 1)
        right = self._verifies(row["verifier"], password)
        if row["locked_until"] and at < row["locked_until"]:
            raise SignInRefused(0)
        if not right:
            raise SignInRefused(self._failed(login, at))
        self._record(login, at, "sign_in.accepted", failures=0, locked_until=None)
        return _account(row)

    def _failed(self, login: str, at: datetime) -> int:
        with self._database.reading() as connection:
            failures = 1 + (connection.scalar(select(accounts.c.failures).where(accounts.c.login == login)) or 0)
        if failures < ATTEMPTS:
            self._record(login, at, "sign_in.refused", failures=failures, locked_until=None)
            return ATTEMPTS - failures
        self._record(login, at, "sign_in.locked", failures=0, locked_until=at + LOCKED_FOR)
        return 0

    def _record(self, login: str, at: datetime, action: str, *, failures: int, locked_until: datetime | None) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(accounts).where(accounts.c.login == login).values(failures=failures, locked_until=locked_until)
            )
            audit.append(connection, at=at, actor=login, action=action, subject=login)

    def _verifies(self, verifier: str, password: str) -> bool:
        try:
            return self._hasher.verify(verifier, password)
        except (VerificationError, InvalidHashError):
            return False


def roles_of(values: Iterable[str]) -> frozenset[Role]:
    """Roles by their stored names; one that this program does not know is left out."""
    known = {role.value: role for role in Role}
    return frozenset(known[value] for value in values if value in known)


def _account(row: RowMapping) -> Account:
    return Account(row["login"], row["name"], roles_of(row["roles"]))
