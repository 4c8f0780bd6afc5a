"""Lines of print become fields: labels, order, check digits, and what contradicts itself."""

from __future__ import annotations

import random
import string
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from devices.reading.errors import NotThisPaper
from devices.reading.papers import checked
from devices.reading.papers.fields import EMPTYING, Doubt, Origin, Paper, PaperKind
from devices.reading.papers.form import read_form
from devices.reading.papers.licence import said_by
from devices.reading.papers.read import read_fields, seems
from devices.reading.text import Glyph, Line, Text, line_of
from devices.reading.title import Likeness, title_hint
from tests.support.papers_to_read import credit_code, resident_number
from tests.support.text_reader import Row, rows

NUMBER = "11010519491231002X"
CODE = credit_code("91430602MA4000000")
FRONT: tuple[Row, ...] = (
    ("姓名", "张三"), ("性别", "女", "民族", "汉"), ("出生", "1949年12月31日"), ("住址", "北京市海淀区测试路1号"),
    ("公民身份号码", NUMBER),
)  # fmt: skip
BACK: tuple[Row, ...] = (
    ("中华人民共和国",), ("居民身份证",), ("签发机关", "北京市公安局海淀分局"), ("有效期限", "2010.04.08-2030.04.08"),
)  # fmt: skip
LICENCE: tuple[Row, ...] = (
    ("营业执照",), ("统一社会信用代码",), (CODE,), ("名称", "岳阳虚构餐饮有限公司", "注册资本", "伍佰万元整"),
    ("类型", "有限责任公司", "成立日期", "2012年08月22日"), ("法定代表人", "孙悟空", "住所", "岳阳市示例路1号"),
    ("营业期限", "2012年08月22日至2042年08月21日"),
)  # fmt: skip
CARD_ONLY = (PaperKind.ID_CARD,)


def glyphs(text: str, sure: float = 0.99) -> tuple[Glyph, ...]:
    return line_of(text, 0, 0, 10 * len(text), 10, sure=sure).glyphs


def card(*said: Row, sure: float = 0.99) -> Paper:
    return read_fields(rows(*said, sure=sure), CARD_ONLY)


def values(paper: Paper) -> dict[str, str]:
    return {name: read.value for name, read in paper.fields.items()}


def changed(said: Sequence[Row], old: str, new: str) -> tuple[Row, ...]:
    return tuple(tuple(new if piece == old else piece for piece in row) for row in said)


class TestForm:
    LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
        {"name": ("名称",), "kind": ("类型",), "address": ("住所",), "scope": ("经营范围",)}
    )

    def form(self, *lines: Line) -> dict[str, str]:
        form = read_form(lines, self.LABELS)
        return {name: form.text(name) for name in form.values}

    def test_a_value_belongs_to_the_nearest_label_at_its_left(self) -> None:
        row = rows(("名称", "甲公司", "住所", "乙路"))
        assert self.form(*row) == {"name": "甲公司", "address": "乙路"}

    def test_label_and_value_in_one_line_are_cut_apart(self) -> None:
        assert self.form(line_of("名称：甲公司", 0, 0, 180, 30)) == {"name": "甲公司"}

    def test_a_label_within_a_value_is_no_label(self) -> None:
        assert self.form(line_of("名称：甲公司住所不明", 0, 0, 300, 30)) == {"name": "甲公司住所不明"}

    def test_a_label_after_a_wide_gap_is_one(self) -> None:
        line = line_of("名称甲公司      住所乙路", 0, 0, 450, 30)
        assert self.form(line) == {"name": "甲公司", "address": "乙路"}

    def test_a_label_printed_wide_is_one_word(self) -> None:
        pieces = (line_of("名", 0, 0, 30, 30), line_of("称甲公司", 150, 0, 290, 30))
        assert self.form(*pieces) == {"name": "甲公司"}

    def test_wide_labels_taken_for_a_column_are_cut_up_again(self) -> None:
        column = Line(glyphs("名类"), 0, 0, 34, 120)
        values = (line_of("称甲公司", 150, 12, 290, 48), line_of("型有限公司", 150, 72, 320, 108))
        assert self.form(column, *values) == {"name": "甲公司", "kind": "有限公司"}

    def test_half_a_label_is_enough_where_the_other_half_was_not_seen(self) -> None:
        assert self.form(line_of("类", 0, 0, 30, 30), line_of("有限公司", 150, 0, 290, 30)) == {"kind": "有限公司"}

    def test_lines_below_in_the_same_paragraph_belong_to_it(self) -> None:
        paragraph = (
            line_of("第一行", 150, 0, 240, 30),
            line_of("第二行", 150, 40, 240, 70),
            line_of("三", 150, 80, 180, 110),
        )
        assert self.form(line_of("经营范围", 0, 0, 120, 30), *paragraph) == {"scope": "第一行第二行三"}

    def test_lines_above_a_label_in_the_middle_of_a_tall_cell_belong_to_it(self) -> None:
        cell = (
            line_of("第一行", 150, 0, 240, 30),
            line_of("第二行", 150, 40, 240, 70),
            line_of("三", 150, 80, 180, 110),
        )
        assert self.form(line_of("住所", 0, 40, 60, 70), *cell) == {"address": "第一行第二行三"}

    def test_a_misread_character_in_a_long_label_does_no_harm(self) -> None:
        assert self.form(line_of("经菅范围", 0, 0, 120, 30), line_of("餐饮", 150, 0, 210, 30)) == {"scope": "餐饮"}

    def test_a_portrait_taken_for_a_letter_is_no_value(self) -> None:
        portrait = line_of("O", 500, -60, 640, 140)
        assert self.form(*rows(("名称", "甲"), ("类型", "乙"), ("住所", "丙")), portrait)["kind"] == "乙"


