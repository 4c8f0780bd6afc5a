"""How much memory a process holds just now."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path


def resident_bytes(process_id: int) -> int:
    """Resident memory of the process, in bytes; 0 where the system does not say (it is gone, or unknown here)."""
    if sys.platform == "win32":
        return _on_windows(process_id)
    try:
        pages = Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if sys.platform == "win32":
    from ctypes import wintypes

    _MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = [
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "resident", "a", "b", "c", "d", "e", "f")),
        ]

    def _on_windows(process_id: int) -> int:
        kernel = ctypes.WinDLL("kernel32")
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(_MAY_ASK, False, process_id)
        if not handle:
            return 0
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        try:
            asked = kernel.K32GetProcessMemoryInfo(wintypes.HANDLE(handle), ctypes.byref(counters), counters.cb)
            return int(counters.resident) if asked else 0
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))
