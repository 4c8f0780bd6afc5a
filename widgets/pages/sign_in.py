"""Signing in: who works at this window."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.presenters.fields import FieldState
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from app.presenters.sign_in import Offer, SignInState
from widgets.keys import Act, Scope
from widgets.kit.button import Button, Kind
from widgets.kit.field import Field
from widgets.kit.note import Sign
from widgets.kit.plane import column
from widgets.kit.row import Entry, Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.theme.current import Theme


class WrongLine(Themed):
    """What is wrong, in as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._words = Sign(20), Text("", Role.LABEL, Tone.BAD, wrap=True)
        self._sign.present(Mark.WRONG)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(self._words, 1)
        self.arrange(self.theme)

    def present(self, words: str) -> None:
        """Say `words`; "" takes no room."""
        self._words.say(words)
        self.setVisible(bool(words))

    def arrange(self, theme: Theme) -> None:
        self._line.setSpacing(theme.px(8))


class SignInPage(Themed):
    """Number and password; Enter goes on and then signs in. The password is never shown nor kept.

    In training the accounts that anybody may take are listed first: a digit or an arrow chooses, Enter signs in.
    """

    SCOPE = Scope.SIGN_IN

    sign_in_requested = Signal(str, str)
    offer_chosen = Signal(str)
    offer_taken = Signal(str)
    change_requested = Signal(str, str, str, str)  # number, password, a new one, the new one again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SignInState()
        self._window, self._desk = Text("", Role.HEADLINE), Text("", Role.PANEL)
        self._hall = Text("", Role.LABEL)
        self._clerk, self._password = Field(self.tr("Clerk number")), Field(self.tr("Password"))
        self._clerk.entry.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self._new, self._again = Field(self.tr("New password")), Field(self.tr("New password again"))
        for field in (self._password, self._new, self._again):
            field.entry.setEchoMode(QLineEdit.EchoMode.Password)
            field.entry.returnPressed.connect(self._try)
        self._error, self._hint = WrongLine(), Text("", Role.LABEL, Tone.INK2, wrap=True)
        self._offers = Rows(self.tr("Training accounts"), inset=16)
        self._offers.row_chosen.connect(self.offer_chosen)
        self._offers.entered.connect(self.offer_taken)
        self._go = Button(self.tr("Sign in"), Kind.MAIN, key="Enter", tall=True)
        self._go.clicked.connect(self._try)
        self._build()
        self.arrange(self.theme)
        self.present(self._state)

    def present(self, state: SignInState) -> None:
        """Show `state`. After a refusal the password is selected, to be typed anew."""
        refused = bool(state.error) and state.error != self._state.error
        refused = refused or (bool(state.error) and self._state.busy and not state.busy)
        asked_for_new = state.changing and not self._state.changing
        let_in = self._state.busy and not (state.busy or state.error or state.changing)
        known = state.clerk_id != self._state.clerk_id or not self._clerk.text
        self._state = state
        self._window.say(state.window)
        self._desk.say(state.desk)
        self._hall.say(state.hall)
        if known:
            self._clerk.present(FieldState(state.clerk_id))
        self._error.present(state.error)
        self._hint.say(state.hint)
        self._hint.setVisible(bool(state.hint))
        listed: list[Entry] = [Group(self.tr("Training accounts"), state.offers_note)] if state.offers else []
        rows = [_row(number, offer) for number, offer in enumerate(state.offers, start=1)]
        self._offers.present([*listed, *rows], state.clerk_id)
        self._offers.setVisible(bool(state.offers))
        self._fit_offers()
        for field in (self._new, self._again):
            field.setVisible(state.changing)
        word = self.tr("Signing in") if state.busy else self.tr("Sign in")
        self._go.present(word, enabled=not state.busy)
        if let_in:
            for field in (self._password, self._new, self._again):
                field.entry.clear()
        if refused or asked_for_new:
            entry = (self._new if state.changing else self._password).entry
            entry.setFocus(Qt.FocusReason.OtherFocusReason)
            entry.selectAll()

    def keys(self) -> tuple[KeyHint, ...]:
        """What the key bar shows."""
        offers = (KeyHint("account_1"),) if self._state.offers else ()
        return (*offers, KeyHint("next_field"), KeyHint("help"))

    def acts(self) -> dict[str, Act]:
        """What the page itself does on a key: Enter is the fields' and the list's own."""
        return {}

    def focus_first(self) -> None:
        """Focus the training accounts; without them the number, or the password when the number is there."""
        field = self._password if self._clerk.text else self._clerk
        (self._offers if self._state.offers else field).setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, theme: Theme) -> None:
        self._form.setFixedWidth(theme.px(360))
        self._fields.setSpacing(theme.px(16))
        self._place_line.setSpacing(theme.px(16))
        self._offers.setFixedWidth(theme.px(400))
        self._across.setSpacing(theme.px(64))
        self._fit_offers()

    def _fit_offers(self) -> None:
        self._offers.setFixedHeight(self._offers.content_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), self.theme.color("surface"))

    def _build(self) -> None:
        self._form = QWidget()
        self._fields = column(self._form)
        self._place_line = QHBoxLayout()
        self._place_line.addWidget(self._window)
        self._place_line.addWidget(self._desk)
        self._place_line.addStretch(1)
        self._fields.addLayout(self._place_line)
        for widget in (
            self._hall,
            self._clerk,
            self._password,
            self._new,
            self._again,
            self._error,
            self._go,
            self._hint,
        ):
            self._fields.addWidget(widget)
        self._across = QHBoxLayout()
        self._across.addStretch(1)
        self._across.addWidget(self._offers, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addWidget(self._form, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addStretch(1)
        outer = column(self)
        outer.addStretch(2)
        outer.addLayout(self._across)
        outer.addStretch(3)

    def _try(self) -> None:
        if self._state.busy:
            return
        typed = [field.text for field in (self._clerk, self._password, self._new, self._again)]
        if self._state.changing and all(typed):
            self.change_requested.emit(*typed)
        elif self._state.changing and all(typed[:3]):
            self._again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._state.changing and all(typed[:2]):
            self.sign_in_requested.emit(self._clerk.text, self._password.text)
        elif not self._state.changing:
            self.focus_first()


def _row(number: int, offer: Offer) -> Row:
    return Row(offer.login, f"{number}　{offer.role}", second=offer.what, right=offer.login)
