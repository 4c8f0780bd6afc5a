"""Step 3 with a camera over a simulated desk: pages, two at once, a card's two sides, the learned desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import pytest

from app import paths
from app.domain.case import Application, Page, Taken
from app.domain.catalogue import Catalogue
from app.domain.errors import DiskFull
from app.domain.review import DoubtKind
from app.lanes import InlineLane
from app.presenters.incoming import Feeder
from app.presenters.intake.materials import MaterialsPresenter
from app.presenters.intake.materials_state import CardSide, MaterialsState
from app.presenters.intake.session import Session, StepName
from app.presenters.marks import Mark
from app.presenters.samples import Samples
from app.services.sample_pictures import SamplePictures
from app.store.blobs import PageDamaged
from app.store.drafts import Draft
from app.wording import Wording
from devices.bay import Bay
from devices.ports import Frame, PageSource, Role
from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.flatten import turn
from devices.scanning.watch import Watched
from devices.setting import DeviceSetting
from devices.simulators.desk import Desk, SimulatedCamera, render_pair
from devices.simulators.paper import render_card, sample_page, with_glare
from tests.support.items import LICENCE, TUESDAY, item
from tests.support.lanes import HeldLane

T = TypeVar("T")


OTHER = item(code="A-2", name="另一事项")
"""An item whose materials have the same codes, as all of the catalogue's have."""

SAMPLED = item(code="A-3", materials=(replace(LICENCE.materials[0], sample="0" * 64), LICENCE.materials[1]))
"""An item that has a picture of how its first material looks, which is not here yet."""


class Drafts:
    """Drafts that are forgotten."""

    def put(self, draft: Draft) -> None: ...
    def delete(self, draft_id: str) -> None: ...


@dataclass
class Pages:
    """Pages in memory, by hash."""

    kept: dict[str, bytes] = field(default_factory=dict)
    full: bool = False
    damaged: bool = False

    def put(self, case_id: str, data: bytes) -> str:
        if self.full:
            raise DiskFull("/")
        name = sha256(data).hexdigest()
        self.kept[name] = data
        return name

    def get(self, case_id: str, sha256: str) -> bytes:
        if self.damaged:
            raise PageDamaged(sha256)
        return self.kept[sha256]


@dataclass
class Tray:
    """A scanner with paper in it, on a lane of its own."""

    paper: list[Frame]
    name: str = "tray"
    stopped: bool = False

    def open(self) -> None: ...
    def close(self) -> None: ...

    def cancel(self) -> None:
        self.stopped = True

    def pages(self) -> Iterator[Frame]:
        yield from self.paper


@dataclass
class Still:
    """A `PageSource` that shows whatever picture is put before it."""

    picture: Frame
    name: str = "still"

    def open(self) -> None: ...
    def close(self) -> None: ...

    def frame(self) -> Frame:
        return self.picture


class Counter:
    """The materials page of a case, with the camera in hand."""

    def __init__(
        self,
        camera: SimulatedCamera | Still,
        empty_desk: EmptyDesk | None = None,
        tray: Tray | None = None,
        samples: Samples | None = None,
    ) -> None:
        self.camera, self.store = camera, Pages()
        self.lane, self.scanner_lane = HeldLane(is_held=False), HeldLane(is_held=False)
        feeder = Bay(DeviceSetting("tray", Role.PAGE_FEEDER, "tray"), lambda: tray) if tray else None
        ids = iter(f"draft-{number}" for number in range(9))
        self.session = Session(
            drafts=Drafts(), lane=InlineLane(), catalogue=lambda: Catalogue("2026", (LICENCE, OTHER, SAMPLED)),
            now=lambda: TUESDAY, new_id=lambda: next(ids),
        )  # fmt: skip
        source: Bay[PageSource] = Bay(DeviceSetting("desk", Role.PAGE_SOURCE, "camera:0"), lambda: self.camera)
        self.clock = 0.0
        self.shown = MaterialsState()
        self.live: list[tuple[Watched | None, str]] = []
        self.desks: list[bytes] = []
        self.page = MaterialsPresenter(
            self.session, wording=Wording(paths.resources() / "i18n", "zh_CN"), source=source, pages=self.store,
            lane=self.lane, clock=lambda: self.clock, empty_desk=empty_desk,
            feeder=Feeder(feeder, self.scanner_lane) if feeder else None, samples=samples,
        )  # fmt: skip
        self.taking = self.page.taking
        self.taking.camera.on_desk_learned = self.desks.append
        self.begin(LICENCE.code)
        self.page.show(self)

    def begin(self, item_code: str) -> None:
        """Go to the materials of an item."""
        self.session.change(Application(item_code=item_code, catalogue_version="2026"))
        self.session.go(StepName.MATERIALS)

    def present(self, state: MaterialsState) -> None:
        self.shown = state

    def show_frame(self, watched: Watched | None, status: str, good: bool) -> None:
        self.live.append((watched, status))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 12)):
            self.clock += 1 / 12
            self.page.tick()

    def lay(self, page: Frame) -> None:
        assert isinstance(self.camera, SimulatedCamera)
        self.camera.put(page)
        for _ in range(SimulatedCamera.HAND_FRAMES):
            self.camera.frame()

    @property
    def word(self) -> str:
        """What is said on the live picture."""
        return self.live[-1][1]

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.session.taken("form").pages


