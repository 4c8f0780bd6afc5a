"""The act on the case that is open: who takes the result is made sure of, and it leaves by one of the three ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.applicant import Person
from app.domain.catalogue import Item
from app.domain.errors import CounterError
from app.domain.facts import Identity, Way
from app.domain.life import Case
from app.domain.lockers import Aim, Cell
from app.domain.recipients import Recipient
from app.lanes import Lane
from app.presenters.cases.acts import Actor
from app.presenters.hand_out.locker_work import LockerWork
from app.presenters.hand_out.panels import Form, Shown
from app.presenters.hand_out.supplements import likely_reason
from app.presenters.marks import Mark
from app.presenters.readers import CardReaders
from app.services.hand_out import check_card, hand_out_at_window, hand_out_by_post
from app.services.move_case import Opened
from app.services.open_case import OpenedCase
from app.services.submit_case import Desk, Submitted
from app.store.store import Store
from app.wording import Wording
from devices.errors import DeviceError, NoCard
from devices.ports import CardKind
from sync.errors import SyncError


class HandOutDoing:
    """`opened` is the case that is open, `shown` what may be done with it now; `moved` is told of a saved move.

    `seek` opens the case that waits for a supplement and has that number.
    """

    def __init__(
        self,
        *,
        store: Store,
        wording: Wording,
        lane: Lane,
        locker: LockerWork | None,
        readers: CardReaders,
        actor: Callable[[], Actor],
        desk: Callable[[], Desk],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        opened: Callable[[], OpenedCase | None],
        shown: Callable[[], Shown],
        changed: Callable[[], None],
        moved: Callable[[Submitted], None],
        seek: Callable[[str], None],
    ) -> None:
        self._store, self._say, self._lane, self._locker, self._readers = store, wording, lane, locker, readers
        self._actor, self._desk, self._now, self._new_id = actor, desk, now, new_id
        self._opened, self._shown, self._changed, self._was_moved = opened, shown, changed, moved
        self._seek = seek
        self.on_take_up: Callable[[Case, Item], None] = lambda _case, _item: None
        self._signature, self._reading = b"", False
        self.form, self.signing = Form(), 0

    def begin(self) -> None:
        """Another case: what was said of the one before is not this one's."""
        self.form, self._signature, self.signing = Form(), b"", self.signing + 1

    def leave(self) -> None:
        """Esc: what was prepared is given up."""
        if not self.form.busy:
            self.form = Form(way=self.form.way)
            self._signature, self.signing = b"", self.signing + 1

    def busy(self) -> None:
        """Something is under way: nothing else is begun."""
        self.change(busy=True, trouble=None)

    @property
    def wants_card(self) -> bool:
        """Whether a card that lies there is to be read."""
        return self._shown().way == Way.WINDOW.value and not self.form.identified and not self.form.by_paper

    def choose_way(self, way: Way) -> None:
        """1, 2, 3: window, locker, post."""
        if not self.form.busy:
            self.change(way=way, trouble=None, supplement=None, giving_up="")

    def write(self, name: str, value: str) -> None:
        """Something of the panel was written or chosen."""
        match name:
            case "whose":
                self.change(whose=Recipient(value))
            case "reason" | "carrier" | "waybill" | "supplement" | "giving_up":
                self.change(**{name: value})

    def read_card(self, *, asked: bool) -> None:
        """Read the card that lies on any reader; one that was not `asked` for is only looked for."""
        if self._opened() is not None:
            self._read(asked=asked)

    def sign(self, signature: bytes) -> None:
        """What was signed on the pad (PNG), empty when it was taken back."""
        self._signature = signature

    def act(self, named: str) -> None:
        """A side act, by its button or key; one that is not offered now does nothing."""
        acts = self._shown().acts
        offered = {each.id for each in acts if not each.barred}
        named = next((each.id for each in acts if each.key == named), named)  # the key does what stands beside it
        cell, locker = (self._locker.cell if self._locker is not None else None), self._locker
        if named == "keep_cell" and named not in offered and locker is not None and not self.form.busy:
            self.change(supplement="", trouble=None, said=())
        elif named not in offered or self.form.busy:
            return
        elif named == "keep_cell":
            self._keep_cell()
        elif named == "by_paper":
            self.change(by_paper=not self.form.by_paper, trouble=None)
        elif cell is not None and locker is not None:
            self._act_on_cell(named, cell, locker)

    def confirm(self) -> None:
        """Ctrl+Enter: what the panel says."""
        panel, opened, form, locker = self._shown().panel, self._opened(), self.form, self._locker
        if panel is None or not panel.button or panel.hold or form.busy:
            return
        cell = locker.cell if locker is not None else None
        match panel.act:
            case "window" if opened is not None:
                self._hand_out(opened)
            case "post" if opened is not None:
                self._post(opened)
            case "locker" if opened is not None and locker is not None:
                self.busy()
                locker.open_to_lay_in(worked_on(opened), self.not_busy, self.failed)
            case "seek":
                self.busy()
                self._seek((form.supplement or "").strip())
            case "keep":
                self._keep_cell()
            case "take_up" if opened is not None:
                self.on_take_up(opened.case, opened.item)
            case "give_up" if cell is not None and locker is not None and opened is not None:
                self.busy()
                reason = self._say(f"supplement_cell_why.{form.giving_up}")
                locker.give_up(cell, worked_on(opened), reason, self._moved, self.failed)
            case "cell" if cell is not None and locker is not None and opened is not None:
                self.busy()
                locker.confirm(cell, worked_on(opened), self._moved, self.failed)
            case "kept" if cell is not None and locker is not None:
                self._open_cell(cell, Aim.LAY_IN, locker)
            case "full" if cell is not None and locker is not None:
                self._open_cell(cell, Aim.TAKE_BACK, locker)

    def printed(self, sentence: str, *, trouble: bool = False) -> None:
        """How the printing of a slip went."""
        self.change(said=(*self.form.said, (Mark.WRONG if trouble else Mark.DONE, sentence)))

    def not_busy(self) -> None:
        """What was under way is done."""
        self.change(busy=False, supplement=None)

    def failed(self, error: Exception) -> None:
        """It could not be done: said where it was wanted."""
        self.change(busy=False, trouble=error)
        if not isinstance(error, CounterError | DeviceError | SyncError):
            raise error

    def change(self, **changes: Any) -> None:
        """What the clerk says, or what came of it."""
        self.form = replace(self.form, **changes)
        self._changed()

    def _read(self, *, asked: bool) -> None:
        if not self._readers or self._reading:
            return
        self._reading, opened, turn = True, self._opened(), self.signing

        def came(answer: tuple[Person, CardKind]) -> None:
            self._reading = False
            if opened is not None and turn == self.signing:
                self._card_came(answer[0], opened)

        def missed(error: Exception) -> None:
            self._reading = False
            if not isinstance(error, DeviceError):
                raise error
            if asked and not (isinstance(error, NoCard) and error.already_read and self.form.identified):
                self.change(trouble=error)

        (self._readers.ask if asked else self._readers.look)(came, missed)

    def _card_came(self, person: Person, opened: OpenedCase) -> None:
        at, actor, turn = self._now(), self._actor().login, self.signing

        def checked(recipient: Recipient) -> None:
            if turn == self.signing:  # else another case is open meanwhile
                self.change(checked=recipient, by_paper=False, trouble=None)

        def refused(error: Exception) -> None:
            if turn == self.signing:
                self.form = replace(self.form, checked=None)
                self.failed(error)

        self._lane.run(lambda: check_card(self._store, worked_on(opened), person, at=at, actor=actor), checked, refused)

    def _hand_out(self, opened: OpenedCase) -> None:
        form, signature, at, desk = self.form, self._signature, self._now(), self._desk()
        identity = Identity.CARD if form.checked is not None else Identity.PAPER
        self._save(lambda: hand_out_at_window(
            self._store, desk, worked_on(opened), recipient=form.recipient, identity=identity, signature=signature,
            reason="" if form.checked is not None else form.reason.strip(), at=at, new_id=self._new_id,
        ))  # fmt: skip

    def _post(self, opened: OpenedCase) -> None:
        form, at, desk = self.form, self._now(), self._desk()
        self._save(lambda: hand_out_by_post(self._store, desk, worked_on(opened), carrier=form.carrier,
                                            waybill=form.waybill, at=at, new_id=self._new_id))  # fmt: skip

    def _save(self, work: Callable[[], Submitted]) -> None:
        self.busy()
        self._lane.run(work, self._moved, self.failed)

    def _act_on_cell(self, named: str, cell: Cell, locker: LockerWork) -> None:
        opened = self._opened()
        if named == "take_back":
            self._open_cell(cell, Aim.TAKE_BACK, locker)
            return
        if named in ("by_key", "give_up") and opened is None:
            return
        if named == "give_up":
            self.change(giving_up=likely_reason(cell, self._now().date()), trouble=None)
            return
        self.busy()
        match named:
            case "left_empty" | "left_full":
                locker.undo(cell, self.not_busy, self.failed)
            case "repaired":
                locker.repaired(cell, self.not_busy, self.failed)
            case "by_key" if opened is not None:
                locker.taken_by_key(cell, worked_on(opened), self._moved, self.failed)

    def _keep_cell(self) -> None:
        opened, locker = self._opened(), self._locker
        if opened is not None and locker is not None:
            self.busy()
            locker.keep_for_supplement(worked_on(opened), self._moved, self.failed)

    def _open_cell(self, cell: Cell, aim: Aim, locker: LockerWork) -> None:
        self.busy()
        locker.open(cell, aim, self.not_busy, self.failed)

    def _moved(self, submitted: Submitted) -> None:
        self.form = Form(way=self.form.way)
        self._signature, self.signing = b"", self.signing + 1
        self._was_moved(submitted)
        self._changed()


def worked_on(opened: OpenedCase) -> Opened:
    """The case as its moves are made."""
    return Opened(opened.case, opened.item)
