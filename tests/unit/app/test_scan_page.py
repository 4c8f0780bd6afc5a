"""A kept page that is turned stays the page it was."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from app.services.scan_page import Scanned, keep_card, scan_page, turn_page
from devices.ports import Frame
from devices.scanning.clean import Look
from devices.scanning.flatten import turn
from devices.scanning.pictures import decode_picture
from devices.scanning.quad import whole_frame
from devices.simulators.paper import render_card, sample_page
from tests.unit.presenters.test_page_taking import Pages


@pytest.fixture
def pages() -> Pages:
    return Pages()


def picture(scanned: Scanned, pages: Pages) -> Frame:
    return decode_picture(pages.get("case", scanned.page.sha256))


def card(pages: Pages, look: Look) -> Scanned:
    return keep_card(render_card("居民身份证"), render_card("签发机关"), "case", pages, look=look)


@pytest.mark.parametrize("look", list(Look))
def test_a_card_page_turned_four_times_is_what_it_was(pages: Pages, look: Look) -> None:
    first = scanned = card(pages, look)
    for _ in range(4):
        scanned = turn_page(scanned.page, "case", pages, 1)
    assert (scanned.page.width, scanned.page.height, scanned.page.media_type) == (2480, 3508, first.page.media_type)
    before, after = picture(first, pages), picture(scanned, pages)
    assert cv2.PSNR(before, after) > 40
    kept = Image.open(io.BytesIO(pages.get("case", scanned.page.sha256)))
    assert [round(each) for each in kept.info["dpi"]] == [300, 300]
    assert kept.mode == {Look.COLOUR: "RGB", Look.GREY: "L", Look.BLACK_WHITE: "1"}[look]
    assert 0.9 < scanned.size / first.size < 1.1


def test_a_turned_page_lies_clockwise_and_keeps_what_is_known_of_it(pages: Pages) -> None:
    page = sample_page(1)
    first = scan_page(page, "case", pages, corners=whole_frame(page.shape[1], page.shape[0]), turns=0)
    turned = turn_page(first.page, "case", pages, 1)
    assert (turned.page.width, turned.page.height) == (first.page.height, first.page.width)
    difference = np.abs(turn(picture(first, pages), 1).astype(int) - picture(turned, pages))
    assert difference.mean() < 1
    for known in ("sharpness", "blank", "glare", "codes", "media_type"):
        assert getattr(turned.page, known) == getattr(first.page, known)
