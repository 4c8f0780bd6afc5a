"""The 256-byte text of an identity card's chip: UTF-16LE in fixed places, one layout for each card kind.

The kind is told by the flag at byte 248: space, J, I or Y. Names are kept as the chip has them: surrogate
pairs, rare ideographs and any form of middle dot; only the padding (spaces, NULs) is taken off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from devices.errors import CardUnreadable, UnknownCardKind
from devices.ports import Card, CardKind

TEXT_BYTES = 256
NEW_ADDRESS_BYTES = 70
FLAG = slice(248, 250)
_PADDING = " \0"

_NATION_NAMES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 "
    "土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 "
    "乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
NATIONS = {f"{code:02d}": name for code, name in enumerate(_NATION_NAMES.split(), start=1)} | {
    "97": "其他",
    "98": "外国血统",
}
"""GB/T 3304. Codes on which vendors differ (57, 81) are left out: they are shown as they are."""

SEXES = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}
"""GB/T 2261.1."""

_NATION_CODES = {name: code for code, name in NATIONS.items()}
_SEX_CODES = {name: code for code, name in SEXES.items()}
_DATE_FIELDS = frozenset({"birth", "valid_from", "valid_to"})


@dataclass(frozen=True, slots=True)
class Span:
    """Where a field, or a piece of one, stands: first byte and number of bytes."""

    at: int
    size: int


Layout = dict[str, tuple[Span, ...]]
"""Field of `Card` → its pieces, in order."""


@dataclass(frozen=True, slots=True)
class _Form:
    flag: str
    kind: CardKind
    layout: Layout
    constants: dict[Span, str] = field(default_factory=dict)  # what our `Card` has no field for


def _fields(**places: tuple[int, int]) -> Layout:
    return {name: (Span(*place),) for name, place in places.items()}


_VALIDITY = _fields(valid_from=(188, 16), valid_to=(204, 16))
_CHINESE = _VALIDITY | _fields(
    name=(0, 30), sex=(30, 2), birth=(36, 16), address=(52, 70), number=(122, 36), issuer=(158, 30)
)
_FORMS = (
    _Form(" ", CardKind.RESIDENT, _CHINESE | _fields(nation=(32, 4))),
    _Form("J", CardKind.HMT_PERMIT, _CHINESE | _fields(pass_number=(220, 18), issue_count=(238, 4))),
    _Form(
        "I",
        CardKind.FOREIGN_2017,
        _VALIDITY
        | _fields(
            latin_name=(0, 120), sex=(120, 2), number=(122, 30), nationality=(152, 6), name=(158, 30),
            birth=(220, 16), issuer=(240, 8),
        ),  # the issuer is a 4-digit authority code
        {Span(236, 4): "01"},  # card version
    ),
    _Form(
        "Y",
        CardKind.FOREIGN_2023,
        _VALIDITY
        | _fields(
            name=(0, 30), sex=(30, 2), issue_count=(32, 4), birth=(36, 16), number=(122, 36),
            nationality=(242, 6), former_number=(250, 6),
        )
        | {"latin_name": (Span(52, 70), Span(220, 22))},
    ),
)  # fmt: skip
_BY_FLAG = {form.flag: form for form in _FORMS}
_BY_KIND = {form.kind: form for form in _FORMS}


def decode_card(text: bytes, *, photo: bytes = b"", new_address: str = "") -> Card:
    """The card whose chip holds these 256 bytes of text.

    Raises CardUnreadable for another length, UnknownCardKind for a flag we do not know.
    """
    if len(text) != TEXT_BYTES:
        raise CardUnreadable(f"{len(text)} bytes of text instead of {TEXT_BYTES}")
    flag = _decoded(text[FLAG])
    form = _BY_FLAG.get(flag)
    if form is None:
        raise UnknownCardKind(flag)
    values = {name: _value(name, _piece(text, spans)) for name, spans in form.layout.items()}
    return Card(kind=form.kind, photo_wlt=photo, new_address=new_address, **values)


def encode_text(card: Card) -> bytes:
    """The 256 bytes a chip would hold for `card`; ValueError names a field that does not fit."""
    form = _BY_KIND[card.kind]
    block = bytearray(" ".encode("utf-16-le") * (TEXT_BYTES // 2))
    for name, spans in form.layout.items():
        _place(block, spans, _chip_value(name, getattr(card, name)), name)
    for span, constant in form.constants.items():
        _place(block, (span,), constant, "constant")
    block[FLAG] = form.flag.encode("utf-16-le")
    return bytes(block)


def decode_new_address(data: bytes) -> str:
    """The address the police appended; a longer reply than 70 bytes is read as far as the field goes."""
    return _decoded(data[:NEW_ADDRESS_BYTES]).strip(_PADDING)


def encode_new_address(address: str) -> bytes:
    """The 70 bytes of an appended address; ValueError when it is longer."""
    block = bytearray(" ".encode("utf-16-le") * (NEW_ADDRESS_BYTES // 2))
    _place(block, (Span(0, NEW_ADDRESS_BYTES),), address, "new_address")
    return bytes(block)


def _decoded(data: bytes) -> str:
    # A broken surrogate becomes U+FFFD, which a clerk sees, instead of costing the whole card.
    return data.decode("utf-16-le", errors="replace")


def _piece(block: bytes, spans: tuple[Span, ...]) -> str:
    return _decoded(b"".join(block[span.at : span.at + span.size] for span in spans)).strip(_PADDING)


def _place(block: bytearray, spans: tuple[Span, ...], value: str, name: str) -> None:
    raw = value.encode("utf-16-le")
    if len(raw) > sum(span.size for span in spans):
        raise ValueError(f"{name} does not fit on the chip")
    for span in spans:
        piece, raw = raw[: span.size], raw[span.size :]
        block[span.at : span.at + len(piece)] = piece


def _value(name: str, raw: str) -> str:
    if name == "sex":
        return SEXES.get(raw, raw)
    if name == "nation":
        return NATIONS.get(raw, raw)
    if name in _DATE_FIELDS and re.fullmatch(r"[0-9]{8}", raw):
        return f"{raw[:4]}-{raw[4:6]}-{raw[6:]}"
    return raw


def _chip_value(name: str, value: str) -> str:
    if name == "sex":
        return _SEX_CODES.get(value, value)
    if name == "nation":
        return _NATION_CODES.get(value, value)
    return value.replace("-", "") if name in _DATE_FIELDS else value
