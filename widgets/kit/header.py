"""The line at the top: who sits where, whom they serve, and whether everything works."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.marks import Mark
from app.presenters.shell import DevicePill, HeaderState, SyncPill
from widgets.kit.pill import Fill, PillState, draw_pill, pill_size
from widgets.kit.themed import Themed
from widgets.theme.paint import CENTER, draw_hairline, draw_text, painted, text_width

SYNC = "sync"
DEVICES = "devices"


class Header(Themed):
    """Painted in one piece. Pills shorten before they wrap: healthy devices become one word.

    `page_requested` names the page ("devices" or "sync") whose pill was clicked.
    """

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._state = HeaderState()
        self._targets: list[tuple[QRectF, str]] = []

    def present(self, state: HeaderState) -> None:
        self._state = state
        words = [state.window, state.desk, state.clerk, state.subject, state.note]
        words += [_device_text(device) for device in state.devices]
        words += [self._sync_text(state.sync)] if state.sync else []
        self.setAccessibleName("，".join(filter(None, words)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(1000), self.theme.px(self.theme.measures.header))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for box, page in self._targets:
            if box.contains(event.position()):
                self.page_requested.emit(page)
                return

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        draw_hairline(painter, theme, 0, self.width(), self.height() - theme.tokens.edge_width)
        right = self._draw_clock(painter)
        self._targets = []
        used = self._left_width()
        for device_pills in self._device_pills():
            groups = [device_pills, self._sync_pills()]
            if self._pills_width(groups) + used <= right or len(device_pills) <= 1:
                break
        right = self._draw_pills(painter, right, groups)
        self._draw_left(painter, right - theme.px(16))

    def _draw_clock(self, painter: QPainter) -> float:
        theme = self.theme
        right = self.width() - theme.px(24)
        width = text_width(theme, self._state.clock, 15)
        box = QRectF(right - width, 0, width, self.height())
        draw_text(painter, theme, box, self._state.clock, color="ink2")
        return right - width - (theme.px(21) if width else 0)

    def _device_pills(self) -> list[list[PillState]]:
        """What the devices may be said with, longest first."""
        devices = self._state.devices
        spelled = [_device_pill(device) for device in devices]
        troubled = [_device_pill(device) for device in devices if not device.healthy]
        fine = PillState(self.tr("devices fine"), Fill.PLAIN, Mark.DONE)
        rest = PillState(self.tr("the others fine"), Fill.PLAIN, Mark.DONE) if troubled else fine
        short = [rest, *troubled] if len(troubled) < len(devices) else troubled
        count = PillState(self.tr("%n device(s) in trouble", "", len(troubled)), Fill.WARN, Mark.DOUBTFUL)
        return [spelled, short, [count] if troubled else [fine]] if devices else [[]]

    def _sync_pills(self) -> list[PillState]:
        sync = self._state.sync
        if sync is None:
            return []
        text = self._sync_text(sync)
        if sync.parked:
            return [PillState(text, Fill.WARN, Mark.PARKED)]
        if not sync.online:
            return [PillState(text, Fill.WARN, Mark.DOUBTFUL)]
        return [PillState(text, Fill.PLAIN, Mark.WAITING if sync.waiting else Mark.DONE)]

    def _sync_text(self, sync: SyncPill) -> str:
        if not sync.online:
            stored = self.tr("offline, %n stored", "", sync.waiting)
            return stored if not sync.parked else "，".join((self.tr("%n parked", "", sync.parked), stored))
        waiting = self.tr("%n to send", "", sync.waiting) if sync.waiting else ""
        parked = self.tr("%n parked", "", sync.parked) if sync.parked else ""
        return "，".join(filter(None, (parked, waiting))) or self.tr("synchronised")

    def _pills_width(self, groups: list[list[PillState]]) -> int:
        theme = self.theme
        pills = [pill_size(theme, pill).width() + theme.px(16) for group in groups for pill in group]
        return sum(pills) + theme.px(20 if all(groups) else 0)

    def _draw_pills(self, painter: QPainter, right: float, groups: list[list[PillState]]) -> float:
        """Draw from the right end, sync last; returns the left end."""
        theme = self.theme
        devices, sync = groups
        for pill in reversed(sync):
            right = self._draw_pill(painter, right, pill, SYNC)
        if devices and sync:
            height = theme.px(24)
            painter.fillRect(QRectF(round(right), (self.height() - height) / 2, 1, height), theme.color("line"))
            right -= theme.px(16)
        for pill in reversed(devices):
            right = self._draw_pill(painter, right, pill, DEVICES)
        return right

    def _draw_pill(self, painter: QPainter, right: float, pill: PillState, page: str) -> float:
        size = pill_size(self.theme, pill)
        box = QRectF(right - size.width(), (self.height() - size.height()) / 2, size.width(), size.height())
        draw_pill(painter, self.theme, box, pill)
        self._targets.append((box, page))
        return box.left() - self.theme.px(16)

    def _left_width(self) -> int:
        theme, state = self.theme, self._state
        spelled = text_width(theme, state.desk, 15, bold=True) + text_width(theme, state.clerk, 13)
        served = text_width(theme, state.subject, 18, bold=True) + text_width(theme, state.note, 13)
        return theme.px(72 + 8 + 12 + 48 + 12 + 24) + spelled + served

    def _draw_left(self, painter: QPainter, end: float) -> None:
        theme, state, height = self.theme, self._state, self.height()
        rail = theme.rail_width
        number = QRectF(0, 0, rail, height)
        draw_text(painter, theme, number, state.window, units=24, bold=True, align=CENTER)
        left = float(rail + theme.px(8))
        for text, units, bold, color, gap in (
            (state.desk, 15, True, "ink", 12),
            (state.clerk, 13, False, "ink2", 24),
            ("", 0, False, "", 24),
            (state.subject, 18, True, "ink", 12),
            (state.note, 13, False, "ink2", 0),
        ):
            if not units:
                if state.subject:
                    bar = QRectF(round(left), (height - theme.px(24)) / 2, 1, theme.px(24))
                    painter.fillRect(bar, theme.color("line"))
                    left += theme.px(gap)
                continue
            box = QRectF(left, 0, max(end - left, 0), height)
            left += draw_text(painter, theme, box, text, units=units, color=color, bold=bold)
            left += theme.px(gap)


def _device_text(device: DevicePill) -> str:
    return f"{device.name} {device.trouble}".strip()


def _device_pill(device: DevicePill) -> PillState:
    if device.healthy:
        return PillState(device.name, Fill.PLAIN, Mark.DONE)
    fill = {Mark.WRONG: Fill.BAD, Mark.DOUBTFUL: Fill.WARN}.get(device.mark, Fill.NEUTRAL)
    return PillState(_device_text(device), fill, device.mark)
