"""`yichuang messages`: send the hall's text messages from a machine without a window, such as one by the server."""

from __future__ import annotations

import argparse
import threading
from typing import Any

from app import paths
from app.commands.answer import GOOD, TROUBLE, answering
from app.commands.settings import settings_of
from app.config import Counter
from app.domain.errors import SettingsInvalid
from app.services.send_messages import EVERY_SECONDS, MessageSending
from app.window_devices import load_profiles, plugged_at
from app.wording import Wording
from devices.bay import Bay
from devices.catalogue import DeviceMaker
from devices.errors import DeviceAbsent, DeviceError
from devices.ports import MessageSender, Role
from sync.errors import SyncError
from sync.transport import Transport


def add_to(commands: Any) -> None:
    """Add `messages` to the program's commands."""
    messages = commands.add_parser("messages", help="用设置文件里的短信设备发短信")
    messages.add_argument("--once", action="store_true", help="发完现有的就退出")
    messages.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    def work() -> int:
        settings = settings_of(given.config)
        bay = _bay(settings, str(given.config or paths.config_file()))
        sending = MessageSending(bay, lambda: _transport(settings), device_id=settings.window.device_id)
        try:
            return _all_due(sending) if given.once else _for_ever(sending)
        finally:
            bay.close()

    return answering(work)


def _for_ever(sending: MessageSending) -> int:
    """Until Ctrl+C. What hinders it is said once, and it goes on when the central or the sender is back."""
    say, rest, said = Wording(paths.resources() / "i18n", "zh_CN"), threading.Event(), ""
    try:
        while True:
            try:
                _all_due(sending)
                said = ""
            except (SyncError, DeviceError) as error:
                if (sentence := say.error(error)) != said:
                    print(said := sentence, flush=True)
            rest.wait(EVERY_SECONDS)
    except KeyboardInterrupt:
        return GOOD


def _all_due(sending: MessageSending) -> int:
    """Send until nothing is due; how many went how is printed."""
    outcomes = list(iter(sending.step, ""))
    sent, refused, unsure = (outcomes.count(word) for word in ("sent", "refused", "unsure"))
    if outcomes:
        print(f"已发 {sent} 条，退回 {refused} 条，不知是否发出 {unsure} 条", flush=True)
    return TROUBLE if refused or unsure else GOOD


def _bay(settings: Counter, file: str) -> Bay[MessageSender]:
    senders = settings.devices_for(Role.MESSAGE_SENDER)
    if not senders:
        raise SettingsInvalid(file, 'device.role = "message_sender"', "missing")
    if not settings.central.url:
        raise SettingsInvalid(file, "central.url", "missing")
    maker = DeviceMaker(plugged_at(settings), load_profiles(settings))

    def made() -> MessageSender:
        try:
            sender: MessageSender = maker.make(senders[0])
        except ValueError as error:  # an address or profile of no sense is a device that cannot be there
            raise DeviceAbsent(str(error), role=Role.MESSAGE_SENDER.value, where=senders[0].address) from error
        return sender

    return Bay(senders[0], made, probe=maker.probe(Role.MESSAGE_SENDER))


def _transport(settings: Counter) -> Transport:
    link = settings.central
    return Transport(link.url, link.token, device_id=settings.window.device_id)
