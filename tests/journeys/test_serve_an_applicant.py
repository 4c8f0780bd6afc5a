"""One applicant after another at the real window, by keyboard, against a real central process."""

from __future__ import annotations

import json
from pathlib import Path

import cv2

from app.commands.fleet_report import fleet_report
from app.store.search import CaseQuery
from devices.simulators.card_reader import Fault
from devices.simulators.hall import COUNTER
from devices.simulators.paper import sample_page
from devices.simulators.sample_cards import SAMPLE_CARDS
from sync.transport import Transport
from sync.wire import CaseView
from tests.journeys.conftest import Opener
from tests.support.place import ALT, CTRL, Key, Page
from tests.support.steps import ApplicantStep, SignIn, SlipStep

OLD_AGE = ("gljt", "高龄津贴申领")
FOOD = ("spjyxk", "食品经营许可（新办）")
LABOUR = ("lwpq", "劳务派遣经营许可")
CREDIT_CODE = "91430600MA4L16JQ97"
CENTRAL_GONE = "与中心断开，照常办理"


def at_central(page: Page, number: str) -> CaseView:
    """The central's own word on a case."""
    settings = page.terminal.settings
    transport = Transport(settings.central.url, settings.central.token, device_id=settings.window.device_id)
    try:
        transport.hello()
        return transport.case_by_number(number)
    finally:
        transport.close()


def received(applicant: ApplicantStep, card: str = "resident") -> SlipStep:
    """The shortest way from laying a card down to a slip."""
    return served(applicant.lay_card(card))


def served(applicant: ApplicantStep) -> SlipStep:
    """The shortest way from a card read to a slip."""
    return applicant.go_on().take(*OLD_AGE).next().take_everything().next().accept_doubts().confirm()


def test_a_complete_application_is_received_and_the_central_has_it(desk: SignIn, tmp_path: Path) -> None:
    picture = tmp_path / "paper.png"
    assert cv2.imwrite(str(picture), sample_page(2))
    materials = desk.sign_in().shot("applicant").serve().take(*OLD_AGE).shot("item").next()
    materials.scan(1).go_to(1).import_file(picture).shot("materials")
    slip = materials.take_everything().next().accept_doubts().shot("review").confirm()
    slip.printed(2).reads("已接件", slip.number, "打印机正常").shot("slip").all_delivered()
    slip.find_page().opened(slip.number).reads("中心端：已接件").shot("found")
    view = at_central(slip, slip.number)
    assert (view.state, view.pages_missing, len(view.events)) == ("received", 0, 1)


