"""Accounts that may sign in at this window without the central: Argon2id verifiers, locked for a while after five
wrong passwords. What the central said of an account is believed until it expires.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.account import Account, roles_of
from app.domain.errors import SignInExpired, SignInRefused
from app.passwords import Passwords
from app.store import audit
from app.store.database import Database
from app.store.tables import accounts

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=10)


class Accounts:
    """The accounts known to this window."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database, self._passwords = database, Passwords(hasher)

    def put(self, account: Account, password: str) -> None:
        """Add an account of this window's own, or give it a new password, name and rights."""
        self.seed([account], password)

    def seed(self, known: Iterable[Account], password: str) -> None:
        """Add accounts with one password that is no secret: one verifier for all, made once."""
        verifier = self._passwords.verifier(password)
        for account in known:
            self._keep(account, verifier, {"expires": None, "stamp": ""})

    def remember(self, account: Account, password: str, *, stamp: str, expires: datetime) -> None:
        """Keep what the central said of an account that has just signed in there with `password`."""
        self._keep(account, self._passwords.verifier(password), {"expires": expires, "stamp": stamp})

    def forget(self, login: str) -> None:
        """Let nobody sign in under `login` without the central; an account of this window's own stays."""
        with self._database.writing() as connection:
            connection.execute(delete(accounts).where(accounts.c.login == login, accounts.c.stamp != ""))

    def end_all_but(self, stamps: Mapping[str, str]) -> None:
        """Forget what was remembered and the central now says otherwise; `stamps` are the central's, by login."""
        known = select(accounts.c.login, accounts.c.stamp).where(accounts.c.stamp != "")
        with self._database.reading() as connection:
            ended = [row.login for row in connection.execute(known) if stamps.get(row.login) != row.stamp]
        for login in ended:
            self.forget(login)

    def list(self) -> list[Account]:
        """All accounts, by login."""
        with self._database.reading() as connection:
            return [_account(row) for row in connection.execute(select(accounts).order_by("login")).mappings()]

    def fits(self, login: str, password: str) -> bool:
        """Whether `password` is what is remembered of `login`; counts as no try."""
        row = self._row(login)
        return row is not None and self._passwords.fits(row["verifier"], password)

    def sign_in(
        self, login: str, password: str, at: datetime, *, offline_days: int = 0, only_remembered: bool = False
    ) -> Account:
        """The account, if the password is its own.

        Raises `SignInRefused`; with no attempts left the account is locked for ten minutes. An unknown login
        takes as long and says the same as a wrong password. Raises `SignInExpired` for what was remembered more than
        `offline_days` ago. `only_remembered` lets in none that the central did not vouch for. All outcomes are audited.
        """
        row = self._row(login)
        if row is not None and only_remembered and not row["stamp"]:
            row = None
        right = self._passwords.fits(row["verifier"] if row else None, password)
        if row is None:
            raise SignInRefused(ATTEMPTS - 1)
        if row["locked_until"] and at < row["locked_until"]:
            raise SignInRefused(0)
        if not right:
            raise SignInRefused(self._failed(login, at))
        if row["expires"] and not row["expires"] - timedelta(days=offline_days + 1) <= at < row["expires"]:
            self._record(login, at, "sign_in.expired", failures=0, locked_until=None)
            raise SignInExpired(offline_days)
        self._record(login, at, "sign_in.accepted", failures=0, locked_until=None)
        return _account(row)

    def _row(self, login: str) -> RowMapping | None:
        with self._database.reading() as connection:
            return connection.execute(select(accounts).where(accounts.c.login == login)).mappings().first()

    def _keep(self, account: Account, verifier: str, believed: Mapping[str, Any]) -> None:
        row = {
            "login": account.login,
            "name": account.name,
            "roles": sorted(role.value for role in account.roles),
            "departments": sorted(account.departments),
            "section": account.section,
            "verifier": verifier,
            "failures": 0,
            "locked_until": None,
            **believed,
        }
        query = insert(accounts)
        changed = {name: query.excluded[name] for name in row if name != "login"}
        with self._database.writing() as connection:
            connection.execute(query.on_conflict_do_update(index_elements=["login"], set_=changed), row)

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


def _account(row: RowMapping) -> Account:
    return Account(row["login"], row["name"], roles_of(row["roles"]), frozenset(row["departments"]), row["section"])
