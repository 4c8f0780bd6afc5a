"""The slips of a case, each as the very raster that is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.presenters.marks import Mark, Tone
from devices.ports import Raster
from widgets.kit.mark_view import MarkView
from widgets.kit.plane import column
from widgets.kit.segmented import Option, Segmented
from widgets.kit.slip_preview import SlipPreview
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme

_PAPERS = {576: 80, 384: 58}  # dots of the head to mm of paper


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slip: its title, and its dots once they are drawn."""

    title: str
    raster: Raster | None
    current: bool


class SlipPanel(Themed):
    """Tabs of titles over the paper, and a line for the printer's state under it."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._raster: Raster | None = None
        self._tabs: Segmented | None = None
        self._preview = SlipPreview(self.tr("Slip as it is printed"))
        self._count = Text("", Role.LABEL)
        self._foot = MarkView()
        self._column = column(self)
        self._column.addWidget(self._count)
        self._column.addWidget(self._preview, 1)
        self._column.addWidget(self._foot)
        self.say(Mark.DONE, "")
        self.arrange(self.theme)

    def present(self, sheets: Sequence[Sheet], dots: int) -> None:
        """Show the current slip. Raises KeyError when `dots` is neither 576 nor 384."""
        current = next((place for place, sheet in enumerate(sheets) if sheet.current), 0)
        self._present_tabs(tuple(sheet.title for sheet in sheets), current)
        paper = _PAPERS[dots]
        words = self.tr("%1 mm paper, %2 of %3 slips") if sheets else ""
        number, all_of_them = str(current + 1), str(len(sheets))
        self._count.say(words.replace("%1", str(paper)).replace("%2", number).replace("%3", all_of_them), Tone.INK2)
        raster = sheets[current].raster if sheets else None
        if raster is not self._raster:
            self._raster = raster
            self._preview.present(raster, paper=paper, description=sheets[current].title if sheets else "")

    def say(self, mark: Mark, words: str) -> None:
        """The printer's state; no words leave its line out."""
        self._foot.present(mark, words)
        self._foot.setVisible(bool(words))

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(8))
        # Under a slim page the paper has the page's own scrolling, so it must be there in full.
        self._preview.setMinimumHeight(theme.px(480 if theme.breadth is Breadth.SLIM else 160))

    def _present_tabs(self, titles: tuple[str, ...], current: int) -> None:
        if titles != self._titles:
            self._titles = titles
            self._renew_tabs(titles)
        if self._tabs is not None:
            self._tabs.present(str(current))

    def _renew_tabs(self, titles: tuple[str, ...]) -> None:
        if self._tabs is not None:
            self._column.removeWidget(self._tabs)
            self._tabs.deleteLater()
            self._tabs = None
        if titles:
            self._tabs = Segmented(self.tr("Slips"), [Option(str(place), title) for place, title in enumerate(titles)])
            self._tabs.chosen.connect(lambda id: self.chosen.emit(int(id)))
            self._column.insertWidget(0, self._tabs, 0, Qt.AlignmentFlag.AlignLeft)
            self._tabs.lower()  # the first child, where Tab enters the panel
