"""A report as one page of HTML that needs nothing else: escaped, and printed as it is read."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app.reports.paper import Bar, Card, Cell, Figure, Pair, Paper, Section, Table, Tone

COLOURS = {
    Tone.GOOD: "#146C43",
    Tone.CARE: "#7C4A00",
    Tone.BAD: "#B3261E",
    Tone.OPEN: "#5F6874",
    Tone.PLAIN: "#15181D",
}

SHAPES = {
    Tone.GOOD: '<circle cx="8" cy="8" r="7" fill="{0}"/><path d="M4.5 8.2l2.4 2.5 4.6-5" fill="none" stroke="#fff" '
    'stroke-width="1.8"/>',
    Tone.CARE: '<path d="M8 1.2l7 13.2H1z" fill="{0}"/><path d="M8 6v4M8 11.4v1.6" stroke="#fff" stroke-width="1.7"/>',
    Tone.BAD: '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="{0}"/><path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" '
    'stroke="#fff" stroke-width="1.7"/>',
    Tone.OPEN: '<circle cx="8" cy="8" r="6.4" fill="none" stroke="{0}" stroke-width="1.6" stroke-dasharray="2.6 1.9"/>',
}
"""The marks of the counter's own screen, told apart by their shape; {0} is the colour."""

STYLE = """
:root{color:#15181D;font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
body{margin:0;background:#F3F4F6}
main{max-width:1080px;margin:24px auto;background:#fff;padding:40px 48px}
header{text-align:center;border-bottom:2px solid;padding-bottom:16px;margin-bottom:20px}
header p{margin:0;font-size:18px}
h1{font-size:30px;margin:8px 0 12px;letter-spacing:.06em}
header dl{display:flex;flex-wrap:wrap;justify-content:center;gap:4px 32px;margin:0;font-size:13px;color:#454D58}
header dl div{display:flex;gap:8px}
h2{font-size:20px;margin:36px 0 12px}
dt{color:#5F6874}dd{margin:0}
p,td,dd,li{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:13px}
th{text-align:left;color:#454D58;border-bottom:1px solid #15181D;padding:6px 8px}
td{border-bottom:1px solid #DFE2E7;padding:7px 8px;vertical-align:top}
.right{text-align:right;font-variant-numeric:tabular-nums}
small{display:block;color:#5F6874}
.mark{white-space:nowrap}.mark svg,h3 svg{width:14px;height:14px;vertical-align:-2px;margin-right:6px}
.figures{display:flex;flex-wrap:wrap;gap:16px 40px;margin:20px 0}
.figures b{display:block;font-size:30px;line-height:1.2;font-variant-numeric:tabular-nums}
.figures span{color:#454D58;font-size:13px}
.bar{display:grid;grid-template-columns:9em 1fr 15em;gap:12px;align-items:center;font-size:13px;margin:6px 0}
.bar>div{display:flex;height:20px}
.bar i{display:block;color:#fff;font-style:normal;text-align:center;line-height:20px;min-width:1.5em;margin-right:2px}
.legend{font-size:13px;color:#454D58}.legend span{margin-right:24px}
article{border-top:1px solid #15181D;padding-top:10px;margin-bottom:28px}
h3{display:flex;justify-content:space-between;gap:16px;margin:0 0 4px;font-size:16px}
h3 span{white-space:nowrap}
article dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:4px 24px}
article dl{margin:10px 0;font-size:13px}
article dl div{display:flex;gap:10px}article dl.wide{display:block}article dt{min-width:5em;flex:none}
article ul{margin:4px 0;padding-left:1.3em;font-size:13px}
.note{color:#454D58;font-size:13px}
footer{margin-top:40px;border-top:1px solid #DFE2E7;padding-top:8px;font-size:12px;color:#5F6874}
@media print{@page{size:A4;margin:18mm 16mm}body{background:#fff}main{margin:0;padding:0;max-width:none}
 :root{font-size:12px}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
 tr,article,.bar{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}}
"""


