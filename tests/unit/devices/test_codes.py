"""QR and Code 128 codes are read off a page."""

import cv2
import numpy as np
import pytest
import zxingcpp

from devices.ports import Frame
from devices.scanning.codes import read_codes
from devices.scanning.flatten import turn


def page_with(text: str, kind: zxingcpp.BarcodeFormat, *, scale: int) -> Frame:
    code = np.array(zxingcpp.create_barcode(text, kind).to_image(scale=scale))
    page = np.full((900, 1400, 3), 250, np.uint8)
    page[200 : 200 + code.shape[0], 250 : 250 + code.shape[1]] = code[:, :, None]
    return page


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_qr_code_with_chinese_is_read_whichever_way_up(turns: int) -> None:
    page = page_with("受理编号：示例 0001", zxingcpp.BarcodeFormat.QRCode, scale=8)
    (code,) = read_codes(turn(page, turns))
    assert (code.text, code.kind) == ("受理编号：示例 0001", "QRCode")


def test_a_code_128_is_read_and_its_place_told() -> None:
    page = page_with("YC-2026-000123", zxingcpp.BarcodeFormat.Code128, scale=3)
    (code,) = read_codes(page)
    assert (code.text, code.kind) == ("YC-2026-000123", "Code128")
    assert all(250 <= x <= 1390 and 200 <= y <= 890 for x, y in code.corners)


def test_a_code_is_read_at_a_slant() -> None:
    page = page_with("slanting", zxingcpp.BarcodeFormat.QRCode, scale=10)
    matrix = cv2.getRotationMatrix2D((700, 450), 17, 1.0)
    slanting = np.asarray(cv2.warpAffine(page, matrix, (1400, 900), borderValue=(250, 250, 250)), dtype=np.uint8)
    assert [code.text for code in read_codes(slanting)] == ["slanting"]


def test_a_page_without_codes_has_none() -> None:
    assert read_codes(np.full((400, 400, 3), 250, np.uint8)) == ()
