"""The page of hand-overs in words: what must go, what comes, what is late or differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.case import Event, Role
from app.domain.custody import late_from, receivers
from app.domain.facts import DifferenceKind, Holder
from app.domain.lots import Transit
from app.domain.masking import mask_name
from app.domain.rules import Rules
from app.presenters.hand_over.state import BATCH, UNCOUNTED, HandOverState, Line, LineGroup, Looking, Tab
from app.presenters.marks import Mark
from app.services.carry_papers import Paper, Papers, Post, batch_of
from app.wording import Wording

DIFFERENCES = {
    DifferenceKind.MISSING: "missing",
    DifferenceKind.DAMAGED: "damaged",
    DifferenceKind.WRONG_COUNT: "wrong_count",
    DifferenceKind.WRONG_PAPER: "wrong_paper",
}
"""Each with its key in the key table."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What the words are made with."""

    say: Wording
    rules: Rules
    calendar: WorkCalendar
    now: datetime
    department_name: Callable[[str], str]
    posts: tuple[Post, ...] = ()

    def desk(self, holder: Holder) -> str:
        """A desk as people call it."""
        name = self.department_name(holder.name) if holder.role is Role.BACK_OFFICE else holder.name
        return self.say(f"paper_desk.{holder.role.value}", name=name).strip()

    def moment(self, at: datetime) -> str:
        """When, by the clock of the hall; without the day for today."""
        local = at.astimezone(HALL_TIME)
        return f"{local:%H:%M}" if local.date() == self.now.astimezone(HALL_TIME).date() else f"{local:%m-%d %H:%M}"

    def late(self, transit: Transit) -> bool:
        """Whether papers are under way for longer than they may."""
        return late_from(transit, self.rules.hand_over_hours, self.calendar) <= self.now

    @property
    def only_follows(self) -> bool:
        """Whether nobody here carries papers: a supervisor."""
        return all(post.role is Role.SUPERVISOR for post in self.posts)


def choices(paper: Paper, papers: Papers, hall: Hall) -> tuple[Holder, ...]:
    """The desks that papers of this one may go to."""
    return receivers(paper.life, paper.lot, sections=hall.rules.sections, issuing=papers.issuing)


