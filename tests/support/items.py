"""Items, materials and answers for the tests of the rules. All of it is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.applicant import Applicant, Person
from app.domain.calendar import HALL_TIME
from app.domain.case import Application, Page, Taken, TakenMaterial
from app.domain.catalogue import Department, Handling, Item, ItemKind, Limit, Material, MaterialSource, Necessity

TUESDAY = datetime(2026, 9, 22, 10, 49, tzinfo=HALL_TIME)

LICENCE = Item(
    code="A-1",
    name="食品经营许可",
    department=Department("SCJG", "市场监督管理局", "0730-111 1111", "0730-222 2222"),
    kind=ItemKind.LICENCE,
    handling=Handling.PROMISED,
    statutory=Limit(20),
    promised=Limit(8),
    result="食品经营许可证",
    legal_basis="《食品经营许可和备案管理办法》第十二条",
    materials=(
        Material("form", "申请表", standard="签名齐全"),
        Material("plan", "平面图", copies=2, standard="标明尺寸", fill_notes="可手绘"),
        Material("health", "健康证明", necessity=Necessity.MAY_FOLLOW, standard="在有效期内"),
        Material("business", "营业执照", source=MaterialSource.DEPARTMENT),
    ),
)

SHARP = Page("0" * 64, "image/jpeg", 2480, 3508)


def item(**changes: Any) -> Item:
    """The licence with some facts changed."""
    return replace(LICENCE, **changes)


def scanned(*pages: Page) -> TakenMaterial:
    """A scanned material."""
    return TakenMaterial(Taken.SCANNED, pages or (SHARP,))


def on_paper(count: int) -> TakenMaterial:
    """A material taken on paper."""
    return TakenMaterial(Taken.ON_PAPER, count=count)


def applicant(**changes: Any) -> Applicant:
    """Somebody whose papers are in order."""
    filled = Applicant(person=Person(name="张𠮷", id_number="11010519491231002X"), phone="13800001234")
    return replace(filled, **changes)


def application(**taken: TakenMaterial) -> Application:
    """An application for the licence with these materials, by code."""
    return Application(applicant(), LICENCE.code, "2026", taken=taken)


COMPLETE = application(form=scanned(), plan=on_paper(2), health=scanned())
WITHOUT_HEALTH = application(form=scanned(), plan=on_paper(2))
WITHOUT_PLAN = application(form=scanned(), health=scanned())
