"""Every part of the kit in every state, with invented data."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.fields import FieldState, Level, Source
from app.presenters.marks import Mark, Tone
from app.presenters.shell import BannerState, Severity
from devices.ports import Raster
from widgets.kit.banner import Banner
from widgets.kit.button import ActLine, Button, Kind
from widgets.kit.camera_view import CameraView
from widgets.kit.choice_tile import Choice, ChoiceTiles
from widgets.kit.drop_down import DropDown
from widgets.kit.empty import Empty
from widgets.kit.field import Field
from widgets.kit.key_bar import KeyBar, KeyWord
from widgets.kit.loading import Loading, Wait
from widgets.kit.mark_view import MarkView
from widgets.kit.page_strip import PageStrip, Thumb
from widgets.kit.pill import Card, Fill, Pill, PillState, due_pill
from widgets.kit.plane import Ground, Plane
from widgets.kit.row import Group, Row
from widgets.kit.rows import Rows
from widgets.kit.segmented import Option, Segmented, SegmentedField
from widgets.kit.slip_preview import SlipPreview
from widgets.kit.text import Role, Text
from widgets.kit.timeline import Happening, Timeline
from widgets.theme.current import current_theme

_MARK_WORDS = {
    Mark.DONE: "已收",
    Mark.DOUBTFUL: "存疑",
    Mark.WRONG: "缺纸",
    Mark.MISSING: "未收",
    Mark.WAITING: "排队",
    Mark.RUNNING: "正在发",
    Mark.PARKED: "停放",
    Mark.NOT_NEEDED: "免提交",
    Mark.HINT: "提示",
    Mark.ABSENT: "未装",
}

_FIELDS = (
    ("单位名称", FieldState("某某餐饮店", Source.SCANNED, 98)),
    ("联系电话", FieldState("138 0000 000", Source.TYPED, message="手机号 11 位，已录 10 位")),
    ("信用代码", FieldState("9243 0602", message="少 10 位，应为 18 位", level=Level.ERROR)),
    ("经营场所", FieldState("某某路 ** 号", Source.SCANNED, 81, "请核对门牌号", Level.WARN)),
    ("姓名", FieldState("欧阳某某", Source.CHIP)),
    ("公民身份号码", FieldState(source=Source.CHIP, masked="430602********1234", revealable=True)),
    ("备注", FieldState(enabled=False, placeholder="无")),
    ("营业执照", FieldState("某某餐饮店", Source.LIBRARY)),
    (
        "统一社会信用代码",
        FieldState(placeholder="扫执照二维码，或手录 18 位", message="校验位不符，OCR 读数未填入", level=Level.ERROR),
    ),
)


def entry_parts() -> QWidget:
    """Fields, buttons, choices, marks, pills, banners, key bar."""
    page, theme = Plane(), current_theme()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.px(32), theme.px(24), theme.px(32), theme.px(24))
    layout.setSpacing(theme.px(12))
    layout.addWidget(Text("录入栏", Role.SECTION))
    layout.addLayout(_field_grid())
    layout.addWidget(Text("按钮与选择", Role.SECTION))
    for row in (_buttons(), _choices(), _marks(), _pills()):
        layout.addLayout(row)
    layout.addWidget(_tiles())
    line = ActLine(Button("确认容缺受理并出单", Kind.MAIN, key="Ctrl+Enter", tall=True))
    line.present("确认容缺受理并出单", reason="存疑 2 件须先认可或重拍")
    layout.addWidget(line)
    for banner in _banners():
        layout.addWidget(banner)
    bar = KeyBar()
    caps = (("F4", "读卡"), ("F6", "拍一页"), ("Ctrl+Enter", "下一步"), ("Esc", "暂存"), ("F1", "全部按键"))
    bar.present([KeyWord(cap, cap, word) for cap, word in caps], "草稿已存 10:42:07", Mark.DONE)
    layout.addWidget(bar)
    layout.addStretch(1)
    return page


def list_parts() -> QWidget:
    """Rows with groups, one-line rows, loading, empty, timeline."""
    page, theme = Plane(), current_theme()
    columns = QHBoxLayout(page)
    columns.setContentsMargins(0, theme.px(24), theme.px(32), theme.px(24))
    columns.setSpacing(theme.px(24))
    rows = Rows("材料", inset=32)
    rows.present(_materials(), "form")
    rows.setFixedWidth(theme.px(376))
    columns.addWidget(rows)
    cases = Rows("办件", inset=24)
    cases.present(_cases(), "c3")
    cases.setFixedWidth(theme.px(360))
    columns.addWidget(cases)
    right = QVBoxLayout()
    right.setSpacing(theme.px(24))
    for wait in (Wait.NOTICED, Wait.LONG):
        loading = Loading()
        loading.begin("正在取办件")
        loading.progress(0.4)
        loading.become(wait)
        right.addWidget(loading)
    right.addWidget(Empty("还没有办件。", "放上身份证，或按 F5 叫号", "F5"))
    timeline = Timeline("经过")
    timeline.present(
        (
            Happening("9-30 08:30", "时限恢复", "系统"),
            Happening("9-29 16:50", "评审通过，附 2 页", "郑某 审批科"),
            Happening("9-23 08:41", "告知书已送达，时限停", "吴某某", pending=True),
            Happening("9-17 15:02", "接件", "周某某 03 窗口"),
        )
    )
    right.addWidget(timeline)
    right.addStretch(1)
    columns.addLayout(right, 1)
    return page


def picture_parts() -> QWidget:
    """Camera, page strip and slip."""
    page, theme = Plane(), current_theme()
    columns = QHBoxLayout(page)
    columns.setContentsMargins(0, 0, 0, 0)
    left = QVBoxLayout()
    left.setContentsMargins(theme.px(32), theme.px(24), theme.px(32), theme.px(24))
    camera = CameraView("高拍仪画面")
    camera.show_frame(_desk())
    corners = ((420.0, 80.0), (960.0, 60.0), (1010.0, 880.0), (370.0, 860.0))
    camera.present(corners=corners, status="已找到页面，放稳即拍", ready=True, adjustable=True)
    left.addWidget(camera, 1)
    strip = PageStrip("本材料 2 页")
    strip.present((Thumb(_page_image(), Mark.DONE, "清晰"), Thumb(_page_image(), Mark.DOUBTFUL, "模糊")), 0)
    left.addWidget(strip)
    columns.addLayout(left, 1)
    aside = Plane(Ground.GROUND, hairline=True)
    aside.setFixedWidth(theme.px(400))
    inner = QVBoxLayout(aside)
    for paper, dots in ((80, 576), (58, 384)):
        slip = SlipPreview(f"{paper} mm")
        slip.present(_slip(dots), paper=paper)
        inner.addWidget(slip)
    columns.addWidget(aside)
    return page


def _field_grid() -> QGridLayout:
    grid, theme = QGridLayout(), current_theme()
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(8))
    for place, (label, state) in enumerate(_FIELDS):
        field = Field(label, optional=label == "备注")
        field.present(state)
        grid.addWidget(field, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
    return grid


def _buttons() -> QHBoxLayout:
    row = QHBoxLayout()
    stopped = Button("停用")
    stopped.setEnabled(False)
    for button in (
        Button("旋转", key="R", icon="rotate"),
        Button("调四角", icon="corners"),
        stopped,
        Button("拍一页", Kind.MAIN, key="F6"),
        Button("打 A4", Kind.TEXT, key="F8"),
        Button("下一步：事项与情形", Kind.MAIN, key="Ctrl+Enter", tall=True),
    ):
        row.addWidget(button)
    row.addStretch(1)
    return row


def _choices() -> QHBoxLayout:
    row = QHBoxLayout()
    colours = Segmented("颜色", [Option("c", "彩色"), Option("g", "灰度"), Option("b", "黑白")])
    colours.present("c")
    period = Segmented("时段", [Option(str(n), word) for n, word in enumerate(("今日", "本周", "本月", "本年"))])
    period.present("3")
    ways = SegmentedField("领取方式", [Option("w", "窗口"), Option("l", "智能柜"), Option("p", "邮寄")])
    ways.choice.present("l")
    locker = DropDown("取件柜", [Option("3", "政务大厅一楼 3 号柜")])
    locker.present("3")
    for widget in (colours, period, ways, locker):
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
    row.setStretch(2, 1)
    row.setStretch(3, 1)
    return row


def _marks() -> QHBoxLayout:
    row = QHBoxLayout()
    for mark, word in _MARK_WORDS.items():
        row.addWidget(MarkView(mark, word, units=15))
    return row


def _pills() -> QHBoxLayout:
    row = QHBoxLayout()
    for state in (
        PillState("正常", Fill.OK, Mark.DONE),
        PillState("纸将尽", Fill.WARN, Mark.DOUBTFUL),
        PillState("缺纸", Fill.BAD, Mark.WRONG),
        PillState("1 件停放", Fill.WARN, Mark.PARKED),
        PillState("已受理"),
        PillState("已受理", Fill.ACCENT),
        due_pill("余 0.4 日", Card.YELLOW),
        due_pill("超 1 日", Card.RED),
        due_pill("余 2 日", Card.NONE),
    ):
        row.addWidget(Pill(state))
    row.addStretch(1)
    return row


def _tiles() -> ChoiceTiles:
    tiles = ChoiceTiles("决定")
    tiles.present(
        (
            Choice("accept", "接件", "1", locked="还缺 1 件，不能选"),
            Choice("supplement", "一次性补正", "2", "列出全部缺项，一次告知"),
            Choice("reject", "不予受理", "3", "须写明理由与依据"),
            Choice("tolerate", "容缺受理", "4", "签承诺书，时限今日起算"),
        ),
        "tolerate",
    )
    return tiles


def _banners() -> list[Banner]:
    states = (
        BannerState(
            "p",
            "打印机缺纸，单据 2 张在等",
            "装入 80 mm 热敏纸，合上盖子，自动续打",
            Severity.BAD,
            "改打 A4",
            "F8",
        ),
        BannerState("o", "与中心断开，照常办理", "已存 3 件，连上后自动发出", Severity.WARN, "看同步", "Alt+4"),
        BannerState("d", "取回上次没做完的件", "A041 食品经营许可，10:31 暂存", Severity.NEUTRAL, "继续", "Enter"),
    )
    banners = [Banner() for _ in states]
    for banner, state in zip(banners, states, strict=True):
        banner.present(state)
    return banners


def _materials() -> list[Row | Group]:
    return [
        Group("必需", "已收 3 / 5"),
        Row(
            "form",
            "食品经营许可申请书",
            Mark.RUNNING,
            second="原件 1 份，纸质",
            right="2 页",
            right_large=True,
            right_second="正在拍",
        ),
        Row(
            "plan",
            "经营场所布局图",
            Mark.DONE,
            second="复印件 1 份",
            right="1 页",
            right_large=True,
            right_second="已扫",
        ),
        Row(
            "rules",
            "食品安全管理制度",
            Mark.DOUBTFUL,
            second="复印件 1 份",
            right="2 页",
            right_large=True,
            right_second="第 2 页模糊",
            right_second_tone=Tone.WARN,
        ),
        Row(
            "kit",
            "主要设备设施清单",
            Mark.MISSING,
            second="原件 1 份",
            right="0 页",
            right_large=True,
            right_second="未收",
        ),
        Group("可容缺", "已收 0 / 1"),
        Row(
            "health",
            "从业人员健康证明",
            Mark.MISSING,
            second="复印件，每人 1 份",
            right="0 / 3",
            right_large=True,
            right_second="未收",
        ),
        Group("免提交", "已取 1 / 1"),
        Row(
            "licence",
            "营业执照",
            Mark.NOT_NEEDED,
            second="证照库取得，2 分钟前",
            right="1 页",
            right_large=True,
            right_second="免提交",
        ),
        Group("正在发", "1"),
        Row(
            "up",
            "材料 2 页，4.1 MB",
            Mark.RUNNING,
            second="YC26-03-00416　张*",
            right="62%",
            right_second="余 3 秒",
            progress=0.62,
        ),
    ]


def _cases() -> list[Row | Group]:
    return [
        Group("已超期", "1"),
        Row(
            "c1",
            "特种设备使用登记",
            second="YC26-07-00288　某某机械",
            pill=due_pill("超 1 日", Card.RED),
            right_second="已受理",
        ),
        Group("今日到期", "1"),
        Row(
            "c2",
            "药品经营许可（变更）",
            second="YC26-03-00351　某某药房",
            pill=due_pill("今日 17:30", Card.YELLOW),
            right_second="已受理",
        ),
        Group("三日内到期", "1"),
        Row(
            "c3",
            "食品经营许可（新办）",
            second="YC26-03-00344　某某餐饮店",
            pill=due_pill("余 2 日", Card.NONE),
            right_second="已受理",
        ),
        Group("设备", "2"),
        Row("d1", "小票打印机", icon="printer", second="ESC/POS 80 mm", right="缺纸", right_tone=Tone.BAD),
        Row("d2", "身份证阅读器", icon="card_reader", second="SAM 协议，固件 1.6", right="正常"),
        Group("还需填写", "2 项"),
        Row("f1", "统一社会信用代码", Mark.WRONG, right="扫码或手录", right_tone=Tone.BAD),
        Row("f2", "联系电话", Mark.MISSING, right="还差 1 位"),
    ]


def _desk() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """A desk with a sheet on it, 1440 × 960."""
    frame = np.full((960, 1440, 3), (104, 118, 128), np.uint8)
    frame[90:860, 420:960] = 236
    frame[160:180, 560:820] = 60
    for line in range(260, 760, 46):
        frame[line : line + 8, 480:900] = 150
    return frame


def _page_image() -> QImage:
    image = QImage(144, 196, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def _slip(dots: int) -> Raster:
    """Bars of text-like lines, 1 = black."""
    image = np.zeros((800, dots), np.uint8)
    for line in range(40, 760, 48):
        image[line : line + 22, 16 : 16 + (line * 7) % (dots - 60) + 40] = 1
    return Raster(dots, 800, np.packbits(image, axis=1).tobytes())
