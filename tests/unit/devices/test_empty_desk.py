"""The bare desk is learned, kept, and told from a change of the light."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scanning.empty_desk import DeskNotStill, EmptyDesk
from devices.scanning.page_lines import calmed
from devices.scanning.shrink import shrunk
from devices.scanning.watch import Watch
from devices.simulators.desk import HEIGHT, WIDTH, Desk, SimulatedCamera, render_scene
from devices.simulators.paper import sample_page


def covered(desk: EmptyDesk, frame: np.ndarray) -> float:
    """The share of the frame that is not desk."""
    small = shrunk(np.asarray(frame, dtype=np.uint8), 640)[0]
    return float((desk.against(small, calmed(small)).covered > 0).mean())


def dimmed(frame: np.ndarray, share: float) -> np.ndarray:
    return np.asarray(cv2.convertScaleAbs(frame, alpha=share), dtype=np.uint8)


def test_a_learned_desk_comes_back_from_its_png_as_it_was() -> None:
    desk = EmptyDesk.learned([SimulatedCamera(desk=Desk.WOOD).frame()])
    data = desk.to_png()
    assert np.array_equal(EmptyDesk.from_png(data).picture, desk.picture)
    assert len(data) < 1_000_000


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"nothing at all"])
def test_a_broken_calibration_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        EmptyDesk.from_png(data)


KEPT = EmptyDesk(np.full((48, 64, 3), 200, np.uint8)).to_png()


@given(at=st.integers(0, len(KEPT) - 1), byte=st.integers(0, 255), cut=st.integers(0, len(KEPT)))
def test_a_damaged_calibration_is_a_desk_or_refused_and_nothing_worse(at: int, byte: int, cut: int) -> None:
    damaged = bytearray(KEPT)
    damaged[at] = byte
    try:
        desk = EmptyDesk.from_png(bytes(damaged[:cut]))
    except ValueError:
        return
    assert desk.picture.ndim == 3 and desk.picture.dtype == np.uint8


def test_a_hand_over_the_desk_while_it_is_learned_is_noticed() -> None:
    camera = SimulatedCamera()
    bare = camera.frame()
    camera.clear()  # the hand comes in
    with pytest.raises(DeskNotStill):
        EmptyDesk.learned([bare, camera.frame()])


@pytest.mark.parametrize("light", [0.8, 0.95, 1.0, 1.05])
@pytest.mark.parametrize("desk", [Desk.WHITE, Desk.WOOD, Desk.DARK])
def test_another_light_is_not_a_paper(desk: Desk, light: float) -> None:
    scene = render_scene(2, desk=desk)
    slope = np.linspace(0.97, 1.03, WIDTH)[None, :, None] * light
    lit = np.asarray(np.clip(scene.empty * slope, 0, 255), dtype=np.uint8)
    assert covered(EmptyDesk.learned([scene.empty]), lit) < 0.03


def test_a_paper_a_few_levels_lighter_than_the_desk_is_seen_as_what_it_covers() -> None:
    scene = render_scene(0, desk=Desk.WHITE)
    points = np.asarray(scene.corners, dtype=np.float32)
    share = cv2.contourArea(points) / (WIDTH * HEIGHT)
    assert covered(EmptyDesk.learned([scene.empty]), scene.frame) == pytest.approx(share, abs=0.08)


def test_a_desk_learned_in_another_shape_of_picture_is_not_used() -> None:
    desk = EmptyDesk.learned([np.full((1080, 1920, 3), 200, np.uint8)])
    assert not desk.fits(render_scene(0).frame)


def test_when_the_light_over_the_bare_desk_changes_for_good_the_watch_learns_it_anew() -> None:
    camera = SimulatedCamera(desk=Desk.WOOD)
    watch = Watch()
    before = watch.learn([camera.frame() for _ in range(3)])
    for moment in range(40):
        watch.look(np.asarray(dimmed(camera.frame(), 0.85), dtype=np.uint8), moment / 8)
    assert watch.relearned
    assert watch.empty_desk is not None and watch.empty_desk is not before
    assert np.median(watch.empty_desk.picture) == pytest.approx(np.median(before.picture) * 0.85, rel=0.05)


def test_a_page_on_the_desk_is_never_learned_as_desk() -> None:
    camera = SimulatedCamera(desk=Desk.WOOD)
    watch = Watch()
    before = watch.learn([camera.frame() for _ in range(3)])
    camera.put(sample_page(0))
    for moment in range(60):
        watch.look(np.asarray(dimmed(camera.frame(), 0.85), dtype=np.uint8), moment / 8)
    assert not watch.relearned and watch.empty_desk is before


def test_another_desk_than_the_learned_one_is_said_to_have_changed() -> None:
    watch = Watch(EmptyDesk.learned([SimulatedCamera(desk=Desk.PATTERNED, seed=2).frame()]))
    seen = [watch.look(SimulatedCamera(desk=Desk.DARK).frame(), moment) for moment in range(3)]
    assert seen[-1].desk_changed and seen[-1].corners is None
