"""Results given out at the window and by post: who takes them, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.applicant import Person
from app.domain.case import CaseState
from app.domain.facts import Identity
from app.domain.recipients import Recipient, WaybillWrong, WrongPerson
from app.domain.slip_words import particulars
from app.domain.slips import SlipKind
from app.ids import new_id
from app.services.hand_out import check_card, hand_out_at_window, hand_out_by_post
from app.services.move_case import Opened
from tests.support.locker_room import LockerRoom, locker_room, ready

PNG = b"\x89PNG\r\n\x1a\nsomebody's name"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LockerRoom]:
    with locker_room(tmp_path) as room:
        yield room


def with_id(opened: Opened, number: str) -> Opened:
    application = opened.case.application
    applicant = replace(application.applicant, person=replace(application.applicant.person, id_number=number))
    return replace(opened, case=replace(opened.case, application=replace(application, applicant=applicant)))


def test_the_signature_is_kept_as_a_page_and_is_the_proof(room: LockerRoom) -> None:
    opened = with_id(ready(), "11010519491231002X")
    card = Person("张𠮷", id_number="11010519491231002X")
    recipient = check_card(room.store, opened, card, at=room.clock(), actor="0705")
    done = hand_out_at_window(
        room.store, room.desk(), opened, recipient=recipient, identity=Identity.CARD, signature=PNG, at=room.clock(),
        new_id=new_id,
    )  # fmt: skip
    out = done.case.life.hand_out
    assert out is not None and done.case.state is CaseState.HANDED_OUT
    assert room.store.pages.get(opened.case.id, out.proof) == PNG
    [receipt] = done.slips
    assert receipt.kind is SlipKind.DELIVERY and receipt.signatures == ("送达人",), "nobody signs twice"
    assert ("领取人签名", "已在签名板上签名，随本件保存") in list(particulars(receipt))
    _, events = room.store.cases.open(opened.case.id)
    assert "delivery" in events[-1].body["pages"], "the page is found under the receipt"  # type: ignore[operator]


def test_without_a_pad_the_printed_receipt_is_the_proof(room: LockerRoom) -> None:
    done = hand_out_at_window(
        room.store, room.desk(), ready(), recipient=Recipient.APPLICANT, identity=Identity.PAPER, reason="身份证补办中",
        at=room.clock(), new_id=new_id,
    )  # fmt: skip
    out = done.case.life.hand_out
    assert done.slips[0].signatures == ("领取人签名", "送达人")
    assert out is not None and out.proof == done.slips[0].number and done.case.life.reason == "身份证补办中"


def test_another_ones_card_is_refused_and_audited_without_a_name(room: LockerRoom) -> None:
    opened, card = ready(), Person("李某", id_number="110105194912310011")
    with pytest.raises(WrongPerson):
        check_card(room.store, opened, card, at=room.clock(), actor="0705")
    [row] = room.store.audit.of(opened.case.id)
    assert row.action == "hand_out.wrong_person" and row.facts == {}


def test_a_waybill_goes_with_one_case_only(room: LockerRoom) -> None:
    desk, first, second = room.desk(), ready(), ready("c-2")
    second = replace(second, case=replace(second.case, life=replace(second.case.life, number="YC26-03-00002")))

    def send(opened: Opened, waybill: str) -> None:
        hand_out_by_post(room.store, desk, opened, carrier="EMS", waybill=waybill, at=room.clock(), new_id=new_id)

    with pytest.raises(WaybillWrong):
        send(first, "1234")
    send(first, "ea 4731 2482 9cn")
    life = room.kept_life("c-1")
    assert life.hand_out is not None and life.hand_out.waybill == life.hand_out.proof == "EA473124829CN"
    with pytest.raises(WaybillWrong) as used:
        send(second, "EA473124829CN")
    assert used.value.why == "used" and room.audited("c-2") == ["hand_out.waybill_used"]