def front_and_back() -> tuple[Frame, Frame]:
    """Two sides whose pictures stand at opposite ends, as on an ID card."""
    front = render_card("样本证件", (("姓名", "样本人"), ("编号", "00000000"), ("机关", "示例市样本局")))
    back = render_card("示例机关", (("签发", "示例市样本局"), ("期限", "长期")), tint=(240, 226, 226))
    return front, np.ascontiguousarray(np.hstack([back[:, 680:], back[:, :680]]))


@pytest.fixture
def counter() -> Counter:
    return Counter(SimulatedCamera(desk=Desk.WOOD))


@pytest.fixture
def pair() -> Counter:
    return Counter(Still(render_pair(2, desk=Desk.WOOD)[0]))


def test_two_pages_in_one_picture_are_kept_as_two_and_the_page_says_so(pair: Counter) -> None:
    pair.taking.capture()
    assert [page.width < page.height for page in pair.pages] == [True, True]
    assert pair.shown.can_merge and pair.shown.note.startswith("一次拍到两页")
    assert [thumb.current for thumb in pair.shown.pages] == [False, True]


def test_one_key_makes_the_two_one_page_again_in_their_place(pair: Counter) -> None:
    pair.taking.capture()
    pair.taking.merge()
    (page,) = pair.pages
    assert page.width > page.height
    assert not pair.shown.can_merge and pair.shown.note == ""
    pair.taking.merge()
    assert pair.pages == (page,)


def test_once_the_pages_were_changed_by_hand_they_are_not_merged_any_more(pair: Counter) -> None:
    pair.taking.capture()
    pair.page.delete_page()
    pair.taking.merge()
    assert len(pair.pages) == 1 and pair.pages[0].width < pair.pages[0].height


def test_the_two_are_not_merged_into_another_material(pair: Counter) -> None:
    pair.taking.capture()
    pair.page.choose("plan")
    pair.taking.merge()
    assert len(pair.pages) == 2 and not pair.session.taken("plan").pages


def test_the_live_picture_shows_both_pages_and_says_that_they_are_two(pair: Counter) -> None:
    pair.taking.toggle_auto()
    pair.wait(0.5)
    watched, status = pair.live[-1]
    assert watched is not None and watched.second is not None
    assert status == "已找到两页，放稳即拍，分开存"


def test_both_sides_of_a_card_become_one_a4_page(counter: Counter) -> None:
    front, back = front_and_back()
    counter.taking.toggle_card()
    assert counter.shown.card_side is CardSide.FRONT
    counter.lay(front)
    counter.taking.capture()
    assert counter.shown.card_side is CardSide.BACK and counter.pages == ()
    counter.lay(back)
    counter.taking.capture()
    (page,) = counter.pages
    assert (page.width, page.height) == (2480, 3508)
    assert counter.shown.card_side is None and counter.shown.note.startswith("证件两面已合在一页")


