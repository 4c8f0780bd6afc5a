"""Columns of a page: each scrolls by itself, and its foot stays in sight."""

from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.plane import Ground, Hairline, Plane, Scrolling, column
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme


class Pane(Plane):
    """One column. Fill `body`; what must never scroll away goes into `foot`.

    `side` is the padding at 100 %; with 0 the body reaches the edges and its parts pad themselves by 32.
    """

    def __init__(
        self,
        ground: Ground = Ground.SURFACE,
        *,
        hairline: bool = False,
        side: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ground, hairline=hairline, parent=parent)
        self._side = side
        self.content, self.anchored = QWidget(), QWidget()
        self.body, self.foot = column(self.content), column(self.anchored)
        self._holder, self._foot_room = QWidget(), QWidget()
        self._holder_layout, self._foot_layout = column(self._holder), column(self._foot_room)
        self._scroll = Scrolling(self._holder)
        self._rule = Hairline()
        self._rule.hide()
        self._holder_layout.addWidget(self.content, 1)
        self._foot_layout.addWidget(self.anchored)
        outer = column(self)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._rule)
        outer.addWidget(self._foot_room)
        self._foot_room.hide()
        self._had_foot = False
        self._scroll.verticalScrollBar().rangeChanged.connect(self._fit)
        self.arrange(self.theme)

    def show_foot(self, shown: bool = True) -> None:
        """Give the foot its room, or take it away; a pane without one has none."""
        self._foot_room.setVisible(shown)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll so that `widget` is seen, and as far up as it may stay in view."""
        if not self._scroll.isAncestorOf(widget):
            return
        room = self._scroll.viewport().height()
        bottom = widget.mapTo(self._holder, widget.rect().bottomLeft()).y() + self.theme.px(24)
        if bottom <= room:
            self._scroll.verticalScrollBar().setValue(0)
        else:
            self._scroll.ensureWidgetVisible(widget, 0, self.theme.px(64))

    def bring_place_into_view(self, widget: QWidget, place: QRect) -> None:
        """Scroll no further than it takes to see that place of `widget` with something round it."""
        if self._scroll.isAncestorOf(widget):
            middle, round_it = widget.mapTo(self._holder, place.center()), self.theme.px(64)
            self._scroll.ensureVisible(middle.x(), middle.y(), 0, round_it)

    def lend(self) -> tuple[QWidget, QWidget]:
        """Content and foot, for another pane to show where there is no room for this one."""
        return self.content, self.anchored

    def take_in(self, content: QWidget, anchored: QWidget) -> None:
        """Show another pane's content below one's own, and its foot below."""
        layout = content.layout()
        if layout is not None and not self._side:
            layout.setContentsMargins(self.theme.px(32), 0, self.theme.px(32), 0)
        self._holder_layout.addWidget(content)
        self._foot_layout.addWidget(anchored, 0, Qt.AlignmentFlag.AlignRight)
        self._had_foot = not self._foot_room.isHidden()
        self._foot_room.show()
        self.arrange(self.theme)

    def let_guest_stretch(self, guest: bool) -> None:
        """Whether the content that was taken in gets what room is over, rather than one's own."""
        taken_in = self._holder_layout.count() > 1
        self._holder_layout.setStretch(0, 0 if guest and taken_in else 1)
        if taken_in:
            self._holder_layout.setStretch(1, 1 if guest else 0)

    def give_back(self) -> None:
        """Be as before `take_in`."""
        self._holder_layout.setStretch(0, 1)
        self._foot_room.setVisible(self._had_foot)
        self.arrange(self.theme)

    def take_back(self) -> None:
        """Show one's own content again."""
        self.body.setContentsMargins(0, 0, 0, 0)
        self._holder_layout.addWidget(self.content, 1)
        self._foot_layout.addWidget(self.anchored)

    def arrange(self, theme: Theme) -> None:
        side = theme.px(self._side or 32)
        shared = self._foot_layout.count() > 1
        above, below = theme.px(8), theme.px(24)
        self._foot_layout.setContentsMargins(side, above, side, above if shared else below)
        self._foot_layout.setSpacing(0)
        self._holder_layout.setSpacing(theme.px(theme.measures.section_gap))
        self._fit(0, self._scroll.verticalScrollBar().maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        focus = self.focusWidget()
        if focus is not None:
            self.bring_into_view(focus)

    def _fit(self, low: int, high: int) -> None:
        """Let the scroll bar stand in the padding, so that nothing moves when it comes."""
        theme = self.theme
        side, top = theme.px(self._side), theme.px(theme.measures.page_top)
        bar = self._scroll.verticalScrollBar().sizeHint().width() if high > 0 else 0
        right = max(0, side - bar)
        if not self._side:
            room = self._foot_layout.contentsMargins()
            room.setRight(theme.px(32) + bar)
            self._foot_layout.setContentsMargins(room)
        self._holder_layout.setContentsMargins(side, top, right, theme.px(4 if theme.compact else 24))
        self._rule.setVisible(high > 0 and not self._foot_room.isHidden())


class Panes(Themed):
    """A list, the work, and what is consulted. Where width is scarce the aside follows below the work."""

    def __init__(
        self,
        main: Pane,
        aside: Pane | None = None,
        *,
        aside_width: int = 336,
        leading: QWidget | None = None,
        leading_width: int = 376,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.main, self._aside, self._leading = main, aside, leading
        self._aside_width, self._leading_width = aside_width, leading_width
        self._folded = False
        self._order: tuple[QWidget, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, share in ((leading, 0), (main, 1), (aside, 0)):
            if widget is not None:
                layout.addWidget(widget, share)
        self.arrange(self.theme)

    def tab_through(self, *widgets: QWidget) -> None:
        """Make Tab follow the order given; a widget made of several is entered at its first part."""
        self._order = widgets
        self._set_order()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_order()

    def arrange(self, theme: Theme) -> None:
        if self._leading is not None:
            self._leading.setFixedWidth(theme.list_width(self._leading_width))
        if self._aside is None:
            return
        self._aside.setFixedWidth(theme.aside_width(self._aside_width))
        folded = theme.breadth is Breadth.SLIM
        if folded != self._folded:
            self._folded = folded
            self._fold(self._aside)

    def _fold(self, aside: Pane) -> None:
        if self._folded:
            self.main.take_in(*aside.lend())
        else:
            aside.take_back()
            self.main.give_back()
        aside.setHidden(self._folded)
        self._set_order()

    def _set_order(self) -> None:
        """Say the order to Qt, which forgets it for what moves to another parent or window."""
        tab_through(*self._order)


class ListPane(Plane):
    """The list column: a head and a foot that stay, and a list that takes the rest and scrolls by itself."""

    def __init__(self, rows: QWidget, *, foot: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent=parent)
        self._head_room = QWidget()
        self.head: QVBoxLayout = column(self._head_room)
        layout = column(self)
        layout.addWidget(self._head_room)
        layout.addWidget(rows, 1)
        if foot is not None:
            layout.addWidget(foot)
        self.arrange(self.theme)

    def arrange(self, theme: Theme) -> None:
        self.head.setContentsMargins(theme.px(32), theme.px(theme.measures.page_top), theme.px(32), theme.px(8))
        self.head.setSpacing(theme.px(theme.measures.field_gap))


def tab_through(*widgets: QWidget) -> None:
    """Make Tab follow the order given; a widget made of several is entered at its first part."""
    for before, after in pairwise(stop for widget in widgets for stop in _stops(widget)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> list[QWidget]:
    """Where Tab stops in `widget`; a drop-down's list is in a window of its own and does not count."""
    parts = [widget, *widget.findChildren(QWidget)]
    stops = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None]
    return [stop for stop in stops if stop.window() is widget.window()]
