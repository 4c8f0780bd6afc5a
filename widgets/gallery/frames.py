"""Pages in the shell, for the gallery."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.presenters.marks import Mark
from app.presenters.shell import KeyHint, ShellState, Step, StepProgress
from widgets.gallery.frame import HEADER, RAIL, frame
from widgets.keys import Scope

Builder = Callable[[], QWidget]


def framed(
    page: QWidget, id: str, scope: Scope, keys: Sequence[KeyHint], *, steps: tuple[Step, ...] = (), foot: str = ""
) -> QWidget:
    """The page in the shell, as the clerk sees it."""
    mark = Mark.DONE if foot else None
    state = ShellState(HEADER, RAIL, id, steps, keys=tuple(keys), foot=foot, foot_mark=mark)
    return frame(page, scope, state)


def steps_at(number: int, *notes: str) -> tuple[Step, ...]:
    """The five steps with the one counted from 1 current."""
    names = ("申请人", "事项与情形", "材料", "初审", "出单")
    said = (*notes, "", "", "", "", "")
    progress = [
        StepProgress.DONE if place < number else StepProgress.CURRENT if place == number else StepProgress.TO_COME
        for place in range(1, 6)
    ]
    return tuple(Step(name, state, note) for name, state, note in zip(names, progress, said, strict=False))
