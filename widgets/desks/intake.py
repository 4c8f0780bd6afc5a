"""The intake desk's pages: the five steps of a case."""

from __future__ import annotations

from app.bootstrap import Terminal
from app.presenters.session import StepName
from widgets.keys import Scope
from widgets.pages.applicant import ApplicantPage
from widgets.pages.item import ItemPage
from widgets.pages.materials import MaterialsPage
from widgets.pages.review import ReviewPage
from widgets.pages.slip import SlipPage
from widgets.window import CounterWindow

CARD_TICK_MS = 500
LIVE_TICK_MS = 80


def connect(terminal: Terminal, window: CounterWindow) -> None:
    """Put the five steps into the window."""
    _connect_flow(terminal, window)
    _connect_applicant(terminal, window)
    _connect_item(terminal, window)
    _connect_materials(terminal, window)
    _connect_review(terminal, window)
    _connect_slip(terminal, window)


def _connect_flow(terminal: Terminal, window: CounterWindow) -> None:
    counter, materials = terminal.counter, terminal.intake.materials

    def put_aside() -> None:
        """Esc stops what takes long before it leaves the case."""
        if not materials.cancel():
            counter.put_aside()

    window.step_requested.connect(lambda number: counter.go(tuple(StepName)[number - 1]))
    everywhere = {
        "aside": put_aside,
        "call": counter.next_applicant,
        "item": lambda: counter.go(StepName.ITEM),
        "resume": counter.resume,
    }
    for key, act in everywhere.items():
        window.keys.bind(Scope.EVERYWHERE, key, act)


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
    page.proceed_requested.connect(terminal.counter.act)
    applicant.show(page)


def _connect_item(terminal: Terminal, window: CounterWindow) -> None:
    item, page = terminal.intake.item, ItemPage()
    window.add("intake/item", page)
    page.searched.connect(item.search)
    page.item_chosen.connect(item.choose)
    page.pinned.connect(item.pin)
    page.answered.connect(item.answer)
    page.proceed_requested.connect(terminal.counter.act)
    item.show(page)


def _connect_materials(terminal: Terminal, window: CounterWindow) -> None:
    materials, taking, page = terminal.intake.materials, terminal.intake.materials.taking, MaterialsPage()
    window.add("intake/materials", page)
    window.every(LIVE_TICK_MS, materials.tick)
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
    page.desk_learning_requested.connect(taking.learn_desk)
    page.proceed_requested.connect(terminal.counter.act)
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
    page.confirmed.connect(terminal.counter.act)
    review.show(page)


def _connect_slip(terminal: Terminal, window: CounterWindow) -> None:
    slip, page = terminal.intake.slip, SlipPage()
    window.add("intake/slip", page)
    page.slip_chosen.connect(slip.choose)
    page.print_requested.connect(slip.print_again)
    page.a4_requested.connect(slip.print_a4)
    page.elsewhere_requested.connect(slip.print_elsewhere)
    page.waiting_chosen.connect(slip.print_waiting)
    page.next_applicant_requested.connect(terminal.counter.act)
    slip.show(page)
