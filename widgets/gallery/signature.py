"""The field to sign in, empty and signed, with an invented signature."""

from math import sin

from PySide6.QtWidgets import QVBoxLayout, QWidget

from devices.ports import Touch
from devices.signature import Stroke
from widgets.kit.plane import Plane
from widgets.kit.signature_canvas import SignatureCanvas
from widgets.kit.text import Role, Text
from widgets.theme.current import current_theme


def signature_parts() -> QWidget:
    """The canvas before and after."""
    page, theme = Plane(), current_theme()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.px(32), theme.px(24), theme.px(32), theme.px(24))
    layout.setSpacing(theme.px(16))
    empty = SignatureCanvas("申请人签名", placeholder="请在此签名")
    signed = SignatureCanvas("代理人签名", placeholder="请在此签名")
    signed.present(_SIGNED)
    for title, canvas in (("申请人签名", empty), ("代理人签名", signed)):
        layout.addWidget(Text(title, Role.SECTION))
        layout.addWidget(canvas, 1)
    return page


def _wave(left: float, width: float, height: float, swing: float) -> Stroke:
    """A stroke as a pen draws it: lighter at its ends."""
    return tuple(
        Touch(
            left + width * step / 40,
            height + swing * sin(step / 6),
            0.15 + 0.8 * sin(step / 40 * 3.14159),
            step / 100,
        )
        for step in range(41)
    )


_SIGNED = (
    _wave(180, 130, 110, 30),
    _wave(200, 60, 190, -50),
    _wave(380, 180, 130, 46),
    _wave(420, 90, 210, -22),
    _wave(600, 120, 120, -60),
)
