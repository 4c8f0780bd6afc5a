"""An act being done: its panel, the moves it makes of one case or of several, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.case import Page
from app.domain.errors import CounterError
from app.domain.facts import HandingOver
from app.lanes import Lane
from app.presenters.cases.acts import barred
from app.presenters.cases.forms import Form, begin, sayings
from app.presenters.cases.panels import panel
from app.presenters.cases.state import PanelState, Result
from app.presenters.cases.view import Setting
from app.presenters.marks import Mark
from app.services.moves_here import Done, MovesHere
from app.services.open_case import OpenedCase

SEVERAL = frozenset({"accept_case", "transfer", "decide"})
"""What can be done to several cases at once."""


class Doing:
    """The one act that is being prepared. `changed` is told when the panel is another."""

    def __init__(
        self,
        moves: MovesHere,
        *,
        lane: Lane,
        on: Callable[[], Setting],
        changed: Callable[[], None],
        done: Callable[[Sequence[Done]], None],
    ) -> None:
        self._moves, self._lane, self._on = moves, lane, on
        self._changed, self._done = changed, done
        self._form: Form | None = None
        self._results: tuple[Result, ...] = ()
        self._trouble = ""
        self._busy = False

    @property
    def form(self) -> Form | None:
        """What is being prepared."""
        return self._form

    def begin(self, act: str, cases: Sequence[OpenedCase]) -> None:
        """Open the panel of an act."""
        on = self._on()
        self.resume(begin(act, cases, on.rules))

    def resume(self, form: Form) -> None:
        """Open a panel as it stood before, on the newest state of its case."""
        self._form, self._results, self._trouble = form, (), ""
        self._changed()

    def leave(self) -> None:
        """Close the panel; nothing was done."""
        if not self._busy:
            self._form, self._results = None, ()
            self._changed()

    def write(self, name: str, value: str) -> None:
        """Something was written or chosen."""
        if self._form is None:
            return
        form = self._form.writing(name, value)
        if name == "kind":  # another procedure may take another time
            kind = self._on().rules.procedure(value)
            form = form.writing("days", str(kind.cap.amount) if kind is not None and kind.cap else "")
        self._form = form
        self._changed()

    def move(self, line: str) -> None:
        """Another line of the list is the current one."""
        if self._form is not None:
            self._form = replace(self._form, current=line)
            self._changed()

    def toggle(self, line: str) -> None:
        """A line was taken, or left out again."""
        if self._form is None:
            return
        if self._form.act == "result":
            kept = (page for place, page in enumerate(self._form.pages) if str(place) != line)
            self._form = replace(self._form, pages=tuple(kept))
        else:
            self._form = self._form.toggling(line)
        self._changed()

    def add_pages(self, pages: Sequence[Page]) -> None:
        """Pages were scanned for what is being recorded."""
        if self._form is not None and self._form.act == "result":
            self._form = replace(self._form, pages=(*self._form.pages, *pages))
            self._changed()

    def warn(self, sentence: str) -> None:
        """Something about the act went wrong; what was entered stays."""
        self._trouble = sentence
        self._changed()

    def confirm(self) -> None:
        """Ctrl+Enter: do it, one case after the other."""
        form, state = self._form, self.state()
        if form is None or state is None or state.hold or self._busy or self._results:
            return
        self._busy, self._trouble = True, ""
        self._changed()
        self._lane.run(lambda: self._do(form), self._finished, self._failed)

    def state(self) -> PanelState | None:
        """The panel as of now; the sentences of what became of it once it is done to several."""
        if self._form is None:
            return None
        shown = panel(self._form, self._on())
        if self._results:
            return replace(shown, entries=(), says=(), warning="", button="", results=self._results)
        if self._busy:
            return replace(shown, busy=True, hold=self._on().say("cases.saving"))
        return replace(shown, warning=self._trouble or shown.warning)

    def _do(self, form: Form) -> tuple[Form, list[Done], list[Result]]:
        on = self._on()
        if form.act == "transfer":
            return self._send_off(form, on)
        done: list[Done] = []
        results: list[Result] = []
        for opened in form.cases:
            try:
                made = self._moves.make(opened, sayings(form, opened, on.actor, on.rules))
            except CounterError as error:
                results.append(Result(Mark.WRONG, opened.number, on.say.error(error)))
            else:
                done.append(made)
                results.append(Result(Mark.DONE, opened.number, _done_sentence(form, made, on)))
        return form, done, results

    def _send_off(self, form: Form, on: Setting) -> tuple[Form, list[Done], list[Result]]:
        """Papers leave together: what may not leave is left out beforehand and said."""
        going: list[tuple[OpenedCase, HandingOver]] = []
        results: list[Result] = []
        for opened in form.cases:
            if why := barred(opened.life, "transfer", on.actor, on.now):
                results.append(Result(Mark.WRONG, opened.number, on.say.error(why)))
            else:
                facts = sayings(form, opened, on.actor, on.rules)[0].facts
                assert isinstance(facts, HandingOver)
                going.append((opened, facts))
        if not going:
            return form, [], results
        try:
            done = list(self._moves.hand_over(going))
        except CounterError as error:
            results += [Result(Mark.WRONG, opened.number, on.say.error(error)) for opened, _ in going]
            return form, [], results
        results += [Result(Mark.DONE, made.opened.number, _done_sentence(form, made, on)) for made in done]
        return form, done, results

    def _finished(self, answer: tuple[Form, list[Done], list[Result]]) -> None:
        form, done, results = answer
        self._busy = False
        failed = [result.sentence for result in results if result.mark is not Mark.DONE]
        if len(form.cases) > 1:
            self._results = tuple(results)
        elif failed:
            self._trouble = failed[0]  # what was entered stays, to be put right
        else:
            self._form = None
        self._done(done)
        self._changed()

    def _failed(self, error: Exception) -> None:
        """Only a bug comes here: what was entered stays."""
        self._busy = False
        self._changed()
        raise error


def _done_sentence(form: Form, made: Done, on: Setting) -> str:
    papers = on.say("cases.and").join(dict.fromkeys(slip.title for slip in made.slips))
    act = on.say(f"case_done.{form.act}")
    return on.say("cases.done_with", act=act, papers=papers) if papers else act
