"""Cards of people who do not exist, for the simulator: every kind, a rare name, an expired card, a long name.

Numbers have valid check digits and birth dates; names, addresses and pass numbers are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.ports import Card, CardKind

BLANK_PHOTO = bytes(1024)

RESIDENT = Card(
    kind=CardKind.RESIDENT,
    name="张三",
    number="11010519491231002X",
    sex="女",
    nation="汉",
    birth="1949-12-31",
    address="北京市海淀区测试路1号",
    issuer="北京市公安局海淀分局",
    valid_from="2020-01-01",
    valid_to="长期",
    photo_wlt=BLANK_PHOTO,
)
MOVED = Card(
    kind=CardKind.RESIDENT,
    name="阿依古丽·样本",
    number="430602198803150021",
    sex="女",
    nation="维吾尔",
    birth="1988-03-15",
    address="湖南省岳阳市岳阳楼区虚构路8号",
    new_address="湖南省岳阳市岳阳楼区样板街66号2栋303室",
    issuer="岳阳市公安局岳阳楼分局",
    valid_from="2018-06-20",
    valid_to="2038-06-20",
    photo_wlt=BLANK_PHOTO,
)
RARE_NAME = Card(
    kind=CardKind.RESIDENT,
    name="𠮷㐀",
    number="430602199202290015",
    sex="男",
    nation="土家",
    birth="1992-02-29",
    address="湖南省岳阳市岳阳楼区不存在巷12号",
    issuer="岳阳市公安局岳阳楼分局",
    valid_from="2019-05-01",
    valid_to="2039-05-01",
    photo_wlt=BLANK_PHOTO,
)
EXPIRED = Card(
    kind=CardKind.RESIDENT,
    name="李过期",
    number="430602197510010012",
    sex="男",
    nation="汉",
    birth="1975-10-01",
    address="湖南省岳阳市岳阳楼区假想里3号",
    issuer="岳阳市公安局岳阳楼分局",
    valid_from="2003-04-08",
    valid_to="2023-04-08",
    photo_wlt=BLANK_PHOTO,
)
HMT_PERMIT = Card(
    kind=CardKind.HMT_PERMIT,
    name="陈大文",
    number="810000198002020011",
    sex="男",
    birth="1980-02-02",
    address="广东省深圳市测试街2号",
    issuer="深圳市公安局",
    valid_from="2024-01-01",
    valid_to="2029-01-01",
    pass_number="H12345678",
    issue_count="01",
    photo_wlt=BLANK_PHOTO,
)
FOREIGN_2017 = Card(
    kind=CardKind.FOREIGN_2017,
    name="样本",
    latin_name="SAMPLE, JOHN",
    number="USA110080020201",
    sex="男",
    nationality="USA",
    birth="1980-02-02",
    issuer="1100",
    valid_from="2017-06-16",
    valid_to="2027-06-15",
    photo_wlt=BLANK_PHOTO,
)
FOREIGN_2023 = Card(
    kind=CardKind.FOREIGN_2023,
    name="样本",
    latin_name="SAMPLE, JOHN",
    number="911840198002020010",
    sex="男",
    nationality="840",
    birth="1980-02-02",
    issue_count="00",
    valid_from="2023-12-01",
    valid_to="2033-11-30",
    photo_wlt=BLANK_PHOTO,
)
LONG_NAME = Card(
    kind=CardKind.FOREIGN_2023,
    name="样本名",
    latin_name="MUSTERNAMENSTEIN-BEISPIELHAUSEN, MARIA THERESA",
    number="943276199011230023",
    sex="女",
    nationality="276",
    birth="1990-11-23",
    issue_count="01",
    former_number="028",
    valid_from="2024-03-01",
    valid_to="2034-02-28",
    photo_wlt=BLANK_PHOTO,
)

SAMPLE_CARDS: Mapping[str, Card] = MappingProxyType(
    {
        "resident": RESIDENT,
        "moved": MOVED,
        "rare_name": RARE_NAME,
        "expired": EXPIRED,
        "hmt_permit": HMT_PERMIT,
        "foreign_2017": FOREIGN_2017,
        "foreign_2023": FOREIGN_2023,
        "long_name": LONG_NAME,
    }
)
"""By the name the bench panel shows."""
