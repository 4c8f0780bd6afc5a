"""Work lists and whole cases of the central; while it is away, of the cases that this window has."""

from __future__ import annotations

from app.domain.errors import NotFound
from app.services.central_cases import CentralCases
from app.services.local_cases import LocalCases
from sync.errors import Refused, Unreachable
from sync.wire import CaseFile, WorkList, WorkQuery


class NearbyCases:
    """A list is asked of the central alone; what lies in this window's locker must be found without it too."""

    def __init__(self, central: CentralCases, local: LocalCases) -> None:
        self._central, self._local = central, local

    def work(self, query: WorkQuery) -> WorkList:
        """The cases that fit. Raises `SyncError`."""
        return self._central.work(query)

    def file(self, case_id: str) -> CaseFile:
        """A whole case; as this window has it where the central is away, or shows it to other desks only by now.

        Raises `SyncError`.
        """
        try:
            return self._central.file(case_id)
        except (Unreachable, Refused):
            try:
                return self._local.file(case_id)
            except NotFound:
                pass
            raise

    def page(self, case_id: str, sha256: str) -> bytes:
        """A page of it. Raises `SyncError`."""
        return self._central.page(case_id, sha256)
