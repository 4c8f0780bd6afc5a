"""The administrator's page over a real central: what is written becomes so, and what is refused is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import cv2
import pytest

from app import paths
from app.catalogue.draft import CatalogueDraft
from app.catalogue.files import load_catalogue
from app.catalogue.mirror import CatalogueMirror
from app.central.directory import FIRST_WINDOW_FILE
from app.central.server import EmbeddedCentral
from app.document_mirror import DocumentMirror
from app.domain.calendar import HALL_TIME, WorkCalendar
from app.domain.catalogue import Medium, OperatingLevel
from app.draft_file import DraftFile
from app.lanes import InlineLane
from app.presenters.administration.calendar import CalendarTab
from app.presenters.administration.departments import DepartmentsTab
from app.presenters.administration.items import ItemsTab
from app.presenters.administration.page import AdministrationPresenter, Hall
from app.presenters.administration.people import PeopleTab
from app.presenters.administration.state import AdministrationState, AdminTab
from app.presenters.administration.versions import DRAFT, VersionsTab
from app.presenters.administration.windows import WindowsTab
from app.presenters.cases.state import CheckEntry, PanelState, TextEntry
from app.presenters.samples import Samples
from app.services.sample_pictures import LONGEST_SIDE, SamplePictures
from app.training.accounts import TRAINING_PASSWORD
from app.wording import Wording
from devices.scanning.pictures import decode_picture
from devices.simulators.paper import sample_page
from sync.transport import Transport
from tests.support.central_ops import options

SHIPPED = load_catalogue(paths.resources() / "catalogue")
FOOD = next(item for item in SHIPPED.items if item.name == "食品经营许可（新办）")
NOW = datetime(2026, 11, 25, 10, 20, tzinfo=HALL_TIME)


@dataclass
class Desk:
    """An administrator's desk: presenter, draft and mirrors, over a line of its own."""

    page: AdministrationPresenter
    draft: CatalogueDraft
    mirror: CatalogueMirror
    calendars: DocumentMirror[WorkCalendar]
    fetch: Callable[[], None]
    state: AdministrationState = field(default_factory=AdministrationState)
    focused: int = 0

    def present(self, state: AdministrationState) -> None:
        self.state = state

    def focus_panel(self) -> None:
        self.focused += 1

    @property
    def panel(self) -> PanelState:
        assert self.state.shown.panel is not None
        return self.state.shown.panel

    def message(self, entry: str) -> str:
        return next(each.message for each in self.panel.entries if isinstance(each, TextEntry) and each.id == entry)

    def row(self, id: str) -> str:
        return next(row.word for row in self.state.shown.rows if row.id == id)


