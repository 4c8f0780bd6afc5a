"""Where the reference material lies, when this checkout has it beside it."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
SHARED_DATA = SHARED / "data"
