"""The supervisor's page: numbers at the top; below, the course of the day, what presses, and who is out of step."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.dashboard.page import MESSAGES_KEY
from app.presenters.dashboard.state import DashboardState, DueRow, OutOfStep
from app.presenters.due import Urgency
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.charts.columns import Columns
from widgets.charts.course import CourseChart
from widgets.charts.headlines import FIRST, Headlines
from widgets.charts.pairs import PairBars
from widgets.keys import Act, Scope
from widgets.kit.loading import Loading
from widgets.kit.mark_view import MarkView
from widgets.kit.panel import Panel
from widgets.kit.pill import due_sign
from widgets.kit.plane import Ground, Hairline, Plane, Scrolling, column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.segmented import Option, Segmented
from widgets.kit.text import Role, Text
from widgets.kit.trace_calendar import TraceCalendar
from widgets.theme.current import Breadth, Theme

_PERIODS = ("day", "week", "month", "year")
_LEFT, _RIGHT, _GAP = 440, 328, 40
# Row, column, rows and columns taken: course, pairs, due, windows, columns, trace.
_THREE_COLUMNS = ((0, 0, 1, 1), (1, 0, 1, 1), (0, 1, 2, 1), (0, 2, 1, 1), (1, 2, 1, 1), (0, 2, 2, 1))
_TWO_COLUMNS = ((0, 0, 1, 1), (1, 0, 1, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 0, 1, 2), (1, 1, 2, 1))


class DashboardPage(Plane):
    """Each element of a figure says with `opened` what it leads to; the trace takes the place of the windows."""

    SCOPE = Scope.DASHBOARD

    period_chosen = Signal(str)
    grouping_chosen = Signal(bool)  # by window
    due_chosen = Signal(str)
    explain_requested = Signal()
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent=parent)
        self._state = DashboardState()
        self._build_head()
        self._build_panels()
        self._grid = QGridLayout()
        self._body = QWidget()
        self._body.setLayout(self._grid)
        self._loading = Loading(rows=6)
        self._content = QWidget()
        self._content_layout: QVBoxLayout = column(self._content)
        self._content_layout.addWidget(self._head)
        self._content_layout.addWidget(self._loading)
        self._content_layout.addWidget(self._body, 1)
        self._content_layout.addStretch(0)
        column(self).addWidget(Scrolling(self._content))
        self._connect()
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: DashboardState) -> None:
        """Show `state`."""
        before, self._state = self._state, state
        self._title.say(state.title)
        self._subtitle.say(state.subtitle)
        self._news.present(state.news_mark if state.news else None, state.news)
        self._news.setVisible((bool(state.news) and state.asked) or state.news_mark is Mark.DOUBTFUL)
        self._periods.present(state.period)
        self._present_waiting(before, state)
        self._headlines.present(state.headlines)
        self._course_panel.present(state.course_title)
        self._course.present(state.course)
        self._pairs_panel.present(state.pairs_title, state.pairs_note, filled=bool(state.pairs))
        self._pairs.present(state.pairs)
        self._present_due(state)
        self._present_windows(state)
        self._present_trace(before, state)

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        hints = ("by_department", "by_window", "open_case", "dashboard_trace", "help")
        return (KeyHint("period_1", self.tr("Period, 1 to 4")), *(KeyHint(id) for id in hints))

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        periods: dict[str, Act] = {
            f"period_{n}": partial(self.period_chosen.emit, period) for n, period in enumerate(_PERIODS, start=1)
        }
        return periods | {
            "by_department": partial(self.grouping_chosen.emit, False),
            "by_window": partial(self.grouping_chosen.emit, True),
            "dashboard_trace": self.explain_requested.emit,
        }

    def focus_first(self) -> None:
        """Focus what presses, or the numbers while nothing does."""
        first = self._due if self._state.due else self._headlines
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        side, below = theme.px(32), theme.px(12 if theme.compact else 20)
        out = theme.px(FIRST)  # headlines begin so much further left, and what they say with everything else
        self._content_layout.setContentsMargins(side - out, theme.px(theme.measures.page_top), side, below)
        self._rule_line.setContentsMargins(out, 0, 0, 0)
        self._content_layout.setSpacing(theme.px(16))
        self._head_layout.setSpacing(theme.px(12 if theme.compact else 20))
        self._title_line.setContentsMargins(out, 0, 0, 0)
        self._title_line.setSpacing(theme.px(16))
        self._windows_layout.setSpacing(theme.px(12))
        self._grid.setContentsMargins(out, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(_GAP))
        self._grid.setVerticalSpacing(theme.px(theme.measures.section_gap))
        self._place(theme)

    def _place(self, theme: Theme) -> None:
        """Three columns with the same edges in both rows; two where width is scarce, and the windows below."""
        slim = theme.breadth is Breadth.SLIM
        places = _TWO_COLUMNS if slim else _THREE_COLUMNS
        for panel, place in zip(self._panels, places, strict=True):
            self._grid.removeWidget(panel)
            self._grid.addWidget(panel, *place)
        right = max(theme.list_width(_RIGHT), self._trace.sizeHint().width() if self._state.explained else 0)
        for at, width in enumerate((0, 0, 0) if slim else (theme.list_width(_LEFT), 0, right)):
            self._grid.setColumnMinimumWidth(at, width)
            self._grid.setColumnStretch(at, 1 if at == 1 or (slim and at == 0) else 0)
        for row in range(3):
            self._grid.setRowStretch(row, 1 if row < 2 else 0)
        self._due.setMinimumHeight(theme.px(theme.measures.row) * (6 if slim else 3))

    def _build_head(self) -> None:
        self._title, self._subtitle = Text("", Role.TITLE), Text("", Role.BODY, Tone.INK2)
        self._news = MarkView()
        words = (self.tr("Today"), self.tr("This week"), self.tr("This month"), self.tr("This year"))
        options = [Option(id, word) for id, word in zip(_PERIODS, words, strict=True)]
        self._periods = Segmented(self.tr("Period"), options)
        self._title_line = QHBoxLayout()
        self._title_line.addWidget(self._title)
        self._title_line.addWidget(self._subtitle)
        self._title_line.addWidget(self._news, 1)
        self._title_line.addStretch(0)
        self._title_line.addWidget(self._periods)
        self._headlines = Headlines(self.tr("The hall in numbers"))
        self._head = QWidget()
        self._head_layout = column(self._head)
        self._head_layout.addLayout(self._title_line)
        self._head_layout.addWidget(self._headlines)
        self._rule_line = column()
        self._rule_line.addWidget(Hairline())
        self._head_layout.addLayout(self._rule_line)

    def _build_panels(self) -> None:
        self._course = CourseChart(self.tr("Course"))
        self._course_panel = Panel(self._course)
        self._pairs = PairBars(self.tr("Compared"))
        self._pairs_empty = MarkView(Mark.HINT, self.tr("No case has been taken in yet"))
        self._pairs_panel = Panel(self._pairs, instead=self._pairs_empty)
        self._due, self._due_empty = Rows(self.tr("Due")), MarkView(units=15)
        self._due_panel = Panel(self._due, title=self.tr("Due and pressing"), instead=self._due_empty)
        self._windows, self._in_step = Rows(self.tr("Windows out of step"), dense=True), MarkView(units=15)
        self._windows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._windows_panel = Panel(self._windows, title=self.tr("Windows out of step"), instead=self._in_step)
        self._messages = Rows(self.tr("Text messages that stand still"), dense=True)
        self._columns = Columns(self.tr("Taken in by window"))
        self._columns_panel = Panel(self._columns)
        self._trace = TraceCalendar(self.tr("Deadline"))
        self._trace_panel = Panel(Scrolling(self._trace))
        self._windows_room = QWidget()
        self._windows_layout = column(self._windows_room)
        self._windows_layout.addWidget(self._windows_panel, 1)
        self._windows_layout.addWidget(self._messages)
        self._panels = (
            self._course_panel, self._pairs_panel, self._due_panel, self._windows_room, self._columns_panel,
            self._trace_panel,
        )  # fmt: skip

    def _connect(self) -> None:
        self._periods.chosen.connect(self.period_chosen)
        for figure in (self._headlines, self._course, self._pairs, self._columns):
            figure.opened.connect(self.opened)
        self._due.row_chosen.connect(self.due_chosen)
        self._due.entered.connect(self._prefixed("case"))
        self._windows.entered.connect(self._prefixed("window"))
        self._messages.entered.connect(self.opened)
        self._messages.clicked.connect(lambda _: self.opened.emit(MESSAGES_KEY))

    def _prefixed(self, kind: str) -> Callable[[str], None]:
        return lambda about: self.opened.emit(f"{kind}:{about}")

    def _present_waiting(self, before: DashboardState, state: DashboardState) -> None:
        """Nothing of a period is shown before its first answer; what was shown stays while a newer one is awaited."""
        waits = not state.asked and state.news_mark is Mark.RUNNING
        waited = not before.asked and before.news_mark is Mark.RUNNING
        if waits and not (waited and self._loading.isVisibleTo(self)):
            self._loading.begin(state.news)
        elif not waits:
            self._loading.end()
        self._headlines.setVisible(state.asked)
        self._body.setVisible(state.asked)

    def _present_due(self, state: DashboardState) -> None:
        self._due_panel.present(self.tr("Due and pressing"), state.due_note, filled=bool(state.due))
        self._due.present([_due_row(row) for row in state.due], state.current)
        self._due_empty.present(Mark.DONE, self.tr("Nothing is due today, and no case carries a card"))

    def _present_windows(self, state: DashboardState) -> None:
        self._windows_panel.present(self.tr("Windows out of step"), state.windows_note, filled=bool(state.windows))
        self._windows.present([_window_row(each) for each in state.windows], self._windows.current)
        self._in_step.present(Mark.DONE, state.all_in_step)
        self._messages.present([Row(MESSAGES_KEY, state.messages, Mark.DOUBTFUL)] if state.messages else [])
        self._messages.setFixedHeight(max(1, self._messages.content_height()))
        self._messages.setVisible(bool(state.messages))
        self._columns_panel.present(state.columns_title)
        self._columns.present(state.columns)

    def _present_trace(self, before: DashboardState, state: DashboardState) -> None:
        """In the place of the windows, and as wide as a trace wants to be."""
        if before.explained is not state.explained:
            self._place(self.theme)
        self._trace_panel.present(state.trace_title)
        self._trace.present(state.trace)
        self._trace_panel.setVisible(state.explained)
        self._windows_room.setVisible(not state.explained)
        self._columns_panel.setVisible(not state.explained)


def _due_row(row: DueRow) -> Row:
    plain = row.due.urgency is Urgency.PLAIN
    return Row(
        row.case_id, row.title, second=row.second, pill=due_sign(row.due), right=row.due.text if plain else ""
    )  # fmt: skip


def _window_row(each: OutOfStep) -> Row:
    return Row(each.window, f"{each.window}　{each.what}", each.mark, second=each.detail)
