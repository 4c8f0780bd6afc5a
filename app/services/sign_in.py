"""Sign somebody in: the central says who may; when it does not answer, what it said lately is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.account import Account, roles_of
from app.domain.errors import PasswordWeak, SignInDisabled, SignInRefused
from app.passwords import LONGEST, SHORTEST, weak
from app.store.accounts import ATTEMPTS, Accounts
from sync import wire
from sync.errors import CentralFault, LinkTrouble, Refused
from sync.ports import Document
from sync.transport import Transport

LONGEST_LOGIN = 32
_NOT_FOUND = 404  # a central that is older than accounts


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in. Without a `session` the central answers no question that asks who is asking.

    `must_change`: nobody is signed in before the password was changed.
    """

    account: Account
    session: str = field(default="", repr=False)
    must_change: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInDesk:
    """What signing in needs. `connect` is None where there is no central.

    `own_accounts` lets in, when the central does not answer, also accounts it never vouched for (training).
    """

    accounts: Accounts
    connect: Callable[[], Transport] | None
    offline_days: int
    own_accounts: bool
    now: Callable[[], datetime]

    def sign_in(self, login: str, password: str) -> SignedIn:
        """Raises `SignInRefused`, `SignInDisabled`, `SignInExpired`."""
        if not _fit_to_be_asked(login, password):
            raise SignInRefused(ATTEMPTS - 1)
        if self.connect is None:
            return SignedIn(self.accounts.sign_in(login, password, self.now()))
        try:
            return self._believed(password, self._asked(lambda central: central.sign_in(login, password)))
        except (LinkTrouble, CentralFault):
            return self._alone(login, password)
        except Refused as refused:
            if refused.status == _NOT_FOUND:
                return self._alone(login, password)
            raise self._why(refused, login, password) from None

    def change_password(self, login: str, password: str, new: str) -> SignedIn:
        """Raises `PasswordWeak` too, and a `SyncError` when the central does not answer: then nothing has changed."""
        if not _fit_to_be_asked(login, password):
            raise SignInRefused(ATTEMPTS - 1)
        if weak(new, login=login, old=password):
            raise PasswordWeak(SHORTEST)
        try:
            return self._believed(new, self._asked(lambda central: central.change_password(login, password, new)))
        except Refused as refused:
            raise self._why(refused, login, password) from None

    def sign_out(self, transport: Transport) -> None:
        """End the session that `transport` shows. Without the central it runs out by itself."""
        try:
            transport.sign_out()
        except (LinkTrouble, CentralFault, Refused):
            pass
        finally:
            transport.close()

    def _asked(self, ask: Callable[[Transport], wire.SignedIn]) -> wire.SignedIn:
        assert self.connect is not None
        transport = self.connect()
        try:
            return ask(transport)
        finally:
            transport.close()

    def _believed(self, password: str, told: wire.SignedIn) -> SignedIn:
        facts = told.account
        account = Account(facts.login, facts.name, roles_of(facts.roles), frozenset(facts.departments), facts.section)
        if not told.must_change:
            expires = self.now() + timedelta(days=self.offline_days)
            self.accounts.remember(account, password, stamp=told.stamp, expires=expires)
        return SignedIn(account, told.session, told.must_change)

    def _alone(self, login: str, password: str) -> SignedIn:
        return SignedIn(
            self.accounts.sign_in(
                login, password, self.now(), offline_days=self.offline_days, only_remembered=not self.own_accounts
            )
        )

    def _why(self, refused: Refused, login: str, password: str) -> Exception:
        facts = refused.facts.get("facts", {})
        match refused.code:
            case "account_disabled":
                self.accounts.forget(login)
                return SignInDisabled()
            case "sign_in_locked":
                return SignInRefused(0)
            case "weak_password":
                return PasswordWeak(int(facts.get("shortest", SHORTEST)))
        if self.accounts.fits(login, password):  # it was right once: changed at the central since
            self.accounts.forget(login)
        return SignInRefused(int(facts.get("attempts_left", ATTEMPTS - 1)))


def _fit_to_be_asked(login: str, password: str) -> bool:
    return len(login) <= LONGEST_LOGIN and 0 < len(password) <= LONGEST and "\0" not in login + password


class StandingMirror:
    """Ends what this window remembers of an account as soon as the central says that password or rights changed."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts, self.tag = accounts, ""

    def take(self, document: Document) -> bool:
        """The central's stamps by login."""
        try:
            stamps = json.loads(document.content)
        except ValueError:
            return False
        if not isinstance(stamps, dict):
            return False
        self._accounts.end_all_but(stamps)
        self.tag = document.tag
        return True
