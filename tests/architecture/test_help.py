"""The guides are true to the program: every key, setting and command they name is there."""

from __future__ import annotations

import re
import shlex

import pytest

from app import paths
from app.__main__ import parser
from app.config import Counter, to_toml
from widgets.keys import KEYS

CLERK = (paths.resources() / "help" / "clerk.zh_CN.md").read_text(encoding="utf-8")
INSTALLER = (paths.resources() / "help" / "installer.zh_CN.md").read_text(encoding="utf-8")
SEQUENCES = {key.sequence.replace("Return", "Enter") for key in KEYS}
COMMANDS = re.findall(r"^yichuang (.+)$", INSTALLER, re.MULTILINE)


def test_every_key_of_the_clerks_guide_is_in_the_key_table() -> None:
    named = set(re.findall(r"\bF\d\b|(?:Ctrl|Alt)\+(?:[A-Z0-9]\b|Enter)", CLERK))
    assert len(named) > 15
    assert named <= SEQUENCES


def test_every_key_that_opens_help_a_page_or_a_step_is_in_the_clerks_guide() -> None:
    told = {"F1", "F2", "F3", "F4", "F5", "F6", "F8", "F9", "Esc", "Ctrl+Enter", "Alt+1", "Alt+5"}
    assert {key for key in told if key not in CLERK} == set()


def test_every_setting_is_in_the_installers_guide() -> None:
    fields = re.findall(r"^(\w+) =", to_toml(Counter()), re.MULTILINE)
    assert len(fields) > 15
    assert {field for field in fields if f"{field}`" not in INSTALLER} == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_installers_guide_is_understood(command: str) -> None:
    assert callable(parser().parse_args(shlex.split(command)).run)


def test_the_installers_guide_shows_commands() -> None:
    assert len(COMMANDS) >= 6
