"""What the central answers instead of a result: always an HTTP status and JSON `{code, detail}`.

CentralError
├── BadRequest 400            the request cannot be read, or a chunk was damaged on the way
├── NotSignedIn 401           no token or session, or one that is not (or no longer) good
├── NotYours 403              the message names another window than the token, or the session may not do this
├── NotLetIn 403              no account has this login and password, or it is locked or disabled
├── Unknown 404               no such case, page or chunk here
├── Reused 409                a request id that already stands for something else
├── Held 409                  it would leave the hall without an administrator
├── TooLarge 413              more bytes, or more after decompression, than is taken
├── UnknownEncoding 415       a Content-Encoding other than zstd
├── Unprocessable 422         readable, but it can never be right; `facts` says where
└── Unavailable 503           storage cannot be used now; asking again later is right
"""

from __future__ import annotations

from typing import Any, ClassVar


class CentralError(Exception):
    """A refusal with its facts; never a bug."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, detail: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.detail, self.facts = code, detail, facts


class BadRequest(CentralError):
    """The request cannot be read."""

    status = 400


class NotSignedIn(CentralError):
    """No valid token or session came with the request."""

    status = 401


class NotYours(CentralError):
    """The token belongs to another window, or the session to somebody who may not do this."""

    status = 403


class NotLetIn(CentralError):
    """The login and password open nothing."""

    status = 403


class Unknown(CentralError):
    """Nothing of that name is stored here."""

    status = 404


class Reused(CentralError):
    """The request id already stands for something else."""

    status = 409


class Held(CentralError):
    """It would leave the hall without somebody it cannot do without."""

    status = 409


class TooLarge(CentralError):
    """The body is larger than the central takes."""

    status = 413


class UnknownEncoding(CentralError):
    """The body is packed in a way the central does not know."""

    status = 415


class Unprocessable(CentralError):
    """The request was read, but can never be right."""

    status = 422


class Unavailable(CentralError):
    """The central cannot store anything at the moment."""

    status = 503


def why(error: Exception) -> str:
    """One line for who started the central: what is wrong, with the words of the database if they are behind it."""
    detail = getattr(error, "detail", "") or str(error).strip().partition("\n")[0]
    behind = getattr(error.__cause__, "orig", None)  # as SQLAlchemy keeps the driver's own error
    return f"{detail} {' '.join(str(behind).split())}" if behind else detail
