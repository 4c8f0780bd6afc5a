"""How amounts and days read on paper, and what a document says of itself in a word or two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.applicant import Applicant, Delivery
from app.domain.catalogue import LimitUnit, Material, Medium, PaperForm
from app.domain.clock_words import day_text
from app.domain.deadline import Deadline
from app.domain.slips import Hall, SlipDocument, SlipKind


def amount_text(material: Material) -> str:
    """Form and count: 复印件 1 份."""
    if material.medium is Medium.ELECTRONIC:
        return "电子件"
    return f"{form_text(material.form)} {material.copies} 份"


def form_text(form: PaperForm) -> str:
    """The word for a form of paper."""
    return {
        PaperForm.ORIGINAL: "原件",
        PaperForm.COPY: "复印件",
        PaperForm.EITHER: "原件或复印件",
        PaperForm.ORIGINAL_SEEN: "验原件留复印件",
    }[form]


def date_text(day: date) -> str:
    """A day as letters have it: 2026年10月9日."""
    return f"{day.year}年{day.month}月{day.day}日"


def collect_text(applicant: Applicant, hall: Hall) -> str:
    """How and where the applicant wants to collect."""
    match applicant.delivery:
        case Delivery.WINDOW:
            return f"{hall.name}出件窗口"
        case Delivery.LOCKER:
            return f"智能取件柜，取件码短信告知。{applicant.delivery_address}".rstrip("。")
        case Delivery.POST:
            return f"邮寄 {applicant.delivery_address}"


def count_text(promise: Deadline) -> tuple[str, ...]:
    """How the last day came about, for the citizen: from when, how many days, which are not counted."""
    counted = [day for day in promise.trace if day.number]
    if not counted:
        return ()
    first, last = counted[0].day, counted[-1]
    days = "个工作日" if promise.limit.unit is LimitUnit.WORKING_DAY else "天"
    lines = [f"接件当日不计，自 {first.month} 月 {first.day} 日起算，第 {last.number} {days}为 {day_text(last.day)}"]
    if last.day != promise.due:
        lines.append(f"该日不上班，顺延至 {day_text(promise.due)}")
    return tuple(lines)


def reason_title(kind: SlipKind) -> str:
    """What is said over the reason."""
    return {
        SlipKind.REFUSAL: "不予受理的理由",
        SlipKind.REJECTION: "不予许可的理由",
        SlipKind.SPECIAL_PROCEDURE: "启动理由",
        SlipKind.EXTENSION: "延期理由",
    }.get(kind, "说明")


def particulars(doc: SlipDocument) -> tuple[tuple[str, str], ...]:
    """What a document of its kind says in a word or two beyond what all have: label and value, in order."""
    return tuple((label, value) for label, value in _particulars(doc) if value)


def _particulars(doc: SlipDocument) -> Iterator[tuple[str, str]]:
    yield "补正期限", doc.supplement_by
    if doc.procedure:
        yield "特别程序", doc.procedure.name
        yield "起始日期", doc.procedure.since
        yield "最长用时", doc.procedure.cap
        yield "最迟结束", doc.procedure.until
    if doc.extension:
        yield "延长期限", doc.extension.amount + (f"，至{doc.extension.until}" if doc.extension.until else "")
        yield "原办结期限", doc.extension.before
    yield "批准人", doc.approver
    if doc.hand_over:
        yield "移交", doc.hand_over.sender
        yield "接收", doc.hand_over.receiver
        yield "合计", f"{len(doc.hand_over.rows)} 件，{sum(row.sheets for row in doc.hand_over.rows)} 张"
    if doc.hand_out:
        yield from _of_hand_out(doc)


def _of_hand_out(doc: SlipDocument) -> Iterator[tuple[str, str]]:
    out = doc.hand_out
    if out is None:
        return
    yield "收件人" if out.address else "领取人", out.recipient + (f"（{out.relation}）" if out.relation else "")
    yield "联系电话", out.phone
    yield "收件地址", out.address
    yield "身份核验", out.identity
    yield "领取方式", out.way
    yield "柜格", out.cell
    yield "取件码", out.code
    yield "取件期限", out.until
    yield "承运单位", out.courier
    yield "运单号", out.waybill
    yield "领取时间", out.at
    yield "领取人签名", "已在签名板上签名，随本件保存" if out.on_pad else ""
