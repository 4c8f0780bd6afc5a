"""A vendor's bridge: its lines, and what becomes of one that hangs, babbles, dies or leaves something behind."""

from __future__ import annotations

import ast
import base64
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.cards import bridge_lines, chip
from devices.cards.bridge_reader import BridgeCardReader
from devices.cards.bridges import sdtapi_bridge
from devices.cards.readers import ReaderProfile, open_card_reader
from devices.errors import (
    CardRemoved,
    CardUnreadable,
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    LineFault,
    NoCard,
    UnknownCardKind,
    WrongDevice,
)
from devices.ports import Card, CardKind
from devices.simulators.card_bridge import BridgeFault
from devices.simulators.sample_cards import MOVED, RESIDENT
from tests.support.reader_rigs import BRIDGE

ROOT = Path(__file__).resolve().parents[3]
SDTAPI_BRIDGE = ROOT / "devices" / "cards" / "bridges" / "sdtapi_bridge.py"
LIBRARY_SOURCE = ROOT / "tests" / "support" / "fake_sdtapi.c"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, so that what is left in it is seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def sample(*arguments: str) -> str:
    return f"bridge:{sys.executable} {BRIDGE} {' '.join(arguments)}"


def script(folder: Path, body: str) -> str:
    """A bridge written for one test: `say(...)` sends a line, `questions` are those that come."""
    file = folder / "bridge.py"
    head = """import json, os, sys, time
from pathlib import Path
def say(number, **said):
    sys.stdout.write(json.dumps({"id": number, **said}) + "\\n"); sys.stdout.flush()
questions = (json.loads(line) for line in sys.stdin)
def greet():
    say(next(questions)["id"], ok={"protocol": 1}); say(next(questions)["id"], ok={})
"""
    file.write_text(head + body, encoding="utf-8")
    return f"bridge:{sys.executable} {file}"


@pytest.fixture
def opened() -> Iterator[list[BridgeCardReader]]:
    readers: list[BridgeCardReader] = []
    yield readers
    for reader in readers:
        reader.close()


def reader_at(address: str, opened: list[BridgeCardReader], patience: float = 1.0) -> BridgeCardReader:
    reader = open_card_reader(address, ReaderProfile(patience=patience))
    assert isinstance(reader, BridgeCardReader)
    opened.append(reader)
    return reader


@pytest.mark.parametrize(
    ("fault", "condition", "detail"),
    [
        (BridgeFault.DIES, DeviceLost, "the program ended with code 3"),
        (BridgeFault.BABBLES, LineFault, "babble"),
        (BridgeFault.LONG_LINE, LineFault, "an endless line"),
        (BridgeFault.GARBAGE, LineFault, "a card that is none"),
    ],
)
def test_a_bridge_that_misbehaves_is_said_ended_and_started_again(
    fault: BridgeFault, condition: type[DeviceError], detail: str, opened: list[BridgeCardReader], tmp_path: Path
) -> None:
    lies_there = tmp_path / "card.txt"
    lies_there.write_text("moved")
    reader = reader_at(sample(f"--card-file {lies_there} --fault {fault.value} --after 1"), opened)
    reader.open()
    assert reader.read() == MOVED
    began = time.monotonic()
    with pytest.raises(DeviceError) as said:
        reader.read()
    assert (type(said.value), said.value.detail, said.value.role) == (condition, detail, "card_reader")
    assert time.monotonic() - began < 8
    reader.open()
    assert reader.read() == MOVED


def test_a_bridge_that_hangs_is_ended_after_its_time(opened: list[BridgeCardReader], temporary: Path) -> None:
    reader = reader_at(sample("--card moved --fault hangs"), opened, patience=0.4)
    reader.open()
    began = time.monotonic()
    with pytest.raises(DeviceSilent) as silent:
        reader.read()
    assert silent.value.seconds == pytest.approx(4.0)
    assert time.monotonic() - began < 8
    assert list(temporary.iterdir()) == []
    with pytest.raises(DeviceLost):
        reader.read()


