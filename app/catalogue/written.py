"""Parts of an item as one writes them into a line: a limit, a condition, the options of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.domain.catalogue import Condition, Limit, LimitUnit, Option

_UNITS: Mapping[str, LimitUnit] = {
    "": LimitUnit.WORKING_DAY,
    "w": LimitUnit.WORKING_DAY,
    "个工作日": LimitUnit.WORKING_DAY,
    "工作日": LimitUnit.WORKING_DAY,
    "n": LimitUnit.NATURAL_DAY,
    "天": LimitUnit.NATURAL_DAY,
    "个自然日": LimitUnit.NATURAL_DAY,
    "自然日": LimitUnit.NATURAL_DAY,
    "h": LimitUnit.HOUR,
    "小时": LimitUnit.HOUR,
}
_WORDS = {LimitUnit.WORKING_DAY: "个工作日", LimitUnit.NATURAL_DAY: "个自然日", LimitUnit.HOUR: "小时"}
_LIMIT = re.compile(r"(\d{1,4})\s*(\D*)")
_BETWEEN = re.compile(r"[;；\n]+")
_BETWEEN_WORDS = re.compile(r"[,，、;；\s]+")


def limit_text(limit: Limit) -> str:
    """8 个工作日; 0 for at once or none."""
    return f"{limit.amount} {_WORDS[limit.unit]}" if limit.amount else "0"


def read_limit(text: str) -> Limit:
    """The limit written as 8, 8 个工作日, 20 天 or 24 小时. Raises `ValueError`."""
    written = _LIMIT.fullmatch(text.strip())
    unit = _UNITS.get(written[2].strip().lower()) if written else None
    if written is None or unit is None:
        raise ValueError(text)
    return Limit(int(written[1]), unit)


def condition_text(condition: Condition) -> str:
    """place=own/rent；kind=new."""
    return "；".join(f"{question}={'/'.join(options)}" for question, options in condition.items())


def options_text(options: tuple[Option, ...]) -> str:
    """own=自有；rent=租赁."""
    return "；".join(f"{option.code}={option.text}" for option in options)


def read_options(text: str) -> tuple[Option, ...]:
    """The inverse of `options_text`. Raises `ValueError`."""
    return tuple(Option(code, words) for code, words in _pairs(text))


def words_text(words: tuple[str, ...]) -> str:
    """小吃店、早餐店."""
    return "、".join(words)


def read_words(text: str) -> tuple[str, ...]:
    """The inverse of `words_text`: single words, each once."""
    return tuple(dict.fromkeys(each.strip() for each in _BETWEEN_WORDS.split(text) if each.strip()))


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for part in filter(str.strip, _BETWEEN.split(text)):
        code, equals, rest = part.replace("＝", "=").partition("=")
        if not (code.strip() and equals and rest.strip()):
            raise ValueError(part)
        pairs.append((code.strip(), rest.strip()))
    return pairs
