"""Each move's document says what the law and the trade ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.documents.kinds_file import load_document_kinds
from app.domain.applicant import ApplicantKind, Delivery, Organisation
from app.domain.calendar import HALL_TIME
from app.domain.catalogue import ItemKind, Limit, LimitUnit
from app.domain.deadline import deadline
from app.domain.documents import Letterhead, Matter
from app.domain.documents_of_moves import (
    acceptance_notice,
    decision,
    delivery_receipt,
    extension_notice,
    hand_over_sheet,
    pickup_slip,
    post_label,
    refusal_decision,
    special_procedure_notice,
    supplement_notice,
)
from app.domain.plain import from_plain, to_plain
from app.domain.slip_words import count_text, particulars
from app.domain.slips import Certificate, Hall, HandOut, Line, Row, SlipDocument, SlipKind
from tests.support.items import LICENCE, TUESDAY, applicant, item

CALENDAR = load_calendar(paths.resources() / "calendars")
KINDS = load_document_kinds(paths.resources() / "slips")
HALL = Hall("示例市政务服务中心", "YC", "示例路 1 号", "9:00—17:00", "0730-0", "0730-1", "https://hall.example.cn/q/")
HEAD = Letterhead(HALL, "后台 02", "郑某某", datetime(2026, 9, 28, 15, 5, tzinfo=HALL_TIME), KINDS)
MATTER = Matter("YC26-03-00417", applicant(delivery=Delivery.LOCKER), LICENCE, TUESDAY)
PROMISE = deadline(TUESDAY, Limit(8), CALENDAR)
TAKEN = (Line("申请表", "原件 1 份"),)
OUT = HandOut("张𠮷", "智能取件柜", relation="本人", code="284 719", cell="A 柜 12 号格", until="10 月 16 日")
LICENCES = (Certificate("食品经营许可证", "JY1", "2026年10月9日至2031年10月8日", "1 份"),)


def acceptance(matter: Matter = MATTER) -> SlipDocument:
    return acceptance_notice(HEAD, matter, number="YC26-03-S00012", promise=PROMISE, taken=TAKEN)


def supplement(matter: Matter = MATTER) -> SlipDocument:
    missing = (Line("平面图", "原件 2 份", "标明尺寸"), Line("健康证明", "原件 1 份", "有效期内"))
    return supplement_notice(HEAD, matter, number="YC26-03-B00001", missing=missing, by=date(2026, 10, 20), taken=TAKEN)


def refusal(matter: Matter = MATTER) -> SlipDocument:
    return refusal_decision(HEAD, matter, number="YC26-03-N00001", reason="不属于本机关职权范围", taken=TAKEN)


def special(matter: Matter = MATTER) -> SlipDocument:
    return special_procedure_notice(
        HEAD, matter, number="YC26-03-T00004", name="专家评审", cap=Limit(30), basis="《示例办法》第九条",
        since=date(2026, 9, 28), until=date(2026, 11, 17), taken=TAKEN,
    )  # fmt: skip


def extension(matter: Matter = MATTER) -> SlipDocument:
    later = deadline(TUESDAY, Limit(18), CALENDAR)
    return extension_notice(
        HEAD, matter, number="YC26-03-Y00002", amount=Limit(10), before=PROMISE.due, promise=later,
        reason="须复核现场", approver="吴某某", taken=TAKEN,
    )  # fmt: skip


def approval(matter: Matter = MATTER) -> SlipDocument:
    return decision(
        HEAD, matter, number="YC26-03-Z00015", granted=True, approver="吴某某", certificates=LICENCES, taken=TAKEN
    )


def rejection(matter: Matter = MATTER) -> SlipDocument:
    return decision(
        HEAD, matter, number="YC26-03-F00003", granted=False, approver="吴某某", reason="距离不足", taken=TAKEN
    )


def delivery(matter: Matter = MATTER) -> SlipDocument:
    out = HandOut("张𠮷", "窗口领取", identity="居民身份证，读卡核验一致", at="2026-10-09 17:02")
    return delivery_receipt(HEAD, matter, number="YC26-03-D00044", hand_out=out, certificates=LICENCES)


def pickup(matter: Matter = MATTER) -> SlipDocument:
    return pickup_slip(HEAD, matter, number="YC26-03-Q00061", hand_out=OUT, certificates=LICENCES)


def label(matter: Matter = MATTER) -> SlipDocument:
    out = HandOut("张𠮷", "邮寄送达", courier="邮政速递", waybill="1234567890123", address="示例路 2 号", phone="138")
    return post_label(HEAD, matter, hand_out=out, certificates=LICENCES)


OF_A_CASE: dict[SlipKind, Callable[..., SlipDocument]] = {
    SlipKind.ACCEPTANCE: acceptance,
    SlipKind.SUPPLEMENT: supplement,
    SlipKind.REFUSAL: refusal,
    SlipKind.SPECIAL_PROCEDURE: special,
    SlipKind.EXTENSION: extension,
    SlipKind.APPROVAL: approval,
    SlipKind.REJECTION: rejection,
    SlipKind.DELIVERY: delivery,
    SlipKind.PICKUP: pickup,
    SlipKind.POST_LABEL: label,
}


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_a_document_says_whose_it_is_who_made_it_and_where_to_ask(kind: SlipKind) -> None:
    made = OF_A_CASE[kind]()
    assert (made.kind, made.title, made.seal) == (kind, KINDS[kind].title, KINDS[kind].seal)
    assert (made.hall, made.window, made.clerk, made.date) == (HALL.name, "后台 02", "郑某某", "2026-09-28 15:05")
    assert (made.applicant, made.item, made.limit) == ("张𠮷", "食品经营许可", "8 个工作日")
    assert (made.department, made.received) == ("市场监督管理局", "2026-09-22 10:49")
    assert (made.phone, made.supervision_phone) == ("0730-111 1111", "0730-222 2222")
    assert made.query == "https://hall.example.cn/q/YC26-03-00417"
    assert len(made.signatures) == len(KINDS[kind].signatures)
    assert made.next_step


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_a_document_has_its_own_number_and_that_of_its_case(kind: SlipKind) -> None:
    made = OF_A_CASE[kind]()
    own = KINDS[kind].has_own_number
    assert (made.number != "YC26-03-00417") is own
    assert (made.case_number, "〔2026〕" in made.reference) == (("YC26-03-00417", True) if own else ("", False))


@pytest.mark.parametrize("kind", OF_A_CASE)
def test_a_document_is_kept_and_read_again_as_it_was(kind: SlipKind) -> None:
    made = OF_A_CASE[kind]()
    assert from_plain(SlipDocument, to_plain(made)) == made


def test_what_0_2_kept_is_still_read() -> None:
    new = {"case_number", "reference", "bar_code", "void", "received", "explanation", "supplement_by", "approver",
           "procedure", "extension", "certificates", "hand_over", "hand_out"}  # fmt: skip
    kept = {key: value for key, value in to_plain(acceptance()).items() if key not in new}
    read = from_plain(SlipDocument, kept)
    assert read.number == "YC26-03-S00012" and read.hand_over is None and not read.void


def test_a_page_that_must_come_back_signed_has_its_number_as_a_bar_code() -> None:
    assert delivery().bar_code == "YC26-03-D00044"
    assert acceptance().bar_code == ""


def test_an_acceptance_explains_its_last_day() -> None:
    made = acceptance()
    assert made.due == "10 月 10 日 周六"
    assert made.explanation == ("接件当日不计，自 9 月 23 日起算，第 8 个工作日为 10 月 10 日 周六",)
    assert made.legal_basis == ("《中华人民共和国行政许可法》第三十二条第一款第五项",)
    assert made.taken == TAKEN and made.collect.startswith("智能取件柜")


def test_natural_days_that_end_on_a_holiday_run_on() -> None:
    lines = count_text(deadline(TUESDAY, Limit(10, LimitUnit.NATURAL_DAY), CALENDAR))
    assert lines[0].endswith("第 10 天为 10 月 2 日 周五") and "顺延至 10 月 8 日" in lines[1]


def test_a_limit_of_nothing_needs_no_counting() -> None:
    assert count_text(deadline(TUESDAY, Limit(0), CALENDAR)) == ()


def test_a_supplement_notice_lists_all_by_when_and_by_which_law() -> None:
    made = supplement()
    assert made.missing_title == "须一次补齐 2 件" and all(line.note for line in made.missing)
    assert made.legal_basis == ("《中华人民共和国行政许可法》第三十二条第一款第四项",)
    assert ("补正期限", "2026年10月20日") in particulars(made)


@pytest.mark.parametrize("make", [refusal, rejection])
def test_a_refusal_gives_reason_law_and_both_remedies(make: Callable[[], SlipDocument]) -> None:
    made = make()
    assert made.reason and made.legal_basis
    assert "六十日内依法申请行政复议" in made.next_step and "六个月内依法向人民法院提起行政诉讼" in made.next_step


def test_a_special_procedure_is_told_with_its_cap_basis_and_days() -> None:
    made = special()
    assert made.legal_basis == ("《示例办法》第九条", "《中华人民共和国行政许可法》第四十五条")
    assert dict(particulars(made)) == {
        "特别程序": "专家评审", "起始日期": "2026年9月28日", "最长用时": "30 个工作日", "最迟结束": "2026年11月17日",
    }  # fmt: skip
    assert made.due == ""


def test_an_extension_says_by_how_much_until_when_why_and_who_allowed_it() -> None:
    made = extension()
    assert dict(particulars(made)) == {
        "延长期限": "10 个工作日，至2026年10月23日", "原办结期限": "2026年10月10日", "批准人": "吴某某",
    }  # fmt: skip
    assert (made.due, made.reason) == ("10 月 23 日 周五", "须复核现场")
    assert made.legal_basis == ("《中华人民共和国行政许可法》第四十二条第一款",)


def test_only_a_grant_names_certificates() -> None:
    assert approval().certificates == LICENCES
    refused = decision(HEAD, MATTER, number="1", granted=False, approver="吴某某", certificates=LICENCES)
    assert refused.certificates == ()


@pytest.mark.parametrize("make", [acceptance, extension, approval])
def test_what_is_no_licence_is_not_judged_by_the_licensing_law(make: Callable[[Matter], SlipDocument]) -> None:
    service = replace(MATTER, item=item(kind=ItemKind.PUBLIC_SERVICE))
    assert make(service).legal_basis == (LICENCE.legal_basis,)
    assert make(replace(service, item=replace(service.item, legal_basis=""))).legal_basis == ()


@pytest.mark.parametrize("certificates", [False, True])
def test_a_hand_over_sheet_counts_cases_and_sheets_and_both_sides_sign(certificates: bool) -> None:
    rows = [Row(f"YC26-03-0041{n}", "某某", "事项", papers=TAKEN, sheets=n) for n in (3, 4)]
    made = hand_over_sheet(
        HEAD, number="YC26-03-J00021", sender="综合窗口", receiver="后台", rows=rows, certificates=certificates
    )
    assert made.kind is (SlipKind.CERTIFICATE_HAND_OVER if certificates else SlipKind.HAND_OVER)
    assert dict(particulars(made)) == {"移交": "综合窗口", "接收": "后台", "合计": "2 件，7 张"}
    assert made.signatures == ("移交人", "接收人") and made.bar_code == made.number
    assert made.hand_over is not None and made.hand_over.rows == tuple(rows)


def test_a_delivery_receipt_says_who_took_it_and_how_that_was_checked() -> None:
    told = dict(particulars(delivery()))
    assert (told["领取人"], told["身份核验"], told["领取时间"]) == (
        "张𠮷", "居民身份证，读卡核验一致", "2026-10-09 17:02",
    )  # fmt: skip


def test_a_pickup_slip_says_where_with_which_code_and_until_when() -> None:
    made = pickup()
    told = dict(particulars(made))
    assert (told["柜格"], told["取件码"], told["取件期限"]) == ("A 柜 12 号格", "284 719", "10 月 16 日")
    assert told["领取人"] == "张𠮷（本人）" and made.bar_code == "284719"


def test_a_label_has_the_waybill_as_its_bar_code_and_that_of_the_case_until_there_is_one() -> None:
    assert label().bar_code == "1234567890123" and label().address == "示例路 1 号"
    assert post_label(HEAD, MATTER, hand_out=HandOut("张𠮷", "邮寄送达")).bar_code == "YC26-03-00417"


def test_an_organisation_signs_through_its_representative() -> None:
    firm = applicant(kind=ApplicantKind.ORGANISATION, organisation=Organisation("示例有限公司"))
    assert acceptance(replace(MATTER, applicant=firm)).signatures == ("申请单位经办人签名", "经办人")
