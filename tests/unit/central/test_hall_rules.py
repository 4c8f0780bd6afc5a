"""Which rules about time a central goes by, from one start to the next, and what they change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.central.central import Central, Options, open_central
from app.domain.rules import PromiseFrom, Rules
from app.rules_file import shipped_rules
from tests.support.central_ops import WindowPen
from tests.unit.central.conftest import push_to

PROGRAMS = shipped_rules()
PATIENT = replace(PROGRAMS, version="2", locker_tries=9)


@contextmanager
def started(settings: Options, rules: Rules | None = None) -> Iterator[Central]:
    central = open_central(replace(settings, rules=rules))
    try:
        yield central
    finally:
        central.close()


def in_force(settings: Options, rules: Rules | None = None) -> Rules:
    with started(settings, rules) as central:
        assert central.hello().rules_version == central.rules.version
        return central.rules


def test_a_new_hall_goes_by_the_rules_of_the_program(settings: Options) -> None:
    assert in_force(settings) == PROGRAMS


def test_rules_once_given_stay_in_force_at_a_start_that_names_none(settings: Options) -> None:
    assert [in_force(settings, PATIENT), in_force(settings)] == [PATIENT, PATIENT]


def test_a_version_means_the_same_rules_for_ever_though_the_file_forgot_to_count(settings: Options) -> None:
    edited, once_more = replace(PATIENT, locker_tries=3), replace(PATIENT, locker_tries=4)
    files = (PATIENT, edited, edited, once_more, edited, PATIENT)
    assert [in_force(settings, rules).version for rules in files] == ["2", "2.2", "2.2", "2.3", "2.2", "2"]


@pytest.mark.parametrize("named", ["1", "2"], ids=["not counted up", "counted up"])
def test_other_rules_move_the_deadline_of_what_is_open(settings: Options, named: str) -> None:
    pen = WindowPen()
    received = pen.receive()
    accepted = pen.move(received["case_id"], 1, "accept", "back_office", at="2026-05-07T09:30:00+08:00")
    from_acceptance = replace(PROGRAMS, version=named, promise_from=PromiseFrom.ACCEPTANCE)
    with started(settings) as central:
        push_to(central, received, accepted)
    dues = []
    for rules in (PROGRAMS, from_acceptance, None, PROGRAMS):
        with started(settings, rules) as central:
            dues.append(central.views.by_id(received["case_id"]).due)
    assert dues == ["2026-05-15", "2026-05-18", "2026-05-18", "2026-05-15"]
