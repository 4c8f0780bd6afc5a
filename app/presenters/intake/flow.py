"""The way of a case over the intake desk: its five steps, what comes next, and what was put aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain.applicant import problems_of
from app.domain.case import Application, Role
from app.domain.catalogue import Item
from app.domain.errors import CounterError, NotFound
from app.domain.life import Case
from app.lanes import Lane
from app.presenters.frame import Frame, Told
from app.presenters.intake.finish import FinishPresenter
from app.presenters.intake.review import ReviewPresenter
from app.presenters.intake.session import Session, StepName
from app.presenters.intake.slip import SlipPresenter
from app.presenters.marks import Mark
from app.presenters.pages import FIND, INTAKE, SIGN_IN
from app.presenters.seat import Seat
from app.presenters.shell import BannerState, Severity, Step, StepProgress
from app.presenters.sign_back import SignBackPresenter
from app.services.come_back import take_up, waits_for_applicant
from app.services.submit_case import Submitted
from app.store.drafts import Draft
from app.store.store import Store
from app.wording import Wording

STEPS = tuple(StepName)


class IntakeFlow:
    """Moves between steps and from one applicant to the next; without an intake clerk it does nothing."""

    def __init__(
        self,
        session: Session,
        *,
        wording: Wording,
        store: Store,
        lane: Lane,
        frame: Frame,
        seat: Seat,
        review: ReviewPresenter,
        slip: SlipPresenter,
        finish: FinishPresenter,
        sign_back: SignBackPresenter,
        on_saved: Callable[[], None],
    ) -> None:
        """`on_saved` is told when a case is done with."""
        self._session, self._say, self._store, self._lane = session, wording, store, lane
        self._frame, self._seat, self._review, self._slip = frame, seat, review, slip
        self._finish, self._sign_back, self._on_saved = finish, sign_back, on_saved
        self._aside: tuple[Draft, Case | None] | None = None
        self._trouble: Exception | None = None
        self._submitted: Submitted | None = None
        self._tickets = 0
        review.on_submitted = self._case_saved
        review.on_trouble = self._say_trouble
        session.listen(frame.refresh)
        frame.tell(INTAKE, self.told)

    @property
    def may(self) -> bool:
        """Whether an intake clerk sits here."""
        return self._seat.has(Role.INTAKE)

    def go(self, step: StepName) -> None:
        """Ctrl+1…5. Nothing is locked except 出单, which comes by saving."""
        if not self.may or (step is StepName.SLIP) != (self._submitted is not None):
            return
        self._session.go(step)
        self._frame.open(INTAKE)

    def act(self) -> None:
        """Ctrl+Enter: the one thing expected next."""
        if self._frame.page != INTAKE:
            return
        match self._session.step:
            case StepName.REVIEW:
                self._review.confirm()
            case StepName.SLIP:
                self.next_applicant()
            case step:
                self.go(STEPS[STEPS.index(step) + 1])

    def next_applicant(self) -> None:
        """Begin the next case; one that was begun is put aside, not lost."""
        if not self.may:
            return
        try:
            self._store.refuse_new_work_when_low()
        except CounterError as error:
            self._say_trouble(error)
            if self._frame.page == SIGN_IN:
                self._frame.open(FIND)  # no new case, but everything else
            return
        self._submitted, self._trouble = None, None
        self._aside = None  # until it is read anew: the one put aside just now comes first
        self._tickets += 1
        self._session.start(ticket=f"A{self._tickets:03d}")
        self._frame.open(INTAKE)
        self._look_for_drafts()

    def put_aside(self) -> None:
        """Esc: leave the case as a draft and be ready for the next person."""
        if not self._session.empty or self._submitted is not None:
            self.next_applicant()

    def resume(self) -> None:
        """Go on with the draft that was left last."""
        if self._aside is not None and self.may:
            (draft, case), self._aside = self._aside, None
            self._submitted = None
            self._session.resume(draft, case)
            self._frame.open(INTAKE)

    def come_back(self, case: Case, item: Item | None) -> None:
        """The applicant of `case` is here again with what was missing: it lies on the desk as it was left.

        `item` is the case's own; None where the catalogue has lost it.
        """
        if not self.may or not waits_for_applicant(case):
            return
        if item is None:
            self._say_trouble(NotFound(case.life.item.code))
            return
        at, clerk = self._session.now(), self._seat.id

        def taken_up(application: Application) -> None:
            self._submitted, self._trouble, self._aside = None, None, None
            draft = Draft(case.id, application, at, case.number, StepName.MATERIALS.value, clerk)
            self._session.resume(draft, case, item)
            self._frame.open(INTAKE)
            self._look_for_drafts()

        self._lane.run(lambda: take_up(self._store, case, item=item, at=at, actor=clerk), taken_up, self._say_trouble)

    def told(self, open: bool) -> Told:
        """What stands in the frame, on the clerk's other pages too; `open` says whether the steps are shown."""
        foot, mark = self._foot()
        return Told(
            subject=self._submitted.case.number if self._submitted else self._session.draft.ticket,
            note="" if self._session.empty and not self._submitted else self._spent(self._session.now()),
            inner=self._session.step.value,
            steps=self._steps(),
            banners=tuple(self._banners(open)),
            foot=foot,
            foot_mark=mark,
        )

    def _look_for_drafts(self) -> None:
        current, clerk = self._session.draft.id, self._seat.id

        def look() -> tuple[Draft, Case | None] | None:
            last = next((draft for draft in self._store.drafts.list(clerk) if draft.id != current), None)
            return (last, self._case_of(last)) if last else None

        def found(aside: tuple[Draft, Case | None] | None) -> None:
            self._aside = aside
            self._frame.refresh()

        self._lane.run(look, found)

    def _case_of(self, draft: Draft) -> Case | None:
        """The case that the applicant had come back to; None for a draft that is not a case yet."""
        try:
            return self._store.cases.open(draft.id)[0]
        except NotFound:
            return None

    def _case_saved(self, submitted: Submitted) -> None:
        self._submitted, self._trouble = submitted, None
        self._session.go(StepName.SLIP)
        self._slip.open(submitted)
        self._finish.open(submitted.case, self._session.item)
        self._sign_back.open(submitted.case, self._session.item, submitted.slips)
        self._on_saved()
        self._frame.open(INTAKE)

    def case_went_on(self, case: Case) -> None:
        """The case that was saved just now has moved on."""
        if self._submitted is not None and self._submitted.case.id == case.id:
            self._submitted = replace(self._submitted, case=case)
            self._frame.refresh()

    def _say_trouble(self, error: Exception) -> None:
        self._trouble = error
        self._frame.refresh()

    def _spent(self, now: datetime) -> str:
        seconds = max(0, int((now - self._session.started_at).total_seconds()))
        return self._say("header.spent", minutes=f"{seconds // 60:02d}", seconds=f"{seconds % 60:02d}")

    def _steps(self) -> tuple[Step, ...]:
        notes = {
            StepName.APPLICANT: self._applicant_note(),
            StepName.ITEM: self._item_note(),
            StepName.MATERIALS: self._materials_note(),
            StepName.REVIEW: self._say("review.step") if self._session.step is StepName.REVIEW else "",
            StepName.SLIP: self._submitted.case.number if self._submitted else "",
        }
        return tuple(
            Step(self._say(f"steps.{step.value}"), self._progress(step), notes[step],
                 locked=step is StepName.SLIP and self._submitted is None)
            for step in STEPS
        )  # fmt: skip

    def _progress(self, step: StepName) -> StepProgress:
        if step is self._session.step:
            return StepProgress.CURRENT
        return StepProgress.DONE if self._is_done(step) else StepProgress.TO_COME

    def _is_done(self, step: StepName) -> bool:
        if self._submitted is not None:
            return True
        match step:
            case StepName.APPLICANT:
                return not problems_of(self._session.application.applicant)
            case StepName.ITEM:
                item = self._session.item
                return item is not None and not item.unanswered(self._session.application.answers)
            case StepName.MATERIALS:
                return self._session.item is not None and self._session.counts()[1] == 0
            case _:
                return False

    def _applicant_note(self) -> str:
        applicant, open_fields = self._session.application.applicant, problems_of(self._session.application.applicant)
        if open_fields:
            return self._say("applicant.still", count=len(open_fields))
        names = dict.fromkeys(name for name in (applicant.person.name, applicant.organisation.name) if name)
        return "，".join(names)

    def _item_note(self) -> str:
        item = self._session.item
        if item is None:
            return self._say("item.none")
        still = len(item.unanswered(self._session.application.answers))
        return self._say("item.open_questions", name=item.name, count=still) if still else item.name

    def _materials_note(self) -> str:
        if self._session.item is None:
            return ""
        taken, missing = self._session.counts()
        return self._say("material.step" if missing else "material.step_complete", taken=taken, missing=missing)

    def _banners(self, open: bool) -> list[BannerState]:
        banners = []
        if self._trouble is not None:
            what, cure = self._say.what_and_cure(self._trouble)
            detail = cure or self._say("banner.saved_safe")
            banners.append(BannerState("trouble", what, detail, Severity.BAD))
        if self._slip.waiting and not open:  # step 5 says it itself
            banners.append(self._paper_banner())
        if self._aside is not None and self._session.empty and open:
            banners.append(self._resume_banner(self._aside[0]))
        return banners

    def _paper_banner(self) -> BannerState:
        title = self._say("banner.slips_wait", count=self._slip.waiting)
        return BannerState("slips", title, self._slip.state().trouble, Severity.BAD)

    def _resume_banner(self, draft: Draft) -> BannerState:
        item = self._session.catalogue.item(draft.application.item_code)
        name = "，".join(part for part in (draft.ticket, item.name if item else "") if part)
        time = draft.updated_at.astimezone(self._session.now().tzinfo).strftime("%H:%M")
        detail = self._say("draft.resume_detail", name=name, time=time)
        return BannerState("resume", self._say("draft.resume"), detail, Severity.NEUTRAL,
                           self._say("draft.go_on"), "resume")  # fmt: skip

    def _foot(self) -> tuple[str, Mark | None]:
        if self._session.save_error is not None:
            return self._say("draft.unsaved", why=self._say.error(self._session.save_error)), Mark.WRONG
        if self._session.saved_at is None or self._submitted is not None:
            return "", None
        time = self._session.saved_at.astimezone(self._session.now().tzinfo).strftime("%H:%M:%S")
        return self._say("draft.saved", time=time), Mark.DONE
