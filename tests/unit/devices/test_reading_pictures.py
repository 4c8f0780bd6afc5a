"""Papers under the camera, read by the real engine: whole, upside down, under a finger, and the wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from app.services.check_title import check_title
from app.services.read_paper import read_lines, read_paper
from devices.ports import Frame
from devices.reading.errors import NotThisPaper
from devices.reading.papers.fields import Doubt, Origin, Paper, PaperKind
from devices.reading.title import Likeness
from devices.reading.worker import WorkerReader
from devices.scanning.flatten import turn
from devices.simulators.desk import SimulatedCamera, render_scene
from devices.simulators.paper import sample_page
from tests.support.papers_to_read import (
    render_household,
    render_id_back,
    render_id_front,
    render_licence,
    render_property,
    resident_number,
    sample_licence,
    sample_person,
)

PERSON = sample_person(1)
LICENCE = sample_licence(1)
CARD_OR_LICENCE = (PaperKind.ID_CARD, PaperKind.LICENCE)
SKIN = (150, 178, 222)


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkerReader]:
    reader = WorkerReader()
    yield reader
    reader.close()


def under_camera(page: Frame) -> Frame:
    camera = SimulatedCamera()
    camera.put(page)
    for _ in range(SimulatedCamera.HAND_FRAMES):
        camera.frame()
    return camera.frame()


def values(paper: Paper) -> dict[str, str]:
    return {name: read.value for name, read in paper.fields.items()}


WHOLE = {
    "name": PERSON.name, "sex": PERSON.sex, "nation": PERSON.nation, "birth": PERSON.birth,
    "address": PERSON.address, "id_number": PERSON.number,
}  # fmt: skip


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_card_is_read_whichever_way_up_it_lies(reader: WorkerReader, quarters: int) -> None:
    frame = under_camera(turn(render_id_front(PERSON), quarters))
    assert values(read_paper(frame, CARD_OR_LICENCE, reader)) == WHOLE


def test_the_back_of_a_card(reader: WorkerReader) -> None:
    read = values(read_paper(under_camera(render_id_back(PERSON)), CARD_OR_LICENCE, reader))
    assert read == {"issuer": PERSON.issuer, "valid_from": PERSON.valid_from, "valid_to": PERSON.valid_to}


def test_a_finger_over_the_name_hides_the_name_only(reader: WorkerReader) -> None:
    card = render_id_front(PERSON)
    cv2.circle(card, (90, 70), 120, SKIN, -1, cv2.LINE_AA)
    fields = read_paper(under_camera(card), CARD_OR_LICENCE, reader).fields
    assert fields["id_number"].value == PERSON.number
    assert fields["address"].value == PERSON.address
    name = fields.get("name")
    assert name is None or (name.value in PERSON.name and name.certainty < 90)


def test_a_finger_over_the_end_of_the_number_leaves_it_empty(reader: WorkerReader) -> None:
    card = render_id_front(PERSON)
    cv2.circle(card, (960, 590), 130, SKIN, -1, cv2.LINE_AA)
    read = read_paper(under_camera(card), CARD_OR_LICENCE, reader)
    number = read.fields.get("id_number")
    assert number is None or number.value == ""
    assert read.fields["name"].value == PERSON.name


def test_a_card_whose_number_is_wrong_is_read_without_it(reader: WorkerReader) -> None:
    last = "0" if PERSON.number[-1] != "0" else "1"
    forged = replace(PERSON, number=PERSON.number[:-1] + last)
    read = read_paper(under_camera(render_id_front(forged)), CARD_OR_LICENCE, reader)
    assert (read.fields["id_number"].value, read.fields["id_number"].doubt) == ("", Doubt.CHECK_DIGIT)


def test_a_card_whose_birth_contradicts_its_number_is_doubtful(reader: WorkerReader) -> None:
    other = replace(PERSON, birth="1957-06-13")
    read = read_paper(under_camera(render_id_front(other)), CARD_OR_LICENCE, reader)
    assert read.fields["birth"].certainty < 90 and read.fields["id_number"].certainty < 90


def test_a_blurred_card_is_read_and_every_field_is_to_be_checked(reader: WorkerReader) -> None:
    blurred = np.asarray(cv2.GaussianBlur(under_camera(render_id_front(PERSON)), (0, 0), 1.5), dtype=np.uint8)
    read = read_paper(blurred, CARD_OR_LICENCE, reader)
    assert read.fields["id_number"].value == PERSON.number
    assert all(field.certainty < 90 for field in read.fields.values())


@pytest.mark.parametrize(
    ("wanted", "page", "seems"),
    [
        (PaperKind.ID_CARD, render_licence(LICENCE), "licence"),
        (PaperKind.LICENCE, render_id_front(PERSON), "id-card"),
        (PaperKind.ID_CARD, sample_page(1), ""),
    ],
)
def test_the_wrong_paper_is_said_to_be_what_it_is(
    reader: WorkerReader, wanted: PaperKind, page: Frame, seems: str
) -> None:
    with pytest.raises(NotThisPaper) as said:
        read_paper(under_camera(page), (wanted,), reader)
    assert (said.value.wanted, said.value.seems) == ((wanted.value,), seems)


def test_an_empty_desk_is_no_paper(reader: WorkerReader) -> None:
    with pytest.raises(NotThisPaper):
        read_paper(render_scene(3).empty, CARD_OR_LICENCE, reader)


def test_a_licence_whose_qr_code_names_it(reader: WorkerReader) -> None:
    page = render_licence(LICENCE, code=f"https://licence.example.cn/notice?uniscid={LICENCE.credit_code}")
    read = read_paper(render_scene(2001, page=page).frame, CARD_OR_LICENCE, reader)
    code = read.fields["credit_code"]
    assert (code.value, code.origin, code.doubt) == (LICENCE.credit_code, Origin.QR, None)
    assert read.fields["name"].value == LICENCE.name
    assert read.fields["name"].origin is Origin.OCR


def test_a_household_page(reader: WorkerReader) -> None:
    number = resident_number("430602", "2001-05-06", 28)
    page = render_household(
        {"姓名": "李样本", "户主或与户主关系": "长女", "性别": "女", "民族": "汉族", "出生日期": "2001年05月06日",
         "公民身份证件编号": number, "籍贯": "湖南省岳阳县", "文化程度": "大学本科"}
    )  # fmt: skip
    read = values(read_paper(render_scene(31, page=page).frame, (PaperKind.HOUSEHOLD,), reader))
    wanted = {
        "name": "李样本",
        "relation": "长女",
        "sex": "女",
        "nation": "汉",
        "birth": "2001-05-06",
        "id_number": number,
    }
    assert wanted.items() <= read.items()


def test_a_property_certificate(reader: WorkerReader) -> None:
    page = render_property(
        "湘（2019）岳阳市不动产权第0012345号",
        [("权利人", "李样本"), ("共有情况", "单独所有"), ("坐落", "湖南省岳阳市岳阳楼区样板街66号不存在花园2栋303室"),
         ("不动产单元号", "430602001001GB00123F00020015"), ("用途", "城镇住宅用地/住宅")],
    )  # fmt: skip
    read = values(read_paper(render_scene(32, page=page).frame, (PaperKind.PROPERTY,), reader))
    wanted = {
        "certificate": "湘（2019）岳阳市不动产权第0012345号", "owner": "李样本",
        "address": "湖南省岳阳市岳阳楼区样板街66号不存在花园2栋303室", "unit_number": "430602001001GB00123F00020015",
    }  # fmt: skip
    assert wanted.items() <= read.items()


def test_any_page_is_read_line_by_line(reader: WorkerReader) -> None:
    lines = read_lines(under_camera(sample_page(1)), reader)
    assert lines[0][0] == "承诺书"
    assert all(0 <= sure <= 100 for _, sure in lines)


@pytest.mark.parametrize(
    ("material", "likeness"), [("信用承诺书（原件）", Likeness.LIKE), ("法定代表人身份证复印件", Likeness.UNLIKE)]
)
def test_a_page_is_held_against_the_material_it_was_scanned_for(
    reader: WorkerReader, material: str, likeness: Likeness
) -> None:
    assert check_title(sample_page(1), material, reader).likeness is likeness
