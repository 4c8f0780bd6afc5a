"""Every word exists in both languages, and every trouble is a sentence that says what to do."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import app
import devices.errors
import sync.errors
from app import paths
from app.domain.applicant import Flaw
from app.domain.case import CaseState, Decision, MoveKind
from app.domain.catalogue import PaperForm
from app.domain.errors import CatalogueInvalid, CounterError, MoveRefused, SettingsInvalid, SignInRefused
from app.domain.lockers import CellState
from app.domain.notices import Notice
from app.domain.review import Bar, DoubtKind
from app.domain.slips import SlipKind
from app.presenters.intake.session import StepName
from app.wording import Wording
from devices.errors import CardUnreadable, DeviceAbsent, DeviceError, NoCard, NotPluggedIn, PortInUse, SeveralAlike
from devices.ports import CardKind, Readiness
from devices.reading.papers.fields import PaperKind
from sync.errors import SyncError

I18N = paths.resources() / "i18n"
CHINESE, ENGLISH = Wording(I18N, "zh_CN"), Wording(I18N, "en")
LANGUAGES = pytest.mark.parametrize("say", [CHINESE, ENGLISH], ids=["zh_CN", "en"])
APP = Path(app.__file__).parent
SOURCES = [
    *(
        file for file in APP.rglob("*.py") if APP / "central" not in file.parents
    ),  # the central says lines, not sentences
    *(APP.parent / "widgets").rglob("*.py"),
]

EXAMPLES: dict[str, dict[str, Any]] = {
    "ForeignRedirect": {"host": "login.example.cn"},
    "Busy": {"status": 503},
    "CentralFault": {"status": 500},
    "Refused": {"status": 409, "code": "version_conflict"},
    "PageLost": {"code": "page_missing"},
    "UnknownCardKind": {"flag": "K"},
    "WrongDevice": {"expected": "05.03-1", "found": "05.03-2"},
    "CellStuck": {"cell": 7},
    "NoSuchCell": {"cell": 99},
    "LockError": {"cell": 7, "detail": "code 3"},
    "MessageRefused": {"code": "CMS 38"},
    "TextTooLong": {"columns": 20, "limit": 16},
    "CharactersNotShown": {"characters": "𠮷"},
    "UnknownRating": {"code": 9, "scheme": "5-4-3-2-1"},
    "ReaderTooLarge": {"limit_mb": 1600},
    "ReaderTooSlow": {"seconds": 40.0},
    "NotThisPaper": {"wanted": ("id-card", "licence")},
    "DoorStillOpen": {"cell": 7},
    "CellWrong": {"cell": 3, "state": CellState.FREE},
    "CodeWrong": {"left": 3},
    "LockerWaits": {"until": "12:10"},
    "WaybillWrong": {"why": "check_digit"},
    "MoveRefused": {"state": "draft", "move": "close", "why": "not_from_here"},
    "NumbersExhausted": {"series": "case"},
    "CatalogueInvalid": {"problems": ("bread.toml: no name", "milk.toml: no code")},
    "SettingsInvalid": {"file": "counter.toml", "key": "screen.theme", "why": "wrong_choice", "found": '"blue"'},
    "NoticeUnfit": {"why": "missing_fact", "what": "due"},
    "SignInRefused": {"attempts_left": 2},
    "SlipNotSet": {"template": "roll.typ", "why": "unknown font"},
    "SlipFileInvalid": {"file": "case.json", "problems": ("缺少字段 number",)},
    "GlyphsMissing": {"glyphs": "𠮷"},
}


def _every_kind(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for kind in root.__subclasses__():
        if kind.__module__.partition(".")[0] in ("app", "devices", "sync"):
            yield from _every_kind(kind)


def _load_every_module() -> None:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name != "app.__main__":
            importlib.import_module(module.name)


_load_every_module()
TREES = [kind for root in (DeviceError, CounterError, SyncError) for kind in _every_kind(root)]


def _example(kind: type[Exception]) -> Exception:
    facts = EXAMPLES.get(kind.__name__)
    if facts is not None:
        return kind(**facts)
    if issubclass(kind, DeviceError):
        return kind("it is dusty", role="slip_printer", where="COM3")
    return kind("it is dusty") if issubclass(kind, CounterError) else kind()


def test_both_languages_have_the_same_sentences() -> None:
    assert CHINESE.ids() == ENGLISH.ids()


def test_a_sentence_has_the_same_facts_in_both_languages() -> None:
    unlike = [id for id in sorted(CHINESE.ids()) if _facts(CHINESE, id) != _facts(ENGLISH, id)]
    assert unlike == []


def _facts(say: Wording, message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(say.template(message)) if name}


def test_the_english_is_english_and_the_chinese_is_chinese() -> None:
    han = re.compile(r"[\u3400-\u9fff]")
    assert [id for id in sorted(ENGLISH.ids()) if han.search(ENGLISH.template(id))] == []
    wordless = {id for id in CHINESE.ids() if not re.sub(r"\{\w*\}|\W", "", CHINESE.template(id))}
    names = {"place.usb", "place.hid", "place.pcsc", "make.slip_printer", "report.family.usb"}
    latin = {id for id in CHINESE.ids() - wordless if not han.search(CHINESE.template(id))}
    assert latin - names - {"check.size"} == set()


def test_every_message_id_in_the_program_has_a_sentence() -> None:
    used = [(file.name, id) for file in SOURCES for id in _ids_in(file)]
    assert len(used) > 100, "the scan finds nothing: it must follow how the program asks for words"
    unknown = [(name, id) for name, id in used if not _fits(id)]
    assert unknown == []


@pytest.mark.parametrize(
    ("prefixes", "values"),
    [
        ("state", CaseState),
        ("move", MoveKind),
        ("decision decision_hint submit", Decision),
        ("bar", Bar),
        ("doubt doubt_short", DoubtKind),
        ("flaw", Flaw),
        ("slip_kind", SlipKind),
        ("printer_state", Readiness),
        ("card_kind", CardKind),
        ("form", PaperForm),
        ("steps", StepName),
        ("paper", PaperKind),
        ("sms_notice", Notice),
    ],
)
def test_every_value_that_is_shown_has_a_word(prefixes: str, values: type[Enum]) -> None:
    wanted = {f"{prefix}.{each.value}" for prefix in prefixes.split() for each in values}
    assert wanted - CHINESE.ids() == set()


def _fits(wanted: str) -> bool:
    """`*` in `wanted` stands for the filled-in part of an f-string."""
    pattern = re.compile(re.escape(wanted).replace(r"\*", r"\w+"))
    return any(pattern.fullmatch(id) for id in CHINESE.ids())


def _ids_in(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _asks_for_words(node.func):
            yield from _literals(node.args[0])
        elif isinstance(node, ast.Assign) and [getattr(each, "id", "") for each in node.targets] == ["message"]:
            yield from (id for id in _literals(node.value) if "." in id)


def _asks_for_words(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name == "say" and isinstance(called, ast.Attribute):
        return False  # a widget that says a text
    return name in ("say", "_say", "wording")


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)


@LANGUAGES
@pytest.mark.parametrize("kind", TREES, ids=lambda kind: kind.__name__)
def test_every_trouble_is_a_sentence_with_its_cure(say: Wording, kind: type[Exception]) -> None:
    sentence = say.error(_example(kind))
    what, _, cure = re.sub(r"[。；;]\s*|\. ", "\n", sentence, count=1).partition("\n")
    assert what and cure, sentence
    assert "None" not in sentence and "Error" not in sentence, sentence
    assert not re.search(r"[\[{(<]'|\bset\(|\w+\(\)|[{}]", sentence), sentence
    assert sentence != say.error(ValueError()), "falls through to the sentence for bugs"


def test_every_class_drawn_in_the_error_trees_is_tried() -> None:
    names = {kind.__name__ for kind in TREES}
    for module in (devices.errors, sync.errors, importlib.import_module("app.domain.errors")):
        drawn = set(re.findall(r"(?:├──|└──) ([A-Z]\w+)", module.__doc__ or ""))
        assert drawn and drawn <= names
    assert {"SlipNotSet", "SlipFileInvalid", "GlyphsMissing", "NoPrinter", "PageDamaged"} <= names


@LANGUAGES
def test_a_bug_is_said_without_the_words_of_the_exception(say: Wording) -> None:
    sentence = say.error(KeyError("张三 430602199001011234"))
    assert "430602" not in sentence and "张三" not in sentence
    assert "KeyError" in sentence


def test_a_refused_move_is_said_in_the_words_of_the_counter() -> None:
    not_from_here = CHINESE.error(MoveRefused("draft", "close", "not_from_here"))
    assert "“暂存”" in not_from_here and "“办结”" in not_from_here
    assert "岗位" in CHINESE.error(MoveRefused("received", "accept", "not_by_you"))


def test_a_card_read_before_is_told_apart_from_no_card() -> None:
    assert "已读过" in CHINESE.error(NoCard(already_read=True))
    assert "没有证件" in CHINESE.error(NoCard())


def test_a_locked_account_is_told_apart_from_a_wrong_password() -> None:
    assert "还可以试 2 次" in CHINESE.error(SignInRefused(2))
    assert "锁定" in CHINESE.error(SignInRefused(0))


def test_a_device_is_called_by_its_name_and_place() -> None:
    said = CHINESE.error(DeviceAbsent("Permission denied", role="card_reader", where="/dev/ttyUSB0"))
    assert said.startswith("读卡器打不开（/dev/ttyUSB0：Permission denied）")
    assert CHINESE.error(DeviceAbsent("gone", where="COM3")).startswith("设备打不开")


@pytest.mark.parametrize(
    ("kind", "cure"), [(NotPluggedIn, "插上它的线"), (SeveralAlike, "拔下多余的"), (PortInUse, "关掉那个程序")]
)
def test_why_a_port_cannot_be_opened_has_its_own_cure_in_one_language(kind: type[DeviceAbsent], cure: str) -> None:
    what, what_to_do = CHINESE.what_and_cure(kind("words of a programmer", role="card_reader", where="COM3"))
    assert "读卡器" in what and "COM3" in what and "words" not in what
    assert what_to_do.startswith(cure)


def test_a_readers_own_code_is_said_as_a_code() -> None:
    said = CHINESE.error(CardUnreadable("the SAM does not accept the card", code=0x32))
    assert "代码 32" in said and "SAM" not in said


@LANGUAGES
def test_all_problems_of_a_catalogue_are_listed(say: Wording) -> None:
    said = say.error(CatalogueInvalid(["a.toml: no name", "b.toml: no code"]))
    assert say("between").join(["a.toml: no name", "b.toml: no code"]) in said


@LANGUAGES
@pytest.mark.parametrize(
    "why",
    ["unreadable", "unwritable", "not_toml", "unknown_key", "missing", "not_a_table", "wrong_type", "wrong_choice"],
)
def test_each_fault_of_a_settings_file_has_its_sentence(say: Wording, why: str) -> None:
    error = SettingsInvalid("here/counter.toml", "screen.theme", why, found='"blue"', wanted='"dark"', where=7)
    said = say.error(error)
    assert "here/counter.toml" in said
    assert ("7" in said) == (why not in ("unreadable", "unwritable")), "the line is told wherever there is one"


def test_an_unknown_message_id_is_a_bug() -> None:
    with pytest.raises(KeyError):
        CHINESE("no.such_sentence")
