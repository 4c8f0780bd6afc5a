"""The applicant read off a photographed card or licence: what is said of it, and what is to be checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.domain.applicant import Applicant, Person, Source
from app.presenters.fields import Level
from app.presenters.intake.photograph import Photograph
from app.presenters.intake.session import Session
from app.presenters.marks import Mark
from app.services.fill_applicant import SURE_ENOUGH, Filled, fill_applicant
from app.wording import Wording
from devices.errors import DeviceError
from devices.reading.papers.fields import EMPTYING, Doubt, Paper, PaperKind

KINDS = (PaperKind.ID_CARD, PaperKind.LICENCE)
TELLING = ("id_number", "name", "birth")  # what tells people apart

Tell = Callable[[Mark, str, str], None]


class PicturedApplicant:
    """Photographs for one page. `tell` says how it goes: mark, title, detail; `filled` gets what came of it."""

    def __init__(
        self,
        session: Session,
        wording: Wording,
        photograph: Photograph | None,
        *,
        tell: Tell,
        filled: Callable[[Filled], None],
    ) -> None:
        self._session, self._say, self._photograph = session, wording, photograph
        self._tell, self._filled = tell, filled
        self._running: set[str] = set()  # the cases that a picture is being read for
        self._was_agent = False
        self._doubts: dict[str, Doubt] = {}

    @property
    def possible(self) -> bool:
        """Whether there is a camera, and what reads its pictures."""
        return self._photograph is not None

    def request(self) -> None:
        """Read what lies under the camera now."""
        if self._photograph is None:
            return
        self._tell(Mark.RUNNING, self._say("pictured.running"), "")
        case = self._session.draft.id
        if case in self._running:
            return
        self._running.add(case)
        self._photograph.read(KINDS, partial(self._read, case), partial(self._failed, case))

    def forget(self, *names: str) -> None:
        """What was doubted of those fields holds no more; without names, of any."""
        self._doubts = {name: doubt for name, doubt in self._doubts.items() if names and name not in names}
        self._was_agent = self._was_agent and bool(names)

    def remark(self, name: str, applicant: Applicant) -> tuple[str, Level] | None:
        """What stands under a field: why it is empty, or what to check; None for nothing."""
        owner, _, attribute = name.rpartition(".")
        part = getattr(applicant, owner) if owner else None
        if part is None:
            return None
        doubt = self._doubts.get(name)
        if not getattr(part, attribute):
            return (self._say(f"unread.{doubt.value}"), Level.ERROR) if doubt in EMPTYING and doubt else None
        if part.sources.get(attribute) not in (Source.OCR, Source.QR):
            return None
        if doubt in EMPTYING and doubt:  # of a later picture than the one that filled it
            return self._say(f"unread.{doubt.value}"), Level.WARN
        if doubt is not None:
            return self._say(f"doubtful.{doubt.value}"), Level.WARN
        return (self._say("doubtful.unsure"), Level.WARN) if _unsure(applicant, name) else None

    def left_empty(self, name: str) -> bool:
        """Whether the paper says something there that did not hold."""
        return self._doubts.get(name) in EMPTYING

    def _read(self, case: str, paper: Paper) -> None:
        self._running.discard(case)
        if case != self._session.draft.id:
            return  # the next applicant sits here already
        applicant = self._session.application.applicant
        self._was_agent = self._is_agents(paper, applicant)
        done = fill_applicant(applicant, paper, into_agent=self._was_agent)
        self.forget(*done.filled)
        self._doubts |= done.doubts
        self._tell(*self._told_of(done, self._say(f"paper.{paper.kind.value}")))
        self._filled(done)

    def _failed(self, case: str, error: Exception) -> None:
        self._running.discard(case)
        if not isinstance(error, DeviceError):
            raise error
        if case == self._session.draft.id:
            self._tell(Mark.WRONG, *self._say.what_and_cure(error))

    def _is_agents(self, paper: Paper, applicant: Applicant) -> bool:
        """With an agent the first card is the applicant's, another one the agent's; a back follows its front."""
        if not applicant.through_agent or paper.kind is not PaperKind.ID_CARD:
            return False
        said = {name: paper.fields[name].value for name in TELLING if name in paper.fields}
        if not any(said.values()):
            return self._was_agent
        return bool(applicant.person.name) and not _is_of(applicant.person, said)

    def _told_of(self, done: Filled, paper: str) -> tuple[Mark, str, str]:
        if done.anothers:
            return Mark.WRONG, self._say("pictured.anothers", paper=paper), self._say("pictured.anothers_cure")
        doubtful = [name for name in done.filled if name in done.doubts or _unsure(done.applicant, name)]
        said = {"filled": done.filled, "empty": done.empty, "doubtful": doubtful, "kept": done.kept}
        parts = [self._say(f"pictured.{what}", count=len(names)) for what, names in said.items() if names]
        mark = Mark.DOUBTFUL if doubtful or done.empty or done.kept else Mark.DONE
        return mark, self._say("pictured.read", paper=paper), self._say("between").join(parts)


def _is_of(person: Person, said: Mapping[str, str]) -> bool:
    """Whether a card is that person's: by the number, or where one is unknown by name or birth."""
    number = said.get("id_number", "")
    if number and person.id_number:
        return number == person.id_number
    return any(value and getattr(person, name) == value for name, value in said.items())


def certainty_of(applicant: Applicant, name: str) -> int | None:
    """Percent, of a field that was read by OCR."""
    owner, _, attribute = name.rpartition(".")
    part = getattr(applicant, owner) if owner else None
    return part.certainties.get(attribute) if part is not None else None


def _unsure(applicant: Applicant, name: str) -> bool:
    percent = certainty_of(applicant, name)
    return percent is not None and percent < SURE_ENOUGH
