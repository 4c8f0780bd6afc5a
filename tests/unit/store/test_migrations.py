"""A window's database of an earlier version is brought up to today's, and its cases live on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.domain.bodies import body_of, first_body, opening
from app.domain.case import Event
from app.domain.case import MoveKind as K
from app.domain.case import Role as R
from app.domain.errors import StoreUnavailable
from app.domain.facts import Asking, Closing, Deciding, Demand, VoidingDocument
from app.domain.life import Case
from app.domain.plain import to_plain
from app.store import migrations
from app.store.store import Store
from tests.support import counter
from tests.support.diary import CERTIFICATES, LICENCE, Diary

PLAN = Demand("02", "布局图", "标明面积")
ACCEPTED, DECIDED = "YC26-03-S00001", "YC26-03-Z00001"
LATER = ("sheets", "apart", "documents", "deposit")
"""What a life did not say before version 8."""

PASTS: dict[str, tuple[tuple[K, R, object, tuple[str, ...]], ...]] = {
    "received": (),
    "asked": ((K.ASK_SUPPLEMENT, R.BACK_OFFICE, Asking((PLAN,)), ("YC26-03-B00001",)),),
    "accepted": ((K.ACCEPT, R.BACK_OFFICE, None, (ACCEPTED,)),),
    "closed": (
        (K.ACCEPT, R.BACK_OFFICE, None, (ACCEPTED,)),
        (K.VOID_DOCUMENT, R.BACK_OFFICE, VoidingDocument("acceptance", ACCEPTED), ()),
        (K.DECIDE, R.BACK_OFFICE, Deciding(True, DECIDED), (DECIDED,)),
        (K.CLOSE, R.BACK_OFFICE, Closing(CERTIFICATES), ()),
    ),
    "withdrawn": ((K.WITHDRAW, R.INTAKE, None, ()),),
}


def filled(folder: Path) -> Store:
    """A store with a case of each of `PASTS`."""
    store, application = counter.open_store(folder), counter.person()
    for n, (case_id, past) in enumerate(PASTS.items(), start=1):
        diary, number = Diary(), f"YC26-03-{n:05d}"
        moves = ((K.RECEIVE, R.INTAKE, opening(number, LICENCE, application), (number,)), *past)
        for place, (kind, role, facts, numbers) in enumerate(moves):
            life = diary.do(kind, role, facts, documents=numbers)
            deed = diary.deeds[-1]
            body = body_of(deed) if place else first_body(deed, application, due="")
            if numbers:
                body["documents"] = [to_plain(counter.slip(each)) for each in numbers]
            event = Event(f"{case_id}-{place}", case_id, kind, deed.at, deed.actor, "03", body, deed.reason)
            with store.saving() as work:
                work.record(event, Case(case_id, application, life), body=body)
    return store


def as_version_7(connection: Connection) -> None:
    """As 0.3 left it before a life knew its documents."""
    for case_id, told in connection.execute(text("SELECT id, life FROM cases")).all():
        before = {name: value for name, value in json.loads(told).items() if name not in LATER}
        values = {"id": case_id, "life": json.dumps(before, ensure_ascii=False)}
        connection.execute(text("UPDATE cases SET life = :life WHERE id = :id"), values)
    connection.execute(text("PRAGMA user_version = 7"))


def as_version_1(connection: Connection) -> None:
    """As 0.2 left it."""
    dropped = {"accounts": ("departments", "section", "expires", "stamp"), "drafts": ("clerk",), "cases": ("life",)}
    for table, columns in dropped.items():
        for column in columns:
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    for table in ("cells", "papers_seen", "number_gaps"):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("PRAGMA user_version = 1"))


def everything(store: Store) -> dict[str, object]:
    """Each case as it is stored, with its events, and what waits for the central."""
    return {case_id: store.cases.open(case_id) for case_id in PASTS} | {"outbox": store.outbox.rows()}


@pytest.fixture(params=[as_version_7, as_version_1], ids=["of 0.3", "of 0.2"])
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, object]:
    """The folder of the test holds a database of an earlier version: what was in it."""
    store = filled(tmp_path)
    before = everything(store)
    with store.database.writing() as connection:
        request.param(connection)
    store.close()
    return before


def test_every_case_lives_on_with_the_documents_it_has_given_out(earlier: dict[str, object], tmp_path: Path) -> None:
    store = counter.open_store(tmp_path)
    assert everything(store) == earlier
    life = store.cases.open("closed")[0].life
    assert (life.documents, life.void_documents) == ((ACCEPTED, DECIDED), (ACCEPTED,))
    store.close()


def test_the_second_start_brings_nothing_up(earlier: dict[str, object], tmp_path: Path) -> None:
    counter.open_store(tmp_path).close()
    [copy] = tmp_path.glob("*.version-*")
    copy.unlink()
    store = counter.open_store(tmp_path)
    assert everything(store) == earlier
    assert list(tmp_path.glob("*.version-*")) == []
    store.close()


def test_a_program_killed_in_the_middle_of_the_last_step_begins_it_again(
    earlier: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    *before, last = migrations.STEPS

    def half(connection: Connection) -> None:
        last(connection)
        raise StoreUnavailable("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*before, half))
        with pytest.raises(StoreUnavailable):
            counter.open_store(tmp_path)
    store = counter.open_store(tmp_path)
    assert everything(store) == earlier
    store.close()
