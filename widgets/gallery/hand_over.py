"""The page of hand-overs in each of its states, with invented data."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.presenters.cases.state import ActButton
from app.presenters.hand_over.state import HandOverState, Line, LineGroup, Tab
from app.presenters.marks import Mark
from app.presenters.shell import HeaderState, RailEntry, ShellState
from widgets.gallery.entry import slip_raster
from widgets.gallery.frame import HEADER, frame
from widgets.pages.hand_over import HandOverPage

RAIL = (
    RailEntry("cases", "办件", "cases"),
    RailEntry("hand_over", "交接", "hand_over"),
    RailEntry("find", "查件", "find"),
    RailEntry("sync", "同步", "sync"),
    RailEntry("devices", "设备", "devices"),
)
TABS = ((Tab.SEND, "移出", 5), (Tab.RECEIVE, "接收", 4), (Tab.FOLLOW, "跟进", 2))
OFFICE = "岳阳市市场监督管理局后台"


def case(
    n: int, title: str, who: str, mark: Mark, right: str = "", right_second: str = "", *, urgent: bool = False
) -> Line:
    return Line(f"c{n}", title, f"YC26-03-00{n}　{who}", mark, right, right_second, urgent)


EMPTY = HandOverState(
    tabs=tuple((tab, word, 0) for tab, word, _ in TABS), empty="没有要移出的材料",
    note="扫收件凭证条码或按空格选定，Ctrl+Enter 移出",
)  # fmt: skip
SEND_GROUPS = (
    LineGroup(
        f"送 {OFFICE}", "已选 0／3 件",
        (
            case(417, "食品经营许可（新办）", "欧**", Mark.WAITING, "", "待受理"),
            case(419, "食品经营许可（变更）", "张*", Mark.WAITING, "", "待受理"),
            case(423, "药品经营许可（变更）", "岳**", Mark.WAITING, "", "已受理"),
        ),
    ),
    LineGroup(
        "送 岳阳市自然资源和规划局后台", "已选 0／2 件",
        (
            case(418, "国有建设用地使用权及房屋所有权转移登记（二手房）", "李*", Mark.WAITING, "", "待受理"),
            case(420, "不动产抵押登记", "冯*", Mark.WAITING, "", "待受理"),
        ),
    ),
)  # fmt: skip
FACTS = (("办件编号", "YC26-03-00417"), ("申请人", "欧**"), ("状态", "待受理"), ("送往", OFFICE), ("纸质", "未选定"))
TO_SEND = replace(
    EMPTY, tabs=TABS, empty="", groups=SEND_GROUPS, current="c417", title="食品经营许可（新办）", word="未选定",
    word_mark=Mark.WAITING, facts=FACTS,
    acts=(ActButton("mark", "选定", "mark"), ActButton("send", "移出", "act", True, "先选定要移出的办件")),
)  # fmt: skip
MARKED = replace(
    TO_SEND,
    groups=(
        LineGroup(
            f"送 {OFFICE}", "已选 2／3 件",
            (
                case(417, "食品经营许可（新办）", "欧**", Mark.DONE, "12 张", "待受理"),
                case(419, "食品经营许可（变更）", "张*", Mark.DONE, "5 张", "待受理"),
                case(423, "药品经营许可（变更）", "岳**", Mark.WAITING, "", "已受理"),
            ),
        ),
        SEND_GROUPS[1],
    ),
    word="已选定", word_mark=Mark.DONE, facts=(*FACTS[:4], ("纸质", "12 张")),
    detail=f"这一批送{OFFICE}：2 件，共 17 张",
    acts=(ActButton("mark", "取消选定", "mark"), ActButton("fewer", "少一张", "fewer"),
          ActButton("more", "多一张", "more"), ActButton("send", "移出 2 件 17 张", "act", True)),
)  # fmt: skip
WAY = (("办件编号", "YC26-03-00417"), ("申请人", "欧**"), ("交接单", "YC26-03-J00012"), ("移出", "03 窗口"),
       ("移出人", "周某某"), ("送往", OFFICE), ("移出时间", "10:46"), ("纸质", "12 张"))  # fmt: skip
SENT = replace(
    TO_SEND,
    groups=(LineGroup(f"送 {OFFICE}", "已选 0／1 件", (SEND_GROUPS[0].lines[2],)), SEND_GROUPS[1]), current="c423",
    title="YC26-03-J00012", word="在途", word_mark=Mark.RUNNING,
    said="YC26-03-J00012 已移出，电子件随行", said_detail="已打印",
    facts=(*WAY[3:7], ("件数", "2 件"), ("纸质", "17 张")),
    acts=(ActButton("reprint", "重打交接单", "reprint"),),
)  # fmt: skip
DIFFER = tuple(
    ActButton(key, word, key)
    for key, word in (
        ("missing", "缺件"),
        ("damaged", "破损"),
        ("wrong_count", "张数不符"),
        ("wrong_paper", "材料不符"),
    )
)
PAPER_AWAITED = (Mark.WAITING, "纸质未扫", "点清 12 张，再扫收件凭证条码；扫不出的按空格")
DATA_HERE = (Mark.DONE, "电子件已到", "8 页已全部到中心端")
RECEIVE_GROUPS = (
    LineGroup(
        "YC26-03-J00012　03 窗口", "已收 1／4 件",
        (
            case(417, "食品经营许可（新办）", "12 张", Mark.RUNNING, "纸质未扫", "电子件已到"),
            case(419, "食品经营许可（变更）", "5 张", Mark.RUNNING, "纸质已到", "材料上传中 3/8"),
            case(423, "药品经营许可（变更）", "7 张", Mark.DOUBTFUL, "张数不符", "电子件已到", urgent=True),
        ),
    ),
    LineGroup("YC26-05-J00003　05 窗口", "已收 0／1 件",
              (case(431, "小餐饮经营许可", "4 张", Mark.WAITING, "纸质未扫", "电子件待确认"),)),
)  # fmt: skip
RECEIVE = HandOverState(
    Tab.RECEIVE, TABS, RECEIVE_GROUPS, "c417", note="先扫交接单，再逐件扫收件凭证；点清再扫",
    said="YC26-03-J00012：3 件待接收", said_detail="请逐件点清，扫收件凭证条码", title="食品经营许可（新办）",
    word="在途", word_mark=Mark.RUNNING, facts=WAY, acks=(PAPER_AWAITED, DATA_HERE),
    acts=(*DIFFER, ActButton("mark", "纸质已到", "mark", True)),
)  # fmt: skip
HALF = replace(
    RECEIVE, current="c419", title="食品经营许可（变更）", said="YC26-03-00419 纸质已到", said_detail="",
    acks=((Mark.DONE, "纸质已到", "已扫码，等电子件确认即收妥"),
          (Mark.RUNNING, "材料上传中 3/8", "传完自动确认，不必等在这里")),
    facts=(("办件编号", "YC26-03-00419"), ("申请人", "张*"), *WAY[2:7], ("纸质", "5 张")),
    acts=(*DIFFER, ActButton("mark", "纸质已到", "mark", True, "纸质已到")),
)  # fmt: skip
DIFFERENCE = replace(
    RECEIVE, current="c423", title="药品经营许可（变更）", word="张数不符", word_mark=Mark.DOUBTFUL,
    said="YC26-03-00423 张数不符，已记录并告知移出方", said_detail="列入差异待跟进；材料补齐后重新扫码即可收下",
    said_mark=Mark.DOUBTFUL, detail="差异未了结：重新扫码即照收；或由移出方收回",
    facts=(("办件编号", "YC26-03-00423"), ("申请人", "岳**"), *WAY[2:7], ("纸质", "7 张")),
    acks=((PAPER_AWAITED[0], PAPER_AWAITED[1], PAPER_AWAITED[2].replace("12", "7")), DATA_HERE),
    acts=(*DIFFER, ActButton("mark", "照收", "mark", True)),
)  # fmt: skip
WRONG = replace(
    RECEIVE, said="YC26-03-00398 不是这一批的，也不是交给您的",
    said_detail="请取出退还移出方；已记录", said_mark=Mark.WRONG,
)  # fmt: skip
CLOSED = replace(
    RECEIVE, groups=(RECEIVE_GROUPS[1],), current="c431", title="小餐饮经营许可",
    said="YC26-03-J00012 全部收妥，最后一件 YC26-03-00423", said_detail="", acks=(PAPER_AWAITED, DATA_HERE),
    facts=(("办件编号", "YC26-05-00431"), ("申请人", "某*"), ("交接单", "YC26-05-J00003"), *WAY[3:7], ("纸质", "4 张")),
)  # fmt: skip
FOLLOW = HandOverState(
    Tab.FOLLOW, TABS,
    (
        LineGroup("移出超过 4 个工作小时", "1", (
            Line("batch:YC26-03-J00009", "YC26-03-J00009", f"03 窗口 → {OFFICE}", Mark.DOUBTFUL, "3 件",
                 "09-16 15:20 移出", True),)),
        LineGroup("差异待跟进", "1", (
            Line("c423", "药品经营许可（变更）", "YC26-03-00423　03 窗口 → 市场监管局后台", Mark.DOUBTFUL, "张数不符",
                 "YC26-03-J00012", True),)),
        LineGroup("近七日已了结", "2", (
            Line("batch:YC26-03-J00008", "YC26-03-J00008", "移出，09:12，0317", Mark.DONE, "6 件"),
            Line("batch:YC26-03-J00007", "YC26-03-J00007", "移出，09-16 16:40，0317", Mark.DONE, "2 件"))),
    ),
    "batch:YC26-03-J00009", note="在途、差异和已收妥的交接", title="YC26-03-J00009",
    word="超时未收", word_mark=Mark.DOUBTFUL,
    facts=(*WAY[3:6], ("移出时间", "09-16 15:20"), ("件数", "3 件"), ("纸质", "17 张")),
    acts=(ActButton("reprint", "重打交接单", "reprint"),), slip_name="受理交接单",
)  # fmt: skip
OFFLINE = replace(
    HALF, note="离线：纸质可先扫，电子件连上后再确认", note_mark=Mark.DOUBTFUL,
    said="YC26-03-00419 纸质已记下，连上后确认电子件",
    acks=(HALF.acks[0], (Mark.WAITING, "电子件待确认", "现在离线，连上后自动确认")),
)  # fmt: skip


def hand_over(state: HandOverState, *, slip: bool = False) -> Callable[[], QWidget]:
    def build() -> QWidget:
        page = HandOverPage()
        page.present(state)
        header = replace(HEADER, window="12", desk="部门后台", clerk="吴某某 0522", subject="交接",
                         note="待移出 5 件　待接收 4 件", devices=HEADER.devices[1:3])  # fmt: skip
        assert isinstance(header, HeaderState)
        foot, mark = "差异待跟进 1 件", Mark.DOUBTFUL
        shown = frame(
            page, page.SCOPE, ShellState(header, RAIL, "hand_over", keys=page.keys(), foot=foot, foot_mark=mark)
        )
        shown.show()
        page.present(replace(state, slip=slip_raster()) if slip else state)
        page.focus_first()
        return shown

    return build


PAGES = [
    ("hand-over-empty", hand_over(EMPTY)),
    ("hand-over-to-send", hand_over(TO_SEND)),
    ("hand-over-marked", hand_over(MARKED)),
    ("hand-over-sent", hand_over(SENT, slip=True)),
    ("hand-over-receive", hand_over(RECEIVE)),
    ("hand-over-half", hand_over(HALF)),
    ("hand-over-difference", hand_over(DIFFERENCE)),
    ("hand-over-wrong-paper", hand_over(WRONG)),
    ("hand-over-closed", hand_over(CLOSED)),
    ("hand-over-follow", hand_over(FOLLOW, slip=True)),
    ("hand-over-offline", hand_over(OFFLINE)),
]
