"""A push as it comes in: each op is read by itself, so that one that cannot be read does not hurt the others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, ValidationError

from app.central.directory import Window
from app.central.errors import BadRequest, NotYours, Unprocessable
from app.domain.bodies import deed_of
from app.domain.case import MoveKind, Role
from app.domain.catalogue import Handling, LimitUnit
from app.domain.life import Deed
from sync.wire import MAX_OPS, SCHEMA_VERSION, Message, Op, canonical, sha256_of

SCHEMAS = frozenset({SCHEMA_VERSION})
"""Schema versions of op bodies that this central understands."""

KIND = "case."
LARGEST = 2**53 - 1  # an integer that every JSON reader and every database keeps
SHA256 = r"^[0-9a-f]{64}$"

Text = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]  # PostgreSQL stores no NUL in a text
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]


class Refusal(StrEnum):
    """Why an op is refused. After `WAIT_PREVIOUS` and `UPGRADE` the same op may be accepted later."""

    INVALID = "invalid"  # it cannot be read; facts.places says where
    CORRUPT = "corrupt"  # the body is not what its hash says
    REUSED = "reused"  # op_id or device_seq already stands for something else
    UPGRADE = "upgrade"  # made by a newer program; facts.schema_versions are understood
    WAIT_PREVIOUS = "wait_previous"  # an earlier op of the same case has not come yet
    VERSION_CONFLICT = "version_conflict"  # somebody else moved the case meanwhile
    MOVE_REFUSED = "move_refused"  # the rules of a case do not allow it; facts.why
    NUMBER_TAKEN = "number_taken"  # another case has this number
    NOT_YOUR_WINDOW = "not_your_window"  # recorded at another window than the one that pushes


class Promised(Message):
    """The limit the item promised when the case was taken in."""

    amount: int = Field(ge=0, le=1000)
    unit: LimitUnit = LimitUnit.WORKING_DAY


class ItemBody(Message):
    """The item as the first op of a case names it."""

    code: Word
    name: Text
    handling: Handling
    promised: Promised


class MoveBody(Message):
    """What every op says; more fields are kept as they come."""

    at: AwareDatetime = Field(ge="2000-01-01T00:00:00Z", lt="2100-01-01T00:00:00Z")
    actor: Word
    window: Annotated[str, Field(max_length=16, pattern=r"^[^\x00]*$")]
    role: Role
    reason: Text = ""
    legal_basis: Text = ""
    application: dict[str, Any] = Field(default_factory=dict)  # anew, where the applicant came back


class FirstBody(MoveBody):
    """What the first op of a case says besides."""

    number: Word
    item: ItemBody
    application: dict[str, Any]
    due: date | None = Field(default=None)

    @property
    def catalogue_version(self) -> str:
        """The version of the catalogue it was taken in under, "" if it does not say."""
        return str(self.application.get("catalogue_version", ""))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One op, read and checked as far as it can be without the database."""

    op: Op
    move: MoveKind
    body: MoveBody
    text: str  # the body as it is stored: canonical JSON
    deed: Deed


@dataclass(frozen=True, slots=True)
class Refused:
    """An op that is not taken. It has had no effect."""

    op_id: str
    code: Refusal
    facts: Mapping[str, Any] = field(default_factory=dict)
    current_version: int = 0


def read_push(content: bytes, window: Window) -> list[Incoming | Refused]:
    """The ops of a push from `window`, in order. Raises `BadRequest`, `NotYours`, `Unprocessable` for the whole."""
    push = _json(content)
    if not isinstance(push, dict) or not isinstance(ops := push.get("ops"), list):
        raise Unprocessable("invalid", "A push is an object with a list of ops.")
    if push.get("device_id") != window.device_id:
        raise NotYours("not_your_window", "The push names another window than the token.")
    if len(ops) > MAX_OPS:
        raise Unprocessable("too_many", f"A push has at most {MAX_OPS} ops.", most=MAX_OPS)
    return [_read(raw, window) for raw in ops]


def places(error: ValidationError, *, within: Sequence[str] = ()) -> list[str]:
    """Where a message does not fit, as `field.field: kind`; never what stood there, which may be personal."""
    return [
        f"{'.'.join([*within, *map(str, each['loc'])])}: {each['type']}"
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _json(content: bytes) -> Any:
    def no_constant(name: str) -> None:
        raise ValueError(name)

    try:
        return json.loads(content, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest("not_json", "The body is not JSON.") from error


def _read(raw: Any, window: Window) -> Incoming | Refused:
    op_id = str(raw.get("op_id", ""))[:36] if isinstance(raw, dict) else ""
    try:
        op = Op.model_validate(raw)
    except ValidationError as error:
        return Refused(_printable(op_id), Refusal.INVALID, {"places": places(error)})
    return _checked(op, window)


def _checked(op: Op, window: Window) -> Incoming | Refused:
    if flaws := _flaws(op):
        return Refused(op.op_id, Refusal.INVALID, {"places": flaws})
    if op.device_id != window.device_id:
        return Refused(op.op_id, Refusal.NOT_YOUR_WINDOW, {"device_id": op.device_id})
    if op.schema_version not in SCHEMAS:
        return Refused(op.op_id, Refusal.UPGRADE, {"schema_versions": sorted(SCHEMAS)})
    try:
        if sha256_of(op.body) != op.body_sha256:
            return Refused(op.op_id, Refusal.CORRUPT)
        text = canonical(op.body).decode()
        first = op.base_version == 0
        body = (FirstBody if first else MoveBody).model_validate(op.body)
        move = _move(op.kind)
        deed = deed_of(move, op.body, first=first) if move else None
    except ValidationError as error:
        return Refused(op.op_id, Refusal.INVALID, {"places": places(error, within=("body",))})
    except (UnicodeEncodeError, RecursionError):  # half a surrogate pair, or nested without end
        return Refused(op.op_id, Refusal.INVALID, {"places": ["body: not storable"]})
    if move is None or deed is None:
        return Refused(op.op_id, Refusal.MOVE_REFUSED, {"why": "unknown_move", "move": op.kind})
    if body.role not in window.roles:
        return Refused(op.op_id, Refusal.MOVE_REFUSED, {"why": "not_at_this_window", "move": op.kind})
    return Incoming(op, move, body, text, deed)


def _flaws(op: Op) -> list[str]:
    """What the shape of an op does not say but a database minds."""
    checks = {
        "op_id: empty or not printable": bool(op.op_id) and op.op_id.isprintable(),
        "case_id: empty or not printable": bool(op.case_id) and op.case_id.isprintable(),
        "kind: not printable": op.kind.isprintable(),
        "device_seq: too large": op.device_seq <= LARGEST,
        "base_version: too large": op.base_version < 2**31 - 1,
        "attachments: not SHA-256 names": all(_is_sha256(each) for each in op.attachments),
    }
    return [flaw for flaw, passed in checks.items() if not passed]


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _move(kind: str) -> MoveKind | None:
    try:
        return MoveKind(kind.removeprefix(KIND)) if kind.startswith(KIND) else None
    except ValueError:
        return None


def _printable(text: str) -> str:
    return text if text.isprintable() else ""
