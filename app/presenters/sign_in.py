"""Signing in: who works at this window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.domain.errors import PasswordWeak, SignInDisabled, SignInExpired, SignInRefused
from app.lanes import Lane
from app.presenters.seat import Clerk
from app.services.sign_in import SignedIn, SignInDesk
from app.wording import Wording
from sync.errors import SyncError

_REFUSALS = (SignInRefused, SignInDisabled, SignInExpired, PasswordWeak)


@dataclass(frozen=True, slots=True)
class SignInState:
    """The page. In training it says the training account; `changing` asks for a password of one's own."""

    hall: str = ""
    window: str = ""
    desk: str = ""
    clerk_id: str = ""
    hint: str = ""
    error: str = ""
    busy: bool = False
    changing: bool = False


class SignInView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: SignInState) -> None: ...


class SignInPresenter:
    """Asks whether a clerk's id and password belong together. `keep_session` is told the central's session, or ""."""

    def __init__(
        self,
        *,
        wording: Wording,
        lane: Lane,
        accounts: SignInDesk,
        keep_session: Callable[[str], None],
        hall: str,
        window: str,
        desk: str,
        training: tuple[str, str] | None,
    ) -> None:
        self._say, self._lane, self._accounts, self._keep_session = wording, lane, accounts, keep_session
        self._hint = wording("sign_in.training", clerk=training[0], password=training[1]) if training else ""
        self._place = SignInState(
            hall=hall, window=window, desk=desk, clerk_id=training[0] if training else "", hint=self._hint
        )
        self._view: SignInView | None = None
        self.on_signed_in: Callable[[Clerk], None] = lambda _: None

    def show(self, view: SignInView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present(self._place)

    def sign_in(self, clerk_id: str, password: str) -> None:
        """Try these credentials."""
        self._place = replace(self._place, clerk_id=clerk_id, error="", busy=True, changing=False)
        self._present(self._place)
        self._lane.run(lambda: self._accounts.sign_in(clerk_id, password), self._let_in, self._refused)

    def change_password(self, clerk_id: str, password: str, new: str, again: str) -> None:
        """Take `new`, typed twice, in place of a password that somebody else made."""
        if new != again:
            self._say_wrong(self._say("sign_in.not_same"))
            return
        self._place = replace(self._place, error="", busy=True)
        self._present(self._place)
        self._lane.run(lambda: self._accounts.change_password(clerk_id, password, new), self._let_in, self._refused)

    def _let_in(self, signed_in: SignedIn) -> None:
        account = signed_in.account
        if signed_in.must_change:
            hint = self._say("sign_in.new_password")
            self._place = replace(self._place, busy=False, changing=True, hint=hint)
            self._present(self._place)
            return
        self._place = replace(self._place, busy=False, changing=False, hint=self._hint)
        self._present(self._place)
        self._keep_session(signed_in.session)
        self.on_signed_in(
            Clerk(
                account.login, account.name, account.roles, account.departments, account.section,
                online=bool(signed_in.session),
            )
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        if isinstance(error, _REFUSALS):
            self._say_wrong(self._say.error(error))
        elif isinstance(error, SyncError):
            self._say_wrong(self._say("sign_in.unreachable"))
        else:
            raise error

    def _say_wrong(self, error: str) -> None:
        self._place = replace(self._place, busy=False, error=error)
        self._present(self._place)

    def _present(self, state: SignInState) -> None:
        if self._view is not None:
            self._view.present(state)
