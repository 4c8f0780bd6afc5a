"""Text messages over HTTP: any enrolled window may send them, only who may decide reads and decides."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from app.central.directory import FIRST_WINDOW_FILE
from app.central.server import EmbeddedCentral
from app.domain.notices import Notice
from sync.wire import MessageLease, MessageList
from tests.contracts.test_central_accounts import Desk, code
from tests.support.central_ops import DEVICE, options

PHONE, OTHER = "13874012345", "13900139000"
FACTS = {"number": "YC26-03-00001", "item": "食品经营许可", "due": "5月18日"}
SUPERVISOR = "0008"
MORNING_MS = 1_778_031_000_000  # 2026-05-06 09:30 in the hall


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path, clock=lambda: MORNING_MS)) as running:
        yield running


@pytest.fixture
def desk(server: EmbeddedCentral, tmp_path: Path) -> Desk:
    return Desk(server.url, json.loads((tmp_path / FIRST_WINDOW_FILE).read_text())["token"])


def queue(server: EmbeddedCentral, *events: str, phone: str = PHONE) -> None:
    with server.central.store.writing() as connection:
        for event in events:
            server.central.messages.queue(
                connection, case_id="case-1", event=event, notice=Notice.ACCEPTED, phone=phone, facts=FACTS
            )


def lease(desk: Desk) -> MessageLease:
    return MessageLease.model_validate_json(desk.send("POST", "/messages/lease", device_id=DEVICE).content)


def listed(desk: Desk, state: str) -> MessageList:
    answer = desk.send("GET", f"/messages?state={state}")
    assert answer.status_code == 200, answer.text
    assert PHONE not in answer.text and "masked" not in answer.text
    return MessageList.model_validate_json(answer.content)


def end(desk: Desk, outcome: str, said: str = "") -> requests.Response:
    (leased,) = lease(desk).messages
    return desk.send("POST", f"/messages/{leased.id}/outcome", lease_id=leased.lease_id, outcome=outcome, code=said)


def test_a_window_fetches_sends_and_tells_without_anyone_signed_in(server: EmbeddedCentral, desk: Desk) -> None:
    queue(server, "op-1")
    (leased,) = lease(desk).messages
    assert leased.phone == PHONE and PHONE not in repr(leased) and leased.text not in repr(leased)
    told = {"lease_id": leased.lease_id, "outcome": "sent", "reference": "17"}
    for _ in range(2):
        assert desk.send("POST", f"/messages/{leased.id}/outcome", **told).json()["state"] == "sent"
    assert lease(desk).messages == ()


def test_a_returned_message_is_set_right_by_who_may_and_goes_out_to_the_new_number(
    server: EmbeddedCentral, desk: Desk
) -> None:
    queue(server, "op-1")
    assert end(desk, "refused", "CMS 28").json()["state"] == "dead"
    desk.sign_in("0610")  # a section's account
    assert code(desk.send("GET", "/messages?state=dead")) == (403, "not_your_role")
    desk.sign_in(SUPERVISOR)
    (dead,) = listed(desk, "dead,unsure").messages
    assert (dead.phone, dead.code, dead.notice) == ("138****2345", "CMS 28", "accepted")
    path = f"/messages/{dead.id}/correct"
    assert code(desk.send("POST", path, reason="登记有误", phone="0730-1234567")) == (422, "number")
    assert code(desk.send("POST", path, reason="登记有误")) == (422, "number")
    assert code(desk.send("POST", path, reason="", phone=OTHER)) == (422, "invalid")
    assert desk.send("POST", path, reason="登记有误", phone=OTHER).json()["state"] == "queued"
    assert code(desk.send("POST", path, reason="登记有误", phone=OTHER)) == (409, "not_standing")
    assert [leased.phone for leased in lease(desk).messages] == [OTHER]


def test_what_nobody_knows_is_decided_by_a_person(server: EmbeddedCentral, desk: Desk) -> None:
    queue(server, "op-1", "op-2")
    end(desk, "unsure")
    end(desk, "unsure")
    desk.sign_in(SUPERVISOR)
    one, other = (line.id for line in listed(desk, "unsure").messages)
    assert desk.send("POST", f"/messages/{one}/resend", reason="没有收到").json()["state"] == "queued"
    assert desk.send("POST", f"/messages/{other}/count_as_sent", reason="收到了").json()["state"] == "sent"
    assert listed(desk, "unsure").messages == ()


def test_reads_and_decisions_need_a_session_and_everything_a_token(server: EmbeddedCentral, desk: Desk) -> None:
    queue(server, "op-1")
    stranger = Desk(server.url, "nobody")
    assert desk.send("GET", "/messages?state=dead").status_code == 401
    assert desk.send("POST", "/messages/any/resend", reason="x").status_code == 401
    for path in ("/messages/lease", "/messages/any/outcome", "/messages/any/resend"):
        assert stranger.send("POST", path, device_id=DEVICE).status_code == 401


def test_bad_requests_are_said_and_change_nothing(server: EmbeddedCentral, desk: Desk) -> None:
    queue(server, "op-1")
    desk.sign_in(SUPERVISOR)
    assert code(desk.send("POST", "/messages/lease", device_id="window-99")) == (403, "not_your_window")
    assert code(desk.send("POST", "/messages/lease", device_id=DEVICE, most=0)) == (422, "invalid")
    assert code(desk.send("GET", "/messages?state=nowhere")) == (422, "invalid")
    assert code(desk.send("GET", "/messages")) == (422, "invalid")
    assert code(desk.send("POST", "/messages/none/resend", reason="x")) == (404, "not_found")
    assert code(desk.send("POST", "/messages/none/forget", reason="x")) == (422, "invalid")
    assert code(desk.send("POST", "/messages/none/outcome", lease_id="l", outcome="sent")) == (404, "not_found")
    assert code(desk.send("POST", "/messages/none/outcome", lease_id="l", outcome="lost")) == (422, "invalid")
    assert len(lease(desk).messages) == 1


def test_the_central_logs_no_telephone_and_no_text(
    server: EmbeddedCentral, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    queue(server, "op-1", "op-2")
    queue(server, "op-3", phone="0730-8612345")
    end(desk, "refused", "CMS 28")
    end(desk, "sent")
    desk.sign_in(SUPERVISOR)
    for line in listed(desk, "dead").messages:
        desk.send("POST", f"/messages/{line.id}/correct", reason="欧阳女士改号", phone=OTHER)
    assert "/v1/messages" in caplog.text
    for personal in (PHONE, OTHER, "8612345", "食品经营许可", "欧阳"):
        assert personal not in caplog.text
