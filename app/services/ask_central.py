"""Ask the central how a case stands: its state and its deadline as decided there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.domain.clock_words import day_text
from app.wording import Wording
from sync.errors import Refused, SyncError
from sync.transport import Transport


def ask_central(connect: Callable[[], Transport], case_id: str, say: Wording) -> str:
    """What the central says of the case, as a sentence. Never raises a `SyncError`: being away is a sentence too."""
    transport = connect()
    try:
        view = transport.case(case_id)
    except Refused:
        return say("find.not_at_central")
    except SyncError:
        return say("sync_page.offline")
    finally:
        transport.close()
    due = day_text(date.fromisoformat(view.due)) if view.due else "—"
    return say("find.at_central", state=say(f"state.{view.state}"), due=due)
