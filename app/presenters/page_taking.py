"""Taking pages for the materials page: the live picture, a page or two at once, a card's two sides, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.domain.case import Page
from app.domain.errors import CounterError
from app.lanes import Lane
from app.presenters.desk_camera import DeskCamera
from app.presenters.materials_state import CardSide
from app.services.scan_feeder import FeederScan
from app.services.scan_page import Captured, PageStore, Scanned, keep_card, scan_desk, scan_next, scan_page, turn_page
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceError
from devices.ports import Frame, PageSource
from devices.scanning.card_page import NoCard, card_side
from devices.scanning.clean import Look
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.pictures import pictures_in
from devices.scanning.quad import Corners
from devices.scanning.watch import Watched


class Materials(Protocol):
    """The list for which pages are taken."""

    @property
    def case_id(self) -> str: ...

    @property
    def current(self) -> str:
        """The code of the material that pages go to."""
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

    case_id: str
    material: str
    pages: tuple[str, ...]
    frame: Frame = field(repr=False)
    whole: Corners


@dataclass(frozen=True, slots=True)
class Feeder:
    """The scanner of the window, and the lane it is used on."""

    bay: Bay[Any]
    lane: Lane


@dataclass(frozen=True, slots=True)
class _Incoming:
    """Pages that come one after the other: `next` gives one on `lane`, None after the last; `stop` ends it early."""

    next: Callable[[], Scanned | None]
    lane: Lane
    stop: Callable[[], None] = lambda: None


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
        self.status = ""  # of the last live picture: looking, moving, found, captured or same_page
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
        self._incoming: _Incoming | None = None
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
        """Another material, another case: nothing of the last is in hand."""
        self._corners, self.trouble, self._split = None, None, None
        self.card, self._front, self._note = None, None, ""

    def capture(self) -> None:
        """F6: take what lies under the camera now: a page, two that lie side by side, or the next side of a card."""
        if not self.camera.there or self.working or not self._materials.takes_pages:
            return
        corners, look = self._corners, self.look
        case_id, material = self._materials.case_id, self._materials.current
        self.begin()
        if self.card is not None:
            self._capture_side(case_id, material)
            return

        def captured(captured: Captured) -> None:
            if captured.frame is not None and captured.whole is not None:
                hashes = tuple(scanned.page.sha256 for scanned in captured.pages)
                self._split = _Split(case_id, material, hashes, captured.frame, captured.whole)
                self._note = "split"
            self._came(case_id, material, captured.pages)

        self.camera.take(
            lambda camera, desk: scan_desk(
                camera.frame(), case_id, self._pages, corners=corners, look=look, empty_desk=desk
            ),
            captured,
            self.failed,
        )

    @property
    def can_merge(self) -> bool:
        split = self._split
        return split is not None and (split.case_id, split.material) == self._now()

    def merge(self) -> None:
        """M: the two pages taken last are one after all."""
        split, look = self._split, self.look
        if split is None or self.working or not self.can_merge:
            return
        self.begin()
        self._lane.run(
            lambda: scan_page(split.frame, split.case_id, self._pages, corners=split.whole, look=look),
            lambda scanned: self._came(split.case_id, split.material, (scanned,), replacing=split.pages),
            self.failed,
        )

    def turn(self, page: Page, quarters: int) -> None:
        """R: turn a kept page of the current material clockwise."""
        case_id, material = self._now()
        self.begin()
        self._lane.run(
            lambda: turn_page(page, case_id, self._pages, quarters),
            lambda scanned: self._came(case_id, material, (scanned,), replacing=(page.sha256,)),
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
        pictures, case_id, look = pictures_in([Path(name) for name in names]), self._materials.case_id, self.look
        self._take_in(_Incoming(lambda: scan_next(pictures, case_id, self._pages, look=look), self._lane))

    @property
    def may_feed(self) -> bool:
        return self._feeder is not None

    def feed(self) -> None:
        """S: take what lies in the scanner, page by page as it comes; `cancel` stops the scanner."""
        if self._feeder is not None:
            scan = FeederScan(self._feeder.bay, self._materials.case_id, self._pages, look=self.look)
            self._take_in(_Incoming(scan.next, self._feeder.lane, scan.cancel))

    def cancel(self) -> bool:
        """Esc: stop taking in files, or a card; what came in stays. Says whether there was anything to stop."""
        incoming, self._incoming = self._incoming, None
        stopped = incoming is not None or self.card is not None
        if incoming is not None:
            incoming.stop()
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

    def _now(self) -> tuple[str, str]:
        return self._materials.case_id, self._materials.current

    def _take_in(self, incoming: _Incoming) -> None:
        if self._materials.takes_pages and not self.working:
            self._count, self._incoming = 0, incoming
            self.begin()
            self._take_next(self._materials.current)

    def _take_next(self, material: str) -> None:
        incoming, case_id = self._incoming, self._materials.case_id
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
                self._came(case_id, material, (scanned,))
            self._take_next(material)

        incoming.lane.run(incoming.next, taken, self.failed)

    def _capture_side(self, case_id: str, material: str) -> None:
        corners, look, front = self._corners, self.look, self._front

        def work(camera: PageSource, desk: EmptyDesk | None) -> Frame | Scanned:
            side = card_side(camera.frame(), corners=corners, empty_desk=desk)
            return side if front is None else keep_card(front, side, case_id, self._pages, look=look)

        def done(taken: Frame | Scanned) -> None:
            self.working = False
            if self.card is None or (case_id, material) != self._now():
                self.start_over()  # it was called off meanwhile
                self._materials.changed()
            elif isinstance(taken, Scanned):
                self.start_over()
                self._note = "card_kept"
                self._came(case_id, material, (taken,))
            else:
                self._corners, self._front = None, taken
                self.card, self._note = CardSide.BACK, "card_back"
                self._materials.changed()

        self.camera.take(work, done, self.failed)

    def _came(
        self, case_id: str, material: str, pages: tuple[Scanned, ...], *, replacing: tuple[str, ...] = ()
    ) -> None:
        self.working = False
        if case_id != self._materials.case_id:
            self._incoming = None  # it was put aside meanwhile: its papers are not the next applicant's
            self.start_over()
            return
        self._corners = None
        self._materials.came(material, pages, replacing=replacing)

    def _seen(self, watched: Watched) -> None:
        self.status = watched.status
        if self.ails is not None:
            self.ails = None
            self._materials.changed()
        good = watched.status in ("found", "captured")
        self._materials.seen(watched, self._say(f"camera.{self._live_word(watched)}"), good)
        if watched.capture and self.auto:
            self.capture()

    def _live_word(self, watched: Watched) -> str:
        if self.working:
            return "busy"
        if watched.desk_changed and watched.status == "looking":
            return "desk_changed"
        two = watched.second is not None and watched.status == "found" and self.card is None
        return "found_two" if two else watched.status

    def _not_seen(self, error: Exception) -> None:
        if not isinstance(error, DeviceError):
            raise error
        if type(error) is not type(self.ails):
            self.ails = error
            self._materials.changed()
        self._materials.seen(None, self._say("camera.off"), False)
