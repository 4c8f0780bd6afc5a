"""People sign in with passwords of which the central keeps only verifiers, and five wrong ones lock an account."""

from __future__ import annotations

import json
import logging
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.central.accounts import ATTEMPTS, FIRST_ADMINISTRATOR_FILE, LOCKED_FOR_MS
from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.errors import CentralError, Held, NotLetIn, NotSignedIn, NotYours, Unprocessable
from app.central.sessions import LASTS_MS, Acting
from app.central.tables import account_log
from app.domain.account import Account
from app.domain.case import Role
from app.training.accounts import TRAINING_ACCOUNTS, TRAINING_PASSWORD
from tests.support.central_ops import ACTOR, DEVICE, WindowPen, options
from tests.unit.central.conftest import push_to

NOON = 1_778_040_000_000  # 2026-05-06T04:00:00Z
HERE = Window(DEVICE, "03")
CLERK, BACK, _, _, _, ADMINISTRATOR = TRAINING_ACCOUNTS


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def central(settings: Options, clock: Clock) -> Iterator[Central]:
    opened = open_central(replace(settings, clock=clock))
    yield opened
    opened.close()


def sign_in(central: Central, login: str = CLERK.login, password: str = TRAINING_PASSWORD) -> str:
    standing = central.accounts.check(login, password, device_id=DEVICE)
    return central.sessions.open(standing, HERE)[0]


def change(central: Central, account: Account, **how: object) -> None:
    central.accounts.put(account, by=ADMINISTRATOR.login, device_id=DEVICE, **how)  # type: ignore[arg-type]


def refused(central: Central, login: str = CLERK.login, password: str = "wrong") -> CentralError:
    with pytest.raises(NotLetIn) as refusal:
        sign_in(central, login, password)
    return refusal.value


def happened(central: Central) -> list[tuple[str, str]]:
    with central.store.reading() as connection:
        rows = connection.execute(select(account_log).order_by(account_log.c.n)).all()
    return [(row.login, row.what) for row in rows]


def test_a_password_opens_a_session_of_that_account_at_that_window(central: Central) -> None:
    token = sign_in(central)
    assert central.sessions.acting(token, HERE) == Acting(CLERK, HERE, frozenset({Role.INTAKE}))
    with pytest.raises(NotSignedIn, match="no_session"):
        central.sessions.acting(token, Window("window-07", "07"))


def test_a_wrong_password_says_how_many_tries_are_left_and_an_unknown_login_says_the_same(central: Central) -> None:
    known, unknown = refused(central), refused(central, "王五")
    assert (known.code, known.facts) == (unknown.code, unknown.facts) == ("sign_in_refused", {"attempts_left": 4})


