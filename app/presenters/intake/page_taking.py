"""Taking pages for the materials page: the live picture, a page or two at once, a card's two sides, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from app.domain.case import Page
from app.domain.errors import CounterError
from app.lanes import Lane
from app.presenters.incoming import Feeder, Incoming, from_feeder, from_files
from app.presenters.intake.desk_camera import DeskCamera
from app.presenters.intake.materials_state import CardSide
from app.services.scan_page import Captured, PageStore, Scanned, keep_card, scan_desk, scan_page, turn_page
from app.wording import Wording
from devices.errors import DeviceError
from devices.ports import Frame, PageSource
from devices.scanning.card_page import NoCard, card_side
from devices.scanning.clean import Look
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.quad import Corners
from devices.scanning.watch import Watched


@dataclass(frozen=True, slots=True)
class Goal:
    """What pages are taken for. Every item counts its materials from 01: a material's code alone does not say it."""

    case_id: str
    item: str
    material: str

    def same_list(self, other: Goal) -> bool:
        """Whether both are of one item of one case."""
        return (self.case_id, self.item) == (other.case_id, other.item)


class Materials(Protocol):
    """The list for which pages are taken."""

    @property
    def goal(self) -> Goal:
        """What pages are taken for now."""
        ...

    @property
    def takes_pages(self) -> bool: ...

    def came(self, material: str, pages: tuple[Scanned, ...], *, replacing: tuple[str, ...] = ()) -> None:
        """Pages for `material`, in the place of those with the hashes `replacing`, or else at the end."""
        ...

    def changed(self) -> None:
        """Something shown has changed."""
        ...

    def seen(self, watched: Watched | None, status: str, good: bool) -> None:
        """The live picture, or None without one."""
        ...


@dataclass(frozen=True, slots=True)
class _Split:
    """Two pages of a material that came in one picture, and what bounds them both."""

    goal: Goal
    pages: tuple[str, ...]
    frame: Frame = field(repr=False)
    whole: Corners


