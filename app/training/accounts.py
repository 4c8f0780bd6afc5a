"""The accounts of a training hall, one for each role; everybody may know their password."""

from __future__ import annotations

from app.domain.account import Account
from app.domain.case import Role

TRAINING_PASSWORD = "yichuang"

MARKET_REGULATION = "SCJG"  # a department of the shipped catalogue

TRAINING_ACCOUNTS: tuple[Account, ...] = (
    Account("0317", "周某某", frozenset({Role.INTAKE})),
    Account("0522", "吴某某", frozenset({Role.BACK_OFFICE}), frozenset({MARKET_REGULATION})),
    Account("0610", "郑某某", frozenset({Role.SECTION}), frozenset({MARKET_REGULATION}), "审批科"),
    Account("0705", "王某某", frozenset({Role.ISSUING})),
    Account("0008", "冯某某", frozenset({Role.SUPERVISOR})),
    Account("0001", "陈某某", frozenset({Role.ADMINISTRATOR})),
)
"""The first is the one that a training window proposes."""
