"""The central's HTTP API, described at /openapi.json. Every refusal is JSON `{code, detail}`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.central import api_accounts, api_admin, api_figures, api_messages, api_work
from app.central.asking import Here, IfNoneMatch, SignedIn, enrolled_window
from app.central.central import Central
from app.central.edge import Edge, on_central_error, on_http_error, on_invalid, unpacked
from app.central.errors import BadRequest, CentralError, NotYours
from app.central.incoming import SHA256, read_push
from app.domain.calendar import WorkCalendar
from app.domain.catalogue import Catalogue
from app.domain.plain import to_plain
from app.domain.rules import Rules
from sync.wire import (
    Backlog,
    BlobComplete,
    BlobStatus,
    CaseView,
    CataloguePublication,
    GapsKept,
    Hello,
    Lease,
    LeaseRequest,
    NumberGaps,
    PushReply,
    PushRequest,
    ReportKept,
    WindowReport,
)

Outboxed = Annotated[int, Header(ge=0, le=2**31 - 1)]
Sha256 = Annotated[str, Path(pattern=SHA256)]

_SCHEMAS = "#/components/schemas/"
_PUSH_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": _SCHEMAS + "PushRequest"}}},
    "description": "May be packed: Content-Encoding zstd.",
}
_REPORT_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": _SCHEMAS + "WindowReport"}}},
}
_CHUNK_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


anyone = APIRouter(prefix="/v1")
enrolled = APIRouter(prefix="/v1", dependencies=[Depends(enrolled_window)])


def build(central: Central) -> FastAPI:
    """The API over `central`; the caller closes the central."""
    app = FastAPI(title="Yichuang central", version="1", docs_url=None, redoc_url=None)
    app.state.central = central
    app.state.catalogue = _Versioned(lambda: central.catalogue)
    app.state.calendar = _Versioned(lambda: central.calendar)
    app.state.rules = _Versioned(lambda: central.rules)
    app.add_middleware(Edge)
    app.add_exception_handler(CentralError, on_central_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_error)
    app.include_router(anyone)
    app.include_router(enrolled)
    app.include_router(api_accounts.router)
    app.include_router(api_admin.router)
    app.include_router(api_messages.router)
    app.include_router(api_work.router)
    app.include_router(api_figures.router)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


@anyone.get("/health")
def health(central: Here) -> dict[str, str]:
    """Whether the central can read its database; needs no token."""
    with central.store.reading():
        return {"status": "ok", "hall": central.hall}


@enrolled.get("/hello")
def hello(
    central: Here,
    window: SignedIn,
    x_waiting: Outboxed = 0,
    x_parked: Outboxed = 0,
    x_oldest_seconds: Outboxed = 0,
) -> Hello:
    """Who the central is, the key of its receipts, and which catalogue, calendar and rules it has.

    A window says with it how its outbox stands; the supervisor sees that, and when it was heard of last.
    """
    central.contacts.heard(window, Backlog(waiting=x_waiting, parked=x_parked, oldest_seconds=x_oldest_seconds))
    return central.hello()


@enrolled.get("/catalogue", responses={304: {}})
def catalogue(request: Request, if_none_match: IfNoneMatch = "") -> Response:
    """The catalogue as plain JSON; its ETag changes with it."""
    versioned: _Versioned = request.app.state.catalogue
    return versioned.answer(if_none_match)


@enrolled.get("/calendar", responses={304: {}})
def calendar(request: Request, if_none_match: IfNoneMatch = "") -> Response:
    """The working-day calendar as plain JSON; its ETag changes with it."""
    versioned: _Versioned = request.app.state.calendar
    return versioned.answer(if_none_match)


@enrolled.get("/rules", responses={304: {}})
def rules(request: Request, if_none_match: IfNoneMatch = "") -> Response:
    """The hall's rules about time as plain JSON; their ETag changes with them."""
    versioned: _Versioned = request.app.state.rules
    return versioned.answer(if_none_match)


@enrolled.post("/push", response_model=PushReply, openapi_extra={"requestBody": _PUSH_BODY})
async def push(
    request: Request, central: Here, window: SignedIn, content_encoding: Annotated[str, Header()] = ""
) -> Response:
    """Store up to 100 ops; one result an op, in order. `accepted` and `duplicate` carry a signed receipt."""
    content = await request.body()

    def stored() -> str:
        results = central.ingest.push(read_push(unpacked(content, content_encoding), window))
        return PushReply(results=results, server_time_ms=central.clock()).model_dump_json()

    return Response(await run_in_threadpool(stored), media_type="application/json")


