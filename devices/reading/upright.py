"""Read a picture whichever way up it lies."""

from __future__ import annotations

from devices.ports import Frame
from devices.reading.text import Text, TextReader
from devices.scanning.flatten import turn

SURE = 0.8  # of a character
LEGIBLE = 0.6  # share of sure characters below which a picture may lie upside down
FEWEST = 4  # characters
STANDING = 1.5  # times taller than wide: a line that runs upwards


def read_upright(reader: TextReader, picture: Frame) -> Text:
    """The text of `picture`; turned by 90 or 180 degrees first where it lies so. Raises as `TextReader.read`."""
    text = reader.read(picture)
    if _stands(text):  # the engine reads lines that run upwards as if turned back to the left
        picture = turn(picture, 3)
        text = reader.read(picture)
    if legibility(text) >= LEGIBLE:
        return text
    over = reader.read(turn(picture, 2))
    return max(text, over, key=_sure_characters)


def legibility(text: Text) -> float:
    """Share of the characters that are sure; 0 where there are hardly any."""
    count = sum(len(line.glyphs) for line in text)
    return _sure_characters(text) / count if count >= FEWEST else 0.0


def _sure_characters(text: Text) -> int:
    return sum(glyph.certainty >= SURE for line in text for glyph in line.glyphs)


def _stands(text: Text) -> bool:
    long = [line for line in text if len(line.glyphs) > 1]
    standing = sum(line.height > STANDING * (line.right - line.left) for line in long)
    return bool(long) and standing * 2 > len(long)
