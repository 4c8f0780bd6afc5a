"""Taking a file of the provincial item library into a site's catalogue folder: all of it, or nothing."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.catalogue.files import TOP_FILE, parse_catalogue, read_files
from app.catalogue.provincial_items import Import, read_provincial
from app.catalogue.provincial_rows import Note
from app.catalogue.toml_text import file_text
from app.domain.catalogue import Department, Item
from app.domain.errors import CatalogueInvalid
from app.whole_file import flush_folder

__all__ = ["Import", "Note", "import_into", "read_provincial"]

_FIRST_TOP_FILE = '# 本大厅事项库的版本；每次导入自动加一。\nversion = "0"\nsample = false\n'


def import_into(folder: Path, file: Path) -> Import:
    """Write the items of `file` as one TOML file into `folder`, and count its catalogue's version up by one.

    The folder is read as it would be afterwards before a byte is written. Importing a file of the same name
    again replaces what it brought; the same content again changes nothing. Raises `CatalogueInvalid` with
    every problem, the folder being as it was.
    """
    imported = read_provincial(_json_of(file))
    texts = read_files(folder) if folder.is_dir() else {}
    name = f"import-{file.stem}.toml"
    imported = _with_known_departments(imported, texts, name)
    text = file_text(f"由省级事项库文件 {file.name} 导入；再次导入同名文件会整份替换。", imported.items)
    if texts.get(name) == text:
        return imported
    top = _counted_up(texts.get(TOP_FILE, _FIRST_TOP_FILE))
    parse_catalogue({**texts, TOP_FILE: top, name: text})
    # The version goes first: should the power fail between the two, a version without news does no harm.
    _write_all(folder, {TOP_FILE: top, name: text})
    return imported


def _json_of(file: Path) -> object:
    try:
        text = file.read_text(encoding="utf-8-sig")
        data: object = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair passes as JSON, but not into a file
        return data
    except OSError as error:
        raise CatalogueInvalid([f"{file.name}：无法读取（{error.strerror}）"]) from error
    except UnicodeError as error:
        raise CatalogueInvalid([f"{file.name}：不是 UTF-8 编码的文本，或含有残缺字符"]) from error
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        raise CatalogueInvalid([f"{file.name}：{where}不是有效的 JSON，文件可能没有下载完整"]) from error
    except (RecursionError, ValueError) as error:
        raise CatalogueInvalid([f"{file.name}：嵌套过深或数字过大，不是省级事项库的文件"]) from error


def _with_known_departments(imported: Import, texts: Mapping[str, str], name: str) -> Import:
    """A department that another file of the folder states already stays as it is stated there."""
    others = {other: text for other, text in texts.items() if other != name}
    if not others:
        return imported
    known = {item.department.code: item.department for item in parse_catalogue(others).items}
    notes = [
        Note(
            "AUDIT_ITEM",
            0,
            "dept_code",
            code,
            f"部门已在本大厅事项库中（{known[code].name}），名称和电话以原有为准",
        )
        for code, stated in _departments(imported.items).items()
        if code in known and known[code] != stated
    ]
    items = [replace(item, department=known.get(item.department.code, item.department)) for item in imported.items]
    return Import(tuple(items), (*imported.notes, *notes))


def _departments(items: tuple[Item, ...]) -> dict[str, Department]:
    return {item.department.code: item.department for item in items}


def _counted_up(top: str) -> str:
    """The top file with the last number of its version one higher."""

    def next_version(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) + 1}{found[3]}"

    return re.sub(r'(?m)^(\s*version\s*=\s*".*?)(\d+)(\D*")', next_version, top, count=1)


def _write_all(folder: Path, texts: Mapping[str, str]) -> None:
    """Write every text beside its place and sync it, then move all into place."""
    waiting: list[tuple[str, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            handle, aside = tempfile.mkstemp(dir=folder, prefix=".import-", suffix=".part")
            waiting.append((aside, folder / name))
            _write_through(handle, text)
            os.chmod(aside, 0o644)  # imported by an administrator, read by the clerk's account
        while waiting:
            os.replace(*waiting[0])
            waiting.pop(0)
        flush_folder(folder)
    except OSError as error:
        raise CatalogueInvalid([f"{folder}：无法写入（{error.strerror}），没有导入"]) from error
    finally:
        for aside, _ in waiting:
            Path(aside).unlink(missing_ok=True)


def _write_through(handle: int, text: str) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
