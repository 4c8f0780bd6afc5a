"""Scanners behind SANE: its own `test` backend through the real scanimage, and the words scanimage says."""

from __future__ import annotations

import stat
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import (
    DeviceAbsent,
    DeviceError,
    DeviceLost,
    DeviceRefused,
    DeviceSilent,
    FeederEmpty,
    FeederJammed,
    LineFault,
    PictureBroken,
    PictureTooLarge,
    ScannerBusy,
    ScannerOpen,
)
from devices.scanning import sane as driver
from devices.scanning.sane import SaneFeeder, find_sane, parse_sane_address
from devices.scanning.sane_words import SaneStatus, options_in, pages_told, scan_options, trays_in, trouble_in
from devices.scanning.wishes import Colours, Tray, Wishes, nearest, wishes_from
from tests.support.sane import FULL, installed, running_scans, sane_feeder, use_test_backend

SLOW = "read-delay=yes&read-delay-duration=200000"


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_test_backend(tmp_path, monkeypatch)


@installed
@pytest.mark.usefixtures("scanner")
class TestRealScanimage:
    def test_scanners_are_listed_with_their_addresses(self) -> None:
        found = find_sane()
        assert [each.address for each in found] == ["sane:test:0", "sane:test:1"]
        assert found[0].name == "Noname frontend-tester"

    @pytest.mark.parametrize(
        ("status", "condition"),
        [
            ("JAMMED", FeederJammed),
            ("COVER_OPEN", ScannerOpen),
            ("NO_DOCS", FeederEmpty),
            ("DEVICE_BUSY", ScannerBusy),
            ("IO_ERROR", DeviceLost),
            ("ACCESS_DENIED", DeviceAbsent),
            ("NO_MEM", DeviceRefused),
            ("CANCELLED", DeviceRefused),
        ],
    )
    @pytest.mark.parametrize("source", ["adf", "flatbed"])
    def test_every_trouble_is_its_own_condition_and_comes_soon(
        self, source: str, status: str, condition: type[DeviceError]
    ) -> None:
        feeder = sane_feeder(f"source={source}&resolution=50&read-return-value=SANE_STATUS_{status}")
        started = time.monotonic()
        with pytest.raises(DeviceError) as trouble:
            list(feeder.pages())
        assert type(trouble.value) is condition
        assert (trouble.value.role, trouble.value.where) == ("page_source", "test:0")
        assert time.monotonic() - started < 5
        assert not running_scans()

    def test_pages_come_while_the_next_are_still_scanned(self) -> None:
        feeder = sane_feeder(f"source=adf&resolution=50&{SLOW}")
        started = time.monotonic()
        with closing(feeder.pages()) as pages:
            next(pages)
            first = time.monotonic() - started
            next(pages)
            assert time.monotonic() - started > first * 1.5
            assert running_scans()
            closing_began = time.monotonic()
        assert time.monotonic() - closing_began < 3
        assert not running_scans()

    def test_pages_are_nowhere_on_disk_afterwards(self) -> None:
        feeder = sane_feeder()
        with closing(feeder.pages()) as pages:
            next(pages)
            assert page_folders()
        assert not page_folders()

    def test_the_glass_gives_one_page_with_what_is_on_it(self) -> None:
        (page,) = sane_feeder("source=flatbed&resolution=100&test-picture=Grid").pages()
        assert page.shape == (787, 787, 3)  # the whole table, 200 mm at 100 dpi
        assert 100 < float(page.mean()) < 155 and set(np.unique(page)) == {0, 255}

    def test_colour_and_grey_are_asked_for(self) -> None:
        settings = "source=flatbed&resolution=50&test-picture=Color pattern"
        (coloured,), (grey,) = sane_feeder(settings).pages(), sane_feeder(f"{settings}&mode=gray").pages()
        assert np.ptp(coloured.astype(int), axis=2).max() > 100
        assert np.ptp(grey.astype(int), axis=2).max() == 0

    def test_a_page_of_unknown_height_is_read_all_the_same(self) -> None:
        (page,) = sane_feeder("source=flatbed&resolution=50&hand-scanner=yes").pages()
        assert page.size

    def test_two_scanners_scan_side_by_side(self) -> None:
        other = SaneFeeder(parse_sane_address("sane:test:1?source=adf&resolution=50"))
        both = [sane_feeder("source=adf&resolution=50").pages(), other.pages()]
        assert sum(1 for pair in zip(*both, strict=True) for _ in pair) == 2 * FULL

    def test_a_feeder_scans_again_after_a_trouble(self) -> None:
        feeder = sane_feeder("source=adf&resolution=50")
        with closing(feeder.pages()) as pages:
            next(pages)
        feeder.close()
        feeder.open()
        assert len(list(feeder.pages())) == FULL

    def test_a_scanner_that_is_not_there_is_absent(self) -> None:
        with pytest.raises(DeviceAbsent):
            SaneFeeder(parse_sane_address("sane:test:7")).open()
        with pytest.raises(DeviceAbsent):
            SaneFeeder(parse_sane_address("sane:nosuchbackend:1")).open()

    def test_what_the_scanner_has_not_got_is_refused(self) -> None:
        with pytest.raises(DeviceRefused):
            sane_feeder("speed=fast").open()
        with pytest.raises(DeviceRefused):
            list(sane_feeder("source=duplex").pages())
        with pytest.raises(DeviceRefused):
            list(sane_feeder("source=flatbed&test-picture=Mona Lisa").pages())

    def test_a_page_that_takes_too_long_is_a_silence(self) -> None:
        feeder = sane_feeder(f"source=flatbed&resolution=1200&{SLOW}", patience=0.5)
        with pytest.raises(DeviceSilent):
            list(feeder.pages())
        assert not running_scans()

    def test_the_words_of_the_installed_scanimage_are_understood(self) -> None:
        feeder = sane_feeder()
        feeder.open()
        assert trays_in(feeder.options) == {Tray.GLASS: "Flatbed", Tray.FEEDER: "Automatic Document Feeder"}
        assert feeder.options["--mode"].choices == ("Gray", "Color")
        assert (feeder.options["--resolution"].low, feeder.options["--resolution"].high) == (1, 1200)
        assert "--three-pass" not in feeder.options  # inactive


