"""The departments that stand in the catalogue: what they are called, and who is telephoned there."""

from __future__ import annotations

from collections.abc import Callable

from app.catalogue.checks import LONGEST_DEPARTMENT_CODE
from app.catalogue.draft import CatalogueDraft
from app.domain.catalogue import Catalogue, Department
from app.presenters.administration.form import Form
from app.presenters.administration.page import Hall, Tab
from app.presenters.administration.state import AdminAct, AdminRow, TabState
from app.presenters.cases.state import Entry, PanelState
from app.presenters.marks import Mark


class DepartmentsTab(Tab):
    """Changes go into the draft of the catalogue, to every item of the department; a new one waits for its first."""

    def __init__(self, hall: Hall, *, catalogue: Callable[[], Catalogue], draft: CatalogueDraft) -> None:
        self._say, self._newest, self._draft = hall.say, catalogue, draft
        self._current, self._form = "", Form({})
        self._new: Form | None = None

    def opened(self) -> None:
        departments = self._departments()
        self.choose(self._current if self._current in departments else next(iter(departments), ""))

    def note(self) -> str:
        return str(len(self._departments()))

    def choose(self, id: str) -> None:
        self._current, self._new = id, None
        department = self._departments().get(id)
        if department is not None:
            texts = {"department_code": id, "name": department.name, "phone": department.phone}
            self._form = Form(texts | {"supervision_phone": department.supervision_phone})

    def change(self, entry: str, value: str) -> None:
        if self._new is not None:
            self._new.change(entry, value)
            return
        self._form.change(entry, value)
        if entry == "department_code":
            if not self._is_published(self._current) and not self._code_fault(self._form, self._current):
                self._draft.rename_department(self._newest(), self._current, self._form[entry])
                self._current = self._form[entry]
        elif self._form["name"]:
            self._draft.put_department(self._newest(), _written(self._current, self._form))

    def act(self, id: str) -> None:
        if id == "admin_new":
            self._new = Form({"department_code": "", "name": "", "phone": "", "supervision_phone": ""})

    def done(self) -> None:
        """A new department is begun; everything else is kept as it is written."""
        form = self._new
        if form is None or self._hold(form):
            return
        self._draft.put_department(self._newest(), _written(form["department_code"], form))
        self.choose(form["department_code"])

    def leave(self) -> bool:
        left, self._new = self._new is not None, None
        return left

    def state(self) -> TabState:
        say, before = self._say, {item.department.code: item.department for item in self._newest().items}
        return TabState(
            title=say("admin_tab.departments"),
            rows=tuple(self._row(each, before.get(each.code)) for each in self._departments().values()),
            current=self._current,
            panel=self._panel() if self._new is None else self._new_panel(self._new),
            acts=(AdminAct("admin_new", say("admin_act.new_department")),),
        )

    def _row(self, department: Department, before: Department | None) -> AdminRow:
        if department == before:
            return AdminRow(department.code, department.name, department.phone)
        word = self._say("admin.is_changed" if before else "admin.is_new")
        return AdminRow(department.code, department.name, department.phone, word, Mark.HINT)

    def _departments(self) -> dict[str, Department]:
        return self._draft.departments(self._newest())

    def _is_published(self, code: str) -> bool:
        return any(item.department.code == code for item in self._newest().items)

    def _code_fault(self, form: Form, own: str = "") -> str:
        code = form["department_code"]
        if not code or len(code) > LONGEST_DEPARTMENT_CODE or "," in code:
            return self._say("admin_hold.department_code", most=LONGEST_DEPARTMENT_CODE)
        return self._say("admin_hold.department_code_taken") if code != own and code in self._departments() else ""

    def _hold(self, form: Form) -> str:
        return self._code_fault(form) or ("" if form["name"] else self._say("admin_hold.name"))

    def _new_panel(self, form: Form) -> PanelState:
        say = self._say
        entries = (form.text("department_code", say("admin_field.department_code")), *self._entries(form))
        return PanelState("new_department", say("admin_act.new_department"), say("admin.new_department_about"), entries,
                          button=say("admin_act.new_department"), hold=self._hold(form))  # fmt: skip

    def _entries(self, form: Form, missing: str = "") -> tuple[Entry, ...]:
        say = self._say
        return (
            form.text("name", say("admin_field.department_name"), missing),
            form.text("phone", say("admin_field.phone"), optional=True),
            form.text("supervision_phone", say("admin_field.supervision_phone"), optional=True),
        )

    def _panel(self) -> PanelState | None:
        say, form = self._say, self._form
        if self._current not in self._departments():
            return None
        missing = "" if form["name"] else say("admin_hold.name")
        title = say("admin.department", code=self._current)
        about = say("admin.draft_about")
        if self._current in self._draft.edits.departments:
            about = say("admin.department_waits")
        if self._is_published(self._current):
            return PanelState("department", title, about, self._entries(form, missing),
                              says=(say("admin.department_code_stays"),))  # fmt: skip
        code = form.text("department_code", say("admin_field.department_code"), self._code_fault(form, self._current))
        return PanelState("department", title, about, (code, *self._entries(form, missing)))


def _written(code: str, form: Form) -> Department:
    return Department(code, form["name"], form["phone"], form["supervision_phone"])
