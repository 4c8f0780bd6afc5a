"""Memory goes back to the system between applicants; only glibc has to be told to."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8  # of glibc's malloc.h
_ARENAS = 2


def keep_few_heaps() -> None:
    """Two heaps for this process. Left alone glibc gives each thread its own, and lanes mostly wait."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def give_back_what_is_free() -> None:
    """Freed pictures, 15 MB each, stay in the heaps otherwise: 50 MB or more after an applicant.

    Telling malloc to map large pieces one by one would do it at once, and make each page take half as long again.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
