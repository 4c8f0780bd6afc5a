"""Pages are found on every kind of desk, and said to be a guess where they are not."""

import json

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanning.empty_desk import EmptyDesk
from devices.scanning.find_page import find_page, find_pages
from devices.scanning.quad import Corners, area, in_order, true_ratio, whole_frame
from devices.simulators.desk import HEIGHT, OFTEN, WIDTH, Desk, Scene, render_pair, render_scene
from devices.simulators.paper import open_booklet, render_card, sample_page
from tests.support.shared import SHARED_DATA

TOLERANCE = 0.015  # of the frame's diagonal
PHOTOS = SHARED_DATA / "photos"


def worst_error(found: Corners, true: Corners, width: int, height: int) -> float:
    """The furthest corner, as a share of the diagonal."""
    off = np.linalg.norm(np.asarray(found) - np.asarray(true), axis=1)
    return float(off.max() / np.hypot(width, height))


def error_in(scene: Scene) -> float:
    return worst_error(find_page(scene.frame).corners, scene.corners, WIDTH, HEIGHT)


def is_near(found: Corners, true: Corners) -> bool:
    return worst_error(found, true, WIDTH, HEIGHT) <= TOLERANCE


@pytest.mark.parametrize("desk", OFTEN)
@pytest.mark.parametrize("seed", [3, 4, 13])
def test_a_page_is_found_on_every_kind_of_desk(desk: Desk, seed: int) -> None:
    assert error_in(render_scene(seed, desk=desk)) <= TOLERANCE


@pytest.mark.parametrize("seed", [0, 1, 12])
def test_a_hand_at_the_edge_does_not_move_the_corners(seed: int) -> None:
    scene = render_scene(seed)
    assert scene.hand
    assert error_in(scene) <= TOLERANCE


def test_a_card_is_found_although_it_is_small() -> None:
    scene = render_scene(5, page=render_card("样本证件"), desk=Desk.DARK)
    found = find_page(scene.frame)
    assert worst_error(found.corners, scene.corners, WIDTH, HEIGHT) <= TOLERANCE
    assert found.confidence > 0.5


def test_knowing_the_empty_desk_still_finds_the_page_when_the_light_has_changed() -> None:
    scene = render_scene(7)
    darker = cv2.convertScaleAbs(scene.empty, alpha=0.9)
    found = find_page(scene.frame, empty_desk=EmptyDesk.learned([np.asarray(darker, dtype=np.uint8)]))
    assert worst_error(found.corners, scene.corners, WIDTH, HEIGHT) <= TOLERANCE


def test_white_paper_on_a_nearly_white_desk_is_found_once_the_desk_is_learned() -> None:
    """5 to 25 levels lighter than the desk, hardly a shadow, another exposure; without the desk half are missed."""
    scenes = [render_scene(seed, desk=Desk.WHITE) for seed in range(16)]
    without = sum(error_in(scene) <= TOLERANCE for scene in scenes)
    learned = [find_page(scene.frame, empty_desk=EmptyDesk.learned([scene.empty])) for scene in scenes]
    found = [
        worst_error(page.corners, scene.corners, WIDTH, HEIGHT) <= TOLERANCE
        for page, scene in zip(learned, scenes, strict=True)
    ]
    assert sum(found) >= 15
    assert without <= sum(found) - 5
    assert all(page.confidence >= 0.35 for page, right in zip(learned, found, strict=True) if right)


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_two_sheets_side_by_side_are_found_from_left_to_right(seed: int) -> None:
    frame, true = render_pair(seed, desk=OFTEN[seed % 4])
    found = find_pages(frame)
    assert len(found) == 2
    assert all(
        worst_error(page.corners, corners, WIDTH, HEIGHT) <= TOLERANCE
        for page, corners in zip(found, true, strict=True)
    )


