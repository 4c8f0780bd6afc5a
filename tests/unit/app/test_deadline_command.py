"""`yichuang deadline`: every clock and the trace, for people and for programs; a sentence for what makes no sense."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.command_line import Command, told_by

DRAWN = (
    "--received", "2026-09-18T09:31", "--limit", "8W", "--suspend", "2026-09-23..2026-09-29:专家评审",
    "--now", "2026-10-09T10:20",
)  # fmt: skip
RECEIVED = ("--received", "2026-09-25T14:00", "--limit", "5W", "--now", "2026-09-28T10:00")


@pytest.fixture
def yichuang(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""
    return partial(told_by, capsys)


def test_the_answer_comes_first_then_why_then_every_clock_then_every_day(yichuang: Command) -> None:
    told = yichuang("deadline", *DRAWN)
    assert told.code == 0
    lines = [" ".join(line.split()) for line in told.out.splitlines()]
    assert lines[0] == "10 月 12 日 周一 17:30 止 余 2 个工作日"
    assert lines[2:13] == [
        "接件 9-18 周五 当日不计",
        "承诺 8 个工作日 原应 9-30 周三",
        "调休 9-20、10-10 上班 计入",
        "节假日 中秋 3 天、国庆 7 天 不计",
        "暂停 专家评审 9-23 至 9-29 停 4 日，限 10 日",
        "《行政许可法》第 45 条",
        "",
        "各项时限",
        "受理承诺 9-20 周日 按时完成",
        "一次告知 9-24 周四 按时完成",
        "承诺 10-12 周一 已用 6 / 8 日",
    ]
    assert "9 月 23 日 周三 停 专家评审" in lines
    assert lines[-1] == "10 月 12 日 周一 第 8 日"


def test_a_program_gets_the_same_as_json(yichuang: Command) -> None:
    told = yichuang("deadline", *DRAWN, "--json").json
    assert (told["due"], told["original"], told["provisional"]) == ("2026-10-12", "2026-09-30", False)
    assert [clock["kind"] for clock in told["clocks"]] == [
        "acceptance", "told_once", "promise", "statutory", "supervision",
    ]  # fmt: skip
    promise = told["clocks"][2]
    assert (promise["used"], promise["days"], promise["left"], promise["card"]) == (6, 8, 2.7556, "normal")
    assert promise["trace"] == told["trace"]
    counted = [day["day"] for day in told["trace"] if day["number"]]
    assert counted[-2:] == ["2026-10-10", "2026-10-12"]
    assert [day["role"] for day in told["trace"]].count("paused") == 4
    assert told["why"][1] == {"label": "承诺", "text": "8 个工作日", "note": "原应 9-30 周三", "detail": ""}


def test_what_is_not_yet_accepted_has_the_clocks_of_the_front_only(yichuang: Command) -> None:
    told = yichuang("deadline", *RECEIVED, "--accepted", "no", "--json").json
    assert [clock["kind"] for clock in told["clocks"]] == ["acceptance", "told_once", "promise"]


def test_a_procedure_still_running_stops_the_clock_and_has_its_own(yichuang: Command) -> None:
    told = yichuang("deadline", *RECEIVED, "--suspend", "2026-09-28..:听证", "--json").json
    assert told["stopped"]
    assert told["clocks"][-1]["kind"] == "procedure"
    assert "时限停" in told["left"]


def test_extension_and_limits_of_every_unit_are_taken(yichuang: Command) -> None:
    assert yichuang("deadline", *RECEIVED, "--extend", "10", "--json").json["due"] == "2026-10-22"
    assert yichuang("deadline", *RECEIVED, "--statutory", "45w", "--json").json["clocks"][3]["days"] == 45
    assert (
        yichuang("deadline", "--received", "2026-11-09T10:00+08:00", "--limit", "24H", "--json")
        .json["until"]
        .startswith("2026-11-10T10:00")
    )
    assert yichuang("deadline", *RECEIVED, "--finished", "2026-09-28T09:00").code == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--received", "昨天"), "昨天 不是时间"),
        (("--received", "9999-12-31T23:00"), "不是时间"),
        (("--limit", "5"), "不是时限"),
        (("--limit", "99999W"), "不是时限"),
        (("--statutory", "二十"), "不是时限"),
        (("--now", "2026-09-01T09:00"), "早于接件"),
        (("--accepted", "2026-09-01T09:00"), "早于接件"),
        (("--finished", "2026-09-26T09:00", "--accepted", "no"), "须在受理之后"),
        (("--suspend", "2026-09-28:听证"), "应写成"),
        (("--suspend", "2026-09-28..2026-13-12:听证"), "不是日期"),
        (("--suspend", "2026-09-28..2026-10-12:跳大神"), "没有“跳大神”这种特别程序"),
        (("--suspend", "2026-09-20..2026-10-12:听证"), "早于受理"),
        (("--suspend", "2026-10-12..2026-09-28:听证"), "结束早于开始"),
        (("--suspend", "2026-09-28..2026-10-09:听证", "--suspend", "2026-10-09..2026-10-12:听证"), "日期重叠"),
        (("--suspend", "2026-09-28..:听证", "--suspend", "2026-10-09..2026-10-12:听证"), "日期重叠"),
        (("--suspend", "2026-09-28..2026-10-12:听证", "--accepted", "no"), "未受理"),
        (("--extend", "11"), "只有一次"),
        (("--extend", "十"), "只有一次"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(yichuang: Command, wrong: tuple[str, ...], said: str) -> None:
    assert said in yichuang("deadline", *RECEIVED, *wrong).refused(2)


def test_two_kinds_of_procedure_may_run_at_once(yichuang: Command) -> None:
    both = ("--suspend", "2026-09-28..2026-10-09:听证", "--suspend", "2026-10-08..2026-10-12:检验")
    assert yichuang("deadline", *RECEIVED, *both, "--json").json["due"] == "2026-10-19"
