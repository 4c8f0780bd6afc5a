"""Take a picture under the camera and have it read: the camera's lane first, then the reader's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.lanes import Lane
from app.services.read_paper import read_paper
from devices.bay import Bay
from devices.ports import Frame, PageSource
from devices.reading.papers.fields import Paper, PaperKind
from devices.reading.text import TextReader


class Photograph:
    """Reads what lies under the camera; neither lane waits for the other."""

    def __init__(self, source: Bay[PageSource], source_lane: Lane, reader: TextReader, reader_lane: Lane) -> None:
        self._source, self._source_lane = source, source_lane
        self._reader, self._reader_lane = reader, reader_lane

    def read(
        self, kinds: Sequence[PaperKind], done: Callable[[Paper], None], failed: Callable[[Exception], None]
    ) -> None:
        """Tell, at home, the fields of the paper or the error: a `DeviceError` of camera or reader."""

        def work(frame: Frame) -> Paper:
            return read_paper(frame, kinds, self._reader)

        self._source_lane.run(
            lambda: self._source.use(lambda source: source.frame()),
            lambda frame: self._reader_lane.run(partial(work, frame), done, failed),
            failed,
        )
