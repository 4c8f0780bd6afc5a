"""Pills: states, due chips, device troubles."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.due import Due, Urgency
from app.presenters.marks import Mark
from widgets.kit.themed import Themed
from widgets.theme.current import Theme
from widgets.theme.marks import draw_card, draw_mark
from widgets.theme.paint import draw_box, draw_text, painted, square, text_width


class Fill(Enum):
    """How a pill is filled: (fill token, text token). PLAIN and OUTLINED have no fill."""

    PLAIN = ("", "ink2")
    OUTLINED = ("", "ink")
    NEUTRAL = ("sunken", "ink2")
    ACCENT = ("accent_soft", "accent")
    OK = ("ok_soft", "ok")
    WARN = ("warn_soft", "warn")
    BAD = ("bad_soft", "bad")


class Card(Enum):
    """The cards of overdue supervision."""

    NONE = "none"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class PillState:
    """What a pill shows; a card stands in for the mark."""

    text: str
    fill: Fill = Fill.NEUTRAL
    mark: Mark | None = None
    card: Card = Card.NONE
    bold: bool = False


def due_pill(text: str, card: Card) -> PillState:
    """The due chip of a list: red card, yellow card, or an outlined clock."""
    if card is Card.NONE:
        return PillState(text, Fill.OUTLINED, Mark.WAITING)
    return PillState(text, Fill.BAD if card is Card.RED else Fill.WARN, card=card, bold=True)


def due_sign(due: Due) -> PillState | None:
    """The chip of a due moment in a list, None where its text stands plain."""
    if due.urgency is Urgency.PLAIN:
        return None
    cards = {Urgency.RED: Card.RED, Urgency.YELLOW: Card.YELLOW}
    return due_pill(due.text, cards.get(due.urgency, Card.NONE))


def pill_size(theme: Theme, state: PillState) -> QSize:
    lead = theme.px(20) if state.mark or state.card is not Card.NONE else 0
    padding = 0 if state.fill is Fill.PLAIN else theme.px(18)
    return QSize(text_width(theme, state.text, 13, bold=state.bold) + lead + padding, theme.px(24))


def draw_pill(painter: QPainter, theme: Theme, box: QRectF, state: PillState) -> None:
    """Draw the pill to fill `box`."""
    fill, text = state.fill.value
    if state.fill is Fill.OUTLINED:
        width = theme.tokens.edge_width
        draw_box(painter, box, edge=theme.color("edge"), width=width, radius=box.height() / 2)
    elif fill:
        draw_box(painter, box, fill=theme.color(fill), radius=box.height() / 2)
    left = box.left() + (0 if state.fill is Fill.PLAIN else theme.px(9))
    if state.card is not Card.NONE:
        card = QRectF(left + theme.px(1), box.center().y() - theme.px(6.5), theme.px(10), theme.px(13))
        draw_card(painter, theme, card, red=state.card is Card.RED)
    elif state.mark is not None:
        draw_mark(painter, theme, square(QPointF(left + theme.px(7), box.center().y()), theme.px(14)), state.mark)
    if state.mark is not None or state.card is not Card.NONE:
        left += theme.px(20)
    words = QRectF(left, box.top(), box.right() - left, box.height())
    draw_text(painter, theme, words, state.text, units=13, color=text, bold=state.bold)


class Pill(Themed):
    """A pill as a widget; says when it was clicked."""

    clicked = Signal()

    def __init__(self, state: PillState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.present(state or PillState(""))

    def present(self, state: PillState) -> None:
        self._state = state
        self.setAccessibleName(state.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return pill_size(self.theme, self._state)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    @painted
    def paintEvent(self, painter: QPainter) -> None:
        draw_pill(painter, self.theme, QRectF(self.rect()), self._state)
