"""The driver of a bank of locker cells: one lock at a time, and every opening confirmed by asking the sensors.

What a board answers to the command itself is not believed: in one family a failure has the bytes of the command, which
an adapter may also have echoed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from devices.errors import (
    CellStuck,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    LockError,
    NoSuchCell,
    WrongDevice,
)
from devices.lockers.board import Kind, Word
from devices.lockers.board_line import ROLE, BoardLine
from devices.lockers.polarity import polarity_is_doubtful
from devices.lockers.profile import LockProfile, codec_for
from devices.ports import Door
from devices.wires.wire import Wire

LOOK_EVERY = 0.1
"""Seconds between two looks at a door that was told to open."""


class CellOpenAlready(LockError):
    """The door stands open already; nothing was sent."""


class CellUnseen(LockError):
    """The cell was told to open, but no sensor said whether it did: somebody has to look."""


class BoardLockBank:
    """A `LockBank` of one or more boards on a wire. One thread at a time; it waits (`sleep`) between openings.

    A board that is silent while another answers makes its own cells `Door.UNKNOWN`, no more.
    """

    def __init__(
        self,
        wire: Wire,
        profile: LockProfile,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises ValueError for boards that the profile's family cannot have."""
        self.cells = len(profile.boards) * profile.locks
        self.wire, self._profile = wire, profile
        self._codec = codec_for(profile)
        self._line = BoardLine(wire, self._codec, profile, now=now)
        self._now, self._sleep = now, sleep
        self._next_opening = now()
        self._silent_boards: tuple[int, ...] = ()
        self._polarity_is_doubtful = False

    def open(self) -> None:
        """Open the line and look at the doors.

        Raises DeviceAbsent, DeviceSilent, LineFault, DeviceRefused; WrongDevice when a board has fewer locks.
        """
        self._line.open()
        try:
            self.doors()
        except DeviceError:
            self.wire.close()
            raise

    def close(self) -> None:
        self.wire.close()

    def doors(self) -> Mapping[int, Door]:
        """What every cell's sensor says."""
        doors = {cell: self._door(value) for cell, value in self.raw().items()}
        self._polarity_is_doubtful = polarity_is_doubtful(self._profile, doors)
        return doors

    def raw(self) -> Mapping[int, int | None]:
        """What the sensors say before it is known what that means: 0 or 1, None for one that is out of order."""
        values: list[int | None] = []
        troubles: dict[int, DeviceError] = {}
        for board in self._profile.boards:
            try:
                values += self._sensors(board)
            except (DeviceSilent, LineFault, DeviceRefused) as error:
                troubles[board] = error
                values += [None] * self._profile.locks
        if len(troubles) == len(self._profile.boards):
            raise next(iter(troubles.values()))
        self._silent_boards = tuple(troubles)
        return dict(enumerate(values, start=1))

    def unlock(self, cell: int) -> None:
        """Open one cell and see it open.

        Raises NoSuchCell; CellOpenAlready; CellStuck when its door stays shut, DeviceRefused when the board said why;
        CellUnseen when it was told to open and no sensor says whether it did.
        """
        board, lock = self._place(cell)
        if self._door(self._sensors(board)[lock - 1]) is Door.OPEN:
            raise CellOpenAlready(cell=cell, role=ROLE, where=self.wire.where)
        word, door = self._told_to_open(board, lock)
        if door is Door.CLOSED and word is None:  # perhaps the command never arrived
            self.wire.ring.tally.retries += 1
            word, door = self._told_to_open(board, lock)
        if door is Door.UNKNOWN:
            raise CellUnseen("the sensor says nothing", cell=cell, role=ROLE, where=self.wire.where)
        if door is Door.CLOSED and word is not None and word.kind is Kind.REFUSED:
            raise DeviceRefused(word.detail, role=ROLE, where=self.wire.where)
        if door is Door.CLOSED:
            raise CellStuck(cell=cell, role=ROLE, where=self.wire.where)

    def pulse(self, cell: int) -> None:
        """Send the command and confirm nothing: for calibrating, when it is not known yet what a sensor means."""
        self._command(*self._place(cell))

    @property
    def note(self) -> str:
        """What a person should know, as of the last look: polarity, board_silent, uncalibrated, or ""."""
        if self._polarity_is_doubtful:
            return "polarity"
        if self._silent_boards:
            return "board_silent"
        return "" if self._profile.calibrated else "uncalibrated"

    @property
    def silent_boards(self) -> tuple[int, ...]:
        """The addresses of the boards that said nothing sensible at the last look while others did."""
        return self._silent_boards

    def _place(self, cell: int) -> tuple[int, int]:
        """Board address and lock of a cell."""
        if not 1 <= cell <= self.cells:
            raise NoSuchCell(f"cells are 1–{self.cells}", cell=cell, role=ROLE, where=self.wire.where)
        place, lock = divmod(cell - 1, self._profile.locks)
        return self._profile.boards[place], lock + 1

    def _door(self, value: int | None) -> Door:
        if value is None:
            return Door.UNKNOWN
        return Door.CLOSED if value == self._profile.closed_value else Door.OPEN

    def _told_to_open(self, board: int, lock: int) -> tuple[Word | None, Door]:
        """Send the command; what the board says to it, and what the sensor says when the time for it is over."""
        word = self._command(board, lock)
        until = self._now() + self._profile.door_ms / 1000
        while (door := self._seen(board, lock)) is not Door.OPEN and self._now() < until:
            self._sleep(LOOK_EVERY)
        return word, door

    def _command(self, board: int, lock: int) -> Word | None:
        """Send the command, not before the power supply has recovered from the one before."""
        self._sleep(max(0.0, self._next_opening - self._now()))
        try:
            return self._line.tell(self._codec.unlock(board, lock), board, lock)
        finally:
            self._next_opening = self._now() + self._profile.gap_ms / 1000

    def _seen(self, board: int, lock: int) -> Door:
        try:
            return self._door(self._sensors(board)[lock - 1])
        except DeviceLost:
            raise
        except DeviceError:
            return Door.UNKNOWN

    def _sensors(self, board: int) -> list[int | None]:
        word = self._line.ask(self._codec.sensors(board), board, (Kind.SENSORS, Kind.REFUSED))
        if word.kind is Kind.REFUSED:
            raise DeviceRefused(word.detail, role=ROLE, where=self.wire.where)
        if len(word.values) < self._profile.locks:
            expected, found = f"{self._profile.locks} locks", f"{len(word.values)} locks"
            raise WrongDevice(expected, found, role=ROLE, where=self.wire.where)
        return list(word.values[: self._profile.locks])


def answers(wire: Wire, profile: LockProfile) -> bool:
    """Whether a board of the profile's family answers on the open `wire` to the harmless question of its family.

    For searching ports; any board of family 8A answers, of the others the first of the profile. Raises DeviceLost.
    """
    codec = codec_for(profile)
    question = codec.identify(profile.boards[0])
    return BoardLine(wire, codec, profile).is_answered(question, (Kind.HERE, Kind.SENSORS))
