"""Ids sort by the time they were made, and say by their form what they are."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from app.ids import new_id


def test_an_id_is_a_version_7_uuid() -> None:
    made = UUID(new_id())
    assert made.version == 7
    assert made.variant == RFC_4122


def test_an_id_carries_the_milliseconds_of_its_making() -> None:
    before = time.time_ns() // 1_000_000
    made = UUID(new_id()).int >> 80
    assert before <= made <= time.time_ns() // 1_000_000


def test_ids_do_not_repeat() -> None:
    made = [new_id() for _ in range(5000)]
    assert len(set(made)) == len(made)


def test_ids_of_different_milliseconds_sort_by_time() -> None:
    made = [new_id() for _ in range(5000)]
    stamps = [each[:13] for each in made]  # the milliseconds, in hexadecimal
    assert stamps == sorted(stamps)
