"""The figures of the hall put into words and shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.clock_words import day_text
from app.presenters.dashboard.state import DashboardState, DueRow, Headline, OutOfStep
from app.presenters.due import due_of
from app.presenters.figures import Column, Course, Pair, Span
from app.presenters.marks import Mark
from app.wording import Wording
from sync.wire import DueLine, Figures, GroupTally, Period, Tally, WindowContact

MOST_ROWS = 12
SILENT_MS = 90_000
"""A window says hello every half minute; after three that did not come it is off line."""

SLOW_MS = 10 * 60_000
"""What has waited longer than this at a window that is there needs somebody's eye."""

_MINUTE_MS = 60_000
_WEEKDAYS = "一二三四五六日"


class DashboardWords:
    """Turns one answer of the central into the page."""

    def __init__(
        self,
        say: Wording,
        departments: Callable[[], Mapping[str, str]],
        calendar: Callable[[], WorkCalendar],
        now: Callable[[], datetime],
    ) -> None:
        self._say, self._departments, self._calendar, self._now = say, departments, calendar, now

    def state(self, figures: Figures, *, by_window: bool) -> DashboardState:
        """The page but for what somebody chose on it."""
        say, period, names = self._say, figures.period.value, self._departments()
        windows = self._out_of_step(figures)
        alarming = {each.window for each in windows if each.mark is not Mark.HINT}
        groups = figures.windows if by_window else figures.departments
        return DashboardState(
            asked=True,
            title=say(f"period.{period}"),
            subtitle=self._subtitle(figures),
            headlines=self._headlines(figures),
            course_title=say(f"course.{period}"),
            course=self._course(figures),
            pairs_title=say("dashboard.by_window" if by_window else "dashboard.by_department"),
            pairs_note=say("dashboard.pairs_note"),
            pairs=self._pairs(groups, names, by_window=by_window),
            due_note=say(
                "dashboard.due_note", red=figures.red, yellow=figures.yellow, today=figures.due_today
            ),
            due=tuple(self._due(line, names) for line in figures.due),
            windows_note=say("dashboard.windows_note", all=len(figures.contacts), count=len(alarming)),
            windows=windows,
            all_in_step="" if windows else say("dashboard.all_in_step"),
            columns_title=say("dashboard.columns"),
            columns=self._columns(figures, alarming),
            messages=self._messages(figures),
        )  # fmt: skip

    def department(self, code: str) -> str:
        """The name of a department."""
        return self._departments().get(code, code) or self._say("dashboard.no_department")

    def span(self, period: Period, begin_ms: int) -> str:
        """A span as words rather than as the label under its bar."""
        begin, label = _hall(begin_ms), self._span_label(period, begin_ms)
        match period:
            case Period.DAY:
                return self._say("dashboard.hour", hour=begin.hour)
            case Period.MONTH:
                return f"{begin.month}-{begin.day}"
            case _:
                return label

    def _subtitle(self, figures: Figures) -> str:
        begin, end = _hall(figures.begin_ms), _hall(figures.end_ms - 1)
        clock = f"{_hall(figures.as_of_ms):%H:%M:%S}"
        if figures.period is Period.DAY:
            return self._say("dashboard.as_of_day", year=begin.year, day=day_text(begin.date()), time=clock)
        days = f"{begin.month}-{begin.day}", f"{end.month}-{end.day}"
        return self._say("dashboard.as_of", year=begin.year, first=days[0], last=days[1], time=clock)

    def _headlines(self, figures: Figures) -> tuple[Headline, ...]:
        say, total, before = self._say, figures.total, figures.before
        compared = self._compared_with(figures)
        trend = figures.trend or tuple(span for span in figures.spans if span.begin_ms <= figures.as_of_ms)
        counted = [
            Headline(
                name,
                say(f"headline.{name}"),
                f"{getattr(total, name):,}",
                f"{compared} {_signed(getattr(total, name) - getattr(before, name))}",
                tuple(float(getattr(each, name)) for each in trend),
            )
            for name in Tally.model_fields
        ]
        net = total.taken - total.closed
        today, yellow, red = figures.due_today, figures.yellow, figures.red
        return (
            *counted,
            Headline("open", say("headline.open"), f"{figures.open:,}", say("headline.net", net=_signed(net))),
            Headline("due_today", say("headline.due_today"), str(today), self._share(today, figures)),
            Headline("cards", say("headline.cards"), f"{yellow} / {red}", self._share(yellow + red, figures)),
        )

    def _share(self, count: int, figures: Figures) -> str:
        return self._say("headline.share", percent=f"{100 * count / figures.open:.1f}") if figures.open else ""

    def _compared_with(self, figures: Figures) -> str:
        if figures.period is not Period.DAY:
            return self._say(f"compared.{figures.period.value}")
        day, before = _hall(figures.begin_ms).date(), _hall(figures.before_begin_ms).date()
        return self._say("compared.day" if (day - before).days == 1 else "compared.workday")

    def _course(self, figures: Figures) -> Course:
        say, as_of = self._say, figures.as_of_ms
        ends = [span.begin_ms for span in figures.spans[1:]] + [figures.end_ms]
        compared = any(any(dict(tally).values()) for tally in figures.before_spans)
        spans = []
        for span, end, before in zip(figures.spans, ends, figures.before_spans, strict=True):
            begun, under_way = span.begin_ms <= as_of, span.begin_ms <= as_of < end
            label = self._span_label(figures.period, span.begin_ms)
            spans.append(
                Span(
                    f"span:{span.begin_ms}",
                    label,
                    span.taken if begun else None,
                    span.closed if begun else None,
                    before.taken if compared else None,
                    under_way,
                    say("course.spoken", span=label, taken=span.taken, closed=span.closed) if begun else "",
                )
            )
        until = say("course.until", time=f"{_hall(as_of):%H:%M}") if figures.period is Period.DAY else ""
        return Course(
            tuple(spans), say("headline.taken"), say("headline.closed"),
            say(f"before.{figures.period.value}") if self._yesterday(figures) else say("before.workday"), until,
        )  # fmt: skip

    def _yesterday(self, figures: Figures) -> bool:
        """Whether the period before is the one next before: a Monday is compared with Friday."""
        return figures.period is not Period.DAY or figures.begin_ms - figures.before_begin_ms == 24 * 60 * _MINUTE_MS

    def _span_label(self, period: Period, begin_ms: int) -> str:
        begin = _hall(begin_ms)
        match period:
            case Period.DAY:
                return str(begin.hour)
            case Period.WEEK:
                return self._say(f"weekday.{begin.isoweekday()}")
            case Period.MONTH:
                return str(begin.day)
            case Period.YEAR:
                return self._say("dashboard.month", month=begin.month)

    def _pairs(self, groups: Iterable[GroupTally], names: Mapping[str, str], *, by_window: bool) -> tuple[Pair, ...]:
        """The largest; what does not fit is one row of its own."""
        found = list(groups)
        shown, rest = (found, []) if len(found) <= MOST_ROWS else (found[: MOST_ROWS - 1], found[MOST_ROWS - 1 :])
        kind = "window" if by_window else "department"
        pairs = [self._pair(f"{kind}:{each.key}", self._name(each.key, names, by_window), [each]) for each in shown]
        if rest:
            pairs.append(self._pair("rest", self._say("dashboard.rest", count=len(rest)), rest))
        return tuple(pairs)

    def _name(self, key: str, names: Mapping[str, str], by_window: bool) -> str:
        if by_window:
            return self._say("dashboard.window", number=key)
        return names.get(key, key) or self._say("dashboard.no_department")

    def _pair(self, key: str, name: str, groups: list[GroupTally]) -> Pair:
        taken, closed, yellow, red = (
            sum(getattr(each, of) for each in groups) for of in ("taken", "closed", "yellow", "red")
        )
        spoken = self._say("dashboard.pair", name=name, taken=taken, closed=closed, yellow=yellow, red=red)
        return Pair(key, name, taken, closed, yellow, red, spoken)

    def _due(self, line: DueLine, names: Mapping[str, str]) -> DueRow:
        now = self._now()
        due = due_of(_hall(line.due_ms), _hall(line.yellow_ms) if line.yellow_ms <= line.due_ms else None,
                     now=now, calendar=self._calendar())  # fmt: skip
        department = names.get(line.department, line.department)
        window = self._say("dashboard.window", number=line.window) if line.window else ""
        state = self._say(f"state.{line.state}")
        return DueRow(line.case_id, line.item_name, "，".join(filter(None, (department, window, state))), due)

    def _out_of_step(self, figures: Figures) -> tuple[OutOfStep, ...]:
        """Those off line first, then those with something parked or waiting, then those not switched on today."""
        found = [(order, each) for contact in figures.contacts if (judged := self._judge(contact, figures))
                 for order, each in (judged,)]  # fmt: skip
        return tuple(each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].window)))

    def _judge(self, contact: WindowContact, figures: Figures) -> tuple[int, OutOfStep] | None:
        say, silent = self._say, figures.as_of_ms - contact.seen_at_ms
        if not contact.seen_at_ms:
            return 3, self._told(contact, Mark.HINT, say("contact.never"), "")
        if silent > SILENT_MS:
            if _hall(contact.seen_at_ms).date() == _hall(figures.as_of_ms).date():
                what = say("contact.offline", span=self._span(silent))
                return 0, self._told(contact, Mark.WRONG, what, self._held(contact))
            return 2, self._told(contact, Mark.HINT, say("contact.not_today"), self._held(contact))
        age = figures.as_of_ms - contact.oldest_ms
        if contact.parked:
            what = say("contact.parked", count=contact.parked, span=self._span(age))
            return 1, self._told(contact, Mark.PARKED, what, say("contact.parked_detail"))
        if contact.waiting and age > SLOW_MS:
            what = say("contact.slow", span=self._span(age))
            return 1, self._told(contact, Mark.DOUBTFUL, what, self._held(contact))
        return None

    def _told(self, contact: WindowContact, mark: Mark, what: str, detail: str) -> OutOfStep:
        return OutOfStep(contact.device_id, contact.window, mark, what, detail)

    def _held(self, contact: WindowContact) -> str:
        """What it had to send when it was heard of last, or when that was."""
        if contact.waiting:
            return self._say("contact.held", count=contact.waiting, time=_moment(contact.oldest_ms, contact.seen_at_ms))
        return self._say("contact.last", time=_moment(contact.seen_at_ms, 0))

    def _span(self, milliseconds: int) -> str:
        minutes = max(1, milliseconds // _MINUTE_MS)
        if minutes < 60:
            return self._say("span.minutes", minutes=minutes)
        if minutes < 24 * 60:
            return self._say("span.hours", hours=minutes // 60, minutes=minutes % 60)
        return self._say("span.days", days=minutes // (24 * 60))

    def _columns(self, figures: Figures, out_of_step: set[str]) -> tuple[Column, ...]:
        taken = {each.window: 0 for each in figures.contacts} | {each.key: each.taken for each in figures.windows}
        return tuple(
            Column(
                f"window:{window}", window, count, window in out_of_step,
                self._say("dashboard.column", window=window, count=count),
            )
            for window, count in sorted(taken.items())
        )  # fmt: skip

    def _messages(self, figures: Figures) -> str:
        if not figures.messages_dead and not figures.messages_unsure:
            return ""
        return self._say("dashboard.messages", dead=figures.messages_dead, unsure=figures.messages_unsure)


def _signed(difference: int) -> str:
    """With a minus as wide as the plus."""
    return f"{difference:+d}".replace("-", "−") if difference else "±0"


def _hall(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, HALL_TIME)


def _moment(ms: int, beside_ms: int) -> str:
    """The time of day; with its date where that is another than that of `beside_ms` (0: of today's line)."""
    moment, beside = _hall(ms), _hall(beside_ms) if beside_ms else None
    day: date | None = None if beside is not None and beside.date() == moment.date() else moment.date()
    return f"{day.month}-{day.day} {moment:%H:%M}" if day else f"{moment:%H:%M}"


def without_city(names: Mapping[str, str]) -> dict[str, str]:
    """Names of departments as people of the hall say them: without the city that most of them begin with."""
    begins = Counter(name[: name.index("市") + 1] for name in names.values() if "市" in name[2:6])
    city, count = begins.most_common(1)[0] if begins else ("", 0)
    if count * 2 <= len(names):
        return dict(names)
    return {code: name.removeprefix(city) or name for code, name in names.items()}
