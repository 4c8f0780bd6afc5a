"""Invented reports: windows with devices that fare well and badly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from app import paths
from app.reports.fleet import Fleet, HallWindow
from app.reports.verdicts import judged, work_of
from app.wording import Wording
from sync.wire import DeviceReport, Verdict, WindowReport

CHINESE = Wording(paths.resources() / "i18n", "zh_CN")
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
HALL = "岳阳市政务服务中心"


@dataclass(frozen=True, slots=True)
class Kind:
    """A make that windows have."""

    name: str
    role: str
    title: str
    make: str
    profiles: tuple[tuple[str, float, float], ...]  # name, share of bad frames, share of failing uses
    connection: str
    identity: str = ""
    oddities: tuple[str, ...] = ()


KINDS = (
    Kind("reader", "card_reader", "读卡器", "SAM 协议",
         (("generic", 0.002, 0.01), ("generic-9600", 0.09, 0.07), ("generic-reread", 0.001, 0.004)),
         "串口 usb-1a86-7523", "05.03-20150101-0000000123-0000004567", ("读过的卡要拿起再放，才能再读",)),
    Kind("camera", "page_source", "高拍仪", "摄像头", (("generic", 0.0, 0.02),), "摄像头 0"),
    Kind("printer", "slip_printer", "小票打印机", "ESC/POS",
         (("generic-80", 0.001, 0.006), ("generic-80-old-columns", 0.26, 0.3), ("generic-58", 0.01, 0.03)),
         "串口 usb-0403-6001-A50285BI", "", ("不认光栅图，逐列送图，打印较慢", "不回报状态，单据打没打出要人看")),
    Kind("office", "document_printer", "A4 打印机", "系统队列", (("generic", 0.0, 0.02),), "打印队列 office"),
    Kind("pad", "rating_pad", "评价器", "FF 68 总线", (("five-is-best", 0.03, 0.01), ("generic", 0.06, 0.02)),
         "串口 ttyS1", "", ("按键的键值与通用不同：非常满意 5、满意 4、基本满意 3、不满意 2、非常不满意 1",)),
    Kind("caller", "caller", "叫号器", "FF 68 总线", (("generic", 0.02, 0.01),), "串口 ttyS1"),
    Kind("lockers", "lock_bank", "智能柜", "锁控板", (("8a-24", 0.004, 0.03), ("wkly-12", 0.13, 0.12)),
         "网络 10.0.0.21:4001", "",
         ("门反馈开关接法与档案相反，已校准：关门时为 0", "RS485 转换器有回声，发出的数据会原样送回")),
    Kind("led", "window_display", "窗口屏", "LED 屏", (("one-way", 0.0, 0.0),), "串口 ttyS2", "",
         ("没有回答，只能当它已经显示",)),
    Kind("sms", "message_sender", "短信", "短信", (("generic", 0.01, 0.11),), "串口 ttyUSB4"),
)  # fmt: skip


def device(kind: Kind = KINDS[0], seed: int = 0, **changes: Any) -> DeviceReport:
    """One device as a window would report it."""
    chance = Random(f"{kind.name}-{seed}")
    profile, bad, failing = kind.profiles[seed % len(kind.profiles)]
    frames, uses = chance.randrange(2_000, 90_000) if bad else 0, chance.randrange(40, 900)
    given: dict[str, Any] = {
        "name": kind.name, "role": kind.role, "title": kind.title, "make": kind.make, "profile": profile,
        "profile_files": ("printers.toml",) if kind.role == "slip_printer" else (),
        "connection": kind.connection, "identity": kind.identity, "well": True, "state": "正常",
        "oddities": kind.oddities, "uses": uses, "failures": round(uses * failing * chance.uniform(0.5, 1.5)),
        "frames_good": frames, "frames_bad": round(frames * bad * chance.uniform(0.6, 1.3)),
        "retries": round(frames * bad * 1.1), "losses": chance.randrange(0, 9),
        "hours": round(chance.uniform(60, 900), 1),
        "median_seconds": 0.8, "slowest_seconds": round(chance.uniform(1, 9), 1),
        "last_trouble": "2026-11-24 15:02 读卡器断开了", "checked_on": "2026-11-02",
    } | changes  # fmt: skip
    draft = {"verdict": Verdict.KEEP, "why": "", "advice": ""}
    judgement = judged(work_of([DeviceReport(**{**draft, **given})]), in_trouble=bool(given.get("trouble")))
    why = CHINESE(f"report.why.{judgement.reason}", **judgement.facts)
    advice = CHINESE(f"report.advice.{judgement.verdict}_{judgement.reason}")
    if judgement.reason == "trouble":
        why, _, advice = given["trouble"].partition("。")
    return DeviceReport(**{"verdict": judgement.verdict, "why": why, "advice": advice, **given})


def _fate(number: int, kind: Kind) -> dict[str, Any]:
    """Some are away, some untried, some lose their connection."""
    match number % 19:
        case 3:
            return {"well": False, "state": "断开", "trouble": f"{kind.title}断开了。重新插上线缆，会自动接回"}
        case 11:
            nothing = {"uses": 0, "failures": 0, "frames_good": 3, "frames_bad": 0, "losses": 0, "hours": 0.4}
            return nothing | {"median_seconds": None, "slowest_seconds": None, "last_trouble": ""}
        case 17:
            return {"hours": 30.0, "losses": 41}
        case _:
            return {}


def window(number: int = 3, *, days_ago: float = 0, **changes: Any) -> WindowReport:
    """A window with a device of each kind."""
    devices = [device(kind, number, **_fate(number * 7 + place, kind)) for place, kind in enumerate(KINDS)]
    given: dict[str, Any] = {
        "hall": HALL, "window": f"{number:02d}", "title": "综合窗口", "device_id": f"window-{number:02d}",
        "made_at": NOW - timedelta(days=days_ago), "system": "Linux 6.1 x86_64", "devices": tuple(devices),
    }  # fmt: skip
    return WindowReport(**given | changes)


def fleet(windows: int = 20) -> Fleet:
    """A hall of which one window is late and one has never reported."""
    late = {5: 12.0}
    silent = {13}
    return Fleet(
        HALL,
        NOW,
        tuple(
            HallWindow(f"{each:02d}", f"window-{each:02d}",
                       None if each in silent else window(each, days_ago=late.get(each, 0.1)))
            for each in range(1, windows + 1)
        ),
    )  # fmt: skip
