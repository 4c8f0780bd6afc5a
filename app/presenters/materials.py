"""Step 3: the checklist, the camera, and the pages that came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from app.domain.case import Page, Taken, TakenMaterial
from app.domain.catalogue import Material
from app.domain.errors import CounterError
from app.domain.review import Finding
from app.lanes import Lane
from app.presenters.item import GROUPS, group_of
from app.presenters.materials_state import (
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
from app.presenters.session import Session, StepName
from app.services.scan_page import PageStore, Scanned, scan_next, scan_page, thumb_of, turn_page
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceError
from devices.ports import PageSource
from devices.scanning.clean import Look
from devices.scanning.pictures import Picture, pictures_in
from devices.scanning.quad import Corners
from devices.scanning.watch import Watch, Watched


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
    ) -> None:
        self._session, self._say = session, wording
        self._source, self._pages, self._lane, self._clock = source, pages, lane, clock
        self._view: MaterialsView | None = None
        self._watch = Watch()
        self._looking = False
        self.status = ""  # of the last live picture: looking, moving, found, captured or same_page
        self._scanning = False
        self._importing: Iterator[Picture] | None = None
        self._imported = 0
        self._auto = True
        self._look = Look.COLOUR
        self._corners: Corners | None = None  # dragged by hand, full-frame pixels
        self._current = ""
        self._page = 0
        self._trouble: Exception | None = None  # of the last page that should have been taken
        self._ails: DeviceError | None = None  # the camera itself
        self._thumbs: dict[str, bytes] = {}
        self._sizes: dict[str, int] = {}
        session.listen(self._present)

    def show(self, view: MaterialsView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def tick(self) -> None:
        """Some twelve times a second while the page is open: the next live picture."""
        if self._source is None or self._looking or self._session.step is not StepName.MATERIALS:
            return
        self._looking = True
        source, at = self._source, self._clock()
        self._lane.run(
            lambda: source.use(lambda camera: self._watch.look(camera.frame(), at), patient=True),
            self._seen,
            self._not_seen,
        )

    def choose(self, code: str) -> None:
        """Make a material the current one."""
        self._current, self._page, self._corners, self._trouble = code, 0, None, None
        self._present()

    def capture(self) -> None:
        """F6: take the page that lies under the camera now."""
        if self._source is None or self._scanning or not self._takes_pages():
            return
        self._scanning, self._trouble = True, None
        source, corners, look, material = self._source, self._corners, self._look, self._current
        case_id = self._session.draft.id
        self._present()
        self._lane.run(
            lambda: source.use(
                lambda camera: scan_page(camera.frame(), case_id, self._pages, corners=corners, look=look)
            ),
            lambda scanned: self._scanned(case_id, material, scanned),
            self._scan_failed,
        )

    def import_files(self, names: tuple[str, ...]) -> None:
        """Take pages from picture or PDF files instead of the camera, one by one; `cancel` stops between two."""
        if self._takes_pages() and not self._scanning:
            self._imported, self._trouble = 0, None
            self._importing = pictures_in([Path(name) for name in names])
            self._import_next(self._current)

    def cancel(self) -> bool:
        """Esc: stop taking in files; what came in stays. Says whether there was anything to stop."""
        importing, self._importing = self._importing, None
        return importing is not None

    def _import_next(self, material: str) -> None:
        pictures, case_id, look = self._importing, self._session.draft.id, self._look
        if pictures is None:
            self._scanning = False
            self._present()
            return
        self._scanning = True
        self._present()

        def taken(scanned: Scanned | None) -> None:
            if scanned is None:
                self._importing = None
            else:
                self._imported += 1
                self._scanned(case_id, material, scanned)
            self._import_next(material)

        self._lane.run(lambda: scan_next(pictures, case_id, self._pages, look=look), taken, self._scan_failed)

    def drag_corners(self, corners: Corners | tuple[()]) -> None:
        """The clerk moved the corners; they hold for the next page taken. Full-frame pixels, clockwise; () lets go."""
        self._corners = corners or None

    def choose_look(self, look: Look) -> None:
        """Colour, grey, or black and white."""
        self._look = look
        self._present()

    def toggle_auto(self) -> None:
        """Auto-capture on or off."""
        self._auto = not self._auto
        self._present()

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
        self._present()

    def delete_page(self) -> None:
        """Take the current page out."""
        pages = list(self._taken_pages())
        if pages:
            pages.pop(self._page)
            self._page = max(0, min(self._page, len(pages) - 1))
            self._set_pages(pages)

    def move_page(self, by: int) -> None:
        """Move the current page along the strip."""
        pages, to = list(self._taken_pages()), self._page + by
        if 0 <= to < len(pages):
            pages.insert(to, pages.pop(self._page))
            self._page = to
            self._set_pages(pages)

    def turn_page(self, quarters: int = 1) -> None:
        """Turn the current page clockwise."""
        pages = self._taken_pages()
        if not pages or self._scanning:
            return
        self._scanning, self._trouble = True, None
        page, material, case_id = pages[self._page], self._current, self._session.draft.id
        self._present()
        self._lane.run(
            lambda: turn_page(page, case_id, self._pages, quarters),
            lambda scanned: self._scanned(case_id, material, scanned, replacing=page.sha256),
            self._scan_failed,
        )

    def _seen(self, watched: Watched) -> None:
        self._looking, self.status = False, watched.status
        if self._ails is not None:
            self._ails = None
            self._present()
        if self._view is not None:
            status = "busy" if self._scanning else watched.status
            self._view.show_frame(watched, self._say(f"camera.{status}"), watched.status in ("found", "captured"))
        if watched.capture and self._auto and self._takes_pages():
            self.capture()

    def _not_seen(self, error: Exception) -> None:
        self._looking = False
        if not isinstance(error, DeviceError):
            raise error
        if type(error) is not type(self._ails):
            self._ails = error
            self._present()
        if self._view is not None:
            self._view.show_frame(None, self._say("camera.off"), False)

    def _scanned(self, case_id: str, material: str, scanned: Scanned, replacing: str = "") -> None:
        self._scanning = False
        if case_id != self._session.draft.id:
            self._importing = None  # it was put aside meanwhile: its papers are not the next applicant's
            return
        self._corners = None
        self._sizes[scanned.page.sha256] = scanned.size
        self._thumbs[scanned.page.sha256] = scanned.thumb
        taken = self._session.taken(material)
        pages = list(taken.pages)
        if replacing:
            pages = [scanned.page if page.sha256 == replacing else page for page in pages]
        elif scanned.page.sha256 not in {page.sha256 for page in pages}:
            pages.append(scanned.page)
            self._page = len(pages) - 1
        self._session.take(material, replace(taken, how=Taken.SCANNED, pages=tuple(pages), doubts_accepted=False))
        self._present()

    def _scan_failed(self, error: Exception) -> None:
        self._scanning, self._importing = False, None
        self._trouble = error
        self._present()
        if not isinstance(error, DeviceError | CounterError):
            raise error

    def _set_pages(self, pages: list[Page]) -> None:
        taken = self._session.taken(self._current)
        how = Taken.SCANNED if pages else Taken.ON_PAPER if taken.count else Taken.NOT_YET
        self._take(replace(taken, how=how, pages=tuple(pages), doubts_accepted=False))

    def _take(self, taken: TakenMaterial) -> None:
        self._session.take(self._current, taken)
        self._present()

    def _findings(self) -> tuple[Finding, ...]:
        reviewed = self._session.reviewed()
        return reviewed.findings if reviewed else ()

    def _material(self) -> Material | None:
        return next((f.material for f in self._findings() if f.material.code == self._current), None)

    def _takes_pages(self) -> bool:
        material = self._material()
        return material is not None and group_of(material) != "exempt"

    def _taken_pages(self) -> tuple[Page, ...]:
        return self._session.taken(self._current).pages

    def _present(self) -> None:
        codes = [finding.material.code for finding in self._findings()]
        if self._current not in codes:
            self._current, self._page = codes[0] if codes else "", 0
        if self._view is not None and self._session.step is StepName.MATERIALS:
            self._load_thumbs()
            self._view.present(self.state())

    def thumb(self, sha256: str) -> bytes:
        """The thumbnail of a page of this case (PNG), b"" if it was never shown."""
        return self._thumbs.get(sha256, b"")

    def _load_thumbs(self) -> None:
        for page in self._taken_pages():
            if page.sha256 not in self._thumbs:
                self._thumbs[page.sha256] = b""  # asked for; a resumed case may have dozens
                self._lane.run(
                    partial(thumb_of, page, self._session.draft.id, self._pages), partial(self._keep_thumb, page.sha256)
                )

    def _keep_thumb(self, sha256: str, picture: bytes) -> None:
        self._thumbs[sha256] = picture
        self._present()

    def state(self) -> MaterialsState:
        """The page as of now."""
        findings, material = self._findings(), self._material()
        came, missing = self._session.counts()
        return MaterialsState(
            taken=self._say("material.group_count", taken=came, all=came + missing),
            groups=tuple(
                group_state(self._say, group, findings, self._current) for group in GROUPS if of_group(findings, group)
            ),
            current=self._current,
            title=material.name if material else "",
            count=self._session.taken(self._current).count,
            takes_pages=self._takes_pages(),
            look=self._look,
            auto=self._auto,
            pages=self._strip(),
            camera=self._source is not None,
            busy=self._busy(),
            trouble=self._say.error(trouble) if (trouble := self._trouble or self._ails) else "",
            lacking=tuple(lacking_state(self._say, f) for f in findings if lacks(f)),
            checks=self._checks(),
            standard=(material.standard if material else "") or self._say("material.no_standard"),
            fill_notes=material.fill_notes if material else "",
            complete=missing == 0,
        )

    def _strip(self) -> tuple[PageThumb, ...]:
        return tuple(
            thumb_state(self._say, index, page, self.thumb(page.sha256), index == self._page)
            for index, page in enumerate(self._taken_pages())
        )

    def _checks(self) -> tuple[Check, ...]:
        pages = self._taken_pages()
        if not pages:
            return ()
        page = pages[min(self._page, len(pages) - 1)]
        return checks_of(self._say, page, self._sizes.get(page.sha256, 0))

    def _busy(self) -> str:
        if self._importing is not None:
            return self._say("camera.importing", count=self._imported)
        return self._say("camera.busy") if self._scanning else ""
