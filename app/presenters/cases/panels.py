"""The panel of an act: its entries, what it will do, and what keeps it from being done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.catalogue import Limit
from app.domain.clock_words import day_text, limit_text
from app.domain.clocks import Clock, ClockKind
from app.domain.deadline import deadline
from app.domain.errors import MoveRefused
from app.domain.life import Deed, Life
from app.domain.moves import evolve, late_demands
from app.domain.review import Finding, Verdict, review
from app.domain.timetable import clocks_of
from app.presenters.cases.acts import barred
from app.presenters.cases.forms import (
    NO,
    SPOKEN_TO,
    WHY_REVEALED,
    YES,
    Form,
    closes,
    day_written,
    demands,
    granted,
    issues,
    kind_chosen,
    needs_section,
    numbered_singly,
    sayings,
)
from app.presenters.cases.state import CheckEntry, CheckLine, ChoiceEntry, Entry, PanelState, TextEntry
from app.presenters.cases.view import Setting
from app.presenters.cases.words import short
from app.presenters.fields import Level
from app.presenters.marks import Mark
from app.wording import Wording

_VERDICT_MARKS = {
    Verdict.COMPLETE: Mark.DONE,
    Verdict.EXEMPT: Mark.NOT_NEEDED,
    Verdict.MAY_FOLLOW: Mark.MISSING,
    Verdict.MISSING: Mark.MISSING,
    Verdict.DOUBTFUL: Mark.DOUBTFUL,
}


@dataclass(frozen=True, slots=True)
class _Part:
    """What one kind of act puts into the panel."""

    entries: tuple[Entry, ...] = ()
    says: tuple[str, ...] = ()
    hold: str = ""
    warning: str = ""


def panel(form: Form, on: Setting) -> PanelState:
    """The panel as it stands now."""
    say, many = on.say, len(form.cases) > 1
    part = _for_several(_part(form, on), form, on) if many else _part(form, on)
    about = say("cases.several", count=len(form.cases)) if many else f"{form.first.number}　{form.first.life.item.name}"
    button = say(f"case_button.{_button(form)}")
    return PanelState(
        act=form.act,
        title=say(f"case_title.{form.act}", name=_procedure(form.first.life)),
        about=about,
        entries=part.entries,
        warning=part.warning,
        says=part.says,
        button=say("cases.for_several", act=button, count=len(form.cases)) if many else button,
        hold=part.hold,
    )


def _for_several(part: _Part, form: Form, on: Setting) -> _Part:
    """What may not be done to some is said beforehand, and nothing is begun that may be done to none."""
    why = [refused for each in form.cases if (refused := barred(each.life, form.act, on.actor, on.now)) is not None]
    if len(why) == len(form.cases):
        return replace(part, hold=on.say.what_and_cure(why[0])[0])
    return replace(part, warning=on.say("cases.some_barred", count=len(why))) if why else part


def _part(form: Form, on: Setting) -> _Part:
    match form.act:
        case "supplement":
            return _supplement(form, on)
        case "refuse":
            return _refuse(form, on.say)
        case "record_call":
            return _call(form, on.say)
        case "special":
            return _special(form, on)
        case "result":
            return _result(form, on)
        case "extend":
            return _extend(form, on)
        case "transfer":
            return _transfer(form, on)
        case "decide":
            return _decide(form, on.say)
        case "close_case":
            return _close(form, on.say)
        case "accept_case":
            return _accept(form, on)
        case "void_document":
            return _void(form, on)
        case "reveal":
            whys = tuple((why, on.say(f"case_reveal.{why}")) for why in WHY_REVEALED)
            choice = ChoiceEntry("why", on.say("case_form.why"), whys, form.get("why"))
            return _Part((choice,), (on.say("case_says.reveal"),))
        case _:
            return _reasoned(form, on.say)


def _accept(form: Form, on: Setting) -> _Part:
    promise = _clock(form, on, ClockKind.PROMISE)
    says = [on.say("case_says.papers_acceptance"), on.say("case_says.told")]
    if promise is not None and len(form.cases) == 1:
        says.insert(0, on.say("case_says.promise", day=day_text(promise.due)))
    return _Part(says=tuple(says))


def _supplement(form: Form, on: Setting) -> _Part:
    say, late = on.say, late_demands(form.first.life, demands(form))
    reviewed = review(form.first.item, form.first.application, on.now.date())
    lines = tuple(_reviewed_line(form, finding, say) for finding in reviewed.findings)
    days = form.number("days")
    by = _by(on, days)
    entries = (
        CheckEntry("demands", say("case_form.demands"), lines, form.current),
        TextEntry("standard", say("case_form.standard"), form.standard(form.current)),
        TextEntry("days", say("case_form.supplement_days"), form.values.get("days", ""), by,
                  Level.NEUTRAL if days else Level.ERROR),
    )  # fmt: skip
    warning = ""
    if late:
        names = say("cases.and").join(each.name for each in late)
        warning = say("case_form.told_late", names=names)
    hold = say("case_hold.demands") if not form.asked else "" if days else say("case_hold.days")
    return _Part(entries, (say("case_says.papers_supplement"), say("case_says.told_and_call")), hold, warning)


def _reviewed_line(form: Form, finding: Finding, say: Wording) -> CheckLine:
    """A material as the window's review left it: what it lacks or what is doubtful stands in place of the standard."""
    material, verdict = finding.material, finding.verdict
    doubts = "；".join(
        say(f"doubt.{each.kind.value}", page=each.page, found=each.found, wanted=each.wanted) for each in finding.doubts
    )
    asked = material.code in form.asked
    return CheckLine(
        material.code,
        material.name,
        Mark.DOUBTFUL if asked else _VERDICT_MARKS[verdict],
        doubts or form.standard(material.code),
        say("case_form.wanted" if asked else f"case_material.{verdict.value}"),
        asked,
    )


