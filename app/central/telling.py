"""What applicants are told of a move: the text message that goes with it, queued in the transaction of the move."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from app.central.judge import Accepted
from app.central.messages import Messages
from app.domain.case import CaseState
from app.domain.clock_words import day_text, limit_text
from app.domain.life import Life
from app.domain.moments import milliseconds
from app.domain.moves import move_of, notice_of


def tell(messages: Messages, connection: Connection, accepted: Accepted) -> None:
    """Queue the message of an accepted op, if it has one."""
    deed, case = accepted.incoming.deed, accepted.case
    before = accepted.before.life if accepted.before else None
    move = move_of(before.state if before else CaseState.DRAFT, deed.kind, deed.role)
    notice = notice_of(move, before, case.life)
    if notice is not None:
        messages.queue(
            connection,
            case_id=case.case_id,
            event=accepted.incoming.op.op_id,
            notice=notice,
            phone=case.life.phone,
            facts=facts_of(case.life, due=case.due),
            happened_ms=milliseconds(deed.at),
        )


def facts_of(life: Life, *, due: str) -> dict[str, str]:
    """What templates may say of a case, as people read it; what does not apply is left out."""
    said = {"number": life.number, "item": life.item.name, "due": _day(due)}
    if life.supplements:
        said["missing"] = "、".join(demand.name for demand in life.supplements[-1].demands)
    if procedure := life.running_procedure:
        said |= {"procedure": procedure.start.name, "days": f"最长 {limit_text(procedure.start.cap)}"}
    if place := life.locker or (life.deposit.place if life.deposit else None):
        said |= {
            "locker": f"{place.bank}柜",
            "cell": str(place.cell),
            "pickup_code": place.code,
            "until": _day(place.until),
        }
    if life.hand_out:
        said["waybill"] = life.hand_out.waybill
    return {name: text for name, text in said.items() if text}


def _day(day: str) -> str:
    return day_text(date.fromisoformat(day)) if day else ""
