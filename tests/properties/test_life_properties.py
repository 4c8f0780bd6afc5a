"""What holds of every life a case can have, whatever its people try."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.bodies import body_of, deed_of, first_body, opening
from app.domain.case import Application, MoveKind, Role
from app.domain.errors import MoveRefused
from app.domain.facts import FACTS, Holder, LockerPlace
from app.domain.life import Deed, Life
from app.domain.moves import evolve
from app.domain.plain import from_json, to_json
from tests.support.diary import LICENCE, MORNING, ON_THE_SPOT

HOLDERS = st.builds(Holder, st.sampled_from(Role), st.sampled_from(["", "SCJG", "审批科"]))
st.register_type_strategy(Holder, HOLDERS)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=4)
PLACES = st.builds(LockerPlace, TEXTS, st.integers(1, 24), TEXTS, TEXTS)


@st.composite
def tries(draw: st.DrawFn) -> list[Deed]:
    """Deeds of anybody, in any order, with clocks that are wrong by up to a day; the first opens the case."""
    item = draw(st.sampled_from([LICENCE, ON_THE_SPOT]))
    opens = opening("YC26-03-00001", item, Application())
    deeds = [Deed(MoveKind.RECEIVE, MORNING, "a", Role.INTAKE, "03", "", opens)]
    for number in range(draw(st.integers(0, 40))):
        kind = draw(st.sampled_from([each for each in MoveKind if each is not MoveKind.RECEIVE]))
        facts = draw(st.from_type(FACTS[kind])) if kind in FACTS else None
        at = MORNING + timedelta(hours=number + draw(st.integers(-24, 1)))
        deeds.append(Deed(kind, at, draw(st.sampled_from("ab")), draw(st.sampled_from(Role)), "03", "", facts))
    return deeds


def lived(deeds: list[Deed]) -> list[tuple[Deed, Life]]:
    """The deeds that were allowed, each with the life it left."""
    life: Life | None = None
    steps = []
    for deed in deeds:
        try:
            life = evolve(life, deed)
        except MoveRefused:
            continue
        steps.append((deed, life))
    return steps


@given(tries())
def test_moments_never_run_backwards_and_the_version_counts_the_deeds(deeds: list[Deed]) -> None:
    steps = lived(deeds)
    moments = [life.changed_at for _, life in steps]
    assert moments == sorted(moments)
    assert [life.version for _, life in steps] == list(range(1, len(steps) + 1))


@given(tries())
def test_nobody_decides_what_he_took_in_unless_it_is_done_at_once(deeds: list[Deed]) -> None:
    for deed, life in lived(deeds):
        if deed.kind in (MoveKind.ACCEPT, MoveKind.DECIDE) and not life.item.at_once:
            assert deed.actor != life.received_by


@given(tries())
def test_an_ended_case_stays_ended(deeds: list[Deed]) -> None:
    """Its papers may still come, and its cell be emptied."""
    ended = [life for _, life in lived(deeds) if life.ended_at is not None]
    assert len({(life.state, life.ended_at) for life in ended}) <= 1


@given(tries())
def test_a_life_and_its_deeds_survive_the_journey_as_json(deeds: list[Deed]) -> None:
    for deed, life in lived(deeds):
        assert from_json(Life, to_json(life)) == life
        first = deed.kind is MoveKind.RECEIVE
        body = first_body(deed, Application(), due="") if first else body_of(deed)
        assert deed_of(deed.kind, body, first=first) == deed
