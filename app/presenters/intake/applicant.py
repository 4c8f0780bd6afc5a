"""Step 1: who applies. Card fields fill in by themselves; what is typed is checked at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from app.domain.applicant import (
    Applicant,
    ApplicantKind,
    Delivery,
    Flaw,
    IdKind,
    Person,
    Problem,
    Source,
    birth_of,
    check_id,
    problems_of,
    typed,
)
from app.domain.masking import mask_number
from app.presenters import fields
from app.presenters.fields import FieldState, Level
from app.presenters.intake.applicant_state import ApplicantState, ApplicantView, CardNews, Earlier, Open
from app.presenters.intake.photograph import Photograph
from app.presenters.intake.pictured import PicturedApplicant, certainty_of
from app.presenters.intake.session import Session
from app.presenters.marks import Mark
from app.presenters.readers import CardReaders
from app.services.fill_applicant import Filled
from app.wording import Wording
from devices.errors import CardError, DeviceError, NoCard
from devices.ports import CardKind

SOURCES = {
    Source.CHIP: fields.Source.CHIP,
    Source.TYPED: fields.Source.TYPED,
    Source.QR: fields.Source.QR,
    Source.OCR: fields.Source.SCANNED,
}
MASKED = frozenset({"person.id_number", "agent.id_number"})
PERSON_FIELDS = ("name", "sex", "nation", "nationality", "id_number", "birth", "valid_to", "address")
ORGANISATION_FIELDS = ("name", "credit_code", "kind", "address")
UPPER = frozenset({"person.id_number", "agent.id_number", "organisation.credit_code"})


class ApplicantPresenter:
    """Turns the page's wishes into changes of the applicant, and the applicant into the page's state."""

    def __init__(
        self,
        session: Session,
        *,
        wording: Wording,
        readers: CardReaders,
        photograph: Photograph | None = None,
        earlier: Callable[[str, Callable[[tuple[Earlier, ...]], None]], None] = lambda _number, _tell: None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._say = session, wording
        self._readers, self._timer = readers, timer
        self._find_earlier = earlier
        self._pictured = PicturedApplicant(
            session, wording, photograph, tell=self._tell, filled=self._filled_from_picture
        )
        self._view: ApplicantView | None = None
        self._reading = ""  # the case for which a reader is being asked
        self._asked = False
        self._ails = False  # the reader itself, not the card
        self._news = CardNews()
        self._document = ""
        self._revealed: set[str] = set()
        self._edited: set[str] = set()
        self._earlier: tuple[Earlier, ...] = ()
        self._focus = ""
        self._case = ""
        session.listen(self._present)

    def show(self, view: ApplicantView) -> None:
        """Use `view` from now on."""
        self._view = view
        self._present()

    def edit(self, name: str, value: str) -> None:
        """The clerk typed `value` into a field."""
        value = value.upper() if name in UPPER else value
        self._edited.add(name)
        self._pictured.forget(name)
        self._session.change(replace(self._session.application, applicant=self._with(name, value)))

    def choose_kind(self, kind: ApplicantKind) -> None:
        """Natural person or organisation."""
        self._change(kind=kind)

    def choose_agent(self, through_agent: bool) -> None:
        """In person, or through an agent."""
        self._change(through_agent=through_agent)

    def choose_id_kind(self, kind: IdKind) -> None:
        """Which document the typed number is of."""
        self._change(person=replace(self._applicant.person, id_kind=kind))

    def choose_delivery(self, delivery: Delivery) -> None:
        """Window, locker or post."""
        self._change(delivery=delivery)

    def confirm_match(self) -> None:
        """The clerk compared the person with the card (F9)."""
        self._change(person_matches_card=True)

    def reveal(self, name: str) -> None:
        """Show a masked number, or mask it again."""
        self._revealed ^= {name}
        self._present()

    def release(self, name: str) -> None:
        """Let a chip-read field be edited (Alt+E): from now on it counts as typed."""
        self._session.change(replace(self._session.application, applicant=self._with(name, self._value(name))))

    def read_requested(self) -> None:
        """F4: read now, and say what is wrong."""
        self._read(asked=True)

    def tick(self) -> None:
        """Every half second while the page is open: look whether a card was laid down."""
        self._read(asked=False)

    def photograph_requested(self) -> None:
        """F6: read the card or licence that lies under the camera."""
        self._pictured.request()

    def _tell(self, mark: Mark, title: str, detail: str) -> None:
        self._news = CardNews(mark, title, detail, self._session.now().strftime("%H:%M:%S"))
        self._present()

    def _filled_from_picture(self, done: Filled) -> None:
        before = self._applicant.person.id_number
        number = done.applicant.person.id_number
        if number and number != before:
            self._revealed.discard("person.id_number")
            self._look_for_earlier(number)
        if "person.id_number" in done.filled:
            hmt = done.applicant.person.id_kind is IdKind.HMT_PERMIT
            self._document = self._say(f"card_kind.{(CardKind.HMT_PERMIT if hmt else CardKind.RESIDENT).value}")
        matches = self._applicant.person_matches_card and number == before
        applicant = replace(done.applicant, person_matches_card=matches)
        self._session.change(replace(self._session.application, applicant=applicant))
        self._focus_first_open()

    def _read(self, *, asked: bool) -> None:
        self._asked = self._asked or asked  # F4 also speaks for a look that is under way
        if not self._readers or self._reading:
            return
        case = self._reading = self._session.draft.id
        started = self._timer()

        def done(answer: tuple[Person, CardKind]) -> None:
            if self._is_answer_for(case):
                self._card_read(*answer, self._timer() - started)

        def failed(error: Exception) -> None:
            self._reading = ""
            if not isinstance(error, DeviceError):
                raise error
            if not asked and self._asked and isinstance(error, NoCard) and error.already_read:
                self._read(asked=True)  # a look passes over the card that lies there; F4 wants it read
            elif self._is_answer_for(case):
                self._card_failed(error)

        read = self._readers.ask if asked else self._readers.look
        read(done, failed)

    def _is_answer_for(self, case: str) -> bool:
        """Whether a reader's answer is for the case that is open, and not the card of who sat here before.

        F4 pressed for this case meanwhile is answered by a reading of its own.
        """
        self._reading = ""
        if case != self._session.draft.id and self._asked:
            self._read(asked=True)
        return case == self._session.draft.id

    def card_found(self) -> None:
        """The reader sees a card and starts reading: said at once, for reading takes a second."""
        if self._reading not in ("", self._session.draft.id):
            return
        self._news = CardNews(Mark.RUNNING, self._say("applicant.reading"))
        self._present()

    def _card_read(self, person: Person, kind: CardKind, seconds: float) -> None:
        self._asked = self._ails = False
        expired = person.valid_to not in ("", "长期") and person.valid_to < self._session.now().date().isoformat()
        message = "applicant.card_expired" if expired else "applicant.card_valid"
        document = self._say(f"card_kind.{kind.value}")
        self._news = CardNews(
            Mark.DOUBTFUL if expired else Mark.DONE,
            self._say("applicant.card_read", kind=document),
            self._say(message, kind=document, seconds=f"{seconds:.1f}", valid_to=person.valid_to),
            self._session.now().strftime("%H:%M:%S"),
        )
        self._revealed.clear()
        into_agent = self._applicant.through_agent and bool(self._applicant.person.name)
        self._pictured.forget(*_names("agent" if into_agent else "person", PERSON_FIELDS))
        if not into_agent:
            self._document = document
        self._change(**({"agent": person} if into_agent else {"person": person, "person_matches_card": False}))
        self._look_for_earlier(person.id_number)
        self._focus_first_open()

    def _card_failed(self, error: DeviceError) -> None:
        asked, self._asked = self._asked, False
        running = self._news.mark is Mark.RUNNING
        ailed, self._ails = self._ails, not isinstance(error, CardError)
        if isinstance(error, NoCard) and not (asked or running or (error.already_read and not self._news.title)):
            if ailed:
                self._reader_is_back()
            return
        newly = self._ails and not ailed
        if asked or running or newly or isinstance(error, CardError) or self._news.title == "":
            self._tell(Mark.WRONG, *self._say.what_and_cure(error))

    def _reader_is_back(self) -> None:
        """It answers again: what was said of it holds no more."""
        self._news = CardNews()
        self._present()

    def _look_for_earlier(self, number: str) -> None:
        self._find_earlier(number, partial(self._earlier_found, self._session.draft.id))

    def _earlier_found(self, case: str, earlier: tuple[Earlier, ...]) -> None:
        if case != self._session.draft.id:
            return  # they are those of who sat here before
        self._earlier = earlier
        self._present()

    def _focus_first_open(self) -> None:
        problems = problems_of(self._applicant)
        self._focus = problems[0].field if problems else ""
        self._present()
        self._focus = ""

    @property
    def _applicant(self) -> Applicant:
        return self._session.application.applicant

    def _change(self, **changes: Any) -> None:
        self._session.change(replace(self._session.application, applicant=replace(self._applicant, **changes)))

    def _value(self, name: str) -> str:
        owner, _, attribute = name.rpartition(".")
        return str(getattr(getattr(self._applicant, owner) if owner else self._applicant, attribute))

    def _with(self, name: str, value: str) -> Applicant:
        owner, _, attribute = name.rpartition(".")
        if not owner:
            return replace(self._applicant, **{attribute: value})  # type: ignore[arg-type]
        part = typed(getattr(self._applicant, owner), **{attribute: value})
        if attribute == "id_number" and birth_of(value) and not check_id(part.id_kind, value):
            part = typed(part, birth=birth_of(value), sex="男" if int(value[16]) % 2 else "女")
        return replace(self._applicant, **{owner: part})

    def _present(self) -> None:
        if self._session.draft.id != self._case:
            self._forget()
        if self._view is not None:
            self._view.present(self.state())

    def _forget(self) -> None:
        self._case = self._session.draft.id
        self._news, self._document, self._earlier = CardNews(), "", ()
        self._asked = False
        self._revealed.clear()
        self._edited.clear()
        self._pictured.forget()

    def state(self) -> ApplicantState:
        """The page as of now."""
        applicant = self._applicant
        problems = {problem.field: problem for problem in problems_of(applicant)}
        names = [*_names("person", PERSON_FIELDS), *_names("agent", PERSON_FIELDS),
                 *_names("organisation", ORGANISATION_FIELDS), "phone", "delivery_address", "remark"]  # fmt: skip
        return ApplicantState(
            kind=applicant.kind,
            through_agent=applicant.through_agent,
            id_kind=applicant.person.id_kind,
            agent_id_kind=applicant.agent.id_kind,
            document=self._document,
            delivery=applicant.delivery,
            fields={name: self._field(name, problems.get(name)) for name in names},
            card=self._news,
            matches_card=applicant.person_matches_card,
            may_photograph=self._pictured.possible,
            open=tuple(self._open(problem) for problem in problems.values()),
            earlier=self._earlier,
            focus=self._focus,
        )

    def _field(self, name: str, problem: Problem | None) -> FieldState:
        value, source = self._value(name), self._source(name)
        if name in MASKED and source is Source.CHIP and name not in self._revealed:
            return FieldState(source=SOURCES[source], masked=mask_number(value), revealable=True)
        shown = FieldState(value=value, source=SOURCES[source] if source and value else fields.Source.NONE,
                           certainty=certainty_of(self._applicant, name) if source is Source.OCR else None,
                           revealable=name in MASKED and source is Source.CHIP)  # fmt: skip
        if problem is None or not value:
            remark = self._pictured.remark(name, self._applicant)
            return replace(shown, message=remark[0], level=remark[1]) if remark else shown
        typing = problem.flaw is Flaw.LENGTH and problem.has < problem.wants
        message = "applicant.typing" if typing else f"flaw.{problem.flaw.value}"
        text = self._say(message, has=problem.has, wants=problem.wants)
        return replace(shown, message=text, level=Level.NEUTRAL if typing else Level.ERROR)

    def _source(self, name: str) -> Source | None:
        owner, _, attribute = name.rpartition(".")
        if not owner:
            return Source.TYPED if name == "phone" else None
        source: Source | None = getattr(self._applicant, owner).sources.get(attribute)
        return source

    def _open(self, problem: Problem) -> Open:
        wrong = problem.flaw is not Flaw.EMPTY
        typing = problem.flaw is Flaw.LENGTH and problem.has < problem.wants
        message = "applicant.typing" if typing else f"flaw.{problem.flaw.value}"
        hint = self._say(message, has=problem.has, wants=problem.wants)
        mark = Mark.WRONG if wrong and not typing else Mark.MISSING
        if self._pictured.left_empty(problem.field):
            mark, hint = Mark.WRONG, self._say("pictured.again_or_type")
        return Open(problem.field, self._say(f"field.{_field_label(problem.field)}"), mark, hint)


def _names(owner: str, attributes: tuple[str, ...]) -> list[str]:
    return [f"{owner}.{attribute}" for attribute in attributes]


def _field_label(name: str) -> str:
    owner, _, attribute = name.rpartition(".")
    if owner == "agent":
        return f"agent_{attribute}"
    if owner == "organisation" and attribute != "credit_code":
        return f"organisation_{attribute}"
    return attribute
