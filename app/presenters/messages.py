"""Text messages that wait for a person: those that nobody knows of, and those that surely did not go out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.calendar import HALL_TIME
from app.domain.notices import mobile_number
from app.lanes import Lane
from app.presenters.dispatches import DispatchGroup, DispatchRow
from app.presenters.marks import Mark
from app.wording import Wording
from sync.errors import Refused, SyncError
from sync.wire import MessageDecision, MessageLine, MessageList, MessageStands

EXPECTED = {"correct": "correct", "resend": "resend", "tell": "count_as_sent"}
GROUPS = (("unsure", Mark.DOUBTFUL), ("dead", Mark.WRONG), ("queued", Mark.WAITING))
NO_SUCH_NUMBER = frozenset({"CMS 1", "CMS 28", "CMS 30"})
PLAIN_CODES = frozenset({"number", "text", "too_long", "no_word", "unsure", "restored"})


class MessagesCentral(Protocol):
    """The central, under the session of who decides. Every call raises `SyncError`."""

    def messages(self, states: tuple[str, ...]) -> MessageList: ...
    def decide_message(self, id: str, decided: str, decision: MessageDecision) -> MessageStands: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class MessagesState:
    """The tab. `said` is what became of the last decision, `reason_wanted` and `phone_wanted` what it lacks."""

    groups: tuple[DispatchGroup, ...] = ()
    empty: str = ""
    trouble: str = ""
    trouble_cure: str = ""
    said: str = ""
    title: str = ""
    detail: str = ""
    mark: Mark = Mark.HINT
    word: str = ""
    why: str = ""
    cure: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    can_resend: bool = False
    can_count_as_sent: bool = False
    can_correct: bool = False
    expected: str = ""  # the decision that is likeliest right; "" where somebody has to be asked first
    reason_wanted: str = ""
    phone_wanted: str = ""


class MessagesView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: MessagesState) -> None: ...
    def clear(self) -> None:
        """Empty what was typed for the last decision."""


class MessagesPresenter:
    """Lists them and has a person decide; `connect` makes a line to the central under that person's session."""

    def __init__(
        self,
        *,
        wording: Wording,
        lane: Lane,
        connect: Callable[[], MessagesCentral],
        now: Callable[[], datetime],
    ) -> None:
        self._say, self._lane, self._connect, self._now = wording, lane, connect, now
        self._view: MessagesView | None = None
        self._lines: tuple[MessageLine, ...] = ()
        self._more = self._read_once = False
        self._chosen = ""
        self._trouble = ("", "")
        self._said = self._reason_wanted = self._phone_wanted = ""

    def show(self, view: MessagesView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def forget(self) -> None:
        """Somebody else sits here: nothing that was listed or typed stays."""
        self._lines, self._more, self._read_once, self._chosen, self._trouble = (), False, False, "", ("", "")
        self._said = self._reason_wanted = self._phone_wanted = ""
        self._forget_typed()
        self._present()

    def refresh(self) -> None:
        """Read the list again."""
        states = tuple(state for state, _ in GROUPS)
        self._lane.run(lambda: self._asked(lambda central: central.messages(states)), self._read, self._failed)

    def choose(self, index: int) -> None:
        """Make a row the current one, counted over all groups; what was said of another one goes."""
        ordered = self._ordered()
        if ordered:
            self._chosen = ordered[max(0, min(index, len(ordered) - 1))].id
            self._forget_typed()
            self._said = self._reason_wanted = self._phone_wanted = ""
        self._present()

    def resend(self, reason: str) -> None:
        """Have the current message sent again."""
        if self.state().can_resend:
            self._decide("resend", reason)

    def count_as_sent(self, reason: str) -> None:
        """The current message needs no sending: it has arrived, or was told in another way."""
        if self.state().can_count_as_sent:
            self._decide("count_as_sent", reason)

    def correct(self, phone: str, reason: str) -> None:
        """Set the number of the current message right, and have it sent there."""
        if not self.state().can_correct:
            return
        self._phone_wanted = "" if mobile_number(phone) else self._say("sms.phone_wanted")
        self._decide("correct", reason, mobile_number(phone))

    def state(self) -> MessagesState:
        """The tab as of now."""
        ordered = self._ordered()
        current = self._current(ordered)
        stands = current is not None and current.state in ("dead", "unsure")
        return MessagesState(
            groups=tuple(
                DispatchGroup(
                    self._say(f"sms_group.{state}"), len(rows), tuple(self._row(row, current) for row in rows)
                )
                for state, _ in GROUPS
                if (rows := [line for line in ordered if line.state == state])
            ),
            empty="" if ordered or not self._read_once or self._trouble[0] else self._say("sms.clear"),
            trouble=self._trouble[0] or (self._say("sms.more", count=len(self._lines)) if self._more else ""),
            trouble_cure=self._trouble[1],
            said=self._said,
            title=self._say(f"sms_notice.{current.notice}") if current else "",
            detail=f"{current.number}　{current.phone}" if current else "",
            mark=dict(GROUPS)[current.state] if current else Mark.HINT,
            word=self._say(f"sms_state.{current.state}") if current else "",
            why=self._why(current) if current else "",
            cure=self._say(f"sms_cure.{self._cure(current)}") if current else "",
            facts=self._facts(current) if current else (),
            can_resend=bool(current and stands and current.has_text and current.code != "number"),
            can_count_as_sent=stands,
            can_correct=bool(current and current.state == "dead" and current.has_text),
            expected=EXPECTED.get(self._cure(current), "") if current else "",
            reason_wanted=self._reason_wanted,
            phone_wanted=self._phone_wanted,
        )

    def _decide(self, decided: str, reason: str, phone: str = "") -> None:
        current = self._current(self._ordered())
        self._reason_wanted = "" if reason.strip() else self._say("sms.reason_wanted")
        if current is None or self._reason_wanted or self._phone_wanted:
            self._present()
            return
        id, decision = current.id, MessageDecision(reason=reason.strip(), phone=phone)
        self._lane.run(
            lambda: self._asked(lambda central: central.decide_message(id, decided, decision)),
            lambda _: self._decided(decided),
            self._failed,
        )

    def _decided(self, decided: str) -> None:
        self._said = self._say(f"sms_done.{decided}")
        self._forget_typed()
        self.refresh()

    def _forget_typed(self) -> None:
        if self._view is not None:
            self._view.clear()

    def _asked(self, ask: Callable[[MessagesCentral], MessageList | MessageStands]) -> MessageList | MessageStands:
        central = self._connect()
        try:
            return ask(central)
        finally:
            central.close()

    def _read(self, answer: MessageList | MessageStands) -> None:
        if isinstance(answer, MessageList):
            self._read_once = True
            self._lines, self._more, self._trouble = answer.messages, answer.more, ("", "")
        self._present()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, SyncError):
            raise error
        if isinstance(error, Refused) and error.code == "not_standing":  # somebody else was quicker
            self._said = self._say("sms.moved_on")
            self.refresh()
            return
        self._trouble = self._say.what_and_cure(error)
        self._present()

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def _ordered(self) -> list[MessageLine]:
        return [line for state, _ in GROUPS for line in self._lines if line.state == state]

    def _current(self, ordered: list[MessageLine]) -> MessageLine | None:
        return next((line for line in ordered if line.id == self._chosen), ordered[0] if ordered else None)

    def _row(self, line: MessageLine, current: MessageLine | None) -> DispatchRow:
        return DispatchRow(
            self._say(f"sms_notice.{line.notice}"),
            f"{line.number}　{line.phone}",
            self._say(f"sms_state.{line.state}"),
            _moment(line.changed_ms, self._now()),
            dict(GROUPS)[line.state],
            line is current,
        )

    def _why(self, line: MessageLine) -> str:
        if not line.has_text:
            return self._say("sms_why.no_text", code=line.code)
        if line.code in NO_SUCH_NUMBER:
            return self._say("sms_why.no_such_number", code=line.code)
        if line.code in PLAIN_CODES:
            return self._say(f"sms_why.{line.code}")
        return self._say("sms_why.refused", code=line.code) if line.code else self._say("sms_why.not_yet")

    def _cure(self, line: MessageLine) -> str:
        if line.state == "queued":
            return "wait"
        if line.state == "unsure":
            return "ask"
        if not line.has_text:
            return "tell"
        return "correct" if line.code in NO_SUCH_NUMBER | {"number"} else "resend"

    def _facts(self, line: MessageLine) -> tuple[tuple[str, str], ...]:
        now = self._now()
        facts = {
            "tries": str(line.tries),
            "created": _moment(line.created_ms, now),
            "changed": _moment(line.changed_ms, now),
            "sender": line.leased_by or "—",
            "next": _moment(line.not_before_ms, now) if line.state == "queued" else "—",
        }
        return tuple((self._say(f"sms_fact.{label}"), value) for label, value in facts.items())


def _moment(at_ms: int, now: datetime) -> str:
    """A time of today, or the day with it; with the year where it is another."""
    at, today = datetime.fromtimestamp(at_ms / 1000, HALL_TIME), now.astimezone(HALL_TIME)
    if at.date() == today.date():
        return f"{at:%H:%M}"
    return f"{at:%m-%d %H:%M}" if at.year == today.year else f"{at:%Y-%m-%d %H:%M}"
