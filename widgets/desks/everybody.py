"""The pages that every role has: sign-in, find, outbox and devices."""

from __future__ import annotations

from functools import partial

from app.bootstrap import Terminal
from app.presenters.pages import DEVICES, FIND, SIGN_IN, SYNC
from widgets.keys import Scope
from widgets.pages.devices import DevicesPage
from widgets.pages.find import FindPage
from widgets.pages.outbox import OutboxPage
from widgets.pages.sign_in import SignInPage
from widgets.window import CounterWindow

LOOK_TICK_MS = 1000


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put these pages into the window."""
    _connect_sign_in(terminal, window)
    _connect_find(terminal, window)
    _connect_outbox(terminal, window)
    _connect_devices(terminal, window)


def _connect_sign_in(terminal: Terminal, window: CounterWindow) -> None:
    sign_in, page = terminal.everybody.sign_in, SignInPage()
    window.add(SIGN_IN, page)
    for number, offer in enumerate(sign_in.offers, start=1):
        window.keys.bind(Scope.SIGN_IN, f"account_{number}", partial(sign_in.choose, offer.login))
    page.sign_in_requested.connect(sign_in.sign_in)
    page.change_requested.connect(sign_in.change_password)
    page.offer_chosen.connect(sign_in.choose)
    page.offer_taken.connect(sign_in.take)
    sign_in.show(page)


def _connect_find(terminal: Terminal, window: CounterWindow) -> None:
    find, page = terminal.everybody.find, FindPage()
    window.add(FIND, page, opened=find.refresh)
    frame = terminal.frame
    window.keys.bind(Scope.EVERYWHERE, "find", lambda: frame.open(FIND), live=lambda: frame.may_open(FIND))
    page.searched.connect(find.search)
    page.since_chosen.connect(find.choose_since)
    page.chosen.connect(find.choose)
    page.slip_chosen.connect(find.choose_slip)
    page.reprint_requested.connect(find.reprint)
    page.come_back.come_back_requested.connect(find.come_back)
    page.come_back.withdraw_asked.connect(find.ask_to_withdraw)
    page.come_back.withdrawn.connect(find.withdraw)
    page.sign_back.scan_requested.connect(find.sign_back.scan)
    page.sign_back.photo_requested.connect(find.sign_back.photograph)
    page.sign_back.files_chosen.connect(find.sign_back.import_files)
    find.sign_back.show(page.sign_back)
    find.show(page)


def _connect_outbox(terminal: Terminal, window: CounterWindow) -> None:
    outbox, page = terminal.everybody.outbox, OutboxPage()
    window.add(SYNC, page, opened=outbox.refresh)
    acts = {"offline": lambda: terminal.frame.open(SYNC), "sign_in_again": terminal.sign_out}
    window.banner_action_requested.connect(lambda banner: acts.get(banner, lambda: None)())
    page.chosen.connect(outbox.choose)
    page.retry_requested.connect(outbox.retry)
    outbox.show(page)


def _connect_devices(terminal: Terminal, window: CounterWindow) -> None:
    devices, page = terminal.everybody.devices, DevicesPage()
    window.add(DEVICES, page, opened=devices.refresh, left=devices.page_left)
    window.every(LOOK_TICK_MS, devices.tick, on=DEVICES)
    page.chosen.connect(devices.choose)
    page.check_requested.connect(devices.check)
    page.guide_requested.connect(devices.calibrate)
    page.search_requested.connect(devices.look_for_devices)
    page.compare_requested.connect(devices.compare_by_plugging)
    page.report_requested.connect(devices.report)
    page.answered.connect(devices.answer)
    page.left.connect(devices.leave)
    page.issue_acted.connect(devices.act)
    devices.show(page)
