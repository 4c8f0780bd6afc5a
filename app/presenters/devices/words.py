"""What a device is called, where it is and how it fares, in words."""

from __future__ import annotations

from app.presenters.devices.state import Issue, IssueAct
from app.presenters.marks import Mark
from app.wording import Wording
from devices import errors
from devices.bay import Health
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.userinfo import without_userinfo

ICONS = {
    Role.CARD_READER: "card_reader",
    Role.PAGE_SOURCE: "camera",
    Role.PAGE_FEEDER: "scan",
    Role.SLIP_PRINTER: "printer",
    Role.DOCUMENT_PRINTER: "document",
    Role.RATING_PAD: "star",
    Role.CALLER: "bell",
    Role.LOCK_BANK: "locker",
    Role.WINDOW_DISPLAY: "screen",
    Role.MESSAGE_SENDER: "message",
    Role.CODE_SCANNER: "qr",
    Role.SIGNATURE_PAD: "signature",
}

TROUBLES = {
    errors.PaperOut: "paper_out",
    errors.CoverOpen: "cover_open",
    errors.CutterJammed: "cutter_jammed",
    errors.PrinterOffline: "offline",
    errors.DeviceAbsent: "lost",
    errors.SeveralAlike: "several_alike",
    errors.PortInUse: "port_in_use",
    errors.DeviceLost: "lost",
    errors.DeviceSilent: "silent",
    errors.DeviceHangs: "hangs",
    errors.WrongDevice: "wrong_device",
    errors.FeederEmpty: "paper_out",
    errors.FeederJammed: "jammed",
    errors.ScannerOpen: "cover_open",
    errors.SimTrouble: "no_sim",
    errors.NoSignal: "no_signal",
}

NEEDED = frozenset({Role.CARD_READER, Role.PAGE_SOURCE, Role.SLIP_PRINTER, Role.LOCK_BANK, Role.DOCUMENT_PRINTER})
"""Roles whose loss is red: the others have something just as good at hand."""

INSTEAD = frozenset({Role.CARD_READER, Role.PAGE_SOURCE, Role.SLIP_PRINTER, Role.RATING_PAD, Role.MESSAGE_SENDER})
"""Roles with a next best that the clerk is told of."""

QUIET_NOTES = frozenset({"unknown"})
"""Notes that mean nothing is wrong: a printer without read-back is what it is. They are said and no alarm."""


CALIBRATED_AWAY = frozenset({"uncalibrated", "polarity"})
"""Notes that a calibration answers."""


