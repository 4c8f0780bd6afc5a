"""What a hall says of its text messages as data: `resources/sms.toml`, or a site's own file."""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path
from typing import Any

from app import paths
from app.domain.errors import NoticeUnfit, SettingsInvalid
from app.domain.notices import MessageBook, MessageTemplate, Notice, QuietHours

KINDS: dict[str, type] = {
    "signature": str,
    "hall": str,
    "phone": str,
    "quiet_from": time,
    "quiet_until": time,
    "most_segments": int,
    "most_tries": int,
    "lease_minutes": int,
    "permanent": list,
}
TEMPLATE_KINDS: dict[str, type] = {"text": str, "short": str, "urgent": bool}


def shipped_message_book() -> MessageBook:
    """The one that comes with the program."""
    return load_message_book(paths.resources() / "sms.toml")


def load_message_book(file: Path) -> MessageBook:
    """The messages of `file`, with a template for every notice. Raises `SettingsInvalid` naming the key."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(str(file), "", "not_toml", found=str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(str(file), "", "unreadable", found=type(error).__name__) from error
    templates = {notice: table.pop(notice.value, None) for notice in Notice}
    _fits(file, table, KINDS, prefix="")
    return MessageBook(
        templates={notice: _template(file, notice, found) for notice, found in templates.items()},
        signature=table["signature"],
        hall=table["hall"],
        phone=table["phone"],
        quiet=QuietHours(table["quiet_from"], table["quiet_until"]),
        most_segments=table["most_segments"],
        most_tries=table["most_tries"],
        lease_minutes=table["lease_minutes"],
        permanent=frozenset(map(str, table["permanent"])),
    )


def _template(file: Path, notice: Notice, found: Any) -> MessageTemplate:
    if not isinstance(found, dict):
        raise SettingsInvalid(str(file), notice.value, "missing")
    given: dict[str, Any] = {"short": "", "urgent": False} | found
    _fits(file, given, TEMPLATE_KINDS, prefix=f"{notice.value}.")
    try:
        return MessageTemplate(**given)
    except NoticeUnfit as error:
        raise SettingsInvalid(str(file), f"{notice.value}.text", "wrong_choice", found=error.what) from error


def _fits(file: Path, table: dict[str, Any], kinds: dict[str, type], *, prefix: str) -> None:
    for key, value in table.items():
        if key not in kinds:
            raise SettingsInvalid(str(file), prefix + key, "unknown_key", wanted=", ".join(kinds))
        wanted = kinds[key]
        if type(value) is not wanted or (isinstance(value, int) and wanted is int and value < 1):
            raise SettingsInvalid(str(file), prefix + key, "wrong_type", found=str(value))
    for key in kinds:
        if key not in table:
            raise SettingsInvalid(str(file), prefix + key, "missing")
