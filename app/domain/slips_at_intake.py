"""From a review at the counter to the slips it gives out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.calendar import WorkCalendar
from app.domain.case import Application, Decision, Taken
from app.domain.catalogue import Handling, Item, Limit
from app.domain.clock_words import day_text, due_note
from app.domain.deadline import deadline
from app.domain.documents import Letterhead, Matter, document_about
from app.domain.review import Finding, Review, Verdict
from app.domain.slip_words import amount_text, collect_text, form_text
from app.domain.slips import Hall, Line, NotificationMode, SlipDocument, SlipKind


def slip_for(
    kind: SlipKind,
    head: Letterhead,
    *,
    number: str,
    application: Application,
    item: Item,
    reviewed: Review,
    calendar: WorkCalendar,
    own_number: str = "",
    reason: str = "",
    conditional: bool = False,
) -> SlipDocument:
    """The slip of `kind` that a window gives out for the case `number`, received when `head` says.

    `own_number` is the slip's, where its kind has one.
    """
    received_at = head.at
    lacking = reviewed.lacking
    runs = kind in (SlipKind.RECEIPT, SlipKind.COMMITMENT) or (kind is SlipKind.NOTIFICATION and not lacking)
    promise = deadline(received_at, item.promised, calendar) if runs else None
    about = document_about(kind, head, Matter(number, application.applicant, item, received_at), own_number)
    return replace(
        about,
        subtitle="容缺受理" if conditional and kind is SlipKind.RECEIPT else "",
        due=day_text(promise.due) if promise else "",
        due_note=due_note(promise) if promise else "",
        provisional=bool(promise and promise.provisional),
        taken=taken_lines(reviewed),
        missing_title=_missing_title(kind, lacking, received_at, calendar),
        missing=tuple(_missing_line(finding, received_at, calendar, follows=runs) for finding in lacking),
        reason=reason,
        legal_basis=_legal_basis(kind, item, bool(lacking)),
        next_step=_next_step(kind, item, head.hall, bool(lacking), conditional),
        collect=collect_text(application.applicant, head.hall) if runs else "",
    )


def taken_lines(reviewed: Review) -> tuple[Line, ...]:
    """The materials that came in, with form and count."""
    return tuple(_taken_line(finding) for finding in reviewed.findings if _is_taken(finding))


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


def refusal_basis(item: Item) -> tuple[str, ...]:
    """By which law an application is refused at the window: the general one, and the item's own."""
    own = (item.legal_basis,) if item.legal_basis else ()
    return ("《中华人民共和国行政许可法》第三十二条", *own)


def _legal_basis(kind: SlipKind, item: Item, lacking: bool) -> tuple[str, ...]:
    match kind:
        case SlipKind.NOTIFICATION if not lacking:
            return ()
        case SlipKind.SUPPLEMENT | SlipKind.NOTIFICATION:
            return ("《中华人民共和国行政许可法》第三十二条第一款第四项",)
        case SlipKind.REFUSAL:
            return refusal_basis(item)
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
        case _:
            raise ValueError(f"{kind.value} is not given out at intake")
