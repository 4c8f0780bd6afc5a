"""Papers to be read, drawn: a resident card, a licence, a household page, a deed. Every name and number is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw
from stdnum.cn import ric, uscc

from devices.ports import Frame
from devices.simulators.paper import ID_1_PIXELS, INK, SEAL_RED, font, qr_code, to_frame

LABEL_BLUE = (70, 120, 175)
CARD_TINT = (226, 236, 240)
LICENCE_PIXELS = (2339, 1654)  # A4 on its side, 200 dpi
BOOK_PIXELS = (1650, 1165)  # 140 x 99 mm at 300 dpi
DEED_PIXELS = (1165, 1654)  # A5 at 200 dpi
OPEN_END = "长期"


@dataclass(frozen=True, slots=True)
class PersonPrinted:
    """What a resident card says. Dates YYYY-MM-DD; `valid_to` may be 长期."""

    name: str
    sex: str
    nation: str
    birth: str
    address: str
    number: str
    issuer: str = "岳阳市公安局岳阳楼分局"
    valid_from: str = "2018-06-20"
    valid_to: str = "2038-06-20"


@dataclass(frozen=True, slots=True)
class LicencePrinted:
    """What a business licence says; `head` is the legal representative, or the operator of an own-account business."""

    credit_code: str
    name: str
    kind: str
    head: str
    address: str
    scope: str
    capital: str = ""
    founded: str = "2019-03-12"
    valid_to: str = OPEN_END
    issuer: str = "岳阳市市场监督管理局"

    @property
    def is_own_account(self) -> bool:
        """An own-account business (个体工商户) names an operator and a place of business."""
        return self.kind.startswith("个体")


def resident_number(region: str, birth: str, serial: int) -> str:
    """A well-formed number of nobody; an odd `serial` is a man's."""
    body = f"{region}{birth.replace('-', '')}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")  # stdnum leaves the last place out


def credit_code(body: str) -> str:
    """A well-formed credit code of no organisation, from its first 17 characters."""
    return body + uscc.calc_check_digit(body + "0")


def sample_person(number: int) -> PersonPrinted:
    """One of many invented people, by number."""
    names = ("张三丰", "欧阳示例", "李样本", "王建国", "司徒虚构", "陈晓明", "阿依古丽", "赵子龙", "周某某", "钱多多",
             "孙悟空", "郑小燕", "冯测试", "诸葛例证")  # fmt: skip
    nations = ("汉", "汉", "土家", "回", "汉", "维吾尔", "苗", "汉", "满", "侗")
    streets = (
        "湖南省岳阳市岳阳楼区虚构路8号",
        "湖南省岳阳市岳阳楼区样板街66号2栋303室",
        "湖南省长沙市芙蓉区示例大道199号不存在花园3栋2单元1506室",
        "广东省深圳市测试街2号",
        "湖南省岳阳市云溪区假想镇无名村第六组12号",
        "北京市海淀区测试路1号",
    )
    birth = f"{1950 + number * 7 % 55}-{1 + number * 5 % 12:02d}-{1 + number * 11 % 28:02d}"
    serial = 11 + number * 37 % 900
    issued = 2008 + number % 15
    old = number % 5 == 4
    return PersonPrinted(
        name=names[number % len(names)],
        sex="男" if serial % 2 else "女",
        nation=nations[number % len(nations)],
        birth=birth,
        address=streets[number % len(streets)],
        number=resident_number(("430602", "430102", "440303", "110108")[number % 4], birth, serial),
        valid_from=f"{issued}-04-08",
        valid_to=OPEN_END if old else f"{issued + 20}-04-08",
    )


def sample_licence(number: int) -> LicencePrinted:
    """One of many invented organisations, by number."""
    trades = ("餐饮服务", "软件开发", "建材销售", "物流运输", "园林绿化", "文化传媒", "农产品加工")
    own = number % 3 == 2
    trade = trades[number % len(trades)]
    body = ("92" if own else "91") + "430602" + "MA" + f"{4000000 + number * 137911 % 5000000:07d}"
    place = f"湖南省岳阳市岳阳楼区示例路{1 + number * 13 % 200}号{1 + number % 9}栋{100 + number * 7 % 800}室"
    return LicencePrinted(
        credit_code=credit_code(body),
        name=f"岳阳市样本{trade}店" if own else f"岳阳虚构{trade}有限公司",
        kind="个体工商户" if own else "有限责任公司（自然人投资或控股）",
        head=sample_person(number + 3).name,
        address=place,
        scope=f"许可项目：{trade}。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
        "一般项目：日用百货销售；信息咨询服务；会议及展览服务。",
        capital="" if own else ("壹佰万元整", "伍佰万元整", "叁仟万元整")[number % 3],
        founded=f"{2005 + number % 18}-{1 + number % 12:02d}-{1 + number * 3 % 28:02d}",
        valid_to=OPEN_END if number % 2 else f"{2035 + number % 10}-12-31",
    )


