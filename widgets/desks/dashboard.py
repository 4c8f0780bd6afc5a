"""The supervisor's page."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.dashboard.page import REFRESH_MS
from app.presenters.pages import DASHBOARD
from widgets.pages.dashboard import DashboardPage
from widgets.window import CounterWindow


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the page into the window; it reads anew when it is opened and every half minute while it is shown."""
    dashboard, page = terminal.dashboard.dashboard, DashboardPage()
    window.add(DASHBOARD, page, opened=dashboard.refresh)
    window.every(REFRESH_MS, dashboard.tick, on=DASHBOARD)
    page.period_chosen.connect(dashboard.choose_period)
    page.grouping_chosen.connect(dashboard.group_by_window)
    page.due_chosen.connect(dashboard.choose_due)
    page.explain_requested.connect(dashboard.explain)
    page.opened.connect(dashboard.open)
    dashboard.show(page)
