"""Send the central's text messages with this window's sender, one a step: fetch, send, say what became of it.

From the moment a message is handed to the sender only its own word counts. Whoever dies before that word has reached
the central leaves the message unsure there: it is asked about or decided upon, and never sent again by itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

from devices.bay import Bay
from devices.errors import DeviceError, MessageRefused, MessageUnsure
from devices.ports import MessageAsker, MessageSender, SentMessage
from sync.errors import Refused
from sync.wire import LeasedMessage, MessageLease, MessageLeaseRequest, MessageOutcome, MessageStands

log = logging.getLogger("sync")

EVERY_SECONDS = 15
"""How often a window looks whether there is something to send."""


def seconds_passed() -> float:
    """A clock that nobody sets and that goes on while the computer sleeps (`time.monotonic` stands still on Linux)."""
    boot_clock: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_clock is None else time.clock_gettime(boot_clock)


class MessageCentral(Protocol):
    """The central, as far as messages go. Every call raises `SyncError`."""

    def lease_messages(self, asked: MessageLeaseRequest) -> MessageLease: ...
    def tell_outcome(self, id: str, outcome: MessageOutcome) -> MessageStands: ...
    def close(self) -> None: ...


class MessageSending:
    """Steps on the sender's lane; what could not be said of a message is said first of all at the next step."""

    def __init__(
        self,
        bay: Bay[MessageSender],
        connect: Callable[[], MessageCentral],
        *,
        device_id: str,
        clock: Callable[[], float] = seconds_passed,
    ) -> None:
        self._bay, self._connect, self._device_id, self._clock = bay, connect, device_id, clock
        self._untold: dict[str, MessageOutcome] = {}

    def step(self) -> str:
        """Send one message, if one is due: "sent", "refused" or "unsure" as it went, "" where there is none.

        Raises `SyncError` where the central cannot be reached, `DeviceError` where the sender could not send, in which
        case nothing was fetched.
        """
        central = self._connect()
        try:
            self._tell(central)
            self._bay.use(lambda sender: sender.check(), patient=True, counted=False)
            can_ask = _can_ask(self._bay.at_hand())
            asked_at = self._clock()
            lease = central.lease_messages(MessageLeaseRequest(device_id=self._device_id, can_ask=can_ask))
            for leased in lease.messages:
                is_over = self._clock() - asked_at >= lease.seconds
                self._untold[leased.id] = self._outcome(leased, is_over=is_over)
                log.info("message %s: %s", leased.id, self._untold[leased.id].outcome)
            done = [self._untold[leased.id].outcome for leased in lease.messages]
            self._tell(central)
            return done[0] if done else ""
        finally:
            central.close()

    def _tell(self, central: MessageCentral) -> None:
        for id, outcome in list(self._untold.items()):
            try:
                central.tell_outcome(id, outcome)
            except Refused as refused:  # it knows no such message (any more): there is nobody to tell
                log.warning("message %s: its outcome is refused: %s", id, refused.code)
            del self._untold[id]

    def _outcome(self, leased: LeasedMessage, *, is_over: bool) -> MessageOutcome:
        def told(outcome: str, *, code: str = "", sent: SentMessage | None = None) -> MessageOutcome:
            references = " ".join(sent.references) if sent else ""
            return MessageOutcome.model_validate(
                {"lease_id": leased.lease_id, "outcome": outcome, "code": code[:64], "reference": references[:500]}
            )

        if is_over:  # the computer may have slept: meanwhile it may have been decided upon
            return told("unsure" if leased.ask_only else "refused", code="lease_over")
        try:
            if leased.ask_only:
                sent = self._bay.use(lambda sender: _asked(sender, leased.sent_as), counted=False)
                return told("refused", code="not_there") if sent is None else told("sent", sent=sent)
            return told("sent", sent=self._bay.use(lambda sender: _sent(sender, leased)))
        except MessageUnsure:
            return told("unsure")
        except MessageRefused as refused:
            return told("refused", code=refused.code)
        except DeviceError as error:
            return told("unsure" if leased.ask_only else "refused", code=type(error).__name__)


def _sent(sender: MessageSender, leased: LeasedMessage) -> SentMessage:
    return sender.send(leased.phone, leased.text, id=leased.sent_as)


def _can_ask(sender: MessageSender) -> bool:
    return isinstance(sender, MessageAsker) and sender.can_ask


def _asked(sender: MessageSender, id: str) -> SentMessage | None:
    if not isinstance(sender, MessageAsker):  # the settings name another sender since
        raise MessageUnsure("this sender cannot be asked")
    return sender.ask(id)
