"""Whether a page looks like the material it was scanned for, by the words of its title. A hint, never a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from statistics import median

from devices.reading.papers.fields import PaperKind
from devices.reading.papers.form import rows_of
from devices.reading.papers.read import seems
from devices.reading.text import Line, Text
from devices.reading.upright import LEGIBLE, legibility


class Likeness(Enum):
    """What a page's title says of the material it should be. UNKNOWN: it has none that could be read."""

    LIKE = "like"
    UNLIKE = "unlike"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TitleHint:
    """`title` is what the page seems to be headed, "" where that is unknown."""

    likeness: Likeness
    title: str = ""


ALSO_CALLED = {
    "身份证": ("居民身份证", "公民身份号码"),
    "户口": ("常住人口登记卡", "居民户口簿", "户别"),
    "营业执照": ("营业执照",),
    "不动产权": ("不动产权证书", "不动产单元号", "房屋所有权证"),
    "房产证": ("不动产权证书", "房屋所有权证"),
    "产权证": ("不动产权证书", "房屋所有权证"),
}
"""What a material is called in lists, and what stands on it."""

KINDS = {
    PaperKind.ID_CARD: "居民身份证",
    PaperKind.LICENCE: "营业执照",
    PaperKind.HOUSEHOLD: "居民户口簿",
    PaperKind.PROPERTY: "不动产权证书",
}
ADDED = re.compile(r"[（(].*?[）)]|复印件|原件|正本|副本|扫描件|电子版|纸质|加盖公章|\d+份|一式.份|[、，,。；;：:/\s]")
"""What lists add to a title: form, number, remarks in brackets."""

LARGER = 1.15  # times the usual height of a line: a title
HEAD = 0.4  # of the page, from the top, in which titles stand
MATCHING, FOREIGN = 0.5, 0.15  # share of the pairs of characters that two titles have in common: like, and unlike


def title_hint(text: Text, wanted: str, *, height: float) -> TitleHint:
    """Hold the title of a page `height` pixels high against the name of the material it was scanned for."""
    if legibility(text) < LEGIBLE:
        return TitleHint(Likeness.UNKNOWN)
    if any(word in line.text for line in text for word in _words_on(wanted)):
        return TitleHint(Likeness.LIKE, title_of(text, height=height))
    title = title_of(text, height=height)
    heads = [title] if title else _head_lines(text, height)
    alike = max((_shared(_core(wanted), line) for line in heads), default=0.0)
    if alike >= MATCHING:
        return TitleHint(Likeness.LIKE, title)
    return TitleHint(Likeness.UNLIKE if title and alike <= FOREIGN else Likeness.UNKNOWN, title)


def title_of(text: Text, *, height: float) -> str:
    """What the page is headed: a known paper's name, else the largest words near its top; "" for none."""
    known = KINDS.get(seems(text))
    if known:
        return known
    usual = median([line.height for line in text]) if text else 0.0
    rows = [
        row for row in rows_of(text) if row[0].top < HEAD * height and min(each.height for each in row) > LARGER * usual
    ]
    titles = ["".join(line.text for line in row) for row in rows if sum(len(line.glyphs) for line in row) >= 3]
    return max(titles, key=lambda title: _height(title, rows), default="")


def _height(title: str, rows: list[list[Line]]) -> float:
    return max(row[0].height for row in rows if "".join(line.text for line in row) == title)


def _head_lines(text: Text, height: float) -> list[str]:
    """Short lines near the top, where a title no larger than the rest would stand."""
    return [line.text for line in text if line.top < HEAD * height / 2 and 3 <= len(line.glyphs) <= 24]


def _words_on(wanted: str) -> list[str]:
    return [word for name, words in ALSO_CALLED.items() if name in wanted for word in words]


def _core(wanted: str) -> str:
    """The material's name without what lists add to it."""
    return ADDED.sub("", wanted) or wanted


def _shared(wanted: str, title: str) -> float:
    """Share of the shorter one's neighbouring characters that stand together in the other as well; one pair is none."""
    title = ADDED.sub("", title)
    pairs = {wanted[place : place + 2] for place in range(len(wanted) - 1)}
    there = {title[place : place + 2] for place in range(len(title) - 1)}
    shorter = min(len(pairs), len(there))
    both = len(pairs & there)
    return both / shorter if both > 1 or both == shorter == 1 else 0.0
