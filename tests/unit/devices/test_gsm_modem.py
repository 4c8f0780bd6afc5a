"""The dialogue with a modem, line by line: what it says, what is asked, and what of it may be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.errors import DeviceSilent, LineFault, MessageUnsure, NoSignal, SimTrouble
from devices.messaging import at
from devices.messaging.at import End, Line, LineReader
from devices.messaging.gsm_modem import GsmModem, ModemProfile
from devices.messaging.http_gateway import GatewayProfile, HttpGateway
from devices.ports import SentMessage
from devices.profiles import Profiles
from devices.wires.replay_wire import Pair, ReplayWire
from tests.support.lock_and_message_vectors import PDUS

OURS = Path(__file__).parents[3] / "resources" / "devices" / "messages.toml"
FAST = ModemProfile(answer_seconds=0.05, prompt_seconds=0.05, send_seconds=0.05)
OK = b"\r\nOK\r\n"
OPENING: list[Pair] = [
    (b"\x1b", b""),
    (b"AT\r", b"AT\r" + OK),
    (b"ATE0\r", b"ATE0\r" + OK),
    (b"AT+CMEE=1\r", OK),
    (b"AT+CMGF=0\r", OK),
    (b"AT+CPIN?\r", b"\r\n+CPIN: READY\r\n" + OK),
]
ASKING: list[Pair] = [
    (b"AT\r", OK),
    (b"AT+CPIN?\r", b"\r\n+CPIN: READY\r\n" + OK),
    (b"AT+CREG?\r", b"\r\n+CREG: 0,1\r\n" + OK),
]
COMMAND, HANDED_OVER = b"AT+CMGS=25\r", PDUS[1][1].encode() + b"\x1a"
TEXT = "工作愉快！"


def modem_on(wire: ReplayWire) -> GsmModem:
    modem = GsmModem(wire, FAST, reference=0)
    modem.open()
    return modem


@pytest.mark.parametrize("piece", [None, 1, 2, 5])
def test_a_message_is_announced_handed_over_and_acknowledged(piece: int | None) -> None:
    sending = [(COMMAND, b"\r\n> "), (HANDED_OVER, b"\r\n+CMGS: 23\r\n" + OK)]
    with ReplayWire([*OPENING, *ASKING, *sending], piece=piece, redact=at.redact) as wire:
        assert modem_on(wire).send("13800138000", TEXT) == SentMessage(("23",))


def test_what_a_modem_says_unasked_in_between_is_passed_over() -> None:
    ring = b'\r\nRING\r\n\r\n+CMTI: "SM",3\r\n\r\n+CREG: 2\r\n\r\n+CREG: 1,"00C3","A2"\r\n'
    asking = [(question, ring + answer[:-6] + ring + OK) for question, answer in ASKING]
    sending = [(COMMAND, ring + b"\r\n> "), (HANDED_OVER, ring + b"\r\n+CMGS: 7\r\n" + ring + OK)]
    with ReplayWire([*OPENING, *asking, *sending]) as wire:
        assert modem_on(wire).send("13800138000", TEXT) == SentMessage(("7",))


@pytest.mark.parametrize(
    "answer", [b"", b"\r\n+CM", b"\r\n+CNGS: 23\r\n\r\nOK\r\n", b"\r\n> ", b"\r\nRING\r\n", b"\r\n+CMS ERROR: 332\r\n"]
)
def test_after_the_text_was_handed_over_nothing_is_sent_again(answer: bytes) -> None:
    with ReplayWire([*OPENING, *ASKING, (COMMAND, b"\r\n> "), (HANDED_OVER, answer)]) as wire:
        modem = modem_on(wire)
        with pytest.raises(MessageUnsure):
            modem.send("13800138000", TEXT)


class FullWire(ReplayWire):
    """A port that stops taking bytes while the text is handed over."""

    def write(self, data: bytes) -> None:
        super().write(data)
        if data == HANDED_OVER:
            raise DeviceSilent("the port takes no bytes")


def test_a_text_of_which_the_port_may_have_taken_all_is_unsure() -> None:
    with FullWire([*OPENING, *ASKING, (COMMAND, b"\r\n> "), (HANDED_OVER, b"")]) as wire:
        modem = modem_on(wire)
        with pytest.raises(MessageUnsure):
            modem.send("13800138000", TEXT)


def test_without_a_prompt_the_text_is_not_handed_over_and_the_command_taken_back() -> None:
    with ReplayWire([*OPENING, *ASKING, (COMMAND, b"\r\nOK\r\n\r\nRI"), (b"\x1b", b"")]) as wire:
        modem = modem_on(wire)
        with pytest.raises(LineFault):
            modem.send("13800138000", TEXT)


def test_a_network_answer_that_only_looks_unasked_is_asked_for_again() -> None:
    creg = [(b"AT+CREG?\r", b"\r\n+CREG: 1\r\n" + OK), (b"AT+CREG?\r", b"\r\n+CREG: 0,5\r\n" + OK)]
    sending = [(COMMAND, b"\r\n> "), (HANDED_OVER, b"\r\n+CMGS: 1\r\n" + OK)]
    with ReplayWire([*OPENING, *ASKING[:2], *creg, *sending]) as wire:
        modem_on(wire).send("13800138000", TEXT)


@pytest.mark.parametrize("state", [b"0,1", b"0,5", b"0,6", b"0,7", b"0,9", b"0,10", b'2,6,"00C3","A2",7'])
def test_a_modem_registered_for_messages_at_least_is_given_the_message(state: bytes) -> None:
    creg = (b"AT+CREG?\r", b"\r\n+CREG: " + state + b"\r\n" + OK)
    sending = [(COMMAND, b"\r\n> "), (HANDED_OVER, b"\r\n+CMGS: 1\r\n" + OK)]
    with ReplayWire([*OPENING, *ASKING[:2], creg, *sending]) as wire:
        modem_on(wire).send("13800138000", TEXT)


@pytest.mark.parametrize("state", [b"0,0", b"0,2", b"0,3", b"0,4", b"0,8", b'2,0,"00C3"'])
def test_a_modem_in_no_network_is_not_given_the_message(state: bytes) -> None:
    with ReplayWire([*OPENING, *ASKING[:2], (b"AT+CREG?\r", b"\r\n+CREG: " + state + b"\r\n" + OK)]) as wire:
        modem = modem_on(wire)
        with pytest.raises(NoSignal):
            modem.send("13800138000", TEXT)


@pytest.mark.parametrize(
    "answer",
    [
        b"\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n",
        b"\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n",
        b"\r\n+CME ERROR: 10\r\n",
        b"\r\n+CME ERROR: SIM not inserted\r\n",
        b"\r\n+CMS ERROR: 310\r\n",
    ],
)
def test_trouble_with_the_card_is_known_in_all_its_forms(answer: bytes) -> None:
    with ReplayWire([*OPENING[:-1], (b"AT+CPIN?\r", answer)]) as wire, pytest.raises(SimTrouble):
        modem_on(wire)


def test_a_garbled_state_of_the_card_is_neither_ready_nor_trouble() -> None:
    garbled = (b"AT+CPIN?\r", b"\r\n+CPIN: REATY\r\n" + OK)
    with ReplayWire([*OPENING[:-1], garbled, OPENING[-1]]) as wire:
        modem_on(wire)
    with ReplayWire([*OPENING[:-1], garbled, garbled]) as wire, pytest.raises(LineFault):
        modem_on(wire)


@pytest.mark.parametrize(("said", "signal"), [(b"21,0", 21), (b"0,7", 0), (b"99,99", None)])
def test_the_signal_is_told_where_it_is_known(said: bytes, signal: int | None) -> None:
    with ReplayWire([*OPENING, (b"AT+CSQ\r", b"\r\n+CSQ: " + said + b"\r\n" + OK)]) as wire:
        assert modem_on(wire).signal() == signal


# --- lines ------------------------------------------------------------------------------------------------------------


def test_lines_ends_and_the_prompt_are_told_apart() -> None:
    said = b"\r\n+CSQ: 21,0\r\n\r\nOK\r\n\n> \r\nERROR\r\n+CMS ERROR: 500\r\n+CME ERROR: SIM busy\r\n"
    assert LineReader().feed(said) == [
        Line("+CSQ: 21,0"),
        Line("OK", End.OK),
        Line(">", End.PROMPT),
        Line("ERROR", End.FAILED, "ERROR"),
        Line("+CMS ERROR: 500", End.FAILED, "CMS 500"),
        Line("+CME ERROR: SIM busy", End.FAILED, "CME SIM busy"),
    ]


def test_a_line_that_never_ends_does_not_fill_the_memory() -> None:
    reader = LineReader()
    for _ in range(100):
        reader.feed(b"x" * 1000)
    [line, ok] = reader.feed(b"\r\nOK\r\n")
    assert (len(line.text) <= at.LONGEST_LINE + 1000, ok.end) == (True, End.OK)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (COMMAND, "AT+CMGS=25"),
        (HANDED_OVER, "+52 B"),
        (HANDED_OVER + b"\r\n+CMGS: 23\r\n\r\nOK\r\n", "+CMGS: 23 OK +52 B"),
        (b"\r\n> ", ">"),
        (b"\r\n+CPIN: READY\r\n\r\nOK\r\n", "+CPIN: READY OK"),
        (b'\r\n+CLIP: "13800138000",129\r\n', "+24 B"),
        (b"\r\n+CMGS: 13800138000\r\n", "+18 B"),
        (b"AT+CPIN?\r", "AT+CPIN?"),
        (b"\x1b", ""),
    ],
)
def test_of_what_passes_only_plain_words_of_the_modem_are_shown(data: bytes, shown: str) -> None:
    assert at.redact(data) == shown


# --- profiles ---------------------------------------------------------------------------------------------------------


def test_our_profiles_are_read_and_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "messages.toml").write_bytes(OURS.read_bytes())
    profiles = Profiles({"modem": ModemProfile, "gateway": GatewayProfile}, (tmp_path,))
    assert profiles.get(ModemProfile, "generic") == ModemProfile()
    assert profiles.get(ModemProfile, "slow-line").baud == 9600
    for name in profiles.names("gateway"):
        assert HttpGateway(profiles.get(GatewayProfile, name)).where == "https://sms.example.invalid"