@pytest.mark.parametrize("fault", [BridgeFault.CHATTERS, BridgeFault.LATE])
def test_what_a_library_prints_and_what_comes_late_is_passed_over_and_counted(
    fault: BridgeFault, opened: list[BridgeCardReader]
) -> None:
    reader = reader_at(sample(f"--card moved --fault {fault.value}"), opened)
    reader.open()
    assert reader.read() == MOVED
    tally = reader.wire.ring.tally
    assert (tally.good, tally.bad) == (3, 4 if fault is BridgeFault.CHATTERS else 1)


def test_a_program_that_is_not_there_or_no_bridge_is_said(opened: list[BridgeCardReader], temporary: Path) -> None:
    with pytest.raises(DeviceAbsent, match="No such file"):
        reader_at("bridge:/no/such/bridge --port 1001", opened).open()
    with pytest.raises(DeviceLost, match="ended with code 0"):
        reader_at(f"bridge:{sys.executable} -c pass", opened).open()
    assert list(temporary.iterdir()) == []


def test_a_bridge_of_another_protocol_is_not_spoken_with(opened: list[BridgeCardReader], tmp_path: Path) -> None:
    address = script(tmp_path, 'say(next(questions)["id"], ok={"protocol": 2})\nlist(questions)')
    with pytest.raises(WrongDevice) as wrong:
        reader_at(address, opened).open()
    assert (wrong.value.expected, wrong.value.found) == ("protocol 1", "protocol 2")


def test_its_words_are_told_when_it_cannot_open_but_not_while_it_reads(
    opened: list[BridgeCardReader], tmp_path: Path
) -> None:
    address = script(
        tmp_path,
        """greet()
say(next(questions)["id"], error={"condition": "CardUnreadable", "detail": "WANG XIAOMING 430602", "code": 50})
say(next(questions)["id"], error={"condition": "Explosion", "detail": "WANG"})
list(questions)""",
    )
    reader = reader_at(address, opened)
    reader.open()
    with pytest.raises(CardUnreadable) as unreadable:
        reader.read()
    assert (unreadable.value.detail, unreadable.value.code) == ("status 32", 50)
    with pytest.raises(DeviceRefused) as refused:
        reader.read()
    assert refused.value.detail == "told by the bridge"
    absent = {"condition": "DeviceAbsent", "detail": "sdtapi.dll\n not found"}
    assert bridge_lines.condition(absent, told=True).detail == "sdtapi.dll not found"


def test_a_library_that_gives_only_fields_is_read_too(opened: list[BridgeCardReader], tmp_path: Path) -> None:
    fields = {"kind": "resident", "name": "张三", "number": "11010519491231002X", "sex": "女"}
    address = script(
        tmp_path,
        f"""greet()
say(next(questions)["id"], ok={{"fields": {fields}}})
list(questions)""",
    )
    reader = reader_at(address, opened)
    reader.open()
    assert reader.read() == Card(CardKind.RESIDENT, "张三", "11010519491231002X", sex="女")


def test_half_a_character_in_a_field_is_seen_instead_of_spoiling_the_case() -> None:
    fields = json.loads(r'{"kind": "resident", "name": "\ud842\udfb7某\ud842", "number": "1"}')
    assert bridge_lines.read_card({"fields": fields}).name == "𠮷某\ufffd"


