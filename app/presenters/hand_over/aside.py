"""Beside the list of hand-overs: the current case or batch, its two acknowledgements, and what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.masking import mask_name
from app.presenters.cases.state import ActButton
from app.presenters.hand_over.state import BATCH, HandOverState, Looking, Tab
from app.presenters.hand_over.words import DIFFERENCES, Hall, batches, choices, receiver, same_way, sheets_word
from app.presenters.marks import Mark
from app.services.carry_papers import Paper, Papers, batch_of


def with_current(state: HandOverState, papers: Papers, looking: Looking, hall: Hall) -> HandOverState:
    """`state` with what is current in its list, or the slip that was just made."""
    if looking.tab is Tab.SEND and looking.slip is not None:
        return _batch(state, looking.slip.batch, papers, looking, hall)
    if looking.current.startswith(BATCH):
        return _batch(state, looking.current.removeprefix(BATCH), papers, looking, hall)
    listed = papers.here if looking.tab is Tab.SEND else papers.under_way
    paper = next((each for each in listed if each.id == looking.current), None)
    if paper is None:
        return state
    if looking.tab is Tab.SEND:
        return _sending(state, paper, papers, looking, hall)
    return _under_way(state, paper, papers, looking, hall)


def _sending(state: HandOverState, paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> HandOverState:
    say, to = hall.say, receiver(paper, papers, looking, hall)
    together = [each for each in same_way(paper, papers, looking, hall) if each.id in looking.marked]
    sheets = sum(looking.marked[each.id] for each in together)
    mine = looking.marked.get(paper.id)
    facts = [
        (say("hand_over_fact.number"), paper.number),
        (say("hand_over_fact.applicant"), mask_name(paper.life.applicant)),
        *_what(paper, hall),
        (say("hand_over_fact.state"), say(f"cases_state.{paper.life.state.value}")),
        (say("hand_over_fact.to"), hall.desk(to)),
        (say("hand_over_fact.sheets"), say("hand_over.not_chosen") if mine is None else sheets_word(say, mine)),
    ]
    main = say("hand_over_act.send", count=len(together), sheets=sheets) if together else say("hand_over_act.send_none")
    barred = say("hand_over.saving") if looking.busy else "" if together else say("hand_over.choose_first")
    acts = [ActButton("mark", say("hand_over_act.mark" if mine is None else "hand_over_act.unmark"), "mark")]
    if mine is not None:
        acts.append(
            ActButton(
                "fewer", say("hand_over_act.fewer"), "fewer", barred="" if mine > 1 else say("hand_over.one_sheet")
            )
        )
        acts.append(ActButton("more", say("hand_over_act.more"), "more"))
    if len(choices(paper, papers, hall)) > 1:
        acts.append(ActButton("receiver", say("hand_over_act.receiver"), "receiver"))
    acts.append(ActButton("send", main, "act", True, barred))
    return replace(
        state,
        title=paper.life.item.name,
        word=say("hand_over.not_chosen" if mine is None else "hand_over.chosen"),
        word_mark=Mark.WAITING if mine is None else Mark.DONE,
        detail=say("hand_over.together", desk=hall.desk(to), count=len(together), sheets=sheets) if together else "",
        facts=tuple(facts),
        acts=tuple(acts),
    )  # fmt: skip


def _under_way(state: HandOverState, paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> HandOverState:
    say, transit = hall.say, paper.transit
    differs = transit.difference
    mine = paper in papers.to_me
    return replace(
        state,
        title=paper.life.item.name,
        word=say(f"difference.{differs.value}") if differs else say("hand_over.under_way"),
        word_mark=Mark.DOUBTFUL if differs else Mark.RUNNING,
        detail=looking.refused.get(paper.id, "") or (say("hand_over.open_until_settled") if differs else ""),
        facts=_transit_facts(paper, hall),
        acks=_acks(paper, papers, looking, hall) if mine else (),
        acts=_acts(paper, papers, looking, hall),
    )


def _transit_facts(paper: Paper, hall: Hall) -> tuple[tuple[str, str], ...]:
    say, transit = hall.say, paper.transit
    return (
        (say("hand_over_fact.number"), paper.number),
        (say("hand_over_fact.applicant"), mask_name(paper.life.applicant)),
        *_what(paper, hall),
        (say("hand_over_fact.batch"), transit.batch),
        *_way_facts(paper, hall),
        (say("hand_over_fact.sheets"), say("hand_over.sheets", count=transit.sheets)),
    )


def _way_facts(paper: Paper, hall: Hall) -> tuple[tuple[str, str], ...]:
    """From whom to whom, and since when: the same for a whole batch."""
    say, transit = hall.say, paper.transit
    return (
        (say("hand_over_fact.from"), hall.desk(transit.by)),
        (say("hand_over_fact.sender"), paper.sender),
        (say("hand_over_fact.to"), hall.desk(transit.to)),
        (say("hand_over_fact.left"), hall.moment(transit.at)),
    )


def _what(paper: Paper, hall: Hall) -> tuple[tuple[str, str], ...]:
    """Which sheets these are, where they are not the case's own."""
    return ((hall.say("lots.fact"), "、".join(paper.lot.what)),) if paper.apart else ()


