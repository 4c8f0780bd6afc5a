"""The resident ID card, either side, or both on one copy. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from devices.reading.papers import checked
from devices.reading.papers.fields import DOUBTFUL, Doubt, Paper, PaperKind, Reading, reading
from devices.reading.papers.form import Form, read_form
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
    found: dict[str, Reading | None] = {
        "name": _name(form),
        "sex": checked.sex(form.glyphs("sex")),
        "nation": checked.nation(form.glyphs("nation")),
        "birth": checked.a_date(form.glyphs("birth")),
        "address": checked.words(form.glyphs("address")),
        "id_number": _number(form, text),
        "issuer": checked.words(form.glyphs("issuer")),
        **_term(form.glyphs("term")),
    }
    return Paper(PaperKind.ID_CARD, agreeing_with_number({name: read for name, read in found.items() if read}))


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


def _name(form: Form) -> Reading | None:
    glyphs = form.glyphs("name")
    if not glyphs:
        hidden = _line_over_the_others(form)
        return reading(hidden.text, hidden.certainty, Doubt.UNKNOWN) if hidden else None
    text = "".join(glyph.text for glyph in glyphs)
    strange = len(text) < 2 or any(character.isascii() for character in text)
    return reading(text, certainty(glyphs), Doubt.UNKNOWN if strange else None)


def _line_over_the_others(form: Form) -> Line | None:
    """Where a finger hides the label, the name is the line over the other values, flush with them."""
    flush = [form.values[name][0] for name in ("sex", "birth", "address") if name in form.values]
    if not flush:
        return None
    left, top = min(line.left for line in flush), min(line.top for line in flush)
    over = [
        line
        for line in form.free
        if abs(line.left - left) < 1.5 * line.height and line.bottom < top + line.height * 0.3 and len(line.text) > 1
    ]
    return max(over, key=lambda line: line.top, default=None)


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
