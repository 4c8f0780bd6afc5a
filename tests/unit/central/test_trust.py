"""What a window says is judged: by the central's own catalogue and rules, and within what its clerk may move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.errors import NotYours
from app.central.messages import JobState
from app.domain.account import Account
from app.domain.case import Role
from sync.wire import OpResult, WorkQuery
from tests.support.central_ops import ACTOR, OFFICER, TO_THE_END, WindowPen, options, rewritten
from tests.unit.central.conftest import push_to
from tests.unit.central.test_carriage import acting as reader

ELSEWHERE = Account("c20", "别的部门", frozenset({Role.BACK_OFFICE}), frozenset({"D9"}))
EXAMINER = Account("c21", "别的科室", frozenset({Role.SECTION}), frozenset(), "别的科")
NEXT_DOOR = Window("window-04", "04")
OF_THE_SECTION = Account("c22", "审批科的人", frozenset({Role.SECTION}), frozenset(), "审批科")
REVIEW = {
    "kind": "expert_review",
    "name": "专家评审",
    "cap": {"amount": 10, "unit": "W"},
    "stops": True,
    "legal_basis": "第 45 条",
}


@pytest.fixture
def settings(tmp_path: Path) -> Options:
    return options(tmp_path, accounts=(ACTOR, OFFICER, ELSEWHERE, EXAMINER, OF_THE_SECTION))


@pytest.fixture
def central(settings: Options) -> Iterator[Central]:
    opened = open_central(settings)
    yield opened
    opened.close()


def told(results: tuple[OpResult, ...]) -> list[str]:
    return [result.facts.get("why") or result.code or result.verdict for result in results]


def test_an_item_is_what_the_catalogue_says_and_not_what_a_window_says(central: Central) -> None:
    pen = WindowPen()
    op = pen.receive()
    lie = op["body"]["item"] | {"handling": "1", "department": "D9", "promised": {"amount": 900, "unit": "W"}}
    version = op["body"]["application"] | {"catalogue_version": "2026.test"}
    assert told(push_to(central, rewritten(op, item=lie, application=version))) == ["accepted"]
    life = central.files.by_id(op["case_id"], reader(Role.SUPERVISOR)).life
    assert (life["item"]["handling"], life["item"]["department"], life["assigned"]["name"]) == ("2", "D1", "D1")
    assert told(push_to(central, pen.move(op["case_id"], 1, "accept", "intake"))) == ["only_at_once"]


def test_who_belongs_to_another_department_or_section_moves_no_case(central: Central) -> None:
    pen = WindowPen()
    op = pen.receive()
    push_to(central, op)
    case_id = op["case_id"]
    assert told(push_to(central, pen.move(case_id, 1, "accept", "back_office", actor="c20"))) == ["with_another_desk"]
    over = {"batch": "J1", "to": {"role": "section", "name": "审批科"}, "sheets": 1}
    push_to(central, pen.move(case_id, 1, "accept", "back_office"))
    push_to(central, pen.move(case_id, 2, "hand_over", "intake", facts=over))
    taken = pen.move(case_id, 3, "take_over", "section", facts={"batch": "J1"}, actor="c21")
    assert told(push_to(central, taken)) == ["with_another_desk"]


def test_a_section_reads_a_case_until_its_papers_have_come_where_it_sent_them(central: Central) -> None:
    pen = WindowPen()
    ops = pen.history(("accept", "back_office"))
    case_id = ops[0]["case_id"]
    there = {"batch": "J1", "to": {"role": "section", "name": "审批科"}, "sheets": 1}
    back = {"batch": "J2", "to": {"role": "back_office", "name": "D1"}, "sheets": 1}
    section = {"actor": "c22"}
    ops.append(pen.move(case_id, 2, "hand_over", "intake", facts=there))
    ops.append(pen.move(case_id, 3, "take_over", "section", facts={"batch": "J1"}, **section))
    ops.append(pen.move(case_id, 4, "hand_over", "section", facts=back, **section))
    assert set(told(push_to(central, *ops))) == {"accepted"}
    officer = reader(Role.SECTION, section="审批科")
    assert central.files.by_id(case_id, officer).version == 5
    push_to(central, pen.move(case_id, 5, "take_over", "back_office", facts={"batch": "J2"}))
    with pytest.raises(NotYours):
        central.files.by_id(case_id, officer)


def test_a_section_keeps_sight_of_what_is_still_on_its_way_when_it_gives_the_others_back(central: Central) -> None:
    pen = WindowPen()
    ops = [pen.receive()]
    case_id, section = ops[0]["case_id"], {"actor": "c22"}

    def move(kind: str, role: str, facts: dict[str, Any] | None = None, **more: Any) -> None:
        ops.append(pen.move(case_id, len(ops), kind, role, **({"facts": facts} if facts else {}), **more))

    def carry(batch: str, role: str, to: dict[str, str], by: dict[str, str]) -> None:
        move(
            "hand_over",
            role,
            {"batch": batch, "to": to, "by": by, "sheets": 2},
            **(section if role == "section" else {}),
        )

    office, window = {"role": "back_office", "name": "D1"}, {"role": "intake", "name": "04"}
    there = {"role": "section", "name": "审批科"}
    carry("J1", "intake", office, {"role": "intake", "name": "03"})
    move("take_over", "back_office", {"batch": "J1"})
    move("ask_supplement", "back_office")
    move("resubmit", "intake", {"what": ["布局图"], "sheets": 2}, window="04")
    move("accept", "back_office")
    carry("J2", "back_office", there, office)
    move("take_over", "section", {"batch": "J2"}, **section)
    carry("J3", "intake", office, window)
    move("take_over", "back_office", {"batch": "J3"})
    carry("J4", "back_office", there, office)
    carry("J5", "section", office, there)
    move("take_over", "back_office", {"batch": "J5"})
    assert set(told(push_to(central, *ops))) == {"accepted"}
    officers = [reader(Role.SECTION, section="审批科"), reader(Role.SECTION)]
    for officer in officers:
        assert central.files.by_id(case_id, officer).life["apart"][0]["transit"]["batch"] == "J4"
        assert [row.case_id for row in central.work.of(WorkQuery(), officer).rows] == [case_id]
    with pytest.raises(NotYours):
        central.files.by_id(case_id, reader(Role.SECTION, section="别的科"))
    taken = pen.move(case_id, len(ops), "take_over", "section", facts={"batch": "J4"}, **section)
    back = {"batch": "J6", "to": office, "by": there, "sheets": 2}
    sent = pen.move(case_id, len(ops) + 1, "hand_over", "section", facts=back, **section)
    home = pen.move(case_id, len(ops) + 2, "take_over", "back_office", facts={"batch": "J6"})
    assert set(told(push_to(central, taken, sent, home))) == {"accepted"}
    for officer in officers:
        with pytest.raises(NotYours):
            central.files.by_id(case_id, officer)


def test_a_number_beyond_every_calendar_is_refused_and_holds_up_nobody(central: Central) -> None:
    pen = WindowPen()
    long = pen.receive()
    long = rewritten(long, item=long["body"]["item"] | {"statutory": {"amount": 10**12, "unit": "W"}})
    asked = pen.history(("ask_supplement", "back_office"))
    asked[1] = rewritten(asked[1], facts={"demands": [{"code": "02", "name": "布局图"}], "days": 10**12})
    assert told(push_to(central, long, *asked, pen.receive())) == ["wrong_facts", "accepted", "wrong_facts", "accepted"]


def test_a_procedure_stops_the_clock_only_where_the_rules_of_the_hall_say_so(central: Central) -> None:
    pen = WindowPen()
    ops = pen.history(("accept", "back_office"))
    push_to(central, *ops)
    for lie in ({"kind": "survey"}, {"kind": "我说停"}, {"cap": {"amount": 200, "unit": "W"}}):
        op = pen.move(ops[0]["case_id"], 2, "suspend", "back_office", facts=REVIEW | lie)
        assert told(push_to(central, op)) == ["not_by_law"]
    op = pen.move(ops[0]["case_id"], 2, "suspend", "back_office", facts=REVIEW)
    assert told(push_to(central, op)) == ["accepted"]


def test_a_window_goes_on_after_a_move_that_the_central_put_behind_those_of_others(central: Central) -> None:
    """It telephoned on version 2, the others had attached papers until 4; its next move counts on its own 3."""
    pen, other = WindowPen(), WindowPen("window-04")
    ops = pen.history(("ask_supplement", "back_office"))
    push_to(central, *ops)
    case_id = ops[0]["case_id"]
    signed = {"kind": "supplement", "number": "1"}
    window = NEXT_DOOR
    for version in (2, 3):
        op = other.move(case_id, version, "attach", "back_office", facts=signed)
        assert told(push_to(central, op, window=window)) == ["accepted"]
    called = pen.move(case_id, 2, "call", "intake", facts={"reached": True})
    back, left = pen.move(case_id, 3, "resubmit", "intake"), pen.move(case_id, 4, "attach", "intake", facts=signed)
    results = [result for op in (called, back, left) for result in push_to(central, op)]
    assert [result.current_version for result in results] == [5, 6, 7]


def test_a_window_that_has_not_seen_a_decisive_move_does_not_go_on(central: Central) -> None:
    pen, other = WindowPen(), WindowPen("window-04")
    ops = pen.history(("ask_supplement", "back_office"))
    push_to(central, *ops)
    case_id = ops[0]["case_id"]
    window = NEXT_DOOR
    assert told(push_to(central, other.move(case_id, 2, "resubmit", "intake"), window=window)) == ["accepted"]
    attached = pen.move(case_id, 2, "attach", "intake", facts={"kind": "supplement", "number": "1"})
    late = pen.move(case_id, 3, "withdraw", "intake")
    assert told(push_to(central, attached)) == ["accepted"]
    assert told(push_to(central, late)) == ["version_conflict"]


def test_only_who_gives_results_out_reads_a_pickup_code_again(central: Central) -> None:
    pen = WindowPen()
    pickup: dict[str, Any] = {"kind": "pickup", "number": "YC26-03-Q00001", "bar_code": "774120"}
    pickup["hand_out"] = {"recipient": "某某", "way": "智能取件柜", "code": "774 120"}
    ops = pen.history(*TO_THE_END[:-1])
    place = {"bank": "A", "cell": 7, "code": "774120", "until": "2026-05-20"}
    put = pen.move(ops[0]["case_id"], 6, "put_in_locker", "issuing", facts=place, documents=[pickup])
    assert set(told(push_to(central, *ops, put))) == {"accepted"}
    for role in (Role.SUPERVISOR, Role.BACK_OFFICE, Role.INTAKE):
        file = central.files.by_id(ops[0]["case_id"], reader(role)).model_dump_json()
        assert "774 120" not in file and "774120" not in file
    assert "774 120" in central.files.by_id(ops[0]["case_id"], reader(Role.ISSUING)).model_dump_json()


def test_nobody_reads_a_deposit_code_and_the_issuing_desk_reads_the_case(central: Central) -> None:
    pen = WindowPen()
    ops = pen.history(("ask_supplement", "back_office"))
    place = {"bank": "A", "cell": 7, "code": "774120", "until": "2026-05-20"}
    kept = pen.move(ops[0]["case_id"], 2, "keep_cell", "issuing", facts=place)
    assert set(told(push_to(central, *ops, kept))) == {"accepted"}
    for role in (Role.SUPERVISOR, Role.BACK_OFFICE, Role.INTAKE, Role.ISSUING):
        assert "774120" not in central.files.by_id(ops[0]["case_id"], reader(role)).model_dump_json()


def test_a_cell_is_emptied_late_whatever_became_of_the_case_meanwhile(central: Central) -> None:
    pen, other = WindowPen(), WindowPen("window-04")
    ops = pen.history(("ask_supplement", "back_office"))
    place = {"bank": "A", "cell": 7, "code": "774120", "until": "2026-05-20"}
    case_id = ops[0]["case_id"]
    push_to(central, *ops, pen.move(case_id, 2, "keep_cell", "issuing", facts=place))
    push_to(central, other.move(case_id, 3, "withdraw", "intake"), window=NEXT_DOOR)
    late = [pen.move(case_id, 3, "deposit", "issuing"), pen.move(case_id, 4, "fetch", "issuing")]
    assert told(push_to(central, *late)) == ["accepted", "accepted"]


@pytest.fixture
def restored(settings: Options) -> Iterator[Central]:
    opened = open_central(replace(settings, restored=True))
    yield opened
    opened.close()


def test_what_is_pushed_again_after_a_restore_is_not_told_again_by_itself(restored: Central) -> None:
    """The backup knows neither the move nor its message, which was sent by the central that was lost."""
    pen = WindowPen()
    person = {"applicant": {"person": {"name": "某某"}, "phone": "13812345678"}}
    first, fresh = pen.receive(), pen.receive()
    ops = [
        rewritten(first, application=person),
        rewritten(fresh, application=person),
        pen.move(first["case_id"], 1, "accept", "back_office"),
        pen.move(fresh["case_id"], 1, "accept", "back_office", at="2098-05-06T09:30:00+08:00"),
    ]
    assert set(told(push_to(restored, *ops))) == {"accepted"}
    found = restored.messages.listed(JobState).messages
    assert {(line.case_id, line.state, line.code) for line in found} == {
        (first["case_id"], "unsure", "restored"),
        (fresh["case_id"], "queued", ""),
    }


def test_a_window_of_0_2_takes_cases_in_and_what_it_cannot_say_is_refused(central: Central) -> None:
    """It knows an item by less, and made no move but the first; one without its facts waits there for a person."""
    pen = WindowPen()
    op = pen.receive()
    old = {name: op["body"]["item"][name] for name in ("code", "name", "handling", "promised", "department")}
    assert told(push_to(central, rewritten(op, item=old))) == ["accepted"]
    push_to(central, pen.move(op["case_id"], 1, "accept", "back_office"))
    decided = pen.move(op["case_id"], 2, "decide", "back_office", facts={})
    assert told(push_to(central, decided)) == ["invalid"]


def test_an_applicant_who_comes_back_is_told_on_the_telephone_said_then(central: Central) -> None:
    pen = WindowPen()
    ops = pen.history(("ask_supplement", "back_office"))
    application = {"applicant": {"person": {"name": "某某"}, "phone": "13987654321"}}
    ops.append(pen.move(ops[0]["case_id"], 2, "resubmit", "intake", application=application))
    ops.append(pen.move(ops[0]["case_id"], 3, "accept", "back_office"))
    assert set(told(push_to(central, *ops))) == {"accepted"}
    (line,) = [each for each in central.messages.listed(JobState).messages if each.notice == "accepted"]
    assert line.phone.endswith("4321")


@pytest.mark.parametrize(
    ("steps", "move", "says", "why"),
    [
        (0, "refuse", {"reason": " "}, "no_reason"),
        (0, "refuse", {"legal_basis": ""}, "no_basis"),
        (0, "withdraw", {"reason": ""}, "no_reason"),
        (1, "extend", {"reason": "", "facts": {"days": 5, "approved_by": "局长"}}, "no_reason"),
        (1, "decide", {"facts": {"approved": False}}, "no_reason"),
        (2, "close", {"facts": {"certificates": []}}, "no_certificate"),
        (2, "void_document", {"facts": {"kind": "acceptance", "number": "YC26-09-S00001"}}, "no_such_document"),
    ],
)
def test_what_gives_no_reason_law_or_number_is_refused_whatever_window_it_comes_from(
    central: Central, steps: int, move: str, says: dict[str, Any], why: str
) -> None:
    pen = WindowPen()
    ops = pen.history(*(("accept", "back_office"), ("decide", "back_office"))[:steps])
    push_to(central, *ops)
    op = pen.move(ops[0]["case_id"], steps + 1, move, "back_office", **says)
    assert told(push_to(central, op)) == [why]
