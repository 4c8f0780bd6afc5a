"""Signing in at the central, and the accounts as the administrator keeps them."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from app.central.accounts import Standing, version_of
from app.central.asking import Here, IfNoneMatch, SignedIn, enrolled_window
from app.central.central import Central
from app.central.directory import Window
from app.central.errors import Unprocessable
from app.central.sessions import Acting as ActingPerson
from app.domain.account import Account, roles_of
from app.domain.case import Role
from sync import wire

router = APIRouter(prefix="/v1", dependencies=[Depends(enrolled_window)])

Session = Annotated[str, Header(alias="X-Session")]


def _acting(central: Here, window: SignedIn, session: Session = "") -> ActingPerson:
    return central.sessions.acting(session, window)


Acting = Annotated[ActingPerson, Depends(_acting)]
"""The person behind `X-Session`. 401 `no_session` or `session_expired`; 403 `not_your_role`."""


@router.post("/sign-in")
def sign_in(asked: wire.SignInRequest, central: Here, window: SignedIn) -> wire.SignedIn:
    """A session at this window. 403 `sign_in_refused`, `sign_in_locked` or `account_disabled`.

    An account whose password somebody else made gets none: it must be changed first.
    """
    return _signed_in(central, central.accounts.check(asked.login, asked.password, device_id=window.device_id), window)


@router.post("/password")
def change_password(asked: wire.PasswordRequest, central: Here, window: SignedIn) -> wire.SignedIn:
    """Another password for who knows the old one, and a new session; all others end. 422 `weak_password`."""
    standing = central.accounts.change_password(
        asked.login, asked.password, asked.new_password, device_id=window.device_id
    )
    return _signed_in(central, standing, window)


@router.post("/sign-out")
def sign_out(central: Here, session: Session = "") -> wire.SignedOut:
    """End the session."""
    central.sessions.end(session)
    return wire.SignedOut()


@router.get("/standing", responses={304: {}})
def standing(central: Here, if_none_match: IfNoneMatch = "") -> Response:
    """The stamp of each account that may sign in, by login: a window forgets passwords whose stamp is another."""
    stamps = central.accounts.stamps()
    tag = f'"{version_of(stamps)}"'
    if tag in if_none_match:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(json.dumps(stamps), media_type="application/json", headers={"ETag": tag})


@router.get("/accounts")
def list_accounts(central: Here, acting: Acting) -> wire.AccountList:
    """All accounts, for the administrator."""
    acting.need(Role.ADMINISTRATOR)
    return wire.AccountList(accounts=tuple(_view(each, central.clock()) for each in central.accounts.list()))


@router.put("/accounts")
def put_account(asked: wire.AccountChange, central: Here, acting: Acting) -> wire.AccountView:
    """Create an account or change it, for the administrator. 409 `last_administrator`, 422 `weak_password`."""
    acting.need(Role.ADMINISTRATOR)
    roles = roles_of(asked.roles)
    if len(roles) != len(set(asked.roles)):
        raise Unprocessable("invalid", "The message does not fit.", places=["roles: unknown"])
    kept = central.accounts.put(
        Account(asked.login, asked.name, roles, frozenset(asked.departments), asked.section),
        password=asked.password,
        disabled=asked.disabled,
        reason=asked.reason,
        by=acting.account.login,
        device_id=acting.window.device_id,
    )
    return _view(kept, central.clock())


def _signed_in(central: Central, standing: Standing, window: Window) -> wire.SignedIn:
    session, expires = ("", 0) if standing.must_change else central.sessions.open(standing, window)
    return wire.SignedIn(
        session=session,
        expires_at_ms=expires,
        account=_facts(standing.account),
        must_change=standing.must_change,
        stamp=standing.stamp,
    )


def _facts(account: Account) -> wire.AccountFacts:
    return wire.AccountFacts(
        login=account.login,
        name=account.name,
        roles=tuple(sorted(role.value for role in account.roles)),
        departments=tuple(sorted(account.departments)),
        section=account.section,
    )


def _view(standing: Standing, now_ms: int) -> wire.AccountView:
    return wire.AccountView(
        **_facts(standing.account).model_dump(),
        disabled=bool(standing.disabled_at_ms),
        locked=now_ms < standing.locked_until_ms,
        must_change=standing.must_change,
        changed_at_ms=standing.changed_at_ms,
    )
