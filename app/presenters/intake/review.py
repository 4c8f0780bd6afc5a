"""Step 4: the formal review, the decision, and the slip as it will be printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.documents.typesetting import Documents
from app.domain.applicant import problems_of
from app.domain.case import Decision
from app.domain.catalogue import Item, Limit
from app.domain.clock_words import day_text
from app.domain.deadline import ACCEPTANCE_PROMISE, TOLD_ONCE, deadline
from app.domain.errors import CounterError
from app.domain.life import Case
from app.domain.review import Review, Verdict, decisions, proposed
from app.domain.slips import SlipDocument, SlipKind
from app.lanes import Lane
from app.presenters.intake.review_state import DecisionTile, ReviewRow, ReviewState, ReviewView, SlipTab, review_rows
from app.presenters.intake.session import Session, StepName
from app.services.come_back import brings_too_little, save_draft
from app.services.submit_case import Desk, Submitted, case_of, slips_of
from app.store.store import Store
from app.wording import Wording
from devices.ports import Raster


class ReviewPresenter:
    """Shows what is doubtful with its evidence, takes the decision, and saves the case."""

    def __init__(
        self,
        session: Session,
        *,
        wording: Wording,
        store: Store,
        lane: Lane,
        documents: Documents,
        document_lane: Lane,
        desk: Callable[[], Desk],
        dots: int,
        thumb: Callable[[str], bytes],
        new_id: Callable[[], str],
        still_taking: Callable[[], bool] = lambda: False,
    ) -> None:
        self._session, self._say = session, wording
        self._store, self._lane = store, lane
        self._documents, self._document_lane, self._dots = documents, document_lane, dots
        self._desk, self._thumb, self._new_id, self._still_taking = desk, thumb, new_id, still_taking
        self._view: ReviewView | None = None
        self._chosen: Decision | None = None
        self._case, self._reason, self._row, self._tab, self._busy = "", "", 0, 0, False
        self._rasters: tuple[tuple[SlipDocument, Raster], ...] = ()
        self._wanted: tuple[SlipDocument, ...] = ()
        self.on_submitted: Callable[[Submitted], None] = lambda _: None
        self.on_trouble: Callable[[Exception], None] = lambda _: None
        self.on_retake: Callable[[str], None] = lambda _: None
        session.listen(self._present)

    def show(self, view: ReviewView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def refresh(self) -> None:
        """Pages were taken, or the last has come in."""
        self._present()

    def move(self, by: int) -> None:
        """Make the next or previous row the current one."""
        rows = len(self.state().rows)
        self._row = max(0, min(self._row + by, rows - 1))
        self._present()

    def accept_doubt(self, code: str | None = None) -> None:
        """Y: the clerk has looked and accepts what is doubtful."""
        code = self._current_code() if code is None else code
        if code is not None and any(row.code == code and row.can_accept for row in self.state().rows):
            self._session.take(code, replace(self._session.taken(code), doubts_accepted=True))

    def retake(self, code: str | None = None) -> None:
        """F6: back to the camera for this material."""
        code = self._current_code() if code is None else code
        if code:
            self.on_retake(code)

    def choose(self, decision: Decision) -> None:
        """Choose a decision that is not barred."""
        reviewed = self._session.reviewed()
        if reviewed is not None and decisions(reviewed)[decision] is None:
            self._chosen, self._tab = decision, 0
            self._present()

    def give_reason(self, reason: str) -> None:
        """The clerk typed the reason of a refusal."""
        self._reason = reason
        self._present()

    def show_slip(self, index: int) -> None:
        """Look at another of the slips."""
        self._tab = index
        self._present()

    def confirm(self) -> None:
        """Ctrl+Enter: save the case. What cannot be saved is said, and the draft stays as it is."""
        reviewed, item = self._session.reviewed(), self._session.item
        if self._busy or reviewed is None or item is None or self._hold(reviewed):
            return
        self._busy = True
        self._session.hold()
        draft, case, decision, reason = self._session.draft, self._session.case, self._decision(reviewed), self._reason
        self._present()

        def save() -> Submitted:
            return save_draft(
                self._store,
                self._desk(),
                case,
                draft_id=draft.id,
                new_id=self._new_id,
                application=draft.application,
                item=item,
                reviewed=reviewed,
                decision=decision,
                reason=reason.strip() if decision is Decision.REFUSE else "",
                at=self._session.now(),
            )

        self._lane.run(save, self._saved, self._not_saved)

    def _saved(self, submitted: Submitted) -> None:
        self._busy = False
        self.on_submitted(submitted)

    def _not_saved(self, error: Exception) -> None:
        self._busy = False
        self._session.hold(False)
        self._present()
        self.on_trouble(error)
        if not isinstance(error, CounterError):
            raise error

    def _decision(self, reviewed: Review) -> Decision:
        if self._session.case is not None:
            return Decision.RECEIVE
        allowed = decisions(reviewed)
        return self._chosen if self._chosen and allowed[self._chosen] is None else proposed(reviewed)

    def _hold(self, reviewed: Review) -> str:
        decision, item = self._decision(reviewed), self._session.item
        if self._still_taking():  # what comes in behind the saving would be lost
            return self._say("review.still_taking")
        if still := len(problems_of(self._session.application.applicant)):
            return self._say("review.applicant_open", count=still)
        if item is not None and (still := len(item.unanswered(self._session.application.answers))):
            return self._say("review.questions_open", count=still)
        if self._session.case is not None and brings_too_little(self._session.case, reviewed):
            return self._say("come_back.too_little")
        if decision is Decision.REFUSE:
            return "" if self._reason.strip() else self._say("review.reason_needed")
        if reviewed.open_doubts and decision is not Decision.SUPPLEMENT:
            return self._say("review.open_doubts", count=reviewed.open_doubts)
        return ""

    def _current_code(self) -> str | None:
        rows = self.state().rows
        return rows[self._row].code if self._row < len(rows) else None

    def _present(self) -> None:
        if self._session.draft.id != self._case:
            self._case, self._chosen, self._reason, self._row, self._tab = self._session.draft.id, None, "", 0, 0
            self._rasters, self._wanted = (), ()
        if self._view is not None and self._session.step is StepName.REVIEW:
            self._view.present(self.state())
            self._draw_slips()

    def _draw_slips(self) -> None:
        reviewed, item = self._session.reviewed(), self._session.item
        if reviewed is None or item is None:
            return
        decision = self._decision(reviewed)
        wanted = slips_of(self._desk(), self._preview_case(item, reviewed, decision), item, reviewed, decision)
        if self._session.case is not None:
            wanted = tuple(slip for slip in wanted if slip.kind is SlipKind.RECEIPT)
        if wanted == self._wanted:
            return
        self._wanted = wanted

        def drawn(rasters: tuple[tuple[SlipDocument, Raster], ...]) -> None:
            self._rasters = rasters
            if self._view is not None and self._session.step is StepName.REVIEW:
                self._view.present(self.state())

        self._document_lane.run(
            lambda: tuple((slip, self._documents.raster(slip, self._dots)) for slip in wanted), drawn, self._undrawn
        )

    def _undrawn(self, error: Exception) -> None:
        self._rasters = ()
        self.on_trouble(error)

    def _preview_case(self, item: Item, reviewed: Review, decision: Decision) -> Case:
        """The case as it would be saved now; to the minute, so that the preview is not set anew each second."""
        reason = self._reason.strip() or self._say("review.reason_to_come")
        _, case = case_of(
            self._desk(),
            case_id=self._session.draft.id,
            number=self._session.case.number if self._session.case else self._say("review.number_at_saving"),
            application=self._session.application,
            item=item,
            reviewed=reviewed,
            decision=decision,
            reason=reason if decision is Decision.REFUSE else "",
            at=self._session.now().replace(second=0, microsecond=0),
        )
        return case

    def state(self) -> ReviewState:
        """The page as of now."""
        reviewed, item = self._session.reviewed(), self._session.item
        if reviewed is None or item is None:
            return ReviewState()
        decision, rows = self._decision(reviewed), self._rows(reviewed)
        self._row = min(self._row, max(0, len(rows) - 1))
        return ReviewState(
            doubtful=len(reviewed.of(Verdict.DOUBTFUL)) + bool(reviewed.applicant_doubts),
            missing=len(reviewed.lacking),
            complete=len(reviewed.of(Verdict.COMPLETE)) + len(reviewed.of(Verdict.EXEMPT)),
            catalogue=self._session.version_in_words(self._say),
            rows=tuple(replace(row, current=index == self._row) for index, row in enumerate(rows)),
            tiles=self._tiles(reviewed, decision),
            reason=self._reason,
            reason_wanted=decision is Decision.REFUSE,
            clocks=self._clocks(),
            hold=self._hold(reviewed),
            act=self._say(f"submit.{decision.value}"),
            busy=self._busy,
            slips=tuple(
                SlipTab(slip.title, raster, index == self._tab) for index, (slip, raster) in enumerate(self._rasters)
            ),
            dots=self._dots,
        )

    def _rows(self, reviewed: Review) -> list[ReviewRow]:
        now, calendar = self._session.now(), self._desk().calendar
        return review_rows(reviewed, self._say, self._thumb, lambda days: deadline(now, Limit(days), calendar).due)

    def _tiles(self, reviewed: Review, chosen: Decision) -> tuple[DecisionTile, ...]:
        lacking = len(reviewed.lacking)
        return tuple(
            DecisionTile(
                decision,
                self._say(f"decision.{decision.value}"),
                self._say(f"decision_hint.{decision.value}"),
                str(number),
                self._say(f"bar.{bar.value}", count=lacking) if bar and self._session.case is None else "",
                decision is chosen,
            )
            for number, (decision, bar) in enumerate(decisions(reviewed).items(), start=1)
            if self._session.case is None or decision is Decision.RECEIVE
        )

    def _clocks(self) -> str:
        now, calendar = self._session.now(), self._desk().calendar
        accept = deadline(now, ACCEPTANCE_PROMISE, calendar).due
        told = deadline(now, TOLD_ONCE, calendar).due
        return self._say("review.clocks", accept=day_text(accept), told=day_text(told))