class DeviceWords:
    """Sentences and short words about devices, in the window's language."""

    def __init__(self, say: Wording) -> None:
        self._say = say

    def name(self, setting: DeviceSetting, all_settings: tuple[DeviceSetting, ...]) -> str:
        """What people call it; devices of one role are told apart by their names in the settings."""
        alike = sum(each.role is setting.role for each in all_settings)
        word = self._role(setting)
        return f"{word}（{setting.name}）" if alike > 1 else word

    def short(self, setting: DeviceSetting, all_settings: tuple[DeviceSetting, ...]) -> str:
        """Its name in the header, numbered where there are several."""
        alike = [each.name for each in all_settings if each.role is setting.role]
        word = self._say(f"role_short.{setting.role.value}")
        return f"{word} {alike.index(setting.name) + 1}" if len(alike) > 1 else word

    def make(self, setting: DeviceSetting, health: Health) -> str:
        """What make it is of, and what it says of itself."""
        make = self._say(f"make.{setting.role.value}")
        return "，".join(part for part in (make, health.answer.detail) if part)

    def where(self, setting: DeviceSetting, health: Health) -> str:
        """Where it is now, without the name and password that may stand in an address."""
        scheme, _, rest = setting.address.partition("?")[0].partition(":")
        if scheme not in self._SCHEMES:
            scheme = "serial"
        place = without_userinfo(health.where if scheme == "serial" else rest)
        return self._say(f"place.{scheme}", place=place.removeprefix("serial:").removeprefix("//"))

    _SCHEMES = frozenset(
        {"serial", "tcp", "usb", "hid", "camera", "folder", "image", "video", "sane", "escl", "cups", "file", "spool",
         "dummy", "bridge", "pcsc", "http", "https", "simulated", "keyboard"}
    )  # fmt: skip

    def mark(self, setting: DeviceSetting, health: Health, *, spare: bool = False) -> Mark:
        """How it fares, as a mark; the trouble of a `spare`, in whose place another works, is none of the counter's."""
        if health.trouble is not None:
            return Mark.WRONG if setting.role in NEEDED and not spare else Mark.DOUBTFUL
        return Mark.DOUBTFUL if health.note and health.note not in QUIET_NOTES else Mark.DONE

    def trouble(self, health: Health) -> str:
        """What ails it in a word or two; "" while it is well."""
        if health.trouble is not None:
            word = next((TROUBLES[kind] for kind in type(health.trouble).__mro__ if kind in TROUBLES), "fault")
            return self._say(f"pill.{word}")
        return self._say(f"pill.{health.note}") if health.note and health.note not in QUIET_NOTES else ""

    def state(self, health: Health) -> str:
        """How it fares in a word or two: what ails it, that it says nothing of itself, or that it is well."""
        return self.trouble(health) or self._say(f"pill.{health.note}" if health.note else "devices.well")

    def pill(self, setting: DeviceSetting, health: Health, *, spare: bool = False) -> str:
        """The same for the header, with what is done instead, so that the clerk reads it once and goes on."""
        word = self.trouble(health)
        if health.trouble is not None and setting.role in INSTEAD and not spare:
            return self._say("pill.instead", trouble=word, instead=self._say(f"instead.{setting.role.value}"))
        return word

    def issue(self, setting: DeviceSetting, name: str, health: Health, at: str, *, spare: bool = False) -> Issue | None:
        """What ails it since `at` and what to do; None while it is well."""
        if health.trouble is not None:
            _, cure = self._say.what_and_cure(health.trouble)
            if setting.role in INSTEAD and not spare:
                instead = self._say(f"instead_long.{setting.role.value}")
                cure = self._say("devices.meanwhile", cure=cure, instead=instead)
            acts = _acts_on(setting, health.trouble)
            title = self._say("devices.issue", name=name, what=self.trouble(health), time=at)
            issue = f"{setting.name}:{type(health.trouble).__name__}"
            return Issue(issue, setting.name, self.mark(setting, health, spare=spare), title, cure, acts)
        if health.note and health.note not in QUIET_NOTES:
            what, _, cure = self._say(f"note.{health.note}", name=name, detail=health.answer.detail).partition("。")
            acts = (IssueAct.GUIDE, IssueAct.IGNORE) if health.note in CALIBRATED_AWAY else (IssueAct.IGNORE,)
            return Issue(self.note_id(setting, health), setting.name, Mark.DOUBTFUL, what, cure, acts)
        return None

    def note_id(self, setting: DeviceSetting, health: Health) -> str:
        """The id of the issue that is a device's note; the note stays what it was while the device is away."""
        return f"{setting.name}:{health.note}"

    def _role(self, setting: DeviceSetting) -> str:
        return self._say(f"role.{setting.role.value}")


def _acts_on(setting: DeviceSetting, trouble: errors.DeviceError) -> tuple[IssueAct, ...]:
    """What can be done about a trouble: print elsewhere, look for the speed of a reader that is silent, try again."""
    if setting.role is Role.SLIP_PRINTER:
        return IssueAct.PRINT_A4, IssueAct.RETRY
    on_a_line = setting.address.startswith("serial:")
    if setting.role is Role.CARD_READER and on_a_line and isinstance(trouble, errors.DeviceSilent | errors.LineFault):
        return IssueAct.GUIDE, IssueAct.RETRY
    return (IssueAct.RETRY,)
