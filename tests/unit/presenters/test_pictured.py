"""A card or licence photographed at the applicant page: what is filled in, marked, left empty and said."""

from __future__ import annotations

import numpy as np
import pytest

from app import paths
from app.domain.applicant import ApplicantKind, IdKind, Person, Source
from app.domain.catalogue import Catalogue
from app.ids import new_id
from app.lanes import InlineLane
from app.presenters import fields
from app.presenters.fields import FieldState, Level
from app.presenters.intake.applicant import ApplicantPresenter
from app.presenters.intake.applicant_state import ApplicantState
from app.presenters.intake.photograph import Photograph
from app.presenters.intake.session import Session
from app.presenters.marks import Mark
from app.presenters.readers import CardReaders
from app.store.drafts import Draft
from app.wording import Wording
from devices.bay import Bay
from devices.errors import DeviceLost
from devices.ports import Frame, PageSource, Role
from devices.reading.errors import ReaderCrashed, ReadingError
from devices.setting import DeviceSetting
from tests.support.items import TUESDAY
from tests.support.lanes import HeldLane
from tests.support.papers_to_read import credit_code
from tests.support.text_reader import Row, ToldReader, rows

NUMBER, OTHER = "11010519491231002X", "430602199003074512"
CODE = credit_code("91430602MA4000000")
FRONT: tuple[Row, ...] = (
    ("姓名", "张三"), ("性别", "女", "民族", "汉"), ("出生", "1949年12月31日"), ("住址", "北京市海淀区测试路1号"),
    ("公民身份号码", NUMBER),
)  # fmt: skip
SECOND: tuple[Row, ...] = (
    ("姓名", "李四"), ("性别", "男", "民族", "汉"), ("出生", "1990年3月7日"), ("住址", "示例路2号"),
    ("公民身份号码", OTHER),
)  # fmt: skip
BACK: tuple[Row, ...] = (("居民身份证",), ("签发机关", "某公安局"), ("有效期限", "2010.04.08-2030.04.08"))
LICENCE: tuple[Row, ...] = (
    ("营业执照",), ("统一社会信用代码", CODE), ("名称", "岳阳虚构餐饮有限公司"), ("类型", "有限责任公司"),
    ("法定代表人", "孙悟空"), ("住所", "岳阳市示例路1号"), ("经营范围", "餐饮"),
)  # fmt: skip


