from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.central.central import Central, Options, open_central
from app.central.directory import Window
from app.central.incoming import read_push
from sync.wire import OpResult, canonical
from tests.support.central_ops import DEVICE, WindowPen, options

Push = Callable[..., tuple[OpResult, ...]]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Options:
    """Of a central with its data in the test's folder, on each kind of database in turn."""
    return options(tmp_path, database_url=database_url)


@pytest.fixture
def central(settings: Options) -> Iterator[Central]:
    opened = open_central(settings)
    yield opened
    opened.close()


@pytest.fixture
def pen() -> WindowPen:
    return WindowPen()


@pytest.fixture
def push(central: Central) -> Push:
    def pushed(*ops: dict[str, Any]) -> tuple[OpResult, ...]:
        return push_to(central, *ops)

    return pushed


def push_to(central: Central, *ops: Any, window: Window | None = None) -> tuple[OpResult, ...]:
    at = window or Window(DEVICE, "03")
    return central.ingest.push(read_push(canonical({"device_id": at.device_id, "ops": list(ops)}), at))
