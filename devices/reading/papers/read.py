"""Which paper it is, and its fields. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from devices.reading.errors import NotThisPaper
from devices.reading.papers.fields import Paper, PaperKind
from devices.reading.papers.household import read_household
from devices.reading.papers.id_card import read_id_card
from devices.reading.papers.licence import read_licence
from devices.reading.papers.property import read_property
from devices.reading.text import Text

MARKS: Mapping[PaperKind, Mapping[str, int]] = {
    PaperKind.ID_CARD: {"公民身份号码": 2, "居民身份证": 2, "签发机关": 2, "有效期限": 1, "住址": 1, "姓名": 1,
                        "性别": 1, "民族": 1, "出生": 1},
    PaperKind.LICENCE: {"营业执照": 3, "统一社会信用代码": 1, "经营范围": 1, "注册资本": 1, "法定代表人": 1,
                        "登记机关": 1, "成立日期": 1, "营业期限": 1, "组成形式": 1},
    PaperKind.HOUSEHOLD: {"常住人口登记卡": 4, "居民户口簿": 3, "户主或与户主关系": 3, "曾用名": 2, "籍贯": 2,
                          "公民身份证件编号": 2, "户主姓名": 3, "户别": 2, "户号": 2, "宗教信仰": 1, "服务处所": 1},
    PaperKind.PROPERTY: {"不动产权证书": 3, "不动产单元号": 2, "权利人": 1, "共有情况": 1, "坐落": 1, "权利类型": 1,
                         "权利性质": 1, "使用期限": 1, "房屋所有权证": 3},
}  # fmt: skip
"""Words at the beginning of a line that tell a paper, and how much."""

ENOUGH = 3


def seems(text: Text) -> PaperKind:
    """The paper whose words stand there; PAGE where it is none that is known."""
    beginnings = [line.text for line in text]
    scores = {kind: _score(beginnings, marks) for kind, marks in MARKS.items()}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= ENOUGH else PaperKind.PAGE


def read_fields(text: Text, wanted: Sequence[PaperKind], codes: Sequence[str] = ()) -> Paper:
    """The fields of whichever of the `wanted` papers it is. Raises `NotThisPaper`. `codes`: what its QR codes say."""
    kind = seems(text)
    if kind not in wanted:
        raise NotThisPaper([each.value for each in wanted], "" if kind is PaperKind.PAGE else kind.value)
    match kind:
        case PaperKind.ID_CARD:
            return read_id_card(text)
        case PaperKind.LICENCE:
            return read_licence(text, codes)
        case PaperKind.HOUSEHOLD:
            return read_household(text)
        case PaperKind.PROPERTY:
            return read_property(text)
        case PaperKind.PAGE:
            return Paper(kind)


def _score(lines: Sequence[str], marks: Mapping[str, int]) -> int:
    return sum(weight for word, weight in marks.items() if any(line.startswith(word) for line in lines))
