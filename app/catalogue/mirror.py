"""The window's copy of the central's catalogue."""

from __future__ import annotations

from pathlib import Path

from app.document_mirror import DocumentMirror
from app.domain.catalogue import Catalogue


class CatalogueMirror(DocumentMirror[Catalogue]):
    """A new catalogue takes effect with the next case; the case on the desk keeps the one it was begun under."""

    def __init__(self, file: Path, shipped: Catalogue) -> None:
        super().__init__("catalogue", Catalogue, file, shipped)

    @property
    def catalogue(self) -> Catalogue:
        """The newest known."""
        return self.newest
