"""The items of the hall, their situations and materials: every change goes into the draft at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.catalogue.checks import item_problems
from app.catalogue.draft import CatalogueDraft
from app.catalogue.search import ItemSearch
from app.domain.catalogue import Catalogue, Department, Handling, Item, ItemKind, Limit, Material, Option, Question
from app.presenters.administration.form import Form, department_options
from app.presenters.administration.page import Hall, Tab
from app.presenters.administration.parts import (
    FACTS,
    entries_of,
    form_of,
    moved_part,
    part_id,
    part_of,
    problems_of,
    with_part,
    without_part,
    written,
)
from app.presenters.administration.state import AdminAct, AdminRow, TabState
from app.presenters.cases.state import PanelState
from app.presenters.marks import Mark
from app.presenters.samples import Samples
from app.services.sample_pictures import is_picture

_MOST_FOUND = 500


class ItemsTab(Tab):
    """The list of items; behind Enter the parts of one, which Esc leaves."""

    def __init__(
        self, hall: Hall, *, catalogue: Callable[[], Catalogue], draft: CatalogueDraft, samples: Samples
    ) -> None:
        self._hall, self._say, self._newest, self._draft = hall, hall.say, catalogue, draft
        self._samples = samples
        self._query, self._code, self._part = "", "", ""  # no part: the list of items is shown
        self._form = Form({})
        self._unread: frozenset[str] = frozenset()
        self._new: Form | None = None
        self._searched: tuple[Catalogue, ItemSearch] | None = None

    def opened(self) -> None:
        if self._item() is None:
            self._part = ""
            self.choose(next((item.code for item in self._whole().items), ""))

    def note(self) -> str:
        return str(len(self._whole().items))

    def search(self, text: str) -> None:
        self._query = text
        found = [item.code for item in self._listed()]
        if self._code not in found:
            self.choose(found[0] if found else self._code)

    def choose(self, id: str) -> None:
        if self._part:
            self._part = id
        else:
            self._code = id
        self._new = None
        self._show_part()

    def enter(self, id: str) -> bool:
        if self._part or self._item() is None:
            return False
        self._part = FACTS
        self._show_part()
        return True

    def change(self, entry: str, value: str) -> None:
        if self._new is not None:
            self._new.change(entry, value)
            return
        self._form.change(entry, value)
        self._keep()

    def toggle(self, entry: str, line: str) -> None:
        self._form.toggle(entry, line)
        self._keep()

    def take_file(self, name: str) -> None:
        """The picture that shows how the current material looks."""
        code, part = self._code, self._part

        def taken(sample: str) -> None:
            item = self._draft.edits.items.get(code) or self._newest().item(code)
            if item is not None:
                self._put_sample(item, part, sample)
                self._hall.tell(self._say("samples.taken"))
            self._hall.changed()

        def failed(sentence: str) -> None:
            self._hall.warn(sentence)
            self._hall.changed()

        if self._material() is not None:
            self._samples.take(name, taken, failed)

    def act(self, id: str) -> None:
        item, newest = self._item(), self._newest()
        match id:
            case "admin_new":
                department = item.department.code if item else ""
                self._new = Form({"code": "", "name": "", "department": department})
            case "admin_undo":
                self._draft.undo(newest, self._code)
                self._show_part()
            case "admin_remove" if not self._part:
                self._draft.remove(newest, self._code)
                self._show_part()
            case "admin_remove" if item is not None:
                ids = [row.id for row in self._part_rows(item)]
                place = ids.index(self._part)
                self._draft.put(newest, without_part(item, self._part))
                self._part = ids[place + 1] if place + 1 < len(ids) else ids[place - 1]
                self._show_part()
            case "admin_up" | "admin_down" if item is not None:
                self._draft.put(newest, moved_part(item, self._part, -1 if id == "admin_up" else 1))
            case "admin_material" if item is not None:
                self._add(item, Material(_free([each.code for each in item.materials], "{:02d}"),
                                         self._say("admin.new_material")))  # fmt: skip
            case "admin_no_sample" if item is not None:
                self._put_sample(item, self._part, "")
            case "admin_question" if item is not None:
                options = (Option("yes", self._say("admin.yes")), Option("no", self._say("admin.no")))
                self._add(item, Question(_free([each.code for each in item.questions], "q{}"),
                                         self._say("admin.new_question"), options))  # fmt: skip

    def done(self) -> None:
        """A new item is begun; everything else is kept as it is written."""
        form = self._new
        if form is None or self._hold(form):
            return
        department = self._departments()[form["department"]]
        item = Item(form["code"], form["name"], department, ItemKind.PUBLIC_SERVICE, Handling.PROMISED, Limit(20),
                    Limit(10), form["name"])  # fmt: skip
        self._draft.put(self._newest(), item)
        self._new, self._query, self._code, self._part = None, "", item.code, FACTS
        self._show_part()

    def leave(self) -> bool:
        left = self._new is not None or bool(self._part) or bool(self._query)
        if self._new is not None:
            self._new = None
        elif self._part:
            self._part = ""
        else:
            self._query = ""
        self._show_part()
        return left

    def state(self) -> TabState:
        say, item = self._say, self._item()
        if self._part and item is not None:
            rows, material = self._part_rows(item), self._material()
            named = material is not None and is_picture(material.sample)
            sample = self._samples.state(material.sample, self._hall.changed) if material and named else None
            return TabState(item.name, None, rows, self._part, "", self._panel(item), self._part_acts(), sample=sample)
        rows = tuple(self._row(each) for each in self._listed())
        empty = "" if rows else say("admin.none_found")
        acts = self._list_acts(item)
        return TabState(say("admin_tab.items"), self._query, rows, self._code, empty, self._panel(item), acts)

    def _whole(self) -> Catalogue:
        return self._draft.edits.on(self._newest())

    def _departments(self) -> dict[str, Department]:
        return self._draft.departments(self._newest())

    def _item(self) -> Item | None:
        """The current item as it shall be; one that shall be left out as it is in force."""
        return self._draft.edits.items.get(self._code) or self._newest().item(self._code)

    def _material(self) -> Material | None:
        """The current material, if it is one."""
        item = self._item()
        part = part_of(item, self._part) if item is not None else None
        return part if isinstance(part, Material) else None

    def _put_sample(self, item: Item, part: str, sample: str) -> None:
        material = part_of(item, part)
        if isinstance(material, Material):
            self._draft.put(self._newest(), with_part(item, replace(material, sample=sample)))

    def _listed(self) -> Sequence[Item]:
        """The items found, and those to be left out among them, as they are in force."""
        newest = self._newest()
        new = [item for code, item in self._draft.edits.items.items() if newest.item(code) is None]
        shown = Catalogue("", (*(self._draft.edits.items.get(item.code, item) for item in newest.items), *new))
        if not self._query.strip():
            return shown.items
        if self._searched is None or self._searched[0] != shown:
            self._searched = shown, ItemSearch(shown)
        return [hit.item for hit in self._searched[1].find(self._query, limit=_MOST_FOUND)]

    def _show_part(self) -> None:
        item, self._unread = self._item(), frozenset()
        if item is not None:
            self._form = form_of(part_of(item, self._part))

    def _keep(self) -> None:
        item = self._item()
        if item is not None:
            changed, self._unread = written(item, self._part, self._form, self._departments())
            self._draft.put(self._newest(), changed)

    def _add(self, item: Item, part: Question | Material) -> None:
        self._draft.put(self._newest(), with_part(item, part))
        self._part = part_id(part)
        self._show_part()

    def _row(self, item: Item) -> AdminRow:
        say, edits = self._say, self._draft.edits
        word, mark = "", None
        if item.code in edits.removed:
            word, mark = say("admin.is_removed"), Mark.ABSENT
        elif item.code in edits.items:
            new = self._newest().item(item.code) is None
            wrong = next(item_problems(item), "")
            word = say("admin.has_faults" if wrong else "admin.is_new" if new else "admin.is_changed")
            mark = Mark.WRONG if wrong else Mark.HINT
        return AdminRow(item.code, item.name, item.department.name, word, mark)

    def _part_rows(self, item: Item) -> tuple[AdminRow, ...]:
        say = self._say
        rows = [AdminRow(FACTS, say("admin.facts"), item.code, *self._standing(item, FACTS))]
        for question in item.questions:
            id = part_id(question)
            rows.append(
                AdminRow(id, question.text, say("admin.question", code=question.code), *self._standing(item, id))
            )
        for material in item.materials:
            id = part_id(material)
            second = say("admin.material", code=material.code, word=say(f"admin_necessity.{material.necessity.value}"))
            rows.append(AdminRow(id, material.name, second, *self._standing(item, id)))
        return tuple(rows)

    def _standing(self, item: Item, id: str) -> tuple[str, Mark | None]:
        before = self._newest().item(item.code)
        if any(problems_of(item, id)):
            return self._say("admin.has_faults"), Mark.WRONG
        if id == FACTS:
            was, now = (form_of(each) if each is not None else Form({}) for each in (before, item))
            same = (was.texts, was.taken) == (now.texts, now.taken)
        else:
            past = part_of(before, id) if before is not None else None
            if past is None or isinstance(past, Item):
                return self._say("admin.is_new"), Mark.HINT
            same = past == part_of(item, id)
        return ("", None) if same else (self._say("admin.is_changed"), Mark.HINT)

    def _list_acts(self, item: Item | None) -> tuple[AdminAct, ...]:
        say, edits = self._say, self._draft.edits
        removed = self._code in edits.removed
        return (
            AdminAct("admin_new", say("admin_act.new_item")),
            AdminAct("admin_remove", say("admin_act.remove_item"), barred=item is None or removed),
            AdminAct("admin_undo", say("admin_act.undo"), barred=not removed and self._code not in edits.items),
        )

    def _part_acts(self) -> tuple[AdminAct, ...]:
        say, is_part, material = self._say, self._part != FACTS, self._material()
        return (
            AdminAct("admin_material", say("admin_act.material")),
            AdminAct("admin_question", say("admin_act.question")),
            AdminAct("admin_up", say("admin_act.up"), barred=not is_part),
            AdminAct("admin_down", say("admin_act.down"), barred=not is_part),
            AdminAct("admin_remove", say("admin_act.remove_part"), barred=not is_part),
            AdminAct("admin_sample", say("admin_act.sample"), barred=material is None),
            AdminAct("admin_no_sample", say("admin_act.no_sample"), barred=material is None or not material.sample),
        )

    def _hold(self, form: Form) -> str:
        if not form["code"]:
            return self._say("admin_hold.code")
        if self._whole().item(form["code"]) is not None or self._newest().item(form["code"]) is not None:
            return self._say("admin_hold.code_taken")
        if not form["name"]:
            return self._say("admin_hold.name")
        return "" if form["department"] else self._say("admin_hold.department")

    def _panel(self, item: Item | None) -> PanelState | None:
        say, departments = self._say, self._departments()
        if self._new is not None:
            form = self._new
            whose = form.choice("department", say("admin_field.department"), department_options(departments.values()))
            entries = (form.text("code", say("admin_field.code")), form.text("name", say("admin_field.item_name")),
                       whose)  # fmt: skip
            return PanelState("new_item", say("admin.new_item"), say("admin.new_item_about"), entries,
                              button=say("admin_act.new_item"), hold=self._hold(form))  # fmt: skip
        if item is None:
            return None
        if not self._part:
            return PanelState("item", item.name, say("admin.enter_item"), says=self._summary(item))
        part = part_of(item, self._part)
        at, elsewhere = problems_of(item, self._part)
        messages = at | {entry: say(f"admin_unread.{_kind(entry)}") for entry in self._unread}
        title = {"q": say("admin.question_title"), "m": say("admin.material_title")}.get(
            self._part[0], say("admin.facts")
        )
        written_in = tuple(entries_of(item, part, self._form, messages=messages, departments=departments, say=say))
        at_none = [text for entry, text in at.items() if entry not in self._form.texts]
        return PanelState(f"part {self._code} {self._part}", title, say("admin.draft_about"), written_in,
                          warning="；".join((*elsewhere, *at_none)))  # fmt: skip

    def _summary(self, item: Item) -> tuple[str, ...]:
        say = self._say
        if item.code in self._draft.edits.removed:
            return (say("admin.will_be_removed"),)
        return (
            say(
                "admin.item_limits",
                promised=form_of(item).texts["promised"],
                statutory=form_of(item).texts["statutory"],
            ),
            say("admin.item_parts", questions=len(item.questions), materials=len(item.materials)),
            *item_problems(item),
        )


def _kind(entry: str) -> str:
    return {"promised": "limit", "statutory": "limit", "copies": "number", "follow_days": "number"}.get(entry, entry)


def _free(codes: Sequence[str], pattern: str) -> str:
    return next(code for n in range(1, len(codes) + 2) if (code := pattern.format(n)) not in codes)