class TestIdCard:
    def test_the_front(self) -> None:
        assert values(card(*FRONT)) == {
            "name": "张三", "sex": "女", "nation": "汉", "birth": "1949-12-31", "address": "北京市海淀区测试路1号",
            "id_number": NUMBER,
        }  # fmt: skip

    def test_the_back(self) -> None:
        assert values(card(*BACK)) == {
            "issuer": "北京市公安局海淀分局", "valid_from": "2010-04-08", "valid_to": "2030-04-08",
        }  # fmt: skip

    def test_both_sides_on_one_copy(self) -> None:
        assert {"name", "id_number", "issuer", "valid_to"} <= card(*FRONT, *BACK).fields.keys()

    def test_an_open_end(self) -> None:
        read = card(*changed(BACK, "2010.04.08-2030.04.08", "2010.04.08-长期"))
        assert read.fields["valid_to"].value == "长期"
        assert read.fields["valid_to"].doubt is None

    def test_a_term_the_law_does_not_know_is_doubtful(self) -> None:
        read = card(*changed(BACK, "2010.04.08-2030.04.08", "2010.04.08-2033.04.08"))
        assert read.fields["valid_to"].doubt is Doubt.DISAGREES
        assert read.fields["valid_to"].certainty < 90

    def test_a_number_whose_check_digit_fails_is_not_filled(self) -> None:
        read = card(*changed(FRONT, NUMBER, "110105194912310021"))
        assert read.fields["id_number"].value == ""
        assert read.fields["id_number"].doubt is Doubt.CHECK_DIGIT

    def test_a_birth_that_contradicts_the_number_makes_both_doubtful(self) -> None:
        read = card(*changed(FRONT, "1949年12月31日", "1949年12月21日"))
        for name in ("birth", "id_number"):
            assert read.fields[name].doubt is Doubt.DISAGREES
            assert read.fields[name].certainty < 90
        assert read.fields["sex"].doubt is None

    def test_a_sex_that_contradicts_the_number_makes_both_doubtful(self) -> None:
        read = card(*changed(FRONT, "女", "男"))
        assert read.fields["sex"].doubt is Doubt.DISAGREES
        assert read.fields["id_number"].certainty < 90

    def test_birth_and_sex_hidden_are_known_from_the_number(self) -> None:
        read = card(("姓名", "张三"), ("住址", "测试路1号"), ("公民身份号码", NUMBER))
        assert (read.fields["birth"].value, read.fields["sex"].value) == ("1949-12-31", "女")

    def test_without_labels_the_order_of_the_lines_tells(self) -> None:
        faint: tuple[Row, ...] = (("张三",), ("女", "汉"), ("1949年12月31日",), ("北京市海淀区测试路1号",),
                                  ("公民身份号码", NUMBER))  # fmt: skip
        read = card(*faint, ("住址",))
        assert values(read) == values(card(*FRONT))
        assert read.fields["name"].certainty < 90, "its label was not seen"

    def test_a_blank_in_a_certainty_makes_the_field_doubtful(self) -> None:
        assert card(*FRONT, sure=0.6).fields["address"].certainty == 60

    def test_nothing_is_ever_wholly_sure(self) -> None:
        assert card(*FRONT, sure=1.0).fields["name"].certainty == 99

    @pytest.mark.parametrize(("seen", "meant"), [("漢", "汉"), ("维吾尔族", "维吾尔"), ("民族土家", "土家")])
    def test_a_nation_is_one_of_the_list(self, seen: str, meant: str) -> None:
        read = card(*changed(FRONT, "汉", seen))
        assert (read.fields["nation"].value, read.fields["nation"].doubt) == (meant, None)

    def test_a_nation_not_in_the_list_is_doubtful(self) -> None:
        assert card(*changed(FRONT, "汉", "叹")).fields["nation"].doubt is Doubt.UNKNOWN


