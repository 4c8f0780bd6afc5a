"""What is being written about one thing, and the entries that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.case import Role
from app.domain.catalogue import Department
from app.presenters.cases.state import CheckEntry, CheckLine, ChoiceEntry, TextEntry
from app.presenters.fields import Level
from app.presenters.marks import Mark
from app.wording import Wording


class Form:
    """Texts by entry, and for lists to choose from what is taken and where one stands."""

    def __init__(self, texts: Mapping[str, str], taken: Mapping[str, Iterable[str]] | None = None) -> None:
        self.texts = dict(texts)
        self.taken = {entry: frozenset(lines) for entry, lines in (taken or {}).items()}
        self._at: dict[str, str] = {}

    def change(self, entry: str, value: str) -> None:
        """Write a text, make a choice, or move in a list."""
        if entry in self.taken:
            self._at[entry] = value
        else:
            self.texts[entry] = value

    def toggle(self, entry: str, line: str) -> None:
        """Take a line, or leave it out."""
        self.taken[entry] = self.taken[entry] ^ {line}

    def __getitem__(self, entry: str) -> str:
        return self.texts[entry].strip()

    def text(self, entry: str, label: str, message: str = "", *, optional: bool = False) -> TextEntry:
        """An entry to write into; a `message` says what is wrong with it."""
        level = Level.ERROR if message else Level.NEUTRAL
        return TextEntry(entry, label, self.texts[entry], message, level, optional=optional)

    def choice(self, entry: str, label: str, options: Sequence[tuple[str, str]]) -> ChoiceEntry:
        """One of several."""
        return ChoiceEntry(entry, label, tuple(options), self.texts[entry])

    def checks(self, entry: str, label: str, options: Sequence[tuple[str, str]]) -> CheckEntry:
        """Any of several."""
        lines = tuple(
            CheckLine(id, word, Mark.DONE if id in self.taken[entry] else Mark.ABSENT, checked=id in self.taken[entry])
            for id, word in options
        )
        return CheckEntry(entry, label, lines, self.at(entry) or (options[0][0] if options else ""))

    def at(self, entry: str) -> str:
        """Where one stands in a list; "" for nowhere yet."""
        return self._at.get(entry, "")


def role_options(say: Wording) -> list[tuple[str, str]]:
    """Every role, in words."""
    return [(role.value, say(f"admin_role.{role.value}")) for role in Role]


def roles_text(say: Wording, roles: Iterable[str]) -> str:
    """Roles in words, in the order of their work."""
    held = set(roles)
    return say("admin.between").join(word for id, word in role_options(say) if id in held)


def department_options(departments: Iterable[Department]) -> list[tuple[str, str]]:
    """Departments to choose from, each once."""
    return list({each.code: each.name for each in departments}.items())
