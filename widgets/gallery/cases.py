"""Back office and section in each of their states, with invented data."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from PySide6.QtWidgets import QWidget

from app.presenters.cases.state import (
    ActButton,
    CaseFact,
    CasePage,
    CasesState,
    CaseState,
    CaseTab,
    CheckEntry,
    CheckLine,
    Chip,
    ChoiceEntry,
    Dealing,
    Filter,
    GivenDocument,
    PanelState,
    Past,
    Result,
    TextEntry,
    WorkGroup,
    WorkLine,
    WorkListState,
)
from app.presenters.fields import Level
from app.presenters.marks import Mark
from app.presenters.shell import BannerState, DevicePill, HeaderState, RailEntry, Severity, ShellState, SyncPill
from widgets.gallery.entry import slip_raster
from widgets.gallery.frame import frame
from widgets.gallery.materials import page_png
from widgets.gallery.trace import PAUSED
from widgets.kit.loading import Wait
from widgets.pages.cases import CasesPage

RAIL = (
    RailEntry("cases", "办件", "cases"),
    RailEntry("hand_over", "交接", "link"),
    RailEntry("find", "查件", "find"),
    RailEntry("sync", "同步", "sync"),
    RailEntry("devices", "设备", "devices"),
)
HEADER = HeaderState(
    window="12", desk="后台窗口", clerk="吴某某 0522", subject="市场监管", note="待办 23 件，今日到期 2",
    devices=(DevicePill("scanner", "扫描仪"), DevicePill("printer", "打印机")), sync=SyncPill(), clock="10:20",
)  # fmt: skip

FILTERS = (
    Filter("department", "全部部门", "", (("SCJG", "市场监督管理局"), ("WJW", "卫生健康委员会"))),
    Filter("item", "全部事项", "", (("1", "食品经营许可（新办）"), ("2", "药品经营许可（变更）"))),
    Filter("state", "全部状态", "", (("received", "待受理"), ("accepted", "已受理"), ("suspended", "特别程序中"))),
)


def line(number: str, title: str, who: str, due: str, chip: Chip, why: str, **more: object) -> WorkLine:
    return WorkLine(number, title, f"YC26-{number}　{who}", due, chip, why, **more)  # type: ignore[arg-type]


GROUPS = (
    WorkGroup("已超期", "1", (line("07-00288", "特种设备使用登记", "某**", "超 1 日", Chip.RED, "已受理"),)),
    WorkGroup(
        "今日到期", "2",
        (
            line("03-00351", "药品经营许可（变更）", "某**", "今日 17:30", Chip.YELLOW, "已受理"),
            line("05-00362", "食品经营许可（新办）", "某**", "今日 17:30", Chip.YELLOW, "待受理，受理限 1 日"),
        ),
    ),
    WorkGroup(
        "三日内到期", "2",
        (
            line("03-00344", "食品经营许可（新办）", "某**", "余 2 日", Chip.CLOCK, "已受理"),
            line("11-00371", "医疗器械经营备案", "某**", "余 2 日", Chip.CLOCK, "待补正，补正限"),
        ),
    ),
    WorkGroup(
        "以后", "3",
        (
            line("09-00384", "个体工商户变更登记", "某**", "10-15　余 5 日", Chip.PLAIN, "已受理"),
            line("01-00380", "计量器具型式批准", "某**", "10-20　余 8 日", Chip.PLAIN, "已受理"),
            line("04-00391", "公共场所卫生许可（新办）", "某**", "10-22　余 10 日", Chip.PLAIN, "已受理"),
        ),
    ),
    WorkGroup("时限停", "1", (line("02-00379", "食品生产许可（延续）", "某**", "限 10-16", Chip.PLAIN, "专家评审中"),)),
)  # fmt: skip
LIST = WorkListState(
    title="办件", note="按紧急程度", filters=FILTERS, groups=GROUPS, current="03-00344"
)  # fmt: skip

ACTS = (
    ActButton("special", "特别程序", "special"),
    ActButton("extend", "延期", "extend"),
    ActButton("transfer", "转科室", "transfer"),
    ActButton("decide", "作出决定", "act", main=True),
)


@lru_cache(maxsize=1)
def pages() -> tuple[CasePage, ...]:
    titles = (
        "食品经营许可申请书",
        "食品安全管理制度",
        "经营场所布局图",
        "经营者身份证明",
        "主要设备设施清单",
        "营业执照副本",
    )
    return tuple(CasePage(page_png(title), title) for title in titles)


def the_case(**more: object) -> CaseState:
    state = CaseState(
        id="03-00344", title="食品经营许可（新办）", word="已受理",
        detail="YC26-03-00344　承诺件 8 个工作日，03 窗口 周某某收件",
        facts=(
            CaseFact("申请人", "某**", True), CaseFact("经营者", "欧**", True),
            CaseFact("证件号", "430602********1234", True), CaseFact("电话", "138****0000", True),
        ),
        pages=pages(), picture=page_png("食品经营许可申请书"),
        documents=(
            GivenDocument("受理通知书", "YC受〔2026〕12-00031号　9-18 09:31", "已打 1 次", Mark.DONE),
            GivenDocument("特别程序期限告知书", "YC特〔2026〕12-00004号　9-23 08:41", "已打 2 次", Mark.DONE),
            GivenDocument("收件凭证", "YC26-03-00344　9-17 15:02", "03 窗口", Mark.HINT),
        ),
        raster=slip_raster(),
        dealings=(
            Dealing(Mark.DONE, "短信：已受理", "9-18 09:31 已发出，138****0000"),
            Dealing(Mark.DONE, "交接：综合窗口 → 市场监督管理局", "交接单 YC26-03-J00012，9-18 08:50 纸电均已收"),
            Dealing(Mark.DONE, "特别程序：专家评审", "9-23 08:41 起，限 10 个工作日；9-29 16:50 通过，附 2 页"),
        ),
        trace=PAUSED,
        past=(
            Past("9-30 08:30", "时限恢复", "系统"), Past("9-29 16:50", "评审通过，附 2 页", "郑某 审批科"),
            Past("9-23 08:41", "告知书已送达，时限停", "吴某某"), Past("9-23 08:40", "转审批科，纸电同步", "吴某某"),
            Past("9-18 09:31", "受理", "吴某某"), Past("9-17 15:02", "接件", "周某某 03 窗口"),
        ),
        acts=ACTS, note="受办分离：您可办此件", note_mark=Mark.HINT,
    )  # fmt: skip
    return replace(state, **more)  # type: ignore[arg-type]


def full(**more: object) -> CasesState:
    return replace(CasesState(list=LIST, case=the_case(), explained=True), **more)  # type: ignore[arg-type]


def materials(current: str = "health") -> CheckEntry:
    return CheckEntry("demands", "缺什么、哪件不对（空格选）", (
        CheckLine("form", "食品经营许可申请书", Mark.DONE, "签名齐全，与证件一致", "已收 2 页"),
        CheckLine("plan", "经营场所布局图", Mark.DOUBTFUL, "标明尺寸和功能区", "要补", checked=True),
        CheckLine("rules", "食品安全管理制度", Mark.DONE, "与经营项目相符", "已收 2 页"),
        CheckLine("health", "从业人员健康证明", Mark.DOUBTFUL, "有效期内，每人一份", "要补", checked=True),
        CheckLine("tools", "主要设备设施清单", Mark.DONE, "列明型号、数量", "已收 1 页"),
    ), current)  # fmt: skip


SUPPLEMENT = PanelState(
    "supplement", "补正告知", "YC26-05-00362　食品经营许可（新办）",
    (
        materials(), TextEntry("standard", "这一件须符合", "有效期内，每人一份"),
        TextEntry("days", "补正期限（工作日）", "15", "最迟 10 月 30 日 周五"),
    ),
    says=("出补正告知书 2 份，盖章", "发短信告知；另请电话告知并记录", "补正期间受理期限不计"),
    button="出补正告知书（2 件）",
)  # fmt: skip
SECOND = replace(
    SUPPLEMENT,
    warning="经营场所布局图在第一次补正时就该列出。一次性告知（许可法第 32 条）：第二次再提出属过错，核对后再出",
)
REFUSE = PanelState(
    "refuse", "不予受理", "YC26-05-00362　食品经营许可（新办）",
    (
        TextEntry("reason", "理由", "", "请写明理由", Level.ERROR),
        TextEntry("basis", "法律依据", "《行政许可法》第三十二条第一款第二项"),
    ),
    says=("出不予受理决定书 2 份，盖章", "发短信告知"), button="不予受理并出决定书", hold="还没有写理由",
)  # fmt: skip
CALL = PanelState(
    "record_call", "电话告知", "YC26-11-00371　138****0000",
    (
        ChoiceEntry("reached", "打通了吗", (("yes", "打通"), ("no", "没打通")), "yes"),
        ChoiceEntry("spoken_to", "接听人",
                    (("self", "本人"), ("agent", "代办人"), ("family", "家属"), ("staff", "单位人员")), "self"),
        TextEntry("note", "说了什么", "已说明缺健康证明，本周内来补", optional=True),
    ),
    says=("第 2 次电话；第 1 次 9-21 10:02 没打通",), button="记下这次电话",
)  # fmt: skip
SPECIAL = PanelState(
    "special", "特别程序", "YC26-03-00344　食品经营许可（新办）",
    (
        ChoiceEntry("kind", "程序", (
            ("hearing", "听证"), ("inspection", "检验"), ("testing", "检测"), ("review", "专家评审"),
            ("survey", "现场勘验"),
        ), "review"),
        TextEntry("days", "需要几个工作日（不超过 30）", "10", "届时 10 月 23 日 周五"),
    ),
    says=("时限停：《行政许可法》第四十五条", "出特别程序期限告知书，书面告知申请人"), button="开始专家评审并出告知书",
)  # fmt: skip
RESULT = PanelState(
    "special", "记录结果：专家评审", "YC26-02-00379　已用 4 / 10 个工作日，最迟 10 月 16 日 周五",
    (
        ChoiceEntry("passed", "结果", (("yes", "通过"), ("no", "不通过")), "yes"),
        TextEntry("conclusion", "结论", "现场与图纸相符，符合要求"),
        CheckEntry("pages", "结果材料（F6 拍一页，Ctrl+O 选文件）", (
            CheckLine("1", "第 1 页", Mark.DONE, "", "已拍", checked=True),
            CheckLine("2", "第 2 页", Mark.DONE, "", "已拍", checked=True),
        ), "1"),
    ),
    says=("时限从下一工作日起接着算",), button="记下结果",
)  # fmt: skip
EXTEND = PanelState(
    "extend", "延期", "YC26-03-00344　食品经营许可（新办）",
    (
        TextEntry("days", "延长几个工作日（不超过 10）", "10", "10 月 12 日 周一 → 10 月 26 日 周一"),
        TextEntry("approved_by", "哪位负责人批准", "", "须本机关负责人批准（许可法第 42 条）", Level.NEUTRAL),
        TextEntry("reason", "理由（写入通知书）"),
    ),
    says=("只能延长一次", "出延期通知书 2 份，盖章"), button="延期并出通知书", hold="还没有写批准人",
)  # fmt: skip
TRANSFER = PanelState(
    "transfer", "转科室", "2 件：YC26-03-00344、YC26-09-00384",
    (
        ChoiceEntry("section", "转给", (("a", "行政审批科"), ("b", "食品科"), ("c", "法规科")), "a"),
        TextEntry("sheets", "纸质材料共几张", "14"),
    ),
    says=("出受理交接单，双方签字", "对方扫纸质、看电子都收到才算收下"), button="出交接单（2 件）",
)  # fmt: skip
DECIDE = PanelState(
    "decide", "作出决定", "YC26-03-00344　食品经营许可（新办）",
    (
        ChoiceEntry("approved", "决定", (("yes", "准予"), ("no", "不予许可")), "yes"),
        ChoiceEntry("close", "同时办结", (("yes", "决定并办结"), ("no", "只作决定")), "yes"),
        TextEntry("certificate", "证件名称", "食品经营许可证"),
        TextEntry("number", "证件编号", "JY24306020012345"),
        TextEntry("valid_to", "有效期至", "2031-10-08", optional=True),
    ),
    says=("出准予决定书 2 份，盖章", "发短信告知；办结后转出件窗口"), button="准予并办结",
)  # fmt: skip
BATCH = PanelState(
    "accept_case", "受理", "3 件",
    results=(
        Result(Mark.DONE, "YC26-05-00362", "已受理，出受理通知书"),
        Result(Mark.DONE, "YC26-05-00363", "已受理，出受理通知书"),
        Result(Mark.WRONG, "YC26-12-00366", "没有受理：受办分离，您接的件，不能由您受理"),
    ),
)  # fmt: skip

MARKED = replace(
    LIST,
    note="已选 2 件",
    groups=tuple(
        replace(group, lines=tuple(replace(each, checked=each.id in ("03-00344", "09-00384")) for each in group.lines))
        for group in GROUPS
    ),
)
PARKED_LIST = replace(
    LIST,
    groups=(
        WorkGroup("停放，要人处理", "1", (
            line("03-00344", "食品经营许可（新办）", "某**", "延期没有送达", Chip.PLAIN, "停放", mark=Mark.PARKED),)),
        WorkGroup("已超期", "1", GROUPS[0].lines),
        WorkGroup("今日到期", "2", (
            replace(GROUPS[1].lines[0], mark=Mark.WAITING, why="待中心端确认"), GROUPS[1].lines[1])),
        *GROUPS[3:],
    ),
)  # fmt: skip


def parked() -> CaseState:
    return the_case(
        trouble="延期没有生效：审批科已先作出决定，中心端的办件已是第 7 版。两边都没有丢，看最新状态再定",
        ways_on=(
            ActButton("take_back", "收回这次延期", "take_back"), ActButton("newest", "看最新状态", "newest", main=True),
        ),
        acts=(), note="",
    )  # fmt: skip


def offline_case() -> CasesState:
    return full(
        list=replace(LIST, news="离线，列表是 10:12 的", news_mark=Mark.DOUBTFUL),
        case=the_case(
            acts=ACTS, note="开过的件可以照常办，连上后送出", picture=b"", page_note="离线，这一页没有看过，连上后显示",
            past=(Past("10-9 10:18", "延期 10 个工作日", "吴某某", pending=True), *the_case().past),
        ),
    )  # fmt: skip


def section() -> CasesState:
    return full(
        list=WorkListState(
            title="行政审批科", note="按紧急程度", filters=FILTERS[1:],
            groups=(
                WorkGroup("三日内到期", "1", (
                    line("03-00344", "食品经营许可（新办）", "某**", "评审余 3 日", Chip.CLOCK, "专家评审"),)),
                WorkGroup("以后", "1", (
                    line("02-00379", "食品生产许可（延续）", "某**", "10-16　余 5 日", Chip.PLAIN, "现场勘验"),)),
            ),
            current="03-00344",
        ),
        case=the_case(
            word="特别程序中", word_mark=Mark.DOUBTFUL, note="专家评审：已用 7 / 10 个工作日，最迟 10 月 12 日 周一",
            note_mark=Mark.WAITING,
            acts=(
                ActButton("transfer", "交回窗口", "transfer", barred="评审结果还没有记录"),
                ActButton("special", "记录结果", "act", main=True),
            ),
        ),
    )  # fmt: skip


def own_case() -> CaseState:
    return the_case(
        word="待受理", note="受办分离：您接的件，不能由您办", note_mark=Mark.DOUBTFUL,
        acts=(
            ActButton("refuse", "不予受理", "refuse", barred="受办分离：您接的件，不能由您办"),
            ActButton("supplement", "补正", "supplement"),
            ActButton("accept_case", "受理", "act", main=True, barred="受办分离：您接的件，不能由您办"),
        ),
    )  # fmt: skip


def cases(make: Callable[[], CasesState], *, offline: bool = False, wait: Wait | None = None) -> Callable[[], QWidget]:
    def build() -> QWidget:
        page = CasesPage()
        banner = BannerState(
            "offline", "与中心断开，照常办件", "已存 1 件，连上后自动发出", Severity.WARN, "看同步", "page_4"
        )
        header = replace(HEADER, sync=SyncPill(online=False, waiting=1)) if offline else HEADER
        shown = ShellState(header, RAIL, "cases", banners=(banner,) if offline else ())
        shell = frame(page, page.SCOPE, shown)
        shell.resize(1440, 900)
        shell.show()
        page.present(make())
        shell.present(replace(shown, keys=page.keys()))
        page.focus_first()
        if wait is not None:
            page.waiting.become(wait)
        return shell

    return build


def act(panel: PanelState, **more: object) -> Callable[[], QWidget]:
    return cases(lambda: full(panel=panel, **more))


PAGES = [
    ("cases", cases(full)),
    ("cases-short", cases(lambda: full(explained=False))),
    (
        "cases-empty",
        cases(lambda: CasesState(replace(LIST, groups=(), current="", empty="没有待办的件。新件到了会自己出现"))),
    ),
    (
        "cases-loading",
        cases(lambda: CasesState(replace(LIST, groups=(), loading="正在向中心端取办件", current="")), wait=Wait.LONG),
    ),
    ("cases-documents", cases(lambda: full(case=the_case(tab=CaseTab.DOCUMENTS)))),
    ("cases-dealings", cases(lambda: full(case=the_case(tab=CaseTab.DEALINGS)))),
    ("cases-own", cases(lambda: full(case=own_case()))),
    ("cases-offline", cases(offline_case, offline=True)),
    ("cases-parked", cases(lambda: full(list=PARKED_LIST, case=parked()))),
    ("cases-section", cases(section)),
    ("cases-supplement", act(SUPPLEMENT)),
    ("cases-supplement-second", act(SECOND)),
    ("cases-refuse", act(REFUSE)),
    ("cases-call", act(CALL)),
    ("cases-special", act(SPECIAL)),
    ("cases-result", act(RESULT)),
    ("cases-extend", act(EXTEND)),
    ("cases-transfer", act(TRANSFER, list=MARKED)),
    ("cases-decide", act(DECIDE)),
    ("cases-batch", act(BATCH, list=MARKED)),
]