def receiver(paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> Holder:
    """The desk that papers of this one are to go to: the one chosen where there is a choice."""
    found = choices(paper, papers, hall)
    return looking.to if looking.to in found else found[0]


def batches(papers: Iterable[Paper]) -> dict[str, list[Paper]]:
    """Papers under way, by the number of their slip, the oldest batch first."""
    ordered = sorted(papers, key=lambda each: (each.transit.at, each.transit.batch))
    found: dict[str, list[Paper]] = {}
    for paper in ordered:
        found.setdefault(paper.transit.batch, []).append(paper)
    return found


def same_way(paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> list[Paper]:
    """What may leave on one slip with this one: from the same kind of desk to the same desk."""
    to, by = receiver(paper, papers, looking, hall), paper.lot.desk.role
    return [each for each in papers.here if each.lot.desk.role is by and receiver(each, papers, looking, hall) == to]


def to_mark(papers: Papers, looking: Looking, number: str) -> Paper | None:
    """What goes of that case, of several lots the first that is not marked yet."""
    found = [paper for paper in papers.here if paper.number == number]
    return next((paper for paper in found if paper.id not in looking.marked), found[0] if found else None)


def coming(papers: Papers, number: str, batch: str) -> Paper | None:
    """What comes of that case, of several lots the one in that batch."""
    found = [paper for paper in papers.to_me if paper.number == number]
    return next((paper for paper in found if paper.transit.batch == batch), found[0] if found else None)


def sheets_word(say: Wording, sheets: int) -> str:
    """How many sheets go along; they are counted a moment after a case was marked."""
    return say("hand_over.sheets", count=sheets) if sheets != UNCOUNTED else say("hand_over.counting")


def what_word(say: Wording, paper: Paper) -> str:
    """What came later, by name; "" for the case's own papers."""
    return say("lots.later", what="、".join(paper.lot.what)) if paper.apart else ""


def page_state(papers: Papers | None, looking: Looking, hall: Hall) -> HandOverState:
    """The list as of now; None: nothing is known yet. What stands beside it is added by `hand_over_aside`."""
    say = hall.say
    if papers is None:
        return HandOverState(tab=looking.tab, tabs=_tabs(Papers(), hall), loading=say("hand_over.fetching"))
    groups = groups_of(papers, looking, hall)
    note, mark = _note(papers, looking, hall)
    return HandOverState(
        tab=looking.tab,
        tabs=_tabs(papers, hall),
        groups=groups,
        current=looking.current,
        note=note,
        note_mark=mark,
        empty="" if groups else say(f"hand_over.none_{looking.tab.value}"),
        said=looking.said.what,
        said_detail=looking.said.cure,
        said_mark=looking.said.mark,
        slip=looking.slip.raster if looking.slip else None,
        slip_name=looking.slip.title if looking.slip else "",
    )


def groups_of(papers: Papers, looking: Looking, hall: Hall) -> tuple[LineGroup, ...]:
    """The list under the tab that is open."""
    match looking.tab:
        case Tab.SEND:
            return _to_send(papers, looking, hall)
        case Tab.RECEIVE:
            return _to_receive(papers, looking, hall)
        case Tab.FOLLOW:
            return _to_follow(papers, hall)


def _tabs(papers: Papers, hall: Hall) -> tuple[tuple[Tab, str, int], ...]:
    troubled = {each.transit.batch for each in papers.under_way if each.transit.difference or hall.late(each.transit)}
    counts = {Tab.SEND: len(papers.to_send), Tab.RECEIVE: len(papers.to_me), Tab.FOLLOW: len(troubled)}
    tabs = (Tab.FOLLOW,) if hall.only_follows else tuple(Tab)
    return tuple((tab, hall.say(f"hand_over_tab.{tab.value}"), counts[tab]) for tab in tabs)


def _note(papers: Papers, looking: Looking, hall: Hall) -> tuple[str, Mark | None]:
    if papers.trouble is not None:
        return hall.say(f"hand_over.offline_{looking.tab.value}"), Mark.DOUBTFUL
    return hall.say(f"hand_over.hint_{looking.tab.value}"), None


def _to_send(papers: Papers, looking: Looking, hall: Hall) -> tuple[LineGroup, ...]:
    def goal(paper: Paper) -> Holder:
        return receiver(paper, papers, looking, hall)

    ordered = sorted(papers.here, key=lambda each: (goal(each).role.value, goal(each).name, each.number))
    groups = []
    for to, of_desk in groupby(ordered, key=goal):
        lines = tuple(_line_to_send(paper, looking, hall) for paper in of_desk)
        chosen = sum(line.mark is Mark.DONE for line in lines)
        note = hall.say("hand_over.chosen_of", chosen=chosen, count=len(lines))
        groups.append(LineGroup(hall.say("hand_over.to", desk=hall.desk(to)), note, lines))
    return tuple(groups)


def _line_to_send(paper: Paper, looking: Looking, hall: Hall) -> Line:
    sheets = looking.marked.get(paper.id)
    return Line(
        paper.id,
        paper.life.item.name,
        f"{paper.number}　{what_word(hall.say, paper) or mask_name(paper.life.applicant)}",
        Mark.DONE if sheets is not None else Mark.WAITING,
        sheets_word(hall.say, sheets) if sheets is not None else "",
        hall.say(f"cases_state.{paper.life.state.value}"),
    )


def _to_receive(papers: Papers, looking: Looking, hall: Hall) -> tuple[LineGroup, ...]:
    groups = []
    for batch, of_batch in batches(papers.to_me).items():
        transit = of_batch[0].transit
        done = sum(batch_of(event) == batch for event in papers.taken)
        note = hall.say("hand_over.taken_of", taken=done, count=done + len(of_batch))
        title = hall.say("hand_over.batch_from", batch=batch, desk=hall.desk(transit.by))
        groups.append(
            LineGroup(title, note, tuple(_line_to_receive(paper, papers, looking, hall) for paper in of_batch))
        )
    if looking.batch and looking.batch not in batches(papers.to_me):
        noted = tuple(
            Line(f"{BATCH}{number}", number, hall.say("hand_over.file_not_come"), Mark.RUNNING,
                 hall.say("hand_over.paper_here"))
            for batch, number in sorted(papers.seen)
            if batch == looking.batch
        )  # fmt: skip
        if noted:
            title = hall.say("hand_over.batch_unknown", batch=looking.batch)
            groups.append(LineGroup(title, str(len(noted)), noted))
    return tuple(groups)


def _line_to_receive(paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> Line:
    say, transit = hall.say, paper.transit
    seen = (transit.batch, paper.number) in papers.seen
    whole = paper.case_id in looking.seen_data
    mark = Mark.RUNNING if seen or whole else Mark.WAITING
    if transit.difference is not None or paper.id in looking.refused:
        mark = Mark.DOUBTFUL
    return Line(
        paper.id,
        paper.life.item.name,
        "　".join(filter(None, (paper.number, say("hand_over.sheets", count=transit.sheets), what_word(say, paper)))),
        mark,
        say(f"difference.{transit.difference.value}") if transit.difference else _paper_word(say, seen),
        _data_word(paper, looking, say),
        urgent=transit.difference is not None,
    )


def _paper_word(say: Wording, seen: bool) -> str:
    return say("hand_over.paper_here" if seen else "hand_over.paper_awaited")


def _data_word(paper: Paper, looking: Looking, say: Wording) -> str:
    if paper.case_id in looking.seen_data:
        return say("hand_over.data_here")
    if not paper.whole:
        return say("hand_over.data_coming", here=paper.pages_here, count=paper.pages)
    return say("hand_over.data_awaited")


def _to_follow(papers: Papers, hall: Hall) -> tuple[LineGroup, ...]:
    say, under_way = hall.say, papers.under_way
    late = {batch: of for batch, of in batches(under_way).items() if hall.late(of[0].transit)}
    differing = [paper for paper in under_way if paper.transit.difference is not None]
    moving = {batch: of for batch, of in batches(under_way).items() if batch not in late}
    groups = [
        _group(say("hand_over.late", hours=hall.rules.hand_over_hours),
               [_batch_line(*each, hall, True) for each in late.items()]),
        _group(say("hand_over.differing"), [_difference_line(paper, hall) for paper in differing]),
        _group(say("hand_over.moving"), [_batch_line(*each, hall, False) for each in moving.items()]),
        _group(say("hand_over.closed"), _closed_lines(papers, hall)),
    ]  # fmt: skip
    return tuple(group for group in groups if group.lines)


def _group(title: str, lines: Sequence[Line]) -> LineGroup:
    return LineGroup(title, str(len(lines)), tuple(lines))


def _batch_line(batch: str, papers: list[Paper], hall: Hall, late: bool) -> Line:
    transit = papers[0].transit
    way = hall.say("hand_over.way", by=hall.desk(transit.by), to=hall.desk(transit.to))
    since = hall.say("hand_over.since", at=hall.moment(transit.at))
    mark = Mark.DOUBTFUL if late else Mark.RUNNING
    return Line(f"{BATCH}{batch}", batch, way, mark, hall.say("hand_over.cases", count=len(papers)), since, late)


def _difference_line(paper: Paper, hall: Hall) -> Line:
    transit = paper.transit
    assert transit.difference is not None
    way = hall.say("hand_over.way", by=hall.desk(transit.by), to=hall.desk(transit.to))
    word = hall.say(f"difference.{transit.difference.value}")
    return Line(paper.id, paper.life.item.name, f"{paper.number}　{way}", Mark.DOUBTFUL, word, transit.batch, True)


def _closed_lines(papers: Papers, hall: Hall) -> list[Line]:
    """Batches of this window of which nothing is under way any more, the newest first."""
    open_ones = {paper.transit.batch for paper in papers.under_way}
    found: dict[str, tuple[str, list[Event]]] = {}
    for word, events in (("sent", papers.sent), ("received", papers.taken)):
        for event in events:
            found.setdefault(batch_of(event), (word, []))[1].append(event)
    lines = []
    for batch, (word, done) in found.items():
        if batch not in open_ones:
            second = hall.say(f"hand_over.closed_{word}", at=hall.moment(done[-1].at), who=done[-1].actor)
            lines.append(
                Line(f"{BATCH}{batch}", batch, second, Mark.DONE, hall.say("hand_over.cases", count=len(done)))
            )
    return lines[::-1]
