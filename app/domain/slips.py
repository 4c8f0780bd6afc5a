"""From a case to what stands on its slip: plain values, no layout (that is Typst's) and no printer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.applicant import ApplicantKind, Delivery
from app.domain.calendar import WorkCalendar
from app.domain.case import Application, Decision, Taken
from app.domain.catalogue import Handling, Item, Limit, Material, Medium, PaperForm
from app.domain.clock_words import day_text, due_note, limit_text
from app.domain.deadline import deadline
from app.domain.review import Finding, Review, Verdict


class SlipKind(Enum):
    """The slips a window gives out; the value names the Typst template."""

    RECEIPT = "receipt"  # 收件凭证
    NOTIFICATION = "notification"  # 一次性告知单
    SUPPLEMENT = "supplement"  # 补正告知书
    REFUSAL = "refusal"  # 不予受理决定书
    COMMITMENT = "commitment"  # 容缺受理承诺书


TITLES = {
    SlipKind.RECEIPT: "收件凭证",
    SlipKind.NOTIFICATION: "一次性告知单",
    SlipKind.SUPPLEMENT: "补正告知书",
    SlipKind.REFUSAL: "不予受理决定书",
    SlipKind.COMMITMENT: "容缺受理承诺书",
}


class NotificationMode(Enum):
    """What a hall calls 一次性告知单: the slip after a passed check, or the list of what is missing."""

    AFTER_PASS = "after_pass"
    LISTS_MISSING = "lists_missing"


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall as it names itself on paper."""

    name: str
    code: str
    address: str
    hours: str
    phone: str
    supervision_phone: str
    query_url: str
    notification_mode: NotificationMode = NotificationMode.AFTER_PASS


@dataclass(frozen=True, slots=True)
class Line:
    """One material on a slip: its name, form and count, and below it what the paper must meet."""

    name: str
    amount: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """One slip, complete. Empty strings and lists are left out of the print."""

    kind: SlipKind
    title: str
    subtitle: str
    number: str
    hall: str
    date: str  # 2026-09-22 10:49
    window: str
    clerk: str
    applicant: str
    agent: str
    item: str
    department: str
    handling: str
    limit: str  # 8 个工作日
    due: str  # 10 月 10 日 周六
    due_note: str  # 调休上班日；中秋、国庆共 10 天不计
    provisional: bool
    taken: tuple[Line, ...]
    missing_title: str
    missing: tuple[Line, ...]
    reason: str
    legal_basis: tuple[str, ...]
    next_step: str
    collect: str
    phone: str
    supervision_phone: str
    address: str
    query: str  # what the QR code says
    signatures: tuple[str, ...]
    seal: bool
    reprint: int = 0  # 0 the original, n the n-th reprint
    training: bool = False


def slip_for(
    kind: SlipKind,
    *,
    number: str,
    application: Application,
    item: Item,
    reviewed: Review,
    received_at: datetime,
    window: str,
    clerk: str,
    hall: Hall,
    calendar: WorkCalendar,
    reason: str = "",
    conditional: bool = False,
    training: bool = False,
) -> SlipDocument:
    """The slip of `kind` for this case. `received_at` is local time of the hall."""
    lacking = (*reviewed.of(Verdict.MISSING), *reviewed.of(Verdict.MAY_FOLLOW))
    runs = kind in (SlipKind.RECEIPT, SlipKind.COMMITMENT) or (kind is SlipKind.NOTIFICATION and not lacking)
    promise = deadline(received_at, item.promised, calendar) if runs else None
    return SlipDocument(
        kind=kind,
        title=TITLES[kind],
        subtitle="容缺受理" if conditional and kind is SlipKind.RECEIPT else "",
        number=number,
        hall=hall.name,
        date=received_at.strftime("%Y-%m-%d %H:%M"),
        window=window,
        clerk=clerk,
        applicant=application.applicant.display_name,
        agent=application.applicant.agent.name if application.applicant.through_agent else "",
        item=item.name,
        department=item.department.name,
        handling="即办件" if item.handling is Handling.AT_ONCE else "承诺件",
        limit=limit_text(item.promised),
        due=day_text(promise.due) if promise else "",
        due_note=due_note(promise) if promise else "",
        provisional=bool(promise and promise.provisional),
        taken=tuple(_taken_line(finding) for finding in reviewed.findings if _is_taken(finding)),
        missing_title=_missing_title(kind, lacking, received_at, calendar),
        missing=tuple(_missing_line(finding, received_at, calendar, follows=runs) for finding in lacking),
        reason=reason,
        legal_basis=_legal_basis(kind, item, bool(lacking)),
        next_step=_next_step(kind, item, hall, bool(lacking), conditional),
        collect=_collect(application, hall) if runs else "",
        phone=item.department.phone or hall.phone,
        supervision_phone=item.department.supervision_phone or hall.supervision_phone,
        address=f"{hall.address} {hall.hours}".strip(),
        query=f"{hall.query_url}{number}",
        signatures=_signatures(kind, application.applicant.kind),
        seal=kind is not SlipKind.COMMITMENT,
        training=training,
    )


