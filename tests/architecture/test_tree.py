"""The shape of the tree: small files, plain names, a sentence at the head of each module."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "devices", "sync", "widgets")
SOURCES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
MOST_LINES = 400

BANNED = {"utils", "util", "helpers", "helper", "common", "core", "manager", "base", "misc", "impl"}
PRINTING = (
    "app/commands/",
    "widgets/gallery/draw.py",  # run by hand, lists the pictures it made
    "widgets/simulated/tour.py",  # the command line without a screen, says what it did
    "widgets/translation.py",  # run by hand, lists what is not translated
)


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _committed() -> list[Path]:
    """What is in the repository, or would be with the next commit."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        told = subprocess.run(asked, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git here to say which files are the repository's")
    return [ROOT / name for name in told.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    long = {_name(file) for file in SOURCES if len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES}
    assert long == set(), "split it where it has two reasons to change"


def test_every_module_says_in_a_line_what_it_is_for() -> None:
    silent = [_name(file) for file in SOURCES if not (ast.get_docstring(_tree(file)) or "").strip()]
    assert silent == []


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    names = {_name(file): {*file.relative_to(ROOT).parent.parts, file.stem} for file in SOURCES}
    assert [name for name, parts in names.items() if parts & BANNED] == []


def test_no_class_has_a_name_that_says_nothing() -> None:
    empty_word = re.compile(r"Manager|Helper|Util|Base(?![a-z])|Impl(?![a-z])")
    classes = [(_name(file), node.name) for file in SOURCES for node in ast.walk(_tree(file))
               if isinstance(node, ast.ClassDef)]  # fmt: skip
    assert len(classes) > 100
    assert [each for each in classes if empty_word.search(each[1])] == []


def test_only_the_command_line_prints() -> None:
    printing = {_name(file) for file in SOURCES for node in ast.walk(_tree(file)) if _is_print(node)}
    assert {name for name in printing if not name.startswith(PRINTING)} == set()
    assert "app/commands/answer.py" in printing, "the scan must see a print where there is one"


def _is_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


# Written in two halves, so that this file does not name what it looks for.
HOSTS = [
    "".join(halves)
    for halves in (
        ("py", "pi.org"), ("python", "hosted"), ("files.python", "hosted"), ("npm", "js.org"), ("npm", "mirror"),
        ("crates", ".io"), ("ruby", "gems.org"), ("ghcr", ".io"), ("docker", ".io"), ("quay", ".io"),
        ("ana", "conda.org"), ("conda", "-forge"), ("proxy.golang", ".org"), ("maven", ".org"), ("tuna.tsing", "hua"),
        ("mirrors.ali", "yun"), ("mirrors.cloud", ".tencent"), ("pypi.dou", "ban"), ("mirrors.us", "tc"),
        ("arti", "factory"), ("huggingface", ".co"), ("--index", "-url"), ("--extra-index", "-url"),
    )
]  # fmt: skip
PLACES = ["/wo" + "rk/main", "/wo" + "rk/shared", "C:" + "\\Users"]


def _naming(words: list[str]) -> Iterator[str]:
    wanted = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for file in _committed():
        text = file.read_bytes().decode("utf-8", errors="ignore")
        yield from (f"{_name(file)}: {found}" for found in set(wanted.findall(text)))


def test_no_file_names_where_packages_are_fetched_from() -> None:
    assert list(_naming(HOSTS)) == []


def test_no_file_names_a_place_on_somebodys_computer() -> None:
    assert list(_naming(PLACES)) == []


def test_the_search_for_names_finds_one_that_is_there() -> None:
    assert "tests/architecture/test_tree.py: def _naming" in list(_naming(["def _naming"]))
