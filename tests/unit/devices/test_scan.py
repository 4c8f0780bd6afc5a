"""From a picture of the desk to the kept page: shape, look, size, and what is said of its quality."""

import io

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from devices.errors import PictureBroken, PictureTooLarge
from devices.ports import Frame
from devices.scanning.card_page import NoCard, card_page, card_side
from devices.scanning.clean import Look, clean, measure
from devices.scanning.encode import encode_page, pages_to_pdf, pdf_to_frames
from devices.scanning.flatten import deskew, flatten, skew, turn
from devices.scanning.pictures import decode_picture
from devices.scanning.quad import area, whole_frame
from devices.scanning.scan import scan_page, scan_pages
from devices.scanning.upright import WayUp, way_up
from devices.simulators.desk import Desk, Scene, render_pair, render_scene
from devices.simulators.paper import A4_PIXELS, render_card, render_page, sample_page, with_glare

SMALL_FILE = 120_000
DENSE = "本人承诺所提交的材料真实、合法、有效，复印件与原件一致，并对其真实性承担相应的法律责任。" * 6


@pytest.fixture(scope="module")
def scene() -> Scene:
    return render_scene(9, page=sample_page(1), desk=Desk.WOOD)


@pytest.fixture(scope="module")
def paper() -> Frame:
    return sample_page(2)


