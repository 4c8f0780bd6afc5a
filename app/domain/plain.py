"""Values of the domain to and from plain JSON data, by their type hints."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_adapters: dict[object, TypeAdapter[Any]] = {}  # building one takes milliseconds, using it microseconds


def to_plain(value: object) -> Any:
    """`value` (a domain dataclass) as dicts, lists, strings and numbers, ready for `json.dumps`."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_plain(of: type[T], data: object) -> T:
    """The inverse of `to_plain`. Raises `pydantic.ValidationError` naming each place that does not fit."""
    restored: T = _adapter(of).validate_python(data)
    return restored


def to_json(value: object) -> str:
    """`value` as JSON text, Chinese left readable."""
    return _adapter(type(value)).dump_json(value).decode()


def from_json(of: type[T], text: str) -> T:
    """The inverse of `to_json`. Raises `pydantic.ValidationError` naming each place that does not fit."""
    restored: T = _adapter(of).validate_json(text)
    return restored


def _adapter(of: type[Any]) -> TypeAdapter[Any]:
    if of not in _adapters:
        _adapters[of] = TypeAdapter(of)
    return _adapters[of]
