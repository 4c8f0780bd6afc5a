"""Step 3: the checklist, the camera, and the pages that came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from app.domain.case import Page, Taken, TakenMaterial
from app.domain.catalogue import Material
from app.domain.errors import CounterError, NotFound
from app.domain.review import Finding, Verdict
from app.lanes import Lane
from app.presenters.incoming import Feeder
from app.presenters.intake.desk_camera import DeskCamera
from app.presenters.intake.item import GROUPS, group_of
from app.presenters.intake.materials_state import (
    Check,
    MaterialsState,
    PageThumb,
    checks_of,
    group_state,
    lacking_state,
    lacks,
    of_group,
    thumb_state,
)
from app.presenters.intake.page_taking import Goal, PageTaking
from app.presenters.intake.session import Session, StepName
from app.presenters.intake.titles import TitleHints
from app.presenters.samples import Samples, SampleState
from app.services.sample_pictures import is_picture
from app.services.scan_page import PageStore, Scanned, thumb_of
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceError
from devices.ports import PageSource
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.watch import Watched

FetchThumb = Callable[[str, str, Callable[[bytes], None], Callable[[Exception], None]], None]
"""Gets the thumbnail of a case's page by SHA-256 from afar, and tells it or why there is none."""


class MaterialsView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: MaterialsState) -> None: ...

    def show_frame(self, watched: Watched | None, status: str, good: bool) -> None:
        """Show the live picture with its page's corners, or nothing."""
        ...


