"""What every page source keeps to: camera, folder, picture and video behave alike at the one seam."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.catalogue import open_page_source
from devices.errors import DeviceAbsent, DeviceLost
from devices.ports import PageSource
from devices.simulators.desk import SimulatedCamera
from devices.simulators.paper import sample_page

PAGE = sample_page(0)


def picture(folder: Path) -> PageSource:
    file = folder / "page.png"
    cv2.imwrite(str(file), PAGE)
    return open_page_source(f"image:{file}")


def watched_folder(folder: Path) -> PageSource:
    cv2.imwrite(str(folder / "page.jpg"), PAGE)
    return open_page_source(f"folder:{folder}")


def video(folder: Path) -> PageSource:
    file = folder / "desk.avi"
    small = cv2.resize(PAGE, (640, 904))
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 904))
    for _ in range(12):
        writer.write(small)
    writer.release()
    return open_page_source(f"video:{file}")


def camera(_: Path) -> PageSource:
    simulated = SimulatedCamera()
    simulated.put(PAGE)
    return simulated


@pytest.fixture(params=[picture, watched_folder, video, camera], ids=lambda make: make.__name__)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageSource]:
    make: Callable[[Path], PageSource] = request.param
    source = make(tmp_path)
    yield source
    source.close()


def test_a_frame_is_a_colour_picture(source: PageSource) -> None:
    source.open()
    frame = source.frame()
    assert frame.ndim == 3
    assert frame.shape[2] == 3
    assert frame.dtype == np.uint8
    assert min(frame.shape[:2]) >= 480


def test_one_frame_after_the_other_can_be_had(source: PageSource) -> None:
    source.open()
    assert source.frame().shape == source.frame().shape


def test_a_source_can_be_closed_twice_and_opened_again(source: PageSource) -> None:
    source.open()
    source.close()
    source.close()
    source.open()
    assert source.frame().size > 0


def test_it_has_a_name_to_be_called_by(source: PageSource) -> None:
    assert source.name


@pytest.mark.parametrize("address", ["image:/nowhere/page.png", "folder:/nowhere", "video:/nowhere/desk.avi"])
def test_what_is_not_there_is_said_to_be_absent(address: str) -> None:
    source = open_page_source(address)
    with pytest.raises(DeviceAbsent):
        source.open()
        source.frame()
    source.close()


def test_a_camera_whose_cable_is_pulled_is_lost_and_comes_back() -> None:
    simulated = SimulatedCamera()
    simulated.open()
    simulated.unplug()
    with pytest.raises((DeviceLost, DeviceAbsent)):
        simulated.frame()
    simulated.plug()
    simulated.open()
    assert simulated.frame().size > 0
