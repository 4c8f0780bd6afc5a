"""What is handed out, to whom, and how that is known, line by line."""

from __future__ import annotations

from app.domain.case import CaseState
from app.domain.masking import mask_name, mask_number
from app.domain.recipients import Recipient
from app.presenters.cases.state import Dealing
from app.presenters.hand_out.panels import Form
from app.presenters.marks import Mark
from app.services.open_case import OpenedCase
from app.wording import Wording


def certificate_lines(opened: OpenedCase, say: Wording) -> tuple[Dealing, ...]:
    """The certificates, or the decision where it says no."""
    life = opened.life
    if not life.certificates and life.outcome is not None and not life.outcome.approved:
        return (Dealing(Mark.HINT, say("hand_out.refusal_paper"), life.outcome.number),)
    return tuple(
        Dealing(
            Mark.HINT,
            each.name,
            "，".join(filter(None, (each.number, say("hand_out.valid", to=each.valid_to) if each.valid_to else ""))),
        )
        for each in life.certificates
    )


def recipient_lines(opened: OpenedCase, form: Form, say: Wording, *, at_window: bool) -> tuple[Dealing, ...]:
    """Who may take it, what the applicant wished, and `at_window` how it was made sure."""
    applicant = opened.application.applicant
    own = applicant.person
    lines = [_person(say("hand_out.applicant"), own.name or applicant.display_name, own.id_number)]
    if applicant.through_agent:
        lines.append(_person(say("hand_out.agent"), applicant.agent.name, applicant.agent.id_number))
    if opened.life.state is not CaseState.AWAITING_SUPPLEMENT:
        lines.append(Dealing(Mark.HINT, say("hand_out.wish"), say(f"hand_out_way.{applicant.delivery.value}")))
    return (*lines, _identity(form, say)) if at_window else tuple(lines)


def _person(who: str, name: str, number: str) -> Dealing:
    return Dealing(Mark.HINT, who, "　".join(filter(None, (mask_name(name), mask_number(number)))))


def _identity(form: Form, say: Wording) -> Dealing:
    title = say("hand_out.identity")
    if form.checked is not None:
        whose = say("hand_out.agent" if form.checked is Recipient.AGENT else "hand_out.applicant")
        return Dealing(Mark.DONE, title, say("hand_out.card_matches", whose=whose))
    if form.identified:
        return Dealing(Mark.DOUBTFUL, title, say("hand_out.paper_seen"))
    return Dealing(Mark.MISSING, title, say("hand_out.not_checked"))
