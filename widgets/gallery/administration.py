"""The administrator's page in its states: real tabs over an invented hall, so that the words are the program's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.draft import CatalogueDraft
from app.catalogue.files import load_catalogue
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.catalogue import Catalogue, Limit
from app.draft_file import DraftFile
from app.lanes import InlineLane
from app.presenters.administration.calendar import CalendarTab
from app.presenters.administration.departments import DepartmentsTab
from app.presenters.administration.items import ItemsTab
from app.presenters.administration.page import AdministrationPresenter, Hall
from app.presenters.administration.people import PeopleTab
from app.presenters.administration.state import AdminTab
from app.presenters.administration.versions import VersionsTab
from app.presenters.administration.windows import WindowsTab
from app.presenters.pages import ADMIN
from app.presenters.samples import Samples
from app.services.sample_pictures import SamplePictures
from app.training.accounts import TRAINING_ACCOUNTS
from app.wording import Wording
from devices.scanning.encode import encode_within
from devices.simulators.paper import sample_page
from sync import wire
from sync.transport import Transport
from widgets.gallery.frames import framed
from widgets.pages.administration import AdministrationPage

NOW = datetime(2026, 11, 25, 10, 20, tzinfo=HALL_TIME)
NOW_MS = int(NOW.timestamp() * 1000)


class InventedHall(Transport):
    """Answers as a central would, without one."""

    def __init__(self) -> None:
        """There is nowhere to go."""

    def close(self) -> None:
        """Nothing is open."""

    def accounts(self) -> wire.AccountList:
        return wire.AccountList(accounts=tuple(
            wire.AccountView(
                login=each.login, name=each.name, roles=tuple(role.value for role in each.roles),
                departments=tuple(each.departments), section=each.section, disabled=each.login == "0522",
                locked=False, must_change=each.login == "0610", changed_at_ms=NOW_MS,
            )
            for each in TRAINING_ACCOUNTS
        ))  # fmt: skip

    def put_account(self, change: wire.AccountChange) -> wire.AccountView:
        facts = change.model_dump(exclude={"password", "reason"})
        return wire.AccountView(**facts, locked=False, must_change=True, changed_at_ms=NOW_MS)

    def windows(self) -> wire.WindowList:
        rows = [("window-01", "01", ("intake",), 20_000), ("window-03", "03", ("intake", "issuing"), 40_000),
                ("window-12", "12", ("back_office", "administrator"), 9_000_000)]  # fmt: skip
        return wire.WindowList(windows=tuple(
            wire.WindowView(device_id=id, window=number, roles=roles, seen_at_ms=NOW_MS - ago)
            for id, number, roles, ago in rows
        ))  # fmt: skip

    def enrol_window(self, asked: wire.WindowEnrolment) -> wire.WindowToken:
        return wire.WindowToken(device_id=asked.device_id, window=asked.window, token="样例令牌-不可用于登记")

    def catalogue_versions(self) -> wire.CatalogueVersions:
        rows = [("2026-11-20.1", "0001", 0), ("2026-11-18.1", "0001", NOW_MS - 86_400_000), ("2026.3", "", 0)]
        return wire.CatalogueVersions(versions=tuple(
            wire.CatalogueVersion(version=version, published_at_ms=NOW_MS - 86_400_000 * (n * 3 + 5), published_by=by,
                                  withdrawn_at_ms=withdrawn, withdrawn_by="0001", in_force=n == 0)
            for n, (version, by, withdrawn) in enumerate(rows)
        ))  # fmt: skip


@cache
def _catalogue() -> Catalogue:
    return replace(load_catalogue(paths.resources() / "catalogue"), version="2026-11-20.1")


@cache
def _calendar() -> WorkCalendar:
    return load_calendar(paths.resources() / "calendars")


def _page(use: Callable[[AdministrationPresenter], object], *, central: bool = True) -> Callable[[], QWidget]:
    """The page over an invented hall, after `use` has done with it what an administrator would."""

    def build() -> QWidget:
        draft = CatalogueDraft(Path(mkdtemp()) / "draft.json", lambda work: None)
        hall = Hall(wording=Wording(paths.resources() / "i18n", "zh_CN"), lane=InlineLane(),
                    connect=InventedHall if central else None)  # fmt: skip
        pictures = SamplePictures(Path(mkdtemp()), None)
        samples = Samples(pictures, lane=InlineLane(), wording=hall.say)
        presenter = AdministrationPresenter(
            hall,
            {
                AdminTab.PEOPLE: PeopleTab(hall, catalogue=_catalogue, new_password=lambda: "样例-口令-不可用"),
                AdminTab.DEPARTMENTS: DepartmentsTab(hall, catalogue=_catalogue, draft=draft),
                AdminTab.WINDOWS: WindowsTab(hall, address="https://10.20.0.5:8470", now=lambda: NOW),
                AdminTab.CALENDAR: CalendarTab(
                    hall,
                    calendar=_calendar,
                    fetch=lambda _: None,
                    now=lambda: NOW,
                    drafts=DraftFile(Path(mkdtemp()) / "calendar.json", lambda work: None),
                ),
                AdminTab.ITEMS: ItemsTab(hall, catalogue=_catalogue, draft=draft, samples=samples),
                AdminTab.VERSIONS: VersionsTab(
                    hall, catalogue=_catalogue, draft=draft, fetch=lambda _: None, samples=pictures, now=lambda: NOW
                ),
            },
        )
        page = AdministrationPage()
        presenter.show(page)
        presenter.refresh()
        use(presenter)
        page.focus_first()
        return framed(page, ADMIN, page.SCOPE, page.keys())

    return build


def _food() -> str:
    return next(item.code for item in _catalogue().items if "食品经营许可" in item.name)


def _new_person(page: AdministrationPresenter) -> None:
    page.act("admin_new")
    for entry, value in (("login", "0731"), ("name", "样例一")):
        page.change(entry, value)


def _token(page: AdministrationPresenter) -> None:
    page.open(AdminTab.WINDOWS)
    page.choose("window-03")
    page.act("admin_password")


def _plan_2027(page: AdministrationPresenter) -> None:
    page.open(AdminTab.CALENDAR)
    page.choose("2027")
    for day in (1, 2, 3):
        page.toggle("day", date(2027, 1, day).isoformat())
        page.change("holiday", "元旦")
    page.toggle("day", "2027-02-06")
    page.toggle("day", "2027-02-06")


def _items(page: AdministrationPresenter) -> None:
    page.open(AdminTab.ITEMS)
    page.search("spjy")


def _item(page: AdministrationPresenter) -> None:
    page.open(AdminTab.ITEMS)
    page.choose(_food())
    page.enter(_food())


def _faulty(page: AdministrationPresenter) -> None:
    _item(page)
    page.change("promised", "六天左右")
    page.change("statutory", "3 个工作日")


def _material(page: AdministrationPresenter) -> None:
    _item(page)
    item = _catalogue().item(_food())
    assert item is not None
    page.choose(f"m:{item.materials[1].code}")
    page.change("necessity", "2")
    page.change("standard", "标明尺寸，图上有签名")


def _conditional(page: AdministrationPresenter) -> None:
    """A material that is wanted after some answers only, one of which there is no more."""
    _item(page)
    item = _catalogue().item(_food())
    assert item is not None
    question = item.questions[0]
    page.choose(f"m:{item.materials[-1].code}")
    page.toggle("when", f"{question.code}={question.options[0].code}")
    page.choose(f"q:{question.code}")
    page.change("options", "；".join(f"{option.code}={option.text}" for option in question.options[1:]) + "；x=新答案")
    page.choose(f"m:{item.materials[-1].code}")


def _question(page: AdministrationPresenter) -> None:
    """A question that is asked after some answers only."""
    _item(page)
    item = _catalogue().item(_food())
    assert item is not None
    page.choose(f"q:{item.questions[-1].code}")
    page.toggle("when", f"{item.questions[0].code}={item.questions[0].options[0].code}")


def _new_department(page: AdministrationPresenter) -> None:
    page.open(AdminTab.DEPARTMENTS)
    page.act("admin_new")
    for entry, value in (("department_code", "SJ"), ("name", "示例市数据局")):
        page.change(entry, value)
    page.done()
    page.change("department_code", "SCJG")


def _sample(page: AdministrationPresenter) -> None:
    """A material with a picture of how it looks."""
    _item(page)
    item = _catalogue().item(_food())
    assert item is not None
    page.choose(f"m:{item.materials[0].code}")
    file = Path(mkdtemp()) / "form.png"
    file.write_bytes(encode_within(sample_page(1), 1200))
    page.take_file(str(file))


def _drafted(page: AdministrationPresenter) -> None:
    item = _catalogue().item(_food())
    assert item is not None
    _material(page)
    page.choose("facts")
    page.change("promised", f"{max(1, item.promised.amount - 2)} 个工作日" if item.promised != Limit(0) else "0")
    page.open(AdminTab.DEPARTMENTS)
    page.change("phone", "0730-800 0000")
    page.open(AdminTab.VERSIONS)


PAGES = [
    ("admin-people", _page(lambda page: page.choose("0317"))),
    ("admin-new-person", _page(_new_person)),
    ("admin-password", _page(lambda page: page.act("admin_password"))),
    ("admin-departments", _page(lambda page: page.open(AdminTab.DEPARTMENTS))),
    ("admin-department-new", _page(_new_department)),
    ("admin-windows", _page(lambda page: page.open(AdminTab.WINDOWS))),
    ("admin-token", _page(_token)),
    ("admin-calendar", _page(lambda page: page.open(AdminTab.CALENDAR))),
    ("admin-calendar-2027", _page(_plan_2027)),
    ("admin-items", _page(_items)),
    ("admin-item", _page(_item)),
    ("admin-item-faulty", _page(_faulty)),
    ("admin-material", _page(_material)),
    ("admin-question", _page(_question)),
    ("admin-condition", _page(_conditional)),
    ("admin-sample", _page(_sample)),
    ("admin-versions", _page(_drafted)),
    ("admin-alone", _page(lambda page: None, central=False)),
]
