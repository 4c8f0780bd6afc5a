"""A check or calibration as a conversation: its steps run on the device's lane, its questions are put on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.presenters.devices_state import GuideLine, GuideState
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


class GuidePresenter:
    """One conversation at a time. `on_news` is called when there is something new to show."""

    def __init__(self, wording: Wording, on_news: Callable[[], None]) -> None:
        self._say, self._on_news = wording, on_news
        self._guide: Guide | None = None
        self._state: GuideState | None = None
        self._run: Run = lambda _work, _done, _failed: None
        self._keep: Callable[[Mapping[str, Any]], None] = lambda _: None
        self._ask: Ask | None = None

    @property
    def state(self) -> GuideState | None:
        """What is shown; None while there is no conversation."""
        return self._state

    def begin(
        self, title: str, start: Callable[[], Guide], run: Run, keep: Callable[[Mapping[str, Any]], None]
    ) -> None:
        """Start a conversation; `start` makes the guide on the device's lane, `keep` gets what it found."""
        self._state = GuideState(title, ())
        self._guide, self._ask, self._run, self._keep = None, None, run, keep
        self._on_news()

        def go_on(guide: Guide) -> None:
            self._guide = guide
            self._step("")

        self._run(start, go_on, self._failed)

    def answer(self, choice: int) -> None:
        """The person chose the answer of that number, from 0; with no choices, any number goes on."""
        ask = self._ask
        if ask is None or (ask.choices and choice >= len(ask.choices)):
            return
        self._ask = None
        self._change()
        self._step(ask.choices[choice] if ask.choices else "")

    def call_off(self) -> bool:
        """End the conversation, or put its outcome away. False when there was none."""
        if self._state is None:
            return False
        self._guide, self._state, self._ask = None, None, None
        self._on_news()
        return True

    def _step(self, answer: str) -> None:
        guide = self._guide
        if guide is not None:
            self._run(lambda: _next_step(guide, answer), lambda step: self._shown(guide, step), self._failed)

    def _shown(self, guide: Guide, step: Step | Over) -> None:
        if guide is not self._guide or self._state is None:
            return  # called off meanwhile
        match step:
            case Over(found):
                self._end()
                self._keep(found)
            case Ask(message, facts, choices):
                self._ask = step
                question = self._say(f"guide.{message}", **facts)
                words = tuple(self._say(f"guide.{choice}") if choice in (YES, NO) else choice for choice in choices)
                self._change(question=question, choices=words)
            case Told(message, facts, good):
                self._add(self._say(f"guide.{message}", **self._worded(facts)), MARKS[good])
                self._step("")
            case Failed(error):
                self._add(self._say.error(error), Mark.WRONG)
                self._step("")
            case Waiting():
                self._step("")

    def _worded(self, facts: Mapping[str, object]) -> dict[str, object]:
        """A fact that is a code of ours, such as printer_state.ready, is said in words."""
        ids = self._say.ids()
        return {name: self._say(str(value)) if str(value) in ids else value for name, value in facts.items()}

    def _failed(self, error: Exception) -> None:
        if self._state is None:
            return
        if not isinstance(error, DeviceError):
            raise error
        self._add(self._say.error(error), Mark.WRONG)
        self._end()

    def _end(self) -> None:
        self._guide = None
        self._change(over=True)

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
