"""The issuing desk: results handed out at the window, by the locker that hangs on it, and by post."""

from __future__ import annotations

from functools import partial

from app.desks.foundations import Foundations
from app.desks.printing import print_stored
from app.domain.case import Role
from app.presenters.cases.acts import Actor
from app.presenters.hand_out.page import HandOutPresenter
from app.presenters.pages import HAND_OUT
from app.presenters.readers import CardReaders
from app.services.central_cases import CentralCases
from app.services.local_cases import LocalCases
from app.services.locker import Locker
from app.services.moves_here import Done, MovesHere
from app.services.nearby_cases import NearbyCases
from devices.bay import Bay
from devices.ports import LockBank
from devices.ports import Role as Device

LONGEST_TITLE = 2


class HandOutDesk:
    """What was opened before, and what lies in the locker, is handed out without the central too."""

    def __init__(self, on: Foundations) -> None:
        self._on = on
        local = LocalCases(on.store, on.catalogue, lambda: on.calendar, lambda: on.rules, on.now)
        source = NearbyCases(CentralCases(on.central.transport), local) if on.central.exists else local
        moves = MovesHere(on.store, desk=on.desk, role=lambda: Role.ISSUING, now=on.now, new_id=on.new_id)
        bay = self._lock_bank()
        locker = None
        if bay is not None:
            made = Locker(on.store, bay, title=_title(bay.name), desk=on.desk, now=on.now, new_id=on.new_id)
            locker = made, on.devices.lane_of(bay)
        self._readers = CardReaders([(each, on.devices.lane_of(each)) for each in
                                     on.devices.of_role(Device.CARD_READER)])  # fmt: skip
        self.hand_out = HandOutPresenter(
            source, on.store.outbox if on.central.exists else None, wording=on.wording, store=on.store,
            calendar=lambda: on.calendar, rules=lambda: on.rules,
            ask_lane=on.lanes.ask, store_lane=on.lanes.store, actor=self._actor,
            desk=on.desk, after=moves.after, locker=locker, readers=self._readers, now=on.now, new_id=on.new_id,
            may_take_in=lambda: on.seat.has(Role.INTAKE),
        )  # fmt: skip
        self.hand_out.on_done = self._done
        on.frame.tell(HAND_OUT, self.hand_out.told)

    def clerk_came(self) -> None:
        """Somebody has signed in."""
        self.hand_out.clerk_came()

    def central_news(self) -> None:
        """Something was sent or refused, or the central came or went."""
        if self._on.frame.page == HAND_OUT:
            self.hand_out.refresh()

    def card_answered(self) -> None:
        """A reader has found a card of its own accord."""
        if self._on.frame.page == HAND_OUT:
            self._readers.found(self.hand_out.tick_card)

    def takes_code(self, code: str) -> bool:
        """A code was scanned: it is this desk's while its page is open."""
        if self._on.frame.page != HAND_OUT:
            return False
        self.hand_out.scanned(code)
        return True

    def _lock_bank(self) -> Bay[LockBank] | None:
        """The first that was calibrated: of another it is not known which doors are shut."""
        on = self._on
        banks: list[Bay[LockBank]] = on.devices.of_role(Device.LOCK_BANK)
        return next((bay for bay in banks if on.book.calibration(bay.name)), next(iter(banks), None))

    def _actor(self) -> Actor:
        return Actor(self._on.seat.id, Role.ISSUING, self._on.settings.window.number)

    def _done(self, done: Done) -> None:
        for slip_id, document in zip(done.slip_ids, done.slips, strict=True):
            tell = self.hand_out.doing.printed
            print_stored(self._on, slip_id, document, tell, partial(tell, trouble=True))
        self._on.central.wake()


def _title(name: str) -> str:
    """What citizens read on the cabinet: the bank's name where a site calls it A or 12, else A."""
    return name.upper() if len(name) <= LONGEST_TITLE else "A"
