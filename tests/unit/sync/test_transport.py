"""HTTP as it really comes: a server on a port that answers what a script says."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import zstandard

from app.store.store import Store
from sync import wire
from sync.engine import Engine, SyncStatus
from sync.entry import Entry, EntryState, Queued
from sync.errors import (
    Busy,
    CentralFault,
    ForeignRedirect,
    NotOurCentral,
    Refused,
    SignInNeeded,
    Unreachable,
    UpgradeNeeded,
)
from sync.link import LinkState
from sync.loop import SyncLoop
from sync.transport import Transport
from tests.support import counter
from tests.support.model_central import PUBLIC_KEY, ModelCentral, signed_receipt
from tests.support.reports import window

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


class Script:
    """A server that gives each request to `answer` and keeps what came."""

    def __init__(self) -> None:
        self.answer: Answer = lambda handler, body: reply(handler, 200, b"{}")
        self.came: list[tuple[str, str, dict[str, str], bytes]] = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                script.came.append((self.command, self.path, dict(self.headers), body))
                script.answer(self, body)

            do_GET = do_POST = do_PUT = handle_any

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def says(status: int, body: bytes | dict[str, Any] = b"", **headers: str) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler, _: reply(handler, status, content, **headers)


@pytest.fixture
def script() -> Iterator[Script]:
    made = Script()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def transport(script: Script) -> Iterator[Transport]:
    made = Transport(script.address, "token-1", public_key=PUBLIC_KEY)
    yield made
    made.close()


def op(op_id: str = "op-1") -> wire.Op:
    body = {"name": "张𠮷"}
    entry = Entry(op_id, "case-1", 0, "case.receive", body, 0)
    return Queued(1, 0, entry, wire.sha256_of(body)).op("t-03")


def push_reply(*results: dict[str, Any]) -> dict[str, Any]:
    return {"results": list(results), "server_time_ms": 1}


def accepted(of: wire.Op, **changes: Any) -> dict[str, Any]:
    receipt = signed_receipt(of).model_dump() | changes
    return {"op_id": of.op_id, "verdict": "accepted", "receipt": receipt}


def test_a_push_is_packed_signed_for_and_carries_the_token(script: Script, transport: Transport) -> None:
    script.answer = says(200, push_reply(accepted(op())))
    assert transport.push([op()]).results[0].receipt == signed_receipt(op())
    [(method, path, headers, body)] = script.came
    assert (method, path, headers["Authorization"]) == ("POST", "/v1/push", "Bearer token-1")
    sent = wire.PushRequest.model_validate_json(zstandard.ZstdDecompressor().decompress(body, 1 << 20))
    assert sent.ops == (op(),)
    assert transport.round_trip_ms > 0


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Please sign in to the free Wi-Fi</html>",
        b"{}",
        b"",
        push_reply(),
        push_reply({"op_id": "op-1", "verdict": "accepted"}),
        push_reply(accepted(op("op-2"))),
        push_reply(accepted(op(), version=2)),
        push_reply(accepted(op(), signature="AAAA")),
        push_reply(accepted(op(), signature="not base64 ✗")),
        push_reply(accepted(op(), body_sha256="0" * 64)),
        push_reply(accepted(op()), accepted(op())),
    ],
)
def test_a_200_without_our_signed_word_is_a_strangers(
    script: Script, transport: Transport, body: bytes | dict[str, Any]
) -> None:
    script.answer = says(200, body)
    with pytest.raises(NotOurCentral):
        transport.push([op()])


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says(401), SignInNeeded),
        (says(426), UpgradeNeeded),
        (says(429), Busy),
        (says(503), Busy),
        (says(500, b"Internal Server Error"), CentralFault),
        (says(422, {"code": "invalid", "detail": "x"}), Refused),
        (says(403, b"<html>blocked by the proxy</html>"), NotOurCentral),
        (says(404, b"not found"), NotOurCentral),
        (says(302, Location="http://portal.example/login"), ForeignRedirect),
        (says(307, Location="//evil.example/v1/push"), ForeignRedirect),
    ],
)
def test_each_status_is_the_error_it_means(
    script: Script, transport: Transport, answer: Answer, error: type[Exception]
) -> None:
    script.answer = answer
    with pytest.raises(error):
        transport.push([op()])


def test_a_redirect_within_our_host_is_followed_but_not_for_ever(script: Script, transport: Transport) -> None:
    script.answer = says(307, Location="/elsewhere")
    with pytest.raises(NotOurCentral):
        transport.page_status("ab" * 32)
    assert [path for _, path, _, _ in script.came][1:] == ["/elsewhere", "/elsewhere"]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("7", 7, 7), ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0), ("soon", 0, 0), ("-5", 0, 0)],
)
def test_retry_after_is_read_in_all_its_forms(
    script: Script, transport: Transport, text: str, least: float, most: float
) -> None:
    script.answer = says(503, Retry_After=text)
    with pytest.raises(Busy) as busy:
        transport.push([op()])
    assert least <= busy.value.retry_after <= most


def test_a_server_that_hangs_up_in_the_middle_is_unreachable(script: Script, transport: Transport) -> None:
    def half(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"results":')
        handler.close_connection = True

    script.answer = half
    with pytest.raises(Unreachable):
        transport.push([op()])


def test_nobody_at_the_address_is_unreachable_and_the_text_holds_no_token(script: Script) -> None:
    transport = Transport("http://127.0.0.1:1", "token-1")
    with pytest.raises(Unreachable) as caught:
        transport.hello()
    assert "token" not in str(caught.value)
    transport.close()


def test_an_answer_without_end_is_cut_off(script: Script, transport: Transport) -> None:
    script.answer = says(200, b" " * (5 << 20))
    with pytest.raises(NotOurCentral):
        transport.page_status("ab" * 32)


def hello(**changes: Any) -> dict[str, Any]:
    return ModelCentral().hello().model_dump() | changes


def test_the_first_hello_is_pinned_and_another_key_is_refused_ever_after(script: Script) -> None:
    pinned: list[str] = []
    transport = Transport(script.address, "token-1", on_pinned=pinned.append)
    script.answer = says(200, hello())
    transport.hello()
    assert pinned == [PUBLIC_KEY]
    script.answer = says(200, hello(public_key="A" * 43 + "="))
    with pytest.raises(NotOurCentral):
        transport.hello()
    script.answer = says(200, hello(schema_versions=[7]))
    with pytest.raises(UpgradeNeeded):
        transport.hello()
    assert pinned == [PUBLIC_KEY]
    transport.close()


def test_documents_come_with_their_tag_and_only_when_changed(script: Script, transport: Transport) -> None:
    script.answer = says(200, b'{"items":[]}', ETag='"1"', Content_Type="application/json")
    document = transport.document("catalogue", "")
    assert document is not None
    assert (document.content, document.tag) == (b'{"items":[]}', '"1"')
    script.answer = says(304)
    assert transport.document("catalogue", document.tag) is None
    assert script.came[-1][2]["If-None-Match"] == '"1"'
    script.answer = says(200, b"<html>", Content_Type="text/html")
    with pytest.raises(NotOurCentral):
        transport.document("catalogue", "")


def test_chunks_are_named_by_their_hash_and_leases_must_be_what_was_asked(script: Script, transport: Transport) -> None:
    script.answer = says(200, {"sha256": "ab" * 32})
    transport.put_chunk("ab" * 32, 3, b"chunk")
    method, path, headers, body = script.came[-1]
    assert (method, path, body) == ("PUT", f"/v1/blobs/{'ab' * 32}/3", b"chunk")
    assert headers["X-Chunk-SHA256"] == hashlib.sha256(b"chunk").hexdigest()
    asked = wire.LeaseRequest(request_id="r", device_id="t-03", series="case", year=2026)
    script.answer = says(200, {"series": "case", "prefix": "YC", "year": 2025, "first": 1, "last": 5})
    with pytest.raises(NotOurCentral):
        transport.lease(asked)


def test_a_report_is_put_and_must_be_acknowledged_as_ones_own(script: Script, transport: Transport) -> None:
    report = window(3)
    script.answer = says(200, {"device_id": "window-03", "kept_at_ms": 5})
    assert transport.send_devices(report).kept_at_ms == 5
    method, path, _, body = script.came[-1]
    assert (method, path) == ("PUT", "/v1/devices")
    assert wire.WindowReport.model_validate_json(body) == report
    for answer in (says(200, {"device_id": "window-04", "kept_at_ms": 5}), says(200, b"<html>welcome</html>")):
        script.answer = answer
        with pytest.raises(NotOurCentral):
            transport.send_devices(report)


@pytest.mark.expects_log
def test_a_bug_while_sending_is_logged_by_its_places_and_never_by_what_it_says(
    transport: Transport, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    seen = threading.Event()

    def page_bytes(case_id: str, sha256: str) -> bytes:
        raise AssertionError

    class Broken(Engine):
        def step(self, now_ms: int) -> int:
            seen.set()
            raise ValueError("欧阳某 430602199003071234")

    loop = SyncLoop(
        Broken(device_id="t-03", outbox=store.outbox, central=transport, page_bytes=page_bytes),
        abandon=transport.abandon,
    )
    loop.start()
    assert seen.wait(10)
    loop.stop()
    assert "step failed: ValueError in step" in caplog.text
    assert "欧阳" not in caplog.text and "4306" not in caplog.text


def test_the_loop_stops_at_once_while_the_central_is_silent(script: Script, transport: Transport, store: Store) -> None:
    asked, never = threading.Event(), threading.Event()

    def silence(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        asked.set()
        never.wait()

    script.answer = silence
    engine = Engine(device_id="t-03", outbox=store.outbox, central=transport, page_bytes=store.page_bytes)
    ended = threading.Event()
    loop = SyncLoop(engine, abandon=transport.abandon, on_end=ended.set)
    loop.start()
    assert asked.wait(10)
    started = threading.active_count()
    loop.stop()  # without the cut this would sit out the read timeout
    assert ended.is_set()
    assert not never.is_set()
    assert engine.status.link.state is LinkState.OFFLINE
    assert threading.active_count() < started
    never.set()


def test_the_loop_sends_what_wakes_it(script: Script, transport: Transport, store: Store) -> None:
    def central(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if handler.path == "/v1/hello":
            return reply(handler, 200, json.dumps(hello()).encode())
        pushed = wire.PushRequest.model_validate_json(zstandard.ZstdDecompressor().decompress(body, 1 << 20))
        reply(handler, 200, json.dumps(push_reply(*map(accepted, pushed.ops))).encode())

    script.answer = central
    resting, sent = threading.Event(), threading.Event()

    def hear(status: SyncStatus) -> None:
        if status.link.online:
            resting.set()
        states = [row.state for row in store.outbox.rows()]
        if states and set(states) == {EntryState.SENT}:
            sent.set()

    engine = Engine(
        device_id="t-03",
        outbox=store.outbox,
        central=transport,
        page_bytes=store.page_bytes,
        on_change=hear,
    )
    loop = SyncLoop(engine, abandon=transport.abandon)
    loop.start()
    assert resting.wait(10)
    counter.save(store, "case-1")
    loop.wake(at_once=True)
    assert sent.wait(10)
    loop.stop()
    assert [row.state for row in store.outbox.rows()] == [EntryState.SENT]