def turned_by(page: Frame, degrees: float) -> Frame:
    """The page falling to the right by so many degrees."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    white = cv2.warpAffine(page, matrix, (width, height), borderValue=(250, 250, 250))
    return np.asarray(white, dtype=np.uint8)


@pytest.mark.parametrize("look", list(Look))
def test_a_page_of_writing_becomes_a_small_file_in_every_look(scene: Scene, look: Look) -> None:
    page = scan_page(scene.frame, look=look)
    assert len(page.image_bytes) <= SMALL_FILE
    with Image.open(io.BytesIO(page.image_bytes)) as picture:
        assert picture.size == (page.width, page.height)
        assert Image.MIME[str(picture.format)] == page.media_type


@pytest.mark.parametrize("look", list(Look))
def test_even_a_dense_page_stays_small_and_legible(look: Look) -> None:
    data, _ = encode_page(clean(render_page("授权委托书", [DENSE] * 3), look), look)
    assert len(data) <= SMALL_FILE
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.height >= 1700  # 150 dpi


def test_a_scanned_page_has_its_code_read_and_is_found_good(scene: Scene) -> None:
    page = scan_page(scene.frame)
    assert [code.text for code in page.codes] == ["https://example.invalid/form/1"]
    assert page.quality.sharpness > 0.5
    assert not page.quality.blank
    assert page.confidence > 0.5


def test_the_thumbnail_fits_its_place(scene: Scene) -> None:
    with Image.open(io.BytesIO(scan_page(scene.frame).thumb_png)) as thumb:
        assert thumb.format == "PNG"
        assert thumb.width <= 144 and thumb.height <= 196
        assert thumb.width == 144 or thumb.height == 196


def test_corners_set_by_a_person_are_taken_as_they_are(scene: Scene) -> None:
    dragged = ((600.0, 500.0), (1800.0, 500.0), (1800.0, 1500.0), (600.0, 1500.0))
    page = scan_page(scene.frame, corners=dragged)
    assert page.corners == dragged
    assert page.confidence == 1.0


def test_a_flattened_form_is_a4_at_200_dpi(scene: Scene) -> None:
    flat = flatten(scene.frame, scene.corners)
    assert sorted(flat.shape[:2]) == sorted(A4_PIXELS)


@pytest.mark.parametrize(
    ("seen", "size"),
    [((640, 871), (827, 1126)), ((616, 871), (1165, 1654)), ((1300, 1838), (1654, 2339)), ((1838, 1300), (2339, 1654))],
)
def test_a_page_of_a_household_register_keeps_its_own_size_and_other_paper_is_a5_or_a4(
    seen: tuple[int, int], size: tuple[int, int]
) -> None:
    frame = np.full((1944, 2592, 3), 60, np.uint8)
    left, top, right, bottom = 300.0, 50.0, 300.0 + seen[0], 50.0 + seen[1]
    flat = flatten(frame, ((left, top), (right, top), (right, bottom), (left, bottom)))
    assert flat.shape[1::-1] == pytest.approx(size, abs=1)


def test_a_flattened_page_looks_like_the_paper_that_was_laid_down(paper: Frame) -> None:
    laid = render_scene(2, page=paper, desk=Desk.DARK)
    flat = clean(flatten(laid.frame, laid.corners), Look.GREY)
    if flat.shape[1] > flat.shape[0]:
        flat = turn(flat, 3)
    small = [cv2.resize(each, (160, 226), interpolation=cv2.INTER_AREA) for each in (flat, clean(paper, Look.GREY))]
    assert np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1] > 0.9


def test_turning_goes_clockwise_and_four_turns_are_none(paper: Frame) -> None:
    quarter = turn(paper, 1)
    assert quarter.shape == (paper.shape[1], paper.shape[0], 3)
    assert np.array_equal(quarter[0, -1], paper[0, 0])
    assert np.array_equal(turn(paper, 4), paper)
    assert np.array_equal(turn(turn(paper, 1), -1), paper)


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("quarters", range(4))
def test_a_page_that_lies_the_wrong_way_up_is_put_upright(number: int, quarters: int) -> None:
    laid = turn(sample_page(number), quarters)
    assert way_up(laid) == WayUp(-quarters % 4, sure=True)


def test_a_page_put_upright_by_itself_says_so_and_turns_asked_for_are_the_only_ones_then() -> None:
    upside_down = turn(sample_page(1), 2)
    corners = whole_frame(upside_down.shape[1], upside_down.shape[0])
    kept, asked = (scan_page(upside_down, corners=corners, turns=turns) for turns in (None, 0))
    assert (kept.turned, asked.turned) == (2, 0)
    assert way_up(decode_picture(kept.image_bytes)) == WayUp(0, sure=True)
    assert way_up(decode_picture(asked.image_bytes)) == WayUp(2, sure=True)


@pytest.mark.parametrize("page", [render_page(""), render_page("样"), np.full((2339, 1654, 3), 90, np.uint8)])
def test_a_page_that_does_not_say_which_way_up_it_is_stays_as_it_lies(page: Frame) -> None:
    assert not way_up(page).sure
    assert scan_page(page, corners=whole_frame(page.shape[1], page.shape[0])).turned == 0


def test_two_pages_side_by_side_are_kept_as_two() -> None:
    frame, _ = render_pair(1, desk=Desk.WOOD)
    left, right = scan_pages(frame)
    assert [code.text for code in left.codes] == ["https://example.invalid/form/1"]
    assert not right.codes
    assert sorted((left.width, left.height)) == sorted((right.width, right.height)) == sorted(A4_PIXELS)


def sides_of_a_card() -> list[Scene]:
    fronts = (
        render_card("样本证件", (("姓名", "样本人"), ("编号", "00000000"))),
        render_card("示例机关", (("签发", "样本局"),)),
    )
    return [render_scene(seed, page=card, desk=Desk.DARK) for seed, card in enumerate(fronts, start=5)]


def test_both_sides_of_a_card_come_on_one_a4_page_at_true_size() -> None:
    front, back = (card_side(scene.frame) for scene in sides_of_a_card())
    page = card_page(front, back, Look.COLOUR)
    picture = Image.open(io.BytesIO(page.image_bytes))
    assert (page.width, page.height) == (2480, 3508) and picture.info["dpi"] == (300, 300)
    grey = np.asarray(picture.convert("L"))
    rows, columns = np.flatnonzero((grey < 245).any(axis=1)), np.flatnonzero((grey < 245).any(axis=0))
    assert np.ptp(columns) / 300 * 25.4 == pytest.approx(85.6, abs=1)
    (gap,) = np.flatnonzero(np.diff(rows) > 100)
    for side in (rows[: gap + 1], rows[gap + 1 :]):
        assert np.ptp(side) / 300 * 25.4 == pytest.approx(54, abs=1)
    assert not page.quality.blank


@pytest.mark.parametrize("look", list(Look))
def test_a_card_page_is_kept_in_every_look(look: Look) -> None:
    side = render_card("样本证件", (("姓名", "样本人"),))
    page = card_page(side, side, look)
    assert (page.width, page.height) == (2480, 3508)
    assert len(page.image_bytes) < 500_000


def test_a_paper_that_is_no_card_is_not_taken_for_one_unless_a_person_sets_the_corners(scene: Scene) -> None:
    with pytest.raises(NoCard):
        card_side(scene.frame)
    with pytest.raises(NoCard):
        card_side(scene.empty)
    assert card_side(scene.frame, corners=scene.corners).shape == (638, 1011, 3)


@pytest.mark.parametrize("degrees", [-5.0, -1.2, 0.0, 2.4, 6.0])
def test_slanting_lines_of_writing_are_measured_and_straightened(paper: Frame, degrees: float) -> None:
    slanting = turned_by(paper, degrees)
    assert abs(skew(slanting) - degrees) <= 0.3
    assert abs(skew(deskew(slanting))) <= 0.3


def test_a_blank_page_is_flagged_and_still_kept() -> None:
    page = scan_page(render_scene(4, page=render_page(""), desk=Desk.DARK).frame)
    assert page.quality.blank
    assert page.image_bytes


def test_a_page_with_a_single_line_is_not_blank() -> None:
    assert not measure(render_page("", ["以下空白，经办人已核对原件并签字确认无误。"])).blank


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_blurred_writing_measures_under_a_half_and_crisp_writing_over(number: int) -> None:
    crisp = sample_page(number)
    assert measure(crisp).sharpness > 0.5
    for sigma in (3.0, 5.0):
        blurred = np.asarray(cv2.GaussianBlur(crisp, (0, 0), sigma), dtype=np.uint8)
        assert measure(blurred).sharpness < 0.5


def test_glare_is_measured_as_the_share_it_covers() -> None:
    for seed in range(6):
        scene = render_scene(seed, page=sample_page(seed), desk=Desk.WOOD)
        assert measure(flatten(scene.frame, scene.corners)).glare == pytest.approx(0.0, abs=0.002)
        middle = np.mean(scene.corners, axis=0)
        shining = with_glare(scene.frame, (float(middle[0]), float(middle[1])), 150)
        share = np.pi * 150**2 / area(scene.corners)
        assert 0.6 * share <= measure(flatten(shining, scene.corners)).glare <= 2.5 * share


def test_paper_that_is_bright_all_over_is_not_glare(paper: Frame) -> None:
    bright = np.asarray(np.minimum(paper.astype(np.uint16) + 20, 255), dtype=np.uint8)
    assert measure(bright).glare == 0.0


def test_a_shadow_is_taken_out_and_the_ground_is_white(paper: Frame) -> None:
    slope = np.linspace(0.55, 1.0, paper.shape[1])[None, :, None]
    shaded = np.asarray(paper * slope, dtype=np.uint8)
    for look in (Look.COLOUR, Look.GREY):
        assert float(np.percentile(clean(shaded, look), 20)) >= 250
    assert set(np.unique(clean(shaded, Look.BLACK_WHITE))) == {0, 255}


def test_a_red_seal_stays_red_in_colour(paper: Frame) -> None:
    data, _ = encode_page(clean(paper, Look.COLOUR), Look.COLOUR)
    seen = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=np.int16)
    red = (seen[:, :, 0] - seen[:, :, 1] > 80) & (seen[:, :, 0] - seen[:, :, 2] > 80)
    assert 0.001 < red.mean() < 0.05


def test_pages_of_all_kinds_are_bound_into_one_pdf_of_a4(paper: Frame) -> None:
    pages = [encode_page(clean(paper, look), look)[0] for look in Look]
    pdf = pages_to_pdf(pages)
    assert len(pdf) <= sum(map(len, pages)) * 1.1 + 4096
    with pypdfium2.PdfDocument(pdf) as book:
        sizes = [page.get_size() for page in book]
    assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)
    frames = list(pdf_to_frames(pdf))
    assert len(frames) == 3
    assert all(float((frame > 200).mean()) > 0.8 for frame in frames)


def test_a_broken_pdf_and_one_of_too_many_pages_are_refused(paper: Frame) -> None:
    with pytest.raises(PictureBroken):
        pdf_to_frames(b"%PDF-1.7 and then nothing")
    page = encode_page(clean(paper, Look.BLACK_WHITE), Look.BLACK_WHITE)[0]
    with pytest.raises(PictureTooLarge):
        pdf_to_frames(pages_to_pdf([page] * 3), limit_pages=2)


def test_a_pdf_page_as_large_as_a_wall_is_drawn_within_the_limit() -> None:
    wall = pypdfium2.PdfDocument.new()
    wall.new_page(14_000, 14_000)
    out = io.BytesIO()
    wall.save(out)
    wall.close()
    (frame,) = pdf_to_frames(out.getvalue())
    assert frame.shape[0] * frame.shape[1] <= 12_100_000
