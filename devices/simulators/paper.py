"""Papers a counter is handed, drawn: an A4 application form and a card. Every name and number is invented."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from devices.ports import Frame

DPI = 200
A4_PIXELS = (1654, 2339)
ID_1_PIXELS = (1011, 638)  # 300 dpi

INK = (25, 25, 30)
SEAL_RED = (196, 30, 40)
SIGNATURE_BLUE = (30, 45, 130)

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "fonts"  # only a packaged program has them
FONT_FILES = (
    (f"{SHIPPED}/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("C:/Windows/Fonts/simsun.ttc", 0),
)


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A Chinese font of `size` pixels; Pillow's own (without Chinese) on a machine that has none."""
    for file, index in FONT_FILES:
        if Path(file).exists():
            return ImageFont.truetype(file, size, index=index)
    return ImageFont.load_default(size)


def render_page(
    title: str,
    lines: Sequence[str] = (),
    *,
    fields: Sequence[tuple[str, str]] = (),
    signature: str = "",
    seal: str = "",
    code: str = "",
) -> Frame:
    """Draw an upright A4 page at 200 dpi (2339 x 1654 x 3, BGR).

    `fields` become a ruled table of name and value, `lines` paragraphs under it (wrapped), `signature` stands in
    blue at the foot, `seal` is stamped in red over it, `code` is a QR code at the top right.
    """
    page = Image.new("RGB", A4_PIXELS, (252, 252, 250))
    pen = ImageDraw.Draw(page)
    width, height = A4_PIXELS
    pen.text((width / 2, 190), title, INK, font(60), anchor="mm")
    y = _table(pen, fields, top=290)
    y = _paragraphs(pen, lines, top=y + 50)
    if signature:
        pen.text((900, height - 330), "申请人（签字）：", INK, font(36))
        pen.text((1200, height - 350), signature, SIGNATURE_BLUE, font(64))
        pen.text((900, height - 240), "日期：2026 年 3 月 2 日", INK, font(36))
    if seal:
        _seal(pen, seal, centre=(420, height - 330))
    if code:
        page.paste(qr_code(code, 190), (width - 310, 70))
    return to_frame(page)


def render_card(
    heading: str, fields: Sequence[tuple[str, str]] = (), *, tint: tuple[int, int, int] = (214, 228, 240)
) -> Frame:
    """Draw a card of ID-1 size at 300 dpi (638 x 1011 x 3, BGR): text on the left, a grey portrait on the right."""
    card = Image.new("RGB", ID_1_PIXELS, tint)
    pen = ImageDraw.Draw(card)
    for y in range(0, ID_1_PIXELS[1], 14):
        pen.line([(0, y), (ID_1_PIXELS[0], y + 60)], tuple(max(part - 10, 0) for part in tint), 2)
    pen.text((60, 45), heading, (90, 40, 60), font(44))
    for row, (name, value) in enumerate(fields):
        pen.text((60, 130 + row * 76), name, (60, 90, 150), font(32))
        pen.text((190, 126 + row * 76), value, INK, font(38))
    pen.rectangle((700, 120, 940, 430), (188, 192, 198))
    pen.ellipse((765, 170, 875, 300), (120, 108, 100))
    pen.pieslice((725, 300, 915, 560), 180, 360, (70, 76, 96))
    return to_frame(card)


def open_booklet(left: Frame, right: Frame, *, fold: float = 0.25) -> Frame:
    """Two pages of one size side by side, the paper darker by `fold` of its light where they bend into the fold."""
    both = np.hstack([left, right]).astype(np.float32)
    away = np.abs(np.arange(both.shape[1]) - left.shape[1] + 0.5) / left.shape[1]
    light = 1 - fold * np.exp(-away / 0.02)
    return np.asarray(np.rint(both * light[None, :, None]), dtype=np.uint8)


def with_glare(picture: Frame, centre: tuple[float, float], radius: float) -> Frame:
    """A lamp mirrored in what is seen in `picture`: burnt out within `radius` pixels of `centre`, softly ending."""
    height, width = picture.shape[:2]
    far = np.hypot(np.arange(width)[None, :] - centre[0], np.arange(height)[:, None] - centre[1])
    shine = np.clip((1.3 - far / radius) / 0.3, 0, 1) * 255
    return np.asarray(np.minimum(picture + shine[:, :, None], 255), dtype=np.uint8)


SAMPLE_TITLES = ("食品经营许可申请书", "承诺书", "授权委托书", "住所（经营场所）使用证明")


def sample_page(number: int) -> Frame:
    """One of a few plausible papers, by number: the training counter's pile."""
    body = (
        "本人承诺所提交的材料真实、合法、有效，复印件与原件一致，并对其真实性承担相应的法律责任。",
        "一、经营场所与食品生产经营相适应，保持环境整洁，与有毒、有害场所以及其他污染源保持规定的距离。",
        "二、具有与经营的食品品种、数量相适应的设备或者设施，有相应的消毒、更衣、盥洗、采光、照明、通风设施。",
        "三、有依法经过培训的食品安全管理人员和保证食品安全的规章制度。",
    )
    fields = (
        ("申请人", "示例市样本餐饮店"),
        ("统一社会信用代码", "92000000MA00000000"),
        ("经营场所", "示例市样本区测试路 1 号"),
        ("主体业态", "餐饮服务经营者"),
        ("联系电话", "000-00000000"),
    )
    return render_page(
        SAMPLE_TITLES[number % len(SAMPLE_TITLES)],
        body[: 2 + number % 3],
        fields=fields[: 3 + number % 3],
        signature="样本人" if number % 2 == 0 else "",
        seal="示例市样本餐饮店" if number % 3 else "",
        code=f"https://example.invalid/form/{number}" if number % 2 else "",
    )


def qr_code(text: str, size: int) -> Image.Image:
    """A QR code of `text` as a square of `size` pixels."""
    modules = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1))
    return Image.fromarray(modules).convert("RGB").resize((size, size), Image.Resampling.NEAREST)


def to_frame(picture: Image.Image) -> Frame:
    """The picture as a camera gives it: BGR."""
    return np.ascontiguousarray(np.asarray(picture, dtype=np.uint8)[:, :, ::-1])


def _table(pen: ImageDraw.ImageDraw, fields: Sequence[tuple[str, str]], *, top: int) -> int:
    left, middle, right, row = 150, 560, A4_PIXELS[0] - 150, 92
    for index, (name, value) in enumerate(fields):
        y = top + index * row
        pen.rectangle((left, y, right, y + row), outline=INK, width=3)
        pen.line([(middle, y), (middle, y + row)], INK, 3)
        pen.text(((left + middle) / 2, y + row / 2), name, INK, font(36), anchor="mm")
        pen.text((middle + 30, y + row / 2), value, INK, font(36), anchor="lm")
    return top + len(fields) * row


def _paragraphs(pen: ImageDraw.ImageDraw, lines: Sequence[str], *, top: int) -> int:
    y, size = top, 36
    a_line = (A4_PIXELS[0] - 300) // size
    for paragraph in lines:
        text = "　　" + paragraph
        for start in range(0, len(text), a_line):
            pen.text((150, y), text[start : start + a_line], INK, font(size))
            y += size + 22
    return y


def _seal(pen: ImageDraw.ImageDraw, text: str, *, centre: tuple[int, int]) -> None:
    x, y = centre
    pen.ellipse((x - 150, y - 150, x + 150, y + 150), outline=SEAL_RED, width=8)
    pen.text((x, y - 20), "★", SEAL_RED, font(90), anchor="mm")
    pen.text((x, y + 75), text[:8], SEAL_RED, font(30), anchor="mm")
