"""What is consulted beside a case: why it is due when it is, and what happened so far."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.presenters.cases.state import CaseState
from app.presenters.trace import TraceState
from widgets.kit.heading import Heading
from widgets.kit.plane import Hairline, column
from widgets.kit.themed import Themed
from widgets.kit.timeline import Happening, Timeline
from widgets.kit.trace_calendar import TraceCalendar
from widgets.theme.current import Theme


class CaseAside(Themed):
    """The trace over the timeline. Short, the trace leaves out all lines but those of the clocks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trace = TraceCalendar(self.tr("Why it is due then"))
        self._heading, self._past = Heading(self.tr("History"), ruled=False), Timeline(self.tr("History"))
        self._rule = Hairline()
        self._column = column(self)
        for widget in (self.trace, self._rule, self._heading, self._past):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.arrange(self.theme)

    def present(self, case: CaseState | None, *, explained: bool) -> None:
        """Show what belongs to the case; nothing without one."""
        trace = TraceState() if case is None else case.trace
        self.trace.present(trace if explained else replace(trace, groups=trace.groups[-1:]))
        past = () if case is None else case.past
        self._past.present([Happening(each.at, each.what, each.who, each.pending) for each in past])
        for widget in (self._heading, self._past):
            widget.setVisible(bool(past))
        self._rule.setVisible(bool(past) and bool(trace.title))

    def arrange(self, theme: Theme) -> None:
        self._column.setSpacing(theme.px(10))