class TestLicence:
    def read(self, *said: Row, codes: Sequence[str] = ()) -> Paper:
        return read_fields(rows(*said), (PaperKind.LICENCE,), codes)

    def test_its_fields(self) -> None:
        assert values(self.read(*LICENCE)) == {
            "credit_code": CODE, "name": "岳阳虚构餐饮有限公司", "kind": "有限责任公司", "head": "孙悟空",
            "address": "岳阳市示例路1号", "capital": "伍佰万元整", "founded": "2012-08-22", "valid_to": "2042-08-21",
        }  # fmt: skip

    def test_the_code_in_a_qr_code_goes_before_the_printed_one(self) -> None:
        other = credit_code("91430602MA4000001")
        read = self.read(*LICENCE, codes=[f"http://www.example.cn/notice?uniscid={other}"]).fields["credit_code"]
        assert (read.value, read.origin) == (other, Origin.QR)
        assert read.doubt is Doubt.DISAGREES and read.certainty < 90

    def test_a_qr_code_that_agrees_leaves_no_doubt(self) -> None:
        read = self.read(*LICENCE, codes=["https://example.cn/", CODE]).fields["credit_code"]
        assert (read.value, read.origin, read.doubt) == (CODE, Origin.QR, None)

    def test_a_qr_code_helps_where_print_fails(self) -> None:
        read = self.read(*changed(LICENCE, CODE, CODE[:-1] + "0"), codes=[CODE]).fields["credit_code"]
        assert (read.value, read.origin) == (CODE, Origin.QR)

    def test_a_qr_code_that_names_more_gives_more(self) -> None:
        said = said_by([f"统一社会信用代码:{CODE};企业名称:甲有限公司;法定代表人:张三"])
        assert {name: read.value for name, read in said.items()} == {
            "credit_code": CODE, "name": "甲有限公司", "head": "张三",
        }  # fmt: skip

    @pytest.mark.parametrize("code", ["https://example.cn/form/1", "92000000MA00000000", "", "无"])
    def test_other_codes_say_nothing(self, code: str) -> None:
        assert said_by([code]) == {}

    def test_marks_in_chinese_text_are_full_width(self) -> None:
        read = self.read(*changed(LICENCE, "有限责任公司", "有限责任公司(独资)"))
        assert read.fields["kind"].value == "有限责任公司（独资）"


