"""What can go wrong with a device, named for the physical condition.

    DeviceError                      any of the below; carries `role` and `where`
    ├── DeviceAbsent                 the port, address or file cannot be opened (why)
    │   ├── NotPluggedIn             there is none such on this computer
    │   ├── SeveralAlike             several are plugged in that the address fits
    │   └── PortInUse                another program has it
    ├── DeviceLost                   it was open and went away
    ├── DeviceSilent                 it did not answer within `seconds`
    ├── DeviceHangs                  its driver has not come back for `seconds`, so nobody knows
    ├── LineFault                    bytes arrived garbled, and again after a retry (detail)
    ├── DeviceRefused                it answered with an error of its own (code, meaning)
    ├── WrongDevice                  another device than the one expected answers there (expected, found)
    ├── CardError
    │   ├── NoCard                   nothing on the reader, or this card was read already
    │   ├── CardRemoved              taken away while being read
    │   ├── CardUnreadable           damaged, not authentic, or not an ID card (code, meaning)
    │   └── UnknownCardKind          read well, but its type flag is not one we know (flag)
    ├── PrinterError
    │   ├── PaperOut
    │   ├── CoverOpen
    │   ├── CutterJammed
    │   └── PrinterOffline
    ├── PageSourceError
    │   ├── PictureTooLarge          more pixels than `limit`
    │   ├── PictureBroken            a file that is not the picture or PDF it claims to be
    │   ├── PictureFrozen            the camera repeats one frame or none
    │   └── FeederError
    │       ├── FeederEmpty          no paper in the feeder
    │       ├── FeederJammed         paper is stuck in it
    │       ├── ScannerOpen          its cover is open
    │       └── ScannerBusy          it works for somebody else
    ├── LockError                    (cell)
    │   ├── NoSuchCell               the bank has no cell of this number
    │   └── CellStuck                told to open, but its door stayed shut
    └── MessageError
        ├── SimTrouble               no SIM card, or it asks for its PIN
        ├── NoSignal                 not registered in a network
        ├── MessageRefused           the network or gateway did not take it (code)
        └── MessageUnsure            no word came back: it may have been sent, so ask before sending it again

`widgets.wording` and `app.wording` make the sentence; nothing here is shown to a person as it is.
"""

from __future__ import annotations


class DeviceError(Exception):
    """A device condition. `role` is one of `devices.ports.Role`'s values; `where` a port or address."""

    def __init__(self, detail: str = "", *, role: str = "", where: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.role = role
        self.where = where


class DeviceAbsent(DeviceError):
    """The port, address or file cannot be opened; `detail` is the operating system's reason."""


class NotPluggedIn(DeviceAbsent):
    """No such port or device is plugged in."""


class SeveralAlike(DeviceAbsent):
    """Several are plugged in that the address fits, and nothing tells which is meant."""


class PortInUse(DeviceAbsent):
    """Another program has the port."""


class DeviceLost(DeviceError):
    """The device was open and went away."""


class DeviceSilent(DeviceError):
    """No answer within `seconds`."""

    def __init__(self, detail: str = "", *, seconds: float = 0.0, role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.seconds = seconds


class DeviceHangs(DeviceError):
    """Whoever speaks with the device has not come back for `seconds`: it may hang, or be at a very long task."""

    def __init__(self, detail: str = "", *, seconds: float = 0.0, role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.seconds = seconds


class LineFault(DeviceError):
    """Bytes arrived, but garbled, and again after the one retry."""


class DeviceRefused(DeviceError):
    """The device answered with an error code of its own."""

    def __init__(self, detail: str = "", *, code: int = 0, role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.code = code


class WrongDevice(DeviceError):
    """Another device answers at this place than the one that was bound to it."""

    def __init__(self, expected: str, found: str, *, role: str = "", where: str = "") -> None:
        super().__init__(f"{found} instead of {expected}", role=role, where=where)
        self.expected = expected
        self.found = found


class CardError(DeviceError):
    """A condition of the card rather than of the reader."""


class NoCard(CardError):
    """Nothing lies on the reader; or, when `already_read`, a card that was read and not lifted since."""

    def __init__(self, detail: str = "", *, already_read: bool = False, role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.already_read = already_read


class CardRemoved(CardError):
    """The card was taken away while it was being read."""


class CardUnreadable(CardError):
    """The card is damaged, not authentic, or no ID card."""

    def __init__(self, detail: str = "", *, code: int = 0, role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.code = code


class UnknownCardKind(CardError):
    """The card was read, but its type flag is none of the four known ones."""

    def __init__(self, flag: str, *, role: str = "", where: str = "") -> None:
        super().__init__(flag, role=role, where=where)
        self.flag = flag


class PrinterError(DeviceError):
    """A condition of the printer itself."""


class PaperOut(PrinterError):
    """The roll has run out."""


class CoverOpen(PrinterError):
    """The lid is open."""


class CutterJammed(PrinterError):
    """The cutter is stuck."""


class PrinterOffline(PrinterError):
    """The printer answers that it is off line for another reason."""


class PageSourceError(DeviceError):
    """A condition of a camera or of a picture file."""


class PictureTooLarge(PageSourceError):
    """More pixels than we are willing to decode."""


class PictureBroken(PageSourceError):
    """A file that cannot be decoded as the picture or PDF it claims to be."""


class PictureFrozen(PageSourceError):
    """The camera gives no frame, or the same one again and again."""


class FeederError(PageSourceError):
    """A condition of a scanner."""


class FeederEmpty(FeederError):
    """There is no paper in the feeder."""


class FeederJammed(FeederError):
    """Paper is stuck in the feeder."""


class ScannerOpen(FeederError):
    """The scanner's cover is open."""


class ScannerBusy(FeederError):
    """The scanner works for somebody else."""


class LockError(DeviceError):
    """A condition of one cell of a lock bank; cells count from 1."""

    def __init__(self, detail: str = "", *, cell: int = 0, role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.cell = cell


class NoSuchCell(LockError):
    """The bank has no cell of this number; nothing was sent."""


class CellStuck(LockError):
    """The board took the command, but the door stayed shut."""


class MessageError(DeviceError):
    """A condition of sending a text message."""


class SimTrouble(MessageError):
    """The modem has no SIM card, or the card asks for its PIN."""


class NoSignal(MessageError):
    """The modem is in no network."""


class MessageRefused(MessageError):
    """The network or the gateway did not take the message; `code` is its own."""

    def __init__(self, detail: str = "", *, code: str = "", role: str = "", where: str = "") -> None:
        super().__init__(detail, role=role, where=where)
        self.code = code


class MessageUnsure(MessageError):
    """The message was handed over and no word came back. It may have been sent: never repeat it unasked."""
