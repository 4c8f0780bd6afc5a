"""The simulated hall's bench: what a visitor would do with cards, paper, keys, doors, cables and the network; every
device can be broken in each of its ways. The paper that comes out lies in the tray. A window beside the counter's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.marks import Mark, Tone
from devices.ports import Raster
from widgets.kit.drop_down import DropDown
from widgets.kit.images import image_from_raster
from widgets.kit.plane import Ground, Plane, Scrolling, column
from widgets.kit.row import Group, Row
from widgets.kit.rows import Rows
from widgets.kit.segmented import Option, Segmented
from widgets.kit.slip_preview import SlipPaper
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_NONE = "none"
_KEPT = 20  # slips; older ones are swept up
_PAPER_WIDTHS = {576: 192, 384: 128}  # px at 100 %: smaller than in the slip preview, but to scale
_BAR = 12  # px at 100 %, for the bar by which the slips are scrolled
_INSET = 16  # px at 100 %


@dataclass(frozen=True, slots=True)
class BenchDevice:
    """One device: its name, where it listens, and (fault, words) for each way to break it; `broken` is "" when well."""

    key: str
    name: str
    where: str
    faults: tuple[tuple[str, str], ...]
    broken: str = ""
    note: str = ""


class Hall(Protocol):
    """The bench's far end. Cards and acts are (key, name); all calls return at once."""

    @property
    def cards(self) -> Sequence[tuple[str, str]]: ...
    @property
    def papers(self) -> Sequence[str]: ...
    @property
    def acts(self) -> Sequence[tuple[str, str]]:
        """What else hands can do: press a key, pull a door, scan a code."""
        ...

    @property
    def devices(self) -> Sequence[BenchDevice]: ...
    def lay(self, key: str) -> None: ...
    def lift(self) -> None: ...
    def put_page(self, index: int) -> None: ...
    def clear_desk(self) -> None: ...
    def act(self, key: str) -> None: ...
    def break_(self, device: str, fault: str) -> None:
        """ "" as the fault puts the device right."""
        ...

    def network(self, connected: bool) -> None: ...


