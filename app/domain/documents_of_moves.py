"""The documents that the moves of a case give out after it was taken in, one builder a kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.domain.catalogue import ItemKind, Limit
from app.domain.clock_words import day_text, due_note, limit_text
from app.domain.deadline import Deadline
from app.domain.documents import SIGNER_WORDS, Letterhead, Matter, Signer, bare_document, document_about
from app.domain.slip_words import collect_text, count_text, date_text
from app.domain.slips import (
    Certificate,
    Extension,
    HandOut,
    HandOver,
    Line,
    Procedure,
    Row,
    SlipDocument,
    SlipKind,
)

LICENSING_LAW = "《中华人民共和国行政许可法》"
REMEDY = "如不服本决定，可以自收到之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"


def acceptance_notice(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    promise: Deadline,
    taken: tuple[Line, ...] = (),
) -> SlipDocument:
    """受理通知书: its last day, and how `promise` counts to it."""
    return replace(
        _due(document_about(SlipKind.ACCEPTANCE, head, matter, number), promise),
        taken=taken,
        legal_basis=_law(matter, "第三十二条第一款第五项"),
        next_step="请凭本通知书或者办件编号查询进度，办结后按约定方式领取结果。",
        collect=collect_text(matter.applicant, head.hall),
    )


def supplement_notice(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    missing: tuple[Line, ...],
    by: date | None = None,
    taken: tuple[Line, ...] = (),
    reason: str = "",
) -> SlipDocument:
    """补正告知书: all that must be supplemented at once, each `Line` with the standard it must meet in `note`."""
    return replace(
        document_about(SlipKind.SUPPLEMENT, head, matter, number),
        missing=missing,
        missing_title=f"须一次补齐 {len(missing)} 件",
        supplement_by=date_text(by) if by else "",
        taken=taken,
        reason=reason,
        legal_basis=_law(matter, "第三十二条第一款第四项"),
        next_step=f"请备齐上列全部材料，到{head.hall.name}任一综合窗口补交。",
    )


def refusal_decision(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    reason: str,
    legal_basis: tuple[str, ...] = (),
    taken: tuple[Line, ...] = (),
) -> SlipDocument:
    """不予受理决定书, with the remedies. `legal_basis` goes before the general one."""
    return replace(
        document_about(SlipKind.REFUSAL, head, matter, number),
        reason=reason,
        legal_basis=legal_basis or _law(matter, "第三十二条第一款"),
        taken=taken,
        next_step=REMEDY,
    )


def special_procedure_notice(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    name: str,
    cap: Limit,
    basis: str,
    since: date,
    until: date | None = None,
    reason: str = "",
    taken: tuple[Line, ...] = (),
) -> SlipDocument:
    """特别程序期限告知书 (行政许可法 art. 45): its time is not counted, and the applicant is told in writing.

    `until` is its last day.
    """
    return replace(
        document_about(SlipKind.SPECIAL_PROCEDURE, head, matter, number),
        procedure=Procedure(name, limit_text(cap), basis, date_text(since), date_text(until) if until else ""),
        reason=reason,
        taken=taken,
        legal_basis=_once((basis, *_law(matter, "第四十五条"))),
        next_step=f"{name}结束后，办理期限自次日起继续计算，届时另行告知。",
        collect=collect_text(matter.applicant, head.hall),
    )


def extension_notice(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    amount: Limit,
    before: date,
    promise: Deadline,
    reason: str,
    approver: str,
    taken: tuple[Line, ...] = (),
) -> SlipDocument:
    """延期通知书 (行政许可法 art. 42): longer by `amount`, once, from the last day `before` to that of `promise`."""
    return replace(
        _due(document_about(SlipKind.EXTENSION, head, matter, number), promise),
        extension=Extension(limit_text(amount), date_text(before), date_text(promise.due)),
        reason=reason,
        approver=approver,
        taken=taken,
        legal_basis=_law(matter, "第四十二条第一款"),
        next_step="延长期限只此一次，请您谅解。",
        collect=collect_text(matter.applicant, head.hall),
    )


def decision(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    granted: bool,
    approver: str,
    reason: str = "",
    legal_basis: tuple[str, ...] = (),
    certificates: tuple[Certificate, ...] = (),
    taken: tuple[Line, ...] = (),
) -> SlipDocument:
    """准予决定书 with what it grants, or 不予许可决定书 with reason and remedies."""
    kind = SlipKind.APPROVAL if granted else SlipKind.REJECTION
    own = legal_basis or ((matter.item.legal_basis,) if matter.item.legal_basis else ())
    return replace(
        document_about(kind, head, matter, number),
        approver=approver,
        reason=reason,
        taken=taken,
        legal_basis=_once((*_law(matter, "第三十八条第一款" if granted else "第三十八条第二款"), *own)),
        certificates=certificates if granted else (),
        next_step="请按约定的方式领取结果。" if granted else REMEDY,
        collect=collect_text(matter.applicant, head.hall),
    )


def hand_over_sheet(
    head: Letterhead, *, number: str, sender: str, receiver: str, rows: Iterable[Row], certificates: bool = False
) -> SlipDocument:
    """受理交接单, or 办结证件交接单 for `certificates`. `sender` and `receiver` are desks, with persons where known."""
    kind = SlipKind.CERTIFICATE_HAND_OVER if certificates else SlipKind.HAND_OVER
    papers = "证件" if certificates else "材料"
    return replace(
        bare_document(kind, head, number),
        hand_over=HandOver(sender, receiver, tuple(rows)),
        query=f"{head.hall.query_url}{number}",
        next_step=f"双方当面清点{papers}、扫码核对，一致后签名；不一致的逐件注明。各执一份。",
    )


def delivery_receipt(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    hand_out: HandOut,
    certificates: tuple[Certificate, ...],
) -> SlipDocument:
    """送达回执, which the recipient signs for what was handed out, unless that was done on the pad."""
    receipt = document_about(SlipKind.DELIVERY, head, matter, number)
    on_paper = tuple(word for word in receipt.signatures if word != SIGNER_WORDS[Signer.RECIPIENT])
    return replace(
        receipt,
        signatures=on_paper if hand_out.on_pad else receipt.signatures,
        hand_out=hand_out,
        certificates=certificates,
        next_step="上列文书、证件已当面核对无误，本人已收到。",
    )


def pickup_slip(
    head: Letterhead,
    matter: Matter,
    *,
    number: str,
    hand_out: HandOut,
    certificates: tuple[Certificate, ...] = (),
) -> SlipDocument:
    """取件凭证: where the result lies, its code, which the bar code says too, and until when."""
    made = document_about(SlipKind.PICKUP, head, matter, number)
    return replace(
        made,
        hand_out=hand_out,
        certificates=certificates,
        bar_code=hand_out.code.replace(" ", "") or matter.number,
        next_step="请携带有效身份证件，在取件期限内领取；逾期未取的，转到出件窗口保管。取件码请勿告诉他人。",
    )


def post_label(
    head: Letterhead, matter: Matter, *, hand_out: HandOut, certificates: tuple[Certificate, ...] = ()
) -> SlipDocument:
    """邮寄面单. The bar code is the waybill's; that of the case until there is one."""
    return replace(
        document_about(SlipKind.POST_LABEL, head, matter),
        hand_out=hand_out,
        certificates=certificates,
        bar_code=hand_out.waybill or matter.number,
        address=head.hall.address,
        next_step="内件为证照文书，请当面签收；无法投递的，退回寄件人。",
    )


def _due(document: SlipDocument, promise: Deadline) -> SlipDocument:
    return replace(
        document,
        due=day_text(promise.due),
        due_note=due_note(promise),
        provisional=promise.provisional,
        explanation=count_text(promise),
    )


def _law(matter: Matter, article: str) -> tuple[str, ...]:
    """The article, where the item is a licence; else the item's own basis."""
    if matter.item.kind is ItemKind.LICENCE:
        return (LICENSING_LAW + article,)
    return (matter.item.legal_basis,) if matter.item.legal_basis else ()


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