def test_what_a_library_leaves_behind_is_gone_after_each_reading(
    opened: list[BridgeCardReader], tmp_path: Path, temporary: Path
) -> None:
    address = script(
        tmp_path,
        """greet()
for question in questions:
    left = [str(each) for each in Path(".").rglob("*")] + os.listdir(os.environ["TEMP"])
    Path("wz.txt").write_text("WANG"); Path(os.environ["TMP"], "deep").mkdir(); Path("deep/zp.bmp").write_bytes(b"x")
    say(question["id"], ok={"identity": str(left)} if question["do"] == "identity" else {"text": ""})""",
    )
    reader = reader_at(address, opened)
    reader.open()
    with pytest.raises(CardUnreadable):
        reader.read()
    (home,) = temporary.iterdir()
    assert list(home.iterdir()) == []
    assert home.stat().st_mode & 0o077 == 0
    assert reader.identity() == "[]"
    reader.close()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_program_left_behind_is_removed_by_the_next(
    opened: list[BridgeCardReader], temporary: Path
) -> None:
    forgotten, fresh = temporary / "yichuang-bridge-old", temporary / "yichuang-bridge-new"
    for folder in (forgotten, fresh):
        folder.mkdir()
        (folder / "wz.txt").write_text("WANG")
    os.utime(forgotten / "wz.txt", (1, 1))
    reader_at(sample("--card moved"), opened).open()
    assert not (forgotten / "wz.txt").exists()
    assert (fresh / "wz.txt").exists(), "it may be that of a program that runs now"


def test_nothing_of_a_card_reaches_the_ring(opened: list[BridgeCardReader]) -> None:
    reader = reader_at(sample("--card moved"), opened)
    reader.open()
    reader.read()
    with pytest.raises(NoCard):
        reader.read()
    shown = [passage.shown for passage in reader.wire.ring.passages()]
    assert shown[0::2] == ["hello", "open", "read", "read"]
    assert all(line.endswith(" B") or line == "NoCard" for line in shown[1::2])
    assert shown[-1] == "NoCard"


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"7", b'{"id": 1}', b'{"id": "1", "ok": {}}', b'{"id": true, "ok": {}}', b'{"ok": {}}',
     b'{"id": 1, "ok": []}', b'{"id": 1, "ok": {}, "error": {}}', b'{"id": 1, "event": {}}', b"\xff\xfe",
     b"[" * 60000, b'{"id": 1, "ok": {}, "more": 1}'],
)  # fmt: skip
def test_a_line_that_is_no_answer_is_none(line: bytes) -> None:
    assert bridge_lines.read_answer(line) is None


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    "ok",
    [
        {}, {"text": 7}, {"text": "…"}, {"text": encoded(bytes(257))}, {"text": encoded(chip.encode_text(RESIDENT)),
        "photo": encoded(bytes(5000))}, {"text": encoded(chip.encode_text(RESIDENT)), "new_address": "x"},
        {"fields": []}, {"fields": {}}, {"fields": {"kind": "resident", "name": "张三"}},
        {"fields": {"kind": "dog", "name": "张三", "number": "1"}},
        {"fields": {"kind": "resident", "name": "张三", "number": 7}},
        {"fields": {"kind": "resident", "name": "张" * 200, "number": "7"}},
        {"fields": {"kind": "resident", "name": "张三", "number": "7", "photo_wlt": "x"}},
    ],
)  # fmt: skip
def test_a_card_that_is_none_is_refused(ok: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, CardUnreadable)):
        bridge_lines.read_card(ok)


def test_every_condition_a_bridge_may_name_is_made_and_an_unknown_kind_keeps_no_flag() -> None:
    made = {name: bridge_lines.condition({"condition": name}, told=False) for name in bridge_lines.CONDITIONS}
    assert {name: type(error).__name__ for name, error in made.items()} == {name: name for name in made}
    assert isinstance(unknown := made["UnknownCardKind"], UnknownCardKind)
    assert unknown.flag == ""


def test_the_documented_lines_are_the_ones_we_speak() -> None:
    told = (ROOT / "devices" / "cards" / "bridge.md").read_text(encoding="utf-8")
    assert bridge_lines.question(1, "hello", protocol=1).decode().strip() in told
    for do in ("open", "identity", "read", "close"):
        assert f'"do": "{do}"}}' in told
    assert all(name in told for name in bridge_lines.CONDITIONS)
    assert f"{bridge_lines.LONGEST_LINE:,}" in told


