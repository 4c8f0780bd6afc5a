"""The central's HTTP API, described at /openapi.json. Every refusal is JSON `{code, detail}`."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.central.central import Central
from app.central.directory import Window
from app.central.edge import Edge, on_central_error, on_http_error, on_invalid, unpacked
from app.central.errors import BadRequest, CentralError, NotSignedIn, NotYours
from app.central.incoming import SHA256, read_push
from app.domain.plain import to_plain
from sync.wire import BlobComplete, BlobStatus, CaseView, Hello, Lease, LeaseRequest, PushReply, PushRequest

Sha256 = Annotated[str, Path(pattern=SHA256)]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]

_PUSH_REF = "#/components/schemas/PushRequest"
_PUSH_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": _PUSH_REF}}},
    "description": "May be packed: Content-Encoding zstd.",
}
_CHUNK_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def build(central: Central) -> FastAPI:
    """The API over `central`; the caller closes the central."""
    app = FastAPI(title="Yichuang central", version="1", docs_url=None, redoc_url=None)
    app.add_middleware(Edge)
    app.add_exception_handler(CentralError, on_central_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_error)

    def signed_in(credentials: Credentials) -> Window:
        if credentials is None:
            raise NotSignedIn("no_token", "Show the window's token as a Bearer token.")
        return central.directory.window_of(credentials.credentials)

    _add_meeting(app, central, signed_in)
    _add_push(app, central, signed_in)
    _add_blobs(app, central, signed_in)
    _add_cases(app, central, signed_in)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _add_meeting(app: FastAPI, central: Central, signed_in: Any) -> None:
    catalogue = _Versioned(central.catalogue, central.catalogue.version)
    calendar = _Versioned(central.calendar, central.calendar.version)

    @app.get("/v1/health")
    def health() -> dict[str, str]:
        """Whether the central can read its database; needs no token."""
        with central.store.reading():
            return {"status": "ok", "hall": central.hall}

    @app.get("/v1/hello", dependencies=[Depends(signed_in)])
    def hello() -> Hello:
        """Who the central is, the key of its receipts, and which catalogue and calendar it has."""
        return central.hello()

    @app.get("/v1/catalogue", dependencies=[Depends(signed_in)], responses={304: {}})
    def get_catalogue(if_none_match: Annotated[str, Header()] = "") -> Response:
        """The catalogue as plain JSON; its ETag changes with it."""
        return catalogue.answer(if_none_match)

    @app.get("/v1/calendar", dependencies=[Depends(signed_in)], responses={304: {}})
    def get_calendar(if_none_match: Annotated[str, Header()] = "") -> Response:
        """The working-day calendar as plain JSON; its ETag changes with it."""
        return calendar.answer(if_none_match)


def _add_push(app: FastAPI, central: Central, signed_in: Any) -> None:
    @app.post("/v1/push", response_model=PushReply, openapi_extra={"requestBody": _PUSH_BODY})
    async def push(
        request: Request,
        window: Annotated[Window, Depends(signed_in)],
        content_encoding: Annotated[str, Header()] = "",
    ) -> Response:
        """Store up to 100 ops. One result an op, in order; `accepted` and `duplicate` carry a signed receipt."""
        content = await request.body()

        def stored() -> str:
            results = central.ingest.push(read_push(unpacked(content, content_encoding), window))
            return PushReply(results=results, server_time_ms=central.clock()).model_dump_json()

        return Response(await run_in_threadpool(stored), media_type="application/json")

    @app.post("/v1/numbers/lease")
    def lease(asked: LeaseRequest, window: Annotated[Window, Depends(signed_in)]) -> Lease:
        """A block of numbers that belongs to the window for ever; the same request id gives the same block."""
        if asked.device_id != window.device_id:
            raise NotYours("not_your_window", "The request names another window than the token.")
        return central.numbering.lease(asked)


def _add_blobs(app: FastAPI, central: Central, signed_in: Any) -> None:
    @app.get("/v1/blobs/{sha256}", dependencies=[Depends(signed_in)])
    def status(sha256: Sha256) -> BlobStatus:
        """Which chunks of a page are here; of an unknown page none."""
        return central.blobs.status(sha256)

    @app.put(
        "/v1/blobs/{sha256}/{n}",
        dependencies=[Depends(signed_in)],
        response_model=BlobStatus,
        openapi_extra={"requestBody": _CHUNK_BODY},
    )
    async def put_chunk(
        request: Request, sha256: Sha256, n: int, x_chunk_sha256: Annotated[str, Header()] = ""
    ) -> BlobStatus:
        """Keep chunk `n` (from 0, 1 MiB each but the last). 400 `chunk_corrupt`: damaged on the way, send again."""
        if not x_chunk_sha256:
            raise BadRequest("chunk_unnamed", "X-Chunk-SHA256 is missing.")
        content = await request.body()
        return await run_in_threadpool(central.blobs.put, sha256, n, content, x_chunk_sha256)

    @app.post("/v1/blobs/{sha256}/complete", dependencies=[Depends(signed_in)])
    def complete(sha256: Sha256, asked: BlobComplete) -> BlobStatus:
        """Check the whole. Not complete in the answer: the chunks that are missing from it are to be sent."""
        return central.blobs.complete(sha256, asked)

    @app.get("/v1/blobs/{sha256}/content", dependencies=[Depends(signed_in)], response_class=Response)
    def content(sha256: Sha256) -> Response:
        """A complete page."""
        page, media_type = central.blobs.content(sha256)
        # pages come from scanners and sticks: a browser must neither guess nor run them
        guarded = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
        return Response(page, media_type=media_type, headers=guarded)


def _add_cases(app: FastAPI, central: Central, signed_in: Any) -> None:
    @app.get("/v1/cases", dependencies=[Depends(signed_in)])
    def by_number(number: Annotated[str, Query(min_length=1, max_length=64)]) -> CaseView:
        """The case with that printed number."""
        return central.views.by_number(number)

    @app.get("/v1/cases/{case_id}", dependencies=[Depends(signed_in)])
    def by_id(case_id: Annotated[str, Path(max_length=36)]) -> CaseView:
        """The case as the central sees it, with its timeline."""
        return central.views.by_id(case_id)


class _Versioned:
    """A value that seldom changes, as JSON made once."""

    def __init__(self, value: object, version: str) -> None:
        self._content = json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":")).encode()
        # the version alone would not notice an edit without a new version
        self._tag = f'"{quote(version)}-{hashlib.sha256(self._content).hexdigest()[:12]}"'

    def answer(self, if_none_match: str) -> Response:
        """The value, or 304 if the client has it."""
        known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        if self._tag in known:
            return Response(status_code=304, headers={"ETag": self._tag})
        return Response(self._content, media_type="application/json", headers={"ETag": self._tag})


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the message of a push, which is read op by op and so is not declared to FastAPI."""
    if app.openapi_schema is None:
        described = FastAPI.openapi(app)
        message = PushRequest.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = message.pop("$defs", {})
        described["components"]["schemas"] |= {"PushRequest": message} | parts
    return app.openapi_schema or {}