def page_folders() -> list[Path]:
    """Where pages of a running scan lie."""
    return [each for place in {driver.MEMORY, Path(tempfile.gettempdir())} for each in place.glob("yichuang-scan-*")]


def program(folder: Path, body: str) -> str:
    """A stand-in for scanimage, for what the `test` backend cannot do: fail between two pages."""
    file = folder / "scanimage"
    file.write_text(
        f"#!{sys.executable}\n"
        "import os, sys, time\n"
        "if '--all-options' in sys.argv:\n"
        "    print('    --source Flatbed|ADF [Flatbed]\\n    --mode Gray|Color [Gray]')\n"
        "    sys.exit(0)\n"
        "def page(number, data=b'P5 2 2 255 abcd'):\n"
        "    open(f'{number}.pnm', 'wb').write(data)\n"
        "    print(f'{number}.pnm', flush=True)\n"
        "def say(words):\n"
        "    print(words, file=sys.stderr, flush=True)\n" + body
    )
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def scan_with(folder: Path, body: str, *, patience: float = 10.0) -> tuple[int, DeviceError | None]:
    """How many pages came of this conversation, and what was raised after them."""
    address = parse_sane_address("sane:stand-in?source=adf")
    came = 0
    try:
        for _ in SaneFeeder(address, program=program(folder, body), patience=patience).pages():
            came += 1
    except DeviceError as error:
        return came, error
    return came, None


JAM = "say('scanimage: sane_start: Document feeder jammed'); say('Batch terminated, 2 pages scanned')\n"
HANG = "time.sleep(60)\n"


