"""Step 3: the checklist, the camera, and the pages that came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.domain.case import Page, Taken, TakenMaterial
from app.domain.catalogue import Material
from app.domain.review import SHARP_ENOUGH, Finding, Verdict
from app.lanes import Lane
from app.presenters.item import GROUPS, amount, group_of
from app.presenters.marks import Mark, Tone
from app.presenters.materials_state import (
    Check,
    Lacking,
    MaterialGroup,
    MaterialRow,
    MaterialsState,
    PageThumb,
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
        self._trouble: Exception | None = None
        self._thumbs: dict[str, bytes] = {}
        self._scans: dict[str, Scanned] = {}
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
        self._current, self._page, self._corners = code, 0, None
        self._present()

    def next_lacking(self) -> None:
        """Go to the next material that has not come in."""
        lacking = [f.material.code for f in self._findings() if f.verdict in (Verdict.MISSING, Verdict.MAY_FOLLOW)]
        if lacking:
            self.choose(lacking[0])

    def capture(self) -> None:
        """F6: take the page that lies under the camera now."""
        if self._source is None or self._scanning or not self._takes_pages():
            return
        self._scanning = True
        source, corners, look, material = self._source, self._corners, self._look, self._current
        case_id = self._session.draft.id
        self._present()
        self._lane.run(
            lambda: source.use(
                lambda camera: scan_page(camera.frame(), case_id, self._pages, corners=corners, look=look)
            ),
            lambda scanned: self._scanned(material, scanned),
            self._scan_failed,
        )

    def import_files(self, names: tuple[str, ...]) -> None:
        """Take pages from picture or PDF files instead of the camera, one by one; `cancel` stops between two."""
        if self._takes_pages() and not self._scanning:
            self._imported = 0
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
                self._scanned(material, scanned)
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
        self._scanning = True
        page, material, case_id = pages[self._page], self._current, self._session.draft.id
        self._present()
        self._lane.run(
            lambda: turn_page(page, case_id, self._pages, quarters),
            lambda scanned: self._scanned(material, scanned, replacing=page.sha256),
            self._scan_failed,
        )

    def _seen(self, watched: Watched) -> None:
        self._looking, self.status = False, watched.status
        if self._trouble is not None:
            self._trouble = None
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
        if type(error) is not type(self._trouble):
            self._trouble = error
            self._present()
        if self._view is not None:
            self._view.show_frame(None, self._say("camera.off"), False)

    def _scanned(self, material: str, scanned: Scanned, replacing: str = "") -> None:
        self._scanning = False
        self._corners = None
        self._scans[scanned.page.sha256] = scanned
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
        if not isinstance(error, DeviceError):
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
                self._thumbs[page.sha256] = thumb_of(page, self._session.draft.id, self._pages)

    def state(self) -> MaterialsState:
        """The page as of now."""
        findings, material = self._findings(), self._material()
        came, missing = self._session.counts()
        return MaterialsState(
            taken=self._say("material.group_count", taken=came, all=came + missing),
            groups=tuple(self._group(group, findings) for group in GROUPS if _of_group(findings, group)),
            current=self._current,
            title=material.name if material else "",
            count=self._session.taken(self._current).count,
            takes_pages=self._takes_pages(),
            look=self._look,
            auto=self._auto,
            pages=tuple(self._thumb(index, page) for index, page in enumerate(self._taken_pages())),
            camera=self._source is not None,
            busy=self._busy(),
            trouble=self._say.error(self._trouble) if self._trouble else "",
            lacking=tuple(self._lacking(f) for f in findings if _lacks(f)),
            checks=self._checks(),
            standard=(material.standard if material else "") or self._say("material.no_standard"),
            fill_notes=material.fill_notes if material else "",
            complete=missing == 0,
        )

    def _busy(self) -> str:
        if self._importing is not None:
            return self._say("camera.importing", count=self._imported)
        return self._say("camera.busy") if self._scanning else ""

    def _group(self, group: str, findings: tuple[Finding, ...]) -> MaterialGroup:
        own = _of_group(findings, group)
        came = sum(f.verdict in (Verdict.COMPLETE, Verdict.DOUBTFUL, Verdict.EXEMPT) for f in own)
        return MaterialGroup(
            self._say(f"material.group_{group}"),
            self._say("material.group_count", taken=came, all=len(own)),
            tuple(self._row(finding) for finding in own),
        )

    def _row(self, finding: Finding) -> MaterialRow:
        taken, current = finding.taken, finding.material.code == self._current
        count = (
            self._say("material.sets", count=taken.count)
            if taken.how is Taken.ON_PAPER
            else self._say("material.pages", count=len(taken.pages))
        )
        mark, word, tone = self._standing(finding, current)
        return MaterialRow(
            finding.material.code, mark, finding.material.name, amount(self._say, finding.material),
            "" if finding.verdict is Verdict.EXEMPT else count, word, tone, current,
        )  # fmt: skip

    def _standing(self, finding: Finding, current: bool) -> tuple[Mark, str, Tone]:
        if finding.verdict is Verdict.DOUBTFUL:
            return Mark.DOUBTFUL, self._say(f"doubt_short.{finding.doubts[0].kind.value}",
                                            page=finding.doubts[0].page), Tone.WARN  # fmt: skip
        if finding.verdict is Verdict.EXEMPT:
            return Mark.NOT_NEEDED, self._say("material.exempt"), Tone.INK2
        match finding.taken.how:
            case Taken.SCANNED:
                return Mark.DONE, self._say("material.scanned"), Tone.INK2
            case Taken.ON_PAPER:
                return Mark.DONE, self._say("material.on_paper"), Tone.INK2
            case Taken.MISSING:
                return Mark.ABSENT, self._say("material.missing"), Tone.INK2
            case Taken.NOT_YET:
                mark = Mark.RUNNING if current else Mark.MISSING
                return mark, self._say("material.scanning" if current else "material.not_yet"), Tone.INK2

    def _lacking(self, finding: Finding) -> Lacking:
        if finding.verdict is Verdict.DOUBTFUL:
            doubt = finding.doubts[0]
            text = self._say(f"doubt.{doubt.kind.value}", page=doubt.page, found=doubt.found, wanted=doubt.wanted)
            return Lacking(Mark.DOUBTFUL, finding.material.name, text)
        message = "follow_missing" if finding.verdict is Verdict.MAY_FOLLOW else "needed_missing"
        text = self._say(f"material.{message}", days=finding.material.follow_days)
        return Lacking(Mark.MISSING, finding.material.name, text)

    def _thumb(self, index: int, page: Page) -> PageThumb:
        word = "blank" if page.blank else "sharp" if page.sharpness >= SHARP_ENOUGH else "blurred"
        mark = Mark.DONE if word == "sharp" else Mark.DOUBTFUL
        return PageThumb(index + 1, self._thumbs.get(page.sha256, b""), mark, self._say(f"material.{word}"),
                         index == self._page)  # fmt: skip

    def _checks(self) -> tuple[Check, ...]:
        pages = self._taken_pages()
        if not pages:
            return ()
        page = pages[min(self._page, len(pages) - 1)]
        sharp = page.sharpness >= SHARP_ENOUGH
        message = "check.sharp" if sharp else "check.blurred"
        checks = [Check(Mark.DONE if sharp else Mark.DOUBTFUL, self._say(message, sharpness=f"{page.sharpness:.2f}"))]
        if page.blank:
            checks.append(Check(Mark.DOUBTFUL, self._say("check.blank")))
        if page.codes:
            checks.append(Check(Mark.HINT, self._say("check.codes", text="，".join(page.codes)[:60])))
        if scanned := self._scans.get(page.sha256):
            size = self._say("check.size", width=page.width, height=page.height, kilobytes=scanned.size // 1000)
            checks.append(Check(Mark.HINT, size))
        return tuple(checks)


def _of_group(findings: tuple[Finding, ...], group: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if group_of(finding.material) == group)


def _lacks(finding: Finding) -> bool:
    return finding.verdict in (Verdict.MISSING, Verdict.MAY_FOLLOW) or finding.open_doubt
