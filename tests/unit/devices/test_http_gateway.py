"""A gateway's template: what may stand in it, how slots are filled, how success is told, and where its secret is."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devices.errors import DeviceAbsent, MessageRefused, MessageUnsure
from devices.messaging.http_gateway import GatewayProfile, HttpGateway
from devices.ports import SentMessage
from devices.simulators.line_end import SimulatedDevice

NUMBER = "13800138000"
PLAIN = GatewayProfile(url="https://sms.example.invalid/send", success="^OK")
CODED = replace(PLAIN, success_path="code", success_value="0")


class Listener:
    """Keeps the requests it gets, and answers as it was told."""

    def __init__(self, content: str = "OK 17") -> None:
        self.heard = b""
        self.content = content

    def answer(self, data: bytes) -> bytes:
        self.heard += data
        head, end, body = self.heard.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        if not end or len(body) < length:
            return b""
        content = self.content.encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content) + content


@pytest.fixture
def listener() -> Iterator[tuple[Listener, SimulatedDevice]]:
    machine = Listener()
    with SimulatedDevice(machine, "tcp") as device:
        yield machine, device


def sent(listener: tuple[Listener, SimulatedDevice], profile: GatewayProfile, text: str = "你好") -> SentMessage:
    local = replace(profile, url=f"http://{listener[1].port}/send/{{id}}", answer_seconds=0.5)
    gateway = HttpGateway(local, secret="env:KEY", environment={"KEY": "s3same"}, new_id=lambda: "a/1")
    gateway.open()
    try:
        return gateway.send(NUMBER, text)
    finally:
        gateway.close()


def body_of(machine: Listener) -> str:
    return machine.heard.partition(b"\r\n\r\n")[2].decode()


def test_slots_are_filled_and_escaped_as_json_needs_it(listener: tuple[Listener, SimulatedDevice]) -> None:
    body = '{"to": "{number}", "n": "{local_number}", "text": "{text}", "k": "{secret}", "x": {"y": {}}}'
    sent(listener, replace(PLAIN, body=body), 'He said "hi"\n\\ 𠮷')
    filled = r'"text": "He said \"hi\"\n\\ 𠮷", "k": "s3same", "x": {"y": {}}}'
    assert body_of(listener[0]) == '{"to": "+8613800138000", "n": "13800138000", ' + filled


def test_slots_are_filled_and_escaped_as_a_form_needs_it(listener: tuple[Listener, SimulatedDevice]) -> None:
    sent(listener, replace(PLAIN, body="to={number}&text={text}", body_is="form"), "a&b=c 好%")
    assert body_of(listener[0]) == "to=%2B8613800138000&text=a%26b%3Dc%20%E5%A5%BD%25"


def test_an_address_takes_our_id_and_headers_the_secret(listener: tuple[Listener, SimulatedDevice]) -> None:
    sent(
        listener, replace(PLAIN, method="PUT", headers=("Authorization: Bearer {secret}", "X-Id: {id}"), body="{text}")
    )
    head = listener[0].heard.decode().partition("\r\n\r\n")[0]
    assert head.startswith("PUT /send/a%2F1 HTTP/1.1")
    assert "Authorization: Bearer s3same" in head
    assert "X-Id: a/1" in head
    assert NUMBER not in head


@pytest.mark.parametrize(
    ("content", "profile", "told"),
    [
        ("OK 17", PLAIN, SentMessage(())),
        (
            '{"code": 0, "id": 17}',
            replace(PLAIN, success_path="code", success_value="0", id_path="id"),
            SentMessage(("17",)),
        ),
        ('{"ok": true}', replace(PLAIN, success_path="ok", success_value="true", id_path="id"), SentMessage(())),
        ('{"a": [{"b": "OK"}]}', replace(PLAIN, success_path="a.0.b", success_value="OK"), SentMessage(())),
        ("-3", replace(PLAIN, refusal=r"^-\d+"), MessageRefused),
        ("-3", PLAIN, MessageUnsure),
        ("", PLAIN, MessageUnsure),
        ('{"code": 7}', CODED, MessageRefused),
        ('{"kode": 0}', CODED, MessageUnsure),
        ("[0]", CODED, MessageUnsure),
        ("[0]", replace(PLAIN, success_path="5", success_value="0"), MessageUnsure),
        ('"code"', CODED, MessageUnsure),
        ("OK", CODED, MessageUnsure),
        ("[" * 30_000, CODED, MessageUnsure),
    ],
)
def test_success_is_what_the_profile_says_and_nothing_else(
    content: str,
    profile: GatewayProfile,
    told: SentMessage | type[Exception],
    listener: tuple[Listener, SimulatedDevice],
) -> None:
    listener[0].content = content
    if isinstance(told, SentMessage):
        assert sent(listener, profile) == told
        return
    with pytest.raises(told):
        sent(listener, profile)


def test_a_verdict_that_repeats_the_number_does_not_carry_it_on(listener: tuple[Listener, SimulatedDevice]) -> None:
    listener[0].content = f'{{"code": "black list: {NUMBER}"}}'
    with pytest.raises(MessageRefused) as said:
        sent(listener, CODED)
    assert said.value.code == "black list: …"


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (replace(PLAIN, url="http://sms.example.invalid/send"), "not encrypted"),
        (replace(PLAIN, url="ftp://localhost/send"), "not encrypted"),
        (replace(PLAIN, url="sms.example.invalid"), "https://host"),
        (replace(PLAIN, url="https://sms.example.invalid:99999/"), "Port"),
        (replace(PLAIN, url="https://sms.example.invalid:http/"), "Port"),
        (replace(PLAIN, url="https://{id}.example.invalid/"), "https://host"),
        (replace(PLAIN, url="https://sms.example.invalid/?to={number}"), "only {id}"),
        (replace(PLAIN, url="https://sms.example.invalid/?key={secret}"), "only {id}"),
        (replace(PLAIN, headers=("X-To: {number}",)), "only {id} and {secret}"),
        (replace(PLAIN, headers=("no colon",)), "Name: value"),
        (replace(PLAIN, headers=("X: a\r\nY: b",)), "Name: value"),
        (replace(PLAIN, success="("), "success"),
        (replace(PLAIN, refusal="("), "refusal"),
        (replace(PLAIN, success=""), "success_path"),
    ],
)
def test_a_profile_that_leaks_or_cannot_be_is_refused(profile: GatewayProfile, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("{", r"\{")):
        HttpGateway(profile)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_on_this_computer_encryption_is_not_needed(host: str) -> None:
    assert HttpGateway(replace(PLAIN, url=f"http://{host}:8080/send")).where == f"http://{host}:8080"


def test_a_name_in_an_address_is_not_shown() -> None:
    assert HttpGateway(replace(PLAIN, url="https://me:pw@sms.example.invalid/")).where == "https://sms.example.invalid"


def test_a_secret_in_a_file_is_found(tmp_path: Path, listener: tuple[Listener, SimulatedDevice]) -> None:
    (tmp_path / "key").write_text("from-a-file\n", encoding="utf-8")
    profile = replace(PLAIN, url=f"http://{listener[1].port}/", body="{secret}", body_is="text")
    gateway = HttpGateway(profile, secret=f"file:{tmp_path / 'key'}")
    gateway.open()
    gateway.send(NUMBER, "你好")
    gateway.close()
    assert body_of(listener[0]) == "from-a-file"


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("env:NOT_SET", "NOT_SET is not set"),
        ("env:EMPTY", "not one word"),
        ("env:TWO_LINES", "not one word"),
        ("file:/no/such/file", "No such file"),
    ],
)
def test_a_secret_that_is_not_there_is_named_by_its_place(secret: str, said: str) -> None:
    gateway = HttpGateway(PLAIN, secret=secret, environment={"EMPTY": "", "TWO_LINES": "a\nX-Evil: b"})
    with pytest.raises(DeviceAbsent, match=said) as absent:
        gateway.open()
    assert "Evil" not in str(absent.value)


def test_a_gateway_that_was_not_opened_sends_nothing() -> None:
    gateway = HttpGateway(PLAIN)
    gateway.close()
    with pytest.raises(DeviceAbsent):
        gateway.send(NUMBER, "你好")


# --- encrypted lines --------------------------------------------------------------------------------------------------


def certificate(folder: Path) -> Path:
    """A certificate that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    both = made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(both)
    return folder / "both.pem"


