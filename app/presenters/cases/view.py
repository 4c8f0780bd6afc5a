"""One case as its page shows it: masked facts, pages, documents, dealings, the trace of its deadline, and the acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.applicant import Applicant, ApplicantKind
from app.domain.calendar import WorkCalendar
from app.domain.case import CaseState as Stands
from app.domain.case import Role
from app.domain.clock_words import limit_text
from app.domain.clocks import ClockKind, pressing
from app.domain.errors import MoveRefused
from app.domain.life import Life
from app.domain.lots import Lot
from app.domain.masking import mask_name, mask_number, mask_phone
from app.domain.rules import Rules
from app.domain.signing import awaiting_signature
from app.domain.slips import SlipDocument, SlipKind
from app.domain.timetable import clocks_of
from app.presenters.cases.acts import Actor, act_of, barred, buttons, why_not
from app.presenters.cases.state import ActButton, CaseFact, CasePage, CaseState, CaseTab, GivenDocument
from app.presenters.cases.words import dealings, history, holder_text
from app.presenters.marks import Mark
from app.presenters.owed import is_overdue
from app.presenters.trace import TraceState, trace_state
from app.services.open_case import OpenedCase
from app.wording import Wording
from devices.ports import Raster
from sync.entry import Row
from sync.errors import Unreachable

_MARKS = {
    Stands.AWAITING_SUPPLEMENT: Mark.DOUBTFUL,
    Stands.SUSPENDED: Mark.DOUBTFUL,
    Stands.CLOSED: Mark.DONE,
    Stands.HANDED_OUT: Mark.DONE,
    Stands.REFUSED: Mark.ABSENT,
    Stands.WITHDRAWN: Mark.ABSENT,
    Stands.VOIDED: Mark.ABSENT,
    Stands.RETURNED: Mark.ABSENT,
}


_SLIPS = frozenset(kind.value for kind in SlipKind)


@dataclass(frozen=True, slots=True)
class Looking:
    """How the clerk looks at the open case: which part, which page, what is revealed, what has been fetched."""

    tab: CaseTab = CaseTab.MATERIALS
    page: int = 0
    document: int = 0
    revealed: bool = False
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # whole pages by SHA-256
    thumbs: Mapping[str, bytes] = field(default_factory=dict)
    page_note: str = ""
    raster: Raster | None = None
    printed: Mapping[str, int] = field(default_factory=dict)  # times printed here, by number and kind
    document_note: str = ""
    trouble: str = ""  # with printing
    refused: MoveRefused | None = None  # what the clerk just asked for and may not do


@dataclass(frozen=True, slots=True)
class Setting:
    """What every case is shown against."""

    say: Wording
    calendar: WorkCalendar
    rules: Rules
    actor: Actor
    now: datetime


def case_state(opened: OpenedCase, looking: Looking, on: Setting, *, confirmed: int, parked: Row | None) -> CaseState:
    """The page. What is newer than version `confirmed` waits for the central; `parked` is what it refused."""
    say, life = on.say, opened.life
    pages = tuple(
        CasePage(looking.thumbs.get(page.sha256, b""), _material(opened, page.material, say)) for page in opened.pages
    )
    page = min(looking.page, max(0, len(pages) - 1))
    whole = looking.pictures.get(opened.pages[page].sha256, b"") if pages else b""
    reads_only = on.actor.role is Role.SUPERVISOR
    told = looking.refused or (None if reads_only else why_not(life, on.actor, on.now))
    return CaseState(
        id=opened.case_id,
        title=life.item.name,
        word=say(f"cases_state.{life.state.value}"),
        word_mark=_MARKS.get(life.state),
        detail=_detail(opened, say),
        facts=_facts(opened.application.applicant, say, revealed=looking.revealed),
        tab=looking.tab,
        pages=pages,
        page=page,
        page_note=(looking.page_note or say("cases.page_coming")) if pages and not whole else say("cases.no_pages"),
        picture=whole,
        documents=tuple(_document(each, opened, looking, say) for each in latest_first(opened)),
        document=min(looking.document, max(0, len(opened.documents) - 1)),
        raster=looking.raster,
        document_note=looking.document_note,
        dealings=dealings(life, opened.events, opened.notices, say),
        trace=case_trace(opened, on),
        past=history(opened.events, say, confirmed, life.item.department_name),
        acts=() if reads_only or parked is not None else _acts(life, on),
        note=looking.trouble or (say.what_and_cure(told)[0] if told else ""),
        note_mark=Mark.WRONG if looking.trouble else Mark.DOUBTFUL if told else None,
        trouble=_trouble(parked, say),
        ways_on=_ways_on(opened, parked, on, confirmed=confirmed) if parked is not None else (),
    )


def case_trace(opened: OpenedCase, on: Setting) -> TraceState:
    """Why the clock that presses most ends when it ends; of a case whose clocks have ended, that of the promise."""
    every = clocks_of(opened.life, on.calendar, on.rules, on.now)
    told = pressing(every) or next((clock for clock in reversed(every) if clock.kind is ClockKind.PROMISE), None)
    if told is None:
        return TraceState()
    return trace_state(told, every, today=on.now.date(), calendar=on.calendar)


def opening(trouble: Exception | None, say: Wording) -> str:
    """Why there is no case to be seen yet."""
    if isinstance(trouble, Unreachable):
        return say("cases.not_here")
    return say.error(trouble) if trouble is not None else say("cases.opening")


def apart_sentence(opened: OpenedCase, on: Setting) -> tuple[str, Mark]:
    """What the foot says of 受办分离 for this case and this person."""
    own = opened.life.received_by == on.actor.login and not opened.life.item.at_once
    return on.say("cases.apart_own" if own else "cases.apart"), Mark.DOUBTFUL if own else Mark.HINT


def _acts(life: Life, on: Setting) -> tuple[ActButton, ...]:
    overdue = is_overdue(life, on.now, on.calendar, on.rules)
    return buttons(life, on.actor, on.now, on.say, owed_overdue=overdue)


def _detail(opened: OpenedCase, say: Wording) -> str:
    life = opened.life
    took = next((event.actor_name for event in opened.events if event.version == 1), "") or life.received_by
    kind = say("cases.at_once") if life.item.at_once else say("cases.promised", limit=limit_text(life.item.promised))
    at = "；".join(_papers_at(life, lot, say) for lot in life.lots)
    return say("cases.detail", number=opened.number, kind=kind, window=life.window, clerk=took, papers=at)


def _papers_at(life: Life, lot: Lot, say: Wording) -> str:
    """Where papers are; of those that came later than the case's own, also which they are."""
    name = say("lots.later", what="、".join(lot.what)) if lot in life.apart else say("lots.own")
    if lot.transit is None:
        return say("lots.at", papers=name, desk=holder_text(lot.desk, say, life.item.department_name))
    return say("lots.under_way", papers=name, desk=holder_text(lot.transit.to, say, life.item.department_name))


