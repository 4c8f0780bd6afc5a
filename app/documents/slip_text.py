"""A slip as text, for printers with Chinese characters of their own: what the picture says, set more plainly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import segno

from app.documents import code128
from app.domain.slip_words import particulars, reason_title
from app.domain.slips import Certificate, Line, Row, SlipDocument, SlipKind
from devices.ports import Raster
from devices.printing.text_slip import Align, TextLine, TextSlip, cells_of

_MODULE = 5  # dots a side of a QR code's square
_SIGNING_LINES, _SEAL_LINES = 2, 6
_CELL = 12  # dots an ASCII character is wide
_THINNEST, _BAR_HEIGHT = 2, 72  # dots of a bar code's module, and of its height

Part = TextLine | Raster


def slip_text(doc: SlipDocument, cells: int) -> TextSlip:
    """The slip for a roll on which so many ASCII characters stand side by side."""
    return TextSlip(tuple(_parts(doc, cells)))


def _parts(doc: SlipDocument, cells: int) -> Iterator[Part]:
    rule = TextLine("-" * cells)
    yield from _head(doc)
    yield from _bar_code(doc.bar_code, cells)
    yield from _facts(
        cells,
        ("编号", doc.number),
        ("办件编号", doc.case_number),
        ("日期", doc.date),
        ("接件时间", doc.received if doc.received != doc.date else ""),
        ("窗口/经办", _beside(doc.window, doc.clerk)),
    )
    yield rule
    yield from _facts(
        cells,
        ("申请人", doc.applicant),
        ("代办人", doc.agent),
        ("事项", doc.item),
        ("办理部门", doc.department),
        ("办件类型", doc.handling),
        ("承诺时限", doc.limit),
    )
    yield from _due(doc)
    yield from _facts(cells, *particulars(doc))
    yield from _certificates(doc.certificates, cells)
    if doc.hand_over:
        for number, row in enumerate(doc.hand_over.rows, start=1):
            yield rule
            yield from _row(row, number, cells)
    if doc.reason:
        yield TextLine(reason_title(doc.kind))
        yield TextLine(doc.reason)
    if doc.taken:
        yield rule
        yield TextLine(f"已收 {len(doc.taken)} 件")
        yield from _materials(doc.taken, cells)
    if doc.missing:
        yield rule
        refused = doc.kind is SlipKind.REFUSAL
        yield TextLine(f"尚缺 {len(doc.missing)} 件" if refused else doc.missing_title)
        yield from _materials(doc.missing, cells)
    if doc.next_step or doc.legal_basis:
        yield rule
    if doc.legal_basis:
        yield TextLine(f"依据：{'、'.join(doc.legal_basis)}")
    if doc.next_step:
        yield TextLine(doc.next_step)
    yield from _contacts(doc, rule)
    yield from _signatures(doc, cells)


def _head(doc: SlipDocument) -> Iterator[Part]:
    if doc.void:
        yield TextLine("【作　废】", Align.CENTRE, large=True)
    if doc.training:
        yield TextLine("【培训样张，不作凭证】", Align.CENTRE)
    if doc.reprint:
        yield TextLine(f"【补打　第 {doc.reprint} 次】", Align.CENTRE)
    yield TextLine(doc.hall, Align.CENTRE)
    yield TextLine(doc.title, Align.CENTRE, large=True)
    if doc.subtitle:
        yield TextLine(doc.subtitle, Align.CENTRE)


def _due(doc: SlipDocument) -> Iterator[Part]:
    yield from _last_day(doc)
    yield from (TextLine(line) for line in doc.explanation)


def _last_day(doc: SlipDocument) -> Iterator[Part]:
    if not doc.due:
        return
    yield TextLine("最迟办结（暂定）" if doc.provisional else "最迟办结")
    yield TextLine(doc.due, Align.RIGHT, large=True)
    if doc.due_note:
        yield TextLine(doc.due_note)


def _certificates(certificates: tuple[Certificate, ...], cells: int) -> Iterator[TextLine]:
    if certificates:
        yield TextLine(f"文书、证件 {len(certificates)} 件")
    for number, each in enumerate(certificates, start=1):
        yield TextLine(_apart(f"{number} {each.name}", each.amount, cells))
        yield from _facts(cells, ("  编号", each.number), ("  有效期", each.valid))


def _row(row: Row, number: int, cells: int) -> Iterator[Part]:
    """One case on a hand-over sheet."""
    yield TextLine(f"{number}　{row.number}")
    yield from _bar_code(row.number, cells)
    sheets = str(row.sheets) if row.sheets else ""
    told = (("申请人", row.applicant), ("事项", row.item), ("最迟办结", row.due), ("张数", sheets), ("备注", row.note))
    yield from _facts(cells, *told)
    yield from _materials(row.papers, cells)


def _contacts(doc: SlipDocument, rule: TextLine) -> Iterator[Part]:
    named = (("咨询 ", doc.phone), ("监督 ", doc.supervision_phone), ("领取：", doc.collect), ("", doc.address))
    lines = [TextLine(label + text) for label, text in named if text]
    if doc.query or lines:
        yield rule
    if doc.query:
        yield TextLine("扫码查询" if doc.hand_over else "扫码查进度", Align.CENTRE)
        yield _code(doc.query)
    yield from lines


def _signatures(doc: SlipDocument, cells: int) -> Iterator[Part]:
    for signer in doc.signatures:
        yield from [TextLine("")] * _SIGNING_LINES
        yield TextLine(f"{signer} {'_' * (cells - cells_of(signer) - 1)}")
    if doc.kind is SlipKind.COMMITMENT:
        yield TextLine("")
        yield TextLine("年　　月　　日", Align.RIGHT)
    if doc.seal:
        yield from [TextLine("")] * _SEAL_LINES
        yield TextLine("（盖章处）", Align.RIGHT)


def _facts(cells: int, *facts: tuple[str, str]) -> Iterator[TextLine]:
    return (TextLine(_apart(label, text, cells)) for label, text in facts if text)


def _materials(lines: tuple[Line, ...], cells: int) -> Iterator[TextLine]:
    for number, line in enumerate(lines, start=1):
        name = f"{number} {line.name}" if len(lines) > 1 else line.name
        yield TextLine(_apart(name, line.amount, cells))
        if line.note:
            yield TextLine(line.note)


def _apart(left: str, right: str, cells: int) -> str:
    """Both on one line, at its ends, while they fit."""
    room = cells - cells_of(left) - cells_of(right)
    return f"{left}{' ' * max(1, room)}{right}".rstrip()


def _beside(*texts: str) -> str:
    return "　".join(text for text in texts if text)


def _bar_code(content: str, cells: int) -> Iterator[Raster]:
    """The content in Code 128, as long as its bars are wide enough to be read on this roll."""
    if not (content and content.isascii() and content.isprintable()):
        return
    module = min(3, cells * _CELL // code128.modules(content))
    if module >= _THINNEST:
        ink = [place % 2 == 0 for place, width in enumerate(code128.widths(content)) for _ in range(width * module)]
        row = np.packbits(np.pad(np.array(ink, np.bool_), (0, -len(ink) % 8)))
        yield Raster(row.size * 8, _BAR_HEIGHT, row.tobytes() * _BAR_HEIGHT)


def _code(content: str) -> Raster:
    matrix = np.array([list(row) for row in segno.make(content, error="m", micro=False).matrix], np.bool_)
    dots = np.kron(matrix, np.ones((_MODULE, _MODULE), np.bool_))
    dots = np.pad(dots, ((_MODULE, _MODULE), (0, -dots.shape[1] % 8)))
    return Raster(dots.shape[1], dots.shape[0], np.packbits(dots, axis=1).tobytes())