@pytest.mark.parametrize(
    ("body", "pages", "condition"),
    [
        (f"page(1); page(2)\n{JAM}", 2, FeederJammed),
        (f"page(1); page(2)\n{JAM}{HANG}", 2, FeederJammed),  # it tells and does not end: seen with the real one
        (f"say('scanimage: sane_read: Scanner cover is open')\n{HANG}", 0, ScannerOpen),
        ("page(1)\nos.kill(os.getpid(), 11)\n", 1, DeviceLost),
        ("page(1)\nsay('scanimage: received signal 15'); sys.exit(0)\n", 1, DeviceLost),
        ("page(1); say('Batch terminated, 2 pages scanned')\n", 1, LineFault),
        ("say('Batch terminated, 0 pages scanned')\n", 0, FeederEmpty),
        ("page(1); page(2, b'P5 2 2 255 a'); say('Batch terminated, 2 pages scanned')\n", 1, PictureBroken),
        ("page(1, b'P6 90000 90000 255 '); say('Batch terminated, 1 page scanned')\n", 0, PictureTooLarge),
        (f"say('x' * 500000)\n{HANG}", 0, DeviceSilent),
        ("while True: say('noise')\n", 0, DeviceSilent),
        ("page(1); say('Batch terminated, 1 page scanned')\n" + HANG, 1, None),
    ],
    ids=[
        "jam",
        "jam and hang",
        "open and hang",
        "crash",
        "stopped",
        "a page short",
        "nothing",
        "half a page",
        "huge page",
        "long line",
        "flood",
        "end and hang",
    ],
)
def test_whatever_scanimage_does_what_came_is_kept_and_the_trouble_named(
    tmp_path: Path, body: str, pages: int, condition: type[DeviceError] | None
) -> None:
    started = time.monotonic()
    came, error = scan_with(tmp_path, body, patience=1.0)
    assert (came, type(error) if error else None) == (pages, condition)
    assert time.monotonic() - started < 6
    assert not running_scans()


def test_a_page_without_end_is_stopped(tmp_path: Path) -> None:
    body = "f = open('1.pnm.part', 'wb')\nf.truncate(400_000_000)\n" + HANG
    came, error = scan_with(tmp_path, body)
    assert came == 0 and isinstance(error, PictureTooLarge)


def test_it_is_let_ahead_by_a_few_pages_only(tmp_path: Path) -> None:
    body = (
        "for number in range(1, 51):\n    if not sys.stdin.read(1): break\n    page(number)\n"
        "say(f'Batch terminated, 50 pages scanned')\n"
    )
    feeder = SaneFeeder(parse_sane_address("sane:stand-in?source=adf"), program=program(tmp_path, body))
    pages = feeder.pages()
    next(pages)
    (folder,) = page_folders()
    time.sleep(0.3)  # the time in which it could scan all of them
    assert len(list(folder.iterdir())) <= driver.AHEAD
    assert 1 + len(list(pages)) == 50


def test_a_computer_without_scanimage_has_no_scanner(tmp_path: Path) -> None:
    feeder = SaneFeeder(parse_sane_address("sane:test:0"), program=str(tmp_path / "none"))
    with pytest.raises(DeviceAbsent, match="sane-utils"):
        feeder.open()
    with pytest.raises(DeviceAbsent):
        find_sane(program=str(tmp_path / "none"))


def test_a_scanner_that_tells_nothing_of_itself_is_silent(tmp_path: Path) -> None:
    with pytest.raises(DeviceSilent):
        find_sane(program=program(tmp_path, HANG), seconds=0.3)


