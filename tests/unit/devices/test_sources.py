"""Pictures from files, folders, videos and cameras: good ones come through, bad ones are named."""

import io
import itertools
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from devices.bay import Bay
from devices.catalogue import open_page_source
from devices.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceSilent,
    FeederEmpty,
    LineFault,
    PictureBroken,
    PictureFrozen,
    PictureTooLarge,
)
from devices.ports import Frame, PageSource, Role
from devices.scanning.camera import FAILURES, CameraSource, FrameWatch, is_absurd
from devices.scanning.camera_places import CameraPlaces
from devices.scanning.pictures import load_picture
from devices.scanning.sources import ImageSource, VideoSource
from devices.scanning.watch_folder import FolderFeeder, FolderSource
from devices.setting import DeviceSetting
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


class BlockingCapture(ScriptedCapture):
    """A camera whose driver does not return from a read once its pictures are over."""

    unblocked = threading.Event()

    def read(self) -> tuple[bool, Frame | None]:
        good, picture = super().read()
        if not good:
            self.unblocked.wait(20)
        return good, picture


def first_then(first: ScriptedCapture, *, patience: float = 2.0, blocked: float = 8.0) -> CameraSource:
    """A camera that opens as `first`, and as one with living pictures each time it is opened again."""
    captures = itertools.chain([first], (ScriptedCapture(slowly(scenes())) for _ in itertools.count()))
    return CameraSource(0, capture=lambda device, size: next(captures), patience=patience, blocked=blocked)


def scenes() -> Iterator[Frame]:
    return (scene(seed) for seed in itertools.count())


def slowly(pictures: Iterator[Frame]) -> Iterator[Frame]:
    for picture in pictures:
        time.sleep(0.01)
        yield picture


def is_frozen(camera: CameraSource) -> bool:
    try:
        camera.frame()
    except PictureFrozen:
        return True
    return False


def test_a_camera_that_goes_on_giving_its_last_picture_is_frozen_and_opened_again() -> None:
    last = ScriptedCapture(slowly(itertools.repeat(scene(0))))
    camera = first_then(last)
    camera.open()
    wait_until(lambda: is_frozen(camera))
    wait_until(lambda: not is_frozen(camera))
    assert not last.isOpened(), "it was let go of"
    camera.close()


def test_a_camera_that_still_gives_its_last_picture_when_opened_again_stays_frozen() -> None:
    camera = CameraSource(0, capture=lambda device, size: ScriptedCapture(slowly(itertools.repeat(scene(0)))))
    camera.open()
    wait_until(lambda: is_frozen(camera))
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        assert is_frozen(camera)
        time.sleep(0.02)
    camera.close()


def test_a_camera_whose_read_never_returns_is_frozen_and_opened_again_by_another() -> None:
    camera = first_then(BlockingCapture(itertools.islice(scenes(), 3)), patience=0.1, blocked=0.4)
    camera.open()
    wait_until(lambda: is_frozen(camera))
    wait_until(lambda: not is_frozen(camera))
    camera.close()
    BlockingCapture.unblocked.set()


def test_a_frozen_camera_is_in_trouble_at_its_place_until_its_pictures_move_again() -> None:
    camera = first_then(ScriptedCapture(slowly(itertools.repeat(scene(0)))))
    place: Bay[PageSource] = Bay(DeviceSetting("desk", Role.PAGE_SOURCE, "camera:0"), lambda: camera)
    place.use(lambda each: each.frame())

    def trouble() -> DeviceError | None:
        with suppress(DeviceError):
            place.use(lambda each: each.frame(), patient=True, counted=False)
        return place.health.trouble

    wait_until(lambda: isinstance(trouble(), PictureFrozen))
    wait_until(lambda: trouble() is None)
    place.close()


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


def scene(seed: int) -> Frame:
    """One scene with a sensor's noise by seed."""
    picture = np.full((480, 640, 3), 90, np.uint8)
    picture[100:400, 200:440] = 240
    return picture + np.random.default_rng(seed).integers(0, 6, picture.shape, dtype=np.uint8)


def blurred(picture: Frame) -> Frame:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 2.0), dtype=np.uint8)


def torn(picture: Frame) -> Frame:
    """What a decoder makes of a JPEG that lacks a piece: the lower half moved to the side. Sharp, and wrong."""
    return np.concatenate([picture[:240], np.roll(picture[240:], 77, axis=1)])


