"""Every role at one window: what it may open, and how one gives the seat to the next."""

from __future__ import annotations

import pytest

from app.domain.case import Role
from app.presenters.pages import PAGES, pages_of
from app.training.accounts import TRAINING_ACCOUNTS
from tests.support.place import ALT, Key
from tests.support.steps import SignIn


def test_everybody_has_a_page_to_work_at_and_nobody_has_another_ones() -> None:
    names = {role: [page.id for page in pages_of({role})] for role in Role}
    assert names[Role.INTAKE] == ["intake", "find", "hand_over", "sync", "devices"]
    assert names[Role.BACK_OFFICE] == ["cases", "find", "hand_over", "messages", "sync", "devices"]
    assert names[Role.SECTION] == ["cases", "hand_over", "sync", "devices"]
    assert names[Role.ISSUING] == ["hand_out", "find", "hand_over", "sync", "devices"]
    assert names[Role.SUPERVISOR] == ["dashboard", "cases", "find", "hand_over", "messages", "sync", "devices"]
    assert names[Role.ADMINISTRATOR] == ["admin", "sync", "devices"]
    assert pages_of(Role) == PAGES


@pytest.mark.parametrize("number", range(1, len(TRAINING_ACCOUNTS) + 1))
def test_a_visitor_plays_every_role_with_the_keyboard(desk: SignIn, number: int) -> None:
    account = TRAINING_ACCOUNTS[number - 1]
    desk.press(Key(Key.Key_0 + number))
    desk.press(Key.Key_Return)
    desk.driver.until("somebody signed in", lambda: desk.terminal.seat.id == account.login)
    theirs = [page.id for page in pages_of(account.roles) if desk.place.window.has_page(page.id)]
    assert [entry.id for entry in desk.terminal.frame.state().rail] == theirs
    assert desk.terminal.frame.page == theirs[0]
    for at, page in enumerate(theirs, start=1):
        desk.press(Key(Key.Key_0 + at), ALT)
        assert desk.terminal.frame.page == page
    desk.reads(f"{account.name} {account.login}").shot(account.login)
    desk.press(Key.Key_0, ALT)
    desk.reads("培训账号").shot("signed-out")
    assert desk.terminal.seat.clerk is None


def test_who_signs_out_leaves_the_case_as_a_draft(desk: SignIn) -> None:
    item = desk.sign_in().serve("moved").take("gljt", "高龄津贴申领")
    session = item.terminal.intake.session
    left = session.draft
    item.press(Key.Key_0, ALT)
    item.reads("培训账号")
    item.press(Key.Key_F5)
    assert session.draft == left and item.terminal.frame.page == "sign_in", "nobody sits here, no key takes a case in"
    applicant = SignIn(item.place).sign_in().reads("取回上次没做完的件")
    applicant.resume()
    assert (session.draft.id, session.application) == (left.id, left.application)
