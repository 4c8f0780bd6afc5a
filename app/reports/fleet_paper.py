"""The report of a whole hall, laid out for its director: figures first, then what to buy, then the evidence."""

from __future__ import annotations

from itertools import groupby

from app.domain.calendar import HALL_TIME
from app.reports.fleet import STALE, Fleet, HallWindow, MakeFigures, Placed
from app.reports.paper import TONES, Bar, Cell, Column, Figure, Paper, Section, Table, Tone, numbered
from app.reports.verdicts import percent, work_of
from app.reports.window_paper import advised, comma, figures, how_judged, paging, verdict_counts
from app.wording import Wording
from sync.wire import Verdict

BEST_AND_WORST = 2  # makes of one role, from which they can be compared


def fleet_paper(fleet: Fleet, say: Wording) -> Paper:
    """The report as it is laid out."""
    made = f"{fleet.made_at.astimezone(HALL_TIME):%Y-%m-%d %H:%M}"
    sections = (
        figures(
            [Figure(f"{len(fleet.windows)}", say("report.figure.windows"))],
            [each.device for each in fleet.devices],
            say,
        ),
        _to_replace(fleet, say),
        _roles(fleet, say),
        _makes(fleet, say),
        _windows(fleet, say),
        _to_look_after(fleet, say),
        how_judged(say),
    )
    return Paper(
        language=say.language,
        hall=fleet.hall,
        title=say("report.fleet.title"),
        facts=(
            (say("report.fact.made"), made),
            (say("report.fact.reported"), say("report.fleet.reported", count=fleet.reported, all=len(fleet.windows))),
        ),
        summary=_summary(fleet, say),
        sections=tuple(each for each in sections if each.title or each.figures),
        foot=say("report.foot_fleet", hall=fleet.hall, made=made),
        paging=paging(say),
    )


def _summary(fleet: Fleet, say: Wording) -> tuple[str, ...]:
    devices = [each.device for each in fleet.devices]
    if not devices:
        return (say("report.fleet.nothing", windows=len(fleet.windows)),)
    well, work = sum(each.well for each in devices), work_of(devices)
    told = [
        say("report.fleet.summary", windows=len(fleet.windows), reported=fleet.reported, devices=len(devices),
            well=well, share=percent(well / len(devices))),
        advised(devices, say),
    ]  # fmt: skip
    if work.hours:
        told.append(
            say("report.summary_work", hours=f"{work.hours:,.0f}", uses=f"{work.uses + work.failures:,}",
                failures=f"{work.failures:,}", frames=f"{work.good + work.bad:,}", bad=percent(work.bad_frames),
                losses=f"{work.losses:,}")
        )  # fmt: skip
    between = "" if say.language == "zh_CN" else " "
    return (between.join(told), *_late(fleet, say))


def _late(fleet: Fleet, say: Wording) -> list[str]:
    """Which windows have not reported, or not of late."""
    never = comma(say).join(each.number for each in fleet.missing if each.report is None)
    stale = comma(say).join(each.number for each in fleet.missing if each.report is not None)
    told = [say("report.fleet.never_heard", windows=never)] if never else []
    return told + ([say("report.fleet.not_of_late", windows=stale, days=STALE.days)] if stale else [])


def _to_replace(fleet: Fleet, say: Wording) -> Section:
    found = fleet.with_verdict(Verdict.REPLACE)
    title = say("report.fleet.replace")
    if not found:
        return Section(title, note=say("report.fleet.replace_none"))
    columns = (
        Column("", right=True), Column(say("report.column.window"), 0.55), Column(say("report.column.device"), 1.3),
        Column(say("report.column.make"), 1.2), Column(say("report.column.why"), 2.2),
        Column(say("report.column.advice"), 1.9),
    )  # fmt: skip
    rows = [(*_placed(each), Cell(each.device.why), Cell(each.device.advice)) for each in found]
    return Section(title, text=(say("report.fleet.replace_order"),), table=Table(columns, numbered(rows)))


def _to_look_after(fleet: Fleet, say: Wording) -> Section:
    found = fleet.with_verdict(Verdict.LOOK_AFTER)
    if not found:
        return Section("")
    columns = (
        Column(say("report.column.window"), 0.55), Column(say("report.column.device"), 1.3),
        Column(say("report.column.make"), 1.2), Column(say("report.column.why"), 2.2),
        Column(say("report.column.advice"), 1.9),
    )  # fmt: skip
    rows = tuple((*_placed(each), Cell(each.device.why), Cell(each.device.advice)) for each in found)
    return Section(say("report.fleet.look_after"), table=Table(columns, rows))


def _placed(each: Placed) -> tuple[Cell, ...]:
    device = each.device
    return Cell(each.window), Cell(device.title), Cell(device.make, under=device.profile)


