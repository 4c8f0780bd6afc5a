"""An act being prepared: what the clerk fills in, filled in beforehand, and the moves that it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.case import MoveKind, Page, Role, Taken
from app.domain.catalogue import Limit, Material, MaterialSource
from app.domain.facts import (
    Asking,
    Call,
    Certificate,
    Closing,
    Deciding,
    Demand,
    Extending,
    HandingOver,
    Holder,
    ProcedureEnd,
    ProcedureStart,
    VoidingDocument,
)
from app.domain.life import Life
from app.domain.rules import ProcedureKind, Rules
from app.presenters.cases.acts import Actor, goal_of
from app.services.carry_papers import sheets_of
from app.services.move_case import Saying
from app.services.open_case import OpenedCase

YES, NO = "yes", "no"
WHY_REVEALED = ("check", "call", "inspect")
"""Why somebody may have to see a whole name or number; the audit keeps the code."""

SPOKEN_TO = ("本人", "代办人", "家属", "单位人员")


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the panel. `asked` are the materials to be supplemented, each with what it must meet."""

    act: str
    cases: tuple[OpenedCase, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    standards: Mapping[str, str] = field(default_factory=dict)  # of what was looked at, asked for or not
    current: str = ""
    pages: tuple[Page, ...] = ()

    @property
    def first(self) -> OpenedCase:
        """The case, or the first of several."""
        return self.cases[0]

    def get(self, name: str) -> str:
        """What stands in an entry, "" where nothing does."""
        return self.values.get(name, "").strip()

    def number(self, name: str) -> int:
        """A whole number, 0 where there is none."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def writing(self, name: str, value: str) -> Form:
        """With another value; what the current material must meet goes to that material."""
        if name == "standard" and self.current:
            standards = {**self.standards, self.current: value}
            asked = {**self.asked, self.current: value} if self.current in self.asked else self.asked
            return replace(self, standards=standards, asked=asked)
        return replace(self, values={**self.values, name: value})

    def toggling(self, code: str) -> Form:
        """With that material asked for, or not any more."""
        if code in self.asked:
            return replace(self, current=code, asked={key: value for key, value in self.asked.items() if key != code})
        return replace(self, current=code, asked={**self.asked, code: self.standard(code)})

    def standard(self, code: str) -> str:
        """What that material must meet, as edited or as the item says."""
        found = next((each for each in materials_of(self.first) if each.code == code), None)
        return self.standards.get(code, found.standard if found else "")


def begin(act: str, cases: Sequence[OpenedCase], rules: Rules) -> Form:
    """The panel of an act as it opens, with everything filled in that is known."""
    first = cases[0]
    form = Form(act, tuple(cases))
    match act:
        case "supplement":
            asked = {m.code: m.standard for m in materials_of(first) if lacking(first, m)}
            current = next(iter(asked), next((m.code for m in materials_of(first)), ""))
            return replace(form, asked=asked, current=current, values={"days": str(rules.supplement.amount)})
        case "refuse":
            return replace(form, values={"basis": _REFUSAL_BASIS})
        case "record_call":
            return replace(form, values={"reached": YES, "spoken_to": SPOKEN_TO[0]})
        case "special":
            kind = rules.procedures[0]
            return replace(form, values={"kind": kind.code, "days": str(kind.cap.amount if kind.cap else "")})
        case "result":
            return replace(form, values={"passed": YES})
        case "extend":
            return replace(form, values={"days": str(rules.extension.amount)})
        case "transfer":
            section = rules.sections[0] if rules.sections else ""
            return replace(form, values={"section": section, "sheets": str(sum(map(_sheets, cases)))})
        case "decide":
            return replace(form, values={"approved": YES, "close": YES} | _issue(first.life))
        case "close_case":
            return replace(form, values=_issue(first.life))
        case "reveal":
            return replace(form, values={"why": WHY_REVEALED[0]})
    return form


def again(form: Form, reason: str, facts: Mapping[str, object]) -> Form:
    """A panel filled in as an act before it was, so far as it said more than what it is filled in with anyway."""
    said = {name: _written(value) for name, value in facts.items() if isinstance(value, str | int)}
    values = {**form.values, **said} | ({"reason": reason} if reason else {})
    asked = facts.get("demands")
    if isinstance(asked, list):
        form = replace(form, asked={str(each["code"]): str(each["standard"]) for each in asked})
    return replace(form, values=values)


def _written(value: str | int) -> str:
    return {True: YES, False: NO}[value] if isinstance(value, bool) else str(value)


_REFUSAL_BASIS = "《中华人民共和国行政许可法》第三十二条第一款"


def sayings(form: Form, opened: OpenedCase, actor: Actor, rules: Rules) -> tuple[Saying, ...]:
    """The moves that the act makes of one case; the number of a hand-over slip is given when it is made."""
    match form.act:
        case "accept_case":
            return (Saying(MoveKind.ACCEPT),)
        case "refuse":
            return (Saying(MoveKind.REFUSE, reason=form.get("reason"), legal_basis=form.get("basis")),)
        case "supplement":
            return (Saying(MoveKind.ASK_SUPPLEMENT, Asking(demands(form), form.number("days"))),)
        case "record_call":
            reached = form.get("reached") == YES
            spoken = form.get("spoken_to") if reached else ""
            return (Saying(MoveKind.CALL, Call(reached, spoken, form.get("note"))),)
        case "special":
            kind = kind_chosen(form, rules)
            cap = replace(kind.cap or Limit(0), amount=form.number("days"))
            start = ProcedureStart(kind.code, kind.name, cap, kind.stops, kind.legal_basis)
            return (Saying(MoveKind.SUSPEND, start),)
        case "result":
            says = ProcedureEnd(form.get("passed") == YES, form.get("conclusion"))
            return (Saying(MoveKind.RESUME, says, pages=form.pages),)
        case "extend":
            return (
                Saying(MoveKind.EXTEND, Extending(form.number("days"), form.get("approved_by")), form.get("reason")),
            )
        case "transfer":
            goal = goal_of(opened.life, actor)
            to = Holder(Role.SECTION, form.get("section")) if goal.role is Role.SECTION else goal
            sheets = form.number("sheets") if len(form.cases) == 1 else _sheets(opened)
            return (Saying(MoveKind.HAND_OVER, HandingOver("", to, sheets)),)
        case "decide":
            return _decision(form)
        case "close_case":
            return (Saying(MoveKind.CLOSE, _closing(form, granted=granted(opened.life))),)
        case "void_document":
            kind_name, _, number = form.get("document").partition(" ")
            return (Saying(MoveKind.VOID_DOCUMENT, VoidingDocument(kind_name, number), form.get("reason")),)
        case "return_case":
            return (Saying(MoveKind.RETURN, reason=form.get("reason")),)
        case _:
            return (Saying(MoveKind.WITHDRAW, reason=form.get("reason")),)


def _decision(form: Form) -> tuple[Saying, ...]:
    approved = form.get("approved") == YES
    made = Saying(MoveKind.DECIDE, Deciding(approved), "" if approved else form.get("reason"))
    if not closes(form):
        return (made,)
    return made, Saying(MoveKind.CLOSE, _closing(form, granted=approved))


def closes(form: Form) -> bool:
    """Whether a decision closes the case too; of several, each certificate's number is written case by case."""
    return form.get("close") == YES and not numbered_singly(form)


def numbered_singly(form: Form) -> bool:
    """Whether several cases are granted of which some give a certificate."""
    yes = form.get("approved") == YES
    gives = (each.life.item.result and (yes or granted(each.life)) for each in form.cases)
    return len(form.cases) > 1 and any(gives)


def granted(life: Life) -> bool:
    """Whether the case was decided, and the decision says yes."""
    return life.outcome is not None and life.outcome.approved


def issues(form: Form) -> bool:
    """Whether the case gives a certificate, of which the panel says the number."""
    return form.get("issued") == YES and len(form.cases) == 1


def _issue(life: Life) -> dict[str, str]:
    """What the item issues by itself."""
    return {"issued": YES if life.item.result else NO, "certificate": life.item.result}


def _closing(form: Form, *, granted: bool) -> Closing:
    if granted and issues(form):
        return Closing((Certificate(form.get("certificate"), form.get("number"), form.get("valid_to")),))
    return Closing(none_issued=granted)


def demands(form: Form) -> tuple[Demand, ...]:
    """What a supplement asks for, in the order of the material list."""
    listed = [material for material in materials_of(form.first) if material.code in form.asked]
    return tuple(Demand(each.code, each.name, form.asked[each.code].strip()) for each in listed)


def materials_of(opened: OpenedCase) -> tuple[Material, ...]:
    """The materials of the case's situation, under the catalogue it was taken in by."""
    return opened.item.materials_for(opened.application.answers)


def lacking(opened: OpenedCase, material: Material) -> bool:
    """Whether nothing of that material has come in, though somebody has to bring it."""
    if material.source is MaterialSource.DEPARTMENT:
        return False
    taken = opened.application.taken.get(material.code)
    return taken is None or taken.how in (Taken.NOT_YET, Taken.MISSING)


def needs_section(form: Form, actor: Actor) -> bool:
    """Whether it must be said to which section the papers go."""
    return goal_of(form.first.life, actor).role is Role.SECTION


def kind_chosen(form: Form, rules: Rules) -> ProcedureKind:
    """The special procedure that is chosen."""
    return rules.procedure(form.get("kind")) or rules.procedures[0]


def _sheets(opened: OpenedCase) -> int:
    return sheets_of(opened.life.lots[0], opened.application)


def day_written(text: str) -> date | None:
    """A day as YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
