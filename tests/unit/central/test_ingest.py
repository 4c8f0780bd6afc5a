"""Every op is stored once, in order within its case, or refused with a reason."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import event, func, select

from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.errors import BadRequest, NotYours, Unavailable, Unprocessable
from app.central.incoming import read_push
from app.central.tables import events, feed
from app.domain.calendar import WorkCalendar
from app.domain.case import Role
from sync.wire import OpResult, canonical
from tests.support.central_ops import DEVICE, ID_NUMBER, NAME, TO_THE_END, WindowPen, options, rewritten
from tests.unit.central.conftest import Push, push_to


def verdicts(results: tuple[OpResult, ...]) -> list[str]:
    return [result.code or result.verdict for result in results]


def test_a_case_is_led_to_its_end_and_seen_with_its_timeline(central: Central, push: Push, pen: WindowPen) -> None:
    ops = pen.history(*TO_THE_END)
    assert verdicts(push(*ops)) == ["accepted"] * len(ops)
    view = central.views.by_number(ops[0]["body"]["number"])
    assert (view.state, view.version) == ("handed_out", len(ops))
    assert [event.kind for event in view.events] == ["receive", *(move for move, _ in TO_THE_END)]


def test_a_receipt_is_signed_by_the_key_that_hello_names(central: Central, push: Push, pen: WindowPen) -> None:
    op = pen.receive()
    receipt = push(op)[0].receipt
    assert receipt is not None
    assert (receipt.op_id, receipt.body_sha256, receipt.version) == (op["op_id"], op["body_sha256"], 1)
    key = Ed25519PublicKey.from_public_bytes(b64decode(central.hello().public_key))
    key.verify(b64decode(receipt.signature), receipt.signed_text())


def test_the_same_op_again_gets_the_same_receipt(push: Push, pen: WindowPen) -> None:
    op = pen.receive()
    first, second, third = push(op) + push(op, op)
    assert verdicts((first, second, third)) == ["accepted", "duplicate", "duplicate"]
    assert first.receipt == second.receipt == third.receipt


def test_a_push_of_many_asks_the_database_no_more_than_a_push_of_one(
    central: Central, push: Push, pen: WindowPen
) -> None:
    asked: list[str] = []

    @event.listens_for(central.store._engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    numbers = []
    for size in (1, 1, 20):
        for ops in zip(*(pen.history(*TO_THE_END) for _ in range(size)), strict=True):
            assert set(verdicts(push(*ops))) == {"accepted"}
        numbers.append(len(asked))
        asked.clear()
    assert len(set(numbers)) == 1, numbers


def test_a_receipt_is_the_same_after_a_restart(settings: Options, pen: WindowPen) -> None:
    op, receipts = pen.receive(), []
    for _ in range(2):
        central = open_central(settings)
        receipts.append(push_to(central, op)[0].receipt)
        central.close()
    assert receipts[0] == receipts[1]


def test_an_op_id_with_another_body_is_refused(push: Push, pen: WindowPen) -> None:
    op = pen.receive()
    push(op)
    assert verdicts(push(rewritten(op, reason="altered"))) == ["reused"]


def test_a_sequence_number_used_twice_is_refused(push: Push, pen: WindowPen) -> None:
    first, second = pen.receive(), pen.receive()
    (result,) = push(first) and push(second | {"device_seq": first["device_seq"]})
    assert (result.code, result.facts) == ("reused", {"field": "device_seq"})


def test_an_op_that_overtook_its_predecessor_is_asked_to_wait(push: Push, pen: WindowPen) -> None:
    received, accepted = pen.history(("accept", "back_office"))
    assert verdicts(push(accepted)) == ["wait_previous"]
    assert verdicts(push(received, accepted)) == ["accepted", "accepted"]


def test_a_move_on_an_old_version_is_a_conflict_that_names_the_current_one(push: Push, pen: WindowPen) -> None:
    received, accepted = pen.history(("accept", "back_office"))
    push(received, accepted)
    late = pen.move(received["case_id"], 1, "ask_supplement", "back_office")
    (result,) = push(late)
    assert (result.code, result.current_version, result.facts) == (
        "version_conflict",
        2,
        {"state": "accepted"},
    )


@pytest.mark.parametrize(
    ("move", "role", "why"),
    [
        ("close", "back_office", "not_from_here"),
        ("hand_out", "section", "not_from_here"),
        ("void", "intake", "not_by_you"),
        ("accept", "intake", "only_at_once"),
        ("fly", "intake", "unknown_move"),
    ],
)
def test_a_move_against_the_rules_is_refused_with_its_reason(
    push: Push, pen: WindowPen, move: str, role: str, why: str
) -> None:
    received, moved = pen.history((move, role))
    result = push(received, moved)[1]
    assert (result.code, result.facts["why"]) == ("move_refused", why)


def test_a_role_that_may_not_act_at_this_window_is_refused(central: Central, pen: WindowPen) -> None:
    window = Window(DEVICE, "03", roles=(Role.ISSUING,))
    (result,) = push_to(central, pen.receive(), window=window)
    assert (result.code, result.facts["why"]) == ("move_refused", "not_at_this_window")


def test_an_op_from_a_newer_program_is_told_to_wait_for_the_upgrade(push: Push, pen: WindowPen) -> None:
    (result,) = push(pen.receive() | {"schema_version": 99})
    assert (result.code, result.facts) == ("upgrade", {"schema_versions": [1]})


def test_a_number_given_twice_is_refused(push: Push, pen: WindowPen) -> None:
    assert verdicts(push(pen.receive("YC26-03-1"), pen.receive("YC26-03-1"))) == ["accepted", "number_taken"]
    assert verdicts(push(pen.receive("YC26-03-1"))) == ["number_taken"]


def test_one_bad_op_does_not_hurt_the_others(push: Push, pen: WindowPen) -> None:
    bad: list[Any] = [
        None,
        {"op_id": "x"},
        pen.receive() | {"body_sha256": "0" * 64},
        pen.receive() | {"device_seq": 2**70},
        pen.receive() | {"device_id": "window-99"},
        pen.receive() | {"attachments": ["../../etc/passwd"]},
        rewritten(pen.receive(), at="2026-05-06T09:30:00"),
        rewritten(pen.receive(), at="9999-05-06T09:30:00+08:00"),
        rewritten(pen.receive(), number="\x00"),
    ]
    good = [pen.receive() for _ in range(len(bad) + 1)]
    mixed = [op for pair in zip(good, bad, strict=False) for op in pair] + good[-1:]
    results = push(*mixed)
    assert verdicts(results)[::2] == ["accepted"] * len(good)
    assert verdicts(results)[1::2] == [
        "invalid", "invalid", "corrupt", "invalid", "not_your_window",
        "invalid", "invalid", "invalid", "invalid",
    ]  # fmt: skip


def test_a_refusal_names_the_place_and_never_what_stood_there(push: Push, pen: WindowPen) -> None:
    (result,) = push(rewritten(pen.receive(), role=NAME, number=ID_NUMBER * 9))
    assert set(result.facts["places"]) == {"body.role: enum", "body.number: string_too_long"}
    assert NAME not in result.model_dump_json() and ID_NUMBER not in result.model_dump_json()


def test_half_a_surrogate_pair_is_refused_alone(central: Central, pen: WindowPen) -> None:
    op = pen.receive()
    text = canonical({"device_id": DEVICE, "ops": [op, pen.receive()]}).replace(b"c17", b"\\ud842", 1)
    assert verdicts(central.ingest.push(read_push(text, Window(DEVICE, "03")))) == ["invalid", "accepted"]


def test_rare_characters_and_unknown_fields_are_kept_as_they_came(central: Central, push: Push, pen: WindowPen) -> None:
    op = pen.receive(application={"applicant": {"person": {"name": "𠮷田龦"}}}, from_the_future={"a": [1, 2.5]})
    push(op)
    with central.store.reading() as connection:
        assert connection.scalar(select(events.c.body)) == canonical(op["body"]).decode()


def test_the_feed_is_dense_and_in_order(central: Central, push: Push, pen: WindowPen) -> None:
    for _ in range(3):
        push(*pen.history(*TO_THE_END), pen.receive() | {"schema_version": 99})
    with central.store.reading() as connection:
        assert list(connection.scalars(select(feed.c.n).order_by(feed.c.n))) == list(
            range(1, 3 * (1 + len(TO_THE_END)) + 1)
        )


def test_the_deadline_is_computed_here_whatever_the_slip_says(central: Central, push: Push, pen: WindowPen) -> None:
    # 8 working days from 24 September 2026: the National Day holiday is passed over, make-up days are counted
    op = pen.receive(at="2026-09-24T09:30:00+08:00", due="2026-09-30")
    push(op)
    view = central.views.by_id(op["case_id"])
    assert (view.due, view.provisional) == ("2026-10-13", False)


def test_the_day_of_receipt_is_the_day_in_the_hall(central: Central, push: Push, pen: WindowPen) -> None:
    moments = ("2026-06-03T23:00:00+08:00", "2026-06-03T17:00:00Z", "2026-06-04T01:00:00+08:00")
    ops = [pen.receive(at=moment) for moment in moments]
    push(*ops)
    assert [central.views.by_id(op["case_id"]).due for op in ops] == ["2026-06-15", "2026-06-16", "2026-06-16"]


def test_asking_for_a_supplement_stops_the_clock_and_coming_back_starts_it_anew(
    central: Central, push: Push, pen: WindowPen
) -> None:
    received, asked = pen.history(("ask_supplement", "back_office"))
    push(received, asked)
    assert central.views.by_id(received["case_id"]).due == ""
    push(pen.move(received["case_id"], 2, "resubmit", "intake", at="2026-06-01T10:00:00+08:00"))
    assert central.views.by_id(received["case_id"]).due == "2026-06-11"


def test_a_provisional_deadline_is_computed_again_once_the_year_is_published(settings: Options, pen: WindowPen) -> None:
    unpublished = WorkCalendar("0", frozenset(), {}, frozenset())
    op = pen.receive(at="2026-09-25T09:00:00+08:00")
    central = open_central(replace(settings, calendar=unpublished))
    push_to(central, op)
    before = central.views.by_id(op["case_id"])
    central.close()
    central = open_central(settings)
    after = central.views.by_id(op["case_id"])
    with central.store.reading() as connection:
        told = list(connection.scalars(select(feed.c.what).order_by(feed.c.n)))
    central.close()
    assert (before.due, before.provisional) == ("2026-10-07", True)
    assert (after.due, after.provisional) == ("2026-10-13", False)
    assert told == ["case.receive", "deadline"]


NO_THIRTEEN = {
    "sqlite": "CREATE TRIGGER no_thirteen BEFORE INSERT ON cases WHEN NEW.number = '13' "
    "BEGIN SELECT RAISE(ABORT, 'no'); END",
    "postgresql": "ALTER TABLE cases ADD CONSTRAINT no_thirteen CHECK (number <> '13')",
}


@pytest.mark.expects_log
def test_a_row_that_the_database_refuses_does_not_hold_up_the_others(
    central: Central, push: Push, pen: WindowPen
) -> None:
    with central.store.writing() as connection:
        connection.exec_driver_sql(NO_THIRTEEN[connection.dialect.name])
    results = push(pen.receive("12"), pen.receive("13"), pen.receive("14"))
    assert verdicts(results) == ["accepted", "invalid", "accepted"]


def test_a_full_disk_stores_nothing_by_half_and_passes(tmp_path: Path, pen: WindowPen) -> None:
    central = open_central(options(tmp_path))
    op = pen.receive(remark="x" * 200_000)
    with central.store.reading() as connection:  # the one pooled connection, limited as a full disk would
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable):
        push_to(central, op)
    with central.store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(feed)) == 0
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    assert verdicts(push_to(central, op)) == ["accepted"]
    central.close()


def test_a_push_that_is_no_push_is_refused_as_a_whole() -> None:
    window = Window(DEVICE, "03")
    for garbage in (b"", b"\xff", b"{", b'{"a": NaN}', b"[" * 100_000):
        with pytest.raises(BadRequest):
            read_push(garbage, window)
    for wrong in (b"[]", b"{}", b'{"device_id": "window-03", "ops": {}}'):
        with pytest.raises(Unprocessable):
            read_push(wrong, window)
    with pytest.raises(Unprocessable):
        read_push(canonical({"device_id": DEVICE, "ops": [{}] * 101}), window)
    with pytest.raises(NotYours):
        read_push(canonical({"device_id": "window-99", "ops": []}), window)
