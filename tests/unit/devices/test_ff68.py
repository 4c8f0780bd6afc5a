"""Frames of the keypad bus, byte by byte."""

from __future__ import annotations

import pytest

from devices.ports import CallerKey, Role
from devices.rating import ff68
from devices.rating.ff68 import Acknowledgement, Frame, FrameDecoder
from tests.support.counter_vectors import BUS

SAID = {
    "call_next_from_1": ff68.press(1, CallerKey.NEXT),
    "recall_from_1": ff68.press(1, CallerKey.RECALL),
    "evaluate_from_1": ff68.press(1, CallerKey.EVALUATE),
    "display_ticket_023": ff68.show(1, ticket=23),
    "display_waiting_007": ff68.show(1, waiting=7),
    "beep": ff68.beep(1),
    "evaluator_stars_5": ff68.stars(1, 5),
    "evaluator_start": ff68.invite(1),
    "evaluator_rating_2": ff68.rated(1, 2),
    "host_ack_rating_2": ff68.acknowledge(Frame(0x81, ff68.RATED, b"\x02"), Acknowledgement.WITH_DATA),
}


@pytest.mark.parametrize("name", BUS)
def test_what_is_said_is_what_others_have_verified(name: str) -> None:
    assert SAID[name] == BUS[name]


@pytest.mark.parametrize("name", BUS)
def test_what_others_have_verified_is_understood_and_said_again(name: str) -> None:
    (frame,) = FrameDecoder().feed(BUS[name])
    assert ff68.encode(frame) == BUS[name]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Acknowledgement.ECHO, "FF 68 03 03 68 81 11 02 94 16"),
        (Acknowledgement.WITH_DATA, "FF 68 03 03 68 81 01 02 84 16"),
        (Acknowledgement.WITHOUT_DATA, "FF 68 02 02 68 81 01 82 16"),
        (Acknowledgement.BARE, "68 02 02 68 81 01 82 16"),
    ],
)
def test_a_rating_is_acknowledged_in_the_form_its_make_wants(form: Acknowledgement, said: str) -> None:
    (rating,) = FrameDecoder().feed(BUS["evaluator_rating_2"])
    assert ff68.acknowledge(rating, form) == bytes.fromhex(said)


def test_a_key_of_a_caller_is_acknowledged_by_its_echo() -> None:
    (frame,) = FrameDecoder().feed(BUS["call_next_from_1"])
    assert ff68.acknowledge(frame, Acknowledgement.ECHO) == BUS["call_next_from_1"]


def test_waiting_and_ticket_are_shown_together() -> None:
    (frame,) = FrameDecoder().feed(ff68.show(3, waiting=12, ticket=345))
    assert (frame.address, frame.data) == (3, bytes([0, 1, 2, 3, 4, 5]))


@pytest.mark.parametrize(
    ("code", "key"), [(7, 7), (0, 0), (0x0A, CallerKey.START), (0x0F, CallerKey.CONFIRM), (0x11, None)]
)
def test_the_code_of_a_key_tells_which_it_is(code: int, key: CallerKey | int | None) -> None:
    assert ff68.key_of(Frame(1, ff68.KEY, bytes([code]))) == key


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: ff68.show(1, waiting=1000),
        lambda: ff68.show(1, ticket=-1),
        lambda: ff68.stars(1, 6),
        lambda: ff68.encode(Frame(1, 1, bytes(31))),
    ],
)
def test_what_cannot_be_said_is_refused(impossible) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError):
        impossible()


@pytest.mark.parametrize(
    "broken",
    [
        "FF 68 03 04 68 01 01 0C 0E 16",  # two lengths
        "FF 68 03 03 69 01 01 0C 0E 16",
        "FF 68 03 03 68 01 01 0C 0F 16",  # wrong check
        "FF 68 03 03 68 01 01 0C 0E 17",  # no end
        "FF 68 01 01 68 01 01 16",  # shorter than a frame can be
        "FF 68 40 40 68",  # longer than any
    ],
)
def test_a_frame_that_is_not_whole_is_none(broken: str) -> None:
    decoder = FrameDecoder()
    assert decoder.feed(bytes.fromhex(broken)) + decoder.settle() == []
    assert decoder.junk
    assert not decoder.is_open


def test_the_frame_behind_a_false_start_is_found_when_the_line_falls_quiet() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(bytes.fromhex("68 1F 1F 68") + BUS["call_next_from_1"]) == []
    assert decoder.is_open
    assert [ff68.encode(frame) for frame in decoder.settle()] == [BUS["call_next_from_1"]]


def test_who_is_on_a_bus_is_told_from_the_keys_that_are_pressed() -> None:
    overheard = b"\x00\xff" + ff68.press(5, 3) + ff68.show(5, ticket=3) + ff68.rated(7, 1) + b"\x68"
    assert ff68.recognise(overheard) == {(Role.CALLER, 5), (Role.RATING_PAD, 7)}


@pytest.mark.parametrize("said", [ff68.show(1, ticket=1), ff68.beep(1), ff68.invite(1), ff68.stars(1, 2), b"\xaa" * 40])
def test_nobody_is_recognised_by_what_the_computer_says(said: bytes) -> None:
    assert ff68.recognise(said) == frozenset()


@pytest.mark.parametrize("said", [*SAID.values(), ff68.acknowledge(Frame(1, 1, b"\x01"), Acknowledgement.BARE)])
def test_everything_said_begins_with_a_head_in_the_table(said: bytes) -> None:
    assert said.startswith(ff68.COMMAND_HEADS)
