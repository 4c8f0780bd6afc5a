"""Nothing that says who somebody is reaches a log or lies readable on the disk, at any level of logging."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import paths
from app.calendar_files import load_calendar
from app.config import TRAINING_HALL
from app.documents.kinds_file import load_document_kinds
from app.domain.applicant import Applicant, Organisation, Person, Source
from app.domain.case import Decision, Page, Taken, TakenMaterial
from app.domain.catalogue import Catalogue
from app.domain.errors import NotFound, NumbersExhausted
from app.ids import new_id
from app.lanes import InlineLane
from app.presenters.intake.session import Session
from app.services.submit_case import Desk, Submitted, submit_case
from app.store.blobs import PageDamaged
from app.store.search import CaseQuery
from app.store.store import Store
from app.wording import Wording
from tests.support.counter import block, open_store
from tests.support.items import LICENCE, TUESDAY, on_paper

PLANTED = {
    "name": "欧阳𠮷祥",
    "number": "430602199003074518",
    "phone": "13874012345",
    "address": "岳阳楼区种植园路八十八号",
    "agent": "司徒种植",
    "agent number": "440524188001010014",
    "company": "种植示例有限责任公司",
    "credit code": "91430600MA4L16JQ9B",
    "on the page": "EMBEDDED IN THE SCAN",
}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
WHO = Applicant(
    person=Person(
        name=PLANTED["name"],
        id_number=PLANTED["number"],
        address=PLANTED["address"],
        card_name=PLANTED["name"],
        sources={"name": Source.CHIP},
    ),
    organisation=Organisation(PLANTED["company"], PLANTED["credit code"]),
    through_agent=True,
    agent=Person(name=PLANTED["agent"], id_number=PLANTED["agent number"]),
    phone=PLANTED["phone"],
)
DESK = Desk(
    TRAINING_HALL,
    "03",
    "window-03",
    "周某某",
    "0317",
    load_calendar(paths.resources() / "calendars"),
    training=True,
    documents=load_document_kinds(paths.resources() / "slips"),
)


def leaks_in(content: bytes) -> list[str]:
    """Which of the planted words stand in `content`, in whatever encoding a program might use."""
    return [what for what, word in PLANTED.items() if any(word.encode(coding) in content for coding in ENCODINGS)]


def leaks_below(folder: Path) -> Iterator[str]:
    """Which planted words stand in a file of `folder`, or in its name."""
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        yield from (f"{file.name}: {what}" for what in leaks_in(content + file.name.encode()))


def serve_one_applicant(store: Store) -> Submitted:
    """Capture, draft, scan and receive one case, as a window does."""
    session = Session(
        drafts=store.drafts,
        lane=InlineLane(),
        catalogue=lambda: Catalogue("2026", (LICENCE,)),
        now=lambda: TUESDAY,
        new_id=new_id,
    )
    session.change(replace(session.application, applicant=WHO, item_code=LICENCE.code))
    scan = PLANTED["on the page"].encode() * 200
    page = Page(store.pages.put(session.draft.id, scan), "image/jpeg", 2480, 3508, codes=(PLANTED["number"],))
    for code in ("form", "health"):
        session.take(code, TakenMaterial(Taken.SCANNED, (page,)))
    session.take("plan", on_paper(2))
    reviewed = session.reviewed()
    assert reviewed is not None
    return submit_case(
        store, DESK, draft_id=session.draft.id, event_id=new_id(), application=session.application, item=LICENCE,
        reviewed=reviewed, decision=Decision.RECEIVE, reason="", at=TUESDAY,
    )  # fmt: skip


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Every logger at its most talkative before anything is opened; the database's own tells each statement."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")
    return caplog


def test_the_scan_finds_what_is_planted(tmp_path: Path) -> None:
    (tmp_path / "notes.bin").write_bytes(b"\x00" + PLANTED["name"].encode("utf-16-le") + b"\x00")
    (tmp_path / f"{PLANTED['number']}.txt").touch()
    assert sorted(leaks_below(tmp_path)) == [f"{PLANTED['number']}.txt: number", "notes.bin: name"]


def test_a_served_case_leaves_nothing_readable_on_the_disk_nor_in_a_log(
    tmp_path: Path, loud: pytest.LogCaptureFixture
) -> None:
    store = open_store(tmp_path)
    store.numbers.add_block(block())
    served = serve_one_applicant(store)
    assert [row.id for row in store.cases.find(CaseQuery(PLANTED["name"]))] == [served.case.id]
    assert store.cases.open(served.case.id)[0].application.applicant == WHO
    store.slips.mark_printed(served.slip_ids[0], at=TUESDAY, actor="0317")
    assert list(leaks_below(tmp_path)) == [], "while the database is open, with its journal"
    store.close()
    assert list(leaks_below(tmp_path)) == []
    assert "INSERT INTO" in loud.text
    assert leaks_in(loud.text.encode()) == []


def test_a_draft_left_by_a_crash_is_as_secret_as_a_case(tmp_path: Path, loud: pytest.LogCaptureFixture) -> None:
    store = open_store(tmp_path)
    session = Session(
        drafts=store.drafts, lane=InlineLane(), catalogue=lambda: Catalogue("2026", ()), now=lambda: TUESDAY,
        new_id=new_id,
    )  # fmt: skip
    session.change(replace(session.application, applicant=WHO))
    assert session.save_error is None
    assert list(leaks_below(tmp_path)) == []
    store.close()
    assert leaks_in(loud.text.encode()) == []


def test_trouble_is_told_and_logged_without_saying_who(tmp_path: Path, loud: pytest.LogCaptureFixture) -> None:
    store = open_store(tmp_path)
    say = Wording(paths.resources() / "i18n", "zh_CN")
    told: list[str] = []
    with pytest.raises(NumbersExhausted) as exhausted:
        serve_one_applicant(store)  # no number block was leased
    told.append(say.error(exhausted.value))
    case_id = store.drafts.list()[0].id
    stored = store.pages.put(case_id, PLANTED["on the page"].encode())
    damaged = next(file for file in tmp_path.rglob("*") if stored in file.name)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    with pytest.raises(PageDamaged) as broken:
        store.pages.get(case_id, stored)
    told.append(say.error(broken.value))
    with pytest.raises(NotFound):
        store.cases.open(case_id)
    store.close()
    assert leaks_in("".join(told).encode()) == []
    assert leaks_in(loud.text.encode()) == []
