"""The messages about accounts: signing in, passwords, and what the administrator keeps."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sync.wire.message import Message

Login = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z._-]+$")]
Typed = Annotated[str, Field(max_length=64, pattern=r"^[^\x00]*$")]
Password = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[^\x00,]+$")]


class SignInRequest(Message):
    """Asks for a session. A login is whatever was typed: the answer does not say what is wrong with it."""

    login: Typed
    password: Password = Field(repr=False)


class PasswordRequest(Message):
    """Asks for another password, showing the old one."""

    login: Typed
    password: Password = Field(repr=False)
    new_password: Password = Field(repr=False)


class AccountFacts(Message):
    """Who somebody is and what they may do; role values, department codes (none: all), a section ("": all)."""

    login: Login
    name: Typed
    roles: tuple[str, ...] = Field(default=(), max_length=16)
    departments: tuple[Code, ...] = Field(default=(), max_length=100)
    section: Typed = ""


class SignedIn(Message):
    """A session, to be shown as `X-Session`; without one the password must be changed first.

    `stamp` is another whenever the account's password or rights have changed.
    """

    session: str = Field(repr=False)
    expires_at_ms: int
    account: AccountFacts
    must_change: bool
    stamp: str


class SignedOut(Message):
    """The session has ended, if there was one."""


class AccountChange(AccountFacts):
    """An account as it shall be. A `password` given is for one sign-in, at which it must be changed."""

    disabled: bool = False
    reason: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""  # for the log of accounts
    password: Password | Literal[""] = Field(default="", repr=False)


class AccountView(AccountFacts):
    """An account as the administrator sees it."""

    disabled: bool
    locked: bool  # for a while, after wrong passwords
    must_change: bool
    changed_at_ms: int


class AccountList(Message):
    """All accounts, by login."""

    accounts: tuple[AccountView, ...]
