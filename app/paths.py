"""Where things lie: resources shipped with the program, and this user's data."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """The shipped `resources` folder, in a checkout or inside a packaged program."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).resolve().parent.parent / "resources"


def data_folder() -> Path:
    """Where this user's window keeps its database and pages by default."""
    return Path(platformdirs.user_data_dir("yichuang", appauthor=False))


def config_file() -> Path:
    """The settings file used when `--config` names none."""
    return Path(platformdirs.user_config_dir("yichuang", appauthor=False)) / "counter.toml"


def font_folders() -> list[Path]:
    """Folders of fonts for slips: ours inside a package, and the system's."""
    system = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path(r"C:\Windows\Fonts")]
    return [folder for folder in (resources() / "fonts", *system) if folder.is_dir()]
