"""Everything that a person sees: the only package that imports Qt."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # PySide 6.12 is compiled for interpreters whose None is immortal (PEP 683, Python 3.12): each call of a void
    # method takes one reference to None too many, and Python 3.11 aborts in none_dealloc after some thousand calls.
    # Giving None more references than could ever be used up makes it immortal here too.
    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 48
