"""What a printer behind the system's queue must do: A4 papers, and slips sent raw. The queues are real ones of CUPS."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image

from app.documents.slip_file import read_slip_file
from app.documents.typesetting import Documents
from app.domain.slips import SlipKind
from app.paths import font_folders, resources
from devices.errors import CoverOpen, DeviceAbsent, DeviceError, DeviceRefused, PaperOut, PrinterOffline
from devices.ports import Raster, Readiness
from devices.printing.address import printer_line, slip_printer_at
from devices.printing.cups import CupsQueue
from devices.printing.document_printer import QueuePrinter, document_printer_at
from devices.printing.profile import PrinterProfile, StatusBy
from devices.printing.replies import Query
from devices.simulators.escpos_machine import EscposMachine
from tests.support.cups import CUPSD, Fails, PrivateCups, Tray
from tests.support.oracle_printer import OraclePrinter

pytestmark = pytest.mark.skipif(CUPSD is None, reason="cupsd is not installed (apt-get install cups-daemon)")
SLIPS = PrinterProfile(status=StatusBy.DLE_EOT)  # what it could say does not come back through a queue


@pytest.fixture(scope="module")
def cups() -> Iterator[PrivateCups]:
    with PrivateCups() as service:
        yield service


@pytest.fixture
def tray(cups: PrivateCups, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tray]:
    """A printer of its own for each test, at the queue of its name."""
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    made = cups.add_queue()
    yield made
    cups.run("lpadmin", "-x", made.name)


@pytest.fixture
def queue(tray: Tray) -> str:
    return tray.name


@pytest.fixture
def printer(queue: str) -> QueuePrinter:
    opened = document_printer_at(f"cups:{queue}", patience=5.0)
    opened.open()
    return opened


def a_pdf() -> bytes:
    documents = Documents(resources() / "slips", font_folders())
    return documents.pdf(read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT))


def waiting(cups: PrivateCups, queue: str) -> str:
    return cups.run("lpstat", "-W", "not-completed", "-o", queue)


def test_a_paper_is_printed_when_the_queue_says_so_and_not_before(printer: QueuePrinter, tray: Tray) -> None:
    assert printer.readiness() is Readiness.UNKNOWN  # a queue has not asked its printer
    pdf = a_pdf()
    assert printer.print(pdf, title="20260922-0001") is Readiness.READY
    assert tray.papers == [pdf] and pdf.startswith(b"%PDF")
    printer.close()


def test_a_paper_that_takes_too_long_is_neither_printed_nor_failed(queue: str, tray: Tray) -> None:
    printer = document_printer_at(f"cups:{queue}", patience=0.3)
    printer.open()
    tray.be_busy()
    assert printer.print(b"%PDF-1.7", title="slow") is Readiness.UNKNOWN
    assert tray.papers == []
    tray.go_on()


@pytest.mark.parametrize(
    ("how", "error"),
    [
        (Fails.STOP, PrinterOffline),
        (Fails.FAILED, PrinterOffline),  # the queue's policy is to stop
        (Fails.HOLD, PrinterOffline),
        (Fails.CANCEL, DeviceRefused),
    ],
)
def test_a_paper_that_fails_is_said_and_does_not_come_out_later(
    cups: PrivateCups, queue: str, printer: QueuePrinter, tray: Tray, how: Fails, error: type[DeviceError]
) -> None:
    tray.fail(how)
    tray.say("ERROR: the fuser is cold")
    with pytest.raises(error) as failed:
        printer.print(b"%PDF-1.7", title="doomed")
    assert failed.value.role == "document_printer" and failed.value.where == f"cups:{queue}"
    assert waiting(cups, queue) == ""
    (tray.folder / "fails").unlink()
    cups.run("cupsenable", queue)
    assert printer.print(b"%PDF-1.7 again", title="well") is Readiness.READY
    assert tray.papers == [b"%PDF-1.7 again"]


@pytest.mark.parametrize(
    ("reason", "readiness", "error"),
    [
        ("media-empty-error", Readiness.PAPER_OUT, PaperOut),
        ("media-needed", Readiness.PAPER_OUT, PaperOut),
        ("cover-open", Readiness.COVER_OPEN, CoverOpen),
        ("media-jam", Readiness.OFFLINE, PrinterOffline),
    ],
)
def test_what_the_printer_reports_while_it_works_is_said_in_its_own_condition(
    printer: QueuePrinter, tray: Tray, reason: str, readiness: Readiness, error: type[DeviceError]
) -> None:
    tray.say(f"STATE: +{reason}")
    tray.fail(Fails.STOP)
    with pytest.raises(error):
        printer.print(b"%PDF-1.7", title="empty")
    assert printer.readiness() is readiness


def test_a_stopped_queue_takes_no_paper_and_says_why(
    cups: PrivateCups, queue: str, printer: QueuePrinter, tray: Tray
) -> None:
    cups.run("cupsdisable", "-r", "no toner", queue)
    assert printer.readiness() is Readiness.OFFLINE
    with pytest.raises(PrinterOffline) as stopped:
        printer.print(b"%PDF-1.7", title="stopped")
    assert stopped.value.detail == "no toner"
    assert waiting(cups, queue) == "" and tray.papers == []


def test_a_queue_that_rejects_jobs_is_off_line(cups: PrivateCups, queue: str, printer: QueuePrinter) -> None:
    cups.run("cupsreject", queue)
    assert printer.readiness() is Readiness.OFFLINE
    with pytest.raises(PrinterOffline):
        printer.print(b"%PDF-1.7", title="rejected")


def test_a_queue_stopped_while_its_job_waits_is_said_and_the_job_taken_back(
    cups: PrivateCups, queue: str, tray: Tray
) -> None:
    tray.be_busy()
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 1:
            cups.run("cupsdisable", queue)
            tray.go_on()

    with pytest.raises(PrinterOffline):
        QueuePrinter(CupsQueue(queue, pause=pause)).print(b"%PDF-1.7", title="interrupted")
    assert waiting(cups, queue) == ""


def test_the_default_queue_is_found_by_its_empty_name(cups: PrivateCups, queue: str, tray: Tray) -> None:
    printer = document_printer_at("cups:")
    with pytest.raises(DeviceAbsent):
        printer.open()
    cups.run("lpadmin", "-d", queue)
    printer.open()
    assert printer.print(b"%PDF-1.7", title="default") is Readiness.READY
    assert len(tray.papers) == 1


def test_a_queue_that_is_not_there_is_absent(cups: PrivateCups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    for opened in (document_printer_at("cups:nowhere"), slip_printer_at("cups:nowhere", SLIPS)):
        with pytest.raises(DeviceAbsent) as absent:
            opened.open()
        assert absent.value.detail and absent.value.where == "cups:nowhere"


@pytest.mark.parametrize("server", ["/nowhere/cups.sock", "127.0.0.1:1"])
def test_without_a_print_service_the_printer_is_absent(server: str) -> None:
    with pytest.raises(DeviceAbsent) as absent:
        document_printer_at("cups:office", server=server).open()
    assert absent.value.detail


@pytest.mark.parametrize("address", ["", "office", "lpt:office", "cups", "cups:two words", "cups:a/b"])
def test_an_address_that_is_no_queue_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        document_printer_at(address)


def test_a_slip_goes_through_a_queue_byte_for_byte_and_prints_the_same_dots(queue: str, tray: Tray) -> None:
    documents = Documents(resources() / "slips", font_folders())
    raster = documents.raster(read_slip_file(resources() / "slips" / "sample_case.json", SlipKind.RECEIPT))
    printer = slip_printer_at(f"cups:{queue}", SLIPS)
    printer.open()
    assert printer.readiness() is Readiness.UNKNOWN
    assert printer.print(raster) is Readiness.UNKNOWN  # it has left the queue, which is not paper
    assert printer.print(replace(raster)) is Readiness.UNKNOWN
    printer.close()
    first, second = tray.papers
    assert first == second
    machine = EscposMachine()
    machine.answer(first)
    assert machine.slips == [raster]
    with OraclePrinter() as oracle:
        line = printer_line(oracle.address, baud=9600)
        line.open()
        line.send(first + Query.PRINTER.command)
        assert line.receive(5.0) == b"\x12"
        line.close()
    (png,) = oracle.receipts
    with Image.open(io.BytesIO(png)) as printed, Image.open(io.BytesIO(documents.png(raster))) as ours:
        assert printed.crop((0, 0, *ours.size)).convert("1").tobytes() == ours.convert("1").tobytes()
    assert oracle.unknown_commands == []


def test_a_slip_on_a_stopped_queue_is_said_and_does_not_come_out_later(
    cups: PrivateCups, queue: str, tray: Tray
) -> None:
    slip = Raster(576, 8, bytes(72 * 8))
    printer = slip_printer_at(f"cups:{queue}", SLIPS)
    printer.open()
    tray.fail(Fails.STOP)
    with pytest.raises(PrinterOffline):
        printer.print(slip)
    assert printer.readiness() is Readiness.OFFLINE
    with pytest.raises(PrinterOffline):
        printer.print(slip)
    (tray.folder / "fails").unlink()
    cups.run("cupsenable", queue)
    assert waiting(cups, queue) == ""
    assert printer.print(slip) is Readiness.UNKNOWN
    assert len(tray.papers) == 1
