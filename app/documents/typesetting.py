"""Slips and reports as paper: Typst templates in `resources/slips` and beside → dots for a roll printer, or a PDF."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import segno
import typst
from PIL import Image

from app.documents import code128
from app.documents.font_cover import FontCover
from app.domain.calendar import HALL_TIME
from app.domain.errors import CounterError
from app.domain.plain import to_plain
from app.domain.slip_words import particulars, reason_title
from app.domain.slips import SlipDocument, SlipKind
from devices.ports import Raster

DOTS_PER_INCH = 203.2  # 8 dots a millimetre, as thermal heads have
INK_BELOW = 150  # grey that becomes ink; a little over the middle keeps thin strokes whole

SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei")
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
NO_GLYPH = "〓"
RARE = ("HanaMinA", "HanaMinB", "SimSun-ExtB", "SimSun-ExtG")  # for names beyond the common fonts

_NOTHING: dict[str, Any] = {field.name: "" for field in fields(SlipDocument) if field.default is MISSING}
_NOTHING |= {"kind": SlipKind.RECEIPT, "date": "2026-01-01 00:00", "provisional": False, "seal": False}
_NOTHING |= {"taken": (), "missing": (), "legal_basis": (), "signatures": ()}
_BLANK = SlipDocument(**_NOTHING)


class SlipNotSet(CounterError):
    """Typst could not set the slip: `why` is its own message. A fault of a template or of the fonts."""

    def __init__(self, template: str, why: str) -> None:
        super().__init__(f"{template}: {why}")
        self.template, self.why = template, why


class Documents:
    """Sets slips with a compiler that stays warm; good from any thread, one slip after the other.

    `font_paths` are folders searched for fonts; empty means the fonts of the operating system.
    """

    def __init__(self, slips_folder: Path, font_paths: Sequence[Path] = ()) -> None:
        self._folder = slips_folder
        self._font_paths = tuple(font_paths)
        self._lock = threading.Lock()  # the compiler refuses two threads at once

    def raster(self, doc: SlipDocument, dots: int = 576) -> Raster:
        """The slip for a roll `dots` wide (576 or 384), as high as it needs. Raises SlipNotSet."""
        picture = self._set("roll.typ", doc, "png", dots=str(dots))
        with Image.open(io.BytesIO(picture)) as opened:
            grey = np.asarray(opened.convert("L"))[:, :dots]
        ink = np.zeros((grey.shape[0], dots), np.bool_)
        ink[:, : grey.shape[1]] = grey < INK_BELOW
        return Raster(dots, ink.shape[0], np.packbits(ink, axis=1).tobytes())

    def png(self, raster: Raster) -> bytes:
        """The dots of `raster` as a black-and-white PNG, a pixel a dot."""
        rows = np.frombuffer(raster.rows, np.uint8).reshape(raster.height, -1)
        paper = np.unpackbits(rows, axis=1)[:, : raster.width] == 0
        written = io.BytesIO()
        Image.fromarray(paper).save(written, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
        return written.getvalue()

    def pdf(self, doc: SlipDocument) -> bytes:
        """The slip as an A4 document for the archive (PDF/A-2u). Raises SlipNotSet, also for a missing glyph."""
        return self._set("a4.typ", doc, "pdf")  # the same bytes whenever it is set

    def report(self, data: Mapping[str, Any]) -> bytes:
        """A report laid out in `data` as an A4 document (PDF/A-2u). Raises SlipNotSet.

        A character that no font here has becomes 〓: a report is not worth less for one, and some of it comes from
        devices.
        """
        shown = _replaced(data, dict.fromkeys(map(ord, self.uncovered(_texts(data))), NO_GLYPH))
        return self._compiled(
            self._folder.parent / "reports" / "report.typ", "pdf", None, report=shown | {"fonts": self._families}
        )

    def missing_glyphs(self, doc: SlipDocument) -> str:
        """The characters of the slip, each once, that no font here can draw; "" when all can be printed."""
        return self.uncovered("".join(_texts(to_plain(doc))))

    def uncovered(self, text: str) -> str:
        """The characters of `text`, each once, that no font here can draw."""
        wanted = (char for char in dict.fromkeys(text) if not char.isspace())
        return "".join(char for char in wanted if not any(cover.has(char) for cover in self._covers))

    def warm_up(self) -> None:
        """Load the roll's fonts and template now (half a second) rather than with the first citizen waiting.

        Not those of A4: it is asked for now and then, and its serif fonts stay in memory, 50 MB, once loaded.
        """
        self._set("roll.typ", _BLANK, "png", dots="384")

    def _set(self, template: str, doc: SlipDocument, form: Literal["png", "pdf"], **inputs: str) -> bytes:
        data = to_plain(doc) | {"fonts": self._families, "qr": _qr(doc.query), "bars": _bars(doc)}
        data |= {"particulars": particulars(doc), "reason_title": reason_title(doc.kind)}
        made_at = datetime.fromisoformat(doc.date).replace(tzinfo=HALL_TIME) if form == "pdf" else None
        return self._compiled(self._folder / template, form, made_at, slip=data, **inputs)

    def _compiled(
        self, template: Path, form: Literal["png", "pdf"], made_at: datetime | None, **inputs: str | Mapping[str, Any]
    ) -> bytes:
        """What the template makes of its inputs; those that are not text go as JSON, never as markup.

        `made_at` is what a PDF says of when it was made; None is now.
        """
        given = {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in inputs.items()
        }
        try:
            with self._lock:
                made = self._compiler.compile(
                    input=template,
                    format=form,
                    ppi=DOTS_PER_INCH,
                    sys_inputs=given,
                    pdf_standards=["a-2u"] if form == "pdf" else [],
                    timestamp=int(made_at.timestamp()) if made_at else None,
                )
        except (typst.TypstError, RuntimeError, OSError, ValueError) as error:
            raise SlipNotSet(template.name, getattr(error, "message", "") or str(error)) from error
        if not isinstance(made, bytes):
            raise SlipNotSet(template.name, "more than one page where one was expected")
        return made

    @cached_property
    def _fonts(self) -> typst.Fonts:
        return typst.Fonts(
            include_system_fonts=not self._font_paths,
            include_embedded_fonts=False,
            font_paths=[str(path) for path in self._font_paths],
        )

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            root=self._folder.parent, font_paths=self._fonts, ignore_system_fonts=bool(self._font_paths)
        )

    @cached_property
    def _families(self) -> Mapping[str, Sequence[str]]:
        """What the templates may name: only families that are here, or Typst warns at every slip."""
        here = set(self._fonts.families())
        rare = [name for name in RARE if name in here]
        sans = [name for name in SANS if name in here]
        serif = [name for name in SERIF if name in here]
        return {"sans": sans + rare + serif, "serif": serif + rare + sans}

    @cached_property
    def _covers(self) -> Sequence[FontCover]:
        families = self._families["sans"]  # both lists hold the same families
        faces = {font.family: font for font in self._fonts.fonts() if font.path and font.family in families}
        return [FontCover.of(Path(str(faces[name].path)), faces[name].index) for name in families]


def _qr(content: str) -> dict[str, object]:
    """The QR code of `content` as SVG, and how many modules it has a side."""
    if not content:
        return {"svg": "", "modules": 1}
    code = segno.make(content, error="m", micro=False)
    return {
        "svg": code.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None),
        "modules": code.symbol_size(border=0)[0],
    }


def _bars(doc: SlipDocument) -> dict[str, tuple[int, ...]]:
    """The bar codes of the slip: for each text the widths of its bars and spaces, in modules."""
    rows = doc.hand_over.rows if doc.hand_over else ()
    wanted = (doc.bar_code, *(row.number for row in rows))
    return {text: code128.widths(text) for text in wanted if text and text.isascii() and text.isprintable()}


def _texts(value: Any) -> str:
    """All text in plain data, one after the other."""
    match value:
        case str():
            return value
        case Mapping():
            return "".join(_texts(part) for part in value.values())
        case list() | tuple():
            return "".join(_texts(part) for part in value)
        case _:
            return ""


def _replaced(value: Any, characters: Mapping[int, str]) -> Any:
    """Plain data with these characters replaced in all its text."""
    match value:
        case str():
            return value.translate(characters)
        case Mapping():
            return {key: _replaced(part, characters) for key, part in value.items()}
        case list() | tuple():
            return [_replaced(part, characters) for part in value]
        case _:
            return value