def _refuse(form: Form, say: Wording) -> _Part:
    entries = (_reason(form, say), _text(form, say, "basis"))
    return _Part(
        entries, (say("case_says.papers_refusal"), say("case_says.told")), _needs(form, say, "reason", "basis")
    )


def _reasoned(form: Form, say: Wording) -> _Part:
    """Withdraw, return, void a document: a reason and nothing else."""
    return _Part((_reason(form, say),), (say(f"case_says.{form.act}"),), _needs(form, say, "reason"))


def _void(form: Form, on: Setting) -> _Part:
    """A reason; and a document that cannot be void says so before one is written."""
    part = _reasoned(form, on.say)
    try:
        _tried(form.writing("reason", "-"), on)
    except MoveRefused as refused:
        return replace(part, hold=on.say.error(refused))
    return part


def _call(form: Form, say: Wording) -> _Part:
    answers = ((YES, say("dealing.reached")), (NO, say("dealing.not_reached")))
    reached = ChoiceEntry("reached", say("case_form.reached"), answers, form.get("reached"))
    people = tuple((who, who) for who in SPOKEN_TO)
    spoken = ChoiceEntry("spoken_to", say("case_form.spoken_to"), people, form.get("spoken_to"))
    note = TextEntry("note", say("case_form.note"), form.values.get("note", ""), optional=True)
    entries: tuple[Entry, ...] = (reached, spoken, note) if form.get("reached") == YES else (reached, note)
    asked = form.first.life.supplements[-1] if form.first.life.supplements else None
    says = [say("case_says.dial", phone=form.first.application.applicant.phone)]
    if asked is not None and asked.calls:
        says.append(say("case_says.calls", count=asked.calls, at=short(asked.asked_at)))
    return _Part(entries, tuple(says))


