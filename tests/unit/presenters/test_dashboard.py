"""The supervisor's page: what it says of the hall's figures, what it asks, and what each element leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME
from app.lanes import InlineLane
from app.paths import resources
from app.presenters.dashboard.page import MESSAGES_KEY, DashboardPresenter
from app.presenters.dashboard.state import CasesWanted, DashboardState
from app.presenters.dashboard.words import without_city
from app.presenters.due import Urgency
from app.presenters.marks import Mark
from app.presenters.trace import TraceState
from app.wording import Wording
from sync.errors import Refused, Unreachable
from sync.wire import DueLine, Figures, GroupTally, Period, SpanTally, Tally, WindowContact
from tests.support.lanes import HeldLane

CALENDAR = load_calendar(resources() / "calendars")
NOW = datetime(2026, 10, 9, 15, 20, 4, tzinfo=HALL_TIME)
HOUR_MS = 3_600_000


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


MORNING = ms(NOW.replace(hour=8, minute=0, second=0))
MIDNIGHT = MORNING - 8 * HOUR_MS


def figures(**changes: object) -> Figures:
    given: dict[str, object] = {
        "period": Period.DAY, "begin_ms": MIDNIGHT, "end_ms": MIDNIGHT + 24 * HOUR_MS, "as_of_ms": ms(NOW),
        "total": Tally(taken=412, accepted=386, closed=351, handed_out=298),
        "before": Tally(taken=395, accepted=386, closed=355, handed_out=277),
        "before_begin_ms": MIDNIGHT - 24 * HOUR_MS,
        "spans": tuple(SpanTally(begin_ms=MORNING + n * HOUR_MS, taken=10 + n, closed=n) for n in range(10)),
        "before_spans": tuple(Tally(taken=5 * n) for n in range(10)),
        "trend": tuple(Tally(taken=n) for n in range(7)),
        "departments": (GroupTally(key="D1", taken=96, closed=84, red=1), GroupTally(key="D9", taken=3)),
        "windows": (GroupTally(key="03", taken=40, closed=30), GroupTally(key="17", taken=8)),
        "open": 1207, "due_today": 2, "yellow": 3, "red": 1,
        "due": (_due("red", NOW - timedelta(days=1)), _due("today", NOW.replace(hour=17, minute=30))),
        "contacts": (
            _contact("03", 20), _contact("09", 10, parked=1, oldest=48),
            _contact("17", 134 * 60, waiting=31, oldest=180),
        ),
        "messages_dead": 0, "messages_unsure": 0,
    }  # fmt: skip
    return Figures.model_validate(given | changes)


def _due(case_id: str, until: datetime) -> DueLine:
    return DueLine(
        case_id=case_id, number="YC26-1", item_name="特种设备使用登记", department="D1", window="07",
        state="accepted", desk_role="back_office", desk_name="", clock="promise", due_ms=ms(until),
        yellow_ms=ms(until) - HOUR_MS,
    )  # fmt: skip


def _contact(window: str, silent_seconds: int, *, waiting: int = 0, parked: int = 0, oldest: int = 0) -> WindowContact:
    """`oldest` in minutes before now."""
    return WindowContact(
        device_id=f"w{window}", window=window, seen_at_ms=ms(NOW) - silent_seconds * 1000, waiting=waiting,
        parked=parked, oldest_ms=ms(NOW) - oldest * 60_000 if oldest else 0,
    )  # fmt: skip


@dataclass
class Desk:
    """The presenter with a central that answers what it is told to."""

    lane: InlineLane = field(default_factory=InlineLane)
    answer: Figures | Exception = field(default_factory=figures)
    trace: TraceState | Exception = field(default_factory=lambda: TraceState("10 月 12 日 周一 17:30 止"))
    asked: list[object] = field(default_factory=list)
    opened: list[CasesWanted] = field(default_factory=list)
    state: DashboardState = field(default_factory=DashboardState)

    def __post_init__(self) -> None:
        self.presenter = DashboardPresenter(
            wording=Wording(resources() / "i18n", "zh_CN"), lane=self.lane, fetch=self.fetch, trace_of=self.trace_of,
            departments=lambda: {"D1": "市场监管"}, calendar=lambda: CALENDAR, now=lambda: NOW,
            open_cases=self.opened.append, open_messages=lambda: self.asked.append("messages"),
        )  # fmt: skip
        self.presenter.show(self)

    def present(self, state: DashboardState) -> None:
        self.state = state

    def fetch(self, period: Period) -> Figures:
        self.asked.append(period)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def trace_of(self, case_id: str) -> TraceState:
        self.asked.append(case_id)
        if isinstance(self.trace, Exception):
            raise self.trace
        return self.trace


@pytest.fixture
def desk() -> Desk:
    opened = Desk()
    opened.presenter.refresh()
    return opened


def test_each_headline_has_its_comparison(desk: Desk) -> None:
    told = {each.key: (each.number, each.note) for each in desk.state.headlines}
    assert told["taken"] == ("412", "比昨日同时 +17")
    assert told["closed"] == ("351", "比昨日同时 −4")
    assert told["open"] == ("1,207", "接件减办结 +61")
    assert told["cards"] == ("3 / 1", "占在办 0.3%")
    assert desk.state.subtitle == "2026 年 10 月 9 日 周五，截至 15:20:04"


def test_a_monday_is_not_compared_with_yesterday() -> None:
    desk = Desk(answer=figures(before_begin_ms=MIDNIGHT - 72 * HOUR_MS))
    desk.presenter.refresh()
    assert desk.state.headlines[0].note == "比上个工作日同时 +17"
    assert desk.state.course.before_word == "上个工作日"


def test_the_hour_under_way_is_unfinished_and_later_ones_have_not_begun(desk: Desk) -> None:
    spans = {span.label: span for span in desk.state.course.spans}
    assert spans["15"].unfinished and spans["15"].bar == 17
    assert spans["14"].unfinished is False
    assert (spans["16"].bar, spans["16"].line, spans["16"].before) == (None, None, 40)
    assert desk.state.course.until == "至 15:20"


def test_a_department_is_named_and_what_does_not_fit_is_one_row() -> None:
    many = tuple(GroupTally(key=f"D{n}", taken=20 - n, closed=1) for n in range(1, 16))
    desk = Desk(answer=figures(departments=many))
    desk.presenter.refresh()
    assert len(desk.state.pairs) == 12
    assert (desk.state.pairs[0].name, desk.state.pairs[-1].name) == ("市场监管", "其余 4 个")
    assert (desk.state.pairs[-1].whole, desk.state.pairs[-1].part) == (8 + 7 + 6 + 5, 4)


def test_w_compares_windows_and_d_departments_again(desk: Desk) -> None:
    desk.presenter.group_by_window(True)
    assert [pair.name for pair in desk.state.pairs] == ["03 窗口", "17 窗口"]
    desk.presenter.group_by_window(False)
    assert desk.state.pairs[0].name == "市场监管"


def test_windows_out_of_step_come_by_how_bad_it_is(desk: Desk) -> None:
    told = [(each.window, each.mark, each.what, each.detail) for each in desk.state.windows]
    assert told == [
        ("17", Mark.WRONG, "离线 2 小时 14 分", "存 31 件，最早 12:20"),
        ("09", Mark.PARKED, "1 件停放 48 分", "中心没有收下，待窗口处理"),
    ]
    assert desk.state.windows_note == "3 个中 2 个"
    assert [column.label for column in desk.state.columns if column.marked] == ["09", "17"]


def test_a_window_not_switched_on_today_is_no_alarm() -> None:
    silent = (
        _contact("22", 22 * 3600),
        WindowContact(device_id="w30", window="30", seen_at_ms=0, waiting=0, parked=0, oldest_ms=0),
    )
    desk = Desk(answer=figures(contacts=silent))
    desk.presenter.refresh()
    assert [(each.mark, each.what) for each in desk.state.windows] == [
        (Mark.HINT, "今日没有开机"), (Mark.HINT, "从未联系"),
    ]  # fmt: skip
    assert desk.state.windows[0].detail == "上次联系 10-8 17:20"


def test_what_presses_says_how_much(desk: Desk) -> None:
    assert [(row.due.text, row.due.urgency) for row in desk.state.due] == [
        ("超 1 日", Urgency.RED), ("今日 17:30", Urgency.NEAR),
    ]  # fmt: skip
    assert desk.state.due[0].second == "市场监管，07 窗口，已受理"


def test_dead_messages_are_told_and_none_are_not() -> None:
    desk = Desk(answer=figures(messages_dead=3, messages_unsure=1))
    desk.presenter.refresh()
    assert desk.state.messages.startswith("短信 3 条没有发出，1 条")
    assert Desk().state.messages == ""


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("case:red", CasesWanted("YC26-1", number="YC26-1")),
        ("department:D1", CasesWanted("市场监管", department="D1")),
        ("window:17", CasesWanted("17 窗口", window="17")),
        ("taken", CasesWanted("今日接件", happened="taken", since_ms=MIDNIGHT, until_ms=MIDNIGHT + 24 * HOUR_MS)),
        (
            f"span:{MORNING}",
            CasesWanted("8 时 接件", happened="taken", since_ms=MORNING, until_ms=MORNING + HOUR_MS),
        ),
        ("cards", CasesWanted("黄牌 / 红牌", urgency=Urgency.YELLOW)),
        ("due_today", CasesWanted("今日到期", due_today=True)),
        ("open", CasesWanted("在办")),
    ],
)
def test_every_element_leads_to_its_cases(desk: Desk, key: str, wanted: CasesWanted) -> None:
    desk.presenter.open(key)
    assert desk.opened == [wanted]


def test_what_was_shown_stays_when_the_central_is_away(desk: Desk) -> None:
    desk.answer = Unreachable("ConnectionError")
    desk.presenter.refresh()
    assert desk.state.headlines[0].number == "412"
    assert desk.state.news_mark is Mark.DOUBTFUL and "上次取到" in desk.state.news
    desk.answer = figures()
    desk.presenter.refresh()
    assert desk.state.news == ""


def test_before_the_first_answer_nothing_is_shown_but_why() -> None:
    desk = Desk(answer=Unreachable("ConnectionError"))
    assert (desk.state.asked, desk.state.news_mark) == (False, Mark.RUNNING)
    desk.presenter.refresh()
    assert (desk.state.asked, desk.state.news_mark) == (False, Mark.DOUBTFUL)


def test_who_may_not_see_it_is_told() -> None:
    desk = Desk(answer=Refused(403, "not_your_role", {}))
    desk.presenter.refresh()
    assert "督查人员" in desk.state.news


def test_an_answer_for_a_period_left_meanwhile_is_not_shown() -> None:
    desk = Desk(lane=HeldLane())
    assert isinstance(desk.lane, HeldLane)
    desk.presenter.refresh()
    desk.presenter.choose_period("week")
    desk.presenter.refresh()  # asked already
    desk.lane.go()
    assert desk.asked == [Period.DAY, Period.WEEK]
    assert (desk.state.title, desk.state.asked) == ("本周", False)  # the answer was for a day


def test_a_day_is_read_anew_every_half_minute_and_a_year_every_five(desk: Desk) -> None:
    desk.presenter.tick()
    assert desk.asked == [Period.DAY] * 2
    desk.presenter.choose_period("year")
    for _ in range(10):
        assert desk.asked == [Period.DAY, Period.DAY, Period.YEAR]
        desk.presenter.tick()
    assert desk.asked[-2:] == [Period.YEAR] * 2


def test_t_explains_the_current_case_and_follows_it(desk: Desk) -> None:
    desk.presenter.explain()
    assert desk.state.explained and desk.state.trace.title == "10 月 12 日 周一 17:30 止"
    desk.presenter.choose_due("today")
    assert desk.asked == [Period.DAY, "red", "today"]
    desk.presenter.explain()
    assert not desk.state.explained


def test_a_trace_that_cannot_be_had_says_why(desk: Desk) -> None:
    desk.trace = Unreachable("ConnectionError")
    desk.presenter.explain()
    assert "中心" in desk.state.trace.title


def test_a_case_that_presses_no_more_leaves_its_trace(desk: Desk) -> None:
    desk.presenter.explain()
    desk.answer = figures(due=())
    desk.presenter.refresh()
    assert not desk.state.explained and desk.state.current == ""


def test_nothing_stays_for_who_comes_next(desk: Desk) -> None:
    desk.presenter.forget()
    assert (desk.state.asked, desk.state.headlines, desk.state.due) == (False, (), ())


def test_the_line_about_text_messages_opens_them() -> None:
    desk = Desk()
    desk.presenter.refresh()
    desk.presenter.open(MESSAGES_KEY)
    assert desk.asked[-1] == "messages" and not desk.opened


def test_departments_go_by_what_tells_them_apart() -> None:
    names = {"A": "岳阳市市场监督管理局", "B": "岳阳市民政局", "C": "国家税务总局岳阳市税务局"}
    assert without_city(names) == {"A": "市场监督管理局", "B": "民政局", "C": "国家税务总局岳阳市税务局"}
    assert without_city({"A": "市场监管"}) == {"A": "市场监管"}
