"""`yichuang deadline`: when a case is due, by every clock, and why."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import combinations
from typing import Any

from app.commands.answer import GOOD, answering, show, table
from app.commands.settings import settings_of
from app.domain.calendar import HALL_TIME, at_hall
from app.domain.catalogue import Limit
from app.domain.clock_words import CLOCK_NAMES, Explanation, Sentence, day_role_text, day_text, explain
from app.domain.clocks import Clock, ClockFacts, ClockKind, clocks
from app.domain.deadline import Deadline, Pause, deadline
from app.domain.rules import Rules
from app.hall_copies import calendar_here, rules_here
from app.rules_file import limit_of

YEARS = range(2000, 2100)
NOT_ACCEPTED = "no"
_SUSPENDED = re.compile(r"(?P<first>[^.]+)\.\.(?P<last>[^:]*):(?P<kind>.+)")


def add_to(commands: Any) -> None:
    """Add `deadline` to the program's commands."""
    command = commands.add_parser("deadline", help="算一个办件的各项时限和算法")
    command.add_argument("--received", required=True, metavar="2026-09-25T14:00", help="材料齐全的时间")
    command.add_argument("--limit", required=True, metavar="5W", help="承诺时限：W 工作日，N 自然日，H 小时")
    command.add_argument("--statutory", default="", metavar="20W", help="法定时限；不写按规则")
    command.add_argument(
        "--accepted",
        default="",
        metavar="MOMENT",
        help=f"受理时间，没有受理写 {NOT_ACCEPTED}；不写为接件时",
    )
    command.add_argument(
        "--suspend", action="append", default=[], metavar="FIRST..LAST:专家评审",
        help="特别程序；不写止日为还在进行；可写多个",
    )  # fmt: skip
    command.add_argument("--extend", default="", metavar="10", help="延期的工作日数")
    command.add_argument("--finished", default="", metavar="MOMENT", help="办结的时间")
    command.add_argument("--now", default="", metavar="MOMENT", help="按什么时候算；不写为现在")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        settings = settings_of(given.config)
        rules, calendar = rules_here(settings).newest, calendar_here(settings).newest
        facts, now = _facts(given, rules)
        found = clocks(facts, calendar, rules, now)
        main = next((clock for clock in found if clock.kind is ClockKind.PROMISE), found[0])
        told = explain(main, found)
        traced = main.deadline or deadline(main.start, main.limit, calendar)
        if given.json:
            return show(_plain(main, found, told, traced, now=now), as_json=True)
        print("\n\n".join(_text(told, traced)))
        return GOOD

    return answering(work, as_json=given.json)


def _facts(given: argparse.Namespace, rules: Rules) -> tuple[ClockFacts, datetime]:
    """What the arguments say. Raises `ValueError` with a sentence for what makes no sense."""
    received = _moment("--received", given.received)
    accepted = None if given.accepted == NOT_ACCEPTED else _moment("--accepted", given.accepted or given.received)
    finished = _moment("--finished", given.finished) if given.finished else None
    now = _moment("--now", given.now) if given.now else datetime.now(HALL_TIME)
    for name, moment in (("--accepted", accepted), ("--finished", finished), ("--now", now)):
        if moment is not None and moment < received:
            raise ValueError(f"{name} {moment:%Y-%m-%d %H:%M} 早于接件 {received:%Y-%m-%d %H:%M}，请核对两个时间")
    if finished is not None and (accepted is None or finished < accepted):
        raise ValueError("--finished 须在受理之后，请核对 --accepted")
    pauses = tuple(_pause(text, accepted or received, rules) for text in given.suspend)
    _refuse_overlaps(pauses)
    if pauses and accepted is None:
        raise ValueError("未受理的办件不能进入特别程序，请给出 --accepted")
    facts = ClockFacts(
        received=received,
        complete=received,
        promised=_limit("--limit", given.limit),
        statutory=_limit("--statutory", given.statutory) if given.statutory else None,
        accepted=accepted,
        decided=finished,
        finished=finished,
        pauses=pauses,
        extension=_extension(given.extend, rules) if given.extend else None,
    )
    return facts, now


