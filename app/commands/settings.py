"""The settings a command works with: those of `--config`, or the user's own, made at the first start."""

from __future__ import annotations

from pathlib import Path

from app import paths
from app.config import Counter, load_counter, save_counter


def settings_of(config: Path | None, *, create: bool = False) -> Counter:
    """Load settings; with `create`, a first start writes the file with its training defaults.

    Raises `SettingsInvalid`; also for a file named by `--config` that is not there.
    """
    file = config or paths.config_file()
    if config is None and not file.exists():
        settings = Counter()
        if create:
            save_counter(settings, file)
        return settings
    return load_counter(file)
