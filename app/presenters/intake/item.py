"""Step 2: which item, and which situation narrows its materials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from app.catalogue.search import Hit, ItemSearch
from app.domain.catalogue import Handling, Item, Material, MaterialSource, Necessity
from app.domain.clock_words import limit_text
from app.presenters.intake.session import Session
from app.wording import Wording


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One hit of the search; `spans` are (start, end) of what matched in the name."""

    code: str
    name: str
    second: str
    right: str
    spans: tuple[tuple[int, int], ...] = ()
    pinned: bool = False
    recent: bool = False


@dataclass(frozen=True, slots=True)
class OptionState:
    """One answer; `key` is the digit that chooses it."""

    code: str
    text: str
    chosen: bool
    key: str


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One situation question."""

    code: str
    text: str
    options: tuple[OptionState, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value in the item's summary."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One material of the narrowed list, for the aside."""

    name: str
    second: str
    group: str


@dataclass(frozen=True, slots=True)
class ItemState:
    """The page."""

    query: str = ""
    rows: tuple[ItemRow, ...] = ()
    empty: str = ""
    chosen: str = ""  # item code
    name: str = ""
    facts: tuple[Fact, ...] = ()
    questions: tuple[QuestionState, ...] = ()
    counts: str = ""
    materials: tuple[Listed, ...] = ()
    catalogue: str = ""  # version
    sample: bool = False
    complete: bool = False


class ItemView(Protocol):
    """What the presenter asks of its page."""

    def present(self, state: ItemState) -> None: ...


class ItemPresenter:
    """Search as one types; choose; answer."""

    def __init__(
        self,
        session: Session,
        *,
        wording: Wording,
        on_used: Callable[[str], None] = lambda _: None,
        on_pinned: Callable[[str, bool], None] = lambda _code, _pinned: None,
    ) -> None:
        self._session, self._say = session, wording
        self._search = ItemSearch(session.catalogue)
        self._searched = session.catalogue
        self._pinned: tuple[str, ...] = ()
        self._recent: tuple[str, ...] = ()
        self._on_used, self._on_pinned = on_used, on_pinned
        self._query = ""
        self._view: ItemView | None = None
        session.listen(self._present)

    def show(self, view: ItemView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def remember(self, pinned: tuple[str, ...], recent: tuple[str, ...]) -> None:
        """What this clerk pinned and used last."""
        self._pinned, self._recent = pinned, recent
        self._present()

    def search(self, query: str) -> None:
        """The clerk typed in the search field."""
        self._query = query
        self._present()

    def choose(self, code: str) -> None:
        """Take an item; answers and materials of another item are dropped."""
        application = self._session.application
        if code == application.item_code:
            return
        version = self._session.catalogue.version
        self._recent = (code, *(each for each in self._recent if each != code))[:8]
        self._on_used(code)
        self._session.change(replace(application, item_code=code, catalogue_version=version, answers={}, taken={}))

    def pin(self, code: str) -> None:
        """Keep an item at the top, or let it go."""
        without = tuple(each for each in self._pinned if each != code)
        self._pinned = without if code in self._pinned else (*without, code)
        self._on_pinned(code, code in self._pinned)
        self._present()

    def answer(self, question: str, option: str) -> None:
        """Answer a situation question; answers to questions no longer asked are dropped."""
        item, application = self._session.item, self._session.application
        if item is None:
            return
        answers = {**application.answers, question: option}
        for _ in item.questions:  # dropping one answer may take the next question away
            asked = {each.code for each in item.questions_for(answers)}
            answers = {code: chosen for code, chosen in answers.items() if code in asked}
        self._session.change(replace(application, answers=answers))

    def _present(self) -> None:
        if self._view is not None:
            self._view.present(self.state())

    def state(self) -> ItemState:
        """The page as of now."""
        if self._searched is not self._session.catalogue:
            self._searched = self._session.catalogue
            self._search = ItemSearch(self._searched)
        rows = tuple(self._row(hit) for hit in self._search.find(self._query, pinned=self._pinned, recent=self._recent))
        item = self._session.item
        listing = ItemState(
            query=self._query,
            rows=rows,
            empty="" if rows else self._say("item.no_hit", query=self._query),
            catalogue=self._session.catalogue.version,
            sample=self._session.catalogue.sample,
        )
        return listing if item is None else self._with_item(listing, item)

    def _with_item(self, listing: ItemState, item: Item) -> ItemState:
        answers = self._session.application.answers
        materials = item.materials_for(answers)
        grouped = {group: tuple(each for each in materials if group_of(each) == group) for group in GROUPS}
        return replace(
            listing,
            chosen=item.code,
            name=item.name,
            facts=self._facts(item),
            questions=tuple(
                QuestionState(
                    question.code,
                    question.text,
                    tuple(
                        OptionState(option.code, option.text, answers.get(question.code) == option.code, str(number))
                        for number, option in enumerate(question.options, start=1)
                    ),
                )
                for question in item.questions_for(answers)
            ),
            counts=self._say("item.counts", **{group: len(listed) for group, listed in grouped.items()}),
            materials=tuple(
                Listed(each.name, self._amount(each), self._say(f"material.group_{group}"))
                for group in GROUPS
                for each in grouped[group]
            ),
            complete=not item.unanswered(answers),
        )

    def _facts(self, item: Item) -> tuple[Fact, ...]:
        limit = self._say("item.promised", promised=limit_text(item.promised), statutory=limit_text(item.statutory))
        facts = {
            "department": item.department.name,
            "handling": self._handling(item),
            "limit": limit,
            "result": item.result,
            "fee": item.fee,
            "system": item.system,
        }
        return tuple(Fact(self._say(f"item_fact.{label}"), value) for label, value in facts.items() if value)

    def _handling(self, item: Item) -> str:
        return self._say("item.at_once" if item.handling is Handling.AT_ONCE else "item.promised_item")

    def _row(self, hit: Hit) -> ItemRow:
        item = hit.item
        return ItemRow(
            item.code,
            item.name,
            item.department.name,
            f"{self._handling(item)}　{limit_text(item.promised)}",
            tuple(hit.spans),
            item.code in self._pinned,
            item.code in self._recent,
        )

    def _amount(self, material: Material) -> str:
        return amount(self._say, material)


GROUPS = ("needed", "may_follow", "exempt")


def group_of(material: Material) -> str:
    """The group a material is listed in."""
    if material.source is MaterialSource.DEPARTMENT:
        return "exempt"
    return "may_follow" if material.necessity is Necessity.MAY_FOLLOW else "needed"


def amount(say: Wording, material: Material) -> str:
    """Form and count of a material, in the screen's language."""
    if group_of(material) == "exempt":
        return say("material.shared")
    return say("material.amount", form=say(f"form.{material.form.value}"), copies=material.copies)
