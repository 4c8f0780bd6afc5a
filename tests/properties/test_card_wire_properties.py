"""However badly the way to a reader treats a reading, it ends, and it never reads what is not there."""

from __future__ import annotations

import base64
import json
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.cards import bridge_lines, chip, sam
from devices.cards.bridge_lines import LineDecoder, LineTooLong
from devices.cards.bridge_reader import BridgeCardReader
from devices.cards.sam_pipes import HEAD_BYTES, HEAD_IN, REST_IN, TwoPipe
from devices.cards.sam_reader import SamCardReader
from devices.errors import DeviceError, DeviceSilent, NoCard
from devices.ports import Card
from devices.simulators.card_reader import SimulatedSam
from devices.simulators.line_end import FLOOD_BYTES, LineFault
from devices.simulators.sample_cards import FOREIGN_2017, MOVED, SAMPLE_CARDS
from devices.simulators.way_back import WayBack
from devices.wires.hid import REPORT_BYTES, Reports
from devices.wires.ring import FrameRing
from tests.support.sam_vectors import RESPONSES

CARDS = st.sampled_from(list(SAMPLE_CARDS.values()))
TREATMENTS = st.lists(st.one_of(st.none(), st.sampled_from(list(LineFault))), max_size=24)
PIECES = st.sampled_from([1, 7, 64, 1000, 5000])


class FuzzyWire:
    """A wire to a simulated SAM on which every answer gets its own treatment; after them all is well.

    Time passes only while nothing comes. Operations are counted: a reading that asks for ever would not end.
    """

    where = "fuzzy"
    baud: int | None = None

    def __init__(self, sam_behind: SimulatedSam, treatments: list[LineFault | None], piece: int) -> None:
        self.ring = FrameRing(sam.redact)
        self.operations = 0
        self.clock = 0.0
        self._sam, self._treatments, self._piece = sam_behind, deque(treatments), piece
        self._way_back = WayBack("fuzzy")
        self._waiting = b""
        self._late = b""
        self.tardy = b""  # comes when the reader has given up waiting

    def open(self) -> None: ...
    def close(self) -> None: ...

    def write(self, data: bytes) -> None:
        self.operations += 1
        treatment = self._treatments.popleft() if self._treatments else None
        if treatment is not LineFault.LATE:
            self._waiting += self._held_back()
        self._way_back.play(treatment)
        answer = self._sam.answer(data)
        if treatment is LineFault.LATE:
            self._late = answer
        else:
            self._waiting += self._way_back.spoilt(data, answer)

    def _held_back(self) -> bytes:
        late, self._late = self._late, b""
        return late

    def read(self, timeout: float) -> bytes:
        self.operations += 1
        data, self._waiting = self._waiting[: self._piece], self._waiting[self._piece :]
        if not data:
            self.clock += timeout
            self._waiting, self.tardy = self.tardy, b""
        self.ring.received(data)
        return data

    def drain(self, quiet: float = 0.0) -> int:
        size, self._waiting = len(self._waiting), b""
        return size


