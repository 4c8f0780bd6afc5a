"""Sample pictures as pages show them: each is fetched once, on a lane of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.errors import CounterError, NotFound
from app.lanes import Lane
from app.services.sample_pictures import SamplePictures
from app.wording import Wording
from devices.errors import DeviceError
from sync.errors import SyncError

MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class SampleState:
    """A sample picture (PNG or JPEG), or in words why there is none to be seen."""

    picture: bytes = field(default=b"", repr=False)
    words: str = ""


class Samples:
    """Answers with what is known, and has whoever asked told when there is more."""

    def __init__(self, pictures: SamplePictures, *, lane: Lane, wording: Wording) -> None:
        self.pictures, self._lane, self._say = pictures, lane, wording
        self._known: dict[str, bytes] = {}
        self._asked: set[str] = set()
        self._troubles: dict[str, str] = {}

    def state(self, name: str, changed: Callable[[], None]) -> SampleState:
        """The picture of that name to be shown, as far as it is known; `changed` is told when it has come."""
        if name and name not in self._known and name not in self._asked and name not in self._troubles:
            self._asked.add(name)
            self._lane.run(
                lambda: self.pictures.picture(name),
                lambda picture: self._came(name, picture, changed),
                lambda error: self._failed(name, error, changed),
            )
        picture = self._known.get(name, b"")
        return SampleState(picture, "" if picture else self._troubles.get(name) or self._say("samples.coming"))

    def ask_again(self, name: str) -> None:
        """What could not be had may be there by now."""
        self._troubles.pop(name, None)

    def take(self, file: str, taken: Callable[[str], None], failed: Callable[[str], None]) -> None:
        """Keep the picture in a file; `taken` gets its name, `failed` a sentence."""

        def refused(error: Exception) -> None:
            if not isinstance(error, DeviceError | CounterError):
                raise error
            failed(self._say.error(error))

        self._lane.run(lambda: self.pictures.take(file), taken, refused)

    def _came(self, name: str, picture: bytes, changed: Callable[[], None]) -> None:
        self._asked.discard(name)
        while len(self._known) >= MOST_KEPT:
            del self._known[next(iter(self._known))]
        self._known[name] = picture
        changed()

    def _failed(self, name: str, error: Exception, changed: Callable[[], None]) -> None:
        self._asked.discard(name)
        if not isinstance(error, SyncError | CounterError):
            raise error
        self._troubles[name] = self._say("samples.none") if isinstance(error, NotFound) else self._say.error(error)
        changed()
