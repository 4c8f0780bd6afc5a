"""The resident ID card, either side, or both on one copy. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from devices.reading.papers import checked
from devices.reading.papers.fields import DOUBTFUL, Doubt, Paper, PaperKind, Reading, reading
from devices.reading.papers.form import Form, read_form, rows_of
from devices.reading.text import Glyph, Line, Text, certainty

LABELS = {
    "name": ("姓名",),
    "sex": ("性别",),
    "nation": ("民族",),
    "birth": ("出生",),
    "address": ("住址",),
    "id_number": ("公民身份号码",),
    "issuer": ("签发机关",),
    "term": ("有效期限",),
}
YEARS_VALID = (5, 10, 20)  # by the holder's age; or without end


def read_id_card(text: Text) -> Paper:
    """name, sex, nation, birth, address, id_number of the front; issuer, valid_from, valid_to of the back."""
    form = read_form(text, LABELS)
    placed = _by_their_order(form)
    glyphs = {name: placed.get(name) or form.glyphs(name) for name in LABELS}
    found: dict[str, Reading | None] = {
        "name": _name(glyphs["name"], labelled="name" in form.labels),
        "sex": checked.sex(glyphs["sex"]),
        "nation": checked.nation(glyphs["nation"]),
        "birth": checked.a_date(glyphs["birth"]),
        "address": checked.words(glyphs["address"]),
        "id_number": _number(form, text),
        "issuer": checked.words(glyphs["issuer"]),
        **_term(glyphs["term"]),
    }
    return Paper(PaperKind.ID_CARD, agreeing_with_number({name: read for name, read in found.items() if read}))


def _by_their_order(form: Form) -> dict[str, tuple[Glyph, ...]]:
    """Name, sex and nation, birth, address and number always stand in this order: labels are faint, lines are not.

    Empty where birth or number cannot be told by their own looks.
    """
    number = next((line for line in form.pieces if _looks_like_number(line)), None)
    if number is None:
        return {}
    portrait = (number.left + number.right) / 2
    rows = rows_of(tuple(line for line in form.pieces if line.middle < number.top and line.left < portrait))
    texts = ["".join(line.text for line in row) for row in rows]
    birth = next((place for place, text in enumerate(texts) if checked.A_DAY.search(text)), None)
    if birth is None:
        return {}
    found = {"birth": _glyphs(rows[birth]), "address": _glyphs(*rows[birth + 1 :])}
    sex = next((place for place in range(birth) if texts[place][0] in "男女" and len(texts[place]) < 9), None)
    if sex is not None:
        found |= {"sex": _glyphs(rows[sex])[:1], "nation": _glyphs(rows[sex])[1:]}
    above = birth if sex is None else sex
    names = [row for row in rows[:above] if len(row) == 1 and len(row[0].glyphs) > 1]
    return found | ({"name": _glyphs(names[-1])} if names else {})


def _looks_like_number(line: Line) -> bool:
    return 17 <= len(line.glyphs) <= 19 and sum(glyph.text.isdigit() for glyph in line.glyphs) >= 14


def _glyphs(*rows: list[Line]) -> tuple[Glyph, ...]:
    return tuple(glyph for row in rows for line in row for glyph in line.glyphs)


def agreeing_with_number(fields: Mapping[str, Reading]) -> dict[str, Reading]:
    """Birth and sex held against those inside the number: doubtful where they differ, filled where they are lacking."""
    agreed = dict(fields)
    number = fields.get("id_number")
    if number is None or not number.value:
        return agreed
    inside = {
        "birth": checked.day(number.value[6:10], number.value[10:12], number.value[12:14]),
        "sex": "男" if int(number.value[16]) % 2 else "女",
    }
    for name, value in inside.items():
        printed = fields.get(name)
        if printed is None or not printed.value:
            agreed[name] = Reading(value, number.certainty)
        elif printed.value != value:
            agreed[name] = _disagreeing(printed)
            agreed["id_number"] = _disagreeing(agreed["id_number"])
    return agreed


def _disagreeing(read: Reading) -> Reading:
    return replace(read, certainty=min(read.certainty, DOUBTFUL), doubt=Doubt.DISAGREES)


def _name(glyphs: tuple[Glyph, ...], *, labelled: bool) -> Reading | None:
    """Doubtful where it is no name by its looks, or a finger hides its label."""
    text = "".join(glyph.text for glyph in glyphs)
    strange = len(text) < 2 or any(character.isascii() for character in text)
    return reading(text, certainty(glyphs), Doubt.UNKNOWN if strange or not labelled else None) if text else None


def _number(form: Form, text: Text) -> Reading | None:
    labelled = checked.resident_number(form.glyphs("id_number"))
    if labelled is not None:
        return labelled
    loose = (checked.resident_number(line.glyphs) for line in text if len(line.glyphs) == checked.NUMBER_LENGTH)
    return next((read for read in loose if read is not None and read.value), None)


def _term(glyphs: tuple[Glyph, ...]) -> dict[str, Reading | None]:
    """First and last day; a term that is not one of the lengths the law knows is doubtful."""
    begin, end = checked.a_date(glyphs), checked.end_of_term(glyphs)
    if begin and end and begin.value and end.value not in ("", checked.OPEN_END):
        years = int(end.value[:4]) - int(begin.value[:4])
        if years not in YEARS_VALID or begin.value[5:] != end.value[5:]:
            begin, end = _disagreeing(begin), _disagreeing(end)
    return {"valid_from": begin, "valid_to": end}
