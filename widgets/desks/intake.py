"""The intake desk's pages: the five steps of a case."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.intake.flow import STEPS
from app.presenters.intake.session import StepName
from widgets.keys import Scope
from widgets.pages.applicant import ApplicantPage
from widgets.pages.item import ItemPage
from widgets.pages.materials import MaterialsPage
from widgets.pages.review import ReviewPage
from widgets.pages.slip import SlipPage
from widgets.window import CounterWindow

CARD_TICK_MS = 500
LIVE_TICK_MS = 80
SAVE_TICK_MS = 1000
STEP_SCOPES = (Scope.APPLICANT, Scope.ITEM, Scope.MATERIALS, Scope.REVIEW, Scope.SLIP)


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the five steps into the window."""
    _connect_flow(terminal, window)
    _connect_applicant(terminal, window)
    _connect_item(terminal, window)
    _connect_materials(terminal, window)
    _connect_review(terminal, window)
    _connect_slip(terminal, window)


def _connect_flow(terminal: Terminal, window: CounterWindow) -> None:
    flow, materials = terminal.intake.flow, terminal.intake.materials

    def put_aside() -> None:
        """Esc stops what takes long before it leaves the case."""
        if not materials.cancel():
            flow.put_aside()

    for scope in STEP_SCOPES:
        window.keys.bind(scope, "aside", put_aside)
    for key, act in (
        ("call", flow.next_applicant),
        ("item", lambda: flow.go(StepName.ITEM)),
        ("resume", flow.resume),
    ):
        window.keys.bind(Scope.EVERYWHERE, key, act, live=lambda: flow.may)
    window.step_requested.connect(lambda number: flow.go(STEPS[number - 1]))
    window.banner_action_requested.connect(lambda banner: flow.resume() if banner == "resume" else None)
    window.every(SAVE_TICK_MS, terminal.intake.session.save_again)


def _connect_applicant(terminal: Terminal, window: CounterWindow) -> None:
    applicant, page = terminal.intake.applicant, ApplicantPage()
    window.add("intake/applicant", page)
    window.every(CARD_TICK_MS, applicant.tick, on="intake/applicant")
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
    page.proceed_requested.connect(terminal.intake.flow.act)
    applicant.show(page)


def _connect_item(terminal: Terminal, window: CounterWindow) -> None:
    item, page = terminal.intake.item, ItemPage()
    window.add("intake/item", page)
    page.searched.connect(item.search)
    page.item_chosen.connect(item.choose)
    page.pinned.connect(item.pin)
    page.answered.connect(item.answer)
    page.proceed_requested.connect(terminal.intake.flow.act)
    item.show(page)


def _connect_materials(terminal: Terminal, window: CounterWindow) -> None:
    materials, taking, page = terminal.intake.materials, terminal.intake.materials.taking, MaterialsPage()
    window.add("intake/materials", page)
    window.every(LIVE_TICK_MS, lambda: materials.tick() if terminal.intake.flow.may else None)  # not while locked
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
    page.feed_requested.connect(taking.feed)
    page.sample_toggled.connect(materials.toggle_sample)
    page.desk_learning_requested.connect(taking.learn_desk)
    page.proceed_requested.connect(terminal.intake.flow.act)
    materials.show(page)


def _connect_review(terminal: Terminal, window: CounterWindow) -> None:
    review, page = terminal.intake.review, ReviewPage()
    window.add("intake/review", page)
    page.row_moved.connect(review.move)
    page.doubt_accepted.connect(review.accept_doubt)
    page.retake_requested.connect(review.retake)
    page.decided.connect(review.choose)
    page.reason_given.connect(review.give_reason)
    page.slip_shown.connect(review.show_slip)
    page.confirmed.connect(terminal.intake.flow.act)
    review.show(page)


def _connect_slip(terminal: Terminal, window: CounterWindow) -> None:
    slip, page = terminal.intake.slip, SlipPage()
    window.add("intake/slip", page)
    page.slip_chosen.connect(slip.choose)
    page.print_requested.connect(slip.print_again)
    page.a4_requested.connect(slip.print_a4)
    page.elsewhere_requested.connect(slip.print_elsewhere)
    page.waiting_chosen.connect(slip.print_waiting)
    page.next_applicant_requested.connect(terminal.intake.flow.act)
    slip.show(page)
    page.sign_back.scan_requested.connect(terminal.intake.sign_back.scan)
    page.sign_back.photo_requested.connect(terminal.intake.sign_back.photograph)
    page.sign_back.files_chosen.connect(terminal.intake.sign_back.import_files)
    terminal.intake.sign_back.show(page.sign_back)
    finish = terminal.intake.finish
    page.finish.typed.connect(finish.type)
    page.finish.finish_requested.connect(finish.finish)
    finish.show(page.finish)