class TestNumbers:
    @given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(1, 999), st.sampled_from(["430602", "810000"]))
    def test_every_good_number_is_read(self, birth: date, serial: int, region: str) -> None:
        number = resident_number(region, birth.isoformat(), serial)
        read = checked.resident_number(glyphs(number))
        assert read is not None and (read.value, read.doubt) == (number, None)

    @given(st.integers(0, 17), st.sampled_from("0123456789X"))
    def test_a_number_with_one_wrong_digit_is_never_filled(self, place: int, digit: str) -> None:
        wrong = NUMBER[:place] + digit + NUMBER[place + 1 :]
        assume(wrong != NUMBER)
        read = checked.resident_number(glyphs(wrong))
        assert read is not None and read.value == "" and read.doubt in EMPTYING

    @given(st.sets(st.integers(0, 16), min_size=1))
    def test_letters_that_can_only_be_digits_are_put_right_and_marked(self, places: set[int]) -> None:
        looks = {"0": "O", "1": "I", "2": "Z", "5": "S"}
        seen = "".join(looks.get(c, c) if place in places else c for place, c in enumerate(NUMBER))
        assume(seen != NUMBER)
        read = checked.resident_number(glyphs(seen))
        assert read is not None and (read.value, read.doubt) == (NUMBER, Doubt.CORRECTED)
        assert read.certainty < 90

    @given(st.integers(0, 17), st.sampled_from(sorted(checked.CODE_CHARACTERS)))
    def test_a_credit_code_with_one_wrong_character_is_filled_only_where_it_was_put_right(
        self, place: int, character: str
    ) -> None:
        wrong = CODE[:place] + character + CODE[place + 1 :]
        assume(wrong != CODE)
        read = checked.credit_code(glyphs(wrong))
        assert read is not None
        assert (read.value, read.doubt) == (CODE, Doubt.CORRECTED) or (read.value == "" and read.doubt in EMPTYING)

    def test_a_letter_a_credit_code_cannot_have_is_put_right_and_marked(self) -> None:
        read = checked.credit_code(glyphs(CODE.replace("0", "O")))
        assert read is not None and (read.value, read.doubt) == (CODE, Doubt.CORRECTED)

    def test_a_letter_a_credit_code_can_have_is_left_as_it_is(self) -> None:
        eight = next(code for n in range(40) if "8" in (code := credit_code(f"91430602MA40000{n:02d}"))[8:])
        place = eight.rindex("8")
        read = checked.credit_code(glyphs(eight[:place] + "B" + eight[place + 1 :]))
        assert read is not None and read.value == ""

    @pytest.mark.parametrize("seen", [NUMBER[:-1], NUMBER + "1", "1" + NUMBER])
    def test_a_number_too_short_or_too_long_is_not_filled(self, seen: str) -> None:
        read = checked.resident_number(glyphs(seen))
        assert read is not None and (read.value, read.doubt) == ("", Doubt.LENGTH)

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("1990年3月7日", "1990-03-07"),
            ("2010.04.08-2030.04.08", "2010-04-08"),
            ("1990年2月30日", ""),
            ("昨天", None),
        ],
    )
    def test_a_date_is_one_of_the_calendar(self, text: str, value: str | None) -> None:
        read = checked.a_date(glyphs(text))
        assert (read.value if read else None) == value

    @pytest.mark.parametrize(
        ("text", "value"),
        [("2012年8月2日至长期", "长期"), ("2010.04.08-2030.04.08", "2030-04-08"), ("至2030年1月1日", "2030-01-01"),
         ("2012年8月2日", None), ("", None)],
    )  # fmt: skip
    def test_the_end_of_a_term_is_its_last_day(self, text: str, value: str | None) -> None:
        read = checked.end_of_term(glyphs(text))
        assert (read.value if read else None) == value


class TestWhichPaper:
    @pytest.mark.parametrize(
        ("said", "kind"),
        [
            (FRONT, PaperKind.ID_CARD),
            (BACK, PaperKind.ID_CARD),
            (LICENCE, PaperKind.LICENCE),
            ((("常住人口登记卡",), ("姓名", "张三"), ("民族", "汉")), PaperKind.HOUSEHOLD),
            ((("户别", "家庭户"), ("户主姓名", "张三"), ("户号", "012345")), PaperKind.HOUSEHOLD),
            ((("不动产权证书",), ("权利人", "张三"), ("坐落", "某处")), PaperKind.PROPERTY),
            ((("承诺书",), ("本人居民身份证号码",)), PaperKind.PAGE),
            ((), PaperKind.PAGE),
        ],
    )
    def test_a_paper_is_told_by_its_words(self, said: Sequence[Row], kind: PaperKind) -> None:
        assert seems(rows(*said)) is kind

    def test_another_paper_is_said_to_be_what_it_is(self) -> None:
        with pytest.raises(NotThisPaper) as said:
            card(*LICENCE)
        assert (said.value.wanted, said.value.seems) == (("id-card",), "licence")

    def test_an_unknown_paper_is_said_to_be_none_of_those_wanted(self) -> None:
        with pytest.raises(NotThisPaper) as said:
            read_fields(rows(("收据",)), (PaperKind.ID_CARD, PaperKind.LICENCE))
        assert (said.value.wanted, said.value.seems) == (("id-card", "licence"), "")

    def test_a_first_page_of_a_household_book(self) -> None:
        said = rows(("户别", "家庭户", "户主姓名", "张三"), ("户号", "012345", "住址", "测试路1号"))
        assert values(read_fields(said, (PaperKind.HOUSEHOLD,))) == {
            "household_kind": "家庭户", "householder": "张三", "household_number": "012345", "address": "测试路1号",
        }  # fmt: skip

    def test_a_unit_number_of_another_shape_is_doubtful(self) -> None:
        good = "430602001001GB00123F00020015"
        for number, doubt in ((good, None), (good[:-1], Doubt.UNKNOWN)):
            said = rows(("不动产权证书",), ("权利人", "张三"), ("不动产单元号", number))
            assert read_fields(said, (PaperKind.PROPERTY,)).fields["unit_number"].doubt is doubt