@given(CARDS, CARDS, TREATMENTS, PIECES)
@settings(deadline=None)
def test_a_reading_ends_and_gives_the_card_that_lies_there_or_none(
    one: Card, other: Card, treatments: list[LineFault | None], piece: int
) -> None:
    reader_inside = SimulatedSam()
    wire = FuzzyWire(reader_inside, treatments, piece)
    reader = SamCardReader(wire, now=lambda: wire.clock)
    for card in (one, other, one):
        reader_inside.lay(card)
        try:
            reader.open()
            assert reader.read() == card
        except DeviceError:
            continue
    assert wire.clock < 3 * 12 * 3.5
    assert wire.operations < 3 * 24 * (FLOOD_BYTES // piece + 1400)
    wire.write(sam.encode(sam.Command.STATUS))  # the last of what was late is out
    for _ in range(len(treatments) + 1):
        reader_inside.lay(MOVED)
        try:
            assert reader.read() == MOVED
            break
        except DeviceError:
            continue
    else:
        pytest.fail("it did not recover once all was well")


def test_an_answer_that_came_after_its_time_is_thrown_away_before_the_next_question() -> None:
    reader_inside = SimulatedSam()
    wire = FuzzyWire(reader_inside, [], len(RESPONSES["find_ok"]))
    reader = SamCardReader(wire, now=lambda: wire.clock)
    reader_inside.lay(MOVED)
    reader.open()
    answer = reader_inside.answer

    def tardy(data: bytes) -> bytes:
        wire.tardy = answer(data)
        return b""

    reader_inside.answer = tardy  # type: ignore[method-assign]
    with pytest.raises(DeviceSilent):
        reader.read()
    reader_inside.answer = answer  # type: ignore[method-assign]
    reader_inside.lift()
    with pytest.raises(NoCard):
        reader.read()


@given(CARDS, st.integers(0, 5), st.integers(0, 10_000), st.integers(0, 7))
@settings(deadline=None)
def test_one_flipped_bit_anywhere_in_a_reading_changes_nothing_that_is_read(
    card: Card, exchange: int, at: int, bit: int
) -> None:
    reader_inside = SimulatedSam()
    wire = FuzzyWire(reader_inside, [], 5000)
    answers = count()
    answer = reader_inside.answer

    def flipped(data: bytes) -> bytes:
        said = bytearray(answer(data))
        if next(answers) == exchange:
            said[at % len(said)] ^= 1 << bit
        return bytes(said)

    reader_inside.answer = flipped  # type: ignore[method-assign]
    reader = SamCardReader(wire, now=lambda: wire.clock)
    reader_inside.lay(card)
    reader.open()
    assert reader.read() == card


@st.composite
def packets(draw: st.DrawFn) -> list[tuple[int, bytes]]:
    """Answers on two pipes as a device may send them: heads and rests whole, cut, lost, doubled, or noise."""
    sent: list[tuple[int, bytes]] = []
    for _ in range(draw(st.integers(1, 4))):
        whole = draw(st.sampled_from([*RESPONSES.values(), card_reply()]))
        rest = whole[HEAD_BYTES:]
        pieces = [rest[at : at + 64] for at in range(0, len(rest), 64)]
        answer = [(HEAD_IN, whole[:HEAD_BYTES]), *((REST_IN, piece) for piece in pieces)]
        match draw(st.sampled_from(["whole", "no head", "no rest", "noise", "cut", "flood"])):
            case "no head":
                answer = answer[1:]
            case "no rest":
                answer = answer[:1]
            case "noise":
                answer.insert(0, (draw(st.sampled_from([HEAD_IN, REST_IN])), draw(st.binary(min_size=1, max_size=64))))
            case "cut":
                answer = answer[: draw(st.integers(0, len(answer)))]
            case "flood":
                answer = [(HEAD_IN, b"\0" * 64)] * 200
        sent += answer
    return sent


TRUE_CONTENT = sam.Content(chip.encode_text(FOREIGN_2017), bytes(range(256)) * 4)


def card_reply() -> bytes:
    return sam.frame(bytes([0, 0, sam.OK]) + sam.join_content(TRUE_CONTENT))


def fetched(pipes: TwoPipe, sent: list[tuple[int, bytes]]) -> Iterator[bytes]:
    """What a wire would bring of these packets until nothing comes where something is due."""
    queues = {source: deque(data for end, data in sent if end == source) for source in (HEAD_IN, REST_IN)}
    while queues[pipes.sources[0]]:
        yield pipes.take(queues[pipes.sources[0]].popleft())


@given(packets())
def test_whatever_comes_on_two_pipes_gives_the_true_content_of_the_card_or_none(sent: list[tuple[int, bytes]]) -> None:
    """A head may meet the rest of another answer; one check byte cannot tell, but the lengths inside do."""
    decoder, found = sam.ReplyDecoder(), []
    for data in fetched(TwoPipe(), sent):
        replies = decoder.feed(data)
        found += [each for each in replies if not decoder.faults and each.answers(sam.Command.READ_BASE)]
    for reply in found:
        if reply.sw3 == sam.OK:
            with suppress(ValueError):  # lengths that do not add up are a fault of the line
                assert sam.split_content(reply) == TRUE_CONTENT


@given(st.lists(st.sampled_from([*RESPONSES.values(), card_reply()]), min_size=1, max_size=5))
def test_answers_that_come_whole_on_two_pipes_are_whole(answers: list[bytes]) -> None:
    sent = [
        part
        for whole in answers
        for part in [(HEAD_IN, whole[:7]), *((REST_IN, whole[at : at + 64]) for at in range(7, len(whole), 64))]
    ]
    assert b"".join(fetched(TwoPipe(), sent)) == b"".join(answers)


@given(packets())
def test_a_question_forgets_an_answer_that_was_not_read_to_its_end(sent: list[tuple[int, bytes]]) -> None:
    pipes = TwoPipe()
    for _ in fetched(pipes, sent):
        pass
    question = sam.encode(sam.Command.FIND)
    assert b"".join(part for _, part in pipes.parts(question)) == question
    assert pipes.sources[0] == HEAD_IN


@given(st.binary(min_size=1, max_size=3000))
def test_reports_hold_a_whole_frame_and_nothing_but_zeros_after_it(frame: bytes) -> None:
    parts = Reports([0x01, 0x81]).parts(frame)
    assert {len(report) for _, report in parts} == {REPORT_BYTES}
    assert b"".join(report for _, report in parts).rstrip(b"\0") == frame.rstrip(b"\0")
    assert len(parts) == -(-len(frame) // REPORT_BYTES)


@given(st.lists(st.sampled_from([*RESPONSES.values(), card_reply()]), min_size=1, max_size=4), st.integers(0, 3))
def test_frames_are_found_among_the_padding_of_reports(answers: list[bytes], blank: int) -> None:
    pipes, decoder = Reports([0x01, 0x81]), sam.ReplyDecoder()
    reports = [report for whole in answers for _, report in (*pipes.parts(whole), *pipes.parts(bytes(64 * blank)))]
    found = [reply for report in reports for reply in decoder.feed(pipes.take(report))]
    assert [bytes([each.sw1, each.sw2, each.sw3]) + each.data for each in found] == [each[7:-1] for each in answers]
    assert decoder.faults == 0


ANSWERS = st.one_of(
    st.builds(lambda number: {"id": number, "ok": {}}, st.integers(0, 9)),
    st.builds(lambda number: {"id": number, "event": "card_found"}, st.integers(0, 9)),
    st.builds(lambda number: {"id": number, "error": {"condition": "NoCard"}}, st.integers(0, 9)),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "ok", "error", "event", "text", "fields", "kind", "condition", "code"]),
                        inner, max_size=5),
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(ANSWERS, max_size=6), st.lists(st.integers(0, 10_000), max_size=8))
def test_lines_are_the_same_wherever_they_are_split(answers: list[dict[str, Any]], cuts: list[int]) -> None:
    data = b"".join(json.dumps(each).encode() + b"\n" for each in answers)
    borders = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    decoder = LineDecoder()
    lines = [line for start, end in pairwise(borders) for line in decoder.feed(data[start:end])]
    assert [json.loads(line) for line in lines] == answers


