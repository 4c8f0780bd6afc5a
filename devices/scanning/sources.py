"""Where pictures of paper come from, besides a camera: a picture file, a watched folder, a video file."""

from __future__ import annotations

from pathlib import Path

import cv2

from devices.errors import DeviceAbsent, DeviceSilent, PictureBroken, PictureTooLarge
from devices.ports import Frame
from devices.scanning.camera import CameraSource
from devices.scanning.pictures import LARGEST_PICTURE, PICTURES, ROLE, load_picture

__all__ = ["CameraSource", "FolderSource", "ImageSource", "VideoSource", "load_picture"]


class ImageSource:
    """One picture file, always the same page. Decoded once."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self._picture: Frame | None = None

    def open(self) -> None:
        """Decode the file; raises as `load_picture` does."""
        self._picture = load_picture(self.path)

    def close(self) -> None:
        self._picture = None

    def frame(self) -> Frame:
        """The picture, for the caller to keep."""
        if self._picture is None:
            self.open()
        assert self._picture is not None
        return self._picture.copy()


class FolderSource:
    """The newest picture or PDF in a folder into which a scanner, or a telephone, puts its files.

    A file counts once it has stopped growing: two looks in a row must find it alike.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.name = self.folder.name
        self._last_look: tuple[Path, int, int] | None = None
        self._loaded: tuple[Path, int, int] | None = None
        self._picture: Frame | None = None

    def open(self) -> None:
        """Raises `DeviceAbsent` where there is no such folder."""
        if not self.folder.is_dir():
            raise DeviceAbsent("no such folder", role=ROLE, where=str(self.folder))
        self._last_look = self._newest()

    def close(self) -> None:
        self._picture = self._loaded = self._last_look = None

    def frame(self) -> Frame:
        """The newest picture. `DeviceSilent` while there is none; otherwise raises as `load_picture` does."""
        newest = self._newest()
        settled = newest == self._last_look
        self._last_look = newest
        if newest is not None and settled and newest != self._loaded:
            self._picture = load_picture(newest[0])
            self._loaded = newest
        if self._picture is None:
            raise DeviceSilent("no picture yet", role=ROLE, where=str(self.folder))
        return self._picture.copy()

    def _newest(self) -> tuple[Path, int, int] | None:
        """Path, time and size of the file changed last."""
        try:
            files = [each for each in self.folder.iterdir() if each.suffix.lower() in PICTURES | {".pdf"}]
            looks = [(each, each.stat()) for each in files]
        except OSError as error:
            raise DeviceAbsent(error.strerror or str(error), role=ROLE, where=str(self.folder)) from error
        seen = [(path, stat.st_mtime_ns, stat.st_size) for path, stat in looks if stat.st_size]
        return max(seen, key=lambda each: (each[1], each[0]), default=None)


class VideoSource:
    """A video file, picture by picture, from the beginning again at its end."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self._video: cv2.VideoCapture | None = None

    def open(self) -> None:
        """Raises `DeviceAbsent` for a missing file, `PictureBroken` for one that is no video, `PictureTooLarge`."""
        self.close()
        if not self.path.is_file():
            raise DeviceAbsent("no such file", role=ROLE, where=str(self.path))
        video = cv2.VideoCapture(str(self.path), cv2.CAP_FFMPEG)
        if not video.isOpened():
            raise PictureBroken("not a video", role=ROLE, where=str(self.path))
        if video.get(cv2.CAP_PROP_FRAME_WIDTH) * video.get(cv2.CAP_PROP_FRAME_HEIGHT) > LARGEST_PICTURE:
            video.release()
            raise PictureTooLarge("video", role=ROLE, where=str(self.path))
        self._video = video

    def close(self) -> None:
        if self._video is not None:
            self._video.release()
            self._video = None

    def frame(self) -> Frame:
        """The next picture."""
        if self._video is None:
            self.open()
        assert self._video is not None
        good, picture = self._video.read()
        if not good:
            self._video.set(cv2.CAP_PROP_POS_FRAMES, 0)
            good, picture = self._video.read()
        if not good:
            raise PictureBroken("no picture in the video", role=ROLE, where=str(self.path))
        return picture  # type: ignore[return-value]
