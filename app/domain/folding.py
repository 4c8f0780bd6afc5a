"""How names and numbers are compared in a search, at the window and at the central alike."""

from __future__ import annotations

import unicodedata

_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅．", "·"))


def fold(text: str) -> str:
    """`text` as it is compared: one form of each character, one kind of middle dot, no case and no spaces."""
    composed = unicodedata.normalize("NFKC", text.translate(_DOTS)).translate(_DOTS)
    return "".join(composed.casefold().split())
