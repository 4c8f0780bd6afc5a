"""The window's copy of a document of the central: what was received last survives a restart without the central."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from app.domain.plain import from_plain
from app.whole_file import write_whole
from sync.ports import Document

log = logging.getLogger("counter")

T = TypeVar("T")


class DocumentMirror(Generic[T]):
    """`newest` is the newest known: the copy kept in `file`, or else the one the program came with."""

    def __init__(self, name: str, of: type[T], file: Path, shipped: T) -> None:
        self._name, self._of, self._file = name, of, file
        self._taking = threading.Lock()  # the engine takes, and so does who has just published
        self.newest, self.tag = shipped, ""
        try:
            kept = json.loads(file.read_bytes())
            self.newest, self.tag = from_plain(of, kept[name]), str(kept["tag"])
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("the kept %s is unreadable and will be fetched anew: %s", name, type(error).__name__)

    @property
    def is_of_central(self) -> bool:
        """Whether it was ever received."""
        return bool(self.tag)

    def take(self, document: Document) -> bool:
        """Keep a document from the central; False, and nothing changed, if it does not make sense."""
        try:
            plain = json.loads(document.content)
            received = from_plain(self._of, plain)
        except (ValueError, ValidationError) as error:
            log.warning("the central's %s was not taken: %s", self._name, type(error).__name__)
            return False
        with self._taking:
            self._keep({"tag": document.tag, self._name: plain})
            self.newest, self.tag = received, document.tag
        return True

    def _keep(self, content: dict[str, object]) -> None:
        write_whole(self._file, json.dumps(content, ensure_ascii=False).encode())