class DeskMaker:
    def __init__(self, central: EmbeddedCentral, token: str, folder: Path) -> None:
        self._central, self._token, self._folder = central, token, folder

    def desk(self, name: str = "one") -> Desk:
        """A desk whose files lie under its name: the same name is the same window after a restart."""
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        first = Transport(self._central.url, self._token)
        first.hello()
        session = first.sign_in("0001", TRAINING_PASSWORD).session
        mirror = CatalogueMirror(folder / "catalogue.json", SHIPPED)
        calendars = DocumentMirror("calendar", WorkCalendar, folder / "calendar.json", self._central.central.calendar)
        draft = CatalogueDraft(folder / "draft.json", lambda work: work())
        hall = Hall(
            wording=Wording(paths.resources() / "i18n", "zh_CN"),
            lane=InlineLane(),
            connect=lambda: Transport(self._central.url, self._token, session=session),
        )

        def fetch(line: Transport) -> None:
            document = line.document("catalogue", mirror.tag)
            assert document is None or mirror.take(document)

        def fetch_calendar(line: Transport) -> None:
            document = line.document("calendar", calendars.tag)
            assert document is None or calendars.take(document)

        pictures = SamplePictures(folder / "samples", lambda: Transport(self._central.url, self._token))
        page = AdministrationPresenter(
            hall,
            {
                AdminTab.PEOPLE: PeopleTab(
                    hall, catalogue=lambda: mirror.catalogue, new_password=lambda: "once-only-1"
                ),
                AdminTab.DEPARTMENTS: DepartmentsTab(hall, catalogue=lambda: mirror.catalogue, draft=draft),
                AdminTab.WINDOWS: WindowsTab(hall, address=self._central.url, now=lambda: NOW),
                AdminTab.CALENDAR: CalendarTab(
                    hall,
                    calendar=lambda: calendars.newest,
                    fetch=fetch_calendar,
                    now=lambda: NOW,
                    drafts=DraftFile(folder / "calendar-draft.json", lambda work: work()),
                ),
                AdminTab.ITEMS: ItemsTab(
                    hall,
                    catalogue=lambda: mirror.catalogue,
                    draft=draft,
                    samples=Samples(pictures, lane=InlineLane(), wording=hall.say),
                ),
                AdminTab.VERSIONS: VersionsTab(
                    hall,
                    catalogue=lambda: mirror.catalogue,
                    draft=draft,
                    fetch=fetch,
                    samples=pictures,
                    now=lambda: NOW,
                ),
            },
        )
        made = Desk(page, draft, mirror, calendars, lambda: fetch(Transport(self._central.url, self._token)))
        page.show(made)
        page.refresh()
        return made


@pytest.fixture
def central(tmp_path: Path) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(options(tmp_path / "central", catalogue=SHIPPED)) as running:
        yield running


@pytest.fixture
def make(central: EmbeddedCentral, tmp_path: Path) -> DeskMaker:
    told = json.loads((tmp_path / "central" / FIRST_WINDOW_FILE).read_text())
    return DeskMaker(central, told["token"], tmp_path)


@pytest.fixture
def desk(make: DeskMaker) -> Desk:
    return make.desk()


def into(desk: Desk, part: str = "facts") -> None:
    """Open the food licence at that part."""
    desk.page.open(AdminTab.ITEMS)
    desk.page.choose(FOOD.code)
    desk.page.enter(FOOD.code)
    desk.page.choose(part)


def publish(desk: Desk) -> None:
    desk.page.open(AdminTab.VERSIONS)
    assert desk.state.shown.current == DRAFT
    desk.page.done()


def test_a_new_clerk_gets_a_password_that_is_shown_once(desk: Desk, central: EmbeddedCentral) -> None:
    desk.page.act("admin_new")
    assert desk.panel.hold and desk.focused == 1
    for entry, value in (("login", "0731"), ("name", "样例一"), ("section", "审批科")):
        desk.page.change(entry, value)
    desk.page.toggle("roles", "section")
    desk.page.toggle("departments", "SCJG")
    assert desk.panel.hold == ""
    desk.page.done()
    assert desk.panel.says == ("once-only-1",) and desk.row("0731") == "等待首次登录"
    desk.page.leave()
    assert "once-only-1" not in str(desk.state)
    kept = next(each.account for each in central.central.accounts.list() if each.account.login == "0731")
    assert (kept.section, kept.departments) == ("审批科", frozenset({"SCJG"}))


def test_a_clerk_is_disabled_with_a_reason_only(desk: Desk, central: EmbeddedCentral) -> None:
    desk.page.choose("0522")
    desk.page.act("admin_disable")
    desk.page.done()
    assert desk.panel.hold == "请写明停用理由"
    desk.page.change("reason", "调离")
    desk.page.done()
    assert desk.row("0522") == "已停用" and "0522 已停用" in desk.state.said
    desk.page.act("admin_disable")
    assert desk.row("0522") == ""


def test_the_last_administrator_is_kept_and_it_is_said_why(desk: Desk) -> None:
    desk.page.choose("c17")
    desk.page.toggle("roles", "administrator")
    desk.page.done()
    desk.page.choose("0001")
    desk.page.toggle("roles", "administrator")
    desk.page.toggle("roles", "intake")
    desk.page.done()
    assert desk.state.trouble == "这样大厅就没有管理员了"


