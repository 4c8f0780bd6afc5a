"""The central of one hall, put together: everything the API speaks to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.central.accounts import Accounts
from app.central.blobs import Blobs
from app.central.calendars import Calendars
from app.central.carriage import Carrying
from app.central.catalogues import Catalogues
from app.central.clock import recompute_deadlines
from app.central.contacts import Contacts
from app.central.device_reports import DeviceReports
from app.central.directory import Directory
from app.central.figures import HallFigures
from app.central.files import CaseFiles
from app.central.hall_rules import HallRules
from app.central.ingest import Ingest
from app.central.judge import Judge
from app.central.messages import Messages
from app.central.numbering import Numbering
from app.central.receipts import ReceiptPress, open_press
from app.central.rows import CaseRows, replay_cases_without_life
from app.central.sessions import Sessions
from app.central.store import Store, sqlite_url
from app.central.views import CaseViews
from app.central.watch import CaseWatch
from app.central.work import WorkLists
from app.domain.account import Account
from app.domain.calendar import WorkCalendar
from app.domain.catalogue import Catalogue
from app.domain.notices import MessageBook
from app.domain.rules import Rules
from app.message_file import shipped_message_book
from app.passwords import Passwords
from sync.wire import Hello


def utc_milliseconds() -> int:
    """Now."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a central is run. Empty URLs mean the database and the pages lie in `data_folder`."""

    data_folder: Path
    catalogue: Catalogue
    calendar: WorkCalendar
    rules: Rules | None = None  # those kept, at the very first start the program's own
    message_book: MessageBook = field(default_factory=shipped_message_book)
    hall: str = "YC"
    prefix: str = ""  # of printed numbers; "" for the hall's code
    database_url: str = ""
    blobs_url: str = ""
    listen: str = "127.0.0.1:8470"
    tls_certificate: Path | None = None  # PEM; without one a proxy in front must speak https
    tls_key: Path | None = None  # PEM, if it is not in the certificate's file
    first_device: str = "window-03"  # enrolled at the very first start, see `directory`
    first_window: str = "03"
    accounts: tuple[Account, ...] = ()  # made at the very first start with the training password, see `accounts`
    passwords: Passwords = field(default_factory=Passwords)
    restored: bool = False  # this start is the first after a restore from backup
    clock: Callable[[], int] = utc_milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """One hall's central. Close it to finish what was begun."""

    hall: str
    store: Store
    ingest: Ingest
    blobs: Blobs
    numbering: Numbering
    directory: Directory
    contacts: Contacts
    figures: HallFigures
    accounts: Accounts
    sessions: Sessions
    views: CaseViews
    work: WorkLists
    carrying: Carrying
    files: CaseFiles
    catalogues: Catalogues
    calendars: Calendars
    rules: Rules
    device_reports: DeviceReports
    messages: Messages
    watch: CaseWatch
    press: ReceiptPress
    clock: Callable[[], int]

    @property
    def catalogue(self) -> Catalogue:
        """The one in force."""
        return self.catalogues.newest

    @property
    def calendar(self) -> WorkCalendar:
        """The one in force."""
        return self.calendars.newest

    def hello(self) -> Hello:
        """Who this central is."""
        return Hello(
            hall=self.hall,
            epoch=self.store.epoch,
            public_key=self.press.public_key,
            catalogue_version=self.catalogue.version,
            calendar_version=self.calendar.version,
            rules_version=self.rules.version,
            accounts_version=self.accounts.version(),
            server_time_ms=self.clock(),
        )

    def close(self) -> None:
        """Commit what is waiting, then let the database go."""
        self.ingest.close()
        self.store.close()


def open_central(options: Options) -> Central:
    """Open or create everything in the data folder. Raises `Unavailable` where storage cannot be used."""
    folder, clock = options.data_folder.absolute(), options.clock
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(options.database_url or sqlite_url(folder), options.hall)
    messages = Messages(store, options.message_book, clock)
    if options.restored:
        store.restored_from_backup()
        messages.restored()
    press = open_press(folder)
    catalogues = Catalogues(store, options.catalogue, clock)
    rules = HallRules(store, options.rules, clock)
    rows = CaseRows(options.calendar, rules.in_force)
    calendars = Calendars(store, options.calendar, rows, clock)
    replay_cases_without_life(store, rows, catalogues.facts, clock())
    recompute_deadlines(store, rows, clock, settled_too=rules.are_new)
    rules.keep()
    judge = Judge(rows, catalogues.facts, clock)
    directory = Directory(store, clock)
    contacts = Contacts(store, clock)
    directory.enrol_first(folder, options.first_device, options.first_window)
    accounts = Accounts(store, options.passwords, clock)
    accounts.begin(folder, options.accounts)
    blobs = Blobs(options.blobs_url or (folder / "blobs").as_uri(), store, clock)
    return Central(
        hall=options.hall,
        store=store,
        ingest=Ingest(store, judge, press, messages),
        blobs=blobs,
        numbering=Numbering(store, options.prefix or options.hall, clock),
        directory=directory,
        contacts=contacts,
        figures=HallFigures(store, contacts, lambda: calendars.newest, clock),
        accounts=accounts,
        sessions=Sessions(store, clock),
        views=CaseViews(store, blobs),
        work=WorkLists(store, clock, rows),
        carrying=Carrying(store, clock),
        files=CaseFiles(store, catalogues),
        catalogues=catalogues,
        calendars=calendars,
        rules=rules.in_force,
        device_reports=DeviceReports(store, clock),
        messages=messages,
        watch=CaseWatch(store, rows, messages),
        press=press,
        clock=clock,
    )
