"""Printed labels and the values beside them, as every form has them. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from devices.reading.text import Glyph, Line, Text

SAME_ROW = 0.6  # of a line's height: middles no further apart stand on one row
OVERLAP = 0.6  # of a line's height: how far a value may reach back under its label
NEXT_LINE = 0.7  # of a line's height: a gap no larger parts lines of one paragraph
ALIGNED = 1.2  # of a line's height: how far the beginnings of a paragraph's lines may differ
WIDE_GAP = 1.6  # of the usual pitch: where a label may begin in the middle of a line
TALL = 1.3  # times as tall as wide: a column of characters
OUTSIZED = 3.0  # times the usual height of a line
COLONS = "：:"

Labels = Mapping[str, tuple[str, ...]]
"""The words that announce a field, by the field's name."""


@dataclass(slots=True)
class _Value:
    """A piece of text that is no label, and the label it was given to."""

    line: Line
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The values of a form by field, in reading order; `labels` where each label was found, `free` the text without."""

    values: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    labels: Mapping[str, Line] = field(default_factory=dict)
    free: Text = ()

    def glyphs(self, name: str) -> tuple[Glyph, ...]:
        """The characters of one field's value, all lines after one another."""
        return tuple(glyph for line in self.values.get(name, ()) for glyph in line.glyphs)

    @property
    def pieces(self) -> Text:
        """Everything that is no label."""
        return (*(line for lines in self.values.values() for line in lines), *self.free)

    def text(self, name: str) -> str:
        """One field's value as text, "" where there is none."""
        return "".join(glyph.text for glyph in self.glyphs(name))


def read_form(text: Text, labels: Labels) -> Form:
    """Give every piece of text to the label it belongs to.

    A value belongs to the nearest label to its left on its row; one further down (or up, where a label stands in the
    middle of a tall cell) to the label of the nearest line of its own paragraph.
    """
    found: dict[str, Line] = {}
    values: list[_Value] = []
    for row in rows_of(_print_only(text)):
        for name, piece in _pieces(row, labels):
            if not name:
                values.append(_Value(piece))
            elif name not in found:
                found[name] = piece
    paragraphs = _paragraphs(values)
    for value in values:
        alone = len(paragraphs[id(value)]) == 1
        value.owner = _label_on_row(value, found, values, past_others=alone)
    for value in [each for each in values if not each.owner]:
        value.owner = _owner_in(paragraphs[id(value)], value)
    for value in values:
        value.owner = value.owner or _label_on_row(value, found, values, past_others=True)
    given: dict[str, list[Line]] = {}
    for value in values:
        if value.owner:
            given.setdefault(value.owner, []).append(value.line)
    ordered = {name: _whole(found[name], _in_reading_order(lines), labels[name]) for name, lines in given.items()}
    return Form(ordered, found, tuple(value.line for value in values if not value.owner))


def _print_only(text: Text) -> Text:
    """Without what is far larger than the rest: a title, or a portrait taken for an O.

    Wide labels (名　称 over 类　型) stand nearer to those over them than to their own other half, and are taken for
    columns: these are cut up again.
    """
    cut = [piece for line in text for piece in (_each_below_the_last(line) if _runs_down(line) else [line])]
    usual = median([line.height for line in cut]) if cut else 0.0
    return tuple(line for line in cut if line.height < OUTSIZED * usual)


def _runs_down(line: Line) -> bool:
    return len(line.glyphs) > 1 and line.height > TALL * (line.right - line.left)


def _each_below_the_last(line: Line) -> Iterator[Line]:
    step = line.height / len(line.glyphs)
    for place, glyph in enumerate(line.glyphs):
        top = line.top + place * step
        middle = (line.left + line.right) / 2
        yield Line((replace(glyph, x=middle),), line.left, top, line.right, top + step)


