"""Signing in asks the central; when it does not answer, what it said lately is believed, and not for ever."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.server import EmbeddedCentral
from app.domain.account import Account
from app.domain.errors import PasswordWeak, SignInDisabled, SignInExpired, SignInRefused
from app.services.sign_in import SignedIn, SignInDesk, StandingMirror
from app.store.store import Store
from app.training.accounts import TRAINING_ACCOUNTS, TRAINING_PASSWORD
from sync.errors import SessionEnded, Unreachable
from sync.relay import CuttableLine
from sync.transport import Transport
from tests.support import counter
from tests.support.central_ops import DEVICE, options

CLERK, ADMINISTRATOR = TRAINING_ACCOUNTS[0], TRAINING_ACCOUNTS[-1]
DAY = timedelta(days=1)


class Window:
    """One window's side, with a line that can be cut."""

    def __init__(self, store: Store, line: CuttableLine, token: str) -> None:
        self.store, self.line, self.token, self.at = store, line, token, counter.NOON
        self.session = ""
        self.desk = self.signing_in()

    def signing_in(self, *, own_accounts: bool = False) -> SignInDesk:
        return SignInDesk(
            accounts=self.store.accounts,
            connect=self.connect,
            offline_days=7,
            own_accounts=own_accounts,
            now=lambda: self.at,
        )

    def connect(self) -> Transport:
        return Transport(self.line.url, self.token, session=self.session)

    def sign_in(self, password: str = TRAINING_PASSWORD, login: str = CLERK.login) -> SignedIn:
        signed_in = self.desk.sign_in(login, password)
        self.session = signed_in.session
        return signed_in


@pytest.fixture
def central(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path / "central")) as running:
        yield running


@pytest.fixture
def window(central: EmbeddedCentral, tmp_path: Path) -> Iterator[Window]:
    store = counter.open_store(tmp_path / "window")
    with CuttableLine(central.url) as line:
        yield Window(store, line, central.central.directory.enrol(DEVICE, "03"))
    store.close()


def change(central: EmbeddedCentral, account: Account = CLERK, **how: object) -> None:
    central.central.accounts.put(account, by="", device_id="", **how)  # type: ignore[arg-type]


def test_the_central_says_who_it_is_and_gives_a_session(window: Window) -> None:
    signed_in = window.sign_in()
    assert signed_in.account == CLERK and signed_in.session
    assert signed_in.session not in repr(signed_in)


def test_the_session_shows_who_asks_until_it_is_signed_out(window: Window) -> None:
    with pytest.raises(SessionEnded):
        window.connect().accounts()
    window.sign_in(login=ADMINISTRATOR.login)
    assert CLERK.login in {each.login for each in window.connect().accounts().accounts}
    window.desk.sign_out(window.connect())
    with pytest.raises(SessionEnded):
        window.connect().accounts()


def test_off_line_the_same_password_signs_in_without_a_session_and_another_does_not(window: Window) -> None:
    window.sign_in()
    window.line.cut()
    assert window.sign_in() == SignedIn(CLERK)
    with pytest.raises(SignInRefused) as refused:
        window.sign_in("wrong")
    assert refused.value.attempts_left == 4


def test_off_line_nobody_signs_in_who_never_did_with_the_central(window: Window) -> None:
    window.line.cut()
    window.store.accounts.seed(TRAINING_ACCOUNTS, TRAINING_PASSWORD)
    with pytest.raises(SignInRefused):
        window.sign_in()
    assert window.signing_in(own_accounts=True).sign_in(CLERK.login, TRAINING_PASSWORD).account == CLERK


@pytest.mark.parametrize("moved", [7 * DAY, 400 * DAY, -2 * DAY])
def test_after_seven_days_or_with_the_clock_set_back_the_central_must_be_reached(
    window: Window, moved: timedelta
) -> None:
    window.sign_in()
    window.line.cut()
    window.at += 7 * DAY - timedelta(seconds=1)
    assert window.sign_in().account == CLERK
    window.at = counter.NOON + moved
    with pytest.raises(SignInRefused):
        window.sign_in("wrong")
    with pytest.raises(SignInExpired) as expired:
        window.sign_in()
    assert expired.value.days == 7
    window.line.join()
    assert window.sign_in().session
    window.line.cut()
    assert window.sign_in().account == CLERK


