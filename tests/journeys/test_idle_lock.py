"""A window that nobody touches asks again who is there, and shows nothing of what was on the desk."""

from __future__ import annotations

import time

from devices.simulators.sample_cards import SAMPLE_CARDS
from tests.support.place import Key, Page
from tests.support.steps import SignIn

PERSON = SAMPLE_CARDS["resident"]
ELEVEN_MINUTES = 660.0


def left_alone(page: Page) -> SignIn:
    """Nobody touches the window for eleven minutes."""
    page.terminal.idle.tick(time.monotonic() + ELEVEN_MINUTES)
    return SignIn(page.place).reads("已锁定")


def test_the_same_clerk_finds_everything_as_it_was(desk: SignIn) -> None:
    item = desk.sign_in().serve().take("gljt", "高龄津贴申领")
    draft, step = item.terminal.intake.session.draft.id, item.terminal.intake.session.step
    locked = left_alone(item.reads(PERSON.name)).shot("locked")
    locked.press(Key.Key_F3)
    locked.press(Key.Key_F5)
    assert PERSON.name not in locked.words() and "高龄津贴" not in locked.words()
    assert locked.terminal.frame.page == "sign_in" and not locked.terminal.central.session
    locked.sign_in()
    item.reads("高龄津贴申领")
    session = item.terminal.intake.session
    assert (session.draft.id, session.step) == (draft, step)
    assert item.terminal.central.session


def test_another_clerk_sees_nothing_of_the_first_one_s_who_finds_it_again_later(desk: SignIn) -> None:
    first = desk.sign_in().serve()
    draft = first.terminal.intake.session.draft.id
    other = left_alone(first)
    other.press(Key.Key_2)
    second = other.sign_in().reads("吴某某")
    assert PERSON.name not in second.words() and "取回上次没做完的件" not in second.words()
    again = left_alone(second)
    again.press(Key.Key_1)
    back = again.sign_in().reads("取回上次没做完的件")
    back.resume()
    assert back.terminal.intake.session.draft.id == draft
