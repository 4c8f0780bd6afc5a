"""Items as the text of a catalogue file: the TOML a person would write, defaults of materials left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from app.catalogue.checks import SERVED
from app.domain.catalogue import Condition, Department, Item, Limit, Material, Necessity, Question

_SERVED_WORDS = {code: word for word, code in SERVED.items()}
_MATERIAL_DEFAULTS = {each.name: each.default for each in fields(Material)}


def file_text(head: str, items: Sequence[Item]) -> str:
    """One catalogue file holding `items`, their departments stated once, below the comment `head`."""
    departments = tuple(dict.fromkeys(item.department for item in items))
    several = len(departments) > 1
    lines = [f"# {line}" for line in head.splitlines()]
    for department in departments:
        lines += ["", "[[department]]" if several else "[department]", *_department_lines(department)]
    for item in items:
        lines += ["", "", "[[item]]"]
        if several:
            lines.append(f"department = {_quoted(item.department.code)}")
        lines += _item_lines(item)
        for question in item.questions:
            lines += ["", "[[item.question]]", *_question_lines(question)]
        for material in item.materials:
            lines += ["", "[[item.material]]", *_material_lines(material)]
    return "\n".join(lines) + "\n"


def _department_lines(department: Department) -> Iterator[str]:
    yield f"code = {_quoted(department.code)}"
    yield f"name = {_quoted(department.name)}"
    if department.phone:
        yield f"phone = {_quoted(department.phone)}"
    if department.supervision_phone:
        yield f"supervision_phone = {_quoted(department.supervision_phone)}"


def _item_lines(item: Item) -> Iterator[str]:
    yield f"code = {_quoted(item.code)}"
    yield f"name = {_quoted(item.name)}"
    yield f'kind = "{item.kind.name.lower()}"'
    yield f'handling = "{item.handling.name.lower()}"'
    yield f'statutory = "{_limit(item.statutory)}"'
    yield f'promised = "{_limit(item.promised)}"'
    yield f"result = {_quoted(item.result)}"
    yield f"fee = {_quoted(item.fee)}"
    yield f"online = {str(item.online).lower()}"
    yield f'operating_level = "{item.operating_level.value}"'
    if item.system:
        yield f"system = {_quoted(item.system)}"
    yield f"served = {_list(_SERVED_WORDS[code] for code in item.served)}"
    if item.theme:
        yield f"theme = {_quoted(item.theme)}"
    if item.keywords:
        yield f"keywords = {_list(item.keywords)}"
    if item.legal_basis:
        yield f"legal_basis = {_quoted(item.legal_basis)}"
    if item.acceptance:
        yield f"acceptance = {_quoted(item.acceptance)}"
    yield f"delivery = {_list(item.delivery)}"


def _question_lines(question: Question) -> Iterator[str]:
    yield f"code = {_quoted(question.code)}"
    yield f"text = {_quoted(question.text)}"
    options = ", ".join(f"{_key(option.code)} = {_quoted(option.text)}" for option in question.options)
    yield f"options = {{ {options} }}"
    if question.when:
        yield f"when = {_condition(question.when)}"


def _material_lines(material: Material) -> Iterator[str]:
    yield f"code = {_quoted(material.code)}"
    yield f"name = {_quoted(material.name)}"
    yield f'necessity = "{material.necessity.name.lower()}"'
    if material.necessity is Necessity.MAY_FOLLOW:
        yield f"follow_days = {material.follow_days}"
    yield f'form = "{material.form.value}"'
    yield f"copies = {material.copies}"
    for key, choice in (("medium", material.medium), ("source", material.source)):
        if choice is not _MATERIAL_DEFAULTS[key]:
            yield f'{key} = "{choice.value}"'
    for key in ("standard", "fill_notes", "sample", "legal_basis"):
        if text := getattr(material, key):
            yield f"{key} = {_quoted(text)}"
    if material.when:
        yield f"when = {_condition(material.when)}"


def _limit(limit: Limit) -> str:
    return f"{limit.amount}{limit.unit.value}" if limit.amount else "0"


def _condition(condition: Condition) -> str:
    return "{ " + ", ".join(f"{_key(code)} = {_list(options)}" for code, options in condition.items()) + " }"


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, values)) + "]"


def _key(code: str) -> str:
    bare = code.isascii() and code.replace("_", "").replace("-", "").isalnum()
    return code if bare else _quoted(code)


def _quoted(text: str) -> str:
    """A TOML basic string. JSON escapes alike, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
