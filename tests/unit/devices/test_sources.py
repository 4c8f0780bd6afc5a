"""Pictures from files, folders, videos and cameras: good ones come through, bad ones are named."""

import io
import itertools
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from devices.catalogue import open_page_source
from devices.errors import DeviceAbsent, DeviceLost, DeviceSilent, PictureBroken, PictureFrozen, PictureTooLarge
from devices.ports import Frame
from devices.scanning.camera import FAILURES, CameraSource, FrameWatch, is_absurd
from devices.scanning.pictures import load_picture
from devices.scanning.sources import FolderSource, ImageSource, VideoSource
from devices.simulators.desk import SimulatedCamera
from devices.simulators.paper import sample_page


def half_red_picture(**saved: Any) -> bytes:
    """200 x 100, its left half red, as JPEG."""
    pixels = np.full((100, 200, 3), 255, np.uint8)
    pixels[:, :100] = (200, 0, 0)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", **saved)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises width x height pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_picture_is_loaded_in_bgr(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(half_red_picture())
    picture = load_picture(tmp_path / "a.jpg")
    assert picture.shape == (100, 200, 3)
    blue, green, red = picture[50, 20]
    assert red > 180 and blue < 30 and green < 30


def test_exif_orientation_is_followed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side: turn by 90 degrees clockwise to show
    (tmp_path / "a.jpg").write_bytes(half_red_picture(exif=exif))
    picture = load_picture(tmp_path / "a.jpg")
    assert picture.shape == (200, 100, 3)
    assert picture[20, 50, 1] < 30 and picture[180, 50, 1] > 220


@pytest.mark.parametrize(("width", "height"), [(20_000, 10_000), (9_000, 11_000), (8_000, 6_300)])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(tmp_path: Path, width: int, height: int) -> None:
    (tmp_path / "a.png").write_bytes(png_claiming(width, height))
    with pytest.raises(PictureTooLarge):
        load_picture(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b""),
        ("a.jpg", b"no picture at all"),
        ("a.jpg", half_red_picture()[:600]),
        ("a.png", png_claiming(300, 200)),
        ("a.pdf", b"%PDF-1.4 broken"),
    ],
    ids=["empty", "text", "cut off", "no rows", "pdf"],
)
def test_a_broken_file_is_said_to_be_broken(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PictureBroken) as trouble:
        load_picture(tmp_path / name)
    assert trouble.value.where == str(tmp_path / name)


def test_a_missing_file_is_absent(tmp_path: Path) -> None:
    with pytest.raises(DeviceAbsent):
        ImageSource(tmp_path / "nothing.jpg").open()


def test_the_first_page_of_a_pdf_is_a_picture(tmp_path: Path) -> None:
    Image.fromarray(sample_page(0)[:, :, ::-1]).save(tmp_path / "a.pdf", resolution=200)
    picture = load_picture(tmp_path / "a.pdf")
    assert abs(picture.shape[0] - 2339) <= 2


def test_a_folder_gives_its_newest_picture_once_it_has_stopped_growing(tmp_path: Path) -> None:
    source = FolderSource(tmp_path)
    source.open()
    with pytest.raises(DeviceSilent):
        source.frame()
    whole = half_red_picture()
    (tmp_path / "scan.jpg").write_bytes(whole[:500])
    with pytest.raises(DeviceSilent):
        source.frame()
    (tmp_path / "scan.jpg").write_bytes(whole)
    with pytest.raises(DeviceSilent):
        source.frame()
    assert source.frame().shape == (100, 200, 3)
    source.close()


def test_a_folder_that_is_not_there_is_absent(tmp_path: Path) -> None:
    with pytest.raises(DeviceAbsent):
        FolderSource(tmp_path / "nowhere").open()


def test_a_video_is_played_from_the_beginning_again(tmp_path: Path) -> None:
    film = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (320, 240))
    for grey in (40, 120, 200):
        writer.write(np.full((240, 320, 3), grey, np.uint8))
    writer.release()
    source = open_page_source(f"video:{film}")
    source.open()
    levels = [round(float(source.frame().mean()), -1) for _ in range(4)]
    source.close()
    assert levels == [40, 120, 200, 40]


def test_a_file_that_is_no_video_is_broken(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"no film")
    with pytest.raises(PictureBroken):
        VideoSource(tmp_path / "film.mp4").open()


