"""The figures: how they scale, what they draw and what they lead to."""

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.presenters.dashboard.state import Headline
from app.presenters.figures import Column, Course, Pair, Span, Target
from app.presenters.marks import Mark
from widgets.charts.bullets import Bullets
from widgets.charts.columns import Columns
from widgets.charts.course import CourseChart
from widgets.charts.figure import Figure
from widgets.charts.headlines import Headlines
from widgets.charts.pairs import PairBars
from widgets.charts.scale import scale_up_to
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import LIGHT, THEMES, Tokens

COURSE = Course(
    (Span("h8", "8", 40, 20, 10, spoken="8 时"), Span("h9", "9", 80, 60, 50), Span("h10", "10", 12, 9, 60, True),
     Span("h11", "11", before=30)),
    "接件", "办结", "昨日", "至 10:20",
)  # fmt: skip


def _course(qtbot: QtBot) -> CourseChart:
    chart = CourseChart("每小时")
    chart.present(COURSE)
    return _shown(qtbot, chart)


def _columns(qtbot: QtBot) -> Columns:
    columns = Columns("各窗口")
    columns.present((Column("01", "01", 9), Column("02", "02", 3, marked=True), Column("03", "03", 0)))
    return _shown(qtbot, columns)


def _pairs(qtbot: QtBot) -> PairBars:
    pairs = PairBars("各部门")
    pairs.present((Pair("a", "公安", 8, 5, 0, 1), Pair("b", "住建", 4, 4, 5, 0)))
    return _shown(qtbot, pairs)


def _bullets(qtbot: QtBot) -> Bullets:
    bullets = Bullets("目标")
    bullets.present((Target("t", "网办", 74, 70, 100, "74%", "高 4", Mark.DONE),
                     Target("u", "减少", 50, 60, 100, "50%", "差 10", Mark.DOUBTFUL)))  # fmt: skip
    return _shown(qtbot, bullets)


FIGURES = pytest.mark.parametrize(
    ("make", "keys"),
    [
        (_course, ["h8", "h9", "h10"]),
        (_columns, ["01", "02", "03"]),
        (_pairs, ["a", "b"]),
        (_bullets, ["t", "u"]),
    ],
    ids=["course", "columns", "pairs", "bullets"],
)


def _shown(qtbot: QtBot, figure: Figure) -> Figure:  # type: ignore[misc]
    qtbot.addWidget(figure)
    figure.resize(480, 240)
    with qtbot.waitActive(figure):
        figure.show()
        figure.activateWindow()
    return figure


def _colours(widget: QWidget) -> set[str]:
    return set(_counted(widget))


def _counted(widget: QWidget) -> Counter[str]:
    """How many px each colour fills."""
    picture = widget.grab().toImage()
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return Counter(picture.pixelColor(x, y).name().upper() for x, y in places)


@given(most=st.integers(0, 10_000_000))
def test_a_scale_holds_its_most_with_four_gridlines_at_most(most: int) -> None:
    step, top = scale_up_to(most)
    assert top >= most and top > 0
    assert top % step == 0 and top // step <= 4


@pytest.mark.parametrize(("most", "scale"), [(0, (1, 1)), (3, (1, 3)), (4, (1, 4)), (96, (25, 100)), (410, (200, 600))])
def test_a_scale_goes_by_round_numbers(most: int, scale: tuple[int, int]) -> None:
    assert scale_up_to(most) == scale


@FIGURES
def test_arrows_and_enter_open_each_element(qtbot: QtBot, make: object, keys: list[str]) -> None:
    figure, opened = make(qtbot), []  # type: ignore[operator]
    figure.opened.connect(opened.append)
    figure.setFocus()
    for _ in keys:
        qtbot.keyClick(figure, Qt.Key.Key_Return)
        qtbot.keyClick(figure, Qt.Key.Key_Right)
    assert opened == keys


@FIGURES
def test_a_click_opens_what_was_clicked(qtbot: QtBot, make: object, keys: list[str]) -> None:
    figure, opened = make(qtbot), []  # type: ignore[operator]
    figure.opened.connect(opened.append)
    for spot in figure.spots():
        middle: QPointF = spot.box.center()
        qtbot.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(round(middle.x()), round(middle.y())))
    assert opened == keys


@FIGURES
def test_the_element_at_the_keys_is_framed(qtbot: QtBot, make: object, keys: list[str]) -> None:
    figure = make(qtbot)  # type: ignore[operator]
    figure.clearFocus()
    before = figure.grab().toImage()
    figure.setFocus()
    assert figure.grab().toImage() != before


@pytest.mark.parametrize("tokens", THEMES.values(), ids=list(THEMES))
def test_a_plot_shows_the_colours_of_the_theme_only(qapp: QApplication, qtbot: QtBot, tokens: Tokens) -> None:
    apply_theme(qapp, tokens)
    counted = _counted(_course(qtbot))
    ours = {str(getattr(tokens, name)).upper() for name in Tokens.__slots__}
    assert {tokens.surface.upper(), tokens.bar2.upper(), tokens.accent.upper(), tokens.line.upper()} <= set(counted)
    # What is not ours is the rim of a letter or a slanted line: a few px of each shade.
    assert {colour for colour, pixels in counted.items() if pixels > 60} <= ours


def test_a_change_of_theme_draws_a_plot_anew(qapp: QApplication, qtbot: QtBot) -> None:
    chart = _course(qtbot)
    apply_theme(qapp, THEMES["dark"])
    assert LIGHT.surface.upper() not in _colours(chart)


def test_a_window_that_stands_out_has_the_warning_fill(qtbot: QtBot) -> None:
    assert LIGHT.warn_fill.upper() in _colours(_columns(qtbot))


def test_an_empty_figure_takes_no_focus(qtbot: QtBot) -> None:
    pairs = _pairs(qtbot)
    pairs.present(())
    assert pairs.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_headlines_stand_in_one_row_or_in_two_and_end_in_an_accented_dot(qtbot: QtBot) -> None:
    headlines = Headlines("数字")
    headlines.present([Headline(f"n{n}", "接件", str(n), "比昨日 +1", (1.0, 4.0, 2.0)) for n in range(7)])
    qtbot.addWidget(headlines)
    headlines.resize(1300, 76)
    headlines.show()
    assert LIGHT.accent.upper() in _colours(headlines)
    assert len({spot.box.top() for spot in headlines.spots()}) == 1
    one_row = headlines.height()
    headlines.resize(800, 200)
    assert len({spot.box.top() for spot in headlines.spots()}) == 2
    assert headlines.height() > one_row


def test_the_plotting_library_is_loaded_when_a_figure_is_shown_and_not_before() -> None:
    told = (
        "import sys; from widgets.program import application; from app.config import Counter;"
        "from widgets.pages.dashboard import DashboardPage; from widgets.gallery.dashboard import STATE;"
        "app = application(Counter()); page = DashboardPage(); page.present(STATE);"
        "before = 'pyqtgraph' in sys.modules; page.show(); sys.exit(before or 'pyqtgraph' not in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
