"""The devices page in each of its states, with an invented old hall."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.presenters.devices.state import (
    DeviceDetail,
    DeviceRow,
    DevicesState,
    Dot,
    FoundRow,
    FoundState,
    FrameLine,
    GuideLine,
    GuideState,
    Issue,
    IssueAct,
)
from app.presenters.marks import Mark, Tone
from widgets.gallery.frames import framed
from widgets.pages.devices import DevicesPage

ISSUES = (
    Issue(
        "printer:PaperOut", "printer", Mark.WRONG, "小票打印机缺纸，11:06 起",
        "先打 A4（F8），修好后单据自动续打。装入热敏纸，合上盖子，再按打印", (IssueAct.PRINT_A4, IssueAct.RETRY),
    ),
    Issue(
        "pad:DeviceSilent", "pad", Mark.DOUBTFUL, "评价器没有回答，11:02 起",
        "先用副屏评价。检查电源和波特率，拔下等 5 秒再插", (IssueAct.RETRY,),
    ),
    Issue(
        "lockers:polarity", "lockers", Mark.DOUBTFUL, "智能柜所有格门都报“开着”，多半是反馈开关接反",
        "按 G 跟着向导校准", (IssueAct.GUIDE, IssueAct.IGNORE),
    ),
)  # fmt: skip


def _row(
    device: str,
    icon: str,
    name: str,
    kind: str,
    where: str,
    word: str = "正常",
    last: str = "",
    uses: int = 0,
    failures: int = 0,
    mark: Mark = Mark.DONE,
) -> DeviceRow:
    return DeviceRow(device, icon, name, kind, where, mark, word, last, uses, failures, current=device == "reader")


ROWS = (
    _row("reader", "card_reader", "身份证阅读器", "SAM 协议", "串口 /dev/ttyUSB0", "正常", "10:12 身份证读到一半被移开",
         86, 1),
    _row("desk", "camera", "高拍仪（desk）", "2592×1944", "摄像头 usb-3-1.2", "正常", "09:48 画面停住了", 243, 3),
    _row("face", "camera", "高拍仪（face）", "1280×720", "摄像头 usb-3-1.3", uses=41),
    _row("scanner", "scan", "扫描仪", "扫描仪，进纸 50 页", "网络扫描仪 192.168.3.18", uses=12),
    _row("printer", "printer", "小票打印机", "ESC/POS，80 毫米", "网络 192.168.3.21:9100", "缺纸", "11:06 缺纸",
         118, 2, Mark.WRONG),
    _row("office", "document", "A4 打印机", "系统队列", "打印队列 office", uses=37),
    _row("pad", "star", "评价器", "FF 68 总线", "串口 /dev/ttyUSB1", "没有回答", "11:02 没有回答", 52, 9,
         Mark.DOUBTFUL),
    _row("code-gun", "qr", "条码枪", "条码枪", "串口 /dev/ttyUSB3", uses=64),
    _row("lockers", "locker", "智能柜", "锁控板，24 格", "网络 192.168.3.40:4001", "开关可能反了", "", 19, 0,
         Mark.DOUBTFUL),
)  # fmt: skip

SLOW = {14: 2.1, 40: 3.0, 52: 2.5, 58: 3.4, 66: 2.1, 84: 2.8}
DOTS = tuple(Dot(511 + place * 1.65, SLOW.get(place, 1.1 + (place * 37 % 11) / 40), place != 71) for place in range(94))
DETAIL = DeviceDetail(
    title="身份证阅读器",
    mark=Mark.DONE,
    word="正常",
    facts=(
        ("角色", "读卡器"),
        ("连接", "串口 /dev/ttyUSB0"),
        ("识别", "05.01-20230711-0000000001-0000001234"),
        ("配置", "generic（readers.toml）"),
        ("时长", "累计 2,140.5 小时"),
    ),
    dots=DOTS,
    figure="中位 1.2 秒，最慢 3.4 秒",
    counts=(
        ("好帧 / 坏帧", "341 / 2"),
        ("重试", "3 次"),
        ("断开", "0 次"),
        ("上次出错", "10:12 身份证读到一半被移开"),
    ),
    frames=(
        FrameLine("11:07:41", "→", "AA AA AA 96 69 00 03 30 01 32"),
        FrameLine("11:07:42", "←", "AA AA AA 96 69 05 08 00 00 90 +1285 B"),
        FrameLine("11:07:43", "→", "AA AA AA 96 69 00 03 20 01 22"),
        FrameLine("11:07:43", "←", "AA AA AA 96 69 00 04 00 00 80 +1 B"),
    ),
    frames_note="卡片内容不记录",
)
TROUBLED = DevicesState(summary="9 台，6 台正常", issues=ISSUES, rows=ROWS, detail=DETAIL, note="上次查找 11:05")
WELL = replace(
    TROUBLED,
    summary="9 台，9 台正常",
    issues=(),
    rows=tuple(replace(row, mark=Mark.DONE, word="正常") for row in ROWS),
)
GUIDED = replace(
    TROUBLED,
    guide=GuideState(
        "自检：小票打印机",
        (
            GuideLine("答复正常：打印机正常，12 毫秒", Mark.DONE),
            GuideLine("试条已打印", Mark.HINT),
        ),
        "试条出来了吗？两边的竖线都在纸上吗？",
        ("是", "否"),
    ),
)
FAILED = replace(
    TROUBLED,
    guide=GuideState(
        "自检：身份证阅读器",
        (
            GuideLine("答复正常：05.01-20230711-0000000001-0000001234，31 毫秒", Mark.DONE),
            GuideLine("请放一张身份证", Mark.HINT),
            GuideLine("身份证读到一半被移开。请重新放好，等提示后再取", Mark.WRONG, Tone.BAD),
        ),
        over=True,
    ),
)
FOUND = replace(
    TROUBLED,
    found=FoundState(
        "找到 3 个",
        (
            FoundRow("usb-1a86-7523-R3", "card_reader", "身份证阅读器", "/dev/ttyUSB4", "它自己答的",
                     "波特率 9600。按 Enter 登记", Mark.DONE, can_add=True, current=True),
            FoundRow("usb-0403-6001-L4", "locker", "智能柜（WKLY）", "/dev/ttyUSB5", "它自己答的",
                     "波特率 9600。按 Enter 登记", Mark.DONE, can_add=True),
            FoundRow("at-1-1.4", "link", "串口", "/dev/ttyUSB6", "不知道",
                     "没有答复。可能是叫号器、评价器、窗口屏等不答查询的设备，或没通电", Mark.HINT),
        ),
    ),
)  # fmt: skip
NOTHING = DevicesState(summary="没有设置设备。按 N 查找")


def devices(state: DevicesState) -> Callable[[], QWidget]:
    def build() -> QWidget:
        page = DevicesPage()
        shown = framed(page, "devices", page.SCOPE, page.keys())
        shown.show()
        page.focus_first()
        page.present(state)
        return shown

    return build


PAGES = [
    ("devices", devices(TROUBLED)),
    ("devices-well", devices(WELL)),
    ("devices-guide", devices(GUIDED)),
    ("devices-guide-over", devices(FAILED)),
    ("devices-found", devices(FOUND)),
    ("devices-none", devices(NOTHING)),
]
