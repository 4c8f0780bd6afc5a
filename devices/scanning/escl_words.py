"""eSCL (Mopria, AirPrint scanning), the XML of it: what a scanner can do, how it is, what it is asked for. Pure.

Names of elements are told apart without their namespaces, which scanners get wrong. A document type is refused
whatever it says: with it go entities, the one way in which a small document becomes a large one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from devices.scanning.wishes import A4_MM, Colours, Tray, Wishes, nearest

LARGEST_XML = 1_000_000  # bytes; real ones have under 20 000
UNITS_PER_MM = 300 / 25.4

EMPTY = "ScannerAdfEmpty"
OPEN = frozenset({"ScannerAdfHatchOpen", "ScannerAdfCoverOpen"})
STUCK = frozenset(
    {
        "ScannerAdfJam",
        "ScannerAdfMispick",
        "ScannerAdfMultipickDetected",
        "ScannerAdfDuplexPageTooShort",
        "ScannerAdfDuplexPageTooLong",
        "ScannerAdfInputTrayFailed",
        "ScannerAdfInputTrayOverloaded",
    }
)
UNFINISHED = frozenset({"Aborted", "Canceled"})


class BadXml(Exception):
    """Not XML, not the document asked for, too large, or with a document type."""


@dataclass(frozen=True, slots=True)
class TrayAbility:
    """What one tray can do: its largest region in 1/300 inch, resolutions, colour modes by eSCL's names, formats."""

    width: int = 2550
    height: int = 3508
    resolutions: tuple[int, ...] = ()
    finest: int = 0  # where resolutions are a range
    modes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a scanner says of itself."""

    version: str
    name: str
    serial: str
    trays: dict[Tray, TrayAbility] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One job as the scanner lists it."""

    uri: str
    state: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How a scanner is: Idle, Processing, Testing, Stopped or Down; the feeder's own state, "" without one."""

    state: str
    feeder: str = ""
    jobs: tuple[Job, ...] = ()

    def job(self, path: str) -> Job | None:
        """The job at this path of the scanner, if it is still listed."""
        return next((job for job in self.jobs if job.uri and path.endswith(job.uri.rpartition("/")[2])), None)


class _NoDocumentType(TreeBuilder):
    def doctype(self, *_: str | None) -> None:
        raise BadXml("a document type")


def _root(data: bytes, name: str) -> Element:
    if len(data) > LARGEST_XML:
        raise BadXml(f"{len(data)} bytes")
    try:
        parser = XMLParser(target=_NoDocumentType())
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise BadXml(str(error)) from error
    if _local(root) != name:
        raise BadXml(f"{_local(root)[:40]} instead of {name}")
    return root


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    return element.iterfind(f".//{{*}}{name}")


def _texts(element: Element | None, name: str) -> tuple[str, ...]:
    if element is None:
        return ()
    return tuple(dict.fromkeys((each.text or "").strip() for each in _all(element, name) if (each.text or "").strip()))


def _text(element: Element | None, name: str) -> str:
    return next(iter(_texts(element, name)), "")[:200]


def _numbers(element: Element | None, name: str) -> tuple[int, ...]:
    return tuple(int(text) for text in _texts(element, name) if text.isascii() and text.isdigit() and len(text) < 7)


def read_abilities(data: bytes) -> Abilities:
    """`/ScannerCapabilities`. Raises `BadXml`."""
    root = _root(data, "ScannerCapabilities")
    places = {Tray.GLASS: "PlatenInputCaps", Tray.FEEDER: "AdfSimplexInputCaps", Tray.DUPLEX: "AdfDuplexInputCaps"}
    trays = {
        tray: _ability(found) for tray, name in places.items() if (found := next(_all(root, name), None)) is not None
    }
    return Abilities(_text(root, "Version") or "2.0", _text(root, "MakeAndModel"), _text(root, "SerialNumber"), trays)


def _ability(caps: Element) -> TrayAbility:
    span = next(_all(caps, "XResolutionRange"), None)
    return TrayAbility(
        width=max(_numbers(caps, "MaxWidth"), default=2550),
        height=max(_numbers(caps, "MaxHeight"), default=3508),
        resolutions=_numbers(next(_all(caps, "DiscreteResolutions"), None), "XResolution"),
        finest=max(_numbers(span, "Max"), default=0),
        modes=_texts(caps, "ColorMode"),
        formats=tuple(dict.fromkeys((*_texts(caps, "DocumentFormat"), *_texts(caps, "DocumentFormatExt")))),
    )


def read_status(data: bytes) -> Status:
    """`/ScannerStatus`. Raises `BadXml`."""
    root = _root(data, "ScannerStatus")
    state = next((child.text or "" for child in root if _local(child) == "State"), "").strip()
    jobs = tuple(
        Job(_text(each, "JobUri"), _text(each, "JobState"), _texts(each, "JobStateReason"))
        for each in _all(root, "JobInfo")
    )
    return Status(state, _text(root, "AdfState"), jobs)


def scan_settings(abilities: Abilities, wishes: Wishes, tray: Tray) -> bytes:
    """The body of a new job: an A4 page, or what of it the tray takes, as JPEG, or as PDF where there is no JPEG."""
    ability = abilities.trays[tray]
    width, height = (round(length * UNITS_PER_MM) for length in A4_MM)
    resolution = _resolution(ability, wishes.resolution)
    kind = "application/pdf" if ability.formats and "image/jpeg" not in ability.formats else "image/jpeg"
    duplex = "" if tray is Tray.GLASS else f"<scan:Duplex>{'true' if tray is Tray.DUPLEX else 'false'}</scan:Duplex>"
    version = abilities.version if all(part.isdigit() for part in abilities.version.split(".")) else "2.0"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
        ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">'
        f"<pwg:Version>{version}</pwg:Version><scan:Intent>Document</scan:Intent>"
        "<pwg:ScanRegions><pwg:ScanRegion>"
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        f"<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        f"<pwg:Width>{min(width, ability.width)}</pwg:Width><pwg:Height>{min(height, ability.height)}</pwg:Height>"
        "</pwg:ScanRegion></pwg:ScanRegions>"
        f"<pwg:InputSource>{'Platen' if tray is Tray.GLASS else 'Feeder'}</pwg:InputSource>{duplex}"
        f"<scan:ColorMode>{_mode(ability, wishes.colours)}</scan:ColorMode>"
        f"<scan:XResolution>{resolution}</scan:XResolution><scan:YResolution>{resolution}</scan:YResolution>"
        f"<pwg:DocumentFormat>{kind}</pwg:DocumentFormat>"
        f"<scan:DocumentFormatExt>{kind}</scan:DocumentFormatExt>"
        "</scan:ScanSettings>"
    ).encode()


def _resolution(ability: TrayAbility, wanted: int) -> int:
    if ability.resolutions or not ability.finest:
        return nearest(ability.resolutions, wanted)
    return min(wanted, ability.finest)


def _mode(ability: TrayAbility, colours: Colours) -> str:
    wanted = "RGB24" if colours is Colours.COLOUR else "Grayscale8"
    return wanted if wanted in ability.modes or not ability.modes else _safe(ability.modes[0])


def _safe(word: str) -> str:
    """A scanner's own word, fit to be said back to it."""
    return word if word.isascii() and word.isalnum() else "RGB24"
