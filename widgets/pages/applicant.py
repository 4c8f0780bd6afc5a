"""Step 1: who applies."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from app.domain.applicant import ApplicantKind, Delivery, IdKind
from app.presenters.fields import FieldState, Source
from app.presenters.intake.applicant_state import ApplicantState
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from widgets.keys import Act, Scope
from widgets.kit.button import Button, Kind
from widgets.kit.card_news import CardPanel
from widgets.kit.drop_down import DropDown
from widgets.kit.field import Field
from widgets.kit.heading import Listing
from widgets.kit.panes import Pane, Panes
from widgets.kit.photo import NoPhoto
from widgets.kit.plane import Ground, column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.section import TITLE, Section
from widgets.kit.segmented import Option, Segmented, SegmentedField
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Breadth, Theme
from widgets.translation import QT_TRANSLATE_NOOP

_PERSON = (
    ("name", QT_TRANSLATE_NOOP("ApplicantPage", "Name"), 0, 0, 2),
    ("sex", QT_TRANSLATE_NOOP("ApplicantPage", "Sex"), 0, 2, 1),
    ("nation", QT_TRANSLATE_NOOP("ApplicantPage", "Nation"), 0, 3, 1),
    ("nationality", QT_TRANSLATE_NOOP("ApplicantPage", "Nationality"), 0, 3, 1),
    ("id_number", QT_TRANSLATE_NOOP("ApplicantPage", "ID number"), 1, 0, 2),
    ("birth", QT_TRANSLATE_NOOP("ApplicantPage", "Date of birth"), 1, 2, 1),
    ("valid_to", QT_TRANSLATE_NOOP("ApplicantPage", "Valid until"), 1, 3, 1),
    ("address", QT_TRANSLATE_NOOP("ApplicantPage", "Home address"), 2, 0, 4),
)
_ORGANISATION = (
    ("name", QT_TRANSLATE_NOOP("ApplicantPage", "Organisation name"), 0, 0, 2),
    ("credit_code", QT_TRANSLATE_NOOP("ApplicantPage", "Unified social credit code"), 0, 2, 2),
    ("kind", QT_TRANSLATE_NOOP("ApplicantPage", "Organisation kind"), 1, 0, 1),
    ("address", QT_TRANSLATE_NOOP("ApplicantPage", "Premises"), 1, 1, 3),
)
_ID_KINDS = (
    (IdKind.RESIDENT_ID, QT_TRANSLATE_NOOP("ApplicantPage", "Resident ID")),
    (IdKind.HMT_PERMIT, QT_TRANSLATE_NOOP("ApplicantPage", "HMT permit")),
    (IdKind.FOREIGN_PERMANENT, QT_TRANSLATE_NOOP("ApplicantPage", "Foreign permanent")),
    (IdKind.HK_MACAU_PASS, QT_TRANSLATE_NOOP("ApplicantPage", "HK/Macau pass")),
    (IdKind.TAIWAN_PASS, QT_TRANSLATE_NOOP("ApplicantPage", "Taiwan pass")),
    (IdKind.PASSPORT, QT_TRANSLATE_NOOP("ApplicantPage", "Passport")),
    (IdKind.HOUSEHOLD_BOOK, QT_TRANSLATE_NOOP("ApplicantPage", "Household book")),
)
_PLACEHOLDERS = {
    "organisation.credit_code": QT_TRANSLATE_NOOP("ApplicantPage", "Scan the licence, or type 18 characters"),
    "remark": QT_TRANSLATE_NOOP("ApplicantPage", "Seen at the window only"),
    "person.birth": QT_TRANSLATE_NOOP("ApplicantPage", "YYYY-MM-DD"),
    "person.valid_to": QT_TRANSLATE_NOOP("ApplicantPage", "YYYY-MM-DD"),
    "agent.birth": QT_TRANSLATE_NOOP("ApplicantPage", "YYYY-MM-DD"),
    "agent.valid_to": QT_TRANSLATE_NOOP("ApplicantPage", "YYYY-MM-DD"),
}
# Numbers are typed in Latin letters: the input method is told so and does not compose.
_LATIN = Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText
_TYPED_AS = {
    "id_number": _LATIN | Qt.InputMethodHint.ImhPreferUppercase,
    "credit_code": _LATIN | Qt.InputMethodHint.ImhPreferUppercase,
    "phone": _LATIN | Qt.InputMethodHint.ImhPreferNumbers,
    "birth": _LATIN | Qt.InputMethodHint.ImhDate,
    "valid_to": Qt.InputMethodHint.ImhDate,
}


class ApplicantPage(Themed):
    """Card values and typed ones; the aside says what the reader did and what is still open."""

    SCOPE = Scope.APPLICANT

    edited = Signal(str, str)
    kind_chosen = Signal(ApplicantKind)
    agent_chosen = Signal(bool)
    id_kind_chosen = Signal(IdKind)
    delivery_chosen = Signal(Delivery)
    match_confirmed = Signal()
    reveal_requested = Signal(str)
    release_requested = Signal(str)
    read_requested = Signal()
    photograph_requested = Signal()
    proceed_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._state = ApplicantState()
        self._main, self._aside = Pane(), Pane(Ground.GROUND, hairline=True, side=24)
        self._build_choices()
        self._build_sections()
        self._build_aside()
        column(self).addWidget(Panes(self._main, self._aside, aside_width=336))
        self._connect()
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: ApplicantState) -> None:
        """Show `state`. What is being typed and the caret stay as they are where nothing changed."""
        self._state = state
        organisation = state.kind is ApplicantKind.ORGANISATION
        self._kind.present(state.kind.value)
        self._agent.present(str(state.through_agent))
        self._delivery.choice.present(state.delivery.value)
        self._id_kind.present(state.id_kind.value)
        self._id_kind.setVisible(not state.document)
        title = self.tr("Legal representative or operator") if organisation else self.tr("Applicant in person")
        self._person_section.say(title, state.document)
        self._organisation_section.setVisible(organisation)
        self._agent_section.setVisible(state.through_agent)
        for owner, id_kind in (("person", state.id_kind), ("agent", state.agent_id_kind)):
            is_foreign = id_kind in (IdKind.FOREIGN_PERMANENT, IdKind.PASSPORT)
            self._fields[f"{owner}.nation"].setVisible(not is_foreign)
            self._fields[f"{owner}.nationality"].setVisible(is_foreign)
        self._fields["delivery_address"].setVisible(state.delivery is Delivery.POST)
        for name, field in self._fields.items():
            field.present(self._with_placeholder(name, state.fields.get(name, FieldState())))
        self._show_what_fits()
        self._present_aside(state)
        if state.focus:
            self.focus_field(state.focus)

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        return (
            KeyHint("read_card"),
            KeyHint("capture", self.tr("Photograph card")),
            KeyHint("person_matches"),
            KeyHint("reveal"),
            KeyHint("edit_chip"),
            KeyHint("next_field"),
            KeyHint("act"),
            KeyHint("aside"),
            KeyHint("help"),
        )

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key, to be bound in its scope."""
        return {
            "read_card": self.read_requested.emit,
            "capture": self.photograph_requested.emit,
            "person_matches": self._confirm_match,
            "reveal": self._reveal,
            "edit_chip": self._release,
            "act": self.proceed_requested.emit,
        }

    def focus_first(self) -> None:
        """Focus the first field that is still open, or the name."""
        self.focus_field(self._state.open[0].field if self._state.open else "person.name")

    def focus_field(self, name: str) -> None:
        """Focus the field of that dotted name and bring it into view; an unknown name changes nothing."""
        field = self._fields.get(name)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._main.bring_into_view(field)

    def field(self, name: str) -> Field:
        """The field of that dotted name. Raises KeyError for a name that is none."""
        return self._fields[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from a choice as it does from a field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def arrange(self, theme: Theme) -> None:
        self._head.setHorizontalSpacing(theme.px(16))
        self._head.setColumnMinimumWidth(0, 0 if theme.breadth is Breadth.SLIM else theme.px(TITLE - 16))
        self._main.body.setSpacing(theme.px(theme.measures.section_gap - (4 if theme.compact else 0)))
        self._aside.body.setSpacing(theme.px(theme.measures.section_gap))
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        """Photo and legend only explain; where width is scarce they go first."""
        roomy = self.theme.breadth is not Breadth.SLIM
        read = any(field.source is Source.CHIP for field in self._state.fields.values())
        self._photo.setVisible(bool(self._state.document) and roomy)
        self._legend.setVisible(read and roomy)

    def _build_choices(self) -> None:
        natural, organisation = self.tr("Natural person"), self.tr("Organisation")
        kinds = [Option(ApplicantKind.NATURAL.value, natural), Option(ApplicantKind.ORGANISATION.value, organisation)]
        self._kind = Segmented(self.tr("Kind of applicant"), kinds)
        in_person, agent = self.tr("In person"), self.tr("Through an agent")
        self._agent = Segmented(self.tr("Who is here"), [Option("False", in_person), Option("True", agent)])
        ways = [
            Option(Delivery.WINDOW.value, self.tr("Window")),
            Option(Delivery.LOCKER.value, self.tr("Locker")),
            Option(Delivery.POST.value, self.tr("Post")),
        ]
        self._delivery = SegmentedField(self.tr("Delivery"), ways)
        self._id_kind = DropDown(
            self.tr("Document"), [Option(kind.value, self.tr(source)) for kind, source in _ID_KINDS]
        )
        self._legend = Text(self.tr("Grey was read from the chip and needs no change"), Role.LABEL)
        self._head = QGridLayout()
        self._head.addWidget(Text(self.tr("Applicant"), Role.TITLE), 0, 0)
        self._head.addWidget(self._kind, 0, 1)
        self._head.addWidget(self._agent, 0, 2)
        self._head.setColumnStretch(3, 1)
        self._head.addWidget(self._legend, 0, 4)
        self._main.body.addLayout(self._head)

    def _build_sections(self) -> None:
        # Tab goes in the order in which things are put in: as one reads.
        self._photo = NoPhoto((self.tr("Photo cannot be shown"), self.tr("look at the card itself")))
        self._person_section = Section("", ruled=False)
        self._person_section.put_beside(self._id_kind)
        self._person_section.put_beside(self._photo)
        self._fill(self._person_section, "person", _PERSON)
        self._organisation_section, self._agent_section = Section(self.tr("Organisation")), Section(self.tr("Agent"))
        self._fill(self._organisation_section, "organisation", _ORGANISATION)
        self._fill(self._agent_section, "agent", _PERSON)
        contact = Section(self.tr("Contact and delivery"))
        contact.say(self.tr("Contact and delivery"), self.tr("Messages on progress only"))
        self._add(contact, "phone", self.tr("Telephone"), 0, 0, 2)
        contact.put(self._delivery, 0, 2, 2)
        self._add(contact, "remark", self.tr("Remark"), 1, 0, 2, optional=True)
        self._add(contact, "delivery_address", self.tr("Address for delivery"), 1, 2, 2)
        self._main.body.addWidget(contact)
        self._main.body.addStretch(1)

    def _fill(self, section: Section, owner: str, shape: tuple[tuple[str, str, int, int, int], ...]) -> None:
        for attribute, source, row, place, span in shape:
            self._add(section, f"{owner}.{attribute}", self.tr(source), row, place, span)
        self._main.body.addWidget(section)

    def _add(
        self, section: Section, name: str, label: str, row: int, place: int, span: int, *, optional: bool = False
    ) -> None:
        field = Field(label, optional=optional)
        owner, _, attribute = name.rpartition(".")
        if owner == "agent":
            field.entry.setAccessibleName(f"{self.tr('Agent')}，{label}")
        field.entry.setInputMethodHints(_TYPED_AS.get(attribute, Qt.InputMethodHint.ImhNone))
        field.edited.connect(lambda text: self.edited.emit(name, text))
        field.reveal_requested.connect(lambda: self.reveal_requested.emit(name))
        section.put(field, row, place, span)
        self._fields[name] = field

    def _build_aside(self) -> None:
        self._card = CardPanel()
        self._photograph = Button(self.tr("Photograph card or licence"), key="F6")
        self._open, self._earlier = Rows(self.tr("Still to fill in")), Rows(self.tr("Earlier cases"))
        for rows in (self._open, self._earlier):
            rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._proceed = Button(self.tr("Next: item and situation"), Kind.MAIN, key="Ctrl+Enter", tall=True)
        self._open_part = Listing(self.tr("Still to fill in"), self._open)
        self._earlier_part = Listing(self.tr("Earlier cases"), self._earlier)
        for widget in (self._card, self._photograph, self._open_part, self._earlier_part):
            self._aside.body.addWidget(widget)
        self._aside.body.addStretch(1)
        self._aside.foot.addWidget(self._proceed)
        self._aside.show_foot()

    def _present_aside(self, state: ApplicantState) -> None:
        news = state.card
        self._photograph.setVisible(state.may_photograph)
        self._photograph.setEnabled(news.mark is not Mark.RUNNING)
        compare = bool(state.document) and news.mark is not Mark.RUNNING
        self._card.present(news.mark, news.title, news.detail, news.at, compare=compare, matches=state.matches_card)
        open_rows = [
            Row(each.field, each.name, each.mark, right=each.hint, right_tone=_tone(each.mark)) for each in state.open
        ]
        count = self.tr("%n open", "", len(open_rows)) if open_rows else self.tr("all filled in")
        self._open_part.present(count, open_rows)
        earlier = [Row(f"{n}", each.title, second=each.when, right=each.state) for n, each in enumerate(state.earlier)]
        self._earlier_part.present(self.tr("%n case(s)", "", len(earlier)), earlier)
        self._earlier_part.setVisible(bool(earlier))

    def _connect(self) -> None:
        self._kind.chosen.connect(lambda id: self.kind_chosen.emit(ApplicantKind(id)))
        self._agent.chosen.connect(lambda id: self.agent_chosen.emit(id == "True"))
        self._id_kind.chosen.connect(lambda id: self.id_kind_chosen.emit(IdKind(id)))
        self._delivery.choice.chosen.connect(lambda id: self.delivery_chosen.emit(Delivery(id)))
        self._card.match_confirmed.connect(self.match_confirmed)
        self._card.read_requested.connect(self.read_requested)
        self._photograph.clicked.connect(lambda: self.photograph_requested.emit())
        self._open.row_chosen.connect(self.focus_field)
        self._proceed.clicked.connect(lambda: self.proceed_requested.emit())

    def _confirm_match(self) -> None:
        if self._state.document and not self._state.matches_card:
            self.match_confirmed.emit()

    def _reveal(self) -> None:
        """The focused number, or else the applicant's own."""
        focused = self._focused()
        name = focused if self._may_reveal(focused) else "person.id_number"
        if self._may_reveal(name):
            self.reveal_requested.emit(name)

    def _release(self) -> None:
        focused = self._focused()
        if focused and self._state.fields.get(focused, FieldState()).source is Source.CHIP:
            self.release_requested.emit(focused)

    def _may_reveal(self, name: str) -> bool:
        field = self._state.fields.get(name, FieldState())
        return bool(field.masked) or field.revealable

    def _focused(self) -> str:
        focus = QApplication.focusWidget()
        return next((name for name, field in self._fields.items() if field.entry is focus), "")

    def _with_placeholder(self, name: str, state: FieldState) -> FieldState:
        source = _PLACEHOLDERS.get(name, "")
        return state if state.placeholder or not source else replace(state, placeholder=self.tr(source))


def _tone(mark: Mark) -> Tone:
    return Tone.BAD if mark is Mark.WRONG else Tone.INK2
