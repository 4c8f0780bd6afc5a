"""Memory of large pictures goes back to the system as soon as they are let go of."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # of glibc's malloc.h
_LARGE = 2 * 1024 * 1024  # bytes; a camera's picture is 15 MB
_ARENAS = 1


def give_large_pieces_back() -> None:
    """For this process, from now on; only glibc needs it.

    Left alone, glibc raises its threshold to the largest piece that was ever freed and takes the next ones from
    heaps that rarely shrink: with one applicant's pages scanned, 120 MB stay that nobody uses. It also gives each
    thread a heap of its own, which lanes that mostly wait do not need.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # a C library without it
            allocator = ctypes.CDLL(None)
            #allocator.mallopt(_MMAP_THRESHOLD, _LARGE)
            allocator.mallopt(_ARENA_MAX, _ARENAS)
