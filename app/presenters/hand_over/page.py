"""Hand-over as one act: papers leave a desk with their files, and are taken over when both have come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from app.domain.case import Role
from app.domain.errors import CounterError
from app.domain.facts import HandingOver, Holder
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.frame import Told
from app.presenters.hand_over import words
from app.presenters.hand_over.aside import with_current
from app.presenters.hand_over.state import BATCH, UNCOUNTED, HandOverState, HandOverView, Looking, Said, Slip, Tab
from app.presenters.hand_over.taking import Carries, Taking
from app.presenters.marks import Mark
from app.services.carry_papers import Paper, PaperRound, Papers, batch_of, sheets_of
from app.services.move_case import Opened
from app.store.store import Store
from app.wording import Wording
from devices.ports import Raster
from sync.errors import SyncError

REFRESH_SECONDS = 10
"""Pages of a case that comes trail by seconds; a list that is older than that keeps somebody waiting."""

_BATCH_NUMBER = re.compile(r"[A-Z]+\d\d-\w+-[JC]\d+")
_OUR_NUMBER = re.compile(r"[A-Z]+\d\d-[\w-]{1,24}")


class HandOverPresenter:
    """Everything is saved here first; what the central has not heard of yet is shown as done."""

    def __init__(
        self,
        round: PaperRound,
        *,
        carries: Carries,
        store: Store,
        wording: Wording,
        ask_lane: Lane,
        store_lane: Lane,
        document_lane: Lane,
        hall: Callable[[], words.Hall],
        window: str,
        actor: Callable[[], str],
        raster: Callable[[SlipDocument], Raster],
        print_slip: Callable[[int, SlipDocument, Callable[[str], None]], None],
    ) -> None:
        self._round, self._carries, self._store, self._say = round, carries, store, wording
        self._taking = Taking(
            round, carries, store, wording=wording, ask_lane=ask_lane, store_lane=store_lane, said=self._moved,
            done=self.refresh, file_came=self._file_came,
        )  # fmt: skip
        self._ask_lane, self._store_lane, self._document_lane = ask_lane, store_lane, document_lane
        self._hall, self._window, self._actor = hall, window, actor
        self._raster, self._print = raster, print_slip
        self._view: HandOverView | None = None
        self._papers: Papers | None = None
        self._looking = Looking()
        self._asking, self._again, self._seconds = False, False, 0
        self.on_told: Callable[[], None] = lambda: None

    def show(self, view: HandOverView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def clerk_came(self) -> None:
        """Somebody else sits here now: nothing of the one before stays on the screen."""
        self._round.forget()
        self._papers, self._looking = None, Looking()
        self._taking.forget()
        self._present()

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self._asking

    def refresh(self) -> None:
        """Ask where the papers are; while an answer is awaited, once more afterwards."""
        self._seconds = 0
        if self._asking:
            self._again = True
            return
        hall = self._hall()
        if hall.posts:
            self._asking = True
            self._ask_lane.run(
                lambda: self._round.papers(hall.posts, self._window, hall.now), self._came, self._not_came
            )

    def tick(self) -> None:
        """Once a second while the page is open."""
        self._seconds += 1
        if self._seconds >= REFRESH_SECONDS:
            self.refresh()

    def choose_tab(self, tab: Tab) -> None:
        """1, 2, 3: send, receive, follow up."""
        if not self._hall().only_follows:
            self._look(tab=tab, current="", said=Said(), slip=None)

    def choose(self, line: str) -> None:
        """Another line of the list is the current one."""
        self._look(current=line, said=Said(), slip=None)
        if line.startswith(BATCH):
            self._load_slip(line.removeprefix(BATCH))

    def scanned(self, number: str) -> None:
        """A bar code: of a case's paper, or of a batch's slip."""
        papers = self._papers or Papers()
        if self._looking.tab is Tab.SEND and (paper := words.to_mark(papers, self._looking, number)) is not None:
            self._look(current=paper.id, said=Said(), slip=None)
            if paper.id not in self._looking.marked:
                self.mark()
        elif number in words.batches(papers.to_me) or _BATCH_NUMBER.fullmatch(number):
            self._batch_scanned(number, papers)
        else:
            self._paper_scanned(number, papers)

    def mark(self) -> None:
        """Space: take the current case along, or leave it; where papers come, its paper is here."""
        paper = self._current
        if paper is None:
            return
        if self._looking.tab is not Tab.SEND:
            if paper in self._known.to_me:
                self._see(paper.transit.batch, paper.number, by_hand=True)
            return
        marked = dict(self._looking.marked)
        if marked.pop(paper.id, None) is None:
            marked[paper.id] = UNCOUNTED
            self._count_sheets(paper)
        self._look(marked=marked, said=Said(), slip=None)

    def mark_all(self) -> None:
        """A: all that goes where the current case goes."""
        current = self._current
        if current is None or self._looking.tab is not Tab.SEND:
            return
        marked = dict(self._looking.marked)
        for paper in words.same_way(current, self._known, self._looking, self._hall()):
            if paper.id not in marked:
                marked[paper.id] = UNCOUNTED
                self._count_sheets(paper)
        self._look(marked=marked, said=Said(), slip=None)

    def count(self, more: int) -> None:
        """[ and ]: one sheet fewer or more goes along with the current case."""
        sheets = self._looking.marked.get(self._looking.current)
        if sheets is not None and self._looking.tab is Tab.SEND:
            marked = dict(self._looking.marked) | {self._looking.current: max(1, sheets + more)}
            self._look(marked=marked)

    def change_receiver(self) -> None:
        """G: the next desk that the current case's papers may go to, where there are several."""
        current, hall = self._current, self._hall()
        if current is not None and self._looking.tab is Tab.SEND:
            found = words.choices(current, self._known, hall)
            at = found.index(words.receiver(current, self._known, self._looking, hall))
            self._look(to=found[(at + 1) % len(found)])

    def confirm(self) -> None:
        """Ctrl+Enter: the marked cases that go where the current one goes leave on one slip."""
        current = self._current
        if current is None or self._looking.tab is not Tab.SEND or self._looking.busy:
            return
        hall, marked = self._hall(), self._looking.marked
        to = words.receiver(current, self._known, self._looking, hall)
        going = [paper for paper in words.same_way(current, self._known, self._looking, hall) if paper.id in marked]
        if going:
            self._look(busy=True, said=Said(), slip=None)
            self._ask_lane.run(
                lambda: [self._leaving(paper, marked[paper.id], to) for paper in going],
                lambda cases: self._send(current.lot.desk.role, cases), self._failed,
            )  # fmt: skip

    def differ(self, key: str) -> None:
        """M, D, N, W: the current case's paper is not what the slip says."""
        paper = self._current
        if paper is not None and self._looking.tab is Tab.RECEIVE and paper in self._known.to_me:
            self._taking.differ(paper, key)

    def take_back(self) -> None:
        """K: papers that differ are back at the desk that sent them."""
        paper = self._current
        if paper is not None and paper in self._known.by_me and paper.transit.difference is not None:
            self._taking.take_back(paper)

    def reprint(self) -> None:
        """P: the slip of the current batch once more, marked as a reprint."""
        slip = self._looking.slip
        if slip is not None:
            self._store_lane.run(
                lambda: self._store.slips.get(slip.id).document, lambda document: self._put_on_paper(slip.id, document)
            )

    def told(self, _: bool) -> Told:
        """What the frame says of this page."""
        say, papers = self._say, self._known
        differing = sum(paper.transit.difference is not None for paper in papers.under_way)
        foot = say("hand_over.differing_foot", count=differing) if differing else ""
        note = say("hand_over.in_short", to_send=len(papers.to_send), to_me=len(papers.to_me))
        return Told(
            subject=say("pages.hand_over"), note=note, foot=foot, foot_mark=Mark.DOUBTFUL if differing else None
        )

    def state(self) -> HandOverState:
        """The page as of now."""
        hall, looking = self._hall(), replace(self._looking, seen_data=self._taking.files)
        return with_current(words.page_state(self._papers, looking, hall), self._known, looking, hall)

    @property
    def _known(self) -> Papers:
        return self._papers or Papers()

    @property
    def _current(self) -> Paper | None:
        listed = self._known.here if self._looking.tab is Tab.SEND else self._known.under_way
        return next((paper for paper in listed if paper.id == self._looking.current), None)

    def _batch_scanned(self, number: str, papers: Papers) -> None:
        of_batch = words.batches(papers.to_me).get(number)
        if of_batch:
            said = Said(Mark.DONE, self._say("hand_over.batch_found", batch=number, count=len(of_batch)),
                        self._say("hand_over.scan_each"))  # fmt: skip
            self._look(tab=Tab.RECEIVE, current=of_batch[0].id, batch=number, said=said, slip=None)
        elif number in words.batches(papers.by_me):
            self._look(said=Said(Mark.WRONG, self._say("hand_over.own_batch", batch=number),
                                 self._say("hand_over.own_batch_cure")))  # fmt: skip
        elif number in {batch_of(event) for event in papers.taken}:
            self._look(said=Said(Mark.DONE, self._say("hand_over.closed_already", batch=number)))
        else:
            said = Said(Mark.WAITING, self._say("hand_over.batch_not_come", batch=number),
                        self._say("hand_over.batch_not_come_cure"))  # fmt: skip
            self._look(tab=Tab.RECEIVE, batch=number, said=said, slip=None)
            self.refresh()

    def _paper_scanned(self, number: str, papers: Papers) -> None:
        batch = self._looking.batch
        paper = words.coming(papers, number, batch)
        open_batch = batch in words.batches(papers.to_me)
        if paper is not None and (paper.transit.batch == batch or not open_batch):
            self._look(tab=Tab.RECEIVE, current=paper.id, slip=None)
            self._see(paper.transit.batch, number, by_hand=False)
        elif paper is None and batch and not open_batch and _OUR_NUMBER.fullmatch(number):
            self._look(tab=Tab.RECEIVE, slip=None)
            self._see(batch, number, by_hand=False)  # its file has not come yet; then it is looked for
        else:
            self._wrong_paper(number, paper, batch)

    def _wrong_paper(self, number: str, paper: Paper | None, batch: str) -> None:
        if self._looking.tab is Tab.SEND and paper is None:
            what = self._say("hand_over.not_to_send", number=number)
            self._look(said=Said(Mark.WRONG, what, self._say("hand_over.not_to_send_cure")))
            return
        key = "hand_over.of_other_batch" if paper else "hand_over.not_in_batch"
        what = self._say(key, number=number, batch=paper.transit.batch if paper else "")
        self._look(said=Said(Mark.WRONG, what, self._say("hand_over.wrong_cure")))
        at, actor = self._hall().now, self._actor()
        logged = number if _OUR_NUMBER.fullmatch(number) else "?"  # any code may be scanned, also one with a name in it
        self._store_lane.run(lambda: self._store.papers.wrong(batch, logged, at=at, actor=actor))

    def _see(self, batch: str, number: str, *, by_hand: bool) -> None:
        at, actor = self._hall().now, self._actor()
        key = "hand_over.noted" if self._known.trouble is None else "hand_over.noted_offline"
        said = Said(Mark.DONE, self._say(key, number=number))

        def seen(_: None) -> None:
            if self._papers is not None:
                self._papers = replace(self._papers, seen=self._papers.seen | {(batch, number)})
            refused = {lot: why for lot, why in self._looking.refused.items() if lot != self._looking.current}
            self._look(said=said, refused=refused)
            self._settle()

        self._store_lane.run(
            lambda: self._store.papers.see(batch, number, at=at, actor=actor, by_hand=by_hand), seen, self._failed
        )

    def _came(self, papers: Papers) -> None:
        self._asking, self._papers = False, papers
        listed = {paper.id for paper in papers.here}
        self._looking = replace(
            self._looking,
            marked={lot: sheets for lot, sheets in self._looking.marked.items() if lot in listed},
            tab=Tab.FOLLOW if self._hall().only_follows else self._looking.tab,
        )
        self._judge_what_was_noted()
        self._settle()
        self._present()
        if self._again:
            self._again = False
            self.refresh()

    def _not_came(self, error: Exception) -> None:
        self._asking = False
        raise error

    def _judge_what_was_noted(self) -> None:
        """Paper that was scanned before its batch was known here may be of none of its cases."""
        known = words.batches(self._known.to_me)
        for batch, number in self._known.seen if self._known.trouble is None else ():
            if batch in known and number not in {paper.number for paper in known[batch]}:
                self._store_lane.run(partial(self._store.papers.forget, batch, number))
                self._wrong_paper(number, None, batch)

    def _settle(self) -> None:
        self._taking.settle(self._known, frozenset(self._looking.refused))

    def _file_came(self) -> None:
        self._settle()
        self._present()

    def _moved(self, said: Said, refused: tuple[str, str] | None) -> None:
        self._look(said=said, refused=dict(self._looking.refused) | dict([refused] if refused else []))

    def _send(self, role: Role, cases: list[tuple[Opened, HandingOver]]) -> None:
        self._store_lane.run(lambda: self._carries.hand_over(role, cases), self._sent, self._failed)

    def _sent(self, answer: tuple[int, SlipDocument]) -> None:
        slip_id, document = answer
        said = Said(Mark.DONE, self._say("hand_over.sent", batch=document.number), self._say("hand_over.sent_detail"))
        self._look(busy=False, marked={}, said=said, slip=Slip(slip_id, document.number, document.title))
        self._put_on_paper(slip_id, document)
        self._draw(slip_id, document)
        self.refresh()

    def _put_on_paper(self, slip_id: int, document: SlipDocument) -> None:
        self._print(slip_id, document, lambda sentence: self._look(said=replace(self._looking.said, cure=sentence)))

    def _load_slip(self, batch: str) -> None:
        """The slip is kept with one of the batch's cases, the first."""
        cases = [event.case_id for event in self._known.sent if batch_of(event) == batch]

        def find() -> tuple[int, SlipDocument] | None:
            rows = (row for case_id in cases for row in self._store.slips.of(case_id) if row.number == batch)
            return next(((row.id, row.document) for row in rows), None)

        def found(slip: tuple[int, SlipDocument] | None) -> None:
            if slip is not None and self._looking.current == f"{BATCH}{batch}":
                self._look(slip=Slip(slip[0], batch, slip[1].title))
                self._draw(*slip)

        if cases:
            self._store_lane.run(find, found)

    def _draw(self, slip_id: int, document: SlipDocument) -> None:
        def drawn(raster: Raster) -> None:
            if self._looking.slip is not None and self._looking.slip.id == slip_id:
                self._look(slip=replace(self._looking.slip, raster=raster))

        self._document_lane.run(lambda: self._raster(document), drawn)

    def _leaving(self, paper: Paper, sheets: int, to: Holder) -> tuple[Opened, HandingOver]:
        opened = self._round.opened(paper)
        if sheets == UNCOUNTED:
            sheets = sheets_of(paper.lot, opened.case.application)
        return opened, HandingOver("", to, sheets, paper.lot.desk)

    def _count_sheets(self, paper: Paper) -> None:
        """What was captured says how many sheets there are; the clerk may say otherwise meanwhile."""

        def counted(opened: Opened) -> None:
            if self._looking.marked.get(paper.id) == UNCOUNTED:
                sheets = sheets_of(paper.lot, opened.case.application)
                self._look(marked=dict(self._looking.marked) | {paper.id: sheets})

        self._ask_lane.run(partial(self._round.opened, paper), counted, self._failed)

    def _failed(self, error: Exception) -> None:
        self._look(busy=False)
        if not isinstance(error, SyncError | CounterError):
            raise error
        self._look(said=Said(Mark.WRONG, *self._say.what_and_cure(error)))

    def _look(self, **change: object) -> None:
        self._looking = replace(self._looking, **change)  # type: ignore[arg-type]
        self._present()

    def _present(self) -> None:
        """Show the page; something of its list is always current."""
        if self._papers is not None:
            looking = replace(self._looking, seen_data=self._taking.files)
            lines = [line.id for group in words.groups_of(self._papers, looking, self._hall()) for line in group.lines]
            if lines and self._looking.current not in lines:
                self._looking = replace(self._looking, current=lines[0])
        if self._view is not None:
            self._view.present(self.state())
        self.on_told()
