"""The page of the issuing window."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.pages import HAND_OUT
from widgets.pages.hand_out import HandOutPage
from widgets.window import CounterWindow

SECOND_MS = 1000


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the page into the window."""
    hand_out, page = terminal.hand_out.hand_out, HandOutPage()
    doing = hand_out.doing
    window.add(HAND_OUT, page, opened=hand_out.refresh)
    window.every(SECOND_MS, hand_out.tick, on=HAND_OUT)
    page.searched.connect(hand_out.search)
    page.looked_up.connect(hand_out.look_up)
    page.chosen.connect(hand_out.choose)
    page.cell_chosen.connect(hand_out.choose_cell)
    page.code_typed.connect(hand_out.type_code)
    page.code_entered.connect(hand_out.enter_code)
    page.way_chosen.connect(doing.choose_way)
    page.changed.connect(doing.write)
    page.card_wanted.connect(lambda: doing.read_card(asked=True))
    page.signed.connect(doing.sign)
    page.acted.connect(doing.act)
    page.done.connect(doing.confirm)
    page.left.connect(hand_out.leave)
    page.reveal_requested.connect(hand_out.reveal)
    hand_out.show(page)
