"""Leased numbers never overlap, and asking again never costs a block."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.central.central import Central, Options, open_central
from app.central.errors import Reused, Unprocessable
from app.central.store import SERIALS_SKIPPED
from sync.wire import LeaseRequest
from tests.support.central_ops import DEVICE


def asked(request_id: str, series: str = "case", year: int = 2026, count: int = 50) -> LeaseRequest:
    return LeaseRequest(request_id=request_id, device_id=DEVICE, series=series, year=year, count=count)


def test_blocks_follow_each_other_and_each_series_and_year_has_its_own(central: Central) -> None:
    def leased(request: LeaseRequest) -> tuple[str, int, int]:
        lease = central.numbering.lease(request)
        return lease.prefix, lease.first, lease.last

    assert leased(asked("a")) == ("YC", 1, 50)
    assert leased(asked("b", count=7)) == ("YC", 51, 57)
    assert leased(asked("c", series="receipt")) == ("YC", 1, 50)
    assert leased(asked("d", year=2027)) == ("YC", 1, 50)


def test_asking_again_gives_the_same_block(central: Central) -> None:
    first = central.numbering.lease(asked("a"))
    central.numbering.lease(asked("b"))
    assert central.numbering.lease(asked("a")) == first


def test_a_request_id_that_asked_for_something_else_is_refused(central: Central) -> None:
    central.numbering.lease(asked("a"))
    with pytest.raises(Reused):
        central.numbering.lease(asked("a", series="receipt"))


@pytest.mark.parametrize("request_", [asked(""), asked("a", series="案"), asked("a", year=1900)])
def test_an_impossible_request_is_refused(central: Central, request_: LeaseRequest) -> None:
    with pytest.raises(Unprocessable):
        central.numbering.lease(request_)


def test_windows_asking_all_at_once_get_numbers_that_never_overlap(settings: Options) -> None:
    # two centrals on one database: the lock is the database's, not a process's
    centrals = [open_central(settings) for _ in range(2)]
    requests = [asked(f"r{n // 2}", count=n // 2 % 9 + 1) for n in range(80)]  # each asked twice
    with ThreadPoolExecutor(8) as windows:
        leases = list(windows.map(lambda n: centrals[n % 3 % 2].numbering.lease(requests[n]), range(len(requests))))
    for central in centrals:
        central.close()
    blocks = sorted({(lease.first, lease.last) for lease in leases})
    assert len(blocks) == 40
    assert [first for first, _ in blocks[1:]] == [last + 1 for _, last in blocks[:-1]]


def test_after_a_restore_numbers_leased_since_the_backup_are_left_alone(settings: Options) -> None:
    central = open_central(settings)
    before, epoch = central.numbering.lease(asked("a")), central.hello().epoch
    central.close()
    central = open_central(replace(settings, restored=True))
    after, new_epoch = central.numbering.lease(asked("b")), central.hello().epoch
    central.close()
    assert after.first == before.last + SERIALS_SKIPPED + 1
    assert new_epoch != epoch


def test_the_epoch_stays_the_same_over_an_ordinary_restart(settings: Options) -> None:
    epochs = set()
    for _ in range(2):
        central = open_central(settings)
        epochs.add(central.hello().epoch)
        central.close()
    assert len(epochs) == 1
