"""Signing with mouse, pen and finger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from json import dumps, loads

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from devices.ports import Touch
from devices.signature import HEIGHT, WIDTH, Stroke
from widgets.kit.signature_canvas import PRESSURE_UNKNOWN, SignatureCanvas, signature_png

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
LINES = (((60, 60), (140, 120), (220, 60)), ((60, 150), (240, 150)), ((300, 40), (300, 170), (420, 120)))


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[SignatureCanvas]:
    clock = iter(range(10_000))
    canvas = SignatureCanvas("申请人签名", placeholder="请在此签名", now=lambda: next(clock) / 100)
    qtbot.addWidget(canvas)
    canvas.resize(WIDTH // 2, HEIGHT // 2 + 40)
    with qtbot.waitActive(canvas):
        canvas.show()
        canvas.activateWindow()
    yield canvas


def draw(canvas: SignatureCanvas, *places: tuple[int, int]) -> None:
    points = [QPoint(x, y) for x, y in places]
    QTest.mousePress(canvas, LEFT, NONE, points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, LEFT, NONE, points[-1])


def sign(canvas: SignatureCanvas) -> None:
    for line in LINES:
        draw(canvas, *line)


def test_what_the_mouse_draws_is_in_dots_of_the_paper_with_its_times(canvas: SignatureCanvas) -> None:
    draw(canvas, (0, 20), (225, 95))
    (stroke,) = canvas.strokes
    assert [(touch.x, touch.y, touch.pressure) for touch in stroke] == [
        (0.0, 0.0, PRESSURE_UNKNOWN),
        (450.0, 150.0, PRESSURE_UNKNOWN),
    ]
    assert [touch.at for touch in stroke] == [0.01, 0.02]


def test_a_signature_has_strokes_and_a_picture_of_fixed_size(canvas: SignatureCanvas) -> None:
    sign(canvas)
    signature = canvas.signature()
    assert signature is not None
    assert len(signature.strokes) == 3
    picture = QImage.fromData(signature.png, "PNG")
    assert picture.size().toTuple() == (WIDTH, HEIGHT)
    blacks = sum(picture.pixelColor(x, y).lightness() < 128 for x in range(0, WIDTH, 3) for y in range(0, HEIGHT, 3))
    assert 100 < blacks < WIDTH * HEIGHT / 9 / 10


def test_strokes_read_back_from_a_file_give_the_same_picture_to_the_byte(canvas: SignatureCanvas) -> None:
    sign(canvas)
    signature = canvas.signature()
    assert signature is not None
    kept = dumps([[asdict(touch) for touch in stroke] for stroke in signature.strokes])
    replayed: list[Stroke] = [tuple(Touch(**touch) for touch in stroke) for stroke in loads(kept)]
    assert signature_png(replayed) == signature.png


def test_the_picture_does_not_depend_on_the_size_of_the_screen(canvas: SignatureCanvas, qtbot: QtBot) -> None:
    large = SignatureCanvas("申请人签名")
    qtbot.addWidget(large)
    large.resize(WIDTH, HEIGHT)
    large.show()
    draw(canvas, (100, 70), (200, 120))
    draw(large, (200, 100), (400, 200))
    places = [[(touch.x, touch.y) for touch in each.strokes[0]] for each in (canvas, large)]
    assert places[0] == places[1]
    assert signature_png(canvas.strokes) == signature_png(large.strokes)


def test_a_dot_is_no_signature(canvas: SignatureCanvas) -> None:
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(100, 100))
    assert len(canvas.strokes) == 1
    assert not canvas.is_signed
    assert canvas.signature() is None


def test_strokes_are_taken_back_by_key_one_by_one_or_all(canvas: SignatureCanvas, qtbot: QtBot) -> None:
    told: list[int] = []
    canvas.strokes_changed.connect(lambda: told.append(len(canvas.strokes)))
    sign(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert told == [1, 2, 3, 2, 0]


def test_time_begins_anew_after_all_was_taken_back(canvas: SignatureCanvas) -> None:
    sign(canvas)
    canvas.clear()
    draw(canvas, (60, 60), (120, 60))
    assert canvas.strokes[0][0].at == 0.01


def test_a_pen_that_leaves_the_paper_draws_along_its_edge(canvas: SignatureCanvas) -> None:
    draw(canvas, (100, 100), (100, 189))
    draw(canvas, (100, 100), (449, 1))
    assert canvas.strokes[0][-1].y == HEIGHT
    assert canvas.strokes[1][-1].y == 0.0


PEN = QPointingDevice(
    "pen",
    1,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Pressure,
    1,
    1,
    "",
    QPointingDeviceUniqueId(),
)


def pen(canvas: SignatureCanvas, kind: QEvent.Type, place: tuple[float, float], pressure: float) -> QTabletEvent:
    point = QPointF(*place)
    button = LEFT if kind is not QEvent.Type.TabletMove else Qt.MouseButton.NoButton
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else LEFT
    event = QTabletEvent(kind, PEN, point, point, pressure, 0, 0, 0, 0, 0, NONE, button, held)
    QCoreApplication.sendEvent(canvas, event)
    return event


def test_a_pen_is_the_thicker_the_harder_it_is_pressed(canvas: SignatureCanvas) -> None:
    for height, pressure in ((60, 0.1), (140, 1.0)):
        pen(canvas, QEvent.Type.TabletPress, (50, height), pressure)
        pen(canvas, QEvent.Type.TabletMove, (200, height), pressure)
        event = pen(canvas, QEvent.Type.TabletRelease, (200, height), 0.0)
        assert event.isAccepted()  # so Qt makes no mouse of it
    light, hard = canvas.strokes
    assert ({touch.pressure for touch in light}, {touch.pressure for touch in hard}) == ({0.1}, {1.0})
    drawn = [QImage.fromData(signature_png([stroke])) for stroke in (light, hard)]
    blacks = [
        sum(image.pixelColor(x, y).lightness() < 128 for x in range(120, 380, 20) for y in range(HEIGHT))
        for image in drawn
    ]
    assert blacks[1] > 2 * blacks[0]


def test_a_pen_in_the_air_draws_nothing(canvas: SignatureCanvas) -> None:
    pen(canvas, QEvent.Type.TabletMove, (50, 60), 0.0)
    pen(canvas, QEvent.Type.TabletMove, (150, 60), 0.0)
    pen(canvas, QEvent.Type.TabletRelease, (150, 60), 0.0)
    assert canvas.strokes == ()


def test_a_finger_draws_and_the_ball_of_the_hand_does_not(canvas: SignatureCanvas) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(0, QPoint(60, 60), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(160, 60), canvas).press(1, QPoint(300, 150), canvas).commit()
    QTest.touchEvent(canvas, screen).stationary(0).move(1, QPoint(400, 160), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(260, 90), canvas).stationary(1).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(260, 90), canvas).release(1, QPoint(400, 160), canvas).commit()
    (stroke,) = canvas.strokes
    assert [(touch.x, touch.y) for touch in stroke] == [(120.0, 80.0), (320.0, 80.0), (520.0, 140.0)]


def test_it_has_a_name_a_description_and_takes_the_focus(canvas: SignatureCanvas) -> None:
    assert (canvas.accessibleName(), canvas.accessibleDescription()) == ("申请人签名", "请在此签名")
    assert canvas.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_what_was_drawn_is_seen(canvas: SignatureCanvas) -> None:
    before = canvas.grab().toImage()
    sign(canvas)
    after = canvas.grab().toImage()
    assert before.pixelColor(100, 150) != after.pixelColor(100, 150)
    canvas.clear()
    assert canvas.grab().toImage().pixelColor(100, 150) == before.pixelColor(100, 150)
