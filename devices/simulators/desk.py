"""Desks with paper on them, drawn the same way for the same seed, and a camera that looks at one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from devices.errors import DeviceLost
from devices.ports import Frame
from devices.scanning.quad import Corners, in_order
from devices.simulators.paper import ID_1_PIXELS, render_card, render_page, sample_page

__all__ = ["Desk", "Scene", "SimulatedCamera", "render_card", "render_page", "render_scene", "sample_page"]

WIDTH, HEIGHT = 2592, 1944
SOFT = 8  # light and texture are drawn this many times smaller and blown up

SHADOW, FAINT_SHADOW = (0.1, 0.35), (0.0, 0.06)  # how dark the shadow of a page's own edge is

Floats = NDArray[np.float32]


class Desk(Enum):
    """What the paper lies on."""

    LIGHT = "light"
    DARK = "dark"
    WOOD = "wood"
    PATTERNED = "patterned"
    WHITE = "white"  # paper on it differs by a few levels; never chosen by seed


OFTEN = (Desk.LIGHT, Desk.DARK, Desk.WOOD, Desk.PATTERNED)


@dataclass(frozen=True, slots=True)
class Scene:
    """A rendered picture, the true corners of the page in it, and the same desk with nothing on it."""

    frame: Frame = field(repr=False)
    empty: Frame = field(repr=False)
    corners: Corners
    desk: Desk
    hand: bool


def render_scene(seed: int, *, page: Frame | None = None, desk: Desk | None = None) -> Scene:
    """Render one 2592 x 1944 picture of a page on a desk, by `seed`.

    The page is a form, or for one seed in six a card, unless `page` is given (200 dpi for A4). It lies turned and
    in perspective, with its own shadow, sometimes another across it, in uneven light, with sensor noise; one seed
    in four has a hand over the edge. On a white desk the paper is 5 to 25 levels lighter than what it lies on, its
    shadow faint, and the exposure another than that of the empty desk.
    """
    chance = np.random.default_rng(seed)
    desk = desk or OFTEN[int(chance.integers(4))]
    card = bool(chance.random() < 1 / 6) and page is None
    hand = bool(chance.random() < 0.25) and not card
    if page is None:
        page = _card(seed) if card else sample_page(seed)
    surface = _surface(desk, chance)
    corners = _lay_down(page, chance, long_side=chance.uniform(480, 900) if card else chance.uniform(1250, 1880))
    light = _light(chance)
    lit_desk = _lit(surface, light)
    white = desk is Desk.WHITE
    if white:
        page = _lit_evenly(page, chance.uniform(0.94, 1.0))
    shadow = FAINT_SHADOW if white else SHADOW
    lit_scene = _lit(_with_page(surface, page, corners, chance, shadow=shadow), light)
    if white:  # the camera set its exposure anew when the paper came
        lit_desk = _lit_evenly(lit_desk, chance.uniform(0.95, 1.03))
    if hand:
        _draw_hand(lit_scene, corners, chance)
    sigma = float(chance.uniform(1.5, 4.5))
    return Scene(_noisy(lit_scene, sigma, chance), _noisy(lit_desk, sigma, chance), in_order(corners), desk, hand)


def render_pair(seed: int, *, desk: Desk = Desk.WOOD, gap: float = 0.06) -> tuple[Frame, tuple[Corners, Corners]]:
    """Two forms side by side on one desk, each a little askew; `gap` of a page's width between them on average.

    The picture, and the corners of the left and of the right page.
    """
    chance = np.random.default_rng(seed)
    picture, light = _surface(desk, chance), _light(chance)
    placed = []
    for side, number in ((-1, seed), (1, seed + 1)):
        page = sample_page(number)
        half = np.array([page.shape[1], page.shape[0]]) * (float(chance.uniform(1480, 1560)) / page.shape[0]) / 2
        angle = np.radians(chance.uniform(-2, 2))
        turned = (np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half) @ np.array(
            [(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))]
        )
        middle = np.array([WIDTH / 2 + side * half[0] * (1.02 + gap), HEIGHT / 2 + chance.uniform(-40, 40)])
        corners = (turned + middle).astype(np.float32)
        picture = _with_page(picture, page, corners, chance)
        placed.append(in_order(corners))
    return _noisy(_lit(picture, light), 2.5, chance), (placed[0], placed[1])


class SimulatedCamera:
    """A `PageSource` whose desk the visitor lays pages on. After each change a hand moves for a few frames."""

    HAND_FRAMES = 4
    NOISE = 6

    def __init__(self, name: str = "simulated camera", *, seed: int = 7, desk: Desk = Desk.DARK) -> None:
        self.name = name
        self._chance = np.random.default_rng(seed)
        self._surface = _surface(desk, self._chance)
        self._light = _light(self._chance, even=True)
        self._noise = self._chance.integers(0, self.NOISE + 1, (HEIGHT + 64, WIDTH + 64, 3), dtype=np.uint8)
        self._dimmed = np.full_like(self._surface, self.NOISE // 2)
        self._still = self._seen(self._surface)
        self._hands_left = 0
        self._plugged = True

    def put(self, page: Frame) -> Corners:
        """Lay `page` on the desk instead of what lay there; answer where its corners are in the frames."""
        long_side = 1780.0 if max(page.shape[:2]) > ID_1_PIXELS[0] else 640.0
        corners = _lay_down(page, self._chance, long_side=long_side, turn=6.0, tilt=0.03, sideways=0.0)
        self._show(_with_page(self._surface, page, corners, self._chance))
        return in_order(corners)

    def clear(self) -> None:
        """Take the page away."""
        self._show(self._surface)

    def unplug(self) -> None:
        """Pull the cable: `frame` raises `DeviceLost` until `plug`."""
        self._plugged = False

    def plug(self) -> None:
        """Put the cable back."""
        self._plugged = True

    def open(self) -> None:
        self._ask_plugged()

    def close(self) -> None:
        """Nothing is held."""

    def frame(self) -> Frame:
        """The newest picture, 1944 x 2592 x 3, a little different each time."""
        self._ask_plugged()
        y, x = self._chance.integers(0, 64, 2)
        picture = self._still
        if self._hands_left:
            self._hands_left -= 1
            picture = picture.copy()
            _draw_arm(picture, self._chance.uniform((300, 500), (WIDTH - 300, HEIGHT - 500)), self._chance)
        return np.asarray(cv2.add(picture, self._noise[y : y + HEIGHT, x : x + WIDTH]), dtype=np.uint8)

    def _ask_plugged(self) -> None:
        if not self._plugged:
            raise DeviceLost("unplugged", role="page_source", where=self.name)

    def _show(self, picture: Frame) -> None:
        self._still = self._seen(picture)
        self._hands_left = self.HAND_FRAMES

    def _seen(self, picture: Frame) -> Frame:
        return np.asarray(cv2.subtract(_lit(picture, self._light), self._dimmed), dtype=np.uint8)


def _card(seed: int) -> Frame:
    tints = ((214, 228, 240), (240, 226, 226), (226, 238, 220))
    fields = (("姓名", "样本人"), ("编号", "00000000"), ("机关", "示例市样本局"))
    return render_card("样本证件", fields, tint=tints[seed % 3])


def _surface(desk: Desk, chance: Generator) -> Frame:
    match desk:
        case Desk.LIGHT:
            return _plain(chance, chance.uniform(176, 222) + chance.uniform(-8, 8, 3))
        case Desk.DARK:
            return _plain(chance, chance.uniform(28, 90) + chance.uniform(-12, 12, 3))
        case Desk.WOOD:
            return _wood(chance)
        case Desk.PATTERNED:
            return _pattern(chance)
        case Desk.WHITE:
            return _plain(chance, chance.uniform(225, 235) + chance.uniform(-2, 2, 3))


def _plain(chance: Generator, colour: NDArray[np.float64]) -> Frame:
    mottle = _blown_up(chance.normal(0, 3, (HEIGHT // 40, WIDTH // 40)).astype(np.float32))
    return np.asarray(np.clip(colour.astype(np.float32) + mottle[:, :, None], 0, 255), dtype=np.uint8)


def _wood(chance: Generator) -> Frame:
    dark, pale = np.array((40, 70, 110), np.float32), np.array((120, 165, 205), np.float32)
    shade = float(chance.uniform(0.1, 1.0))
    colour = dark * (1 - shade) + pale * shade
    bend = _blown_up(chance.normal(0, 1, (5, 7)).astype(np.float32)) * 60
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None] + bend
    grain = np.sin(rows / 9 + np.sin(rows / 41) * 3) * 0.5 + np.sin(rows / 70) * 0.5
    streaks = cv2.resize(chance.normal(0, 1, (HEIGHT // 3, 12)).astype(np.float32), (WIDTH, HEIGHT))
    value = 1 + 0.05 * grain + 0.05 * streaks
    plank = int(chance.integers(350, 700))
    for index, top in enumerate(range(0, HEIGHT, plank)):
        value[top : top + plank] *= 1 + 0.06 * ((index * 7) % 3 - 1)
        value[top : top + 5] *= 0.65
    return np.asarray(np.clip(colour * value[:, :, None], 0, 255), dtype=np.uint8)


def _pattern(chance: Generator) -> Frame:
    first = chance.uniform(30, 190) + chance.uniform(-40, 40, 3)
    second = chance.uniform(30, 190) + chance.uniform(-40, 40, 3)
    pitch = int(chance.integers(60, 260))
    x, y = np.arange(WIDTH)[None, :], np.arange(HEIGHT)[:, None]
    match int(chance.integers(4)):
        case 0:
            where = ((x // pitch) + (y // pitch)) % 2 == 0
        case 1:
            where = ((x + y) // pitch) % 2 == 0
        case 2:
            where = (x % pitch - pitch / 2) ** 2 + (y % pitch - pitch / 2) ** 2 < (pitch * 0.3) ** 2
        case _:
            where = (x % pitch < pitch * 0.15) | (y % pitch < pitch * 0.15)
    plain = _plain(chance, first)
    other = _plain(chance, second)
    return np.where(where[:, :, None], other, plain)


def _light(chance: Generator, *, even: bool = False) -> Floats:
    """Brightness of the light over the frame: a slope, a falling-off to the edges, sometimes a soft shadow."""
    height, width = HEIGHT // SOFT, WIDTH // SOFT
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    slope_x, slope_y = chance.uniform(-0.15, 0.15, 2) * (0.3 if even else 1.0)
    light = (0.97 + slope_x * x + slope_y * y - chance.uniform(0.0, 0.1) * (x * x + y * y)).astype(np.float32)
    if not even and chance.random() < 0.4:
        shadow = np.zeros((height, width), np.float32)
        middle = chance.uniform((0, 0), (width, height)).astype(int)
        axes = chance.uniform((30, 60), (90, 160)).astype(int)
        cv2.ellipse(shadow, middle.tolist(), axes.tolist(), float(chance.uniform(0, 180)), 0, 360, 1.0, -1)
        shadow = cv2.GaussianBlur(shadow, (0, 0), float(chance.uniform(4, 14))).astype(np.float32)
        light = light * (1 - float(chance.uniform(0.15, 0.4)) * shadow)
    return np.asarray(light, dtype=np.float32)


def _lit(picture: Frame, light: Floats) -> Frame:
    full = cv2.resize(light, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(picture, cv2.merge([full, full, full]), dtype=cv2.CV_8U), dtype=np.uint8)


def _lay_down(
    page: Frame,
    chance: Generator,
    *,
    long_side: float,
    turn: float = 20.0,
    tilt: float = 0.07,
    sideways: float = 0.4,
) -> NDArray[np.float32]:
    """Where the page's corners fall (in the page's own order: its top left first), wholly inside the frame."""
    height, width = page.shape[:2]
    half = np.array([width, height]) * (long_side / max(width, height)) / 2
    flat = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    angle = np.radians(chance.uniform(-turn, turn) + (90 if height > width and chance.random() < sideways else 0))
    turned = flat @ np.array([(np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))])
    depth = 1 + (turned / WIDTH) @ chance.uniform(-tilt * 3, tilt * 3, 2)
    seen = turned / depth[:, None]
    margin = 24.0
    room = np.array([WIDTH, HEIGHT]) - 2 * margin
    seen *= min(1.0, float((room / np.ptp(seen, axis=0)).min()))
    low, high = margin - seen.min(axis=0), np.array([WIDTH, HEIGHT]) - margin - seen.max(axis=0)
    return np.asarray(seen + low + (high - low) * chance.uniform(0.25, 0.75, 2), dtype=np.float32)


def _lit_evenly(picture: Frame, gain: float) -> Frame:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=gain), dtype=np.uint8)


def _with_page(
    surface: Frame,
    page: Frame,
    corners: NDArray[np.float32],
    chance: Generator,
    *,
    shadow: tuple[float, float] = SHADOW,
) -> Frame:
    """The page on the desk, with the thin shadow its own edge throws."""
    small = np.zeros((HEIGHT // SOFT, WIDTH // SOFT), np.float32)
    thrown = corners + chance.uniform(-22, 22, 2).astype(np.float32)
    cv2.fillConvexPoly(small, (thrown / SOFT).astype(np.int32), 1.0)
    small = cv2.GaussianBlur(small, (0, 0), 2.0).astype(np.float32)
    shaded = _lit(surface, 1 - float(chance.uniform(*shadow)) * small)
    height, width = page.shape[:2]
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners)
    cv2.warpPerspective(
        page, warp, (WIDTH, HEIGHT), dst=shaded, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    return shaded


def _draw_hand(picture: Frame, corners: NDArray[np.float32], chance: Generator) -> None:
    """A hand that holds one side of the page, its arm coming in from the edge of the frame."""
    side = int(chance.integers(4))
    along = float(chance.uniform(0.2, 0.8))
    tip = corners[side] * (1 - along) + corners[(side + 1) % 4] * along
    _draw_arm(picture, tip + (corners.mean(axis=0) - tip) * 0.12, chance)


def _draw_arm(picture: Frame, tip: NDArray[np.floating], chance: Generator) -> None:
    tone = float(chance.uniform(0.75, 1.0))
    skin = (int(150 * tone), int(178 * tone), int(222 * tone))
    ways = np.array([(-200, tip[1]), (WIDTH + 200, tip[1]), (tip[0], HEIGHT + 200), (tip[0], -200)])
    root = ways[int(np.argmin(np.linalg.norm(ways - tip, axis=1)))] + chance.uniform(-150, 150, 2)
    back = (root - tip) / max(float(np.linalg.norm(root - tip)), 1.0)
    across = np.array([-back[1], back[0]])
    palm = tip + back * 200
    cv2.line(picture, palm.astype(int).tolist(), root.astype(int).tolist(), skin, 170, cv2.LINE_AA)
    cv2.circle(picture, palm.astype(int).tolist(), 120, skin, -1, cv2.LINE_AA)
    for finger in range(4):
        end = tip + across * (finger - 1.5) * 62 + back * abs(finger - 1.5) * 28
        start = palm + across * (finger - 1.5) * 55
        cv2.line(picture, start.astype(int).tolist(), end.astype(int).tolist(), skin, 52, cv2.LINE_AA)


def _noisy(picture: Frame, sigma: float, chance: Generator) -> Frame:
    tile = chance.normal(0, sigma, (HEIGHT // 4, WIDTH // 4, 3)).astype(np.float32)
    noise = np.tile(tile, (4, 4, 1))
    return np.asarray(cv2.add(picture, noise, dtype=cv2.CV_8U), dtype=np.uint8)


def _blown_up(small: Floats) -> Floats:
    return cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.float32)