def test_a_window_is_enrolled_with_the_three_lines_of_its_settings(desk: Desk, central: EmbeddedCentral) -> None:
    desk.page.open(AdminTab.WINDOWS)
    desk.page.act("admin_new")
    desk.page.change("device_id", "window-09")
    desk.page.change("number", "09")
    desk.page.done()
    url, token, device = desk.panel.says
    assert (url, device) == (f'url = "{central.url}"', 'device_id = "window-09"')
    Transport(central.url, token.removeprefix('token = "').rstrip('"')).hello()
    desk.page.leave()
    desk.page.choose("window-09")
    desk.page.act("admin_remove")
    desk.page.done()
    assert [row.id for row in desk.state.shown.rows] == ["window-03"]
    desk.page.choose("window-03")
    desk.page.act("admin_remove")
    desk.page.done()
    assert "你正坐着的窗口" in desk.state.trouble


def test_what_an_item_promises_is_changed_published_and_in_force_here_at_once(
    desk: Desk, central: EmbeddedCentral
) -> None:
    into(desk)
    desk.page.change("promised", "6")
    publish(desk)
    assert central.central.catalogue.version == "2026-11-25.1"
    item = desk.mirror.catalogue.item(FOOD.code)
    assert item is not None and item.promised.amount == 6
    assert not desk.draft.edits.any and "2026-11-25.1 已发布" in desk.state.said


def test_the_draft_is_told_in_words_against_what_is_in_force(desk: Desk) -> None:
    into(desk)
    desk.page.change("promised", "6 个工作日")
    into(desk, f"m:{FOOD.materials[1].code}")
    desk.page.change("necessity", "2")
    desk.page.act("admin_up")
    desk.page.open(AdminTab.DEPARTMENTS)
    desk.page.choose(FOOD.department.code)
    desk.page.change("phone", "0730-800 0000")
    desk.page.open(AdminTab.VERSIONS)
    assert desk.panel.says == (
        f"{FOOD.department.name}：咨询电话 {FOOD.department.phone} → 0730-800 0000",
        "食品经营许可（新办）：承诺时限 8 → 6 个工作日",
        f"食品经营许可（新办） · {FOOD.materials[1].name}：必要性 必要 → 可容缺后补",
        "食品经营许可（新办）：材料的顺序",
    )


def test_the_draft_survives_a_crash_and_is_gone_when_all_is_as_before(make: DeskMaker) -> None:
    before = make.desk()
    into(before)
    before.page.change("promised", "6")
    after = make.desk()
    assert after.draft.edits.any
    into(after)
    after.page.change("promised", "8 个工作日")
    assert not after.draft.edits.any


def test_what_cannot_be_is_said_at_its_entry_and_not_published(desk: Desk, central: EmbeddedCentral) -> None:
    into(desk)
    desk.page.change("promised", "几天")
    assert "写成" in desk.message("promised")
    desk.page.change("promised", "25")
    assert "长于法定时限" in desk.message("promised")
    into(desk, f"m:{FOOD.materials[0].code}")
    desk.page.change("copies", "0")
    assert "至少为 1" in desk.message("copies")
    desk.page.open(AdminTab.VERSIONS)
    assert "2 处有误" in desk.panel.hold
    desk.page.done()
    assert central.central.catalogue == SHIPPED


def test_materials_and_questions_come_and_go(desk: Desk) -> None:
    into(desk)
    desk.page.act("admin_question")
    desk.page.change("text", "是否连锁？")
    desk.page.change("options", "yes=是；no=否")
    desk.page.act("admin_material")
    desk.page.change("name", "总部证明")
    desk.page.toggle("when", "q1=yes")
    added = desk.draft.edits.items[FOOD.code]
    assert added.questions[-1].text == "是否连锁？" and added.materials[-1].when == {"q1": ("yes",)}
    desk.page.act("admin_remove")
    assert desk.draft.edits.items[FOOD.code].materials == FOOD.materials


