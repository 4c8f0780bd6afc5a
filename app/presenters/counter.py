"""The frame round the pages: who sits here, which case and step, how devices and central fare, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.applicant import problems_of
from app.domain.errors import CounterError
from app.lanes import Lane
from app.presenters.devices import DevicesPresenter
from app.presenters.marks import Mark
from app.presenters.review import ReviewPresenter
from app.presenters.seat import Clerk, Seat
from app.presenters.session import Session, StepName
from app.presenters.shell import (
    BannerState,
    HeaderState,
    RailEntry,
    Severity,
    ShellState,
    Step,
    StepProgress,
    SyncPill,
)
from app.presenters.slip import SlipPresenter
from app.services.submit_case import Submitted
from app.store.drafts import Draft
from app.store.store import Store
from app.wording import Wording
from sync.entry import Counts

STEPS = tuple(StepName)
PAGES = (("intake", "intake"), ("find", "find"), ("sync", "sync"), ("devices", "devices"))
SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Place:
    """Which window this is."""

    number: str
    desk: str


class CounterView(Protocol):
    """What the presenter asks of the window."""

    def present(self, state: ShellState) -> None: ...

    def page_opened(self) -> None:
        """Another page is shown: put the focus where its work begins."""
        ...


class CounterPresenter:
    """Moves between pages and steps, and keeps the frame true."""

    def __init__(
        self,
        session: Session,
        *,
        wording: Wording,
        store: Store,
        lane: Lane,
        seat: Seat,
        place: Place,
        review: ReviewPresenter,
        slip: SlipPresenter,
        devices: DevicesPresenter,
        online: Callable[[], bool | None],
    ) -> None:
        self._session, self._say, self._store, self._lane = session, wording, store, lane
        self._place, self._review, self._slip, self._devices = place, review, slip, devices
        self._seat, self._online = seat, online
        self._view: CounterView | None = None
        self._page = SIGN_IN
        self._counts = Counts()
        self._aside: Draft | None = None
        self._trouble: Exception | None = None
        self._submitted: Submitted | None = None
        self._tickets = 0
        self.on_saved: Callable[[], None] = lambda: None
        review.on_submitted = self._case_saved
        review.on_trouble = self._say_trouble
        session.listen(self.refresh)

    def show(self, view: CounterView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._open(self._page)

    def clerk_came(self) -> None:
        """A clerk has signed in: offer the case that was left unfinished."""
        self.next_applicant()

    def open_page(self, page: str) -> None:
        """Alt+1…: intake, find, sync or devices."""
        if self._seat.clerk is not None:
            self._open(page)

    def go(self, step: StepName) -> None:
        """Ctrl+1…5. Nothing is locked except 出单, which comes by saving."""
        if self._seat.clerk is None or (step is StepName.SLIP and self._submitted is None):
            return
        if self._submitted is not None and step is not StepName.SLIP:
            return
        self._session.go(step)
        self._open("intake")

    def act(self) -> None:
        """Ctrl+Enter: the one thing expected next."""
        if self._seat.clerk is None or self._page != "intake":
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
        if self._seat.clerk is None:
            return
        try:
            self._store.refuse_new_work_when_low()
        except CounterError as error:
            self._say_trouble(error)
            if self._page == SIGN_IN:
                self._open("find")  # no new case, but everything else
            return
        self._submitted, self._trouble = None, None
        self._aside = None  # until it is read anew: the one put aside just now comes first
        self._tickets += 1
        self._session.start(ticket=f"A{self._tickets:03d}")
        self._open("intake")
        self._look_for_drafts()

    def put_aside(self) -> None:
        """Esc: leave the case as a draft and be ready for the next person."""
        if self._seat.clerk is None:
            return
        if self._page != "intake":
            self._open("intake")
        elif not self._session.empty or self._submitted is not None:
            self.next_applicant()

    def resume(self) -> None:
        """Go on with the draft that was left last."""
        if self._aside is not None and self._seat.clerk is not None:
            draft, self._aside = self._aside, None
            self._submitted = None
            self._session.resume(draft)
            self._open("intake")

    def tick(self) -> None:
        """Once a second: the clock, how devices and outbox fare, and a draft that could not be saved."""
        self._session.save_again()
        self._lane.run(self._store.outbox.counts, self._counted)

    def _counted(self, counts: Counts) -> None:
        self._counts = counts
        self.refresh()

    def _look_for_drafts(self) -> None:
        current = self._session.draft.id

        def found(drafts: list[Draft]) -> None:
            self._aside = next((draft for draft in drafts if draft.id != current), None)
            self.refresh()

        self._lane.run(self._store.drafts.list, found)

    def _case_saved(self, submitted: Submitted) -> None:
        self._submitted, self._trouble = submitted, None
        self._session.go(StepName.SLIP)
        self._slip.open(submitted)
        self.on_saved()
        self._open("intake")

    def _say_trouble(self, error: Exception) -> None:
        self._trouble = error
        self.refresh()

    def _open(self, page: str) -> None:
        self._page = page
        if page != "devices":
            self._devices.page_left()
        self.refresh()
        if self._view is not None:
            self._view.page_opened()

    def refresh(self) -> None:
        """Show the frame as of now."""
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> ShellState:
        """The frame as of now."""
        if self._seat.clerk is None:
            return ShellState(header=HeaderState(window=self._place.number, desk=self._place.desk), page=SIGN_IN)
        foot, mark = self._foot()
        return ShellState(
            header=self._header(self._seat.clerk),
            rail=tuple(
                RailEntry(page, self._say(f"pages.{page}"), icon, self._counts.parked if page == "sync" else 0)
                for page, icon in PAGES
            ),
            page=f"intake/{self._session.step.value}" if self._page == "intake" else self._page,
            steps=self._steps() if self._page == "intake" else (),
            banners=tuple(self._banners()),
            foot=foot,
            foot_mark=mark,
        )

    def _header(self, clerk: Clerk) -> HeaderState:
        now = self._session.now()
        subject = self._submitted.case.number if self._submitted else self._session.draft.ticket
        online = self._online()
        return HeaderState(
            window=self._place.number,
            desk=self._place.desk,
            clerk=f"{clerk.name} {clerk.id}",
            subject=subject,
            note="" if self._session.empty and not self._submitted else self._spent(now),
            devices=self._devices.pills(),
            sync=None if online is None else SyncPill(online, self._counts.ready, self._counts.parked),
            clock=now.strftime("%H:%M"),
        )

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

    def _banners(self) -> list[BannerState]:
        banners = []
        if self._trouble is not None:
            what, cure = self._say.what_and_cure(self._trouble)
            detail = cure or self._say("banner.saved_safe")
            banners.append(BannerState("trouble", what, detail, Severity.BAD))
        if self._slip.waiting and self._page != "intake":  # step 5 says it itself
            banners.append(self._paper_banner())
        if self._online() is False:
            detail = self._say("banner.offline_detail", count=self._counts.ready)
            banners.append(
                BannerState(
                    "offline", self._say("banner.offline"), detail, Severity.WARN, self._say("pages.sync"), "page_3"
                )
            )
        if self._aside is not None and self._session.empty and self._page == "intake":
            banners.append(self._resume_banner(self._aside))
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
