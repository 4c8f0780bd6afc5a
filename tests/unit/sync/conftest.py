"""A window's store and a central in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.store import Store
from tests.support import counter
from tests.support.model_central import ModelCentral


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = counter.open_store(tmp_path)
    opened.numbers.add_block(counter.block())
    yield opened
    opened.close()


@pytest.fixture
def central() -> ModelCentral:
    return ModelCentral()
