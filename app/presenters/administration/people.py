"""Who may sign in: listed, made, changed, disabled with a reason, let in again with a password for one sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from app.domain.account import LOGIN
from app.domain.catalogue import Catalogue, Department
from app.presenters.administration.form import Form, department_options, role_options, roles_text
from app.presenters.administration.page import Hall, Tab
from app.presenters.administration.state import AdminAct, AdminRow, TabState
from app.presenters.cases.state import PanelState
from app.presenters.marks import Mark
from sync.wire import AccountChange, AccountList, AccountView


class _Doing(Enum):
    CHANGE = "change"
    NEW = "new"
    DISABLE = "disable"


class PeopleTab(Tab):
    """`new_password` makes a password for one sign-in."""

    def __init__(self, hall: Hall, *, catalogue: Callable[[], Catalogue], new_password: Callable[[], str]) -> None:
        self._hall, self._say = hall, hall.say
        self._catalogue, self._new_password = catalogue, new_password
        self._accounts: tuple[AccountView, ...] = ()
        self._current, self._query, self._told = "", "", ""
        self._doing, self._form = _Doing.CHANGE, Form({})

    def opened(self) -> None:
        self._hall.ask(lambda line: line.accounts(), self._came)

    def note(self) -> str:
        return str(len(self._accounts)) if self._accounts else ""

    def search(self, text: str) -> None:
        self._query = text

    def choose(self, id: str) -> None:
        self._current, self._told, self._doing = id, "", _Doing.CHANGE
        self._form = self._form_of(self._account())

    def change(self, entry: str, value: str) -> None:
        self._form.change(entry, value)

    def toggle(self, entry: str, line: str) -> None:
        self._form.toggle(entry, line)

    def act(self, id: str) -> None:
        account = self._account()
        match id:
            case "admin_new":
                self._doing, self._told, self._form = _Doing.NEW, "", self._form_of(None)
            case "admin_disable" if account is not None and not account.disabled:
                self._doing, self._told, self._form = _Doing.DISABLE, "", Form({"reason": ""})
            case "admin_disable" if account is not None:
                self._put(_change(account, disabled=False), self._say("admin.enabled", login=account.login))
            case "admin_password" if account is not None:
                password = self._new_password()
                self._put(_change(account, password=password), "", password)

    def done(self) -> None:
        if self._hold():
            return
        account, form = self._account(), self._form
        if self._doing is _Doing.DISABLE and account is not None:
            said = self._say("admin.disabled", login=account.login)
            self._put(_change(account, disabled=True, reason=form["reason"]), said)
            return
        new = self._doing is _Doing.NEW
        password = self._new_password() if new else ""
        change = AccountChange(
            login=form["login"] if new or account is None else account.login,
            name=form["name"],
            roles=tuple(sorted(form.taken["roles"])),
            departments=tuple(sorted(form.taken["departments"])),
            section=form["section"],
            disabled=account.disabled if account is not None and not new else False,
            password=password,
        )
        self._put(change, self._say("admin.saved", name=change.login), password)

    def leave(self) -> bool:
        left = self._doing is not _Doing.CHANGE or bool(self._told) or bool(self._query)
        self._query = "" if self._doing is _Doing.CHANGE and not self._told else self._query
        self.choose(self._current)
        return left

    def _departments(self) -> Iterator[Department]:
        return (item.department for item in self._catalogue().items)

    def state(self) -> TabState:
        account, say = self._account(), self._say
        acts = [AdminAct("admin_new", say("admin_act.new_person"), barred=not self._hall.here)]
        if account is not None:
            acts.append(AdminAct("admin_password", say("admin_act.password"), barred=account.disabled))
            acts.append(AdminAct("admin_disable", say("admin_act.enable" if account.disabled else "admin_act.disable")))
        if self._told:
            acts.append(AdminAct("admin_copy", say("admin_act.copy")))
        return TabState(
            title=say("admin_tab.people"),
            query=self._query,
            rows=tuple(self._row(each) for each in self._accounts if self._fits(each)),
            current=self._current,
            empty="" if self._accounts or self._hall.trouble else say("admin.nothing_yet"),
            panel=self._panel(),
            acts=tuple(acts),
        )

    def _came(self, listed: AccountList) -> None:
        self._accounts = listed.accounts
        if self._account() is None and self._accounts and self._doing is not _Doing.NEW:
            self.choose(self._accounts[0].login)

    def _put(self, change: AccountChange, said: str, password: str = "") -> None:
        def kept(account: AccountView) -> None:
            others = [each for each in self._accounts if each.login != account.login]
            self._accounts = tuple(sorted([*others, account], key=lambda each: each.login))
            self.choose(account.login)
            self._told = password
            self._hall.tell(said)

        self._hall.ask(lambda line: line.put_account(change), kept)

    def _account(self) -> AccountView | None:
        return next((each for each in self._accounts if each.login == self._current), None)

    def _form_of(self, account: AccountView | None) -> Form:
        texts = {"name": account.name if account else "", "section": account.section if account else ""}
        taken = {"roles": account.roles if account else (), "departments": account.departments if account else ()}
        return Form(texts if account else {"login": "", **texts}, taken)

    def _fits(self, account: AccountView) -> bool:
        return all(part in f"{account.login} {account.name} {account.section}" for part in self._query.split())

    def _row(self, account: AccountView) -> AdminRow:
        say = self._say
        word, mark = ("", None)
        if account.disabled:
            word, mark = say("admin.is_disabled"), Mark.ABSENT
        elif account.locked:
            word, mark = say("admin.is_locked"), Mark.DOUBTFUL
        elif account.must_change:
            word, mark = say("admin.must_change"), Mark.WAITING
        return AdminRow(account.login, f"{account.name} {account.login}", roles_text(say, account.roles), word, mark)

    def _hold(self) -> str:
        form, say = self._form, self._say
        if self._doing is _Doing.DISABLE:
            return "" if form["reason"] else say("admin_hold.reason")
        if self._doing is _Doing.NEW and not LOGIN.fullmatch(form["login"]):
            return say("admin_hold.login")
        if self._doing is _Doing.NEW and any(each.login == form["login"] for each in self._accounts):
            return say("admin_hold.login_taken")
        if not form["name"]:
            return say("admin_hold.name")
        return "" if form.taken["roles"] else say("admin_hold.roles")

    def _panel(self) -> PanelState | None:
        account, form, say = self._account(), self._form, self._say
        if self._told:
            return PanelState("token", say("admin.password_title", login=self._current), say("admin.password_about"),
                              says=(self._told,))  # fmt: skip
        if self._doing is _Doing.DISABLE and account is not None:
            entry = form.text("reason", say("admin_field.reason"))
            return PanelState("disable", say("admin.disable_title", login=account.login), say("admin.disable_about"),
                              (entry,), button=say("admin_act.disable"), hold=self._hold())  # fmt: skip
        if account is None and self._doing is not _Doing.NEW:
            return None
        new = self._doing is _Doing.NEW
        login = (form.text("login", say("admin_field.login")),) if new else ()
        entries = (
            *login,
            form.text("name", say("admin_field.person_name")),
            form.checks("roles", say("admin_field.roles"), role_options(say)),
            form.text("section", say("admin_field.section"), optional=True),
            form.checks(
                "departments",
                say("admin_field.departments"),
                department_options(self._departments()),
            ),
        )
        title = say("admin.new_person") if new or account is None else f"{account.name} {account.login}"
        about = say("admin.new_person_about") if new else ""
        return PanelState("person" if not new else "new_person", title, about, entries, button=say("admin_act.save"),
                          hold=self._hold())  # fmt: skip


def _change(account: AccountView, **changes: object) -> AccountChange:
    facts = account.model_dump(include={"login", "name", "roles", "departments", "section", "disabled"})
    return AccountChange.model_validate(facts | changes)
