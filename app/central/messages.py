"""Text messages to applicants as jobs: written in the transaction of the move, leased to a sender, told what became of.

queued ─lease→ leased ─sent→ sent
  ↑              ├─refused─→ queued again after a while, or dead: no repeating cures it, or it was tried too often
  │              └─no word, or the lease ran out─→ unsure: it may have been sent and is never sent again by itself
  └──── the gateway was asked and has it not, or a person decides ────┘

A lease has an id; a word about a message counts only from the holder of its last lease. `sent` is believed whenever it
comes, so that what was sent is not sent again.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from app.central.errors import Reused, Unknown, Unprocessable
from app.central.hall_log import log_change
from app.central.store import Store, insert_new
from app.central.tables import cases, hall_log, message_decisions, messages
from app.domain.calendar import HALL_TIME
from app.domain.errors import NoticeUnfit
from app.domain.masking import mask_phone
from app.domain.notices import MessageBook, Notice, mobile_number
from app.ids import new_id
from sync.wire import LeasedMessage, MessageLease, MessageLine, MessageList, MessageOutcome

log = logging.getLogger("central")

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
MOST_ASKS = 6
MOST_LISTED = 200
RESTORED = "restored"


class JobState(Enum):
    """Where a message stands."""

    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    UNSURE = "unsure"  # it may have been sent
    DEAD = "dead"  # surely not sent, and will not be without a person
    CANCELLED = "cancelled"


class Decided(Enum):
    """What a person decides of a message that stands still."""

    RESEND = "resend"
    COUNT_AS_SENT = "count_as_sent"
    CORRECT = "correct"


class Messages:
    """The messages of one hall. `clock` gives UTC milliseconds, `chance` 0…1 for the back-off."""

    def __init__(
        self,
        store: Store,
        book: MessageBook,
        clock: Callable[[], int],
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store, self._book, self._clock, self._chance = store, book, clock, chance
        self._restored_ms = self._last_restored_ms()
        self._urgent = [notice.value for notice, template in book.templates.items() if template.urgent]

    def queue(
        self,
        connection: Connection,
        *,
        case_id: str,
        event: str,
        notice: Notice,
        phone: str,
        facts: Mapping[str, str],
        happened_ms: int | None = None,
    ) -> bool:
        """Have `notice` sent, once for this event and telephone; False where it is queued already or nobody to tell.

        To be called in the transaction of the move. A message that cannot be written, or not be sent to such a
        telephone, holds no move up: it is dead from the start, for a person to see. What `happened_ms` before a
        restore from backup was perhaps told already, by the central that was lost: a person decides.
        """
        if not phone.strip():
            return False
        text, code = "", ""
        try:
            text = self._book.text(notice, facts)
        except NoticeUnfit as unfit:
            code = f"{unfit.why} {unfit.what}"
            log.warning("message %s of event %s cannot be written: %s", notice.value, event, code)
        number = mobile_number(phone)
        code = code or ("" if number else "number")
        now = self._clock()
        told_before = happened_ms is not None and happened_ms < self._restored_ms
        state = JobState.DEAD if code else JobState.UNSURE if told_before else JobState.QUEUED
        row = {
            "hall": self._store.hall,
            "id": new_id(),
            "dedupe_key": _dedupe_key(case_id, event, notice, number or phone),
            "case_id": case_id,
            "event": event,
            "notice": notice.value,
            "phone": number or phone,
            "text": text,
            "state": state.value,
            "tries": 0,
            "asks": 0,
            "not_before_ms": self._waking(now, notice.value),
            "leased_until_ms": 0,
            "leased_by": "",
            "lease_id": "",
            "sent_as": "",
            "reference": "",
            "last_code": code or (RESTORED if told_before else ""),
            "created_ms": now,
            "changed_ms": now,
        }
        once = insert_new(connection, messages).returning(messages.c.id)
        return connection.scalar(once, row) is not None

    def cancel(self, connection: Connection, *, case_id: str, notices: Collection[Notice]) -> int:
        """What waits and is of no use any more is not sent. How many there were."""
        waiting = (
            messages.c.case_id == case_id,
            messages.c.notice.in_([notice.value for notice in notices]),
            messages.c.state == JobState.QUEUED.value,
        )
        done = connection.execute(
            update(messages)
            .where(self._of_hall, *waiting)
            .values(state=JobState.CANCELLED.value, changed_ms=self._clock())
        )
        return done.rowcount

    def restored(self) -> None:
        """After a restore from backup: what waited then may have been sent since, so a person decides of it.

        It is asked of nobody: a later sending had an id that the backup does not know.
        """
        moving = messages.c.state.in_([JobState.QUEUED.value, JobState.LEASED.value, JobState.UNSURE.value])
        held = {"state": JobState.UNSURE.value, "last_code": RESTORED, "leased_by": "", "lease_id": ""}
        with self._store.writing() as connection:
            log_change(connection, self._store.hall, self._clock, RESTORED)
            connection.execute(update(messages).where(self._of_hall, moving).values(changed_ms=self._clock(), **held))
        self._restored_ms = self._last_restored_ms()

    def lease(self, device_id: str, most: int = 1, *, can_ask: bool = False) -> MessageLease:
        """Due messages for `device_id` to send; with `can_ask` also those that its own gateway is to be asked about."""
        now = self._clock()
        until = now + self._book.lease_minutes * MINUTE_MS
        with self._store.writing() as connection:
            self._expire(connection, now)
            rows = self._due(connection, now, device_id, most, can_ask=can_ask)
            leased = tuple(self._leased(connection, row, device_id, until) for row in rows)
        return MessageLease(messages=leased, seconds=self._book.lease_minutes * 60)

    def outcome(self, id: str, told: MessageOutcome) -> JobState:
        """Take a sender's word; saying it twice is harmless. The state after it. Raises `Unknown`."""
        with self._store.writing() as connection:
            row = self._row(connection, id)
            if row.lease_id != told.lease_id:
                return JobState(row.state)  # the word of an older lease, long decided upon
            then = self._after(row, told)
            if then is None:
                return JobState(row.state)
            self._change(connection, id, then)
        log.info("message %s: %s -> %s %s", id, row.state, then["state"], then.get("last_code", ""))
        return JobState(then["state"])

    def decide(self, id: str, decided: Decided, *, actor: str, reason: str, phone: str = "") -> JobState:
        """What a person decides of an unsure or dead message; kept with who and why.

        Raises `Unknown`, `Reused` where it does not stand still (any more), `Unprocessable` for a telephone that is no
        mobile number, no reason, or a message that has no text.
        """
        if not reason.strip():
            raise Unprocessable("no_reason", "A decision needs its reason.")
        now = self._clock()
        with self._store.writing() as connection:
            row = self._row(connection, id)
            then = self._decided(row, decided, phone, now)
            self._change(connection, id, then)
            connection.execute(
                insert(message_decisions).values(
                    hall=self._store.hall,
                    id=new_id(),
                    message_id=id,
                    decision=decided.value,
                    actor=actor,
                    reason=reason,
                    at_ms=now,
                )
            )
        log.info("message %s: %s by %s", id, decided.value, actor)
        return JobState(then["state"])

    def listed(self, states: Collection[JobState]) -> MessageList:
        """The messages in any of `states`, the last changed first, with masked telephones."""
        with self._store.writing() as connection:
            self._expire(connection, self._clock())
        of_case = and_(cases.c.hall == messages.c.hall, cases.c.case_id == messages.c.case_id)
        asked = (
            select(messages, cases.c.number)
            .join_from(messages, cases, of_case, isouter=True)
            .where(self._of_hall, messages.c.state.in_([state.value for state in states]))
            .order_by(messages.c.changed_ms.desc(), messages.c.id)
            .limit(MOST_LISTED + 1)
        )
        with self._store.reading() as connection:
            rows = connection.execute(asked).all()
        return MessageList(messages=tuple(_line(row) for row in rows[:MOST_LISTED]), more=len(rows) > MOST_LISTED)

    def _last_restored_ms(self) -> int:
        """When this central was last restored from backup, 0 if never."""
        restores = hall_log.c.hall == self._store.hall, hall_log.c.what == RESTORED
        with self._store.reading() as connection:
            return int(connection.scalar(select(func.max(hall_log.c.at_ms)).where(*restores)) or 0)

    @property
    def _of_hall(self) -> ColumnElement[bool]:
        return messages.c.hall == self._store.hall

    def _waking(self, moment_ms: int, notice: str) -> int:
        """`moment_ms`, or the end of the quiet hours it lies in, unless it is urgent."""
        if notice in self._urgent:
            return moment_ms
        moment = datetime.fromtimestamp(moment_ms / 1000, HALL_TIME)
        earliest = self._book.quiet.earliest(moment)
        return moment_ms if earliest == moment else round(earliest.timestamp() * 1000)

    def _expire(self, connection: Connection, now: int) -> None:
        """A lease that ran out leaves it unsure; one that ends later than any can was written by a clock set back."""
        longest = self._book.lease_minutes * MINUTE_MS
        over = or_(messages.c.leased_until_ms <= now, messages.c.leased_until_ms > now + longest)
        connection.execute(
            update(messages)
            .where(self._of_hall, messages.c.state == JobState.LEASED.value, over)
            .values(state=JobState.UNSURE.value, last_code="no_word", not_before_ms=now + MINUTE_MS, changed_ms=now)
        )

    def _due(self, connection: Connection, now: int, device_id: str, most: int, *, can_ask: bool) -> Sequence[Any]:
        is_due = or_(messages.c.not_before_ms <= now, messages.c.not_before_ms > now + DAY_MS)  # a clock set back
        wanted = messages.c.state == JobState.QUEUED.value
        if self._waking(now, "") != now:  # one that was due in the evening is not sent in the night
            wanted = and_(wanted, messages.c.notice.in_(self._urgent))
        if can_ask:
            own = and_(messages.c.leased_by == device_id, messages.c.asks < MOST_ASKS)
            wanted = or_(wanted, and_(messages.c.state == JobState.UNSURE.value, own))
        asked = (
            select(messages)
            .where(self._of_hall, wanted, is_due)
            .order_by(messages.c.not_before_ms, messages.c.id)
            .limit(most)
        )
        return connection.execute(asked).all()

    def _leased(self, connection: Connection, row: Any, device_id: str, until: int) -> LeasedMessage:
        asks = row.state == JobState.UNSURE.value
        lease_id = new_id()
        sent_as = row.sent_as if asks else lease_id.replace("-", "")  # 32 letters are all that some gateways take
        self._change(
            connection,
            row.id,
            {
                "state": JobState.LEASED.value,
                "tries": row.tries + (not asks),
                "asks": row.asks + asks,
                "leased_until_ms": until,
                "leased_by": device_id,
                "lease_id": lease_id,
                "sent_as": sent_as,
            },
        )
        return LeasedMessage(
            id=row.id, lease_id=lease_id, sent_as=sent_as, phone=row.phone, text=row.text, ask_only=asks
        )

    def _after(self, row: Any, told: MessageOutcome) -> dict[str, Any] | None:
        """What a word from the holder of the last lease changes; None for nothing."""
        now, state = self._clock(), JobState(row.state)
        open_still = state in (JobState.LEASED, JobState.UNSURE)
        match told.outcome:
            case "sent" if state is not JobState.SENT:
                return {"state": JobState.SENT.value, "reference": told.reference, "last_code": ""}
            case "unsure" if state is JobState.LEASED:
                ask_at = now + self._back_off(row.asks)
                return {"state": JobState.UNSURE.value, "last_code": told.code or "unsure", "not_before_ms": ask_at}
            case "refused" if open_still:
                if told.code in self._book.permanent or row.tries >= self._book.most_tries:
                    return {"state": JobState.DEAD.value, "last_code": told.code}
                again = self._waking(now + self._back_off(row.tries - 1), row.notice)
                return {"state": JobState.QUEUED.value, "last_code": told.code, "not_before_ms": again, "asks": 0}
        return None

    def _back_off(self, before: int) -> int:
        """Full jitter: anything up to a span that doubles from a minute to an hour, in milliseconds."""
        span = min(HOUR_MS, MINUTE_MS << min(max(before, 0), 10))
        return round(self._chance() * span)

    def _decided(self, row: Any, decided: Decided, phone: str, now: int) -> dict[str, Any]:
        state = JobState(row.state)
        stands_still = {JobState.DEAD} if decided is Decided.CORRECT else {JobState.DEAD, JobState.UNSURE}
        if state not in stands_still:
            raise Reused("not_standing", "The message has moved on meanwhile.", state=state.value)
        if decided is Decided.COUNT_AS_SENT:
            return {"state": JobState.SENT.value}
        if not row.text:
            raise Unprocessable("no_text", "The message could not be written; tell it in another way.")
        number = mobile_number(phone if decided is Decided.CORRECT else row.phone)
        if not number:
            raise Unprocessable("number", "That is no mobile number.")
        corrected = {"lease_id": ""} if number != row.phone else {}  # what was said of the other number is over
        return {
            "state": JobState.QUEUED.value,
            "phone": number,
            "tries": 0,
            "asks": 0,
            "not_before_ms": self._waking(now, row.notice),
        } | corrected

    def _row(self, connection: Connection, id: str) -> Any:
        row = connection.execute(select(messages).where(self._of_hall, messages.c.id == id)).one_or_none()
        if row is None:
            raise Unknown("not_found", "No such message here.")
        return row

    def _change(self, connection: Connection, id: str, then: dict[str, Any]) -> None:
        changed = {**then, "changed_ms": self._clock()}
        connection.execute(update(messages).where(self._of_hall, messages.c.id == id).values(changed))


def _dedupe_key(case_id: str, event: str, notice: Notice, phone: str) -> str:
    return hashlib.sha256("\n".join((case_id, event, notice.value, phone)).encode()).hexdigest()


def _line(row: Any) -> MessageLine:
    return MessageLine(
        id=row.id,
        case_id=row.case_id,
        number=row.number or "",
        notice=row.notice,
        phone=mask_phone(row.phone),
        state=row.state,
        tries=row.tries,
        not_before_ms=row.not_before_ms,
        leased_by=row.leased_by,
        reference=row.reference,
        code=row.last_code,
        has_text=bool(row.text),
        created_ms=row.created_ms,
        changed_ms=row.changed_ms,
    )
