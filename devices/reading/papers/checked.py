"""Values whose grammar or check digit tells whether they were read right. No I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from stdnum.cn import ric, uscc

from devices.cards.chip import NATIONS
from devices.reading.papers.fields import Doubt, Reading, reading
from devices.reading.text import Glyph, certainty

OPEN_END = "长期"
NUMBER_LENGTH = 18
DIGITS = frozenset("0123456789")
CODE_CHARACTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # GB 32100: without I, O, S, V, Z

# What print of a digit is taken for. Only where nothing else than a digit can stand is it put right.
MEANT = {"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "L": "1", "Z": "2", "z": "2",
         "S": "5", "s": "5", "B": "8", "G": "6", "b": "6"}  # fmt: skip
MEANT_IN_CODE = {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "Z": "2", "z": "2", "S": "5", "s": "5"}
TRADITIONAL = {"漢": "汉", "滿": "满", "壯": "壮", "維": "维", "爾": "尔", "東": "东", "鄉": "乡", "鮮": "鲜"}

FULL_WIDTH = str.maketrans("(),:;", "（），：；")  # marks in Chinese text, where the engine sees either

A_DAY = re.compile(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")


def resident_number(glyphs: Sequence[Glyph]) -> Reading | None:
    """An 18-character resident number (GB 11643), filled only when date and check digit hold; None for no number."""
    glyphs = [glyph for glyph in glyphs if glyph.text not in " .·,，。-"]
    if len(glyphs) < 15:
        return None
    sure = certainty(glyphs)
    if len(glyphs) != NUMBER_LENGTH:
        return reading("", sure, Doubt.LENGTH)
    seen = "".join(glyph.text for glyph in glyphs)
    last = seen[17].upper().replace("×", "X").replace("✕", "X")
    body = "".join(MEANT.get(character, character) for character in seen[:17])
    number = body + (last if last == "X" else MEANT.get(last, last))
    if not (set(number[:17]) <= DIGITS and number[17] in "0123456789X"):
        return reading("", sure, Doubt.CHARACTERS)
    if day(number[6:10], number[10:12], number[12:14]) == "":
        return reading("", sure, Doubt.DATE)
    if ric.calc_check_digit(number) != number[17]:
        return reading("", sure, Doubt.CHECK_DIGIT)
    return reading(number, sure, None if number == seen[:17] + last else Doubt.CORRECTED)


def credit_code(glyphs: Sequence[Glyph]) -> Reading | None:
    """An 18-character credit code (GB 32100), filled only when its check character holds; None for no code."""
    glyphs = [glyph for glyph in glyphs if glyph.text.isascii() and (glyph.text.isalnum() or glyph.text == "|")]
    if len(glyphs) < 15:
        return None
    sure = certainty(glyphs)
    if len(glyphs) != NUMBER_LENGTH:
        return reading("", sure, Doubt.LENGTH)
    seen = "".join(glyph.text for glyph in glyphs)
    code = "".join(MEANT_IN_CODE.get(character, character) for character in seen).upper()
    digits_only = "".join(MEANT.get(character, character) for character in code[2:8])
    code = code[:2] + digits_only + code[8:]
    if not (CODE_CHARACTERS.issuperset(code) and set(code[2:8]) <= DIGITS):
        return reading("", sure, Doubt.CHARACTERS)
    if not holds_as_credit_code(code):
        return reading("", sure, Doubt.CHECK_DIGIT)
    return reading(code, sure, None if code == seen.upper() else Doubt.CORRECTED)


def holds_as_credit_code(code: str) -> bool:
    """Whether `code` is a well-formed credit code with the right check character."""
    if len(code) != NUMBER_LENGTH or not CODE_CHARACTERS.issuperset(code) or not set(code[2:8]) <= DIGITS:
        return False
    return bool(uscc.calc_check_digit(code) == code[17])


def a_date(glyphs: Sequence[Glyph]) -> Reading | None:
    """The first day named (1990年3月7日, 1990.03.07); None where there is none."""
    text = "".join(glyph.text for glyph in glyphs)
    found = A_DAY.search(text)
    if found is None:
        return None
    value = day(*found.groups())
    return reading(value, certainty(glyphs[found.start() : found.end()]), None if value else Doubt.DATE)


def end_of_term(glyphs: Sequence[Glyph]) -> Reading | None:
    """The last day of a term (…至2035年1月1日, …-2038.06.20), or 长期; None where there is none."""
    text = "".join(glyph.text for glyph in glyphs)
    if OPEN_END in text or "永久" in text:
        at = text.find(OPEN_END) if OPEN_END in text else text.find("永久")
        return reading(OPEN_END, certainty(glyphs[at : at + 2]))
    found = list(A_DAY.finditer(text))
    if not found or (len(found) == 1 and not re.search(r"[至到\-—一~]\D{0,2}$", text[: found[0].start()])):
        return None
    return a_date(glyphs[found[-1].start() :])


def day(year: str, month: str, day_of_month: str) -> str:
    """YYYY-MM-DD, or "" where there is no such day between 1900 and 2199."""
    try:
        found = date(int(year), int(month), int(day_of_month))
    except ValueError:
        return ""
    return found.isoformat() if 1900 <= found.year < 2200 else ""


def nation(glyphs: Sequence[Glyph]) -> Reading | None:
    """One of the nations of GB/T 3304, without 族; doubtful where it is none of them."""
    text = "".join(TRADITIONAL.get(glyph.text, glyph.text) for glyph in glyphs).removesuffix("族")
    text = text.lstrip("性别男女民族")  # what is left of the row's other words where they run into one
    if not text:
        return None
    return reading(text, certainty(glyphs), None if text in NATIONS.values() else Doubt.UNKNOWN)


def sex(glyphs: Sequence[Glyph]) -> Reading | None:
    """男 or 女; None where neither stands there."""
    found = next((glyph for glyph in glyphs if glyph.text in "男女"), None)
    return reading(found.text, found.certainty) if found else None


def words(glyphs: Sequence[Glyph]) -> Reading | None:
    """Text as it stands; None where there is none. Its certainty is that of letters and digits, not of marks."""
    kept = list(glyphs)
    while kept and kept[0].text in "：:":
        kept.pop(0)
    letters = [glyph for glyph in kept if glyph.text.isalnum()]
    value = "".join(glyph.text for glyph in kept)
    if any(glyph.text >= "\u3400" for glyph in letters):
        value = value.translate(FULL_WIDTH)
    return reading(value, certainty(letters)) if letters else None
