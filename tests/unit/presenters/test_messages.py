"""The list of text messages that wait for a person, read from a real central under a real session."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from app import paths
from app.central.directory import FIRST_WINDOW_FILE
from app.central.messages import JobState
from app.central.server import EmbeddedCentral
from app.domain.notices import Notice
from app.lanes import InlineLane
from app.presenters.marks import Mark
from app.presenters.messages import MessagesPresenter, MessagesState
from app.training.accounts import TRAINING_PASSWORD
from app.wording import Wording
from sync.transport import Transport
from sync.wire import MessageDecision, MessageList, MessageOutcome, MessageStands
from tests.support.central_ops import DEVICE, options

PHONE, OTHER = "13874012345", "13900139000"
FACTS = {"number": "YC26-03-00001", "item": "食品经营许可", "due": "5月18日"}
MORNING_MS = 1_778_031_000_000  # 2026-05-06 09:30 in the hall


class AsSupervisor:
    """The transport of a window at which the supervisor is signed in."""

    def __init__(self, url: str, token: str, session: str) -> None:
        self._transport = Transport(url, token)
        self._transport._session.headers["X-Session"] = session

    def messages(self, states: tuple[str, ...]) -> MessageList:
        return self._transport.messages(states)

    def decide_message(self, id: str, decided: str, decision: MessageDecision) -> MessageStands:
        return self._transport.decide_message(id, decided, decision)

    def close(self) -> None:
        self._transport.close()


@dataclass
class View:
    """Remembers what it was asked to show."""

    state: MessagesState = field(default_factory=MessagesState)
    cleared: int = 0

    def present(self, state: MessagesState) -> None:
        self.state = state

    def clear(self) -> None:
        self.cleared += 1


class Page:
    def __init__(self, folder: Path, server: EmbeddedCentral) -> None:
        self.central = server.central
        token = json.loads((folder / FIRST_WINDOW_FILE).read_text())["token"]
        answer = requests.post(
            server.url + "/v1/sign-in",
            json={"login": "0008", "password": TRAINING_PASSWORD},
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        self.url, session = server.url, answer.json()["session"]
        self.view = View()
        self.presenter = MessagesPresenter(
            wording=Wording(paths.resources() / "i18n", "zh_CN"),
            lane=InlineLane(),
            connect=lambda: AsSupervisor(self.url, token, session),
            now=lambda: datetime.fromtimestamp(MORNING_MS / 1000, UTC),
        )
        self.presenter.show(self.view)

    def queue(self, event: str, phone: str = PHONE, **facts: str) -> None:
        with self.central.store.writing() as connection:
            self.central.messages.queue(
                connection, case_id="c", event=event, notice=Notice.ACCEPTED, phone=phone, facts=FACTS | facts
            )

    def end(self, outcome: str, code: str = "") -> None:
        (leased,) = self.central.messages.lease(DEVICE).messages
        told = MessageOutcome(lease_id=leased.lease_id, outcome=outcome, code=code)  # type: ignore[arg-type]
        self.central.messages.outcome(leased.id, told)

    def states(self) -> list[str]:
        return sorted(line.state for line in self.central.messages.listed(list(JobState)).messages)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with EmbeddedCentral(options(tmp_path, clock=lambda: MORNING_MS)) as server:
        yield Page(tmp_path, server)


def test_nothing_is_said_before_it_was_asked_and_then_that_all_is_well(page: Page) -> None:
    assert page.view.state == MessagesState()
    page.presenter.refresh()
    assert page.view.state.empty == "短信都已发出，没有要处理的"


def test_what_nobody_knows_stands_first_then_what_is_dead_then_what_waits(page: Page) -> None:
    page.queue("op-1")
    page.end("refused", "CMS 28")
    page.queue("op-2")
    page.end("unsure")
    page.queue("op-3")
    page.presenter.refresh()
    state = page.view.state
    assert [(group.title, group.count) for group in state.groups] == [
        ("不知是否发出，要人决定", 1), ("没有发出，要人处理", 1), ("待发", 1)
    ]  # fmt: skip
    assert (state.title, state.mark, state.word) == ("受理通知", Mark.DOUBTFUL, "不知是否发出")
    assert "先打电话问" in state.cure and not state.can_correct and state.expected == ""
    assert PHONE not in repr(state) and "138****2345" in state.detail
    assert dict(state.facts)["产生时间"] == "09:30"
    page.presenter.choose(2)
    assert not (page.view.state.can_resend or page.view.state.can_count_as_sent)


def test_a_wrong_number_is_set_right_with_a_reason(page: Page) -> None:
    page.queue("op-1")
    page.end("refused", "CMS 28")
    page.presenter.refresh()
    assert "空号" in page.view.state.why and page.view.state.expected == "correct"
    page.presenter.correct("0730-1234567", "")
    assert page.view.state.phone_wanted and page.view.state.reason_wanted
    page.presenter.correct(OTHER, " ")
    assert not page.view.state.phone_wanted and page.view.state.reason_wanted
    assert page.states() == ["dead"] and page.view.cleared == 0
    page.presenter.correct("139 0013 9000", "登记时写错一位")
    assert (page.view.state.said, page.view.cleared, page.states()) == ("已更正号码并重新排队", 1, ["queued"])
    (leased,) = page.central.messages.lease(DEVICE).messages
    assert leased.phone == OTHER


@pytest.mark.parametrize(("act", "then"), [("resend", "queued"), ("count_as_sent", "sent")])
def test_what_nobody_knows_is_sent_again_or_counted_by_a_person_only(page: Page, act: str, then: str) -> None:
    page.queue("op-1")
    page.end("unsure")
    page.presenter.refresh()
    decide = getattr(page.presenter, act)
    decide("")
    assert page.states() == ["unsure"] and page.view.state.reason_wanted
    page.presenter.correct(OTHER, "不该能更正")
    assert page.states() == ["unsure"]
    decide("打电话问过")
    assert page.states() == [then]


def test_what_could_not_be_written_can_only_be_told_in_another_way(page: Page) -> None:
    page.queue("op-1", due="")
    page.presenter.refresh()
    state = page.view.state
    assert (state.can_resend, state.can_correct, state.expected) == (False, False, "count_as_sent")
    assert "missing_fact due" in state.why
    page.presenter.resend("再试")
    assert page.states() == ["dead"]
    page.presenter.count_as_sent("已电话告知")
    assert page.states() == ["sent"]


def test_somebody_who_was_quicker_is_told_and_the_list_is_new(page: Page) -> None:
    page.queue("op-1")
    page.end("unsure")
    page.presenter.refresh()
    (line,) = page.central.messages.listed([JobState.UNSURE]).messages
    from app.central.messages import Decided

    page.central.messages.decide(line.id, Decided.COUNT_AS_SENT, actor="s02", reason="收到了")
    page.presenter.resend("没有收到")
    assert page.states() == ["sent"]
    assert "别人" in page.view.state.said and page.view.state.groups == ()


def test_a_central_that_is_away_is_a_sentence_and_the_list_stays(page: Page) -> None:
    page.queue("op-1")
    page.end("unsure")
    page.presenter.refresh()
    page.url = "http://127.0.0.1:1"
    page.presenter.resend("没有收到")
    assert page.view.state.trouble and page.view.state.groups
    assert page.states() == ["unsure"]
