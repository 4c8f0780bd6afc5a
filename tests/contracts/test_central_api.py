"""The central over HTTP, as a window (or anybody) speaks to it."""

from __future__ import annotations

import hashlib
import json
import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.central.directory import FIRST_WINDOW_FILE
from app.central.server import EmbeddedCentral
from app.domain.calendar import WorkCalendar
from app.domain.catalogue import Catalogue
from app.domain.plain import from_plain
from app.domain.rules import Rules
from sync.wire import CHUNK, MAX_REPORT_BYTES, CaseView, Hello, PushReply, ReportKept, canonical
from tests.support.central_ops import (
    CATALOGUE,
    DEVICE,
    ID_NUMBER,
    NAME,
    TO_THE_END,
    WindowPen,
    options,
    rewritten,
)
from tests.support.reports import window


class Terminal:
    """A window's side of the wire, as thin as can be."""

    def __init__(self, url: str, token: str, device_id: str = DEVICE) -> None:
        self.url, self.device_id = url + "/v1", device_id
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(self.url + path, timeout=10, **more)

    def post(self, path: str, data: bytes, **headers: str) -> requests.Response:
        named = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.session.post(self.url + path, data, headers=named, timeout=10)

    def push(self, *ops: Any) -> PushReply:
        answer = self.post("/push", canonical({"device_id": self.device_id, "ops": list(ops)}))
        assert answer.status_code == 200, answer.text
        return PushReply.model_validate_json(answer.content)

    def put_chunk(self, page: str, n: int, content: bytes, named: str = "") -> requests.Response:
        headers = {"X-Chunk-SHA256": named or hashlib.sha256(content).hexdigest()}
        return self.session.put(f"{self.url}/blobs/{page}/{n}", content, headers=headers, timeout=10)

    def put_devices(self, content: bytes) -> requests.Response:
        return self.session.put(f"{self.url}/devices", content, timeout=10)

    def complete(self, page: str, content: bytes) -> requests.Response:
        chunks = -(-len(content) // CHUNK)
        asked = {"chunks": chunks, "size": len(content), "media_type": "image/jpeg"}
        return self.post(f"/blobs/{page}/complete", json.dumps(asked).encode())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path)) as running:
        yield running


@pytest.fixture
def terminal(server: EmbeddedCentral) -> Iterator[Terminal]:
    enrolled = Terminal(server.url, server.central.directory.enrol(DEVICE, "03"))
    yield enrolled
    enrolled.session.close()


@pytest.fixture
def pen() -> WindowPen:
    return WindowPen()


