"""A window's copies of what the central keeps for the whole hall; files of its own serve until it has met a central."""

from __future__ import annotations

from typing import TypeVar

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.catalogue.mirror import CatalogueMirror
from app.config import Counter
from app.document_mirror import DocumentMirror
from app.domain.calendar import WorkCalendar
from app.domain.catalogue import Catalogue
from app.domain.rules import Rules
from app.rules_file import shipped_rules
from app.wording import Wording

Kept = TypeVar("Kept", Catalogue, WorkCalendar, Rules)


def catalogue_here(settings: Counter) -> CatalogueMirror:
    """The items. Raises `CatalogueInvalid`."""
    return CatalogueMirror(settings.data_folder / "catalogue.json", load_catalogue(settings.catalogue_folder))


def calendar_here(settings: Counter) -> DocumentMirror[WorkCalendar]:
    """The working days. Raises `SettingsInvalid`."""
    shipped = load_calendar(paths.resources() / "calendars")
    return DocumentMirror("calendar", WorkCalendar, settings.data_folder / "calendar.json", shipped)


def rules_here(settings: Counter) -> DocumentMirror[Rules]:
    """The rules about time. Raises `SettingsInvalid`."""
    return DocumentMirror("rules", Rules, settings.data_folder / "rules.json", shipped_rules())


def in_force(copy: DocumentMirror[Kept], say: Wording) -> str:
    """Which version this window goes by, and whose it is."""
    return say("in_force.of_central" if copy.is_of_central else "in_force.of_window", version=copy.newest.version)
