"""Signing in: who works at this window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.domain.account import Account
from app.domain.case import Role
from app.domain.errors import PasswordWeak, SignInDisabled, SignInExpired, SignInRefused
from app.lanes import Lane
from app.presenters.seat import Clerk
from app.services.sign_in import SignedIn, SignInDesk
from app.wording import Wording
from sync.errors import SyncError

_REFUSALS = (SignInRefused, SignInDisabled, SignInExpired, PasswordWeak)


@dataclass(frozen=True, slots=True)
class Offer:
    """A training account that anybody may take: what its role is called, and what one can do with it."""

    login: str
    role: str
    what: str


@dataclass(frozen=True, slots=True)
class SignInState:
    """The page. In training it offers an account for each role; `changing` asks for a password of one's own."""

    hall: str = ""
    window: str = ""
    desk: str = ""
    clerk_id: str = ""
    offers: tuple[Offer, ...] = ()
    offers_note: str = ""
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
        training: tuple[Account, ...] = (),
        training_password: str = "",
    ) -> None:
        self._say, self._lane, self._accounts, self._keep_session = wording, lane, accounts, keep_session
        self._training_password = training_password
        self._place = SignInState(hall=hall, window=window, desk=desk)
        if training:
            self._place = replace(
                self._place,
                clerk_id=training[0].login,
                offers=tuple(self._offer(account) for account in training),
                offers_note=wording("training.password", password=training_password),
            )
        self._view: SignInView | None = None
        self.on_signed_in: Callable[[Clerk], None] = lambda _: None

    def show(self, view: SignInView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present(self._place)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The training accounts, none where training is off."""
        return self._place.offers

    def choose(self, login: str) -> None:
        """Propose a training account."""
        if not self._place.busy and not self._place.changing:
            self._place = replace(self._place, clerk_id=login, error="")
            self._present(self._place)

    def take(self, login: str) -> None:
        """Sign in with a training account, whose password is no secret."""
        if not self._place.busy:
            self.sign_in(login, self._training_password)

    def sign_in(self, clerk_id: str, password: str) -> None:
        """Try these credentials."""
        self._place = replace(self._place, clerk_id=clerk_id, error="", busy=True, changing=False)
        self._present(self._place)
        self._lane.run(lambda: self._accounts.sign_in(clerk_id, password), self._let_in, self._refused)

    def locked(self, minutes: int) -> None:
        """Nobody touched the window for so long: the same clerk's password brings everything back."""
        hint = self._say("sign_in.idle", minutes=minutes)
        self._place = replace(self._place, hint=hint, error="", busy=False, changing=False)
        self._present(self._place)

    def change_password(self, clerk_id: str, password: str, new: str, again: str) -> None:
        """Take `new`, typed twice, in place of a password that somebody else made."""
        if new != again:
            self._say_wrong(self._say("sign_in.not_same"))
            return
        self._place = replace(self._place, error="", busy=True)
        self._present(self._place)
        self._lane.run(lambda: self._accounts.change_password(clerk_id, password, new), self._let_in, self._refused)

    def _offer(self, account: Account) -> Offer:
        role = next(role for role in Role if role in account.roles).value
        return Offer(account.login, self._say(f"training.{role}"), self._say(f"training.{role}_does"))

    def _let_in(self, signed_in: SignedIn) -> None:
        account = signed_in.account
        if signed_in.must_change:
            hint = self._say("sign_in.new_password")
            self._place = replace(self._place, busy=False, changing=True, hint=hint)
            self._present(self._place)
            return
        self._place = replace(self._place, busy=False, changing=False, hint="")
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
