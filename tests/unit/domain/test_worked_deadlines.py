"""Deadlines worked out by hand on the printed calendar: which days count, and so which is the last.

One line an example: received (at ten); limit; pauses as FIRST..LAST/CAP; extension; the days counted, one after the
other, as M-D or M-D..D; the last day; what makes it worth doing. 班 is a weekend day that is worked, ( ) are days
passed over.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.domain.calendar import HALL_TIME, at_hall
from app.domain.deadline import Pause, deadline
from app.rules_file import limit_of

CALENDAR = load_calendar(paths.resources() / "calendars")

BY_HAND = """
2019-02-01 | 5W | | | 2-2..3 2-11..13 | 2019-02-13 | Friday; Sat and Sun 班, (4–10 Spring Festival), Mon, Tue, Wed
2019-04-26 | 5W | | | 4-28..30 5-5..6 | 2019-05-06 | Sunday 28 班, Mon, Tue, (1–4 Labour Day), Sunday 5 班, Mon
2019-09-27 | 10W | | | 9-29..30 10-8..12 10-14..16 | 2019-10-16 | Sun 班, Mon, (1–7), Tue–Fri, Sat 班, (Sun), Mon–Wed
2019-09-12 | 3W | | | 9-16..18 | 2019-09-18 | Thursday; (13–15 Mid-Autumn)
2020-01-17 | 8W | | | 1-19..23 2-3..5 | 2020-02-05 | Sunday 19 班; the festival that was made longer, to 2 February
2020-01-20 | 5W | 1-22..2-5/10W | | 1-21 2-6..7 2-10..11 | 2020-02-11 | 22, 23, 3, 4, 5 stand still: five
2020-06-22 | 5W | | | 6-23..24 6-28..30 | 2020-06-30 | (25–27 Dragon Boat), Sunday 28 班
2020-09-27 | 3W | | | 9-28..30 | 2020-09-30 | received on a Sunday that is worked: it is not counted either
2020-09-28 | 5W | | | 9-29..30 10-9..10 10-12 | 2020-10-12 | (1–8: eight days), Fri, Saturday 班, (Sun), Mon
2021-02-05 | 8W | | | 2-7..10 2-18..20 2-22 | 2021-02-22 | Sun 班, Mon–Wed, (11–17), Thu, Fri, Sat 班, (Sun), Mon
2021-04-30 | 6W | | | 5-6..8 5-10..12 | 2021-05-12 | (1–5), Thu, Fri, Saturday 班, (Sun), Mon–Wed
2021-09-16 | 6W | 9-18..9-22/10W | | 9-17 9-23..24 9-26..28 | 2021-09-28 | Sat 18 班 stands still, (19–21), 22 too
2022-01-28 | 5W | | | 1-29..30 2-7..9 | 2022-02-09 | a whole weekend 班, (31–6 Spring Festival)
2022-09-29 | 5W | | | 9-30 10-8..11 | 2022-10-11 | Fri, (1–7), Saturday and Sunday 班, Mon, Tue
2022-09-30 | 3W | 10-8..10-9/10W | | 10-10..12 | 2022-10-12 | a pause on a weekend that is worked
2022-12-29 | 3W | | | 12-30 1-3..4 | 2023-01-04 | over the year: Fri, (31 Dec – 2 Jan), Tue, Wed
2023-01-20 | 4W | | | 1-28..31 | 2023-01-31 | (21–27), Saturday and Sunday 班, Mon, Tue
2023-06-21 | 5W | | | 6-25..29 | 2023-06-29 | (22–24 Dragon Boat), Sunday 班, Mon–Thu
2023-09-28 | 8W | | 3W | 10-7..13 10-16..19 | 2023-10-19 | (29–6), Sat, Sun 班; eight end on Monday 16; three more
2024-02-02 | 7W | | | 2-4..9 2-18 | 2024-02-18 | Sunday 班, to New Year's Eve, (10–17), a Sunday 班
2024-05-09 | 3W | | | 5-10..11 5-13 | 2024-05-13 | Fri, Saturday 班, (Sun), Mon
2024-09-13 | 5W | 9-14..9-19/2W | | 9-19..20 9-23..25 | 2024-09-25 | may stop two: Sat 14 班, 18; the 19th counts
2024-09-27 | 10W | | | 9-29..30 10-8..12 10-14..16 | 2024-10-16 | Sun 班, Mon, (1–7), Tue–Fri, Sat 班, Mon–Wed
2025-01-24 | 6W | | | 1-26..27 2-5..8 | 2025-02-08 | Sunday 班, Mon, (28–4), Wed–Fri, and a Saturday 班
2025-04-25 | 5W | | | 4-27..30 5-6 | 2025-05-06 | Sunday 班, Mon–Wed, (1–5), Tue
2025-09-26 | 8W | 9-30..10-9/10W | | 9-28..29 10-10..11 10-13..16 | 2025-10-16 | 30 and 9 stand still
2025-09-30 | 3W | 10-9..10-11/9W 10-11..10-14/9W | | 10-15..17 | 2025-10-17 | the 11th stops once
2026-02-13 | 8W | | | 2-14 2-24..28 3-2..3 | 2026-03-03 | Sat 班, (15–23: nine days), Tue–Fri, Sat 班, (Sun), Mon, Tue
2026-09-18 | 8W | 9-23..9-29/10W | | 9-20..22 9-30 10-8..10 10-12 | 2026-10-12 | the example that is drawn
2026-09-18 | 8W | 9-23..9-29/10W | 10W | 9-20..22 9-30 10-8..10 10-12..16 10-19..23 10-26 | 2026-10-26 | + ten
2026-09-25 | 5W | 9-28..10-12/10W | | 10-13..16 10-19 | 2026-10-19 | 28–30, 8–10, 12 stand still: seven of ten
2026-11-06 | 5W | 11-9..11-11/15W | | 11-12..13 11-16..18 | 2026-11-18 | Friday; Monday to Wednesday do not count
2026-10-30 | 5W | 11-9..11-11/15W | | 11-2..6 | 2026-11-06 | due on Friday: a pause after it gives nothing back
2026-11-02 | 5W | 11-9..11-10/15W | | 11-3..6 11-11 | 2026-11-11 | due Monday 9; 48 hours more are Wednesday, no Sunday
2026-11-02 | 5W | 11-3..11-13/3N | | 11-6 11-9..12 | 2026-11-12 | three natural days may stop it: 3, 4, 5
2026-11-02 | 3W | 11-2..11-3/10W | | 11-4..6 | 2026-11-06 | it stops on the day of receipt already
2026-09-30 | 2W | 10-2..10-6/10W | | 10-8..9 | 2026-10-09 | a pause within the holidays takes nothing
2026-10-03 | 3W | | | 10-8..10 | 2026-10-10 | received on a holiday; Thu, Fri, Saturday 班
2026-11-15 | 2W | | | 11-16..17 | 2026-11-17 | received on a Sunday
2026-09-20 | 15N | | | 9-21..30 10-1..5 | 2026-10-08 | the fifteenth is 5 October, a holiday: on to Thursday 8
2026-11-11 | 10N | 11-13..11-16/10W | | 11-12 11-17..25 | 2026-11-25 | the weekend within the pause stands still too
2026-11-12 | 2N | 11-16..11-17/10W | | 11-13..14 | 2026-11-18 | ends on a Saturday; Monday and Tuesday stand still
2026-11-06 16:00 | 24H | | | 11-7 | 2026-11-09 | Saturday 16:00: on to Monday
2026-11-09 10:00 | 48H | 11-10..11-11/10W | | 11-12..13 | 2026-11-13 | 14 hours on the ninth; 34 from midnight: 10:00
2026-12-30 | 5W | | | 12-31 1-1 1-4..6 | 2027-01-06 ? | nobody knows the holidays of 2027: 1 January is a Friday
2026-12-15 | 8W | | 10W | 12-16..18 12-21..25 12-28..31 1-1 1-4..8 | 2027-01-08 ? | only the extension is provisional
2026-12-28 | 3W | 12-29..12-31/10W | | 1-1 1-4..5 | 2027-01-05 ? | a pause up to the turn of the year
2018-12-27 | 5W | | | 12-28 12-31 1-2..4 | 2019-01-04 ? | 2018 is not in the files: (29, 30), Mon, (1), Wed–Fri
"""

EXAMPLES = [line.split("|") for line in BY_HAND.splitlines() if line]


@pytest.mark.parametrize("example", EXAMPLES, ids=[" ".join(example[0].split()) for example in EXAMPLES])
def test_the_days_counted_are_those_of_the_printed_calendar(example: list[str]) -> None:
    received, limit, pauses, extension, counted, last, _ = (part.strip() for part in example)
    due, _, provisional = last.partition(" ")
    start = datetime.fromisoformat(received if ":" in received else f"{received} 10:00").replace(tzinfo=HALL_TIME)
    found = deadline(
        start,
        limit_of(limit),
        CALENDAR,
        pauses=[_pause(text, start.year) for text in pauses.split()],
        extension=limit_of(extension) if extension else None,
    )
    assert [day.day for day in found.trace if day.number] == list(_days(counted, start.date()))
    assert found.due == date.fromisoformat(due)
    assert found.provisional == bool(provisional)


def test_there_are_enough_of_them_from_every_year() -> None:
    assert len(EXAMPLES) >= 45
    assert {example[0][:4] for example in EXAMPLES} >= {str(year) for year in range(2019, 2027)}


def test_hours_end_at_their_hour_and_days_when_the_hall_closes() -> None:
    monday = datetime(2026, 11, 9, 10, tzinfo=HALL_TIME)
    assert deadline(monday, limit_of("24H"), CALENDAR).until == datetime(2026, 11, 10, 10, tzinfo=HALL_TIME)
    assert deadline(monday, limit_of("1W"), CALENDAR).until == datetime(2026, 11, 10, 17, 30, tzinfo=HALL_TIME)


def test_hours_that_a_day_off_or_a_pause_moved_end_with_their_day() -> None:
    friday = datetime(2026, 11, 6, 16, tzinfo=HALL_TIME)
    assert deadline(friday, limit_of("24H"), CALENDAR).until == datetime(2026, 11, 9, 17, 30, tzinfo=HALL_TIME)
    stopped = deadline(friday, limit_of("96H"), CALENDAR, pauses=[_pause("11-9..11-10/10W", 2026)])
    assert stopped.until == datetime(2026, 11, 12, 17, 30, tzinfo=HALL_TIME)  # 56 hours to midnight, 40 more


def _pause(text: str, year: int) -> Pause:
    days, _, cap = text.partition("/")
    first, last = (date(year, *map(int, day.split("-"))) for day in days.split(".."))
    return Pause("x", "专家评审", at_hall(first, time.min), at_hall(last, time.max), limit_of(cap))


def _days(text: str, start: date) -> list[date]:
    """The days of 9-20..22 9-30: in the year of the start, or in the next once they have gone round."""
    days: list[date] = []
    for part in text.split():
        first, _, last = part.partition("..")
        month, day = (int(number) for number in first.split("-"))
        begin = date(start.year, month, day)
        if begin <= start:
            begin = date(start.year + 1, month, day)
        days += [begin + timedelta(days=n) for n in range(int(last or day) - day + 1)]
    return days