class PageTaking:
    """Takes pages for the current material, one thing at a time."""

    def __init__(
        self,
        materials: Materials,
        camera: DeskCamera,
        *,
        wording: Wording,
        pages: PageStore,
        lane: Lane,
        feeder: Feeder | None = None,
    ) -> None:
        self._materials, self.camera, self._say, self._feeder = materials, camera, wording, feeder
        self._pages, self._lane = pages, lane
        self.status = ""  # of the last live picture: looking, moving, found, captured, same_page or let_be
        self.auto = True
        self.look = Look.COLOUR
        self.card: CardSide | None = None  # which side of a card is taken next
        self.working = False
        self.trouble: Exception | None = None  # of the last page that should have been taken
        self.ails: DeviceError | None = None  # the camera itself
        self._front: Frame | None = None
        self._corners: Corners | None = None  # dragged by hand, full-frame pixels
        self._split: _Split | None = None  # the two pages taken last, while they can be made one again
        self._note = ""  # message key of what was done unasked, or what comes next
        self._incoming: Incoming | None = None
        self._count = 0  # of the pages that have come in so far

    def tick(self) -> None:
        """The next live picture."""
        self.camera.look(self._seen, self._not_seen)

    def begin(self, note: str = "") -> None:
        """Something is being taken or done; what was said of the last is said no more."""
        self.working, self.trouble, self._split = True, None, None
        self._note = note or (self._note if self.card else "")
        self._materials.changed()

    def start_over(self) -> None:
        """Another material, another case: nothing of the last is in hand, and its form may be the next one's too."""
        self._let_go()
        self.camera.forget()

    def leave(self) -> None:
        """Another case, another item: what still comes in for the last is not the next one's."""
        self._stop()
        self.start_over()

    def capture(self) -> bool:
        """F6: take what lies under the camera now: a page, two that lie side by side, or the next side of a card.

        Says whether that has begun.
        """
        if not self.camera.there or self.working or not self._materials.takes_pages:
            return False
        self.begin()
        if self.card is not None:
            self._capture_side(self._materials.goal)
        else:
            self._capture_desk(self._materials.goal)
        return True

    def _capture_desk(self, goal: Goal) -> None:
        corners, look = self._corners, self.look

        def captured(captured: Captured) -> None:
            if captured.frame is not None and captured.whole is not None and goal.same_list(self._materials.goal):
                hashes = tuple(scanned.page.sha256 for scanned in captured.pages)
                self._split = _Split(goal, hashes, captured.frame, captured.whole)
                self._note = "split"
            self._came(goal, captured.pages)

        self.camera.capture(
            lambda camera, desk: scan_desk(
                camera.frame(), goal.case_id, self._pages, corners=corners, look=look, empty_desk=desk
            ),
            captured,
            self.failed,
        )

    @property
    def can_merge(self) -> bool:
        return self._split is not None and self._split.goal == self._materials.goal

    def merge(self) -> None:
        """M: the two pages taken last are one after all."""
        split, look = self._split, self.look
        if split is None or self.working or not self.can_merge:
            return
        self.begin()
        self._lane.run(
            lambda: scan_page(split.frame, split.goal.case_id, self._pages, corners=split.whole, look=look),
            lambda scanned: self._came(split.goal, (scanned,), replacing=split.pages),
            self.failed,
        )

    def turn(self, page: Page, quarters: int) -> None:
        """R: turn a kept page of the current material clockwise."""
        goal = self._materials.goal
        self.begin()
        self._lane.run(
            lambda: turn_page(page, goal.case_id, self._pages, quarters),
            lambda scanned: self._came(goal, (scanned,), replacing=(page.sha256,)),
            self.failed,
        )

    def forget_split(self) -> None:
        """The pages were changed by hand: they are no longer what came in one picture."""
        if self._split is not None:
            self._split, self._note = None, ""

    def toggle_card(self) -> None:
        """D: take both sides of a card on one page; again to leave that."""
        if self.working or not self.camera.there or not self._materials.takes_pages:
            return
        begins = self.card is None
        self.start_over()
        if begins:
            self.card, self._note = CardSide.FRONT, "card_front"
        self._materials.changed()

    def learn_desk(self) -> None:
        """E: what lies under the camera now is the empty desk."""
        if self.working or not self.camera.there:
            return
        self.begin("learning")

        def learned(still: bool) -> None:
            self.working, self._note = False, "learned" if still else "not_still"
            self._materials.changed()

        self.camera.learn_desk(learned, self.failed)

    def import_files(self, names: tuple[str, ...]) -> None:
        """Take pages from picture or PDF files instead of the camera, one by one; `cancel` stops between two."""
        case_id = self._materials.goal.case_id
        self._take_in(from_files(names, case_id, self._pages, lane=self._lane, look=self.look))

    @property
    def may_feed(self) -> bool:
        return self._feeder is not None

    def feed(self) -> None:
        """S: take what lies in the scanner, page by page as it comes; `cancel` stops the scanner."""
        if self._feeder is not None:
            self._take_in(from_feeder(self._feeder, self._materials.goal.case_id, self._pages, look=self.look))

    def cancel(self) -> bool:
        """Esc: stop taking in files, or a card; what came in stays. Says whether there was anything to stop."""
        stopped = self._stop() or self.card is not None
        if self.card is not None:
            self.start_over()
            self._materials.changed()
        return stopped

    def drag_corners(self, corners: Corners | tuple[()]) -> None:
        """The clerk moved the corners; they hold for the next page taken. Full-frame pixels, clockwise; () lets go."""
        self._corners = corners or None

    def choose_look(self, look: Look) -> None:
        """Colour, grey, or black and white."""
        self.look = look
        self._materials.changed()

    def toggle_auto(self) -> None:
        """Auto-capture on or off."""
        self.auto = not self.auto
        self._materials.changed()

    def failed(self, error: Exception) -> None:
        """What was begun came to nothing."""
        self.working, self._incoming = False, None
        if isinstance(error, NoCard):
            self._note = "no_card"
        else:
            self.trouble = error
            self._note = "" if self.card is None else self._note
        self._materials.changed()
        if not isinstance(error, DeviceError | CounterError | NoCard):
            raise error

    @property
    def note(self) -> str:
        return self._say(f"camera.{self._note}") if self._note else ""

    @property
    def busy(self) -> str:
        if self._incoming is not None:
            return self._say("camera.importing", count=self._count)
        return self._say("camera.busy") if self.working else ""

    def _let_go(self) -> None:
        self._corners, self.trouble, self._split = None, None, None
        self.card, self._front, self._note = None, None, ""

    def _stop(self) -> bool:
        """Stop what comes in page by page. Says whether anything did."""
        incoming, self._incoming = self._incoming, None
        if incoming is not None:
            incoming.stop()
        return incoming is not None

    def _take_in(self, incoming: Incoming) -> None:
        if self._materials.takes_pages and not self.working:
            self._count, self._incoming = 0, incoming
            self.begin()
            self._take_next(self._materials.goal)

    def _take_next(self, goal: Goal) -> None:
        incoming = self._incoming
        if incoming is None:
            self.working = False
            self._materials.changed()
            return
        self.working = True
        self._materials.changed()

        def taken(scanned: Scanned | None) -> None:
            if scanned is None:
                self._incoming = None
            else:
                self._count += 1
                self._came(goal, (scanned,))
            self._take_next(goal)

        incoming.lane.run(incoming.next, taken, self.failed)

    def _capture_side(self, goal: Goal) -> None:
        corners, look, front = self._corners, self.look, self._front

        def work(camera: PageSource, desk: EmptyDesk | None) -> Frame | Scanned:
            side = card_side(camera.frame(), corners=corners, empty_desk=desk)
            return side if front is None else keep_card(front, side, goal.case_id, self._pages, look=look)

        def done(taken: Frame | Scanned) -> None:
            self.working = False
            if self.card is None or goal != self._materials.goal:
                self.start_over()  # it was called off meanwhile
                self._materials.changed()
            elif isinstance(taken, Scanned):
                self._let_go()
                self._note = "card_kept"
                self._came(goal, (taken,))
            else:
                self._corners, self._front = None, taken
                self.card, self._note = CardSide.BACK, "card_back"
                self._materials.changed()

        self.camera.capture(work, done, self.failed)

    def _came(self, goal: Goal, pages: tuple[Scanned, ...], *, replacing: tuple[str, ...] = ()) -> None:
        self.working = False
        if not goal.same_list(self._materials.goal):
            self._materials.changed()  # it was put aside meanwhile: its papers are not the next applicant's, or item's
            return
        self._corners = None
        self._materials.came(goal.material, pages, replacing=replacing)

    def _seen(self, watched: Watched) -> None:
        if self.ails is not None:
            self.ails = None
            self._materials.changed()
        self.status = watched.status
        if watched.capture and not (self.auto and self.capture()):
            self.status = "found"
            self.camera.refused()
        good = self.status in ("found", "captured")
        self._materials.seen(watched, self._say(f"camera.{self._live_word(watched)}"), good)

    def _live_word(self, watched: Watched) -> str:
        if self.working:
            return "busy"
        if watched.desk_changed and self.status == "looking":
            return "desk_changed"
        if self.status != "found":
            return self.status
        if not self._materials.takes_pages:
            return "not_asked"
        if watched.second is not None and self.card is None:
            return "found_two"
        return "found" if self.auto else "by_hand"

    def _not_seen(self, error: Exception) -> None:
        if not isinstance(error, DeviceError):
            raise error
        if type(error) is not type(self.ails):
            self.ails = error
            self._materials.changed()
        self._materials.seen(None, self._say("camera.off"), False)