def test_a_password_changed_elsewhere_ends_the_old_one_here_at_the_next_try(
    window: Window, central: EmbeddedCentral
) -> None:
    window.sign_in()
    central.central.accounts.change_password(CLERK.login, TRAINING_PASSWORD, "another one", device_id="")
    with pytest.raises(SignInRefused):
        window.sign_in()
    window.line.cut()
    with pytest.raises(SignInRefused):
        window.sign_in()


def test_a_mistyped_password_does_not_end_the_right_one(window: Window) -> None:
    window.sign_in()
    with pytest.raises(SignInRefused) as refused:
        window.sign_in("mistyped")
    assert refused.value.attempts_left == 4
    window.line.cut()
    assert window.sign_in().account == CLERK


def test_a_disabled_account_is_told_so_and_ends_here_too(window: Window, central: EmbeddedCentral) -> None:
    window.sign_in()
    change(central, disabled=True)
    with pytest.raises(SignInDisabled):
        window.sign_in()
    window.line.cut()
    with pytest.raises(SignInRefused):
        window.sign_in()


def test_any_contact_ends_what_the_central_does_not_say_any_more(window: Window, central: EmbeddedCentral) -> None:
    window.sign_in()
    window.sign_in(login=ADMINISTRATOR.login)
    change(central, disabled=True)
    mirror = StandingMirror(window.store.accounts)
    document = window.connect().document("standing", mirror.tag)
    assert document is not None and mirror.take(document)
    assert window.connect().document("standing", mirror.tag) is None
    window.line.cut()
    assert window.sign_in(login=ADMINISTRATOR.login).account == ADMINISTRATOR
    with pytest.raises(SignInRefused):
        window.sign_in()


def test_five_wrong_passwords_lock_at_the_central(window: Window) -> None:
    left = []
    for _ in range(5):
        with pytest.raises(SignInRefused) as refused:
            window.sign_in("wrong")
        left.append(refused.value.attempts_left)
    assert left == [4, 3, 2, 1, 0]


def test_a_password_made_by_somebody_else_is_changed_before_anything_else(
    window: Window, central: EmbeddedCentral
) -> None:
    new = Account("0318", "新人", CLERK.roles)
    change(central, new, password="for-once-only")
    assert window.sign_in("for-once-only", new.login) == SignedIn(new, must_change=True)
    with pytest.raises(PasswordWeak):
        window.desk.change_password(new.login, "for-once-only", "0318")
    window.line.cut()
    with pytest.raises(Unreachable):
        window.desk.change_password(new.login, "for-once-only", "quite my own")
    window.line.join()
    assert window.desk.change_password(new.login, "for-once-only", "quite my own").session
    window.line.cut()
    assert window.sign_in("quite my own", new.login).account == new


@pytest.mark.parametrize(("login", "password"), [("x" * 33, "x"), ("a", "x" * 129), ("a", "\0"), ("a", "")])
def test_what_no_account_can_have_is_refused_without_asking(window: Window, login: str, password: str) -> None:
    with pytest.raises(SignInRefused):
        window.sign_in(password, login)


def test_no_password_verifier_or_session_reaches_a_log_or_the_disk(
    window: Window, central: EmbeddedCentral, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")
    session = window.desk.change_password(CLERK.login, TRAINING_PASSWORD, "planted-password").session
    window.line.cut()
    window.sign_in("planted-password")
    with pytest.raises(SignInRefused):
        window.sign_in("planted-mistyped")
    on_disk = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in ("planted-password", "planted-mistyped", session, "周某某"):
        assert secret not in caplog.text
    assert "argon2id" not in caplog.text
    for secret in ("planted-password", "planted-mistyped", session):
        assert secret.encode() not in on_disk
