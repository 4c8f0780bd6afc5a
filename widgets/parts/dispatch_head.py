"""What became of one thing on its way: its name and how it stands, why, and the facts of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.marks import Mark
from app.presenters.shell import BannerState
from widgets.kit.banner import Banner
from widgets.kit.facts import Facts
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_FILLS = {Mark.DONE: Fill.OK, Mark.PARKED: Fill.WARN, Mark.DOUBTFUL: Fill.WARN, Mark.WRONG: Fill.BAD}


class DispatchHead(Themed):
    """Title with its pill, a second line, a banner and facts, one below the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._pill = Text("", Role.TITLE, wrap=True), Pill()
        self._detail, self._why, self._facts = Text("", Role.LABEL), Banner(), Facts(136)
        self._line = QHBoxLayout()
        self._line.addWidget(self._title, 1)
        self._line.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = column(self)
        self._column.addLayout(self._line)
        for widget in (self._detail, self._why, self._facts):
            self._column.addWidget(widget)
        self.arrange(self.theme)

    def present(
        self, title: str, detail: str, *, mark: Mark, word: str, why: BannerState | None,
        facts: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        """Show one; the pill has the `word`, none where that is empty."""
        self._title.say(title)
        self._detail.say(detail)
        self._pill.setVisible(bool(word))
        if word:
            self._pill.present(PillState(word, _FILLS.get(mark, Fill.NEUTRAL), mark))
        self._why.present(why)
        self._facts.present(facts)

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(16))
        self._column.setSpacing(theme.px(16))
