"""The case on the desk: every change is kept, a queued save writes what is newest, and trouble is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from app.domain.applicant import Person
from app.domain.case import Application, TakenMaterial
from app.domain.catalogue import Catalogue
from app.domain.errors import DiskFull
from app.lanes import InlineLane
from app.paths import resources
from app.presenters.intake.session import Session, StepName
from app.store.drafts import Draft
from app.wording import Wording
from tests.support.items import LICENCE, TUESDAY, applicant, on_paper, scanned
from tests.support.lanes import HeldLane

T = TypeVar("T")


class DraftFolder:
    """Drafts in memory, in the order they were put; full when told so."""

    def __init__(self) -> None:
        self.put_down: list[Draft] = []
        self.full = False

    def put(self, draft: Draft) -> None:
        if self.full:
            raise DiskFull("/")
        self.put_down.append(draft)

    def delete(self, draft_id: str) -> None:
        self.put_down = [draft for draft in self.put_down if draft.id != draft_id]


class Table:
    """A session with its drafts, lane and clock at hand."""

    def __init__(self) -> None:
        self.drafts, self.lane, self.at = DraftFolder(), HeldLane(), TUESDAY
        self.catalogue = Catalogue("2026", (LICENCE,))
        self._ids = iter(f"draft-{number}" for number in range(100))
        self.told = 0
        self.session = Session(
            drafts=self.drafts,
            lane=self.lane,
            catalogue=lambda: self.catalogue,
            now=self.now,
            new_id=lambda: next(self._ids),
        )
        self.session.listen(self.hear)

    def now(self) -> datetime:
        return self.at

    def hear(self) -> None:
        self.told += 1

    def type(self, name: str) -> None:
        """A keystroke in the name field."""
        self.change(applicant=applicant(person=Person(name=name)))

    def change(self, **changes: Any) -> None:
        self.session.change(replace(self.session.application, **changes))


@pytest.fixture
def table() -> Table:
    return Table()


def names(drafts: list[Draft]) -> list[str]:
    return [draft.application.applicant.person.name for draft in drafts]


def test_a_new_case_is_empty_and_begins_with_the_applicant(table: Table) -> None:
    assert table.session.empty
    assert table.session.step is StepName.APPLICANT
    assert table.session.item is None
    assert table.session.reviewed() is None
    assert table.lane.waiting == []


def test_every_change_is_saved_and_told(table: Table) -> None:
    table.type("张三")
    assert table.told == 1
    table.lane.go()
    assert names(table.drafts.put_down) == ["张三"]
    assert table.session.saved_at == TUESDAY
    assert table.told == 2


def test_a_save_is_queued_once_and_writes_what_is_newest(table: Table) -> None:
    for name in ("张", "张三", "张三丰"):
        table.type(name)
    assert len(table.lane.waiting) == 1
    table.lane.go()
    assert names(table.drafts.put_down) == ["张三丰"]


def test_a_change_after_a_save_queues_the_next(table: Table) -> None:
    table.type("张")
    table.lane.go()
    table.type("张三")
    table.lane.go()
    assert names(table.drafts.put_down) == ["张", "张三"]


def test_a_change_while_the_save_writes_queues_a_save_of_its_own(table: Table) -> None:
    table.type("张")
    write = table.drafts.put

    def put_while_typing(draft: Draft) -> None:
        write(draft)
        table.drafts.put = write  # type: ignore[method-assign]
        table.type("张三")

    table.drafts.put = put_while_typing  # type: ignore[method-assign]
    table.lane.go()
    table.lane.go()
    assert names(table.drafts.put_down) == ["张", "张三"]


def test_a_save_still_queued_when_the_next_case_begins_keeps_its_own_draft(table: Table) -> None:
    table.type("张三")
    table.session.start(ticket="A002")
    table.type("李四")
    table.lane.go()
    assert [(draft.id, draft.application.applicant.person.name) for draft in table.drafts.put_down] == [
        ("draft-0", "张三"),
        ("draft-1", "李四"),
    ]


def test_the_save_of_the_case_before_does_not_call_the_next_one_saved(table: Table) -> None:
    table.type("张三")
    table.session.start()
    table.lane.go()
    assert table.session.saved_at is None


def test_the_same_again_is_no_change(table: Table) -> None:
    table.session.change(Application())
    table.session.go(StepName.APPLICANT)
    assert table.told == 0
    assert table.lane.waiting == []


def test_a_draft_that_could_not_be_saved_is_shown_until_one_is(table: Table) -> None:
    table.drafts.full = True
    table.type("张三")
    table.lane.go()
    assert isinstance(table.session.save_error, DiskFull)
    assert table.session.saved_at is None
    assert table.session.application.applicant.person.name == "张三"
    table.drafts.full = False
    table.type("张三丰")
    table.lane.go()
    assert table.session.save_error is None
    assert names(table.drafts.put_down) == ["张三丰"]


def test_a_draft_that_could_not_be_saved_is_saved_later_without_another_word(table: Table) -> None:
    table.drafts.full = True
    table.type("张三")
    table.lane.go()
    table.drafts.full = False
    table.session.save_again()
    table.lane.go()
    assert table.session.save_error is None
    assert names(table.drafts.put_down) == ["张三"]
    table.session.save_again()
    assert table.lane.waiting == []


def test_going_to_a_step_is_kept_but_a_saved_case_is_no_draft_any_more(table: Table) -> None:
    table.session.go(StepName.REVIEW)
    table.lane.go()
    assert [draft.step for draft in table.drafts.put_down] == ["review"]
    table.session.go(StepName.SLIP)
    assert table.session.step is StepName.SLIP
    assert table.lane.waiting == []


def test_a_draft_is_dated_when_it_is_written(table: Table) -> None:
    table.type("张三")
    table.at += timedelta(minutes=5)
    table.lane.go()
    assert table.drafts.put_down[0].updated_at == TUESDAY + timedelta(minutes=5)


def test_starting_takes_the_newest_catalogue_and_a_fresh_draft(table: Table) -> None:
    table.type("张三")
    table.catalogue = Catalogue("2027", ())
    assert table.session.catalogue.version == "2026"
    table.session.start(ticket="A007")
    assert table.session.catalogue.version == "2027"
    assert (table.session.draft.id, table.session.draft.ticket) == ("draft-1", "A007")
    assert table.session.empty


def test_a_resumed_draft_stands_as_it_was_left(table: Table) -> None:
    left = Draft("old", Application(applicant(), LICENCE.code), TUESDAY - timedelta(hours=1), "A001", "materials")
    table.session.resume(left)
    assert table.session.draft == left
    assert table.session.step is StepName.MATERIALS
    assert table.session.saved_at == TUESDAY - timedelta(hours=1)
    assert table.session.item is LICENCE


def test_what_came_in_is_counted_and_what_lacks_too(table: Table) -> None:
    table.change(item_code=LICENCE.code)
    assert table.session.counts() == (0, 3)
    table.session.take("form", scanned())
    table.session.take("plan", on_paper(2))
    assert table.session.counts() == (2, 1)
    assert table.session.taken("plan") == on_paper(2)


def test_a_material_taken_back_leaves_no_trace(table: Table) -> None:
    table.session.take("form", scanned())
    table.session.take("form", TakenMaterial())
    assert table.session.application.taken == {}
    assert table.session.empty


def test_while_a_case_is_saved_for_good_nothing_writes_its_draft_anew(table: Table) -> None:
    table.type("张三")
    table.lane.go()
    table.session.hold()
    table.type("李四")
    table.session.go(StepName.MATERIALS)
    assert table.lane.waiting == []
    assert table.session.application.applicant.person.name == "张三"


def test_a_case_that_was_not_saved_after_all_can_be_changed_again(table: Table) -> None:
    table.session.hold()
    table.session.hold(False)
    table.type("李四")
    table.lane.go()
    assert names(table.drafts.put_down) == ["李四"]


def test_a_case_goes_by_its_version_though_another_is_in_force_and_a_draft_taken_up_by_the_newest() -> None:
    published = [Catalogue("1", (LICENCE,))]
    session = Session(
        drafts=DraftFolder(),
        lane=InlineLane(),
        catalogue=lambda: published[-1],
        now=lambda: TUESDAY,
        new_id=lambda: "draft-1",
    )
    say = Wording(resources() / "i18n", "zh_CN")
    session.change(Application(applicant(), LICENCE.code, "1"))
    assert session.version_in_words(say) == "1"
    published.append(Catalogue("2", (replace(LICENCE, name="另一个名称"),)))
    assert session.item == LICENCE, "published or withdrawn mid-case: the case on the desk is what it was"
    assert session.version_in_words(say) == "1（现行已是 2，本件仍可照 1 交）"
    session.resume(session.draft)
    assert (session.application.catalogue_version, session.version_in_words(say)) == ("2", "2")
    assert session.item is not None and session.item.name == "另一个名称"


def test_a_draft_whose_item_is_gone_keeps_what_was_captured() -> None:
    session = Session(
        drafts=DraftFolder(),
        lane=InlineLane(),
        catalogue=lambda: Catalogue("2", ()),
        now=lambda: TUESDAY,
        new_id=lambda: "draft-1",
    )
    asked = Application(applicant(), LICENCE.code, "1")
    session.resume(Draft("draft-1", asked, TUESDAY))
    assert (session.item, session.application) == (None, asked)
