"""The administrator's desk: the people, windows, calendar and catalogue of the hall, kept at the central."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.catalogue.draft import CatalogueDraft
from app.desks.foundations import Foundations
from app.draft_file import DraftFile
from app.passwords import one_time_password
from app.presenters.administration.calendar import CalendarTab
from app.presenters.administration.departments import DepartmentsTab
from app.presenters.administration.items import ItemsTab
from app.presenters.administration.page import AdministrationPresenter, Hall, Tab
from app.presenters.administration.people import PeopleTab
from app.presenters.administration.state import AdminTab
from app.presenters.administration.versions import VersionsTab
from app.presenters.administration.windows import WindowsTab
from app.presenters.samples import Samples
from sync.transport import Transport


class AdministrationDesk:
    """Without a central there is nothing to administer, and every tab that asks says so."""

    def __init__(self, on: Foundations, *, samples: Samples) -> None:
        self._on = on
        hall = Hall(wording=on.wording, lane=on.lanes.ask, connect=on.central.transport if on.central.exists else None)
        draft = CatalogueDraft(on.settings.data_folder / "catalogue-draft.json", self._on_disk)
        tabs: Mapping[AdminTab, Tab] = {
            AdminTab.PEOPLE: PeopleTab(hall, catalogue=on.catalogue, new_password=one_time_password),
            AdminTab.DEPARTMENTS: DepartmentsTab(hall, catalogue=on.catalogue, draft=draft),
            AdminTab.WINDOWS: WindowsTab(hall, address=on.settings.central.url, now=on.now),
            AdminTab.CALENDAR: CalendarTab(
                hall,
                calendar=lambda: on.calendar,
                fetch=self._fetch_calendar,
                now=on.now,
                drafts=DraftFile(on.settings.data_folder / "calendar-draft.json", self._on_disk),
            ),
            AdminTab.ITEMS: ItemsTab(hall, catalogue=on.catalogue, draft=draft, samples=samples),
            AdminTab.VERSIONS: VersionsTab(
                hall,
                catalogue=on.catalogue,
                draft=draft,
                fetch=self._fetch_catalogue,
                samples=samples.pictures,
                now=on.now,
            ),
        }
        self.administration = AdministrationPresenter(hall, tabs)

    def clerk_came(self) -> None:
        """Somebody has signed in: nothing of what another was about stays, but for the draft of the catalogue."""
        self.administration.forget()

    def _on_disk(self, work: Callable[[], None]) -> None:
        self._on.lanes.store.run(work)

    def _fetch_catalogue(self, line: Transport) -> None:
        document = line.document("catalogue", self._on.mirror.tag)
        if document is not None:
            self._on.mirror.take(document)

    def _fetch_calendar(self, line: Transport) -> None:
        document = line.document("calendar", self._on.calendar_mirror.tag)
        if document is not None:
            self._on.calendar_mirror.take(document)