def answers(desk: Desk) -> dict[str, tuple[str, bool]]:
    """The answers that a condition is chosen from: text, and whether it is taken."""
    [entry] = [each for each in desk.panel.entries if isinstance(each, CheckEntry) and each.id == "when"]
    return {line.id: (line.name, line.checked) for line in entry.lines}


def test_a_condition_is_chosen_from_answers_and_one_that_cannot_be_says_what_is_wrong(desk: Desk) -> None:
    into(desk)
    desk.page.act("admin_question")
    desk.page.change("text", "是否连锁？")
    desk.page.act("admin_question")
    desk.page.toggle("when", "q1=yes")
    assert list(answers(desk))[-2:] == ["q1=yes", "q1=no"], "a question leans on those before it"
    desk.page.act("admin_material")
    for answer in ("q1=yes", "q1=no", "q2=yes"):
        desk.page.toggle("when", answer)
    added = desk.draft.edits.items[FOOD.code]
    assert added.questions[-1].when == {"q1": ("yes",)}
    assert added.materials[-1].when == {"q1": ("yes", "no"), "q2": ("yes",)}
    desk.page.choose("q:q1")
    desk.page.change("options", "one=一家；many=多家")
    desk.page.choose(f"m:{added.materials[-1].code}")
    assert answers(desk)["q1=yes"] == ("q1=yes", True) and "没有选项" in desk.panel.warning
    for answer in ("q1=yes", "q1=no"):
        desk.page.toggle("when", answer)
    desk.page.choose("q:q2")
    desk.page.toggle("when", "q1=yes")
    desk.page.choose(f"m:{added.materials[-1].code}")
    assert "q1=yes" not in answers(desk) and desk.panel.warning == ""


def test_an_item_is_found_by_its_initials_removed_and_brought_back(desk: Desk) -> None:
    desk.page.open(AdminTab.ITEMS)
    desk.page.search("spjyxk")
    assert FOOD.code in [row.id for row in desk.state.shown.rows]
    desk.page.choose(FOOD.code)
    desk.page.act("admin_remove")
    assert desk.row(FOOD.code) == "将移除"
    desk.page.act("admin_undo")
    assert desk.row(FOOD.code) == "" and not desk.draft.edits.any


def test_a_new_item_begins_with_code_name_and_department(desk: Desk) -> None:
    desk.page.open(AdminTab.ITEMS)
    desk.page.act("admin_new")
    desk.page.change("code", FOOD.code)
    assert desk.panel.hold == "这个编码已有事项"
    desk.page.change("code", "NEW-1")
    desk.page.change("name", "新事项")
    desk.page.done()
    assert desk.draft.edits.items["NEW-1"].name == "新事项"
    assert "至少要有一份材料" in desk.panel.warning


def test_a_new_department_is_published_with_its_first_item(make: DeskMaker) -> None:
    desk = make.desk()
    desk.page.open(AdminTab.DEPARTMENTS)
    desk.page.act("admin_new")
    assert "部门编码" in desk.panel.hold
    desk.page.change("department_code", FOOD.department.code)
    assert desk.panel.hold == "这个编码已有部门"
    desk.page.change("department_code", "SJ")
    desk.page.change("name", "示例市数据局")
    desk.page.change("phone", "0730-0000000")
    desk.page.done()
    assert desk.row("SJ") == "新增" and "还没有事项" in desk.panel.about
    again = make.desk()
    into(again)
    again.page.change("department", "SJ")
    publish(again)
    item = again.mirror.catalogue.item(FOOD.code)
    assert item is not None and (item.department.name, item.department.phone) == ("示例市数据局", "0730-0000000")
    again.page.open(AdminTab.DEPARTMENTS)
    assert again.row("SJ") == "" and not again.draft.edits.departments


