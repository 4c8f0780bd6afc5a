"""The page of a signed document: taken by the window's camera, attached to its case by whoever sits here."""

from __future__ import annotations

from collections.abc import Callable

from app.desks.foundations import Foundations
from app.domain.case import Page, Role
from app.domain.catalogue import Item
from app.domain.life import Case
from app.domain.slips import SlipDocument
from app.presenters.sign_back import SignBackPresenter
from app.services.scan_page import scan_coded_page
from app.services.sign_back import attach_signed
from app.services.submit_case import Submitted
from devices.bay import Bay
from devices.errors import DeviceAbsent
from devices.ports import PageSource
from devices.ports import Role as Device

_ROLES = (Role.INTAKE, Role.BACK_OFFICE, Role.SECTION, Role.ISSUING)


def sign_back_presenter(on: Foundations, on_attached: Callable[[Submitted], None]) -> SignBackPresenter:
    """`on_attached` is told the case as a signed page has left it."""
    camera: Bay[PageSource] | None = on.devices.first(Device.PAGE_SOURCE)

    def take(case_id: str) -> Page:
        if camera is None:
            raise DeviceAbsent("no page source", role=Device.PAGE_SOURCE.value)
        return camera.use(lambda each: scan_coded_page(each, case_id, on.store.pages))

    def attach(case: Case, item: Item, document: SlipDocument, page: Page, reason: str) -> Submitted:
        role = next((each for each in _ROLES if on.seat.has(each)), Role.INTAKE)
        return attach_signed(
            on.store, on.desk(), role, case, item=item, document=document, page=page, reason=reason, at=on.now(),
            new_id=on.new_id,
        )  # fmt: skip

    def attached(made: Submitted) -> None:
        on.central.wake()
        on_attached(made)

    return SignBackPresenter(
        wording=on.wording, take=take, camera_lane=on.devices.lane(Device.PAGE_SOURCE), attach=attach,
        store_lane=on.lanes.store, query_url=on.settings.hall.query_url, on_attached=attached,
    )  # fmt: skip
