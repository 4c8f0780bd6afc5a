"""Sentences for people: what happened, what to do. One table a language, for window, command line and central."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from app.domain import errors as counter
from devices import errors as device
from devices.reading import errors as reading
from sync import errors as sync_errors

CODES: dict[type[Exception], str] = {
    device.DeviceError: "device.trouble",
    device.DeviceAbsent: "device.absent",
    device.NotPluggedIn: "device.not_plugged_in",
    device.SeveralAlike: "device.several_alike",
    device.PortInUse: "device.port_in_use",
    device.DeviceLost: "device.lost",
    device.DeviceSilent: "device.silent",
    device.DeviceHangs: "device.hangs",
    device.LineFault: "device.line_fault",
    device.DeviceRefused: "device.refused",
    device.NoCard: "card.none",
    device.CardRemoved: "card.removed",
    device.CardUnreadable: "card.unreadable",
    device.UnknownCardKind: "card.unknown_kind",
    device.PaperOut: "printer.paper_out",
    device.CoverOpen: "printer.cover_open",
    device.CutterJammed: "printer.cutter_jammed",
    device.PrinterOffline: "printer.offline",
    device.PictureTooLarge: "picture.too_large",
    device.PictureBroken: "picture.broken",
    device.PictureFrozen: "picture.frozen",
    device.WrongDevice: "device.wrong_device",
    device.FeederError: "picture.feeder",
    device.FeederEmpty: "picture.feeder_empty",
    device.FeederJammed: "picture.feeder_jammed",
    device.ScannerOpen: "picture.scanner_open",
    device.ScannerBusy: "picture.scanner_busy",
    device.LockError: "lock.trouble",
    device.NoSuchCell: "lock.no_such_cell",
    device.CellStuck: "lock.cell_stuck",
    device.MessageError: "message.trouble",
    device.SimTrouble: "message.sim_trouble",
    device.NoSignal: "message.no_signal",
    device.MessageRefused: "message.refused",
    device.MessageUnsure: "message.unsure",
    reading.ReadingError: "reading.trouble",
    reading.ReaderMissing: "reading.missing",
    reading.ReaderCrashed: "reading.crashed",
    reading.ReaderTooLarge: "reading.too_large",
    reading.ReaderTooSlow: "reading.too_slow",
    reading.NotThisPaper: "reading.not_this",
    counter.CounterError: "trouble",
    counter.MoveRefused: "move_refused.not_from_here",
    counter.NumbersExhausted: "numbers.exhausted",
    counter.CatalogueInvalid: "catalogue.invalid",
    counter.StoreInUse: "store.in_use",
    counter.StoreForeign: "store.foreign",
    counter.DiskFull: "store.disk_full",
    counter.StoreUnavailable: "store.unavailable",
    counter.NoticeUnfit: "notices.unfit",
    counter.SignInRefused: "sign_in.refused",
    counter.SignInDisabled: "sign_in.disabled",
    counter.SignInExpired: "sign_in.expired",
    counter.PasswordWeak: "sign_in.weak",
    counter.NotFound: "not_found",
    sync_errors.SyncError: "sync.trouble",
    sync_errors.Unreachable: "sync.unreachable",
    sync_errors.NotOurCentral: "sync.not_ours",
    sync_errors.ForeignRedirect: "sync.redirected",
    sync_errors.Busy: "sync.busy",
    sync_errors.SignInNeeded: "sync.sign_in",
    sync_errors.SessionEnded: "sync.session",
    sync_errors.UpgradeNeeded: "sync.upgrade",
    sync_errors.CentralFault: "sync.central_fault",
    sync_errors.Refused: "sync.refused",
    sync_errors.PageLost: "sync.page_lost",
}

NAMES: dict[str, str] = {
    "SlipNotSet": "slip_trouble.not_set",
    "SlipFileInvalid": "slip_file.invalid",
    "GlyphsMissing": "slip.glyphs",
    "NoPrinter": "slip.no_printer",
    "PageDamaged": "store.page_damaged",
    "UnknownRating": "device.unknown_rating",
    "TextTooLong": "display.too_long",
    "CharactersNotShown": "display.characters",
    "CellOpenAlready": "lock.open_already",
    "CellUnseen": "lock.unseen",
    "DoorStillOpen": "hand_out_refused.door_open",
    "CellWrong": "hand_out_refused.cell_wrong",
    "NoCellFree": "hand_out_refused.no_cell",
    "CodeWrong": "hand_out_refused.code_wrong",
    "NothingAwaited": "hand_out_refused.nothing_awaited",
    "LockerWaits": "hand_out_refused.locker_waits",
    "WrongPerson": "hand_out_refused.wrong_person",
    "WaybillWrong": "hand_out_refused.waybill_form",
}
"""Errors that live beside what raises them. By name: words must not drag in compilers, printers and databases."""


class Wording:
    """The sentences of one language, by message id; `{facts}` in a sentence are filled in."""

    def __init__(self, folder: Path, language: str) -> None:
        text = (folder / f"messages.{language}.toml").read_text(encoding="utf-8")
        self._sentences = dict(_flat(tomllib.loads(text)))
        self.language = language

    def __call__(self, message: str, **facts: object) -> str:
        """The sentence of that id. An unknown id is a bug: `KeyError`."""
        return self._sentences[message].format(**facts)

    def error(self, error: Exception) -> str:
        """What happened and what to do, for any error of the three trees."""
        facts = {name: value for name, value in vars(error).items() if not name.startswith("_")}
        facts["detail"] = facts.get("detail") or str(error)
        return self._sentences[_code(error)].format_map(defaultdict(str, facts | self._in_words(error)))

    def what_and_cure(self, error: Exception) -> tuple[str, str]:
        """The sentence in its two parts: what happened, and what to do ("" where there is nothing to do)."""
        what, _, cure = self.error(error).partition("。" if self.language == "zh_CN" else ". ")
        return what, cure

    def ids(self) -> frozenset[str]:
        """Every message id of this language."""
        return frozenset(self._sentences)

    def template(self, message: str) -> str:
        """The sentence with its braces unfilled."""
        return self._sentences[message]

    def _in_words(self, error: Exception) -> dict[str, str]:
        """Facts that are codes in the error and words in a sentence."""
        match error:
            case reading.NotThisPaper(wanted=wanted, seems=seems):
                papers = self("or").join(self(f"paper.{kind}") for kind in wanted)
                return {"wanted": papers, "seems": self(f"paper.{seems}") if seems else ""}
            case device.DeviceError():
                code = getattr(error, "code", 0)
                words = {"role": self(f"role.{error.role or 'device'}")}
                return words | (
                    {"detail": self("device.code", code=f"{code:02X}")} if isinstance(code, int) and code else {}
                )
            case counter.MoveRefused(state=state, move=move):
                return {"state": self(f"state.{state}"), "move": self(f"move.{move}")}
            case counter.SettingsInvalid(where=where):
                return {"where": self("settings.line", line=where) if where else ""}
            case _ if problems := getattr(error, "problems", ()):
                return {"problems": self("between").join(problems)}
            case _ if not _known(error):
                return {"detail": type(error).__name__}  # its text is for programmers, and may name a person
            case _:
                return {}


def _code(error: Exception) -> str:
    match error:
        case device.NoCard(already_read=True):
            return "card.already_read"
        case reading.NotThisPaper(seems=seems) if seems:
            return "reading.seems"
        case counter.MoveRefused(why=why):
            return f"move_refused.{why}"
        case counter.SettingsInvalid(why=why):
            return f"settings.{why}"
        case counter.SignInRefused(attempts_left=0):
            return "sign_in.locked"
        case _ if type(error).__name__ == "WaybillWrong":
            return f"hand_out_refused.waybill_{getattr(error, 'why', 'form')}"
        case _:
            return next(_codes_of(type(error)), "bug")


def _codes_of(kind: type[Exception]) -> Iterator[str]:
    for each in kind.__mro__:
        if code := CODES.get(each) or NAMES.get(each.__name__):
            yield code


def _known(error: Exception) -> bool:
    return isinstance(error, counter.CounterError | device.DeviceError | sync_errors.SyncError)


def _flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found
