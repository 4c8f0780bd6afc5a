"""Pages of signed documents: by camera, scanner or file, attached to their case by whoever sits here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.desks.foundations import Foundations
from app.domain.case import Role
from app.domain.catalogue import Item
from app.domain.life import Case
from app.presenters.incoming import Feeder, Incoming, from_feeder, from_files
from app.presenters.sign_back import SignBackPresenter, Sources
from app.services.scan_page import Scanned, scan_coded_page
from app.services.sign_back import Signed, attach_signed
from app.services.submit_case import Submitted
from devices.bay import Bay
from devices.errors import DeviceAbsent
from devices.ports import PageSource
from devices.ports import Role as Device

_ROLES = (Role.INTAKE, Role.BACK_OFFICE, Role.SECTION, Role.ISSUING)


def window_feeder(on: Foundations) -> Feeder | None:
    """The scanner of the window."""
    bay = on.devices.first(Device.PAGE_FEEDER)
    return Feeder(bay, on.devices.lane_of(bay)) if bay else None


def sign_back_presenter(on: Foundations, on_attached: Callable[[Submitted], None]) -> SignBackPresenter:
    """`on_attached` is told the case as a signed page has left it."""
    camera: Bay[PageSource] | None = on.devices.first(Device.PAGE_SOURCE)
    camera_lane, feeder = on.devices.lane(Device.PAGE_SOURCE), window_feeder(on)

    def one_page(case_id: str) -> Iterator[Scanned]:
        if camera is None:
            raise DeviceAbsent("no page source", role=Device.PAGE_SOURCE.value)
        yield camera.use(lambda each: scan_coded_page(each, case_id, on.store.pages))

    def by_camera(case_id: str) -> Incoming:
        coming = one_page(case_id)
        return Incoming(lambda: next(coming, None), camera_lane)

    sources = Sources(
        by_camera,
        lambda case_id, names: from_files(names, case_id, on.store.pages, lane=camera_lane, coded=True),
        (lambda case_id: from_feeder(feeder, case_id, on.store.pages, coded=True)) if feeder else None,
    )

    def attach(case: Case, item: Item, signed: Sequence[Signed]) -> Submitted:
        role = next((each for each in _ROLES if on.seat.has(each)), Role.INTAKE)
        return attach_signed(on.store, on.desk(), role, case, item=item, signed=signed, at=on.now(), new_id=on.new_id)

    def attached(made: Submitted) -> None:
        on.central.wake()
        on_attached(made)

    return SignBackPresenter(
        wording=on.wording, sources=sources, attach=attach, store_lane=on.lanes.store,
        query_url=on.settings.hall.query_url, on_attached=attached,
    )  # fmt: skip