class MaterialsPresenter:
    """Takes pages and paper, one material after the other."""

    def __init__(
        self,
        session: Session,
        *,
        wording: Wording,
        source: Bay[PageSource] | None,
        pages: PageStore,
        lane: Lane,
        clock: Callable[[], float],
        empty_desk: EmptyDesk | None = None,
        titles: TitleHints | None = None,
        feeder: Feeder | None = None,
        fetch_thumb: FetchThumb | None = None,
        samples: Samples | None = None,
    ) -> None:
        """`fetch_thumb` gets what is not in `pages`: a page that another window took."""
        self._session, self._say = session, wording
        self._pages, self._lane, self._titles, self._fetch_thumb = pages, lane, titles, fetch_thumb
        camera = DeskCamera(source, lane, clock, empty_desk=empty_desk)
        self.taking = PageTaking(self, camera, wording=wording, pages=pages, lane=lane, feeder=feeder)
        self._samples, self._sample_open = samples, False
        self._view: MaterialsView | None = None
        self._last_place = ("", "")  # the case and its item
        self._current = ""
        self._page = 0
        self._thumbs: dict[str, bytes] = {}
        self._sizes: dict[str, int] = {}
        self._turned: set[str] = set()  # pages that were put upright unasked
        self._working = False
        self.on_working: Callable[[], None] = lambda: None  # pages are being taken, or no more
        session.listen(self.changed)

    def show(self, view: MaterialsView) -> None:
        """Use `view` from now on."""
        self._view = view
        self.changed()

    def tick(self) -> None:
        """Some twelve times a second while the page is open: the next live picture, unless a sample is looked at.

        What is not to be seen takes no page by itself.
        """
        if self._session.step is StepName.MATERIALS and not self._sample_open:
            self.taking.tick()

    def choose(self, code: str) -> None:
        """Make a material the current one."""
        self._current, self._page, self._sample_open = code, 0, False
        self.taking.start_over()
        self.changed()

    @property
    def status(self) -> str:
        """Of the last live picture: looking, moving, found, captured, same_page or let_be."""
        return self.taking.status

    def cancel(self) -> bool:
        """Esc: put the sample away, or stop what takes long. Says whether there was anything to stop."""
        if self._sample_open:
            self.toggle_sample()
            return True
        return self.taking.cancel()

    def toggle_sample(self) -> None:
        """F7: show how the current material looks, or put that away."""
        material = self._material()
        has_one = self._samples is not None and material is not None and is_picture(material.sample)
        self._sample_open = has_one and not self._sample_open
        if self._sample_open and self._samples is not None and material is not None:
            self._samples.ask_again(material.sample)
        self.changed()

    def take_paper(self, count: int | None = None) -> None:
        """Space: the paper itself is taken, `count` sets of it (as many as asked for when None)."""
        material = self._material()
        if material is None or group_of(material) == "exempt":
            return
        taken = self._session.taken(material.code)
        count = material.copies if count is None else max(0, count)
        how = Taken.SCANNED if taken.pages else Taken.ON_PAPER if count else Taken.NOT_YET
        self._take(replace(taken, how=how, count=count))

    def mark_missing(self) -> None:
        """Q: the applicant has not brought it; again to take that back."""
        material = self._material()
        if material is None or group_of(material) == "exempt":
            return
        was_missing = self._session.taken(material.code).how is Taken.MISSING
        self._take(TakenMaterial() if was_missing else TakenMaterial(how=Taken.MISSING))

    def choose_page(self, index: int) -> None:
        """Make a page of the strip the current one, counted from 0."""
        self._page = max(0, min(index, len(self._taken_pages()) - 1))
        self.changed()

    def delete_page(self) -> None:
        """Take the current page out."""
        pages = list(self._taken_pages())
        if pages:
            pages.pop(self._page_of(pages))
            self._page = self._page_of(pages)
            self._set_pages(pages)

    def move_page(self, by: int) -> None:
        """Move the current page along the strip."""
        pages = list(self._taken_pages())
        start = self._page_of(pages)
        to = start + by
        if 0 <= to < len(pages):
            pages.insert(to, pages.pop(start))
            self._page = to
            self._set_pages(pages)

    def turn_page(self, quarters: int = 1) -> None:
        """Turn the current page clockwise."""
        pages = self._taken_pages()
        if pages and not self.taking.working:
            self.taking.turn(pages[self._page_of(pages)], quarters)

    @property
    def case_id(self) -> str:
        return self._session.draft.id

    @property
    def goal(self) -> Goal:
        """What pages are taken for now."""
        return Goal(*self._place(), self._current)

    @property
    def takes_pages(self) -> bool:
        """Whether the current material is one that is handed in."""
        material = self._material()
        return material is not None and group_of(material) != "exempt"

    def came(self, material: str, pages: tuple[Scanned, ...], *, replacing: tuple[str, ...] = ()) -> None:
        """Pages for `material`, in the place of those with the hashes `replacing`, or else at the end.

        Two pages may be alike, as blank backs are: both are kept. What was to be replaced and was taken out meanwhile
        does not come back.
        """
        for scanned in pages:
            self._sizes[scanned.page.sha256] = scanned.size
            self._thumbs[scanned.page.sha256] = scanned.thumb
            if scanned.turned:
                self._turned.add(scanned.page.sha256)
        taken = self._session.taken(material)
        cursor = self._page if material == self._current else 0
        out = _places(taken.pages, replacing, cursor)
        if replacing and not out:
            self.changed()
            return
        kept = [page for at, page in enumerate(taken.pages) if at not in out]
        place = min(out, default=len(kept))
        kept[place:place] = [scanned.page for scanned in pages]
        if material == self._current:
            self._page = place + len(pages) - 1
        self._session.take(material, replace(taken, how=Taken.SCANNED, pages=tuple(kept), doubts_accepted=False))
        self.changed()

    def seen(self, watched: Watched | None, status: str, good: bool) -> None:
        """The live picture, or None without one."""
        if self._view is not None:
            self._view.show_frame(watched, status, good)

    def _set_pages(self, pages: list[Page]) -> None:
        self.taking.forget_split()
        taken = self._session.taken(self._current)
        how = Taken.SCANNED if pages else Taken.ON_PAPER if taken.count else Taken.NOT_YET
        self._take(replace(taken, how=how, pages=tuple(pages), doubts_accepted=False))

    def _take(self, taken: TakenMaterial) -> None:
        self._session.take(self._current, taken)
        self.changed()

    def _findings(self) -> tuple[Finding, ...]:
        reviewed = self._session.reviewed()
        return reviewed.findings if reviewed else ()

    def _material(self) -> Material | None:
        return next((f.material for f in self._findings() if f.material.code == self._current), None)

    def _taken_pages(self) -> tuple[Page, ...]:
        return self._session.taken(self._current).pages

    def _page_of(self, pages: Sequence[Page]) -> int:
        """Where the current page stands among `pages`."""
        return max(0, min(self._page, len(pages) - 1))

    def _place(self) -> tuple[str, str]:
        return self.case_id, self._session.application.item_code

    def _leave(self) -> None:
        """Another case or another item: nothing is left of the last."""
        if self.case_id != self._last_place[0]:
            self._thumbs.clear()
            self._sizes.clear()
            self._turned.clear()
            if self._titles is not None:
                self._titles.forget()
        self._last_place, self._current, self._page, self._sample_open = self._place(), "", 0, False
        self.taking.leave()

    def _first_to_take(self, findings: Sequence[Finding]) -> str:
        """Where the work begins: whoever comes back brings what was missing."""
        back = self._session.case is not None
        lacking = [each for each in findings if each.verdict in (Verdict.MISSING, Verdict.MAY_FOLLOW)] if back else []
        return next((each.material.code for each in (*lacking, *findings)), "")

    def changed(self) -> None:
        """Something shown has changed."""
        if self._last_place != self._place():
            self._leave()
        if self._session.step is StepName.SLIP:
            self.taking.forget_split()  # a full picture of the desk
        findings = self._findings()
        if self._current not in [finding.material.code for finding in findings]:
            self._current, self._page = self._first_to_take(findings), 0
        if self._view is not None and self._session.step is StepName.MATERIALS:
            self._load_thumbs()
            self._look_at_title()
            self._view.present(self.state())
        if self._working != self.taking.working:
            self._working = self.taking.working
            self.on_working()

    def thumb(self, sha256: str) -> bytes:
        """The thumbnail of a page of this case (PNG), b"" if it was never shown."""
        return self._thumbs.get(sha256, b"")

    def _load_thumbs(self) -> None:
        for page in self._taken_pages():
            if page.sha256 not in self._thumbs:
                self._thumbs[page.sha256] = b""  # asked for; a resumed case may have dozens
                self._lane.run(
                    partial(thumb_of, page, self.case_id, self._pages),
                    partial(self._keep_thumb, self.case_id, page.sha256),
                    partial(self._no_thumb, self.case_id, page.sha256),
                )

    def _look_at_title(self) -> None:
        """Of the first page only: the others of a material have no title to go by."""
        material, pages = self._material(), self._taken_pages()
        if self._titles is not None and material is not None and pages:
            self._titles.ask(self.case_id, material, pages[0], self.changed)

    def _keep_thumb(self, case_id: str, sha256: str, picture: bytes) -> None:
        if case_id == self.case_id:
            self._thumbs[sha256] = picture
            self.changed()

    def _no_thumb(self, case_id: str, sha256: str, error: Exception) -> None:
        """Of a case taken up again the central may have it; else it cannot be read any more and is taken anew."""
        if isinstance(error, NotFound) and self._fetch_thumb is not None and self._session.case is not None:
            keep, trouble = partial(self._keep_thumb, case_id, sha256), partial(self._page_trouble, case_id)
            self._fetch_thumb(case_id, sha256, keep, trouble)
        elif isinstance(error, DeviceError | CounterError):
            self._page_trouble(case_id, error)
        else:
            raise error

    def _page_trouble(self, case_id: str, error: Exception) -> None:
        if case_id == self.case_id:
            self.taking.trouble = error
            self.changed()

    def state(self) -> MaterialsState:
        """The page as of now."""
        findings, material, taking = self._findings(), self._material(), self.taking
        came, missing = self._session.counts()
        return MaterialsState(
            place=self._place(),
            taken=self._say("material.group_count", taken=came, all=came + missing),
            groups=tuple(
                group_state(self._say, group, findings, self._current) for group in GROUPS if of_group(findings, group)
            ),
            current=self._current,
            title=material.name if material else "",
            count=self._session.taken(self._current).count,
            takes_pages=self.takes_pages,
            look=taking.look,
            auto=taking.auto,
            pages=self._strip(),
            camera=taking.camera.there,
            feeder=taking.may_feed,
            busy=taking.busy,
            trouble=self._say.error(trouble) if (trouble := taking.trouble or taking.ails) else "",
            note=taking.note,
            can_merge=taking.can_merge,
            card_side=taking.card,
            lacking=tuple(lacking_state(self._say, f) for f in findings if lacks(f)),
            checks=self._checks(),
            standard=(material.standard if material else "") or self._say("material.no_standard"),
            fill_notes=material.fill_notes if material else "",
            complete=missing == 0,
            has_sample=self._samples is not None and material is not None and is_picture(material.sample),
            sample=self._sample(material),
        )

    def _sample(self, material: Material | None) -> SampleState | None:
        if self._samples is None or material is None or not self._sample_open:
            return None
        return self._samples.state(material.sample, self.changed)

    def _strip(self) -> tuple[PageThumb, ...]:
        return tuple(
            thumb_state(self._say, index, page, self.thumb(page.sha256), index == self._page)
            for index, page in enumerate(self._taken_pages())
        )

    def _checks(self) -> tuple[Check, ...]:
        pages = self._taken_pages()
        if not pages:
            return ()
        page = pages[self._page_of(pages)]
        turned, material = page.sha256 in self._turned, self._material()
        title = self._titles.of(material, page) if self._titles is not None and material is not None else None
        return checks_of(self._say, page, self._sizes.get(page.sha256, 0), turned=turned, title=title)


def _places(pages: Sequence[Page], hashes: tuple[str, ...], cursor: int) -> set[int]:
    """Where the pages with `hashes` stand, one for each; of pages that are alike, the one at the `cursor` first."""
    places: set[int] = set()
    order = sorted(range(len(pages)), key=lambda at: at != cursor)
    for sha256 in hashes:
        at = next((at for at in order if at not in places and pages[at].sha256 == sha256), None)
        if at is not None:
            places.add(at)
    return places
