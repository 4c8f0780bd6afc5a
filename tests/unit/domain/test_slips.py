"""Each slip says all that domain §7 asks of it, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.documents.kinds_file import load_document_kinds
from app.domain.applicant import ApplicantKind, Delivery, Organisation, Person
from app.domain.calendar import HALL_TIME
from app.domain.case import Application, Decision
from app.domain.catalogue import Handling, Limit, LimitUnit, Material, Medium, PaperForm
from app.domain.clock_words import limit_text
from app.domain.documents import Letterhead
from app.domain.review import review
from app.domain.slip_words import amount_text
from app.domain.slips import Hall, Line, NotificationMode, SlipDocument, SlipKind
from app.domain.slips_at_intake import slip_for, slips_given
from tests.support.items import COMPLETE, LICENCE, TUESDAY, WITHOUT_HEALTH, WITHOUT_PLAN, applicant, item, scanned

CALENDAR = load_calendar(paths.resources() / "calendars")
HALL = Hall(
    "示例市政务服务中心", "YC", "示例路 1 号", "工作日 9:00—17:00", "0730-0", "0730-1", "https://hall.example.cn/q/"
)
KINDS = load_document_kinds(paths.resources() / "slips")
FOR = {
    SlipKind.RECEIPT: COMPLETE,
    SlipKind.NOTIFICATION: COMPLETE,
    SlipKind.SUPPLEMENT: WITHOUT_PLAN,
    SlipKind.REFUSAL: WITHOUT_PLAN,
    SlipKind.COMMITMENT: WITHOUT_HEALTH,
}


def slip(kind: SlipKind, given: Application | None = None, **changes: Any) -> SlipDocument:
    given, of = given or FOR[kind], changes.pop("item", LICENCE)
    facts: dict[str, Any] = {
        "number": "YC26-03-00417",
        "application": given,
        "item": of,
        "reviewed": review(of, given, TUESDAY.date()),
        "calendar": CALENDAR,
    }
    head = Letterhead(HALL, "03", "周某某", changes.pop("at", TUESDAY), KINDS, changes.pop("training", False))
    return slip_for(kind, head, **facts | changes)


@pytest.mark.parametrize("kind", FOR)
def test_every_slip_says_whose_it_is_where_to_ask_and_where_to_sign(kind: SlipKind) -> None:
    made = slip(kind)
    assert (made.number, made.date, made.hall, made.window) == (
        "YC26-03-00417", "2026-09-22 10:49", "示例市政务服务中心", "03",
    )  # fmt: skip
    assert (made.applicant, made.item, made.department) == ("张𠮷", "食品经营许可", "市场监督管理局")
    assert (made.clerk, made.handling, made.limit) == ("周某某", "承诺件", "8 个工作日")
    assert (made.phone, made.supervision_phone) == ("0730-111 1111", "0730-222 2222")
    assert made.address == "示例路 1 号 工作日 9:00—17:00"
    assert made.query == "https://hall.example.cn/q/YC26-03-00417"
    assert made.title and made.next_step and made.signatures


@pytest.mark.parametrize(
    ("kind", "title", "seal", "signatures"),
    [
        (SlipKind.RECEIPT, "收件凭证", True, ("申请人签名", "经办人")),
        (SlipKind.NOTIFICATION, "一次性告知单", True, ("申请人签名", "经办人")),
        (SlipKind.SUPPLEMENT, "补正告知书", True, ("申请人签名", "经办人")),
        (SlipKind.REFUSAL, "不予受理决定书", True, ("申请人签名", "经办人")),
        (SlipKind.COMMITMENT, "容缺受理承诺书", False, ("申请人签名",)),
    ],
)
def test_a_slip_has_its_title_seal_and_signatures(
    kind: SlipKind, title: str, seal: bool, signatures: tuple[str, ...]
) -> None:
    made = slip(kind)
    assert (made.title, made.seal, made.signatures) == (title, seal, signatures)


@pytest.mark.parametrize("kind", [SlipKind.RECEIPT, SlipKind.NOTIFICATION, SlipKind.COMMITMENT])
def test_a_running_case_says_when_it_is_due_why_and_how_to_collect(kind: SlipKind) -> None:
    made = slip(kind)
    assert made.due == "10 月 10 日 周六"
    assert made.due_note == "调休上班日；中秋、国庆共 10 天不计"
    assert made.collect == "示例市政务服务中心出件窗口"


@pytest.mark.parametrize("kind", [SlipKind.SUPPLEMENT, SlipKind.REFUSAL])
def test_a_case_that_does_not_run_has_no_due_date_and_nothing_to_collect(kind: SlipKind) -> None:
    made = slip(kind)
    assert (made.due, made.due_note, made.collect, made.provisional) == ("", "", "", False)


def test_a_receipt_lists_what_was_taken_in_form_and_count() -> None:
    assert slip(SlipKind.RECEIPT).taken == (
        Line("申请表", "原件 1 页"),
        Line("平面图", "原件 2 份"),
        Line("健康证明", "原件 1 页"),
        Line("营业执照", "免提交"),
    )
    assert slip(SlipKind.RECEIPT).missing == ()
    assert slip(SlipKind.RECEIPT).missing_title == ""


def test_a_supplement_notice_lists_all_that_is_missing_with_its_standard_and_the_law() -> None:
    neither = replace(COMPLETE, taken={"form": scanned()})
    made = slip(SlipKind.SUPPLEMENT, neither)
    assert made.missing_title == "须一次补齐 2 件"
    assert made.missing == (
        Line("平面图", "原件 2 份", "标明尺寸；可手绘"),
        Line("健康证明", "原件 1 份", "在有效期内"),
    )
    assert made.legal_basis == ("《中华人民共和国行政许可法》第三十二条第一款第四项",)
    assert "备齐上列全部材料" in made.next_step


def test_a_commitment_says_until_when_each_material_must_follow() -> None:
    made = slip(SlipKind.COMMITMENT)
    assert made.missing == (Line("健康证明", "原件 1 份", "在有效期内；最迟 10 月 20 日补交"),)
    assert made.missing_title == "须补 1 件，限 10 月 20 日"
    assert "承诺" in made.next_step


def test_a_conditional_receipt_says_so_and_does_not_promise_another_acceptance() -> None:
    made = slip(SlipKind.RECEIPT, WITHOUT_HEALTH, conditional=True)
    assert made.subtitle == "容缺受理"
    assert "补齐" in made.next_step and "决定是否受理" not in made.next_step
    assert slip(SlipKind.RECEIPT).subtitle == ""


def test_a_refusal_says_reason_law_and_remedy() -> None:
    made = slip(SlipKind.REFUSAL, reason="不属于本行政机关职权范围")
    assert made.reason == "不属于本行政机关职权范围"
    assert made.legal_basis == (
        "《中华人民共和国行政许可法》第三十二条",
        "《食品经营许可和备案管理办法》第十二条",
    )
    assert "行政复议" in made.next_step and "行政诉讼" in made.next_step


def test_a_notification_after_passing_says_no_law_about_what_is_missing() -> None:
    made = slip(SlipKind.NOTIFICATION)
    assert made.legal_basis == ()
    assert "1 个工作日内决定是否受理" in made.next_step


@pytest.mark.parametrize("given", [WITHOUT_PLAN, WITHOUT_HEALTH], ids=["a needed one", "one that may follow"])
def test_a_notification_that_lists_what_is_missing_promises_no_date(given: Application) -> None:
    made = slip(SlipKind.NOTIFICATION, given)
    assert len(made.missing) == 1
    assert (made.due, made.collect) == ("", "")
    assert made.legal_basis == ("《中华人民共和国行政许可法》第三十二条第一款第四项",)
    assert "最迟" not in made.missing[0].note


def test_an_item_done_at_once_is_told_so() -> None:
    at_once = item(handling=Handling.AT_ONCE, promised=Limit(0))
    made = slip(SlipKind.RECEIPT, item=at_once)
    assert (made.handling, made.limit, made.due) == ("即办件", "当场办结", "9 月 22 日 周二")
    assert "当场办结" in made.next_step


def test_natural_days_do_not_claim_that_holidays_are_left_out() -> None:
    made = slip(SlipKind.RECEIPT, item=item(promised=Limit(16, LimitUnit.NATURAL_DAY)))
    assert (made.limit, made.due, made.due_note) == ("16 日", "10 月 8 日 周四", "")


def test_a_due_date_in_an_unpublished_year_is_provisional() -> None:
    december = datetime(2026, 12, 30, 9, tzinfo=HALL_TIME)
    made = slip(SlipKind.RECEIPT, at=december)
    assert made.provisional
    assert made.due_note.endswith("届时以公布为准")


@pytest.mark.parametrize(
    ("delivery", "address", "said"),
    [
        (Delivery.WINDOW, "", "示例市政务服务中心出件窗口"),
        (Delivery.LOCKER, "", "智能取件柜，取件码短信告知"),
        (Delivery.POST, "示例路 2 号", "邮寄 示例路 2 号"),
    ],
)
def test_a_slip_says_how_the_result_is_collected(delivery: Delivery, address: str, said: str) -> None:
    wishes = replace(COMPLETE, applicant=applicant(delivery=delivery, delivery_address=address))
    assert slip(SlipKind.RECEIPT, wishes).collect == said


def test_an_organisation_signs_through_its_representative() -> None:
    firm = applicant(kind=ApplicantKind.ORGANISATION, organisation=Organisation("示例有限公司"))
    made = slip(SlipKind.RECEIPT, replace(COMPLETE, applicant=firm))
    assert made.applicant == "示例有限公司"
    assert made.signatures == ("申请单位经办人签名", "经办人")


def test_an_agent_is_named_only_where_there_is_one() -> None:
    agent = applicant(agent=Person(name="李四"))
    assert slip(SlipKind.RECEIPT, replace(COMPLETE, applicant=agent)).agent == ""
    through = replace(agent, through_agent=True)
    assert slip(SlipKind.RECEIPT, replace(COMPLETE, applicant=through)).agent == "李四"


def test_the_halls_telephones_stand_in_for_those_a_department_lacks() -> None:
    silent = replace(LICENCE.department, phone="", supervision_phone="")
    made = slip(SlipKind.RECEIPT, item=item(department=silent))
    assert (made.phone, made.supervision_phone) == ("0730-0", "0730-1")


def test_a_training_slip_is_marked() -> None:
    assert slip(SlipKind.RECEIPT, training=True).training
    assert not slip(SlipKind.RECEIPT).training


AFTER_PASS, LISTS_MISSING = NotificationMode.AFTER_PASS, NotificationMode.LISTS_MISSING


@pytest.mark.parametrize(
    ("decision", "mode", "kinds"),
    [
        (Decision.RECEIVE, AFTER_PASS, (SlipKind.NOTIFICATION, SlipKind.RECEIPT)),
        (Decision.RECEIVE, LISTS_MISSING, (SlipKind.RECEIPT,)),
        (Decision.CONDITIONAL, AFTER_PASS, (SlipKind.RECEIPT, SlipKind.COMMITMENT)),
        (Decision.CONDITIONAL, LISTS_MISSING, (SlipKind.RECEIPT, SlipKind.COMMITMENT)),
        (Decision.SUPPLEMENT, AFTER_PASS, (SlipKind.SUPPLEMENT,)),
        (Decision.SUPPLEMENT, LISTS_MISSING, (SlipKind.NOTIFICATION, SlipKind.SUPPLEMENT)),
        (Decision.REFUSE, AFTER_PASS, (SlipKind.REFUSAL,)),
        (Decision.REFUSE, LISTS_MISSING, (SlipKind.REFUSAL,)),
    ],
)
def test_a_decision_gives_out_its_slips_as_the_hall_understands_notification(
    decision: Decision, mode: NotificationMode, kinds: tuple[SlipKind, ...]
) -> None:
    assert slips_given(decision, replace(HALL, notification_mode=mode)) == kinds


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit(0), "当场办结"),
        (Limit(8), "8 个工作日"),
        (Limit(30, LimitUnit.NATURAL_DAY), "30 日"),
        (Limit(4, LimitUnit.HOUR), "4 小时"),
    ],
)
def test_a_limit_is_said_in_its_unit(limit: Limit, said: str) -> None:
    assert limit_text(limit) == said


@pytest.mark.parametrize(
    ("material", "said"),
    [
        (Material("a", "甲", form=PaperForm.COPY, copies=2), "复印件 2 份"),
        (Material("a", "甲", form=PaperForm.EITHER), "原件或复印件 1 份"),
        (Material("a", "甲", form=PaperForm.ORIGINAL_SEEN), "验原件留复印件 1 份"),
        (Material("a", "甲", medium=Medium.ELECTRONIC), "电子件"),
    ],
)
def test_a_material_is_asked_for_in_form_and_count(material: Material, said: str) -> None:
    assert amount_text(material) == said
