"""A card or licence photographed at the real window, read by the real engine, from F6 to the slip."""

from __future__ import annotations

from app.domain.applicant import ApplicantKind, Source
from app.store.search import CaseQuery
from devices.ports import Frame
from tests.support.papers_to_read import (
    render_id_back,
    render_id_front,
    render_licence,
    sample_licence,
    sample_person,
)
from tests.support.place import Key
from tests.support.steps import ApplicantStep, SignIn

PERSON, LICENCE = sample_person(1), sample_licence(1)
OLD_AGE = ("gljt", "高龄津贴申领")


def photographed(applicant: ApplicantStep, page: Frame) -> ApplicantStep:
    """Lay `page` under the camera and press F6."""
    applicant.hall.camera.put(page)
    applicant.press(Key.Key_F6)
    return applicant


def test_a_photographed_card_serves_where_there_is_no_reader(desk: SignIn) -> None:
    applicant = photographed(desk.sign_in(), render_id_front(PERSON))
    applicant.reads("已从照片识别身份证", PERSON.name, PERSON.number, PERSON.address).shot("front")
    photographed(applicant, render_id_back(PERSON)).reads(PERSON.valid_to).shot("back")
    person = applicant.terminal.intake.session.application.applicant.person
    assert set(person.sources.values()) == {Source.OCR}
    slip = applicant.go_on().take(*OLD_AGE).next().take_everything().next().accept_doubts().confirm()
    [kept] = slip.terminal.store.cases.find(CaseQuery(PERSON.name))
    case, _ = slip.terminal.store.cases.open(kept.id)
    assert case.application.applicant.person.sources["id_number"] is Source.OCR
    assert case.application.applicant.person.certainties["id_number"] >= 90
    slip.all_delivered()


def test_a_licence_and_the_wrong_paper(desk: SignIn) -> None:
    applicant = desk.sign_in()
    url = f"https://licence.example.cn/notice?uniscid={LICENCE.credit_code}"
    photographed(applicant, render_licence(LICENCE, code=url)).reads("已从照片识别营业执照", LICENCE.credit_code)
    applicant.shot("licence")
    organisation = applicant.terminal.intake.session.application.applicant
    assert organisation.kind is ApplicantKind.ORGANISATION
    assert organisation.organisation.sources["credit_code"] is Source.QR
    applicant.hall.camera.clear()
    applicant.press(Key.Key_F6)
    applicant.reads("没有认出身份证或营业执照").shot("nothing")
    assert applicant.terminal.intake.session.application.applicant == organisation


def test_a_page_headed_otherwise_than_its_material_is_hinted_at_and_taken(desk: SignIn) -> None:
    materials = desk.sign_in().serve().take(*OLD_AGE).next()
    materials.go_to(0).scan(1).reads("标题像是“承诺书”，看是否放错了材料").shot("title")
    assert len(materials.terminal.intake.materials.state().pages) == 1
