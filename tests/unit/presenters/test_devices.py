"""The devices page over a simulated old hall: what ails, what to do, checks, calibrations and the search."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import serial

from app.config import load_counter
from app.presenters.devices.state import IssueAct
from app.presenters.marks import Mark
from app.window_devices import HANGS_SECONDS
from devices.errors import DeviceSilent, LineFault
from devices.simulators.lock_board import LockBoards
from tests.support.workshop import Workshop, workshop


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Workshop]:
    with workshop(tmp_path, "reader", "printer", "pad") as here:
        here.until("all well", lambda: here.word("reader") == "正常" == here.word("printer"), each=here.watch)
        yield here


def test_every_device_is_a_row_with_what_it_says_of_itself(counter: Workshop) -> None:
    counter.until("the reader's number", lambda: "05.03-" in str(counter.state.detail), each=counter.watch)
    assert [row.device for row in counter.state.rows] == ["reader", "printer", "pad"]
    assert counter.state.summary == "3 台，3 台正常"
    assert counter.state.issues == ()
    assert counter.state.rows[0].where == f"串口 {counter.hall.reader.port}"


@pytest.mark.parametrize(
    ("device", "fault", "word", "cure", "act"),
    [
        ("printer", "paper_out", "缺纸", "热敏纸", IssueAct.PRINT_A4),
        ("printer", "cover_open", "盖子开着", "合上盖子", IssueAct.PRINT_A4),
        ("printer", "unplugged", "断开", "线缆", IssueAct.PRINT_A4),
        ("reader", "unplugged", "断开", "手录", IssueAct.RETRY),
        ("reader", "silent", "没有回答", "波特率", IssueAct.GUIDE),
        ("reader", "unauthorised", "故障", "报修", IssueAct.RETRY),
        ("pad", "unplugged", "断开", "副屏", IssueAct.RETRY),
    ],
)
def test_what_breaks_is_said_with_what_to_do_and_is_well_again_by_itself(
    counter: Workshop, device: str, fault: str, word: str, cure: str, act: IssueAct
) -> None:
    counter.hall.break_(device, fault)
    counter.until("the trouble", lambda: counter.word(device) == word, each=counter.watch)
    (issue,) = counter.state.issues
    assert issue.device == device
    assert word in issue.title and cure in issue.cure
    assert act in issue.acts
    pill = next(pill for pill in counter.presenter.pills() if pill.id == device)
    assert word in pill.trouble
    counter.hall.break_(device, "")
    counter.until("all well", lambda: not counter.state.issues, each=counter.watch)


def test_a_device_plugged_in_at_another_port_is_back_by_itself(counter: Workshop) -> None:
    before = counter.state.rows[0].where
    counter.hall.break_("reader", "other_port")
    counter.until("another port", lambda: counter.state.rows[0].where != before, each=counter.watch)
    counter.until("all well", lambda: counter.word("reader") == "正常", each=counter.watch)
    assert counter.state.rows[0].where == f"串口 {counter.hall.reader.port}"


def test_the_worst_trouble_stands_first(counter: Workshop) -> None:
    counter.hall.break_("pad", "unplugged")
    counter.hall.break_("printer", "paper_out")
    counter.until("both troubles", lambda: len(counter.state.issues) == 2, each=counter.watch)
    assert [issue.mark for issue in counter.state.issues] == [Mark.WRONG, Mark.DOUBTFUL]


def test_the_last_frames_are_shown_without_what_a_card_says(counter: Workshop) -> None:
    counter.hall.lay_card("resident")
    counter.presenter.check()
    counter.until("the check's end", lambda: counter.state.guide is not None and counter.state.guide.over)
    assert any("读到居民身份证" in line for line in counter.told())
    counter.presenter.leave()
    counter.presenter.look()
    counter.until("frames", lambda: counter.state.detail is not None and len(counter.state.detail.frames) > 3)
    assert counter.state.detail is not None
    shown = " ".join(frame.shown for frame in counter.state.detail.frames)
    assert "30 01" in shown and "+1285 B" in shown
    assert "20 5F 09 4E" not in shown  # the name, as the chip has it


def test_a_use_is_a_dot_and_a_count(counter: Workshop) -> None:
    counter.choose("printer")
    for _ in range(2):
        counter.presenter.check()
        counter.answer()
        counter.until("the end", lambda: counter.state.guide is not None and counter.state.guide.over)
        counter.presenter.answer(0)
    assert counter.state.guide is None
    assert len(counter.hall.printer.slips) == 2


def test_a_check_can_be_called_off_and_begun_again(counter: Workshop) -> None:
    counter.presenter.check()
    counter.until("the request", lambda: any("请放一张身份证" in line for line in counter.told()))
    assert counter.presenter.leave()
    assert counter.state.guide is None
    counter.presenter.check()
    counter.until("the request", lambda: any("请放一张身份证" in line for line in counter.told()))
    counter.hall.lay_card("resident")
    counter.until("the card", lambda: any("读到" in line for line in counter.told()))


def test_a_check_of_a_device_that_is_away_says_so(counter: Workshop) -> None:
    counter.hall.break_("reader", "unplugged")
    counter.presenter.check()
    counter.until("the end", lambda: counter.state.guide is not None and counter.state.guide.over)
    assert any("读卡器" in line for line in counter.told())


def test_a_pad_is_calibrated_by_pressing_its_keys(counter: Workshop) -> None:
    counter.choose("pad")
    counter.until("an open pad", lambda: counter.devices.bays["pad"].health.opened, each=counter.watch)
    counter.presenter.calibrate()
    counter.until("the request", lambda: any("非常满意" in line for line in counter.told()))
    counter.hall.press("5")
    counter.until("the end", lambda: counter.state.guide is not None and counter.state.guide.over)
    assert counter.book.calibration("pad")["very_satisfied"] == 5
    assert counter.book.entry("pad").calibrated_on


def test_a_pad_that_cannot_be_asked_is_well_again_when_it_was_seen_to_work(counter: Workshop) -> None:
    pad = counter.devices.bays["pad"]
    counter.until("an open pad", lambda: pad.health.opened, each=counter.watch)

    def garbled(_: object) -> None:
        raise LineFault

    counter.devices.run("pad")(lambda: pad.use(garbled), None, lambda _: None)
    counter.until("the trouble", lambda: counter.word("pad") != "正常", each=counter.watch)
    (issue,) = counter.state.issues
    counter.presenter.act(issue.id, IssueAct.RETRY)
    counter.until("the request", lambda: any("非常满意" in line for line in counter.told()))
    counter.hall.press("5")
    counter.until("it is well", lambda: counter.word("pad") == "正常", each=counter.watch)


def test_an_issue_that_was_put_aside_is_not_shown_again(tmp_path: Path) -> None:
    with workshop(tmp_path, "lockers-2") as here:
        here.until("the note", lambda: here.word("lockers-2") == "待校准", each=here.watch)
        (issue,) = here.state.issues
        here.presenter.act(issue.id, IssueAct.IGNORE)
        assert here.state.issues == ()
        assert here.word("lockers-2") == "待校准", "only the reminder is put aside"


def test_an_issue_that_was_put_aside_is_shown_when_it_comes_again(tmp_path: Path) -> None:
    with workshop(tmp_path, "printer") as here:
        for _ in range(2):
            here.hall.break_("printer", "near_end")
            here.until("the note", lambda: here.word("printer") == "纸将尽", each=here.watch)
            (issue,) = here.state.issues
            here.presenter.act(issue.id, IssueAct.IGNORE)
            assert here.state.issues == ()
            here.hall.break_("printer", "")
            here.until("all well", lambda: here.word("printer") == "正常", each=here.watch)


def test_a_check_of_a_printer_without_paper_does_not_make_it_well(tmp_path: Path) -> None:
    with workshop(tmp_path, "printer") as here:
        here.hall.break_("printer", "paper_out")
        here.until("the trouble", lambda: here.word("printer") == "缺纸", each=here.watch)
        here.presenter.check()
        here.until("the end", lambda: here.state.guide is not None and here.state.guide.over)
        assert here.word("printer") == "缺纸"


def test_a_reversed_lock_bank_is_calibrated_by_its_guide(tmp_path: Path) -> None:
    with workshop(tmp_path, "lockers") as here:
        here.until("the note", lambda: here.word("lockers") == "开关可能反了", each=here.watch)
        here.presenter.act(here.state.issues[0].id, IssueAct.GUIDE)
        here.answer()  # all doors are shut
        here.answer()  # nobody stands before the first
        here.answer(0)  # it is open
        here.until("the end", lambda: here.state.guide is not None and here.state.guide.over)
        here.presenter.answer(0)
        boards: LockBoards = here.hall.devices["lockers"].device
        assert boards.opened == [1]
        here.hall.shut_door(1)
        here.until("all well", lambda: here.word("lockers") == "正常", each=here.watch)


def test_a_reader_of_another_speed_is_put_right_by_its_guide(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader-2") as here:
        here.until("the trouble", lambda: here.word("reader-2") == "没有回答", each=here.watch)
        here.presenter.act(here.state.issues[0].id, IssueAct.GUIDE)
        here.until("the end", lambda: here.state.guide is not None and here.state.guide.over)
        here.until("all well", lambda: here.word("reader-2") == "正常", each=here.watch)
        assert here.book.calibration("reader-2") == {"baud": 9600}


def test_what_is_plugged_in_and_not_set_up_is_found_and_added(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader", "reader-3") as here:
        here.presenter.look_for_devices()
        here.until("the find", lambda: here.state.found is not None and bool(here.state.found.rows))
        assert here.state.found is not None
        row = here.state.found.rows[0]
        assert (row.name, row.how_sure, row.can_add) == ("身份证阅读器", "它自己答的", True)
        here.presenter.answer(0)
        added = load_counter(here.file).device[-1]
        assert (added.name, added.address) == ("card-reader", "serial:usb-1a86-7523-R3?baud=115200")
        assert here.presenter.leave()
        assert here.state.found is None


def test_a_device_is_moved_by_pulling_it_out_and_plugging_it_in(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader", "pad") as here:
        here.until("all well", lambda: here.word("pad") == "正常", each=here.watch)
        here.choose("pad")
        here.presenter.compare_by_plugging()
        line = here.hall.devices["pad"].line
        assert line is not None
        here.hall.unplug("pad")
        here.presenter.tick()
        line.usb = replace(line.usb, serial="NEW", socket="1-1.7")
        line.plug_in(elsewhere=True)
        here.hall.plug("pad")
        here.until("the move", lambda: "找到了" in (here.state.found.note if here.state.found else ""), each=here.watch)
        moved = next(each for each in load_counter(here.file).device if each.name == "pad")
        assert moved.address == "serial:usb-0403-6001-NEW?baud=9600"
        here.until("all well", lambda: here.word("pad") == "正常", each=here.watch)


@pytest.mark.parametrize("typed", [True, False], ids=["number in the settings", "number it told"])
def test_a_reader_known_by_its_number_is_followed_to_another_adapter(tmp_path: Path, typed: bool) -> None:
    with workshop(tmp_path, "reader") as here:
        here.until("its number", lambda: "05.03-" in str(here.state.detail), each=here.watch)
        bay = here.devices.bays["reader"]
        if typed:
            bay.setting = replace(bay.setting, identity=bay.health.answer.identity)
        bound = bay.setting.identity
        line = here.hall.reader.line
        here.hall.unplug("reader")
        here.until("its loss", lambda: here.word("reader") == "断开", each=here.watch)
        line.usb = replace(line.usb, serial="ANOTHER", socket="1-9")
        here.hall.plug("reader")
        here.until("all well", lambda: here.word("reader") == "正常", each=here.watch)
        assert bay.setting.address == "serial:usb-1a86-7523-ANOTHER?baud=115200"
        assert bay.setting.identity == bound, "only who wrote a number binds the place to it"


def test_a_missing_reader_is_not_looked_for_at_the_ports_of_other_devices_though_they_are_closed(
    tmp_path: Path,
) -> None:
    with workshop(tmp_path, "reader", "reader-2") as here:  # the second is set up with a speed it does not have
        here.until("the trouble", lambda: here.word("reader-2") == "没有回答", each=here.watch)
        bay = here.devices.bays["reader"]
        here.hall.unplug("reader")
        bay.setting = replace(bay.setting, identity="05.01-20230711-0000000001-0000000234")  # the second's
        here.until("its loss", lambda: here.word("reader") == "断开", each=here.watch)
        before, looks_end = bay.setting, time.monotonic() + 4
        here.until("some looks", lambda: time.monotonic() > looks_end, each=here.watch)
        assert bay.setting == before


def test_a_printer_that_spoke_and_is_switched_off_is_silent_and_one_that_never_spoke_is_what_it_is(
    tmp_path: Path,
) -> None:
    with workshop(tmp_path, "printer") as here:
        here.hall.break_("printer", "silent")
        here.until("it says nothing", lambda: here.word("printer") == "不回报状态", each=here.watch)
        assert here.state.rows[0].mark is Mark.DONE
        assert here.state.detail is not None and here.state.detail.word == "不回报状态"
        assert here.state.issues == ()
        here.hall.break_("printer", "")
        here.until("it speaks", lambda: here.word("printer") == "正常", each=here.watch)
        here.hall.break_("printer", "paper_out")
        here.until("it has no paper", lambda: here.word("printer") == "缺纸", each=here.watch)
        here.hall.break_("printer", "silent")
        here.until("it is missed", lambda: here.word("printer") == "没有回答", each=here.watch)
        assert isinstance(outcome(here, "printer", lambda printer: printer.feed()), DeviceSilent)
        here.hall.break_("printer", "")
        here.until("it is well again", lambda: here.word("printer") == "正常", each=here.watch)


def test_a_display_that_did_not_answer_is_not_well_until_it_does(tmp_path: Path) -> None:
    with workshop(tmp_path, "display") as here:
        here.until("all well", lambda: here.word("display") == "正常", each=here.watch)
        bay = here.devices.bays["display"]
        here.hall.break_("display", "deaf")
        assert isinstance(outcome(here, "display", lambda display: display.show("A042")), DeviceSilent)
        here.until("it is open", lambda: bay.health.opened, each=here.watch)
        assert here.word("display") == "没有回答"
        here.hall.break_("display", "")
        assert outcome(here, "display", lambda display: display.show("A042")) is None
        here.until("all well", lambda: here.word("display") == "正常", each=here.watch)


@pytest.mark.expects_log
def test_a_bug_in_a_look_is_said_once_and_the_device_is_watched_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object, **__: object) -> None:
        raise RuntimeError("odd")

    with workshop(tmp_path, "reader") as here:
        with monkeypatch.context() as broken:
            broken.setattr(serial, "Serial", odd)
            with pytest.raises(RuntimeError):
                here.until("the bug", lambda: False, each=here.watch)
        here.until("all well", lambda: here.word("reader") == "正常", each=here.watch)


def test_the_trouble_of_a_spare_is_no_alarm(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader", "reader-2") as here:
        here.until("the trouble", lambda: here.word("reader-2") == "没有回答", each=here.watch)
        here.until("the other well", lambda: here.word("reader") == "正常", each=here.watch)
        assert [issue.mark for issue in here.state.issues] == [Mark.DOUBTFUL]
        spare = next(pill for pill in here.presenter.pills() if pill.id == "reader-2")
        assert spare.trouble == "没有回答", "nobody need type while the other reader reads"


def test_what_a_device_has_done_is_kept_until_the_next_start(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader") as here:
        here.until("its number", lambda: "05.03-" in str(here.state.detail), each=here.watch)
    entry = type(here.book)(here.settings.data_folder).entry("reader")
    assert entry.identity.startswith("05.03-")
    assert entry.good >= 2


def test_a_driver_that_does_not_come_back_is_said_and_its_device_is_well_again_after_it(tmp_path: Path) -> None:
    with workshop(tmp_path, "reader", "pad") as here:
        here.until("both are well", lambda: here.state.summary == "2 台，2 台正常", each=here.watch)
        gate = threading.Event()
        here.devices.run("reader")(gate.wait, None, None)
        try:
            here.watch()
            here.later = HANGS_SECONDS
            here.until("only it is said", lambda: words(here) == ("可能卡住", "正常"), each=here.watch)
            (issue,) = here.state.issues
            assert "可能卡住" in issue.title and "重开本程序" in issue.cure
        finally:
            gate.set()
        here.until("it is well again", lambda: words(here) == ("正常", "正常"), each=here.watch)


@pytest.mark.expects_log
def test_a_driver_that_hangs_does_not_keep_the_program_from_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.window_devices.CLOSE_SECONDS", 1.0)
    gate = threading.Event()
    with workshop(tmp_path, "reader", "pad") as here:
        bays = here.devices.bays
        here.until("both are open", lambda: all(each.health.opened for each in bays.values()), each=here.watch)
        here.devices.run("reader")(gate.wait, None, None)
        here.devices.close()
        try:
            assert not bays["pad"].passages(), "what does not hang was closed"
            assert bays["reader"].passages(), "and what hangs was not touched"
        finally:
            gate.set()


def outcome(here: Workshop, device: str, work: Callable[[Any], None]) -> Exception | None:
    """What became of using a device on its lane: its error, or None."""
    ends = list[Exception | None]()
    here.devices.run(device)(lambda: here.devices.bays[device].use(work), ends.append, ends.append)
    here.until("the use", lambda: bool(ends))
    return ends[0]


def words(here: Workshop) -> tuple[str, ...]:
    """What the page says of each device."""
    return tuple(row.word for row in here.state.rows)
