"""What stands in a list: a row, or the title of a group of rows."""

from dataclasses import dataclass

from app.presenters.marks import Mark, Tone
from widgets.kit.pill import PillState


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `right` stands on the name's line, `right_second` on the second; a pill takes the place of `right`.

    `right_large` gives `right` the size of the name. `progress` in 0…1 draws a bar under the words. `icon` may stand
    in for the mark.
    """

    id: str
    name: str
    mark: Mark | None = None
    icon: str = ""
    second: str = ""
    second_tone: Tone = Tone.INK3
    right: str = ""
    right_tone: Tone = Tone.INK2
    right_large: bool = False
    right_second: str = ""
    right_second_tone: Tone = Tone.INK2
    pill: PillState | None = None
    progress: float | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def spoken(self) -> str:
        pill = self.pill.text if self.pill else ""
        return "，".join(filter(None, (self.name, self.second, self.right, pill, self.right_second)))


@dataclass(frozen=True, slots=True)
class Group:
    """A bold title over rows, with a count or a word at the right."""

    title: str
    note: str = ""


Entry = Row | Group
