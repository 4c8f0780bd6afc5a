"""Sentences for people: what happened, what to do. One table a language, for window, command line and central."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

from app.domain import errors as counter
from devices import errors as device
from sync import errors as sync_errors

CODES: dict[type[Exception], str] = {
    device.DeviceAbsent: "device.absent",
    device.DeviceLost: "device.lost",
    device.DeviceSilent: "device.silent",
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
    counter.MoveRefused: "case.move_refused",
    counter.NumbersExhausted: "numbers.exhausted",
    counter.CatalogueInvalid: "catalogue.invalid",
    counter.SettingsInvalid: "settings.invalid",
    counter.StoreInUse: "store.in_use",
    counter.StoreForeign: "store.foreign",
    counter.DiskFull: "store.disk_full",
    counter.StoreUnavailable: "store.unavailable",
    counter.SignInRefused: "sign_in.refused",
    counter.NotFound: "not_found",
    sync_errors.SyncError: "sync.trouble",
}


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
        if isinstance(error, device.NoCard) and error.already_read:
            return self("card.already_read")
        code = next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), "bug")
        facts = {name: getattr(error, name) for name in _facts(error)}
        facts["detail"] = facts.get("detail") or str(error)
        if role := getattr(error, "role", ""):
            facts["role"] = self(f"role.{role}")
        if problems := getattr(error, "problems", ()):
            facts["problems"] = "；".join(problems)
        return self._sentences[code].format_map(defaultdict(str, facts))

    def ids(self) -> frozenset[str]:
        """Every message id of this language."""
        return frozenset(self._sentences)

    def template(self, message: str) -> str:
        """The sentence with its braces unfilled."""
        return self._sentences[message]


def _facts(error: Exception) -> list[str]:
    return [name for name in vars(error) if not name.startswith("_")]


def _flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found
