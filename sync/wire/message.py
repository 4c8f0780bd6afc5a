"""What every message between window and central has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

MAX_TEXT = 500


class Message(BaseModel):
    """A message; unknown fields survive the round trip so that a newer peer is not cut short."""

    model_config = ConfigDict(frozen=True, extra="allow")
