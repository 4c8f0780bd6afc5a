"""Keep a compatibility report as PDF, HTML and JSON, and send it to the central."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.documents.typesetting import Documents, SlipNotSet
from app.domain.calendar import HALL_TIME
from app.reports.html import html
from app.reports.paper import Paper
from app.reports.window_paper import window_paper
from app.whole_file import write_whole
from app.wording import Wording
from sync.errors import SyncError
from sync.transport import Transport
from sync.wire import WindowReport

Connect = Callable[[], Transport]


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the report lies, None where it could not be kept, and what to tell people of it."""

    pdf: Path | None
    note: str


def save_report(
    report: WindowReport, documents: Documents, folder: Path, say: Wording, *, connect: Connect | None = None
) -> Saved:
    """Write the report as three files in `folder`, and send it where there is a central. Never raises.

    A report that could not be sent is still a report: the note says so.
    """
    window = re.sub(r"[^\w-]+", "_", report.window) or "_"
    file = folder / f"compatibility-{window}-{report.made_at.astimezone(HALL_TIME):%Y-%m-%d}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in (file, file.with_suffix(".html"), file.with_suffix(".json")):
            write_report(window_paper(report, say), report.model_dump_json(indent=1), documents, each)
    except OSError as error:
        return Saved(None, say("report.not_saved", why=error.strerror or type(error).__name__))
    except SlipNotSet as error:
        return Saved(None, say.error(error))
    if connect is None:
        return Saved(file, say("report.saved", path=file))
    try:
        send_report(report, connect)
    except SyncError as error:
        return Saved(file, say("report.saved_not_sent", path=file, why=say.what_and_cure(error)[0]))
    return Saved(file, say("report.saved_and_sent", path=file))


def send_report(report: WindowReport, connect: Connect) -> None:
    """Send the report to the central. Raises `SyncError`."""
    transport = connect()
    try:
        transport.send_devices(report)
    finally:
        transport.close()


def write_report(paper: Paper, plain: str, documents: Documents, file: Path) -> None:
    """Write a report as the file's ending says: .pdf, .html or .json (`plain`); the file is there whole or not at all.

    Raises OSError, `SlipNotSet`, ValueError for another ending.
    """
    match file.suffix:
        case ".pdf":
            content = documents.report(asdict(paper))
        case ".html":
            content = html(paper).encode()
        case ".json":
            content = plain.encode()
        case _:
            raise ValueError(f"{file.name}: .pdf, .html or .json is expected")
    write_whole(file, content)
