"""Where the networks lie that read and turn pages: installed with rapidocr, part of the program, never fetched."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def model_file(name: str) -> Path:
    """Where the model of that name is, or would be."""
    spec = find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return Path(folders[0] if folders else "rapidocr") / "models" / name
