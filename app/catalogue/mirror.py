"""The window's copy of the central's catalogue: what was received last survives a restart without the central."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from pydantic import ValidationError

from app.domain.catalogue import Catalogue
from app.domain.plain import from_plain
from sync.ports import Document

log = logging.getLogger("counter")


class CatalogueMirror:
    """`catalogue` is the newest known: the copy kept in `file`, or else the one the program came with.

    A new one takes effect with the next case; the case on the desk keeps the one it was begun under.
    """

    def __init__(self, file: Path, shipped: Catalogue) -> None:
        self._file = file
        self.catalogue, self.tag = shipped, ""
        try:
            kept = json.loads(file.read_bytes())
            self.catalogue, self.tag = from_plain(Catalogue, kept["catalogue"]), str(kept["tag"])
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("the kept catalogue is unreadable and will be fetched anew: %s", type(error).__name__)

    def take(self, document: Document) -> bool:
        """Keep a catalogue from the central; False, and nothing changed, if it does not make sense."""
        try:
            plain = json.loads(document.content)
            received = from_plain(Catalogue, plain)
        except (ValueError, ValidationError) as error:
            log.warning("the central's catalogue was not taken: %s", type(error).__name__)
            return False
        self._keep({"tag": document.tag, "catalogue": plain})
        self.catalogue, self.tag = received, document.tag
        return True

    def _keep(self, content: dict[str, object]) -> None:
        draft = self._file.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as out:
            json.dump(content, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._file)
