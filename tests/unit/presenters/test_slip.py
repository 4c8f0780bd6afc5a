"""Step 5 over simulated printers: what is printed by itself, what only when asked, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from app.documents.kinds_file import load_document_kinds
from app.documents.typesetting import Documents
from app.domain.slips import SlipKind
from app.lanes import InlineLane
from app.paths import font_folders, resources
from app.presenters.intake.slip import Outlet, SlipPresenter, SlipState
from app.presenters.marks import Mark
from app.services.submit_case import Submitted
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceError, PaperOut
from devices.ports import Readiness, Role, SlipPrinter
from devices.printing.address import slip_printer_at
from devices.printing.profile import PrinterProfile
from devices.setting import DeviceSetting
from devices.simulators.slip_printer import Fault, SimulatedSlipPrinter
from tests.support import counter as sample
from tests.support.lanes import HeldLane

T = TypeVar("T")
KINDS = load_document_kinds(resources() / "slips")


class OfficePrinter:
    """An A4 printer: the papers that came out, and what it lacks."""

    def __init__(self) -> None:
        self.papers: list[bytes] = []
        self.lacks: DeviceError | None = None

    def open(self) -> None: ...
    def close(self) -> None: ...

    def readiness(self) -> Readiness:
        return Readiness.UNKNOWN

    def print(self, pdf: bytes, *, title: str) -> Readiness:
        if self.lacks:
            raise self.lacks
        self.papers.append(pdf)
        return Readiness.READY


class Window:
    """A case with one slip at a window with all printers; `files` keeps its PDFs."""

    def __init__(self, folder: Path, *, with_office: bool = True) -> None:
        self.store = sample.open_store(folder / "store")
        self.store.numbers.add_block(sample.block())
        self.roll, self.other, self.office = SimulatedSlipPrinter(), SimulatedSlipPrinter(), OfficePrinter()
        self.roll.plug_in()
        self.other.plug_in()
        self.bays = [_bay(self.roll), _bay(self.other)]
        self.lane, self.files = HeldLane(is_held=False), folder / "a4"
        self.documents = Documents(resources() / "slips", font_folders())
        office: Bay[OfficePrinter] = Bay(DeviceSetting("office", Role.DOCUMENT_PRINTER, "cups:"), lambda: self.office)
        self.presenter = SlipPresenter(
            wording=Wording(resources() / "i18n", "zh_CN"),
            store=self.store,
            documents=self.documents,
            kinds=KINDS,
            printer=self.bays[0],
            lane=self.lane,
            document_lane=InlineLane(),
            dots=576,
            a4_folder=self.files,
            now=lambda: sample.NOON,
            clerk=lambda: "li",
            elsewhere=Outlet(self.bays[1], InlineLane()),
            office=Outlet(office, InlineLane()) if with_office else None,
        )
        self.state = SlipState()
        self.presenter.show(self)

    def present(self, state: SlipState) -> None:
        self.state = state

    def open_case(self, kind: SlipKind = SlipKind.RECEIPT) -> None:
        """A case is saved; its slip goes to the roll."""
        case = sample.save(self.store, "case-1")
        document = replace(sample.slip(case.number), kind=kind)
        slip_id = self.store.slips.add("case-1", document, sample.NOON)
        self.presenter.open(Submitted(case, (document,), (slip_id,)))

    def shows(self, mark: Mark) -> bool:
        return self.state.slips[0].mark is mark

    def pdf(self, reprint: int) -> bytes:
        """The slip on A4, as the original (0) or as a reprint."""
        return self.documents.pdf(replace(self.store.slips.of("case-1")[0].document, reprint=reprint))

    def kept(self) -> bytes:
        [file] = self.files.iterdir()
        return file.read_bytes()

    def close(self) -> None:
        for bay, printer in zip(self.bays, (self.roll, self.other), strict=True):
            bay.close()
            printer.close()
        self.store.close()


def _bay(printer: SimulatedSlipPrinter) -> Bay[SlipPrinter]:
    setting = DeviceSetting("printer", Role.SLIP_PRINTER, printer.address)
    return Bay(setting, lambda: slip_printer_at(printer.address, PrinterProfile()))


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    opened = Window(tmp_path)
    yield opened
    opened.close()


def test_a_slip_that_waits_is_printed_once_when_the_printer_is_back(window: Window) -> None:
    window.roll.machine.play(Fault.PAPER_OUT)
    window.open_case()
    assert window.shows(Mark.WAITING) and window.state.trouble
    window.roll.machine.heal()
    window.presenter.printer_is_back()
    window.presenter.printer_is_back()
    assert window.shows(Mark.DONE) and len(window.roll.slips) == 1


def test_an_a4_copy_that_fails_leaves_a_printed_slip_printed(window: Window) -> None:
    window.open_case()
    window.office.lacks = PaperOut()
    window.presenter.print_a4()
    assert window.shows(Mark.DONE) and window.state.trouble and not window.state.busy
    window.presenter.printer_is_back()
    assert len(window.roll.slips) == 1


def test_a_slip_that_fails_on_the_other_printer_too_is_not_printed_again_by_itself(window: Window) -> None:
    window.open_case()
    window.other.machine.play(Fault.COVER_OPEN)
    window.presenter.print_elsewhere()
    assert window.shows(Mark.DONE) and window.state.trouble
    window.presenter.printer_is_back()
    assert len(window.roll.slips) == 1


def test_a_slip_printed_on_a4_is_not_printed_when_the_roll_is_back(window: Window) -> None:
    window.roll.machine.play(Fault.PAPER_OUT)
    window.open_case()
    window.office.lacks = PaperOut()
    window.presenter.print_a4()
    assert window.shows(Mark.WAITING), "it is on no paper yet"
    window.office.lacks = None
    window.presenter.print_a4()
    window.roll.machine.heal()
    window.presenter.printer_is_back()
    assert window.office.papers == [window.pdf(reprint=0)] and not window.roll.slips


def test_a_slip_printed_from_another_page_is_not_printed_again_by_itself(window: Window) -> None:
    window.roll.machine.play(Fault.PAPER_OUT)
    window.open_case()
    window.store.slips.mark_printed(window.state.slips[0].id, at=sample.NOON, actor="li")
    window.roll.machine.heal()
    window.presenter.printer_is_back()
    assert not window.roll.slips


@pytest.mark.parametrize("with_office", [True, False])
def test_a_pdf_that_cannot_be_kept_is_told_and_nothing_else_happens(tmp_path: Path, with_office: bool) -> None:
    window = Window(tmp_path, with_office=with_office)
    window.open_case()
    window.files.write_text("a file where the folder should be", encoding="utf-8")
    window.presenter.print_a4()
    assert window.state.trouble and window.shows(Mark.DONE) and not window.state.busy
    window.presenter.printer_is_back()
    assert len(window.roll.slips) == 1
    window.close()


def test_an_a4_copy_of_a_printed_slip_says_that_it_is_one_and_is_counted(window: Window) -> None:
    window.open_case()
    window.presenter.print_a4()
    assert window.office.papers == [window.kept()] == [window.pdf(reprint=1)] != [window.pdf(reprint=0)]
    assert window.store.slips.of("case-1")[0].reprints == 1


def test_a_slip_on_its_way_to_one_printer_goes_to_no_other(window: Window) -> None:
    window.lane.is_held = True
    window.open_case()
    window.presenter.print_elsewhere()
    window.presenter.print_again()
    window.presenter.print_a4()
    assert not window.other.slips and not window.office.papers
    assert window.kept() == window.pdf(reprint=0), "what is left while the printer hangs"
    window.lane.let_go()
    assert window.shows(Mark.DONE) and len(window.roll.slips) == 1
    assert window.store.slips.of("case-1")[0].reprints == 0


def test_what_hall_and_applicant_both_keep_is_printed_twice_at_first_and_once_when_asked_again(window: Window) -> None:
    window.open_case(SlipKind.REFUSAL)
    assert window.shows(Mark.DONE) and len(window.roll.slips) == KINDS[SlipKind.REFUSAL].copies == 2
    window.presenter.print_again()
    assert len(window.roll.slips) == 3 and window.store.slips.of("case-1")[0].reprints == 1
