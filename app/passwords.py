"""Passwords and what is kept in their place: Argon2id verifiers (RFC 9106)."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 8, 128
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
_ONE_TIME_LENGTH = 12
_AT_ONCE = 2  # each takes 64 MiB: many people signing in at once must not fill the memory


class Passwords:
    """Makes verifiers and checks passwords against them; may be used from any thread."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()  # Argon2id, RFC 9106 low-memory parameters
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def verifier(self, password: str) -> str:
        """What is kept in place of `password`."""
        with self._turns:
            return self._hasher.hash(password)

    def fits(self, verifier: str | None, password: str) -> bool:
        """Whether `password` made `verifier`. Without one it says no, after as long a time."""
        if verifier is None:
            self.verifier(password)
            return False
        with self._turns:
            try:
                return self._hasher.verify(verifier, password)
            except (VerificationError, InvalidHashError):
                return False


def one_time_password() -> str:
    """A password to be told once and changed at the first sign-in (59 bits)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_ONE_TIME_LENGTH))


def weak(password: str, *, login: str, old: str) -> bool:
    """Whether `password` is too short or long, or says what is known: the login, the old password, one character."""
    return not SHORTEST <= len(password) <= LONGEST or password in (login, old) or len(set(password)) < 3
