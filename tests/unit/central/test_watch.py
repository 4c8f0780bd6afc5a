"""Reminders that the days bring, each once; and a stopped deadline that moves on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app.central import server
from app.central.central import Central, Options, open_central
from app.central.messages import JobState
from app.central.server import EmbeddedCentral
from app.central.tables import cases, feed, lives, messages
from app.domain.calendar import HALL_TIME
from app.domain.moments import milliseconds
from tests.support.central_ops import WindowPen, options, rewritten
from tests.support.counter_bus import wait_for
from tests.unit.central.conftest import Push, push_to

PLACE = {"bank": "A", "cell": 7, "code": "481516", "until": "2026-05-20"}


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=HALL_TIME)


def queued(central: Central, notice: str) -> list[str]:
    with central.store.reading() as connection:
        return list(connection.scalars(select(messages.c.text).where(messages.c.notice == notice)))


def taken_in(pen: WindowPen, move: str = "receive", **more: Any) -> dict[str, Any]:
    person = {"name": "欧阳㐀", "id_number": "430602199003071234"}
    application = {"applicant": {"person": person, "phone": "13874012345"}}
    op = pen.receive(application=application, **more)
    return op | {"kind": f"case.{move}"}


def in_locker(pen: WindowPen, until: str = "2026-05-20") -> list[dict[str, Any]]:
    ops = [taken_in(pen)]
    moves = (("accept", "back_office"), ("decide", "back_office"), ("close", "back_office"), ("hand_over", "intake"),
             ("take_over", "issuing"))  # fmt: skip
    ops += [pen.move(ops[0]["case_id"], n, move, role) for n, (move, role) in enumerate(moves, start=1)]
    return [*ops, pen.move(ops[0]["case_id"], 6, "put_in_locker", "issuing", facts=PLACE | {"until": until})]


def test_who_has_not_collected_is_reminded_once_on_the_day_before(central: Central, push: Push, pen: WindowPen) -> None:
    assert {each.verdict for each in push(*in_locker(pen))} == {"accepted"}
    assert central.watch.step(noon("2026-05-18")) == 0
    assert [central.watch.step(noon("2026-05-19")), central.watch.step(noon("2026-05-20"))] == [1, 0]
    [text] = queued(central, "locker_overdue")
    assert "A柜7号格" in text and "5 月 20 日" in text and "481516" not in text


def test_the_reminder_still_goes_out_on_the_last_day_and_not_later(
    central: Central, push: Push, pen: WindowPen
) -> None:
    push(*in_locker(pen))
    assert central.watch.step(noon("2026-05-21")) == 0
    assert central.watch.step(noon("2026-05-20")) == 1


def test_what_was_taken_back_reminds_nobody(central: Central, push: Push, pen: WindowPen) -> None:
    ops = in_locker(pen)
    push(*ops, pen.move(ops[0]["case_id"], 7, "take_back", "issuing"))
    assert central.watch.step(noon("2026-05-19")) == 0


def test_who_owes_a_material_is_reminded_when_its_clock_warns(central: Central, push: Push, pen: WindowPen) -> None:
    demands = [{"code": "02", "name": "布局图", "days": 5}, {"code": "03", "name": "健康证", "days": 5}]
    op = rewritten(taken_in(pen, "accept_conditionally"), demands=demands)
    [result] = push(op)
    assert result.verdict == "accepted", result  # received on Wednesday 6 May, so due on the 13th
    assert central.watch.step(noon("2026-05-11")) == 0
    assert [central.watch.step(noon("2026-05-12")), central.watch.step(noon("2026-05-13"))] == [1, 0]
    [text] = queued(central, "follow_up_due")
    assert "布局图、健康证" in text and "5 月 12 日" in text


@pytest.fixture
def in_may(settings: Options) -> Iterator[Central]:
    """A central whose clock stands in the month of the cases."""
    central = open_central(replace(settings, clock=lambda: milliseconds(noon("2026-05-06"))))
    yield central
    central.close()


def test_a_stopped_deadline_moves_on_every_working_day(in_may: Central, pen: WindowPen) -> None:
    central = in_may
    first = taken_in(pen)
    start = {
        "kind": "expert_review",
        "name": "专家评审",
        "cap": {"amount": 3, "unit": "W"},
        "stops": True,
        "legal_basis": "第 45 条",
    }
    case_id = first["case_id"]
    accepted = pen.move(case_id, 1, "accept", "back_office")
    push_to(central, first, accepted, pen.move(case_id, 2, "suspend", "back_office", facts=start))

    def row() -> Any:
        with central.store.reading() as connection:
            return connection.execute(select(cases.c.due, cases.c.stopped, cases.c.changed_at_ms)).one()

    central.watch.step(noon("2026-05-07"))
    before = row()
    central.watch.step(noon("2026-05-08"))
    after = row()
    assert before.stopped and after.stopped and before.due < after.due
    assert before.changed_at_ms == after.changed_at_ms, "nobody has changed the case"
    central.watch.step(noon("2026-05-20"))
    assert not row().stopped, "its cap is used up"
    with central.store.reading() as connection:
        assert "deadline" in set(connection.scalars(select(feed.c.what)))


@pytest.mark.parametrize("day", ["2026-05-19"])
def test_a_reminder_waits_like_any_message(central: Central, push: Push, pen: WindowPen, day: str) -> None:
    push(*in_locker(pen))
    central.watch.step(noon(day))
    lines = central.messages.listed([JobState.QUEUED]).messages
    assert "locker_overdue" in {line.notice for line in lines}


def cell_kept(pen: WindowPen) -> list[dict[str, Any]]:
    first = taken_in(pen)
    case_id = first["case_id"]
    return [
        first,
        pen.move(case_id, 1, "ask_supplement", "back_office"),
        pen.move(case_id, 2, "keep_cell", "issuing", facts=PLACE),
    ]


def test_whose_cell_is_kept_is_told_the_code_and_reminded_on_the_day_before(
    central: Central, push: Push, pen: WindowPen
) -> None:
    assert {each.verdict for each in push(*cell_kept(pen))} == {"accepted"}
    [told] = queued(central, "cell_kept")
    assert "A柜7号格" in told and "481516" in told
    assert [central.watch.step(noon(day)) for day in ("2026-05-18", "2026-05-19", "2026-05-20")] == [0, 1, 0]
    [reminder] = queued(central, "deposit_due")
    assert "5 月 20 日" in reminder and "481516" not in reminder


def test_who_has_laid_the_papers_in_is_told_so_and_not_reminded(central: Central, push: Push, pen: WindowPen) -> None:
    ops = cell_kept(pen)
    push(*ops, pen.move(ops[0]["case_id"], 3, "deposit", "issuing"))
    assert "A柜7号格" in queued(central, "deposited")[0]
    assert central.watch.step(noon("2026-05-19")) == 0


def test_a_cell_given_up_is_told_to_whom_it_still_concerns(central: Central, push: Push, pen: WindowPen) -> None:
    ops = cell_kept(pen)
    push(*ops, pen.move(ops[0]["case_id"], 3, "give_up_cell", "issuing", reason="到期没有存入"))
    assert len(queued(central, "cell_given_up")) == 1
    other = cell_kept(pen)
    came = pen.move(other[0]["case_id"], 3, "resubmit", "intake")
    push(*other, came, pen.move(other[0]["case_id"], 4, "give_up_cell", "issuing", reason="申请人已到窗口补交"))
    assert len(queued(central, "cell_given_up")) == 1


@pytest.mark.parametrize(
    "wrong", [{"until": ""}, {"until": "5 月 20 日"}, {"until": "0001-01-01"}, {"cell": 0}, {"code": ""}]
)
def test_a_cell_that_nobody_can_find_is_refused_and_stops_no_reminder(
    central: Central, push: Push, pen: WindowPen, wrong: dict[str, Any]
) -> None:
    push(*in_locker(pen))
    *ready, put = in_locker(pen)
    kept = [pen.receive(), pen.move("", 1, "ask_supplement", "back_office")]
    kept[1] |= {"case_id": kept[0]["case_id"]}
    keep = pen.move(kept[0]["case_id"], 2, "keep_cell", "issuing", facts=PLACE | wrong)
    results = push(*ready, rewritten(put, facts=PLACE | wrong), *kept, keep)
    assert [each.facts.get("why") for each in results if each.verdict == "refused"] == ["wrong_facts"] * 2
    assert central.watch.step(noon("2026-05-19")) == 1


@pytest.mark.expects_log
def test_a_case_that_cannot_be_read_does_not_end_the_watch(
    tmp_path: Path, pen: WindowPen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "WATCH_SECONDS", 0.01)
    tomorrow = (datetime.now(HALL_TIME) + timedelta(days=1)).date().isoformat()
    with EmbeddedCentral(options(tmp_path)) as running:
        central = running.central
        first = in_locker(pen, until="2099-01-01")
        push_to(central, *first)
        whole = put_for_life(central, first[0]["case_id"], '"locker":{')
        wait_for(lambda: "the watch stumbled" in caplog.text, 10)
        push_to(central, *in_locker(pen, until=tomorrow))
        put_for_life(central, first[0]["case_id"], whole)
        wait_for(lambda: len(queued(central, "locker_overdue")) == 1, 10)


def put_for_life(central: Central, case_id: str, text: str) -> str:
    """Keep `text` in the place of the case's life; what stood there."""
    of_case = lives.c.case_id == case_id
    with central.store.writing() as connection:
        before = connection.scalar(select(lives.c.life).where(of_case))
        connection.execute(update(lives).where(of_case).values(life=text))
    return str(before)
