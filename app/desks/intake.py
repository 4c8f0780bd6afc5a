"""The intake desk: the case on the desk, its five steps, and the devices they read from and print to."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.desks.foundations import Foundations
from app.desks.signing import sign_back_presenter, window_feeder
from app.domain.catalogue import Item
from app.domain.life import Case
from app.memory import give_back_what_is_free
from app.presenters.intake.applicant import ApplicantPresenter
from app.presenters.intake.applicant_state import Earlier
from app.presenters.intake.finish import FinishPresenter
from app.presenters.intake.flow import IntakeFlow
from app.presenters.intake.item import ItemPresenter
from app.presenters.intake.materials import MaterialsPresenter
from app.presenters.intake.photograph import Photograph
from app.presenters.intake.review import ReviewPresenter
from app.presenters.intake.session import Session, StepName
from app.presenters.intake.slip import SlipPresenter
from app.presenters.intake.titles import TitleHints
from app.presenters.readers import CardReaders
from app.presenters.samples import Samples
from app.services.central_cases import CentralCases
from app.services.finish_at_once import finish_at_once
from app.services.scan_page import thumb_of_picture
from app.services.submit_case import Submitted
from devices.bay import Bay
from devices.errors import DeviceError
from devices.ports import PageSource, Role, SlipPrinter
from devices.scanning.empty_desk import EmptyDesk
from sync.errors import SyncError

FindEarlier = Callable[[str, Callable[[tuple[Earlier, ...]], None]], None]
"""Tells what the earlier cases of an ID number are."""


class IntakeDesk:
    """Takes cases in."""

    def __init__(self, on: Foundations, *, earlier: FindEarlier, samples: Samples) -> None:
        self._on = on
        self._source: Bay[PageSource] | None = on.devices.first(Role.PAGE_SOURCE)
        self._printer: Bay[SlipPrinter] | None = on.devices.first(Role.SLIP_PRINTER)
        say, store, lanes = on.wording, on.store, on.lanes
        self.session = Session(
            drafts=store.drafts, lane=lanes.store, catalogue=on.catalogue, now=on.now, new_id=on.new_id
        )
        self.slip = SlipPresenter(
            wording=say, store=store, documents=on.documents, kinds=on.document_kinds, printer=self._printer,
            lane=on.devices.lane(Role.SLIP_PRINTER), document_lane=lanes.documents, dots=on.devices.slip_dots,
            a4_folder=on.settings.data_folder / "a4", now=on.now, clerk=lambda: on.seat.id,
            elsewhere=on.outlet(Role.SLIP_PRINTER, 1), office=on.outlet(Role.DOCUMENT_PRINTER, 0),
        )  # fmt: skip
        self.materials = MaterialsPresenter(
            self.session, wording=say, source=self._source, pages=store.pages,
            lane=on.devices.lane(Role.PAGE_SOURCE), clock=time.monotonic,
            titles=TitleHints(on.text_reader, lanes.reading, store.pages), feeder=window_feeder(on),
            empty_desk=self._desk_learned_before(), fetch_thumb=self._fetch_thumb if on.central.exists else None,
            samples=samples,
        )  # fmt: skip
        self.materials.taking.camera.on_desk_learned = self._desk_learned
        self.review = ReviewPresenter(
            self.session, wording=say, store=store, lane=lanes.store, documents=on.documents,
            document_lane=lanes.documents, desk=on.desk, dots=on.devices.slip_dots,
            thumb=self.materials.thumb, new_id=on.new_id, still_taking=lambda: self.materials.taking.working,
        )  # fmt: skip
        self.materials.on_working = self.review.refresh
        self.item = ItemPresenter(self.session, wording=say, on_used=self._item_used, on_pinned=self._item_pinned)
        self.card_readers = CardReaders(
            [(bay, on.devices.lane_of(bay)) for bay in on.devices.of_role(Role.CARD_READER)]
        )
        self.applicant = ApplicantPresenter(
            self.session, wording=say, readers=self.card_readers, photograph=self._photograph(), earlier=earlier
        )
        self.finish = FinishPresenter(
            wording=say, lane=lanes.store, finish=self._finish_at_once, on_finished=self._case_finished
        )
        self.sign_back = sign_back_presenter(on, self._signed_page_came)
        self.flow = IntakeFlow(
            self.session, wording=say, store=store, lane=lanes.store, frame=on.frame, seat=on.seat, review=self.review,
            slip=self.slip, finish=self.finish, sign_back=self.sign_back, on_saved=self._case_saved,
        )  # fmt: skip
        self.review.on_retake = self._retake

    def clerk_came(self) -> None:
        """Somebody has signed in: show the items that this clerk uses, and begin a case."""
        items, clerk = self._on.store.items, self._on.seat.id
        self.session.clerk = clerk
        self.item.remember(tuple(items.pinned(clerk)), tuple(items.recent(clerk)))
        self.flow.next_applicant()

    def clerk_leaves(self) -> None:
        """What takes long is stopped; the draft is kept, as after every keystroke."""
        self.materials.cancel()
        self.sign_back.stop()

    def card_answered(self) -> None:
        """A reader has found a card of its own accord."""
        self.card_readers.found(self.applicant.card_found)

    def devices_changed(self) -> None:
        """A device fares otherwise than before: slips that wait may be printed now."""
        printer = self._printer
        if printer is not None and printer.health.trouble is None and printer.health.note != "unknown":
            self.slip.printer_is_back()

    def close(self) -> None:
        """Before everything else: a scanner may be at its fiftieth page."""
        self.materials.taking.cancel()
        self.sign_back.stop()

    def _case_saved(self) -> None:
        """A case is done with: give back its memory, and send it."""
        self._on.devices.lane(Role.SLIP_PRINTER).run(give_back_what_is_free)  # behind the slips, when all is done
        self._on.lanes.reading.run(self._let_go_of_the_reader)
        self._on.central.wake()

    def _finish_at_once(self, case: Case, item: Item, certificate: str) -> Submitted:
        on = self._on
        return finish_at_once(
            on.store, on.desk(), case, item=item, certificate=certificate, new_id=on.new_id, at=on.now()
        )

    def _case_finished(self, finished: Submitted) -> None:
        self.slip.more(finished)
        self.sign_back.more(finished)
        self.flow.case_went_on(finished.case)
        self._on.central.wake()

    def _signed_page_came(self, made: Submitted) -> None:
        self.finish.case_went_on(made.case)
        self.flow.case_went_on(made.case)

    def _retake(self, code: str) -> None:
        self.materials.choose(code)
        self.flow.go(StepName.MATERIALS)

    def _fetch_thumb(
        self, case_id: str, sha256: str, tell: Callable[[bytes], None], trouble: Callable[[Exception], None]
    ) -> None:
        """A page that another window took, from the central."""
        on = self._on

        def failed(error: Exception) -> None:
            if not isinstance(error, SyncError | DeviceError):
                raise error
            trouble(error)

        on.lanes.ask.run(
            lambda: thumb_of_picture(CentralCases(on.central.transport).page(case_id, sha256)), tell, failed
        )

    def _photograph(self) -> Photograph | None:
        on = self._on
        lane = on.devices.lane(Role.PAGE_SOURCE)
        return Photograph(self._source, lane, on.text_reader, on.lanes.reading) if self._source else None

    def _desk_learned_before(self) -> EmptyDesk | None:
        """What the camera's empty desk looked like when it was learned last; one that is damaged is learned anew."""
        png = self._on.book.picture(self._source.name) if self._source else b""
        try:
            return EmptyDesk.from_png(png) if png else None
        except ValueError:
            return None

    def _desk_learned(self, png: bytes) -> None:
        if self._source is not None:
            name = self._source.name
            self._on.lanes.store.run(lambda: self._on.book.keep_picture(name, png), None, lambda _: None)

    def _item_used(self, code: str) -> None:
        on = self._on
        on.lanes.store.run(lambda: on.store.items.used(code, on.seat.id, on.now()))

    def _item_pinned(self, code: str, pinned: bool) -> None:
        on = self._on
        on.lanes.store.run(lambda: on.store.items.pin(code, on.seat.id, pinned))

    def _let_go_of_the_reader(self) -> None:
        """It holds most of a gigabyte, and this process what it was shown; the next picture starts it anew."""
        give_back_what_is_free()
        self._on.text_reader.close()
