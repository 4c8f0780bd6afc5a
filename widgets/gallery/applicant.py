"""The applicant page in each of its states, with invented data."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.applicant import ApplicantKind, Delivery, IdKind
from app.presenters.fields import FieldState, Level, Source
from app.presenters.intake.applicant_state import ApplicantState, CardNews, Earlier, Open
from app.presenters.marks import Mark
from widgets.gallery.frames import Builder, framed, steps_at
from widgets.pages.applicant import ApplicantPage

CHIP = {
    "person.name": "欧阳某某",
    "person.sex": "女",
    "person.nation": "汉",
    "person.birth": "1986-**-**",
    "person.valid_to": "2031-05-12",
    "person.address": "湖南省岳阳市岳阳楼区某某路 ** 号",
}
NUMBER = FieldState(source=Source.CHIP, masked="430602********1234", revealable=True)

ORGANISATION = ApplicantState(
    kind=ApplicantKind.ORGANISATION,
    document="居民身份证",
    delivery=Delivery.LOCKER,
    fields={
        **{name: FieldState(value, Source.CHIP) for name, value in CHIP.items()},
        "person.id_number": NUMBER,
        "organisation.name": FieldState("岳阳市某某餐饮店", Source.SCANNED, 98),
        "organisation.credit_code": FieldState(message="校验位不符，OCR 读数未填入", level=Level.ERROR),
        "organisation.kind": FieldState("个体工商户", Source.SCANNED, 99),
        "organisation.address": FieldState("湖南省岳阳市岳阳楼区某某路 ** 号 1 层", Source.SCANNED, 91),
        "phone": FieldState("138 0000 000", Source.TYPED, message="已录 10 位，应为 11 位"),
    },
    card=CardNews(Mark.DONE, "已读取身份证", "居民身份证，1.2 秒，在有效期内", "10:41:52"),
    open=(
        Open("organisation.credit_code", "统一社会信用代码", Mark.WRONG, "扫码或手录"),
        Open("phone", "联系电话", Mark.MISSING, "还差 1 位"),
    ),
    earlier=(
        Earlier("食品经营许可（变更）", "2026-03-11", "已办结"),
        Earlier("个体工商户设立登记", "2025-08-20", "已出件"),
    ),
    focus="phone",
)

EMPTY = ApplicantState(
    open=(
        Open("person.name", "姓名", Mark.MISSING, "请填写"),
        Open("person.id_number", "证件号码", Mark.MISSING, "请填写"),
        Open("phone", "联系电话", Mark.MISSING, "请填写"),
    ),
    focus="person.name",
)

ERRORS = replace(
    EMPTY,
    delivery=Delivery.POST,
    fields={
        "person.name": FieldState("张某某", Source.TYPED),
        "person.id_number": FieldState(
            "430602199001011235", Source.TYPED, message="校验位不符，请核对", level=Level.ERROR
        ),
        "phone": FieldState("1380000", Source.TYPED, message="已录 7 位，应为 11 位"),
        "remark": FieldState("由其女儿陪同，听力不便"),
    },
    card=CardNews(Mark.WRONG, "身份证读到一半被移开", "请重新放好，等提示后再取", "10:40:08"),
    open=(
        Open("person.id_number", "证件号码", Mark.WRONG, "校验位不符，请核对"),
        Open("phone", "联系电话", Mark.MISSING, "还差 4 位"),
        Open("delivery_address", "送达地址", Mark.MISSING, "请填写"),
    ),
    focus="person.id_number",
)

FOREIGN = ApplicantState(
    id_kind=IdKind.FOREIGN_PERMANENT,
    document="外国人永久居留身份证",
    fields={
        "person.name": FieldState("SMITH, JOHN ALEXANDER", Source.CHIP),
        "person.sex": FieldState("男", Source.CHIP),
        "person.nationality": FieldState("加拿大", Source.CHIP),
        "person.id_number": FieldState(source=Source.CHIP, masked="931124********0012", revealable=True),
        "person.birth": FieldState("1984-**-**", Source.CHIP),
        "person.valid_to": FieldState("2026-01-15", Source.CHIP, message="已过期", level=Level.WARN),
        "phone": FieldState("13800000001", Source.TYPED),
    },
    card=CardNews(Mark.DOUBTFUL, "已读取外国人永久居留身份证", "2026-01-15 已过期，1.4 秒", "10:41:52"),
    matches_card=True,
    focus="remark",
)

PICTURED = ApplicantState(
    may_photograph=True,
    fields={
        "person.name": FieldState("欧阳某某", Source.SCANNED, 99),
        "person.sex": FieldState("女", Source.SCANNED, 99),
        "person.nation": FieldState("汉", Source.SCANNED, 98),
        "person.id_number": FieldState(message="校验位不符，照片读数未填入", level=Level.ERROR),
        "person.birth": FieldState("1986-05-12", Source.SCANNED, 97),
        "person.address": FieldState(
            "湖南省岳阳市岳阳楼区某某路 12 号 3 栋 405 室", Source.SCANNED, 83, "照片不够清楚，请核对", Level.WARN
        ),
        "phone": FieldState("13800000001", Source.TYPED),
    },
    card=CardNews(Mark.DOUBTFUL, "已从照片识别身份证", "填入 5 项；1 项校验不过，没有填入；1 项请核对", "10:41:52"),
    open=(Open("person.id_number", "证件号码", Mark.WRONG, "重拍或手录"),),
    focus="person.id_number",
)

AGENT = replace(
    ORGANISATION,
    through_agent=True,
    fields={
        **ORGANISATION.fields,
        "organisation.credit_code": FieldState("92430602MA4L000000", Source.QR),
        "agent.name": FieldState("李某", Source.CHIP),
        "agent.sex": FieldState("男", Source.CHIP),
        "agent.nation": FieldState("土家", Source.CHIP),
        "agent.id_number": FieldState("430602199203030011", Source.CHIP, revealable=True),
        "agent.birth": FieldState("1992-**-**", Source.CHIP),
        "agent.valid_to": FieldState("长期", Source.CHIP),
        "agent.address": FieldState("湖南省岳阳市云溪区某某路 ** 号", Source.CHIP),
        "phone": FieldState("13800000001", Source.TYPED),
    },
    matches_card=True,
    open=(),
    focus="remark",
)


def applicant(state: ApplicantState, note: str) -> Builder:
    def build() -> QWidget:
        page = ApplicantPage()
        shown = framed(
            page, "intake/applicant", page.SCOPE, page.keys(), steps=steps_at(1, note, "未选事项"),
            foot="草稿已存 10:42:07",
        )  # fmt: skip
        shown.show()
        page.present(state)
        return shown

    return build


SHOTS = [
    ("applicant", applicant(ORGANISATION, "正在填写，还差 2 项")),
    ("applicant-empty", applicant(EMPTY, "")),
    ("applicant-errors", applicant(ERRORS, "正在填写，还差 3 项")),
    ("applicant-pictured", applicant(PICTURED, "正在填写，还差 1 项")),
    ("applicant-foreign", applicant(FOREIGN, "SMITH, JOHN ALEXANDER")),
    ("applicant-agent", applicant(AGENT, "岳阳市某某餐饮店")),
]
