"""Finishing a done-at-once item in the sitting in which it was taken in, beside its slips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.domain.catalogue import Item
from app.domain.errors import CounterError
from app.domain.life import Case
from app.lanes import Lane
from app.services.finish_at_once import finishes_at_once
from app.services.submit_case import Submitted
from app.wording import Wording


@dataclass(frozen=True, slots=True)
class FinishState:
    """What is asked, while it is `offered`; then what became of it, in `done`."""

    offered: bool = False
    result: str = ""  # what the item gives, such as 结婚证
    certificate: str = ""
    busy: bool = False
    error: str = ""
    done: str = ""


class FinishView(Protocol):
    """What the presenter asks of its part of the page."""

    def present(self, state: FinishState) -> None: ...


class FinishPresenter:
    """Asks for the number of the certificate, and finishes the case. `finish` does it, on `lane`."""

    def __init__(
        self,
        *,
        wording: Wording,
        lane: Lane,
        finish: Callable[[Case, Item, str], Submitted],
        on_finished: Callable[[Submitted], None],
    ) -> None:
        self._say, self._lane, self._finish, self._on_finished = wording, lane, finish, on_finished
        self._view: FinishView | None = None
        self._case: Case | None = None
        self._item: Item | None = None
        self._certificate, self._busy = "", False
        self._error: Exception | None = None

    def show(self, view: FinishView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def open(self, case: Case, item: Item | None) -> None:
        """A case was saved."""
        self._case, self._item = case, item
        self._certificate, self._busy, self._error = "", False, None
        self._present()

    def case_went_on(self, case: Case) -> None:
        """Something else was done with the case."""
        if self._case is not None and self._case.id == case.id:
            self._case = case
            self._present()

    def type(self, certificate: str) -> None:
        """The number of what is handed out, "" where nothing is."""
        self._certificate = certificate.strip()
        self._present()

    def finish(self) -> None:
        """Finish the case now, if it is one that may be."""
        case, item, certificate = self._case, self._item, self._certificate
        if case is None or item is None or self._busy or not finishes_at_once(case):
            return
        self._busy, self._error = True, None
        self._present()
        self._lane.run(lambda: self._finish(case, item, certificate), self._finished, self._refused)

    def _finished(self, finished: Submitted) -> None:
        self._busy = False
        if self._case is not None and finished.case.id == self._case.id:
            self._case = finished.case
            self._on_finished(finished)
        self._present()

    def _refused(self, error: Exception) -> None:
        self._busy, self._error = False, error
        self._present()
        if not isinstance(error, CounterError):
            raise error

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> FinishState:
        """This part of the page as of now."""
        case, item = self._case, self._item
        if case is None or item is None or not case.life.item.at_once:
            return FinishState()
        return FinishState(
            offered=finishes_at_once(case),
            result=item.result,
            certificate=self._certificate,
            busy=self._busy,
            error=self._say.error(self._error) if self._error else "",
            done=self._done(case),
        )

    def _done(self, case: Case) -> str:
        if case.life.closed_at is None:
            return ""
        if not case.life.certificates:
            return self._say("finish.without")
        return self._say("finish.handed_out", certificates="，".join(
            f"{each.name} {each.number}" for each in case.life.certificates))  # fmt: skip
