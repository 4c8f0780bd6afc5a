"""A window at which cases are worked on: its own store, a real line to a real central, the page without a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from app import paths
from app.calendar_files import load_calendar
from app.central.server import EmbeddedCentral
from app.config import Counter
from app.documents.kinds_file import load_document_kinds
from app.domain.account import Account
from app.domain.calendar import HALL_TIME
from app.domain.case import Decision, MoveKind, Page, Role
from app.domain.documents import all_series
from app.domain.facts import HandingOver, Holder, TakingOver
from app.domain.review import review
from app.domain.rules import Rules
from app.domain.slips import SlipDocument
from app.ids import new_id
from app.lanes import InlineLane
from app.presenters.cases.acts import Actor
from app.presenters.cases.page import CasesPresenter
from app.presenters.cases.state import CasesState
from app.services.central_cases import CentralCases
from app.services.move_case import Saying
from app.services.moves_here import Done, MovesHere
from app.services.open_case import OpenedCase, opened_case
from app.services.submit_case import Desk, submit_case
from app.store.numbers import Leasing
from app.training.accounts import TRAINING_PASSWORD
from app.wording import Wording
from devices.ports import Raster
from sync.engine import Engine
from sync.transport import Transport
from tests.support import counter
from tests.support.items import COMPLETE, LICENCE, scanned

SAY = Wording(paths.resources() / "i18n", "zh_CN")
CALENDAR = load_calendar(paths.resources() / "calendars")
KINDS = load_document_kinds(paths.resources() / "slips")
RULES = Rules(sections=("审批科", "食品科"))


class View:
    """Remembers the state that was presented last."""

    def __init__(self) -> None:
        self.state = CasesState()

    def present(self, state: CasesState) -> None:
        self.state = state


class WorkingWindow:
    """One person at one window; everything happens when it is asked for."""

    def __init__(
        self, folder: Path, central: EmbeddedCentral, number: str, account: Account, role: Role, *, url: str = ""
    ) -> None:
        """`url` is where the line begins, where it can be cut."""
        self.device_id, self.number, self.account, self.role = f"window-{number}", number, account, role
        self.store = counter.open_store(folder / self.device_id)
        self._url, self._token = url or central.url, central.central.directory.enrol(self.device_id, number)
        self._key, self._session = "", ""
        self._session = self.connect().sign_in(account.login, TRAINING_PASSWORD).session
        leasing = Leasing(self.store.numbers, self.store.settings, self.device_id, series=all_series(KINDS))
        self._line = self.connect()
        self._engine = Engine(
            device_id=self.device_id, outbox=self.store.outbox, central=self._line, page_bytes=self.store.page_bytes,
            numbers=leasing, roll=lambda: 0.5,
        )  # fmt: skip
        self._now_ms = 1_790_000_000_000
        self.moves = MovesHere(self.store, desk=self.desk, role=lambda: role, now=_now, new_id=new_id)
        self.view, self.printed = View(), list[SlipDocument]()
        lane = InlineLane()
        self.cases = CasesPresenter(
            CentralCases(self.connect), self.store.outbox, wording=SAY, store=self.store,
            calendar=lambda: CALENDAR, rules=lambda: RULES,
            ask_lane=lane, store_lane=lane, document_lane=lane, actor=self._actor,
            department_name=lambda code: code, moves=self.moves, raster=lambda _: Raster(8, 1, b"\0"),
            print_again=lambda case_id, document, tell: self.printed.append(document), now=_now,
        )  # fmt: skip
        self.cases.on_done = self._done
        self.cases.show(self.view)
        self.send()

    @property
    def state(self) -> CasesState:
        """What the page shows."""
        return self.view.state

    def connect(self) -> Transport:
        """A line that shows who sits here."""
        return Transport(self._url, self._token, public_key=self._key, device_id=self.device_id, session=self._session,
                         on_pinned=self._pin)  # fmt: skip

    def desk(self) -> Desk:
        """What every move says of where it was made, and by whom."""
        return Desk(Counter().hall, self.number, self.device_id, self.account.name, self.account.login, CALENDAR, False,
                    KINDS, RULES)  # fmt: skip

    def send(self) -> None:
        """Let everything go to the central that may go now."""
        self._engine.hurry()
        for _ in range(60):
            after = self._engine.step(self._now_ms)
            if after > self._now_ms and not self.store.outbox.counts().ready:
                break
            self._now_ms = max(after, self._now_ms + 1)

    def look(self) -> CasesState:
        """Ask for the list."""
        self.cases.refresh()
        return self.state

    def do(self, act: str, **written: str) -> CasesState:
        """Open the panel of an act, write, confirm, and send."""
        self.cases.act(act)
        for name, value in written.items():
            self.cases.write(name, value)
        self.cases.confirm()
        self.send()
        return self.look()

    def take_in(self) -> str:
        """A case taken in here and handed over to the back office, papers and all; its id."""
        case_id, at = new_id(), _now()
        codes = [material.code for material in LICENCE.materials]
        application = replace(COMPLETE, taken={code: scanned(self._page(case_id)) for code in codes})
        reviewed = review(LICENCE, application, at.date())
        submitted = submit_case(
            self.store, self.desk(), draft_id=case_id, event_id=new_id(), application=application, item=LICENCE,
            reviewed=reviewed, decision=Decision.RECEIVE, reason="", at=at,
        )  # fmt: skip
        opened = OpenedCase(case_id, submitted.case.number, 1, submitted.case.life, application, LICENCE)
        self.moves.hand_over([(opened, HandingOver("", Holder(Role.BACK_OFFICE, LICENCE.department.code), 5))])
        self.send()
        return case_id

    def take_over(self) -> CasesState:
        """The papers of the current case have come."""
        self.look()
        assert self.state.case is not None
        opened = opened_case(CentralCases(self.connect).file(self.state.case.id))
        assert opened.life.transit is not None
        self.moves.make(opened, [Saying(MoveKind.TAKE_OVER, TakingOver(opened.life.transit.batch))])
        self.send()
        return self.look()

    def close(self) -> None:
        self._line.close()
        self.store.close()

    def _page(self, case_id: str) -> Page:
        picture = BytesIO()
        Image.new("RGB", (210, 297), "white").save(picture, "JPEG")
        return Page(self.store.pages.put(case_id, picture.getvalue()), "image/jpeg", 210, 297)

    def _actor(self) -> Actor:
        return Actor(self.account.login, self.role, self.number, self.account.section)

    def _done(self, done: object) -> None:
        assert isinstance(done, list | tuple)
        for made in done:
            assert isinstance(made, Done)
            self.printed += made.slips

    def _pin(self, key: str) -> None:
        self._key = key


def _now() -> datetime:
    return datetime.now(HALL_TIME)
