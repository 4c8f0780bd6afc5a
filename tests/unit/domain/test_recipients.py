"""Who a result is given to, and the waybill it goes out by."""

from __future__ import annotations

import pytest

from app.domain.applicant import Applicant, Person
from app.domain.recipients import Recipient, WaybillWrong, WrongPerson, recipient_of, waybill_of

OWN, AGENTS, OTHERS = "11010519491231002X", "430602199003071234", "110105194912310011"
APPLICANT = Applicant(person=Person("张𠮷", id_number=OWN), agent=Person("李", id_number=AGENTS))


def test_the_applicant_and_the_agent_are_known_by_their_numbers() -> None:
    through_agent = Applicant(person=APPLICANT.person, agent=APPLICANT.agent, through_agent=True)
    assert recipient_of(APPLICANT, OWN.lower()) is Recipient.APPLICANT
    assert recipient_of(through_agent, AGENTS) is Recipient.AGENT


@pytest.mark.parametrize("number", [OTHERS, AGENTS, ""])
def test_anybody_else_gets_nothing(number: str) -> None:
    with pytest.raises(WrongPerson):
        recipient_of(APPLICANT, number)
    with pytest.raises(WrongPerson):
        recipient_of(Applicant(), number)


def test_a_waybill_is_kept_in_one_form() -> None:
    assert waybill_of(" ems 1234-5678 9012 ") == "EMS123456789012"
    assert waybill_of("ea473124829cn") == "EA473124829CN"


@pytest.mark.parametrize(("text", "why"), [("12345", "form"), ("ABCDEFGH", "form"), ("单号1234567", "form"),
                                           ("EA473124828CN", "check_digit")])  # fmt: skip
def test_what_cannot_be_a_waybill_is_refused(text: str, why: str) -> None:
    with pytest.raises(WaybillWrong) as refused:
        waybill_of(text)
    assert refused.value.why == why