def test_an_answer_that_comes_drop_by_drop_is_not_waited_for_without_end() -> None:
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line, suppress(ConnectionError):
                line.recv(4096)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
                while not is_over.wait(0.05):
                    line.sendall(b"O")

        thread = threading.Thread(target=serve)
        thread.start()
        gateway = HttpGateway(replace(PLAIN, url=f"http://127.0.0.1:{server.getsockname()[1]}/", answer_seconds=0.3))
        gateway.open()
        started = time.monotonic()
        with pytest.raises(MessageUnsure):
            gateway.send(NUMBER, "你好")
        assert time.monotonic() - started < 5
        is_over.set()
        gateway.close()
        thread.join()


def test_a_certificate_nobody_vouches_for_gets_no_message(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            try:
                with context.wrap_socket(line, server_side=True) as secure:
                    heard.append(secure.recv(4096))
            except (ssl.SSLError, ConnectionError):
                line.close()

        thread = threading.Thread(target=serve)
        thread.start()
        gateway = HttpGateway(replace(PLAIN, url=f"https://localhost:{server.getsockname()[1]}/"))
        gateway.open()
        with pytest.raises(DeviceAbsent, match="certificate"):
            gateway.send(NUMBER, "你好")
        gateway.close()
        thread.join()
    assert heard in ([], [b""])


def test_a_gateway_that_speaks_without_encryption_gets_no_message(listener: tuple[Listener, SimulatedDevice]) -> None:
    class Talker:
        def answer(self, data: bytes) -> bytes:
            return b"HTTP/1.1 400 Bad Request\r\n\r\n"

    listener[1].machine = Talker()
    gateway = HttpGateway(replace(PLAIN, url=f"https://{listener[1].port}/", answer_seconds=1.0))
    gateway.open()
    with pytest.raises(DeviceAbsent, match="without encryption"):
        gateway.send(NUMBER, "你好")
    gateway.close()
