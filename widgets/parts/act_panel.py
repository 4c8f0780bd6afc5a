"""An act being prepared beside the case: what it says, filled in beforehand; one key does it, one leaves it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.cases.state import CheckEntry, ChoiceEntry, Entry, PanelState, Result, TextEntry
from app.presenters.fields import FieldState
from app.presenters.marks import Mark, Tone
from widgets.kit.button import ActLine, Button, Kind
from widgets.kit.drop_down import DropDown
from widgets.kit.field import Field
from widgets.kit.note import Notes
from widgets.kit.panes import tab_through
from widgets.kit.plane import column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.segmented import Option, SegmentedField
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.warning import Warning
from widgets.theme.current import Theme
from widgets.theme.paint import text_width

_MOST_SIDE_BY_SIDE = 4


class ActPanel(Themed):
    """`act` stands apart, where it never scrolls away.

    Entries are known by their ids; `changed` says what was written or chosen, `toggled` what was checked.
    """

    changed = Signal(str, str)
    moved = Signal(str, str)
    toggled = Signal(str, str)
    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: PanelState | None = None
        self._shape: tuple[tuple[object, ...], ...] = ()
        self._entries: dict[str, QWidget] = {}
        self._title, self._about = Text("", Role.PANEL), Text("", Role.LABEL, wrap=True)
        self._leave = Button(self.tr("Back"), Kind.TEXT, key="Esc")
        self._warning, self._says = Warning(), Notes(self.tr("What it does"), plain=True)
        self._results = Notes(self.tr("What became of each case"), plain=True)
        self.act = ActLine(Button(self.tr("Do it"), Kind.MAIN, key="Ctrl+Enter", tall=True))
        self._fields = QWidget()
        self._column, self._body = column(self._fields), column(self)
        self._build()
        self.arrange(self.theme)

    def present(self, state: PanelState | None) -> None:
        """Show the act. Its entries are made anew only when others are asked; what is being written stays."""
        if state is None or state == self._state:
            self._state = state
            return
        self._state = state
        self._title.say(state.title)
        self._about.say(state.about)
        self._about.setVisible(bool(state.about))
        self._fill(state.entries)
        self._warning.present(state.warning)
        self._says.present([(Mark.HINT, line, "") for line in state.says])
        self._says.setVisible(bool(state.says))
        self._results.present([_result(each) for each in state.results])
        self._results.setVisible(bool(state.results))
        if state.button:
            self.act.present(state.button, reason=state.hold)
        self.act.setVisible(bool(state.button))

    def focus_first(self) -> None:
        """The first entry, or the act where everything is said."""
        for entry in self._entries.values():
            if entry.isVisibleTo(self):
                entry.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        button = self.act.button
        (button if button.isEnabled() and not self.act.isHidden() else self._leave).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def toggle(self) -> None:
        """Space: in a list to choose from, take what is current or leave it out."""
        focus = self.focusWidget()
        if isinstance(focus, CheckRows):
            focus.toggle()

    def confirm(self) -> None:
        """Ctrl+Enter: do it, unless something keeps it."""
        if self._state is not None and self._state.button and not self._state.hold:
            self.done.emit()

    def arrange(self, theme: Theme) -> None:
        self._body.setSpacing(theme.px(12))
        self._column.setSpacing(theme.px(10))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._leave)
        self._body.addLayout(head)
        for widget in (self._about, self._warning, self._fields, self._says, self._results):
            self._body.addWidget(widget)
        self._body.addStretch(1)
        self._leave.clicked.connect(self.left)
        self.act.button.clicked.connect(self.confirm)

    def _fill(self, entries: Sequence[Entry]) -> None:
        shape = tuple(_shape(entry) for entry in entries)
        if shape != self._shape:
            self._make(entries, dict(zip(self._entries, self._shape, strict=True)))
            self._shape = shape
        for entry in entries:
            _show(self._entries[entry.id], entry)

    def _make(self, entries: Sequence[Entry], shapes: Mapping[str, tuple[object, ...]]) -> None:
        """Make what is asked now; what was asked before too keeps its widget, and with it the focus."""
        before = self._entries
        kept = {e.id: before.pop(e.id) for e in entries if shapes.get(e.id) == _shape(e)}
        for widget in before.values():
            widget.hide()
            widget.deleteLater()
        self._entries = {entry.id: kept.get(entry.id) or self._made(entry) for entry in entries}
        for place, widget in enumerate(self._entries.values()):
            self._column.insertWidget(place, widget)
            widget.show()  # now, not when the layout comes to it: the focus may be wanted at once
        tab_through(*self._entries.values(), self.act.button, self._leave)

    def _made(self, entry: Entry) -> QWidget:
        match entry:
            case TextEntry():
                field = Field(entry.label, optional=entry.optional)
                field.edited.connect(lambda text: self.changed.emit(entry.id, text))
                return field
            case ChoiceEntry():
                options = [Option(value, word) for value, word in entry.options]
                if self._fits(entry):
                    segments = SegmentedField(entry.label, options)
                    segments.choice.chosen.connect(lambda value: self.changed.emit(entry.id, value))
                    return segments
                drop = DropDown(entry.label, options)
                drop.chosen.connect(lambda value: self.changed.emit(entry.id, value))
                return drop
            case CheckEntry():
                checks = Checks(entry.label)
                checks.moved.connect(lambda line: self.moved.emit(entry.id, line))
                checks.toggled.connect(lambda line: self.toggled.emit(entry.id, line))
                return checks

    def _fits(self, entry: ChoiceEntry) -> bool:
        """Whether the options can stand side by side."""
        theme = self.theme
        widest = max(text_width(theme, word, 15, bold=True) for _, word in entry.options) + theme.px(32)
        return len(entry.options) <= _MOST_SIDE_BY_SIDE and widest * len(entry.options) <= theme.px(336)


class Checks(Themed):
    """A list to choose from: Space takes what is current and leaves it out again."""

    moved = Signal(str)
    toggled = Signal(str)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Text(label, Role.LABEL)
        self.rows = CheckRows(label)
        self._count = 0
        layout = column(self)
        layout.addWidget(self._label)
        layout.addWidget(self.rows)
        self.rows.row_chosen.connect(self.moved)
        self.rows.toggled.connect(self.toggled)
        self.setFocusProxy(self.rows)
        self.arrange(self.theme)

    def present(self, entry: CheckEntry) -> None:
        self._count = len(entry.lines)
        rows = [
            Row(
                line.id,
                line.name,
                line.mark,
                second=line.note,
                right=line.word,
                right_tone=Tone.WARN if line.mark is Mark.DOUBTFUL else Tone.INK2,
            )
            for line in entry.lines
        ]
        self.rows.present(rows, entry.current)
        self.arrange(self.theme)

    def arrange(self, theme: Theme) -> None:
        most = 5 if theme.compact else 7
        height = sum(self.rows.sizeHintForRow(row) for row in range(min(most, self._count)))
        self.rows.setFixedHeight(max(height, theme.px(48)))


class CheckRows(Rows):
    """Rows that a double click acts upon; Space is a key of the page."""

    toggled = Signal(str)

    def toggle(self) -> None:
        """Take what is current, or leave it out again."""
        if self.current:
            self.toggled.emit(self.current)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle()


def _shape(entry: Entry) -> tuple[object, ...]:
    """What makes another widget necessary."""
    options = entry.options if isinstance(entry, ChoiceEntry) else ()
    return type(entry), entry.id, entry.label, options


def _show(widget: QWidget, entry: Entry) -> None:
    match entry, widget:
        case TextEntry(), Field():
            widget.present(FieldState(entry.value, message=entry.message, level=entry.level))
        case ChoiceEntry(), SegmentedField():
            widget.choice.present(entry.current)
        case ChoiceEntry(), DropDown():
            widget.present(entry.current)
        case CheckEntry(), Checks():
            widget.present(entry)


def _result(result: Result) -> tuple[Mark, str, str]:
    return result.mark, result.number, result.sentence
