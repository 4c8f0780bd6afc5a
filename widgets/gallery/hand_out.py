"""The issuing window in each of its states, with invented data."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.presenters.cases.state import (
    ActButton,
    CaseFact,
    CaseState,
    Chip,
    ChoiceEntry,
    Dealing,
    PanelState,
    Result,
    TextEntry,
    WorkGroup,
    WorkListState,
)
from app.presenters.fields import FieldState, Level
from app.presenters.hand_out.state import CabinetState, CellBox, CellLook, HandOutState
from app.presenters.marks import Mark
from app.presenters.shell import BannerState, DevicePill, HeaderState, RailEntry, Severity, ShellState, SyncPill
from widgets.gallery.cases import line
from widgets.gallery.frame import frame
from widgets.pages.hand_out import HandOutPage

RAIL = (
    RailEntry("hand_out", "出件", "hand_out"),
    RailEntry("find", "查件", "find"),
    RailEntry("hand_over", "交接", "hand_over"),
    RailEntry("sync", "同步", "sync"),
    RailEntry("devices", "设备", "devices"),
)
HEADER = HeaderState(
    window="15", desk="出件窗口", clerk="郑某某 0705", subject="出件", note="待办 5 件，今日到期 1",
    devices=(DevicePill("card", "读卡器"), DevicePill("printer", "打印机"), DevicePill("locker", "智能柜")),
    sync=SyncPill(), clock="10:20",
)  # fmt: skip

GROUPS = (
    WorkGroup("柜中超期", "1", (line("cell:9", "A 柜 9 号格", "", "超 2 日", Chip.RED, ""),)),
    WorkGroup("三日内到期", "2", (
        line("03-00344", "食品经营许可（新办）", "某**", "余 2 日", Chip.CLOCK, "已办结"),
        line("05-00362", "公共场所卫生许可", "某**", "余 3 日", Chip.CLOCK, "A 柜 3 号格"),
    )),
    WorkGroup("以后", "2", (
        line("09-00384", "药品经营许可（变更）", "某**", "10-15　余 5 日", Chip.PLAIN, "已办结"),
        line("11-00371", "医疗器械经营备案", "某**", "10-20　余 8 日", Chip.PLAIN, "A 柜 4 号格"),
    )),
)  # fmt: skip
GROUPS = (replace(GROUPS[0], lines=(replace(GROUPS[0].lines[0], second="YC26-02-00288"),)), *GROUPS[1:])
LIST = WorkListState(title="出件", note="按紧急程度", groups=GROUPS, current="03-00344")
_WORDS = {CellLook.FREE: "空", CellLook.FULL: "在柜", CellLook.OVERDUE: "超期", CellLook.OPEN: "开着",
          CellLook.DOUBT: "存疑", CellLook.BROUGHT: "补件", CellLook.FAULT: "故障", CellLook.KEPT: "留"}  # fmt: skip


def cabinet(current: int = 0, **more: object) -> CabinetState:
    """24 cells; `n7=CellLook.OPEN` makes cell 7 look so."""
    looks = {3: CellLook.FULL, 4: CellLook.FULL, 9: CellLook.OVERDUE, 17: CellLook.FAULT, 20: CellLook.KEPT}
    looks |= {int(name[1:]): look for name, look in more.items() if name[1:].isdigit()}  # type: ignore[misc]
    cells = tuple(CellBox(n, _WORDS[looks.get(n, CellLook.FREE)], looks.get(n, CellLook.FREE)) for n in range(1, 25))
    kept = {name: value for name, value in more.items() if not name[1:].isdigit()}
    state = CabinetState("取件柜 A", "空 19，在柜 3，超期 1", cells, current)
    return replace(state, **kept)  # type: ignore[arg-type]


CASE = CaseState(
    id="03-00344", title="食品经营许可（新办）", word="已办结", word_mark=Mark.DONE,
    detail="YC26-03-00344　承诺件 8 个工作日，03 窗口 周某某收件，纸件在出件窗口",
    facts=(
        CaseFact("申请人", "某**", True), CaseFact("经营者", "欧**", True),
        CaseFact("证件号", "430602********1234", True), CaseFact("电话", "138****0000", True),
    ),
)  # fmt: skip
CERTIFICATES = (
    Dealing(Mark.HINT, "食品经营许可证（正本）", "JY14306020001234，有效期至 2031 年 10 月 8 日"),
    Dealing(Mark.HINT, "食品经营许可证（副本）", "JY14306020001234，有效期至 2031 年 10 月 8 日"),
)
PEOPLE = (
    Dealing(Mark.HINT, "申请人", "欧**　430602********1234"),
    Dealing(Mark.HINT, "代办人", "李*　430602********5678"),
    Dealing(Mark.HINT, "申请时选的领取方式", "窗口领取"),
)
UNCHECKED = Dealing(Mark.MISSING, "身份核验", "还没有核验")
CHECKED = Dealing(Mark.DONE, "身份核验", "读卡一致：申请人本人")
BY_PAPER = ActButton("by_paper", "没带身份证", "by_paper")
AT_WINDOW = PanelState(
    "window",
    "窗口领取",
    button="发出，打印回执",
    hold="先读身份证",
    says=("请领取人把身份证放在读卡器上（F4），没带的按 P",),
)


def page(panel: PanelState | None = AT_WINDOW, **more: object) -> HandOutState:
    state = HandOutState(LIST, cabinet(), CASE, "", CERTIFICATES, (*PEOPLE, UNCHECKED), "window", panel, (BY_PAPER,))
    return replace(state, **more)  # type: ignore[arg-type]


def in_cell(panel: PanelState, box: CabinetState, *acts: ActButton, **more: object) -> HandOutState:
    return page(panel, cabinet=box, way="", acts=acts, **more)


MATCHES = page(
    replace(AT_WINDOW, hold="", says=("请领取人签名；没有签名的，在打印的送达回执上签",)),
    recipient=(*PEOPLE, CHECKED), acts=(), signs=True,
)  # fmt: skip
WRONG = page(replace(AT_WINDOW, warning="证件不是申请人或代办人本人的，不能发出。请核对是谁来领取"))
PAPER = page(
    replace(
        AT_WINDOW, hold="先写明原因", says=(),
        entries=(
            ChoiceEntry("whose", "谁来领取", (("applicant", "申请人"), ("agent", "代办人")), "applicant"),
            TextEntry("reason", "不用身份证的原因和所看证件"),
        ),
    ),
    acts=(replace(BY_PAPER, text="改读身份证"),),
)  # fmt: skip
CHOOSING = page(
    PanelState("locker", "存入取件柜", button="开一格放入",
               says=("系统选一个空格打开，放入后关门", "取件码随短信发给申请人，也印在取件凭证上")),
    way="locker", acts=(),
)  # fmt: skip
NOTHING_IN = ActButton("left_empty", "没有放入", "left_empty")
DOOR_OPEN = in_cell(
    PanelState("cell", "1 号格开着", "办件 YC26-03-00344", says=("放入证照，关上柜门，再确认",), button="确认已放入",
               hold="柜门还开着"),
    cabinet(1, n1=CellLook.OPEN), replace(NOTHING_IN, barred="柜门还开着"),
)  # fmt: skip
STUCK = page(
    replace(CHOOSING.panel, warning="1 号格没有打开。请按住柜门再试；仍不行换一格，用钥匙取出"),  # type: ignore[type-var]
    way="locker", acts=(), cabinet=cabinet(n1=CellLook.FAULT),
)  # fmt: skip
OVERDUE = in_cell(
    PanelState("full", "9 号格存着", "办件 YC26-02-00288",
               says=("存到 9 月 29 日 周二", "已过取件期限，请取回出件窗口"), button="取回"),
    cabinet(9), list=replace(LIST, current="cell:9"),
)  # fmt: skip
DOUBT = in_cell(
    PanelState("cell", "6 号格已关上", "办件 YC26-03-00344", says=("放入证照，关上柜门，再确认",), button="确认已放入"),
    cabinet(6, n6=CellLook.DOUBT, news="6 号格上次开了没有确认。请去看，再选格说明", news_mark=Mark.DOUBTFUL),
    NOTHING_IN,
)  # fmt: skip
WRONG_CODE = page(
    cabinet=cabinet(code=FieldState("481517", message="取件码不对，还可试 4 次。请对照短信再输一遍", level=Level.ERROR))
)
POST = page(
    PanelState(
        "post", "邮寄送达", button="寄出，打印面单", says=("寄往 岳阳市岳阳楼区某某路 1 号",),
        warning="运单号的校验码不对，多半输错了一位。请照面单再输一遍",
        entries=(
            ChoiceEntry("carrier", "承运", (("EMS", "EMS"), ("顺丰", "顺丰"), ("京东", "京东")), "EMS"),
            TextEntry("waybill", "运单号", "EA473124828CN"),
        ),
    ),
    way="post", acts=(),
)  # fmt: skip
DONE = page(
    PanelState("done", "已出件", results=(Result(Mark.DONE, "已出件", "窗口领取"), Result(Mark.DONE, "已打印", ""))),
    way="", acts=(), case=replace(CASE, word="已出件"), recipient=PEOPLE,
)  # fmt: skip
ASKED = replace(CASE, id="03-00371", word="待补正", word_mark=Mark.DOUBTFUL,
                detail="YC26-03-00371　承诺件 8 个工作日，03 窗口 周某某收件，纸质在市场监督管理局")  # fmt: skip
BRINGS = {"way": "", "certificates": (), "recipient": PEOPLE[:2], "brings": True, "case": ASKED}
SEEKING = page(
    PanelState("seek", "为补正留一格", "申请人凭存件码自己把补正材料放进补件柜", button="找这一件",
               hold="先输编号，或扫补正告知书的条码", entries=(TextEntry("supplement", "办件编号"),)),
    way="", acts=(), case=None, certificates=(), recipient=(),
)  # fmt: skip
KEEPING = page(
    PanelState("keep", "为补正留一格", "申请人凭存件码自己把补正材料放进补件柜",
               says=("要补：健康证明，在有效期内", "要补：布局图，标明面积", "存件码随短信发给申请人"),
               button="留一格"),
    acts=(), **BRINGS,
)  # fmt: skip
GIVE_UP = ActButton("give_up", "不留了", "left_empty")
SUPPLEMENT = page(
    PanelState("kept", "20 号格留着，等补正材料", "办件 YC26-03-00371", button="开格放入",
               says=("存件码 481516", "存到 10 月 3 日 周六", "短信已排队；没有手机的，请当面或打电话告诉")),
    cabinet=cabinet(20), acts=(GIVE_UP,), **BRINGS,
)  # fmt: skip
GIVING_UP = page(
    PanelState("give_up", "20 号格不留了", "办件 YC26-03-00371", button="不留了",
               says=("存件码作废，还在等补正的会收到短信",),
               entries=(ChoiceEntry("giving_up", "原因", (
                   ("in_person", "申请人已到窗口补交"), ("never_came", "到期没有存入"),
                   ("out_of_order", "柜格有故障"), ("not_wanted", "申请人不用了"),
               ), "never_came"),)),
    cabinet=cabinet(20, n20=CellLook.OVERDUE), acts=(), **BRINGS,
)  # fmt: skip
BROUGHT = page(
    PanelState("full", "20 号格存着", "办件 YC26-03-00371", says=("申请人放入的补正材料，请取出后接着补交",),
               button="开格取出"),
    cabinet=cabinet(20, n20=CellLook.BROUGHT, note="空 19，在柜 4，超期 1"), acts=(),
    list=replace(LIST, current="cell:20", groups=(WorkGroup("补正材料待取", "1", (
        replace(line("cell:20", "A 柜 20 号格", "", "", Chip.PLAIN, "申请人已存入"), second="YC26-03-00371",
                mark=Mark.WAITING),
    )), *GROUPS)), **BRINGS,
)  # fmt: skip
FETCHED = page(
    PanelState("take_up", "补正材料已取出", button="补交材料",
               says=("接着为申请人补交：材料一份份拍入，核对后出收件凭证", "要补：健康证明，在有效期内",
                     "要补：布局图，标明面积")),
    cabinet=cabinet(20, n20=CellLook.FREE), acts=(ActButton("keep_cell", "再留一格", "keep_cell"),), **BRINGS,
)  # fmt: skip
EMPTY = HandOutState(replace(LIST, groups=(), current="", empty="没有等着发出的证照"), cabinet())
AWAY = replace(LIST, news="10:05 的清单", news_mark=Mark.DOUBTFUL)


def shot(state: HandOutState, *, offline: bool = False) -> Callable[[], QWidget]:
    def build() -> QWidget:
        made = HandOutPage()
        banner = BannerState(
            "offline", "与中心断开，照常办件", "已存 1 件，连上后自动发出", Severity.WARN, "看同步", "page_4"
        )
        header = replace(HEADER, sync=SyncPill(online=False, waiting=1)) if offline else HEADER
        told = ShellState(header, RAIL, "hand_out", banners=(banner,) if offline else ())
        shell = frame(made, made.SCOPE, told)
        shell.resize(1440, 900)
        shell.show()
        made.present(state)
        shell.present(replace(told, keys=made.keys()))
        made.focus_first()
        return shell

    return build


PAGES = [
    ("hand-out", shot(page())),
    ("hand-out-empty", shot(EMPTY)),
    ("hand-out-card", shot(MATCHES)),
    ("hand-out-wrong-person", shot(WRONG)),
    ("hand-out-paper", shot(PAPER)),
    ("hand-out-locker", shot(CHOOSING)),
    ("hand-out-door-open", shot(DOOR_OPEN)),
    ("hand-out-stuck", shot(STUCK)),
    ("hand-out-overdue", shot(OVERDUE)),
    ("hand-out-doubt", shot(DOUBT)),
    ("hand-out-wrong-code", shot(WRONG_CODE)),
    ("hand-out-seek", shot(SEEKING)),
    ("hand-out-keep", shot(KEEPING)),
    ("hand-out-supplement", shot(SUPPLEMENT)),
    ("hand-out-give-up", shot(GIVING_UP)),
    ("hand-out-brought", shot(BROUGHT)),
    ("hand-out-fetched", shot(FETCHED)),
    ("hand-out-post", shot(POST)),
    ("hand-out-done", shot(DONE)),
    ("hand-out-offline", shot(replace(MATCHES, list=AWAY), offline=True)),
]
