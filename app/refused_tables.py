"""What the TOML reader refuses, as the counter's own error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import SettingsInvalid
from devices.tables import TableInvalid


@contextmanager
def refusing_tables() -> Iterator[None]:
    """A TOML file that cannot be used is a `SettingsInvalid`."""
    try:
        yield
    except TableInvalid as error:
        raise SettingsInvalid(
            error.file, error.key, error.why, found=error.found, wanted=error.wanted, where=error.line
        ) from error
