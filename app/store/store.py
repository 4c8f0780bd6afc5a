"""The window's store: everything it keeps, behind one object."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from app.domain.errors import NotFound, StoreUnavailable
from app.store import unit_of_work
from app.store.accounts import Accounts
from app.store.audit import AuditTrail
from app.store.blobs import PageDamaged, Pages
from app.store.cases import CaseStore
from app.store.database import Database
from app.store.drafts import Drafts
from app.store.items import ItemUses
from app.store.keys import DataKey, data_key
from app.store.lockers import Lockers
from app.store.numbers import Numbers
from app.store.papers import PapersSeen
from app.store.room import RESERVE_BYTES
from app.store.settings import Settings
from app.store.slips import Slips
from app.store.unit_of_work import Saving
from sync.errors import PageLost
from sync.outbox import Outbox

DATABASE = "counter.db"


class Store:
    """An open store. Calls are synchronous and may come from any thread; each takes its own connection."""

    def __init__(self, database: Database, pages: Pages) -> None:
        self.database, self.pages = database, pages
        self.cases = CaseStore(database, pages)
        self.drafts = Drafts(database)
        self.slips = Slips(database)
        self.numbers = Numbers(database)
        self.items = ItemUses(database)
        self.lockers = Lockers(database)
        self.accounts = Accounts(database)
        self.papers = PapersSeen(database)
        self.settings = Settings(database)
        self.audit = AuditTrail(database)
        self.outbox = Outbox(database)

    @classmethod
    def open(cls, folder: Path, key: DataKey | None = None, *, reserve_bytes: int = RESERVE_BYTES) -> Store:
        """Open or create the store in `folder`, with the key kept for it unless `key` is given.

        Raises `StoreInUse`, `StoreForeign`, `DiskFull`, `StoreUnavailable`.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / DATABASE
        key = key or data_key(folder, may_create=not path.exists())
        database = Database.open(path, key.for_use("database"), reserve_bytes=reserve_bytes)
        return cls(database, Pages(folder / "pages", key.for_use("pages")))

    def saving(self) -> AbstractContextManager[Saving]:
        """One durable transaction: `with store.saving() as work: number = work.take_number(…);
        work.record(…)`.
        """
        return unit_of_work.saving(self.database, self.pages)

    def refuse_new_work_when_low(self) -> None:
        """Ask before a new case is begun. Raises `DiskFull` while there is still room to finish what was
        begun.
        """
        self.database.room.refuse_new_work_when_low()

    def page_bytes(self, case_id: str, sha256: str) -> bytes:
        """A page for the sync engine, which must know that it cannot be sent rather than why. Raises
        `PageLost`.
        """
        try:
            return self.pages.get(case_id, sha256)
        except NotFound:
            raise PageLost("page_missing") from None
        except PageDamaged:
            raise PageLost("page_damaged") from None
        except StoreUnavailable:
            raise PageLost("page_unreadable") from None

    def close(self) -> None:
        """Close the database and let other programs in."""
        self.database.close()
