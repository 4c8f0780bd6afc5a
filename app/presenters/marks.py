"""States and tones as every page shows them; Qt-free, painted by `widgets.theme.marks`."""

from enum import Enum


class Mark(Enum):
    """A state told by shape as well as colour; always shown beside a word."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"
    MISSING = "missing"
    WAITING = "waiting"
    RUNNING = "running"
    PARKED = "parked"
    HINT = "hint"
    ABSENT = "absent"


class Tone(Enum):
    """The colour of a word; the value is the token's name."""

    INK = "ink"
    INK2 = "ink2"
    INK3 = "ink3"
    ACCENT = "accent"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
