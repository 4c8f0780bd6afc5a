"""Documents that count only with the page signed and scanned back: print, sign, scan back (打印、签名、扫回)."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.case import MoveKind, Role
from app.domain.life import Life
from app.domain.moves import possible
from app.domain.slips import SlipDocument, SlipKind

_SIGNED_OTHERWISE = frozenset(
    {SlipKind.HAND_OVER, SlipKind.CERTIFICATE_HAND_OVER, SlipKind.PICKUP, SlipKind.POST_LABEL}
)
"""Of a batch, which is signed for by taking it over; or with a bar code that says something else."""


def awaiting_signature(documents: Iterable[SlipDocument], life: Life) -> tuple[SlipDocument, ...]:
    """Those of a case's documents that have to come back signed and have not come yet, each once."""
    if MoveKind.ATTACH not in possible(life, Role.INTAKE):
        return ()
    waiting = {each.number: each for each in documents if _must_come_back(each) and not _settled(each, life)}
    return tuple(waiting.values())


def _must_come_back(document: SlipDocument) -> bool:
    """A document keeps what its hall wanted when it was made: by its bar code the signed page is known again."""
    return bool(document.bar_code) and document.kind not in _SIGNED_OTHERWISE


def _settled(document: SlipDocument, life: Life) -> bool:
    if document.void or document.number in life.void_documents or document.kind.value in life.signed:
        return True
    handed_out = life.hand_out  # signed on the pad: the receipt that was printed beside it is only a copy
    return document.kind is SlipKind.DELIVERY and handed_out is not None and handed_out.proof != document.number
