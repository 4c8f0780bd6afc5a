"""What every role has: signing in, finding a case, the outbox, the devices and the code scanner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.desks.foundations import Foundations
from app.desks.signing import sign_back_presenter
from app.domain.case import MoveKind
from app.domain.case import Role as HallRole
from app.domain.catalogue import Item
from app.domain.life import Case
from app.hall_copies import in_force
from app.presenters.codes import CodesPresenter
from app.presenters.devices.page import DevicesPresenter
from app.presenters.devices.search import SearchPresenter
from app.presenters.find.page import FindPresenter, PrintDocument
from app.presenters.outbox import OutboxPresenter
from app.presenters.pages import FIND
from app.presenters.sign_in import SignInPresenter
from app.reports.window import window_report
from app.services.ask_central import ask_central
from app.services.central_cases import CentralCases
from app.services.move_case import Opened, Saying, move_case
from app.services.print_slip import Printed, print_slip
from app.services.save_report import save_report, send_report
from app.services.sign_in import SignInDesk
from app.services.submit_case import Submitted
from app.training.accounts import TRAINING_ACCOUNTS, TRAINING_PASSWORD
from devices.ports import Role
from sync.loop import wall_clock_ms
from sync.wire import WindowReport


class EverybodysDesk:
    """`print_a4` prints on the office printer what the slip printer cannot, `print_document` what others gave out."""

    def __init__(self, on: Foundations, *, print_a4: Callable[[], None], print_document: PrintDocument) -> None:
        self._on = on
        self._reported_on: date | None = None
        self.on_code: Callable[[str], bool] = lambda _: False
        self._accounts = SignInDesk(
            accounts=on.store.accounts, connect=on.central.transport if on.central.exists else None,
            offline_days=on.settings.window.offline_days, own_accounts=on.settings.window.training, now=on.now,
        )  # fmt: skip
        say, store, lanes, window = on.wording, on.store, on.lanes, on.settings.window
        self.sign_in = SignInPresenter(
            wording=say, lane=lanes.ask, accounts=self._accounts, keep_session=self._keep_session,
            hall=on.settings.hall.name, window=window.number, desk=window.title,
            training=TRAINING_ACCOUNTS if window.training else (), training_password=TRAINING_PASSWORD,
        )  # fmt: skip
        self.find = FindPresenter(
            wording=say, store=store, catalogue=on.catalogue, documents=on.documents, lane=lanes.documents,
            store_lane=lanes.store, ask_lane=lanes.ask, print_slip=self._reprint, print_document=print_document,
            ask_central=self._ask_central, now=on.now, dots=on.devices.slip_dots,
            may_take_in=lambda: on.seat.has(HallRole.INTAKE), withdraw=self._withdraw,
            hall=CentralCases(on.central.transport) if on.central.exists else None,
            calendar=lambda: on.calendar, rules=lambda: on.rules,
            sign_back=sign_back_presenter(on, lambda _: self.find.refresh()),
        )  # fmt: skip
        self.outbox = OutboxPresenter(
            store.outbox, wording=say, lane=lanes.store, link=lambda: on.central.link,
            wake=lambda: on.central.wake(at_once=True), now_ms=wall_clock_ms,
            rules=lambda: in_force(on.rules_mirror, say),
        )  # fmt: skip
        self.devices = DevicesPresenter(
            on.devices, wording=say, book=on.book, save_report=self._save_report, print_a4=print_a4,
            search=SearchPresenter(on.devices, wording=say, run=lanes.ask.run, clock=lambda: f"{on.now():%H:%M}"),
        )  # fmt: skip
        self.codes = CodesPresenter(
            on.devices.first(Role.CODE_SCANNER), on.devices.lane(Role.CODE_SCANNER),
            query_url=on.settings.hall.query_url, on_number=self._number_scanned,
        )  # fmt: skip
        on.frame.pills = self.devices.pills

    def clerk_came(self) -> None:
        """Somebody else than the last one: nothing of what that one looked at is shown."""
        self.find.forget()

    def report_of_the_day(self) -> None:
        """Tell the central how this window's devices fare, once a day and without anyone's doing.

        One that does not get there is not missed: the program's next start sends another.
        """
        on, today = self._on, self._on.now().date()
        if on.central.online and on.seat.clerk is not None and self._reported_on != today:
            self._reported_on, report = today, self._report()
            on.lanes.ask.run(lambda: send_report(report, on.central.transport), None, lambda _: None)

    def clerk_leaves(self) -> None:
        """End the session at the central, if there is one; without the central it runs out by itself.

        What is being scanned is stopped.
        """
        on = self._on
        self.find.sign_back.stop()
        if on.central.session:
            leaving, on.central.session = on.central.transport(), ""
            on.lanes.ask.run(lambda: self._accounts.sign_out(leaving), None, lambda _: None)

    def _keep_session(self, session: str) -> None:
        self._on.central.session = session

    def _number_scanned(self, number: str) -> None:
        """Whatever is open: show the case with that number, unless the desk whose page is open takes the code."""
        if not self.on_code(number) and self._on.frame.may_open(FIND):
            self._on.frame.open(FIND)
            self.find.search(number)

    def _withdraw(self, case: Case, item: Item | None, reason: str, tell: Callable[[str], None]) -> None:
        on, says = self._on, [Saying(MoveKind.WITHDRAW, reason=reason)]
        if item is None:  # the catalogue has lost it since
            tell(on.wording("come_back.no_item"))
            return

        def withdrawn(_: Submitted) -> None:
            on.central.wake()
            tell(on.wording("come_back.withdrawn"))

        on.lanes.store.run(
            lambda: move_case(
                on.store, on.desk(), HallRole.INTAKE, Opened(case, item), says, new_id=on.new_id, at=on.now()
            ),
            withdrawn,
            lambda error: tell(on.wording.error(error)),
        )

    def _reprint(self, slip_id: int, tell: Callable[[str], None]) -> None:
        on, printer = self._on, self._on.devices.first(Role.SLIP_PRINTER)

        def work() -> Printed:
            at, actor, kinds = on.now(), on.seat.id, on.document_kinds
            return print_slip(slip_id, on.store, on.documents, printer, kinds=kinds, at=at, actor=actor)

        on.devices.lane(Role.SLIP_PRINTER).run(
            work,
            lambda printed: tell(on.wording(f"slip.{'sent_unknown' if printed.unsure else 'printed'}")),
            lambda error: tell(on.wording.error(error)),
        )

    def _ask_central(self, case_id: str, tell: Callable[[str], None]) -> None:
        on = self._on
        if not on.central.exists:
            tell("")
            return
        on.lanes.ask.run(
            lambda: ask_central(on.central.transport, case_id, on.wording),
            tell,
            lambda error: tell(on.wording.error(error)),
        )

    def _save_report(self, tell: Callable[[str], None]) -> None:
        """Write the compatibility report, and send it to the central where there is one."""
        on, report = self._on, self._report()
        connect = on.central.transport if on.central.exists else None
        folder = on.settings.data_folder / "reports"
        on.lanes.documents.run(
            lambda: save_report(report, on.documents, folder, on.wording, connect=connect),
            lambda saved: tell(saved.note),
        )

    def _report(self) -> WindowReport:
        on = self._on
        return window_report(on.devices, on.book, on.settings, on.wording, at=on.now())
