"""The moves of a case: every state × move × role, allowed by the table below and by nothing else."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.case import CaseState, Decision, MoveKind, Role
from app.domain.errors import MoveRefused
from tests.support.diary import next_state

ALLOWED = """
draft                receive               received              intake
draft                ask_supplement        awaiting_supplement   intake
draft                refuse                refused               intake
draft                accept_conditionally  accepted              intake
received             accept                accepted              back_office intake
received             ask_supplement        awaiting_supplement   back_office
received             refuse                refused               back_office
received             withdraw              withdrawn             intake back_office
received             void                  voided                supervisor
awaiting_supplement  call                  awaiting_supplement   back_office intake
awaiting_supplement  resubmit              received              intake
awaiting_supplement  keep_cell             awaiting_supplement   issuing
awaiting_supplement  withdraw              withdrawn             intake back_office
awaiting_supplement  return                returned              back_office
accepted             bring                 accepted              intake
accepted             suspend               suspended             back_office section
accepted             extend                accepted              back_office
accepted             decide                decided               back_office intake
accepted             withdraw              withdrawn             intake back_office
accepted             return                returned              back_office
suspended            bring                 suspended             intake
suspended            resume                accepted              back_office section
suspended            withdraw              withdrawn             intake back_office
decided              close                 closed                back_office intake
closed               hand_over             closed                issuing
closed               put_in_locker         closed                issuing
closed               take_back             closed                issuing
closed               hand_out              handed_out            issuing intake
handed_out           attach                handed_out            intake back_office section issuing
"""
EVERYWHERE = """
hand_over      intake back_office section
take_over      intake back_office section issuing
differ         intake back_office section issuing
attach         intake back_office section issuing
void_document  intake back_office section issuing supervisor
"""
WHATEVER_BECAME_OF_IT = ("deposit", "fetch", "give_up_cell")
ALSO_AFTER_ITS_END = {"take_over", "differ"}
ENDED = ("refused", "withdrawn", "voided", "returned", "handed_out")
ON_ITS_WAY = ("received", "awaiting_supplement", "accepted", "suspended", "decided", "closed")

TABLE = (
    {
        (CaseState(state), MoveKind(move), Role(role)): CaseState(then)
        for state, move, then, *roles in (line.split() for line in ALLOWED.splitlines() if line)
        for role in roles
    }
    | {
        (CaseState(state), MoveKind(move), Role(role)): CaseState(state)
        for move, *roles in (line.split() for line in EVERYWHERE.splitlines() if line)
        for state in (*ON_ITS_WAY, *(ENDED if move in ALSO_AFTER_ITS_END else ()))
        for role in roles
    }
    | {
        (state, MoveKind(move), Role.ISSUING): state
        for move in WHATEVER_BECAME_OF_IT
        for state in CaseState
        if state is not CaseState.DRAFT
    }
)
CELLS = list(product(CaseState, MoveKind, Role))


@pytest.mark.parametrize("state", CaseState)
def test_a_move_is_allowed_only_by_the_table(state: CaseState) -> None:
    for move, role in product(MoveKind, Role):
        if then := TABLE.get((state, move, role)):
            assert next_state(state, move, role) is then
        else:
            with pytest.raises(MoveRefused):
                next_state(state, move, role)


def test_the_table_covers_every_move_and_every_state_can_be_reached() -> None:
    assert {move for _, move, _ in TABLE} == set(MoveKind)
    assert {CaseState.DRAFT, *TABLE.values()} == set(CaseState)


@pytest.mark.parametrize(("state", "move", "role"), CELLS[:: len(CELLS) // 60])
def test_a_refusal_says_from_where_and_why(state: CaseState, move: MoveKind, role: Role) -> None:
    if (state, move, role) in TABLE:
        return
    leads_somewhere = any((state, move, each) in TABLE for each in Role)
    with pytest.raises(MoveRefused) as refused:
        next_state(state, move, role)
    error = refused.value
    assert (error.state, error.move) == (state.value, move.value)
    assert error.why == ("not_by_you" if leads_somewhere else "not_from_here")


@pytest.mark.parametrize(
    "state",
    [CaseState.HANDED_OUT, CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.VOIDED, CaseState.RETURNED],
)
def test_no_move_leads_out_of_an_end(state: CaseState) -> None:
    assert not [move for (start, move, _), then in TABLE.items() if start is state and then is not state]
    with pytest.raises(MoveRefused):
        next_state(state, MoveKind.RECEIVE, Role.INTAKE)


def test_each_decision_at_the_window_is_a_move_out_of_a_draft() -> None:
    after = {decision: next_state(CaseState.DRAFT, decision.move, Role.INTAKE) for decision in Decision}
    assert after == {
        Decision.RECEIVE: CaseState.RECEIVED,
        Decision.SUPPLEMENT: CaseState.AWAITING_SUPPLEMENT,
        Decision.REFUSE: CaseState.REFUSED,
        Decision.CONDITIONAL: CaseState.ACCEPTED,
    }
