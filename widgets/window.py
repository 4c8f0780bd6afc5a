"""The counter's window: every page beside its presenter, every wish connected to the verb that grants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.bootstrap import Terminal
from app.presenters.session import StepName
from app.presenters.shell import KeyHint, ShellState
from widgets.keys import Act, Scope
from widgets.pages.applicant import ApplicantPage
from widgets.pages.devices import DevicesPage
from widgets.pages.find import FindPage
from widgets.pages.item import ItemPage
from widgets.pages.materials import MaterialsPage
from widgets.pages.outbox import OutboxPage
from widgets.pages.review import ReviewPage
from widgets.pages.sign_in import SignInPage
from widgets.pages.slip import SlipPage
from widgets.shell import Shell
from widgets.wedge_filter import WedgeFilter

CARD_TICK_MS = 500
LIVE_TICK_MS = 80
CLOCK_TICK_MS = 1000


class Page(Protocol):
    """What every page tells of itself."""

    SCOPE: Scope

    def keys(self) -> tuple[KeyHint, ...]: ...
    def acts(self) -> Mapping[str, Act]: ...
    def focus_first(self) -> None: ...


class CounterWindow(Shell):
    """One window of the hall. Close it first, then the terminal behind it."""

    def __init__(self, terminal: Terminal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terminal = terminal
        self.setWindowTitle(self.tr("Yichuang window {0}").format(terminal.settings.window.number))
        self.sign_in_page, self.applicant_page, self.item_page = SignInPage(), ApplicantPage(), ItemPage()
        self.materials_page, self.review_page, self.slip_page = MaterialsPage(), ReviewPage(), SlipPage()
        self.find_page, self.outbox_page, self.devices_page = FindPage(), OutboxPage(), DevicesPage()
        self._page_of: dict[str, Page] = {
            "sign_in": self.sign_in_page,
            "intake/applicant": self.applicant_page,
            "intake/item": self.item_page,
            "intake/materials": self.materials_page,
            "intake/review": self.review_page,
            "intake/slip": self.slip_page,
            "find": self.find_page,
            "sync": self.outbox_page,
            "devices": self.devices_page,
        }
        for name, page in self._page_of.items():
            self.add_page(name, page, page.SCOPE)  # type: ignore[arg-type]
            for key, act in page.acts().items():
                self.keys.bind(page.SCOPE, key, act)
        self._connect_frame()
        self._connect_intake()
        self._connect_others()
        self._connect_devices()
        self._show_presenters()
        self._start_timers()
        self._listen_to_keyboard_scanner()

    def present(self, state: ShellState) -> None:
        """Show the frame, with the keys of its page."""
        super().present(replace(state, keys=self._page_of[state.page].keys()))

    def page_opened(self) -> None:
        """Another page is shown: what it lists is read anew, and the focus goes where its work begins."""
        refresh = {
            "find": self.terminal.find.refresh,
            "sync": self.terminal.outbox.refresh,
            "devices": self.terminal.devices.refresh,
        }
        refresh.get(self._state.page, lambda: None)()
        self._page_of[self._state.page].focus_first()

    def _connect_frame(self) -> None:
        counter = self.terminal.counter
        self.page_requested.connect(counter.open_page)
        self.step_requested.connect(lambda number: counter.go(tuple(StepName)[number - 1]))
        self.banner_action_requested.connect(self._banner_acted)
        everywhere = {
            "aside": self._put_aside,
            "call": counter.next_applicant,
            "find": lambda: counter.open_page("find"),
            "item": lambda: counter.go(StepName.ITEM),
            "resume": counter.resume,
        }
        for key, act in everywhere.items():
            self.keys.bind(Scope.EVERYWHERE, key, act)

    def _put_aside(self) -> None:
        """Esc stops what takes long before it leaves the case."""
        if not self.terminal.materials.cancel():
            self.terminal.counter.put_aside()

    def _banner_acted(self, banner: str) -> None:
        match banner:
            case "resume":
                self.terminal.counter.resume()
            case "offline":
                self.terminal.counter.open_page("sync")

    def _connect_intake(self) -> None:
        counter = self.terminal.counter
        applicant, page = self.terminal.applicant, self.applicant_page
        page.edited.connect(applicant.edit)
        page.kind_chosen.connect(applicant.choose_kind)
        page.agent_chosen.connect(applicant.choose_agent)
        page.id_kind_chosen.connect(applicant.choose_id_kind)
        page.delivery_chosen.connect(applicant.choose_delivery)
        page.match_confirmed.connect(applicant.confirm_match)
        page.reveal_requested.connect(applicant.reveal)
        page.release_requested.connect(applicant.release)
        page.read_requested.connect(applicant.read_requested)
        page.photograph_requested.connect(applicant.photograph_requested)
        page.proceed_requested.connect(counter.act)

        item, choice = self.terminal.item, self.item_page
        choice.searched.connect(item.search)
        choice.item_chosen.connect(item.choose)
        choice.pinned.connect(item.pin)
        choice.answered.connect(item.answer)
        choice.proceed_requested.connect(counter.act)

        self._connect_materials()
        review, table = self.terminal.review, self.review_page
        table.row_moved.connect(review.move)
        table.doubt_accepted.connect(review.accept_doubt)
        table.retake_requested.connect(review.retake)
        table.decided.connect(review.choose)
        table.reason_given.connect(review.give_reason)
        table.slip_shown.connect(review.show_slip)
        table.confirmed.connect(counter.act)

        slip, paper = self.terminal.slip, self.slip_page
        paper.slip_chosen.connect(slip.choose)
        paper.print_requested.connect(slip.print_again)
        paper.a4_requested.connect(slip.print_a4)
        paper.elsewhere_requested.connect(slip.print_elsewhere)
        paper.waiting_chosen.connect(slip.print_waiting)
        paper.next_applicant_requested.connect(counter.act)

    def _connect_materials(self) -> None:
        materials, page = self.terminal.materials, self.materials_page
        taking = materials.taking
        page.captured.connect(taking.capture)
        page.material_chosen.connect(materials.choose)
        page.paper_taken.connect(materials.take_paper)
        page.missing_marked.connect(materials.mark_missing)
        page.page_chosen.connect(materials.choose_page)
        page.page_deleted.connect(materials.delete_page)
        page.page_moved.connect(materials.move_page)
        page.page_turned.connect(materials.turn_page)
        page.look_chosen.connect(taking.choose_look)
        page.auto_toggled.connect(taking.toggle_auto)
        page.corners_dragged.connect(taking.drag_corners)
        page.files_dropped.connect(taking.import_files)
        page.merge_requested.connect(taking.merge)
        page.card_toggled.connect(taking.toggle_card)
        page.feed_requested.connect(materials.taking.feed)
        page.desk_learning_requested.connect(taking.learn_desk)
        page.proceed_requested.connect(self.terminal.counter.act)

    def _connect_others(self) -> None:
        self.sign_in_page.sign_in_requested.connect(self.terminal.sign_in.sign_in)
        find, page = self.terminal.find, self.find_page
        page.searched.connect(find.search)
        page.since_chosen.connect(find.choose_since)
        page.chosen.connect(find.choose)
        page.slip_chosen.connect(find.choose_slip)
        page.reprint_requested.connect(find.reprint)
        self.outbox_page.chosen.connect(self.terminal.outbox.choose)
        self.outbox_page.retry_requested.connect(self.terminal.outbox.retry)

    def _connect_devices(self) -> None:
        devices, page = self.terminal.devices, self.devices_page
        page.chosen.connect(devices.choose)
        page.check_requested.connect(devices.check)
        page.guide_requested.connect(devices.calibrate)
        page.search_requested.connect(devices.look_for_devices)
        page.compare_requested.connect(devices.compare_by_plugging)
        page.report_requested.connect(devices.report)
        page.answered.connect(devices.answer)
        page.left.connect(devices.leave)
        page.issue_acted.connect(devices.act)

    def _show_presenters(self) -> None:
        terminal = self.terminal
        terminal.sign_in.show(self.sign_in_page)
        terminal.applicant.show(self.applicant_page)
        terminal.item.show(self.item_page)
        terminal.materials.show(self.materials_page)
        terminal.review.show(self.review_page)
        terminal.slip.show(self.slip_page)
        terminal.find.show(self.find_page)
        terminal.outbox.show(self.outbox_page)
        terminal.devices.show(self.devices_page)
        terminal.counter.show(self)

    def _start_timers(self) -> None:
        for milliseconds, tick in (
            (CARD_TICK_MS, self._look_for_card),
            (LIVE_TICK_MS, self.terminal.materials.tick),
            (CLOCK_TICK_MS, self._second_passed),
        ):
            timer = QTimer(self)
            timer.timeout.connect(tick)
            timer.start(milliseconds)
            self.closing.connect(timer.stop)

    def _listen_to_keyboard_scanner(self) -> None:
        profile = self.terminal.window_devices.keyboard_scanner
        if profile is not None:
            WedgeFilter(self, profile).code_scanned.connect(self.terminal.codes.came)

    def _look_for_card(self) -> None:
        self.terminal.codes.tick()
        if self._state.page == "intake/applicant":
            self.terminal.applicant.tick()

    def _second_passed(self) -> None:
        self.terminal.watch_devices()
        if self._state.page == "devices":
            self.terminal.devices.tick()
        self.terminal.counter.tick()
