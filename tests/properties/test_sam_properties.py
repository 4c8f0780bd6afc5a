"""What holds for every reply, however the line treats it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from devices.cards import sam
from devices.cards.sam import Reply, ReplyDecoder
from tests.support.sam_vectors import BLOCKS, RESPONSES

TEXTS = st.sampled_from([block.text for block in BLOCKS.values()])
PREAMBLES = (sam.PREAMBLE * 205)[:1024]
PHOTOS = st.one_of(
    st.just(bytes(1024)),
    st.just(PREAMBLES),
    st.just((RESPONSES["ok"] * 94)[:1024]),  # whole replies inside a reply
    st.binary(min_size=1024, max_size=1024),
)
NOISE = st.binary(max_size=60).filter(lambda noise: sam.MARK not in noise)


@st.composite
def read_replies(draw: st.DrawFn) -> bytes:
    content = sam.Content(draw(TEXTS), draw(PHOTOS))
    return sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(content))


REPLIES = st.one_of(st.sampled_from(list(RESPONSES.values())), read_replies())


def meant(whole: bytes) -> Reply:
    return Reply(whole[7], whole[8], whole[9], whole[10:-1])


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    borders = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(borders)]


@given(st.lists(REPLIES, min_size=1, max_size=4), st.lists(st.integers(0, 10_000), max_size=12))
def test_replies_are_the_same_wherever_they_are_split(replies: list[bytes], cuts: list[int]) -> None:
    decoder = ReplyDecoder()
    found = [reply for piece in pieces(b"".join(replies), cuts) for reply in decoder.feed(piece)]
    assert found == [meant(reply) for reply in replies]
    assert decoder.faults == 0


def test_every_single_border_of_a_card_reply_is_a_good_place_to_split() -> None:
    whole = sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(sam.Content(BLOCKS["J"].text, PREAMBLES)))
    for border in range(len(whole) + 1):
        decoder = ReplyDecoder()
        assert decoder.feed(whole[:border]) + decoder.feed(whole[border:]) == [meant(whole)]


@given(NOISE, REPLIES)
def test_noise_before_a_reply_is_skipped(noise: bytes, whole: bytes) -> None:
    assert ReplyDecoder().feed(noise + whole) == [meant(whole)]


@given(REPLIES, st.integers(-1, 3))
def test_a_lost_or_an_added_leading_aa_does_no_harm(whole: bytes, added: int) -> None:
    arrived = whole[1:] if added < 0 else b"\xaa" * added + whole
    assert ReplyDecoder().feed(arrived) == [meant(whole)]


@given(REPLIES, st.integers(0, 10_000), st.integers(1, 255))
def test_a_flipped_byte_is_never_accepted(whole: bytes, at: int, flip: int) -> None:
    broken = bytearray(whole)
    place = 2 + at % (len(whole) - 2)  # the first two AA may be anything
    broken[place] ^= flip
    decoder = ReplyDecoder()
    found = decoder.feed(bytes(broken))
    # What a damaged reply may still yield are whole small replies that lay in its photo, never itself.
    inside = [meant(RESPONSES["ok"])] if RESPONSES["ok"] in whole[1:] else []
    assert all(reply in inside for reply in found)


@given(read_replies(), st.integers(5, 1294))
def test_nothing_is_searched_inside_a_reply_that_is_still_arriving(whole: bytes, border: int) -> None:
    decoder = ReplyDecoder()
    assert decoder.feed(whole[:border]) == []
    assert decoder.is_open
    assert decoder.faults == 0


@given(st.binary(max_size=3000))
def test_no_bytes_whatever_break_the_decoder(data: bytes) -> None:
    decoder = ReplyDecoder()
    decoder.feed(data)
    assert all(len(reply.data) <= sam.DATA_CEILING for reply in decoder.feed(RESPONSES["ok"]))


@given(read_replies(), st.integers(0, 1295))
def test_redacted_frames_show_a_head_at_most(whole: bytes, end: int) -> None:
    shown = sam.redact(whole[:end])
    assert len(shown) < 50