def still_of(pictures: Iterable[Frame]) -> Frame:
    """What `still` makes of these pictures, the first of which opening the camera takes."""
    given = iter(pictures)
    handed_over: list[Frame] = []

    class OneAtATime(CameraSource):
        def frame(self) -> Frame:
            handed_over.append(next(given))
            return handed_over[-1]

        def _next_frame(self) -> Frame:
            return self.frame()

    return OneAtATime(0).still()


def test_the_still_picture_is_the_sharpest_of_those_that_agree() -> None:
    sharp = scene(1)
    assert still_of([blurred(scene(0)), sharp, torn(scene(2))]) is sharp


def test_a_torn_picture_is_never_the_still_one_though_it_be_the_sharpest() -> None:
    good = [blurred(scene(0)), blurred(scene(3))]
    assert any(still_of([torn(scene(1)), good[0], torn(torn(scene(2))), good[1]]) is each for each in good)


def test_where_no_two_pictures_agree_there_is_no_still_picture() -> None:
    moving = (np.roll(scene(seed), seed * 61, axis=1) for seed in itertools.count())
    with pytest.raises(LineFault):
        still_of(moving)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_reader_that_hung_does_not_come_back_to_life_when_the_camera_is_opened_again() -> None:
    released = threading.Event()
    captures = [HangingCapture(released), ScriptedCapture(scene(seed) for seed in itertools.count())]
    camera = CameraSource(0, capture=lambda device, size: captures.pop(0), close_within=0.05)
    camera.open()
    camera.close()  # its read hangs
    camera.open()
    released.set()
    seen = [camera.still() for _ in range(2)]
    camera.close()
    assert all(int(picture[0, 0, 0]) < 200 for picture in seen)