def test_the_bridge_to_sdtapi_runs_under_an_old_python_by_itself() -> None:
    source = SDTAPI_BRIDGE.read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= {*sys.stdlib_module_names}
    assert sdtapi_bridge.PROTOCOL == bridge_lines.PROTOCOL
    assert {*sdtapi_bridge.CONDITIONS.values()} <= {*bridge_lines.CONDITIONS}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with sdtapi's functions, which reads its card from a file beside it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here to make a library with sdtapi's functions")
    built = tmp_path_factory.mktemp("sdtapi") / "libsdtapi.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-o", built, LIBRARY_SOURCE], check=True)
    ctypes.CDLL(str(built))
    return built


@pytest.fixture
def sdtapi(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the card lies, and with which code the library is to fail."""
    lies_there = tmp_path / "lies_there.bin"
    monkeypatch.setenv("FAKE_SDTAPI_CARD", str(lies_there))
    return lies_there


def lay(file: Path, card: Card, *, fail_with: int = 0) -> None:
    """What the library reads: a code to fail with, the text, the photo, the appended address or nothing."""
    address = chip.encode_new_address(card.new_address) if card.new_address else b""
    file.write_bytes(bytes([fail_with]) + chip.encode_text(card) + card.photo_wlt + address)


def sdtapi_address(library: Path, port: int = 1001) -> str:
    return f"bridge:{sys.executable} {SDTAPI_BRIDGE} --library {library} --port {port}"


@pytest.mark.parametrize("card", [MOVED, RESIDENT], ids=["moved", "resident"])
def test_a_card_is_read_through_the_library(
    card: Card, library: Path, sdtapi: Path, opened: list[BridgeCardReader]
) -> None:
    reader = reader_at(sdtapi_address(library), opened)
    reader.open()
    assert reader.identity() == "05.03-20150101-0000000123-0000004567"
    with pytest.raises(NoCard) as none:
        reader.read()
    assert not none.value.already_read
    lay(sdtapi, card)
    assert reader.read() == card
    with pytest.raises(NoCard) as again:
        reader.read()
    assert again.value.already_read


@pytest.mark.parametrize(
    ("code", "condition"),
    [(0x32, CardUnreadable), (0x41, CardRemoved), (0x10, LineFault), (0x66, DeviceRefused), (0x02, DeviceSilent)],
)
def test_what_the_library_returns_is_told_by_its_condition(
    code: int, condition: type[DeviceError], library: Path, sdtapi: Path, opened: list[BridgeCardReader]
) -> None:
    reader = reader_at(sdtapi_address(library), opened)
    reader.open()
    lay(sdtapi, MOVED, fail_with=code)
    with pytest.raises(condition):
        reader.read()


def test_a_port_or_a_library_that_is_not_there_is_absent(
    library: Path, sdtapi: Path, opened: list[BridgeCardReader]
) -> None:
    with pytest.raises(DeviceAbsent):
        reader_at(sdtapi_address(library, port=3), opened).open()
    with pytest.raises(DeviceAbsent, match=r"nothing\.so"):
        reader_at(sdtapi_address(Path("/no/nothing.so")), opened).open()


def test_a_bridge_speaks_to_anybody_as_documented() -> None:
    asked = "".join(bridge_lines.question(number, do).decode() for number, do in enumerate(("hello", "open", "fly"), 1))
    ended = subprocess.run(
        [sys.executable, BRIDGE, "--card", "moved"], input=asked, capture_output=True, text=True, check=True, timeout=60
    )
    hello, is_open, unknown = (json.loads(line) for line in ended.stdout.splitlines())
    assert hello["ok"] | {"bits": 0} == {"protocol": 1, "name": "sample", "bits": 0}
    assert is_open == {"id": 2, "ok": {}}
    assert unknown["error"]["condition"] == "DeviceRefused"
