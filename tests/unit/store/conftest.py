"""A store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.store import Store
from tests.support import counter


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = counter.open_store(tmp_path)
    opened.numbers.add_block(counter.block())
    yield opened
    opened.close()
