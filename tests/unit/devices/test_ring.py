"""The memory of a wire: the last frames, redacted."""

from __future__ import annotations

from itertools import count

from devices.wires.ring import BABBLE, Direction, FrameRing, Passage


def ring(size: int = 64) -> FrameRing:
    clock = count()
    return FrameRing(lambda data: data[:1].hex(), size=size, now=lambda: float(next(clock)))


def test_pieces_received_in_a_row_are_one_passage() -> None:
    memory = ring()
    memory.sent(b"\x01?")
    memory.received(b"\x02ab")
    memory.received(b"\x03cd")
    assert memory.passages() == (
        Passage(0.0, Direction.SENT, 2, "01"),
        Passage(1.0, Direction.RECEIVED, 6, "02"),
    )


def test_only_the_last_passages_are_kept() -> None:
    memory = ring(size=64)
    for number in range(100):
        memory.sent(bytes([number]))
    assert [passage.shown for passage in memory.passages()] == [f"{n:02x}" for n in range(36, 100)]


def test_a_babbling_device_does_not_fill_the_memory() -> None:
    memory = ring(size=4)
    for _ in range(10):
        memory.received(bytes(BABBLE + 1))
    assert [passage.size for passage in memory.passages()] == [BABBLE + 1] * 4


def test_a_wire_of_which_nothing_is_known_tells_only_sizes() -> None:
    memory = FrameRing()
    memory.sent("张三".encode())
    assert [passage.shown for passage in memory.passages()] == ["6 B"]
