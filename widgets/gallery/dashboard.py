"""The supervisor's page in each of its states, with invented figures."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.presenters.dashboard.state import DashboardState, DueRow, Headline, OutOfStep
from app.presenters.due import Due, Urgency
from app.presenters.marks import Mark
from app.presenters.shell import HeaderState, RailEntry, ShellState, SyncPill
from widgets.gallery.figures import DEPARTMENTS, MONTH, TODAY, WINDOWS
from widgets.gallery.frame import frame
from widgets.gallery.frames import Builder
from widgets.gallery.trace import PAUSED
from widgets.pages.dashboard import DashboardPage

RAIL = (
    RailEntry("dashboard", "看板", "chart"),
    RailEntry("cases", "办件", "cases"),
    RailEntry("find", "查件", "find"),
    RailEntry("sync", "同步", "sync"),
    RailEntry("devices", "设备", "devices"),
)
HEADER = HeaderState(window="督", desk="督查看板", clerk="郑某某 0008", sync=SyncPill(), clock="15:20")

_HEADLINES = (
    Headline("taken", "接件", "412", "比昨日同时 +17", (380, 401, 377, 420, 431, 395, 412)),
    Headline("accepted", "受理", "386", "比昨日同时 +9", (350, 372, 366, 391, 402, 377, 386)),
    Headline("closed", "办结", "351", "比昨日同时 −4", (300, 342, 331, 366, 380, 355, 351)),
    Headline("handed_out", "出件", "298", "比昨日同时 +21", (260, 270, 281, 275, 301, 277, 298)),
    Headline("open", "在办", "1,207", "接件减办结 +61"),
    Headline("due_today", "今日到期", "2", "占在办 0.2%"),
    Headline("cards", "黄牌 / 红牌", "3 / 1", "占在办 0.3%"),
)


def _due(place: int, title: str, second: str, text: str, urgency: Urgency) -> DueRow:
    return DueRow(f"case-{place}", title, second, Due(text, urgency))


_DUE = (
    _due(1, "特种设备使用登记", "市场监管，07 窗口，已受理", "超 1 日", Urgency.RED),
    _due(2, "建设工程规划许可", "自然资源，11 窗口，特别程序中", "余 0.4 日", Urgency.YELLOW),
    _due(3, "不动产转移登记", "自然资源，02 窗口，已受理", "余 0.5 日", Urgency.YELLOW),
    _due(4, "施工许可证核发", "住建，05 窗口，已受理", "余 0.6 日", Urgency.YELLOW),
    _due(5, "药品经营许可（变更）", "市场监管，03 窗口，已受理", "今日 17:30", Urgency.NEAR),
    _due(6, "食品经营许可（新办）", "市场监管，05 窗口，已接件", "今日 17:30", Urgency.NEAR),
    _due(7, "医疗器械经营备案", "市场监管，11 窗口，待补正", "余 1 日", Urgency.NEAR),
)

STATE = DashboardState(
    asked=True,
    title="今日",
    subtitle="2026 年 10 月 9 日 周五，截至 15:20:04",
    headlines=_HEADLINES,
    course_title="每小时接件与办结",
    course=TODAY,
    pairs_title="各部门办件",
    pairs_note="接件，办结",
    pairs=DEPARTMENTS,
    due_note="红 1，黄 3，今日 2",
    due=_DUE,
    current="case-1",
    windows_note="24 个中 3 个",
    windows=(
        OutOfStep("w17", "17", Mark.WRONG, "离线 2 小时 14 分", "存 31 件，最早 13:06"),
        OutOfStep("w09", "09", Mark.PARKED, "1 件停放 48 分", "中心没有收下，待窗口处理"),
        OutOfStep("w22", "22", Mark.HINT, "今日没有开机", "上次联系 10-8 17:41"),
    ),
    columns_title="各窗口接件",
    columns=WINDOWS,
    messages="短信 3 条没有发出，1 条不知是否送到，待人处理",
)
CALM = replace(
    STATE, due_note="红 0，黄 0，今日 0", due=(), current="", windows_note="24 个中 0 个", windows=(),
    all_in_step="全部窗口已同步", columns=tuple(replace(each, marked=False) for each in WINDOWS), messages="",
    pairs=tuple(replace(each, yellow=0, red=0) for each in DEPARTMENTS),
)  # fmt: skip
NOT_OPEN = replace(TODAY, spans=tuple(replace(each, bar=None, line=None, unfinished=False) for each in TODAY.spans))
EARLY = replace(
    CALM, subtitle="2026 年 10 月 9 日 周五，截至 07:58:04", course=NOT_OPEN,
    headlines=tuple(replace(each, number="0", note="", trend=()) for each in _HEADLINES), pairs=(),
    columns=tuple(replace(each, value=0, marked=False) for each in WINDOWS),
)  # fmt: skip


def dashboard(change: Callable[[DashboardState], DashboardState] = lambda state: state) -> Builder:
    def build() -> QWidget:
        page = DashboardPage()
        shown = frame(page, page.SCOPE, ShellState(HEADER, RAIL, "dashboard", keys=page.keys()))
        shown.show()
        page.present(change(STATE))
        page.focus_first()
        return shown

    return build


def _month(state: DashboardState) -> DashboardState:
    return replace(state, period="month", title="本月", subtitle="2026 年 10-1 至 10-31，截至 15:20:04", course=MONTH,
                   course_title="每日接件与办结", by_window=True, pairs_title="各窗口办件")  # fmt: skip


PAGES = [
    ("dashboard", dashboard()),
    ("dashboard-calm", dashboard(lambda _: CALM)),
    ("dashboard-early", dashboard(lambda _: EARLY)),
    ("dashboard-month", dashboard(_month)),
    ("dashboard-trace", dashboard(lambda s: replace(s, explained=True, trace=PAUSED, trace_title="特种设备使用登记"))),
    (
        "dashboard-stale",
        dashboard(lambda s: replace(s, news="连不上中心。下面是上次取到的数", news_mark=Mark.DOUBTFUL)),
    ),
    (
        "dashboard-away",
        dashboard(
            lambda _: DashboardState(title="今日", news="连不上中心。连上中心后会自己取数", news_mark=Mark.DOUBTFUL)
        ),
    ),
]
