"""Network scanners: the XML of eSCL, the conversation with a server and its faults, and how scanners are found."""

from __future__ import annotations

import datetime
import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import ServiceInfo, Zeroconf

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
    WrongDevice,
)
from devices.ports import Frame
from devices.scanning.escl import EsclFeeder, parse_escl_address
from devices.scanning.escl_words import BadXml, read_abilities, read_status, scan_settings
from devices.scanning.find_escl import find_escl
from devices.scanning.sane import SaneFeeder, parse_sane_address
from devices.scanning.sane_words import trays_in
from devices.scanning.wishes import Colours, Tray, Wishes
from devices.simulators.escl_scanner import BOMB, EsclFault, EsclScanner
from devices.simulators.paper import sample_page
from tests.support import sane


@pytest.fixture(scope="module")
def pages() -> list[Frame]:
    """Four pages of 75 dots an inch."""
    return [
        np.asarray(cv2.resize(sample_page(number), (620, 877), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        for number in range(4)
    ]


@pytest.fixture
def scanner(pages: list[Frame]) -> Iterator[EsclScanner]:
    with EsclScanner(pages) as simulated:
        yield simulated


@pytest.fixture
def feeder(scanner: EsclScanner) -> Iterator[EsclFeeder]:
    driver = feeder_of(scanner)
    yield driver
    driver.close()


def feeder_of(scanner: EsclScanner, settings: str = "source=adf") -> EsclFeeder:
    address = parse_escl_address(f"{scanner.address}?{settings}")
    return EsclFeeder(address, patience=3.0, answering=1.0, busy_for=0.5)


def scanned(feeder: EsclFeeder) -> tuple[int, DeviceError | None]:
    """How many pages came, and what was raised after them."""
    came = 0
    try:
        for _ in feeder.pages():
            came += 1
    except DeviceError as error:
        return came, error
    return came, None


@pytest.mark.parametrize(
    ("fault", "came", "condition"),
    [
        (EsclFault.EMPTY, 0, FeederEmpty),
        (EsclFault.JAM_HALF_WAY, 2, FeederJammed),
        (EsclFault.COVER_OPEN, 0, ScannerOpen),
        (EsclFault.BUSY, 0, ScannerBusy),
        (EsclFault.BUSY_AT_FIRST, 4, None),
        (EsclFault.IN_USE, 0, ScannerBusy),
        (EsclFault.REFUSES, 0, DeviceRefused),
        (EsclFault.ABORTS, 2, DeviceRefused),
        (EsclFault.CUT_OFF, 0, DeviceLost),
        (EsclFault.SPOILT_PAGE, 0, PictureBroken),
        (EsclFault.GARBAGE, 0, LineFault),
        (EsclFault.BOMB, 0, LineFault),
        (EsclFault.FALLS_SILENT, 0, DeviceSilent),
    ],
)
def test_every_fault_is_its_own_condition_and_what_came_is_kept(
    scanner: EsclScanner, feeder: EsclFeeder, fault: EsclFault, came: int, condition: type[DeviceError] | None
) -> None:
    feeder.open()
    scanner.play(fault)
    started = time.monotonic()
    count, error = scanned(feeder)
    assert (count, type(error) if error else None) == (came, condition)
    assert time.monotonic() - started < 6
    if error is not None:
        assert (error.role, error.where) == ("page_source", f"127.0.0.1:{scanner.port}")


def test_a_page_without_end_is_stopped_by_its_size_or_by_the_clock(scanner: EsclScanner, feeder: EsclFeeder) -> None:
    scanner.play(EsclFault.ENDLESS)
    started = time.monotonic()
    _, error = scanned(feeder)
    assert isinstance(error, PictureTooLarge | DeviceSilent)
    assert time.monotonic() - started < 6


def test_after_a_fault_is_healed_the_rest_is_scanned(
    scanner: EsclScanner, feeder: EsclFeeder, pages: list[Frame]
) -> None:
    scanner.play(EsclFault.JAM_HALF_WAY)
    assert scanned(feeder)[0] == 2
    scanner.heal()
    scanner.load(pages[2:])
    assert scanned(feeder) == (2, None)


def test_a_scanner_that_goes_off_between_two_pages_is_lost(scanner: EsclScanner, feeder: EsclFeeder) -> None:
    with closing(feeder.pages()) as stream:
        next(stream)
        scanner.stop()
        with pytest.raises(DeviceLost):
            next(stream)
    feeder.close()
    with pytest.raises(DeviceAbsent):
        feeder.open()


def test_the_job_is_taken_away_when_the_iterator_is_closed_and_when_it_ends(
    scanner: EsclScanner, feeder: EsclFeeder
) -> None:
    with closing(feeder.pages()) as stream:
        next(stream)
    assert scanner.deleted == ["/eSCL/ScanJobs/1"]
    scanned(feeder)
    assert len(scanner.deleted) == 2


def test_the_glass_gives_one_page_though_the_scanner_would_give_more(scanner: EsclScanner) -> None:
    feeder = feeder_of(scanner, "source=flatbed")
    assert scanned(feeder) == (1, None)
    assert len(scanner.deleted) == 1
    feeder.close()


def test_auto_takes_the_glass_when_the_feeder_is_empty(scanner: EsclScanner, pages: list[Frame]) -> None:
    feeder = feeder_of(scanner, "source=auto")
    assert scanned(feeder) == (4, None)
    assert "Feeder" in scanner.settings
    assert scanned(feeder) == (1, None)
    assert "Platen" in scanner.settings
    feeder.close()


def test_what_is_wished_is_what_the_scanner_is_asked_for(scanner: EsclScanner) -> None:
    feeder = feeder_of(scanner, "source=duplex&resolution=250&mode=gray")
    scanned(feeder)
    feeder.close()
    asked = scanner.settings
    assert "<scan:Duplex>true</scan:Duplex>" in asked and ">Feeder<" in asked
    assert ">Grayscale8<" in asked and asked.count("Resolution>300<") == 2
    assert "<pwg:Width>2480</pwg:Width><pwg:Height>3508</pwg:Height>" in asked


def test_a_page_comes_through_as_it_was_scanned(scanner: EsclScanner, feeder: EsclFeeder, pages: list[Frame]) -> None:
    for seen, laid in zip(feeder.pages(), pages, strict=True):
        assert seen.shape == laid.shape
        assert float(np.abs(seen.astype(int) - laid.astype(int)).mean()) < 6


def test_what_is_no_scanner_is_said_to_be_another_device(scanner: EsclScanner) -> None:
    address = parse_escl_address(f"escl://127.0.0.1:{scanner.port}/printer")
    with pytest.raises(WrongDevice) as trouble:
        EsclFeeder(address).open()
    assert trouble.value.found == "HTTP 404"


def test_where_nobody_listens_the_scanner_is_absent() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DeviceAbsent):
        EsclFeeder(parse_escl_address(f"escl://127.0.0.1:{port}/eSCL")).open()


def test_where_somebody_listens_and_says_nothing_the_scanner_is_silent() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        address = parse_escl_address(f"escl://127.0.0.1:{mute.getsockname()[1]}/eSCL")
        with pytest.raises(DeviceSilent):
            EsclFeeder(address, answering=0.3).open()


def self_signed(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A scanner's side of https, and the SHA-256 of its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "scanner.invalid")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "scanner.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()


def test_over_https_the_one_certificate_that_is_written_down_is_accepted(tmp_path: Path, pages: list[Frame]) -> None:
    tls, fingerprint = self_signed(tmp_path)
    with EsclScanner(pages, tls=tls) as scanner:
        feeder = feeder_of(scanner, f"source=adf&certificate={fingerprint}")
        assert scanned(feeder) == (4, None)
        feeder.close()


@pytest.mark.parametrize("settings", ["", f"certificate={'ab' * 32}"], ids=["none", "another"])
def test_over_https_any_other_certificate_is_refused_and_told(tmp_path: Path, settings: str) -> None:
    tls, fingerprint = self_signed(tmp_path)
    with EsclScanner(tls=tls) as scanner:
        with pytest.raises(WrongDevice) as trouble:
            feeder_of(scanner, settings).open()
        assert trouble.value.found == fingerprint


@pytest.mark.parametrize(
    "address",
    ["escl:", "escl://", "http://host/eSCL", "escl://host/eSCL?source=tray2", "escl://host/eSCL?speed=1",
     "escl+https://host/eSCL?certificate=abc", "escl://user:word@host/eSCL"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_said(address: str) -> None:
    with pytest.raises(ValueError):
        parse_escl_address(address)


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("escl://10.0.0.9", "http://10.0.0.9/eSCL/"),
        ("escl://10.0.0.9:8080/eSCL/", "http://10.0.0.9:8080/eSCL/"),
        ("escl+https://printer.local/scan/eSCL", "https://printer.local/scan/eSCL/"),
    ],
)
def test_an_address_is_a_place_on_the_web(address: str, base: str) -> None:
    assert parse_escl_address(address).base == base


def test_abilities_are_read_tray_by_tray() -> None:
    abilities = read_abilities(EsclScanner.abilities(_Unserved()).encode())
    assert set(abilities.trays) == set(Tray)
    assert abilities.name == "Simulated eSCL scanner"
    assert abilities.trays[Tray.GLASS].resolutions == (100, 200, 300, 600)
    assert abilities.trays[Tray.GLASS].modes == ("Grayscale8", "RGB24")


class _Unserved(EsclScanner):
    """A scanner that is only asked for its words."""

    def __init__(self) -> None:
        self.kind = "image/jpeg"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"no xml",
        b"<ScannerStatus>",
        b"<OtherThing/>",
        BOMB.encode(),
        BOMB.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
        b'<?xml version="1.0"?><!DOCTYPE s SYSTEM "file:///etc/passwd"><ScannerStatus/>',
        b'<?xml version="1.0" encoding="klingon"?><ScannerStatus/>',
        b"<ScannerStatus>" + b" " * 1_000_001 + b"</ScannerStatus>",
    ],
    ids=["empty", "text", "unfinished", "other", "entities", "entities in UTF-16", "file", "encoding", "large"],
)
def test_a_document_that_is_not_a_status_is_refused(document: bytes) -> None:
    with pytest.raises(BadXml):
        read_status(document)


