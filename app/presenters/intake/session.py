"""The case on the desk: one application that every step reads and changes, kept as a draft at every keystroke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Protocol

from app.domain.case import Application, Taken, TakenMaterial
from app.domain.catalogue import Catalogue, Item
from app.domain.life import Case
from app.domain.review import Review, review
from app.lanes import Lane
from app.services.come_back import asked_again
from app.store.drafts import Draft
from app.wording import Wording


class StepName(Enum):
    """The five steps of a case."""

    APPLICANT = "applicant"
    ITEM = "item"
    MATERIALS = "materials"
    REVIEW = "review"
    SLIP = "slip"


class DraftStore(Protocol):
    """Where drafts survive a crash."""

    def put(self, draft: Draft) -> None: ...


@dataclass(slots=True)
class _Kept:
    """The newest state of one draft, whether its save is queued, and whether it may change."""

    draft: Draft
    queued: bool = False
    held: bool = False


class Session:
    """Holds the draft, tells its listeners of every change, and saves the newest state through the store's lane.

    A change while a save is queued adds no second one: the queued save writes what is newest when its turn comes,
    so a draft on disk is never older than one durable write. A save still queued when the next case begins keeps
    its own draft.
    """

    def __init__(
        self,
        *,
        drafts: DraftStore,
        lane: Lane,
        catalogue: Callable[[], Catalogue],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._drafts, self._lane = drafts, lane
        self._newest_catalogue = catalogue
        self.catalogue = catalogue()
        self.now, self._new_id = now, new_id
        self._listeners: list[Callable[[], None]] = []
        self.clerk = ""
        self.saved_at: datetime | None = None
        self.save_error: Exception | None = None
        self._kept = _Kept(self._blank())
        self.case: Case | None = None  # of an applicant who has come back with what was missing
        self._asked: Item | None = None  # what such an applicant is asked for
        self.started_at = now()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change."""
        self._listeners.append(listener)

    @property
    def draft(self) -> Draft:
        """The draft on the desk."""
        return self._kept.draft

    @property
    def application(self) -> Application:
        """What has been captured so far."""
        return self.draft.application

    @property
    def step(self) -> StepName:
        """The step that is open."""
        return StepName(self.draft.step)

    @property
    def empty(self) -> bool:
        """Whether nothing was captured yet."""
        return self.draft.application == Application()

    @property
    def item(self) -> Item | None:
        """The chosen item, from the catalogue in force; of an applicant who has come back, as it is asked again."""
        return self._asked if self.case else self.catalogue.item(self.application.item_code)

    def reviewed(self) -> Review | None:
        """The formal review as of now, or None while no item is chosen."""
        return review(self.item, self.application, self.now().date()) if self.item else None

    def version_in_words(self, say: Wording) -> str:
        """The version this case goes by; where another is in force meanwhile, that it may be handed in all the same."""
        version, newest = self.application.catalogue_version, self._newest_catalogue().version
        if not version or self.case is not None or newest == version:
            return version
        return say("review.catalogue_since", version=version, newest=newest)

    def start(self, *, ticket: str = "") -> None:
        """Begin an empty case. The one before must have been put aside or submitted."""
        self.catalogue = self._newest_catalogue()
        self._kept, self.case, self._asked = _Kept(self._blank(ticket)), None, None
        self.saved_at, self.started_at = None, self.now()
        self._tell()

    def resume(self, draft: Draft, case: Case | None = None, item: Item | None = None) -> None:
        """Go on with a draft from the store, or with what an applicant brings to a `case` saved before.

        `item` is the case's own, as of its version of the catalogue; where that is not known, the newest one.
        """
        self.catalogue = self._newest_catalogue()
        self._kept, self.case = _Kept(draft if case else self._up_to_date(draft)), case
        own = item or self.catalogue.item(draft.application.item_code)
        self._asked = asked_again(own, case) if own and case else None
        self.saved_at = draft.updated_at
        self.started_at = self.now()
        self._tell()

    def go(self, step: StepName) -> None:
        """Move to another step."""
        if step is not self.step:
            self._set(replace(self.draft, step=step.value))

    def hold(self, held: bool = True) -> None:
        """While a case is being saved for good nothing of it may change, or its draft would be written behind it."""
        self._kept.held = held

    def change(self, application: Application) -> None:
        """Replace what is captured."""
        if self.case is not None and application.item_code != self.case.application.item_code:
            return  # a case stays what it was asked for
        if application != self.draft.application and not self._kept.held:
            self._set(replace(self.draft, application=application))

    def take(self, material: str, taken: TakenMaterial) -> None:
        """Replace what came in for one material ("" for the applicant's own papers)."""
        everything = dict(self.application.taken)
        if taken == TakenMaterial():
            everything.pop(material, None)
        else:
            everything[material] = taken
        self.change(replace(self.application, taken=everything))

    def taken(self, material: str) -> TakenMaterial:
        """What came in for one material."""
        return self.application.taken.get(material, TakenMaterial())

    def counts(self) -> tuple[int, int]:
        """How many listed materials came in, and how many are still lacking."""
        item = self.item
        listed = item.materials_for(self.application.answers) if item else ()
        came = sum(self.taken(each.code).how in (Taken.SCANNED, Taken.ON_PAPER) for each in listed)
        reviewed = self.reviewed()
        lacking = sum(f.verdict.value in ("missing", "may_follow") for f in reviewed.findings) if reviewed else 0
        return came, lacking

    def save_again(self) -> None:
        """Try once more to save the draft, if that failed: a full disk may have been emptied meanwhile."""
        if self.save_error is not None:
            self._queue_save(self._kept)

    def _up_to_date(self, draft: Draft) -> Draft:
        """A draft begun under another version of the catalogue goes on under the one in force, if that has its item."""
        application, version = draft.application, self.catalogue.version
        if not application.catalogue_version or self.catalogue.item(application.item_code) is None:
            return draft
        return replace(draft, application=replace(application, catalogue_version=version))

    def _blank(self, ticket: str = "") -> Draft:
        return Draft(self._new_id(), Application(), self.now(), ticket, StepName.APPLICANT.value, self.clerk)

    def _set(self, draft: Draft) -> None:
        self._kept.draft = draft
        self._queue_save(self._kept)
        self._tell()

    def _queue_save(self, kept: _Kept) -> None:
        if not kept.queued and not kept.held and self.step is not StepName.SLIP:
            kept.queued = True
            self._lane.run(lambda: self._save(kept), lambda at: self._saved(kept, at), self._not_saved)

    def _save(self, kept: _Kept) -> datetime:
        kept.queued = False  # before the draft is read: a change from now on queues a save of its own
        at = self.now()
        self._drafts.put(replace(kept.draft, updated_at=at))
        return at

    def _saved(self, kept: _Kept, at: datetime) -> None:
        if kept is self._kept:
            self.saved_at, self.save_error = at, None
            self._tell()

    def _not_saved(self, error: Exception) -> None:
        self.save_error = error
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