@pytest.mark.parametrize(
    "address",
    ["sane:", "test:0", "sane:test:0?source=tray2", "sane:x?resolution=4", "sane:x?resolution=²00", "sane:x?mode=red",
     "sane:x?--batch=1", "sane:x?=1"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_said(address: str) -> None:
    with pytest.raises(ValueError):
        parse_sane_address(address)


def test_an_address_names_the_scanner_and_what_is_asked_of_it() -> None:
    address = parse_sane_address("sane:fujitsu:ScanSnap:1?source=duplex&resolution=300&mode=gray&swdeskew=yes")
    assert address.device == "fujitsu:ScanSnap:1"
    assert address.wishes == Wishes(Tray.DUPLEX, False, 300, Colours.GREY)
    assert address.own == {"swdeskew": "yes"}


REAL_SCANNERS = [
    # the forms in which public backends offer their sources, shortened
    ("    --source ADF Front|ADF Back|ADF Duplex [ADF Front]", {Tray.FEEDER: "ADF Front", Tray.DUPLEX: "ADF Duplex"}),
    (
        "    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(left aligned,Duplex) "
        "[Automatic Document Feeder(left aligned)]",
        {
            Tray.GLASS: "FlatBed",
            Tray.FEEDER: "Automatic Document Feeder(left aligned)",
            Tray.DUPLEX: "Automatic Document Feeder(left aligned,Duplex)",
        },
    ),
    ("    --source Flatbed|Transparency Unit [Flatbed]", {Tray.GLASS: "Flatbed"}),
    (
        "    --source Document Table|ADF [Document Table]\n    --adf-mode Simplex|Duplex [Simplex]",
        {Tray.GLASS: "Document Table", Tray.FEEDER: "ADF", Tray.DUPLEX: "ADF"},
    ),
    ("    --mode Gray [Gray]", {Tray.GLASS: ""}),
]


@pytest.mark.parametrize(("text", "trays"), REAL_SCANNERS)
def test_the_trays_of_a_scanner_are_known_by_its_own_words(text: str, trays: dict[Tray, str]) -> None:
    assert trays_in(options_in(text)) == trays


def test_both_sides_are_never_scanned_unasked() -> None:
    options = options_in("    --source Flatbed|ADF [ADF]\n    --duplex[=(yes|no)] [yes]")
    assert "--duplex=no" in scan_options(options, Wishes(), Tray.FEEDER)
    assert "--duplex=yes" in scan_options(options, Wishes(), Tray.DUPLEX)
    assert not any("duplex" in word for word in scan_options(options, Wishes(), Tray.GLASS))


def test_a4_and_the_nearest_resolution_are_asked_for() -> None:
    options = options_in(
        "    --mode Lineart|Gray|24bit Color [Lineart]\n    --resolution 100|150|300|600dpi [100]\n"
        "    -l 0..215.9mm (in steps of 0.1) [0]\n    -x 0..215.9mm (in steps of 0.1) [215.9]\n    -y 0..250mm [250]\n"
    )
    words = scan_options(options, Wishes(resolution=200), Tray.GLASS)
    assert words == ["--mode=24bit Color", "--resolution=300", "-l", "0", "-x", "210", "-y", "250"]


@pytest.mark.parametrize(
    ("wanted", "tray", "trays"),
    [
        ("", {Tray.GLASS, Tray.FEEDER}, (Tray.FEEDER,)),
        ("", {Tray.GLASS}, (Tray.GLASS,)),
        ("auto", {Tray.GLASS, Tray.FEEDER}, (Tray.FEEDER, Tray.GLASS)),
        ("adf", {Tray.GLASS}, ()),
        ("duplex", {Tray.FEEDER, Tray.DUPLEX}, (Tray.DUPLEX,)),
    ],
)
def test_the_feeder_goes_before_the_glass(wanted: str, tray: set[Tray], trays: tuple[Tray, ...]) -> None:
    wishes, _ = wishes_from({"source": wanted} if wanted else {})
    assert wishes.trays(tray) == trays


def test_auto_takes_the_glass_when_the_feeder_is_empty(tmp_path: Path) -> None:
    body = (
        "if '--source=ADF' in sys.argv:\n    say('scanimage: sane_start: Document feeder out of documents')\n"
        "else:\n    page(1)\n    say('Batch terminated, 1 page scanned')\n"
    )
    feeder = SaneFeeder(parse_sane_address("sane:stand-in?source=auto"), program=program(tmp_path, body))
    assert len(list(feeder.pages())) == 1


@given(st.lists(st.integers(1, 1200), min_size=1), st.integers(50, 1200))
def test_the_next_finer_resolution_is_chosen(offered: list[int], wanted: int) -> None:
    chosen = nearest(offered, wanted)
    assert chosen in offered
    assert chosen == max(offered) or wanted <= chosen
    assert not any(wanted <= each < chosen for each in offered)


@given(st.text())
def test_no_text_makes_the_reading_of_words_fail(text: str) -> None:
    for line in text.splitlines():
        trouble = trouble_in(line)
        assert trouble is None or "scanimage: " in line
        assert pages_told(line) is None or line.startswith("Batch terminated")
    options = options_in(text)
    for tray in trays_in(options):
        assert all("\n" not in word for word in scan_options(options, Wishes(), tray))


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("scanimage: sane_start: Document feeder out of documents", SaneStatus.NO_DOCS),
        ("scanimage: open of device fujitsu:x failed: Device busy", SaneStatus.BUSY),
        ("scanimage: setting of option --source failed (Invalid argument)", SaneStatus.INVALID),
        ("scanimage: sane_read: Weltuntergang", None),
    ],
)
def test_a_line_of_trouble_is_told_by_its_words(line: str, status: SaneStatus | None) -> None:
    trouble = trouble_in(line)
    assert trouble is not None and trouble.status == status


def test_a_rounded_value_is_no_trouble() -> None:
    assert trouble_in("scanimage: rounded value of br-x from 210 to 209.9") is None
