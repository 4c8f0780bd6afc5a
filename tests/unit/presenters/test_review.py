"""Step 4: nothing is saved for good while pages of the case still come in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.config import TRAINING_HALL
from app.documents.kinds_file import load_document_kinds
from app.documents.typesetting import Documents
from app.domain.case import Decision, TakenMaterial
from app.domain.catalogue import Catalogue
from app.ids import new_id
from app.lanes import InlineLane
from app.presenters.intake.review import ReviewPresenter
from app.presenters.intake.review_state import ReviewState
from app.presenters.intake.session import Session, StepName
from app.services.submit_case import Desk, Submitted
from app.store.store import Store
from app.wording import Wording
from tests.support.counter import block, open_store, put_page
from tests.support.items import COMPLETE, LICENCE, TUESDAY, scanned


class Counter:
    """The review of a complete case, and what was saved."""

    def __init__(self, store: Store) -> None:
        self.store, self.still_taking = store, False
        self.shown = ReviewState()
        self.submitted: list[Submitted] = []
        self.session = Session(
            drafts=store.drafts, lane=InlineLane(), catalogue=lambda: Catalogue("2026", (LICENCE,)),
            now=lambda: TUESDAY, new_id=new_id,
        )  # fmt: skip
        calendar = load_calendar(paths.resources() / "calendars")
        desk = Desk(TRAINING_HALL, "03", "window-03", "周某某", "0317", calendar, training=True,
                    documents=load_document_kinds(paths.resources() / "slips"))  # fmt: skip
        self.review = ReviewPresenter(
            self.session, wording=Wording(paths.resources() / "i18n", "zh_CN"), store=store, lane=InlineLane(),
            documents=Documents(paths.resources() / "slips", paths.font_folders()), document_lane=InlineLane(),
            desk=lambda: desk, dots=384, thumb=lambda _: b"", new_id=new_id, still_taking=lambda: self.still_taking,
        )  # fmt: skip
        self.review.on_submitted = self.submitted.append
        self.session.change(replace(COMPLETE, taken={**COMPLETE.taken, **self._scanned()}))
        self.session.go(StepName.REVIEW)
        self.review.show(self)

    def present(self, state: ReviewState) -> None:
        self.shown = state

    def _scanned(self) -> dict[str, TakenMaterial]:
        """Two pages that are alike, as blank backs are, and one for another material."""
        page = put_page(self.store, self.session.draft.id, b"page")
        return {"form": scanned(page, page), "health": scanned(page)}


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    store = open_store(tmp_path)
    store.numbers.add_block(block())
    return Counter(store)


def test_nothing_is_confirmed_while_pages_still_come_in_and_it_is_said(counter: Counter) -> None:
    counter.still_taking = True
    counter.review.refresh()
    assert counter.shown.hold == "还在收页，收完再确认"
    counter.review.confirm()
    assert counter.submitted == []
    counter.still_taking = False
    counter.review.refresh()
    assert counter.shown.hold == ""
    counter.review.confirm()
    assert len(counter.submitted) == 1


def test_a_refusal_is_shown_before_its_reason_is_written_and_never_saved_without(counter: Counter) -> None:
    counter.review.choose(Decision.REFUSE)
    [without] = counter.shown.slips
    counter.review.confirm()
    assert (counter.shown.hold, counter.submitted) == ("不予受理须写明理由", [])
    counter.review.give_reason("不属于本行政机关职权范围")
    [with_reason] = counter.shown.slips
    assert without.raster != with_reason.raster


def test_pages_that_are_alike_are_saved_as_many_and_sent_as_one(counter: Counter) -> None:
    counter.review.confirm()
    (submitted,) = counter.submitted
    assert len(submitted.case.application.taken["form"].pages) == 2
    assert counter.store.outbox.counts().pages == 1