class HangingCapture(ScriptedCapture):
    """Gives one picture, then its read hangs until `released`, and gives white pictures from then on."""

    def __init__(self, released: threading.Event) -> None:
        super().__init__([scene(0)])
        self._released, self._asked = released, 0

    def read(self) -> tuple[bool, Frame | None]:
        self._asked += 1
        if self._asked == 1:
            return super().read()
        self._released.wait(10)
        return True, np.asarray(255 - scene(self._asked) // 8, dtype=np.uint8)


def plug_camera(root: Path, node: str, *, at: str, serial: str, index: int = 0, product: str = "6366") -> None:
    """As Linux shows a camera: /sys/class/video4linux/videoN with a link to its interface on the USB."""
    device = root / "devices" / at.partition(":")[0]
    (device / at).mkdir(parents=True, exist_ok=True)
    for name, text in {"idVendor": "0c45", "idProduct": product, "serial": serial}.items():
        (device / name).write_text(text + "\n")
    folder = root / "video4linux" / node
    folder.mkdir(parents=True)
    (folder / "index").write_text(f"{index}\n")
    (folder / "name").write_text("Document camera\n")
    (folder / "device").symlink_to(device / at)


def test_cameras_are_told_apart_by_who_they_are_and_not_by_their_number(tmp_path: Path) -> None:
    plug_camera(tmp_path, "video0", at="1-1.1:1.0", serial="SN1")
    plug_camera(tmp_path, "video1", at="1-1.1:1.2", serial="SN1", index=1)  # data about pictures
    plug_camera(tmp_path, "video2", at="1-1.2:1.0", serial="SN2")
    plug_camera(tmp_path, "video10", at="1-1.3:1.0", serial="", product="6367")
    places = CameraPlaces(tmp_path / "video4linux")
    assert [each.port for each in places.ports()] == ["/dev/video0", "/dev/video2", "/dev/video10"]
    assert places.find_camera("usb-0c45-6366-SN2") == "/dev/video2"
    assert places.find_camera("usb-0c45-6367") == "/dev/video10"
    assert places.find_camera("at-1-1.1:1.0") == "/dev/video0"
    assert [each.place for each in places.ports()][2] == "at-1-1.3:1.0"
    with pytest.raises(DeviceAbsent, match="2 alike"):
        places.find_camera("usb-0c45-6366")
    with pytest.raises(DeviceAbsent):
        places.find_camera("usb-0c45-6366-SN9")


def test_what_is_no_name_of_a_camera_is_handed_to_opencv_as_it_is(tmp_path: Path) -> None:
    places = CameraPlaces(tmp_path)
    assert places.find_camera(1) == 1
    assert places.find_camera("http://10.0.0.5/1.mjpg") == "http://10.0.0.5/1.mjpg"
    assert places.ports() == ()
    assert places.find_camera("/dev/null") == "/dev/null"


def test_a_camera_that_is_plugged_in_elsewhere_is_found_again() -> None:
    socket = {"now": "/dev/video0"}
    opened: list[int | str] = []

    def capture(device: int | str, size: tuple[int, int]) -> ScriptedCapture:
        opened.append(device)
        return ScriptedCapture(noisy_pictures(1) if len(opened) == 1 else (scene(seed) for seed in itertools.count()))

    camera = CameraSource("usb-0c45-6366-SN1", capture=capture, find=lambda place: socket["now"])
    camera.open()
    socket["now"] = "/dev/video4"
    wait_until(lambda: len(opened) > 1)
    camera.close()
    assert opened == ["/dev/video0", "/dev/video4"]


def arrived(feeder: FolderFeeder) -> int:
    return len(list(feeder.pages()))


def test_what_lay_in_the_folder_before_is_never_given(tmp_path: Path) -> None:
    (tmp_path / "of somebody else.jpg").write_bytes(half_red_picture())
    feeder = FolderFeeder(tmp_path, still=0.0)
    feeder.open()
    with pytest.raises(FeederEmpty):
        arrived(feeder)
    (tmp_path / "scan.jpg").write_bytes(half_red_picture())
    assert arrived(feeder) == 1
    with pytest.raises(FeederEmpty):
        arrived(feeder)


def test_after_a_hiccup_of_the_folder_what_arrived_is_still_given_and_what_was_given_is_not(tmp_path: Path) -> None:
    before = FolderFeeder(tmp_path, still=0.0)
    before.open()
    (tmp_path / "first.jpg").write_bytes(half_red_picture())
    assert arrived(before) == 1
    (tmp_path / "second.jpg").write_bytes(half_red_picture())
    before.close()
    after = FolderFeeder(tmp_path, still=0.0)
    after.open()
    assert arrived(after) == 1


def test_a_file_that_is_gone_before_it_is_looked_at_is_no_trouble(tmp_path: Path) -> None:
    feeder = FolderFeeder(tmp_path, still=0.0)
    feeder.open()
    (tmp_path / "renamed.jpg").symlink_to(tmp_path / "gone.jpg")
    (tmp_path / "scan.jpg").write_bytes(half_red_picture())
    assert arrived(feeder) == 1


def test_what_a_cancelled_run_left_is_not_given_to_the_next_applicant(tmp_path: Path) -> None:
    feeder = FolderFeeder(tmp_path, still=0.0)
    feeder.open()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(half_red_picture())
    pages = feeder.pages()
    next(pages)
    feeder.cancel()
    pages.close()
    with pytest.raises(FeederEmpty):
        arrived(feeder)


def test_every_page_of_a_pdf_that_arrives_is_given_and_other_files_are_not(tmp_path: Path) -> None:
    feeder = FolderFeeder(tmp_path, still=0.0)
    feeder.open()
    page = Image.fromarray(sample_page(0)[::4, ::4, ::-1].copy())
    page.save(tmp_path / "scan.pdf", save_all=True, append_images=[page, page])
    for name in (".hidden.jpg", "scan.jpg.part", "notes.txt"):
        (tmp_path / name).write_bytes(half_red_picture())
    assert arrived(feeder) == 3


def test_a_file_that_still_grows_is_waited_for(tmp_path: Path) -> None:
    clock = itertools.count(0.0, 0.3)  # the time at each look at it
    sizes = iter([100, 500, 2000, None])

    def now() -> float:
        size = next(sizes, None)
        whole = half_red_picture()
        if size is not None or (tmp_path / "scan.jpg").stat().st_size != len(whole):
            (tmp_path / "scan.jpg").write_bytes(whole[:size])
        return next(clock)

    feeder = FolderFeeder(tmp_path, still=1.0, now=now)
    feeder.open()
    (tmp_path / "scan.jpg").write_bytes(b"x")
    assert arrived(feeder) == 1


def test_a_file_that_grows_for_ever_is_said(tmp_path: Path) -> None:
    clock = itertools.count(0.0, 10.0)

    def now() -> float:
        at = next(clock)
        (tmp_path / "scan.jpg").write_bytes(b"x" * int(at + 1))
        return at

    feeder = FolderFeeder(tmp_path, still=15.0, patience=60.0, now=now)
    feeder.open()
    (tmp_path / "scan.jpg").write_bytes(b"x")
    with pytest.raises(DeviceSilent):
        arrived(feeder)


def test_a_broken_file_is_named_and_the_next_ones_come(tmp_path: Path) -> None:
    feeder = FolderFeeder(tmp_path, still=0.0)
    feeder.open()
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(PictureBroken) as trouble:
        arrived(feeder)
    assert trouble.value.where == str(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes(half_red_picture())
    assert arrived(feeder) == 1
