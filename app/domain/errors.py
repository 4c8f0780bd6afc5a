"""What the counter refuses, and why.

CounterError                  carries facts; `app.wording` makes the sentence
├── MoveRefused               a case cannot make this move from where it is (state, move, why)
├── NumbersExhausted          no number left in the leased blocks (series)
├── CatalogueInvalid          a catalogue file cannot be taken in (problems: line by line)
├── SettingsInvalid           a settings file cannot be read (file, key, why, found, wanted, where)
├── StoreUnavailable          the local database cannot be used
│   ├── StoreInUse            another program has it open
│   ├── StoreForeign          it belongs to a newer program or another key
│   └── DiskFull              nothing more can be saved safely
├── NoticeUnfit               a text message cannot be made (why, what)
├── SignInRefused             unknown account or wrong password (attempts_left)
├── SignInDisabled            the account is disabled
├── SignInExpired             this window has not asked the central about the account for too long (days)
├── PasswordWeak              a new password that says what is known, or is too short (shortest)
└── NotFound                  no case, page or slip of that name here
"""

from __future__ import annotations

from collections.abc import Sequence


class CounterError(Exception):
    """A refusal with its facts; never a bug."""


class MoveRefused(CounterError):
    """The case is in `state`, from which `move` does not lead; `why` is one of `app.domain.guards.Why`."""

    def __init__(self, state: str, move: str, why: str) -> None:
        super().__init__(f"{move} from {state}: {why}")
        self.state, self.move, self.why = state, move, why


class NumbersExhausted(CounterError):
    """The window has used every number of its leased blocks of `series`."""

    def __init__(self, series: str) -> None:
        super().__init__(series)
        self.series = series


class CatalogueInvalid(CounterError):
    """A catalogue cannot be taken in; `problems` says each place and what is wrong there."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class SettingsInvalid(CounterError):
    """A settings file cannot be used: `file`, the `key` concerned ("" for the whole), and `why`.

    `why` is unreadable, unwritable, not_toml (at line `where`), unknown_key, missing, not_a_table, wrong_type or
    wrong_choice; `found` is what stands there and `wanted` what should, both as TOML would have them.
    """

    def __init__(self, file: str, key: str, why: str, *, found: str = "", wanted: str = "", where: int = 0) -> None:
        super().__init__(": ".join(part for part in (file, key, why, found) if part))
        self.file, self.key, self.why = file, key, why
        self.found, self.wanted, self.where = found, wanted, where


class StoreUnavailable(CounterError):
    """The local database cannot be used."""


class StoreInUse(StoreUnavailable):
    """Another program holds the local database."""


class StoreForeign(StoreUnavailable):
    """The local database was made by a newer program, or with another key."""


class DiskFull(StoreUnavailable):
    """There is no room to save anything more safely."""


class SignInRefused(CounterError):
    """Unknown account or wrong password; `attempts_left` before the account is locked."""

    def __init__(self, attempts_left: int) -> None:
        super().__init__(f"{attempts_left} attempts left")
        self.attempts_left = attempts_left


class SignInDisabled(CounterError):
    """The account is disabled."""


class SignInExpired(CounterError):
    """What this window knows of the account is older than the `days` that a sign-in without the central may go."""

    def __init__(self, days: int) -> None:
        super().__init__(f"{days} days")
        self.days = days


class PasswordWeak(CounterError):
    """The new password is shorter than `shortest`, or the login, or the old one."""

    def __init__(self, shortest: int) -> None:
        super().__init__(f"shortest {shortest}")
        self.shortest = shortest


class NoticeUnfit(CounterError):
    """A text message cannot be made. `why`: unknown_place, missing_fact, too_long; `what`: place or notice."""

    def __init__(self, why: str, what: str) -> None:
        super().__init__(f"{why}: {what}")
        self.why, self.what = why, what


class NotFound(CounterError):
    """Nothing of that name is stored here."""
