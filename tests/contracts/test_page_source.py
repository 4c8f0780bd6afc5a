"""What every page source keeps to: camera, folder, picture and video behave alike at the one seam."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.catalogue import open_page_source
from devices.errors import DeviceAbsent, DeviceError, DeviceLost, PictureFrozen
from devices.ports import Frame, PageSource
from devices.scanning.camera import CameraSource, agree
from devices.simulators.camera_stream import CameraStream, StreamFault
from devices.simulators.desk import SimulatedCamera
from devices.simulators.paper import sample_page

PAGE = sample_page(0)
SOON = 12.0  # seconds in which whatever a camera does must have been said


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


@contextlib.contextmanager
def camera_in_another_process(_: Path) -> Iterator[PageSource]:
    with CameraStream(SmallCamera(90), size=SMALL, pace=25) as stream:
        yield open_page_source(f"camera:{stream.url}")


SMALL = (640, 480)


class SmallCamera:
    """A camera over a desk of one grey with a white sheet on it, cheap to look through. Noisy, as sensors are."""

    def __init__(self, grey: int) -> None:
        self.grey = grey
        self._chance = np.random.default_rng(grey)

    def frame(self) -> Frame:
        picture = np.full((SMALL[1], SMALL[0], 3), self.grey, np.uint8)
        picture[100:400, 200:440] = 240
        return picture + self._chance.integers(0, 6, picture.shape, dtype=np.uint8)


@pytest.fixture(
    params=[picture, watched_folder, video, camera, camera_in_another_process], ids=lambda make: make.__name__
)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageSource]:
    make: Callable[[Path], PageSource | contextlib.AbstractContextManager[PageSource]] = request.param
    made = make(tmp_path)
    with made if isinstance(made, contextlib.AbstractContextManager) else contextlib.nullcontext(made) as source:
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


@pytest.mark.parametrize(
    "address",
    [
        *("image:/nowhere/page.png", "folder:/nowhere", "video:/nowhere/desk.avi"),
        *("camera:usb-0c45-6366-NONE", "camera:/dev/v4l/by-id/none", "camera:http://127.0.0.1:9/1.mjpg"),
    ],
)
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


@pytest.fixture
def stream() -> Iterator[CameraStream]:
    with CameraStream(SmallCamera(90), size=SMALL, pace=30) as served:
        yield served


@pytest.fixture
def viewer(stream: CameraStream) -> Iterator[CameraSource]:
    source = open_page_source(f"camera:{stream.url}")
    assert isinstance(source, CameraSource)
    source.open()
    yield source
    source.close()


def trouble_soon(source: CameraSource) -> DeviceError:
    """The trouble that looking at it ends in."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        try:
            source.frame()
        except DeviceError as error:
            return error
        time.sleep(0.02)
    pytest.fail("it gave pictures all the time")


def picture_soon(source: CameraSource) -> Frame:
    """The picture that it gives again."""
    end = time.monotonic() + SOON
    while True:
        try:
            return source.frame()
        except DeviceError:
            assert time.monotonic() < end
            time.sleep(0.02)


@pytest.mark.parametrize(
    ("fault", "conditions"),
    [
        (StreamFault.STOPS, (PictureFrozen, DeviceLost, DeviceAbsent)),
        (StreamFault.REPEATS, (PictureFrozen,)),
    ],
)
def test_a_stream_that_lives_no_more_is_said_and_is_back_when_it_does(
    stream: CameraStream, viewer: CameraSource, fault: StreamFault, conditions: tuple[type[DeviceError], ...]
) -> None:
    stream.play(fault)
    assert isinstance(trouble_soon(viewer), conditions)
    stream.heal()
    assert picture_soon(viewer).shape == (SMALL[1], SMALL[0], 3)


def test_a_stream_that_is_unplugged_is_lost_and_comes_back_without_being_opened_again(
    stream: CameraStream, viewer: CameraSource
) -> None:
    stream.unplug()
    assert isinstance(trouble_soon(viewer), DeviceLost | DeviceAbsent)
    stream.plug_in()
    assert picture_soon(viewer).size


def test_of_a_stream_with_spoilt_pictures_a_whole_one_is_kept(stream: CameraStream, viewer: CameraSource) -> None:
    whole = viewer.still()
    stream.play(StreamFault.CORRUPT)
    time.sleep(0.3)
    for _ in range(5):
        assert agree(viewer.still(), whole)


def test_two_cameras_at_once_are_two() -> None:
    with (
        CameraStream(SmallCamera(60), size=SMALL, pace=15) as first,
        CameraStream(SmallCamera(150), size=SMALL, pace=15) as second,
    ):
        sources = [open_page_source(f"camera:{each.url}") for each in (first, second)]
        try:
            for source in sources:
                source.open()
            assert [round(float(source.frame()[:80].mean()), -1) for source in sources] == [60, 150]
            first.unplug()
            assert isinstance(sources[0], CameraSource)
            assert isinstance(trouble_soon(sources[0]), DeviceLost | DeviceAbsent)
            assert round(float(sources[1].frame()[:80].mean()), -1) == 150
            second.play(StreamFault.REPEATS)
            first.plug_in()
            assert isinstance(sources[1], CameraSource)
            assert isinstance(trouble_soon(sources[1]), PictureFrozen)
            assert round(float(picture_soon(sources[0])[:80].mean()), -1) == 60
        finally:
            for source in sources:
                source.close()
