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
from app.domain.facts import Holder, TakingOver, Way
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
from tests.support.lives import ASKED, READY, lived
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
    takes_in: bool = True

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
            may_take_in=lambda: self.takes_in,
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


@pytest.mark.parametrize(
    ("wish", "has_locker", "way"),
    [("post", True, "post"), ("locker", True, "locker"), ("locker", False, "window"), ("window", True, "window")],
)
def test_a_result_goes_the_way_that_was_asked_for_unless_the_clerk_says_otherwise(
    room: LockerRoom, reader: SimulatedCardReader, wish: str, has_locker: bool, way: str
) -> None:
    ready = lived(*READY, case_id="c-2")
    keep(room, replace(ready, life=replace(ready.life, delivery=wish)), "YC26-03-00002")
    page = Issuing(room, reader, locker=has_locker)
    page.presenter.choose("c-2")
    assert page.state.way == way
    page.doing.choose_way(Way.WINDOW)
    assert page.state.way == "window"


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


@pytest.fixture
def waiting(page: Issuing) -> Issuing:
    """The page with the panel that asks for which case a cell is to be kept; one waits for a supplement."""
    keep(page.room, lived(*ASKED, case_id="s-1"), "YC26-03-00009")
    page.doing.act("keep_cell")
    return page


def kept_by_code(page: Issuing) -> str:
    """A cell is kept for the case that waits; its code."""
    page.doing.write("supplement", "00009")
    page.doing.confirm()
    assert page.title() == "为补正留一格" and any("健康证明" in said for said in page.state.panel.says)  # type: ignore[union-attr]
    page.doing.confirm()
    assert page.title() == "1 号格留着，等补正材料" and page.look(1) is CellLook.KEPT
    return page.room.cell(1).code


def brought(page: Issuing) -> None:
    """The applicant has laid the papers in by the code."""
    page.presenter.enter_code(kept_by_code(page))
    page.room.shut(page.room.cell(1))
    page.presenter.tick()
    page.doing.confirm()


def test_what_an_applicant_lays_in_by_code_is_seen_and_taken_out_and_taken_up(waiting: Issuing) -> None:
    page, taken_up = waiting, list[str]()
    page.doing.on_take_up = lambda case, _: taken_up.append(case.number)
    brought(page)
    [case_events] = [page.room.store.cases.open("s-1")[1]]
    assert [event.kind for event in case_events][1:] == [MoveKind.KEEP_CELL, MoveKind.DEPOSIT]
    first = page.state.list.groups[0]
    assert (first.title, first.lines[0].second) == ("补正材料待取", "YC26-03-00009") and page.look(
        1
    ) is CellLook.BROUGHT
    page.presenter.choose("cell:1")
    page.doing.confirm()
    page.room.shut(page.room.cell(1))
    page.presenter.tick()
    page.doing.confirm()
    assert page.room.kept_life("s-1").deposit is None and page.title() == "补正材料已取出"
    page.doing.confirm()
    assert taken_up == ["YC26-03-00009"]


def test_who_may_not_take_in_is_told_where_the_papers_go(waiting: Issuing) -> None:
    waiting.takes_in = False
    brought(waiting)
    waiting.presenter.choose("cell:1")
    waiting.doing.confirm()
    waiting.room.shut(waiting.room.cell(1))
    waiting.presenter.tick()
    waiting.doing.confirm()
    assert waiting.state.panel is not None and "交综合窗口" in waiting.state.panel.says[0]
    assert waiting.state.panel.button == ""


def test_what_was_brought_in_part_is_followed_by_another_cell(waiting: Issuing) -> None:
    brought(waiting)
    waiting.presenter.choose("cell:1")
    waiting.doing.confirm()
    waiting.room.shut(waiting.room.cell(1))
    waiting.presenter.tick()
    waiting.doing.confirm()
    waiting.doing.act("keep_cell")
    assert waiting.room.kept_life("s-1").deposit is not None and waiting.title() == "1 号格留着，等补正材料"


def test_a_cell_is_kept_no_longer_for_a_reason(waiting: Issuing) -> None:
    kept_by_code(waiting)
    waiting.room.now += timedelta(days=9)
    waiting.presenter.refresh()
    assert waiting.look(1) is CellLook.OVERDUE and waiting.state.list.groups[0].lines[0].why == "到期没有存入"
    waiting.doing.act("left_empty")  # its key
    assert waiting.title() == "1 号格不留了" and waiting.doing.form.giving_up == "never_came"
    waiting.doing.write("giving_up", "not_wanted")
    waiting.doing.confirm()
    assert waiting.room.cell(1).state is CellState.FREE
    assert waiting.room.store.cases.open("s-1")[1][-1].reason == "申请人不用了"


def test_a_kept_cell_that_does_not_open_offers_to_give_it_up(waiting: Issuing) -> None:
    kept_by_code(waiting)
    waiting.room.machine.play(Fault.STUCK, 1)
    waiting.doing.confirm()
    assert waiting.look(1) is CellLook.FAULT and [act.id for act in waiting.state.acts] == ["give_up", "repaired"]
    waiting.doing.act("give_up")
    assert waiting.doing.form.giving_up == "out_of_order"
    waiting.doing.confirm()
    assert waiting.room.kept_life("s-1").deposit is None and waiting.room.cell(1).state is CellState.FAULT


@pytest.mark.parametrize("number", ["YC26-03-00001", "999"])
def test_a_case_that_waits_for_no_supplement_is_kept_no_cell(waiting: Issuing, number: str) -> None:
    waiting.presenter.scanned(number)
    assert "没有等补正的办件" in waiting.warning() and waiting.room.cell(1).state is CellState.FREE


def test_a_case_looked_up_again_says_that_its_cell_is_kept(waiting: Issuing) -> None:
    kept_by_code(waiting)
    waiting.presenter.choose("c-1")
    waiting.doing.act("keep_cell")
    waiting.presenter.scanned("YC26-03-00009")
    assert waiting.title() == "1 号格留着，等补正材料"


def test_a_result_at_another_window_is_barred_and_the_page_says_at_which(page: Issuing) -> None:
    there = lived(*READY, case_id="c-2")
    there = replace(there, life=replace(there.life, papers=Holder(Role.ISSUING, "12")))
    keep(page.room, there, "YC26-03-00002")
    page.presenter.refresh()
    page.presenter.choose("c-2")
    panel = page.state.panel
    assert panel is not None and panel.act == "barred" and not panel.button
    assert "12 号出件窗口" in str(panel.says) and "移交" in panel.warning
