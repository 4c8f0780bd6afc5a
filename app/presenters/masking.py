"""Personal details as lists and second screens may show them."""

from __future__ import annotations


def mask_number(number: str) -> str:
    """An identity number with its middle hidden: 430602********1234."""
    return f"{number[:6]}{'*' * max(0, len(number) - 10)}{number[-4:]}" if len(number) > 10 else number


def mask_name(name: str) -> str:
    """A name with all but its first character hidden: 张*."""
    return name[:1] + "*" * min(2, max(0, len(name) - 1))


def mask_phone(phone: str) -> str:
    """A telephone with its middle hidden: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else phone
