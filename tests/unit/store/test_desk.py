"""Drafts, slips, items, accounts, keys and the audit trail."""

import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from sqlalchemy import delete, update

from app.domain.account import Account
from app.domain.case import Role
from app.domain.errors import NotFound, SignInRefused, StoreForeign
from app.store.accounts import Accounts
from app.store.drafts import Draft
from app.store.keys import KeyPlace, data_key
from app.store.numbers import Leasing
from app.store.store import Store
from app.store.tables import audit
from sync import wire
from tests.support import counter

MINUTE = timedelta(minutes=1)


def test_a_draft_is_kept_in_its_latest_state(store: Store) -> None:
    store.drafts.put(Draft("d1", counter.person("张"), counter.NOON, "A001", "applicant"))
    store.drafts.put(Draft("d2", counter.person(), counter.NOON + MINUTE))
    latest = Draft("d1", counter.person("张𠮷"), counter.NOON + 2 * MINUTE, "A001", "materials")
    store.drafts.put(latest)
    assert [each.id for each in store.drafts.list()] == ["d1", "d2"]
    assert store.drafts.get("d1") == latest
    store.drafts.delete("d1")
    with pytest.raises(NotFound):
        store.drafts.get("d1")


def test_a_slip_waits_until_printed_and_is_a_reprint_after(store: Store) -> None:
    counter.save(store, "case-1")
    slip_id = store.slips.add("case-1", counter.slip(), counter.NOON)
    assert [each.id for each in store.slips.waiting()] == [slip_id]
    assert store.slips.get(slip_id).to_print == counter.slip()
    store.slips.mark_printed(slip_id, at=counter.NOON, actor="li")
    assert store.slips.waiting() == []
    assert store.slips.get(slip_id).to_print.reprint == 1
    printed = store.slips.mark_printed(slip_id, at=counter.NOON + MINUTE, actor="li")
    assert (printed.reprints, printed.printed_at, printed.to_print.reprint) == (1, counter.NOON, 2)
    actions = [each.action for each in store.audit.of("case-1")]
    assert actions == ["case.receive", "slip.printed", "slip.reprinted"]
    with pytest.raises(NotFound):
        store.slips.mark_printed(99, at=counter.NOON, actor="li")


def test_a_void_slip_waits_for_no_printer_says_so_on_paper_and_is_audited(store: Store) -> None:
    counter.save(store, "case-1")
    slip_id = store.slips.add("case-1", counter.slip(), counter.NOON)
    voided = store.slips.void(slip_id, at=counter.NOON, actor="li")
    assert voided.to_print.void and voided.number == counter.slip().number
    assert store.slips.waiting() == []
    (entry,) = [each for each in store.audit.of("case-1") if each.action == "slip.voided"]
    assert (entry.actor, entry.facts["number"]) == ("li", voided.number)
    with pytest.raises(NotFound):
        store.slips.void(99, at=counter.NOON, actor="li")


def test_items_used_last_and_pinned_are_each_clerks_own(store: Store) -> None:
    for minute, code in enumerate(("A", "B", "A", "C")):
        store.items.used(code, "li", counter.NOON + minute * MINUTE)
    store.items.pin("Z", "li")
    store.items.pin("B", "li")
    store.items.pin("Z", "li", False)
    assert store.items.recent("li", 2) == ["C", "A"]
    assert store.items.pinned("li") == ["B"]
    assert store.items.recent("wang") == store.items.pinned("wang") == []


@pytest.fixture
def accounts(store: Store) -> Iterator[Accounts]:
    kept = Accounts(store.database, counter.QUICK_HASHER)
    kept.put(Account("li", "李", frozenset({Role.INTAKE})), "right")
    yield kept


def test_five_wrong_passwords_lock_an_account_for_ten_minutes(accounts: Accounts, store: Store) -> None:
    left = []
    for _ in range(5):
        with pytest.raises(SignInRefused) as refused:
            accounts.sign_in("li", "wrong", counter.NOON)
        left.append(refused.value.attempts_left)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(SignInRefused):
        accounts.sign_in("li", "right", counter.NOON + 9 * MINUTE)
    assert accounts.sign_in("li", "right", counter.NOON + 11 * MINUTE).roles == {Role.INTAKE}
    assert store.audit.of("li")[-1].action == "sign_in.accepted"


