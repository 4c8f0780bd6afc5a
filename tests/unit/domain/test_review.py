"""The formal review: what is complete, missing and doubtful, and what may then be decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.applicant import Person
from app.domain.case import Application, Decision, Page, Taken, TakenMaterial
from app.domain.review import Bar, Doubt, DoubtKind, Verdict, decisions, proposed, review
from tests.support.items import (
    COMPLETE,
    LICENCE,
    SHARP,
    WITHOUT_HEALTH,
    WITHOUT_PLAN,
    applicant,
    application,
    on_paper,
    scanned,
)

TODAY = date(2026, 9, 22)
BLURRED = Page("1" * 64, "image/jpeg", 10, 10, sharpness=0.31)
BLANK = Page("2" * 64, "image/jpeg", 10, 10, sharpness=0.1, blank=True)


def verdicts(application: Application) -> dict[str, Verdict]:
    return {each.material.code: each.verdict for each in review(LICENCE, application, TODAY).findings}


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [
        (TakenMaterial(), Verdict.MISSING),
        (TakenMaterial(Taken.MISSING), Verdict.MISSING),
        (TakenMaterial(Taken.SCANNED), Verdict.MISSING),  # a scan without a page is nothing
        (scanned(), Verdict.COMPLETE),
        (scanned(BLURRED), Verdict.DOUBTFUL),
        (scanned(BLANK), Verdict.DOUBTFUL),
        (on_paper(1), Verdict.COMPLETE),
        (on_paper(0), Verdict.DOUBTFUL),
        (on_paper(3), Verdict.DOUBTFUL),
    ],
)
def test_a_needed_material_stands_as_it_came_in(taken: TakenMaterial, verdict: Verdict) -> None:
    assert verdicts(application(form=taken))["form"] is verdict


def test_a_material_that_may_follow_is_not_missing() -> None:
    assert verdicts(application())["health"] is Verdict.MAY_FOLLOW
    assert verdicts(application(health=TakenMaterial(Taken.MISSING)))["health"] is Verdict.MAY_FOLLOW
    assert verdicts(application(health=scanned()))["health"] is Verdict.COMPLETE


def test_what_another_department_supplies_is_exempt_whatever_came_in() -> None:
    assert verdicts(application())["business"] is Verdict.EXEMPT
    assert verdicts(application(business=scanned(BLANK)))["business"] is Verdict.EXEMPT


def test_each_doubt_carries_its_evidence() -> None:
    found = review(LICENCE, application(form=scanned(BLURRED, BLANK), plan=on_paper(1)), TODAY).findings
    assert found[0].doubts == (
        Doubt(DoubtKind.BLURRED_PAGE, 1, "0.31", "0.50"),
        Doubt(DoubtKind.BLANK_PAGE, 2),
    )
    assert found[1].doubts == (Doubt(DoubtKind.WRONG_COUNT, 0, "1", "2"),)


def test_a_page_just_sharp_enough_is_no_doubt() -> None:
    edge = replace(BLURRED, sharpness=0.5)
    assert verdicts(application(form=scanned(edge)))["form"] is Verdict.COMPLETE


def test_a_doubt_is_open_until_the_clerk_accepts_it() -> None:
    doubtful = scanned(BLURRED)
    assert review(LICENCE, application(form=doubtful), TODAY).open_doubts == 1
    accepted = replace(doubtful, doubts_accepted=True)
    reviewed = review(LICENCE, application(form=accepted), TODAY)
    assert reviewed.open_doubts == 0
    assert reviewed.findings[0].verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("valid_to", "expired"),
    [("2026-09-21", True), ("2026-09-22", False), ("2036-01-01", False), ("长期", False), ("", False)],
)
def test_a_card_is_good_through_its_last_day(valid_to: str, expired: bool) -> None:
    person = replace(applicant().person, valid_to=valid_to)
    reviewed = review(LICENCE, replace(COMPLETE, applicant=applicant(person=person)), TODAY)
    wanted = (Doubt(DoubtKind.CARD_EXPIRED, 0, valid_to),) if expired else ()
    assert reviewed.applicant_doubts == wanted
    assert reviewed.open_doubts == int(expired)


def test_a_name_typed_unlike_the_chip_is_doubtful_until_accepted() -> None:
    person = replace(applicant().person, card_name="张吉")
    unlike = replace(COMPLETE, applicant=applicant(person=person))
    reviewed = review(LICENCE, unlike, TODAY)
    assert reviewed.applicant_doubts == (Doubt(DoubtKind.NAME_UNLIKE_CARD, 0, "张𠮷", "张吉"),)
    accepted = replace(unlike, taken={**unlike.taken, "": TakenMaterial(doubts_accepted=True)})
    assert review(LICENCE, accepted, TODAY).open_doubts == 0


def test_the_agents_card_is_looked_at_only_where_there_is_an_agent() -> None:
    agent = Person(name="李四", valid_to="2020-01-01")
    without = replace(COMPLETE, applicant=applicant(agent=agent))
    assert review(LICENCE, without, TODAY).applicant_doubts == ()
    through = replace(COMPLETE, applicant=applicant(agent=agent, through_agent=True))
    assert review(LICENCE, through, TODAY).applicant_doubts == (Doubt(DoubtKind.CARD_EXPIRED, 0, "2020-01-01"),)


R, S, N, C = Decision.RECEIVE, Decision.SUPPLEMENT, Decision.REFUSE, Decision.CONDITIONAL


@pytest.mark.parametrize(
    ("given", "allowed", "suggested"),
    [
        (COMPLETE, {R: None, S: Bar.NOTHING_MISSING, N: None, C: Bar.NOTHING_MISSING}, R),
        (WITHOUT_HEALTH, {R: Bar.MATERIALS_MISSING, S: None, N: None, C: None}, C),
        (WITHOUT_PLAN, {R: Bar.MATERIALS_MISSING, S: None, N: None, C: Bar.CANNOT_FOLLOW}, S),
        (application(), {R: Bar.MATERIALS_MISSING, S: None, N: None, C: Bar.CANNOT_FOLLOW}, S),
    ],
    ids=["complete", "what may follow is missing", "a needed one is missing", "nothing came"],
)
def test_the_findings_bar_decisions_and_suggest_one(
    given: Application, allowed: dict[Decision, Bar | None], suggested: Decision
) -> None:
    reviewed = review(LICENCE, given, TODAY)
    assert decisions(reviewed) == allowed
    assert proposed(reviewed) is suggested


def test_findings_keep_the_order_of_the_list() -> None:
    assert list(verdicts(COMPLETE)) == ["form", "plan", "health", "business"]


def test_glare_is_a_doubt_from_one_percent_of_the_page_on() -> None:
    page = replace(SHARP, glare=0.034)
    (form, *_) = review(LICENCE, application(form=scanned(SHARP, page)), TODAY).findings
    assert form.doubts == (Doubt(DoubtKind.GLARING_PAGE, 2, "3%", "1%"),)
    (form, *_) = review(LICENCE, application(form=scanned(replace(SHARP, glare=0.009))), TODAY).findings
    assert form.verdict is Verdict.COMPLETE
