"""Every figure of the dashboard, with invented numbers."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.presenters.figures import Column, Course, Pair, Span, Target
from app.presenters.marks import Mark
from widgets.charts.bullets import Bullets
from widgets.charts.columns import Columns
from widgets.charts.course import CourseChart
from widgets.charts.pairs import PairBars
from widgets.kit.plane import Plane
from widgets.kit.text import Role, Text
from widgets.theme.current import current_theme

_TAKEN = (38, 82, 96, 74, 21, 24, 58, 18)
_CLOSED = (12, 58, 84, 80, 36, 16, 47, 18)
_BEFORE = (35, 76, 88, 71, 22, 22, 60, 62, 70, 40)

TODAY = Course(
    tuple(
        Span(
            f"hour-{hour}", str(hour),
            _TAKEN[place] if place < len(_TAKEN) else None, _CLOSED[place] if place < len(_CLOSED) else None,
            _BEFORE[place], unfinished=hour == 15, spoken=f"{hour} 时",
        )
        for place, hour in enumerate(range(8, 18))
    ), "接件", "办结", "昨日", "至 15:20",
)  # fmt: skip
MORNING = Course(
    (Span("h8", "8", 3, 0, 35, True), *(Span(f"h{n}", str(n), before=_BEFORE[n - 8]) for n in range(9, 18))),
    "接件",
    "办结",
    "昨日",
    "至 08:12",
)
MONTH = Course(
    tuple(Span(f"day-{n}", f"10-{n}", n * 37 % 410 + 20, n * 31 % 380, None, n == 24) for n in range(1, 25)),
    "接件", "办结",
)  # fmt: skip

DEPARTMENTS = tuple(
    Pair(name, name, whole, part, yellow, red)
    for name, whole, part, yellow, red in (
        ("市场监管", 96, 84, 0, 1), ("人力社保", 71, 62, 0, 0), ("公安", 58, 55, 0, 0), ("自然资源", 44, 29, 2, 0),
        ("住建", 31, 24, 1, 1), ("卫健", 27, 24, 12, 3), ("税务", 24, 22, 0, 0), ("民政", 19, 16, 0, 0),
        ("医保", 17, 15, 0, 0), ("交通运输", 12, 9, 0, 0), ("城管", 8, 7, 0, 0), ("其余 6 个", 5, 4, 0, 0),
    )
)  # fmt: skip
WINDOWS = tuple(
    Column(f"{n:02}", f"{n:02}", value, n in (9, 17))
    for n, value in enumerate(
        (29, 25, 33, 26, 36, 24, 30, 28, 12, 32, 34, 25, 22, 30, 27, 28, 8, 28, 24, 22, 18, 14, 10, 6), start=1
    )
)
_TARGETS = (
    Target("online", "网上可办率", 74.2, 70, 100, "74.2%", "高 4.2", Mark.DONE),
    Target("fewer", "材料减少", 57.8, 60, 100, "57.8%", "差 2.2", Mark.DOUBTFUL),
    Target("once", "最多跑一次", 92, 100, 120, "92 项", "差 8 项", Mark.DOUBTFUL),
)


def figure_parts() -> QWidget:
    """The course of a day, of its first minutes and of a month; departments, windows, targets."""
    page, theme = Plane(), current_theme()
    grid = QGridLayout(page)
    grid.setContentsMargins(theme.px(32), theme.px(24), theme.px(32), theme.px(24))
    grid.setHorizontalSpacing(theme.px(40))
    grid.setVerticalSpacing(theme.px(16))
    for place, (title, course) in enumerate((("今日", TODAY), ("刚开门", MORNING), ("本月", MONTH))):
        chart = CourseChart(title)
        chart.present(course)
        _put(grid, title, chart, 0, place)
    pairs = PairBars("各部门办件")
    pairs.present(DEPARTMENTS)
    _put(grid, "各部门办件", pairs, 1, 0)
    columns = Columns("各窗口今日接件")
    columns.present(WINDOWS)
    _put(grid, "各窗口今日接件", columns, 1, 1)
    _put(grid, "对照目标", _targets(), 1, 2)
    for place in range(3):
        grid.setColumnStretch(place, 1)
    return page


def _targets() -> QWidget:
    room = QWidget()
    layout = QVBoxLayout(room)
    bullets = Bullets("对照目标")
    bullets.present(_TARGETS)
    layout.addWidget(bullets)
    layout.addStretch(1)
    return room


def _put(grid: QGridLayout, title: str, widget: QWidget, row: int, place: int) -> None:
    grid.addWidget(Text(title, Role.SECTION), row * 2, place)
    grid.addWidget(widget, row * 2 + 1, place)
    grid.setRowStretch(row * 2 + 1, 1)