@enrolled.post("/numbers/lease")
def lease(asked: LeaseRequest, central: Here, window: SignedIn) -> Lease:
    """A block of numbers that is the window's for ever; the same request id gives the same block."""
    if asked.device_id != window.device_id:
        raise NotYours("not_your_window", "The request names another window than the token.")
    return central.numbering.lease(asked)


@enrolled.post("/numbers/gaps")
def number_gaps(told: NumberGaps, central: Here, window: SignedIn) -> GapsKept:
    """Put serials that the window never gave into the register; saying it twice is harmless."""
    if told.device_id != window.device_id:
        raise NotYours("not_your_window", "The request names another window than the token.")
    return central.numbering.record(told)


@enrolled.put("/devices", response_model=ReportKept, openapi_extra={"requestBody": _REPORT_BODY})
async def put_devices(request: Request, central: Here, window: SignedIn) -> ReportKept:
    """Keep the compatibility report of the window's devices, in place of its last one."""
    return await run_in_threadpool(central.device_reports.keep, await request.body(), window)


@enrolled.get("/blobs/{sha256}")
def blob_status(sha256: Sha256, central: Here) -> BlobStatus:
    """Which chunks of a page are here; of an unknown page none."""
    return central.blobs.status(sha256)


@enrolled.put("/blobs/{sha256}/{n}", response_model=BlobStatus, openapi_extra={"requestBody": _CHUNK_BODY})
async def put_chunk(
    request: Request, sha256: Sha256, n: int, central: Here, x_chunk_sha256: Annotated[str, Header()] = ""
) -> BlobStatus:
    """Keep chunk `n` (from 0, 1 MiB each but the last). 400 `chunk_corrupt`: damaged on the way, send again."""
    if not x_chunk_sha256:
        raise BadRequest("chunk_unnamed", "X-Chunk-SHA256 is missing.")
    return await run_in_threadpool(central.blobs.put, sha256, n, await request.body(), x_chunk_sha256)


@enrolled.post("/blobs/{sha256}/complete")
def complete_blob(sha256: Sha256, asked: BlobComplete, central: Here) -> BlobStatus:
    """Check the whole. Not complete in the answer: send the chunks that it does not list."""
    return central.blobs.complete(sha256, asked)


@enrolled.get("/cases")
def case_by_number(number: Annotated[str, Query(min_length=1, max_length=64)], central: Here) -> CaseView:
    """The case with that printed number."""
    return central.views.by_number(number)


@enrolled.get("/cases/{case_id}")
def case_by_id(case_id: Annotated[str, Path(max_length=36)], central: Here) -> CaseView:
    """The case as the central sees it, with its timeline."""
    return central.views.by_id(case_id)


class _Versioned:
    """A value that seldom changes, as JSON made once for each that is put in force."""

    def __init__(self, newest: Callable[[], Catalogue | WorkCalendar | Rules]) -> None:
        self._newest = newest
        self._made = self._make(newest())

    def answer(self, if_none_match: str) -> Response:
        """The value, or 304 if the client has it."""
        newest, made = self._newest(), self._made
        if made.of is not newest:
            made = self._made = self._make(newest)
        known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        if made.tag in known:
            return Response(status_code=304, headers={"ETag": made.tag})
        return Response(made.content, media_type="application/json", headers={"ETag": made.tag})

    def _make(self, value: Catalogue | WorkCalendar | Rules) -> _Made:
        content = json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":")).encode()
        # the version alone would not notice an edit without a new version
        return _Made(value, content, f'"{quote(value.version)}-{hashlib.sha256(content).hexdigest()[:12]}"')


@dataclass(frozen=True, slots=True)
class _Made:
    of: Catalogue | WorkCalendar | Rules
    content: bytes
    tag: str


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the messages that are read from the body by hand and so not declared to FastAPI."""
    if app.openapi_schema is None:
        described = FastAPI.openapi(app)
        for read_by_hand in (PushRequest, WindowReport, CataloguePublication):
            message = read_by_hand.model_json_schema(ref_template=_SCHEMAS + "{model}")
            parts = message.pop("$defs", {})
            described["components"]["schemas"] |= {read_by_hand.__name__: message} | parts
    return app.openapi_schema or {}
