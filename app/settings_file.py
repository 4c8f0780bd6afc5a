"""Small changes to the settings file that leave everything else in it, comments too, as it is."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app.config import load_counter
from app.domain.errors import SettingsInvalid
from devices.setting import DeviceSetting
from devices.tables import literal

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ADDRESS = re.compile(r"""^([ \t]*address[ \t]*=[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", re.MULTILINE)


def add_device(file: Path, setting: DeviceSetting) -> None:
    """Append a device. Raises `SettingsInvalid`; then the file is as before."""
    plain = {each.name: getattr(setting, each.name) for each in dataclasses.fields(setting)}
    lines = [f"{key} = {literal(value)}" for key, value in plain.items() if value]
    with _refusing(file):
        text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        _replace(file, f"{text.rstrip()}\n\n[[device]]\n" + "\n".join(lines) + "\n")


def move_devices(file: Path, addresses: Mapping[str, str]) -> None:
    """Change the addresses of devices, by their names. Raises `SettingsInvalid`; then the file is as before."""
    with _refusing(file):
        text = file.read_text(encoding="utf-8-sig")
        for name, address in addresses.items():
            text = _moved(file, text, name, address)
        _replace(file, text)


def _moved(file: Path, text: str, name: str, address: str) -> str:
    for start, end in _blocks(text):
        block = text[start:end]
        if _name_in(block) == name and (old := _ADDRESS.search(block)) is not None:
            return text[: start + old.start(2)] + literal(address) + text[start + old.end(2) :]
    raise SettingsInvalid(str(file), f'[[device]] name = {literal(name)}, address = "…"', "missing")


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where each table begins and ends in the text."""
    starts = [header.start() for header in _HEADER.finditer(text)]
    yield from zip(starts, [*starts[1:], len(text)], strict=True)


def _name_in(block: str) -> str:
    """The name of the device that a table sets up; "" where it is about something else."""
    try:
        table = tomllib.loads(block)
    except tomllib.TOMLDecodeError:  # it is no table by itself, such as a line of an array
        return ""
    devices = table.get("device")
    return str(devices[0].get("name", "")) if isinstance(devices, list) else ""


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    """A file that cannot be read or written is a `SettingsInvalid`, which names it rather than the draft."""
    try:
        yield
    except SettingsInvalid as error:
        error.file = str(file)
        raise
    except (OSError, UnicodeDecodeError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise SettingsInvalid(str(file), "", "unwritable", found=said) from error


def _replace(file: Path, text: str) -> None:
    """Write the file whole or not at all, and only if it can be read again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o600)
        load_counter(draft)
        draft.replace(file)
    except (OSError, SettingsInvalid):
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