def test_what_was_typed_as_an_unknown_login_is_kept_nowhere(central: Central, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    refused(central, "secret-typed-as-login")
    assert happened(central)[-1] == ("", "sign_in_unknown")
    assert "secret-typed" not in caplog.text


def test_five_wrong_passwords_lock_the_account_for_ten_minutes_even_for_the_right_one(
    central: Central, clock: Clock
) -> None:
    codes = [refused(central).code for _ in range(ATTEMPTS)]
    assert codes == ["sign_in_refused"] * 4 + ["sign_in_locked"]
    clock.now += LOCKED_FOR_MS - 1
    assert refused(central, password=TRAINING_PASSWORD).code == "sign_in_locked"
    clock.now += 1
    assert sign_in(central)
    assert refused(central).facts == {"attempts_left": 4}, "the count begins anew"


def test_guesses_made_side_by_side_are_counted_one_by_one(central: Central) -> None:
    codes: list[str] = []
    guesses = [threading.Thread(target=lambda: codes.append(refused(central).code)) for _ in range(12)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join()
    assert codes.count("sign_in_refused") == ATTEMPTS - 1
    assert codes.count("sign_in_locked") == 12 - (ATTEMPTS - 1)


def test_a_disabled_account_is_told_so_only_when_it_shows_its_password_and_its_sessions_end(central: Central) -> None:
    token = sign_in(central)
    change(central, CLERK, disabled=True)
    assert refused(central, password=TRAINING_PASSWORD).code == "account_disabled"
    assert refused(central).code == "sign_in_refused"
    with pytest.raises(NotSignedIn, match="no_session"):
        central.sessions.acting(token, HERE)
    change(central, CLERK)
    assert sign_in(central)


def test_a_session_runs_out_after_twelve_hours_or_when_it_is_ended(central: Central, clock: Clock) -> None:
    left, token = sign_in(central), sign_in(central)
    central.sessions.end(left)
    with pytest.raises(NotSignedIn, match="no_session"):
        central.sessions.acting(left, HERE)
    clock.now += LASTS_MS - 1
    assert central.sessions.acting(token, HERE)
    clock.now += 1
    with pytest.raises(NotSignedIn, match="session_expired"):
        central.sessions.acting(token, HERE)


def test_a_session_has_the_rights_of_this_moment_and_only_those_the_window_allows(central: Central) -> None:
    token = sign_in(central)
    change(central, replace(CLERK, roles=frozenset({Role.INTAKE, Role.ISSUING})))
    issuing_only = Window(DEVICE, "03", (Role.ISSUING,))
    acting = central.sessions.acting(token, issuing_only)
    assert acting.roles == {Role.ISSUING}
    with pytest.raises(NotYours, match="not_your_role"):
        acting.need(Role.INTAKE, Role.ADMINISTRATOR)
    change(central, CLERK)
    with pytest.raises(NotYours, match="not_your_role"):
        central.sessions.acting(token, issuing_only)


def test_a_password_made_by_somebody_else_must_be_changed(central: Central) -> None:
    change(central, Account("0318", "新人", frozenset({Role.INTAKE})), password="told-once-only")
    assert central.accounts.check("0318", "told-once-only", device_id=DEVICE).must_change
    before = sign_in(central)
    kept = central.accounts.change_password("0318", "told-once-only", "my own words", device_id=DEVICE)
    assert not kept.must_change
    assert not central.accounts.check("0318", "my own words", device_id=DEVICE).must_change
    assert refused(central, "0318", "told-once-only").code == "sign_in_refused"
    assert central.sessions.acting(before, HERE), "somebody else's session stays"


@pytest.mark.parametrize("weak", ["short", "0317", "yichuang", "11111111", "x" * 129])
def test_a_weak_password_is_not_taken(central: Central, weak: str) -> None:
    with pytest.raises(Unprocessable, match="weak_password"):
        central.accounts.change_password(CLERK.login, TRAINING_PASSWORD, weak, device_id=DEVICE)
    assert sign_in(central)


def test_a_new_password_takes_a_wrong_old_one_for_a_guess(central: Central) -> None:
    for _ in range(ATTEMPTS):
        with pytest.raises(NotLetIn):
            central.accounts.change_password(CLERK.login, "guess", "a good new one", device_id=DEVICE)
    assert refused(central, password=TRAINING_PASSWORD).code == "sign_in_locked"


def test_the_last_administrator_stays(central: Central) -> None:
    change(central, CLERK, disabled=True)
    change(central, ACTOR, disabled=True)  # who has every role, and so this one
    for changed, how in ((ADMINISTRATOR, {"disabled": True}), (replace(ADMINISTRATOR, roles=CLERK.roles), {})):
        with pytest.raises(Held, match="last_administrator"):
            change(central, changed, **how)
    assert sign_in(central, ADMINISTRATOR.login)


def test_a_new_account_needs_a_password(central: Central) -> None:
    with pytest.raises(Unprocessable, match="password_missing"):
        change(central, Account("0318", "新人"))


def test_the_stamp_changes_with_password_rights_and_disabling_but_not_with_signing_in(central: Central) -> None:
    seen = [central.accounts.stamps()[CLERK.login]]
    sign_in(central)
    refused(central)
    assert central.accounts.stamps()[CLERK.login] == seen[0]
    central.accounts.change_password(CLERK.login, TRAINING_PASSWORD, "another one", device_id=DEVICE)
    seen.append(central.accounts.stamps()[CLERK.login])
    change(central, replace(CLERK, section="审批科"))
    seen.append(central.accounts.stamps()[CLERK.login])
    assert len(set(seen)) == 3
    version = central.hello().accounts_version
    change(central, CLERK, disabled=True)
    assert CLERK.login not in central.accounts.stamps()
    assert central.hello().accounts_version != version


def test_who_may_see_a_case_depends_on_department_and_section() -> None:
    section = Account("1", "", frozenset({Role.SECTION}), frozenset({"SCJG", "GAJ"}), "审批科")
    assert section.may_see("SCJG", "审批科")
    assert not section.may_see("SCJG", "监管科")
    assert not section.may_see("MZJ", "审批科")
    assert replace(section, section="").may_see("SCJG", "监管科")
    assert Account("2", "").may_see("MZJ", "审批科")


def test_everything_that_happens_to_an_account_is_kept_without_its_name(central: Central) -> None:
    sign_in(central)
    refused(central)
    change(central, CLERK, disabled=True)
    assert happened(central)[-3:] == [
        (CLERK.login, "sign_in_accepted"), (CLERK.login, "sign_in_refused"), (CLERK.login, "disabled"),
    ]  # fmt: skip
    with central.store.reading() as connection:
        facts = "".join(connection.scalars(select(account_log.c.facts)))
    assert "周" not in facts and "argon2" not in facts


def test_no_password_and_no_session_stands_in_the_database_or_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")
    central = open_central(options(tmp_path))
    token = sign_in(central)
    central.accounts.change_password(CLERK.login, TRAINING_PASSWORD, "planted-password", device_id=DEVICE)
    refused(central, password="planted-password-mistyped")
    central.close()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("central.db*"))
    assert b"argon2id" in content
    for secret in (TRAINING_PASSWORD, "planted-password", token):
        assert secret.encode() not in content
    for secret in ("planted-password", token, "argon2id", "周某某"):
        assert secret not in caplog.text


def test_the_first_start_makes_one_administrator_and_tells_only_the_installer(tmp_path: Path) -> None:
    central = open_central(options(tmp_path, accounts=()))
    file = tmp_path / FIRST_ADMINISTRATOR_FILE
    told = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = central.accounts.check(told["login"], told["password"], device_id=DEVICE)
    assert first.must_change and first.account.roles == {Role.ADMINISTRATOR}
    central.close()
    file.unlink()
    open_central(options(tmp_path)).close()
    assert not file.exists()


def test_the_installer_lets_a_forgotten_account_in_again_with_what_it_was(central: Central) -> None:
    password = central.accounts.reset(BACK.login, frozenset({Role.ADMINISTRATOR}))
    standing = central.accounts.check(BACK.login, password, device_id=DEVICE)
    assert standing.account == replace(BACK, roles=BACK.roles | {Role.ADMINISTRATOR})
    assert standing.must_change


def refusal_of(central: Central, pen: WindowPen, **body: str) -> dict[str, object]:
    result = push_to(central, pen.receive(**body))[0]
    return result.facts if result.verdict == "refused" else {}


def test_an_op_is_taken_only_from_an_account_that_has_its_role(central: Central, pen: WindowPen) -> None:
    move = "case.receive"
    assert refusal_of(central, pen, actor="nobody") == {"why": "unknown_actor", "move": move}
    assert refusal_of(central, pen, actor=BACK.login) == {"why": "not_your_role", "move": move}
    assert refusal_of(central, pen, actor=CLERK.login) == {}


def test_what_was_recorded_before_an_account_was_disabled_is_taken_whenever_it_comes(
    central: Central, clock: Clock, pen: WindowPen
) -> None:
    change(central, CLERK, disabled=True)
    clock.now += 3600_000
    change(central, replace(CLERK, name="改名"), disabled=True)  # disabled it was already
    assert refusal_of(central, pen, actor=CLERK.login, at="2026-05-06T11:59:59+08:00") == {}
    late = refusal_of(central, pen, actor=CLERK.login, at="2026-05-06T12:00:00+08:00")
    assert late == {"why": "actor_disabled", "move": "case.receive"}
