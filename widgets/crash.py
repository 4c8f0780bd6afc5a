"""A bug reaches the clerk as one sentence with a short code, and the log with its place in the program."""

from __future__ import annotations

import hashlib
import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtWidgets import QMessageBox

from app.wording import Wording

log = logging.getLogger("counter")


def install_crash_report(say: Wording) -> None:
    """From now on an unforeseen exception is logged and said; the draft is saved at every keystroke anyway."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        places = [f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(trace)]
        code = hashlib.sha256("".join([kind.__name__, *places]).encode()).hexdigest()[:4].upper()
        # the message of an exception may carry what was typed, so only its kind and place are written
        log.critical("bug %s: %s at %s", code, kind.__name__, " < ".join(reversed(places)))
        QMessageBox.warning(None, "", say("bug", detail=code))

    sys.excepthook = report