class Desk:
    """The page source: a picture with an edge that is sharp, so that nothing is taken for blurred."""

    name = "desk"

    def __init__(self) -> None:
        self.unplugged = False
        self.picture = np.full((638, 1011, 3), 250, np.uint8)
        self.picture[100:500:20, 100:900] = 0

    def open(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is held."""

    def frame(self) -> Frame:
        if self.unplugged:
            raise DeviceLost("unplugged")
        return self.picture


class Nowhere:
    """Drafts that nobody keeps."""

    def put(self, draft: Draft) -> None:
        """Forget it."""


class Counter:
    """The applicant page's presenter with a camera and a reader that reads what it is told."""

    def __init__(self, lane: InlineLane | None = None) -> None:
        self.reader, self.desk = ToldReader(), Desk()
        self.session = Session(
            drafts=Nowhere(), lane=InlineLane(), catalogue=lambda: Catalogue("2026", ()), now=lambda: TUESDAY,
            new_id=new_id,
        )  # fmt: skip
        source: Bay[PageSource] = Bay(DeviceSetting("desk", Role.PAGE_SOURCE, "camera:0"), lambda: self.desk)
        self.earlier: list[str] = []
        self.presenter = ApplicantPresenter(
            self.session,
            wording=Wording(paths.resources() / "i18n", "zh_CN"),
            readers=CardReaders(),
            photograph=Photograph(source, InlineLane(), self.reader, lane or InlineLane()),
            earlier=lambda number, _tell: self.earlier.append(number),
        )
        self.states: list[ApplicantState] = []
        self.presenter.show(self)

    def present(self, state: ApplicantState) -> None:
        self.states.append(state)

    def photograph(self, *said: Row, sure: float = 0.99) -> ApplicantState:
        self.reader.text = rows(*said, sure=sure)
        self.presenter.photograph_requested()
        return self.presenter.state()

    def field(self, name: str) -> FieldState:
        return self.presenter.state().fields[name]

    @property
    def person(self) -> Person:
        return self.session.application.applicant.person


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_photographed_card_fills_the_applicant_and_says_it_was_read_by_ocr(counter: Counter) -> None:
    state = counter.photograph(*FRONT)
    for name, value in (("name", "张三"), ("sex", "女"), ("nation", "汉"), ("birth", "1949-12-31")):
        field = state.fields[f"person.{name}"]
        assert (field.value, field.source, field.certainty) == (value, fields.Source.SCANNED, 99)
    assert state.fields["person.id_number"].value == NUMBER
    assert (state.card.mark, state.card.title) == (Mark.DONE, "已从照片识别身份证")
    assert counter.earlier == [NUMBER]
    assert "person.name" not in {each.field for each in state.open}


def test_it_is_said_while_the_picture_is_being_read() -> None:
    lane = HeldLane()
    counter = Counter(lane)
    counter.photograph(*FRONT)
    assert counter.presenter.state().card.mark is Mark.RUNNING
    counter.presenter.photograph_requested()
    assert len(lane.waiting) == 1, "a second press adds nothing"
    lane.go()
    assert counter.presenter.state().card.mark is Mark.DONE


def test_the_back_adds_the_term_and_leaves_the_front(counter: Counter) -> None:
    counter.photograph(*FRONT)
    counter.photograph(*BACK)
    assert (counter.person.name, counter.person.valid_to) == ("张三", "2030-04-08")


def test_a_number_whose_check_digit_fails_stays_empty_with_the_reason(counter: Counter) -> None:
    forged = tuple(tuple("110105194912310021" if piece == NUMBER else piece for piece in row) for row in FRONT)
    state = counter.photograph(*forged)
    field = state.fields["person.id_number"]
    assert (field.value, field.level, field.message) == ("", Level.ERROR, "校验位不符，照片读数未填入")
    assert (state.card.mark, "没有填入" in state.card.detail) == (Mark.DOUBTFUL, True)
    row = next(each for each in state.open if each.field == "person.id_number")
    assert (row.mark, row.hint) == (Mark.WRONG, "重拍或手录")


def test_the_reason_goes_when_the_number_is_typed(counter: Counter) -> None:
    forged = tuple(tuple("110105194912310021" if piece == NUMBER else piece for piece in row) for row in FRONT)
    counter.photograph(*forged)
    counter.presenter.edit("person.id_number", NUMBER)
    field = counter.field("person.id_number")
    assert (field.value, field.source, field.message) == (NUMBER, fields.Source.TYPED, "")
    counter.presenter.edit("person.id_number", "")
    assert counter.field("person.id_number").message == ""


def test_an_unsure_reading_takes_the_warn_edge_and_asks_to_be_checked(counter: Counter) -> None:
    counter.photograph(*FRONT, sure=0.8)
    field = counter.field("person.address")
    assert (field.certainty, field.doubtful, field.level) == (80, True, Level.WARN)
    assert field.message == "照片不够清楚，请核对"


def test_a_reading_that_contradicts_itself_says_so(counter: Counter) -> None:
    odd = tuple(tuple("1949年12月21日" if piece == "1949年12月31日" else piece for piece in row) for row in FRONT)
    counter.photograph(*odd)
    assert counter.field("person.birth").message == "与证件上另一处不一致，请核对"
    assert counter.field("person.birth").doubtful


def test_a_corrected_field_is_the_clerks_and_loses_its_percentage(counter: Counter) -> None:
    counter.photograph(*FRONT, sure=0.8)
    counter.presenter.edit("person.address", "北京市海淀区测试路2号")
    field = counter.field("person.address")
    assert (field.source, field.certainty, field.message) == (fields.Source.TYPED, None, "")


def test_what_was_typed_is_kept_and_said_to_differ(counter: Counter) -> None:
    counter.presenter.edit("person.name", "张叁")
    state = counter.photograph(*FRONT)
    assert counter.person.name == "张叁"
    assert state.card.mark is Mark.DOUBTFUL
    assert "1 项与已有的不同，未改" in state.card.detail


def test_someone_elses_card_fills_nothing_in(counter: Counter) -> None:
    counter.presenter.edit("person.id_number", OTHER)
    before = counter.session.application
    state = counter.photograph(*FRONT)
    assert counter.session.application == before
    assert (state.card.mark, state.card.title) == (Mark.WRONG, "身份证号码与已录的不同")


def test_a_second_card_with_an_agent_is_the_agents_and_so_is_its_back(counter: Counter) -> None:
    counter.photograph(*FRONT)
    counter.presenter.choose_agent(True)
    counter.photograph(*SECOND)
    counter.photograph(*BACK)
    applicant = counter.session.application.applicant
    assert (applicant.person.name, applicant.agent.name) == ("张三", "李四")
    assert (applicant.person.valid_to, applicant.agent.valid_to) == ("", "2030-04-08")


def test_the_applicants_own_card_again_stays_the_applicants(counter: Counter) -> None:
    counter.photograph(*FRONT)
    counter.presenter.choose_agent(True)
    counter.photograph(*FRONT)
    assert counter.session.application.applicant.agent == Person()


def test_another_card_without_an_agent_replaces_the_person_and_the_comparison(counter: Counter) -> None:
    counter.photograph(*FRONT)
    counter.presenter.confirm_match()
    counter.photograph(*SECOND)
    applicant = counter.session.application.applicant
    assert (applicant.person.name, applicant.person_matches_card) == ("李四", False)


def unreadable(card: tuple[Row, ...], number: str) -> tuple[Row, ...]:
    """The card with a number whose check digit fails."""
    return tuple(tuple(piece.replace(number, f"{number[:-1]}0") for piece in row) for row in card)


def test_a_second_card_whose_number_cannot_be_read_does_not_mix_with_the_first(counter: Counter) -> None:
    counter.photograph(*FRONT)
    before = counter.session.application
    state = counter.photograph(*unreadable(SECOND, OTHER))
    assert counter.session.application == before
    assert (state.card.mark, state.card.title) == (Mark.WRONG, "身份证号码与已录的不同")
    field = state.fields["person.id_number"]
    assert (field.value, field.level, field.message) == (NUMBER, Level.WARN, "校验位不符，照片读数未填入")
    counter.photograph(*FRONT)
    assert counter.field("person.id_number").message == ""


def test_the_same_card_again_with_an_unreadable_number_keeps_it_and_says_so(counter: Counter) -> None:
    counter.photograph(*FRONT)
    state = counter.photograph(*unreadable(FRONT, NUMBER))
    assert (state.card.mark, "没有填入" in state.card.detail) == (Mark.DOUBTFUL, True)
    field = state.fields["person.id_number"]
    assert (field.value, field.level) == (NUMBER, Level.WARN)


def test_the_applicants_own_card_with_an_unreadable_number_is_not_the_agents(counter: Counter) -> None:
    counter.photograph(*unreadable(FRONT, NUMBER))
    counter.presenter.choose_agent(True)
    counter.photograph(*FRONT)
    counter.photograph(*unreadable(FRONT, NUMBER))
    applicant = counter.session.application.applicant
    assert (applicant.person.id_number, applicant.agent) == (NUMBER, Person())


def test_an_agents_card_with_an_unreadable_number_is_the_agents(counter: Counter) -> None:
    counter.photograph(*FRONT)
    counter.presenter.choose_agent(True)
    state = counter.photograph(*unreadable(SECOND, OTHER))
    applicant = counter.session.application.applicant
    assert (applicant.person.name, applicant.agent.name, applicant.agent.id_number) == ("张三", "李四", "")
    assert state.fields["agent.id_number"].message == "校验位不符，照片读数未填入"


def test_the_next_applicants_picture_is_read_though_the_last_ones_is_not_done() -> None:
    lane = HeldLane()
    counter = Counter(lane)
    counter.photograph(*FRONT)
    counter.session.start()
    assert counter.photograph(*SECOND).card.mark is Mark.RUNNING
    assert len(lane.waiting) == 2
    lane.go()
    assert counter.person.name == "李四"


def test_a_licence_makes_the_applicant_an_organisation(counter: Counter) -> None:
    counter.photograph(*LICENCE)
    applicant = counter.session.application.applicant
    assert applicant.kind is ApplicantKind.ORGANISATION
    organisation = applicant.organisation
    assert (organisation.name, organisation.credit_code) == ("岳阳虚构餐饮有限公司", CODE)
    assert (organisation.kind, organisation.address) == ("有限责任公司", "岳阳市示例路1号")
    assert (applicant.person.name, applicant.person.sources["name"]) == ("孙悟空", Source.OCR)


def test_a_credit_code_in_the_qr_code_is_marked_so(counter: Counter) -> None:
    from tests.support.papers_to_read import render_licence, sample_licence

    licence = sample_licence(1)
    counter.desk.picture = render_licence(licence, code=licence.credit_code)
    said = tuple(tuple(licence.credit_code if piece == CODE else piece for piece in row) for row in LICENCE)
    state = counter.photograph(*said)
    field = state.fields["organisation.credit_code"]
    assert (field.value, field.source, field.certainty) == (licence.credit_code, fields.Source.QR, None)


def test_another_paper_is_said_to_be_what_it_is(counter: Counter) -> None:
    state = counter.photograph(("常住人口登记卡",), ("姓名", "张三"))
    assert state.card.mark is Mark.WRONG
    assert (state.card.title, state.card.detail) == ("这像是户口簿页", "请换上身份证或营业执照再拍")
    assert counter.session.empty


@pytest.mark.parametrize("error", [ReaderCrashed(), ReadingError("dusty")])
def test_a_reader_that_fails_is_said_and_the_next_picture_is_read(counter: Counter, error: ReadingError) -> None:
    counter.reader.trouble = error
    state = counter.photograph(*FRONT)
    assert (state.card.mark, bool(state.card.title), bool(state.card.detail)) == (Mark.WRONG, True, True)
    counter.reader.trouble = None
    assert counter.photograph(*FRONT).card.mark is Mark.DONE


def test_a_camera_that_is_gone_is_said(counter: Counter) -> None:
    counter.desk.unplugged = True
    assert "高拍仪" in counter.photograph(*FRONT).card.title


def test_a_picture_read_too_late_does_not_fill_the_next_applicant() -> None:
    lane = HeldLane()
    counter = Counter(lane)
    counter.photograph(*FRONT)
    counter.session.start()
    lane.go()
    assert counter.session.empty
    counter.photograph(*SECOND)
    lane.go()
    assert counter.person.name == "李四"


def test_without_a_reader_of_pictures_nothing_happens() -> None:
    counter = Counter()
    alone = ApplicantPresenter(
        counter.session, wording=Wording(paths.resources() / "i18n", "zh_CN"), readers=CardReaders()
    )
    alone.photograph_requested()
    assert not alone.state().may_photograph
    assert counter.presenter.state().may_photograph
    assert counter.session.application.applicant.person.id_kind is IdKind.RESIDENT_ID


def test_a_photographed_card_asks_for_the_person_to_be_compared_with_it(counter: Counter) -> None:
    counter.presenter.choose_id_kind(IdKind.PASSPORT)
    state = counter.photograph(*FRONT)
    assert (state.document, state.id_kind, state.matches_card) == ("居民身份证", IdKind.RESIDENT_ID, False)


def test_a_permit_of_people_from_hong_kong_is_told_by_its_number(counter: Counter) -> None:
    permit = "810000198002020011"
    state = counter.photograph(("姓名", "陈大文"), ("性别", "男"), ("出生", "1980年2月2日"), ("公民身份号码", permit))
    assert (state.id_kind, state.document) == (IdKind.HMT_PERMIT, "港澳台居民居住证")
    assert state.fields["person.id_number"].value == permit
