"""Text messages as jobs of the central: queued once, sent once, never at night, and nothing forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from app.central.central import Central, Options, open_central
from app.central.errors import Reused, Unknown, Unprocessable
from app.central.messages import DAY_MS, HOUR_MS, MINUTE_MS, Decided, JobState, Messages
from app.domain.notices import Notice
from app.message_file import shipped_message_book
from sync.wire import LeasedMessage, MessageLine, MessageOutcome

PHONE, OTHER = "13874012345", "13900139000"
FACTS = {"number": "YC26-03-00001", "item": "食品经营许可", "due": "5月18日"}
CODE_FACTS = FACTS | {"locker": "1号柜", "cell": "12", "pickup_code": "4711", "until": "5月9日"}


def at(text: str) -> int:
    return round(datetime.fromisoformat(f"{text}+08:00").timestamp() * 1000)


@dataclass
class Desk:
    """The messages of a central, a clock in the hand, and chance that always takes the whole span."""

    central: Central
    now: int = field(default_factory=lambda: at("2026-05-06T09:30:00"))

    def __post_init__(self) -> None:
        book = shipped_message_book()
        self.messages = Messages(self.central.store, book, lambda: self.now, chance=lambda: 1.0)

    def queue(self, event: str = "op-1", notice: Notice = Notice.ACCEPTED, phone: str = PHONE, **facts: str) -> bool:
        with self.central.store.writing() as connection:
            return self.messages.queue(
                connection, case_id="case-1", event=event, notice=notice, phone=phone, facts=CODE_FACTS | facts
            )

    def lease(self, most: int = 1, *, device: str = "window-03", can_ask: bool = False) -> list[LeasedMessage]:
        return list(self.messages.lease(device, most, can_ask=can_ask).messages)

    def tell(self, leased: LeasedMessage, outcome: str, code: str = "", reference: str = "") -> JobState:
        told = MessageOutcome(lease_id=leased.lease_id, outcome=outcome, code=code, reference=reference)  # type: ignore[arg-type]
        return self.messages.outcome(leased.id, told)

    def only(self) -> MessageLine:
        (line,) = self.messages.listed(list(JobState)).messages
        return line


@pytest.fixture
def desk(settings: Options) -> Iterator[Desk]:
    central = open_central(settings)
    yield Desk(central)
    central.close()


def test_a_message_is_written_once_however_often_its_event_comes(desk: Desk) -> None:
    assert [desk.queue(), desk.queue(), desk.queue(phone="+86 138 7401 2345")] == [True, False, False]
    assert [desk.queue("op-2"), desk.queue(phone=OTHER)] == [True, True]
    assert len(desk.lease(20)) == 3


def test_a_message_of_a_move_that_is_rolled_back_is_not_there(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.central.store.writing() as connection:
        desk.messages.queue(connection, case_id="c", event="e", notice=Notice.ACCEPTED, phone=PHONE, facts=FACTS)
        raise ZeroDivisionError
    assert desk.lease() == []


def test_nobody_to_tell_is_no_message(desk: Desk) -> None:
    assert not desk.queue(phone=" ")
    assert desk.messages.listed(list(JobState)).messages == ()


def test_what_is_leased_is_nobody_else_s_and_what_is_sent_is_over(desk: Desk) -> None:
    desk.queue()
    (leased,) = desk.lease()
    assert leased.phone == PHONE and "YC26-03-00001" in leased.text and not leased.ask_only
    assert desk.lease(device="window-04") == []
    assert desk.tell(leased, "sent", reference="17") is JobState.SENT
    desk.now += DAY_MS
    assert desk.lease() == []
    assert (desk.only().state, desk.only().reference, desk.only().leased_by) == ("sent", "17", "window-03")


def test_a_lease_that_ran_out_is_unsure_and_not_sent_again(desk: Desk) -> None:
    desk.queue()
    (leased,) = desk.lease()
    desk.now += 10 * MINUTE_MS
    assert desk.lease() == []
    assert (desk.only().state, desk.only().code) == ("unsure", "no_word")
    desk.now += DAY_MS
    assert desk.lease() == []
    assert desk.tell(leased, "sent") is JobState.SENT, "the holder of the last lease knows best, however late"


def test_a_refusal_is_tried_again_later_and_later_and_dead_after_eight(desk: Desk) -> None:
    desk.queue()
    waits = []
    for _ in range(7):
        (leased,) = desk.lease()
        assert desk.tell(leased, "refused", "CMS 42") is JobState.QUEUED
        waits.append((desk.only().not_before_ms - desk.now) // MINUTE_MS)
        assert desk.lease() == []
        desk.now = desk.only().not_before_ms
    assert waits == [1, 2, 4, 8, 16, 32, 60]
    (leased,) = desk.lease()
    assert desk.tell(leased, "refused", "CMS 42") is JobState.DEAD
    assert (desk.only().tries, desk.only().code) == (8, "CMS 42")


@pytest.mark.parametrize("code", ["number", "CMS 1", "CMS 28"])
def test_a_number_that_does_not_exist_is_dead_at_once_and_sent_when_it_is_set_right(desk: Desk, code: str) -> None:
    desk.queue()
    (leased,) = desk.lease()
    assert desk.tell(leased, "refused", code) is JobState.DEAD
    with pytest.raises(Unprocessable):
        desk.messages.decide(leased.id, Decided.CORRECT, actor="s01", reason="笔误", phone="0730-1234567")
    desk.messages.decide(leased.id, Decided.CORRECT, actor="s01", reason="笔误", phone=OTHER)
    assert desk.tell(leased, "sent") is JobState.QUEUED, "what was said of the other number is over"
    (again,) = desk.lease()
    assert (again.id, again.phone, again.text) == (leased.id, OTHER, leased.text)
    assert not desk.queue(), "a repeated push does not bring the wrong number back"


@pytest.mark.parametrize("word", ["sent", "refused", "unsure"])
def test_a_word_said_twice_counts_once(desk: Desk, word: str) -> None:
    desk.queue()
    (leased,) = desk.lease()
    first = desk.tell(leased, word, "CMS 42")
    before = desk.only()
    desk.now += 1000
    assert desk.tell(leased, word, "CMS 42") is first
    assert desk.only() == before


def test_the_word_of_an_older_lease_changes_nothing(desk: Desk) -> None:
    desk.queue()
    (old,) = desk.lease()
    desk.tell(old, "refused", "CMS 42")
    desk.now += HOUR_MS
    (new,) = desk.lease()
    for word in ("refused", "unsure", "sent"):
        assert desk.tell(old, word) is JobState.LEASED
    assert desk.tell(new, "sent") is JobState.SENT


def test_a_person_decides_what_nobody_knows_and_it_is_kept_who_and_why(desk: Desk) -> None:
    for event in ("op-1", "op-2"):
        desk.queue(event)
        desk.tell(desk.lease()[0], "unsure")
    first, second = (line.id for line in desk.messages.listed([JobState.UNSURE]).messages)
    with pytest.raises(Unprocessable):
        desk.messages.decide(first, Decided.RESEND, actor="s01", reason=" ")
    assert desk.messages.decide(first, Decided.RESEND, actor="s01", reason="电话问过，没有收到") is JobState.QUEUED
    assert desk.messages.decide(second, Decided.COUNT_AS_SENT, actor="s01", reason="收到了") is JobState.SENT
    assert [leased.id for leased in desk.lease(9)] == [first]
    for id in (first, second):
        with pytest.raises(Reused):
            desk.messages.decide(id, Decided.RESEND, actor="s01", reason="再来")
    with pytest.raises(Unknown):
        desk.messages.decide("none", Decided.RESEND, actor="s01", reason="再来")


def test_a_gateway_that_can_be_asked_is_asked_first_and_only_about_its_own(desk: Desk) -> None:
    desk.queue()
    (leased,) = desk.lease(can_ask=True)
    desk.tell(leased, "unsure")
    assert desk.lease(can_ask=True) == [], "a minute is left to it"
    desk.now += MINUTE_MS
    assert desk.lease(device="window-04", can_ask=True) == desk.lease(can_ask=False) == []
    (asked,) = desk.lease(can_ask=True)
    assert (asked.id, asked.ask_only) == (leased.id, True)
    desk.tell(asked, "unsure")
    desk.now += HOUR_MS
    (asked,) = desk.lease(can_ask=True)
    assert desk.tell(asked, "refused", "not_there") is JobState.QUEUED
    desk.now += HOUR_MS
    (again,) = desk.lease()
    assert not again.ask_only and desk.tell(again, "sent") is JobState.SENT


def test_a_gateway_that_never_knows_is_left_in_peace_after_a_while(desk: Desk) -> None:
    desk.queue()
    (leased,) = desk.lease()
    asks = 0
    desk.tell(leased, "unsure")
    for _ in range(20):
        desk.now += HOUR_MS
        for asked in desk.lease(can_ask=True):
            asks += 1
            desk.tell(asked, "unsure")
    assert (asks, desk.only().state) == (6, "unsure")


@pytest.mark.parametrize(
    ("asked", "sent"),
    [("2026-05-06T20:59:00", "2026-05-06T20:59:00"), ("2026-05-06T21:00:00", "2026-05-07T08:00:00"),
     ("2026-12-31T23:59:59", "2027-01-01T08:00:00")],
)  # fmt: skip
def test_no_telephone_rings_at_night_unless_it_is_urgent(desk: Desk, asked: str, sent: str) -> None:
    desk.now = at(asked)
    desk.queue()
    desk.queue(notice=Notice.READY_IN_LOCKER)
    first = desk.lease(9)
    desk.now = at(sent)
    assert len(first) + len(desk.lease(9)) == 2
    assert len(first) == (2 if asked == sent else 1)


def test_what_was_due_in_the_evening_and_not_fetched_waits_for_the_morning(desk: Desk) -> None:
    desk.now = at("2026-12-31T20:30:00")
    desk.queue()
    for moment in ("2026-12-31T21:00:00", "2027-01-01T03:00:00", "2027-01-01T07:59:59"):
        desk.now = at(moment)
        assert desk.lease() == []
    desk.now = at("2027-01-01T08:00:00")
    assert len(desk.lease()) == 1


def test_a_clock_set_back_a_day_neither_loses_nor_repeats_a_message(desk: Desk) -> None:
    desk.now = at("2026-05-06T10:00:00")
    desk.queue("op-1")
    (leased,) = desk.lease()
    desk.now += HOUR_MS
    desk.queue("op-2")
    desk.now -= DAY_MS + 2 * HOUR_MS
    (other,) = desk.lease(9)
    assert other.id != leased.id
    assert [line.state for line in desk.messages.listed([JobState.UNSURE]).messages] == ["unsure"]


@pytest.mark.parametrize(
    ("facts", "code"), [({"due": ""}, "missing_fact due"), ({"item": "长" * 400}, "too_long accepted")]
)
def test_what_cannot_be_written_holds_no_move_up_and_is_told_in_another_way(
    desk: Desk, facts: dict[str, str], code: str
) -> None:
    assert desk.queue(**facts)
    assert (desk.only().state, desk.only().code, desk.only().has_text) == ("dead", code, False)
    with pytest.raises(Unprocessable):
        desk.messages.decide(desk.only().id, Decided.RESEND, actor="s01", reason="再试")
    desk.messages.decide(desk.only().id, Decided.COUNT_AS_SENT, actor="s01", reason="已电话告知")
    assert desk.only().state == "sent"


def test_a_land_line_is_seen_by_a_person_from_the_start(desk: Desk) -> None:
    assert desk.queue(phone="0730-8888888")
    assert (desk.only().state, desk.only().code) == ("dead", "number")
    assert desk.lease() == []


def test_what_is_of_no_use_any_more_is_not_sent(desk: Desk) -> None:
    desk.queue("op-1", Notice.LOCKER_OVERDUE)
    desk.queue("op-2", Notice.ACCEPTED)
    with desk.central.store.writing() as connection:
        assert desk.messages.cancel(connection, case_id="case-1", notices=[Notice.LOCKER_OVERDUE]) == 1
    assert len(desk.lease(9)) == 1


def test_lists_mask_telephones_and_the_log_has_none(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.queue(due="")
    desk.queue("op-2")
    desk.tell(desk.lease()[0], "refused", "number")
    dead = desk.messages.listed([JobState.DEAD])
    assert [line.phone for line in dead.messages] == ["138****2345"] * 2
    desk.messages.decide(dead.messages[0].id, Decided.COUNT_AS_SENT, actor="s01", reason="欧阳女士已知")
    assert caplog.text
    for personal in (PHONE, "食品经营许可", "欧阳"):
        assert personal not in caplog.text


def test_after_a_restore_from_backup_nothing_goes_out_that_may_have_gone_out_since(desk: Desk) -> None:
    desk.queue("op-1")
    desk.tell(desk.lease(can_ask=True)[0], "refused", "CMS 42")
    desk.queue("op-2")
    desk.messages.restored()  # as a central does that is started with --restored
    desk.now += HOUR_MS
    assert desk.lease(9, can_ask=True) == []
    unsure = desk.messages.listed([JobState.UNSURE]).messages
    assert [(line.code, line.leased_by) for line in unsure] == [("restored", "")] * 2
    desk.messages.decide(unsure[0].id, Decided.RESEND, actor="s01", reason="没有收到")
    assert len(desk.lease(9)) == 1


def test_a_central_started_as_restored_holds_them_back(settings: Options) -> None:
    before = open_central(settings)
    Desk(before).queue()
    before.close()
    after = open_central(replace(settings, restored=True))
    assert (Desk(after).lease(9), Desk(after).only().state) == ([], "unsure")
    after.close()


def test_a_hall_sees_its_own_messages_only(desk: Desk, settings: Options) -> None:
    desk.queue()
    other = open_central(replace(settings, hall="XY"))
    assert other.messages.lease("window-03").messages == ()
    other.close()
