"""Chinese for the English source strings: reads `zh_CN.ts` itself, so the packaged program needs no lrelease.

`python -m widgets.translation --update` runs lupdate over `widgets/`; `--fill words.json` then writes translations
given as `{"Context": {"English": "中文"}}` into the file. Both keep every translation that is already there.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from struct import pack
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

ROOT = Path(__file__).resolve().parents[1]
CHINESE = ROOT / "resources" / "i18n" / "zh_CN.ts"

Words = dict[tuple[str, str, str], str]


def QT_TRANSLATE_NOOP(context: str, source: str) -> str:
    """Marks a table's string for lupdate, which knows this name; Qt's own is typed as returning object."""
    return source


_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8


class TsTranslator(QTranslator):
    """A translator filled from words. An unknown word stays English; Qt itself puts the number in for `%n`.

    Qt looks the words up by itself, in the compiled form it knows: no call into Python for each label.
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Qt reads from these bytes and does not copy them.
        self._compiled = compiled(words)
        self.load(self._compiled)


def compiled(words: Words) -> bytes:
    """The words in Qt's message-file format: sections of sorted hashes and of tagged records, big endian.

    Chinese has one plural form, so there is no section of plural rules.
    """
    messages, hashes = bytearray(), []
    for (context, source, comment), translation in words.items():
        hashes.append((_elf_hash((source + comment).encode()), len(messages)))
        messages += _tagged(_TRANSLATION, translation.encode("utf-16-be"))
        for tag, text in ((_COMMENT, comment), (_SOURCE, source), (_CONTEXT, context)):
            messages += _tagged(tag, text.encode())
        messages.append(_END)
    table = b"".join(pack(">II", *entry) for entry in sorted(hashes))
    return _MAGIC + _tagged(_HASHES, table) + _tagged(_MESSAGES, bytes(messages))


def _tagged(tag: int, data: bytes) -> bytes:
    return pack(">BI", tag, len(data)) + data


def _elf_hash(data: bytes) -> int:
    """The hash of the ELF symbol table, never 0, as Qt uses it."""
    hashed = 0
    for byte in data:
        hashed = ((hashed << 4) + byte) & 0xFFFFFFFF
        high = hashed & 0xF0000000
        hashed = (hashed ^ (high >> 24)) & ~high
    return hashed or 1


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
    return [(context.findtext("name", ""), message) for context in contexts for message in context.iter("message")]


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
    parser.add_argument("--fill", type=Path, metavar="WORDS.json", help="write these translations into zh_CN.ts")
    arguments = parser.parse_args()
    # Two people may add words at once. Imported here: the program itself runs where there is no fcntl too.
    import fcntl

    with (ROOT / "pyproject.toml").open() as lock:
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
