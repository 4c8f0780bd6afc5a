"""Requests that wait together are committed together, and each gets its own answer."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.central.errors import Unavailable
from app.central.group_commit import GroupCommit


def test_what_came_during_a_commit_goes_with_the_next() -> None:
    groups: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def commit(group: Sequence[int]) -> list[int]:
        groups.append(list(group))
        begun.set()
        go_on.wait(10)
        return [entry * 2 for entry in group]

    commits = GroupCommit(commit)
    with ThreadPoolExecutor(3) as windows:
        first = windows.submit(commits.submit, [1])
        begun.wait(10)
        others = [windows.submit(commits.submit, [2, 3]), windows.submit(commits.submit, [4])]
        while commits.waiting < 2:
            threading.Event().wait(0)
        go_on.set()
        assert list(first.result()) == [2]
        assert [list(each.result()) for each in others] == [[4, 6], [8]]
    commits.close()
    assert groups[0] == [1] and sorted(groups[1]) == [2, 3, 4]


def test_a_failed_commit_is_told_to_every_one_who_waited_and_the_next_goes_on() -> None:
    def commit(group: Sequence[int]) -> Sequence[int]:
        if 13 in group:
            raise Unavailable("storage", "full")
        return group

    commits = GroupCommit(commit)
    with pytest.raises(Unavailable):
        commits.submit([13])
    assert list(commits.submit([1])) == [1]
    commits.close()


def test_after_closing_nothing_is_taken_and_closing_again_is_harmless() -> None:
    commits: GroupCommit[int, int] = GroupCommit(lambda group: group)
    commits.close()
    commits.close()
    with pytest.raises(Unavailable):
        commits.submit([1])
