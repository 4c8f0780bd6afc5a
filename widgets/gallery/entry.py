"""Sign-in, item, find, sync and devices in each of their states, with invented data."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QWidget

from app.presenters.dispatches import DispatchGroup, DispatchRow
from app.presenters.find.state import FindState, FoundRow, Happened, KeptPage, KeptSlipRow, Since
from app.presenters.intake.item import Fact, ItemRow, ItemState, Listed, OptionState, QuestionState
from app.presenters.marks import Mark, Tone
from app.presenters.outbox import OutboxState
from app.presenters.sign_back import SignBackState
from app.presenters.sign_in import Offer, SignInState
from devices.ports import Raster
from widgets.gallery.applicant import SHOTS as APPLICANT_SHOTS
from widgets.gallery.frames import Builder, framed, steps_at
from widgets.pages.find import FindPage
from widgets.pages.item import ItemPage
from widgets.pages.outbox import OutboxPage
from widgets.pages.sign_in import SignInPage
from widgets.theme.fonts import text_font

SIGN_IN = SignInState(
    "岳阳市政务服务大厅", "03", "综合窗口", "0522", offers_note="口令都是 yichuang",
    offers=(
        Offer("0317", "综合窗口", "接件，补正，当场办结"),
        Offer("0522", "部门后台", "受理，补正告知，作出决定"),
        Offer("0610", "审批科室", "特别程序，审查，办结"),
        Offer("0705", "出件窗口", "交接，入柜，发证"),
        Offer("0008", "督查", "看板，时限，督办"),
        Offer("0001", "系统管理", "账号，窗口，事项与日历"),
    ),
)  # fmt: skip
REAL = SignInState("岳阳市政务服务大厅", "03", "综合窗口", "0317")

EXPIRED = "此工号已 7 天没有连过中心端，不能再脱机登录。请接通网络后登录"

HITS = (
    ItemRow("1", "食品经营许可（新办）", "岳阳市市场监督管理局", "承诺件　8 个工作日", ((0, 4),)),
    ItemRow("2", "食品经营许可（变更）", "岳阳市市场监督管理局", "承诺件　5 个工作日", ((0, 4),)),
    ItemRow("3", "食品经营许可（延续）", "岳阳市市场监督管理局", "承诺件　5 个工作日", ((0, 4),)),
    ItemRow("4", "食品生产加工小作坊许可", "岳阳市市场监督管理局", "承诺件　10 个工作日", ((0, 2), (4, 5))),
    ItemRow("5", "小餐饮经营许可", "岳阳市市场监督管理局", "即办件　1 个工作日", ((1, 5),)),
)
USED = (
    replace(HITS[0], spans=(), pinned=True),
    ItemRow("6", "个体工商户设立登记", "岳阳市市场监督管理局", "即办件　1 个工作日", pinned=True),
    ItemRow("7", "国有建设用地使用权及房屋所有权转移登记（二手房）", "岳阳市自然资源和规划局",
            "承诺件　3 个工作日", recent=True),
    ItemRow("8", "社会保障卡补换", "岳阳市人力资源和社会保障局", "即办件　1 个工作日", recent=True),
    *(ItemRow(f"9{n}", name, department, "承诺件　10 个工作日") for n, (name, department) in enumerate((
        ("公共场所卫生许可（新办）", "岳阳市卫生健康委员会"),
        ("药品经营许可（变更）", "岳阳市市场监督管理局"),
        ("道路旅客、货物运输驾驶员从业资格证换证", "岳阳市交通运输局"),
        ("城镇污水排入排水管网许可", "岳阳市城市管理和综合执法局"),
        ("户外广告设施设置审批", "岳阳市城市管理和综合执法局"),
    ))),
)  # fmt: skip


def question(code: str, text: str, answers: tuple[str, ...], chosen: int = 0) -> QuestionState:
    """A question with the answer counted from 1 taken; 0 takes none."""
    options = (OptionState(str(n), text, n == chosen, str(n)) for n, text in enumerate(answers, start=1))
    return QuestionState(code, text, tuple(options))


CHOSEN = ItemState(
    query="食品经营",
    rows=HITS,
    chosen="1",
    name="食品经营许可（新办）",
    facts=(
        Fact("主管部门", "岳阳市市场监督管理局"),
        Fact("办件类型", "承诺件"),
        Fact("办理时限", "承诺 8 个工作日，法定 20 个工作日"),
        Fact("办理结果", "食品经营许可证"),
        Fact("收费", "不收费"),
        Fact("业务系统", "省食品经营许可管理系统"),
    ),
    questions=(
        question("place", "在哪里经营？", ("只有实体门店", "只在网络平台经营", "实体门店并入网经营"), 1),
        question("business", "主体业态是哪一种？", ("食品销售经营者", "餐饮服务经营者", "单位食堂"), 2),
        question("kind", "餐饮服务属于哪一类？", ("普通餐饮（含小餐饮）", "饮品店、糕点店", "集体用餐配送或中央厨房")),
    ),
    counts="须交 4　可容缺 1　免提交 1",
    materials=(
        Listed("食品经营许可申请书", "原件 1 份", "必需"),
        Listed("经营场所布局图", "复印件 1 份", "必需"),
        Listed("食品安全管理制度", "复印件 1 份", "必需"),
        Listed("主要设备设施清单", "原件 1 份", "必需"),
        Listed("从业人员健康证明", "复印件 1 份", "可容缺"),
        Listed("营业执照", "数据共享取得", "免提交"),
    ),
    catalogue="2026-03-01",
    sample=True,
)
ANSWERED = replace(
    CHOSEN,
    questions=(
        *CHOSEN.questions[:2],
        question("kind", "餐饮服务属于哪一类？", ("普通餐饮（含小餐饮）", "饮品店、糕点店"), 1),
    ),
    sample=False,
    complete=True,
)
NO_HIT = ItemState(query="gjjtq", empty="没有找到“gjjtq”。换个词，或输拼音首字母", catalogue="2026-03-01")
UNTYPED = ItemState(rows=USED, catalogue="2026-03-01", sample=True)


def page_picture(ink: int) -> bytes:
    """A small page with grey lines, as PNG."""
    image = QImage(216, 294, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for line in range(30, 260, 18):
        painter.fillRect(QRectF(24, line, 100 + (line * ink) % 70, 6), QColor(ink, ink, ink))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def slip_raster() -> Raster:
    """A receipt as the roll printer would get it."""
    image = QImage(576, 900, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    lines = (
        (40, "收件凭证", True), (28, "YC26-03-00417", True), (24, "事项　食品经营许可（新办）", False),
        (24, "申请人　岳阳市某某餐饮店", False), (24, "收到材料", True), (24, "1　食品经营许可申请书　1 份", False),
        (24, "2　经营场所布局图　1 份", False), (24, "3　食品安全管理制度　1 份", False),
        (24, "最迟办结　2026 年 10 月 15 日", True), (22, "凭本单到 03 窗口或智能柜领取", False),
    )  # fmt: skip
    top = 24
    for size, text, bold in lines:
        painter.setFont(text_font(size, bold=bold))
        painter.drawText(QRectF(24, top, 528, size * 2), text)
        top += size + 30
    painter.end()
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(900, image.bytesPerLine())[:, :576]
    return Raster(576, 900, np.packbits(grey < 128, axis=1).tobytes())


def found(number: str, title: str, who: str, at: str, word: str, mark: Mark = Mark.DONE) -> FoundRow:
    return FoundRow(number, mark, title, f"YC26-03-{number}　{who}", at, word, current=number == "00417")


def find_state() -> FindState:
    return FindState(
        query="",
        since=Since.TODAY,
        count="6 件",
        rows=(
            found("00417", "食品经营许可（新办）", "欧**", "09-17 10:46", "未送达", Mark.WAITING),
            found("00416", "社会保障卡补换", "张*", "09-17 10:20", "已办结"),
            found("00415", "不动产转移登记", "冯*", "09-17 09:58", "待补正", Mark.DOUBTFUL),
            found("00414", "个体工商户设立登记", "李*", "09-17 09:31", "已受理"),
            found("00413", "城镇污水排入排水管网许可", "某*", "09-17 09:02", "不予受理", Mark.ABSENT),
            found("00412", "公共场所卫生许可（新办）", "王**", "09-17 08:44", "已出件"),
        ),
        number="YC26-03-00417",
        title="食品经营许可（新办）",
        state="已受理",
        central="中心端：已受理，最迟 10 月 15 日",
        facts=(
            ("申请人", "岳**"),
            ("证件号码", "430602********1234"),
            ("联系电话", "138****0000"),
            ("接件时间", "2026-09-17 10:46"),
            ("最迟办结", "2026 年 10 月 15 日"),
        ),
        timeline=(
            Happened("09-17 10:46:31", "接件", "周某某 03 窗口"),
            Happened("09-17 10:47:02", "要求补正", "周某某 03 窗口", "健康证明缺 2 人"),
            Happened("09-17 11:30:12", "补正材料", "周某某 03 窗口"),
            Happened("09-17 14:05:40", "受理", "吴某某 审批科"),
        ),
        pages=tuple(
            KeptPage(name, page_picture(ink))
            for name, ink in (
                ("食品经营许可申请书", 90), ("食品经营许可申请书", 110), ("经营场所布局图", 70),
                ("食品安全管理制度", 130), ("食品安全管理制度", 100), ("从业人员健康证明", 80),
            )
        ),
        slips=(
            KeptSlipRow(1, "收件凭证", "已打 1 次", True),
            KeptSlipRow(2, "一次性告知单", "已打 2 次", False),
        ),
        raster=slip_raster(),
        note="已打印，单上注明“重打”",
        note_tone=Tone.OK,
    )  # fmt: skip


NOTHING_FOUND = FindState(query="某某", since=Since.WEEK, empty="没有符合的办件")
SENT = DispatchGroup(
    "今日已收妥", 58,
    (
        DispatchRow("接件", "YC26-03-00415　李*", "已收妥", "6 分前", Mark.DONE),
        DispatchRow("出件", "YC26-03-00398　王*", "已收妥", "8 分前", Mark.DONE),
    ),
)  # fmt: skip
OUTBOX = OutboxState(
    link="中心在线，往返 38 毫秒",
    rules="时限规则 版本 1，取自中心端",
    ready=3,
    pages=2,
    parked=1,
    oldest="18 分前",
    groups=(
        DispatchGroup(
            "停放，要人处理", 1,
            (DispatchRow("补正材料", "YC26-03-00409　冯*", "停放", "18 分前", Mark.PARKED, current=True),),
        ),
        DispatchGroup(
            "待发", 3,
            (
                DispatchRow("材料页", "YC26-03-00416　张*", "材料上传中", "刚刚", Mark.WAITING),
                DispatchRow("接件", "YC26-03-00417　欧**", "排队", "1 分前", Mark.WAITING),
                DispatchRow("受理", "YC26-03-00409　冯*", "等前一件", "9 分前", Mark.WAITING),
            ),
        ),
        SENT,
    ),
    title="补正材料",
    detail="YC26-03-00409　冯*　18 分前",
    mark=Mark.PARKED,
    word="停放",
    reason="中心的办件已是第 5 版，两边都保留，请核对后重发",
    facts=(("试发次数", "1"), ("状态", "停放")),
    can_retry=True,
)  # fmt: skip
QUEUED = OUTBOX.groups[1]
OFFLINE = replace(
    OUTBOX, link="与中心断开，照常办理", link_mark=Mark.DOUBTFUL, parked=0,
    groups=(replace(QUEUED, rows=(replace(QUEUED.rows[0], current=True), *QUEUED.rows[1:])),),
    title="材料页", detail="YC26-03-00416　张*　刚刚", mark=Mark.WAITING, word="材料上传中", reason="",
    facts=(("试发次数", "4"), ("状态", "待发")),
    can_retry=False,
)  # fmt: skip
CLEAR = OutboxState(
    link="中心在线，往返 38 毫秒", rules="时限规则 版本 1，取自中心端", oldest="—", empty="都已送达，没有待发"
)


def sign_in(state: SignInState) -> Builder:
    def build() -> QWidget:
        page = SignInPage()
        page.show()
        page.present(state)
        page.focus_first()
        return page

    return build


def item(state: ItemState) -> Builder:
    def build() -> QWidget:
        page = ItemPage()
        notes = ("岳阳市某某餐饮店", state.name or "未选事项")
        steps = steps_at(2, *notes)
        shown = framed(page, "intake/item", page.SCOPE, page.keys(), steps=steps, foot="草稿已存 10:44:31")
        shown.show()
        page.present(state)
        if state.chosen:
            page.focus_questions()
        else:
            page.focus_first()
        return shown

    return build


def find(make: Callable[[], FindState]) -> Builder:
    def build() -> QWidget:
        page = FindPage()
        shown = framed(page, "find", page.SCOPE, page.keys())
        shown.show()
        page.present(make())
        page.focus_first()
        return shown

    return build


def asking() -> FindState:
    """A conditional acceptance of another window: what follows, what is to be signed, and what may be done."""
    rows = (replace(found("00415", "食品经营许可（新办）", "冯*", "容缺欠 1 件，余 3 日", "他窗 05"), current=True),)
    return replace(
        find_state(), query="00415", count="1 件", rows=rows, can_come_back=True, can_withdraw=True, note="",
        facts=(*find_state().facts, ("容缺欠交", "从业人员健康证明，余 3 日")),
        slips=(KeptSlipRow(0, "收件凭证", "05 窗口", True), KeptSlipRow(1, "容缺受理承诺书", "待签名扫回", False)),
    )  # fmt: skip


def coming_back(state: Callable[[], FindState], signed: SignBackState) -> Builder:
    def build() -> QWidget:
        page = FindPage()
        page.sign_back.present(signed)
        page.present(state())
        shown = framed(page, "find", page.SCOPE, page.keys())
        shown.show()
        return shown

    return build


TO_SIGN = SignBackState(waiting=("容缺受理承诺书 YC26-05-R00012",), scanner=True)
OTHER_PAGE = "这一页是 YC26-07-R00009 的，不是容缺受理承诺书 YC26-05-R00012，没有收。请换上签了名的那一份再扫"
AWAY = "中心没有应答，只找了本窗口的件。连上后再找他窗的件"


def outbox(state: OutboxState) -> Builder:
    def build() -> QWidget:
        page = OutboxPage()
        shown = framed(page, "sync", page.SCOPE, page.keys(), foot="今日 58 件已收妥")
        shown.show()
        page.present(state)
        page.focus_first()
        return shown

    return build


PAGES = [
    ("sign-in", sign_in(SIGN_IN)),
    ("sign-in-expired", sign_in(replace(REAL, error=EXPIRED))),
    ("sign-in-new-password", sign_in(replace(REAL, hint="首次登录，请先把口令改成自己的", changing=True))),
    ("sign-in-refused", sign_in(replace(REAL, error="工号或口令不对，还可以试 4 次"))),
    *APPLICANT_SHOTS,
    ("item", item(CHOSEN)),
    ("item-untyped", item(UNTYPED)),
    ("item-complete", item(ANSWERED)),
    ("item-no-hit", item(NO_HIT)),
    ("find", find(find_state)),
    ("find-empty", find(lambda: NOTHING_FOUND)),
    ("find-central-away", find(lambda: replace(NOTHING_FOUND, hall=AWAY))),
    ("find-come-back", coming_back(asking, TO_SIGN)),
    ("find-wrong-page", coming_back(asking, replace(TO_SIGN, trouble=OTHER_PAGE))),
    ("find-withdraw", coming_back(lambda: replace(asking(), withdrawing=True), SignBackState())),
    ("sync", outbox(OUTBOX)),
    ("sync-offline", outbox(OFFLINE)),
    ("sync-clear", outbox(CLEAR)),
]
