"""Personal details as lists and second screens may show them."""

from __future__ import annotations


def mask_number(number: str) -> str:
    """An identity number with its middle hidden: 430602********1234, and of a passport E*****678."""
    head, tail = (6, 4) if len(number) >= 15 else (1, 3) if len(number) > 4 else (1, 0)
    return _masked(number, head, tail)


def mask_name(name: str) -> str:
    """A name with all but its first character hidden: 张*."""
    return name[:1] + "*" * min(2, max(0, len(name) - 1))


def mask_phone(phone: str) -> str:
    """A telephone with its middle hidden: 138****1234, and of a short one 8****00."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else _masked(phone, 1, 2)


def _masked(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * max(0, len(text) - head - tail) + text[max(head, len(text) - tail) :]