def test_the_code_of_a_department_is_changed_until_it_is_published(make: DeskMaker) -> None:
    desk = make.desk()
    desk.page.open(AdminTab.DEPARTMENTS)
    desk.page.choose(FOOD.department.code)
    assert "不能再改" in desk.panel.says[0]
    desk.page.act("admin_new")
    for entry, value in (("department_code", "SJ"), ("name", "示例市数据局")):
        desk.page.change(entry, value)
    desk.page.done()
    into(desk)
    desk.page.change("department", "SJ")
    desk.page.open(AdminTab.DEPARTMENTS)
    desk.page.choose("SJ")
    desk.page.change("department_code", FOOD.department.code)
    assert desk.message("department_code") == "这个编码已有部门" and "SJ" in desk.draft.edits.departments
    desk.page.change("department_code", "SJJ")
    assert list(desk.draft.edits.departments) == ["SJJ"]
    assert desk.draft.edits.items[FOOD.code].department.code == "SJJ"
    publish(desk)
    desk.page.open(AdminTab.DEPARTMENTS)
    desk.page.choose("SJJ")
    assert "不能再改" in desk.panel.says[0] and len(desk.panel.entries) == 3


def test_a_sample_is_set_seen_published_and_fetched_by_another_window(make: DeskMaker, tmp_path: Path) -> None:
    desk = make.desk()
    into(desk)
    assert {act.id: act.barred for act in desk.state.shown.acts}["admin_sample"], "of a material only"
    into(desk, f"m:{FOOD.materials[0].code}")
    assert desk.state.shown.sample is None
    file = tmp_path / "form.png"
    cv2.imwrite(str(file), sample_page(1))
    desk.page.take_file(str(file))
    shown = desk.state.shown.sample
    assert shown is not None and "样表已换" in desk.state.said
    assert max(decode_picture(shown.picture).shape[:2]) == LONGEST_SIDE
    desk.page.open(AdminTab.VERSIONS)
    assert any("样表" in line and "有图片" in line for line in desk.panel.says)
    publish(desk)
    other = make.desk("other")
    other.fetch()
    into(other, f"m:{FOOD.materials[0].code}")
    assert other.state.shown.sample == shown
    other.page.act("admin_no_sample")
    assert other.state.shown.sample is None


def test_a_file_that_is_no_picture_is_no_sample(desk: Desk, tmp_path: Path) -> None:
    into(desk, f"m:{FOOD.materials[0].code}")
    file = tmp_path / "form.png"
    file.write_bytes(b"nothing")
    desk.page.take_file(str(file))
    assert desk.state.trouble and desk.state.shown.sample is None and not desk.draft.edits.any


def test_what_is_searched_and_printed_of_an_item_is_written_here_too(desk: Desk) -> None:
    into(desk)
    desk.page.change("keywords", "小吃店，早餐店、小吃店")
    desk.page.change("online", "false")
    desk.page.change("operating_level", "county")
    desk.page.change("system", "省食品许可系统")
    desk.page.toggle("served", "6")
    into(desk, f"m:{FOOD.materials[0].code}")
    desk.page.change("medium", "both")
    desk.page.change("legal_basis", "《食品经营许可办法》第十二条")
    item = desk.draft.edits.items[FOOD.code]
    assert item.keywords == ("小吃店", "早餐店") and not item.online and item.operating_level is OperatingLevel.COUNTY
    assert item.system == "省食品许可系统" and set(item.served) == {*FOOD.served} ^ {"6"}
    assert (item.materials[0].medium, item.materials[0].legal_basis) == (Medium.BOTH, "《食品经营许可办法》第十二条")
    desk.page.open(AdminTab.VERSIONS)
    told = "\n".join(desk.panel.says)
    assert (
        "业务系统层级" in told
        and "→ 县区" in told
        and "只在窗口" in told
        and "纸质和电子" in told
        and "、其他 →" in told
    )


