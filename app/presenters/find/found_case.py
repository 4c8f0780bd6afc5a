"""A case as the find page has it: of this window's store, of the central, or of both with the newer life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.catalogue import Catalogue, Item
from app.domain.life import Case
from app.domain.moments import hall_time
from app.domain.slips import SlipDocument
from app.presenters.find.state import Happened
from app.services.open_case import OpenedCase, file_event
from app.services.scan_page import thumb_of_picture
from app.store.slips import SlipRow
from app.store.store import Store
from app.wording import Wording
from sync.wire import FileEvent


@dataclass(frozen=True, slots=True)
class FoundCase:
    """`slips` have the row of this window's store beside them, where it gave them out; `thumbs` are by SHA-256."""

    case: Case
    item: Item | None  # None where this window's catalogue has lost it
    events: tuple[FileEvent, ...]
    pages: tuple[tuple[str, str], ...]  # name of the material, SHA-256
    slips: tuple[tuple[SlipDocument, SlipRow | None], ...]
    thumbs: Mapping[str, bytes] = field(default_factory=dict)


def found_here(store: Store, catalogue: Catalogue, case_id: str) -> FoundCase:
    """The case as this window has it; what it has not of it, the central has. Raises `NotFound`."""
    case, events = store.cases.open(case_id)
    item = catalogue.item(case.application.item_code)
    names = {material.code: material.name for material in item.materials} if item else {}
    pages = tuple(
        (names.get(code, code), page.sha256) for code, taken in case.application.taken.items() for page in taken.pages
    )
    first = case.version - len(events) + 1  # a case of another window begins here where this one moved it on
    return FoundCase(
        case,
        item,
        tuple(file_event(event, version, "") for version, event in enumerate(events, start=first)),
        pages,
        tuple((row.document, row) for row in store.slips.of(case_id)),
        {
            sha256: thumb_of_picture(store.pages.get(case_id, sha256))
            for _, sha256 in pages
            if store.pages.has(case_id, sha256)
        },
    )


def found_in_hall(opened: OpenedCase, here: FoundCase | None) -> FoundCase:
    """The case as the central has it, with the slips that this window can print as its own."""
    names = {material.code: material.name for material in opened.item.materials}
    own = {(document.kind, document.number): row for document, row in here.slips} if here else {}
    return FoundCase(
        opened.case,
        opened.item,
        opened.events,
        tuple((names.get(page.material, page.material), page.sha256) for page in opened.pages),
        tuple((document, own.get((document.kind, document.number))) for document in opened.documents),
        here.thumbs if here else {},
    )


def newest(here: FoundCase | None, opened: OpenedCase | None) -> FoundCase | None:
    """What is known of the case: the central's word unless this window is ahead of it with what it has whole."""
    if opened is None:
        return here
    if here is None or opened.version > here.case.version:
        return found_in_hall(opened, here)
    in_part = len(here.events) < here.case.version  # it was taken in or moved on at other windows too
    return found_in_hall(opened, here) if in_part and opened.version == here.case.version else here


def timeline(found: FoundCase, say: Wording) -> tuple[Happened, ...]:
    """What happened, oldest first."""
    return tuple(
        Happened(
            hall_time(event.at_ms).strftime("%m-%d %H:%M:%S"),
            say(f"move.{event.kind}"),
            say("find.by", actor=event.actor_name or event.actor, window=event.window),
            event.reason,
        )
        for event in found.events
    )
