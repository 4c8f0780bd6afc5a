"""Text messages that wait for a person, in each state, with invented data."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.presenters.dispatches import DispatchGroup, DispatchRow
from app.presenters.marks import Mark
from app.presenters.messages import MessagesState
from widgets.pages.messages import MessagesPage

UNSURE = DispatchGroup(
    "不知是否发出，要人决定", 2,
    (
        DispatchRow("补正通知", "YC26-03-00409　138****2345", "不知是否发出", "09:42", Mark.DOUBTFUL),
        DispatchRow("取件码通知", "YC26-05-00362　139****6017", "不知是否发出", "09:10", Mark.DOUBTFUL),
    ),
)  # fmt: skip
DEAD = DispatchGroup(
    "没有发出，要人处理", 3,
    (
        DispatchRow("准予决定通知", "YC26-03-00351　138****8000", "没有发出", "05-06 16:20", Mark.WRONG, current=True),
        DispatchRow("受理通知", "YC26-11-00371　0*******88", "没有发出", "05-06 09:31", Mark.WRONG),
        DispatchRow("寄出通知", "YC26-07-00288　177****4410", "没有发出", "05-05 15:02", Mark.WRONG),
    ),
)  # fmt: skip
QUEUED = DispatchGroup(
    "待发", 1, (DispatchRow("受理通知", "YC26-03-00417　186****0091", "待发", "10:18", Mark.WAITING),)
)  # fmt: skip
FACTS = (("发过次数", "1"), ("产生时间", "05-06 16:18"), ("最近变化", "05-06 16:20"), ("发送窗口", "server"),
         ("下次发送", "—"))  # fmt: skip
RETURNED = MessagesState(
    groups=(UNSURE, DEAD, QUEUED),
    title="准予决定通知",
    detail="YC26-03-00351　138****8000",
    mark=Mark.WRONG,
    word="没有发出",
    why="运营商退回：空号或无此用户（CMS 28）",
    cure="打电话或查档案核对号码，更正后发送；联系上的，当面告知后记为已发",
    facts=FACTS,
    can_resend=True,
    can_count_as_sent=True,
    can_correct=True,
    expected="correct",
)
NOBODY_KNOWS = replace(
    RETURNED,
    groups=(
        replace(UNSURE, rows=(replace(UNSURE.rows[0], current=True), UNSURE.rows[1])),
        replace(DEAD, rows=(replace(DEAD.rows[0], current=False), *DEAD.rows[1:])),
        QUEUED,
    ),
    said="已更正号码并重新排队", title="补正通知", detail="YC26-03-00409　138****2345", mark=Mark.DOUBTFUL,
    word="不知是否发出", why="交给网络后没有回音，可能已经发出",
    cure="先打电话问当事人收到没有：收到了记为已发，没有收到再重发", can_correct=False, expected="",
)  # fmt: skip
LACKING = replace(RETURNED, reason_wanted="请写明理由，处理记录里要留", phone_wanted="不是 11 位手机号，请核对")
CLEAR = MessagesState(empty="短信都已发出，没有要处理的")
OFFLINE = replace(CLEAR, empty="", trouble="中心没有应答", trouble_cure="已录入的都在本机，稍后自动再试")


def tab(state: MessagesState) -> Callable[[], QWidget]:
    def build() -> QWidget:
        part = MessagesPage()
        part.show()
        part.present(state)
        part.focus_first()
        return part

    return build


PAGES = [
    ("messages", tab(RETURNED)),
    ("messages-unsure", tab(NOBODY_KNOWS)),
    ("messages-lacking", tab(LACKING)),
    ("messages-clear", tab(CLEAR)),
    ("messages-offline", tab(OFFLINE)),
]
