"""The administrator's page."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.pages import ADMIN
from widgets.pages.administration import AdministrationPage
from widgets.window import CounterWindow


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the page into the window; it reads anew what it lists when it is opened."""
    administration, page = terminal.administration.administration, AdministrationPage()
    window.add(ADMIN, page, opened=administration.refresh)
    page.tab_chosen.connect(administration.open)
    page.searched.connect(administration.search)
    page.chosen.connect(administration.choose)
    page.entered.connect(administration.enter)
    page.changed.connect(administration.change)
    page.toggled.connect(administration.toggle)
    page.acted.connect(administration.act)
    page.file_chosen.connect(administration.take_file)
    page.done.connect(administration.done)
    page.left.connect(administration.leave)
    administration.show(page)
