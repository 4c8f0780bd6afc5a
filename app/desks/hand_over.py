"""The desk at which papers are handed over and taken over: every role's that carries papers, and the supervisor's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.desks.foundations import Foundations
from app.desks.printing import print_stored
from app.domain.case import MoveKind, Role
from app.domain.facts import Difference, DifferenceKind, HandingOver, TakingOver
from app.domain.slips import SlipDocument
from app.presenters.hand_over.page import HandOverPresenter
from app.presenters.hand_over.words import Hall
from app.presenters.pages import HAND_OVER, PAGES
from app.services.carry_papers import PaperRound, Post
from app.services.central_cases import CentralCases
from app.services.move_case import Opened, Saying, hand_over_cases, move_case

_CARRIES = next(page.roles for page in PAGES if page.id == HAND_OVER)


class HandOverDesk:
    """Everything is saved here first, so that papers leave and come off line too."""

    def __init__(self, on: Foundations) -> None:
        self._on = on
        lanes = on.lanes
        source = CentralCases(on.central.transport) if on.central.exists else None
        self.papers = HandOverPresenter(
            PaperRound(source, on.store, on.catalogue), carries=self, store=on.store, wording=on.wording,
            ask_lane=lanes.ask, store_lane=lanes.store, document_lane=lanes.documents, hall=self._hall,
            window=on.settings.window.number, actor=lambda: on.seat.id,
            raster=lambda document: on.documents.raster(document, on.devices.slip_dots), print_slip=self._print,
        )  # fmt: skip
        on.frame.tell(HAND_OVER, self.papers.told)
        self.papers.on_told = lambda: on.frame.refresh() if on.frame.page == HAND_OVER else None

    def clerk_came(self) -> None:
        """Somebody has signed in who may work at another desk."""
        self.papers.clerk_came()

    def central_news(self) -> None:
        """Something was sent or refused, or the central came or went."""
        if self._on.frame.page == HAND_OVER:
            self.papers.refresh()

    def takes_code(self, code: str) -> bool:
        """Whether a scanned code is for this desk: every one is while its page is open."""
        taken = self._on.frame.page == HAND_OVER
        if taken:
            self.papers.scanned(code)
        return taken

    def hand_over(self, role: Role, cases: Sequence[tuple[Opened, HandingOver]]) -> tuple[int, SlipDocument]:
        """Send the papers of cases off on one slip, the files with them."""
        on = self._on
        (first, *_), slip = hand_over_cases(on.store, on.desk(), role, cases, at=on.now(), new_id=on.new_id)
        on.central.wake()
        return first.slip_ids[0], slip

    def take_over(self, role: Role, opened: Opened, batch: str, *, back: bool) -> None:
        """Paper and file of a case are here, or are back."""
        self._move(role, opened, Saying(MoveKind.TAKE_OVER, TakingOver(batch, back)))

    def differ(self, role: Role, opened: Opened, batch: str, what: DifferenceKind) -> None:
        """What came is not what the slip says."""
        self._move(role, opened, Saying(MoveKind.DIFFER, Difference(batch, what)))

    def _move(self, role: Role, opened: Opened, saying: Saying) -> None:
        on = self._on
        move_case(on.store, on.desk(), role, opened, [saying], at=on.now(), new_id=on.new_id)
        on.central.wake()

    def _print(self, slip_id: int, document: SlipDocument, tell: Callable[[str], None]) -> None:
        print_stored(self._on, slip_id, document, tell, tell)

    def _hall(self) -> Hall:
        on, clerk = self._on, self._on.seat.clerk
        posts = tuple(self._post(role) for role in Role if clerk is not None and role in clerk.roles & _CARRIES)
        return Hall(on.wording, on.rules, on.calendar, on.now(), self._department_name, posts)

    def _post(self, role: Role) -> Post:
        on, clerk = self._on, self._on.seat.clerk
        assert clerk is not None
        match role:
            case Role.INTAKE | Role.ISSUING:
                return Post(role, frozenset({on.settings.window.number}))
            case Role.BACK_OFFICE:
                return Post(role, clerk.departments)
            case Role.SECTION:
                return Post(role, frozenset({clerk.section} - {""}))
        return Post(role)

    def _department_name(self, code: str) -> str:
        departments = (item.department for item in self._on.catalogue().items)
        return next((each.name for each in departments if each.code == code), code)
