"""The camera of the materials page, on its lane: the live picture, the learned empty desk, and what is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.lanes import Lane
from devices.bay import Bay
from devices.ports import Frame, PageSource
from devices.scanning.empty_desk import DeskNotStill, EmptyDesk
from devices.scanning.watch import Watch, Watched

T = TypeVar("T")
Failed = Callable[[Exception], None]

LOOKS = 5  # pictures from which the desk is learned


class DeskCamera:
    """One camera and what it knows of its desk. Everything is asked for on its lane and told at home."""

    def __init__(
        self,
        source: Bay[PageSource] | None,
        lane: Lane,
        clock: Callable[[], float],
        *,
        empty_desk: EmptyDesk | None = None,
    ) -> None:
        self._source, self._lane, self._clock = source, lane, clock
        self._watch = Watch(empty_desk)
        self._looking = False
        self.on_desk_learned: Callable[[bytes], None] = lambda png: None  # to be kept as the camera's calibration

    @property
    def there(self) -> bool:
        return self._source is not None

    def look(self, done: Callable[[Watched], None], failed: Failed) -> None:
        """The next live picture; nothing while the one before is still on its way."""
        if self._source is None or self._looking:
            return
        self._looking = True
        source, at = self._source, self._clock()

        def seen(watched: Watched) -> None:
            self._looking = False
            if self._watch.relearned:
                self._watch.relearned = False
                self._keep()
            done(watched)

        def not_seen(error: Exception) -> None:
            self._looking = False
            failed(error)

        self._lane.run(
            lambda: source.use(lambda camera: self._watch.look(camera.frame(), at), patient=True, counted=False),
            seen,
            not_seen,
        )

    def learn_desk(self, done: Callable[[bool], None], failed: Failed) -> None:
        """Learn what lies under the camera as the empty desk; `done` is told whether it lay still."""

        def learn(frames: list[Frame]) -> bool:
            try:
                self._watch.learn(frames)
            except DeskNotStill:
                return False
            return True

        def learned(still: bool) -> None:
            if still:
                self._keep()
            done(still)

        self.take(lambda camera, _: learn([camera.frame() for _ in range(LOOKS)]), learned, failed)

    def take(
        self, work: Callable[[PageSource, EmptyDesk | None], T], done: Callable[[T], None], failed: Failed
    ) -> None:
        """Do `work` with the camera and its empty desk."""
        if self._source is not None:
            source = self._source
            self._lane.run(lambda: source.use(lambda camera: work(camera, self._watch.empty_desk)), done, failed)

    def capture(
        self, work: Callable[[PageSource, EmptyDesk | None], T], done: Callable[[T], None], failed: Failed
    ) -> None:
        """Do `work` that takes the page which lies there: it is not taken a second time by itself, unless it fails."""

        def taking(camera: PageSource, desk: EmptyDesk | None) -> T:
            self._watch.auto.took()
            return work(camera, desk)

        def not_taken(error: Exception) -> None:
            self._lane.run(self._watch.auto.failed)
            failed(error)

        self.take(taking, done, not_taken)

    def refused(self) -> None:
        """The page that the last live picture asked to be taken was not: it is asked for again."""
        self._lane.run(self._watch.auto.refused)

    def forget(self) -> None:
        """Once the desk has been seen empty, no page counts as taken before."""
        self._lane.run(self._watch.auto.forget)

    def _keep(self) -> None:
        desk = self._watch.empty_desk
        if desk is not None:
            self._lane.run(desk.to_png, self.on_desk_learned)
