"""The picture is taken by itself: once for each page, and only when it lies still."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.scanning.auto_capture import AutoCapture, State, page_hash
from devices.scanning.quad import Corners
from devices.simulators.desk import HEIGHT, WIDTH, SimulatedCamera
from devices.simulators.paper import sample_page

SCALE = 320 / WIDTH


@dataclass
class Table:
    """A desk, a camera over it, and auto-capture looking on ten times a second."""

    camera: SimulatedCamera = field(default_factory=SimulatedCamera)
    auto: AutoCapture = field(default_factory=AutoCapture)
    corners: Corners | None = None
    clock: float = 0.0

    def look(self, sharpness: float = 0.8) -> tuple[State, bool]:
        self.clock += 0.1
        small = cv2.resize(self.camera.frame(), (320, round(HEIGHT * SCALE)), interpolation=cv2.INTER_AREA)
        grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        step = self.auto.step(grey, self.corners, sharpness, self.clock)
        return step.state, step.capture

    def look_for(self, pictures: int, sharpness: float = 0.8) -> list[State]:
        return [self.look(sharpness)[0] for _ in range(pictures)]

    def lay(self, number: int) -> None:
        a, b, c, d = self.camera.put(sample_page(number))
        self.corners = tuple((x * SCALE, y * SCALE) for x, y in (a, b, c, d))  # type: ignore[assignment]

    def clear(self) -> None:
        self.camera.clear()
        self.corners = None


def test_an_empty_desk_stays_empty() -> None:
    assert set(Table().look_for(10)) == {State.EMPTY}


def test_a_new_page_is_taken_once_after_it_lies_still() -> None:
    table = Table()
    table.look_for(3)
    table.lay(0)
    states = table.look_for(25)
    assert states[0] is State.MOVING
    assert states.count(State.CAPTURE) == 1
    assert states[states.index(State.CAPTURE) - 1] is State.SETTLING
    assert states[-1] is State.TAKEN
    assert states.index(State.CAPTURE) >= SimulatedCamera.HAND_FRAMES + 5


def test_the_next_page_is_taken_too_and_the_same_page_is_not() -> None:
    table = Table()
    table.lay(0)
    assert table.look_for(25).count(State.CAPTURE) == 1
    table.lay(0)
    again = table.look_for(25)
    assert State.CAPTURE not in again and State.MOVING in again
    table.lay(2)
    assert table.look_for(25).count(State.CAPTURE) == 1


def test_taking_the_page_away_leaves_the_desk_empty() -> None:
    table = Table()
    table.lay(1)
    table.look_for(20)
    table.clear()
    states = table.look_for(12)
    assert State.CAPTURE not in states
    assert states[-1] is State.EMPTY


def test_a_hand_that_keeps_moving_keeps_the_picture_from_being_taken() -> None:
    table = Table()
    for _ in range(8):
        table.lay(0)
        assert State.CAPTURE not in table.look_for(SimulatedCamera.HAND_FRAMES)


def test_while_the_focus_still_hunts_it_waits_for_the_sharp_picture() -> None:
    table = Table()
    table.lay(0)
    table.look_for(SimulatedCamera.HAND_FRAMES + 2, sharpness=0.9)
    assert State.CAPTURE not in table.look_for(8, sharpness=0.3)
    assert table.look(sharpness=0.9) == (State.CAPTURE, True)


def test_a_page_that_never_gets_sharp_is_taken_all_the_same() -> None:
    table = Table()
    table.lay(0)
    table.look_for(SimulatedCamera.HAND_FRAMES + 2, sharpness=0.9)
    assert table.look_for(30, sharpness=0.3).count(State.CAPTURE) == 1


def test_a_page_that_nobody_took_is_asked_for_again_as_it_lies() -> None:
    table = Table()
    table.lay(0)
    while not table.look()[1]:
        pass
    table.auto.refused()
    assert table.look_for(25).count(State.CAPTURE) == 1


def test_a_page_taken_by_hand_is_not_asked_for_even_if_the_word_came_meanwhile() -> None:
    table = Table()
    table.lay(0)
    while not table.look()[1]:
        pass
    table.auto.took()
    table.auto.refused()
    assert set(table.look_for(25)) == {State.TAKEN}


def test_a_page_that_could_not_be_taken_is_asked_for_again_only_once_it_was_moved() -> None:
    table = Table()
    table.lay(0)
    table.look_for(25)
    table.auto.failed()
    assert set(table.look_for(25)) == {State.LET_BE}
    table.lay(0)
    assert table.look_for(25).count(State.CAPTURE) == 1


def test_the_last_cases_page_is_not_taken_for_the_next_case_before_the_desk_was_empty() -> None:
    table = Table()
    table.lay(0)
    table.look_for(25)
    table.auto.forget()
    table.lay(0)
    states = table.look_for(25)
    assert State.CAPTURE not in states and states[-1] is State.LET_BE
    table.clear()
    table.look_for(12)
    table.lay(0)
    assert table.look_for(25).count(State.CAPTURE) == 1


def seen(number: int, seed: int) -> NDArray[np.bool_]:
    camera = SimulatedCamera(seed=seed)
    a, b, c, d = ((x * SCALE, y * SCALE) for x, y in camera.put(sample_page(number)))
    for _ in range(SimulatedCamera.HAND_FRAMES):
        camera.frame()
    small = cv2.resize(camera.frame(), (320, 240), interpolation=cv2.INTER_AREA)
    return page_hash(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8), (a, b, c, d))


def test_one_page_hashes_alike_wherever_it_lies_and_two_pages_do_not() -> None:
    here, there = seen(0, seed=1), seen(0, seed=2)
    others = [seen(number, seed=3) for number in (1, 2, 3)]
    assert (here != there).sum() < min((here != other).sum() for other in others)
