"""A whole case of another window, as it is worked on here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.case import Application, Event
from app.domain.catalogue import Item
from app.domain.life import Case, Life
from app.domain.moments import milliseconds
from app.domain.plain import from_plain
from app.domain.slips import SlipDocument
from sync.wire import CaseFile, FileEvent, FileNotice, FilePage


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case as the central told it, or as a move made here since has left it."""

    case_id: str
    number: str
    version: int
    life: Life
    application: Application
    item: Item
    due: str = ""  # the promise as printed, YYYY-MM-DD
    events: tuple[FileEvent, ...] = ()
    documents: tuple[SlipDocument, ...] = ()
    pages: tuple[FilePage, ...] = ()
    notices: tuple[FileNotice, ...] = ()

    @property
    def case(self) -> Case:
        """What of it is kept at a window."""
        return Case(self.case_id, self.application, self.life, self.due)


def opened_case(file: CaseFile) -> OpenedCase:
    """The domain's values of what the central sent, the pages in the order of the material list.

    Raises `pydantic.ValidationError` for what is none.
    """
    item = from_plain(Item, file.item)
    order = {material.code: place for place, material in enumerate(item.materials)}
    return OpenedCase(
        case_id=file.case_id,
        number=file.number,
        version=file.version,
        life=from_plain(Life, file.life),
        application=from_plain(Application, file.application),
        item=item,
        due=file.due_printed,
        events=file.events,
        documents=tuple(from_plain(SlipDocument, each) for each in file.documents),
        notices=file.notices,
        pages=tuple(sorted(file.pages, key=lambda page: order.get(page.material, len(order)))),
    )


def with_moves(
    opened: OpenedCase, life: Life, events: tuple[FileEvent, ...], documents: tuple[SlipDocument, ...] = ()
) -> OpenedCase:
    """The case after moves made here."""
    return replace(
        opened,
        version=life.version,
        life=life,
        events=(*opened.events, *events),
        documents=(*opened.documents, *documents),
    )


def file_event(event: Event, version: int, name: str) -> FileEvent:
    """An event of this window as the central would tell it."""
    facts = event.body.get("facts")
    return FileEvent(
        version=version,
        kind=event.kind.value,
        at_ms=milliseconds(event.at),
        actor=event.actor,
        actor_name=name,
        window=event.window,
        role=str(event.body.get("role", "")),
        reason=event.reason,
        facts=dict(facts) if isinstance(facts, dict) else {},
    )
