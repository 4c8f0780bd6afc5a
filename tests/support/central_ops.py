"""Ops as a window records them, and a small hall to push them to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from app.calendar_files import load_calendar
from app.central.central import Options
from app.domain.account import Account
from app.domain.case import Role
from app.domain.catalogue import Catalogue, Department, Handling, Item, ItemKind, Limit
from app.domain.facts import item_facts
from app.domain.plain import to_plain
from app.passwords import Passwords
from app.paths import resources
from app.training.accounts import TRAINING_ACCOUNTS
from sync.wire import SCHEMA_VERSION, sha256_of

DEVICE = "window-03"
ACTOR = Account("c17", "多面手", frozenset(Role))
"""Who takes the cases of a `WindowPen` in: somebody with every role."""

OFFICER = Account("c18", "另一人", frozenset(Role) - {Role.ADMINISTRATOR})
"""Who does the rest: nobody judges what he took in himself."""

TAKER = Account("li", "李", frozenset({Role.INTAKE}))
"""Who takes in the cases of `tests.support.counter`."""

QUICK_PASSWORDS = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Real Argon2id, with parameters for tests that open many centrals."""

NAME, ID_NUMBER = "欧阳㐀", "430602199003071234"

FOOD_LICENCE = Item(
    code="I-FOOD",
    name="食品经营许可",
    department=Department("D1", "市场监管局"),
    kind=ItemKind.LICENCE,
    handling=Handling.PROMISED,
    statutory=Limit(20),
    promised=Limit(8),
    result="食品经营许可证",
)
CATALOGUE = Catalogue("2026.test", (FOOD_LICENCE,))


def options(folder: Path, **changes: Any) -> Options:
    """A central with its data in `folder`, on any free port."""
    calendar = load_calendar(resources() / "calendars")
    given: dict[str, Any] = {"catalogue": CATALOGUE, "calendar": calendar, "listen": "127.0.0.1:0"}
    given |= {"accounts": (*TRAINING_ACCOUNTS, ACTOR, OFFICER, TAKER), "passwords": QUICK_PASSWORDS}
    return Options(data_folder=folder, **given | changes)


@dataclass(slots=True)
class WindowPen:
    """Writes the ops of one window, numbering them as a window does."""

    device_id: str = DEVICE
    seq: int = 0
    written: list[dict[str, Any]] = field(default_factory=list)

    def receive(self, number: str = "", **body: Any) -> dict[str, Any]:
        """The first op of a new case."""
        self.seq += 1
        first = {
            "number": number or f"YC26-{self.device_id[-2:]}-{self.seq:05d}",
            "item": to_plain(item_facts(FOOD_LICENCE)),
            "application": {"applicant": {"person": {"name": NAME, "id_number": ID_NUMBER}}},
            "due": "2026-05-18",
        }
        return self._op(str(uuid.uuid4()), 0, "receive", "intake", first | body)

    def move(self, case_id: str, base_version: int, move: str, role: str, **body: Any) -> dict[str, Any]:
        """A later op of a case."""
        self.seq += 1
        return self._op(case_id, base_version, move, role, body)

    def history(self, *moves: tuple[str, str]) -> list[dict[str, Any]]:
        """A whole case: received, then each (move, role) in turn."""
        ops = [self.receive()]
        for version, (move, role) in enumerate(moves, 1):
            ops.append(self.move(ops[0]["case_id"], version, move, role))
        return ops

    def _op(self, case_id: str, base: int, move: str, role: str, body: dict[str, Any]) -> dict[str, Any]:
        actor = ACTOR if role == "intake" else OFFICER
        said = {"at": "2026-05-06T09:30:00+08:00", "actor": actor.login, "window": "03", "role": role, "reason": ""}
        said |= {"facts": USUAL_FACTS[move]} if move in USUAL_FACTS else {}
        said |= USUAL_REASONS.get(move, {})
        whole = said | body
        op = {
            "op_id": str(uuid.uuid4()),
            "device_id": self.device_id,
            "device_seq": self.seq,
            "case_id": case_id,
            "base_version": base,
            "kind": f"case.{move}",
            "schema_version": SCHEMA_VERSION,
            "body": whole,
            "body_sha256": sha256_of(whole),
            "attachments": [],
        }
        self.written.append(op)
        return op


def rewritten(op: dict[str, Any], **body: Any) -> dict[str, Any]:
    """`op` with another body, honestly hashed."""
    changed = op["body"] | body
    return op | {"body": changed, "body_sha256": sha256_of(changed)}


USUAL_FACTS: dict[str, Any] = {
    "ask_supplement": {"demands": [{"code": "02", "name": "布局图"}], "days": 15},
    "decide": {"approved": True, "number": "YC26-03-Z00001"},
    "close": {"certificates": [{"name": "食品经营许可证", "number": "JY24306000000001"}]},
    "hand_over": {"batch": "YC26-03-J00001", "to": {"role": "issuing", "name": ""}, "sheets": 1},
    "take_over": {"batch": "YC26-03-J00001"},
    "hand_out": {"way": "window", "identity": "card", "proof": "0" * 64},
}
"""What moves say, where a test says nothing else."""

_REASON = {"reason": "申请人另选时间办理"}
USUAL_REASONS: dict[str, Any] = {
    "refuse": {"reason": "不属于本部门职权", "legal_basis": "《行政许可法》第三十二条"},
    **dict.fromkeys(("withdraw", "void", "return", "extend", "void_document"), _REASON),
}
"""Why they are made, where a test says nothing else."""

TO_THE_END = (
    ("accept", "back_office"),
    ("decide", "back_office"),
    ("close", "back_office"),
    ("hand_over", "intake"),
    ("take_over", "issuing"),
    ("hand_out", "issuing"),
)
"""The moves after receiving that lead a case to its end."""