def _moment(name: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise ValueError(f"{name} {text} 不是时间，应写成 2026-09-25T14:00")
    return moment.astimezone(HALL_TIME) if moment.tzinfo else moment.replace(tzinfo=HALL_TIME)


def _limit(name: str, text: str) -> Limit:
    try:
        return limit_of(text)
    except ValueError:
        raise ValueError(f"{name} {text} 不是时限，应写成 5W（工作日）、10N（自然日）或 24H（小时）") from None


def _extension(text: str, rules: Rules) -> Limit:
    most = rules.extension.amount
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise ValueError(f"--extend {text} 不对，延期只有一次，可延 1–{most} 个工作日")
    return Limit(int(text))


def _pause(text: str, since: datetime, rules: Rules) -> Pause:
    written = _SUSPENDED.fullmatch(text.strip())
    if written is None:
        raise ValueError(f"--suspend {text} 不对，应写成 2026-09-28..2026-10-12:专家评审")
    kind = rules.procedure(written["kind"].strip())
    if kind is None:
        names = "、".join(each.name for each in rules.procedures)
        raise ValueError(f"没有“{written['kind'].strip()}”这种特别程序，可用：{names}")
    first = _day(text, written["first"])
    last = _day(text, written["last"]) if written["last"].strip() else None
    if last is not None and last < first:
        raise ValueError(f"--suspend {text} 的结束早于开始，请对调两个日期")
    if first < since.date():
        raise ValueError(f"--suspend {text} 早于受理 {since:%Y-%m-%d}，特别程序只能在受理之后")
    begun = max(at_hall(first, time.min), since)
    ended = at_hall(last, time.max) if last else None
    return Pause(kind.code, kind.name, begun, ended, kind.cap, kind.legal_basis, stops=kind.stops)


def _day(whole: str, text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        raise ValueError(f"--suspend {whole} 的“{text.strip()}”不是日期，应写成 2026-09-28..2026-10-12:专家评审")
    return day


def _refuse_overlaps(pauses: Sequence[Pause]) -> None:
    """Two procedures may run at once, the same one not twice."""
    ordered = sorted(pauses, key=lambda pause: pause.begun)
    for one, other in combinations(ordered, 2):
        if one.kind == other.kind and (one.ended is None or other.begun <= one.ended):
            raise ValueError(f"两次{one.name}的日期重叠，请并成一次")


def _text(told: Explanation, traced: Deadline) -> Iterator[str]:
    """The answer, how it came, the clocks, and day after day."""
    yield f"{told.title}　{told.left}"
    yield table([row for line in told.lines for row in _rows(line)])
    yield "各项时限\n" + table([row for line in told.clocks for row in _rows(line)])
    yield "逐日\n" + table([(day_text(day.day), day_role_text(day), day.note) for day in traced.trace])


def _rows(line: Sentence) -> Iterator[tuple[str, str, str]]:
    yield line.label, line.text, line.note
    if line.detail:
        yield "", line.detail, ""


def _plain(
    main: Clock, found: Sequence[Clock], told: Explanation, traced: Deadline, *, now: datetime
) -> dict[str, Any]:
    return {
        "now": now.isoformat(),
        "title": told.title,
        "left": told.left,
        "due": main.due.isoformat(),
        "until": main.until.isoformat(),
        "original": traced.original.isoformat(),
        "provisional": traced.provisional,
        "stopped": traced.stopped,
        "why": [_said(line) for line in told.lines],
        "clocks": [_clock(clock, _said(line)) for clock, line in zip(found, told.clocks, strict=True)],
        "trace": _days(traced),
    }


def _clock(clock: Clock, said: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": clock.kind.value,
        "name": CLOCK_NAMES[clock.kind],
        "subject": clock.subject,
        "state": clock.state.value,
        "card": clock.card.name.lower(),
        "from": clock.origin.value,
        "start": clock.start.isoformat(),
        "due": clock.due.isoformat(),
        "until": clock.until.isoformat(),
        "used": clock.used,
        "days": clock.days,
        "left": clock.left,
        "warning_at": clock.warning_at.isoformat() if clock.warning_at else None,
        "yellow_at": clock.yellow_at.isoformat() if clock.yellow_at else None,
        "said": said,
        "trace": _days(clock.deadline) if clock.deadline else [],
    }


def _said(line: Sentence) -> dict[str, str]:
    return {"label": line.label, "text": line.text, "note": line.note, "detail": line.detail}


def _days(found: Deadline) -> list[dict[str, Any]]:
    return [
        {"day": day.day.isoformat(), "role": day.role.value, "number": day.number, "note": day.note}
        for day in found.trace
    ]
