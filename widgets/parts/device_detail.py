"""The current device: what it is, how long a use takes, how its line fares, and its last frames."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.devices.state import DeviceDetail
from app.presenters.marks import Mark
from widgets.kit.dots import Dots
from widgets.kit.facts import Facts
from widgets.kit.frame_lines import FrameLines
from widgets.kit.heading import Heading
from widgets.kit.pill import Fill, Pill, PillState
from widgets.kit.plane import Hairline, column
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

FILLS = {Mark.DONE: Fill.OK, Mark.WRONG: Fill.BAD, Mark.DOUBTFUL: Fill.WARN}


class DeviceDetailPart(Themed):
    """Facts over figure over counts over frames, parted by hairlines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._pill = Text("", Role.PANEL, wrap=True), Pill()
        self._facts = Facts(72)
        self._figure_title = Heading(self.tr("Time of a use"), ruled=False)
        self._dots = Dots(self.tr("Time of a use"))
        self._counts = Facts(120)
        self._frames_title = Heading(self.tr("Last frames"), ruled=False)
        self._frames = FrameLines(self.tr("Last frames"))
        self._rules = [Hairline(), Hairline(), Hairline()]
        line = QHBoxLayout()
        line.addWidget(self._name, 1)
        line.addWidget(self._pill)
        self._layout = column(self)
        self._layout.addLayout(line)
        for widget in (
            self._facts, self._rules[0], self._figure_title, self._dots, self._rules[1], self._counts,
            self._rules[2], self._frames_title, self._frames,
        ):  # fmt: skip
            self._layout.addWidget(widget)
        self.arrange(self.theme)

    def present(self, detail: DeviceDetail) -> None:
        """Show one device; a part that has nothing to show takes no room."""
        self._name.say(detail.title)
        self._pill.present(PillState(detail.word, FILLS.get(detail.mark, Fill.NEUTRAL), detail.mark))
        self._facts.present(detail.facts)
        shown = len(detail.dots) > 1
        self._rules[0].setVisible(shown)
        self._figure_title.setVisible(shown)
        self._figure_title.present(detail.figure)
        self._dots.present(detail.dots, detail.figure)
        self._counts.present(detail.counts)
        heard = bool(detail.frames)
        self._rules[2].setVisible(heard)
        self._frames_title.setVisible(heard)
        self._frames_title.present(detail.frames_note)
        self._frames.present(detail.frames)

    def arrange(self, theme: Theme) -> None:
        self._layout.setSpacing(theme.px(12 if not theme.compact else 8))
