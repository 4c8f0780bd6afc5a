"""Signing in and the administrator's accounts, over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from app.central.directory import FIRST_WINDOW_FILE
from app.central.server import EmbeddedCentral
from app.training.accounts import TRAINING_PASSWORD
from sync.wire import AccountList, SignedIn
from tests.support.central_ops import options


class Desk:
    """A window and who is signed in at it."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._http = url + "/v1", requests.Session()
        self._http.headers["Authorization"] = f"Bearer {token}"

    def send(self, method: str, path: str, **body: Any) -> requests.Response:
        return self._http.request(method, self._url + path, json=body or None, timeout=10)

    def sign_in(self, login: str, password: str = TRAINING_PASSWORD) -> SignedIn:
        answer = self.send("POST", "/sign-in", login=login, password=password)
        assert answer.status_code == 200, answer.text
        told = SignedIn.model_validate_json(answer.content)
        self._http.headers["X-Session"] = told.session
        return told


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path)) as running:
        yield running


@pytest.fixture
def desk(server: EmbeddedCentral, tmp_path: Path) -> Desk:
    return Desk(server.url, json.loads((tmp_path / FIRST_WINDOW_FILE).read_text())["token"])


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_signing_in_tells_who_it_is_and_what_they_may_do(desk: Desk) -> None:
    told = desk.sign_in("0610")
    account = told.account
    assert (account.login, account.name, account.roles) == ("0610", "郑某某", ("section",))
    assert (account.departments, account.section, told.must_change) == (("SCJG",), "审批科", False)
    assert told.session and told.session not in repr(told)


def test_signing_in_needs_an_enrolled_window(server: EmbeddedCentral) -> None:
    stranger = Desk(server.url, "guess")
    assert code(stranger.send("POST", "/sign-in", login="0317", password=TRAINING_PASSWORD)) == (401, "unknown_token")


def test_five_wrong_passwords_lock(desk: Desk) -> None:
    answers = [desk.send("POST", "/sign-in", login="0317", password="wrong") for _ in range(5)]
    assert [code(each)[1] for each in answers] == ["sign_in_refused"] * 4 + ["sign_in_locked"]
    assert [each.json()["facts"].get("attempts_left") for each in answers] == [4, 3, 2, 1, None]
    locked = desk.send("POST", "/sign-in", login="0317", password=TRAINING_PASSWORD)
    assert code(locked) == (403, "sign_in_locked")


def test_only_an_administrator_sees_and_changes_accounts(desk: Desk) -> None:
    assert code(desk.send("GET", "/accounts")) == (401, "no_session")
    desk.sign_in("0317")
    assert code(desk.send("GET", "/accounts")) == (403, "not_your_role")
    assert code(desk.send("PUT", "/accounts", login="0317", name="x", roles=["administrator"])) == (
        403,
        "not_your_role",
    )
    desk.sign_in("0001")
    listed = AccountList.model_validate_json(desk.send("GET", "/accounts").content).accounts
    assert {"0317", "0522", "0001"} <= {each.login for each in listed}
    assert "verifier" not in str(listed)


def test_a_new_clerk_changes_the_password_first_and_then_has_a_session(desk: Desk) -> None:
    desk.sign_in("0001")
    new = {"login": "0318", "name": "新人", "roles": ["intake"], "departments": [], "password": "for-once-only"}
    made = desk.send("PUT", "/accounts", **new)
    assert made.status_code == 200 and made.json()["must_change"]
    told = desk.sign_in("0318", "for-once-only")
    assert told.must_change and not told.session
    assert code(desk.send("GET", "/accounts")) == (401, "no_session")
    words = {"login": "0318", "password": "for-once-only"}
    assert code(desk.send("POST", "/password", **words, new_password="0318")) == (422, "weak_password")
    changed = desk.send("POST", "/password", **words, new_password="quite my own")
    assert changed.json()["session"] and not changed.json()["must_change"]


def test_signing_out_ends_the_session(desk: Desk) -> None:
    desk.sign_in("0001")
    assert desk.send("GET", "/accounts").status_code == 200
    assert desk.send("POST", "/sign-out").status_code == 200
    assert code(desk.send("GET", "/accounts")) == (401, "no_session")


def test_the_last_administrator_cannot_be_disabled(desk: Desk) -> None:
    desk.sign_in("0001")
    everything = {"login": "c17", "name": "多面手", "roles": ["intake"]}
    assert desk.send("PUT", "/accounts", **everything).status_code == 200
    own = {"login": "0001", "name": "陈某某", "roles": ["administrator"], "disabled": True}
    assert code(desk.send("PUT", "/accounts", **own)) == (409, "last_administrator")


@pytest.mark.parametrize(
    "body",
    [
        {"login": "a b"},
        {"login": "周某某"},
        {"roles": ["king"]},
        {"departments": ["A,B"]},
        {"name": "x\x00"},
        {"section": "s" * 65},
        {"password": "p" * 129},
    ],
)
def test_an_account_that_does_not_fit_is_refused_without_repeating_it(desk: Desk, body: dict[str, Any]) -> None:
    desk.sign_in("0001")
    answer = desk.send("PUT", "/accounts", **({"login": "0318", "name": "n", "password": "long enough"} | body))
    assert code(answer) == (422, "invalid")
    assert all(str(value) not in answer.text for value in body.values())


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "x" * 65])
def test_an_odd_login_or_password_is_an_answer_and_not_a_bug(desk: Desk, odd: str) -> None:
    assert desk.send("POST", "/sign-in", login=odd, password="x").status_code == 422
    assert desk.send("POST", "/sign-in", login="0317", password=odd * 2).status_code == 422


def test_windows_are_told_whose_password_or_rights_changed(desk: Desk) -> None:
    before = desk.send("GET", "/standing")
    tag = before.headers["ETag"]
    assert desk._http.get(desk._url + "/standing", headers={"If-None-Match": tag}, timeout=10).status_code == 304
    changed = {"login": "0317", "password": TRAINING_PASSWORD, "new_password": "another of mine"}
    assert desk.send("POST", "/password", **changed).status_code == 200
    after = desk.send("GET", "/standing")
    assert after.headers["ETag"] != tag
    moved = {login for login, stamp in after.json().items() if before.json()[login] != stamp}
    assert moved == {"0317"}


def test_no_login_name_or_password_reaches_a_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.sign_in("0001")
    desk.send("POST", "/sign-in", login="planted-login", password="planted-password")
    desk.send("PUT", "/accounts", login="0318", name="种植姓名", roles=["intake"], password="planted-password")
    for secret in ("planted-login", "planted-password", "种植姓名", "argon2id", "郑某某"):
        assert secret not in caplog.text
