"""A window's program without its screen: what is made in which order, and closed in reverse."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import paths
from app.central_link import CentralLink
from app.config import Counter
from app.desks.administration import AdministrationDesk
from app.desks.back_office import BackOfficeDesk
from app.desks.dashboard import DashboardDesk
from app.desks.everybody import EverybodysDesk
from app.desks.foundations import Foundations, Lanes
from app.desks.hand_out import HandOutDesk
from app.desks.hand_over import HandOverDesk
from app.desks.intake import IntakeDesk
from app.desks.messages import MessagesDesk
from app.device_book import DeviceBook
from app.documents.kinds_file import load_document_kinds
from app.documents.typesetting import Documents
from app.domain.calendar import HALL_TIME
from app.domain.documents import all_series
from app.domain.moments import milliseconds
from app.domain.numbers import NumberBlock
from app.hall_copies import calendar_here, catalogue_here, rules_here
from app.lanes import Home, Lane, ThreadLane
from app.presenters.frame import Frame, Place
from app.presenters.idle_lock import IdleLock
from app.presenters.pages import SIGN_IN
from app.presenters.samples import Samples
from app.presenters.seat import Clerk, Seat
from app.services.sample_pictures import SamplePictures
from app.services.sign_in import StandingMirror
from app.store.store import Store
from app.training.accounts import TRAINING_ACCOUNTS, TRAINING_PASSWORD
from app.window_devices import InProcess, WindowDevices
from app.wording import Wording
from devices.reading.worker import WorkerReader
from sync.ports import Mirror

TRAINING_NUMBERS = 100


@dataclass(frozen=True, slots=True)
class _Left:
    """Who sat here when the window was locked, and at which page."""

    clerk_id: str
    page: str


class Terminal:
    """Store, devices, line to the central, then the desks with their presenters, then the frame round them all.

    `home` carries jobs to the thread that owns the screen. `file` is where the settings are kept. `in_process` makes
    devices that have no real address, such as a simulated camera. Raises `StoreUnavailable`,
    `CatalogueInvalid`, `SettingsInvalid`.
    """

    def __init__(
        self,
        settings: Counter,
        home: Home,
        *,
        file: Path | None = None,
        in_process: InProcess | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(HALL_TIME),
    ) -> None:
        self.settings, self._home, self.now = settings, home, now
        self._closing = ExitStack()
        self.wording = Wording(paths.resources() / "i18n", settings.screen.language)
        self.documents = Documents(paths.resources() / "slips", paths.font_folders())
        self.store = Store.open(settings.data_folder)
        self._closing.callback(self.store.close)
        self.document_kinds = load_document_kinds(paths.resources() / "slips")
        self.store.numbers.close_past_years(self.now().year, self.now())
        self._seed_training_accounts()
        self._seed_training_numbers()
        self.seat = Seat()
        self._left: _Left | None = None
        self.idle = IdleLock(self.seat, after=settings.window.idle_lock_minutes * 60, lock=self.lock)
        self._on = self._make_foundations(file, in_process)
        self.window_devices, self.central, self.text_reader = self._on.devices, self._on.central, self._on.text_reader
        self._make_desks(self._on)

    def start(self) -> None:
        """Warm what is slow the first time and begin to sync."""
        self._on.lanes.documents.run(self.documents.warm_up)
        self.window_devices.watch()
        self.central.start()

    def close(self) -> None:
        """Stop in reverse order; what is queued is finished first."""
        self._closing.close()

    def watch_devices(self) -> None:
        """See, each device on its lane, how it fares."""
        self.window_devices.watch()

    def sign_out(self) -> None:
        """Leave the seat to somebody else; the case on the desk stays as a draft."""
        self.intake.clerk_leaves()
        self.everybody.clerk_leaves()
        self.seat.clerk = None
        self.frame.open(SIGN_IN)

    def lock(self) -> None:
        """Ask again who is there; for the same clerk everything is then as it was."""
        self._left = _Left(self.seat.id, self.frame.page)
        self.sign_out()
        self.everybody.sign_in.locked(self.settings.window.idle_lock_minutes)

    def _seed_training_accounts(self) -> None:
        """A window for training, or without a central to ask, begins with accounts that everybody knows."""
        alone = self.settings.window.training or not self.settings.central.url
        if alone and not self.store.accounts.list():
            self.store.accounts.seed(TRAINING_ACCOUNTS, TRAINING_PASSWORD)

    def _seed_training_numbers(self) -> None:
        """A training window without a central numbers its own cases, under a prefix that no hall leases."""
        year, hall = self.now().year, self.settings.hall.code
        if not self.settings.window.training or self.settings.central.url:
            return
        for series in all_series(self.document_kinds):
            if self.store.numbers.left(series, year) < TRAINING_NUMBERS // 2:
                first = max(self.store.numbers.highest(series, year), 90_000) + 1
                last = first + TRAINING_NUMBERS - 1
                self.store.numbers.add_block(NumberBlock(series, f"T{hall}", year, first, last, first))

    def _make_foundations(self, file: Path | None, in_process: InProcess | None) -> Foundations:
        settings = self.settings
        catalogue, calendar, rules = catalogue_here(settings), calendar_here(settings), rules_here(settings)
        book = DeviceBook(settings.data_folder)
        devices = WindowDevices(
            settings, self._home, book=book, file=file, in_process=in_process, on_health=self._device_news,
            on_card_found=self._card_answered,
        )  # fmt: skip
        self._closing.callback(devices.close)
        store_lane, document_lane, ask_lane = self._lane("store"), self._lane("documents"), self._lane("ask")
        text_reader = WorkerReader()  # its worker is ended first and for good, so that its lane ends at once
        self._closing.callback(text_reader.close)
        reading_lane = self._lane("reading")
        self._closing.callback(text_reader.abandon)
        mirrors: dict[str, Mirror] = {
            "catalogue": catalogue, "calendar": calendar, "rules": rules,
            "standing": StandingMirror(self.store.accounts),
        }  # fmt: skip
        central = CentralLink(
            settings, self.store, mirrors, all_series(self.document_kinds),
            on_news=lambda: self._home(self._central_news),
        )  # fmt: skip
        self._closing.callback(central.stop)
        self.frame = Frame(
            wording=self.wording, seat=self.seat, place=Place(settings.window.number, settings.window.title),
            lane=store_lane, counts=self.store.outbox.counts, brought=self.store.lockers.brought,
            online=lambda: central.online, clock_off=lambda: central.clock_off(milliseconds(self.now())), now=self.now,
        )  # fmt: skip
        return Foundations(
            settings=settings, wording=self.wording, store=self.store, documents=self.documents,
            calendar_mirror=calendar, mirror=catalogue, rules_mirror=rules, devices=devices, book=book,
            document_kinds=self.document_kinds, text_reader=text_reader, central=central, seat=self.seat,
            frame=self.frame, now=self.now,
            lanes=Lanes(store=store_lane, documents=document_lane, ask=ask_lane, reading=reading_lane),
        )  # fmt: skip

    def _lane(self, name: str) -> Lane:
        lane = ThreadLane(name, self._home)
        self._closing.callback(lane.close)
        return lane

    def _make_desks(self, on: Foundations) -> None:
        """Each role's desk, in the order in which one needs the other."""
        self.everybody = EverybodysDesk(
            on, print_a4=lambda: self.intake.slip.print_a4(),
            print_document=lambda case_id, document, tell: self.back_office.print_again(case_id, document, tell),
        )  # fmt: skip
        self.everybody.sign_in.on_signed_in = self._signed_in
        self.messages = MessagesDesk(on)
        connect = on.central.transport if on.central.exists else None
        pictures = SamplePictures(on.settings.data_folder / "samples", connect)
        samples = Samples(pictures, lane=on.lanes.ask, wording=on.wording)
        self.intake = IntakeDesk(on, earlier=self.everybody.find.earlier, samples=samples)
        self.everybody.find.on_come_back = self.intake.flow.come_back
        self._closing.callback(self.intake.close)
        self._closing.callback(self.everybody.find.sign_back.stop)
        self.back_office = BackOfficeDesk(on)
        self.hand_out = HandOutDesk(on)
        self.hand_out.hand_out.doing.on_take_up = self.intake.flow.come_back
        self.hand_over = HandOverDesk(on)
        self.everybody.on_code = lambda code: self.hand_out.takes_code(code) or self.hand_over.takes_code(code)
        self.dashboard = DashboardDesk(on, show_behind=self.back_office.cases.listing.show_behind)
        self.administration = AdministrationDesk(on, samples=samples)

    def _signed_in(self, clerk: Clerk) -> None:
        left, self._left, self.seat.clerk = self._left, None, clerk
        if left is not None and left.clerk_id == clerk.id:
            self.frame.open(left.page)
        else:
            self.everybody.clerk_came()
            self.intake.clerk_came()
            self.back_office.clerk_came()
            self.hand_out.clerk_came()
            self.dashboard.clerk_came()
            self.administration.clerk_came()
            self.hand_over.clerk_came()
            self.messages.clerk_came()
        if self.frame.page == SIGN_IN:
            self.frame.go_home()
        self.everybody.report_of_the_day()

    def _card_answered(self) -> None:
        self.intake.card_answered()
        self.hand_out.card_answered()

    def _device_news(self) -> None:
        self.intake.devices_changed()
        self.everybody.devices.refresh()
        self.frame.refresh()

    def _central_news(self) -> None:
        self.frame.tick()
        self.everybody.outbox.refresh()
        self.back_office.central_news()
        self.hand_out.central_news()
        self.hand_over.central_news()
        self.everybody.report_of_the_day()
