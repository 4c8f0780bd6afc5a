"""Who changed what of the hall itself: catalogue, calendar, windows. Only grows, and names logins, never people."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from app.central.tables import hall_log

log = logging.getLogger("central")


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, and at which window; both "" for the central itself or its installer."""

    login: str = ""
    device_id: str = ""


THE_CENTRAL = By()


def log_change(
    connection: Connection, hall: str, clock: Callable[[], int], what: str, by: By = THE_CENTRAL, **facts: Any
) -> None:
    """Note a change in the transaction that makes it."""
    last = connection.scalar(select(func.max(hall_log.c.n)).where(hall_log.c.hall == hall)) or 0
    row = {"n": last + 1, "at_ms": clock(), "what": what, "actor": by.login, "device_id": by.device_id}
    connection.execute(insert(hall_log).values(hall=hall, facts=json.dumps(facts, ensure_ascii=False), **row))
    log.info("%s at %s", what, by.device_id or "the central")