def test_the_year_being_planned_survives_a_crash_until_it_is_as_published(make: DeskMaker) -> None:
    before = make.desk()
    before.page.open(AdminTab.CALENDAR)
    before.page.choose("2027")
    before.page.toggle("day", "2027-01-01")
    after = make.desk()
    after.page.open(AdminTab.CALENDAR)
    assert after.row("2027") == "已改"
    after.page.choose("2027")
    after.page.act("admin_undo")
    again = make.desk()
    again.page.open(AdminTab.CALENDAR)
    assert again.row("2027") == "未公布"


def test_who_publishes_second_builds_upon_who_was_first(make: DeskMaker) -> None:
    one, two = make.desk("one"), make.desk("two")
    into(one)
    one.page.change("promised", "6")
    two.page.open(AdminTab.ITEMS)
    other = SHIPPED.items[0]
    two.page.choose(other.code)
    two.page.enter(other.code)
    two.page.change("fee", "工本费十元")
    publish(one)
    publish(two)
    assert "另一位管理员" in two.state.trouble
    assert "以版本 2026.3 为底" in two.panel.warning
    assert [line for line in two.panel.says if "承诺时限" in line] == []
    two.page.open(AdminTab.PEOPLE)
    publish(two)
    food, first = (two.mirror.catalogue.item(code) for code in (FOOD.code, other.code))
    assert food is not None and first is not None
    assert (food.promised.amount, first.fee) == (6, "工本费十元")


def test_a_version_is_withdrawn_after_one_more_look(desk: Desk) -> None:
    into(desk)
    desk.page.change("promised", "6")
    publish(desk)
    desk.page.choose("2026-11-25.1")
    desk.page.act("admin_remove")
    assert "窗口里正开着的件照它交" in desk.panel.about
    desk.page.done()
    assert desk.mirror.catalogue == SHIPPED
    assert desk.row("2026-11-25.1") == "已撤回"


def test_a_year_is_planned_by_day_and_published(desk: Desk, central: EmbeddedCentral) -> None:
    desk.page.open(AdminTab.CALENDAR)
    desk.page.choose("2027")
    desk.page.done()
    assert 2027 not in central.central.calendar.years
    desk.page.toggle("day", "2027-01-01")
    desk.page.change("holiday", "元旦")
    desk.page.toggle("day", "2027-01-02")
    for _ in range(2):
        desk.page.toggle("day", "2027-01-09")
    desk.page.done()
    known = desk.calendars.newest
    assert known == central.central.calendar and 2027 in known.years
    assert set(known.holidays.values()) >= {"元旦"}
    assert [f"{day}" for day in known.make_up if day.year == 2027] == ["2027-01-09"]
    assert desk.row("2027") == "已公布"


def test_hours_are_published_from_a_day_on(desk: Desk, central: EmbeddedCentral) -> None:
    desk.page.open(AdminTab.CALENDAR)
    desk.page.act("admin_hours")
    desk.page.change("spans", "8:30 到 12:00")
    assert desk.panel.hold
    desk.page.change("spans", "08:00-12:00；14:00-18:00")
    desk.page.change("since", "2027-07-01")
    desk.page.done()
    assert f"{central.central.calendar.hours_on(datetime(2027, 7, 2).date()).spans[0][0]:%H:%M}" == "08:00"


def test_without_a_central_it_says_so() -> None:
    say = Wording(paths.resources() / "i18n", "zh_CN")
    hall = Hall(wording=say, lane=InlineLane(), connect=None)
    people = PeopleTab(hall, catalogue=lambda: SHIPPED, new_password=lambda: "")
    page = AdministrationPresenter(hall, {AdminTab.PEOPLE: people})
    page.refresh()
    assert page.state().trouble == "本窗口没有接中心端"
    assert all(act.barred for act in page.state().shown.acts)


def test_nothing_of_one_administrator_is_shown_to_the_next(desk: Desk) -> None:
    desk.page.act("admin_new")
    desk.page.change("name", "半个名字")
    desk.page.forget()
    assert "半个名字" not in str(desk.state)
    assert desk.state.tab is AdminTab.PEOPLE
