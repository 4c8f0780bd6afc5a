"""Where pictures of paper come from, besides cameras and folders: a picture file, a video file."""

from __future__ import annotations

from pathlib import Path

import cv2

from devices.errors import DeviceAbsent, PictureBroken, PictureTooLarge
from devices.ports import Frame
from devices.scanning.camera import CameraSource
from devices.scanning.pictures import LARGEST_PICTURE, ROLE, load_picture
from devices.scanning.watch_folder import FolderSource

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
