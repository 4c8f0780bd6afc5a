"""The issuing window without a screen: over a real store, a simulated locker and a simulated card reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.calendar_files import load_calendar
from app.domain.bodies import body_of
from app.domain.case import CaseState, Event, MoveKind, Role
from app.domain.catalogue import Catalogue
from app.domain.facts import TakingOver, Way
from app.domain.life import Deed
from app.domain.lockers import CellState
from app.domain.rules import Rules
from app.ids import new_id
from app.lanes import InlineLane
from app.paths import resources
from app.presenters.cases.acts import Actor
from app.presenters.hand_out.page import HandOutPresenter
from app.presenters.hand_out.state import CellLook, HandOutState
from app.presenters.readers import CardReaders
from app.services.local_cases import LocalCases
from app.services.moves_here import Done, MovesHere
from app.services.open_case import OpenedCase
from app.wording import Wording
from devices.bay import Bay
from devices.cards.readers import open_card_reader
from devices.ports import Role as Device
from devices.setting import DeviceSetting
from devices.simulators.card_reader import SimulatedCardReader
from devices.simulators.lock_board import Fault
from devices.simulators.sample_cards import RESIDENT
from tests.support.items import LICENCE
from tests.support.lives import READY, lived
from tests.support.locker_room import LockerRoom, locker_room

CALENDAR = load_calendar(resources() / "calendars")
OWN = replace(RESIDENT, number="11010519491231002X")
CATALOGUE = Catalogue("2026", (LICENCE,))


@dataclass
class Issuing:
    """The page of a window; `state` is what it shows."""

    room: LockerRoom
    reader: SimulatedCardReader
    locker: bool = True

    def __post_init__(self) -> None:
        room, lane = self.room, InlineLane()
        self.done: list[Done] = []
        self.state = HandOutState()
        bay = Bay(DeviceSetting("reader", Device.CARD_READER, self.reader.address),
                  lambda: open_card_reader(self.reader.address))  # fmt: skip
        moves = MovesHere(room.store, desk=room.desk, role=lambda: Role.ISSUING, now=room.clock, new_id=new_id)
        self.presenter = HandOutPresenter(
            LocalCases(room.store, lambda: CATALOGUE, lambda: CALENDAR, Rules, room.clock), None,
            wording=Wording(resources() / "i18n", "zh_CN"), store=room.store, calendar=lambda: CALENDAR, rules=Rules,
            ask_lane=lane, store_lane=lane, actor=lambda: Actor("0705", Role.ISSUING, "07"), desk=room.desk,
            after=moves.after, locker=(room.locker(), lane) if self.locker else None,
            readers=CardReaders([(bay, lane)]), now=room.clock, new_id=new_id,
        )  # fmt: skip
        self.presenter.on_done = self.done.append
        self.presenter.show(self)
        self.presenter.refresh()

    def present(self, state: HandOutState) -> None:
        self.state = state

    @property
    def doing(self):  # type: ignore[no-untyped-def]
        return self.presenter.doing

    def hold(self) -> str:
        """Why the act cannot be done yet."""
        return self.state.panel.hold if self.state.panel else ""

    def warning(self) -> str:
        """What went wrong."""
        return self.state.panel.warning if self.state.panel else ""

    def title(self) -> str:
        """What the panel is about."""
        return self.state.panel.title if self.state.panel else ""

    def look(self, cell: int) -> CellLook:
        """How a cell is drawn."""
        assert self.state.cabinet is not None
        return self.state.cabinet.cells[cell - 1].look

    def lay_in(self) -> str:
        """Put the case that is open into the first free cell; the code."""
        self.doing.choose_way(Way.LOCKER)
        self.doing.confirm()
        cell = self.room.cell(1)
        self.room.shut(cell)
        self.presenter.tick()
        self.doing.confirm()
        return cell.code


def keep(room: LockerRoom, opened: OpenedCase, number: str = "") -> None:
    """Have a case at this window as if its last move had been made here."""
    life = replace(opened.life, number=number or opened.number)
    deed = Deed(MoveKind.TAKE_OVER, life.changed_at, "0705", Role.ISSUING, "07", facts=TakingOver("J3"))
    event = Event(new_id(), opened.case_id, deed.kind, deed.at, "0705", "07", body_of(deed))
    case = replace(opened.case, life=life)
    with room.store.saving() as work:
        work.record(event, case, body=body_of(deed))


@pytest.fixture
def reader() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as reader:
        yield reader


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LockerRoom]:
    with locker_room(tmp_path) as room:
        keep(room, lived(*READY))
        yield room


@pytest.fixture
def page(room: LockerRoom, reader: SimulatedCardReader) -> Issuing:
    return Issuing(room, reader)


def test_the_first_case_is_open_and_wants_a_card(page: Issuing) -> None:
    assert page.state.case is not None and page.state.case.title == "食品经营许可"
    assert [each.what for each in page.state.certificates] == ["食品经营许可证"]
    assert page.state.way == "window" and "身份证" in page.hold() and not page.state.signs
    assert "张*" in page.state.recipient[0].detail and "张𠮷" not in str(page.state)


def test_the_right_card_is_read_by_itself_and_the_signature_is_the_proof(
    page: Issuing, reader: SimulatedCardReader
) -> None:
    reader.lay(OWN)
    page.presenter.tick()
    assert page.hold() == "" and page.state.signs and "申请人" in page.state.recipient[-1].detail
    page.doing.sign(b"\x89PNG a name")
    page.doing.confirm()
    [done] = page.done
    life = page.room.kept_life("c-1")
    assert life.state is CaseState.HANDED_OUT and life.hand_out is not None
    assert page.room.store.pages.get("c-1", life.hand_out.proof) == b"\x89PNG a name"
    assert page.title() == "已出件" and [slip.title for slip in done.slips] == ["送达回执"]
    page.doing.confirm()
    assert len(page.done) == 1, "handed out once"


def test_somebody_elses_card_hands_nothing_out_and_takes_back_what_was_checked(
    page: Issuing, reader: SimulatedCardReader
) -> None:
    reader.lay(OWN)
    page.doing.read_card(asked=True)
    assert page.hold() == ""
    reader.lay(replace(RESIDENT, number="430602199003071234"))
    page.doing.read_card(asked=True)
    assert "不是申请人或代办人本人" in page.warning() and page.hold()
    page.doing.confirm()
    assert page.done == [] and "hand_out.wrong_person" in page.room.audited("c-1")


def test_without_a_card_the_clerk_says_why(page: Issuing) -> None:
    page.doing.act("by_paper")
    assert "原因" in page.hold()
    page.doing.write("reason", "身份证补办中，看了户口簿")
    page.doing.confirm()
    life = page.room.kept_life("c-1")
    assert life.hand_out is not None and (life.hand_out.identity.value, life.reason) == (
        "paper", "身份证补办中，看了户口簿",
    )  # fmt: skip


def test_a_case_goes_into_the_locker_and_its_code_brings_it_out(page: Issuing) -> None:
    page.doing.choose_way(Way.LOCKER)
    page.doing.confirm()
    assert page.title() == "1 号格开着" and "柜门还开着" in page.hold() and page.look(1) is CellLook.OPEN
    page.doing.confirm()
    assert page.done == [], "nothing is confirmed while the door stands open"
    page.room.shut(page.room.cell(1))
    page.presenter.tick()
    assert page.hold() == "" and page.title() == "1 号格已关上"
    page.doing.confirm()
    code = page.room.cell(1).code
    assert page.look(1) is CellLook.FULL and page.title() == "1 号格存着"
    assert [slip.title for slip in page.done[0].slips] == ["取件凭证"]
    page.presenter.enter_code(code)
    page.room.shut(page.room.cell(1))
    page.presenter.tick()
    page.doing.confirm()
    assert page.room.kept_life("c-1").state is CaseState.HANDED_OUT
    assert page.look(1) is CellLook.FREE


def test_nothing_laid_in_frees_the_cell(page: Issuing) -> None:
    page.doing.choose_way(Way.LOCKER)
    page.doing.confirm()
    page.room.shut(page.room.cell(1))
    page.presenter.tick()
    page.doing.act("left_empty")
    assert page.room.cell(1).state is CellState.FREE and page.room.kept_life("c-1").locker is None


def test_a_stuck_door_is_said_and_the_next_cell_is_one_key_away(page: Issuing) -> None:
    page.room.machine.play(Fault.STUCK, 1)
    page.doing.choose_way(Way.LOCKER)
    page.doing.confirm()
    assert "没有打开" in page.warning() and page.look(1) is CellLook.FAULT
    page.doing.confirm()
    assert page.title() == "2 号格开着"


def test_a_wrong_code_is_said_at_its_field(page: Issuing) -> None:
    page.lay_in()
    page.presenter.enter_code("000000")
    assert page.state.cabinet is not None and "还可试 4 次" in page.state.cabinet.code.message
    page.presenter.type_code("0")
    assert page.state.cabinet.code.message == ""


def test_what_is_overdue_stands_first_and_is_taken_back_with_one_key(page: Issuing) -> None:
    page.lay_in()
    page.room.now += timedelta(days=6)
    page.presenter.refresh()
    first = page.state.list.groups[0]
    assert first.title == "柜中超期" and first.lines[0].id == "cell:1" and page.look(1) is CellLook.OVERDUE
    page.presenter.choose("cell:1")
    page.doing.confirm()
    page.room.shut(page.room.cell(1))
    page.presenter.tick()
    page.doing.confirm()
    assert page.room.kept_life("c-1").locker is None and page.state.way == "locker"


def test_after_a_crash_the_cell_is_in_doubt_until_a_person_says_what_is_in_it(
    page: Issuing, room: LockerRoom, reader: SimulatedCardReader
) -> None:
    page.doing.choose_way(Way.LOCKER)
    page.doing.confirm()
    room.shut(room.cell(1))
    again = Issuing(room, reader)  # the program was started anew
    assert again.look(1) is CellLook.DOUBT and again.state.cabinet is not None
    assert "没有确认" in again.state.cabinet.news and again.state.list.groups[0].title == "要去看的格"
    again.presenter.choose("cell:1")
    again.doing.confirm()
    assert room.kept_life("c-1").locker is not None and again.look(1) is CellLook.FULL


def test_a_door_left_open_is_told(page: Issuing) -> None:
    page.doing.choose_way(Way.LOCKER)
    page.doing.confirm()
    page.room.now += timedelta(minutes=2)
    page.presenter.tick()
    assert page.state.cabinet is not None and "很久没有关" in page.state.cabinet.news


def test_a_bank_that_says_nothing_lets_nothing_in_and_says_why(page: Issuing) -> None:
    page.room.machine.play(Fault.SILENT)
    page.presenter.refresh()
    page.doing.choose_way(Way.LOCKER)
    assert page.hold() and page.state.cabinet is not None and page.state.cabinet.news


def test_without_a_locker_the_page_says_so(room: LockerRoom, reader: SimulatedCardReader) -> None:
    page = Issuing(room, reader, locker=False)
    page.doing.choose_way(Way.LOCKER)
    assert page.state.cabinet is None and "没有接取件柜" in page.hold()


def test_what_is_posted_needs_a_waybill_and_an_address(page: Issuing) -> None:
    page.doing.choose_way(Way.POST)
    page.doing.write("waybill", "EA473124829CN")
    assert "没有寄送地址" in page.hold()


@pytest.mark.parametrize("code", ["YC26-03-00002", "JY2"])
def test_the_number_of_a_case_or_of_its_certificate_opens_the_case(page: Issuing, code: str) -> None:
    second = lived(*READY, case_id="c-2")
    life = replace(second.life, certificates=(replace(second.life.certificates[0], number="JY2"),))
    keep(page.room, replace(second, life=life), "YC26-03-00002")
    page.presenter.scanned(code)
    assert page.state.case is not None and page.state.case.id == "c-2"


def test_a_label_that_is_scanned_gives_its_waybill(page: Issuing) -> None:
    page.doing.choose_way(Way.POST)
    page.presenter.scanned("EA473124829CN")
    assert page.doing.form.waybill == "EA473124829CN" and page.state.list.query == ""


def test_after_what_was_handed_out_esc_leads_to_the_next(page: Issuing) -> None:
    keep(page.room, lived(*READY, case_id="c-2"), "YC26-03-00002")
    page.presenter.choose("c-1")
    page.doing.act("by_paper")
    page.doing.write("reason", "看了户口簿")
    page.doing.confirm()
    assert page.title() == "已出件"
    page.presenter.leave()
    assert page.state.case is not None and page.state.case.id == "c-2" and page.state.way == "window"


def test_a_cell_is_kept_for_a_supplement_and_told_to_the_clerk(page: Issuing) -> None:
    page.doing.act("keep_cell")
    page.doing.write("supplement", "YC26-03-00009")
    page.doing.confirm()
    kept = page.room.cell(1)
    assert page.look(1) is CellLook.KEPT and any(kept.code in said for said in page.state.panel.says)  # type: ignore[union-attr]
    page.presenter.enter_code(kept.code)
    page.room.shut(kept)
    page.presenter.tick()
    page.doing.confirm()
    assert page.room.cell(1).state is CellState.OCCUPIED
    assert page.state.cabinet is not None and "补正材料" in page.state.cabinet.news
