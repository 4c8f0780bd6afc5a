"""A check or calibration as a conversation: its steps run on the device's lane, its questions are put on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.presenters.devices.state import GuideLine, GuideState
from app.presenters.marks import Mark, Tone
from app.wording import Wording
from devices.errors import DeviceError
from devices.guide import NO, YES, Ask, Failed, Guide, Step, Told, Waiting

MARKS = {True: Mark.DONE, False: Mark.WRONG, None: Mark.HINT}


@dataclass(frozen=True, slots=True)
class Over:
    """The guide has ended; what it found is to be kept."""

    found: Mapping[str, Any]


Run = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]], None]
"""Does work on the device's lane and tells the outcome at home."""


@dataclass(frozen=True, slots=True)
class Held:
    """One conversation from its begin: where its steps run, and who keeps what it finds."""

    run: Run
    keep: Callable[[Mapping[str, Any]], None]


class GuidePresenter:
    """One conversation at a time. `on_news` is called when there is something new to show.

    A lane may answer late, when its conversation was called off and another begun: only what belongs to the one that
    is held now counts.
    """

    def __init__(self, wording: Wording, on_news: Callable[[], None]) -> None:
        self._say, self._on_news = wording, on_news
        self._held: Held | None = None
        self._guide: Guide | None = None
        self._state: GuideState | None = None
        self._ask: Ask | None = None

    @property
    def state(self) -> GuideState | None:
        """What is shown; None while there is no conversation."""
        return self._state

    def begin(
        self, title: str, start: Callable[[], Guide], run: Run, keep: Callable[[Mapping[str, Any]], None]
    ) -> None:
        """Start a conversation; `start` makes the guide on the device's lane, `keep` gets what it found."""
        self._end()
        self._state = GuideState(title, ())
        mine = self._held = Held(run, keep)
        self._on_news()
        run(start, lambda guide: self._go_on(mine, guide), lambda error: self._failed(mine, error))

    def answer(self, choice: int) -> None:
        """The person chose the answer of that number, from 0; with no choices, any number goes on."""
        ask = self._ask
        if ask is None or self._held is None or (ask.choices and choice >= len(ask.choices)):
            return
        self._ask = None
        self._change()
        self._step(self._held, ask.choices[choice] if ask.choices else "")

    def call_off(self) -> bool:
        """End the conversation, or put its outcome away. False when there was none."""
        if self._state is None:
            return False
        self._end()
        self._state = None
        self._on_news()
        return True

    def _go_on(self, mine: Held, guide: Guide) -> None:
        if mine is self._held:
            self._guide = guide
            self._step(mine, "")

    def _step(self, mine: Held, answer: str) -> None:
        guide = self._guide
        if guide is not None:
            mine.run(
                lambda: _next_step(guide, answer),
                lambda step: self._shown(mine, step),
                lambda error: self._failed(mine, error),
            )

    def _shown(self, mine: Held, step: Step | Over) -> None:
        if mine is not self._held:
            return  # called off meanwhile
        match step:
            case Over(found):
                self._end()
                self._change(over=True)
                mine.keep(found)
            case Ask(message, facts, choices):
                self._ask = step
                question = self._say(f"guide.{message}", **facts)
                words = tuple(self._say(f"guide.{choice}") if choice in (YES, NO) else choice for choice in choices)
                self._change(question=question, choices=words)
            case Told(message, facts, good):
                self._add(self._say(f"guide.{message}", **self._worded(facts)), MARKS[good])
                self._step(mine, "")
            case Failed(error):
                self._add(self._say.error(error), Mark.WRONG)
                self._step(mine, "")
            case Waiting():
                self._step(mine, "")

    def _worded(self, facts: Mapping[str, object]) -> dict[str, object]:
        """A fact that is a code of ours, such as printer_state.ready, is said in words."""
        ids = self._say.ids()
        return {name: self._say(str(value)) if str(value) in ids else value for name, value in facts.items()}

    def _failed(self, mine: Held, error: Exception) -> None:
        if mine is not self._held:
            return
        if not isinstance(error, DeviceError):
            raise error
        self._add(self._say.error(error), Mark.WRONG)
        self._end()
        self._change(over=True)

    def _end(self) -> None:
        """Nothing that is still under way on a lane counts any more; what was said stays."""
        held, guide = self._held, self._guide
        self._held, self._guide, self._ask = None, None, None
        if held is not None and guide is not None:
            held.run(guide.close, lambda _: None, lambda _: None)  # on its lane, like every step before

    def _add(self, text: str, mark: Mark) -> None:
        tone = Tone.BAD if mark is Mark.WRONG else Tone.INK
        assert self._state is not None
        self._change(lines=(*self._state.lines, GuideLine(text, mark, tone)))

    def _change(self, **changes: Any) -> None:
        state = self._state
        if state is not None:
            now = {"title": state.title, "lines": state.lines, "over": state.over, **changes}
            self._state = GuideState(**now)
            self._on_news()


def _next_step(guide: Guide, answer: str) -> Step | Over:
    try:
        return guide.send(answer or None)  # type: ignore[arg-type]  # the first send of a generator must be None
    except StopIteration as end:
        return Over(end.value or {})