def _acks(paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> tuple[tuple[Mark, str, str], ...]:
    """The two acknowledgements. Both, and the case is taken over by itself."""
    say = hall.say
    seen, sheets = (paper.transit.batch, paper.number) in papers.seen, paper.transit.sheets
    on_paper = (
        (Mark.DONE, say("hand_over.paper_here"), say("hand_over.paper_here_detail"))
        if seen
        else (Mark.WAITING, say("hand_over.paper_awaited"), say("hand_over.paper_awaited_detail", count=sheets))
    )  # fmt: skip
    if paper.case_id in looking.seen_data:
        as_data = Mark.DONE, say("hand_over.data_here"), say("hand_over.data_here_detail", count=paper.pages)
    elif papers.trouble is not None:
        as_data = Mark.WAITING, say("hand_over.data_awaited"), say("hand_over.data_offline")
    elif not paper.whole:
        coming = say("hand_over.data_coming", here=paper.pages_here, count=paper.pages)
        as_data = Mark.RUNNING, coming, say("hand_over.data_coming_detail")
    else:
        as_data = Mark.WAITING, say("hand_over.data_awaited"), say("hand_over.data_fetching")
    return on_paper, as_data


def _acts(paper: Paper, papers: Papers, looking: Looking, hall: Hall) -> tuple[ActButton, ...]:
    say, transit = hall.say, paper.transit
    busy = say("hand_over.saving") if looking.busy else ""
    if paper in papers.to_me:
        seen = (transit.batch, paper.number) in papers.seen
        named = "accept_after_all" if transit.difference else "paper_by_hand"
        here = ActButton(
            "mark", say(f"hand_over_act.{named}"), "mark", True, say("hand_over.paper_here") if seen else ""
        )
        if looking.tab is Tab.FOLLOW:
            return (here,)
        differ = (ActButton(key, say(f"difference.{key}"), key, barred=busy) for key in DIFFERENCES.values())
        return (*differ, here)
    if paper in papers.by_me and transit.difference is not None:
        return (ActButton("take_back", say("hand_over_act.take_back"), "take_back", True, busy),)
    return ()


def _batch(state: HandOverState, batch: str, papers: Papers, looking: Looking, hall: Hall) -> HandOverState:
    say = hall.say
    of_batch = batches(papers.under_way).get(batch, [])
    taken = [event for event in papers.taken if batch_of(event) == batch]
    sent = [event for event in papers.sent if batch_of(event) == batch]
    facts: list[tuple[str, str]] = []
    if of_batch:
        late = hall.late(of_batch[0].transit)
        word, mark = (say("hand_over.is_late"), Mark.DOUBTFUL) if late else (say("hand_over.under_way"), Mark.RUNNING)
        facts = list(_way_facts(of_batch[0], hall))
        facts.append((say("hand_over_fact.cases"), say("hand_over.cases", count=len(of_batch))))
        facts.append((say("hand_over_fact.sheets"), say("hand_over.sheets", count=_sheets(of_batch))))
    elif taken or sent:
        last = (taken or sent)[-1]
        word, mark = say("hand_over.is_closed"), Mark.DONE
        facts = [(say("hand_over_fact.taken_by" if taken else "hand_over_fact.sender"), last.actor),
                 (say("hand_over_fact.taken_at" if taken else "hand_over_fact.left"), hall.moment(last.at)),
                 (say("hand_over_fact.cases"), say("hand_over.cases", count=len(taken or sent)))]  # fmt: skip
    elif looking.slip is not None:
        word, mark = say("hand_over.under_way"), Mark.RUNNING
    else:
        word, mark = say("hand_over.file_not_come"), Mark.RUNNING
    acts = (ActButton("reprint", say("hand_over_act.reprint"), "reprint"),) if looking.slip is not None else ()
    return replace(state, title=batch, word=word, word_mark=mark, facts=tuple(facts), acts=acts)


def _sheets(papers: Sequence[Paper]) -> int:
    return sum(paper.transit.sheets for paper in papers)
