"""The command line, run in the test's own process: what it says, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.__main__ import main

CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, code: int = 1) -> str:
        """The one sentence on stderr of a command that ended with `code`."""
        assert (self.code, self.err.count("\n")) == (code, 1), self
        assert CHINESE.search(self.err), self.err
        return self.err.strip()


Command = Callable[..., Told]


def told_by(capsys: pytest.CaptureFixture[str], *words: object) -> Told:
    """Run the command line with these words."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as end:  # argparse's way to say wrong use
        code = int(str(end.code))
    said = capsys.readouterr()
    return Told(code, said.out, said.err)