@given(st.one_of(st.binary(max_size=400), JSON.map(lambda value: json.dumps(value).encode())))
def test_no_line_whatever_breaks_the_reading_of_answers(line: bytes) -> None:
    answer = bridge_lines.read_answer(line)
    bridge_lines.redact(line)
    if answer is None:
        return
    if answer.error is not None:
        assert isinstance(bridge_lines.condition(answer.error, told=True), DeviceError)
    if answer.ok is not None:
        with pytest.raises((DeviceError, ValueError, TypeError)):
            bridge_lines.read_card(answer.ok)


@given(st.binary(max_size=300_000).filter(lambda data: b"\n" not in data))
@settings(max_examples=20, deadline=None)
def test_a_line_without_end_is_given_up_and_not_kept(data: bytes) -> None:
    decoder = LineDecoder()
    with pytest.raises(LineTooLong):
        while True:
            decoder.feed(data + b"x" * 10_000)
    assert decoder.feed(b'{"id": 1, "ok": {}}\n') == [b'{"id": 1, "ok": {}}']


def card_answer(card: Card) -> dict[str, Any]:
    parts = {"text": chip.encode_text(card), "photo": card.photo_wlt}
    if card.new_address:
        parts["new_address"] = chip.encode_new_address(card.new_address)
    return {"ok": {name: base64.b64encode(part).decode() for name, part in parts.items()}}


class FuzzyProgram:
    """A bridge that says, after each question, what it is told to before its answer, in pieces."""

    where = "fuzzy"
    baud: int | None = None

    def __init__(self, chatter: list[bytes], piece: int, card: Card) -> None:
        self.ring = FrameRing(bridge_lines.redact)
        self.clock = 0.0
        self._chatter, self._piece, self._card = deque(chatter), piece, card
        self._waiting = b""
        self.was_killed = False

    def open(self) -> None:
        self._waiting, self.was_killed = b"", False

    def close(self) -> None: ...
    def wipe(self) -> None: ...

    def kill(self) -> None:
        self.was_killed = True

    def write(self, data: bytes) -> None:
        asked = json.loads(data)
        answers = {"hello": {"ok": {"protocol": 1}}, "read": card_answer(self._card)}
        said = {"id": asked["id"]} | answers.get(asked["do"], {"ok": {}})
        self._waiting += (self._chatter.popleft() if self._chatter else b"") + json.dumps(said).encode() + b"\n"

    def read(self, timeout: float) -> bytes:
        data, self._waiting = self._waiting[: self._piece], self._waiting[self._piece :]
        self.clock += 0.0 if data else timeout
        return data

    def drain(self, quiet: float = 0.0) -> int:
        return 0


CHATTER = st.one_of(
    st.binary(max_size=200).map(lambda data: data + b"\n"),
    st.binary(max_size=50),  # glued to the answer: then there is none
    JSON.map(lambda value: json.dumps(value).encode() + b"\n"),
    ANSWERS.map(lambda answer: json.dumps(answer | {"id": answer["id"] + 100}).encode() + b"\n"),
    st.just(b"y\n" * 200_000),
    st.just(json.dumps({"id": 2} | card_answer(FOREIGN_2017)).encode() + b"\n"),  # late, to a question before
)


@given(st.lists(CHATTER, max_size=6), st.sampled_from([50, 1000, 65536]), st.sampled_from([MOVED]))
@settings(deadline=None, max_examples=60)
def test_whatever_a_bridge_prints_a_reading_ends_with_the_card_or_the_bridge_is_killed(
    chatter: list[bytes], piece: int, card: Card
) -> None:
    program = FuzzyProgram(chatter, piece, card)
    reader = BridgeCardReader(program, now=lambda: program.clock)
    try:
        reader.open()
        assert reader.read() == card
    except DeviceError:
        assert program.was_killed
    assert program.clock <= 30.0
