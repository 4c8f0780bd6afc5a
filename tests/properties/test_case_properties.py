"""What holds of every history a case can have."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import CaseState, MoveKind, Role
from app.domain.errors import MoveRefused
from app.domain.moves import MOVES
from tests.support.diary import next_state

TRIES = st.lists(st.tuples(st.sampled_from(MoveKind), st.sampled_from(Role)), max_size=40)
ENDS = {
    CaseState.HANDED_OUT,
    CaseState.REFUSED,
    CaseState.WITHDRAWN,
    CaseState.VOIDED,
    CaseState.RETURNED,
}
Step = tuple[CaseState, MoveKind, Role, CaseState]


def history(tries: list[tuple[MoveKind, Role]]) -> list[Step]:
    """The moves among `tries` that a new case takes, the others being refused."""
    state, steps = CaseState.DRAFT, list[Step]()
    for move, role in tries:
        try:
            after = next_state(state, move, role)
        except MoveRefused:
            continue
        steps.append((state, move, role, after))
        state = after
    return steps


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[MoveKind, Role]]:
    """Tries of which each is allowed where it stands, so that histories get long."""
    state, tries = CaseState.DRAFT, list[tuple[MoveKind, Role]]()
    for _ in range(draw(st.integers(0, 25))):
        ways = [(move, role) for move in MOVES if state in move.states for role in move.roles]
        if not ways:
            break
        move, role = draw(st.sampled_from(ways))
        tries.append((move.kind, role))
        state = move.then or state
    return tries


@given(st.one_of(TRIES, walks()))
def test_a_case_never_leaves_an_end(tries: list[tuple[MoveKind, Role]]) -> None:
    assert not [step for step in history(tries) if step[0] in ENDS and step[3] is not step[0]]


@given(st.one_of(TRIES, walks()))
def test_a_case_never_becomes_a_draft_again(tries: list[tuple[MoveKind, Role]]) -> None:
    assert CaseState.DRAFT not in [after for *_, after in history(tries)]


@given(walks())
def test_what_is_decided_was_accepted_before(tries: list[tuple[MoveKind, Role]]) -> None:
    seen = [after for *_, after in history(tries)]
    if CaseState.DECIDED in seen:
        assert CaseState.ACCEPTED in seen[: seen.index(CaseState.DECIDED)]
    if CaseState.HANDED_OUT in seen:
        assert seen.index(CaseState.DECIDED) < seen.index(CaseState.CLOSED) < seen.index(CaseState.HANDED_OUT)


@given(walks())
def test_every_allowed_walk_is_taken_whole(tries: list[tuple[MoveKind, Role]]) -> None:
    assert [(move, role) for _, move, role, _ in history(tries)] == tries


def test_no_two_lines_of_the_table_answer_the_same_move_of_one_role() -> None:
    answers = Counter((state, move.kind, role) for move in MOVES for state in move.states for role in move.roles)
    assert [answered for answered, lines in answers.items() if lines > 1] == []