@pytest.mark.parametrize("fold", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("seed", [0, 3])
def test_an_open_booklet_and_a_copy_of_one_are_two_pages_that_meet_in_the_fold(seed: int, fold: float) -> None:
    booklet = open_booklet(sample_page(seed), sample_page(seed + 1), fold=fold)
    scene = render_scene(seed, page=booklet, desk=Desk.DARK)
    found = find_pages(scene.frame)
    assert len(found) == 2
    left, right = (page.corners for page in found)
    a, b, c, d = np.asarray(scene.corners)
    assert worst_error((left[0], right[1], right[2], left[3]), (a, b, c, d), WIDTH, HEIGHT) <= TOLERANCE
    for (end, other), side in (((left[1], right[0]), (a + b) / 2), ((left[2], right[3]), (c + d) / 2)):
        assert end == other
        assert np.linalg.norm(np.asarray(end) - side) <= 0.02 * np.hypot(WIDTH, HEIGHT)


@pytest.mark.parametrize("seed", [*range(12), 1096])  # 1096 lies sideways, a gap between its paragraphs in the middle
def test_a_single_page_or_card_is_never_taken_for_two(seed: int) -> None:
    assert len(find_pages(render_scene(seed).frame)) == 1


@pytest.mark.parametrize("desk", [Desk.LIGHT, Desk.DARK])
def test_an_empty_desk_gives_the_whole_frame_and_little_confidence(desk: Desk) -> None:
    found = find_page(render_scene(3, desk=desk).empty)
    assert found.corners == whole_frame(WIDTH, HEIGHT)
    assert found.confidence < 0.1


def test_where_nothing_is_found_the_previous_corners_stay() -> None:
    before = ((100.0, 90.0), (1500.0, 100.0), (1510.0, 1800.0), (90.0, 1790.0))
    found = find_page(render_scene(3, desk=Desk.DARK).empty, previous=before)
    assert found.corners == before
    assert found.confidence < 0.3


@pytest.mark.parametrize("seed", [3, 9, 17, 23])
def test_a_page_that_lay_there_in_the_picture_before_is_the_surer_for_it(seed: int) -> None:
    scene = render_scene(seed)
    alone = find_page(scene.frame)
    again = find_page(scene.frame, previous=alone.corners)
    assert again.confidence > alone.confidence or again.confidence == 1.0
    assert is_near(again.corners, scene.corners)


def test_paper_in_a_shape_that_counters_know_is_the_surer_for_it() -> None:
    def laid(height: int) -> float:
        frame = np.full((1200, 1600, 3), 70, np.uint8)
        frame[150 : 150 + height, 300:900] = 240
        return find_page(frame).confidence

    a4, odd = laid(849), laid(760)
    assert a4 > odd > 0.35


def test_a_grey_picture_and_a_flat_one_are_no_trouble() -> None:
    scene = render_scene(6)
    grey = np.asarray(cv2.cvtColor(scene.frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    assert worst_error(find_page(grey).corners, scene.corners, WIDTH, HEIGHT) <= TOLERANCE
    assert find_page(np.full((480, 640, 3), 128, np.uint8)).corners == whole_frame(640, 480)


@pytest.mark.skipif(not PHOTOS.exists(), reason="the reference photographs are not beside this checkout")
@pytest.mark.parametrize("name", ["desk.JPG", "receipt.jpg", "notepad.JPG", "cell_pic.jpg"])
def test_a_page_is_found_on_a_photograph(name: str) -> None:
    true = json.loads((PHOTOS / "corners.json").read_text(encoding="utf-8"))["corners"][name]
    picture = np.asarray(cv2.imread(str(PHOTOS / name)), dtype=np.uint8)
    height, width = picture.shape[:2]
    assert worst_error(find_page(picture).corners, true, width, height) <= TOLERANCE


@given(
    angle=st.floats(-40, 40),
    width=st.floats(50, 900),
    height=st.floats(50, 900),
    order=st.permutations(range(4)),
)
def test_corners_in_any_order_are_put_clockwise_from_the_top_left(
    angle: float, width: float, height: float, order: list[int]
) -> None:
    flat = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turned = flat @ np.array([(cos, sin), (-sin, cos)]) + 1000
    ordered = in_order(turned[order])
    assert np.allclose(ordered, turned)
    assert area(ordered) > 0


@given(tilt_x=st.floats(-0.25, 0.25), tilt_y=st.floats(-0.25, 0.25), upright=st.booleans())
def test_the_true_shape_of_a4_is_told_through_perspective(tilt_x: float, tilt_y: float, upright: bool) -> None:
    half = np.array((105.0, 148.5) if upright else (148.5, 105.0))
    flat = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    turn_x, _ = cv2.Rodrigues(np.array([tilt_x, tilt_y, 0.0]))
    standing = np.hstack([flat, np.zeros((4, 1))]) @ np.asarray(turn_x, dtype=np.float64).T + np.array([0, 0, 420.0])
    seen = standing[:, :2] / standing[:, 2:] * 2592 * 1.1 + np.array([1296, 972])
    corners = in_order(seen)
    ratio = true_ratio(corners, 2592, 1944)
    assert abs(max(ratio, 1 / ratio) / 2**0.5 - 1) < 0.03
