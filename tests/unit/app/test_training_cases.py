"""The cases that a training hall begins with: a real central takes them all, and every role finds something to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app import paths
from app.catalogue.files import load_catalogue
from app.central.server import EmbeddedCentral
from app.config import TRAINING_HALL
from app.documents.kinds_file import load_document_kinds
from app.domain.calendar import HALL_TIME
from app.domain.case import CaseState
from app.domain.moments import milliseconds
from app.rules_file import shipped_rules
from app.store.store import Store
from app.training.accounts import TRAINING_ACCOUNTS, TRAINING_PASSWORD
from app.training.cases import DEVICE, PLANS, WINDOW, Place, lay_out_cases
from sync.transport import Transport
from sync.wire import CarriageQuery, WorkList, WorkQuery
from tests.support.central_ops import options
from tests.support.working_window import CALENDAR

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=HALL_TIME)
_INTAKE, OFFICE, SECTION, ISSUING, SUPERVISOR, _ADMINISTRATOR = TRAINING_ACCOUNTS


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, EmbeddedCentral]]:
    """A hall on a Wednesday at half past ten."""
    folder, catalogue = tmp_path_factory.mktemp("hall"), load_catalogue(paths.resources() / "catalogue")
    chosen = options(folder / "central", catalogue=catalogue, clock=lambda: milliseconds(NOW))
    with EmbeddedCentral(chosen) as central:
        token = central.central.directory.enrol(DEVICE, WINDOW)
        place = Place(
            connect=lambda: Transport(central.url, token, device_id=DEVICE),
            hall=TRAINING_HALL, catalogue=catalogue, calendar=CALENDAR,
            rules=shipped_rules(), kinds=load_document_kinds(paths.resources() / "slips"),
        )  # fmt: skip
        assert lay_out_cases(folder / "cases", place, NOW) == len(PLANS)
        yield folder, central


def signed_in(central: EmbeddedCentral, login: str) -> Transport:
    token = central.central.directory.enrol("window-03", "03")
    session = Transport(central.url, token, device_id="window-03").sign_in(login, TRAINING_PASSWORD).session
    return Transport(central.url, token, device_id="window-03", session=session)


def work(central: EmbeddedCentral, login: str, **narrowed: str) -> WorkList:
    line = signed_in(central, login)
    try:
        return line.work(WorkQuery(**narrowed))
    finally:
        line.close()


def test_the_central_refuses_none_of_them(hall: tuple[Path, EmbeddedCentral]) -> None:
    store = Store.open(hall[0] / "cases", reserve_bytes=0)
    try:
        counts = store.outbox.counts()
    finally:
        store.close()
    assert (counts.ready, counts.parked, counts.pages) == (0, 0, 0)


def test_the_back_office_has_cases_in_every_state_and_of_every_urgency(hall: tuple[Path, EmbeddedCentral]) -> None:
    found = work(hall[1], OFFICE.login)
    states = {row.state for row in found.rows}
    assert states >= {state.value for state in (
        CaseState.RECEIVED, CaseState.AWAITING_SUPPLEMENT, CaseState.ACCEPTED, CaseState.SUSPENDED, CaseState.DECIDED,
        CaseState.CLOSED,
    )}  # fmt: skip
    groups = found.groups
    assert groups.overdue and groups.today and groups.soon and groups.later and any(row.stopped for row in found.rows)


def test_section_issuing_window_and_supervisor_have_something_to_do_too(hall: tuple[Path, EmbeddedCentral]) -> None:
    assert work(hall[1], SECTION.login, desk_role="section", desk_name=SECTION.section).rows
    assert work(hall[1], ISSUING.login).rows
    assert len(work(hall[1], SUPERVISOR.login).rows) >= 20


def test_papers_are_under_way_to_every_desk(hall: tuple[Path, EmbeddedCentral]) -> None:
    for account in (OFFICE, SECTION, ISSUING):
        line = signed_in(hall[1], account.login)
        try:
            carried = line.carriage(CarriageQuery(role=next(iter(account.roles)).value, window=WINDOW))
        finally:
            line.close()
        assert carried.here and carried.under_way, account.roles
