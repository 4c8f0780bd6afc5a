"""Settings: a TOML file becomes one frozen value; an unknown key is an error that names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from app import paths
from app.domain.slips import Hall, NotificationMode
from app.refused_tables import refusing_tables
from app.whole_file import write_whole
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.tables import Between, literal, read_table, to_toml

TRAINING_HALL = Hall(
    name="岳阳市政务服务中心",
    code="YC",
    address="岳阳市岳阳楼区某某路 1 号一楼",
    hours="工作日 8:30—12:00 13:30—17:30",
    phone="0730-000 0000",
    supervision_phone="0730-000 0001",
    query_url="https://hall.example.cn/q/",
    notification_mode=NotificationMode.AFTER_PASS,
)


@dataclass(frozen=True, slots=True)
class Window:
    """This window. `device_id` is how the central knows it; `training` marks every slip as a sample.

    `offline_days` is how long somebody may sign in without the central after having signed in with it,
    `idle_lock_minutes` how long the window may lie untouched before it asks for the password again.
    """

    number: str = "03"
    title: str = "综合窗口"
    device_id: str = "window-03"
    training: bool = True
    offline_days: Annotated[int, Between(1, 90)] = 7
    idle_lock_minutes: Annotated[int, Between(1, 120)] = 10


@dataclass(frozen=True, slots=True)
class CentralLink:
    """Where the central is and how this window shows itself to it; an empty url means working alone."""

    url: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """How the window looks: theme light, dark or high_contrast; scale 1.0 to 1.5; language zh_CN or en."""

    theme: Literal["light", "dark", "high_contrast"] = "light"
    scale: Annotated[float, Between(1.0, 1.5)] = 1.0
    language: Literal["zh_CN", "en"] = "zh_CN"


@dataclass(frozen=True, slots=True)
class Counter:
    """All settings of one window."""

    hall: Hall = TRAINING_HALL
    window: Window = field(default_factory=Window)
    central: CentralLink = field(default_factory=CentralLink)
    screen: Screen = field(default_factory=Screen)
    data: str = ""  # folder of the database and pages; "" for the user's own
    catalogue: str = ""  # folder of a site's own catalogue; "" for the shipped sample
    profiles: str = ""  # folder of a site's own device profiles; "" for none
    simulated_hall: str = ""  # folder of a `yichuang hall` that is running, for training; "" for none
    device: tuple[DeviceSetting, ...] = ()

    def devices_for(self, role: Role) -> tuple[DeviceSetting, ...]:
        """The devices set up for `role`, the first being the one that is used."""
        return tuple(each for each in self.device if each.role is role)

    @property
    def data_folder(self) -> Path:
        """Where database and pages are kept."""
        return Path(self.data) if self.data else paths.data_folder()

    @property
    def catalogue_folder(self) -> Path:
        """Where the catalogue is read from."""
        return Path(self.catalogue) if self.catalogue else paths.resources() / "catalogue"


def load_counter(file: Path) -> Counter:
    """The window's settings from `file`. Raises `SettingsInvalid` naming file, line, key and what is wrong."""
    with refusing_tables():
        table = read_table(file)
        settings = table.fill(Counter)
        names = [device.name for device in settings.device]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise table.invalid(("device", str(place), "name"), "wrong_choice", found=literal(name), wanted="…")
        return settings


def save_counter(settings: Counter, file: Path) -> None:
    """Write `settings` to `file`, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, to_toml(settings).encode(), private=True)