def _facts(applicant: Applicant, say: Wording, *, revealed: bool) -> tuple[CaseFact, ...]:
    """Who asks; everything that names a person is masked until it is revealed."""
    whole = applicant.kind is ApplicantKind.ORGANISATION
    number = applicant.organisation.credit_code if whole else applicant.person.id_number
    found = (
        ("applicant", applicant.display_name, mask_name),
        ("person", applicant.person.name if whole else "", mask_name),
        ("agent", applicant.agent.name if applicant.through_agent else "", mask_name),
        ("credit_code" if whole else "id_number", number, mask_number),
        ("phone", applicant.phone, mask_phone),
    )
    return tuple(
        CaseFact(say(f"case_fact.{name}"), value if revealed else mask(value), masked=not revealed)
        for name, value, mask in found
        if value
    )


def _document(document: SlipDocument, opened: OpenedCase, looking: Looking, say: Wording) -> GivenDocument:
    times = looking.printed.get(document_key(document), None)
    void = document.number in opened.life.void_documents
    unsigned = document in awaiting_signature(opened.documents, opened.life)
    word = say("cases.void") if void else say("cases.window", window=document.window)
    if times is not None and not void:
        word = say("find.printed", count=times) if times else say("find.not_printed")
    if unsigned and times != 0:
        word = say("sign_back.awaited")
    mark = Mark.ABSENT if void else Mark.DONE if times else Mark.HINT if times is None else Mark.WAITING
    return GivenDocument(document.title, f"{document.reference or document.number}　{document.date}", word, mark)


def latest_first(opened: OpenedCase) -> tuple[SlipDocument, ...]:
    """The documents as they are listed."""
    return tuple(reversed(opened.documents))


def document_key(document: SlipDocument) -> str:
    """What tells a document from every other."""
    return f"{document.kind.value} {document.number}"


def _material(opened: OpenedCase, code: str, say: Wording) -> str:
    """Of what a page is: a material, a signed document, what a procedure found, or whatever else came with a move."""
    if code in _SLIPS:
        return say(f"slip_kind.{code}")
    if code in ("result", "other"):
        return say(f"cases_page.{code}")
    return next((material.name for material in opened.item.materials if material.code == code), code)


def _trouble(parked: Row | None, say: Wording) -> str:
    if parked is None:
        return ""
    move = say(f"move.{parked.kind.removeprefix('case.')}")
    known = parked.reason in ("version_conflict", "move_refused")
    why = say(f"cases_refused.{parked.reason}" if known else "cases_refused.other", code=parked.reason)
    return say("cases.refused", move=move, why=why)


def _ways_on(opened: OpenedCase, parked: Row, on: Setting, *, confirmed: int) -> tuple[ActButton, ...]:
    """What may become of an act that was refused, the likeliest last: see the truth, then again if it still may be."""
    act = act_of(parked.kind.removeprefix("case."))
    refused = barred(opened.life, act, on.actor, on.now) if act else None
    seen = opened.version <= confirmed
    expected = "newest" if not seen else "redo" if act and refused is None else "take_back"
    ways = {"take_back": "", "redo": on.say.what_and_cure(refused)[0] if refused else "", "newest": ""}
    made = (
        ActButton(way, on.say(f"case_act.{way}"), "act" if way == expected else way, way == expected, why)
        for way, why in ways.items()
    )
    return tuple(sorted(made, key=lambda button: button.main))
