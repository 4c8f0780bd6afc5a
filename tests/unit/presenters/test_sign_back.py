"""Signed documents come back by camera, scanner or file: real letters, printed, photographed and read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.documents.slip_file import read_slip_file
from app.documents.typesetting import Documents
from app.domain.case import Page
from app.domain.slips import SlipDocument, SlipKind
from app.lanes import InlineLane
from app.paths import font_folders, resources
from app.presenters.incoming import Incoming, from_files
from app.presenters.sign_back import SignBackPresenter, SignBackState, Sources
from app.services.scan_page import Scanned, scan_page
from app.services.sign_back import Signed, sort_out
from app.services.submit_case import Submitted
from app.wording import Wording
from devices.ports import Frame
from devices.scanning.pictures import load_picture
from devices.scanning.quad import whole_frame
from devices.simulators.desk import Desk, render_scene
from devices.simulators.paper import render_page, sample_page
from tests.support.items import LICENCE
from tests.support.lives import ACCEPTED, lived
from tests.unit.presenters.test_page_taking import Pages

QUERY_URL = "https://query.example/"


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(resources() / "slips", font_folders())


def letter(kind: SlipKind, number: str) -> SlipDocument:
    """A document of that kind that has to come back signed."""
    return replace(read_slip_file(resources() / "slips" / "sample_case.json", kind), number=number, bar_code=number)


COMMITMENT = letter(SlipKind.COMMITMENT, "YC26-03-R00031")
NOTICE = letter(SlipKind.SPECIAL_PROCEDURE, "YC26-03-T00004")
OTHERS = letter(SlipKind.COMMITMENT, "YC26-07-R00009")


@dataclass
class Desks:
    """A case that waits for two signed documents; `scanner` is what lies in it, `attached` what has come."""

    folder: Path
    documents: Documents
    scanner: list[Frame] | None = None
    camera: Frame = field(default_factory=lambda: render_page("别的"))
    waits: tuple[SlipDocument, ...] = (COMMITMENT, NOTICE)

    def __post_init__(self) -> None:
        self.attached: list[tuple[str, int, str]] = []
        self.state = SignBackState()
        pages, lane, case = Pages(), InlineLane(), lived(*ACCEPTED)

        def coming(frames: Sequence[Frame]) -> Incoming:
            left = iter(frames)

            def following() -> Scanned | None:
                frame = next(left, None)
                if frame is None:
                    return None
                high, wide = frame.shape[:2]
                return scan_page(frame, "c-1", pages, corners=whole_frame(wide, high), coded=True)

            return Incoming(following, lane)

        def attach(_case: object, _item: object, signed: Sequence[Signed]) -> Submitted:
            self.attached += [(each.document.number, len(each.pages), each.reason) for each in signed]
            life = replace(case.life, signed=tuple(each.document.kind.value for each in signed))
            return Submitted(replace(case.case, life=life), (), ())

        self.presenter = SignBackPresenter(
            wording=Wording(resources() / "i18n", "zh_CN"),
            sources=Sources(
                lambda _: coming([self.camera]),
                lambda case_id, names: from_files(names, case_id, pages, lane=lane, coded=True),
                None if self.scanner is None else lambda _: coming(self.scanner or []),
            ),
            attach=attach, store_lane=lane, query_url=QUERY_URL, on_attached=lambda _: None,
        )  # fmt: skip
        self.presenter.open(case.case, LICENCE, self.waits)
        self.presenter.show(self)

    def present(self, state: SignBackState) -> None:
        self.state = state

    def printed(self, document: SlipDocument) -> Path:
        """The document as a PDF file."""
        file = self.folder / f"{document.number}.pdf"
        file.write_bytes(self.documents.pdf(document))
        return file

    def sheet(self, document: SlipDocument) -> Frame:
        """The document on paper."""
        return load_picture(self.printed(document))


@pytest.fixture
def desks(tmp_path: Path, documents: Documents) -> Desks:
    return Desks(tmp_path, documents)


def blank(sheet: Frame) -> Frame:
    """The back of a sheet."""
    return np.full_like(sheet, 255)


def test_several_files_are_taken_at_once_each_as_its_document(desks: Desks) -> None:
    desks.presenter.import_files([str(desks.printed(NOTICE)), str(desks.printed(COMMITMENT))])
    assert desks.attached == [(NOTICE.number, 1, ""), (COMMITMENT.number, 1, "")]
    assert desks.state.waiting == () and NOTICE.number in desks.state.done and COMMITMENT.number in desks.state.done


def test_a_photograph_in_a_file_is_known_by_its_bars(desks: Desks) -> None:
    photograph = desks.folder / "photo.jpg"
    scene = render_scene(2, page=desks.sheet(COMMITMENT), desk=Desk.DARK)
    cv2.imwrite(str(photograph), scene.frame)
    desks.presenter.import_files([str(photograph)])
    assert desks.attached == [(COMMITMENT.number, 1, "")]


def test_a_stack_in_the_scanner_is_sorted_and_blank_backs_are_left_out(tmp_path: Path, documents: Documents) -> None:
    desks = Desks(tmp_path, documents, scanner=[])
    first, second = desks.sheet(COMMITMENT), desks.sheet(NOTICE)
    desks.scanner = [first, blank(first), second, sample_page(1)]
    assert desks.state.scanner
    desks.presenter.scan()
    assert desks.attached == [(COMMITMENT.number, 1, ""), (NOTICE.number, 2, "")]


def test_another_ones_sheet_in_the_stack_and_nothing_is_taken(tmp_path: Path, documents: Documents) -> None:
    desks = Desks(tmp_path, documents, scanner=[])
    desks.scanner = [desks.sheet(COMMITMENT), desks.sheet(OTHERS)]
    desks.presenter.scan()
    assert desks.attached == [] and OTHERS.number in desks.state.trouble
    assert len(desks.state.waiting) == 2


def test_without_a_scanner_the_camera_is_asked_and_a_page_without_bars_is_vouched_for(desks: Desks) -> None:
    assert not desks.state.scanner
    desks.presenter.scan()
    assert "没有读到条码" in desks.state.trouble and desks.attached == []
    desks.presenter.scan()
    assert desks.attached == [(COMMITMENT.number, 1, "条码未读出，经办人核对无误")]


def test_a_scanner_gives_nothing_and_says_so(tmp_path: Path, documents: Documents) -> None:
    desks = Desks(tmp_path, documents, scanner=[])
    desks.presenter.scan()
    assert "没有收到页" in desks.state.trouble and not desks.state.busy


def test_a_file_that_is_no_picture_is_said(desks: Desks) -> None:
    broken = desks.folder / "a.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    desks.presenter.import_files([str(broken)])
    assert desks.state.trouble and not desks.state.busy and desks.attached == []


def page(*codes: str, is_blank: bool = False) -> Page:
    return Page("0" * 64, "image/jpeg", 10, 10, blank=is_blank, codes=codes)


def test_pages_before_the_first_code_belong_to_nobody_yet() -> None:
    sorted_out = sort_out([page(), page(NOTICE.number), page()], [COMMITMENT, NOTICE], QUERY_URL)
    assert [(each.document, len(each.pages)) for each in sorted_out.signed] == [(NOTICE, 2)]
    assert len(sorted_out.unread) == 1


def test_one_blank_page_alone_is_not_left_out() -> None:
    assert len(sort_out([page(is_blank=True)], [COMMITMENT], QUERY_URL).unread) == 1
