"""Text messages from a real central over HTTP to a modem on a pty and a gateway on the web: each once, never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.central.messages import DAY_MS, HOUR_MS, MINUTE_MS, Decided, JobState
from app.central.server import EmbeddedCentral
from app.domain.notices import Notice
from app.message_file import shipped_message_book
from app.services.send_messages import MessageSending
from devices.bay import Bay
from devices.errors import DeviceError
from devices.messaging import at
from devices.messaging.gsm_modem import GsmModem, ModemProfile
from devices.messaging.http_gateway import HttpGateway
from devices.plugged import Identity
from devices.ports import MessageSender, Role
from devices.setting import DeviceSetting
from devices.simulators.gsm_modem import Fault as ModemFault
from devices.simulators.gsm_modem import SimulatedModem
from devices.simulators.line_end import SimulatedDevice
from devices.simulators.message_gateway import SECRET, SimulatedGateway, profile_at
from devices.simulators.message_gateway import Fault as GatewayFault
from devices.wires.address import parse_address, wire_at
from sync.errors import SyncError
from sync.relay import CuttableLine
from sync.transport import Transport
from tests.support.central_ops import DEVICE, options

PHONE = "13874012345"
FACTS = {
    "number": "YC26-03-00001", "item": "食品经营许可（新办）", "due": "5月18日", "locker": "1号柜", "cell": "12",
    "pickup_code": "470311", "until": "5月9日", "missing": "租赁合同、健康证明、平面图、设备清单、承诺书",
    "procedure": "专家评审", "days": "10个工作日", "waybill": "EA123456789CN",
}  # fmt: skip
QUICK = ModemProfile(answer_seconds=0.25, prompt_seconds=0.25, send_seconds=0.4)


class Died(BaseException):
    """The program that sends ends here, as by kill -9."""


class Hall:
    """A central, a line to it that can be cut, a modem or a gateway, and a clock in the hand."""

    def __init__(self, folder: Path, which: str, stack: ExitStack) -> None:
        self.now = round(datetime.fromisoformat("2026-05-06T09:30:00+08:00").timestamp() * 1000)
        given = options(folder, clock=lambda: self.now)
        self.embedded = stack.enter_context(EmbeddedCentral(given))
        self.central = self.embedded.central
        self.token = self.central.directory.enrol(DEVICE, "03")
        self.line = stack.enter_context(CuttableLine(self.embedded.url))
        self.machine = SimulatedModem() if which == "modem" else SimulatedGateway()
        usb = Identity(0x1E0E, 0x9001, "MODEM-1")
        over = "pty" if which == "modem" else "tcp"
        self.device = SimulatedDevice(self.machine, over, baud=115200, usb=usb, name=which)  # type: ignore[arg-type]
        stack.enter_context(self.device)
        self.device.plug_in()
        self.bay: Bay[MessageSender] = Bay(DeviceSetting("sender", Role.MESSAGE_SENDER, "any"), self._made)
        stack.callback(self.bay.close)
        self.sending = self.restarted()

    def _made(self) -> MessageSender:
        if isinstance(self.machine, SimulatedModem):
            wire = wire_at(parse_address(self.device.address), redact=at.redact, role="message_sender")
            return GsmModem(wire, QUICK, reference=7)
        return HttpGateway(profile_at(self.device.port), secret="env:KEY", environment={"KEY": SECRET})

    def restarted(self) -> MessageSending:
        """The program that sends, started anew: it knows nothing of before."""
        self.sending = MessageSending(
            self.bay, lambda: Transport(self.line.url, self.token, device_id=DEVICE), device_id=DEVICE
        )
        return self.sending

    def queue(self, event: str = "op-1", notice: Notice = Notice.ACCEPTED) -> None:
        with self.central.store.writing() as connection:
            self.central.messages.queue(
                connection, case_id="case-1", event=event, notice=notice, phone=PHONE, facts=FACTS
            )

    def steps(self) -> list[str]:
        """Step until nothing is due."""
        return list(iter(self.sending.step, ""))

    def states(self) -> list[str]:
        return [line.state for line in self.central.messages.listed(list(JobState)).messages]

    @property
    def arrived(self) -> list[tuple[str, str]]:
        if isinstance(self.machine, SimulatedModem):
            return self.machine.delivered
        return [(taken.number, taken.text) for taken in self.machine.taken]

    def at_the_machine(self, do: Callable[[], None]) -> None:
        """`do` it at the moment when the message has reached the network."""
        answer = self.machine.answer

        def answered(data: bytes) -> bytes:
            before = len(self.arrived)
            said = answer(data)
            if len(self.arrived) > before:
                do()
            return said

        self.machine.answer = answered  # type: ignore[method-assign]


def expected(notice: Notice) -> tuple[str, str]:
    return f"+86{PHONE}", shipped_message_book().text(notice, FACTS)


@pytest.fixture(params=["modem", "gateway"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as stack:
        yield Hall(tmp_path, request.param, stack)


@pytest.fixture
def modem_hall(tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as stack:
        yield Hall(tmp_path, "modem", stack)


@pytest.fixture
def gateway_hall(tmp_path: Path) -> Iterator[Hall]:
    with ExitStack() as stack:
        yield Hall(tmp_path, "gateway", stack)


def test_every_notice_arrives_once_as_its_template_says(hall: Hall) -> None:
    for notice in Notice:
        hall.queue("op-1", notice)
        hall.queue("op-1", notice)
    assert hall.steps() == ["sent"] * len(Notice)
    assert sorted(hall.arrived) == sorted(expected(notice) for notice in Notice)
    assert set(hall.states()) == {"sent"}
    assert hall.steps() == []


@pytest.mark.parametrize(
    "fault", [ModemFault.NO_SIM, ModemFault.ASKS_FOR_PIN, ModemFault.NO_NETWORK], ids=lambda fault: fault.value
)
def test_a_modem_that_cannot_send_fetches_nothing(modem_hall: Hall, fault: ModemFault) -> None:
    hall = modem_hall
    hall.queue()
    assert isinstance(hall.machine, SimulatedModem)
    hall.machine.play(fault)
    with pytest.raises(DeviceError):
        hall.sending.step()
    assert hall.states() == ["queued"]
    hall.machine.heal()
    assert hall.steps() == ["sent"]
    assert hall.arrived == [expected(Notice.ACCEPTED)]


def test_a_modem_pulled_out_fetches_nothing_and_sends_when_it_is_back(modem_hall: Hall) -> None:
    hall = modem_hall
    hall.queue()
    hall.device.unplug()
    with pytest.raises(DeviceError):
        hall.sending.step()
    assert hall.states() == ["queued"]
    hall.device.plug_in()
    hall.bay.check()  # as the window's watch does, when its back-off is over
    assert hall.steps() == ["sent"]
    assert hall.arrived == [expected(Notice.ACCEPTED)]


def test_a_modem_that_falls_silent_after_the_text_leaves_the_message_unsure_and_repeats_nothing(
    modem_hall: Hall,
) -> None:
    hall = modem_hall
    hall.queue()
    assert isinstance(hall.machine, SimulatedModem)
    hall.machine.play(ModemFault.SILENT_AFTER_PDU)
    assert hall.steps() == ["unsure"]
    hall.machine.heal()
    hall.now += DAY_MS
    assert hall.steps() == []
    assert hall.states() == ["unsure"] and len(hall.machine.pdus) == 1


@pytest.mark.parametrize("fault", [ModemFault.REFUSES, ModemFault.NO_PROMPT], ids=lambda fault: fault.value)
def test_a_message_that_surely_was_not_sent_goes_out_later(modem_hall: Hall, fault: ModemFault) -> None:
    hall = modem_hall
    hall.queue()
    assert isinstance(hall.machine, SimulatedModem)
    hall.machine.play(fault)
    assert hall.sending.step() == "refused"
    hall.machine.heal()
    hall.now += HOUR_MS
    hall.bay.check()
    assert hall.steps() == ["sent"]
    assert hall.arrived == [expected(Notice.ACCEPTED)]


@pytest.mark.parametrize("fault", [GatewayFault.REFUSES, GatewayFault.BUSY], ids=lambda fault: fault.value)
def test_a_gateway_s_refusal_is_tried_again_until_a_person_has_to_see_it(
    gateway_hall: Hall, fault: GatewayFault
) -> None:
    hall = gateway_hall
    hall.queue()
    assert isinstance(hall.machine, SimulatedGateway)
    hall.machine.play(fault)
    for _ in range(8):
        assert hall.sending.step() == "refused"
        hall.now += HOUR_MS
    assert (hall.steps(), hall.states(), hall.arrived) == ([], ["dead"], [])
    hall.machine.heal()
    (dead,) = hall.central.messages.listed([JobState.DEAD]).messages
    hall.central.messages.decide(dead.id, Decided.RESEND, actor="s01", reason="网关已续费")
    hall.now = round(datetime.fromisoformat("2026-05-07T09:00:00+08:00").timestamp() * 1000)
    assert hall.steps() == ["sent"]
    assert hall.arrived == [expected(Notice.ACCEPTED)]


@pytest.mark.parametrize(
    "fault", [GatewayFault.BROKEN, GatewayFault.SILENT, GatewayFault.ENDLESS, GatewayFault.CHANGED, GatewayFault.PORTAL]
)
def test_a_gateway_is_asked_before_anything_is_sent_again(gateway_hall: Hall, fault: GatewayFault) -> None:
    hall = gateway_hall
    hall.queue()
    assert isinstance(hall.machine, SimulatedGateway)
    hall.machine.play(fault)
    assert hall.steps() == ["unsure"]
    hall.machine.heal()
    outcomes = []
    for _ in range(4):
        hall.now += HOUR_MS
        outcomes += hall.steps()
    assert outcomes == (["refused", "sent"] if fault is GatewayFault.PORTAL else ["sent"])
    assert hall.arrived == [expected(Notice.ACCEPTED)]
    assert hall.states() == ["sent"]


def test_a_gateway_that_tells_nothing_sensible_leaves_it_to_a_person(gateway_hall: Hall) -> None:
    hall = gateway_hall
    hall.queue()
    assert isinstance(hall.machine, SimulatedGateway)
    hall.machine.play(GatewayFault.PORTAL)
    outcomes = []
    for _ in range(12):
        outcomes += hall.steps()
        hall.now += HOUR_MS
    assert outcomes == ["unsure"] * 7
    assert (hall.states(), hall.arrived) == (["unsure"], [])


def test_a_gateway_that_is_not_there_fetches_nothing(gateway_hall: Hall) -> None:
    hall = gateway_hall
    hall.queue()
    hall.device.unplug()
    with pytest.raises(DeviceError):
        hall.sending.step()
    assert hall.states() == ["queued"]


def test_the_line_cut_while_it_is_sent_costs_nothing_but_time(hall: Hall) -> None:
    hall.queue()
    hall.at_the_machine(hall.line.cut)
    with pytest.raises(SyncError):
        hall.sending.step()
    assert hall.states() == ["leased"]
    hall.line.join()
    hall.now += 11 * MINUTE_MS
    assert hall.states() == ["unsure"]
    assert hall.sending.step() == ""  # it says first of all what it had to say
    assert hall.states() == ["sent"]
    assert hall.arrived == [expected(Notice.ACCEPTED)]


def test_a_sender_killed_before_it_could_tell_leaves_the_message_unsure_and_it_is_not_sent_again(hall: Hall) -> None:
    hall.queue()
    hall.bay.use(lambda sender: sender.check())
    sender = hall.bay.at_hand()
    send = sender.send

    def sent_and_died(number: str, text: str, *, id: str = "") -> None:
        send(number, text, id=id)
        raise Died

    sender.send = sent_and_died  # type: ignore[method-assign, assignment]
    with pytest.raises(Died):
        hall.sending.step()
    assert hall.arrived == [expected(Notice.ACCEPTED)] and hall.states() == ["leased"]
    hall.bay.close()
    hall.restarted()
    outcomes = []
    for _ in range(6):
        hall.now += HOUR_MS
        outcomes += hall.steps()
    is_asked = isinstance(hall.machine, SimulatedGateway)
    assert outcomes == (["sent"] if is_asked else [])
    assert hall.states() == (["sent"] if is_asked else ["unsure"])
    assert hall.arrived == [expected(Notice.ACCEPTED)]


def test_a_sender_killed_before_it_began_sends_it_later_only_where_that_is_known(hall: Hall) -> None:
    hall.queue()
    assert len(hall.central.messages.lease(DEVICE, can_ask=True).messages) == 1  # fetched, and then it died
    outcomes = []
    for _ in range(6):
        hall.now += HOUR_MS
        outcomes += hall.steps()
    is_asked = isinstance(hall.machine, SimulatedGateway)
    assert outcomes == (["refused", "sent"] if is_asked else [])
    assert hall.arrived == ([expected(Notice.ACCEPTED)] if is_asked else [])


def test_a_computer_that_slept_over_its_lease_does_not_send_what_it_had_fetched(hall: Hall) -> None:
    hall.queue()
    times = iter((0.0, 601.0))
    asleep = MessageSending(
        hall.bay,
        lambda: Transport(hall.line.url, hall.token, device_id=DEVICE),
        device_id=DEVICE,
        clock=lambda: next(times),
    )
    assert asleep.step() == "refused"
    assert hall.arrived == []
    hall.now += HOUR_MS
    assert hall.steps() == ["sent"]
    assert hall.arrived == [expected(Notice.ACCEPTED)]


def test_two_senders_share_the_work_and_no_message_goes_out_twice(hall: Hall, tmp_path: Path) -> None:
    for n in range(6):
        hall.queue(f"op-{n}")
    first, second = hall.sending, hall.restarted()
    outcomes = [sending.step() for _ in range(4) for sending in (first, second)]
    assert sorted(outcomes) == ["", "", *["sent"] * 6]
    assert hall.arrived == [expected(Notice.ACCEPTED)] * 6


def test_at_the_year_s_turn_a_message_waits_for_the_first_morning(hall: Hall) -> None:
    hall.now = round(datetime.fromisoformat("2026-12-31T23:30:00+08:00").timestamp() * 1000)
    hall.queue()
    hall.queue(notice=Notice.READY_IN_LOCKER)
    assert hall.steps() == ["sent"]
    assert hall.arrived == [expected(Notice.READY_IN_LOCKER)]
    hall.now = round(datetime.fromisoformat("2027-01-01T08:00:00+08:00").timestamp() * 1000)
    assert hall.steps() == ["sent"]
    assert hall.arrived[1:] == [expected(Notice.ACCEPTED)]


def test_a_window_fetches_only_in_its_own_name(hall: Hall) -> None:
    other = MessageSending(
        hall.bay, lambda: Transport(hall.line.url, hall.token), device_id="window-99", clock=lambda: 0.0
    )
    hall.queue()
    with pytest.raises(SyncError):
        other.step()
    assert hall.states() == ["queued"]


def test_the_gateway_can_only_be_asked_on_its_own_host_and_without_personal_data() -> None:
    profile = profile_at("127.0.0.1:1")
    for wrong in (
        {"ask_url": "http://127.0.0.1:2/messages/{id}"},
        {"ask_url": "http://127.0.0.1:1/messages/{number}"},
        {"ask_body": "{text}"},
        {"ask_sent": ""},
        {"ask_unknown": "("},
    ):
        with pytest.raises(ValueError, match="ask_"):
            HttpGateway(replace(profile, **wrong))  # type: ignore[arg-type]
