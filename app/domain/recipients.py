"""Who a result may be given to, by what identity, and the waybills that it may go out by."""

from __future__ import annotations

import re
from enum import Enum

from app.domain.applicant import Applicant
from app.domain.errors import CounterError


class Recipient(Enum):
    """Whose card it is."""

    APPLICANT = "applicant"
    AGENT = "agent"


class WrongPerson(CounterError):
    """The card is neither the applicant's nor the agent's."""


class WaybillWrong(CounterError):
    """A waybill number that cannot be one. `why`: form, check_digit, used."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def recipient_of(applicant: Applicant, id_number: str) -> Recipient:
    """Whose number it is: the applicant's (of an organisation its representative's) or the agent's.

    Raises `WrongPerson`.
    """
    shown = _plain(id_number)
    if shown and shown == _plain(applicant.person.id_number):
        return Recipient.APPLICANT
    if shown and applicant.through_agent and shown == _plain(applicant.agent.id_number):
        return Recipient.AGENT
    raise WrongPerson


_FORM = re.compile(r"[A-Z0-9]{8,20}")
_UPU = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def waybill_of(text: str) -> str:
    """The waybill number as it is kept: capitals and digits, without blanks and hyphens.

    Raises `WaybillWrong`: form, or check_digit for a number of the post (UPU S10: weights 8 6 4 2 3 5 9 7, mod 11).
    """
    number = re.sub(r"[\s-]", "", text).upper()
    if not _FORM.fullmatch(number) or not any(each.isdigit() for each in number):
        raise WaybillWrong("form")
    if post := _UPU.fullmatch(number):
        rest = 11 - sum(int(digit) * weight for digit, weight in zip(post[1], _WEIGHTS, strict=True)) % 11
        if int(post[2]) != {10: 0, 11: 5}.get(rest, rest):
            raise WaybillWrong("check_digit")
    return number


def _plain(number: str) -> str:
    return number.strip().upper()
