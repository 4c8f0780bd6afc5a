"""What every text reader keeps to: the worker with the real engine, and the one that only knows what it is told."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from devices.errors import PictureBroken
from devices.reading.text import TextReader
from devices.reading.worker import WorkerReader
from tests.support.papers_to_read import render_id_front, sample_person
from tests.support.text_reader import ToldReader

PERSON = sample_person(1)
CARD = render_id_front(PERSON)
BLANK = np.full((400, 600, 3), 245, np.uint8)


@pytest.fixture(scope="module", params=[WorkerReader, ToldReader], ids=lambda kind: kind.__name__)
def reader(request: pytest.FixtureRequest) -> Iterator[TextReader]:
    reader: TextReader = request.param()
    if isinstance(reader, ToldReader):
        reader.know(CARD, ("姓名", "欧阳示例"), ("公民身份号码", PERSON.number))
    reader.open()
    yield reader
    reader.close()


def test_print_is_read_with_its_place_and_certainty(reader: TextReader) -> None:
    lines = {line.text: line for line in reader.read(CARD)}
    number = lines[PERSON.number]
    assert len(number.glyphs) == 18
    assert all(0 < glyph.certainty <= 1 for glyph in number.glyphs)
    places = [glyph.x for glyph in number.glyphs]
    assert places == sorted(places)
    assert 0 <= number.left < places[0] and places[-1] < number.right <= CARD.shape[1]
    assert 0 <= number.top < number.bottom <= CARD.shape[0]
    assert lines["姓名"].bottom < number.top, "rows are told apart"


def test_no_character_is_a_blank(reader: TextReader) -> None:
    assert all(not glyph.text.isspace() for line in reader.read(CARD) for glyph in line.glyphs)


def test_a_page_without_print_has_no_lines(reader: TextReader) -> None:
    assert reader.read(BLANK) == ()


def test_noise_is_no_text(reader: TextReader) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (500, 700, 3), dtype=np.uint8)
    assert sum(len(line.glyphs) for line in reader.read(noise)) <= 3


def test_what_is_no_picture_is_said_to_be_broken(reader: TextReader) -> None:
    with pytest.raises(PictureBroken):
        reader.read(np.zeros((0, 0, 3), np.uint8))


def test_a_reader_can_be_closed_twice_and_opened_again(reader: TextReader) -> None:
    reader.close()
    reader.close()
    reader.open()
    assert reader.read(CARD)
