"""The edge of the API: bodies are bounded, every refusal is JSON, and the log names routes and codes only."""

from __future__ import annotations

import io
import json
import logging
import secrets
import time
from typing import Any

import zstandard
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.central.errors import BadRequest, CentralError, TooLarge, UnknownEncoding
from sync.errors import places

log = logging.getLogger("central")

MOST_BYTES = 1 << 20
"""Largest body, as sent and after decompression: a chunk of a page, or four times what a window puts in a push."""

DRAINED_BYTES = 16 << 20
"""A body too large is read up to here and thrown away, so that the client hears 413 and not a broken connection."""


def refusal(status: int, code: str, detail: str, facts: dict[str, Any] | None = None, **headers: str) -> Response:
    """A refusal as every client can read it; `headers` are given with _ for -."""
    content = {"code": code, "detail": detail} | ({"facts": facts} if facts else {})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    text = json.dumps(content, ensure_ascii=False)
    return Response(text, status, headers=named, media_type="application/json")


async def on_central_error(_: Request, error: Exception) -> Response:
    """What the central refuses."""
    assert isinstance(error, CentralError)
    match error.status:
        case 401:
            return refusal(401, error.code, error.detail, WWW_Authenticate="Bearer")
        case 503:
            log.error("unavailable: %s", error.code)
            return refusal(503, error.code, error.detail, Retry_After="2")
    return refusal(error.status, error.code, error.detail, error.facts)


async def on_http_error(_: Request, error: Exception) -> Response:
    """What the framework refuses: no such path, no such method."""
    assert isinstance(error, HTTPException)
    codes = {404: "not_found", 405: "method_not_allowed"}
    return refusal(error.status_code, codes.get(error.status_code, "refused"), str(error.detail))


async def on_invalid(_: Request, error: Exception) -> Response:
    """A message that does not fit. What stood there is not repeated: it may be personal."""
    assert isinstance(error, RequestValidationError)
    found = [f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors()]
    return refusal(422, "invalid", "The message does not fit.", {"places": found})


def unpacked(content: bytes, encoding: str, most: int = MOST_BYTES) -> bytes:
    """The body behind a Content-Encoding; one cut short comes out cut short, which JSON notices.

    Raises `TooLarge` before a bomb has taken more than `most` bytes, `BadRequest`, `UnknownEncoding`.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return content
        case "zstd":
            try:
                reader = zstandard.ZstdDecompressor(max_window_size=8 * MOST_BYTES).stream_reader(
                    io.BytesIO(content), read_across_frames=True
                )
                plain = reader.read(most + 1)
            except zstandard.ZstdError as error:
                raise BadRequest("not_zstd", "The body is not zstd.") from error
            if len(plain) > most:
                raise TooLarge("too_large", f"A body unpacks to at most {most} bytes.")
            return plain
    raise UnknownEncoding("unknown_encoding", "Only zstd, or nothing.")


class Edge:
    """ASGI middleware around everything: reads the body within bounds, logs one line, turns bugs into a short code."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        answer = _Answer(send)
        await self._answered(scope, receive, answer)
        # the route, not the path: a path is whatever a client sends
        route = getattr(scope.get("route"), "path", "-")
        spent = (time.monotonic() - begun) * 1000
        log.info("%s %s %d %.0f ms", scope["method"], route, answer.status, spent)

    async def _answered(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        try:
            body = await _bounded(receive)
        except TooLarge as error:
            await refusal(413, error.code, error.detail)(scope, receive, answer)
            return
        if body is None:
            return
        try:
            await self._app(scope, _replayed(body, receive), answer)
        except Exception as error:  # a bug: the client gets a code to tell us, the log gets the places
            code = secrets.token_hex(2).upper()
            log.error("bug %s: %s in %s", code, type(error).__name__, places(error))
            if not answer.status:
                await refusal(500, "bug", f"The central failed ({code}).")(scope, receive, answer)


class _Answer:
    """Passes the answer on and remembers its status, 0 while there is none."""

    def __init__(self, send: Send) -> None:
        self._send, self.status = send, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


async def _bounded(receive: Receive) -> bytes | None:
    """The whole body, or None if the client went away."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= DRAINED_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size, more = size + len(part), message.get("more_body", False)
        if size <= MOST_BYTES:
            parts.append(part)
    if size > MOST_BYTES:
        raise TooLarge("too_large", f"A body has at most {MOST_BYTES} bytes.")
    return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
