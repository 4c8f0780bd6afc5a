"""What may be done with a case, what the panels are filled in with, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.case import MoveKind, Page, Role, Taken, TakenMaterial
from app.domain.errors import MoveRefused
from app.domain.facts import Asking, Closing, Deciding, HandingOver, Holder, ProcedureStart, Resubmitting
from app.domain.life import Deed
from app.domain.moves import evolve
from app.domain.rules import Rules
from app.presenters.cases.acts import Actor, act_named, barred, buttons, why_not
from app.presenters.cases.forms import NO, Form, again, begin, sayings
from app.presenters.cases.panels import panel
from app.presenters.cases.state import CheckEntry, PanelState, TextEntry
from app.presenters.cases.view import Looking, Setting, case_state
from app.presenters.marks import Mark
from app.services.open_case import OpenedCase
from app.wording import Wording
from sync.wire import FilePage
from tests.support.items import TUESDAY
from tests.support.lives import (
    ACCEPTED,
    ASKED,
    EXAMINES,
    HANDLES,
    READY,
    REVIEWED,
    TO_OFFICE,
    TO_SECTION,
    TOOK_IN,
    lived,
)

SAY = Wording(paths.resources() / "i18n", "zh_CN")
CALENDAR = load_calendar(paths.resources() / "calendars")
RULES = Rules(sections=("审批科", "食品科"))
NOW = TUESDAY + timedelta(hours=4)
CLERK = Actor(HANDLES, Role.BACK_OFFICE, "12")
OFFICER = Actor(EXAMINES, Role.SECTION, "12", "审批科")


def setting(actor: Actor = CLERK) -> Setting:
    return Setting(SAY, CALENDAR, RULES, actor, NOW)


def begun(act: str, opened: OpenedCase) -> Form:
    return begin(act, (opened,), RULES)


def shown(form: Form, actor: Actor = CLERK) -> PanelState:
    return panel(form, setting(actor))


def text(state: PanelState, entry: str) -> TextEntry:
    found = next(each for each in state.entries if each.id == entry)
    assert isinstance(found, TextEntry)
    return found


def told(refused: MoveRefused | None) -> str:
    return refused.why if refused else ""


def test_what_waits_for_acceptance_offers_acceptance_last_and_filled() -> None:
    offered = buttons(lived(*TO_OFFICE).life, CLERK, NOW, SAY)
    assert [each.id for each in offered] == ["refuse", "supplement", "transfer", "accept_case"]
    assert (offered[-1].main, offered[-1].key, [each.barred for each in offered]) == (True, "act", ["", "", "", ""])


def test_nothing_is_offered_of_a_result_that_has_gone_to_the_issuing_window() -> None:
    for moves in (READY, READY[:-1]):
        life = lived(*moves).life
        assert buttons(life, CLERK, NOW, SAY) == () and why_not(life, CLERK, NOW) is None
    assert [each.id for each in buttons(lived(*READY[:-2]).life, CLERK, NOW, SAY)] == ["transfer"]


def test_who_took_it_in_may_ask_for_a_supplement_but_not_accept() -> None:
    own = Actor(TOOK_IN, Role.BACK_OFFICE, "12")
    offered = {each.id: each.barred for each in buttons(lived(*TO_OFFICE).life, own, NOW, SAY)}
    assert "受办分离" in offered["accept_case"] and "受办分离" in offered["refuse"]
    assert offered["supplement"] == ""


def test_nothing_is_done_at_the_window_while_a_section_has_the_case() -> None:
    offered = buttons(lived(*TO_SECTION).life, CLERK, NOW, SAY)
    assert all("不在您的岗位" in each.barred for each in offered if each.id != "transfer")


def test_a_section_records_what_its_procedure_found_and_then_gives_the_case_back() -> None:
    under_review = lived(*REVIEWED)
    assert act_named("special", under_review.life) == "result"
    assert buttons(under_review.life, OFFICER, NOW, SAY)[-1].id == "result"
    says = sayings(begun("result", under_review).writing("conclusion", "符合要求"), under_review, OFFICER, RULES)
    life = evolve(under_review.life, Deed(says[0].kind, NOW, EXAMINES, Role.SECTION, "12", "", says[0].facts))
    after = buttons(life, OFFICER, NOW, SAY)[-1]
    assert (after.id, after.text, after.barred) == ("transfer", "交回窗口", "")


def test_a_supplement_proposes_what_has_not_come_with_its_standard() -> None:
    state = shown(begun("supplement", lived(*TO_OFFICE)))
    lines = state.entries[0]
    assert isinstance(lines, CheckEntry)
    assert [(line.id, line.mark, line.note) for line in lines.lines if line.checked] == [
        ("health", Mark.DOUBTFUL, "在有效期内")
    ]
    assert text(state, "days").message.startswith("最迟 10 月")
    assert (state.hold, state.warning) == ("", "")


def test_a_supplement_asks_for_what_was_chosen_in_the_words_that_were_written() -> None:
    opened = lived(*TO_OFFICE)
    form = begun("supplement", opened)
    for code in tuple(form.asked):
        form = form.toggling(code)
    assert "还没有选" in shown(form).hold
    form = form.toggling("plan").writing("standard", "标明尺寸，盖章")
    says = sayings(form, opened, CLERK, RULES)[0]
    assert isinstance(says.facts, Asking)
    assert [(each.code, each.standard) for each in says.facts.demands] == [("plan", "标明尺寸，盖章")]


def test_a_second_notice_that_lists_what_the_first_could_have_listed_warns_before_it_is_printed() -> None:
    again_here = lived(*ASKED, (MoveKind.RESUBMIT, Role.INTAKE, Resubmitting()))
    form = begun("supplement", again_here)
    form = form if "plan" in form.asked else form.toggling("plan")
    assert "平面图在第一次补正时就该列出" in shown(form).warning
    only = Form("supplement", (again_here,), {"days": "15"}, {"health": "在有效期内"})
    assert shown(only).warning == ""


def test_a_special_procedure_takes_no_longer_than_its_kind_allows() -> None:
    opened = lived(*ACCEPTED)
    form = begun("special", opened).writing("kind", "expert_review").writing("days", "11")
    assert shown(form).hold
    form = form.writing("days", "10")
    state = shown(form)
    assert (state.hold, "时限停" in state.says[0]) == ("", True)
    assert text(state, "days").message.startswith("届时 10 月")
    says = sayings(form, opened, CLERK, RULES)[0]
    assert isinstance(says.facts, ProcedureStart)
    assert (says.facts.cap.amount, says.facts.stops) == (10, True)


def test_an_extension_shows_from_which_day_to_which_it_moves_the_promise() -> None:
    form = begun("extend", lived(*ACCEPTED))
    state = shown(form)
    assert "→" in text(state, "days").message and state.hold
    filled = form.writing("approved_by", "局长").writing("reason", "须等外地函复")
    assert shown(filled).hold == ""
    assert shown(filled.writing("days", "11")).hold


def test_a_decision_closes_in_the_same_go_unless_it_is_not_wanted() -> None:
    opened = lived(*ACCEPTED)
    form = begun("decide", opened)
    assert [each.kind for each in sayings(form, opened, CLERK, RULES)] == [MoveKind.DECIDE, MoveKind.CLOSE]
    assert [each.kind for each in sayings(form.writing("close", NO), opened, CLERK, RULES)] == [MoveKind.DECIDE]


def test_what_an_item_issues_is_named_by_its_number_or_said_not_to_be_issued() -> None:
    case = lived(*ACCEPTED)
    opened = replace(case, life=replace(case.life, item=replace(case.life.item, result="许可证")))
    form = begun("decide", opened)
    assert "证件编号" in shown(form).hold
    assert shown(form.writing("number", "JY1")).hold == ""
    none = form.writing("issued", NO)
    assert shown(none).hold == "" and [entry.id for entry in shown(none).entries][-1] == "issued"
    assert sayings(none, opened, CLERK, RULES)[1].facts == Closing(none_issued=True)


def test_several_decided_cases_that_give_certificates_are_closed_one_by_one() -> None:
    decided = lived(*ACCEPTED, (MoveKind.DECIDE, Role.BACK_OFFICE, Deciding(True, "Z1")))
    gives = replace(decided, life=replace(decided.life, item=replace(decided.life.item, result="许可证")))
    assert "一件一件" in shown(begin("close_case", [gives, gives], RULES)).hold
    plain = replace(decided, life=replace(decided.life, item=replace(decided.life.item, result="")))
    assert shown(begin("close_case", [plain, plain], RULES)).hold == ""


def test_a_rejection_needs_its_reason_and_gives_no_certificate() -> None:
    opened = lived(*ACCEPTED)
    form = begun("decide", opened).writing("approved", NO)
    assert shown(form).hold
    decision, closing = sayings(form.writing("reason", "不符合条件"), opened, CLERK, RULES)
    assert decision.facts == Deciding(approved=False)
    assert decision.reason == "不符合条件"
    assert closing.facts.certificates == ()  # type: ignore[attr-defined]


def test_papers_go_to_the_section_that_was_chosen_and_back_to_the_department() -> None:
    accepted, reviewed = lived(*ACCEPTED), lived(*TO_SECTION)
    there = sayings(begun("transfer", accepted).writing("section", "食品科"), accepted, CLERK, RULES)[0].facts
    back = sayings(begun("transfer", reviewed), reviewed, OFFICER, RULES)[0].facts
    assert isinstance(there, HandingOver) and isinstance(back, HandingOver)
    assert there.to == Holder(Role.SECTION, "食品科")
    assert (back.to.role, back.to.name) == (Role.BACK_OFFICE, accepted.life.item.department)


def test_what_was_refused_can_be_done_again_as_it_was_filled_in() -> None:
    opened = lived(*ACCEPTED)
    form = again(begun("extend", opened), "须等函复", {"days": 7, "approved_by": "局长"})
    assert (form.number("days"), form.get("approved_by"), form.get("reason")) == (7, "局长", "须等函复")


@pytest.mark.parametrize("act", ["accept_case", "record_call", "extend", "close_case"])
def test_what_the_state_does_not_allow_is_refused_by_the_rules_themselves(act: str) -> None:
    refused = lived(*TO_OFFICE, (MoveKind.WITHDRAW, Role.BACK_OFFICE, None))
    assert told(barred(refused.life, act, CLERK, NOW)) == "not_from_here"


def test_a_case_is_shown_masked_with_its_trace_and_its_history() -> None:
    state = case_state(lived(*REVIEWED), Looking(), setting(OFFICER), confirmed=5, parked=None)
    assert [fact.value for fact in state.facts] == ["张*", "110105********002X", "138****1234"]
    assert state.trace.title and "专家评审" in state.past[0].what
    assert [line.pending for line in state.past] == [True, True, False, False, False, False, False]


def test_revealed_facts_are_whole() -> None:
    state = case_state(lived(), Looking(revealed=True), setting(), confirmed=1, parked=None)
    assert "11010519491231002X" in [fact.value for fact in state.facts]


def test_dealings_tell_of_supplements_calls_and_where_the_papers_are() -> None:
    opened = lived(*ASKED)
    state = case_state(opened, Looking(), setting(), confirmed=9, parked=None)
    assert [(each.mark, each.what) for each in state.dealings] == [
        (Mark.DOUBTFUL, "补正：健康证明"),
        (Mark.DONE, "交接：移交市场监督管理局"),
    ]


def test_a_supervisor_reads_and_is_offered_nothing() -> None:
    state = case_state(
        lived(*ACCEPTED), Looking(), setting(Actor("0008", Role.SUPERVISOR, "12")), confirmed=9, parked=None
    )
    assert state.acts == ()


def test_pages_that_came_with_a_move_are_called_by_what_they_are() -> None:
    pages = tuple(
        FilePage(material=code, sha256=code, media_type="image/jpeg") for code in ("form", "result", "commitment")
    )
    state = case_state(replace(lived(), pages=pages), Looking(), setting(), confirmed=1, parked=None)
    assert [page.material for page in state.pages] == ["申请表", "特别程序结果", "容缺受理承诺书"]


def test_several_that_give_certificates_are_decided_together_and_closed_one_by_one() -> None:
    cases = [lived(*ACCEPTED), lived(*ACCEPTED)]
    cases = [replace(each, life=replace(each.life, item=replace(each.life.item, result="许可证"))) for each in cases]
    form = begin("decide", cases, RULES)
    state = shown(form)
    assert [each.id for each in state.entries] == ["approved"] and any("逐件" in line for line in state.says)
    assert [each.kind for each in sayings(form, cases[0], CLERK, RULES)] == [MoveKind.DECIDE]
    refused = form.writing("approved", NO).writing("reason", "不符合标准")
    assert [each.kind for each in sayings(refused, cases[0], CLERK, RULES)] == [MoveKind.DECIDE, MoveKind.CLOSE]


def test_a_supplement_shows_what_the_review_at_the_window_found() -> None:
    opened = lived(*TO_OFFICE)
    first = opened.item.materials_for(opened.application.answers)[0]
    blank = TakenMaterial(Taken.SCANNED, (Page("0" * 64, "image/png", 10, 10, blank=True),))
    application = replace(opened.application, taken={**opened.application.taken, first.code: blank})
    [checks, *_] = shown(begun("supplement", replace(opened, application=application))).entries
    assert isinstance(checks, CheckEntry)
    line = next(each for each in checks.lines if each.id == first.code)
    assert (line.word, line.note, line.mark) == ("接件时存疑", "第 1 页像是空白", Mark.DOUBTFUL)


def test_what_cannot_be_done_to_some_of_several_is_said_beforehand() -> None:
    some = shown(begin("decide", [lived(*TO_OFFICE), lived(*ACCEPTED)], RULES))
    assert (some.hold, "其中 1 件" in some.warning) == ("", True)
    none = shown(begin("decide", [lived(*TO_OFFICE), lived(*TO_OFFICE)], RULES))
    assert "作出决定" in none.hold