def test_both_sides_are_taken_by_themselves_once_each_lies_still(counter: Counter) -> None:
    counter.taking.toggle_card()
    for side in front_and_back():
        counter.lay(side)
        counter.wait(2.0)
    assert [(page.width, page.height) for page in counter.pages] == [(2480, 3508)]


def test_what_is_no_card_is_not_taken_as_a_side_and_the_clerk_is_told(counter: Counter) -> None:
    counter.taking.toggle_card()
    counter.lay(sample_page(0))
    counter.taking.capture()
    assert counter.shown.card_side is CardSide.FRONT and counter.pages == ()
    assert counter.shown.note.startswith("没有找到证件大小的卡片") and not counter.shown.busy


@pytest.mark.parametrize("leave", ["key", "escape", "material"])
def test_a_card_can_be_left_half_way_and_the_next_page_is_a_page(counter: Counter, leave: str) -> None:
    counter.taking.toggle_card()
    counter.lay(front_and_back()[0])
    counter.taking.capture()
    match leave:
        case "key":
            counter.taking.toggle_card()
        case "escape":
            assert counter.page.cancel()
        case _:
            counter.page.choose("plan")
            counter.page.choose("form")
    assert counter.shown.card_side is None and counter.shown.note == ""
    counter.lay(sample_page(1))
    counter.taking.capture()
    assert [(page.width, page.height) for page in counter.pages] == [(1654, 2339)]
    assert not counter.page.cancel()


def test_the_empty_desk_is_learned_by_a_key_and_handed_on_to_be_kept(counter: Counter) -> None:
    counter.taking.learn_desk()
    assert counter.shown.note.startswith("空桌面已记住") and not counter.shown.busy
    (kept,) = counter.desks
    assert EmptyDesk.from_png(kept).fits(counter.camera.frame())


def test_a_desk_on_which_a_hand_moves_is_not_learned(counter: Counter) -> None:
    assert isinstance(counter.camera, SimulatedCamera)
    counter.camera.clear()
    counter.taking.learn_desk()
    assert counter.shown.note.startswith("桌面上有东西在动") and counter.desks == []


def test_a_page_that_lay_upside_down_is_turned_and_the_check_says_so() -> None:
    counter = Counter(SimulatedCamera(desk=Desk.WOOD))
    counter.lay(turn(sample_page(1), 2))
    counter.taking.capture()
    assert "方向已自动转正，按 R 可再转" in [check.text for check in counter.shown.checks]
    counter.page.turn_page(1)
    assert counter.pages[0].width > counter.pages[0].height


def test_a_lamp_mirrored_in_the_page_is_a_hint_here_and_a_doubt_in_the_review() -> None:
    camera = SimulatedCamera(desk=Desk.WOOD)
    middle = np.mean(camera.put(sample_page(0)), axis=0)
    for _ in range(SimulatedCamera.HAND_FRAMES):
        camera.frame()
    counter = Counter(Still(with_glare(camera.frame(), (float(middle[0]), float(middle[1])), 150)))
    counter.taking.capture()
    (page,) = counter.pages
    assert page.glare > 0.01
    assert counter.shown.pages[0].mark is Mark.DOUBTFUL and counter.shown.pages[0].word == "反光"
    assert any(check.text.startswith("有反光") for check in counter.shown.checks)
    reviewed = counter.session.reviewed()
    assert reviewed is not None
    assert [doubt.kind for doubt in reviewed.findings[0].doubts] == [DoubtKind.GLARING_PAGE]
    assert counter.session.taken("form").how is Taken.SCANNED


def test_with_auto_capture_off_the_page_is_not_said_to_be_taken_and_is_taken_once_that_is_on_again(
    counter: Counter,
) -> None:
    counter.taking.toggle_auto()
    counter.lay(sample_page(0))
    counter.wait(3.0)
    assert counter.pages == () and {word for _, word in counter.live[-12:]} == {"已找到页面，按 F6 拍"}
    counter.taking.toggle_auto()
    counter.wait(2.0)
    assert len(counter.pages) == 1


