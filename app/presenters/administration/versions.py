"""The versions of the catalogue: what the draft changes, in words, publishing it, withdrawing one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.catalogue.checks import catalogue_problems
from app.catalogue.differences import Difference, differences
from app.catalogue.draft import CatalogueDraft, CatalogueEdits
from app.domain.catalogue import Catalogue
from app.domain.moments import hall_time
from app.domain.plain import to_plain
from app.presenters.administration.form import Form
from app.presenters.administration.page import Hall, Tab
from app.presenters.administration.state import AdminAct, AdminRow, TabState
from app.presenters.cases.state import PanelState
from app.presenters.marks import Mark
from app.services.sample_pictures import SamplePictures, is_picture
from app.wording import Wording
from sync.errors import Refused
from sync.transport import Transport
from sync.wire import CataloguePublication, CatalogueVersion, CatalogueVersions

DRAFT = "draft:"
_MOST_LINES = 200
_IN_WORDS = ("kind", "handling", "necessity", "form", "source", "medium", "operating_level", "online")


@dataclass(frozen=True, slots=True)
class _LookedThrough:
    """What a draft changes of a catalogue, in words, and what is wrong with the whole then."""

    edits: CatalogueEdits
    newest: Catalogue
    lines: tuple[str, ...]
    faults: tuple[str, ...]


class VersionsTab(Tab):
    """`fetch` has this window take what is in force at once, on the line that published it."""

    def __init__(
        self,
        hall: Hall,
        *,
        catalogue: Callable[[], Catalogue],
        draft: CatalogueDraft,
        fetch: Callable[[Transport], None],
        samples: SamplePictures,
        now: Callable[[], datetime],
    ) -> None:
        self._hall, self._say, self._newest, self._draft = hall, hall.say, catalogue, draft
        self._fetch, self._samples, self._now = fetch, samples, now
        self._versions: tuple[CatalogueVersion, ...] = ()
        self._current, self._withdrawing = "", False
        self._form = Form({"version": ""})
        self._known: _LookedThrough | None = None

    def opened(self) -> None:
        self._withdrawing = False
        self._current = DRAFT if self._draft.edits.any else self._newest().version
        self._hall.ask(lambda line: line.catalogue_versions(), self._came)

    def note(self) -> str:
        return self._say("admin.has_draft") if self._draft.edits.any else ""

    def choose(self, id: str) -> None:
        self._current, self._withdrawing = id, False

    def change(self, entry: str, value: str) -> None:
        self._form.change(entry, value)

    def act(self, id: str) -> None:
        match id:
            case "admin_undo":
                self._draft.discard()
                self._current = self._newest().version
                self._hall.tell(self._say("admin.draft_gone"))
            case "admin_remove":
                self._withdrawing = True

    def done(self) -> None:
        if self._withdrawing:
            version = self._current
            self._hall.ask(
                lambda line: self._and_fetched(line, lambda: line.withdraw_catalogue(version)),
                lambda told: self._published(told, self._say("admin.withdrawn", version=version)),
            )
        elif self._current == DRAFT and not self._hold():
            version, base = self._form["version"], self._newest()
            edits = self._draft.edits
            whole = edits.on(base, version)
            publication = CataloguePublication(base_version=base.version, catalogue=to_plain(whole))
            self._hall.ask(
                lambda line: self._and_fetched(line, lambda: self._publish(line, edits, publication)),
                lambda told: self._gone_out(told, version),
            )

    def leave(self) -> bool:
        left, self._withdrawing = self._withdrawing, False
        return left

    def state(self) -> TabState:
        say = self._say
        drafted = self._draft.edits.any
        draft = (AdminRow(DRAFT, say("admin.draft"), say("admin.on_top_of", version=self._draft.edits.base),
                          mark=Mark.HINT),) if drafted else ()  # fmt: skip
        version = self._version()
        return TabState(
            title=say("admin_tab.versions"),
            rows=(*draft, *(self._row(each) for each in self._versions)),
            current=self._current,
            panel=self._panel(version),
            acts=(
                AdminAct("admin_undo", say("admin_act.discard"), barred=not drafted),
                AdminAct("admin_remove", say("admin_act.withdraw"),
                         barred=version is None or bool(version.withdrawn_at_ms)),
            ),
        )  # fmt: skip

    def _came(self, told: CatalogueVersions) -> None:
        self._versions = told.versions
        self._form.texts["version"] = self._proposed()

    def _gone_out(self, told: CatalogueVersions, version: str) -> None:
        self._draft.discard()
        self._current = version
        self._published(told, self._say("admin.published", version=version))

    def _published(self, told: CatalogueVersions, said: str) -> None:
        self._came(told)
        self._withdrawing = False
        self._hall.tell(said)

    def _and_fetched(self, line: Transport, ask: Callable[[], CatalogueVersions]) -> CatalogueVersions:
        """What `ask` brings; also where another was first, this window takes at once what is in force."""
        try:
            told = ask()
        except Refused:
            self._fetch(line)
            raise
        self._fetch(line)
        return told

    def _publish(self, line: Transport, edits: CatalogueEdits, publication: CataloguePublication) -> CatalogueVersions:
        """The pictures go before the version that names them."""
        self._samples.send((each.sample for item in edits.items.values() for each in item.materials), line)
        return line.publish_catalogue(publication)

    def _proposed(self) -> str:
        used = {each.version for each in self._versions}
        names = (f"{self._now():%Y-%m-%d}.{n}" for n in range(1, len(used) + 2))
        return next(name for name in names if name not in used)

    def _version(self) -> CatalogueVersion | None:
        return next((each for each in self._versions if each.version == self._current), None)

    def _row(self, version: CatalogueVersion) -> AdminRow:
        say = self._say
        word, mark = "", None
        if version.in_force:
            word, mark = say("admin.in_force"), Mark.DONE
        elif version.withdrawn_at_ms:
            word, mark = say("admin.is_withdrawn"), Mark.ABSENT
        return AdminRow(version.version, version.version, self._by(version.published_by, version.published_at_ms),
                        word, mark)  # fmt: skip

    def _by(self, login: str, at_ms: int) -> str:
        at = f"{hall_time(at_ms):%Y-%m-%d %H:%M}"
        return self._say("admin.by", at=at, login=login) if login else self._say("admin.by_installer", at=at)

    def _looked_through(self) -> _LookedThrough:
        """The draft on top of what is in force; looked through once, though a version's name is typed below it."""
        edits, newest = self._draft.edits, self._newest()
        if self._known is None or self._known.edits is not edits or self._known.newest is not newest:
            whole = edits.on(newest)
            lines = tuple(said_of(each, self._say) for each in differences(newest, whole))
            self._known = _LookedThrough(edits, newest, lines, catalogue_problems(whole))
        return self._known

    def _hold(self) -> str:
        if faults := self._looked_through().faults:
            return self._say("admin_hold.problems", count=len(faults))
        return "" if self._form["version"] else self._say("admin_hold.version")

    def _panel(self, version: CatalogueVersion | None) -> PanelState | None:
        say, newest = self._say, self._newest()
        if self._current == DRAFT and self._draft.edits.any:
            lines = self._looked_through().lines
            faults = [say("admin.fault", fault=each) for each in self._looked_through().faults]
            more = [say("admin.and_more", count=len(lines) - _MOST_LINES)] if len(lines) > _MOST_LINES else []
            moved = self._draft.edits.base != newest.version
            warning = say("admin.moved_on", base=self._draft.edits.base, version=newest.version) if moved else ""
            return PanelState(
                "publish", say("admin.publish_title", count=len(lines)), say("admin.publish_about"),
                (self._form.text("version", say("admin_field.version")),), warning,
                (*faults, *lines[:_MOST_LINES], *more), say("admin_act.publish"), self._hold(),
            )  # fmt: skip
        if version is None:
            return None
        if self._withdrawing:
            return PanelState("withdraw", say("admin.withdraw_title", version=version.version),
                              say("admin.withdraw_about"), button=say("admin_act.withdraw"))  # fmt: skip
        says = [self._by(version.published_by, version.published_at_ms)]
        if version.withdrawn_at_ms:
            says.append(say("admin.withdrawn_by", by=self._by(version.withdrawn_by, version.withdrawn_at_ms)))
        return PanelState("version", version.version, say("admin.version_about"), says=tuple(says))


