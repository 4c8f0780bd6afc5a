"""The live picture: what it says of the desk, and how little work that may be."""

from dataclasses import dataclass, field

import numpy as np

from devices.ports import Frame
from devices.scanning import watch as looking
from devices.scanning.watch import Watch, Watched
from devices.simulators.desk import Desk, SimulatedCamera, render_pair
from devices.simulators.paper import sample_page

FAST = 1 / 25


@dataclass
class CountedWatch(Watch):
    """A watch that counts how often it makes the full effort."""

    searches: int = 0
    at: float = 0.0
    seen: list[Watched] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def _search(self, shown: Frame) -> None:
        self.searches += 1
        super()._search(shown)

    def follow(self, camera: SimulatedCamera, pictures: int) -> list[Watched]:
        seen = []
        for _ in range(pictures):
            self.at += FAST
            seen.append(self.look(camera.frame(), self.at))
        return seen


def test_a_page_that_lies_still_is_followed_without_searching_every_picture() -> None:
    camera, watch = SimulatedCamera(), CountedWatch()
    true = np.asarray(camera.put(sample_page(0)))
    watch.follow(camera, 10)
    watch.searches = 0
    seen = watch.follow(camera, 50)
    assert watch.searches <= 5
    for each in seen:
        assert each.full_corners is not None
        assert np.abs(np.asarray(each.full_corners) - true).max() < 20


def test_a_page_laid_down_is_found_within_a_fifth_of_a_second_and_taken_once() -> None:
    camera, watch = SimulatedCamera(), CountedWatch()
    assert all(each.corners is None for each in watch.follow(camera, 10))
    camera.put(sample_page(0))
    seen = watch.follow(camera, 60)
    found = next(number for number, each in enumerate(seen) if each.corners is not None)
    assert found <= SimulatedCamera.HAND_FRAMES + 5
    assert sum(each.capture for each in seen) == 1


def test_a_page_taken_away_is_gone_from_the_live_picture() -> None:
    camera, watch = SimulatedCamera(), CountedWatch()
    camera.put(sample_page(1))
    watch.follow(camera, 20)
    camera.clear()
    last = watch.follow(camera, SimulatedCamera.HAND_FRAMES + 20)[-1]
    assert last.corners is None and last.status == "looking"


def test_both_pages_of_a_pair_are_shown() -> None:
    frame, (left, right) = render_pair(2, desk=Desk.WOOD)
    watch = Watch()
    watch.look(frame, 0.0)
    seen = watch.look(frame, 1.0)
    assert seen.full_corners is not None and seen.second is not None
    assert np.abs(np.asarray(seen.full_corners) - np.asarray(left)).max() < 20
    assert np.abs(np.asarray(seen.second) / seen.scale - np.asarray(right)).max() < 20


def test_searching_is_bounded_while_something_moves() -> None:
    camera, watch = SimulatedCamera(), CountedWatch()
    for number in range(25):
        camera.put(sample_page(number))
        watch.follow(camera, 1)
    assert watch.searches <= 1 + round(25 * FAST / looking.WHILE_MOVING)
