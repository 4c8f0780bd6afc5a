"""Cases as a window would save them, for the tests of the store and of sync. All people are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from app.domain.applicant import Applicant, ApplicantKind, Organisation, Person
from app.domain.bodies import opening
from app.domain.case import Application, Event, MoveKind, Page, Role
from app.domain.facts import ItemFacts
from app.domain.life import Case, Deed
from app.domain.moves import evolve
from app.domain.numbers import NumberBlock
from app.domain.slips import SlipDocument, SlipKind
from app.store.keys import DataKey, KeyPlace
from app.store.store import Store

KEY = DataKey(bytes(range(32)), KeyPlace.FILE)
OTHER_KEY = DataKey(bytes(32), KeyPlace.FILE)
NOON = datetime(2026, 9, 22, 4, 0, tzinfo=UTC)
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


def open_store(folder: Path, key: DataKey = KEY) -> Store:
    """A store without a reserve file."""
    return Store.open(folder, key, reserve_bytes=0)


def block(first: int = 1, last: int = 1000, *, series: str = "case", year: int = 2026) -> NumberBlock:
    """A leased block."""
    return NumberBlock(series, "YC", year, first, last, first)


def person(name: str = "张𠮷", id_number: str = "11010519491231002X") -> Application:
    """An application of a natural person."""
    return Application(Applicant(person=Person(name=name, id_number=id_number)), item_code="A-1")


def organisation(name: str, credit_code: str) -> Application:
    """An application of an organisation."""
    applicant = Applicant(ApplicantKind.ORGANISATION, organisation=Organisation(name, credit_code))
    return Application(applicant, item_code="B-2")


def case(case_id: str, number: str, application: Application | None = None, *, minutes: int = 0) -> Case:
    """A case just received."""
    at = NOON + timedelta(minutes=minutes)
    captured = application or person()
    says = opening(number, ItemFacts(captured.item_code, "食品经营许可"), captured)
    return Case(case_id, captured, evolve(None, Deed(MoveKind.RECEIVE, at, "li", Role.INTAKE, "03", facts=says)))


def received(of: Case, event_id: str = "") -> Event:
    """The event that received `of`."""
    return Event(event_id or f"event-of-{of.id}", of.id, MoveKind.RECEIVE, of.life.received_at, "li", "03")


def save(
    store: Store,
    case_id: str,
    application: Application | None = None,
    *,
    minutes: int = 0,
    pages: tuple[Page, ...] = (),
    item_name: str = "食品经营许可",
) -> Case:
    """Save a new case with a number of its own, in one transaction."""
    with store.saving() as work:
        number = work.take_number(series="case", year=2026, window="03")
        saved = case(case_id, number, application, minutes=minutes)
        body = {"number": number}
        work.record(received(saved), saved, body=body, attachments=pages, item_name=item_name)
    return saved


def put_page(store: Store, case_id: str, content: bytes) -> Page:
    """Store a page of a case."""
    return Page(store.pages.put(case_id, content), "image/jpeg", 100, 100)


def slip(number: str = "YC26-03-00001") -> SlipDocument:
    """A receipt."""
    return SlipDocument(
        kind=SlipKind.RECEIPT,
        title="收件凭证",
        number=number,
        hall="示例市政务服务中心",
        date="2026-09-22 12:00",
        window="03",
        applicant="张𠮷",
        item="食品经营许可",
        department="市场监管局",
        handling="承诺件",
        provisional=False,
        taken=(),
        missing=(),
        legal_basis=(),
        collect="",
        phone="",
        supervision_phone="",
        address="",
        query="",
        signatures=(),
        seal=True,
        subtitle="",
        clerk="",
        agent="",
        limit="",
        due="",
        due_note="",
        missing_title="",
        reason="",
        next_step="",
    )