def rows_of(text: Text) -> list[list[Line]]:
    """Lines side by side, left to right; rows from the top."""
    rows: list[list[Line]] = []
    for line in sorted(text, key=lambda each: each.middle):
        row = next((row for row in reversed(rows) if _beside(row[-1], line)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _beside(one: Line, other: Line) -> bool:
    """On one row and not over one another."""
    near = abs(one.middle - other.middle) < SAME_ROW * min(one.height, other.height)
    return near and (one.right <= other.left + one.height or other.right <= one.left + one.height)


def _pieces(row: list[Line], labels: Labels) -> Iterator[tuple[str, Line]]:
    """The row's labels, with their field's name, and what stands between them, with ""."""
    pending = list(row)
    while pending:
        line = pending.pop(0)
        if pending and (joined := _spread_label(line, pending[0], labels)):
            line = joined
            pending.pop(0)
        yield from _cut(line, labels)


def _spread_label(first: Line, second: Line, labels: Labels) -> Line | None:
    """Both as one line, where a label printed wide apart (名　称) was taken for two."""
    word = first.text + second.text
    spread = (label for words in labels.values() for label in words if len(first.text) < len(label) <= len(word))
    if not any(word.startswith(label) for label in spread):
        return None
    top, bottom = min(first.top, second.top), max(first.bottom, second.bottom)
    return Line((*first.glyphs, *second.glyphs), first.left, top, second.right, bottom)


def _cut(line: Line, labels: Labels) -> Iterator[tuple[str, Line]]:
    start = begin = 0
    while start < len(line.glyphs):
        name, length = _label_at(line, start, labels)
        if not length:
            start += 1
            continue
        if start > begin:
            yield "", line.part(begin, start)
        yield name, line.part(start, start + length)
        start += length
        while start < len(line.glyphs) and line.glyphs[start].text in COLONS:
            start += 1
        begin = start
    if start > begin:
        yield "", line.part(begin, start)


def _label_at(line: Line, start: int, labels: Labels) -> tuple[str, int]:
    """The field whose label begins at that character, and the label's length; 0 for none."""
    if start and not _gap_before(line, start):
        return "", 0
    text = line.text
    if len(text) == 1:
        return _half_label(text, labels)
    fitting = [
        (len(label), name)
        for name, words in labels.items()
        for label in words
        if _fits(text[start : start + len(label)], label)
    ]
    length, name = max(fitting, default=(0, ""))
    return name, length


def _half_label(character: str, labels: Labels) -> tuple[str, int]:
    """A character alone that is half of one label of two (名　称, with the other half not seen or read elsewhere)."""
    halves = {name for name, words in labels.items() for word in words if len(word) == 2 and character in word}
    return (halves.pop(), 1) if len(halves) == 1 else ("", 0)


def _fits(seen: str, label: str) -> bool:
    """Equal, or one character misread in a label of four or more."""
    if seen == label:
        return True
    if len(label) < 4 or len(seen) != len(label):
        return False
    return sum(a != b for a, b in zip(seen, label, strict=True)) == 1


def _gap_before(line: Line, place: int) -> bool:
    glyphs = line.glyphs
    return glyphs[place].x - glyphs[place - 1].x > WIDE_GAP * line.height * 0.8


def _label_on_row(value: _Value, found: Mapping[str, Line], values: list[_Value], *, past_others: bool) -> str:
    """The nearest label to the left on the row; with other text in between only where `past_others`."""
    line = value.line
    left_of = [
        (label.right, name)
        for name, label in found.items()
        if abs(label.middle - line.middle) < SAME_ROW * max(label.height, line.height)
        and label.right <= line.left + OVERLAP * line.height
    ]
    if not left_of:
        return ""
    right, name = max(left_of)
    between = any(
        other is not value and right - line.height <= other.line.left < line.left and _on_row(other.line, line)
        for other in values
    )
    return "" if between and not past_others else name


def _on_row(one: Line, other: Line) -> bool:
    return abs(one.middle - other.middle) < SAME_ROW * max(one.height, other.height)


def _paragraphs(values: list[_Value]) -> dict[int, list[_Value]]:
    """For each value the lines that stand under one another with it, itself included."""
    paragraphs: list[list[_Value]] = []
    for value in sorted(values, key=lambda each: each.line.top):
        home = next((each for each in paragraphs if _goes_on(each[-1].line, value.line)), None)
        if home is None:
            paragraphs.append([value])
        else:
            home.append(value)
    return {id(value): paragraph for paragraph in paragraphs for value in paragraph}


def _goes_on(above: Line, below: Line) -> bool:
    height = max(above.height, below.height)
    gap = below.top - above.bottom
    return -0.5 * height < gap < NEXT_LINE * height and abs(above.left - below.left) < ALIGNED * height


def _owner_in(paragraph: list[_Value], value: _Value) -> str:
    """The label of the nearest line of the paragraph that has one."""
    owned = [
        (abs(each.line.middle - value.line.middle), each.line.top > value.line.top, each.owner)
        for each in paragraph
        if each.owner
    ]
    return min(owned)[2] if owned else ""


def _in_reading_order(lines: list[Line]) -> list[Line]:
    return [line for row in rows_of(tuple(lines)) for line in row]


def _whole(label: Line, lines: list[Line], words: tuple[str, ...]) -> tuple[Line, ...]:
    """The value without the second half of its label, where only the first was seen apart."""
    first = lines[0]
    if len(first.glyphs) > 1 and any(label.text + first.glyphs[0].text == word for word in words):
        return (first.part(1, len(first.glyphs)), *lines[1:])
    return tuple(lines)