def test_a_right_password_forgives_and_an_unknown_login_says_no_more(accounts: Accounts) -> None:
    for _ in range(2):
        with pytest.raises(SignInRefused):
            accounts.sign_in("li", "", counter.NOON)
        accounts.sign_in("li", "right", counter.NOON)
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in("nobody", "right", counter.NOON)
    assert refused.value.attempts_left == 4
    assert accounts.list() == [Account("li", "李", frozenset({Role.INTAKE}))]


def test_an_altered_or_missing_audit_row_is_found(store: Store) -> None:
    for n in range(4):
        counter.save(store, f"case-{n}")
    assert store.audit.first_broken() is None
    with pytest.raises(ZeroDivisionError), store.database.writing() as connection:
        connection.execute(delete(audit).where(audit.c.n == 2))
        raise ZeroDivisionError
    assert store.audit.first_broken() is None
    with store.database.writing() as connection:
        connection.execute(update(audit).where(audit.c.n == 3).values(actor="wang"))
    assert store.audit.first_broken() == 3
    with store.database.writing() as connection:
        connection.execute(delete(audit).where(audit.c.n == 1))
    assert store.audit.first_broken() == 2


class MemoryRing(KeyringBackend):
    """A key ring in memory; one that `forgets` takes a secret and keeps nothing."""

    priority = 1.0

    def __init__(self, *, forgets: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.forgets = forgets

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.forgets:
            self.kept[service, username] = password


def test_the_key_is_kept_by_the_ring_where_there_is_one(tmp_path: Path) -> None:
    ring = MemoryRing()
    made = data_key(tmp_path, may_create=True, ring=ring)
    assert made.place is KeyPlace.KEYRING
    assert data_key(tmp_path, may_create=False, ring=ring).key == made.key
    assert list(tmp_path.iterdir()) == []
    assert made.key.hex() not in repr(made)


def test_without_a_ring_that_remembers_the_key_is_in_a_private_file(tmp_path: Path) -> None:
    made = data_key(tmp_path, may_create=True, ring=MemoryRing(forgets=True))
    assert made.place is KeyPlace.FILE
    assert stat.S_IMODE((tmp_path / "data.key").stat().st_mode) == 0o600
    assert data_key(tmp_path, may_create=False, ring=MemoryRing()).key == made.key


def test_a_key_is_never_made_anew_for_a_database_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(StoreForeign):
        data_key(tmp_path, may_create=False, ring=MemoryRing())
    (tmp_path / "data.key").write_text("not a key")
    with pytest.raises(StoreForeign, match="damaged"):
        data_key(tmp_path, may_create=True, ring=MemoryRing())


def test_a_block_is_asked_for_when_low_and_repeating_the_request_names_the_same(store: Store) -> None:
    leasing = Leasing(
        store.numbers,
        store.settings,
        "t-03",
        today=lambda: date(2026, 12, 1),
        low=5,
        count=10,
        series=("case",),
    )
    asked = leasing.wanted()
    assert asked is not None and asked == leasing.wanted()
    assert (asked.series, asked.year, asked.count) == ("case", 2027, 10)  # 2026 has plenty, New Year is near
    leasing.take(wire.Lease(series="case", prefix="YC", year=2027, first=1, last=4))
    again = leasing.wanted()
    assert again is not None and again.request_id != asked.request_id
    leasing.take(wire.Lease(series="case", prefix="YC", year=2027, first=11, last=14))
    assert leasing.wanted() is None


def test_a_database_made_anew_asks_for_other_numbers_and_counts_its_ops_higher(tmp_path: Path) -> None:
    stores = [counter.open_store(tmp_path / name) for name in ("lost", "anew")]
    leasings = [Leasing(each.numbers, each.settings, "t-03") for each in stores]
    requests = [each.wanted() for each in leasings]
    assert requests[0] is not None and requests[1] is not None
    assert requests[0].request_id != requests[1].request_id
    for each in stores:
        each.numbers.add_block(counter.block())
        counter.save(each, "case-1")
        assert each.outbox.heads(0)[0].seq > 1_700_000_000
        each.close()