def test_a_page_taken_by_hand_is_not_taken_once_more_by_itself(counter: Counter) -> None:
    counter.lay(sample_page(0))
    counter.wait(0.4)
    counter.taking.capture()
    counter.wait(3.0)
    assert len(counter.pages) == 1 and counter.word == "这一页已拍过"


def test_a_page_laid_while_something_else_comes_in_is_taken_when_that_is_done(counter: Counter) -> None:
    counter.taking.begin()
    counter.lay(sample_page(0))
    counter.wait(3.0)
    assert counter.pages == () and counter.word == "正在处理"
    counter.taking.working = False
    counter.wait(2.0)
    assert len(counter.pages) == 1


def test_nothing_is_said_to_be_taken_for_a_material_that_need_not_be_handed_in(counter: Counter) -> None:
    counter.page.choose("business")
    counter.lay(sample_page(0))
    counter.wait(3.0)
    assert counter.word == "这一件免交，不用拍"
    counter.page.choose("form")
    counter.wait(2.0)
    assert len(counter.pages) == 1


def test_what_was_no_card_is_not_said_to_be_taken_and_is_tried_again_when_laid_anew(counter: Counter) -> None:
    counter.taking.toggle_card()
    counter.lay(sample_page(0))
    counter.wait(3.0)
    assert counter.shown.note.startswith("没有找到证件大小的卡片")
    assert counter.word == "放上新的一页，或按 F6 拍这一页"
    counter.taking.toggle_card()
    counter.lay(sample_page(0))
    counter.wait(2.0)
    assert len(counter.pages) == 1


def test_a_page_for_which_the_disk_was_full_is_taken_when_laid_anew(counter: Counter) -> None:
    counter.store.full = True
    counter.lay(sample_page(0))
    counter.wait(3.0)
    assert counter.pages == () and counter.shown.trouble and not counter.shown.busy
    assert counter.word == "放上新的一页，或按 F6 拍这一页"
    counter.store.full = False
    counter.lay(sample_page(0))
    counter.wait(2.0)
    assert len(counter.pages) == 1 and not counter.shown.trouble


def test_the_next_applicants_form_is_taken_though_it_looks_like_the_last_ones(counter: Counter) -> None:
    assert isinstance(counter.camera, SimulatedCamera)
    counter.lay(sample_page(0))
    counter.wait(2.0)
    assert len(counter.pages) == 1
    counter.session.start()
    counter.begin(LICENCE.code)
    counter.wait(2.0)
    assert counter.pages == () and counter.word == "放上新的一页，或按 F6 拍这一页"
    counter.camera.clear()
    counter.wait(2.0)
    counter.lay(sample_page(0))
    counter.wait(2.0)
    assert len(counter.pages) == 1


def small_pages(count: int) -> list[Frame]:
    """Pages of 75 dots an inch."""
    return [
        np.asarray(cv2.resize(sample_page(n), (620, 877), interpolation=cv2.INTER_AREA), np.uint8) for n in range(count)
    ]


@pytest.mark.parametrize("leave", ["item", "case"])
def test_pages_that_still_come_in_are_no_other_items_and_the_scanner_stops(leave: str) -> None:
    tray = Tray(small_pages(3))
    counter = Counter(SimulatedCamera(desk=Desk.WOOD), tray=tray)
    counter.scanner_lane.is_held = True
    counter.taking.feed()
    counter.scanner_lane.do_next()
    assert len(counter.pages) == 1 and counter.shown.busy
    if leave == "case":
        counter.session.start()
    counter.begin(OTHER.code)
    assert tray.stopped
    counter.scanner_lane.let_go()
    assert counter.pages == () and not counter.taking.working and not counter.shown.busy


def test_a_late_picture_of_the_case_before_leaves_nothing_behind(pair: Counter) -> None:
    pair.lane.is_held = True
    pair.taking.capture()
    pair.session.start()
    pair.begin(LICENCE.code)
    pair.lane.let_go()
    assert pair.pages == () and not pair.shown.busy and pair.shown.note == "" and not pair.shown.can_merge


