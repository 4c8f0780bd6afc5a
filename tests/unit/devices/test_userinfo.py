"""Nobody sees the password that stands in an address."""

from __future__ import annotations

import pytest

from devices.scanning.camera import CameraSource
from devices.userinfo import without_userinfo


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://admin:secret@10.0.0.5/1.mjpg", "http://10.0.0.5/1.mjpg"),
        ("rtsp://admin:se@cret@10.0.0.5:554/a@b", "rtsp://10.0.0.5:554/a@b"),
        ("//admin@10.0.0.5", "//10.0.0.5"),
        ("http://10.0.0.5/who@there", "http://10.0.0.5/who@there"),
        ("/dev/v4l/by-id/usb-a@b", "/dev/v4l/by-id/usb-a@b"),
    ],
)
def test_name_and_password_are_left_out(address: str, shown: str) -> None:
    assert without_userinfo(address) == shown


def test_a_camera_is_called_without_its_password() -> None:
    assert CameraSource("http://admin:secret@10.0.0.5/1.mjpg").name == "camera http://10.0.0.5/1.mjpg"
