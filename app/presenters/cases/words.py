"""What happened to a case, in words: its history, and what passed between hall, applicant and desks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.domain.case import MoveKind, Role
from app.domain.clock_words import limit_text
from app.domain.facts import Holder
from app.domain.life import Life
from app.domain.lots import in_batch
from app.domain.moments import hall_time
from app.presenters.cases.state import Dealing, Past
from app.presenters.marks import Mark
from app.presenters.owed import deposit_of
from app.wording import Wording
from sync.wire import FileEvent, FileNotice

_NOTICE_MARKS = {
    "queued": Mark.WAITING,
    "leased": Mark.WAITING,
    "sent": Mark.DONE,
    "dead": Mark.WRONG,
    "cancelled": Mark.ABSENT,
}


def short(moment: datetime) -> str:
    """A moment in a list: 9-18 09:31."""
    return f"{moment.month}-{moment.day} {moment:%H:%M}"


def holder_text(holder: Holder, say: Wording, department: str) -> str:
    """A desk as people call it; `department` is the case's own, by name."""
    match holder.role:
        case Role.SECTION:
            return holder.name or say("holder.section")
        case Role.BACK_OFFICE:
            return department or say("holder.back_office")
        case Role.INTAKE:
            return say("holder.intake", window=holder.name)
        case _:
            return say("holder.issuing", window=holder.name).strip()


def history(events: Sequence[FileEvent], say: Wording, confirmed: int, department: str) -> tuple[Past, ...]:
    """The history, latest first; what is newer than version `confirmed` the central has not yet."""
    return tuple(
        Past(
            short(hall_time(event.at_ms)),
            _what(event, say, department),
            say("cases.by", name=event.actor_name or event.actor, window=event.window),
            event.version > confirmed,
        )
        for event in sorted(events, key=lambda event: event.version, reverse=True)
    )


def dealings(
    life: Life, events: Sequence[FileEvent], notices: Sequence[FileNotice], say: Wording
) -> tuple[Dealing, ...]:
    """Text messages, supplements with their calls, procedures, the extension, and where the papers are."""
    found = [
        Dealing(
            _NOTICE_MARKS.get(told.state, Mark.DOUBTFUL),
            say("dealing.sms", notice=say(f"sms_notice.{told.notice}")),
            "，".join((short(hall_time(told.changed_ms)), say(f"dealing.sms_{told.state}"), told.phone)),
        )
        for told in notices
    ]
    for asked in life.supplements:
        names = say("cases.and").join(demand.name for demand in asked.demands)
        how = "told" if asked.told else "not_told" if asked.calls else "no_call"
        answer = say("dealing.answered", at=short(asked.answered_at)) if asked.answered_at else ""
        detail = say("dealing.asked", at=short(asked.asked_at), days=asked.days, calls=asked.calls,
                     told=say(f"dealing.{how}"), answer=answer)  # fmt: skip
        mark = Mark.DONE if asked.answered_at else Mark.WAITING if asked.told else Mark.DOUBTFUL
        found.append(Dealing(mark, say("dealing.supplement", names=names), detail))
    if told := deposit_of(life, say):
        laid_in = life.deposit is not None and life.deposit.came_at is not None
        found.append(Dealing(Mark.DONE if laid_in else Mark.WAITING, say("case_fact.deposit"), told))
    for event in events:
        if event.kind == MoveKind.CALL.value:
            reached = bool(event.facts.get("reached"))
            what = say("dealing.reached" if reached else "dealing.not_reached")
            spoken, note = str(event.facts.get("spoken_to", "")), str(event.facts.get("note", ""))
            said = "，".join(filter(None, (short(hall_time(event.at_ms)), spoken if reached else "", note)))
            found.append(Dealing(Mark.DONE if reached else Mark.DOUBTFUL, what, said))
    for each in life.procedures:
        begun = say("dealing.begun", at=short(each.begun_at), cap=limit_text(each.start.cap))
        ended = (
            say(f"dealing.{'passed' if each.passed else 'failed'}", at=short(each.ended_at)) if each.ended_at else ""
        )
        detail = "；".join(filter(None, (begun, ended, each.conclusion)))
        mark = Mark.RUNNING if each.ended_at is None else Mark.DONE if each.passed else Mark.DOUBTFUL
        found.append(Dealing(mark, say("dealing.procedure", name=each.start.name), detail))
    if life.extension is not None:
        extension = life.extension
        detail = say("dealing.extended", at=short(extension.at), by=extension.approved_by, reason=extension.reason)
        found.append(Dealing(Mark.DONE, say("dealing.extension", days=extension.days), detail))
    found += _carried(life, events, say)
    return tuple(found)


def _carried(life: Life, events: Sequence[FileEvent], say: Wording) -> list[Dealing]:
    """Each hand-over of papers, and whether they have come."""
    found: list[Dealing] = []
    took = {str(event.facts.get("batch")) for event in events if event.kind == MoveKind.TAKE_OVER.value}
    for event in events:
        if event.kind != MoveKind.HAND_OVER.value:
            continue
        to, batch = _holder(event.facts.get("to")), str(event.facts.get("batch", ""))
        goal = holder_text(to, say, life.item.department_name)
        under_way = in_batch(life.lots, batch)
        differs = under_way is not None and under_way.difference is not None
        how = "came" if batch in took else "differs" if differs else "under_way"
        mark = {"came": Mark.DONE, "differs": Mark.WRONG, "under_way": Mark.WAITING}[how]
        detail = say(f"dealing.{how}", batch=batch, at=short(hall_time(event.at_ms)))
        found.append(Dealing(mark, say("dealing.hand_over", goal=goal), detail))
    return found


def _what(event: FileEvent, say: Wording, department: str) -> str:
    facts = event.facts
    match event.kind:
        case MoveKind.SUSPEND.value:
            return say("past.suspend", name=facts.get("name", ""))
        case MoveKind.RESUME.value:
            return say("past.passed" if facts.get("passed") else "past.failed")
        case MoveKind.EXTEND.value:
            return say("past.extend", days=facts.get("days", ""))
        case MoveKind.ASK_SUPPLEMENT.value if facts.get("demands"):
            return say("past.supplement", count=len(facts["demands"]))
        case MoveKind.DECIDE.value:
            return say("past.approved" if facts.get("approved") else "past.rejected")
        case MoveKind.HAND_OVER.value:
            return say("past.hand_over", goal=holder_text(_holder(facts.get("to")), say, department))
        case MoveKind.CALL.value:
            return say("dealing.reached" if facts.get("reached") else "dealing.not_reached")
        case _:
            return say(f"move.{event.kind}")


def _holder(said: Mapping[str, Any] | None) -> Holder:
    told = said or {}
    return Holder(Role(told.get("role", Role.BACK_OFFICE.value)), str(told.get("name", "")))
