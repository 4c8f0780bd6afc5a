"""Chinese for the English source strings: reads `zh_CN.ts` itself, so the packaged program needs no lrelease.

`python -m widgets.translation --update` runs lupdate over `widgets/`; `--fill words.json` then writes translations
given as `{"Context": {"English": "中文"}}` into the file. Both keep every translation that is already there.
"""

import argparse
import fcntl
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

ROOT = Path(__file__).resolve().parents[1]
CHINESE = ROOT / "resources" / "i18n" / "zh_CN.ts"

Words = dict[tuple[str, str, str], str]


class TsTranslator(QTranslator):
    """Looks words up by context, source and comment; an unknown word stays English."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def isEmpty(self) -> bool:
        return not self._words

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The translation; Chinese has one plural form, and Qt itself puts the number in for `%n`."""
        return self._words.get((context, source, disambiguation or ""), "")


def read_words(path: Path) -> Words:
    """Every finished translation of a .ts file (Qt Linguist format 2.1)."""
    words: Words = {}
    for context, message in _messages(ElementTree.parse(path)):
        translation = message.find("translation")
        if translation is None or translation.get("type") is not None:
            continue
        words[_identity(context, message)] = _translated(translation)
    return words


def unfinished(path: Path) -> list[tuple[str, str]]:
    """(context, source) of each message that has no finished translation."""
    done = {identity for identity, text in read_words(path).items() if text}
    identities = [_identity(context, message) for context, message in _messages(ElementTree.parse(path))]
    return [identity[:2] for identity in identities if identity not in done]


def speak_chinese(app: QCoreApplication, path: Path = CHINESE) -> None:
    """Install the Chinese translation; call it before the first widget is built."""
    app.installTranslator(TsTranslator(read_words(path), app))


def extract(target: Path) -> None:
    """Bring `target` up to date with the sources by lupdate. Raises CalledProcessError when lupdate fails."""
    sources = [str(path) for path in sorted((ROOT / "widgets").rglob("*.py"))]
    tool = Path(sys.executable).parent / "pyside6-lupdate"
    options = ["-no-obsolete", "-locations", "none", "-target-language", "zh_CN"]
    subprocess.run([str(tool), *options, *sources, "-ts", str(target)], check=True, capture_output=True)


def fill(path: Path, words: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Write translations into a .ts file; returns those whose source string is not in it."""
    tree = ElementTree.parse(path)
    left = {(context, source) for context, pairs in words.items() for source in pairs}
    for context, message in _messages(tree):
        source = message.findtext("source", "")
        translation = message.find("translation")
        if (context, source) not in left | {(context, source)} or translation is None:
            continue
        chinese = words.get(context, {}).get(source)
        if chinese is not None:
            _write(translation, chinese)
            left.discard((context, source))
    ElementTree.indent(tree, "    ")
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")
    return sorted(left)


def _messages(tree: "ElementTree.ElementTree[ElementTree.Element]") -> list[tuple[str, ElementTree.Element]]:
    contexts = tree.getroot().iter("context")
    return [
        (context.findtext("name", ""), message) for context in contexts for message in context.iter("message")
    ]


def _identity(context: str, message: ElementTree.Element) -> tuple[str, str, str]:
    return context, message.findtext("source", ""), message.findtext("comment", "")


def _translated(translation: ElementTree.Element) -> str:
    plural = translation.find("numerusform")
    return (plural.text if plural is not None else translation.text) or ""


def _write(translation: ElementTree.Element, chinese: str) -> None:
    translation.attrib.pop("type", None)
    plural = translation.find("numerusform")
    if plural is None:
        translation.text = chinese
    else:
        plural.text = chinese


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="extract source strings into zh_CN.ts")
    parser.add_argument(
        "--fill", type=Path, metavar="WORDS.json", help="write these translations into zh_CN.ts"
    )
    arguments = parser.parse_args()
    # Two people may add words at once.
    with (CHINESE.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if arguments.update or arguments.fill:
            extract(CHINESE)
        unknown = fill(CHINESE, json.loads(arguments.fill.read_text("utf-8"))) if arguments.fill else []
    for context, source in unknown:
        print(f"not in the sources: {context}: {source}")
    for context, source in unfinished(CHINESE):
        print(f"not translated: {context}: {source}")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
