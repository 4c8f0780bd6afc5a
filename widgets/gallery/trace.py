"""Deadlines: traces and due chips in each of their states, with invented days."""

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.due import Due, Urgency
from app.presenters.trace import DayLook, TraceDay, TraceLine, TraceState
from widgets.kit.pill import due_sign
from widgets.kit.plane import Ground, Plane
from widgets.kit.row import Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.trace_calendar import TraceCalendar
from widgets.theme.current import current_theme

_LOOKS = {
    "接": DayLook.START,
    "停": DayLook.PAUSED,
    "止": DayLook.LAST,
    "休": DayLook.FREE,
    "数": DayLook.COUNTED,
    "班": DayLook.COUNTED,
    "平": DayLook.PLAIN,
}
_FEASTS = {date(2026, 9, 25): "中秋", date(2026, 10, 1): "国庆", date(2027, 1, 1): "元旦"}


def trace(title: str, remark: str, start: date, looks: str, today: date, provisional_from: date) -> TraceState:
    """A trace of the days told by `looks`, a sign a day, from the Monday `start`."""
    number, days = 0, []
    for place, sign in enumerate(looks):
        day = start + timedelta(days=place)
        number += sign in "数班止"
        word = {"接": "受理", "停": "停", "止": "止"}.get(sign, "") or _FEASTS.get(day, "")
        dated = place == 0 or day.day == 1
        days.append(
            TraceDay(
                day,
                f"{day.month}-{day.day}" if dated else str(day.day),
                _LOOKS[sign],
                number if sign in "数班止" else 0,
                "今" if day == today and not word else word,
                "班" if sign == "班" else "",
                day == today,
                day >= provisional_from,
                f"{day.month} 月 {day.day} 日，{word or sign}",
            )
        )
    weeks = tuple(tuple(days[at : at + 7]) for at in range(0, len(days), 7))
    return TraceState(title, remark, weeks, _GROUPS)


_GROUPS = (
    (
        TraceLine("受理", "9-18 周五", "当日不计"),
        TraceLine("承诺", "8 个工作日", "原应 9-30 周三"),
        TraceLine("调休", "9-20、10-10 上班", "计入"),
        TraceLine("节假日", "中秋 3 天、国庆 7 天", "不计"),
        TraceLine("暂停", "专家评审 9-23 至 9-29", "停 4 日，限 10 日", "《行政许可法》第 45 条，9-23 已书面告知"),
    ),
    (
        TraceLine("承诺", "10-12 周一", "已用 6 / 8 日", strong=True),
        TraceLine("法定", "10-28 周三", "20 个工作日"),
        TraceLine("省监察", "10-12 09:20", "按工作秒，扣暂停"),
    ),
)

PAUSED = trace(
    "10 月 12 日 周一 17:30 止",
    "余 2 个工作日",
    date(2026, 9, 14),
    "平平平平接休班数数停停休休休停停数休休休休休休休数数班休止平平平平平平",
    date(2026, 10, 9),
    date(2028, 1, 1),
)
PROVISIONAL = trace(
    "1 月 8 日 周五 17:30 止（暂算）",
    "余 6 个工作日",
    date(2026, 12, 21),
    "平平接数数休休数数数数休休休数数数数止休休",
    date(2026, 12, 30),
    date(2027, 1, 1),
)


def trace_parts() -> QWidget:
    """A trace with pauses and make-up days, a provisional one, and every due chip in a list."""
    page, theme = Plane(), current_theme()
    columns = QHBoxLayout(page)
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(0)
    for state in (PAUSED, PROVISIONAL):
        aside = Plane(Ground.GROUND, hairline=True)
        aside.setFixedWidth(theme.px(432))
        layout = QVBoxLayout(aside)
        layout.setContentsMargins(theme.px(24), theme.px(24), theme.px(24), theme.px(24))
        calendar = TraceCalendar("时限")
        calendar.present(state)
        layout.addWidget(calendar)
        layout.addStretch(1)
        columns.addWidget(aside)
    right = QVBoxLayout()
    right.setContentsMargins(0, theme.px(24), 0, 0)
    right.addWidget(Text("  期限标", Role.SECTION))
    rows = Rows("办件", inset=24)
    rows.present(_due_rows(), "warned")
    right.addWidget(rows)
    columns.addLayout(right, 1)
    return page


def _due_rows() -> tuple[Group | Row, ...]:
    case = "YC26-07-00288　某某机械"
    return (
        Group("已超期", "1"),
        Row("red", "特种设备使用登记", second=case, pill=due_sign(Due("超 1 日", Urgency.RED)), right_second="已受理"),
        Group("今日到期", "2"),
        Row(
            "yellow",
            "药品经营许可（变更）",
            second=case,
            pill=due_sign(Due("余 0.4 日", Urgency.YELLOW)),
            right_second="已受理",
        ),
        Group("三日内到期", "1"),
        Row(
            "warned",
            "食品经营许可（新办）",
            second=case,
            pill=due_sign(Due("余 2 日", Urgency.NEAR)),
            right_second="待受理",
        ),
        Group("以后", "2"),
        Row("plain", "个体工商户变更登记", second=case, right="10-15　余 5 日", right_second="已受理"),
        Row("stopped", "食品生产许可（延续）", second=case, right="时限停", right_second="特别程序中"),
    )
