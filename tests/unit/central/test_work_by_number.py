"""What a bar code says finds its case on the list of the issuing window."""

from __future__ import annotations

import pytest

from app.central.central import Central
from app.central.directory import Window
from app.central.sessions import Acting
from app.domain.account import Account
from app.domain.case import Role
from sync.wire import WorkQuery
from tests.support.central_ops import WindowPen
from tests.unit.central.conftest import Push

CLERK = Account("0705", "王某某", frozenset({Role.ISSUING}))
MOVES = (("accept", "back_office"), ("decide", "back_office"), ("close", "back_office"), ("hand_over", "intake"))


@pytest.mark.parametrize(
    ("text", "found"),
    [("JY24306000000001", 1), ("YC26-03-J00001", 1), ("YC26-03-Z00001", 1), ("jy2430600000000", 1), ('"', 0)],
)
def test_the_number_of_a_certificate_a_batch_or_a_decision_finds_its_case(
    central: Central, push: Push, pen: WindowPen, text: str, found: int
) -> None:
    assert {each.verdict for each in push(*pen.history(*MOVES), pen.receive())} == {"accepted"}
    acting = Acting(CLERK, Window("w", "15"), frozenset({Role.ISSUING}))
    assert central.work.of(WorkQuery(text=text), acting).total == found
