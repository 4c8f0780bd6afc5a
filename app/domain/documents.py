"""The kinds of documents as a hall sets them (`resources/slips/documents.toml`), and what all documents have alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.domain.applicant import Applicant, ApplicantKind
from app.domain.catalogue import Handling, Item
from app.domain.clock_words import limit_text
from app.domain.numbers import CASES, formal_number
from app.domain.slips import Hall, SlipDocument, SlipKind


class Paper(Enum):
    """What a document is printed on."""

    ROLL = "roll"
    A4 = "a4"


class Signer(Enum):
    """Who signs a document."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    SENDER = "sender"  # hands papers over
    RECEIVER = "receiver"  # takes them over
    RECIPIENT = "recipient"  # gets the result
    DELIVERER = "deliverer"  # gives it


SIGNER_WORDS = {
    Signer.APPLICANT: "申请人签名",
    Signer.CLERK: "经办人",
    Signer.SENDER: "移交人",
    Signer.RECEIVER: "接收人",
    Signer.RECIPIENT: "领取人签名",
    Signer.DELIVERER: "送达人",
}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """How a hall sets one kind of document."""

    code: SlipKind
    title: str
    papers: tuple[Paper, ...]  # the usual one first
    series: str  # of its numbers: CASES, or a letter that several kinds may share
    mark: str  # the series in the formal number: 受
    seal: bool
    signatures: tuple[Signer, ...]
    copies: int
    must_be_signed: bool  # print, sign, scan back: before that the step does not count
    template: str  # of the A4 letter, a file of resources/slips

    @property
    def has_own_number(self) -> bool:
        """Whether it is numbered in a series of its own rather than by its case."""
        return self.series != CASES


DocumentKinds = Mapping[SlipKind, DocumentKind]
"""Every kind, as `app.documents.kinds_file` reads them."""


def all_series(kinds: DocumentKinds) -> tuple[str, ...]:
    """Every series of numbers that a window needs: its cases' own first."""
    return tuple(dict.fromkeys((CASES, *(kind.series for kind in kinds.values()))))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Where, when and by whom a document is made. `at` is local time of the hall."""

    hall: Hall
    window: str
    clerk: str
    at: datetime
    kinds: DocumentKinds
    training: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """The case a document is about."""

    number: str
    applicant: Applicant
    item: Item
    received_at: datetime


def bare_document(kind: SlipKind, head: Letterhead, number: str = "") -> SlipDocument:
    """What every document has, whatever it is about. `number` is its own."""
    told = head.kinds[kind]
    return SlipDocument(
        kind=kind,
        title=told.title,
        subtitle="",
        number=number,
        hall=head.hall.name,
        date=head.at.strftime("%Y-%m-%d %H:%M"),
        window=head.window,
        clerk=head.clerk,
        applicant="",
        agent="",
        item="",
        department="",
        handling="",
        limit="",
        due="",
        due_note="",
        provisional=False,
        taken=(),
        missing_title="",
        missing=(),
        reason="",
        legal_basis=(),
        next_step="",
        collect="",
        phone=head.hall.phone,
        supervision_phone=head.hall.supervision_phone,
        address=f"{head.hall.address} {head.hall.hours}".strip(),
        query="",
        signatures=tuple(SIGNER_WORDS[signer] for signer in told.signatures),
        seal=told.seal,
        training=head.training,
        reference=formal_number(number, told.mark, head.at.year) if told.has_own_number else "",
        bar_code=number if told.must_be_signed else "",
    )


def document_about(kind: SlipKind, head: Letterhead, matter: Matter, number: str = "") -> SlipDocument:
    """What every document about a case has. `number` is its own, "" where it goes by the case's."""
    applicant, item = matter.applicant, matter.item
    bare = bare_document(kind, head, number or matter.number)
    return replace(
        bare,
        case_number=matter.number if number else "",
        received=matter.received_at.strftime("%Y-%m-%d %H:%M"),
        applicant=applicant.display_name,
        agent=applicant.agent.name if applicant.through_agent else "",
        item=item.name,
        department=item.department.name,
        handling="即办件" if item.handling is Handling.AT_ONCE else "承诺件",
        limit=limit_text(item.promised),
        phone=item.department.phone or bare.phone,
        supervision_phone=item.department.supervision_phone or bare.supervision_phone,
        query=f"{head.hall.query_url}{matter.number}",
        signatures=tuple(_signed_by(word, applicant.kind) for word in bare.signatures),
    )


def _signed_by(word: str, applicant: ApplicantKind) -> str:
    whole = applicant is ApplicantKind.ORGANISATION and word == SIGNER_WORDS[Signer.APPLICANT]
    return "申请单位经办人签名" if whole else word
