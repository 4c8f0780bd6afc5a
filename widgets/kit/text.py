"""Words on the screen in one of the few sizes there are."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.presenters.marks import Tone
from widgets.kit.themed import set_look


class Role(Enum):
    """Caption 12 px; label, hint, group 13; body, strong, section 15; panel 18; title 22; figure 24; headline 30."""

    CAPTION = "caption"
    LABEL = "label"
    HINT = "hint"
    GROUP = "group"
    BODY = "body"
    STRONG = "strong"
    SECTION = "section"
    PANEL = "panel"
    TITLE = "title"
    FIGURE = "figure"
    HEADLINE = "headline"


class Text(QLabel):
    """A label that never treats its text as markup."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.BODY,
        tone: Tone | None = None,
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if not wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("role", role.value)
        if tone is not None:
            self.setProperty("tone", tone.value)

    def say(self, text: str, tone: Tone | None = None) -> None:
        """Replace the text, and its tone when one is given."""
        self.setText(text)
        if tone is not None:
            set_look(self, "tone", tone.value)
