"""The page of cases: the work list of a department or a section, one case beside its deadline, and the acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from app.domain.calendar import WorkCalendar
from app.domain.case import Page, Role
from app.domain.rules import Rules
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.cases.acts import Actor, act_named, act_of, barred
from app.presenters.cases.doing import SEVERAL, Doing
from app.presenters.cases.forms import Form, again, begin
from app.presenters.cases.listing import OutboxRows, WorkListing, WorkSource
from app.presenters.cases.open_cases import FileSource, OpenCases
from app.presenters.cases.papers import CasePapers, PrintAgain
from app.presenters.cases.state import CasesState, CaseTab
from app.presenters.cases.view import Looking, Setting, apart_sentence, case_state, document_key, opening
from app.presenters.frame import Told
from app.services.local_cases import work_row
from app.services.moves_here import Done, MovesHere
from app.services.open_case import OpenedCase
from app.store.store import Store
from app.wording import Wording
from devices.ports import Raster
from sync.wire import WorkRow

REFRESH_SECONDS = 20
WITHOUT_MOVE = frozenset({"reveal"})


class CasesView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: CasesState) -> None: ...


class CaseSource(WorkSource, FileSource, Protocol):
    """The central, as this page asks it."""


class CasesPresenter:
    """Everything that is done here is saved here first and goes to the central by itself."""

    def __init__(
        self,
        source: CaseSource,
        outbox: OutboxRows | None,
        *,
        wording: Wording,
        store: Store,
        calendar: Callable[[], WorkCalendar],
        rules: Callable[[], Rules],
        ask_lane: Lane,
        store_lane: Lane,
        document_lane: Lane,
        actor: Callable[[], Actor],
        department_name: Callable[[str], str],
        moves: MovesHere,
        raster: Callable[[SlipDocument], Raster],
        print_again: PrintAgain,
        now: Callable[[], datetime],
    ) -> None:
        self._say, self._store, self._calendar, self._rules = wording, store, calendar, rules
        self._store_lane, self._actor, self._moves = store_lane, actor, moves
        self._now, self._department_name, self._has_central = now, department_name, outbox is not None
        self._view: CasesView | None = None
        self.listing = WorkListing(
            source, outbox, lane=ask_lane, wording=wording, calendar=calendar, actor=actor, now=now,
            department_name=department_name, here=self._row_here, changed=self._list_came,
        )  # fmt: skip
        self._open = OpenCases(source, store, lane=ask_lane, changed=self._case_came)
        self._doing = Doing(
            moves, lane=store_lane, on=self._setting, changed=self._present, done=self._was_done
        )  # fmt: skip
        self._papers = CasePapers(
            store, wording=wording, store_lane=store_lane, document_lane=document_lane, raster=raster,
            print_again=print_again, changed=self._present,
        )  # fmt: skip
        self._looking, self._looked_at = Looking(), ""
        self._explained, self._seconds = True, 0
        self._redo: Form | None = None
        self.on_done: Callable[[Sequence[Done]], None] = lambda _: None
        self.on_told: Callable[[], None] = lambda: None

    def show(self, view: CasesView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def refresh(self) -> None:
        """Ask for the list anew; the place in it stays."""
        self._seconds = 0
        self.listing.refresh()

    def clerk_came(self) -> None:
        """Somebody else sits here now: nothing of the one before stays on the screen."""
        self.listing.forget()
        self._open.forget()
        self._look_anew()
        self._doing.leave()

    def tick(self) -> None:
        """Once a second while the page is open."""
        self._seconds += 1
        if self._seconds >= REFRESH_SECONDS:
            self.refresh()

    def search(self, text: str) -> None:
        """F3: part of a number, a name, or pinyin initials."""
        self.listing.search(text)
        self._present()

    def narrow(self, filter_id: str, value: str) -> None:
        """A filter was chosen."""
        self.listing.narrow(filter_id, value)
        self._present()

    def choose(self, case_id: str) -> None:
        """Another case of the list is the current one."""
        self.listing.current = case_id
        self._look_anew()
        self._ask_for_current()
        self._draw_papers()
        self._present()

    def mark(self) -> None:
        """Space: mark the current case for doing the same to several."""
        if self._actor().role is not Role.SUPERVISOR:
            self.listing.mark()
            self._present()

    def choose_tab(self, tab: CaseTab) -> None:
        """1, 2, 3: materials, documents, dealings."""
        self._looking = replace(self._looking, tab=tab)
        self._draw_papers()
        self._present()

    def choose_page(self, place: int) -> None:
        """Another page is shown large."""
        self._looking = replace(self._looking, page=place)
        if (opened := self._opened) is not None:
            self._open.fetch_pages(opened, place)
        self._present()

    def choose_document(self, place: int) -> None:
        """Another document is looked at."""
        self._papers.choose(place, self._opened)
        self._present()

    def toggle_trace(self) -> None:
        """T: every line of why it is due then, or only the clocks."""
        self._explained = not self._explained
        self._present()

    def reveal(self) -> None:
        """Ctrl+R: show the masked facts, with a reason, or hide them again."""
        if self._looking.revealed:
            self._looking = replace(self._looking, revealed=False)
            self._present()
        elif (opened := self._opened) is not None:
            self._doing.begin("reveal", (opened,))

    def act(self, named: str) -> None:
        """An act, by its button or by its key: open its panel, or say why it may not be done."""
        opened = self._opened
        match named:
            case "newest":
                self._look_at_the_newest()
            case "redo":
                self._do_again()
            case "take_back":
                self._take_it_back()
            case "reprint" if opened is not None and self._looking.tab is CaseTab.DOCUMENTS:
                self._papers.reprint(opened)
            case "void_document" if opened is not None and opened.documents:
                if self._looking.tab is CaseTab.DOCUMENTS:
                    self._doing.begin(named, (opened,))
                    if (document := self._papers.current(opened)) is not None:
                        self._doing.write("document", document_key(document))
            case "void_document":
                pass
            case _ if opened is not None and self._actor().role is not Role.SUPERVISOR:
                self._begin(act_named(named, opened.life), opened)

    def write(self, name: str, value: str) -> None:
        """Something of the panel was written or chosen."""
        self._doing.write(name, value)

    def move(self, _: str, line: str) -> None:
        """Another line of the panel's list is the current one."""
        self._doing.move(line)

    def toggle(self, _: str, line: str) -> None:
        """A line of the panel's list was taken or left out."""
        self._doing.toggle(line)

    def add_pages(self, pages: Sequence[Page]) -> None:
        """Pages were scanned for the result that is being recorded."""
        self._doing.add_pages(pages)

    def not_scanned(self, error: Exception) -> None:
        """A page could not be taken: said in the panel, where it was wanted."""
        self._doing.warn(self._say.error(error))

    def printed(self, sentence: str, *, trouble: bool = False) -> None:
        """How printing went, said with the documents of the case; a trouble wherever one looks."""
        self._looking = replace(self._looking, trouble=sentence if trouble else "")
        self._papers.say(sentence)
        self._papers.count(self._opened)

    def confirm(self) -> None:
        """Ctrl+Enter in the panel."""
        form = self._doing.form
        if form is not None and form.act in WITHOUT_MOVE:
            self._reveal_now(form)
        else:
            self._doing.confirm()

    def leave(self) -> None:
        """Esc in the panel."""
        self._doing.leave()

    @property
    def recording(self) -> OpenedCase | None:
        """The case whose result is being recorded, for pages that are scanned now."""
        form = self._doing.form
        return form.first if form is not None and form.act == "result" else None

    def told(self, _: bool) -> Told:
        """What the frame says of this page."""
        listing, opened, on = self.listing, self._opened, self._setting()
        foot, mark = ("", None) if opened is None or on.actor.role is Role.SUPERVISOR else apart_sentence(opened, on)
        return Told(subject=self._subject(on.actor), note=listing.to_do(), foot=foot, foot_mark=mark)

    def state(self) -> CasesState:
        """The page as of now."""
        current, opened = self.listing.current, self._opened
        case = None
        if opened is not None:
            case = case_state(opened, self._looked(opened), self._setting(), confirmed=self._confirmed(opened),
                              parked=self.listing.unsettled.parked(current))  # fmt: skip
        return CasesState(
            list=self.listing.state(),
            case=case,
            opening=opening(self._open.trouble(current), self._say) if current and case is None else "",
            panel=self._doing.state(),
            reads_only=self._actor().role is Role.SUPERVISOR,
            explained=self._explained,
        )

    @property
    def _opened(self) -> OpenedCase | None:
        return self._open.get(self.listing.current)

    def _confirmed(self, opened: OpenedCase) -> int:
        """The version that is settled; without a central all is, as soon as it is saved."""
        return self._open.confirmed(opened.case_id) if self._has_central else opened.version

    def _row_here(self, case_id: str) -> WorkRow:
        return work_row(self._store.cases.open(case_id)[0], self._calendar(), self._rules(), self._now())

    def _subject(self, actor: Actor) -> str:
        """Whose cases these are: a section's, a department's, or everybody's."""
        if actor.role is Role.SECTION and actor.section:
            return actor.section
        return self._department_name(actor.department) if actor.department else self._say("pages.cases")

    def _setting(self) -> Setting:
        return Setting(self._say, self._calendar(), self._rules(), self._actor(), self._now())

    def _looked(self, opened: OpenedCase) -> Looking:
        place = min(self._looking.page, max(0, len(opened.pages) - 1))
        trouble = self._open.page_trouble(opened.pages[place].sha256) if opened.pages else None
        papers = self._papers
        return replace(self._looking, pictures=self._open.pictures, thumbs=self._open.thumbs, document=papers.place,
                       raster=papers.raster, printed=papers.printed, document_note=papers.note,
                       page_note=self._say.error(trouble) if trouble else "")  # fmt: skip

    def _begin(self, act: str, opened: OpenedCase) -> None:
        checked = [each for case_id in self.listing.checked if (each := self._open.get(case_id)) is not None]
        if len(checked) > 1 and act in SEVERAL:
            self._doing.begin(act, checked)
            return
        refused = barred(opened.life, act, self._actor(), self._now())
        self._looking = replace(self._looking, refused=refused)
        if refused is None:
            self._doing.begin(act, (opened,))
            if act == "record_call":  # the number is shown whole, to be dialled
                self._note_revealed(opened.case_id, "call")
        else:
            self._present()

    def _look_anew(self) -> None:
        """Another case is looked at: nothing that was revealed or begun of the one before goes on."""
        if self._looked_at != self.listing.current:
            self._looked_at, self._looking = self.listing.current, Looking(tab=self._looking.tab)
            self._papers.forget()
            self._doing.leave()

    def _list_came(self) -> None:
        if self._doing.form is None:
            self._look_anew()
        elif self.listing.current != self._looked_at:
            self.listing.current = self._looked_at  # its case is being worked on, listed or not
        self._ask_for_current()
        self._present()

    def _ask_for_current(self) -> None:
        """The current case and those that are marked are fetched; what has changed at the central is fetched anew."""
        listing = self.listing
        rows = {row.case_id: row for row in listing.rows}
        for case_id in dict.fromkeys((listing.current, *listing.checked)):
            row, opened = rows.get(case_id), self._open.get(case_id)
            confirmed, refused = self._open.confirmed(case_id), listing.unsettled.parked(case_id) is not None
            newer = row is not None and row.version > confirmed
            if case_id and (opened is None or newer or (refused and opened.version > confirmed)):
                self._open.fetch(case_id, truth=refused)

    def _case_came(self, case_id: str) -> None:
        opened = self._open.get(case_id)
        if case_id == self.listing.current and opened is not None:
            if self._open.trouble(case_id) is None:
                self._open.fetch_pages(opened, self._looking.page)
            if self._redo is not None and self._redo.first.case_id == case_id:
                form, self._redo = self._redo, None
                self._doing.resume(replace(form, cases=(opened,)))
            self._draw_papers()
        self._present()

    def _was_done(self, done: Sequence[Done]) -> None:
        for made in done:
            self._open.keep(made.opened)
        self.listing.unmark_all()
        self.on_done(done)
        self.refresh()

    def _look_at_the_newest(self) -> None:
        self._open.fetch(self.listing.current, truth=True)

    def _take_it_back(self) -> None:
        case_id, opened = self.listing.current, self._opened
        if opened is not None and self.listing.unsettled.parked(case_id) is not None:
            self._store_lane.run(lambda: self._moves.take_back(opened), lambda _: self._taken_back(case_id))

    def _taken_back(self, case_id: str) -> None:
        self._open.fetch(case_id, truth=True)
        self.refresh()

    def _do_again(self) -> None:
        """What was refused is taken back; its panel opens again over the newest state."""
        parked, opened = self.listing.unsettled.parked(self.listing.current), self._opened
        if parked is not None and opened is not None:
            act, refused = act_of(parked.kind.removeprefix("case.")), parked.id
            if act:
                self._store_lane.run(lambda: self._store.outbox.export(refused), lambda said: self._redo_as(act, said))
            else:
                self._take_it_back()

    def _redo_as(self, act: str, refused: Mapping[str, Any]) -> None:
        opened, body = self._opened, refused["body"]
        if opened is not None:
            form = begin(act, (opened,), self._rules())
            self._redo = again(form, str(body.get("reason", "")), body.get("facts") or {})
        self._take_it_back()

    def _reveal_now(self, form: Form) -> None:
        def shown(_: None) -> None:
            self._looking = replace(self._looking, revealed=True)
            self._doing.leave()

        self._note_revealed(form.first.case_id, form.get("why"), shown)

    def _note_revealed(self, case_id: str, why: str, then: Callable[[None], None] | None = None) -> None:
        actor, at = self._actor().login, self._now()

        def note() -> None:
            with self._store.saving() as work:
                work.audit(at=at, actor=actor, action="case.revealed", subject=case_id, facts={"why": why})

        self._store_lane.run(note, then)

    def _draw_papers(self) -> None:
        if self._looking.tab is CaseTab.DOCUMENTS:
            self._papers.draw(self._opened)

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())
        self.on_told()
