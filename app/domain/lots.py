"""Where the sheets of a case are: each lot that lies or goes by itself, and what hand-overs make of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.facts import DifferenceKind, Holder


@dataclass(frozen=True, slots=True)
class Transit:
    """Papers between two desks, on the hand-over slip `batch`."""

    batch: str
    by: Holder
    to: Holder
    actor: str
    at: datetime
    sheets: int = 0
    difference: DifferenceKind | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """Sheets that lie together at a desk, or have left it together.

    `what` names the materials of a lot that came after the case's own papers; those are everything else.
    """

    desk: Holder  # or the one they left
    sheets: int = 0  # 0 where nobody has counted them
    what: tuple[str, ...] = ()
    transit: Transit | None = None


def lot_leaving(lots: Sequence[Lot], by: Holder | None) -> Lot | None:
    """The lot that lies at the desk `by`, else one that has left it already; the case's own where no desk is named."""
    found = [lot for lot in lots if lot.desk == by] if by is not None else list(lots[:1])
    return next((lot for lot in found if lot.transit is None), found[0] if found else None)


def goes_in(lot: Lot, batch: str) -> bool:
    """Whether the lot is under way on that slip."""
    return lot.transit is not None and lot.transit.batch == batch


def in_batch(lots: Iterable[Lot], batch: str) -> Transit | None:
    """How papers are under way on that slip; None where none are."""
    return next((lot.transit for lot in lots if goes_in(lot, batch)), None)


def differing(lot: Lot, what: DifferenceKind) -> Lot:
    """A lot under way that is not what its slip says."""
    assert lot.transit is not None
    return replace(lot, transit=replace(lot.transit, difference=what))


def together(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    """What lies at one desk is one lot; what is under way is not."""
    found: list[Lot] = []
    for lot in lots:
        place = next((place for place, each in enumerate(found) if _lie_together(each, lot)), None)
        if place is None:
            found.append(lot)
        else:
            found[place] = _added(found[place], lot)
    return tuple(found)


def _lie_together(one: Lot, other: Lot) -> bool:
    return one.transit is None and other.transit is None and one.desk == other.desk


def _added(one: Lot, more: Lot) -> Lot:
    counted = one.sheets and more.sheets  # a part that nobody has counted makes the whole uncounted
    return replace(one, sheets=one.sheets + more.sheets if counted else 0, what=(*one.what, *more.what))
