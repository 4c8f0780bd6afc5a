"""What every endpoint may ask of a request: the central behind it, and the window that shows its token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.central.central import Central
from app.central.directory import Window
from app.central.errors import NotSignedIn

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]
IfNoneMatch = Annotated[str, Header()]


async def _central(request: Request) -> Central:
    central: Central = request.app.state.central
    return central


Here = Annotated[Central, Depends(_central)]


def enrolled_window(central: Here, credentials: Credentials) -> Window:
    """The window whose token came as a Bearer token. Raises `NotSignedIn`."""
    if credentials is None:
        raise NotSignedIn("no_token", "Show the window's token as a Bearer token.")
    return central.directory.window_of(credentials.credentials)


SignedIn = Annotated[Window, Depends(enrolled_window)]
