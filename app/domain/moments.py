"""Moments as databases and the wire keep them: UTC milliseconds since 1970; and as the hall reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.calendar import HALL_TIME

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(moment: datetime) -> int:
    """`moment` in UTC milliseconds. Raises `ValueError` for a naive one: it says no moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def hall_time(moment_ms: int) -> datetime:
    """A moment in the time of the hall."""
    return datetime.fromtimestamp(moment_ms / 1000, HALL_TIME)