def html(paper: Paper) -> str:
    """The report as a page, UTF-8."""
    body = "\n".join(
        [
            f"<header><p>{_text(paper.hall)}</p><h1>{_text(paper.title)}</h1>{_pairs(paper.facts)}</header>",
            *_paragraphs(paper.summary),
            *(_section(each) for each in paper.sections if each.title or each.figures),
            f"<footer>{_text(paper.foot)}</footer>",
        ]
    )
    language = paper.language.replace("_", "-")
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(language)}">\n<head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{_text(paper.title)} {_text(paper.hall)}</title>\n<style>{STYLE}</style></head>\n"
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    )


def _section(section: Section) -> str:
    parts = [f"<h2>{_text(section.title)}</h2>" if section.title else "", *_paragraphs(section.text)]
    if section.figures:
        parts.append(f'<div class="figures">{"".join(map(_figure, section.figures))}</div>')
    if section.bars:
        words = "".join(f"<span>{_marked(tone, word)}</span>" for tone, word in section.bar_words)
        longest = max(sum(count for _, count in bar.parts) for bar in section.bars)
        parts += [f'<p class="legend">{words}</p>', *(_bar(bar, longest) for bar in section.bars)]
    if section.table is not None:
        parts.append(_table(section.table))
    parts += map(_card, section.cards)
    if section.note:
        parts.append(f'<p class="note">{_text(section.note)}</p>')
    return f"<section>{''.join(parts)}</section>"


def _table(table: Table) -> str:
    side = ['class="right"' if column.right else "" for column in table.columns]
    head = "".join(f"<th {way}>{_text(column.title)}</th>" for way, column in zip(side, table.columns, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td {way}>{_cell(cell)}</td>" for way, cell in zip(side, row, strict=True)) + "</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Cell) -> str:
    return _marked(cell.tone, cell.text) + (f"<small>{_text(cell.under)}</small>" if cell.under else "")


def _figure(figure: Figure) -> str:
    return f"<div><b>{_text(figure.value)}</b><span>{_marked(figure.tone, figure.label)}</span></div>"


def _bar(bar: Bar, longest: int) -> str:
    parts = "".join(
        f'<i style="width:{100 * count / longest:.2f}%;background:{COLOURS[tone]}">{count}</i>'
        for tone, count in bar.parts
        if count
    )
    return f'<div class="bar"><span>{_text(bar.label)}</span><div>{parts}</div><span>{_text(bar.said)}</span></div>'


def _card(card: Card) -> str:
    points = "".join(f"<li>{_text(point)}</li>" for point in card.points)
    odd = f"<b>{_text(card.points_title)}</b><ul>{points}</ul>" if points else ""
    return (
        f"<article><h3>{_text(card.title)}<span>{_marked(card.tone, card.verdict)}</span></h3>"
        f"{_pairs(card.facts)}{_pairs(card.counts)}"
        f'<div class="note">{odd}</div>{_pairs(card.closing, "wide")}</article>'
    )


def _marked(tone: Tone, word: str) -> str:
    if tone is Tone.PLAIN:
        return _text(word)
    shape = SHAPES[tone].format(COLOURS[tone])
    return (
        f'<span class="mark" style="color:{COLOURS[tone]}"><svg viewBox="0 0 16 16">{shape}</svg>{_text(word)}</span>'
    )


def _pairs(pairs: Iterable[Pair], kind: str = "") -> str:
    rows = "".join(f"<div><dt>{_text(label)}</dt><dd>{_text(value)}</dd></div>" for label, value in pairs)
    return f'<dl class="{kind}">{rows}</dl>' if rows else ""


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [f"<p>{_text(text)}</p>" for text in texts]


def _text(text: str) -> str:
    return escape("".join(char for char in text if char in "\t\n" or char >= " "))