def _roles(fleet: Fleet, say: Wording) -> Section:
    if not fleet.roles:
        return Section("")
    bars = tuple(
        Bar(
            _role(each.role, say),
            tuple((TONES[verdict], each.verdicts[verdict]) for verdict in Verdict),
            say("report.fleet.bar", all=each.all, well=each.well),
        )
        for each in fleet.roles
    )
    words = tuple((TONES[verdict], say(f"report.verdict.{verdict.value}")) for verdict in Verdict)
    return Section(say("report.fleet.roles"), bars=bars, bar_words=words)


def _makes(fleet: Fleet, say: Wording) -> Section:
    if not fleet.makes:
        return Section("")
    columns = (
        Column(say("report.column.role"), 1.05), Column(say("report.column.make"), 1.5),
        Column(say("report.column.count"), 0.5, right=True), Column(say("report.column.uses"), 0.8, right=True),
        Column(say("report.column.failing"), 0.75, right=True), Column(say("report.column.bad"), 0.75, right=True),
        Column(say("report.column.losses"), 0.9, right=True), Column(say("report.column.verdicts"), 2.1),
    )  # fmt: skip
    rows = tuple(
        row
        for role, makes in groupby(fleet.makes, key=lambda each: each.role)
        for row in _make_rows(_role(role, say), list(makes), say)
    )
    return Section(
        say("report.fleet.makes"), text=_compared(fleet, say), table=Table(columns, rows),
        note=say("report.fleet.makes_note"),
    )  # fmt: skip


def _make_rows(role: str, makes: list[MakeFigures], say: Wording) -> list[tuple[Cell, ...]]:
    """The role is said once; its makes stand under one another."""
    return [
        (
            Cell(role if place == 0 else ""),
            Cell(each.profile, under=each.make),
            Cell(f"{each.count}"),
            Cell(f"{each.work.uses + each.work.failures:,}"),
            Cell(percent(each.work.failing)),
            Cell(percent(each.work.bad_frames)),
            Cell("—" if each.work.losses_an_hour is None else f"{each.work.losses_an_hour * 100:.1f}"),
            _verdicts(each, say),
        )
        for place, each in enumerate(makes)
    ]


def _verdicts(make: MakeFigures, say: Wording) -> Cell:
    bad = make.verdicts[Verdict.REPLACE] > 0
    return Cell(verdict_counts(make.verdicts, say), Tone.BAD if bad else Tone.PLAIN)


def _compared(fleet: Fleet, say: Wording) -> tuple[str, ...]:
    """Which make of a role fares best and which worst, where there are several that were used, in a sentence."""
    told = []
    for role, group in groupby((each for each in fleet.makes if each.work.tried), key=lambda each: each.role):
        makes = list(group)
        if len(makes) >= BEST_AND_WORST and makes[0].strain > makes[-1].strain:
            told.append(
                say("report.fleet.compared", role=_role(role, say), best=makes[-1].profile, worst=makes[0].profile)
            )
    between = say("between") if say.language == "zh_CN" else "; "
    return (say("report.fleet.compared_all", roles=between.join(told)),) if told else ()


def _role(role: str, say: Wording) -> str:
    return say(f"role.{role}") if f"role.{role}" in say.ids() else role


def _windows(fleet: Fleet, say: Wording) -> Section:
    columns = (
        Column(say("report.column.window"), 0.7), Column(say("report.column.desk"), 1.5),
        Column(say("report.column.made"), 1.2), Column(say("report.column.count"), 0.6, right=True),
        Column(say("report.column.well"), 0.6, right=True), Column(say("report.column.reported"), 1.4),
    )  # fmt: skip
    if not fleet.windows:
        return Section(say("report.fleet.windows"), note=say("report.fleet.no_windows"))
    return Section(
        say("report.fleet.windows"),
        table=Table(columns, tuple(_window_row(fleet, each, say) for each in fleet.windows)),
    )


def _window_row(fleet: Fleet, window: HallWindow, say: Wording) -> tuple[Cell, ...]:
    report = window.report
    if report is None:
        never = Cell(say("report.fleet.never"), Tone.BAD)
        return Cell(window.number), Cell(window.device_id), Cell("—"), Cell("—"), Cell("—"), never
    stale = fleet.is_stale(window)
    days = (fleet.made_at - report.made_at).days
    return (
        Cell(window.number),
        Cell(report.title),
        Cell(f"{report.made_at.astimezone(HALL_TIME):%Y-%m-%d %H:%M}"),
        Cell(f"{len(report.devices)}"),
        Cell(f"{sum(each.well for each in report.devices)}"),
        Cell(say("report.fleet.stale", days=days), Tone.CARE) if stale else Cell(say("report.fleet.fresh"), Tone.GOOD),
    )
