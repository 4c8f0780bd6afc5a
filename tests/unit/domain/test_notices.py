"""Text messages as data: no hole, the right length, and no telephone rings at night."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.domain.calendar import HALL_TIME
from app.domain.errors import NoticeUnfit, SettingsInvalid
from app.domain.notices import PLACES, MessageBook, MessageTemplate, Notice, QuietHours, mobile_number, segments
from app.message_file import load_message_book, shipped_message_book
from devices.messaging import pdu

BOOK = shipped_message_book()
SHIPPED = (paths.resources() / "sms.toml").read_text(encoding="utf-8")
FACTS = {
    "number": "YC26-03-00042",
    "item": "食品经营许可（新办）",
    "due": "10月9日",
    "missing": "身份证复印件、租赁合同",
    "pickup_code": "470311",
    "locker": "1号取件柜",
    "cell": "12",
    "until": "10月12日18:00",
    "waybill": "EA123456789CN",
    "procedure": "专家评审",
    "days": "10个工作日",
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize("notice", Notice)
def test_every_notice_is_signed_and_whole_and_goes_out_in_three_parts_at_most(notice: Notice) -> None:
    text = BOOK.text(notice, FACTS)
    assert text.startswith("【岳阳市政务服务中心】")
    assert re.search(r"[{}]", text) is None
    assert "YC26-03-00042" in text
    assert segments(text) <= 3


@pytest.mark.parametrize("notice", Notice)
def test_a_message_is_never_sent_with_a_hole(notice: Notice) -> None:
    wanted = set(re.findall(r"\{(\w+)\}", BOOK.templates[notice].text)) - {"hall", "phone"}
    assert wanted
    for place in wanted:
        for hole in ({}, {place: ""}, {place: " \n"}):
            with pytest.raises(NoticeUnfit) as said:
                BOOK.text(notice, {key: value for key, value in FACTS.items() if key != place} | hole)
            assert (said.value.why, said.value.what) == ("missing_fact", place)


@pytest.mark.parametrize("text", ["{who}", "{}", "{number", "number}", "{ number }", "{{number}}"])
def test_an_unknown_place_is_an_error_of_the_template(text: str) -> None:
    with pytest.raises(NoticeUnfit, match="unknown_place"):
        MessageTemplate(text)
    with pytest.raises(NoticeUnfit, match="unknown_place"):
        MessageTemplate("", short=text)


def test_what_looks_like_a_place_in_a_fact_is_text_and_line_breaks_are_blanks() -> None:
    assert "{phone} 二" in BOOK.text(Notice.ACCEPTED, FACTS | {"item": "{phone}\n二"})


def test_a_list_too_long_for_a_message_is_pointed_to_instead() -> None:
    text = BOOK.text(Notice.SUPPLEMENT, FACTS | {"missing": "、".join(["某某材料复印件"] * 60)})
    assert "补正告知书" in text and "某某材料" not in text
    assert segments(text) <= BOOK.most_segments


def test_what_is_too_long_without_a_shorter_form_is_not_sent() -> None:
    with pytest.raises(NoticeUnfit, match="too_long"):
        BOOK.text(Notice.ACCEPTED, FACTS | {"item": "长" * 400})


@pytest.mark.parametrize(
    ("text", "parts"),
    [("字" * 70, 1), ("字" * 71, 2), ("字" * 134, 2), ("字" * 135, 3), ("𠮷" * 35, 1), ("字" + "𠮷" * 35, 2)],
)
def test_length_is_counted_as_the_network_does(text: str, parts: int) -> None:
    assert segments(text) == parts == len(pdu.split_text(text))


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=400))
def test_we_count_as_many_parts_as_the_modem_sends(text: str) -> None:
    assert segments(text) == len(pdu.split_text(text))


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-05-06T20:59:59", "2026-05-06T20:59:59"),
        ("2026-05-06T21:00:00", "2026-05-07T08:00:00"),
        ("2026-05-07T00:00:00", "2026-05-07T08:00:00"),
        ("2026-05-07T07:59:59", "2026-05-07T08:00:00"),
        ("2026-05-07T08:00:00", "2026-05-07T08:00:00"),
        ("2026-12-31T23:30:00", "2027-01-01T08:00:00"),
        ("2028-02-28T22:00:00", "2028-02-29T08:00:00"),
    ],
)
def test_quiet_hours_end_in_the_morning_also_over_a_year_s_turn(at: str, then: str) -> None:
    assert QuietHours().earliest(moment(at)) == moment(then)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 30), timezones=st.just(HALL_TIME)),
    st.times(timezones=st.none()),
    st.times(timezones=st.none()),
)
def test_a_moment_put_off_is_the_end_of_the_quiet_hours_and_stays_there(at: datetime, begins: time, ends: time) -> None:
    quiet = QuietHours(begins, ends)
    then = quiet.earliest(at)
    assert then >= at and then - at <= datetime.combine(date(2020, 1, 2), ends) - datetime(2020, 1, 1)
    assert then == at or then.time() == ends
    assert quiet.earliest(then) == then


@pytest.mark.parametrize(
    ("phone", "number"),
    [("13800138000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("0730-8888888", ""), ("", ""),
     ("１３８００１３８０００", "")],
)  # fmt: skip
def test_only_a_mobile_can_be_sent_to(phone: str, number: str) -> None:
    assert mobile_number(phone) == number


def test_the_shipped_templates_use_every_place() -> None:
    used = {place for template in BOOK.templates.values() for place in re.findall(r"\{(\w+)\}", template.text)}
    assert used == PLACES


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("most_tries = 8", "most_tries = 0", "most_tries"),
        ("most_tries = 8", 'most_tries = "8"', "most_tries"),
        ("most_tries = 8", "mots_tries = 8", "mots_tries"),
        ("[posted]", "[postde]", "postde"),
        ("urgent = true", "urgent = 1", "ready_in_locker.urgent"),
        ("urgent = true", "loud = true", "ready_in_locker.loud"),
        ("{waybill}", "{weybill}", "posted.text"),
        ("quiet_from = 21:00:00", "quiet_from = 21", "quiet_from"),
        ("[accepted]", "[accepted", ""),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_key(before: str, after: str, key: str, tmp_path: Path) -> None:
    file = tmp_path / "sms.toml"
    assert before in SHIPPED
    file.write_text(SHIPPED.replace(before, after), encoding="utf-8")
    with pytest.raises(SettingsInvalid) as said:
        load_message_book(file)
    assert said.value.key == key


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="unreadable"):
        load_message_book(tmp_path / "none.toml")


def test_a_gateway_that_signs_by_itself_gets_no_signature() -> None:
    book = MessageBook({Notice.ACCEPTED: MessageTemplate("{number}")})
    assert book.text(Notice.ACCEPTED, FACTS) == "YC26-03-00042"
