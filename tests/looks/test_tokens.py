"""Contrast of every pair of colours that meet on the screen (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11)."""

import re
from pathlib import Path

import pytest

from widgets.theme.current import Theme
from widgets.theme.stylesheet import TEMPLATE, fill
from widgets.theme.tokens import HIGH_CONTRAST, THEMES, Tokens

GROUNDS = ("ground", "surface", "sunken", "accent_soft")
TEXTS = [(ink, ground) for ink in ("ink", "ink2", "ink3") for ground in GROUNDS]
TEXTS += [(tone, ground) for tone in ("accent", "ok", "warn", "bad") for ground in ("ground", "surface", "accent_soft")]
TEXTS += [("ok", "ok_soft"), ("warn", "warn_soft"), ("bad", "bad_soft"), ("on_accent", "accent")]
TEXTS += [("ink2", "warn_soft"), ("ink2", "bad_soft"), ("surface", "ok"), ("surface", "bad")]
EDGES = [("edge", "surface"), ("edge", "ground"), ("accent", "surface"), ("bad", "surface"), ("warn_fill", "surface")]


def luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(tokens: Tokens, one: str, other: str) -> float:
    bright, dark = sorted((luminance(getattr(tokens, one)), luminance(getattr(tokens, other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read_on_its_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(tokens, text, ground) >= (7 if tokens is HIGH_CONTRAST else 4.5)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_an_edge_can_be_seen_on_its_ground(tokens: Tokens, edge: str, ground: str) -> None:
    assert contrast(tokens, edge, ground) >= 3


def test_high_contrast_doubles_every_edge() -> None:
    assert {tokens.name: tokens.edge_width for tokens in THEMES.values()} == {"light": 1, "dark": 1, "high_contrast": 2}


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)
def test_the_style_sheet_is_filled_without_a_gap(tokens: Tokens) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", fill(TEMPLATE.read_text("utf-8"), Theme(tokens, 1.25)), flags=re.DOTALL)
    assert "@" not in sheet
    assert re.search(r"\d+u\b|u-", sheet) is None
    assert f"min-height: {45 - 2 * tokens.edge_width}px" in sheet
    assert f"min-height: {45 - 2 * tokens.focus_width}px" in sheet


def test_no_other_module_names_a_colour() -> None:
    """Paper and the camera's picture excepted: neither is themed."""
    widgets = Path(__file__).resolve().parents[2] / "widgets"
    excepted = {"tokens.py", "slip_preview.py", "camera_view.py"}
    naming = [
        path.name
        for path in widgets.rglob("*.py")
        if path.name not in excepted and re.search(r'"#[0-9A-Fa-f]{3,8}"', path.read_text("utf-8"))
    ]
    assert naming == []
