"""The windows of the hall: when each was last heard of, enrolling one, its roles, dismissing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from app.domain.moments import hall_time
from app.presenters.administration.form import Form, role_options, roles_text
from app.presenters.administration.page import Hall, Tab
from app.presenters.administration.state import AdminAct, AdminRow, TabState
from app.presenters.cases.state import PanelState
from app.presenters.marks import Mark
from sync.wire import WindowEnrolment, WindowFacts, WindowList, WindowToken, WindowView

_DEVICE_ID, _NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}"), re.compile(r"[0-9A-Za-z]{1,16}")
_SILENT_AFTER_MS = 2 * 60_000


class _Doing(Enum):
    CHANGE = "change"
    NEW = "new"
    DISMISS = "dismiss"


class WindowsTab(Tab):
    """`address` is the central's, as the windows reach it."""

    def __init__(self, hall: Hall, *, address: str, now: Callable[[], datetime]) -> None:
        self._hall, self._say, self._address, self._now = hall, hall.say, address, now
        self._windows: tuple[WindowView, ...] = ()
        self._current = ""
        self._token: WindowToken | None = None
        self._doing, self._form = _Doing.CHANGE, Form({}, {"roles": ()})

    def opened(self) -> None:
        self._hall.ask(lambda line: line.windows(), self._came)

    def note(self) -> str:
        return str(len(self._windows)) if self._windows else ""

    def choose(self, id: str) -> None:
        self._current, self._doing, self._token = id, _Doing.CHANGE, None
        window = self._window()
        self._form = Form({"number": window.window if window else ""}, {"roles": window.roles if window else ()})

    def change(self, entry: str, value: str) -> None:
        self._form.change(entry, value)

    def toggle(self, entry: str, line: str) -> None:
        self._form.toggle(entry, line)

    def act(self, id: str) -> None:
        window = self._window()
        match id:
            case "admin_new":
                self._doing, self._token = _Doing.NEW, None
                self._form = Form({"device_id": "", "number": ""}, {"roles": [id for id, _ in role_options(self._say)]})
            case "admin_password" if window is not None:
                self._enrol(WindowEnrolment(device_id=window.device_id, window=window.window, roles=window.roles,
                                            again=True))  # fmt: skip
            case "admin_remove" if window is not None:
                self._doing, self._token = _Doing.DISMISS, None

    def done(self) -> None:
        window, form = self._window(), self._form
        if self._hold():
            return
        roles = tuple(sorted(form.taken["roles"]))
        if self._doing is _Doing.NEW:
            self._enrol(WindowEnrolment(device_id=form["device_id"], window=form["number"], roles=roles))
        elif window is not None and self._doing is _Doing.DISMISS:
            self._hall.ask(
                lambda line: line.dismiss_window(window.device_id),
                lambda _: self._changed(self._say("admin.dismissed", window=window.window)),
            )
        elif window is not None:
            facts = WindowFacts(window=form["number"], roles=roles)
            self._hall.ask(
                lambda line: line.change_window(window.device_id, facts),
                lambda _: self._changed(self._say("admin.saved", name=window.device_id)),
            )

    def leave(self) -> bool:
        left = self._doing is not _Doing.CHANGE or self._token is not None
        self.choose(self._current)
        return left

    def state(self) -> TabState:
        say = self._say
        acts = [AdminAct("admin_new", say("admin_act.enrol"), barred=not self._hall.here)]
        if self._window() is not None:
            acts.append(AdminAct("admin_password", say("admin_act.token")))
            acts.append(AdminAct("admin_remove", say("admin_act.dismiss")))
        if self._token is not None:
            acts.append(AdminAct("admin_copy", say("admin_act.copy")))
        return TabState(
            title=say("admin_tab.windows"),
            rows=tuple(self._row(each) for each in self._windows),
            current=self._current,
            empty="" if self._windows or self._hall.trouble else say("admin.nothing_yet"),
            panel=self._panel(),
            acts=tuple(acts),
        )

    def _came(self, listed: WindowList) -> None:
        self._windows = listed.windows
        if self._window() is None and self._windows and self._doing is _Doing.CHANGE and self._token is None:
            self.choose(self._windows[0].device_id)

    def _changed(self, said: str) -> None:
        self._hall.tell(said)
        self._doing = _Doing.CHANGE
        self.opened()

    def _enrol(self, asked: WindowEnrolment) -> None:
        def enrolled(token: WindowToken) -> None:
            self._current, self._doing, self._token = token.device_id, _Doing.CHANGE, token
            self._form = Form({"number": token.window}, {"roles": asked.roles})
            self._hall.tell(self._say("admin.enrolled", window=token.window))
            self.opened()

        self._hall.ask(lambda line: line.enrol_window(asked), enrolled)

    def _window(self) -> WindowView | None:
        return next((each for each in self._windows if each.device_id == self._current), None)

    def _row(self, window: WindowView) -> AdminRow:
        say, now_ms = self._say, int(self._now().timestamp() * 1000)
        silent = now_ms - window.seen_at_ms > _SILENT_AFTER_MS
        seen = f"{hall_time(window.seen_at_ms):%m-%d %H:%M}" if window.seen_at_ms else say("admin.never_seen")
        return AdminRow(
            window.device_id,
            say("admin.window", window=window.window, device=window.device_id),
            roles_text(say, window.roles),
            seen,
            Mark.WAITING if silent else Mark.DONE,
        )

    def _hold(self) -> str:
        form, say = self._form, self._say
        if self._doing is _Doing.DISMISS:
            return ""
        if self._doing is _Doing.NEW and not _DEVICE_ID.fullmatch(form["device_id"]):
            return say("admin_hold.device_id")
        if not _NUMBER.fullmatch(form["number"]):
            return say("admin_hold.number")
        return "" if form.taken["roles"] else say("admin_hold.roles")

    def _panel(self) -> PanelState | None:
        window, form, say = self._window(), self._form, self._say
        if self._token is not None:
            lines = (
                f'url = "{self._address}"',
                f'token = "{self._token.token}"',
                f'device_id = "{self._token.device_id}"',
            )
            return PanelState("token", say("admin.token_title", window=self._token.window), say("admin.token_about"),
                              says=lines)  # fmt: skip
        if self._doing is _Doing.DISMISS and window is not None:
            unsent = say("admin.unsent", count=window.waiting + window.parked) if window.waiting + window.parked else ""
            return PanelState("dismiss", say("admin.dismiss_title", window=window.window), say("admin.dismiss_about"),
                              warning=unsent, button=say("admin_act.dismiss"))  # fmt: skip
        if window is None and self._doing is not _Doing.NEW:
            return None
        new = self._doing is _Doing.NEW
        device = (form.text("device_id", say("admin_field.device_id")),) if new else ()
        entries = (*device, form.text("number", say("admin_field.number")),
                   form.checks("roles", say("admin_field.window_roles"), role_options(say)))  # fmt: skip
        title = say("admin.new_window") if new or window is None else say(
            "admin.window", window=window.window, device=window.device_id
        )  # fmt: skip
        return PanelState("new_window" if new else "window", title, entries=entries,
                          button=say("admin_act.enrol" if new else "admin_act.save"), hold=self._hold())  # fmt: skip
