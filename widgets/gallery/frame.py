"""The frame with invented data."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.marks import Mark
from app.presenters.shell import (
    BannerState,
    DevicePill,
    HeaderState,
    KeyHint,
    RailEntry,
    Severity,
    ShellState,
    Step,
    StepProgress,
    SyncPill,
)
from widgets.keys import Scope
from widgets.kit.empty import Empty
from widgets.kit.plane import Ground, Plane
from widgets.kit.text import Role, Text
from widgets.shell import Shell
from widgets.theme.current import current_theme

RAIL = (
    RailEntry("intake", "接件", "intake"),
    RailEntry("find", "查件", "find"),
    RailEntry("hand_out", "出件", "hand_out"),
    RailEntry("sync", "同步", "sync"),
    RailEntry("devices", "设备", "devices"),
)

HEADER = HeaderState(
    window="03",
    desk="综合窗口",
    clerk="周某某 0317",
    subject="A042",
    note="已办理 06:12",
    devices=(
        DevicePill("card", "读卡器"),
        DevicePill("camera", "高拍仪"),
        DevicePill("printer", "打印机", Mark.DOUBTFUL, "纸将尽"),
        DevicePill("rating", "评价器"),
    ),
    sync=SyncPill(waiting=3),
    clock="10:42",
)

STEPS = (
    Step("申请人", StepProgress.DONE, "欧阳某某，某某餐饮店"),
    Step("事项与情形", StepProgress.DONE, "食品经营许可（新办）"),
    Step("材料", StepProgress.CURRENT, "已收 4 件，还缺 2 件"),
    Step("初审"),
    Step("出单", locked=True),
)

KEYS = (
    KeyHint("capture", "拍一页"),
    KeyHint("sample"),
    KeyHint("materials"),
    KeyHint("paper_only"),
    KeyHint("missing"),
    KeyHint("act"),
    KeyHint("aside"),
    KeyHint("help"),
)

STATE = ShellState(
    header=HEADER,
    rail=RAIL,
    page="intake/materials",
    steps=STEPS,
    keys=KEYS,
    foot="草稿已存 10:46:18",
    foot_mark=Mark.DONE,
)


def frame(page: QWidget, scope: Scope, state: ShellState) -> Shell:
    """A shell that shows one page; page galleries use it too."""
    shell = Shell()
    shell.add_page(state.page, page, scope)
    shell.present(state)
    return shell


def shell_with_a_ticket() -> QWidget:
    return frame(_blank_page(), Scope.MATERIALS, STATE)


def shell_with_trouble() -> QWidget:
    """Two devices in trouble, offline, one entry parked."""
    devices = (
        DevicePill("card", "读卡器"),
        DevicePill("camera", "高拍仪"),
        DevicePill("printer", "打印机", Mark.WRONG, "缺纸"),
        DevicePill("rating", "评价器", Mark.DOUBTFUL, "改用副屏"),
    )
    banners = (
        BannerState("offline", "与中心断开，照常办理", "已存 3 件，连上后自动发出", Severity.WARN, "看同步", "page_4"),
        BannerState(
            "paper",
            "打印机缺纸，单据 2 张在等",
            "装入 80 mm 热敏纸，合上盖子，自动续打",
            Severity.BAD,
            "改打 A4",
            "print_a4",
        ),
    )
    rail = tuple(RailEntry(e.id, e.name, e.icon, 1 if e.id == "sync" else 0) for e in RAIL)
    header = HeaderState(
        window="03",
        desk="综合窗口",
        clerk="周某某 0317",
        subject="A043",
        note="等候中 2 人",
        devices=devices,
        sync=SyncPill(online=False, waiting=3, parked=1),
        clock="11:08",
    )
    state = ShellState(
        header=header,
        rail=rail,
        page="devices",
        banners=banners,
        keys=(KeyHint("device_rows"), KeyHint("self_test"), KeyHint("print_a4"), KeyHint("help")),
    )
    return frame(_blank_page(), Scope.DEVICES, state)


def shell_with_keys() -> QWidget:
    shell = frame(_blank_page(), Scope.MATERIALS, STATE)
    width, height = (1440, 900)
    shell.resize(width, height)
    shell.toggle_help()
    return shell


def _blank_page() -> QWidget:
    page, theme = QWidget(), current_theme()
    main, aside = Plane(), Plane(Ground.GROUND, hairline=True)
    aside.setFixedWidth(theme.aside_width(336))
    columns = QHBoxLayout(page)
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(0)
    columns.addWidget(main, 1)
    columns.addWidget(aside)
    inner = QVBoxLayout(main)
    inner.setContentsMargins(theme.px(32), theme.px(theme.measures.page_top), theme.px(32), theme.px(24))
    inner.addWidget(Text("材料", Role.TITLE))
    inner.addWidget(Empty("还没有办件。", "放上身份证，或按 F5 叫号", "F5"))
    inner.addStretch(1)
    beside = QVBoxLayout(aside)
    beside.setContentsMargins(theme.px(24), theme.px(theme.measures.page_top), theme.px(24), theme.px(24))
    beside.addWidget(Text("还缺", Role.SECTION))
    beside.addStretch(1)
    return page
