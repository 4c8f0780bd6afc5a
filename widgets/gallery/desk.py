"""Review, slip and the bench panel in each of their states, with invented data."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from PySide6.QtWidgets import QWidget

from app import paths
from app.documents.typesetting import Documents
from app.domain.case import Decision
from app.domain.slips import Line, SlipDocument, SlipKind
from app.presenters.intake.finish import FinishState
from app.presenters.intake.review_state import DecisionTile, ReviewRow, ReviewState, SlipTab
from app.presenters.intake.slip import SlipRow, SlipState, WaitingRow
from app.presenters.marks import Mark, Tone
from app.presenters.sign_back import SignBackState
from devices.ports import Raster
from widgets.gallery.frames import framed, steps_at
from widgets.gallery.materials import page_png
from widgets.pages.review import ReviewPage
from widgets.pages.slip import SlipPage
from widgets.simulated.panel import BenchDevice, HallPanel

SLIPS = paths.resources() / "slips"


def _document(kind: SlipKind, title: str, **more: object) -> SlipDocument:
    taken = (
        ("食品经营许可申请书", "原件 1 份"),
        ("经营场所布局图", "复印件 1 份"),
        ("经营者身份证明", "复印件 1 份"),
        ("食品安全管理制度", "复印件 1 份"),
        ("主要设备设施清单", "原件 1 份"),
        ("营业执照", "数据共享"),
    )
    slip = SlipDocument(
        kind=kind, title=title, subtitle="容缺受理", number="YC26-03-00417", hall="岳阳市政务服务中心",
        date="2026-09-22 10:49", window="03 号", clerk="周某某", applicant="岳阳市某某餐饮店", agent="欧阳某某",
        item="食品经营许可（新办）", department="岳阳市市场监督管理局", handling="承诺件", limit="8 个工作日",
        due="10 月 10 日 周六", due_note="调休上班日；中秋节、国庆节共 10 天不计", provisional=False,
        taken=tuple(Line(*line) for line in taken), missing_title="须补 1 件，限 10 月 20 日",
        missing=(Line("从业人员健康证明", "复印件 3 份", "有效期内，A4 复印，每人一份"),), reason="", legal_basis=(),
        next_step="", collect="一楼智能取件柜，取件码短信告知", phone="0730-000 0000",
        supervision_phone="0730-000 0001", address="岳阳市岳阳楼区某某大道 1 号",
        query="https://example.invalid/query/YC26-03-00417", signatures=("申请人签名",), seal=False,
    )  # fmt: skip
    return replace(slip, **more)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _documents() -> Documents:
    return Documents(SLIPS)


@lru_cache(maxsize=4)
def _raster(kind: SlipKind, title: str, dots: int = 576) -> Raster:
    return _documents().raster(_document(kind, title), dots)


TILES = (
    DecisionTile(Decision.RECEIVE, "接件", "材料齐全，收下并出单", "1", barred="还缺 1 件，不能选"),
    DecisionTile(Decision.SUPPLEMENT, "一次性补正", "列出全部缺项，一次告知", "2"),
    DecisionTile(Decision.REFUSE, "不予受理", "须写明理由与依据", "3"),
    DecisionTile(Decision.CONDITIONAL, "容缺受理", "签承诺书，时限今日起算", "4", chosen=True),
)


def _review_rows() -> tuple[ReviewRow, ...]:
    blurred = page_png("食品安全管理制度", blurred=True)
    doubt = "第 2 页模糊，清晰度 0.31，应不低于 0.50"
    done = [("食品经营许可申请书", "原件 1 份", "2 页"), ("经营场所布局图", "复印件 1 份", "1 页"),
            ("主要设备设施清单", "原件 1 份", "1 页")]  # fmt: skip
    return (
        ReviewRow("4", Mark.DOUBTFUL, "食品安全管理制度", "复印件 1 份", "2 页", doubt, Tone.WARN, "",
                  can_accept=True, can_retake=True, thumb=blurred, current=True),
        ReviewRow("", Mark.DOUBTFUL, "申请人证件", "", "", "录入姓名“欧阳某”与芯片“欧阳某某”不同", Tone.WARN, "",
                  can_accept=True),
        ReviewRow("6", Mark.MISSING, "从业人员健康证明", "复印件 3 份", "0 份",
                  "可容缺，15 个工作日内补，最迟 10 月 20 日 周二", Tone.INK2, "", can_retake=True),
        *(ReviewRow(name, Mark.DONE, name, wanted, got, "", Tone.INK2, "齐全") for name, wanted, got in done),
        ReviewRow("7", Mark.NOT_NEEDED, "营业执照", "数据共享取得", "0 份", "", Tone.INK2, "共享取得"),
    )  # fmt: skip


def _review_state() -> ReviewState:
    return ReviewState(
        doubtful=2,
        missing=1,
        complete=4,
        catalogue="2026.3 版",
        rows=_review_rows(),
        tiles=TILES,
        clocks="受理决定限 9 月 23 日 周三（1 个工作日）；一次告知法定限 9 月 30 日 周三（5 个工作日）",
        hold="存疑 2 件须先认可或重拍",
        act="确认容缺受理并出单",
        slips=(
            SlipTab("收件凭证", _raster(SlipKind.RECEIPT, "收件凭证"), True),
            SlipTab("容缺受理承诺书", _raster(SlipKind.COMMITMENT, "容缺受理承诺书"), False),
        ),
    )


def review(change: Callable[[ReviewState], ReviewState] = lambda state: state) -> QWidget:
    """The page, its state changed as told."""
    page = ReviewPage()
    page.present(change(_review_state()))
    notes = ("欧阳某某，某某餐饮店", "食品经营许可（新办）", "已收 6 件，缺 1 件", "正在审查")
    steps = steps_at(4, *notes)
    return framed(page, "intake/review", page.SCOPE, page.keys(), steps=steps, foot="草稿已存 10:49:31")


def _refused(state: ReviewState) -> ReviewState:
    tiles = tuple(replace(tile, chosen=tile.decision is Decision.REFUSE) for tile in TILES)
    slips = (SlipTab("不予受理决定书", _raster(SlipKind.REFUSAL, "不予受理决定书"), True),)
    reason = "经营地址位于湘阴县，该事项由经营地县级市场监督管理部门受理，不属于本机关职权范围"
    told = replace(state, tiles=tiles, slips=slips, reason_wanted=True, reason=reason)
    return replace(told, hold="", act="确认不予受理并出单")


def _complete(state: ReviewState) -> ReviewState:
    """Everything came in, on a printer of 58 mm."""
    names = ("食品经营许可申请书", "经营场所布局图", "经营者身份证明", "食品安全管理制度", "主要设备设施清单")
    rows = tuple(
        ReviewRow(name, Mark.DONE, name, "原件 1 份", "1 页", "", Tone.INK2, "齐全", current=not place)
        for place, name in enumerate(names)
    )
    tiles = (
        replace(TILES[0], barred="", chosen=True),
        replace(TILES[1], barred="没有缺项，不必选"),
        TILES[2],
        replace(TILES[3], barred="没有缺项，不必选", chosen=False),
    )
    slips = (SlipTab("收件凭证", _raster(SlipKind.RECEIPT, "收件凭证", 384), True),)
    return replace(state, doubtful=0, missing=0, complete=5, rows=rows, tiles=tiles, slips=slips, dots=384, hold="",
                   act="确认接件并出单")  # fmt: skip


def _many(state: ReviewState) -> ReviewState:
    detail = "第 2 页模糊，清晰度 0.31，应不低于 0.50；第 3 页像是空白；收到 1 份，应为 3 份；第 5 页像是空白"
    doubtful = [
        replace(state.rows[0], code=str(n), name=f"第 {n} 项，身份证明及授权委托书", detail=detail, current=n == 6)
        for n in range(9)
    ]
    return replace(state, doubtful=9, rows=(*doubtful, *state.rows[2:]), hold="存疑 9 件须先认可或重拍")


def _slip_state() -> SlipState:
    return SlipState(
        number="YC26-03-00417",
        headline="已容缺受理",
        due="10 月 10 日 周六",
        facts=(
            ("申请人", "岳阳市某某餐饮店"),
            ("事项", "食品经营许可（新办）"),
            ("承诺时限", "8 个工作日"),
            ("时限说明", "调休上班日；中秋节、国庆节共 10 天不计"),
            ("领取", "一楼智能取件柜，取件码短信告知"),
            ("咨询电话", "0730-000 0000"),
        ),
        slips=(
            SlipRow(1, Mark.DONE, "收件凭证", "已打印", Tone.INK2, True),
            SlipRow(2, Mark.DONE, "容缺受理承诺书", "已打印", Tone.INK2, False),
        ),
        raster=_raster(SlipKind.RECEIPT, "收件凭证"),
        printer="打印机正常",
    )


def slip(change: Callable[[SlipState], SlipState] = lambda state: state, said: str = "已打印") -> QWidget:
    """The page, its state changed as told."""
    page = SlipPage()
    page.present(change(_slip_state()))
    notes = ("欧阳某某，某某餐饮店", "食品经营许可（新办）", "已收 6 件，缺 1 件", "容缺受理", said)
    return framed(page, "intake/slip", page.SCOPE, page.keys(), steps=steps_at(5, *notes), foot="已保存 10:50:02")


NOTHING_TO_SIGN = SignBackState()


def slip_finishing(finish: FinishState, signed: SignBackState = NOTHING_TO_SIGN) -> QWidget:
    """A done-at-once item beside its slips, or a document that waits to come back signed."""
    page = SlipPage()
    page.finish.present(finish)
    page.sign_back.present(signed)
    page.present(_slip_state())
    notes = ("欧阳某某", "开具税收完税证明", "已收 2 件", "接件", "已打印")
    return framed(page, "intake/slip", page.SCOPE, page.keys(), steps=steps_at(5, *notes), foot="已保存 10:50:02")


TAX = FinishState(offered=True, result="税收完税证明")
NO_NUMBERS = "号段已用完，不能给出新编号。连上中心端后自动领取；急用请找管理员"
SIGNING = SignBackState(("容缺受理承诺书 YC26-03-R00012", "特别程序期限告知书 YC26-03-T00004"), scanner=True,
                        busy="已收 1 页，正在收下一页")  # fmt: skip
SIGNED = SignBackState(done="已扫回容缺受理承诺书 YC26-03-R00012")


def _held(state: SlipState) -> SlipState:
    rows = (
        replace(state.slips[0], mark=Mark.WAITING, word="未打印，在等打印机", tone=Tone.WARN),
        replace(state.slips[1], mark=Mark.WAITING, word="未打印，在等打印机", tone=Tone.WARN),
    )
    waiting = (
        WaitingRow(1, "收件凭证", "YC26-03-00417　食品经营许可（新办）"),
        WaitingRow(2, "容缺受理承诺书", "YC26-03-00417　食品经营许可（新办）"),
        WaitingRow(9, "收件凭证", "YC26-03-00411　特种设备使用登记"),
    )
    return replace(state, slips=rows, waiting=waiting, printer="打印机缺纸", printer_mark=Mark.WRONG,
                   trouble="打印机缺纸。装入热敏纸，合上盖子，再按打印")  # fmt: skip


def _printerless(state: SlipState) -> SlipState:
    rows = tuple(replace(row, mark=Mark.WAITING, word="未打印，在等打印机", tone=Tone.WARN) for row in state.slips)
    return replace(state, slips=rows, printer="", trouble="没有打印机，可打 A4（F8）",
                   note="A4 已存为 /home/counter/A4/YC26-03-00417-1.pdf")  # fmt: skip


def _printing(state: SlipState) -> SlipState:
    rows = (state.slips[0], replace(state.slips[1], mark=Mark.RUNNING, word="正在打印"))
    return replace(state, slips=rows, busy=True)


def slip_nothing() -> QWidget:
    return slip(lambda _: SlipState(), "")


class _Bench:
    """A hall that does nothing, for the picture."""

    cards = (("zhang", "张三，居民身份证"), ("ayi", "阿依古丽·样本，换发过住址"), ("expired", "李四，已过期"))
    papers = ("食品经营许可申请书", "承诺书", "授权委托书", "住所使用证明")
    acts = (("rate_5", "按评价器：非常满意"), ("call_next", "按叫号器：下一位"), ("pull_door", "拉开 1 号格门"))
    devices = (
        BenchDevice("reader", "读卡器 reader", "serial:/tmp/hall/reader", (("silent", "不作声"),)),
        BenchDevice(
            "printer", "小票打印机 printer", "tcp://127.0.0.1:9100",
            (("paper_out", "缺纸"), ("cover_open", "盖子开着"), ("lies", "谎报有纸"), ("unplugged", "拔下线缆")),
            "paper_out",
        ),
        BenchDevice("lockers", "智能柜 lockers", "serial:/tmp/hall/l", (("reversed", "反馈开关接反"),), "reversed"),
    )  # fmt: skip

    def lay(self, key: str) -> None: ...
    def lift(self) -> None: ...
    def put_page(self, index: int) -> None: ...
    def clear_desk(self) -> None: ...
    def act(self, key: str) -> None: ...
    def break_(self, device: str, fault: str) -> None: ...
    def network(self, connected: bool) -> None: ...


def hall_panel() -> QWidget:
    panel = HallPanel(_Bench())
    panel.slip_printed(_raster(SlipKind.COMMITMENT, "容缺受理承诺书"))
    panel.slip_printed(_raster(SlipKind.RECEIPT, "收件凭证"))
    return panel


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("review", review),
    ("review-refuse", partial(review, _refused)),
    ("review-complete", partial(review, _complete)),
    ("review-many", partial(review, _many)),
    ("review-saving", partial(review, lambda s: replace(s, busy=True, hold=""))),
    ("review-none", partial(review, lambda _: ReviewState())),
    ("slip", slip),
    ("slip-held", partial(slip, _held, "2 张在等")),
    ("slip-printing", partial(slip, _printing, "正在打印")),
    ("slip-no-printer", partial(slip, _printerless, "2 张在等")),
    ("slip-none", slip_nothing),
    ("slip-finish", partial(slip_finishing, TAX)),
    ("slip-finish-refused", partial(slip_finishing, replace(TAX, certificate="湘岳税证2026001", error=NO_NUMBERS))),
    ("slip-finished", partial(slip_finishing, FinishState(done="已当场办结，发出税收完税证明 湘岳税证2026001"))),
    ("slip-to-sign", partial(slip_finishing, FinishState(), SignBackState(("容缺受理承诺书 YC26-03-R00012",)))),
    ("slip-signed-scanning", partial(slip_finishing, FinishState(), SIGNING)),
    ("slip-signed", partial(slip_finishing, FinishState(), SIGNED)),
    ("hall-panel", hall_panel),
]