def _special(form: Form, on: Setting) -> _Part:
    say, kind = on.say, kind_chosen(form, on.rules)
    days, most = form.number("days"), kind.cap
    clock = _clock(form, on, ClockKind.PROCEDURE)
    wrong = not days or (most is not None and days > most.amount)
    label = say("case_form.procedure_days", most=limit_text(most)) if most else say("case_form.procedure_days_free")
    kinds = tuple((each.code, each.name) for each in on.rules.procedures)
    entries = (
        ChoiceEntry("kind", say("case_form.kind"), kinds, kind.code),
        TextEntry("days", label, form.values.get("days", ""),
                  say("case_form.until", day=day_text(clock.due)) if clock and not wrong else "",
                  Level.ERROR if wrong else Level.NEUTRAL),
    )  # fmt: skip
    stops = say("case_says.stops", basis=kind.legal_basis) if kind.stops else say("case_says.runs_on")
    hold = say("case_hold.procedure_days") if wrong else ""
    return _Part(entries, (stops, say("case_says.papers_special"), say("case_says.told")), hold)


def _result(form: Form, on: Setting) -> _Part:
    say = on.say
    answers = ((YES, say("case_form.yes_passed")), (NO, say("case_form.not_passed")))
    passed = ChoiceEntry("passed", say("case_form.passed"), answers, form.get("passed"))
    pages = tuple(
        CheckLine(str(place), say("case_form.page", number=place + 1), Mark.DONE, checked=True)
        for place in range(len(form.pages))
    )
    entries: list[Entry] = [passed, _text(form, say, "conclusion")]
    if pages:
        entries.append(CheckEntry("pages", say("case_form.pages"), pages, pages[-1].id))
    running = form.first.life.running_procedure
    stops = running is not None and running.start.stops
    says = (say("case_says.scan"), say("case_says.runs_again" if stops else "case_says.ran_on"))
    return _Part(tuple(entries), says, _needs(form, say, "conclusion"))


def _extend(form: Form, on: Setting) -> _Part:
    say, days, most = on.say, form.number("days"), on.rules.extension.amount
    before = _promise(form.first.life, on)
    after = _clock(form, on, ClockKind.PROMISE, approved_by="-", reason="-")
    wrong = not 0 < days <= most
    shift = ""
    if before is not None and after is not None and not wrong:
        shift = say("case_form.from_to", before=day_text(before.due), after=day_text(after.due))
    entries = (
        TextEntry("days", say("case_form.extension_days", most=most), form.values.get("days", ""), shift,
                  Level.ERROR if wrong else Level.NEUTRAL),
        _text(form, say, "approved_by"),
        _reason(form, say),
    )  # fmt: skip
    hold = say("case_hold.extension_days", most=most) if wrong else _needs(form, say, "approved_by", "reason")
    return _Part(entries, (say("case_says.once"), say("case_says.papers_extension"), say("case_says.told")), hold)


def _transfer(form: Form, on: Setting) -> _Part:
    say = on.say
    entries: list[Entry] = []
    wants = needs_section(form, on.actor)
    if wants:
        choices = tuple((name, name) for name in on.rules.sections)
        entries.append(ChoiceEntry("section", say("case_form.section"), choices, form.get("section")))
    if len(form.cases) == 1:
        entries.append(_text(form, say, "sheets"))
    hold = say("case_hold.section") if wants and not form.get("section") else ""
    return _Part(tuple(entries), (say("case_says.papers_hand_over"), say("case_says.both")), hold)


def _decide(form: Form, say: Wording) -> _Part:
    approved, singly = form.get("approved") == YES, numbered_singly(form)
    entries: list[Entry] = [
        ChoiceEntry("approved", say("case_form.approved"),
                    ((YES, say("case_form.approve")), (NO, say("case_form.reject"))), form.get("approved")),
    ]  # fmt: skip
    if not singly:
        both = ((YES, say("case_form.and_close")), (NO, say("case_form.only_decide")))
        entries.append(ChoiceEntry("close", say("case_form.close"), both, form.get("close")))
    if not approved:
        entries.append(_reason(form, say))
    elif closes(form) and len(form.cases) == 1:
        entries += _certificate_entries(form, say)
    papers = say("case_says.papers_approval" if approved else "case_says.papers_rejection")
    hold = "" if approved else _needs(form, say, "reason")
    if approved and closes(form):
        hold = _certificate_hold(form, say)
    later = (say("case_says.close_singly"),) if singly else ()
    return _Part(tuple(entries), (papers, say("case_says.told"), *later), hold)


