"""Names every concrete thing of a window once, wires them, and closes them in reverse order."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.catalogue.mirror import CatalogueMirror
from app.compatibility import window_report
from app.config import Counter
from app.device_book import DeviceBook
from app.documents import Documents
from app.domain.calendar import HALL_TIME
from app.domain.case import Role
from app.domain.numbers import NumberBlock
from app.ids import new_id
from app.lanes import Home, Lane, ThreadLane
from app.memory import give_back_what_is_free
from app.presenters.applicant import ApplicantPresenter
from app.presenters.codes import CodesPresenter
from app.presenters.counter import CounterPresenter, Place
from app.presenters.device_search import SearchPresenter
from app.presenters.devices import DevicesPresenter
from app.presenters.find import FindPresenter
from app.presenters.item import ItemPresenter
from app.presenters.materials import MaterialsPresenter
from app.presenters.outbox import OutboxPresenter
from app.presenters.page_taking import Feeder
from app.presenters.photograph import Photograph
from app.presenters.readers import CardReaders
from app.presenters.review import ReviewPresenter
from app.presenters.session import Session, StepName
from app.presenters.sign_in import Clerk, SignInPresenter
from app.presenters.slip import Outlet, SlipPresenter
from app.presenters.titles import TitleHints
from app.services.ask_central import ask_central
from app.services.print_slip import Printed, print_slip
from app.services.save_report import save_report, send_report
from app.services.submit_case import Desk
from app.store.accounts import Account
from app.store.numbers import Leasing
from app.store.store import Store
from app.window_devices import InProcess, WindowDevices
from app.wording import Wording
from devices.bay import Bay
from devices.ports import PageSource, SlipPrinter
from devices.ports import Role as DeviceRole
from devices.reading.worker import WorkerReader
from devices.scanning.empty_desk import EmptyDesk
from sync.engine import Engine
from sync.link import Link
from sync.loop import SyncLoop, wall_clock_ms
from sync.transport import Transport
from sync.wire import WindowReport

log = logging.getLogger("counter")

TRAINING_ACCOUNT = ("0317", "周某某", "yichuang")
"""Login, name and password of the account that a first start makes for training."""

TRAINING_NUMBERS = 100

CENTRAL_KEY = "central.public_key"


class Terminal:
    """One window's program without its screen: store, devices, sync and presenters, all wired.

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
        self.calendar = load_calendar(paths.resources() / "calendars")
        self.documents = Documents(paths.resources() / "slips", paths.font_folders())
        self.store = Store.open(settings.data_folder)
        self._closing.callback(self.store.close)
        self._seed_training_account()
        self._seed_training_numbers()
        self.mirror = CatalogueMirror(
            settings.data_folder / "catalogue.json", load_catalogue(settings.catalogue_folder)
        )
        self._make_devices(file, in_process)
        self._store_lane = self._lane("store")
        self._document_lane = self._lane("documents")
        self._ask_lane = self._lane("ask")
        self._make_text_reader()
        self._make_sync()
        self._make_presenters()

    def start(self) -> None:
        """Warm what is slow the first time and begin to sync."""
        self._document_lane.run(self.documents.warm_up)
        self.window_devices.watch()
        if self._loop is not None:
            self._loop.start()

    def close(self) -> None:
        """Stop in reverse order; what is queued is finished first."""
        self._closing.close()

    def watch_devices(self) -> None:
        """See, each device on its lane, how it fares."""
        self.window_devices.watch()

    @property
    def online(self) -> bool | None:
        """Whether the central answers; None where there is none."""
        return None if self._engine is None else self._engine.status.link.online

    def _seed_training_account(self) -> None:
        login, name, password = TRAINING_ACCOUNT
        self.first_start = not self.store.accounts.list()
        if self.first_start:
            self.store.accounts.put(Account(login, name, frozenset({Role.INTAKE})), password)

    def _seed_training_numbers(self) -> None:
        """A training window without a central numbers its own cases, under a prefix that no hall leases."""
        year, hall = self.now().year, self.settings.hall.code
        alone = self.settings.window.training and not self.settings.central.url
        if alone and self.store.numbers.left("case", year) < TRAINING_NUMBERS // 2:
            first = max(self.store.numbers.highest("case", year), 90_000) + 1
            last = first + TRAINING_NUMBERS - 1
            self.store.numbers.add_block(NumberBlock("case", f"T{hall}", year, first, last, first))

    def _make_devices(self, file: Path | None, in_process: InProcess | None) -> None:
        self.book = DeviceBook(self.settings.data_folder)
        self.window_devices = WindowDevices(
            self.settings, self._home, book=self.book, file=file, in_process=in_process, on_health=self._device_news,
            on_card_found=lambda: self.card_readers.found(self.applicant.card_found),
        )  # fmt: skip
        self._closing.callback(self.window_devices.close)
        self.source: Bay[PageSource] | None = self.window_devices.first(DeviceRole.PAGE_SOURCE)
        self.printer: Bay[SlipPrinter] | None = self.window_devices.first(DeviceRole.SLIP_PRINTER)
        self._printer_lane = self.window_devices.lane(DeviceRole.SLIP_PRINTER)

    def _make_text_reader(self) -> None:
        """Its worker is ended first and for good, so that its lane ends at once and leaves none behind."""
        self.text_reader = WorkerReader()
        self._closing.callback(self.text_reader.close)
        self._reading_lane = self._lane("reading")
        self._closing.callback(self.text_reader.abandon)

    def _lane(self, name: str) -> Lane:
        lane = ThreadLane(name, self._home)
        self._closing.callback(lane.close)
        return lane

    def _make_sync(self) -> None:
        self._reported_on: date | None = None
        self._engine: Engine | None = None
        self._loop: SyncLoop | None = None
        link = self.settings.central
        if not link.url:
            return
        transport = self._transport()
        self._engine = Engine(
            device_id=self.settings.window.device_id,
            outbox=self.store.outbox,
            central=transport,
            page_bytes=self.store.page_bytes,
            numbers=Leasing(self.store.numbers, self.store.settings, self.settings.window.device_id),
            mirrors={"catalogue": self.mirror},
            on_change=lambda _status: self._home(self._sync_news),
        )
        self._loop = SyncLoop(self._engine, abandon=transport.abandon, on_end=transport.close)
        self._closing.callback(self._loop.stop)

    def _transport(self) -> Transport:
        link, kept = self.settings.central, self.store.settings
        return Transport(
            link.url,
            link.token,
            public_key=kept.get(CENTRAL_KEY, ""),
            on_pinned=lambda key: kept.put(CENTRAL_KEY, key),
            device_id=self.settings.window.device_id,
        )

    def _make_presenters(self) -> None:
        say, store, dots = self.wording, self.store, self.window_devices.slip_dots
        window = self.settings.window
        self.session = Session(
            drafts=store.drafts, lane=self._store_lane, catalogue=lambda: self.mirror.catalogue, now=self.now,
            new_id=new_id,
        )  # fmt: skip
        self.slip = SlipPresenter(
            wording=say, store=store, documents=self.documents, printer=self.printer,
            lane=self._printer_lane, document_lane=self._document_lane, dots=dots,
            a4_folder=self.settings.data_folder / "a4", now=self.now, clerk=self._clerk_id,
            elsewhere=self._outlet(DeviceRole.SLIP_PRINTER, 1), office=self._outlet(DeviceRole.DOCUMENT_PRINTER, 0),
        )  # fmt: skip
        self.materials = MaterialsPresenter(
            self.session, wording=say, source=self.source, pages=store.pages,
            lane=self.window_devices.lane(DeviceRole.PAGE_SOURCE), clock=time.monotonic,
            titles=TitleHints(self.text_reader, self._reading_lane, store.pages), feeder=self._feeder(),
            empty_desk=self._desk_learned_before(),
        )  # fmt: skip
        self.materials.taking.camera.on_desk_learned = self._desk_learned
        self.review = ReviewPresenter(
            self.session, wording=say, store=store, lane=self._store_lane, documents=self.documents,
            document_lane=self._document_lane, desk=self.desk, dots=dots,
            thumb=self.materials.thumb, new_id=new_id, still_taking=lambda: self.materials.taking.working,
        )  # fmt: skip
        self.item = ItemPresenter(self.session, wording=say, on_used=self._item_used, on_pinned=self._item_pinned)
        self.find = FindPresenter(
            wording=say, store=store, catalogue=lambda: self.mirror.catalogue, documents=self.documents,
            lane=self._document_lane, store_lane=self._store_lane, print_slip=self._reprint,
            ask_central=self._ask_central, now=self.now, dots=dots,
        )  # fmt: skip
        self.card_readers = self._card_readers()
        self.applicant = ApplicantPresenter(
            self.session, wording=say, readers=self.card_readers, photograph=self._photograph(),
            earlier=self.find.earlier,
        )  # fmt: skip
        self.outbox = OutboxPresenter(
            store.outbox, wording=say, lane=self._store_lane, link=self._link, wake=self._wake_sync,
            now_ms=wall_clock_ms,
        )  # fmt: skip
        search = SearchPresenter(
            self.window_devices, wording=say, run=self._ask_lane.run, clock=lambda: f"{self.now():%H:%M}"
        )
        self.devices = DevicesPresenter(
            self.window_devices, wording=say, book=self.book, search=search, save_report=self._save_report,
            print_a4=self.slip.print_a4,
        )  # fmt: skip
        self.counter = CounterPresenter(
            self.session, wording=say, store=store, lane=self._store_lane, place=Place(window.number, window.title),
            review=self.review, slip=self.slip, devices=self.devices, online=lambda: self.online,
        )  # fmt: skip
        self.codes = CodesPresenter(
            self.window_devices.first(DeviceRole.CODE_SCANNER), self.window_devices.lane(DeviceRole.CODE_SCANNER),
            query_url=self.settings.hall.query_url, on_number=self._number_scanned,
        )  # fmt: skip
        self.review.on_retake = self._retake
        self.materials.on_working = self.review.refresh
        self.counter.on_saved = self._case_saved
        login, _, password = TRAINING_ACCOUNT
        self.sign_in = SignInPresenter(
            wording=say, lane=self._store_lane, check=self._check_password, hall=self.settings.hall.name,
            window=window.number, desk=window.title, training=(login, password) if window.training else None,
        )  # fmt: skip
        self.sign_in.on_signed_in = self._signed_in
        self._closing.callback(self.materials.taking.cancel)  # first of all: a scanner may be at its fiftieth page

    def _photograph(self) -> Photograph | None:
        lane = self.window_devices.lane(DeviceRole.PAGE_SOURCE)
        return Photograph(self.source, lane, self.text_reader, self._reading_lane) if self.source else None

    def _feeder(self) -> Feeder | None:
        bay = self.window_devices.first(DeviceRole.PAGE_FEEDER)
        return Feeder(bay, self.window_devices.lane_of(bay)) if bay else None

    def _desk_learned_before(self) -> EmptyDesk | None:
        """What the camera's empty desk looked like when it was learned last; one that is damaged is learned anew."""
        png = self.book.picture(self.source.name) if self.source else b""
        try:
            return EmptyDesk.from_png(png) if png else None
        except ValueError:
            return None

    def _desk_learned(self, png: bytes) -> None:
        if self.source is not None:
            name = self.source.name
            self._store_lane.run(lambda: self.book.keep_picture(name, png), None, lambda _: None)

    def _card_readers(self) -> CardReaders:
        bays = self.window_devices.of_role(DeviceRole.CARD_READER)
        return CardReaders([(bay, self.window_devices.lane_of(bay)) for bay in bays])

    def _outlet(self, role: DeviceRole, place: int) -> Outlet | None:
        """The printer that comes so manyth among those of its role; None where there are not so many."""
        bays = self.window_devices.of_role(role)
        return Outlet(bays[place], self.window_devices.lane_of(bays[place])) if place < len(bays) else None

    def desk(self) -> Desk:
        """What every saved case says of where it was taken in."""
        clerk, settings = self.counter.clerk or Clerk("", ""), self.settings
        return Desk(settings.hall, settings.window.number, settings.window.device_id, clerk.name, clerk.id,
                    self.calendar, settings.window.training)  # fmt: skip

    def _clerk_id(self) -> str:
        return self.counter.clerk.id if self.counter.clerk else ""

    def _check_password(self, login: str, password: str) -> Clerk:
        account = self.store.accounts.sign_in(login, password, self.now())
        return Clerk(account.login, account.name)

    def _signed_in(self, clerk: Clerk) -> None:
        items = self.store.items
        self.item.remember(tuple(items.pinned(clerk.id)), tuple(items.recent(clerk.id)))
        self.counter.signed_in(clerk)
        self._report_of_the_day()

    def _retake(self, code: str) -> None:
        self.materials.choose(code)
        self.counter.go(StepName.MATERIALS)

    def _item_used(self, code: str) -> None:
        self._store_lane.run(lambda: self.store.items.used(code, self._clerk_id(), self.now()))

    def _item_pinned(self, code: str, pinned: bool) -> None:
        self._store_lane.run(lambda: self.store.items.pin(code, self._clerk_id(), pinned))

    def _reprint(self, slip_id: int, tell: Callable[[str], None]) -> None:
        def work() -> Printed:
            return print_slip(slip_id, self.store, self.documents, self.printer, at=self.now(), actor=self._clerk_id())

        self._printer_lane.run(
            work,
            lambda printed: tell(self.wording(f"slip.{'sent_unknown' if printed.unsure else 'printed'}")),
            lambda error: tell(self.wording.error(error)),
        )

    def _ask_central(self, case_id: str, tell: Callable[[str], None]) -> None:
        if self._engine is None:
            tell("")
            return
        self._ask_lane.run(
            lambda: ask_central(self._transport, case_id, self.wording),
            tell,
            lambda error: tell(self.wording.error(error)),
        )

    def _save_report(self, tell: Callable[[str], None]) -> None:
        """Write the compatibility report, and send it to the central where there is one."""
        folder, connect = self.settings.data_folder / "reports", self._transport if self._engine else None
        report = self._report()
        self._document_lane.run(
            lambda: save_report(report, self.documents, folder, self.wording, connect=connect),
            lambda saved: tell(saved.note),
        )

    def _report_of_the_day(self) -> None:
        """Tell the central how this window's devices fare, once a day and without anyone's doing.

        One that does not get there is not missed: the program's next start sends another.
        """
        today = self.now().date()
        if self.online and self.counter.clerk is not None and self._reported_on != today:
            self._reported_on, report = today, self._report()
            self._ask_lane.run(lambda: send_report(report, self._transport), None, lambda _: None)

    def _report(self) -> WindowReport:
        return window_report(self.window_devices, self.book, self.settings, self.wording, at=self.now())

    def _number_scanned(self, number: str) -> None:
        """Whatever is open: show the case with that number. Nothing is lost, for every page keeps what it has."""
        if self.counter.clerk is not None:
            self.counter.open_page("find")
            self.find.search(number)

    def _device_news(self) -> None:
        if self.printer is not None and self.printer.health.trouble is None and self.printer.health.note != "unknown":
            self.slip.printer_is_back()
        self.devices.refresh()
        self.counter.refresh()

    def _sync_news(self) -> None:
        self.counter.tick()
        self.outbox.refresh()
        self._report_of_the_day()

    def _link(self) -> Link | None:
        return self._engine.status.link if self._engine else None

    def _case_saved(self) -> None:
        self._printer_lane.run(give_back_what_is_free)  # behind the slips, when all is done
        self._reading_lane.run(self._let_go_of_the_reader)
        if self._loop is not None:
            self._loop.wake()

    def _let_go_of_the_reader(self) -> None:
        """It holds most of a gigabyte, and this process what it was shown; the next picture starts it anew."""
        self.text_reader.close()
        give_back_what_is_free()

    def _wake_sync(self) -> None:
        if self._loop is not None:
            self._loop.wake(at_once=True)