class TestTitle:
    PAGE = (
        line_of("授权委托书", 500, 100, 1100, 220),
        *rows(("委托人", "张三"), ("受托人", "李四"), ("事项", "领证"), top=400),
    )

    @pytest.mark.parametrize("wanted", ["授权委托书", "法定代表人授权委托书（原件）", "委托书"])
    def test_a_page_headed_like_the_material(self, wanted: str) -> None:
        assert title_hint(self.PAGE, wanted, height=2000).likeness is Likeness.LIKE

    @pytest.mark.parametrize("wanted", ["健康证明", "食品经营许可申请书", "营业执照副本复印件"])
    def test_a_page_headed_otherwise(self, wanted: str) -> None:
        hint = title_hint(self.PAGE, wanted, height=2000)
        assert (hint.likeness, hint.title) == (Likeness.UNLIKE, "授权委托书")

    def test_a_page_without_a_title_says_nothing(self) -> None:
        assert title_hint(self.PAGE[1:], "平面图", height=2000).likeness is Likeness.UNKNOWN
        assert title_hint((), "平面图", height=2000).likeness is Likeness.UNKNOWN

    def test_a_page_that_cannot_be_read_says_nothing(self) -> None:
        garbage = (line_of("笛圳华公号", 500, 100, 1100, 220, sure=0.55),)
        assert title_hint(garbage, "承诺书", height=2000).likeness is Likeness.UNKNOWN

    def test_a_card_is_known_by_its_words(self) -> None:
        assert title_hint(rows(*FRONT), "申请人身份证复印件", height=600).likeness is Likeness.LIKE
        assert title_hint(rows(*FRONT), "营业执照", height=600).title == "居民身份证"


WORDS = st.one_of(
    st.sampled_from([piece for row in (*FRONT, *BACK, *LICENCE) for piece in row]),
    st.text(st.sampled_from(string.digits + "姓名性别民族出生住址XxO年月日.-至长期（）"), min_size=1, max_size=20),
)


@st.composite
def any_text(draw: st.DrawFn) -> Text:
    lines = []
    for word in draw(st.lists(WORDS, max_size=25)):
        left, top = draw(st.integers(0, 1000)), draw(st.integers(0, 700))
        size = draw(st.integers(8, 80))
        lines.append(line_of(word, left, top, left + size * len(word), top + size, sure=draw(st.floats(0, 1))))
    return tuple(line for line in lines if line.glyphs)


@settings(max_examples=200, deadline=None)
@given(any_text())
def test_no_print_at_all_trips_the_rules_and_no_bad_number_gets_through(text: Text) -> None:
    try:
        paper = read_fields(text, tuple(PaperKind))
    except NotThisPaper:
        return
    for name, read in paper.fields.items():
        assert 0 <= read.certainty <= 99
        assert not (read.value and read.doubt in EMPTYING)
        assert read.doubt is None or read.certainty < 90
        if name == "id_number" and read.value:
            assert checked.ric.calc_check_digit(read.value) == read.value[17]
        if name == "credit_code" and read.value:
            assert checked.holds_as_credit_code(read.value)


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_lines_were_found_does_not_matter(chance: random.Random) -> None:
    shuffled = list(rows(*FRONT, *BACK))
    chance.shuffle(shuffled)
    assert values(read_fields(tuple(shuffled), CARD_ONLY)) == values(card(*FRONT, *BACK))
