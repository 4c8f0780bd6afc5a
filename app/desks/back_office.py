"""The back office's and the sections' desk: cases taken in elsewhere, moved on here, their documents printed here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.desks.foundations import Foundations
from app.desks.printing import print_stored
from app.domain.case import Page, Role
from app.domain.slips import SlipDocument
from app.presenters.cases.acts import Actor
from app.presenters.cases.page import CasesPresenter
from app.presenters.pages import CASES, pages_of, role_at
from app.services.central_cases import CentralCases
from app.services.local_cases import LocalCases
from app.services.moves_here import Done, MovesHere
from app.services.open_case import OpenedCase
from app.services.print_slip import NoPrinter, print_on
from app.services.scan_page import scan_next, scan_page
from devices.bay import Bay
from devices.ports import PageSource, SlipPrinter
from devices.ports import Role as Device
from devices.scanning.pictures import pictures_in


class BackOfficeDesk:
    """Everything here is saved before it is sent; what was opened before is worked on without the central too."""

    def __init__(self, on: Foundations) -> None:
        self._on = on
        lanes = on.lanes
        source = (
            CentralCases(on.central.transport)
            if on.central.exists
            else LocalCases(on.store, on.catalogue, lambda: on.calendar, lambda: on.rules, on.now)
        )
        moves = MovesHere(on.store, desk=on.desk, role=lambda: self._actor().role, now=on.now, new_id=on.new_id)
        outbox = on.store.outbox if on.central.exists else None
        self.cases = CasesPresenter(
            source, outbox, wording=on.wording, store=on.store, calendar=lambda: on.calendar, rules=lambda: on.rules,
            ask_lane=lanes.ask, store_lane=lanes.store, document_lane=lanes.documents, actor=self._actor,
            department_name=self._department_name, moves=moves, print_again=self.print_again, now=on.now,
            raster=lambda document: on.documents.raster(document, on.devices.slip_dots),
        )  # fmt: skip
        self.cases.on_done = self._done
        on.frame.tell(CASES, self.cases.told)
        self.cases.on_told = on.frame.refresh

    def clerk_came(self) -> None:
        """Somebody has signed in who may have another list."""
        self.cases.clerk_came()

    def central_news(self) -> None:
        """Something was sent or refused, or the central came or went."""
        if self._on.frame.page == CASES:
            self.cases.refresh()

    def capture(self) -> None:
        """F6: scan a page for the result that is being recorded."""
        opened = self.cases.recording
        camera: Bay[PageSource] | None = self._on.devices.first(Device.PAGE_SOURCE)
        if opened is None or camera is None:
            return
        case_id, pages = opened.case_id, self._on.store.pages

        def work() -> Page:
            return scan_page(camera.use(lambda each: each.frame()), case_id, pages).page

        self._on.devices.lane(Device.PAGE_SOURCE).run(
            work, lambda page: self.cases.add_pages((page,)), self.cases.not_scanned
        )

    def take_files(self, names: tuple[str, ...]) -> None:
        """Ctrl+O: take pages from picture or PDF files for the result that is being recorded."""
        opened = self.cases.recording
        if opened is None:
            return
        case_id, pages = opened.case_id, self._on.store.pages

        def work() -> tuple[Page, ...]:
            pictures, found = pictures_in([Path(name) for name in names]), []
            while (scanned := scan_next(pictures, case_id, pages)) is not None:
                found.append(scanned.page)
            return tuple(found)

        self._on.lanes.documents.run(work, self.cases.add_pages, self.cases.not_scanned)

    def _actor(self) -> Actor:
        """Who sits here, as what this page knows them."""
        on, clerk = self._on, self._on.seat.clerk
        roles = clerk.roles if clerk is not None else frozenset[Role]()
        page = next((each for each in pages_of(roles) if each.id == CASES), None)
        role = role_at(page, roles) if page is not None else Role.SUPERVISOR
        if clerk is None:
            return Actor("", role, on.settings.window.number)
        department = next(iter(clerk.departments)) if len(clerk.departments) == 1 else ""
        return Actor(clerk.id, role, on.settings.window.number, clerk.section, department)

    def _department_name(self, code: str) -> str:
        items = self._on.catalogue().items
        return next((item.department.name for item in items if item.department.code == code), code)

    def _done(self, done: Sequence[Done]) -> None:
        for made in done:
            self._on.lanes.store.run(partial(self._mark_void, made.opened))
            for slip_id, document in zip(made.slip_ids, made.slips, strict=True):
                print_stored(self._on, slip_id, document, self.cases.printed, partial(self.cases.printed, trouble=True))
        self._on.central.wake()

    def _mark_void(self, opened: OpenedCase) -> None:
        """Documents of this window that have become void say so from now on, and wait for no printer."""
        on = self._on
        for slip in on.store.slips.of(opened.case_id):
            if slip.number in opened.life.void_documents and not slip.document.void:
                on.store.slips.void(slip.id, at=on.now(), actor=on.seat.id)

    def print_again(self, case_id: str, document: SlipDocument, tell: Callable[[str], None]) -> None:
        """A document of this window is printed as its next reprint; one of another window as a reprint of its own."""
        on = self._on
        own = next((row for row in on.store.slips.of(case_id)
                    if (row.kind, row.number) == (document.kind, document.number)), None)  # fmt: skip
        if own is not None:
            print_stored(on, own.id, own.document, tell, tell)
            return
        roll: Bay[SlipPrinter] | None = on.devices.first(Device.SLIP_PRINTER)

        def work() -> None:
            if roll is None:
                raise NoPrinter
            roll.use(lambda device: print_on(device, replace(document, reprint=document.reprint + 1), on.documents))
            with on.store.saving() as saving:
                saving.audit(at=on.now(), actor=on.seat.id, action="slip.reprinted", subject=case_id,
                             facts={"kind": document.kind.value, "number": document.number})  # fmt: skip

        on.devices.lane(Device.SLIP_PRINTER).run(
            work, lambda _: tell(on.wording("slip.printed")), lambda error: tell(on.wording.error(error))
        )
