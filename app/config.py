"""Settings: a TOML file becomes one frozen value; an unknown key is an error that names it."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from app import paths
from app.domain.errors import SettingsInvalid
from app.domain.slips import Hall, NotificationMode

TRAINING_HALL = Hall(
    name="岳阳市政务服务中心",
    code="YC",
    address="岳阳市岳阳楼区某某路 1 号一楼",
    hours="工作日 9:00—12:00 13:00—17:00",
    phone="0730-000 0000",
    supervision_phone="0730-000 0001",
    query_url="https://hall.example.cn/q/",
    notification_mode=NotificationMode.AFTER_PASS,
)


@dataclass(frozen=True, slots=True)
class Window:
    """This window. `device_id` is how the central knows it; `training` marks every slip as a sample."""

    number: str = "03"
    title: str = "综合窗口"
    device_id: str = "window-03"
    training: bool = True


@dataclass(frozen=True, slots=True)
class CentralLink:
    """Where the central is and how this window shows itself to it; an empty url means working alone."""

    url: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Devices:
    """Addresses of the window's devices (`yichuang doctor` says what is found); "" where there is none."""

    card_reader: str = ""  # serial:/dev/ttyUSB0?baud=115200 or tcp://host:port
    page_source: str = ""  # camera:0, folder:PATH, image:PATH, video:PATH
    slip_printer: str = ""  # tcp://host:9100, serial:/dev/ttyS0?baud=9600, usb:VID:PID, file:PATH
    slip_width: int = 80  # millimetres of the roll: 80 or 58


@dataclass(frozen=True, slots=True)
class Screen:
    """How the window looks: theme light, dark or high_contrast; scale 1.0 to 1.5; language zh_CN or en."""

    theme: str = "light"
    scale: float = 1.0
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True)
class Counter:
    """All settings of one window."""

    hall: Hall = TRAINING_HALL
    window: Window = field(default_factory=Window)
    central: CentralLink = field(default_factory=CentralLink)
    devices: Devices = field(default_factory=Devices)
    screen: Screen = field(default_factory=Screen)
    data: str = ""  # folder of the database and pages; "" for the user's own
    catalogue: str = ""  # folder of a site's own catalogue; "" for the shipped sample

    @property
    def data_folder(self) -> Path:
        """Where database and pages are kept."""
        return Path(self.data) if self.data else paths.data_folder()

    @property
    def catalogue_folder(self) -> Path:
        """Where the catalogue is read from."""
        return Path(self.catalogue) if self.catalogue else paths.resources() / "catalogue"


CHOICES: dict[str, tuple[object, ...]] = {
    "devices.slip_width": (80, 58),
    "screen.theme": ("light", "dark", "high_contrast"),
    "screen.language": ("zh_CN", "en"),
}
RANGES: dict[str, tuple[float, float]] = {"screen.scale": (1.0, 1.5)}
TYPES: dict[object, str] = {str: '"…"', int: "1, 2, 3 …", float: "1.0, 1.25 …", bool: "true, false"}


def load_counter(file: Path) -> Counter:
    """The window's settings from `file`. Raises `SettingsInvalid` naming file, key and what is wrong."""
    text = ""
    try:
        text = file.read_text(encoding="utf-8-sig")  # Windows editors put a mark in front
        table = tomllib.loads(text)
    except OSError as error:
        raise SettingsInvalid(str(file), "", "unreadable", found=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsInvalid(str(file), "", "not_toml", where=line) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(str(file), "", "not_toml", where=_line_of(error, text)) from error
    settings: Counter = _fill(Counter, table, str(file), "")
    return settings


def save_counter(settings: Counter, file: Path) -> None:
    """Write `settings` to `file`, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(to_toml(settings), encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(file)


def to_toml(settings: Any) -> str:
    """A dataclass of scalars and one level of tables as TOML."""
    plain = {each.name: getattr(settings, each.name) for each in dataclasses.fields(settings)}
    top = [f"{key} = {_literal(value)}" for key, value in plain.items() if not dataclasses.is_dataclass(value)]
    tables = [
        f"\n[{key}]\n{to_toml(value).rstrip()}" for key, value in plain.items() if dataclasses.is_dataclass(value)
    ]
    return "\n".join([*top, *tables]) + "\n"


def _literal(value: object) -> str:
    if isinstance(value, Enum):
        value = value.value
    return json.dumps(value, ensure_ascii=False, default=str)


def _fill(of: Any, table: dict[str, Any], file: str, prefix: str) -> Any:
    hints = typing.get_type_hints(of)
    known = {each.name: each for each in dataclasses.fields(of)}
    for key in table:
        if key not in known:
            raise SettingsInvalid(file, prefix + key, "unknown_key", wanted=", ".join(known))
    values = {key: _fit(hints[key], value, file, prefix + key) for key, value in table.items()}
    required = [
        name
        for name, each in known.items()
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    ]
    for name in required:
        if name not in values:
            raise SettingsInvalid(file, prefix + name, "missing")
    return of(**values)


def _fit(hint: Any, value: Any, file: str, key: str) -> Any:
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise SettingsInvalid(file, key, "not_a_table", found=_literal(value))
        return _fill(hint, value, file, key + ".")
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError as error:
            allowed = _choices(member.value for member in hint)
            raise SettingsInvalid(file, key, "wrong_choice", found=_literal(value), wanted=allowed) from error
    if hint is float and type(value) is int:
        value = float(value)
    if type(value) is not hint:
        raise SettingsInvalid(file, key, "wrong_type", found=_literal(value), wanted=TYPES[hint])
    if key in CHOICES and value not in CHOICES[key]:
        raise SettingsInvalid(file, key, "wrong_choice", found=_literal(value), wanted=_choices(CHOICES[key]))
    if key in RANGES and not RANGES[key][0] <= value <= RANGES[key][1]:
        least, most = RANGES[key]
        raise SettingsInvalid(file, key, "wrong_choice", found=_literal(value), wanted=f"{least}–{most}")
    return value


def _choices(values: Iterable[object]) -> str:
    return ", ".join(_literal(each) for each in values)


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line a TOML error is at: Python 3.11 tells it only within the message, and not for the end of the file."""
    told = re.search(r"at line (\d+)", str(error))
    return int(told[1]) if told else text.count("\n") + 1
