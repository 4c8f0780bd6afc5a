"""Items, situations and materials: what the hall can be asked for and what each asking takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class ItemKind(Enum):
    """Kind of item (domain codes 01–20)."""

    LICENCE = "01"
    PENALTY = "02"
    COERCION = "03"
    LEVY = "04"
    PAYMENT = "05"
    INSPECTION = "06"
    CONFIRMATION = "07"
    REWARD = "08"
    RULING = "09"
    OTHER = "10"
    PUBLIC_SERVICE = "20"


class Handling(Enum):
    """即办件 is finished at once; 承诺件 within a promised limit."""

    AT_ONCE = "1"
    PROMISED = "2"
    OTHER = "9"


class LimitUnit(Enum):
    """Unit of a time limit."""

    WORKING_DAY = "W"
    NATURAL_DAY = "N"
    HOUR = "H"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit such as 8 working days; 0 means at once."""

    amount: int
    unit: LimitUnit = LimitUnit.WORKING_DAY


class Necessity(Enum):
    """Whether a material must be there (code of domain §5)."""

    NOT_NEEDED = "0"
    NEEDED = "1"
    MAY_FOLLOW = "2"  # 容缺后补


class PaperForm(Enum):
    """Which form of a paper is asked for."""

    ORIGINAL = "original"
    COPY = "copy"
    EITHER = "either"
    ORIGINAL_SEEN = "original_seen"  # 核原件，留复印件


class Medium(Enum):
    """Paper, electronic file, or both."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    BOTH = "both"


class MaterialSource(Enum):
    """Who brings a material."""

    APPLICANT = "applicant"
    DEPARTMENT = "department"  # obtained from another department: nobody need bring it
    INTERMEDIARY = "intermediary"


class OperatingLevel(Enum):
    """On whose system the item runs (运行系统层级): tells where typing twice threatens."""

    STATE = "state"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


Condition = Mapping[str, tuple[str, ...]]
"""Question code → the option codes that satisfy it; every question named must be satisfied. Empty: always."""

Answers = Mapping[str, str]
"""Question code → chosen option code."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a situation question."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that narrows what is needed (情形). Asked only where `when` holds."""

    code: str
    text: str
    options: tuple[Option, ...]
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """One thing the applicant must, may or need not bring."""

    code: str
    name: str
    necessity: Necessity = Necessity.NEEDED
    form: PaperForm = PaperForm.ORIGINAL
    copies: int = 1
    medium: Medium = Medium.PAPER
    source: MaterialSource = MaterialSource.APPLICANT
    standard: str = ""  # 受理标准
    fill_notes: str = ""
    sample: str = ""  # name of a sample picture, or ""
    legal_basis: str = ""
    follow_days: int = 15  # working days within which a MAY_FOLLOW material must come
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Department:
    """A department behind the windows."""

    code: str
    name: str
    phone: str = ""
    supervision_phone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One matter a window takes in (事项)."""

    code: str
    name: str
    department: Department
    kind: ItemKind
    handling: Handling
    statutory: Limit
    promised: Limit
    result: str
    fee: str = "不收费"
    online: bool = True
    operating_level: OperatingLevel = OperatingLevel.CITY
    system: str = ""  # name of the vertical system the department must also feed, if any
    served: tuple[str, ...] = ("1",)  # 1 natural person, 2 enterprise … (domain §5)
    theme: str = ""
    keywords: tuple[str, ...] = ()
    legal_basis: str = ""
    acceptance: str = ""
    delivery: tuple[str, ...] = ("window",)  # window, locker, post
    materials: tuple[Material, ...] = ()
    questions: tuple[Question, ...] = ()

    def questions_for(self, answers: Answers) -> tuple[Question, ...]:
        """The questions to ask, given what was answered so far."""
        return tuple(question for question in self.questions if holds(question.when, answers))

    def unanswered(self, answers: Answers) -> tuple[Question, ...]:
        """The questions still open."""
        return tuple(question for question in self.questions_for(answers) if question.code not in answers)

    def materials_for(self, answers: Answers) -> tuple[Material, ...]:
        """The material list that these answers leave, in catalogue order."""
        return tuple(
            material
            for material in self.materials
            if material.necessity is not Necessity.NOT_NEEDED and holds(material.when, answers)
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All items under one version; cases keep the version they were taken under."""

    version: str
    items: tuple[Item, ...]
    sample: bool = False  # true for shipped examples that a hall must replace

    def item(self, code: str) -> Item | None:
        """The item of that code, or None."""
        return next((item for item in self.items if item.code == code), None)


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether every question named in `condition` was answered with one of its options."""
    return all(answers.get(question) in options for question, options in condition.items())
