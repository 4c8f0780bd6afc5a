"""The frame round the pages: who sits here, which pages are theirs, how devices and central fare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.lanes import Lane
from app.presenters.marks import Mark
from app.presenters.pages import FIND, HAND_OUT, INTAKE, SIGN_IN, SYNC, RailPage, pages_of, role_at
from app.presenters.seat import Clerk, Seat
from app.presenters.shell import (
    BannerState,
    DevicePill,
    HeaderState,
    RailEntry,
    Severity,
    ShellState,
    Step,
    SyncPill,
)
from app.wording import Wording
from sync.entry import Counts

MOST_NAMED = 3
"""Cases that a banner names."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which window this is."""

    number: str
    desk: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says in the frame round it.

    `subject` is whom or what the work is for, `note` what is said of it in small; they stand there on the clerk's
    other pages too. `inner` names the page's part that is open, such as "review"; it and the steps show only with it.
    """

    subject: str = ""
    note: str = ""
    inner: str = ""
    steps: tuple[Step, ...] = ()
    banners: tuple[BannerState, ...] = ()
    foot: str = ""
    foot_mark: Mark | None = None


class FrameView(Protocol):
    """What the presenter asks of the window."""

    def has_page(self, page: str) -> bool:
        """Whether a desk has put that page in."""
        ...

    def present(self, state: ShellState) -> None: ...

    def page_opened(self) -> None:
        """Another page is shown: put the focus where its work begins."""
        ...


class Frame:
    """Opens pages, and keeps what stands round them true. Desks say of their pages what `tell` is given."""

    def __init__(
        self,
        *,
        wording: Wording,
        seat: Seat,
        place: Place,
        lane: Lane,
        counts: Callable[[], Counts],
        brought: Callable[[], tuple[str, ...]],
        online: Callable[[], bool | None],
        clock_off: Callable[[], timedelta | None],
        now: Callable[[], datetime],
    ) -> None:
        """`counts` tells, on `lane`, what stands in the outbox, `brought` for which cases something lies in the locker.

        `clock_off` tells how far behind this clock is.
        """
        self._say, self._seat, self._place = wording, seat, place
        self._lane, self._ask_counts, self._online, self._now = lane, counts, online, now
        self._ask_brought, self._brought = brought, tuple[str, ...]()
        self._clock_off = clock_off
        self._telling: dict[str, Callable[[bool], Told]] = {}
        self._view: FrameView | None = None
        self._page = SIGN_IN
        self._counts = Counts()
        self.pills: Callable[[], tuple[DevicePill, ...]] = tuple

    def show(self, view: FrameView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.open(self._page)

    def tell(self, page: str, told: Callable[[bool], Told]) -> None:
        """Ask `told` what `page` says in the frame; it is given whether the page is open."""
        self._telling[page] = told

    @property
    def page(self) -> str:
        """The page that is open, as the rail names it."""
        return self._page

    def may_open(self, page: str) -> bool:
        """Whether that page is one of the clerk's."""
        return page in (each.id for each in self._pages())

    def open(self, page: str) -> None:
        """Show a page, if it is one of the clerk's."""
        if page == SIGN_IN or self.may_open(page):
            self._page = page
            self.refresh()
            if self._view is not None:
                self._view.page_opened()

    def go_home(self) -> None:
        """Show the page where the clerk's work begins, or the sign-in page where nobody sits."""
        pages = self._pages()
        self.open(pages[0].id if pages else SIGN_IN)

    def tick(self) -> None:
        """Once a second: the clock, and how devices, outbox and locker fare."""
        self._lane.run(lambda: (self._ask_counts(), self._ask_brought()), self._counted)

    def refresh(self) -> None:
        """Show the frame as of now."""
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> ShellState:
        """The frame as of now."""
        pages, clerk = self._pages(), self._seat.clerk
        if clerk is None or not pages:
            return ShellState(header=HeaderState(window=self._place.number, desk=self._place.desk), page=SIGN_IN)
        told = self._told(pages[0].id)
        opened = self._page in self._telling
        return ShellState(
            header=self._header(clerk, pages[0], told),
            rail=tuple(self._entry(page) for page in pages),
            page=f"{self._page}/{told.inner}" if opened and told.inner else self._page,
            steps=told.steps if opened else (),
            banners=(*told.banners, *self._banners(pages)),
            foot=told.foot if opened else "",
            foot_mark=told.foot_mark if opened else None,
        )

    def _pages(self) -> tuple[RailPage, ...]:
        """The clerk's pages, as far as there are desks for them here."""
        roles, view = self._seat.clerk.roles if self._seat.clerk else (), self._view
        return tuple(page for page in pages_of(roles) if view is not None and view.has_page(page.id))

    def _told(self, home: str) -> Told:
        """A page without a word of its own leaves standing what the clerk's first page says."""
        page = self._page if self._page in self._telling else home
        return self._telling[page](page == self._page) if page in self._telling else Told()

    def _entry(self, page: RailPage) -> RailEntry:
        badge = self._counts.parked if page.id == SYNC else 0
        return RailEntry(page.id, self._say(f"pages.{page.id}"), page.icon, badge)

    def _header(self, clerk: Clerk, home: RailPage, told: Told) -> HeaderState:
        role, online = role_at(home, clerk.roles).value, self._online()
        return HeaderState(
            window=self._say(f"sign.{role}", window=self._place.number),
            desk=self._say(f"desk.{role}", title=self._place.desk, section=clerk.section),
            clerk=f"{clerk.name} {clerk.id}",
            subject=told.subject,
            note=told.note,
            devices=self.pills(),
            sync=None if online is None else SyncPill(online, self._counts.ready, self._counts.parked),
            clock=self._now().strftime("%H:%M"),
        )

    def _banners(self, pages: tuple[RailPage, ...]) -> tuple[BannerState, ...]:
        off = self._clock_off()
        here = (*((self._clock_banner(off),) if off is not None else ()), *self._brought_banner(pages))
        if self._online() is not False:
            return (*here, *self._stranger_banner())
        at = [page.id for page in pages].index(SYNC) + 1
        detail = self._say("banner.offline_detail", count=self._counts.ready)
        return (
            *here,
            BannerState(
                "offline", self._say("banner.offline"), detail, Severity.WARN, self._say("pages.sync"), f"page_{at}"
            ),
        )

    def _brought_banner(self, pages: tuple[RailPage, ...]) -> tuple[BannerState, ...]:
        """Something lies in this window's locker, and whoever can do something with it looks elsewhere."""
        theirs = [page.id for page in pages]
        goal = HAND_OUT if HAND_OUT in theirs else FIND
        if not self._brought or self._page == goal or not {INTAKE, HAND_OUT} & set(theirs):
            return ()
        title = self._say("banner.brought", count=len(self._brought))
        numbers = self._say("hand_out.and").join(self._brought[:MOST_NAMED])
        detail = self._say("banner.brought_detail" if goal == HAND_OUT else "banner.brought_ask", numbers=numbers)
        key = f"page_{theirs.index(goal) + 1}"
        return (BannerState("brought", title, detail, Severity.WARN, self._say(f"pages.{goal}"), key),)

    def _stranger_banner(self) -> tuple[BannerState, ...]:
        """The central is back, but whoever signed in without it is nobody there yet: pages that ask it would refuse."""
        clerk = self._seat.clerk
        if clerk is None or clerk.online or not self._online():
            return ()
        words = self._say("banner.sign_in_again"), self._say("banner.sign_in_again_detail")
        return (BannerState("sign_in_again", *words, Severity.WARN, self._say("banner.sign_in_again_act"), "sign_out"),)

    def _clock_banner(self, off: timedelta) -> BannerState:
        minutes = abs(round(off.total_seconds() / 60))
        which = "behind" if off > timedelta() else "ahead"
        title = self._say(f"clock.{which}", days=minutes // 1440, hours=minutes // 60 % 24, minutes=minutes % 60)
        return BannerState("clock", title, self._say("clock.cure"), Severity.BAD)

    def _counted(self, told: tuple[Counts, tuple[str, ...]]) -> None:
        self._counts, self._brought = told
        self.refresh()
