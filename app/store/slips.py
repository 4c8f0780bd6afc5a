"""Slips: what was given out on paper, as it stood then, and what still waits for a printer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from app.domain.errors import NotFound
from app.domain.plain import from_plain, to_plain
from app.domain.slips import SlipDocument, SlipKind
from app.store import audit
from app.store.database import Database
from app.store.tables import slips
from sync.prepared import Prepared

_INSERT = Prepared(insert(slips).returning(slips.c.id))


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip of a case. `document` is the snapshot taken when the case was saved."""

    id: int
    case_id: str
    kind: SlipKind
    number: str
    document: SlipDocument
    made_at: datetime
    printed_at: datetime | None
    reprints: int

    @property
    def to_print(self) -> SlipDocument:
        """The document for the next print: the original, or marked as the next reprint."""
        return replace(self.document, reprint=self.reprints + 1) if self.printed_at else self.document


class Slips:
    """The slips of this window."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, case_id: str, document: SlipDocument, made_at: datetime) -> int:
        """Keep a slip made after its case was saved. Returns its id."""
        with self._database.writing() as connection:
            return insert_slip(connection, case_id, document, made_at)

    def waiting(self) -> list[SlipRow]:
        """Slips that no printer has printed yet, oldest first. A void one waits for none."""
        return [row for row in self._rows(slips.c.printed_at.is_(None)) if not row.document.void]

    def of(self, case_id: str) -> list[SlipRow]:
        """The slips of a case, oldest first."""
        return self._rows(slips.c.case_id == case_id)

    def get(self, slip_id: int) -> SlipRow:
        """One slip. Raises `NotFound`."""
        found = self._rows(slips.c.id == slip_id)
        if not found:
            raise NotFound(str(slip_id))
        return found[0]

    def mark_printed(self, slip_id: int, *, at: datetime, actor: str) -> SlipRow:
        """The printer has put `to_print` on paper: the original, or one more reprint. Audited."""
        with self._database.writing() as connection:
            row = connection.execute(select(slips).where(slips.c.id == slip_id)).mappings().first()
            if row is None:
                raise NotFound(str(slip_id))
            again = row["printed_at"] is not None
            change = {"reprints": row["reprints"] + 1} if again else {"printed_at": at}
            connection.execute(update(slips).where(slips.c.id == slip_id).values(**change))
            audit.append(
                connection,
                at=at,
                actor=actor,
                action="slip.reprinted" if again else "slip.printed",
                subject=row["case_id"],
                facts={"slip": slip_id, "kind": row["kind"]},
            )
        return self.get(slip_id)

    def void(self, slip_id: int, *, at: datetime, actor: str) -> SlipRow:
        """The slip counts no longer; its number is never given again, and every later print says so. Audited."""
        with self._database.writing() as connection:
            row = connection.execute(select(slips).where(slips.c.id == slip_id)).mappings().first()
            if row is None:
                raise NotFound(str(slip_id))
            document = replace(_slip(row).document, void=True)
            connection.execute(update(slips).where(slips.c.id == slip_id).values(document=to_plain(document)))
            audit.append(
                connection,
                at=at,
                actor=actor,
                action="slip.voided",
                subject=row["case_id"],
                facts={"slip": slip_id, "kind": row["kind"], "number": row["number"]},
            )
        return self.get(slip_id)

    def _rows(self, where: ColumnElement[bool]) -> list[SlipRow]:
        with self._database.reading() as connection:
            rows = connection.execute(select(slips).where(where).order_by(slips.c.id)).mappings()
            return [_slip(row) for row in rows]


def insert_slip(connection: Connection, case_id: str, document: SlipDocument, made_at: datetime) -> int:
    """Add a slip within the caller's transaction. Returns its id."""
    row = {
        "case_id": case_id,
        "kind": document.kind.value,
        "number": document.number,
        "document": to_plain(document),
        "made_at": made_at,
        "reprints": 0,
    }
    [slip_id] = _INSERT.run(connection, row) or ()
    return int(slip_id)


def _slip(row: RowMapping) -> SlipRow:
    return SlipRow(
        id=row["id"],
        case_id=row["case_id"],
        kind=SlipKind(row["kind"]),
        number=row["number"],
        document=from_plain(SlipDocument, row["document"]),
        made_at=row["made_at"],
        printed_at=row["printed_at"],
        reprints=row["reprints"],
    )