def test_a_page_for_another_material_leaves_the_current_page_where_it_is(counter: Counter) -> None:
    counter.lay(sample_page(0))
    counter.taking.capture()
    counter.taking.capture()
    counter.lane.is_held = True
    counter.taking.capture()
    counter.page.choose("plan")
    counter.lane.let_go()
    assert len(counter.pages) == 3
    counter.page.delete_page()
    counter.taking.capture()
    counter.page.delete_page()
    assert counter.session.taken("plan").pages == ()


def test_the_next_case_begins_at_its_first_page(counter: Counter) -> None:
    counter.lay(sample_page(0))
    for _ in range(3):
        counter.taking.capture()
    counter.session.start()
    counter.begin(LICENCE.code)
    counter.page.delete_page()
    counter.page.turn_page()
    counter.taking.capture()
    counter.page.delete_page()
    assert counter.pages == ()


def test_a_page_taken_out_while_it_is_turned_does_not_come_back(counter: Counter) -> None:
    counter.lay(sample_page(0))
    counter.taking.capture()
    counter.lane.is_held = True
    counter.page.turn_page()
    counter.page.delete_page()
    counter.lane.let_go()
    assert counter.pages == () and not counter.shown.busy


def test_two_blank_backs_are_two_pages_each_turned_and_taken_out_by_itself() -> None:
    blank = np.full((877, 620, 3), 255, np.uint8)
    counter = Counter(SimulatedCamera(desk=Desk.WOOD), tray=Tray([*small_pages(1), blank, blank]))
    counter.taking.feed()
    first, *backs = counter.pages
    assert len(backs) == 2 and backs[0] == backs[1] and backs[0].blank
    counter.page.turn_page()
    assert counter.pages[:2] == (first, backs[0]) and counter.pages[2].width > counter.pages[2].height
    counter.page.choose_page(1)
    counter.page.delete_page()
    assert counter.pages[0] == first and len(counter.pages) == 2


def test_a_page_of_a_resumed_case_that_is_damaged_is_said(counter: Counter) -> None:
    counter.lay(sample_page(0))
    counter.taking.capture()
    draft = counter.session.draft
    counter.session.start()
    counter.store.damaged = True
    counter.session.resume(draft)
    assert counter.shown.trouble and counter.shown.pages[0].picture == b""


def test_nothing_is_kept_of_the_thumbnails_of_a_case_that_is_over(counter: Counter) -> None:
    counter.lay(sample_page(0))
    counter.taking.capture()
    (page,) = counter.pages
    assert counter.page.thumb(page.sha256)
    counter.session.start()
    assert counter.page.thumb(page.sha256) == b""


def test_f7_shows_how_the_material_looks_and_esc_puts_it_away(tmp_path: Path) -> None:
    samples = Samples(
        SamplePictures(tmp_path, None), lane=InlineLane(), wording=Wording(paths.resources() / "i18n", "zh_CN")
    )
    counter = Counter(Still(np.full((40, 30, 3), 255, np.uint8)), samples=samples)
    counter.page.toggle_sample()
    assert not counter.shown.has_sample and counter.shown.sample is None, "this item has none"
    counter.begin("A-3")
    assert counter.shown.has_sample
    counter.page.toggle_sample()
    assert counter.shown.sample is not None and "样表还没有送到" in counter.shown.sample.words
    assert counter.page.cancel() and counter.shown.sample is None
    counter.page.toggle_sample()
    counter.page.choose(LICENCE.materials[1].code)
    assert counter.shown.sample is None and not counter.page.cancel()


def test_while_a_sample_is_looked_at_no_page_is_taken_by_itself(tmp_path: Path) -> None:
    samples = Samples(
        SamplePictures(tmp_path, None), lane=InlineLane(), wording=Wording(paths.resources() / "i18n", "zh_CN")
    )
    counter = Counter(SimulatedCamera(desk=Desk.WOOD), samples=samples)
    counter.begin("A-3")
    counter.page.toggle_sample()
    counter.lay(sample_page(0))
    counter.wait(5)
    assert counter.shown.sample is not None and not counter.live
    counter.page.toggle_sample()
    counter.wait(5)
    assert len(counter.session.taken(counter.shown.current).pages) == 1
