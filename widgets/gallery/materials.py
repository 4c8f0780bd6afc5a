"""The materials page in each of its states, with invented data."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from io import BytesIO

from PIL import Image, ImageFilter
from PySide6.QtWidgets import QWidget

from app.presenters.intake.materials_state import (
    CardSide,
    Check,
    Lacking,
    MaterialGroup,
    MaterialRow,
    MaterialsState,
    PageThumb,
)
from app.presenters.marks import Mark, Tone
from app.presenters.samples import SampleState
from devices.scanning.encode import encode_within
from devices.scanning.watch import Watch, Watched
from devices.simulators.desk import Desk, SimulatedCamera, render_pair
from devices.simulators.paper import render_card, render_page, sample_page
from widgets.gallery.frames import framed, steps_at
from widgets.pages.materials import MaterialsPage

_FORM = (
    ("经营者名称", "岳阳市某某餐饮店"),
    ("社会信用代码", "9243**********0X"),
    ("经营场所", "岳阳楼区某某路 ** 号 1 层"),
    ("主体业态", "餐饮服务经营者"),
    ("经营项目", "热食类食品制售、冷食类食品制售"),
    ("法定代表人", "欧阳某某"),
    ("联系电话", "138****0000"),
)
_WORDS = (
    "本申请人所提交的申请材料内容真实、合法、有效，复印件与原件一致。如有不实之处，愿承担相应的法律责任。",
    "一、经营场所与食品经营相适应，保持环境整洁，与有毒、有害场所以及其他污染源保持规定的距离。",
    "二、具有与经营的食品品种、数量相适应的设备或者设施。",
)


@lru_cache(maxsize=1)
def _watched() -> Watched:
    """The form on the desk, as the live picture shows it."""
    camera = SimulatedCamera(seed=3, desk=Desk.WOOD)
    camera.put(render_page("食品经营许可申请书", _WORDS, fields=_FORM, signature="欧阳某某"))
    watch = Watch()
    seen = watch.look(camera.frame(), 0.0)
    for moment in range(1, 8):
        seen = watch.look(camera.frame(), moment / 12)
    return seen


@lru_cache(maxsize=1)
def _watched_pair() -> Watched:
    """Two forms side by side, as the live picture shows them."""
    frame, _ = render_pair(5, desk=Desk.WOOD)
    watch = Watch()
    seen = [watch.look(frame, moment / 2) for moment in range(2)]
    return seen[-1]


@lru_cache(maxsize=1)
def _watched_card() -> Watched:
    """A card on the desk, as the live picture shows it."""
    camera = SimulatedCamera(seed=3, desk=Desk.WOOD)
    camera.put(render_card("样本证件", (("姓名", "欧阳某某"), ("编号", "00000000"), ("机关", "示例市样本局"))))
    watch = Watch()
    seen = watch.look(camera.frame(), 0.0)
    for moment in range(1, 8):
        seen = watch.look(camera.frame(), moment / 2)
    return seen


@lru_cache(maxsize=4)
def page_png(title: str, blurred: bool = False) -> bytes:
    frame = render_page(title, _WORDS, fields=_FORM if title.endswith("书") else (), signature="欧阳某某")
    page = Image.fromarray(frame[:, :, ::-1]).resize((360, 509))
    if blurred:
        page = page.filter(ImageFilter.GaussianBlur(6))
    written = BytesIO()
    page.save(written, "PNG")
    return written.getvalue()


def _material(code: str, mark: Mark, name: str, second: str, count: str, word: str, **more: object) -> MaterialRow:
    return replace(MaterialRow(code, mark, name, second, count, word), **more)  # type: ignore[arg-type]


GROUPS = (
    MaterialGroup(
        "必需",
        "已收 3 / 5",
        (
            _material("1", Mark.RUNNING, "食品经营许可申请书", "原件 1 份", "2 页", "正在拍", current=True),
            _material("2", Mark.DONE, "经营场所布局图", "复印件 1 份", "1 页", "已扫"),
            _material("3", Mark.DONE, "经营者身份证明", "核原件，留复印件", "1 页", "已扫"),
            _material("4", Mark.DOUBTFUL, "食品安全管理制度", "复印件 1 份", "2 页", "第 2 页模糊", tone=Tone.WARN),
            _material("5", Mark.MISSING, "主要设备设施清单", "原件 1 份", "0 页", "未收"),
        ),
    ),
    MaterialGroup(
        "可容缺",
        "已收 0 / 1",
        (_material("6", Mark.MISSING, "从业人员健康证明", "复印件 3 份", "0 页", "未收"),),
    ),
    MaterialGroup(
        "免提交",
        "已取 1 / 1",
        (_material("7", Mark.NOT_NEEDED, "营业执照", "由市场监督管理局数据共享取得", "", "免提交"),),
    ),
)


def _materials_state() -> MaterialsState:
    form, rules = page_png("食品经营许可申请书"), page_png("食品安全管理制度")
    return MaterialsState(
        taken="已收 4 / 7",
        groups=GROUPS,
        current="1",
        title="食品经营许可申请书",
        pages=(PageThumb(1, form, Mark.DONE, "清晰", True), PageThumb(2, rules, Mark.DONE, "清晰", False)),
        lacking=(
            Lacking(Mark.MISSING, "主要设备设施清单", "必需，缺则不能接件"),
            Lacking(Mark.MISSING, "从业人员健康证明", "可容缺，承诺 15 个工作日内补"),
            Lacking(Mark.DOUBTFUL, "食品安全管理制度", "第 2 页模糊，清晰度 0.31，应不低于 0.50"),
        ),
        checks=(
            Check(Mark.DONE, "清晰"),
            Check(Mark.HINT, "页上有码：92430602MA00000000"),
            Check(Mark.HINT, "1654×2339，412 KB"),
        ),
        standard="A4 纸正面打印，逐项填写；经营者签名，并写明日期；经营项目与布局图一致。",
    )


def _in_step_3(page: MaterialsPage) -> QWidget:
    notes = ("欧阳某某，某某餐饮店", "食品经营许可（新办）", "已收 4 件，还缺 2 件")
    steps = steps_at(3, *notes)
    return framed(page, "intake/materials", page.SCOPE, page.keys(), steps=steps, foot="草稿已存 10:46:18")


def materials(
    change: Callable[[MaterialsState], MaterialsState] = lambda state: state,
    watched: Callable[[], Watched] = _watched,
    status: str = "已找到页面，放稳即拍",
) -> QWidget:
    """The page with its live picture, the state changed as told."""
    state = change(_materials_state())
    page = MaterialsPage()
    page.present(state)
    if state.camera:
        seen = None if state.trouble else watched()
        status = "正在处理" if state.busy else status
        page.show_frame(seen, status if seen else "高拍仪未连接，可改收纸质", not state.busy)
    return _in_step_3(page)


def materials_nothing() -> QWidget:
    return materials(
        lambda _: MaterialsState(taken="已收 0 / 0", takes_pages=False, standard="无特别要求", complete=True)
    )


def _forty(state: MaterialsState) -> MaterialsState:
    """Forty materials with long names, forty lacking, ten pages."""
    rows = tuple(
        _material(str(n), Mark.MISSING, f"第 {n} 项，法定代表人授权委托书及身份证明", "原件 1 份", "0 页", "未收")
        for n in range(2, 40)
    )
    first = replace(GROUPS[0].rows[0], name="工程建设项目用地预审与选址意见书申请表（含附图附表）")
    lacking = tuple(Lacking(Mark.MISSING, row.name, "必需，缺则不能接件") for row in rows)
    pages = tuple(replace(state.pages[1], number=n + 1, current=n == 8) for n in range(10))
    groups = (MaterialGroup("必需", "已收 1 / 40", (first, *rows)), GROUPS[1])
    return replace(state, groups=groups, lacking=lacking, pages=pages, taken="已收 1 / 40", title=first.name)


def _on_paper(state: MaterialsState) -> MaterialsState:
    """The paper itself was taken, and nothing lacks any more."""
    return replace(state, count=3, pages=(), checks=(), lacking=(), complete=True, taken="已收 7 / 7")


def _split(state: MaterialsState) -> MaterialsState:
    """Two pages came in one picture."""
    pages = (state.pages[0], replace(state.pages[1], current=True))
    note = "一次拍到两页，已分成两页。如本是一页，按 M 合回"
    return replace(state, note=note, can_merge=True, pages=(replace(pages[0], current=False), pages[1]))


def _card_back(state: MaterialsState) -> MaterialsState:
    """The front of a card is taken, its back comes next."""
    note = "正面已拍。翻到背面，按 F6；按 D 取消"
    return replace(state, note=note, card_side=CardSide.BACK, current="3", title="经营者身份证明", pages=(), checks=())


def _glaring(state: MaterialsState) -> MaterialsState:
    """A lamp is mirrored in the page, which was turned upright by itself; the desk has just been learned."""
    page = replace(state.pages[0], mark=Mark.DOUBTFUL, word="反光")
    checks = (state.checks[0], Check(Mark.DOUBTFUL, "有反光（6%），字可能看不清，建议挪开灯光重拍"),
              Check(Mark.HINT, "方向已自动转正，按 R 可再转"), *state.checks[1:])  # fmt: skip
    note = "空桌面已记住。白纸放在白桌上也能找到"
    return replace(state, pages=(page, *state.pages[1:]), checks=checks, note=note)


def _with_sample(state: MaterialsState) -> MaterialsState:
    return replace(state, has_sample=True, sample=SampleState(encode_within(sample_page(1), 1200)))


PAGES: list[tuple[str, Callable[[], QWidget]]] = [
    ("materials", materials),
    ("materials-none", materials_nothing),
    ("materials-forty", partial(materials, _forty)),
    ("materials-paper", partial(materials, _on_paper)),
    ("materials-no-camera", partial(materials, lambda s: replace(s, camera=False, pages=(), checks=()))),
    ("materials-two-pages", partial(materials, _split, _watched_pair, "已找到两页，放稳即拍，分开存")),
    ("materials-card", partial(materials, _card_back, _watched_card)),
    ("materials-glare", partial(materials, _glaring)),
    ("materials-sample", partial(materials, _with_sample)),
    ("materials-sample-away", partial(materials, lambda s: replace(s, sample=SampleState(words="正在取样表")))),
    ("materials-busy", partial(materials, lambda s: replace(s, busy="正在处理"))),
    ("materials-trouble", partial(materials, lambda s: replace(s, trouble="高拍仪断开了。重新插上线缆，会自动接回"))),
]