def said_of(change: Difference, say: Wording) -> str:
    """A change in words: 食品经营许可（新办）：承诺时限 8 → 6 个工作日."""
    if change.what == "moved":
        return say("admin_diff.moved", item=change.item, part=say(f"admin_diff.{change.part}s"))
    where = say("admin_diff.part", item=change.item, part=change.part) if change.part else change.item
    if change.what != "changed":
        return say(f"admin_diff.{change.what}", where=where)
    before, after = (_in_words(change.field, each, say) for each in (change.before, change.after))
    unit = before.partition(" ")[2]
    if change.field in ("promised", "statutory") and unit and unit == after.partition(" ")[2]:
        before = before.removesuffix(f" {unit}")
    field = say(f"admin_field.{_label(change)}").partition("（")[0].partition(" (")[0]  # without how to write it
    return say("admin_diff.changed", where=where, field=field, before=before, after=after)


def _label(change: Difference) -> str:
    if change.field == "name":
        return "material_name" if change.part else "item_name"
    return change.field.removeprefix("department_") if change.field != "department_name" else change.field


def _in_words(field: str, value: str, say: Wording) -> str:
    if not value:
        return say("admin_diff.nothing")
    if field == "sample" and is_picture(value):
        return say("samples.a_picture")
    if field in _IN_WORDS:
        return say(f"admin_{field}.{value}")
    if field in ("delivery", "served"):
        return say("admin.between").join(say(f"admin_{field}.{each}") for each in value.split("、"))
    return value
