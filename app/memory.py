"""Memory goes back to the system between applicants; only glibc has to be told to."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8  # of glibc's malloc.h
_ARENAS = 1


def keep_one_heap() -> None:
    """One heap for this process. Left alone glibc gives each thread its own, and lanes mostly wait.

    Only of the first does `malloc_trim` give back what lies free at its end: of another up to 64 MB stay.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def give_back_what_is_free() -> None:
    """Freed pictures, 15 MB each, stay in the heap otherwise: 50 MB or more after an applicant.

    Telling malloc to map large pieces one by one would do it at once, and make each page take half as long again.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
