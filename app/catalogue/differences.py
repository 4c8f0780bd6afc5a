"""What one catalogue says otherwise than another, change by change, for who publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from app.catalogue.written import condition_text, limit_text, options_text
from app.domain.catalogue import Catalogue, Item, Limit, Material, Option, Question


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `what` is added, removed, moved or changed; `field` is the name of a field that changed.

    `part` is a material or question of the item, by its name; `before` and `after` are as one writes them.
    """

    what: str
    item: str
    part: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


def differences(old: Catalogue, new: Catalogue) -> tuple[Difference, ...]:
    """Every change from `old` to `new`; one of a department is told once, whatever number of items it has."""
    return tuple(_differences(old, new))


def _differences(old: Catalogue, new: Catalogue) -> Iterator[Difference]:
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    yield from _departments(old, new)
    for code, item in after.items():
        if code not in before:
            yield Difference("added", item.name)
        elif before[code] != item:
            yield from _of_item(before[code], item)
    for code, item in before.items():
        if code not in after:
            yield Difference("removed", item.name)


def _departments(old: Catalogue, new: Catalogue) -> Iterator[Difference]:
    known = {item.department.code: item.department for item in old.items}
    for department in {item.department.code: item.department for item in new.items}.values():
        before = known.get(department.code)
        for each in ("name", "phone", "supervision_phone") if before else ():
            if getattr(before, each) != getattr(department, each):
                yield Difference(
                    "changed", department.name, field=f"department_{each}", before=getattr(before, each),
                    after=getattr(department, each),
                )  # fmt: skip


def _of_item(old: Item, new: Item) -> Iterator[Difference]:
    for each in fields(Item):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if each.name == "department":
            before, after = before.code, after.code
        if before != after and each.name not in ("materials", "questions"):
            yield Difference("changed", new.name, "", each.name, _written(before), _written(after))
    yield from _of_parts(new.name, old.questions, new.questions)
    yield from _of_parts(new.name, old.materials, new.materials)


def _of_parts(
    item: str, old: tuple[Question, ...] | tuple[Material, ...], new: tuple[Question, ...] | tuple[Material, ...]
) -> Iterator[Difference]:
    before, after = {part.code: part for part in old}, {part.code: part for part in new}
    for code, part in after.items():
        if code not in before:
            yield Difference("added", item, _named(part))
            continue
        for each in fields(part):
            was, now = getattr(before[code], each.name), getattr(part, each.name)
            if was != now:
                yield Difference("changed", item, _named(part), each.name, _written(was), _written(now))
    for code, part in before.items():
        if code not in after:
            yield Difference("removed", item, _named(part))
    if [code for code in before if code in after] != [code for code in after if code in before]:
        yield Difference("moved", item, "question" if isinstance((*new, *old)[0], Question) else "material")


def _named(part: Question | Material) -> str:
    return part.name if isinstance(part, Material) else part.text


def _written(value: object) -> str:
    match value:
        case Limit():
            return limit_text(value)
        case tuple() if value and isinstance(value[0], Option):
            return options_text(value)
        case tuple():
            return "、".join(map(str, value))
        case dict():
            return condition_text(value)
        case bool():
            return str(value).lower()
        case _:
            return str(getattr(value, "value", value))
