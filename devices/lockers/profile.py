"""What is particular to one bank of locker cells: `resources/devices/locks.toml`, family `lock`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal

from devices.lockers.board import Codec
from devices.lockers.eight_a import EightA
from devices.lockers.wkly import Wkly
from devices.lockers.yt_plus import YtPlus
from devices.tables import Between


class Family(Enum):
    """Which language the boards speak."""

    EIGHT_A = "8A"
    WKLY = "WKLY"
    YT_PLUS = "YT+"


@dataclass(frozen=True, slots=True)
class LockProfile:
    """A bank: its boards and how they were found to behave. Cells count from 1 over all boards, in their order."""

    family: Family = Family.EIGHT_A
    boards: tuple[Annotated[int, Between(0, 32)], ...] = (1,)  # addresses on the DIP switches; 0 in family WKLY only
    locks: Annotated[int, Between(1, 64)] = 24  # cells a board
    closed_value: Literal[0, 1] = 1
    """What a sensor says when the door is shut (8A: 0 is 00, 1 is 11). It depends on how the locks' feedback switch is
    wired, so it is found by calibrating; makers' examples have 1 for 8A and WKLY and 0 for YT+."""

    calibrated: bool = False  # whether `closed_value` was found out at this very bank
    echo: bool = False  # whether the RS485 adapter gives back what it sends
    byte_order: Literal["last_first", "first_first"] = "last_first"  # 8A: which byte of the sensors holds locks 1–8
    answers_opening: bool = True  # whether a board says anything to the opening command; some of WKLY do not
    gap_ms: Annotated[int, Between(500, 10_000)] = 500  # between two openings: the power supply bears one coil
    answer_ms: Annotated[int, Between(50, 5_000)] = 500  # a board may think; the time on the wire comes on top
    door_ms: Annotated[int, Between(200, 10_000)] = 1_500  # from the command until the door is seen open
    baud: Annotated[int, Between(1_200, 115_200)] = 9_600


def codec_for(profile: LockProfile) -> Codec:
    """The codec of the profile's family. Raises ValueError for boards that the family cannot have."""
    codec = _codec(profile)
    if len(set(profile.boards)) != len(profile.boards) or not profile.boards:
        raise ValueError(f"boards {list(profile.boards)}: each board needs an address of its own")
    for board in profile.boards:
        codec.sensors(board)
    return codec


def _codec(profile: LockProfile) -> Codec:
    match profile.family:
        case Family.EIGHT_A:
            return EightA(profile.locks, profile.byte_order)
        case Family.WKLY:
            return Wkly(profile.locks)
        case Family.YT_PLUS:
            return YtPlus(profile.locks)