def slips_given(decision: Decision, hall: Hall) -> tuple[SlipKind, ...]:
    """The slips that a decision gives out, the one to print first."""
    match decision:
        case Decision.RECEIVE if hall.notification_mode is NotificationMode.AFTER_PASS:
            return (SlipKind.NOTIFICATION, SlipKind.RECEIPT)
        case Decision.RECEIVE:
            return (SlipKind.RECEIPT,)
        case Decision.CONDITIONAL:
            return (SlipKind.RECEIPT, SlipKind.COMMITMENT)
        case Decision.SUPPLEMENT if hall.notification_mode is NotificationMode.LISTS_MISSING:
            return (SlipKind.NOTIFICATION, SlipKind.SUPPLEMENT)
        case Decision.SUPPLEMENT:
            return (SlipKind.SUPPLEMENT,)
        case Decision.REFUSE:
            return (SlipKind.REFUSAL,)


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


def _is_taken(finding: Finding) -> bool:
    return finding.verdict in (Verdict.COMPLETE, Verdict.DOUBTFUL, Verdict.EXEMPT)


def _taken_line(finding: Finding) -> Line:
    if finding.verdict is Verdict.EXEMPT:
        return Line(finding.material.name, "免提交")
    taken = finding.taken
    count = taken.count if taken.how is Taken.ON_PAPER else finding.material.copies
    pages = f"{len(taken.pages)} 页" if taken.how is Taken.SCANNED else ""
    form = form_text(finding.material.form)
    return Line(finding.material.name, f"{form} {pages or f'{count} 份'}")


def _missing_line(finding: Finding, received_at: datetime, calendar: WorkCalendar, *, follows: bool) -> Line:
    """What to bring and what it must meet; `follows` where the case runs meanwhile and the rest may follow."""
    material = finding.material
    notes = [text for text in (material.standard, material.fill_notes) if text]
    if follows and finding.verdict is Verdict.MAY_FOLLOW:
        last = deadline(received_at, Limit(material.follow_days), calendar).due
        notes.append(f"最迟 {last.month} 月 {last.day} 日补交")
    return Line(material.name, amount_text(material), "；".join(notes))


def _missing_title(kind: SlipKind, lacking: Iterable[Finding], received_at: datetime, calendar: WorkCalendar) -> str:
    findings = tuple(lacking)
    if not findings:
        return ""
    if kind in (SlipKind.RECEIPT, SlipKind.COMMITMENT):
        days = min(finding.material.follow_days for finding in findings)
        last = deadline(received_at, Limit(days), calendar).due
        return f"须补 {len(findings)} 件，限 {last.month} 月 {last.day} 日"
    return f"须一次补齐 {len(findings)} 件"


def _legal_basis(kind: SlipKind, item: Item, lacking: bool) -> tuple[str, ...]:
    match kind:
        case SlipKind.NOTIFICATION if not lacking:
            return ()
        case SlipKind.SUPPLEMENT | SlipKind.NOTIFICATION:
            return ("《中华人民共和国行政许可法》第三十二条第一款第四项",)
        case SlipKind.REFUSAL:
            own = (item.legal_basis,) if item.legal_basis else ()
            return ("《中华人民共和国行政许可法》第三十二条", *own)
        case _:
            return ()


def _next_step(kind: SlipKind, item: Item, hall: Hall, lacking: bool, conditional: bool) -> str:
    match kind:
        case SlipKind.SUPPLEMENT:
            return f"请备齐上列全部材料，到{hall.name}任一综合窗口补交。"
        case SlipKind.REFUSAL:
            return "如不服本决定，可自收到之日起六十日内申请行政复议，或六个月内提起行政诉讼。"
        case SlipKind.COMMITMENT:
            return "本人承诺在期限内补齐上列材料；逾期未补，愿承担由此产生的后果。"
        case SlipKind.NOTIFICATION if lacking:
            return f"请备齐上列材料，到{hall.name}任一综合窗口提交。"
        case SlipKind.RECEIPT if conditional:
            return "已容缺受理。请按承诺的期限补齐上列材料。"
        case SlipKind.NOTIFICATION | SlipKind.RECEIPT if item.handling is Handling.AT_ONCE:
            return "即办件，当场办结。"
        case SlipKind.NOTIFICATION | SlipKind.RECEIPT:
            return "承诺件在 1 个工作日内决定是否受理，短信告知。"


def _collect(application: Application, hall: Hall) -> str:
    match application.applicant.delivery:
        case Delivery.WINDOW:
            return f"{hall.name}出件窗口"
        case Delivery.LOCKER:
            return f"智能取件柜，取件码短信告知。{application.applicant.delivery_address}".rstrip("。")
        case Delivery.POST:
            return f"邮寄 {application.applicant.delivery_address}"


def _signatures(kind: SlipKind, applicant: ApplicantKind) -> tuple[str, ...]:
    signer = "申请人签名" if applicant is ApplicantKind.NATURAL else "申请单位经办人签名"
    return (signer,) if kind is SlipKind.COMMITMENT else (signer, "经办人")
