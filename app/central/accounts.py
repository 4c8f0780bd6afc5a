"""The people of the hall: who may sign in, with what rights. Passwords are kept as Argon2id verifiers only."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from app.central.errors import Held, NotLetIn, Unprocessable
from app.central.store import Store
from app.central.tables import account_log, accounts, sessions
from app.domain.account import Account, roles_of
from app.domain.case import Role
from app.passwords import LONGEST, SHORTEST, Passwords, one_time_password, weak
from app.training.accounts import TRAINING_PASSWORD
from app.whole_file import write_whole

log = logging.getLogger("central")

ATTEMPTS = 5
LOCKED_FOR_MS = 10 * 60_000

FIRST_ADMINISTRATOR_FILE = "first-administrator.json"
FIRST_ADMINISTRATOR = Account("admin", "管理员", frozenset({Role.ADMINISTRATOR}))


@dataclass(frozen=True, slots=True)
class Standing:
    """An account and how it stands. `stamp` is another whenever password, rights or disabling changed."""

    account: Account
    must_change: bool
    stamp: str
    locked_until_ms: int
    disabled_at_ms: int  # 0 while it may sign in
    changed_at_ms: int

    def may_have_moved(self, role: Role, at_ms: int) -> str:
        """Why an op recorded at `at_ms` under `role` cannot be this person's, "" if it can.

        What was recorded before the account was disabled stays good, whenever it arrives.
        """
        if self.disabled_at_ms and at_ms >= self.disabled_at_ms:
            return "actor_disabled"
        return "" if role in self.account.roles else "not_your_role"


def why_not(actor: Standing | None, role: Role, at_ms: int) -> str:
    """Why `actor` cannot have recorded an op at `at_ms` under `role`, "" if nothing speaks against it."""
    return "unknown_actor" if actor is None else actor.may_have_moved(role, at_ms)


class Accounts:
    """Keeps the accounts of one hall and checks passwords. `clock` gives UTC milliseconds.

    Whatever happens to an account is logged without its name and kept in `account_log`, which only grows.
    """

    def __init__(self, store: Store, passwords: Passwords, clock: Callable[[], int]) -> None:
        self._store, self._passwords, self._clock = store, passwords, clock

    def list(self) -> tuple[Standing, ...]:
        """All accounts, by login."""
        query = select(accounts).where(accounts.c.hall == self._store.hall).order_by(accounts.c.login)
        with self._store.reading() as connection:
            return tuple(_standing(row) for row in connection.execute(query))

    def stamps(self) -> dict[str, str]:
        """The stamp of each account that may sign in, by login: what a window compares its own memory with."""
        return {each.account.login: each.stamp for each in self.list() if not each.disabled_at_ms}

    def version(self) -> str:
        """Another whenever any stamp is."""
        return version_of(self.stamps())

    def put(
        self,
        account: Account,
        *,
        password: str = "",
        disabled: bool = False,
        reason: str = "",
        by: str,
        device_id: str,
    ) -> Standing:
        """Create `account`, or change it. A `password` given is for one sign-in, at which it must be changed.

        Open sessions end where the password changes or the account is disabled. Raises `Unprocessable` for a new
        account without a password or for a weak one, `Held` where nobody would be left to administer the hall.
        """
        if password and weak(password, login=account.login, old=""):
            raise _too_weak()
        verifier = self._passwords.verifier(password) if password else ""
        now, hall = self._clock(), self._store.hall
        with self._store.writing() as connection:
            before = _find(connection, hall, account.login)
            if before is None and not password:
                raise Unprocessable("password_missing", "A new account needs a password for its first sign-in.")
            administrators = self._administrators(connection)
            values = self._changed(account, verifier, now)
            values["disabled_at_ms"] = (before.disabled_at_ms or now if before else now) if disabled else 0
            self._write(connection, account.login, values, new=before is None)
            if administrators and not self._administrators(connection):
                raise Held("last_administrator", "Nobody would be left to administer the hall.")
            if disabled or password:
                self._end_sessions(connection, account.login)
            what = "created" if before is None else "disabled" if disabled else "changed"
            facts = _facts(account) | {"password": bool(password)} | ({"reason": reason} if reason else {})
            self._log(connection, account.login, what, by, device_id, facts)
            row = _find(connection, hall, account.login)
        return _standing(row)

    def check(self, login: str, password: str, *, device_id: str) -> Standing:
        """The account with this login and password.

        Raises `NotLetIn`: `sign_in_refused` with the attempts left (an unknown login takes as long and says the
        same), `sign_in_locked` for ten minutes after five, `account_disabled` (only to who knows the password).
        """
        hall = self._store.hall
        with self._store.reading() as connection:
            row = _find(connection, hall, login)
        verifier = row.verifier if row else None
        fits, now = self._passwords.fits(verifier, password), self._clock()
        with self._store.writing() as connection:  # counted one by one: guesses made side by side count as many
            row = _find(connection, hall, login)
            fits = fits and row is not None and row.verifier == verifier  # not changed meanwhile
            refusal = self._counted(connection, row, fits=fits, device_id=device_id, now=now)
        if refusal is not None:
            raise refusal
        return _standing(row)

    def change_password(self, login: str, password: str, new: str, *, device_id: str) -> Standing:
        """Give the account another password. Raises as `check` does, and `Unprocessable` for a weak new one."""
        self.check(login, password, device_id=device_id)
        if weak(new, login=login, old=password):
            raise _too_weak()
        verifier = self._passwords.verifier(new)
        with self._store.writing() as connection:
            changed = {"verifier": verifier, "must_change": False, "stamp": _new_stamp()}
            self._write(connection, login, changed | {"changed_at_ms": self._clock()}, new=False)
            self._end_sessions(connection, login)
            self._log(connection, login, "password_changed", login, device_id, {})
            return _standing(_find(connection, self._store.hall, login))

    def reset(self, login: str, roles: frozenset[Role]) -> str:
        """By the installer's hand: create an account, or let one in again with these roles besides its own.

        Returns a password for one sign-in.
        """
        with self._store.reading() as connection:
            row = _find(connection, self._store.hall, login)
        known = _standing(row).account if row else Account(login, login)
        password = one_time_password()
        self.put(replace(known, roles=known.roles | roles), password=password, by="", device_id="")
        return password

    def begin(self, folder: Path, training: Iterable[Account]) -> None:
        """At the very first start make the `training` accounts, with the password that everybody knows.

        Without any make one administrator, whose password for one sign-in is put in `folder` for the installer.
        """
        count = select(func.count()).select_from(accounts).where(accounts.c.hall == self._store.hall)
        with self._store.reading() as connection:
            if connection.scalar(count):
                return
        known = tuple(training)
        if known:
            self._seed(known)
            return
        # the file first: a central killed in between writes a new one at its next start
        password = one_time_password()
        told = {"login": FIRST_ADMINISTRATOR.login, "password": password}
        write_whole(folder / FIRST_ADMINISTRATOR_FILE, json.dumps(told, indent=2).encode(), private=True)
        self.put(FIRST_ADMINISTRATOR, password=password, by="", device_id="")

    def _seed(self, known: Iterable[Account]) -> None:
        # one verifier for all: a salt of its own protects no password that stands in the manual
        verifier, now = self._passwords.verifier(TRAINING_PASSWORD), self._clock()
        with self._store.writing() as connection:
            for account in known:
                values = self._changed(account, verifier, now) | {"must_change": False, "disabled_at_ms": 0}
                self._write(connection, account.login, values, new=True)
                self._log(connection, account.login, "created", "", "", _facts(account) | {"training": True})

    def _changed(self, account: Account, verifier: str, now: int) -> dict[str, Any]:
        password = {"verifier": verifier, "must_change": True, "failures": 0, "locked_until_ms": 0}
        return {
            "name": account.name,
            "section": account.section,
            **{name: ",".join(values) for name, values in _facts(account).items() if name != "section"},
            "stamp": _new_stamp(),
            "changed_at_ms": now,
        } | (password if verifier else {})

    def _write(self, connection: Connection, login: str, values: Mapping[str, Any], *, new: bool) -> None:
        if new:
            connection.execute(insert(accounts).values(hall=self._store.hall, login=login, **_UNTRIED | dict(values)))
        else:
            this = accounts.c.hall == self._store.hall, accounts.c.login == login
            connection.execute(update(accounts).where(*this).values(**values))

    def _counted(self, connection: Connection, row: Any, *, fits: bool, device_id: str, now: int) -> NotLetIn | None:
        """Count one try; why it opens nothing, None if it opens."""
        if row is None:
            # what was typed may be a name or a password: it is not kept
            self._log(connection, "", "sign_in_unknown", "", device_id, {})
            return _refused(ATTEMPTS - 1)
        login = row.login
        if now < row.locked_until_ms:
            self._log(connection, login, "sign_in_locked_out", login, device_id, {})
            return _locked(row.locked_until_ms)
        if fits and row.disabled_at_ms:
            self._log(connection, login, "sign_in_disabled", login, device_id, {})
            return NotLetIn("account_disabled", "This account is disabled.")
        if fits:
            self._write(connection, login, {"failures": 0, "locked_until_ms": 0}, new=False)
            self._log(connection, login, "sign_in_accepted", login, device_id, {})
            return None
        failures = row.failures + 1
        if failures < ATTEMPTS:
            self._write(connection, login, {"failures": failures}, new=False)
            self._log(connection, login, "sign_in_refused", login, device_id, {"failures": failures})
            return _refused(ATTEMPTS - failures)
        self._write(connection, login, {"failures": 0, "locked_until_ms": now + LOCKED_FOR_MS}, new=False)
        self._log(connection, login, "sign_in_locked", login, device_id, {})
        return _locked(now + LOCKED_FOR_MS)

    def _administrators(self, connection: Connection) -> int:
        query = select(accounts.c.roles).where(accounts.c.hall == self._store.hall, accounts.c.disabled_at_ms == 0)
        return sum(Role.ADMINISTRATOR in roles_of(roles.split(",")) for roles in connection.scalars(query))

    def _end_sessions(self, connection: Connection, login: str) -> None:
        connection.execute(delete(sessions).where(sessions.c.hall == self._store.hall, sessions.c.login == login))

    def _log(
        self, connection: Connection, login: str, what: str, actor: str, device_id: str, facts: Mapping[str, Any]
    ) -> None:
        hall = self._store.hall
        last = connection.scalar(select(func.max(account_log.c.n)).where(account_log.c.hall == hall)) or 0
        row = {"n": last + 1, "at_ms": self._clock(), "login": login, "what": what, "actor": actor}
        connection.execute(
            insert(account_log).values(hall=hall, device_id=device_id, facts=json.dumps(dict(facts)), **row)
        )
        log.info("account %s: %s at %s", login or "?", what, device_id or "the central")


def standings(connection: Connection, hall: str, logins: Iterable[str]) -> dict[str, Standing]:
    """The accounts with these logins, in one question."""
    found = connection.execute(_STANDINGS, {"hall": hall, "logins": list(logins)})
    return {row.login: _standing(row) for row in found}


_STANDINGS = select(accounts).where(
    accounts.c.hall == bindparam("hall"), accounts.c.login.in_(bindparam("logins", expanding=True))
)  # made once: it is asked with every push and every question of a person


def version_of(stamps: Mapping[str, str]) -> str:
    """A short word for all the stamps, another whenever any of them is."""
    return hashlib.sha256(json.dumps(stamps, sort_keys=True).encode()).hexdigest()[:16]


_UNTRIED = {"failures": 0, "locked_until_ms": 0}


def _find(connection: Connection, hall: str, login: str) -> Any:
    return connection.execute(select(accounts).where(accounts.c.hall == hall, accounts.c.login == login)).one_or_none()


def _standing(row: Any) -> Standing:
    departments = frozenset(row.departments.split(",")) if row.departments else frozenset()
    return Standing(
        account=Account(row.login, row.name, roles_of(row.roles.split(",")), departments, row.section),
        must_change=row.must_change,
        stamp=row.stamp,
        locked_until_ms=row.locked_until_ms,
        disabled_at_ms=row.disabled_at_ms,
        changed_at_ms=row.changed_at_ms,
    )


def _facts(account: Account) -> dict[str, Any]:
    roles = sorted(role.value for role in account.roles)
    return {"roles": roles, "departments": sorted(account.departments), "section": account.section}


def _new_stamp() -> str:
    return secrets.token_hex(8)


def _refused(attempts_left: int) -> NotLetIn:
    return NotLetIn("sign_in_refused", "No account has this login and password.", attempts_left=attempts_left)


def _locked(until_ms: int) -> NotLetIn:
    return NotLetIn("sign_in_locked", "Too many wrong passwords.", locked_until_ms=until_ms)


def _too_weak() -> Unprocessable:
    return Unprocessable(
        "weak_password",
        f"A password has {SHORTEST} to {LONGEST} characters and is neither the login nor the old one.",
        shortest=SHORTEST,
    )
