"""A caller and a rating pad on one keypad bus, made of software: what they say, and what they show.

    machine = CounterBusMachine()
    with SimulatedDevice(machine, baud=9600) as device:
        device.say(machine.press(CallerKey.NEXT))
        device.say(machine.rate(5))

A press waits for its acknowledgement in the form its make wants; `repeat` says again what still waits, as a real one
does on its own after a while.
"""

from __future__ import annotations

import threading
from enum import Enum

from devices.ports import CallerKey
from devices.rating import ff68
from devices.rating.ff68 import Acknowledgement, Frame

_NOISE = bytes.fromhex("00 68 FF 68 05 05 68 7E")  # with the beginning of a frame that never comes
_BLANK = 0x0A


class BusFault(Enum):
    """What can be wrong with the devices, or with the bus between them and the line."""

    DEAF = "deaf"  # nothing said to them arrives
    LOST_ACKNOWLEDGEMENT = "lost_acknowledgement"  # it is not heard: they say the press again, at once
    WRONG_CHECK = "wrong_check"  # what they say is garbled
    NOISE = "noise"  # the bus crackles before they speak


class CounterBusMachine:
    """Caller and pad numbered `number`. `waiting` and `ticket` are what the caller shows, blanks as spaces."""

    def __init__(
        self,
        number: int = 1,
        *,
        caller_wants: Acknowledgement = Acknowledgement.ECHO,
        pad_wants: Acknowledgement = Acknowledgement.WITH_DATA,
    ) -> None:
        self.number = number
        self.waiting = self.ticket = "   "
        self.beeps = self.invitations = self.stars = 0
        self._wants = {number: caller_wants, ff68.PAD_ADDRESS + number: pad_wants}
        self._unheard: list[Frame] = []  # presses that were not acknowledged yet
        self._heard = b""
        self._decoder = ff68.FrameDecoder()
        self._fault: BusFault | None = None
        self._times: int | None = None
        self._lock = threading.Lock()  # keys are pressed and answers heard from two threads

    @property
    def is_acknowledged(self) -> bool:
        """Every press has been heard, and answered in the form that its make wants."""
        with self._lock:
            return not self._unheard

    def play(self, fault: BusFault | None, times: int | None = None) -> None:
        """Be faulty until told otherwise, or so many times."""
        with self._lock:
            self._fault, self._times = fault, times

    def heal(self) -> None:
        self.play(None)

    def press(self, key: CallerKey | int) -> bytes:
        """A key of the caller is pressed: the bytes it says."""
        return self._say_new(ff68.press(self.number, key))

    def rate(self, raw: int) -> bytes:
        """A key of the pad is pressed: the bytes it says."""
        return self._say_new(ff68.rated(self.number, raw))

    def repeat(self) -> bytes:
        """The presses that nobody has acknowledged, said again."""
        with self._lock:
            return b"".join(self._spoken(frame) for frame in self._unheard)

    def answer(self, data: bytes) -> bytes:
        with self._lock:
            if self._plays(BusFault.DEAF):
                return b""
            for frame in self._decoder.feed(data):
                self._obey(frame)
            self._heard = (self._heard + data)[-64:]
            said = b""
            while (press := self._acknowledged()) is not None:
                if self._plays(BusFault.LOST_ACKNOWLEDGEMENT):
                    said += self._spoken(press)
                else:
                    self._unheard.remove(press)
            return said

    def _say_new(self, said: bytes) -> bytes:
        with self._lock:
            frame = ff68.FrameDecoder().feed(said)[0]
            self._unheard.append(frame)
            return self._spoken(frame)

    def _spoken(self, frame: Frame) -> bytes:
        said = ff68.encode(frame)
        if self._plays(BusFault.WRONG_CHECK):
            return said[:-2] + bytes([said[-2] ^ 0xFF, said[-1]])
        return _NOISE + said if self._plays(BusFault.NOISE) else said

    def _acknowledged(self) -> Frame | None:
        """The press whose acknowledgement has been heard, byte for byte as its make wants it."""
        for press in self._unheard:
            form = self._wants[press.address]
            wanted = ff68.acknowledge(press, form)
            has_lead_too_many = form is Acknowledgement.BARE and ff68.LEAD + wanted in self._heard
            if wanted in self._heard and not has_lead_too_many:
                self._heard = self._heard.replace(wanted, b"", 1)
                return press
        return None

    def _obey(self, frame: Frame) -> None:
        said = ff68.encode(frame)
        if said == ff68.beep(self.number):
            self.beeps += 1
        elif said == ff68.invite(self.number):
            self.invitations += 1
        elif said[:-3] == ff68.stars(self.number, 1)[:-3]:
            self.stars = frame.data[0]
        elif frame.address == self.number and len(frame.data) == 6:
            shown = "".join(" " if digit == _BLANK else str(digit) for digit in frame.data)
            self.waiting, self.ticket = shown[:3], shown[3:]

    def _plays(self, fault: BusFault) -> bool:
        if self._fault is not fault or self._times == 0:
            return False
        if self._times is not None:
            self._times -= 1
        return True
