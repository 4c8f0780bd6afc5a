"""A widget whose sizes follow the theme."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLayout, QWidget

from widgets.theme.current import Theme, current_theme


class Themed(QWidget):
    """`arrange(theme)` runs when the theme changes; call it once at the end of `__init__` as well."""

    @property
    def theme(self) -> Theme:
        return current_theme()

    def arrange(self, theme: Theme) -> None:
        """Set margins, spacings and fixed sizes from `theme`."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.arrange(current_theme())
            self.updateGeometry()
            self.update()


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet selects by, and polish anew when it changed (Qt does not by itself)."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def set_margins(layout: QLayout, theme: Theme, left: int, top: int, right: int, bottom: int, spacing: int) -> None:
    """Margins and spacing given at 100 %."""
    layout.setContentsMargins(theme.px(left), theme.px(top), theme.px(right), theme.px(bottom))
    layout.setSpacing(theme.px(spacing))
