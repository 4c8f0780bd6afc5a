"""A command line that speaks Chinese: what argparse says by itself is English, and an installer reads it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"the following arguments are required: (.*)"), lambda said: f"缺少 {said[1]}"),
    (re.compile(r"unrecognized arguments: (.*)"), lambda said: f"没有 {said[1]} 这样的参数"),
    (
        re.compile(r"argument (.*): invalid choice: '?(.*?)'? \(choose from (.*)\)"),
        lambda said: f"{said[1]} 没有 {said[2]} 这一种，可用 {said[3]}",
    ),
    (re.compile(r"argument (.*): expected one argument"), lambda said: f"{said[1]} 后面要写一个值"),
    (re.compile(r"argument (.*): expected at least one argument"), lambda said: f"{said[1]} 后面至少要写一个值"),
    (re.compile(r"argument (.*): invalid \S+ value: '(.*)'"), lambda said: f"{said[1]} 的值 {said[2]} 写得不对"),
    (re.compile(r"one of the arguments (.*) is required"), lambda said: f"{said[1]} 要写一个"),
    (
        re.compile(r"argument (.*): not allowed with argument (.*)"),
        lambda said: f"{said[1]} 和 {said[2]} 不能一起用",
    ),
)


class ChineseParser(argparse.ArgumentParser):
    """Its sub-commands are of the same kind."""

    def __init__(self, **given: object) -> None:
        super().__init__(**(given | {"add_help": False}))  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "命令和参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Wrong use: what is wrong, how it is written, exit code 2."""
        told = next((say(said) for pattern, say in _SAID if (said := pattern.fullmatch(message))), message)
        self.exit(2, f"写法不对：{told}\n{self.format_usage()}")
