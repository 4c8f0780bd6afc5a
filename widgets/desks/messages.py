"""The page of text messages that stand still, for the back office and the supervisor."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.pages import MESSAGES
from widgets.pages.messages import MessagesPage
from widgets.window import CounterWindow


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the page into the window."""
    listing, page = terminal.messages.listing, MessagesPage()
    window.add(MESSAGES, page, opened=listing.refresh)
    page.chosen.connect(listing.choose)
    page.resend_requested.connect(listing.resend)
    page.count_as_sent_requested.connect(listing.count_as_sent)
    page.correct_requested.connect(listing.correct)
    listing.show(page)
