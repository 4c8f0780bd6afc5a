"""Who may open which page: the rail's order, and with it what Alt+1, Alt+2 … open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.case import Role

INTAKE, CASES, FIND, SYNC, DEVICES = "intake", "cases", "find", "sync", "devices"
HAND_OUT, HAND_OVER, DASHBOARD, ADMIN = "hand_out", "hand_over", "dashboard", "admin"
SIGN_IN, MESSAGES = "sign_in", "messages"


@dataclass(frozen=True, slots=True)
class RailPage:
    """One page of the rail, and the roles whose page it is."""

    id: str
    icon: str
    roles: frozenset[Role]


def _page(id: str, icon: str, *roles: Role) -> RailPage:
    return RailPage(id, icon, frozenset(roles))


_R = Role

PAGES: tuple[RailPage, ...] = (
    _page(INTAKE, "intake", _R.INTAKE),
    _page(DASHBOARD, "chart", _R.SUPERVISOR),
    _page(CASES, "cases", _R.BACK_OFFICE, _R.SECTION, _R.SUPERVISOR),
    _page(HAND_OUT, "hand_out", _R.ISSUING),
    _page(FIND, "find", _R.INTAKE, _R.BACK_OFFICE, _R.ISSUING, _R.SUPERVISOR),
    _page(HAND_OVER, "hand_over", _R.INTAKE, _R.BACK_OFFICE, _R.SECTION, _R.ISSUING, _R.SUPERVISOR),
    _page(MESSAGES, "message", _R.BACK_OFFICE, _R.SUPERVISOR),
    _page(ADMIN, "settings", _R.ADMINISTRATOR),
    _page(SYNC, "sync", *_R),
    _page(DEVICES, "devices", *_R),
)


def pages_of(roles: Iterable[Role]) -> tuple[RailPage, ...]:
    """The pages that somebody with these roles may open; work begins at the first."""
    held = frozenset(roles)
    return tuple(page for page in PAGES if page.roles & held)


def role_at(page: RailPage, roles: Iterable[Role]) -> Role:
    """As what somebody with these roles works at `page`, which must be one of theirs."""
    held = frozenset(roles)
    return next(role for role in Role if role in page.roles & held)
