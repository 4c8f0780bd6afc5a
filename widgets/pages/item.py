"""Step 2: which item, and which situation narrows its materials."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.presenters.fields import FieldState
from app.presenters.intake.item import ItemRow, ItemState, QuestionState
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.button import Button, Kind
from widgets.kit.choice_tile import Choice
from widgets.kit.facts import Facts
from widgets.kit.field import Field
from widgets.kit.mark_view import MarkView
from widgets.kit.panes import ListPane, Pane, Panes
from widgets.kit.plane import Ground, Hairline, column
from widgets.kit.question import Question
from widgets.kit.row import Entry, Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class ItemPage(Themed):
    """The list is searched while one types; Down and Up move in it, Enter takes the hit, digits answer."""

    SCOPE = Scope.ITEM

    searched = Signal(str)
    item_chosen = Signal(str)
    pinned = Signal(str)
    answered = Signal(str, str)
    proceed_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ItemState()
        self._hit = ""
        self._questions: list[Question] = []
        self._going_on = False
        self._build_list()
        self._build_item()
        self._build_materials()
        self._panes = Panes(self._main, self._aside, aside_width=304, leading=self._list_pane)
        column(self).addWidget(self._panes)
        self._panes.tab_through(self._search.entry, self._proceed)
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: ItemState) -> None:
        """Show `state`; the search text and its caret stay while one types."""
        anew = state.query != self._state.query
        self._state = state
        self._search.present(FieldState(state.query, placeholder=self.tr("Name, pinyin initials or code")))
        codes = [row.code for row in state.rows]
        if anew or self._hit not in codes:
            self._hit = codes[0] if codes else ""
        if not anew and not state.query and state.chosen in codes and not self._search.entry.hasFocus():
            self._hit = state.chosen
        self._hits.present(self._entries(state), self._hit)
        self._empty.say(state.empty)
        self._empty.setVisible(bool(state.empty))
        self._sample.setVisible(state.sample)
        self._catalogue.say(self.tr("Catalogue {0}").format(state.catalogue) if state.catalogue else "")
        self._present_item(state)
        self._present_materials(state)
        if self._going_on:
            self._going_on = False
            self.focus_questions()

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        hints = ("hits", "take_hit", "answer_1", "pin", "act", "aside", "help")
        return tuple(KeyHint(id) for id in hints)

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        answers: dict[str, Act] = {f"answer_{number}": partial(self.answer, number) for number in range(1, 10)}
        return {"pin": self._pin, "act": self._go_on, "item": self.focus_first, **answers}

    def focus_first(self) -> None:
        """Focus the search field, its text selected."""
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.entry.selectAll()

    def focus_questions(self) -> None:
        """Focus the first question that is open, or the page's act when there is none."""
        waiting = [question for question in self._shown_questions() if question.open]
        if waiting:
            waiting[0].focus_answer()
            self._main.bring_into_view(waiting[0])
        elif self._proceed.isEnabled():
            self._proceed.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self, number: int) -> None:
        """A digit answers the focused question, or the first open one."""
        shown = self._shown_questions()
        focused = [question for question in shown if question.isAncestorOf(self.focusWidget() or self)]
        for question in (*focused, *(question for question in shown if question.open)):
            question.take(number)
            return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search field hands Up, Down and Enter to the list, and keeps the focus."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.modifiers():
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._hit)
            return True
        return False

    def arrange(self, theme: Theme) -> None:
        gap = theme.px(theme.measures.section_gap)
        self._main.body.setSpacing(gap)
        self._aside.body.setSpacing(theme.px(8))
        self._list_foot.setContentsMargins(theme.px(32), theme.px(8), theme.px(32), theme.px(12))
        self._materials.setFixedHeight(self._materials.content_height())

    def _build_list(self) -> None:
        self._search = Field(self.tr("Find an item"))
        self._search.edited.connect(self.searched)
        self._search.entry.installEventFilter(self)
        self._hits = Rows(self.tr("Items"), inset=32)
        # Focus stays in the search field: it moves through the hits itself.
        self._hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._hits.row_chosen.connect(self._take)
        self._empty = Text("", Role.BODY, Tone.INK2, wrap=True)
        self._catalogue = Text("", Role.CAPTION)
        self._sample = MarkView(Mark.DOUBTFUL, self.tr("Sample catalogue, not for real cases"))
        room = QWidget()
        self._list_foot = column(room)
        self._list_foot.addWidget(self._sample)
        self._list_foot.addWidget(self._catalogue)
        self._list_pane = ListPane(self._hits, foot=room)
        self._list_pane.head.addWidget(self._search)
        self._list_pane.head.addWidget(self._empty)

    def _build_item(self) -> None:
        self._main = Pane(hairline=True)
        self._name = Text("", Role.TITLE, wrap=True)
        self._facts = Facts(88)
        self._rule = Hairline()
        self._nothing = Text(self.tr("No item is chosen. Type a few letters and press Enter"), Role.BODY, Tone.INK2)
        for widget in (self._nothing, self._name, self._facts, self._rule):
            self._main.body.addWidget(widget)
        self._main.body.addStretch(1)

    def _build_materials(self) -> None:
        self._aside = Pane(Ground.GROUND, hairline=True, side=24)
        self._counts = Text("", Role.LABEL, wrap=True)
        self._materials = Rows(self.tr("Materials"), dense=True)
        self._materials.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._materials.setSelectionMode(Rows.SelectionMode.NoSelection)
        self._materials.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._proceed = Button(self.tr("Next: materials"), Kind.MAIN, key="Ctrl+Enter", tall=True)
        self._proceed.clicked.connect(self._go_on)
        self._reason = MarkView()
        self._materials_title = Text(self.tr("Materials to hand in"), Role.SECTION)
        for widget in (self._materials_title, self._counts, self._materials):
            self._aside.body.addWidget(widget)
        self._aside.body.addStretch(1)
        self._aside.foot.addWidget(self._reason)
        self._aside.foot.addWidget(self._proceed)
        self._aside.foot.setSpacing(8)
        self._aside.show_foot()

    def _entries(self, state: ItemState) -> list[Entry]:
        """Hits under their titles: by use while nothing is typed, else all under one."""
        if state.query:
            return [Group(self.tr("Found"), self.tr("%n item(s)", "", len(state.rows))), *map(_hit, state.rows)]
        entries: list[Entry] = []
        titles = (self.tr("Kept at top"), self.tr("Used lately"), self.tr("All items"))
        last = -1
        for row in state.rows:
            place = 0 if row.pinned else 1 if row.recent else 2
            if place != last:
                entries.append(Group(titles[place]))
                last = place
            entries.append(_hit(row))
        return entries

    def _present_item(self, state: ItemState) -> None:
        chosen = bool(state.chosen)
        self._nothing.setVisible(not chosen)
        self._name.say(state.name)
        self._name.setVisible(chosen)
        self._facts.present([(fact.label, fact.value) for fact in state.facts])
        self._rule.setVisible(bool(state.questions))
        while len(self._questions) < len(state.questions):
            self._add_question()
        for place, question in enumerate(self._questions):
            question.setVisible(place < len(state.questions))
            if place < len(state.questions):
                self._present_question(question, state.questions[place])

    def _present_question(self, question: Question, state: QuestionState) -> None:
        choices = [Choice(option.code, option.text, option.key) for option in state.options]
        question.present(state.text, choices, next((option.code for option in state.options if option.chosen), ""))

    def _present_materials(self, state: ItemState) -> None:
        self._counts.say(state.counts)
        entries: list[Entry] = []
        group = ""
        for place, listed in enumerate(state.materials):
            if listed.group != group:
                group = listed.group
                entries.append(Group(group, str(sum(each.group == group for each in state.materials))))
            entries.append(Row(str(place), listed.name, second=listed.second))
        self._materials.present(entries)
        self._materials.setFixedHeight(self._materials.content_height())
        for widget in (self._materials_title, self._counts, self._materials):
            widget.setVisible(bool(state.chosen))
        reason = "" if state.complete else self._why_not(state)
        self._reason.present(Mark.MISSING if reason else None, reason)
        self._reason.setVisible(bool(reason))
        self._proceed.present(self.tr("Next: materials"), enabled=state.complete, reason=reason)

    def _why_not(self, state: ItemState) -> str:
        if not state.chosen:
            return self.tr("No item is chosen")
        left = sum(not any(option.chosen for option in question.options) for question in state.questions)
        return self.tr("%n situation(s) to answer", "", left)

    def _add_question(self) -> None:
        question = Question()
        place = len(self._questions)
        question.answered.connect(lambda option: self._answered(place, option))
        self._questions.append(question)
        self._main.body.insertWidget(self._main.body.count() - 1, question)
        self._panes.tab_through(self._search.entry, *self._questions, self._proceed)

    def _shown_questions(self) -> list[Question]:
        return self._questions[: len(self._state.questions)]

    def _answered(self, place: int, option: str) -> None:
        if place < len(self._state.questions):
            self._going_on = True
            self.answered.emit(self._state.questions[place].code, option)

    def _move(self, by: int) -> None:
        codes = [row.code for row in self._state.rows]
        if codes:
            place = codes.index(self._hit) if self._hit in codes else 0
            self._hit = codes[max(0, min(place + by, len(codes) - 1))]
            self._hits.present(self._entries(self._state), self._hit)

    def _take(self, code: str) -> None:
        """Choose the item and go to its first question."""
        if code:
            self._hit = code
            self._going_on = True
            self.item_chosen.emit(code)
            if self._going_on:  # the item was chosen already, so nothing was presented
                self._going_on = False
                self.focus_questions()

    def _pin(self) -> None:
        if self._hit:
            self.pinned.emit(self._hit)

    def _go_on(self) -> None:
        if self._state.complete:
            self.proceed_requested.emit()


def _hit(row: ItemRow) -> Row:
    return Row(row.code, row.name, second=row.second, right_second=row.right, spans=row.spans)
