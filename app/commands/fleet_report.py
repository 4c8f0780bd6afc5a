"""`yichuang central --fleet-report`: how the devices of all windows fare, as a document for the director."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from app import paths
from app.central.device_reports import DeviceReports
from app.central.errors import why
from app.central.server import REFUSALS
from app.central.store import Store, sqlite_url
from app.commands.answer import GOOD, TROUBLE, answering
from app.documents.typesetting import Documents
from app.domain.calendar import HALL_TIME
from app.reports.fleet import Fleet, HallWindow, hall_name
from app.reports.fleet_paper import fleet_paper
from app.services.save_report import write_report
from app.wording import Wording


def fleet_report(file: Path, database: str, data: Path, hall: str) -> int:
    """Write the latest reports of the hall's windows to `file`. The central may be running meanwhile."""
    if not (database or data.is_dir()):
        return _refused(f"没有中心端的数据（{data}）。请用 --data 或 --database 指明")
    try:
        windows = _windows(database or sqlite_url(data.absolute()), hall)
    except REFUSALS as error:
        return _refused(f"中心端的数据打不开（{why(error)}）。请核对 --data 或 --database")
    return answering(lambda: _written(file, windows, hall))


def _windows(url: str, hall: str) -> tuple[HallWindow, ...]:
    store = Store(url, hall)
    try:
        return DeviceReports(store).latest()
    finally:
        store.close()


def _written(file: Path, windows: tuple[HallWindow, ...], hall: str) -> int:
    name = hall_name((each.report for each in windows if each.report), hall)
    fleet = Fleet(name, datetime.now(HALL_TIME), windows)
    documents = Documents(paths.resources() / "slips", paths.font_folders())
    paper = fleet_paper(fleet, Wording(paths.resources() / "i18n", "zh_CN"))
    write_report(paper, json.dumps(fleet.to_plain(), ensure_ascii=False, indent=1), documents, file)
    print(f"{file}：{len(windows)} 个窗口，已报 {fleet.reported} 个，设备 {len(fleet.devices)} 台")
    return GOOD


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return TROUBLE