def render_id_front(person: PersonPrinted) -> Frame:
    """The side with the portrait, ID-1 at 300 dpi (638 x 1011 x 3, BGR)."""
    card, pen = _card()
    year, month, day = (str(int(part)) for part in person.birth.split("-"))
    _label(pen, 60, 78, "姓 名")
    pen.text((190, 66), person.name, INK, font(46))
    _label(pen, 60, 158, "性 别")
    pen.text((190, 152), person.sex, INK, font(38))
    _label(pen, 320, 158, "民 族")
    pen.text((430, 152), person.nation, INK, font(38))
    _label(pen, 60, 236, "出 生")
    x = 190
    for value, unit in ((year, "年"), (month, "月"), (day, "日")):
        pen.text((x, 230), value, INK, font(38))
        x += round(pen.textlength(value, font(38))) + 22
        _label(pen, x, 236, unit)
        x += 56
    _label(pen, 60, 314, "住 址")
    for row in range(0, len(person.address), 12):
        pen.text((190, 308 + row // 12 * 56), person.address[row : row + 12], INK, font(38))
    _label(pen, 60, 536, "公民身份号码")
    x = 340
    for character in person.number:
        pen.text((x, 524), character, INK, font(46))
        x += 33
    pen.rectangle((660, 70, 940, 460), (206, 212, 216))
    pen.ellipse((735, 130, 865, 290), (150, 130, 118))
    pen.pieslice((690, 290, 910, 620), 180, 360, (70, 76, 96))
    pen.rectangle((640, 461, 960, 500), CARD_TINT)
    return to_frame(card)


def render_id_back(person: PersonPrinted) -> Frame:
    """The side with the emblem, ID-1 at 300 dpi (638 x 1011 x 3, BGR)."""
    card, pen = _card()
    pen.ellipse((60, 60, 210, 210), outline=SEAL_RED, width=12)
    pen.text((135, 135), "★", SEAL_RED, font(72), anchor="mm")
    pen.text((600, 105), "中华人民共和国", INK, font(60), anchor="mm")
    pen.text((600, 215), "居 民 身 份 证", INK, font(74), anchor="mm")
    _label(pen, 210, 450, "签发机关")
    pen.text((380, 444), person.issuer, INK, font(38))
    _label(pen, 210, 538, "有效期限")
    until = person.valid_to.replace("-", ".")
    pen.text((380, 532), f"{person.valid_from.replace('-', '.')}-{until}", INK, font(38))
    return to_frame(card)


def render_licence(licence: LicencePrinted, *, code: str = "") -> Frame:
    """A business licence, A4 on its side at 200 dpi (1654 x 2339 x 3, BGR); `code` is what its QR code says."""
    width, height = LICENCE_PIXELS
    sheet = Image.new("RGB", LICENCE_PIXELS, (250, 248, 240))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((50, 50, width - 50, height - 50), outline=(190, 150, 80), width=10)
    pen.rectangle((72, 72, width - 72, height - 72), outline=(190, 150, 80), width=3)
    pen.text((width / 2, 300), "营 业 执 照", INK, font(120), anchor="mm")
    pen.text((width / 2, 420), "（副  本）", INK, font(46), anchor="mm")
    pen.text((180, 200), "统一社会信用代码", INK, font(36))
    pen.text((180, 256), licence.credit_code, INK, font(44))
    if code:
        sheet.paste(qr_code(code, 260), (width - 460, 170))
    own = licence.is_own_account
    left = [("名称", licence.name), ("类型", licence.kind), ("经营者" if own else "法定代表人", licence.head)]
    left.append(("经营范围", licence.scope))
    right = [] if own else [("注册资本", licence.capital)]
    right.append(("成立日期" if not own else "注册日期", _chinese_date(licence.founded)))
    if not own:
        until = licence.valid_to if licence.valid_to == OPEN_END else _chinese_date(licence.valid_to)
        right.append(("营业期限", f"{_chinese_date(licence.founded)}至{until}"))
    right.append(("经营场所" if own else "住所", licence.address))
    _column(pen, left, left=180, value=430, right=1150, top=560)
    _column(pen, right, left=1260, value=1480, right=2160, top=560)
    pen.text((1500, 1330), "登记机关", INK, font(40))
    pen.ellipse((1680, 1180, 1980, 1480), outline=SEAL_RED, width=8)
    pen.text((1830, 1310), "★", SEAL_RED, font(90), anchor="mm")
    pen.text((1830, 1420), licence.issuer, SEAL_RED, font(26), anchor="mm")
    pen.text((1560, 1500), "2023 年 05 月 16 日", INK, font(38))
    return to_frame(sheet)


HOUSEHOLD_ROWS = (
    ("姓名", "户主或与户主关系"),
    ("曾用名", "性别"),
    ("出生地", "民族"),
    ("籍贯", "出生日期"),
    ("本市（县）其他住址", "宗教信仰"),
    ("公民身份证件编号", "身高"),
    ("文化程度", "婚姻状况"),
    ("服务处所", "职业"),
    ("何时由何地迁来本址", "兵役状况"),
)


def render_household(values: Mapping[str, str]) -> Frame:
    """A page of the household book, 常住人口登记卡 (1165 x 1650 x 3, BGR); `values` by the label printed."""
    width, _ = BOOK_PIXELS
    sheet = Image.new("RGB", BOOK_PIXELS, (246, 240, 232))
    pen = ImageDraw.Draw(sheet)
    pen.text((width / 2, 90), "常 住 人 口 登 记 卡", INK, font(56), anchor="mm")
    edges = (60, 340, 940, 1190, 1590)
    for row, (first, second) in enumerate(HOUSEHOLD_ROWS):
        top, bottom = 160 + row * 92, 252 + row * 92
        for column, text in enumerate((first, values.get(first, ""), second, values.get(second, ""))):
            pen.rectangle((edges[column], top, edges[column + 1], bottom), outline=INK, width=2)
            size = 30 if column % 2 == 0 else 36
            if column % 2 == 0:
                middle = (edges[column] + edges[column + 1]) / 2
                pen.text((middle, (top + bottom) / 2), text, INK, font(size), anchor="mm")
            else:
                pen.text((edges[column] + 24, (top + bottom) / 2), text, INK, font(size), anchor="lm")
    pen.text((80, 1040), "承办人签章：", INK, font(32))
    pen.text((1000, 1040), "登记日期：2016年08月19日", INK, font(32))
    return to_frame(sheet)


def render_property(number: str, values: Sequence[tuple[str, str]]) -> Frame:
    """The first page of a property certificate, A5 at 200 dpi (1654 x 1165 x 3, BGR), with its table of `values`."""
    width, _ = DEED_PIXELS
    sheet = Image.new("RGB", DEED_PIXELS, (250, 246, 240))
    pen = ImageDraw.Draw(sheet)
    pen.text((width / 2, 90), "不动产权证书", INK, font(52), anchor="mm")
    pen.text((width / 2, 180), number, INK, font(34), anchor="mm")
    top = 240
    for label, value in values:
        parts = [value[start : start + 24] for start in range(0, len(value), 24)] or [""]
        bottom = top + 50 + 46 * len(parts)
        pen.rectangle((90, top, 330, bottom), outline=INK, width=2)
        pen.rectangle((330, top, width - 90, bottom), outline=INK, width=2)
        pen.text((210, (top + bottom) / 2), label, INK, font(30), anchor="mm")
        for row, part in enumerate(parts):
            pen.text((350, top + 24 + row * 46), part, INK, font(30))
        top = bottom
    return to_frame(sheet)


def _card() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    card = Image.new("RGB", ID_1_PIXELS, CARD_TINT)
    pen = ImageDraw.Draw(card)
    for y in range(0, ID_1_PIXELS[1], 14):
        pen.line([(0, y), (ID_1_PIXELS[0], y + 60)], (214, 228, 236), 2)
    return card, pen


def _label(pen: ImageDraw.ImageDraw, x: float, y: float, text: str) -> None:
    pen.text((x, y), text, LABEL_BLUE, font(30))


def _column(
    pen: ImageDraw.ImageDraw, fields: Sequence[tuple[str, str]], *, left: int, value: int, right: int, top: int
) -> None:
    """Names spread to one width, values beside them, wrapped."""
    size, y = 38, top
    a_line = (right - value) // size
    for name, text in fields:
        gap = (value - left - 40 - size) / max(1, len(name) - 1)
        for place, character in enumerate(name):
            pen.text((left + place * gap, y), character, INK, font(size))
        parts = [text[start : start + a_line] for start in range(0, len(text), a_line)] or [""]
        for part in parts:
            pen.text((value, y), part, INK, font(size))
            y += 56
        y += 44


def _chinese_date(date: str) -> str:
    year, month, day = date.split("-")
    return f"{year}年{month}月{day}日"
