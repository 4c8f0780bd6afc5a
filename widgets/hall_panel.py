"""The simulated hall's bench: what a visitor would do with cards, paper, cables and the network, and the paper that
comes out of the printer. A window of its own beside the counter's."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from devices.ports import Raster
from widgets.kit.images import image_from_raster
from widgets.kit.plane import Ground, Plane, Scrolling, column
from widgets.kit.rows import Group, Row, Rows
from widgets.kit.segmented import Option, Segmented
from widgets.kit.slip_preview import SlipPaper
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_NONE = "none"
_KEPT = 20  # slips; older ones are swept up
_PAPER_WIDTHS = {576: 320, 384: 232}  # px at 100 %, as in the slip preview


class Hall(Protocol):
    """The bench's far end. Cards and devices are (key, name); all calls return at once."""

    @property
    def cards(self) -> Sequence[tuple[str, str]]: ...
    @property
    def papers(self) -> Sequence[str]: ...
    @property
    def devices(self) -> Sequence[tuple[str, str]]: ...
    def lay(self, key: str) -> None: ...
    def lift(self) -> None: ...
    def put_page(self, index: int) -> None: ...
    def clear_desk(self) -> None: ...
    def printer_fault(self, name: str) -> None:
        """`name` is paper_out, cover_open, near_end, or "" when all is put right."""
        ...

    def unplug(self, role: str) -> None: ...
    def plug(self, role: str) -> None: ...
    def network(self, connected: bool) -> None: ...


class HallPanel(Themed):
    """Lists whose current row is what holds now, a switch for each cable, and a tray: connect the printer to it."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Simulated hall"))
        self._hall = hall
        self._papers: list[SlipPaper] = []
        self._lists: list[Rows] = []
        self.cables: dict[str, Segmented] = {}
        self._tray = Plane(Ground.GROUND, hairline=True)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._build_hands()
        self._build_printer()
        self._build_cables()
        self._build_tray()
        bench = Plane()
        hands = QVBoxLayout(bench)
        hands.setContentsMargins(0, 0, 0, 0)
        hands.setSpacing(0)
        hands.addLayout(self._left)
        hands.addLayout(self._right)
        hands.addStretch(1)
        sides = QHBoxLayout(self)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        sides.addWidget(Scrolling(bench), 1)
        sides.addWidget(self._tray)
        self.arrange(self.theme)

    def slip_printed(self, raster: Raster) -> None:
        """Put a slip on top of the others. Call it on the screen's thread."""
        paper = SlipPaper()
        paper.present(image_from_raster(raster), _PAPER_WIDTHS.get(raster.width, 320))
        paper.setAccessibleName(self.tr("Printed slip"))
        self._papers.insert(0, paper)
        self._slips.insertWidget(0, paper, 0, Qt.AlignmentFlag.AlignHCenter)
        for old in self._papers[_KEPT:]:
            old.deleteLater()
        del self._papers[_KEPT:]
        self._count.say(self.tr("%n slip(s)", "", len(self._papers)))

    @property
    def slips(self) -> int:
        """How many slips lie in the tray."""
        return len(self._papers)

    def arrange(self, theme: Theme) -> None:
        side, top = theme.px(24), theme.px(20)
        for column_of_lists in (self._left, self._right):
            column_of_lists.setContentsMargins(0, top, 0, 0)
            column_of_lists.setSpacing(theme.px(20))
        self._grid.setContentsMargins(side, 0, side, 0)
        self._grid.setVerticalSpacing(theme.px(8))
        for rows in self._lists:
            rows.setFixedHeight(rows.content_height())
        self._tray.setFixedWidth(theme.px(320 + 48))
        self._tray_column.setContentsMargins(theme.px(16), top, theme.px(16), theme.px(16))
        self._tray_column.setSpacing(theme.px(12))
        self._slips.setSpacing(theme.px(16))

    def _build_hands(self) -> None:
        cards = [Row(_NONE, self.tr("No card")), *(Row(key, name) for key, name in self._hall.cards)]
        self.cards = self._choices(self._left, self.tr("Card on the reader"), cards, self._lay)
        pages = [Row(str(place), name) for place, name in enumerate(self._hall.papers)]
        nothing = Row(_NONE, self.tr("Nothing"))
        self.desk = self._choices(self._left, self.tr("Under the camera"), [nothing, *pages], self._put)

    def _build_printer(self) -> None:
        states = [
            Row(_NONE, self.tr("All right")),
            Row("near_end", self.tr("Paper near its end")),
            Row("paper_out", self.tr("Paper taken out")),
            Row("cover_open", self.tr("Cover open")),
        ]
        self.printer = self._choices(
            self._right, self.tr("Printer"), states, lambda id: self._hall.printer_fault("" if id == _NONE else id)
        )

    def _build_cables(self) -> None:
        grid = QGridLayout()
        grid.addWidget(Text(self.tr("Cables"), Role.GROUP), 0, 0)
        grid.setColumnStretch(0, 1)
        for row, (role, name) in enumerate(self._hall.devices, start=1):
            self._cable(grid, row, role, name, partial(self._plug, role))
        self._cable(grid, grid.rowCount(), "network", self.tr("Network"), lambda id: self._hall.network(id == "in"))
        self._grid = grid
        self._right.addLayout(grid)

    def _cable(self, grid: QGridLayout, row: int, key: str, name: str, act: Callable[[str], None]) -> None:
        choice = Segmented(name, [Option("in", self.tr("Connected")), Option("out", self.tr("Pulled out"))])
        choice.present("in")
        choice.chosen.connect(act)
        self.cables[key] = choice
        grid.addWidget(Text(name), row, 0)
        grid.addWidget(choice, row, 1)

    def _choices(self, side: QVBoxLayout, title: str, choices: Sequence[Row], act: Callable[[str], None]) -> Rows:
        """A list whose current row is what holds now."""
        rows = Rows(title, inset=24, dense=True)
        rows.present([Group(title), *choices], choices[0].id)
        rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.row_chosen.connect(act)
        side.addWidget(rows)
        self._lists.append(rows)
        return rows

    def _build_tray(self) -> None:
        self._count = Text("", Role.BODY)
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Paper from the printer"), Role.SECTION))
        head.addStretch(1)
        head.addWidget(self._count)
        lying = QWidget()
        self._slips = column(lying)
        self._slips.addStretch(1)
        self._tray_column = QVBoxLayout(self._tray)
        self._tray_column.addLayout(head)
        self._tray_column.addWidget(Scrolling(lying), 1)

    def _lay(self, key: str) -> None:
        if key != _NONE:
            self._hall.lay(key)
        else:
            self._hall.lift()

    def _put(self, place: str) -> None:
        if place != _NONE:
            self._hall.put_page(int(place))
        else:
            self._hall.clear_desk()

    def _plug(self, role: str, end: str) -> None:
        if end == "in":
            self._hall.plug(role)
        else:
            self._hall.unplug(role)
