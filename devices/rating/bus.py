"""One keypad bus and the two devices on it: whoever listens, what the other said is kept for it, and acknowledged.

A bus is used from one thread, as its wire is; its devices share a lane. Their presses come unasked, so a lane asks each
of them in short turns.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices.errors import DeviceAbsent, DeviceError, DeviceLost, LineFault
from devices.ports import Role
from devices.rating import ff68
from devices.rating.ff68 import Acknowledgement, Frame
from devices.wires.wire import Wire

log = logging.getLogger("devices.rating")

BAUD = 9600
GAP_SECONDS = 0.1
"""A frame does not pause that long within itself; a serial-over-IP box may split it."""

ECHO_SECONDS = 0.25
"""An adapter that repeats what is sent does so within this time."""

KEPT_SECONDS = 10.0
"""A press that nobody asked for in this time is not what anybody means any more."""

_KEPT = 32
_TOO_MUCH_JUNK = 256
"""Bytes without a pause or a good frame: not a crackle any more, but a wrong speed or a broken line."""


class CounterBus:
    """The bus on a wire. It is open as long as one of its stations is."""

    def __init__(self, wire: Wire, *, now: Callable[[], float] = time.monotonic) -> None:
        self.wire = wire
        self.now = now
        self._stations: dict[int, Station] = {}  # those that are open, by address
        self._is_open = False
        self._decoder = ff68.FrameDecoder()
        self._awaited_echoes: deque[tuple[float, Frame]] = deque(maxlen=_KEPT)
        self._echoes: bool | None = None  # whether the line repeats what is sent; None until it has shown that

    @property
    def where(self) -> str:
        return self.wire.where

    def open(self, station: Station) -> None:
        """Open the line, if no other station has. What lies in it is old: whoever said it will say it again.

        Raises DeviceAbsent where another station has this address.
        """
        if self._stations.get(station.address, station) is not station:
            raise DeviceAbsent("another device on this bus has the same number", where=self.where)
        if not self._is_open:
            self.wire.open()
            self._is_open = True
            self._decoder = ff68.FrameDecoder()
            self._awaited_echoes.clear()
            self._echoes = None
            with self._noticing_loss():
                self.wire.drain()
        self._stations[station.address] = station

    def close(self, station: Station) -> None:
        if self._stations.get(station.address) is station:
            del self._stations[station.address]
        if not self._stations:
            self._is_open = False
            self.wire.close()

    def say(self, data: bytes, station: Station) -> None:
        self._require(station)
        with self._noticing_loss():
            self.wire.write(data)
        self._awaited_echoes.extend((self.now(), frame) for frame in ff68.FrameDecoder().feed(data))

    def listen(self, seconds: float, station: Station) -> bool:
        """Take in what comes next, and hand it to whom it concerns; False when nothing came for so long.

        Raises LineFault when nothing but noise has come for long.
        """
        self._require(station)
        was_open, awaits_echo = self._decoder.is_open, bool(self._awaited_echoes)
        patience = GAP_SECONDS if was_open else ECHO_SECONDS if awaits_echo else seconds
        with self._noticing_loss():
            data = self.wire.read(min(seconds, patience))
        frames = self._decoder.feed(data) if data else self._decoder.settle()
        for frame in [frame for frame in frames if not self._is_echo(frame)]:  # what came before we spoke is no echo
            self._hand_over(frame)
        if not data:
            self._forget_echoes()
            self._forget_junk()
        elif self._decoder.junk > _TOO_MUCH_JUNK:
            self._forget_junk()
            raise LineFault("nothing but noise", where=self.where)
        return bool(data) or was_open or (awaits_echo and seconds > 0)

    def _hand_over(self, frame: Frame) -> None:
        station = self._stations.get(frame.address)
        if station is None or not ff68.is_press(frame):
            log.info("somebody else on the bus: address %02X, function %02X", frame.address, frame.function)
            return
        self.wire.ring.tally.good += 1
        is_again = station.take(frame)
        self.wire.ring.tally.retries += is_again
        self.say(ff68.acknowledge(frame, station.acknowledgement), station)

    def _is_echo(self, frame: Frame) -> bool:
        """Each frame we sent may come back once; a caller's acknowledgement then looks like another key press.

        So on a line that has shown to repeat nothing, what looks like a key press is one: the second of two digits.
        """
        for place, (_, sent) in enumerate(self._awaited_echoes):
            if sent == frame:
                self._echoes = self._echoes if ff68.is_press(frame) else True
                if self._echoes is False:
                    return False
                del self._awaited_echoes[place]
                return True
        return False

    def _forget_echoes(self) -> None:
        """Nothing lies in the line: an echo that has not come by now will not come, nor will any after it."""
        while self._awaited_echoes and self._awaited_echoes[0][0] + ECHO_SECONDS <= self.now():
            self._awaited_echoes.popleft()
            self._echoes = self._echoes or False

    def _forget_junk(self) -> None:
        """A crackle now and then is a line's nature; it is counted, and no more."""
        self.wire.ring.tally.bad += self._decoder.junk > 0
        self._decoder.junk = 0

    def _require(self, station: Station) -> None:
        if not self._is_open or self._stations.get(station.address) is not station:
            raise DeviceLost("the bus is not open", where=self.where)

    @contextmanager
    def _noticing_loss(self) -> Iterator[None]:
        """A line that is lost is lost to all stations, and opened anew by the first that comes back."""
        try:
            yield
        except DeviceError:
            self._is_open = False
            self.wire.close()
            raise


