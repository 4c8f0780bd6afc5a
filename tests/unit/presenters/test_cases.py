"""The page of cases against a real central: what is seen, done, refused, taken back, and done off line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.server import EmbeddedCentral
from app.domain.account import Account
from app.domain.case import Role
from app.domain.catalogue import Catalogue
from app.domain.slips import SlipKind
from app.presenters.cases.state import CasesState, CaseState, CaseTab
from app.presenters.marks import Mark
from sync.relay import CuttableLine
from tests.support.central_ops import options
from tests.support.items import LICENCE
from tests.support.working_window import WorkingWindow

INTAKE = Account("0317", "周某某", frozenset({Role.INTAKE}))
OFFICE = Account("0522", "吴某某", frozenset({Role.BACK_OFFICE}), frozenset({LICENCE.department.code}))
SECTION = Account("0610", "郑某某", frozenset({Role.SECTION}), frozenset({LICENCE.department.code}), "审批科")


@pytest.fixture
def central(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    catalogue = Catalogue("2026", (LICENCE,))
    with EmbeddedCentral(options(tmp_path / "central", catalogue=catalogue)) as running:
        yield running


@pytest.fixture
def line(central: EmbeddedCentral) -> Iterator[CuttableLine]:
    """The back office's line, which can be cut."""
    with CuttableLine(central.url) as line:
        yield line


@pytest.fixture
def intake(tmp_path: Path, central: EmbeddedCentral) -> Iterator[WorkingWindow]:
    window = WorkingWindow(tmp_path, central, "03", INTAKE, Role.INTAKE)
    yield window
    window.close()


@pytest.fixture
def office(tmp_path: Path, central: EmbeddedCentral, line: CuttableLine) -> Iterator[WorkingWindow]:
    window = WorkingWindow(tmp_path, central, "12", OFFICE, Role.BACK_OFFICE, url=line.url)
    yield window
    window.close()


@pytest.fixture
def section(tmp_path: Path, central: EmbeddedCentral) -> Iterator[WorkingWindow]:
    window = WorkingWindow(tmp_path, central, "21", SECTION, Role.SECTION)
    yield window
    window.close()


def case(state: CasesState) -> CaseState:
    assert state.case is not None, state.opening
    return state.case


def marks(state: CasesState) -> list[Mark | None]:
    return [line.mark for group in state.list.groups for line in group.lines]


def test_the_list_says_when_each_case_is_due_and_opens_the_most_urgent(
    intake: WorkingWindow, office: WorkingWindow
) -> None:
    case_id = intake.take_in()
    state = office.look()
    [group] = state.list.groups
    [row] = group.lines
    assert (row.id, row.title, row.mark) == (case_id, LICENCE.name, None)
    assert row.second.endswith("张*") and row.why == "待受理，受理承诺"
    assert (case(state).word, "还没有交到您手上" in case(state).acts[-1].barred) == ("待受理", False)
    assert case(state).trace.title


