"""What `scanimage` says, understood: the options a scanner offers, the state it ended in. Pure.

The forms are those of sane-backends 1.0.25 to 1.2 with LC_ALL=C; `tests/unit/devices/test_sane.py` holds them to the
installed one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from devices.scanning.wishes import A4_MM, Colours, Tray, Wishes, nearest


class SaneStatus(IntEnum):
    """SANE's own states (sane.h), each by its number."""

    GOOD = 0
    UNSUPPORTED = 1
    CANCELLED = 2
    BUSY = 3
    INVALID = 4
    END = 5
    JAMMED = 6
    NO_DOCS = 7
    COVER_OPEN = 8
    IO_ERROR = 9
    NO_MEMORY = 10
    DENIED = 11


SAID = {
    "Operation not supported": SaneStatus.UNSUPPORTED,
    "Operation was cancelled": SaneStatus.CANCELLED,
    "Operation was canceled": SaneStatus.CANCELLED,
    "Device busy": SaneStatus.BUSY,
    "Invalid argument": SaneStatus.INVALID,
    "End of file reached": SaneStatus.END,
    "Document feeder jammed": SaneStatus.JAMMED,
    "Document feeder out of documents": SaneStatus.NO_DOCS,
    "Scanner cover is open": SaneStatus.COVER_OPEN,
    "Error during device I/O": SaneStatus.IO_ERROR,
    "Out of memory": SaneStatus.NO_MEMORY,
    "Access to resource has been denied": SaneStatus.DENIED,
}

_TROUBLE = re.compile(r"\S*scanimage: (sane_\w+|open of device .*? failed|setting of option .*? failed)[: (]+(.*?)\)?$")
_ENDED = re.compile(r"Batch terminated, (\d+) pages? scanned")
_OPTION = re.compile(
    r"\s+(?P<name>--[a-z][\w-]*|-[ltxy])(?:\[=\((?P<flag>[^)]*)\)\])?(?: (?P<choices>.*?))? \[(?P<value>[^\]]*)\]"
)
_RANGE = re.compile(r"(-?[\d.]+)\.\.(-?[\d.]+)[a-z%]*(?: \(in steps of .*\))?")


@dataclass(frozen=True, slots=True)
class SaneTrouble:
    """A line of trouble: while doing what, and SANE's state if the words name one."""

    doing: str
    status: SaneStatus | None
    words: str


@dataclass(frozen=True, slots=True)
class SaneOption:
    """One option: the words to choose from, or the range its number is in."""

    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


Options = Mapping[str, SaneOption]


def trouble_in(line: str) -> SaneTrouble | None:
    """The trouble a line of stderr tells of; None for any other line."""
    told = _TROUBLE.fullmatch(line.strip())
    return SaneTrouble(told[1], SAID.get(told[2].strip()), told[2].strip()) if told else None


def pages_told(line: str) -> int | None:
    """How many pages scanimage says at the end that it scanned, a page that failed among them."""
    told = _ENDED.match(line)
    return int(told[1]) if told else None


def options_in(text: str, *, inactive: bool = False) -> dict[str, SaneOption]:
    """The options of `scanimage -A`, by name as it is written: --source, --resolution, -x …

    `inactive` ones too, which another option may make active.
    """
    found = {}
    for line in text.splitlines():
        told = _OPTION.match(line)
        if told is not None and (inactive or told["value"] != "inactive"):
            found[told["name"]] = _option(told["flag"] or told["choices"] or "")
    return found


def _option(choices: str) -> SaneOption:
    if span := _RANGE.fullmatch(choices):
        return SaneOption(low=float(span[1]), high=float(span[2]))
    return SaneOption(tuple(choices.split("|")) if choices and not choices.startswith("<") else ())


def trays_in(options: Options) -> dict[Tray, str]:
    """The trays of a scanner and its own words for each; "" where it has but one and no words for it."""
    source = options.get("--source")
    if source is None:
        return {Tray.GLASS: ""}
    found: dict[Tray, str] = {}
    for words in source.choices:
        if (tray := _tray(words.lower())) is not None:
            found.setdefault(tray, words)
    if Tray.FEEDER in found and ("--adf-mode" in options or "--duplex" in options):
        found.setdefault(Tray.DUPLEX, found[Tray.FEEDER])
    return found


def _tray(words: str) -> Tray | None:
    """Backends name them ADF, ADF Front, Automatic Document Feeder(left aligned,Duplex), FlatBed, Document Table …"""
    if "duplex" in words:
        return Tray.DUPLEX
    if "back" in words or "transparen" in words or "film" in words:
        return None
    if "adf" in words or "feeder" in words:
        return Tray.FEEDER
    return Tray.GLASS if "flat" in words or "table" in words or "platen" in words else None


def scan_options(options: Options, wishes: Wishes, tray: Tray) -> list[str]:
    """The words that ask this scanner for these wishes, A4 or what of it there is; only such as it offers."""
    words = []
    if source := trays_in(options).get(tray):
        words.append(f"--source={source}")
    if tray is not Tray.GLASS:  # never both sides unasked
        both = tray is Tray.DUPLEX
        words += _chosen(options, "--adf-mode", "Duplex" if both else "Simplex")
        words += _chosen(options, "--duplex", "yes" if both else "no")
    if mode := _mode(options, wishes.colours):
        words.append(f"--mode={mode}")
    if "--depth" in options and "8" in options["--depth"].choices:
        words.append("--depth=8")
    if resolution := options.get("--resolution"):
        words.append(f"--resolution={_resolution(resolution, wishes.resolution)}")
    for name, length in (("page-width", A4_MM[0]), ("page-height", A4_MM[1])):
        if f"--{name}" in options:
            words.append(f"--{name}={_within(options[f'--{name}'], length)}")
    for name, length in (("-l", 0.0), ("-t", 0.0), ("-x", A4_MM[0]), ("-y", A4_MM[1])):
        if name in options:
            words += [name, _within(options[name], length)]
    return words


def _chosen(options: Options, name: str, choice: str) -> list[str]:
    option = options.get(name)
    return [f"{name}={choice}"] if option is not None and choice in option.choices else []


def _mode(options: Options, colours: Colours) -> str:
    offered = options["--mode"].choices if "--mode" in options else ()
    wanted = ("color", "colour") if colours is Colours.COLOUR else ("gray", "grey")
    return next((each for each in offered if any(word in each.lower() for word in wanted)), "")


def _resolution(option: SaneOption, wanted: int) -> int:
    if option.low is not None and option.high is not None:
        return round(min(max(wanted, option.low), option.high))
    return nearest((int(number[0]) for each in option.choices if (number := re.match(r"\d+", each))), wanted)


def _within(option: SaneOption, length: float) -> str:
    low, high = option.low or 0.0, option.high if option.high is not None else length
    return f"{min(max(length, low), high):g}"
