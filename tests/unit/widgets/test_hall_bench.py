"""The bench of the simulated hall: what a visitor does with it happens to the devices."""

from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from app import paths
from app.wording import Wording
from devices.code_scanners.serial_scanner import SerialCodeScanner
from devices.ports import Raster
from devices.simulators.hall import SimulatedHall
from devices.wires.address import parse_address, wire_at
from sync.relay import CuttableLine
from widgets.simulated.bench import LOCKER, HallBench


@pytest.fixture
def hall() -> Iterator[SimulatedHall]:
    with SimulatedHall() as hall:
        yield hall


@pytest.fixture
def bench(qtbot: QtBot, hall: SimulatedHall) -> Iterator[HallBench]:
    with CuttableLine("http://127.0.0.1:9") as line:
        made = HallBench(hall, line, Wording(paths.resources() / "i18n", "zh_CN"))
        qtbot.addWidget(made.panel)
        yield made


def slip(*codes: str) -> Raster:
    """A slip with bar codes one below the other."""
    bars = [np.array(zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128).to_image(scale=2)) for code in codes]
    sheet = np.full((sum(each.shape[0] + 40 for each in bars), 576), 255, np.uint8)
    top = 20
    for each in bars:
        sheet[top : top + each.shape[0], 40 : 40 + each.shape[1]] = each
        top += each.shape[0] + 40
    return Raster(576, sheet.shape[0], np.packbits(sheet < 128, axis=1).tobytes())


def test_the_hand_scanner_reads_the_codes_of_the_slip_that_came_out_last_one_after_the_other(
    qtbot: QtBot, bench: HallBench, hall: SimulatedHall
) -> None:
    gun = hall.devices["code-gun"]
    scanner = SerialCodeScanner(wire_at(parse_address(gun.listens()), baud=9600), gun.device.profile)
    scanner.open()
    bench.act("scan_code")  # nothing was printed yet: nothing is read
    bench.slip_came(slip("YC26-03-J00021", "YC26-03-00101"))
    qtbot.waitUntil(lambda: bench.panel.slips == 1)
    heard = []
    for _ in range(3):
        bench.act("scan_code")
        heard.append(scanner.scanned(5))
    scanner.close()
    assert heard == ["YC26-03-J00021", "YC26-03-00101", "YC26-03-J00021"]


def test_the_key_opens_a_door_of_the_locker_that_the_issuing_window_uses(bench: HallBench, hall: SimulatedHall) -> None:
    bench.act("pull_door")
    assert hall.devices[LOCKER].device.open_cells == {1}
    bench.act("shut_door")
    assert not hall.devices[LOCKER].device.open_cells