def refused(answer: requests.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"] and "Traceback" not in answer.text


def test_a_case_pushed_twice_is_there_once(terminal: Terminal, pen: WindowPen) -> None:
    ops = pen.history(*TO_THE_END)
    first, second = terminal.push(*ops), terminal.push(*ops)
    assert [result.verdict for result in first.results] == ["accepted"] * len(ops)
    assert [result.verdict for result in second.results] == ["duplicate"] * len(ops)
    assert [r.receipt for r in first.results] == [r.receipt for r in second.results]
    by_number = terminal.get("/cases", params={"number": ops[0]["body"]["number"]}).content
    assert CaseView.model_validate_json(by_number).version == len(ops)
    assert terminal.get(f"/cases/{ops[0]['case_id']}").content == by_number


def test_good_ops_pass_beside_reused_conflicting_and_broken_ones(terminal: Terminal, pen: WindowPen) -> None:
    first, second = pen.receive(), pen.receive()
    terminal.push(first)
    reused = rewritten(first, reason="altered")
    conflict = pen.move(first["case_id"], 0, "receive", "intake")
    conflict = rewritten(conflict, **first["body"])
    reply = terminal.push(reused, conflict, {"op_id": 5}, second)
    assert [result.code for result in reply.results] == ["reused", "version_conflict", "invalid", ""]
    assert reply.results[1].current_version == 1


def test_a_packed_push_is_taken(terminal: Terminal, pen: WindowPen) -> None:
    plain = canonical({"device_id": pen.device_id, "ops": [pen.receive()]})
    answer = terminal.post("/push", zstandard.compress(plain), Content_Encoding="zstd")
    assert answer.json()["results"][0]["verdict"] == "accepted"


def test_a_bomb_an_oversized_body_and_garbage_are_refused_in_json(terminal: Terminal) -> None:
    bomb = zstandard.compress(b" " * (100 << 20))
    refused(terminal.post("/push", bomb, Content_Encoding="zstd"), 413, "too_large")
    refused(terminal.post("/push", b"x" * (5 << 20)), 413, "too_large")
    refused(terminal.post("/push", b"x" * 9, Content_Encoding="br"), 415, "unknown_encoding")
    refused(terminal.post("/push", b"\xff{garbage"), 400, "not_json")
    refused(terminal.post("/push", b"[]"), 422, "invalid")
    refused(terminal.post("/numbers/lease", b"{garbage"), 422, "invalid")
    refused(terminal.get("/no/such/path"), 404, "not_found")
    refused(terminal.session.delete(terminal.url + "/hello", timeout=10), 405, "method_not_allowed")


def test_an_upload_without_a_length_is_bounded_too(terminal: Terminal) -> None:
    answer = terminal.session.post(terminal.url + "/push", iter([b"x" * CHUNK] * 3), timeout=10)
    refused(answer, 413, "too_large")


def test_nobody_gets_in_without_a_valid_token(server: EmbeddedCentral) -> None:
    page, tokens = "0" * 64, ("Bearer wrong", "Bearer ", "Basic d2luZG93OjAz", "")
    for path in ("/hello", "/catalogue", "/calendar", "/rules", "/cases/x", "/cases?number=x", f"/blobs/{page}"):
        for token in tokens:
            answer = requests.get(f"{server.url}/v1{path}", headers={"Authorization": token}, timeout=10)
            assert answer.status_code == 401 and answer.json()["code"] in ("no_token", "unknown_token")
            assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_nobody_writes_without_a_valid_token(server: EmbeddedCentral) -> None:
    stranger = Terminal(server.url, "wrong")
    with stranger.session:
        refused(stranger.post("/push", b"{}"), 401, "unknown_token")
        refused(stranger.put_chunk("0" * 64, 0, b"x"), 401, "unknown_token")
        refused(stranger.complete("0" * 64, b"x"), 401, "unknown_token")
        refused(stranger.post("/numbers/lease", b"{}"), 401, "unknown_token")
        refused(stranger.put_devices(window(3).model_dump_json().encode()), 401, "unknown_token")


def test_a_window_cannot_push_or_lease_for_another(terminal: Terminal) -> None:
    refused(terminal.post("/push", canonical({"device_id": "window-99", "ops": []})), 403, "not_your_window")
    asked = {"request_id": "r", "device_id": "window-99", "series": "case", "year": 2026}
    refused(terminal.post("/numbers/lease", canonical(asked)), 403, "not_your_window")


def test_hello_and_health(server: EmbeddedCentral, terminal: Terminal) -> None:
    hello = Hello.model_validate_json(terminal.get("/hello").content)
    assert (hello.hall, hello.catalogue_version, hello.schema_versions) == ("YC", CATALOGUE.version, (1,))
    assert requests.get(f"{server.url}/v1/health", timeout=10).json() == {"status": "ok", "hall": "YC"}


def test_catalogue_calendar_and_rules_come_whole_and_only_when_they_changed(
    server: EmbeddedCentral, terminal: Terminal
) -> None:
    catalogue, calendar, rules = (terminal.get(f"/{name}") for name in ("catalogue", "calendar", "rules"))
    assert from_plain(Catalogue, catalogue.json()) == CATALOGUE
    assert from_plain(WorkCalendar, calendar.json()) == server.central.calendar
    assert from_plain(Rules, rules.json()) == server.central.rules
    for path, answer in (("/catalogue", catalogue), ("/calendar", calendar), ("/rules", rules)):
        known = f'"other", W/{answer.headers["ETag"]}'
        again = terminal.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert terminal.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_is_sent_in_chunks_over_a_broken_line(terminal: Terminal) -> None:
    content = b"scan" * (CHUNK // 4) + b"rest"
    page = hashlib.sha256(content).hexdigest()
    assert terminal.put_chunk(page, 1, content[CHUNK:]).json()["chunks"] == [1]
    damaged = terminal.put_chunk(page, 0, b"?" + content[1:CHUNK], hashlib.sha256(content[:CHUNK]).hexdigest())
    refused(damaged, 400, "chunk_corrupt")
    assert terminal.complete(page, content).json() == {"sha256": page, "chunks": [1], "complete": False}
    assert terminal.get(f"/blobs/{page}").json()["chunks"] == [1]
    terminal.put_chunk(page, 0, content[:CHUNK])
    assert terminal.complete(page, content).json()["complete"]


def test_pages_have_proper_names_and_sizes_or_are_refused(terminal: Terminal) -> None:
    refused(terminal.get("/blobs/..%2f..%2fcentral.db"), 404, "not_found")
    refused(terminal.get(f"/blobs/{'G' * 64}"), 422, "invalid")
    refused(terminal.put_chunk("1" * 64, 64, b"x"), 422, "chunk_number")
    refused(terminal.put_chunk("1" * 64, 0, b"x" * (CHUNK + 1)), 413, "too_large")
    unnamed = terminal.session.put(f"{terminal.url}/blobs/{'1' * 64}/0", b"x", timeout=10)
    refused(unnamed, 400, "chunk_unnamed")
    whole = {"chunks": 65, "size": 65 << 20, "media_type": "image/jpeg"}
    refused(terminal.post(f"/blobs/{'1' * 64}/complete", canonical(whole)), 422, "invalid")


def test_a_window_reports_its_devices_as_often_as_it_likes(server: EmbeddedCentral, terminal: Terminal) -> None:
    for title in ("旧", "新"):
        answer = terminal.put_devices(window(3, title=title).model_dump_json().encode())
        assert answer.status_code == 200, answer.text
        assert ReportKept.model_validate_json(answer.content).device_id == DEVICE
    kept = [each.report for each in server.central.device_reports.latest() if each.device_id == DEVICE]
    assert kept == [window(3, title="新")]


def test_a_report_of_another_window_too_large_or_garbled_is_refused(terminal: Terminal) -> None:
    refused(terminal.put_devices(window(4).model_dump_json().encode()), 403, "not_your_window")
    refused(terminal.put_devices(b" " * (MAX_REPORT_BYTES + 1)), 413, "too_large")
    refused(terminal.put_devices(b"x" * (5 << 20)), 413, "too_large")
    for garbage in (b"", b"\xff{garbage", b"[]", b"[" * 9999, b'{"device_id": "window-03"}'):
        refused(terminal.put_devices(garbage), 422, "invalid")
    broken = window(3).model_dump(mode="json")
    broken["devices"][0]["uses"] = -1
    answer = terminal.put_devices(json.dumps(broken).encode())
    refused(answer, 422, "invalid")
    assert answer.json()["facts"]["places"] == ["devices.0.uses: greater_than_equal"]


def test_windows_leasing_and_pushing_all_at_once_get_what_is_theirs(server: EmbeddedCentral) -> None:
    def work(n: int) -> tuple[list[str], int, int]:
        device = f"busy-{n}"
        terminal = Terminal(server.url, server.central.directory.enrol(device, str(n)), device)
        pen = WindowPen(device)
        with terminal.session:
            asked = {"request_id": device, "device_id": device, "series": "busy", "year": 2026, "count": 9}
            blocks = [terminal.post("/numbers/lease", canonical(asked)).json() for _ in range(2)]
            assert blocks[0] == blocks[1]
            replies = [terminal.push(pen.receive()) for _ in range(10)]
        return (
            [result.verdict for reply in replies for result in reply.results],
            blocks[0]["first"],
            blocks[0]["last"],
        )

    with ThreadPoolExecutor(8) as windows:
        done = list(windows.map(work, range(8)))
    assert all(verdicts == ["accepted"] * 10 for verdicts, _, _ in done)
    blocks = sorted((first, last) for _, first, last in done)
    assert blocks == [(1 + 9 * n, 9 + 9 * n) for n in range(8)]


def test_openapi_describes_the_push_message(server: EmbeddedCentral) -> None:
    described = requests.get(f"{server.url}/openapi.json", timeout=10).json()
    assert {"PushRequest", "Op", "PushReply", "BlobStatus", "Lease", "WindowReport", "DeviceReport"} <= set(
        described["components"]["schemas"]
    )
    assert "/v1/blobs/{sha256}/{n}" in described["paths"]


def test_nothing_personal_reaches_the_log(terminal: Terminal, pen: WindowPen, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    number = "YC26-03-00417"
    terminal.push(pen.receive(number), rewritten(pen.receive(), role=NAME), {"op_id": [ID_NUMBER]})
    terminal.get("/cases", params={"number": ID_NUMBER})
    terminal.get(f"/cases/{ID_NUMBER}")
    for _ in range(3):  # a line is written behind its answer; three answers later it is there
        terminal.get("/hello")
    ours = "\n".join(each.getMessage() for each in caplog.records if not each.name.startswith("urllib3"))
    assert "POST /v1/push 200" in ours and "GET /v1/cases/{case_id} 404" in ours
    assert not any(secret in ours for secret in (NAME, ID_NUMBER, number))


def test_a_client_that_hangs_up_half_way_disturbs_nobody(server: EmbeddedCentral, terminal: Terminal) -> None:
    address = urlsplit(server.url)
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as line:
        line.sendall(b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n{")
    assert terminal.get("/hello").status_code == 200


def test_the_first_window_can_sign_in_with_what_the_installer_was_given(tmp_path: Path) -> None:
    with EmbeddedCentral(options(tmp_path)) as server:
        told = json.loads((tmp_path / FIRST_WINDOW_FILE).read_text())
        terminal = Terminal(server.url, told["token"], told["device_id"])
        with terminal.session:
            assert terminal.get("/hello").status_code == 200
            assert terminal.push(WindowPen().receive()).results[0].verdict == "accepted"


def test_with_a_certificate_the_central_speaks_https(tmp_path: Path) -> None:
    file = tmp_path / "central.pem"
    file.write_bytes(self_signed())
    with EmbeddedCentral(options(tmp_path / "data", tls_certificate=file)) as server:
        assert server.url.startswith("https://")
        answer = requests.get(f"{server.url}/v1/health", verify=str(file), headers={"Connection": "close"}, timeout=10)
        assert answer.json()["status"] == "ok"


def self_signed() -> bytes:
    """Certificate and key of 127.0.0.1, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    pem = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    return certificate.public_bytes(encoding) + pem
