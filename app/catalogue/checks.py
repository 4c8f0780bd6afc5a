"""What must hold between the parts of a catalogue, whichever way it came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.domain.catalogue import (
    Catalogue,
    Condition,
    Department,
    Handling,
    Item,
    Limit,
    Material,
    MaterialSource,
    Necessity,
    Question,
)

LONGEST_CODE, LONGEST_DEPARTMENT_CODE = 64, 32
LONGEST_LIMIT = 1000
DELIVERIES = ("window", "locker", "post")
SERVED = {
    "natural_person": "1",
    "enterprise": "2",
    "public_institution": "3",
    "social_organisation": "4",
    "organ": "5",
    "other": "6",
}


def catalogue_problems(catalogue: Catalogue) -> tuple[str, ...]:
    """Every fault of a catalogue as Chinese sentences for an installer; empty when it may be used."""
    within = [f"{name_of(item)}：{problem}" for item in catalogue.items for problem in item_problems(item)]
    return tuple(within) + shared_problems([("事项库", item) for item in catalogue.items])


def name_of(item: Item) -> str:
    """How an installer is pointed to an item."""
    return f"事项“{item.name or item.code}”"


def shared_problems(placed: Sequence[tuple[str, Item]]) -> tuple[str, ...]:
    """The faults between items, each given with the place (file) it came from."""
    places: dict[str, list[str]] = {}
    for place, item in placed:
        places.setdefault(item.code, []).append(f"{place} {name_of(item)}")
    problems = [
        f"事项编码 {code} 重复：{'；'.join(where)}" for code, where in places.items() if code and len(where) > 1
    ]
    return tuple(problems + list(_department_problems(placed)))


def item_problems(item: Item) -> Iterator[str]:
    """The faults within one item."""
    for key, value in (("code", item.code), ("name", item.name), ("result", item.result)):
        if not value.strip():
            yield f"{key}：不能为空"
    if len(item.code) > LONGEST_CODE:
        yield f"code：最多 {LONGEST_CODE} 个字"
    if len(item.department.code) > LONGEST_DEPARTMENT_CODE or "," in item.department.code:
        yield f"department：部门编码最多 {LONGEST_DEPARTMENT_CODE} 个字，不能有逗号"
    yield from _limit_problems(item)
    for served in item.served:
        if served not in SERVED.values():
            yield f"served：没有编码为 {served} 的服务对象"
    for way in item.delivery:
        if way not in DELIVERIES:
            yield f"delivery：没有“{way}”这种取件方式，可用 {'、'.join(DELIVERIES)}"
    if not item.materials:
        yield "material：至少要有一份材料"
    for question in item.questions:
        yield from _question_problems(question, item.questions)
    for material in item.materials:
        yield from _material_problems(material, item.questions)
    for code, _ in _repeated(question.code for question in item.questions):
        yield f"question：情形编码 {code} 重复"
    for code, _ in _repeated(material.code for material in item.materials):
        yield f"material：材料编码 {code} 重复"


def _limit_problems(item: Item) -> Iterator[str]:
    for key, limit in (("statutory", item.statutory), ("promised", item.promised)):
        if limit.amount < 0:
            yield f"{key}：时限不能是负数"
        if limit.amount > LONGEST_LIMIT:
            yield f"{key}：时限最多 {LONGEST_LIMIT}"
    if item.handling is Handling.PROMISED and item.promised.amount == 0:
        yield "promised：承诺件的承诺时限不能为 0"
    if _is_longer(item.promised, item.statutory):
        yield f"promised：承诺时限 {item.promised.amount} 长于法定时限 {item.statutory.amount}"


def _is_longer(promised: Limit, statutory: Limit) -> bool:
    """Only limits of one unit compare; a statutory limit of 0 means that the law states none."""
    return promised.unit is statutory.unit and 0 < statutory.amount < promised.amount


def _question_problems(question: Question, questions: Sequence[Question]) -> Iterator[str]:
    place = f"情形 {question.code}"
    if not question.text.strip():
        yield f"{place}：text：不能为空"
    if len(question.options) < 2:
        yield f"{place}：options：至少要有两个选项"
    for code, _ in _repeated(option.code for option in question.options):
        yield f"{place}：options：选项编码 {code} 重复"
    # A question may lean only on earlier ones: so no circle is possible and each can be reached.
    earlier = questions[: [each.code for each in questions].index(question.code)]
    yield from _condition_problems(place, question.when, earlier)


def _material_problems(material: Material, questions: Sequence[Question]) -> Iterator[str]:
    place = f"材料 {material.code}“{material.name}”"
    if not material.name.strip():
        yield f"{place}：name：不能为空"
    if material.copies < 1:
        yield f"{place}：copies：份数至少为 1"
    if material.follow_days < 1:
        yield f"{place}：follow_days：后补期限至少为 1 个工作日"
    if material.necessity is Necessity.MAY_FOLLOW and material.source is MaterialSource.DEPARTMENT:
        yield f"{place}：source：由部门间核验的材料无须申请人后补"
    yield from _condition_problems(place, material.when, questions)
    if not _can_hold(material.when, questions):
        yield f"{place}：when：没有任何一种回答会用到它"


def _condition_problems(place: str, condition: Condition, questions: Sequence[Question]) -> Iterator[str]:
    options_of = {question.code: {option.code for option in question.options} for question in questions}
    for code, wanted in condition.items():
        if code not in options_of:
            yield f"{place}：when：没有情形 {code}（只能引用前面已列出的情形）"
            continue
        if not wanted:
            yield f"{place}：when：情形 {code} 没有列出选项"
        for option in wanted:
            if option not in options_of[code]:
                yield f"{place}：when：情形 {code} 没有选项 {option}"


def _can_hold(condition: Condition, questions: Sequence[Question]) -> bool:
    """Whether some way of answering meets `condition`, and the conditions of the questions it names."""
    by_code = {question.code: question for question in questions}
    if not condition or any(code not in by_code for code in condition):
        return True  # an unknown question was said already
    needed, waiting = dict[str, set[str]](), list(condition.items())
    while waiting:
        code, options = waiting.pop()
        if code not in needed and code in by_code:
            waiting += by_code[code].when.items()
        needed[code] = needed.get(code, set(options)) & set(options)
    return all(needed.values())


def _department_problems(placed: Sequence[tuple[str, Item]]) -> Iterator[str]:
    seen: dict[str, tuple[str, Department]] = {}
    for place, item in placed:
        known_place, known = seen.setdefault(item.department.code, (place, item.department))
        if known != item.department:
            yield f"部门编码 {known.code} 在 {known_place} 与 {place} 中的名称或电话不一致"
            seen[known.code] = (place, item.department)


def _repeated(codes: Iterable[str]) -> list[tuple[str, int]]:
    return [(code, times) for code, times in Counter(codes).items() if times > 1]
