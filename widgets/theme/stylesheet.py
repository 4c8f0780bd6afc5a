"""Fills the one QSS template and puts a theme in force."""

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from widgets.theme.current import Breadth, Density, Theme, current_theme, remember_theme
from widgets.theme.tokens import Tokens

TEMPLATE = Path(__file__).resolve().parents[2] / "resources" / "theme" / "yichuang.qss"
_NAME = re.compile(r"@(edge_width|focus_width|[a-z]+(?:_[a-z]+)*[0-9]?)")
_LENGTH = re.compile(r"\b(\d+)u(?:-(\d)([ef]))?\b")


def fill(template: str, theme: Theme) -> str:
    """`@ink` becomes a token's value and `15u` becomes 15 px times the text scale.

    `36u-2e` is that less two edges, `36u-2f` less two focus edges: nothing moves when an edge grows. Raises
    AttributeError on a name that is no token.
    """

    def length(found: re.Match[str]) -> str:
        units, edges, kind = found.groups()
        width = theme.tokens.focus_width if kind == "f" else theme.tokens.edge_width
        return f"{theme.px(int(units)) - int(edges or 0) * width}px"

    named = _NAME.sub(lambda found: str(getattr(theme.tokens, found[1])), template)
    return _LENGTH.sub(length, named)


def apply_theme(
    app: QApplication,
    tokens: Tokens,
    scale: float = 1.0,
    density: Density = Density.REGULAR,
    breadth: Breadth = Breadth.WIDE,
) -> None:
    """Put a theme in force; every widget gets a StyleChange event. Does nothing when it is in force already."""
    theme = Theme(tokens, scale, density, breadth)
    if theme == current_theme() and app.styleSheet():
        return
    remember_theme(app, theme)
    if not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(theme.font(15))
    app.setPalette(_palette(tokens))
    app.setStyleSheet(fill(_template(), theme))


@lru_cache(maxsize=1)
def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def _palette(tokens: Tokens) -> QPalette:
    """What Fusion paints where the style sheet says nothing."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, color in (
        (role.Window, tokens.surface),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.ground),
        (role.Button, tokens.surface),
        (role.WindowText, tokens.ink),
        (role.Text, tokens.ink),
        (role.ButtonText, tokens.ink),
        (role.PlaceholderText, tokens.ink3),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.ink),
        (role.Mid, tokens.edge),
    ):
        palette.setColor(target, QColor(color))
    return palette