def test_a_document_nested_a_hundred_thousand_deep_is_read_or_refused() -> None:
    document = b"<ScannerStatus>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</ScannerStatus>"
    assert read_status(document).state == ""


@given(st.binary(max_size=400))
def test_noise_is_never_a_status(noise: bytes) -> None:
    with pytest.raises(BadXml):
        read_status(noise)


@given(st.data())
def test_a_status_with_one_byte_changed_is_refused_or_still_a_status(data: st.DataObject) -> None:
    document = bytearray(
        b'<s:ScannerStatus xmlns:s="x" xmlns:p="y"><p:State>Idle</p:State>'
        b"<s:AdfState>ScannerAdfLoaded</s:AdfState></s:ScannerStatus>"
    )
    document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))
    try:
        status = read_status(bytes(document))
    except BadXml:
        return
    assert len(status.state) < 20 and len(status.feeder) < 20


@given(st.sampled_from(list(Tray)), st.integers(50, 1200), st.sampled_from(list(Colours)))
def test_what_is_asked_for_is_always_good_xml_within_the_scanner_s_limits(
    tray: Tray, resolution: int, colours: Colours
) -> None:
    abilities = read_abilities(EsclScanner.abilities(_Unserved()).encode())
    body = scan_settings(abilities, Wishes(tray, False, resolution, colours), tray).decode()
    asked = int(body.partition("XResolution>")[2].partition("<")[0])
    assert asked in abilities.trays[tray].resolutions
    assert ("Duplex>" in body) == (tray is not Tray.GLASS)