def test_the_central_hears_of_the_window_s_devices_without_anyone_s_doing(
    desk: SignIn, tokens: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    applicant, out = desk.sign_in(), tmp_path / "fleet.json"
    window = applicant.terminal.settings.window.device_id

    def reported() -> bool:
        assert fleet_report(out, "", tokens[0], "YC") == 0
        reports = {each["device_id"]: each for each in json.loads(out.read_text())["reports"]}
        return window in reports and len(reports[window]["devices"]) == len(COUNTER)

    applicant.driver.until("the report is there", reported)


def test_a_port_is_looked_for_only_while_the_devices_are_shown(desk: SignIn) -> None:
    page = desk.sign_in()
    page.press(Key.Key_5, ALT)
    page.press(Key.Key_P)
    assert page.terminal.everybody.devices.state().found is not None
    page.press(Key.Key_1, ALT)
    assert page.terminal.everybody.devices.state().found is None


def test_everything_that_lacks_is_asked_for_once_and_together(desk: SignIn) -> None:
    materials = desk.sign_in().serve().take(*OLD_AGE).next()
    names = [row.name for group in materials.terminal.intake.materials.state().groups for row in group.rows]
    review = materials.go_to(0).take_paper().go_to(2).mark_missing().next()
    slip = review.decide(2).shot("review").confirm().printed(1)
    slip.reads("已一次性告知补正", "补正告知书").shot("slip").all_delivered()
    [kept] = slip.kept_slips()
    assert [line.name for line in kept.document.missing] == names[1:]
    assert at_central(slip, slip.number).state == "awaiting_supplement"


def test_a_refusal_needs_its_reason_and_prints_it(desk: SignIn) -> None:
    review = desk.sign_in().serve().take(*OLD_AGE).next().take_everything().next()
    review.decide(3).reads("不予受理须写明理由").give_reason("申请人未满规定年龄").shot("review")
    slip = review.confirm().printed(1).reads("已决定不予受理").shot("slip").all_delivered()
    [kept] = slip.kept_slips()
    assert "申请人未满规定年龄" in kept.document.reason
    view = at_central(slip, slip.number)
    assert (view.state, view.events[0].reason) == ("refused", "申请人未满规定年龄")


def test_what_may_follow_is_promised_and_the_case_is_accepted_on_that_condition(desk: SignIn) -> None:
    materials = desk.sign_in().serve().take(*FOOD).next()
    review = materials.take_everything(but=("可容缺",)).next().accept_doubts().decide(4).shot("review")
    slip = review.confirm().printed(2).reads("已容缺受理").shot("slip").all_delivered()
    assert any("承诺" in kept.document.title for kept in slip.kept_slips())
    view = at_central(slip, slip.number)
    assert (view.state, bool(view.due)) == ("accepted", True)


def test_an_organisation_is_served_through_its_agent(desk: SignIn) -> None:
    applicant = desk.sign_in().choose("单位").choose("代办")
    applicant.lay_card("moved").lay_card("resident").person_matches()
    applicant.fill("organisation.name", "岳阳样本人力资源有限公司").fill("organisation.credit_code", CREDIT_CODE)
    applicant.fill("organisation.kind", "有限责任公司").fill("organisation.address", "岳阳市岳阳楼区样板街 1 号")
    item = applicant.fill("phone", "07300000000").shot("applicant").next()
    review = item.take(*LABOUR).next().take_everything().next().accept_doubts()
    slip = review.confirm().printed(2).shot("slip").all_delivered()
    first = slip.kept_slips()[0].document
    assert (first.applicant, "张三" in first.agent) == ("岳阳样本人力资源有限公司", True)
    assert at_central(slip, slip.number).state == "received"


def test_a_wrong_credit_code_is_said_in_place_at_once(desk: SignIn) -> None:
    applicant = desk.sign_in().choose("单位").fill("organisation.credit_code", CREDIT_CODE[:-1] + "X")
    applicant.reads("校验位不符").shot("wrong-code").fill("organisation.credit_code", CREDIT_CODE)
    applicant.reads_no_more("校验位不符")


def test_all_four_kinds_of_card_are_read_and_served(desk: SignIn) -> None:
    applicant, kinds = desk.sign_in(), ("moved", "hmt_permit", "foreign_2017", "foreign_2023")
    names = ("居民身份证", "港澳台居民居住证", "外国人永久居留身份证（2017 版）", "外国人永久居留身份证（2023 版）")
    for count, (kind, name) in enumerate(zip(kinds, names, strict=True), start=1):
        applicant.lay_card(kind).reads(f"已读取{name}").shot(kind)
        slip = served(applicant).printed(2 * count)
        assert SAMPLE_CARDS[kind].name in slip.kept_slips()[0].document.applicant
        applicant = slip.next_applicant()
    applicant.all_delivered()


def test_a_rare_name_is_found_again_and_stands_on_the_slip(desk: SignIn) -> None:
    slip = received(desk.sign_in(), "rare_name").printed(2).shot("slip")
    document = slip.kept_slips()[0].document
    assert document.applicant == "𠮷㐀" and not slip.terminal.documents.missing_glyphs(document)
    found = slip.next_applicant().find_page()
    for query in ("𠮷", "㐀", "𠮷㐀", "430602199202290015"):
        found.search("没有这个人").reads("没有符合的办件").search(query).opened(slip_number(found))
    found.reads("高龄津贴申领").shot("found")


def slip_number(page: Page) -> str:
    """The number of the only case there is."""
    [case] = page.terminal.store.cases.find(CaseQuery())
    return case.number


FAULTS = {
    Fault.REMOVED_HALF_WAY: "读到一半被移开",
    Fault.BAD_CHECKSUM: "读卡器线路有干扰",
    Fault.HALF_FRAME_THEN_SILENCE: "读卡器没有回答",
    Fault.UNAUTHORISED: "读卡器报告自身故障",
    Fault.UNKNOWN_KIND: "这张卡不是已知的证件种类",
}


def test_each_fault_of_the_reader_has_its_own_sentence_and_the_next_card_is_read(desk: SignIn) -> None:
    applicant = desk.sign_in()
    for turn, (fault, sentence) in enumerate(FAULTS.items()):
        desk.hall.lift_card()
        desk.hall.reader.play(fault)
        desk.hall.lay_card("resident")
        applicant.reads(sentence).shot(fault.value)
        desk.hall.reader.play(None)
        applicant.lay_card(("moved", "hmt_permit")[turn % 2]).reads("已读取")


def test_no_card_an_old_card_and_a_pulled_cable_are_said_too(desk: SignIn) -> None:
    applicant = desk.sign_in().read_card().reads("读卡器上没有证件", "把证件平放在读卡器上").shot("no-card")
    applicant.lay_card("resident").reads("已读取居民身份证").read_card().reads("此卡已读过").shot("read-before")
    desk.hall.unplug("reader")
    applicant.reads("读卡器 断开").shot("unplugged")  # by whoever asks it first: the page or the watch
    desk.hall.plug("reader")
    applicant.reads_no_more("读卡器 断开").lay_card("moved").reads("已读取居民身份证")


def test_without_paper_the_slip_waits_and_is_printed_later_as_the_original(desk: SignIn) -> None:
    desk.hall.break_("printer", "paper_out")
    slip = received(desk.sign_in()).at_rest().reads("打印机缺纸", "未打印，在等打印机").shot("no-paper")
    originals = [slip.paper(kept) for kept in slip.kept_slips()]
    assert not desk.hall.printer.slips
    desk.hall.break_("printer", "")
    slip.printed(2).reads("已打印").reads_no_more("打印机缺纸").shot("printed")
    assert desk.hall.printer.slips == originals
    slip.print_again().printed(3)
    first = slip.kept_slips()[0]
    assert (first.reprints, first.to_print.reprint) == (1, 2)
    assert desk.hall.printer.slips[2] not in originals, "a reprint says so"


def test_a_printer_switched_off_to_be_loaded_gets_the_slip_when_it_is_on_again(desk: SignIn) -> None:
    desk.hall.break_("printer", "paper_out")
    slip = received(desk.sign_in()).at_rest().reads("打印机缺纸", "未打印，在等打印机")
    desk.hall.break_("printer", "silent")
    slip.reads("打印机 没有回答")
    assert len(slip.terminal.store.slips.waiting()) == 2 and not desk.hall.printer.slips
    desk.hall.break_("printer", "")
    slip.printed(2).reads("已打印")
    assert not slip.terminal.store.slips.waiting()


def test_a_slip_of_an_earlier_case_is_printed_from_the_waiting_list(desk: SignIn) -> None:
    desk.hall.break_("printer", "cover_open")
    applicant = received(desk.sign_in()).at_rest().reads("打印机盖子开着").next_applicant()
    slip = received(applicant, "moved").at_rest().reads("其他办件等打印").shot("waiting")
    desk.hall.break_("printer", "")
    waiting = slip.printed(2).terminal.store.slips.waiting
    assert len(waiting()) == 2, "those of the case in hand went by themselves"
    slip.tab_to(slip.waiting_list()).press(Key.Key_Down)
    slip.press(Key.Key_Return)
    slip.printed(3).driver.until("one slip less", lambda: len(waiting()) == 1)


def test_with_the_central_away_everything_works_and_catches_up(desk: SignIn) -> None:
    applicant = desk.sign_in()
    applicant.driver.until("numbers leased", lambda: applicant.numbers_left() > 0)
    slip = received(applicant.cut_line()).printed(2).reads(CENTRAL_GONE, "离线，已存").shot("away")
    first = slip.number
    second = received(slip.next_applicant(), "hmt_permit").printed(4).number
    slip.find_page().opened(second).reads("未送达").shot("pending")
    slip.sync_page().reads("与中心断开", first, second).shot("sync-away")
    slip.join_line().all_delivered().reads_no_more(CENTRAL_GONE).shot("caught-up")
    assert [at_central(slip, number).state for number in (first, second)] == ["received", "received"]


def test_without_any_number_the_case_waits_whole_until_the_central_gives_one(opened: Opener) -> None:
    with opened(cut=True) as desk:
        review = desk.sign_in().serve().take(*OLD_AGE).next().take_everything().next().accept_doubts()
        review.press(Key.Key_Return, CTRL)
        review.reads("号段已用完").shot("no-number")
        review.join_line().driver.until("numbers leased", lambda: review.numbers_left() > 0)
        review.confirm().printed(2).all_delivered()


def test_a_case_put_aside_is_resumed_where_it_was_left(desk: SignIn) -> None:
    materials = desk.sign_in().serve().take(*OLD_AGE).next().go_to(0).take_paper().shot("left")
    session = materials.terminal.intake.session
    left = session.draft
    applicant = materials.put_aside().reads("取回上次没做完的件", "高龄津贴申领").shot("aside")
    applicant.resume()
    assert (session.draft.id, session.application) == (
        left.id,
        left.application,
    )
    slip = materials.reads("收纸质").shot("resumed").take_everything().next().accept_doubts().confirm()
    slip.printed(2).next_applicant().reads_no_more("取回上次没做完的件")


def test_a_second_sign_in_finds_the_cases_and_the_draft_of_the_first(opened: Opener) -> None:
    with opened() as desk:
        desk.refused("wrong").shot("refused").driver.type("yichuang")
        done = received(desk.sign_in()).printed(2)
        number = done.number
        item = done.next_applicant().serve("moved").take(*FOOD)
        draft = item.terminal.intake.session.draft
        item.driver.until(
            "the draft saved", lambda: item.terminal.store.drafts.get(draft.id).application == draft.application
        )
    with opened() as desk:
        applicant = desk.sign_in().reads("取回上次没做完的件", FOOD[1]).shot("offered")
        applicant.find_page().opened(number).shot("found").intake()
        applicant.resume()
        assert applicant.terminal.intake.session.application == draft.application
        applicant.reads(FOOD[1]).shot("resumed")
