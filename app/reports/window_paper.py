"""The report of one window, laid out: a summary, a table of its devices, then all about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.domain.calendar import HALL_TIME
from app.reports import verdicts
from app.reports.paper import TONES, Card, Cell, Column, Figure, Pair, Paper, Section, Table, numbered
from app.reports.verdicts import amount, percent, work_of
from app.wording import Wording
from sync.wire import DeviceReport, Verdict, WindowReport


def window_paper(report: WindowReport, say: Wording) -> Paper:
    """The report as it is laid out."""
    made = f"{report.made_at.astimezone(HALL_TIME):%Y-%m-%d %H:%M}"
    facts = {"window": f"{report.window}  {report.title}", "made": made, "system": report.system,
             "device_id": report.device_id}  # fmt: skip
    return Paper(
        language=say.language,
        hall=report.hall,
        title=say("report.title"),
        facts=tuple((say(f"report.fact.{name}"), value) for name, value in facts.items() if value),
        summary=summary(report.devices, say),
        sections=(
            figures((), report.devices, say),
            _devices(report.devices, say),
            _each(report.devices, say),
            how_judged(say),
        ),
        foot=say("report.foot_window", hall=report.hall, window=report.window, made=made),
        paging=paging(say),
    )


def paging(say: Wording) -> tuple[str, str, str]:
    """What stands round the number of a page."""
    before, between, after = say("report.paging", page="#", pages="#").split("#")
    return before, between, after


def summary(devices: Sequence[DeviceReport], say: Wording) -> tuple[str, ...]:
    """How the devices fare, in words with the figures."""
    if not devices:
        return (say("report.no_devices"),)
    work, well = work_of(devices), sum(each.well for each in devices)
    told = [say("report.summary", all=len(devices), well=well), advised(devices, say)]
    if work.hours or work.good:
        told.append(
            say("report.summary_work", hours=amount(work.hours), uses=f"{work.uses + work.failures:,}",
                failures=f"{work.failures:,}", frames=f"{work.good + work.bad:,}", bad=percent(work.bad_frames),
                losses=f"{work.losses:,}")
        )  # fmt: skip
    between = "" if say.language == "zh_CN" else " "
    return (between.join(told), *(_call(each, say) for each in devices if each.verdict is Verdict.REPLACE))


def advised(devices: Sequence[DeviceReport], say: Wording) -> str:
    """How many to keep, look after, replace and try."""
    return say(
        "report.advised", parts=verdict_counts(Counter(each.verdict for each in devices), say, say("report.unit"))
    )


def verdict_counts(counts: Mapping[Verdict, int], say: Wording, unit: str = "") -> str:
    """How many of each verdict, those of nothing left out; `unit` stands behind each number."""
    parts = [f"{say(f'report.verdict.{each.value}')} {counts[each]}{unit}" for each in Verdict if counts[each]]
    return comma(say).join(parts)


def comma(say: Wording) -> str:
    """What stands between the parts of a list."""
    return "、" if say.language == "zh_CN" else ", "


def figures(all_of_them: Sequence[Figure], devices: Sequence[DeviceReport], say: Wording) -> Section:
    """Large figures: those given, how many devices are well, and how many there are of each verdict."""
    counts = Counter(each.verdict for each in devices)
    of_devices = [
        Figure(f"{len(devices)}", say("report.figure.devices")),
        Figure(f"{sum(each.well for each in devices)}", say("report.figure.well")),
    ]
    of_verdicts = [
        Figure(f"{counts[verdict]}", say(f"report.verdict.{verdict.value}"), TONES[verdict]) for verdict in Verdict
    ]
    return Section("", figures=(*all_of_them, *of_devices, *of_verdicts))


def verdict_cell(device: DeviceReport, say: Wording) -> Cell:
    """The verdict with its mark."""
    return Cell(say(f"report.verdict.{device.verdict.value}"), TONES[device.verdict])


def how_judged(say: Wording) -> Section:
    """The limits, so that anybody can check a verdict."""
    limits = {
        "uses": f"{verdicts.USES_TO_JUDGE}", "frames": f"{verdicts.FRAMES_TO_JUDGE}",
        "hours": f"{verdicts.HOURS_TO_JUDGE:g}",
        "failing": percent(verdicts.FAILING), "worst_failing": percent(verdicts.WORST_FAILING),
        "bad": percent(verdicts.BAD_FRAMES), "worst_bad": percent(verdicts.WORST_BAD_FRAMES),
        "losses": f"{verdicts.LOSSES_AN_HOUR:g}", "worst_losses": f"{verdicts.WORST_LOSSES_AN_HOUR:g}",
    }  # fmt: skip
    return Section(say("report.how_judged"), text=(say("report.limits", **limits), say("report.counted")))


def _call(device: DeviceReport, say: Wording) -> str:
    return say("report.call_replace", title=device.title, why=device.why, advice=device.advice)


def _devices(devices: Sequence[DeviceReport], say: Wording) -> Section:
    if not devices:
        return Section(say("report.devices"), note=say("report.no_devices_cure"))
    columns = (
        Column("", 0.0, right=True), Column(say("report.column.device"), 1.5), Column(say("report.column.make"), 1.25),
        Column(say("report.column.connection"), 1.5), Column(say("report.column.state"), 0.95),
        Column(say("report.column.verdict")), Column(say("report.column.why"), 2.3),
    )  # fmt: skip
    rows = [
        (Cell(each.title), Cell(each.make, under=each.profile), Cell(each.connection), Cell(each.state),
         verdict_cell(each, say), Cell(each.why))
        for each in devices
    ]  # fmt: skip
    return Section(say("report.devices"), table=Table(columns, numbered(rows)))


def _each(devices: Sequence[DeviceReport], say: Wording) -> Section:
    return (
        Section(say("report.each"), cards=tuple(_card(number, each, say) for number, each in enumerate(devices, 1)))
        if devices
        else Section("")
    )


def _card(number: int, device: DeviceReport, say: Wording) -> Card:
    named = device.title if device.title.endswith(f"（{device.name}）") else f"{device.title}（{device.name}）"
    files = ", ".join(device.profile_files)
    facts = {
        "make": device.make,
        "profile": f"{device.profile}（{files}）" if files else device.profile,
        "connection": device.connection,
        "identity": device.identity,
        "says": device.says,
        "state": device.state,
        "calibrated": device.calibrated_on,
        "checked": device.checked_on,
    }
    closing = {
        "trouble": "" if device.trouble.startswith(device.why) else device.trouble,
        "last": device.last_trouble,
        "why": say("report.why_and_advice", why=device.why, advice=device.advice),
    }
    return Card(
        title=f"{number}　{named}",
        tone=TONES[device.verdict],
        verdict=say(f"report.verdict.{device.verdict.value}"),
        facts=_labelled("fact", facts, say),
        counts=_labelled("count", _counts(device), say),
        points_title=say("report.oddities"),
        points=device.oddities,
        closing=_labelled("closing", closing, say),
    )


def _counts(device: DeviceReport) -> dict[str, str]:
    """Its statistics, without those that its kind has not got."""
    work, counts = work_of([device]), {"hours": amount(device.hours)}
    if device.uses or device.failures:
        counts["uses"] = f"{device.uses + device.failures:,}"
        counts["failures"] = f"{device.failures:,}"
    if device.median_seconds is not None and device.slowest_seconds is not None:
        counts["seconds"] = f"{amount(device.median_seconds)} / {amount(device.slowest_seconds)}"
    if device.frames_good or device.frames_bad:
        counts["frames"] = f"{device.frames_good:,} / {device.frames_bad:,}"
        counts["bad"] = percent(work.bad_frames)
        counts["retries"] = f"{device.retries:,}"
    return counts | {"losses": f"{device.losses:,}"}


def _labelled(group: str, values: dict[str, str], say: Wording) -> tuple[Pair, ...]:
    return tuple((say(f"report.{group}.{name}"), value) for name, value in values.items() if value)
