"""A cell kept for papers that an applicant brings: for whom, until when, why no longer, and what follows upon it."""

from __future__ import annotations

from datetime import date

from app.domain.case import MoveKind
from app.domain.clock_words import day_text
from app.domain.lockers import Cell, CellState
from app.presenters.cases.state import ActButton, ChoiceEntry, PanelState, TextEntry
from app.presenters.hand_out.about import About
from app.services.open_case import OpenedCase
from app.wording import Wording

REASONS = ("in_person", "never_came", "out_of_order", "not_wanted")
"""Why a cell is kept no longer, by their words."""


def seeking(number: str, say: Wording) -> PanelState:
    """For which case a cell is to be kept."""
    return PanelState(
        "seek", say("supplement_cell.title"), about=say("supplement_cell.about"),
        entries=(TextEntry("supplement", say("supplement_cell.number"), number),), button=say("supplement_cell.seek"),
        hold="" if number.strip() else say("supplement_cell.hold_number"),
    )  # fmt: skip


def awaited(opened: OpenedCase, on: About) -> tuple[PanelState, tuple[ActButton, ...]]:
    """A case whose applicant is to bring something: a cell is kept for it, or what was brought is taken up."""
    say, deposit = on.say, opened.life.deposit
    if deposit is not None:
        place = say("hand_out.place", title=deposit.place.bank, cell=deposit.place.cell)
        stands = say("supplement_cell.lies_in" if deposit.came_at else "supplement_cell.is_kept", place=place)
        return PanelState("awaited", say("supplement_cell.title"), says=(stands,)), ()
    wanted = tuple(
        say("supplement_cell.wanted", name=each.name, standard=each.standard or say("supplement_cell.any"))
        for each in opened.life.supplements[-1].demands
    )
    if _was_fetched(opened):
        told = say("supplement_cell.take_up" if on.takes_in else "supplement_cell.carry_on")
        button = say("supplement_cell.take_up_act") if on.takes_in else ""
        another = ActButton("keep_cell", say("supplement_cell.another"), "keep_cell", barred=on.no_cell)
        return PanelState("take_up", say("supplement_cell.fetched"), says=(told, *wanted), button=button), (another,)
    says = (*wanted, say("supplement_cell.code_is_sent")) if not on.no_cell else wanted
    panel = PanelState("keep", say("supplement_cell.title"), about=say("supplement_cell.about"), says=says,
                       button=say("supplement_cell.keep"), hold=on.no_cell)  # fmt: skip
    return panel, ()


def kept(cell: Cell, on: About) -> tuple[PanelState, tuple[ActButton, ...]]:
    """A cell that waits for its applicant."""
    say = on.say
    says = (say("supplement_cell.code", code=cell.code), last_day(cell, say), say("supplement_cell.told"))
    panel = PanelState("kept", say("supplement_cell.kept", cell=cell.number), about=whose(cell, say), says=says,
                       button=say("supplement_cell.open"))  # fmt: skip
    return panel, (no_longer(say),)


def no_longer(say: Wording) -> ActButton:
    """The act that gives a cell up."""
    return ActButton("give_up", say("supplement_cell.give_up"), "left_empty")


def likely_reason(cell: Cell, today: date) -> str:
    """Why a cell is most likely given up."""
    if cell.state is CellState.FAULT:
        return "out_of_order"
    return "never_came" if cell.is_overdue(today) else "in_person"


def giving_up(cell: Cell, why: str, on: About) -> PanelState:
    """Why the cell is kept no longer; the applicant is told that the code opens nothing any more."""
    say = on.say
    reasons = tuple((each, say(f"supplement_cell_why.{each}")) for each in REASONS)
    return PanelState(
        "give_up", say("supplement_cell.give_up_title", cell=cell.number), about=whose(cell, say),
        entries=(ChoiceEntry("giving_up", say("supplement_cell.why"), reasons, why),),
        says=(say("supplement_cell.is_told"),), button=say("supplement_cell.give_up"),
    )  # fmt: skip


def whose(cell: Cell, say: Wording) -> str:
    """The case that a cell is for."""
    return say("hand_out.of_case", number=cell.case_number) if cell.case_number else ""


def last_day(cell: Cell, say: Wording) -> str:
    """Until when a cell is kept."""
    return say("hand_out.lies_until", day=day_text(date.fromisoformat(cell.until)))


def _was_fetched(opened: OpenedCase) -> bool:
    """Whether something was taken out of a cell since it was asked for last."""
    kinds = [MoveKind(event.kind) for event in opened.events]
    asked = max((place for place, kind in enumerate(kinds) if kind is MoveKind.ASK_SUPPLEMENT), default=0)
    return MoveKind.FETCH in kinds[asked:]