def _close(form: Form, say: Wording) -> _Part:
    if numbered_singly(form):
        return _Part(hold=say("case_says.close_singly"))
    if len(form.cases) > 1 or not granted(form.first.life):
        return _Part(says=(say("case_says.to_issuing"),))
    return _Part(tuple(_certificate_entries(form, say)), (say("case_says.to_issuing"),), _certificate_hold(form, say))


def _certificate_entries(form: Form, say: Wording) -> Sequence[Entry]:
    """One certificate a case, or that there is none."""
    ways = ((YES, say("case_form.issue")), (NO, say("case_form.issue_none")))
    issued = ChoiceEntry("issued", say("case_form.issued"), ways, form.get("issued"))
    if not issues(form):
        return (issued,)
    wrong = bool(_bad_day(form, say))
    message, level = (say("case_form.day_format"), Level.ERROR) if wrong else ("", Level.NEUTRAL)
    until = TextEntry("valid_to", say("case_form.valid_to"), form.values.get("valid_to", ""), message, level, True)
    return issued, _text(form, say, "certificate"), _text(form, say, "number"), until


def _certificate_hold(form: Form, say: Wording) -> str:
    return (_needs(form, say, "certificate", "number") or _bad_day(form, say)) if issues(form) else ""


def _bad_day(form: Form, say: Wording) -> str:
    written = form.get("valid_to")
    return say("case_hold.day") if written and day_written(written) is None else ""


def _text(form: Form, say: Wording, name: str) -> TextEntry:
    return TextEntry(name, say(f"case_form.{name}"), form.values.get(name, ""))


def _reason(form: Form, say: Wording) -> TextEntry:
    return _text(form, say, "reason")


def _needs(form: Form, say: Wording, *names: str) -> str:
    """Which entry is still empty, as a sentence."""
    return next((say(f"case_hold.{name}") for name in names if not form.get(name)), "")


def _by(on: Setting, days: int) -> str:
    if not days:
        return ""
    return on.say("case_form.by", day=day_text(deadline(on.now, Limit(days), on.calendar).due))


def _promise(life: Life, on: Setting) -> Clock | None:
    return next((c for c in clocks_of(life, on.calendar, on.rules, on.now) if c.kind is ClockKind.PROMISE), None)


def _clock(form: Form, on: Setting, kind: ClockKind, **filled: str) -> Clock | None:
    """That clock as it will run once the act is done; None while it cannot be done yet."""
    trial = form
    for name, value in filled.items():
        trial = trial.writing(name, value)
    try:
        life = _tried(trial, on)
    except MoveRefused:
        return None
    return next((clock for clock in clocks_of(life, on.calendar, on.rules, on.now) if clock.kind is kind), None)


def _tried(form: Form, on: Setting) -> Life:
    """The case as the act would leave it. Raises `MoveRefused`."""
    life, actor = form.first.life, on.actor
    for each in sayings(form, form.first, actor, on.rules):
        deed = Deed(each.kind, on.now, actor.login, actor.role, actor.window, each.reason, each.facts, each.legal_basis)
        life = evolve(life, deed)
    return life


def _procedure(life: Life) -> str:
    running = life.running_procedure
    return running.start.name if running is not None else ""


def _button(form: Form) -> str:
    if form.act != "decide":
        return form.act
    done = "approve" if form.get("approved") == YES else "reject"
    return f"{done}_and_close" if closes(form) else done
