"""What stands round every page: the banners that no page of its own is for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.calendar import HALL_TIME
from app.domain.case import Role
from app.lanes import InlineLane
from app.paths import resources
from app.presenters.frame import Frame, Place
from app.presenters.seat import Clerk, Seat
from app.presenters.shell import ShellState
from app.wording import Wording
from sync.entry import Counts


class View:
    """A window with every page."""

    state = ShellState()

    def has_page(self, page: str) -> bool:
        return True

    def present(self, state: ShellState) -> None:
        self.state = state

    def page_opened(self) -> None: ...


def banners(
    *, online: bool | None, at_the_central: bool, off: timedelta | None = None, roles: tuple[Role, ...] = (),
    brought: tuple[str, ...] = (), page: str = "",
) -> list[str]:  # fmt: skip
    """The banners that a back-office clerk sees, or somebody with other roles."""
    seat, view = Seat(), View()
    seat.clerk = Clerk("0522", "吴某某", frozenset(roles or {Role.BACK_OFFICE}), online=at_the_central)
    frame = Frame(
        wording=Wording(resources() / "i18n", "zh_CN"), seat=seat, place=Place("03", "综合窗口"), lane=InlineLane(),
        counts=Counts, brought=lambda: brought, online=lambda: online, clock_off=lambda: off,
        now=lambda: datetime(2026, 10, 9, 10, 20, tzinfo=HALL_TIME),
    )  # fmt: skip
    frame.show(view)
    frame.go_home()
    if page:
        frame.open(page)
    frame.tick()
    return [banner.id for banner in view.state.banners]


@pytest.mark.parametrize(
    ("online", "at_the_central", "shown"),
    [
        (True, True, []),
        (True, False, ["sign_in_again"]),
        (False, False, ["offline"]),
        (False, True, ["offline"]),
        (None, False, []),
    ],
)
def test_whoever_signed_in_without_the_central_is_asked_to_again_when_it_is_back(
    online: bool | None, at_the_central: bool, shown: list[str]
) -> None:
    assert banners(online=online, at_the_central=at_the_central) == shown


def test_a_wrong_clock_is_said_before_everything_else() -> None:
    assert banners(online=False, at_the_central=True, off=timedelta(days=1)) == ["clock", "offline"]


@pytest.mark.parametrize(
    ("roles", "page", "shown"),
    [
        ((Role.INTAKE,), "intake", ["brought"]),
        ((Role.INTAKE,), "find", []),
        ((Role.INTAKE, Role.ISSUING), "find", ["brought"]),
        ((Role.INTAKE, Role.ISSUING), "hand_out", []),
        ((Role.BACK_OFFICE,), "cases", []),
    ],
)
def test_who_can_do_something_about_papers_in_the_locker_is_told_of_them(
    roles: tuple[Role, ...], page: str, shown: list[str]
) -> None:
    assert banners(online=True, at_the_central=True, roles=roles, brought=("YC1",), page=page) == shown
