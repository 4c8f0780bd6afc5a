"""`yichuang messages` on a machine by the server: what is due goes out, and what hinders it is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.central.messages import JobState
from app.central.server import EmbeddedCentral
from app.domain.notices import Notice
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.message_gateway import SECRET, Fault, SimulatedGateway
from tests.support.central_ops import options
from tests.support.command_line import Told, told_by

PHONE = "13874012345"
FACTS = {"number": "YC26-03-00001", "item": "食品经营许可", "due": "5月18日"}
MORNING_MS = 1_778_031_000_000  # 2026-05-06 09:30 in the hall


class Place:
    """A central, a gateway, and the settings of a machine that has it."""

    def __init__(self, folder: Path, stack: ExitStack, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        server = stack.enter_context(EmbeddedCentral(options(folder / "central", clock=lambda: MORNING_MS)))
        self.central = server.central
        self.gateway = SimulatedGateway()
        device = stack.enter_context(SimulatedDevice(self.gateway, "tcp", name="gateway"))
        device.plug_in()
        self.device = device
        (folder / "key").write_text(SECRET)
        (folder / "profiles").mkdir()
        (folder / "profiles" / "messages.toml").write_text(
            f"""[gateway.hall]
url = "http://{device.port}/messages"
headers = ["Content-Type: application/json", "X-Key: {{secret}}"]
body = '{{"to": "{{number}}", "text": "{{text}}", "id": "{{id}}"}}'
success_path = "code"
success_value = "OK"
answer_seconds = 0.5
""",
            encoding="utf-8",
        )
        self.config = folder / "counter.toml"
        token = self.central.directory.enrol("server", "server")
        self.settings = f'''
data = "{folder / "window"}"
profiles = "{folder / "profiles"}"
[window]
device_id = "server"
[central]
url = "{server.url}"
token = "{token}"
'''
        self.sender = f"""
[[device]]
name = "sms"
role = "message_sender"
address = "gateway:file:{folder / "key"}"
profile = "hall"
"""
        self.config.write_text(self.settings + self.sender, encoding="utf-8")

    def send(self) -> Told:
        return told_by(self._capsys, "--config", self.config, "messages", "--once")

    def queue(self, *events: str) -> None:
        with self.central.store.writing() as connection:
            for event in events:
                self.central.messages.queue(
                    connection, case_id="c", event=event, notice=Notice.ACCEPTED, phone=PHONE, facts=FACTS
                )

    def states(self) -> list[str]:
        return [line.state for line in self.central.messages.listed(list(JobState)).messages]


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(tmp_path, stack, capsys)


def test_what_is_due_goes_out_once(place: Place) -> None:
    place.queue("op-1", "op-2")
    told = place.send()
    assert (told.code, told.out, told.err) == (0, "已发 2 条，退回 0 条，不知是否发出 0 条\n", "")
    assert [taken.number for taken in place.gateway.taken] == [f"+86{PHONE}"] * 2
    told = place.send()
    assert (told.code, told.out) == (0, "")
    assert place.states() == ["sent", "sent"] and len(place.gateway.taken) == 2


def test_what_was_refused_or_is_unsure_is_told_and_nothing_personal_with_it(place: Place) -> None:
    place.queue("op-1")
    place.gateway.play(Fault.REFUSES)
    told = place.send()
    assert (told.code, told.out) == (1, "已发 0 条，退回 1 条，不知是否发出 0 条\n")
    place.queue("op-2")
    place.gateway.play(Fault.SILENT)
    told = place.send()
    assert (told.code, told.out) == (1, "已发 0 条，退回 0 条，不知是否发出 1 条\n")
    assert PHONE not in told.out + told.err


def test_a_gateway_that_is_not_there_is_a_sentence_and_nothing_is_fetched(place: Place) -> None:
    place.queue("op-1")
    place.device.unplug()
    assert "短信" in place.send().refused()
    assert place.states() == ["queued"]


@pytest.mark.parametrize(
    ("before", "after"), [("message_sender", "caller"), ("http://127", ""), ('"hall"', '"nowhere"')]
)
def test_settings_that_cannot_work_are_a_sentence(place: Place, before: str, after: str) -> None:
    text = place.config.read_text(encoding="utf-8")
    place.config.write_text(
        text.replace(f'url = "{before}', 'url = "" # ') if after == "" else text.replace(before, after),
        encoding="utf-8",
    )
    place.queue("op-1")
    assert place.send().refused()
    assert place.states() == ["queued"]


def test_a_central_that_is_not_there_is_a_sentence(place: Place) -> None:
    text = place.config.read_text(encoding="utf-8")
    place.config.write_text(text.replace("http://127.0.0.1:", "http://127.0.0.1:1#"), encoding="utf-8")
    assert "中心" in place.send().refused()
