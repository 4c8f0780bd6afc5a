"""A whole case for whoever works at it: its life, what was captured, its history, its documents and its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, and_, select

from app.central.catalogues import Catalogues
from app.central.errors import NotYours, Unknown
from app.central.rows import CaseRow, stored_row, whole_cases
from app.central.sessions import Acting
from app.central.store import Store
from app.central.tables import accounts, case_pages, cases, events, messages, pages
from app.central.work import within_reach
from app.domain.case import Role
from app.domain.masking import mask_phone
from app.domain.plain import to_plain
from sync.wire import CaseFile, FileEvent, FileNotice, FilePage

_SECRET_FACTS = frozenset({"code"})  # what opens a locker is told to the applicant only


class CaseFiles:
    """Reads the cases of one hall whole. Raises `Unknown`, and `NotYours` for one that is not the reader's to see."""

    def __init__(self, store: Store, catalogues: Catalogues) -> None:
        self._store, self._catalogues = store, catalogues

    def by_id(self, case_id: str, acting: Acting) -> CaseFile:
        """The case of that id."""
        hall = self._store.hall
        this = whole_cases(within_reach(acting)).where(cases.c.hall == hall, cases.c.case_id == case_id)
        people = and_(accounts.c.hall == events.c.hall, accounts.c.login == events.c.actor)
        with self._store.reading() as connection:
            found = connection.execute(this).one_or_none()
            if found is None:
                raise Unknown("not_found", "No such case here.")
            if not found[-1]:
                raise NotYours("not_your_case", "This case is not at your desk.")
            case = stored_row(found[:-1])
            history = connection.execute(
                select(events, accounts.c.name.label("actor_name"))
                .join_from(events, accounts, people, isouter=True)
                .where(events.c.hall == hall, events.c.case_id == case.case_id)
                .order_by(events.c.version)
            ).all()
            told = connection.execute(
                select(messages)
                .where(messages.c.hall == hall, messages.c.case_id == case.case_id)
                .order_by(messages.c.created_ms, messages.c.id)
            ).all()
            bodies = [json.loads(row.body) for row in history]
            named = _pages(bodies)
            here = set(
                connection.scalars(
                    select(pages.c.sha256).where(pages.c.hall == hall, pages.c.sha256.in_({p.sha256 for p in named}))
                )
            )
        return CaseFile(
            case_id=case.case_id,
            number=case.number,
            version=case.version,
            due_printed=case.due_at_window,
            life=_shown(case),
            application=_latest_application(bodies),
            item=self._catalogues.item(case.life.item, _catalogue_version(bodies)),
            events=tuple(_event(row, body) for row, body in zip(history, bodies, strict=True)),
            documents=tuple(_documents(bodies, acting)),
            pages=tuple(page.model_copy(update={"here": page.sha256 in here}) for page in named),
            notices=tuple(
                FileNotice(notice=row.notice, phone=mask_phone(row.phone), state=row.state, changed_ms=row.changed_ms)
                for row in told
            ),
        )

    def needs(self, case_id: str, sha256: str, acting: Acting) -> None:
        """Go on only if that page is of that case, and the case is the reader's to see."""
        hall = self._store.hall
        of_case = and_(cases.c.hall == case_pages.c.hall, cases.c.case_id == case_pages.c.case_id)
        this = (
            select(within_reach(acting))
            .join_from(cases, case_pages, of_case)
            .where(cases.c.hall == hall, cases.c.case_id == case_id, case_pages.c.sha256 == sha256)
        )
        with self._store.reading() as connection:
            found = connection.execute(this).one_or_none()
        if found is None:
            raise Unknown("not_found", "No such page here.")
        if not found[0]:
            raise NotYours("not_your_case", "This case is not at your desk.")


def _shown(case: CaseRow) -> dict[str, Any]:
    life: dict[str, Any] = to_plain(case.life)
    for place in (life["locker"], life["deposit"] and life["deposit"]["place"]):
        if place:
            place["code"] = ""
    return life


def _documents(bodies: Iterable[dict[str, Any]], acting: Acting) -> Iterable[dict[str, Any]]:
    """Every document given out. Who gives results out may print a pickup slip again; nobody else reads its code."""
    for document in (each for body in bodies for each in body.get("documents", ())):
        told = document.get("hand_out")
        if told and told.get("code") and Role.ISSUING not in acting.roles:
            document = document | {"hand_out": told | {"code": ""}, "bar_code": document["number"]}
        yield document


def _event(row: Row[Any], body: dict[str, Any]) -> FileEvent:
    facts = body.get("facts") or {}
    return FileEvent(
        version=row.version,
        kind=row.move,
        at_ms=row.at_ms,
        actor=row.actor,
        actor_name=row.actor_name or "",
        window=row.window,
        role=body["role"],
        reason=row.reason,
        facts={name: value for name, value in facts.items() if name not in _SECRET_FACTS},
    )


def _latest_application(bodies: Iterable[dict[str, Any]]) -> dict[str, Any]:
    applications: list[dict[str, Any]] = [body["application"] for body in bodies if "application" in body]
    return applications[-1]


def _catalogue_version(bodies: list[dict[str, Any]]) -> str:
    return str(bodies[0]["application"].get("catalogue_version", ""))


def _pages(bodies: Iterable[dict[str, Any]]) -> tuple[FilePage, ...]:
    """Every page in the order it came: of the application's materials, and what later moves brought."""
    found: dict[tuple[str, str], FilePage] = {}
    for body in bodies:
        taken = body.get("application", {}).get("taken") or {}
        brought = {material: each.get("pages", ()) for material, each in taken.items()} | (body.get("pages") or {})
        for material, sheets in brought.items():
            for page in sheets:
                key = material, page["sha256"]
                found.setdefault(key, FilePage(material=material, sha256=page["sha256"], media_type=page["media_type"]))
    return tuple(found.values())