@sane.installed
def test_another_client_scans_the_simulated_scanner_as_well(
    scanner: EsclScanner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SANE's own eSCL backend: written by others, it finds in the simulator what it finds in real scanners."""
    (tmp_path / "dll.conf").write_text("escl\n")
    (tmp_path / "escl.conf").write_text(f"device http://127.0.0.1:{scanner.port} Simulated\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    other = SaneFeeder(parse_sane_address(f"sane:escl:http://127.0.0.1:{scanner.port}?source=adf&resolution=100"))
    assert len(list(other.pages())) == 4
    assert set(trays_in(other.options)) == set(Tray)
    with pytest.raises(FeederEmpty):
        list(other.pages())


Announce = Callable[..., None]


@pytest.fixture
def announce() -> Iterator[Announce]:
    """Announces a scanner in the network of this computer alone."""
    network = Zeroconf(interfaces=["127.0.0.1"])

    def tell(kind: str, name: str, port: int, **properties: str) -> None:
        network.register_service(
            ServiceInfo(
                f"{kind}._tcp.local.",
                f"{name}.{kind}._tcp.local.",
                addresses=[socket.inet_aton("127.0.0.1")],
                port=port,
                properties=properties,
                server="scanner-under-test.local.",
            )
        )

    yield tell
    network.unregister_all_services()
    network.close()


def test_a_scanner_that_announces_itself_is_found_once(announce: Announce) -> None:
    announce("_uscan", "One", 8080, ty="Example MFP 1", rs="eSCL", UUID="4509a320")
    announce("_uscans", "One", 8443, ty="Example MFP 1", rs="eSCL", UUID="4509a320")
    announce("_uscan", "Two", 80, ty="Two\x1b[2J" + "x" * 200, rs="/scan/eSCL/")
    announce("_uscan", "Bad", 80, ty="Bad", rs="eSCL?source=adf&x=\n")
    found = find_escl(4.0, interfaces=["127.0.0.1"])
    assert [each.address for each in found] == ["escl://127.0.0.1:8080/eSCL", "escl://127.0.0.1:80/scan/eSCL"]
    assert found[0].name == "Example MFP 1"
    assert found[1].name.startswith("Two[2Jx") and len(found[1].name) <= 80


def test_where_nothing_is_announced_nothing_is_found() -> None:
    assert find_escl(0.2, interfaces=["127.0.0.1"]) == ()
