"""The departments that stand in the catalogue: what they are called, and who is telephoned there."""

from __future__ import annotations

from collections.abc import Callable

from app.catalogue.draft import CatalogueDraft
from app.domain.catalogue import Catalogue, Department
from app.presenters.administration import Hall
from app.presenters.administration_form import Form
from app.presenters.administration_state import AdminRow, TabState
from app.presenters.cases_state import PanelState
from app.presenters.marks import Mark


class DepartmentsTab:
    """Changes go into the draft of the catalogue, to every item of the department; a new one comes with its item."""

    def __init__(self, hall: Hall, *, catalogue: Callable[[], Catalogue], draft: CatalogueDraft) -> None:
        self._say, self._newest, self._draft = hall.say, catalogue, draft
        self._current, self._form = "", Form({})

    def opened(self) -> None:
        departments = self._departments()
        self.choose(self._current if self._current in departments else next(iter(departments), ""))

    def note(self) -> str:
        return str(len(self._departments()))

    def search(self, text: str) -> None:
        """A hall has few departments: they are not searched."""

    def choose(self, id: str) -> None:
        self._current = id
        department = self._departments().get(id)
        if department is not None:
            texts = {"name": department.name, "phone": department.phone}
            self._form = Form(texts | {"supervision_phone": department.supervision_phone})

    def enter(self, id: str) -> bool:
        return False

    def change(self, entry: str, value: str) -> None:
        self._form.change(entry, value)
        if form := self._form if self._form["name"] else None:
            department = Department(self._current, form["name"], form["phone"], form["supervision_phone"])
            self._draft.put_department(self._newest(), department)

    def toggle(self, entry: str, line: str) -> None:
        """No list to choose from."""

    def act(self, id: str) -> None:
        """Nothing besides writing."""

    def done(self) -> None:
        """What is written is kept already."""

    def leave(self) -> bool:
        return False

    def state(self) -> TabState:
        say, before = self._say, {item.department.code: item.department for item in self._newest().items}
        return TabState(
            title=say("admin_tab.departments"),
            rows=tuple(
                AdminRow(
                    each.code,
                    each.name,
                    each.phone,
                    "" if before.get(each.code) == each else say("admin.is_changed"),
                    None if before.get(each.code) == each else Mark.HINT,
                )
                for each in self._departments().values()
            ),
            current=self._current,
            panel=self._panel(),
        )

    def _departments(self) -> dict[str, Department]:
        whole = self._draft.edits.on(self._newest())
        return dict(sorted({item.department.code: item.department for item in whole.items}.items()))

    def _panel(self) -> PanelState | None:
        say, form = self._say, self._form
        if self._current not in self._departments():
            return None
        missing = "" if form["name"] else say("admin_hold.name")
        entries = (
            form.text("name", say("admin_field.department_name"), missing),
            form.text("phone", say("admin_field.phone"), optional=True),
            form.text("supervision_phone", say("admin_field.supervision_phone"), optional=True),
        )
        title = say("admin.department", code=self._current)
        return PanelState("department", title, say("admin.draft_about"), entries)
