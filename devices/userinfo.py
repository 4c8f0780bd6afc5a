"""Who signs in stands in some addresses, with the password; nobody else needs to see it."""

from __future__ import annotations

import re

_USERINFO = re.compile(r"//[^/?#]*@")


def without_userinfo(address: str) -> str:
    """The address without name and password: http://admin:secret@10.0.0.5/1.mjpg is http://10.0.0.5/1.mjpg."""
    return _USERINFO.sub("//", address)