class HallPanel(Themed):
    """Hands, devices, the ways to break the chosen one, and the tray: narrow enough to stand beside a counter."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Simulated hall"))
        self._hall = hall
        self._device = ""
        self._papers: list[SlipPaper] = []
        self._lists: list[Rows] = []
        self._tray = Plane(Ground.GROUND, hairline=True)
        self._left, self._middle = QVBoxLayout(), QVBoxLayout()
        self._build_hands()
        self._build_devices()
        self._build_tray()
        sides = QHBoxLayout(self)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        for layout in (self._left, self._middle):
            bench = Plane()
            bench.setLayout(layout)
            layout.addStretch(1)
            sides.addWidget(Scrolling(bench), 1)
        sides.addWidget(self._tray)
        self.arrange(self.theme)
        self.refresh()

    def refresh(self) -> None:
        """Show how the devices are."""
        devices = self._hall.devices
        current = next((each for each in devices if each.key == self._device), devices[0])
        self._device = current.key
        rows = [Row(each.key, each.name, Mark.WRONG if each.broken else Mark.DONE, right=each.note) for each in devices]
        self.devices.present([Group(self.tr("Devices")), *rows], current.key)
        faults = (Option(fault, words) for fault, words in current.faults)
        self.faults.offer([Option(_NONE, self.tr("All right")), *faults])
        self.faults.present(current.broken or _NONE)
        self._where.say(current.where)
        self.arrange(self.theme)

    def slip_printed(self, raster: Raster) -> None:
        """Put a slip on top of the others. Call it on the screen's thread."""
        paper = SlipPaper()
        paper.present(image_from_raster(raster), _PAPER_WIDTHS.get(raster.width, 192))
        paper.setAccessibleName(self.tr("Printed slip"))
        self._papers.insert(0, paper)
        self._slips.insertWidget(0, paper, 0, Qt.AlignmentFlag.AlignHCenter)
        for old in self._papers[_KEPT:]:
            old.deleteLater()
        del self._papers[_KEPT:]
        self._count.say(self.tr("%n slip(s)", "", len(self._papers)))

    def message_came(self, text: str) -> None:
        """Show the text message that arrived last. Call it on the screen's thread."""
        self._message.say(text)
        self._message_title.setVisible(True)
        self._message.setVisible(True)

    @property
    def slips(self) -> int:
        """How many slips lie in the tray."""
        return len(self._papers)

    def arrange(self, theme: Theme) -> None:
        top, side = theme.px(20), theme.px(_INSET)
        for column_of_lists in (self._left, self._middle):
            column_of_lists.setContentsMargins(0, top, 0, top)
            column_of_lists.setSpacing(theme.px(20))
        self._below_devices.setContentsMargins(side, 0, side, 0)
        self._below_devices.setSpacing(theme.px(12))
        for rows in self._lists:
            rows.setFixedHeight(rows.content_height())
        self._tray.setFixedWidth(theme.px(_PAPER_WIDTHS[576] + _BAR) + 2 * side)
        self._tray_column.setContentsMargins(side, top, side, side)
        self._tray_column.setSpacing(theme.px(12))
        self._slips.setSpacing(theme.px(16))

    def _build_hands(self) -> None:
        cards = [Row(_NONE, self.tr("No card")), *(Row(key, name) for key, name in self._hall.cards)]
        self.cards = self._list(self._left, self.tr("Card on the reader"))
        self.cards.present([Group(self.tr("Card on the reader")), *cards], _NONE)
        self.cards.row_chosen.connect(self._lay)
        pages = [Row(_NONE, self.tr("Nothing")), *(Row(str(n), name) for n, name in enumerate(self._hall.papers))]
        self.desk = self._list(self._left, self.tr("Under the camera"))
        self.desk.present([Group(self.tr("Under the camera")), *pages], _NONE)
        self.desk.row_chosen.connect(self._put)
        self.acts = self._list(self._left, self.tr("Hands"))
        acts: list[Row | Group] = [Group(self.tr("Hands")), Row(_NONE, self.tr("Hands off"))]
        acts += [Row(*act) for act in self._hall.acts]
        self.acts.present(acts, _NONE)
        self.acts.row_chosen.connect(self._do)
        self.acts.clicked.connect(lambda _: self.acts.present(acts, _NONE))  # done: a click does it again

    def _build_devices(self) -> None:
        self.devices = self._list(self._middle, self.tr("Devices"))
        self.devices.row_chosen.connect(self._choose_device)
        self.faults = DropDown(self.tr("Break it"), ())
        self.faults.chosen.connect(self._break)
        self._where = Text("", Role.CAPTION, Tone.INK3, wrap=True)
        self.cable = Segmented(
            self.tr("Network"), [Option("in", self.tr("Connected")), Option("out", self.tr("Pulled out"))]
        )
        self.cable.present("in")
        self.cable.chosen.connect(lambda end: self._hall.network(end == "in"))
        network = QHBoxLayout()
        network.addWidget(Text(self.tr("Network"), Role.GROUP), 1)
        network.addWidget(self.cable)
        self._below_devices = QVBoxLayout()
        self._below_devices.addWidget(self.faults)
        self._below_devices.addWidget(self._where)
        self._below_devices.addLayout(network)
        self._message_title, self._message = Text(self.tr("Text message"), Role.GROUP), Text("", Role.BODY, wrap=True)
        for widget in (self._message_title, self._message):
            widget.hide()
            self._below_devices.addWidget(widget)
        self._middle.addLayout(self._below_devices)

    def _list(self, side: QVBoxLayout, title: str) -> Rows:
        """A list whose current row is what holds now."""
        rows = Rows(title, inset=_INSET, dense=True)
        rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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

    def _do(self, key: str) -> None:
        if key != _NONE:
            self._hall.act(key)

    def _choose_device(self, key: str) -> None:
        self._device = key
        self.refresh()

    def _break(self, fault: str) -> None:
        self._hall.break_(self._device, "" if fault == _NONE else fault)
        self.refresh()