class Station:
    """One device's place on a bus: what it said lies here until it is asked for.

    The same frame again within `same_press(frame)` seconds is one press: a finger that trembles, or a device that did
    not hear its acknowledgement. It is acknowledged all the same.
    """

    def __init__(
        self,
        bus: CounterBus,
        role: Role,
        address: int,
        *,
        acknowledgement: Acknowledgement,
        same_press: Callable[[Frame], float],
    ) -> None:
        if address & 0x7F not in ff68.NUMBERS:
            raise ValueError(f"{address & 0x7F}: devices of this bus are numbered 1 to 127")
        self.role, self.address, self.acknowledgement = role, address, acknowledgement
        self._bus, self._same_press = bus, same_press
        self._presses: deque[tuple[float, Frame]] = deque(maxlen=_KEPT)
        self._last: tuple[float, Frame] | None = None

    @property
    def where(self) -> str:
        return self._bus.where

    @property
    def wire(self) -> Wire:
        """The bus's own line."""
        return self._bus.wire

    def open(self) -> None:
        self._presses.clear()
        with self._placing():
            self._bus.open(self)

    def close(self) -> None:
        self._bus.close(self)

    def say(self, data: bytes) -> None:
        with self._placing():
            self._bus.say(data, self)

    def pressed(self, seconds: float) -> Frame | None:
        """The oldest press that was not asked for yet; None when none came for `seconds`."""
        deadline, left = self._bus.now() + seconds, seconds
        with self._placing():
            while (frame := self._oldest()) is None and left >= 0 and self._bus.listen(left, self):
                left = deadline - self._bus.now()
        return frame if frame is not None else self._oldest()

    def look(self) -> None:
        """Whether the line still stands; what is said meanwhile is kept. Raises DeviceLost when it does not."""
        with self._placing():
            self._bus.listen(0, self)

    def forget(self) -> None:
        """Drop what was pressed until now, in the line too."""
        while self.pressed(0) is not None:
            pass

    def take(self, frame: Frame) -> bool:
        """Keep a press; true when it is the one before, said again."""
        at, before = self._bus.now(), self._last
        self._last = at, frame
        is_again = before is not None and before[1] == frame and at - before[0] < self._same_press(frame)
        if not is_again:
            self._presses.append((at, frame))
        return is_again

    def _oldest(self) -> Frame | None:
        while self._presses:
            at, frame = self._presses.popleft()
            if self._bus.now() - at <= KEPT_SECONDS:
                return frame
        return None

    @contextmanager
    def _placing(self) -> Iterator[None]:
        try:
            yield
        except DeviceError as error:
            error.role, error.where = self.role.value, error.where or self.where
            raise


class OnBus:
    """What every device of a bus is: a station on its line."""

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def wire(self) -> Wire:
        """The line of the bus it is on."""
        return self._station.wire

    def open(self) -> None:
        self._station.open()

    def close(self) -> None:
        self._station.close()

    def look(self) -> None:
        """Raises DeviceLost when the line is gone. Asks nothing: whether anybody is on it, only a key press tells."""
        self._station.look()
