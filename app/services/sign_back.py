"""Documents that were signed on paper come back as pages, and are known by their bar codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.case import MoveKind, Page, Role
from app.domain.catalogue import Item
from app.domain.facts import Attaching
from app.domain.life import Case
from app.domain.slips import SlipDocument
from app.services.move_case import Opened, Saying, move_case
from app.services.submit_case import Desk, Submitted
from app.store.store import Store

_NUMBER = re.compile(r"[A-Z]+\d\d-[^-\s]+-[A-Z]?\d{5,}")


@dataclass(frozen=True, slots=True)
class Known:
    """What the codes of a page say: the document it is, or the number of another one; neither where none is read."""

    document: SlipDocument | None = None
    other: str = ""


def known_by_codes(codes: Iterable[str], waiting: Sequence[SlipDocument], query_url: str) -> Known:
    """Which of the documents that wait for a signature a page with these codes is.

    `query_url` is what stands before the case's number in the QR code of every slip: it tells the case, not the
    document, and so it only ever tells that a page is another's.
    """
    read = [code.strip() for code in codes]
    numbers = [code for code in read if _NUMBER.fullmatch(code)]
    for document in waiting:
        if document.bar_code in numbers:
            return Known(document)
    if numbers:
        return Known(other=numbers[0])
    cases = {code.removeprefix(query_url) for code in read if query_url and code.startswith(query_url)}
    own = {document.case_number or document.number for document in waiting}
    return Known(other=next(iter(sorted(cases - own)), ""))


@dataclass(frozen=True, slots=True)
class Signed:
    """A document that came back, all its pages; with a reason where the clerk vouches for one without a code."""

    document: SlipDocument
    pages: tuple[Page, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Pages by the documents they are of; `unread` are those before the first code, `other` is another's number."""

    signed: tuple[Signed, ...] = ()
    unread: tuple[Page, ...] = ()
    other: str = ""


def sort_out(pages: Sequence[Page], waiting: Sequence[SlipDocument], query_url: str) -> SortedOut:
    """Which of the documents that wait the pages of one taking are.

    A code begins a document, and pages without one that follow belong to it; blank backs of sheets are left out.
    """
    found: dict[str, Signed] = {}
    unread: list[Page] = []
    current = ""
    for page in pages:
        known = known_by_codes(page.codes, waiting, query_url)
        if known.other:
            return SortedOut(other=known.other)
        if known.document is not None:
            current = known.document.number
            found.setdefault(current, Signed(known.document, ()))
        elif page.blank and len(pages) > 1:
            continue
        if current:
            found[current] = replace(found[current], pages=(*found[current].pages, page))
        else:
            unread.append(page)
    return SortedOut(tuple(found.values()), tuple(unread))


def attach_signed(
    store: Store,
    desk: Desk,
    role: Role,
    case: Case,
    *,
    item: Item,
    signed: Sequence[Signed],
    at: datetime,
    new_id: Callable[[], str],
) -> Submitted:
    """What came back signed belongs to the case from now on. Raises `MoveRefused` or `StoreUnavailable`."""
    says = [
        Saying(MoveKind.ATTACH, Attaching(each.document.kind.value, each.document.number), each.reason,
               pages=each.pages)
        for each in signed
    ]  # fmt: skip
    return move_case(store, desk, role, Opened(case, item), says, at=at, new_id=new_id)
