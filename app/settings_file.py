"""Small changes to the settings file that leave everything else in it, comments too, as it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from app.config import load_counter
from app.domain.errors import SettingsInvalid
from devices.setting import DeviceSetting
from devices.tables import literal


def add_device(file: Path, setting: DeviceSetting) -> None:
    """Append a device. Raises `SettingsInvalid`; then the file is as before."""
    plain = {each.name: getattr(setting, each.name) for each in dataclasses.fields(setting)}
    lines = [f"{key} = {literal(value)}" for key, value in plain.items() if value]
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    _replace(file, f"{text.rstrip()}\n\n[[device]]\n" + "\n".join(lines) + "\n")


def move_device(file: Path, setting: DeviceSetting, address: str) -> None:
    """Change the address of a device. Raises `SettingsInvalid`; then the file is as before."""
    text = file.read_text(encoding="utf-8-sig")
    old = literal(setting.address)
    if text.count(old) != 1:
        raise SettingsInvalid(str(file), "device.address", "wrong_choice", found=old, wanted=literal(address))
    _replace(file, text.replace(old, literal(address)))


def _replace(file: Path, text: str) -> None:
    """Write the file whole or not at all, and only if it can be read again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o600)
    try:
        load_counter(draft)
    except SettingsInvalid:
        draft.unlink()
        raise
    draft.replace(file)
