"""What the supervisor asks of the central."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from app.central.api_accounts import Acting
from app.central.asking import Here
from app.domain.case import Role
from sync.wire import Figures, Period

router = APIRouter(prefix="/v1")


@router.get("/figures")
def figures(
    central: Here, acting: Acting, period: Period = Period.DAY, day: Annotated[date | None, Query()] = None
) -> Figures:
    """The figures of the day, week, month or year in which `day` lies (today without one), for the supervisor."""
    acting.need(Role.SUPERVISOR)
    return central.figures.of(period, day)
