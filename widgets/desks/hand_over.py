"""The page of hand-overs."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.hand_over.state import Tab
from app.presenters.pages import HAND_OVER
from widgets.pages.hand_over import HandOverPage
from widgets.window import CounterWindow

SECOND_MS = 1000


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the page into the window."""
    papers, page = terminal.hand_over.papers, HandOverPage()
    acts = {
        "mark": papers.mark,
        "mark_all": papers.mark_all,
        "fewer": lambda: papers.count(-1),
        "more": lambda: papers.count(1),
        "receiver": papers.change_receiver,
        "send": papers.confirm,
        "take_back": papers.take_back,
        "reprint": papers.reprint,
    }
    window.add(HAND_OVER, page, opened=papers.refresh)
    window.every(SECOND_MS, papers.tick, on=HAND_OVER)
    page.tab_chosen.connect(lambda tab: papers.choose_tab(Tab(tab)))
    page.chosen.connect(papers.choose)
    page.acted.connect(lambda act: acts[act]() if act in acts else papers.differ(act))
    papers.show(page)
