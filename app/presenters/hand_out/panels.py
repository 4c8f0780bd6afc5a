"""The act beside the case: by which way its result leaves, what is still wanted for it, and what its cell waits for."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.case import CaseState, MoveKind, Role
from app.domain.errors import MoveRefused
from app.domain.facts import HandingOut, Identity, Way
from app.domain.guards import Why
from app.domain.life import Deed, Life
from app.domain.lockers import Aim, Cell, CellState, Purpose, Sight
from app.domain.moves import evolve
from app.domain.recipients import Recipient
from app.presenters.cases.state import ActButton, ChoiceEntry, Entry, PanelState, Result, TextEntry
from app.presenters.hand_out import supplements
from app.presenters.hand_out.about import About
from app.presenters.hand_out.supplements import last_day, whose
from app.presenters.marks import Mark
from app.services.open_case import OpenedCase

CARRIERS = ("EMS", "顺丰", "京东")


@dataclass(frozen=True, slots=True)
class Form:
    """What the clerk has said so far of the case that is open."""

    way: Way | None = None  # None is as the applicant wished
    checked: Recipient | None = None
    by_paper: bool = False
    whose: Recipient = Recipient.APPLICANT
    reason: str = ""
    carrier: str = CARRIERS[0]
    waybill: str = ""
    supplement: str | None = None  # the number of the case that a cell is to be kept for
    giving_up: str = ""  # why a cell is kept no longer, "" while nobody thinks of it
    busy: bool = False
    trouble: Exception | None = None
    said: tuple[tuple[Mark, str], ...] = ()  # how the printing went

    @property
    def identified(self) -> bool:
        """Whether it is known who takes the result."""
        return self.checked is not None or (self.by_paper and bool(self.reason.strip()))

    @property
    def recipient(self) -> Recipient:
        """Who takes it."""
        return self.checked or self.whose


@dataclass(frozen=True, slots=True)
class Shown:
    """The panel, the acts beside its own, and whether somebody may sign."""

    panel: PanelState | None = None
    acts: tuple[ActButton, ...] = ()
    way: str = ""
    signs: bool = False


def shown(opened: OpenedCase | None, cell: Cell | None, door: Sight, form: Form, on: About) -> Shown:
    """What is to be done now."""
    if form.supplement is not None:
        return _shown(form, on, supplements.seeking(form.supplement, on.say))
    if cell is not None and cell.state is not CellState.FREE:
        return _of_cell(cell, door, opened, form, on)
    return _of_case(opened, form, on) if opened is not None else Shown()


def refusal(life: Life, on: About) -> MoveRefused | None:
    """Why the case cannot be handed out at all."""
    says = HandingOut(Way.WINDOW, Identity.CARD, "?")
    try:
        evolve(life, Deed(MoveKind.HAND_OUT, on.now, on.login, Role.ISSUING, on.window, facts=says))
    except MoveRefused as refused:
        return refused
    return None


def _of_case(opened: OpenedCase, form: Form, on: About) -> Shown:
    say, life = on.say, opened.life
    if life.state is CaseState.HANDED_OUT:
        return Shown(_finished(life, form, on))
    if life.state is CaseState.AWAITING_SUPPLEMENT:
        return _shown(form, on, *supplements.awaited(opened, on))
    if refused := refusal(life, on):
        elsewhere = refused.why == Why.AT_ANOTHER_WINDOW.value
        says = (say("hand_out.lies_at", window=life.papers.name),) if elsewhere else ()
        return Shown(PanelState("barred", say("hand_out.barred"), warning=say.error(refused), says=says))
    way = form.way or _wished(life, on)
    match way:
        case Way.WINDOW:
            panel = _at_window(opened, form, on)
        case Way.LOCKER:
            panel = _into_locker(on)
        case Way.POST:
            panel = _by_post(opened, form, on)
    by_paper = ActButton("by_paper", say("hand_out_act.by_card" if form.by_paper else "hand_out_act.by_paper"),
                         "by_paper")  # fmt: skip
    acts = (by_paper,) if way is Way.WINDOW and form.checked is None else ()
    made = _shown(form, on, panel, acts)
    return Shown(made.panel, made.acts, way.value, way is Way.WINDOW and form.identified and not form.busy)


def _wished(life: Life, on: About) -> Way:
    """As the applicant asked for at intake; by hand where no cell is to be had."""
    way = Way(life.delivery)
    return Way.WINDOW if way is Way.LOCKER and on.no_cell else way


def _at_window(opened: OpenedCase, form: Form, on: About) -> PanelState:
    say, entries = on.say, tuple[Entry, ...]()
    if form.by_paper and form.checked is None:
        options = [(Recipient.APPLICANT.value, say("hand_out.applicant"))]
        if opened.application.applicant.through_agent:
            options.append((Recipient.AGENT.value, say("hand_out.agent")))
        whose = ChoiceEntry("whose", say("hand_out.whose"), tuple(options), form.whose.value)
        entries = (*((whose,) if len(options) > 1 else ()), TextEntry("reason", say("hand_out.why_paper"), form.reason))
    hold = "" if form.identified else say("hand_out.hold_paper" if form.by_paper else "hand_out.hold_card")
    told = "hand_out.signs" if form.identified else "hand_out.lay_card"
    says = (say(told),) if form.identified or not form.by_paper else ()
    return PanelState("window", say("hand_out_way.window"), entries=entries, button=say("hand_out_act.window"),
                      says=says, hold=hold)  # fmt: skip


def _into_locker(on: About) -> PanelState:
    say = on.say
    hold = on.no_cell
    says = (say("hand_out.cell_is_chosen"), say("hand_out.code_is_sent")) if not hold else ()
    return PanelState("locker", say("hand_out_way.locker"), says=says, button=say("hand_out_act.open_cell"), hold=hold)


def _by_post(opened: OpenedCase, form: Form, on: About) -> PanelState:
    say, address = on.say, opened.application.applicant.delivery_address
    entries = (
        ChoiceEntry("carrier", say("hand_out.carrier"), tuple((each, each) for each in CARRIERS), form.carrier),
        TextEntry("waybill", say("hand_out.waybill"), form.waybill),
    )
    hold = "" if form.waybill.strip() else say("hand_out.hold_waybill")
    if not address:
        hold = say("hand_out.no_address")
    says = (say("hand_out.to_address", address=address),) if address else ()
    return PanelState("post", say("hand_out_way.post"), entries=entries, says=says, button=say("hand_out_act.post"),
                      hold=hold)  # fmt: skip


def _finished(life: Life, form: Form, on: About) -> PanelState:
    out = life.hand_out
    way = on.say(f"hand_out_way.{out.way.value}") if out else ""
    what = Result(Mark.DONE, on.say("hand_out.done"), way)
    return PanelState("done", on.say("hand_out.done"), results=(what, *_said(form)))


def _of_cell(cell: Cell, door: Sight, opened: OpenedCase | None, form: Form, on: About) -> Shown:
    match cell.state:
        case CellState.OPEN:
            return _open_cell(cell, door, form, on, fetched=opened is not None)
        case CellState.RESERVED | CellState.FAULT if form.giving_up:
            return _shown(form, on, supplements.giving_up(cell, form.giving_up, on))
        case CellState.FAULT:
            return _faulty_cell(cell, form, on)
        case CellState.RESERVED:
            return _shown(form, on, *supplements.kept(cell, on))
    return _full_cell(cell, form, on)


def _open_cell(cell: Cell, door: Sight, form: Form, on: About, *, fetched: bool) -> Shown:
    """Somebody lays in or takes out; what became of it is said when the door is shut and the case is `fetched`."""
    say, aim = on.say, cell.aim or Aim.LAY_IN
    supplement = cell.purpose is Purpose.SUPPLEMENT
    what = f"{aim.value}_supplement" if supplement else aim.value
    about = {Sight.OPEN: "open", Sight.SHUT: "shut", Sight.UNSEEN: "unseen"}[door]
    panel = PanelState(
        "cell", say(f"hand_out_opened.{about}", cell=cell.number), about=whose(cell, say),
        says=(say(f"hand_out_aim.{what}"),), button=say(f"hand_out_confirm.{aim.value}"),
        hold=say("hand_out.hold_door") if door is Sight.OPEN else "" if fetched else say("cases.opening"),
    )  # fmt: skip
    barred = say("hand_out.hold_door") if door is Sight.OPEN else ""
    if aim is Aim.LAY_IN:
        other = ActButton("left_empty", say("hand_out_act.nothing_in"), "left_empty", barred=barred)
    else:
        other = ActButton("left_full", say("hand_out_act.still_in"), "left_full", barred=barred)
    return _shown(form, on, panel, (other,))


def _full_cell(cell: Cell, form: Form, on: About) -> Shown:
    say, supplement = on.say, cell.purpose is Purpose.SUPPLEMENT
    overdue = cell.is_overdue(on.now.date())
    says = [last_day(cell, say)] if cell.until and not supplement else []
    says.append(say("hand_out.brought_in" if supplement else "hand_out.overdue" if overdue else "hand_out.by_code"))
    button = say("hand_out_act.fetch" if supplement else "hand_out_act.take_back")
    panel = PanelState("full", say("hand_out.in_cell", cell=cell.number), about=whose(cell, say), says=tuple(says),
                       button=button if overdue or supplement else "")  # fmt: skip
    acts = () if overdue or supplement else (ActButton("take_back", button, "take_back"),)
    return _shown(form, on, panel, acts)


def _faulty_cell(cell: Cell, form: Form, on: About) -> Shown:
    say = on.say
    holds = cell.holds_something
    kept = not holds and bool(cell.case_id)
    panel = PanelState("fault", say("hand_out.faulty", cell=cell.number), about=whose(cell, say),
                       says=(say(f"hand_out.fault_{'full' if holds else 'kept' if kept else 'empty'}"),))  # fmt: skip
    by_key = (ActButton("by_key", say("hand_out_act.by_key"), "by_key"),) if holds else ()
    no_longer = (supplements.no_longer(say),) if kept else ()
    repaired = ActButton("repaired", say("hand_out_act.repaired"), "repaired")
    return _shown(form, on, panel, (*by_key, *no_longer, repaired))


def _shown(form: Form, on: About, panel: PanelState, acts: tuple[ActButton, ...] = ()) -> Shown:
    """The panel with what went wrong and what was done; while it works nothing else is offered."""
    warning = on.say.error(form.trouble) if form.trouble is not None else ""
    made = PanelState(panel.act, panel.title, panel.about, panel.entries, warning, panel.says, panel.button,
                      on.say("hand_out.busy") if form.busy else panel.hold, _said(form), form.busy)  # fmt: skip
    return Shown(made, () if form.busy else acts)


def _said(form: Form) -> tuple[Result, ...]:
    return tuple(Result(mark, said, "") for mark, said in form.said)
