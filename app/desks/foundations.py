"""What every desk stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.catalogue.mirror import CatalogueMirror
from app.central_link import CentralLink
from app.config import Counter
from app.device_book import DeviceBook
from app.document_mirror import DocumentMirror
from app.documents.typesetting import Documents
from app.domain.calendar import WorkCalendar
from app.domain.catalogue import Catalogue
from app.domain.documents import DocumentKinds
from app.domain.rules import Rules
from app.ids import new_id
from app.lanes import Lane
from app.presenters.frame import Frame
from app.presenters.intake.slip import Outlet
from app.presenters.seat import Seat
from app.services.submit_case import Desk
from app.store.store import Store
from app.window_devices import WindowDevices
from app.wording import Wording
from devices.ports import Role
from devices.reading.worker import WorkerReader


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where slow work is done, one piece after another. Devices have lanes of their own: `WindowDevices.lane`."""

    store: Lane
    documents: Lane
    ask: Lane
    reading: Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundations:
    """Made once by the terminal, before any desk; no desk closes anything of it."""

    settings: Counter
    wording: Wording
    store: Store
    documents: Documents
    document_kinds: DocumentKinds
    mirror: CatalogueMirror
    calendar_mirror: DocumentMirror[WorkCalendar]
    rules_mirror: DocumentMirror[Rules]
    devices: WindowDevices
    book: DeviceBook
    text_reader: WorkerReader
    central: CentralLink
    lanes: Lanes
    seat: Seat
    frame: Frame
    now: Callable[[], datetime]
    new_id: Callable[[], str] = new_id

    def catalogue(self) -> Catalogue:
        """The newest catalogue known here."""
        return self.mirror.catalogue

    @property
    def calendar(self) -> WorkCalendar:
        """The newest calendar known here: ask anew for every answer."""
        return self.calendar_mirror.newest

    @property
    def rules(self) -> Rules:
        """The hall's rules about time, as last heard: ask anew for every answer."""
        return self.rules_mirror.newest

    def desk(self) -> Desk:
        """What every saved case says of where it was taken in, and by whom."""
        settings = self.settings
        return Desk(settings.hall, settings.window.number, settings.window.device_id, self.seat.name, self.seat.id,
                    self.calendar, settings.window.training, self.document_kinds, self.rules)  # fmt: skip

    def outlet(self, role: Role, place: int) -> Outlet | None:
        """The printer that comes so manyth among those of its role; None where there are not so many."""
        bays = self.devices.of_role(role)
        return Outlet(bays[place], self.devices.lane_of(bays[place])) if place < len(bays) else None