@pytest.mark.parametrize("address", ["camera", "camera:0?size=big", "camera:0?speed=2", "scanner:1", "folder:"])
def test_an_address_that_makes_no_sense_is_said(address: str) -> None:
    with pytest.raises(ValueError):
        open_page_source(address)


class ScriptedCapture:
    """A camera for OpenCV's side of the seam: gives these pictures, then fails for ever."""

    def __init__(self, pictures: Iterable[Frame | None], opens: bool = True) -> None:
        self._pictures = iter(pictures)
        self._opens = opens
        self.settings: list[tuple[int, float]] = []

    def isOpened(self) -> bool:
        return self._opens

    def read(self) -> tuple[bool, Frame | None]:
        picture = next(self._pictures, None)
        return picture is not None, picture

    def get(self, prop: int) -> float:
        return {cv2.CAP_PROP_FRAME_WIDTH: 1280.0, cv2.CAP_PROP_FRAME_HEIGHT: 720.0}.get(prop, 0.0)

    def set(self, prop: int, value: float) -> bool:
        self.settings.append((prop, value))
        return True

    def release(self) -> None:
        self._opens = False


def noisy_pictures(count: int) -> Iterator[Frame]:
    chance = np.random.default_rng(1)
    return (chance.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(count))


def camera_on(capture: ScriptedCapture) -> CameraSource:
    return CameraSource(0, (2592, 1944), capture=lambda device, size: capture)


def test_a_camera_is_asked_for_mjpg_before_and_after_the_size_and_its_answer_is_kept() -> None:
    capture = ScriptedCapture(noisy_pictures(50))
    camera = camera_on(capture)
    camera.open()
    camera.close()
    assert [prop for prop, _ in capture.settings] == [
        cv2.CAP_PROP_FOURCC,
        cv2.CAP_PROP_FRAME_WIDTH,
        cv2.CAP_PROP_FRAME_HEIGHT,
        cv2.CAP_PROP_FOURCC,
    ]
    assert camera.size == (1280, 720)


def test_a_camera_that_cannot_be_opened_is_absent() -> None:
    with pytest.raises(DeviceAbsent):
        camera_on(ScriptedCapture([], opens=False)).open()


def test_a_camera_that_gives_no_picture_is_lost_at_once() -> None:
    with pytest.raises(DeviceLost):
        camera_on(ScriptedCapture([None] * FAILURES)).open()


def test_a_closed_camera_has_no_picture() -> None:
    with pytest.raises(DeviceLost):
        camera_on(ScriptedCapture([])).frame()


def test_a_picture_that_never_changes_counts_as_frozen() -> None:
    watch = FrameWatch(alike=3)
    for at in range(4):
        watch.seen(fingerprint=77, at=at * 0.1)
    assert watch.frozen(0.4)
    watch.seen(fingerprint=78, at=0.5)
    assert not watch.frozen(0.6)


def test_pictures_that_stop_coming_count_as_frozen() -> None:
    watch = FrameWatch(patience=2.0)
    watch.seen(fingerprint=1, at=10.0)
    assert not watch.frozen(11.9)
    assert watch.frozen(12.1)


def test_a_frozen_camera_is_said_to_be_frozen() -> None:
    same = itertools.repeat(next(noisy_pictures(1)))
    camera = CameraSource(0, capture=lambda device, size: ScriptedCapture(same), patience=-1.0)
    camera.open()
    with pytest.raises(PictureFrozen):
        camera.frame()
    camera.close()


def test_what_a_damaged_jpeg_leaves_is_dropped() -> None:
    assert is_absurd(None)
    assert is_absurd(np.full((1944, 2592, 3), 128, np.uint8))
    assert is_absurd(np.zeros((8, 2592, 3), np.uint8))
    assert not is_absurd(next(noisy_pictures(1)))


def test_the_simulated_camera_changes_with_each_picture_and_can_be_unplugged() -> None:
    camera = SimulatedCamera()
    camera.open()
    camera.put(sample_page(0))
    first, second = camera.frame(), camera.frame()
    assert first.shape == (1944, 2592, 3)
    assert not np.array_equal(first, second)
    camera.unplug()
    with pytest.raises(DeviceLost):
        camera.frame()
    camera.plug()
    assert camera.frame().shape == first.shape
