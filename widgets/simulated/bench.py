"""Joins the bench panel to the simulated hall: what a visitor does with cards, papers, keys, cables and the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from app.presenters.devices.words import DeviceWords
from app.wording import Wording
from devices.ports import Raster
from devices.scanning.codes import codes_on
from devices.setting import DeviceSetting
from devices.simulators.hall import SimulatedHall
from devices.simulators.hall_device import HallDevice
from devices.simulators.paper import SAMPLE_TITLES
from sync.relay import CuttableLine
from widgets.gui_thread import GuiThread
from widgets.simulated.panel import BenchDevice, HallPanel

LOCKER = "lockers-2"  # the one that was calibrated, which the issuing window uses

ACTS = ("rate_5", "rate_1", "call_next", "scan_code", "pull_door", "shut_door")


class HallBench:
    """The far end of `HallPanel`; the names of cards and devices are in the window's language.

    The hand scanner reads the codes on the slip that came out last, one after the other.
    """

    def __init__(self, hall: SimulatedHall, line: CuttableLine, say: Wording) -> None:
        self._hall, self._line, self._say = hall, line, say
        self._words = DeviceWords(say)
        self._home = GuiThread()
        self._codes: deque[str] = deque()
        self.panel = HallPanel(self)

    def slip_came(self, raster: Raster) -> None:
        """The printer cut a slip off; may be called from its thread."""
        codes = codes_on(raster)
        self._home(lambda: self._lies_there(raster, codes))

    def message_came(self, _number: str, text: str) -> None:
        """A telephone rang; may be called from the modem's thread."""
        self._home(lambda: self.panel.message_came(text))

    @property
    def cards(self) -> Sequence[tuple[str, str]]:
        return [(name, self._say(f"sample_card.{name}")) for name in self._hall.cards]

    @property
    def papers(self) -> Sequence[str]:
        return SAMPLE_TITLES

    @property
    def acts(self) -> Sequence[tuple[str, str]]:
        return [(act, self._say(f"bench.{act}")) for act in ACTS]

    @property
    def devices(self) -> Sequence[BenchDevice]:
        return [self._device(device) for device in self._hall.devices.values()]

    def lay(self, key: str) -> None:
        self._hall.lay_card(key)

    def lift(self) -> None:
        self._hall.lift_card()

    def put_page(self, index: int) -> None:
        self._hall.put_page(index)

    def clear_desk(self) -> None:
        self._hall.clear_desk()

    def act(self, key: str) -> None:
        match key:
            case "rate_5" | "rate_1":
                self._hall.press(key[-1])
            case "call_next":
                self._hall.press("next")
            case "scan_code":
                self._scan()
            case "pull_door":
                self._hall.pull_door(1, LOCKER)
            case "shut_door":
                self._hall.shut_doors()

    def break_(self, device: str, fault: str) -> None:
        self._hall.break_(device, fault)

    def network(self, connected: bool) -> None:
        if connected:
            self._line.join()
        else:
            self._line.cut()

    def _scan(self) -> None:
        if self._codes:
            self._hall.scan(self._codes[0])
            self._codes.rotate(-1)

    def _lies_there(self, raster: Raster, codes: Sequence[str]) -> None:
        self.panel.slip_printed(raster)
        if codes:
            self._codes = deque(codes)

    def _device(self, device: HallDevice) -> BenchDevice:
        faults = tuple((fault, self._say(f"fault.{fault}")) for fault in device.breaks)
        setting = device.setting or DeviceSetting(device.name, device.role, "")
        name = f"{self._words.name(setting, (setting,))} {device.name}"
        note = "" if device.setting else self._say("bench.not_set_up")
        return BenchDevice(device.name, name, device.listens(), faults, device.broken, note)