def test_a_case_is_accepted_decided_and_closed_with_its_documents(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.take_over()
    assert case(office.do("accept_case")).word == "已受理"
    state = office.do("decide", number="JY1", valid_to="2031-10-08")
    assert [slip.kind for slip in office.printed] == [SlipKind.ACCEPTANCE, SlipKind.APPROVAL]
    assert office.store.outbox.counts().parked == office.store.outbox.counts().ready == 0
    assert [line.what for line in case(state).past][:2] == ["办结", "决定：准予"]
    assert not any(line.pending for line in case(state).past)


def test_nothing_of_what_one_clerk_saw_stays_on_the_page_for_the_next(
    intake: WorkingWindow, office: WorkingWindow
) -> None:
    intake.take_in()
    office.look()
    office.cases.reveal()
    office.cases.clerk_came()
    assert (office.state.list.groups, office.state.case, office.state.panel) == ((), None, None)


def test_text_messages_of_the_case_are_told_of_with_where_they_stand(
    intake: WorkingWindow, office: WorkingWindow
) -> None:
    intake.take_in()
    office.take_over()
    state = office.do("accept_case")
    [told] = [each for each in case(state).dealings if each.what.startswith("短信")]
    assert told.mark is Mark.WAITING and told.detail.endswith("138****1234")


def test_who_may_not_act_is_told_why_and_nothing_opens(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.look()
    office.cases.act("decide")
    assert office.state.panel is None
    assert case(office.state).note_mark is Mark.DOUBTFUL and "作出决定" in case(office.state).note


def test_a_supplement_is_asked_for_called_about_and_told_of(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.take_over()
    office.cases.act("supplement")
    office.cases.toggle("demands", "health")
    office.cases.confirm()
    office.send()
    state = office.do("record_call", note="本周来补")
    assert case(state).word == "待补正"
    assert "补正：健康证明" in [each.what for each in case(state).dealings]
    assert any("已告知到人" in each.detail for each in case(state).dealings)


def test_a_section_sees_what_was_passed_to_it_records_the_result_and_gives_it_back(
    intake: WorkingWindow, office: WorkingWindow, section: WorkingWindow
) -> None:
    intake.take_in()
    assert section.look().list.groups == ()
    office.take_over()
    office.do("accept_case")
    office.do("transfer", section="审批科")
    section.take_over()
    section.do("special", kind="expert_review", days="8")
    assert section.state.list.title == "审批科"
    [row] = section.state.list.groups[0].lines
    assert "特别程序" in row.why
    section.cases.act("special")
    assert section.state.panel is not None and section.state.panel.act == "result"
    section.cases.write("conclusion", "符合要求")
    section.cases.confirm()
    section.send()
    section.do("transfer")
    state = office.take_over()
    assert (case(state).word, case(state).acts[-1].barred) == ("已受理", "")
    assert any("专家评审" in each.what and "符合要求" in each.detail for each in case(state).dealings)


def test_the_same_is_done_to_several_marked_cases_with_a_line_for_each(
    intake: WorkingWindow, office: WorkingWindow
) -> None:
    ids = [intake.take_in() for _ in range(3)]
    for case_id in ids:
        office.look()
        office.cases.choose(case_id)
        if case_id != ids[-1]:  # the papers of the last have not come
            office.take_over()
    for case_id in ids[:2]:
        office.cases.choose(case_id)
        office.cases.mark()
    office.do("accept_case")
    office.cases.leave()
    for case_id in ids:
        office.cases.choose(case_id)
        office.cases.mark()
    office.cases.act("transfer")
    office.cases.confirm()
    assert office.state.panel is not None
    assert [result.mark for result in office.state.panel.results] == [Mark.WRONG, Mark.DONE, Mark.DONE]
    assert [slip.kind for slip in office.printed].count(SlipKind.HAND_OVER) == 1


def test_what_was_opened_before_is_worked_on_off_line_and_sent_when_the_line_is_back(
    intake: WorkingWindow, office: WorkingWindow, line: CuttableLine
) -> None:
    intake.take_in()
    office.take_over()
    line.cut()
    state = office.do("accept_case")
    assert (case(state).word, case(state).past[0].pending) == ("已受理", True)
    assert marks(state) == [Mark.WAITING]
    assert state.list.news.startswith("离线，列表是")
    line.join()
    office.send()
    state = office.look()
    assert (case(state).word, marks(state), state.list.news) == ("已受理", [None], "")


def test_what_the_central_refuses_stands_first_with_the_reason_and_can_be_taken_back(
    intake: WorkingWindow, office: WorkingWindow, line: CuttableLine, tmp_path: Path, central: EmbeddedCentral
) -> None:
    intake.take_in()
    office.take_over()
    other = WorkingWindow(tmp_path, central, "13", OFFICE, Role.BACK_OFFICE)
    line.cut()
    office.do("accept_case")
    other.look()
    other.do("refuse", reason="不属于本机关职权范围")
    line.join()
    office.send()
    state = office.look()
    assert state.list.groups[0].title == "停放，要人处理"
    assert "受理没有生效" in case(state).trouble and case(state).word == "不予受理"
    again, newest, expected = case(state).ways_on
    assert (again.id, "不予受理" in again.barred, newest.id, newest.main) == ("redo", True, "newest", False)
    assert (expected.id, expected.key, expected.main) == ("take_back", "act", True), "it cannot be done any more"
    office.cases.act("take_back")
    office.send()
    assert office.store.outbox.counts().parked == 0
    assert [row.state.value for row in office.store.outbox.rows()][-1:] != ["parked"]
    other.close()


def test_what_was_refused_is_done_again_on_the_newest_state(
    intake: WorkingWindow, office: WorkingWindow, line: CuttableLine, tmp_path: Path, central: EmbeddedCentral
) -> None:
    intake.take_in()
    office.take_over()
    office.do("accept_case")
    other = WorkingWindow(tmp_path, central, "13", OFFICE, Role.BACK_OFFICE)
    line.cut()
    office.do("extend", days="7", approved_by="局长", reason="须等函复")
    other.look()
    other.do("special", kind="expert_review", days="5")
    other.do("special", conclusion="通过")
    line.join()
    office.send()
    assert case(office.look()).ways_on[-1].id == "redo"
    office.cases.act("redo")
    panel = office.state.panel
    assert panel is not None and panel.act == "extend"
    assert {entry.id: getattr(entry, "value", "") for entry in panel.entries} == {
        "days": "7", "approved_by": "局长", "reason": "须等函复",
    }  # fmt: skip
    office.cases.confirm()
    office.send()
    state = office.look()
    assert any("延期 7 个工作日" in each.what for each in case(state).past)
    assert office.store.outbox.counts().parked == 0
    other.close()


def test_facts_are_revealed_for_a_reason_and_that_is_audited(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.look()
    assert "110105********002X" in [fact.value for fact in case(office.state).facts]
    office.cases.reveal()
    office.cases.confirm()
    assert "11010519491231002X" in [fact.value for fact in case(office.state).facts]
    assert "case.revealed" in [row.action for row in office.store.audit.of(case(office.state).id)]


def test_a_document_is_made_void_with_its_reason(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.take_over()
    office.do("accept_case")
    office.cases.choose_tab(CaseTab.DOCUMENTS)
    assert case(office.state).documents[0].title == "受理通知书"
    state = office.do("void_document", reason="日期印错")
    assert (case(state).documents[0].word, case(state).past[0].what) == ("已作废", "单据作废")
    assert office.store.outbox.counts().parked == 0


def test_a_case_whose_applicant_withdraws_leaves_the_list(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.take_over()
    state = office.do("withdraw", reason="申请人书面撤回")
    assert (state.list.groups, state.case) == ((), None)
    assert state.list.empty


def test_a_search_and_a_filter_show_fewer_cases(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.look()
    office.cases.search("spjy")
    assert len(office.state.list.groups) == 1
    office.cases.search("没有")
    assert "没有符合" in office.state.list.empty
    office.cases.search("")
    office.cases.narrow("state", "accepted")
    assert office.state.list.groups == ()
    office.cases.narrow("state", "")
    assert [each.id for each in office.state.list.filters if each.options][-1] == "state"
    assert len(office.state.list.groups) == 1


def test_what_was_revealed_of_one_case_is_not_shown_of_the_next(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    intake.take_in()
    office.take_over()
    office.cases.reveal()
    office.cases.confirm()
    first = case(office.state).id
    state = office.do("refuse", reason="不属于本机关职权范围")
    assert case(state).id != first
    assert "110105********002X" in [fact.value for fact in case(state).facts]


def test_pages_come_from_the_central(intake: WorkingWindow, office: WorkingWindow) -> None:
    intake.take_in()
    office.look()
    pages = case(office.state)
    assert [page.material for page in pages.pages] == ["申请表", "平面图", "健康证明", "营业执照"]
    assert pages.picture.startswith(b"\xff\xd8") and all(page.picture for page in pages.pages)


def test_a_move_that_the_rules_of_the_central_refuse_is_not_shown_as_made(
    intake: WorkingWindow, office: WorkingWindow, line: CuttableLine, tmp_path: Path, central: EmbeddedCentral
) -> None:
    intake.take_in()
    office.take_over()
    office.do("accept_case")
    other = WorkingWindow(tmp_path, central, "13", OFFICE, Role.BACK_OFFICE)
    line.cut()
    office.do("special", kind="expert_review", days="5")
    assert case(office.state).word == "特别程序中"
    other.look()
    other.do("decide", number="JY1")
    line.join()
    office.send()
    state = office.look()
    assert case(state).word == "已办结" and case(state).trouble
    assert not any(each.pending for each in case(state).past)
    other.close()


def test_a_case_never_opened_here_says_so_off_line(
    intake: WorkingWindow, office: WorkingWindow, line: CuttableLine
) -> None:
    first, other = intake.take_in(), intake.take_in()
    office.look()
    line.cut()
    opened = case(office.state).id
    office.cases.choose(other if opened == first else first)
    assert office.state.case is None and office.state.opening.startswith("离线，这一件没有在本窗口打开过")
