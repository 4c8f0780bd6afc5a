"""Taking papers over: a case's file is fetched, its paper was scanned; with both it is taken over by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from app.domain.case import Role
from app.domain.errors import CounterError
from app.domain.facts import DifferenceKind, HandingOver
from app.domain.slips import SlipDocument
from app.lanes import Lane
from app.presenters.hand_over.state import Said
from app.presenters.hand_over.words import DIFFERENCES
from app.presenters.marks import Mark
from app.services.carry_papers import Paper, PaperRound, Papers
from app.services.move_case import Opened
from app.store.store import Store
from app.wording import Wording
from sync.errors import SyncError


class Takes(Protocol):
    """Makes moves of cases under way and saves them for good. Raises a `CounterError`."""

    def take_over(self, role: Role, opened: Opened, batch: str, *, back: bool) -> None: ...
    def differ(self, role: Role, opened: Opened, batch: str, what: DifferenceKind) -> None: ...


class Carries(Takes, Protocol):
    """Makes every move of papers and saves it for good. Raises a `CounterError`."""

    def hand_over(self, role: Role, cases: Sequence[tuple[Opened, HandingOver]]) -> tuple[int, SlipDocument]:
        """Send the papers off on one slip to the desk that all name; its id and what stands on it."""
        ...


class Taking:
    """`said` is told a sentence, and the lot that could not be moved with why; `done` that the list is another."""

    def __init__(
        self,
        round: PaperRound,
        takes: Takes,
        store: Store,
        *,
        wording: Wording,
        ask_lane: Lane,
        store_lane: Lane,
        said: Callable[[Said, tuple[str, str] | None], None],
        done: Callable[[], None],
        file_came: Callable[[], None],
    ) -> None:
        self._round, self._takes, self._store, self._say = round, takes, store, wording
        self._ask_lane, self._store_lane = ask_lane, store_lane
        self._said, self._done, self._file_came = said, done, file_came
        self._files: dict[str, Opened] = {}
        self._fetching: set[str] = set()
        self._moving: set[str] = set()
        self._taken: set[tuple[str, str]] = set()  # (batch, case), whatever the last list says

    @property
    def files(self) -> frozenset[str]:
        """The cases whose file is here."""
        return frozenset(self._files)

    def forget(self) -> None:
        """Somebody else sits here."""
        self._files.clear()
        self._taken.clear()

    def settle(self, papers: Papers, refused: frozenset[str]) -> None:
        """Fetch the files that are whole, and take over what has come in both ways; not what was `refused`."""
        versions = {paper.case_id: paper.life.version for paper in papers.to_me}
        self._files = {id: file for id, file in self._files.items() if versions.get(id) == file.case.version}
        for paper in papers.to_me:
            if paper.case_id in self._files:
                if (paper.transit.batch, paper.number) in papers.seen and paper.id not in refused:
                    self._take_over(paper, papers)
            elif paper.whole and paper.case_id not in self._fetching:
                self._fetching.add(paper.case_id)
                self._ask_lane.run(
                    partial(self._round.opened, paper), partial(self._came, paper), partial(self._not_come, paper)
                )

    def differ(self, paper: Paper, key: str) -> None:
        """The paper is not what the slip says; whoever scanned it has not got it after all."""
        what, transit = next(kind for kind, named in DIFFERENCES.items() if named == key), paper.transit

        def act(opened: Opened) -> None:
            self._takes.differ(transit.to.role, opened, transit.batch, what)
            self._store.papers.forget(transit.batch, paper.number)

        sentence = self._say("hand_over.differs", number=paper.number, what=self._say(f"difference.{key}"))
        self._move(paper, act, lambda: Said(Mark.DOUBTFUL, sentence, self._say("hand_over.differs_cure")))

    def take_back(self, paper: Paper) -> None:
        """Papers that differ are back at the desk that sent them."""
        transit = paper.transit

        def act(opened: Opened) -> None:
            self._takes.take_over(transit.by.role, opened, transit.batch, back=True)

        self._move(paper, act, lambda: Said(Mark.DONE, self._say("hand_over.taken_back", number=paper.number)))

    def _take_over(self, paper: Paper, papers: Papers) -> None:
        transit = paper.transit

        def act(opened: Opened) -> None:
            self._takes.take_over(transit.to.role, opened, transit.batch, back=False)
            self._store.papers.forget(transit.batch, paper.number)

        def said() -> Said:
            self._taken.add((transit.batch, paper.case_id))
            of_all = {(each.transit.batch, each.case_id) for each in papers.to_me}
            left = sum(batch == transit.batch for batch, _ in of_all - self._taken)
            key = "hand_over.taken_over" if left else "hand_over.batch_closed"
            return Said(Mark.DONE, self._say(key, number=paper.number, batch=transit.batch, left=left))

        self._move(paper, act, said)

    def _move(self, paper: Paper, act: Callable[[Opened], None], said: Callable[[], Said]) -> None:
        """Make one move of a case, opening it first; what is refused is said beside the case."""
        if paper.case_id in self._moving:
            return
        self._moving.add(paper.case_id)

        def failed(error: Exception) -> None:
            self._moving.discard(paper.case_id)
            if not isinstance(error, SyncError | CounterError):
                raise error
            sentence = Said(Mark.WRONG, *self._say.what_and_cure(error))
            self._said(sentence, (paper.id, self._say.error(error)))

        def done(_: None) -> None:
            self._moving.discard(paper.case_id)
            self._files.pop(paper.case_id, None)
            self._said(said(), None)
            self._done()

        def opened(case: Opened) -> None:
            self._store_lane.run(lambda: act(case), done, failed)

        file = self._files.get(paper.case_id)
        self._ask_lane.run(lambda: file or self._round.opened(paper), opened, failed)

    def _came(self, paper: Paper, opened: Opened) -> None:
        self._fetching.discard(paper.case_id)
        self._files[paper.case_id] = opened
        self._file_came()

    def _not_come(self, paper: Paper, error: Exception) -> None:
        self._fetching.discard(paper.case_id)  # asked for again with the next list
        if not isinstance(error, SyncError):
            raise error
