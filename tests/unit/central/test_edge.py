"""Bodies stay within bounds, and a bug tells the client a code and the log a place, nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
import zstandard

from app.central.edge import MOST_BYTES, Edge, unpacked
from app.central.errors import BadRequest, TooLarge, UnknownEncoding
from tests.support.central_ops import ID_NUMBER


def test_a_packed_body_is_unpacked_whether_its_size_is_said_or_not() -> None:
    assert unpacked(b"plain", "") == b"plain"
    assert unpacked(zstandard.compress(b"one" * 1000), "zstd") == b"one" * 1000
    stream = zstandard.ZstdCompressor(write_content_size=False)
    assert unpacked(stream.compress(b"one") + stream.compress(b"two"), "ZSTD") == b"onetwo"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = zstandard.compress(b"\0" * (200 * MOST_BYTES))
    assert len(bomb) < MOST_BYTES / 10
    with pytest.raises(TooLarge):
        unpacked(bomb, "zstd")


def test_what_is_not_zstd_is_said() -> None:
    for garbage in (b"{}", zstandard.compress(b"one" * 99) + b"tail"):
        with pytest.raises(BadRequest):
            unpacked(garbage, "zstd")
    with pytest.raises(UnknownEncoding):
        unpacked(b"", "gzip")


def spoken_to(app: Any, *bodies: bytes) -> list[dict[str, Any]]:
    """What `app` behind the edge answers to a request whose body comes in these parts."""
    parts = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    waiting = iter([*parts, {"type": "http.request", "body": b"", "more_body": False}])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(waiting)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Edge(app)({"type": "http", "method": "POST", "headers": []}, receive, send))
    return sent


async def echo(_: Any, receive: Any, send: Any) -> None:
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


async def faulty(_: Any, receive: Any, send: Any) -> None:
    raise KeyError(ID_NUMBER)


def test_a_body_in_parts_arrives_whole() -> None:
    assert spoken_to(echo, b"one", b"two")[1]["body"] == b"onetwo"


def test_a_body_too_large_is_read_to_its_end_and_refused() -> None:
    start, body = spoken_to(echo, *[b"x" * (MOST_BYTES // 4)] * 5)
    assert start["status"] == 413
    assert json.loads(body["body"])["code"] == "too_large"


@pytest.mark.expects_log
def test_a_bug_is_answered_with_a_code_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    start, body = spoken_to(faulty, b"{}")
    answer = json.loads(body["body"])
    assert (start["status"], answer["code"]) == (500, "bug")
    code = answer["detail"].split("(")[1].split(")")[0]
    assert f"bug {code}: KeyError in faulty" in caplog.text
    assert ID_NUMBER not in caplog.text + str(answer)
