"""Signing in: who works at this window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.domain.errors import SignInRefused
from app.lanes import Lane
from app.presenters.seat import Clerk
from app.wording import Wording


@dataclass(frozen=True, slots=True)
class SignInState:
    """The page. On the first start it says the training account."""

    hall: str = ""
    window: str = ""
    desk: str = ""
    clerk_id: str = ""
    hint: str = ""
    error: str = ""
    busy: bool = False


class SignInView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: SignInState) -> None: ...


class SignInPresenter:
    """Checks a clerk's id and password against the accounts of this window."""

    def __init__(
        self,
        *,
        wording: Wording,
        lane: Lane,
        check: Callable[[str, str], Clerk],
        hall: str,
        window: str,
        desk: str,
        training: tuple[str, str] | None,
    ) -> None:
        self._say, self._lane, self._check = wording, lane, check
        self._place = SignInState(
            hall=hall,
            window=window,
            desk=desk,
            clerk_id=training[0] if training else "",
            hint=wording("sign_in.training", clerk=training[0], password=training[1]) if training else "",
        )
        self._view: SignInView | None = None
        self.on_signed_in: Callable[[Clerk], None] = lambda _: None

    def show(self, view: SignInView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present(self._place)

    def sign_in(self, clerk_id: str, password: str) -> None:
        """Try these credentials."""
        self._place = replace(self._place, clerk_id=clerk_id, error="", busy=True)
        self._present(self._place)
        self._lane.run(lambda: self._check(clerk_id, password), self._signed_in, self._refused)

    def _signed_in(self, clerk: Clerk) -> None:
        self._place = replace(self._place, busy=False)
        self._present(self._place)
        self.on_signed_in(clerk)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, SignInRefused):
            raise error
        message = "sign_in.refused" if error.attempts_left else "sign_in.locked"
        self._place = replace(self._place, busy=False, error=self._say(message, attempts_left=error.attempts_left))
        self._present(self._place)

    def _present(self, state: SignInState) -> None:
        if self._view is not None:
            self._view.present(state)
