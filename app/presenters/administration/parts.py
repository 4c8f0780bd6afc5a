"""The parts of an item as entries to write, and back: what the item is, its questions, its materials."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from app.catalogue.checks import DELIVERIES, SERVED, item_problems
from app.catalogue.written import (
    limit_text,
    options_text,
    read_limit,
    read_options,
    read_words,
    words_text,
)
from app.domain.catalogue import (
    Condition,
    Department,
    Handling,
    Item,
    ItemKind,
    Material,
    MaterialSource,
    Medium,
    Necessity,
    OperatingLevel,
    PaperForm,
    Question,
)
from app.presenters.administration.form import Form, department_options
from app.presenters.cases.state import CheckEntry, CheckLine, Entry
from app.presenters.marks import Mark
from app.wording import Wording

FACTS = "facts"
_TEXTS = ("name", "result", "fee", "system", "theme", "legal_basis", "acceptance")
_MATERIAL_TEXTS = ("name", "standard", "fill_notes", "legal_basis")
_ONLINE = {"true": True, "false": False}

_READ: Mapping[str, Callable[[str], Any]] = {
    "promised": read_limit,
    "statutory": read_limit,
    "kind": ItemKind,
    "handling": Handling,
    "necessity": Necessity,
    "form": PaperForm,
    "source": MaterialSource,
    "medium": Medium,
    "operating_level": OperatingLevel,
    "online": _ONLINE.__getitem__,
    "keywords": read_words,
    "copies": int,
    "follow_days": int,
    "options": read_options,
}

Part = Item | Question | Material


def part_id(part: Question | Material) -> str:
    """How a part of an item is known in the list."""
    return f"{'m' if isinstance(part, Material) else 'q'}:{part.code}"


def part_of(item: Item, id: str) -> Part:
    """The part of that id; the item itself where there is none."""
    parts: list[Question | Material] = [*item.questions, *item.materials]
    return next((part for part in parts if part_id(part) == id), item)


def form_of(part: Part) -> Form:
    """What the part says, as one writes it."""
    match part:
        case Item():
            texts = {key: getattr(part, key) for key in _TEXTS}
            choices = {"kind": part.kind.value, "handling": part.handling.value, "department": part.department.code}
            limits = {"promised": limit_text(part.promised), "statutory": limit_text(part.statutory)}
            choices |= {"online": str(part.online).lower(), "operating_level": part.operating_level.value}
            words = {"keywords": words_text(part.keywords)}
            return Form(texts | choices | limits | words, {"delivery": part.delivery, "served": part.served})
        case Question():
            options = options_text(part.options)
            return Form({"text": part.text, "options": options}, {"when": _answers(part.when)})
    texts = {key: getattr(part, key) for key in _MATERIAL_TEXTS}
    choices = {key: getattr(part, key).value for key in ("necessity", "form", "source", "medium")}
    numbers = {"copies": str(part.copies), "follow_days": str(part.follow_days)}
    return Form(texts | choices | numbers, {"when": _answers(part.when)})


def written(item: Item, id: str, form: Form, departments: Mapping[str, Department]) -> tuple[Item, frozenset[str]]:
    """The item with what the form says of that part, and the entries that cannot be read: those stay as they were."""
    part, bad, values = part_of(item, id), set(), dict[str, Any]()
    for entry in form.texts:
        try:
            values[entry] = _READ[entry](form[entry]) if entry in _READ else form[entry]
        except ValueError:
            bad.add(entry)
    if isinstance(part, Item):
        values["department"] = departments.get(form["department"], item.department)
        values["delivery"] = tuple(way for way in DELIVERIES if way in form.taken["delivery"])
        values["served"] = tuple(code for code in SERVED.values() if code in form.taken["served"])
        return replace(item, **values), frozenset(bad)
    values["when"] = _condition(form.taken["when"], _asked_before(item, part), part.when)
    return with_part(item, replace(part, **values)), frozenset(bad)


def with_part(item: Item, part: Question | Material) -> Item:
    """The item with that part in the place of the one of its code, or behind all others."""
    if isinstance(part, Material):
        return replace(item, materials=_put(item.materials, part))
    return replace(item, questions=_put(item.questions, part))


def without_part(item: Item, id: str) -> Item:
    """The item without that part."""
    return replace(
        item,
        questions=tuple(each for each in item.questions if part_id(each) != id),
        materials=tuple(each for each in item.materials if part_id(each) != id),
    )


def moved_part(item: Item, id: str, step: int) -> Item:
    """The item with that part a step further up (-1) or down (1) among its like."""
    return replace(item, questions=_moved(item.questions, id, step), materials=_moved(item.materials, id, step))


def problems_of(item: Item, id: str) -> tuple[dict[str, str], list[str]]:
    """What is wrong with that part: by the entry it is at, and what belongs to none of them."""
    part = part_of(item, id)
    start = ""
    if isinstance(part, Material):
        start = f"材料 {part.code}“{part.name}”："
    elif isinstance(part, Question):
        start = f"情形 {part.code}："
    at, elsewhere = dict[str, str](), list[str]()
    for problem in item_problems(item):
        if isinstance(part, Item) and problem.startswith(("材料 ", "情形 ")):
            continue
        if not problem.startswith(start):
            continue
        entry, colon, text = problem.removeprefix(start).partition("：")
        if colon and entry.isascii():
            at.setdefault(entry, text)
        else:
            elsewhere.append(problem)
    return at, elsewhere


def entries_of(
    item: Item,
    part: Part,
    form: Form,
    *,
    messages: Mapping[str, str],
    departments: Mapping[str, Department],
    say: Wording,
) -> Sequence[Entry]:
    """The entries of a part of `item`, each with what is wrong with it."""

    def text(entry: str, *, optional: bool = False) -> Entry:
        return form.text(entry, say(f"admin_field.{_label(part, entry)}"), messages.get(entry, ""), optional=optional)

    def choice(entry: str, values: Sequence[str]) -> Entry:
        options = [(value, say(f"admin_{entry}.{value}")) for value in values]
        return form.choice(entry, say(f"admin_field.{entry}"), options)

    match part:
        case Item():
            ways = [(way, say(f"admin_delivery.{way}")) for way in DELIVERIES]
            served = [(code, say(f"admin_served.{code}")) for code in SERVED.values()]
            return (
                text("name"),
                form.choice("department", say("admin_field.department"), department_options(departments.values())),
                choice("kind", [each.value for each in ItemKind]),
                choice("handling", [each.value for each in Handling]),
                text("promised"),
                text("statutory"),
                text("result"),
                text("fee", optional=True),
                form.checks("delivery", say("admin_field.delivery"), ways),
                form.checks("served", say("admin_field.served"), served),
                text("theme", optional=True),
                text("keywords", optional=True),
                choice("online", list(_ONLINE)),
                choice("operating_level", [each.value for each in OperatingLevel]),
                text("system", optional=True),
                text("legal_basis", optional=True),
                text("acceptance", optional=True),
            )
        case Question():
            return text("text"), text("options"), *_when(item, part, form, say)
    follows = (text("follow_days"),) if form["necessity"] == Necessity.MAY_FOLLOW.value else ()
    return (
        text("name"),
        choice("necessity", [each.value for each in Necessity]),
        *follows,
        choice("form", [each.value for each in PaperForm]),
        choice("medium", [each.value for each in Medium]),
        text("copies"),
        choice("source", [each.value for each in MaterialSource]),
        text("standard", optional=True),
        text("fill_notes", optional=True),
        text("legal_basis", optional=True),
        *_when(item, part, form, say),
    )


def _asked_before(item: Item, part: Question | Material) -> tuple[Question, ...]:
    """The questions whose answers a part may lean on: a question on those before it, a material on all."""
    if isinstance(part, Material):
        return item.questions
    return item.questions[: [each.code for each in item.questions].index(part.code)]


def _answers(condition: Condition) -> frozenset[str]:
    """A condition as the answers it is met by."""
    return frozenset(f"{question}={option}" for question, options in condition.items() for option in options)


def _condition(taken: Set[str], questions: Sequence[Question], before: Condition) -> Condition:
    """The condition that is met by the answers `taken`, in the order of questions and options."""
    order = [f"{question.code}={option.code}" for question in questions for option in question.options]
    chosen = dict[str, list[str]]()
    for answer in (*(each for each in order if each in taken), *sorted(set(taken) - set(order))):
        question, _, option = answer.partition("=")
        chosen.setdefault(question, []).append(option)
    found = {question: tuple(options) for question, options in chosen.items()}
    return before if _answers(before) == _answers(found) else found


def _when(item: Item, part: Question | Material, form: Form, say: Wording) -> tuple[Entry, ...]:
    """The answers to choose from; nothing where there are none. What is taken and cannot be answered is wrong."""
    taken, questions = form.taken["when"], _asked_before(item, part)
    offered = {
        f"{question.code}={option.code}": (option.text, question.text)
        for question in questions
        for option in question.options
    }
    lines = [
        CheckLine(id, text, Mark.DONE if id in taken else Mark.ABSENT, note=asked, checked=id in taken)
        for id, (text, asked) in offered.items()
    ]
    lines += [
        CheckLine(id, id, Mark.WRONG, word=say("admin.no_such_answer"), checked=True)
        for id in sorted(taken - offered.keys())
    ]
    if not lines:
        return ()
    return (CheckEntry("when", say("admin_field.when_answered"), tuple(lines), form.at("when") or lines[0].id),)


def _label(part: Part, entry: str) -> str:
    if entry != "name":
        return entry
    return "material_name" if isinstance(part, Material) else "item_name"


def _put(parts: tuple[Any, ...], part: Any) -> tuple[Any, ...]:
    known = any(each.code == part.code for each in parts)
    return tuple(part if each.code == part.code else each for each in parts) if known else (*parts, part)


def _moved(parts: tuple[Any, ...], id: str, step: int) -> tuple[Any, ...]:
    ids = [part_id(part) for part in parts]
    if id not in ids or not 0 <= ids.index(id) + step < len(parts):
        return parts
    order, place = list(parts), ids.index(id)
    order[place], order[place + step] = order[place + step], order[place]
    return tuple(order)
