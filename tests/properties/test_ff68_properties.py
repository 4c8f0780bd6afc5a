"""What holds for every frame of the keypad bus, however the line treats it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from devices.rating import ff68
from devices.rating.ff68 import Acknowledgement, Frame, FrameDecoder

BYTES = st.integers(0, 255)
FRAMES = st.builds(Frame, BYTES, BYTES, st.binary(max_size=ff68.DATA_CEILING))
SHORT = st.builds(Frame, BYTES, BYTES, st.binary(max_size=6))
NOISE = st.binary(max_size=40).filter(lambda noise: b"\x68" not in noise)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    borders = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(borders)]


@given(st.lists(FRAMES, max_size=5), st.lists(st.integers(0, 1000), max_size=10))
def test_frames_are_the_same_wherever_they_are_split(frames: list[Frame], cuts: list[int]) -> None:
    decoder = FrameDecoder()
    stream = b"".join(map(ff68.encode, frames))
    assert [frame for piece in pieces(stream, cuts) for frame in decoder.feed(piece)] == frames
    assert not decoder.is_open
    assert decoder.junk == 0


@given(NOISE, FRAMES)
def test_noise_before_a_frame_is_skipped(noise: bytes, frame: Frame) -> None:
    assert FrameDecoder().feed(noise + ff68.encode(frame)) == [frame]


@given(st.binary(max_size=60), SHORT)
def test_noise_of_any_kind_delays_a_frame_until_the_line_is_quiet_at_most(noise: bytes, frame: Frame) -> None:
    decoder = FrameDecoder()
    found = decoder.feed(noise + ff68.encode(frame)) + decoder.settle()
    assert frame in found or _swallowed(found, noise)


def _swallowed(found: list[Frame], noise: bytes) -> bool:
    """A noise that is itself the beginning of a whole frame, made whole by ours: it would take a miracle."""
    return any(ff68.encode(frame)[1:5] in noise for frame in found)


@given(FRAMES)
def test_a_frame_whose_leading_ff_was_lost_is_understood(frame: Frame) -> None:
    assert FrameDecoder().feed(ff68.encode(frame)[1:]) == [frame]


@given(SHORT, st.data())
def test_a_flipped_byte_is_never_accepted(frame: Frame, data: st.DataObject) -> None:
    whole = bytearray(ff68.encode(frame))
    place = data.draw(st.integers(1, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    decoder = FrameDecoder()
    assert decoder.feed(bytes(whole)) + decoder.settle() == []


@given(st.binary(max_size=3000), SHORT)
def test_no_bytes_whatever_keep_the_decoder_from_the_next_frame_after_a_quiet_moment(
    flood: bytes, frame: Frame
) -> None:
    decoder = FrameDecoder()
    decoder.feed(flood)
    decoder.settle()
    assert not decoder.is_open
    assert decoder.feed(ff68.encode(frame)) == [frame]


@given(SHORT, st.sampled_from(Acknowledgement))
def test_every_acknowledgement_is_a_frame_of_its_device(frame: Frame, form: Acknowledgement) -> None:
    (answer,) = FrameDecoder().feed(ff68.acknowledge(frame, form))
    assert answer.address == frame.address
    assert answer.data in (frame.data, b"")


@given(st.binary(max_size=500))
def test_recognising_never_breaks_and_never_names_a_number_that_cannot_be(data: bytes) -> None:
    assert all(number in ff68.NUMBERS for _, number in ff68.recognise(data))
