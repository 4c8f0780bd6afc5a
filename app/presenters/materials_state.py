"""What the materials page shows: the checklist, the pages of the current material, what is lacking, hints."""

from __future__ import annotations

from dataclasses import dataclass

from app.presenters.marks import Mark, Tone
from devices.scanning.clean import Look


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One line of the checklist."""

    code: str
    mark: Mark
    name: str
    second: str
    count: str
    word: str
    tone: Tone = Tone.INK2
    current: bool = False


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """必需, 可容缺 or 免提交, with how much of it came in."""

    title: str
    count: str
    rows: tuple[MaterialRow, ...]


@dataclass(frozen=True, slots=True)
class PageThumb:
    """One page in the strip; `picture` is a PNG."""

    number: int
    picture: bytes
    mark: Mark
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """One line of what is still to come."""

    mark: Mark
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Check:
    """One automatic hint about the current page."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class MaterialsState:
    """The page. The live picture comes apart, through `MaterialsView.show_frame`."""

    taken: str = ""
    groups: tuple[MaterialGroup, ...] = ()
    current: str = ""
    title: str = ""
    count: int = 0  # sets of paper taken of the current material
    takes_pages: bool = True
    look: Look = Look.COLOUR
    auto: bool = True
    pages: tuple[PageThumb, ...] = ()
    camera: bool = True
    busy: str = ""
    trouble: str = ""
    lacking: tuple[Lacking, ...] = ()
    checks: tuple[Check, ...] = ()
    standard: str = ""
    fill_notes: str = ""
    complete: bool = False
