"""Text messages: sent at a window that has a sender, and those that stand still listed for who may decide of them."""

from __future__ import annotations

from app.desks.foundations import Foundations
from app.presenters.messages import MessagesPresenter
from app.services.send_messages import MessageSending
from devices.errors import DeviceError
from devices.ports import Role
from sync.errors import SyncError


class MessagesDesk:
    """Nothing is sent where the window has no sender or no central; what ails either is told on their own pages."""

    def __init__(self, on: Foundations) -> None:
        self.listing = MessagesPresenter(
            wording=on.wording, lane=on.lanes.ask, connect=on.central.transport, now=on.now
        )
        bay = on.devices.first(Role.MESSAGE_SENDER)
        self._lane = on.devices.lane_of(bay) if bay and on.central.exists else None
        self.busy = False
        if bay is not None:
            self._sending = MessageSending(bay, on.central.transport, device_id=on.settings.window.device_id)

    def clerk_came(self) -> None:
        """Somebody has signed in: what the one before saw does not stay."""
        self.listing.forget()

    def tick(self) -> None:
        """Send what is due, one message after another; a round that is still under way is left alone."""
        if self._lane is not None and not self.busy:
            self.busy = True
            self._lane.run(self._sending.step, self._stepped, self._failed)

    def _stepped(self, outcome: str) -> None:
        self.busy = False
        if outcome:
            self.tick()

    def _failed(self, error: Exception) -> None:
        self.busy = False
        if not isinstance(error, SyncError | DeviceError):
            raise error
