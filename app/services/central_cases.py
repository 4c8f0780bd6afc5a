"""Work lists and whole cases as the central has them, a line a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sync.transport import Transport
from sync.wire import Carriage, CarriageQuery, CaseFile, WorkList, WorkQuery

T = TypeVar("T")


class CentralCases:
    """`connect` makes a line that shows who is signed in. Every question raises `SyncError`s."""

    def __init__(self, connect: Callable[[], Transport]) -> None:
        self._connect = connect

    def work(self, query: WorkQuery) -> WorkList:
        """The cases that fit and are the reader's to see, most urgent first."""
        return self._asked(lambda line: line.work(query))

    def carriage(self, query: CarriageQuery) -> Carriage:
        """Papers at the reader's desk, and under way to it and from it."""
        return self._asked(lambda line: line.carriage(query))

    def file(self, case_id: str) -> CaseFile:
        """A whole case."""
        return self._asked(lambda line: line.file(case_id))

    def page(self, case_id: str, sha256: str) -> bytes:
        """A page of it."""
        return self._asked(lambda line: line.page(case_id, sha256))

    def _asked(self, question: Callable[[Transport], T]) -> T:
        line = self._connect()
        try:
            return question(line)
        finally:
            line.close()
