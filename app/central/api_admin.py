"""What the administrator decides for the whole hall: the catalogue and the calendar in force, and its windows.

Every endpoint here answers 401 without a session and 403 `not_your_role` to who is no administrator.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from app.central import api_accounts
from app.central.asking import Here, enrolled_window
from app.central.edge import unpacked
from app.central.errors import Held, Unprocessable
from app.central.hall_log import By
from app.central.incoming import places
from app.central.sessions import Acting
from app.domain.account import roles_of
from app.domain.calendar import HallHours
from app.domain.calendar_plan import YearPlan, span_of
from app.domain.case import Role
from app.domain.catalogue import Catalogue
from app.domain.plain import from_plain
from sync import wire

router = APIRouter(prefix="/v1", dependencies=[Depends(enrolled_window)])

_CATALOGUE_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CataloguePublication"}}},
    "description": "May be packed: Content-Encoding zstd.",
}
Named = Annotated[str, Path(max_length=64)]


def _administrator(acting: api_accounts.Acting) -> Acting:
    acting.need(Role.ADMINISTRATOR)
    return acting


Administrator = Annotated[Acting, Depends(_administrator)]


@router.post("/catalogue", openapi_extra={"requestBody": _CATALOGUE_BODY})
async def publish_catalogue(
    request: Request, central: Here, acting: Administrator, content_encoding: Annotated[str, Header()] = ""
) -> wire.CatalogueVersions:
    """Put a whole catalogue in force. 409 `catalogue_changed`, `version_taken`; 422 `catalogue_invalid`."""
    body = await request.body()

    def published() -> wire.CatalogueVersions:
        base, catalogue = _publication(unpacked(body, content_encoding, wire.MAX_CATALOGUE_BYTES))
        central.catalogues.publish(catalogue, base_version=base, by=_by(acting))
        return wire.CatalogueVersions(versions=central.catalogues.versions())

    return await run_in_threadpool(published)


@router.get("/catalogue/versions")
def catalogue_versions(central: Here, acting: Administrator) -> wire.CatalogueVersions:
    """Every version that was ever published, the newest first."""
    return wire.CatalogueVersions(versions=central.catalogues.versions())


@router.post("/catalogue/versions/{version}/withdraw")
def withdraw_catalogue(version: Named, central: Here, acting: Administrator) -> wire.CatalogueVersions:
    """Take no new cases under a version; those it has keep it. 404; 409 `last_version`."""
    central.catalogues.withdraw(version, by=_by(acting))
    return wire.CatalogueVersions(versions=central.catalogues.versions())


@router.post("/calendar/years")
def publish_year(asked: wire.YearPublication, central: Here, acting: Administrator) -> wire.CalendarInForce:
    """Put a year's days in force. 409 `calendar_changed`; 422 `calendar_invalid`, `nothing_changed`."""
    plan = YearPlan(asked.year, asked.holidays, frozenset(asked.make_up))
    calendar = central.calendars.publish_year(plan, base_version=asked.base_version, by=_by(acting))
    return wire.CalendarInForce(version=calendar.version)


@router.post("/calendar/hours")
def publish_hours(asked: wire.HoursPublication, central: Here, acting: Administrator) -> wire.CalendarInForce:
    """Put the hall's hours in force from a day on. Refused as a year is."""
    try:
        spans = tuple(span_of(text) for text in asked.spans)
    except ValueError:
        raise Unprocessable("invalid", "The message does not fit.", places=["spans: not hours"]) from None
    hours = HallHours(asked.since, spans)
    calendar = central.calendars.publish_hours(hours, base_version=asked.base_version, by=_by(acting))
    return wire.CalendarInForce(version=calendar.version)


@router.get("/windows")
def list_windows(central: Here, acting: Administrator) -> wire.WindowList:
    """Every enrolled window, and when it was last heard of."""
    heard = {contact.device_id: contact for contact in central.contacts.list()}
    return wire.WindowList(
        windows=tuple(
            wire.WindowView(
                device_id=each.device_id,
                window=each.number,
                roles=tuple(role.value for role in each.roles),
                seen_at_ms=heard[each.device_id].seen_at_ms if each.device_id in heard else 0,
                waiting=heard[each.device_id].waiting if each.device_id in heard else 0,
                parked=heard[each.device_id].parked if each.device_id in heard else 0,
            )
            for each in central.directory.list()
        )
    )


@router.post("/windows")
def enrol_window(asked: wire.WindowEnrolment, central: Here, acting: Administrator) -> wire.WindowToken:
    """A window's token, told this once. 409 `window_known` unless `again`, `own_window` for the one asked at."""
    if asked.device_id == acting.window.device_id:
        raise _own_window()
    token = central.directory.enrol(
        asked.device_id, asked.window, _roles(asked.roles), only_new=not asked.again, by=_by(acting)
    )
    return wire.WindowToken(device_id=asked.device_id, window=asked.window, token=token)


@router.put("/windows/{device_id}")
def change_window(device_id: Named, asked: wire.WindowFacts, central: Here, acting: Administrator) -> wire.WindowFacts:
    """Another number or other roles. 404; 409 `own_window` where nobody could administer at this window any more."""
    roles = _roles(asked.roles)
    if device_id == acting.window.device_id and Role.ADMINISTRATOR not in roles:
        raise _own_window()
    kept = central.directory.allow(device_id, asked.window, roles, by=_by(acting))
    return wire.WindowFacts(window=kept.number, roles=tuple(role.value for role in kept.roles))


@router.delete("/windows/{device_id}")
def dismiss_window(device_id: Named, central: Here, acting: Administrator) -> wire.Dismissed:
    """End a window's token. What it has not sent stays there. 404; 409 `own_window`."""
    if device_id == acting.window.device_id:
        raise _own_window()
    central.directory.dismiss(device_id, by=_by(acting))
    return wire.Dismissed(device_id=device_id)


def _publication(content: bytes) -> tuple[str, Catalogue]:
    try:
        asked = wire.CataloguePublication.model_validate_json(content)
        return asked.base_version, from_plain(Catalogue, asked.catalogue)
    except ValidationError as error:
        raise Unprocessable("invalid", "The message does not fit.", places=places(error)[:100]) from None


def _roles(values: tuple[str, ...]) -> frozenset[Role]:
    roles = roles_of(values)
    if len(roles) != len(set(values)):
        raise Unprocessable("invalid", "The message does not fit.", places=["roles: unknown"])
    return roles


def _by(acting: Acting) -> By:
    return By(acting.account.login, acting.window.device_id)


def _own_window() -> Held:
    return Held("own_window", "That would end the administrator's own way in; do it at another window.")
