"""The page of cases, for the back office, the sections and the supervisor."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.pages import CASES
from widgets.pages.cases import CasesPage
from widgets.window import CounterWindow

SECOND_MS = 1000


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the page into the window."""
    desk, page = terminal.back_office, CasesPage()
    cases = desk.cases
    window.add(CASES, page, opened=cases.refresh)
    window.every(SECOND_MS, cases.tick, on=CASES)
    page.searched.connect(cases.search)
    page.filtered.connect(cases.narrow)
    page.chosen.connect(cases.choose)
    page.marked.connect(cases.mark)
    page.tab_chosen.connect(cases.choose_tab)
    page.page_chosen.connect(cases.choose_page)
    page.document_chosen.connect(cases.choose_document)
    page.trace_toggled.connect(cases.toggle_trace)
    page.reveal_requested.connect(cases.reveal)
    page.acted.connect(cases.act)
    page.changed.connect(cases.write)
    page.moved.connect(cases.move)
    page.toggled.connect(cases.toggle)
    page.done.connect(cases.confirm)
    page.left.connect(cases.leave)
    page.capture_requested.connect(desk.capture)
    page.files_chosen.connect(desk.take_files)
    cases.show(page)
