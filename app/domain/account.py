"""Who may work at a window: personal accounts, what they may do and which cases they may see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.case import Role

LOGIN = re.compile(r"[0-9A-Za-z._-]{1,32}")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `departments` are codes, none for all; `section` is one within them, "" for all."""

    login: str
    name: str
    roles: frozenset[Role] = frozenset()
    departments: frozenset[str] = frozenset()
    section: str = ""

    def may_see(self, department: str, section: str = "") -> bool:
        """Whether cases of that department and section are this person's to see."""
        its_department = not self.departments or department in self.departments
        return its_department and self.section in ("", section)


def roles_of(values: Iterable[str]) -> frozenset[Role]:
    """Roles by their stored names; one that this program does not know is left out."""
    known = {role.value: role for role in Role}
    return frozenset(known[value] for value in values if value in known)
