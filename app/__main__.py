"""`yichuang`: the counter terminal, the central, and what installers need."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from app.commands.chinese import ChineseParser


def parser() -> argparse.ArgumentParser:
    """The whole command line.

    Its parts are imported here: the text reader's process imports this file as well, and would hold them for nothing.
    """
    from app.commands import case, catalogue, central, deadline, device, doctor, hall, messages, ocr, slip, terminal

    program = ChineseParser(prog="yichuang", description="一窗：综合窗口程序和中心端")
    program.add_argument("--config", type=Path, metavar="FILE", help="设置文件")
    program.add_argument("--self-test", dest="run", action="store_const", const=terminal.self_test,
                         help="自检：不用屏幕，按脚本办一件")  # fmt: skip
    program.set_defaults(run=terminal.open_window)
    commands = program.add_subparsers(dest="command", metavar="COMMAND")
    for part in (terminal, central, case, device, ocr, slip, catalogue, deadline, doctor, hall, messages):
        part.add_to(commands)
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; answers the exit code: 0 good, 1 trouble said in a sentence, 2 wrong use."""
    given = parser().parse_args(arguments)
    logging.getLogger("devices").addHandler(logging.NullHandler())  # a command says it itself, in a sentence
    code: int = given.run(given)
    return code


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a packaged program starts itself as its own text reader
    sys.exit(main())
